/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of analysis/concept share.
 *
 *	rows       text file -> rows, each right by itself
 *	compile    rows -> concepts, right among each other
 *	hierarchy  parents -> no concept its own ancestor
 *	forms      forms -> keys, none of two concepts
 *	trie       keys -> nodes
 *	image      all of it -> bytes, and bytes that are refused
 *	thesaurus  a file -> struct thesaurus
 *	senses     a short form -> the concepts it may mean
 *	check, check_rows
 *	           a text file -> all its faults
 */
#ifndef MEDLIT_ANALYSIS_CONCEPT_INTERNAL_H
#define MEDLIT_ANALYSIS_CONCEPT_INTERNAL_H

#include "analysis/concept/concept.h"
#include "analysis/concept/image.h"
#include "analysis/concept/list.h"
#include "base/arena.h"

/* The faults of a list; in the arena. */
struct fault_list {
	struct arena *arena;
	struct list_fault *items;
	size_t count, room;
};

/*
 * A list while it is read.  What is wrong goes one way, row_fault().  A
 * compiler stops at the first fault; with `all` faults are gathered, the row or
 * the form is left out and the work goes on.
 */
struct reading {
	const char *path;
	struct list_rows rows;
	struct fault_list *all; /* NULL: stop */
	struct error *err;
};

int rows_parse(struct reading *reading, struct slice text, struct arena *arena);

