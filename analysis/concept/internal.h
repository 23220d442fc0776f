/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of analysis/concept share.
 *
 *	rows       text file -> rows, each right by itself
 *	compile    rows -> concepts, right among each other
 *	trie       forms -> words, edges, nodes
 *	image      all of it -> bytes, and bytes that are refused
 *	thesaurus  a file -> struct thesaurus
 */
#ifndef MEDLIT_ANALYSIS_CONCEPT_INTERNAL_H
#define MEDLIT_ANALYSIS_CONCEPT_INTERNAL_H

#include "analysis/concept/concept.h"
#include "analysis/concept/image.h"
#include "base/arena.h"

enum row_relation { /* the forms are numbered as enum form_relation */
	ROW_PREFERRED = FORM_PREFERRED,
	ROW_RELATED = FORM_RELATED,
	ROW_KIND,
	ROW_PARENT,
	ROW_IDENTIFIER,
};

struct row {
	struct slice slug, value;
	uint32_t line;
	uint32_t concept; /* set by compile */
	uint8_t relation; /* enum row_relation */
	uint8_t letter_case; /* enum form_case */
};

struct rows {
	const char *path;
	struct slice version;
	struct row *items; /* by line */
	size_t count;
};

int rows_parse(const char *path, struct slice text, struct arena *arena,
	struct rows *rows, struct error *err);

/* "path:line: ..." as ERROR_FORMAT; returns -1. */
int row_error(const struct rows *rows, uint32_t line, struct error *err,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

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

struct trie {
	struct arena *arena;
	struct slice *words;
	uint32_t words_count, words_room;
	struct image_edge *edges; /* the n-th edge leads to node n + 1 */
	uint32_t edges_count, edges_room;
	uint32_t *first_form; /* per node, number of a form plus one */
	uint32_t *next_form;  /* per form, the same */
	struct slots word_slots, edge_slots;
};

void trie_init(struct trie *trie, uint32_t forms, struct arena *arena);
void trie_clear(struct trie *trie);
/* The node where the atoms' terms lead; made if it is not there. */
uint32_t trie_path(struct trie *trie, const struct tokens *tokens);
/* Append the form to the node's. */
void trie_add_form(struct trie *trie, uint32_t node, uint32_t form);

/* An atom's bytes as typed, without the "s" of several acronyms. */
static inline struct slice atom_surface(const struct tokens *tokens,
	const struct token *atom)
{
	struct slice surface = {tokens->text.data + atom->start,
		atom->end - atom->start};

	if (atom->kind == TOKEN_ACRONYM &&
		atom->term.length < atom->folded.length)
		surface.length--;
	return surface;
}

/* Is this an English word that is a medical acronym in capitals? */
bool is_acronym_word(struct slice folded);

struct image_parts {
	struct slice version;
	struct buffer strings;
	struct image_concept *concepts;
	struct image_form *forms;
	uint32_t *parents;
	struct image_text *identifiers;
	uint32_t concepts_count, forms_count, parents_count,
		identifiers_count;
	struct slots slug_slots;
	struct trie trie;
};

struct image_text image_string(struct image_parts *parts, struct slice text);
/* Append the image to `out`. */
int image_write(struct image_parts *parts, struct buffer *out,
	struct error *err);

struct thesaurus {
	struct slice image;
	const struct image_header *header;
	const char *strings;
	const struct image_concept *concepts;
	const struct image_form *forms;
	const uint32_t *parents;
	const struct image_text *identifiers;
	const struct image_text *words;
	const struct image_edge *edges;
	const struct image_node *nodes;
	const uint32_t *node_forms;
	const uint32_t *slots[3]; /* slugs, words, edges */
	bool mapped;
	struct buffer owned; /* the image if not mapped */
};

/* Check the image and set the pointers into it. */
int image_read(struct slice image, struct thesaurus *out, struct error *err);

static inline struct slice image_slice(const struct thesaurus *thesaurus,
	struct image_text text)
{
	return (struct slice){thesaurus->strings + text.offset, text.length};
}

/* The number of a word, UINT32_MAX if no form has it. */
uint32_t image_word(const struct thesaurus *thesaurus, struct slice word);
/* The node behind an edge, 0 if there is none. */
uint32_t image_step(const struct thesaurus *thesaurus, uint32_t node,
	uint32_t word);

#endif