/* Returns -1 with the error set to "path:line: ..." as ERROR_FORMAT. */
int row_fault(struct reading *reading, uint32_t line, const char *code,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* 0 when the work goes on after a fault, else -1. */
static inline int row_skip(const struct reading *reading)
{
	return reading->all ? 0 : -1;
}

/* Cut the next line off *text, without its end, LF or CR LF. */
struct slice next_line(struct slice *text);

/* A value short enough for a message. */
struct slice row_shown(struct slice value);

/* Slots of entry numbers plus one, as in the image. */
struct slots {
	uint32_t *items;
	uint32_t size; /* power of two */
	uint32_t count;
};

void slots_init(struct slots *slots);
void slots_clear(struct slots *slots);
/* hash_of(context, entry) is asked again when the table grows. */
void slots_add(struct slots *slots, uint32_t entry,
	uint32_t (*hash_of)(const void *context, uint32_t entry),
	const void *context);

struct trie_edge {
	uint64_t word;
	uint32_t node; /* where it leads from */
};

struct trie_entry {
	uint32_t form, spelling;
	uint32_t next; /* of the same node, number plus one */
};

struct trie {
	struct trie_edge *edges; /* the n-th leads to node n + 1 */
	uint32_t edges_count, edges_room;
	uint32_t *first_entry; /* per node, number plus one */
	struct trie_entry *entries;
	uint32_t entries_count, entries_room;
	struct slots edge_slots;
};

void trie_init(struct trie *trie);
void trie_clear(struct trie *trie);
/* The node where the atoms' lemmas lead; made if it is not there. */
uint32_t trie_path(struct trie *trie, const struct tokens *tokens);
/* The same with each compound as one step; 0 if there is none, or if what it
 * would be is no name. */
uint32_t trie_joined_path(struct trie *trie, const struct tokens *tokens);
/* Append the form to the node's. */
void trie_add_form(
	struct trie *trie, uint32_t node, uint32_t form, uint32_t spelling);
/* As the image has it: the nodes, one more than there are edges and one to end
 * them, and the entries. */
void trie_lay_out(const struct trie *trie, struct image_node *nodes,
	struct image_entry *entries);

/* The capitals of an atom that say more than that a sentence begins: how many. */
static inline uint32_t atom_capitals(
	const struct tokens *tokens, const struct token *atom)
{
	const char *text = tokens->text.data;
	uint32_t count = 0;

	for (uint32_t at = atom->start; at < atom->end; at++)
		count += text[at] >= 'A' && text[at] <= 'Z';
	return count == 1 && atom->end - atom->start > 1 &&
			       text[atom->start] >= 'A' &&
			       text[atom->start] <= 'Z'
		       ? 0
		       : count;
}

/* What a form whose case is exact compares of an atom.  Beside capitals a word
 * is told by its lemma alone: it may be in the plural or begin a sentence (NK
 * cells, Relapsed ALL). */
static inline struct slice atom_exact(const struct tokens *tokens,
	const struct token *atom, bool beside_capitals)
{
	return beside_capitals && !atom_capitals(tokens, atom)
		       ? SLICE_EMPTY
		       : token_surface(tokens, atom);
}

/* English words in lower case, a blank between: those of everyday prose (time,
 * fish), and those that are good names of something in medicine (pain, rash).
 */
struct slice english_prose(void);
struct slice english_names(void);
/* Cut the next word off *rest; empty at the end. */
struct slice english_next(struct slice *rest);

struct image_parts {
	struct slice version;
	struct buffer strings;
	struct image_concept *concepts;
	struct image_form *forms;
	uint32_t *parents;
	struct image_text *identifiers;
	struct image_sense *senses; /* by key, then concept */
	uint32_t concepts_count, forms_count, parents_count, identifiers_count,
		senses_count;
	struct slots slug_slots;
	struct trie trie;
};

struct image_text image_string(struct image_parts *parts, struct slice text);
/* Append the image to `out`. */
int image_write(
	struct image_parts *parts, struct buffer *out, struct error *err);

struct compiler {
	struct reading reading;
	struct text_analyser *analyser;
	struct arena arena;   /* rows, arrays, words */
	struct arena scratch; /* one form's tokens */
	struct image_parts parts;
	const struct list_row **first_row;  /* per concept */
	const struct list_row **form_rows;  /* per form; NULL: of no row */
	uint32_t *joined_nodes; /* per form, as of trie_joined_path() */
	const struct list_row **sense_rows; /* per sense */
};

/* `all` may be NULL.  compiler_clear() also after a failure. */
int compiler_run(struct compiler *compiler, const char *path, struct slice text,
	struct text_analyser *analyser, struct fault_list *all,
	struct error *err);
void compiler_clear(struct compiler *compiler);

int compile_hierarchy(struct compiler *compiler);
int compile_forms(struct compiler *compiler);

/* Of list_check(): of the file's characters, of its rows. */
void check_text(struct reading *reading, struct slice text);
void check_rows(struct reading *reading, struct arena *arena);

struct thesaurus {
	struct slice image;
	const struct image_header *header;
	const char *strings;
	const struct image_concept *concepts;
	const struct image_form *forms;
	const uint32_t *parents;
	const struct image_text *identifiers;
	const struct image_sense *senses;
	const struct image_node *nodes;
	const struct image_start *starts;
	uint32_t starts_mask;
	const struct image_entry *entries;
	const uint32_t *slug_slots;
	bool mapped;
	struct buffer owned; /* the image if not mapped */
};

/* Check the image and set the pointers into it. */
int image_read(struct slice image, struct thesaurus *out, struct error *err);

static inline struct slice image_slice(
	const struct thesaurus *thesaurus, struct image_text text)
{
	return (struct slice){thesaurus->strings + text.offset, text.length};
}

/* Where a child of this word is about: read before it is asked for, it need not
 * be waited for.  Of a node that has children. */
static inline uint32_t image_child_guess(
	const struct thesaurus *t, uint32_t node, uint64_t word)
{
	uint32_t first = t->nodes[node].first_child;
	uint64_t count = t->nodes[node + 1].first_child - first;

	return first + (uint32_t)((word >> 32) * count >> 32);
}

/* The child that the word leads to, 0 if there is none. */
static inline uint32_t image_child(
	const struct thesaurus *t, uint32_t node, uint64_t word)
{
	uint32_t first = t->nodes[node].first_child;
	uint32_t end = t->nodes[node + 1].first_child;

	if (first == end)
		return 0;
	uint32_t at = image_child_guess(t, node, word);

	while (at > first && t->nodes[at].word > word)
		at--;
	while (at < end && t->nodes[at].word < word)
		at++;
	return at < end && t->nodes[at].word == word ? at : 0;
}

static inline uint32_t image_start_slot(
	const struct thesaurus *t, uint64_t word)
{
	return (uint32_t)(word >> 32) & t->starts_mask;
}

/* The child of the root, 0 if there is none. */
static inline uint32_t image_start(const struct thesaurus *t, uint64_t word)
{
	uint32_t at = image_start_slot(t, word);

	for (; t->starts[at].node != 0; at = (at + 1) & t->starts_mask)
		if (t->starts[at].word == (uint32_t)word &&
			t->nodes[t->starts[at].node].word == word)
			return t->starts[at].node;
	return 0;
}

#endif
