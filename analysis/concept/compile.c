/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows to concepts: what only many lines together can show to be wrong is
 * found here.  The whole list is taken or nothing of it.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>

#include "base/memory.h"

#define TEXT_MAX ((size_t)1 << 30)

struct compiler {
	struct rows rows;
	struct text_analyser *analyser;
	struct arena arena;   /* rows, arrays, words */
	struct arena scratch; /* one form's tokens */
	struct image_parts parts;
	const struct row **first_row; /* per concept */
	const struct row **form_rows; /* per form */
	struct error *err;
};

static struct slice slug_of(const struct compiler *c, uint32_t concept)
{
	return c->first_row[concept]->slug;
}

static uint32_t hash_slug(const void *context, uint32_t entry)
{
	return image_hash(slug_of(context, entry));
}

static uint32_t find_slug(const struct compiler *c, struct slice slug)
{
	const struct slots *slots = &c->parts.slug_slots;
	uint32_t mask = slots->size - 1, at = image_hash(slug) & mask;

	for (; slots->items[at] != 0; at = (at + 1) & mask)
		if (slice_equal(slug_of(c, slots->items[at] - 1), slug))
			return slots->items[at] - 1;
	return CONCEPT_NONE;
}

/* Concepts are numbered in the order of their first lines. */
static void number_concepts(struct compiler *c)
{
	for (size_t i = 0; i < c->rows.count; i++) {
		struct row *row = &c->rows.items[i];

		row->concept = find_slug(c, row->slug);
		if (row->concept != CONCEPT_NONE)
			continue;
		row->concept = c->parts.concepts_count++;
		c->first_row[row->concept] = row;
		slots_add(&c->parts.slug_slots, row->concept, hash_slug, c);
	}
}

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = *(const struct row *const *)left;
	const struct row *b = *(const struct row *const *)right;
	int a_first = a->relation != ROW_PREFERRED;
	int b_first = b->relation != ROW_PREFERRED;

	if (a->concept != b->concept)
	return a->concept < b->concept ? -1 : 1;
	if (a_first != b_first)
		return a_first - b_first;
	return (a->line > b->line) - (a->line < b->line);
}

static int add_kind(struct compiler *c, struct image_concept *concept,
	const struct row *row)
{
	if (concept->kind.length > 0)
		return row_error(&c->rows, row->line, c->err,
			"%.*s has a kind already: keep one",
			SLICE_PRINT(row->slug));
	concept->kind = image_string(&c->parts, row->value);
	return 0;
}

static void add_form(struct compiler *c, struct image_concept *concept,
	const struct row *row)
{
	struct image_parts *parts = &c->parts;

	c->form_rows[parts->forms_count] = row;
	parts->forms[parts->forms_count++] =
		(struct image_form){.value = image_string(parts, row->value),
			.concept = row->concept,
			.relation = row->relation,
			.letter_case = row->letter_case};
	concept->forms++;
}

static int add_parent(struct compiler *c, struct image_concept *concept,
	const struct row *row)
{
	uint32_t parent = find_slug(c, row->value);

	if (parent == CONCEPT_NONE)
		return row_error(&c->rows, row->line, c->err,
			"the parent %.*s of %.*s is not in the list: add it or "
			"take this line out",
			SLICE_PRINT(row->value), SLICE_PRINT(row->slug));
	c->parts.parents[c->parts.parents_count++] = parent;
	concept->parents++;
	return 0;
}

static int add_row(struct compiler *c, struct image_concept *concept,
	const struct row *row)
{
	switch (row->relation) {
	case ROW_KIND:
		return add_kind(c, concept, row);
	case ROW_PARENT:
		return add_parent(c, concept, row);
	case ROW_IDENTIFIER:
		c->parts.identifiers[c->parts.identifiers_count++] =
			image_string(&c->parts, row->value);
		concept->identifiers++;
		return 0;
	case ROW_PREFERRED:
		if (concept->forms > 0)
			return row_error(&c->rows, row->line, c->err,
				"%.*s has a preferred name already: keep one",
				SLICE_PRINT(row->slug));
		break;
	default:
		break;
	}
	if (row->relation != ROW_PREFERRED && concept->forms == 0)
		return row_error(&c->rows, c->first_row[row->concept]->line,
			c->err, "%.*s has no preferred name: add one",
			SLICE_PRINT(row->slug));
	add_form(c, concept, row);
	return 0;
}

/* The rows of one concept, its preferred name first; returns how many. */
static int add_concept(
	struct compiler *c, const struct row **rows, size_t left, size_t *taken)
{
	struct image_parts *parts = &c->parts;
	struct image_concept *concept = &parts->concepts[rows[0]->concept];

	*concept = (struct image_concept){
		.slug = image_string(parts, rows[0]->slug),
		.first_form = parts->forms_count,
		.first_parent = parts->parents_count,
		.first_identifier = parts->identifiers_count};
	for (*taken = 0; *taken < left; ++*taken) {
		if (rows[*taken]->concept != rows[0]->concept)
			break;
		if (add_row(c, concept, rows[*taken]) != 0)
			return -1;
	}
	if (concept->forms == 0)
		return row_error(&c->rows, c->first_row[rows[0]->concept]->line,
			c->err, "%.*s has no preferred name: add one",
			SLICE_PRINT(rows[0]->slug));
	return 0;
}

static int add_concepts(struct compiler *c)
{
	size_t count = c->rows.count, taken = 0;
	const struct row **order =
		arena_array(&c->arena, const struct row *, count + 1);

	for (size_t i = 0; i < count; i++)
		order[i] = &c->rows.items[i];
	qsort(order, count, sizeof(*order), compare_rows);
	for (size_t at = 0; at < count; at += taken)
		if (add_concept(c, order + at, count - at, &taken) != 0)
			return -1;
	return 0;
}

static void prepare(struct compiler *c)
{
	struct image_parts *parts = &c->parts;
	size_t count = c->rows.count + 1;
	struct arena *arena = &c->arena;

	parts->version = c->rows.version;
	parts->concepts = arena_array(arena, struct image_concept, count);
	parts->forms = arena_array(arena, struct image_form, count);
	parts->parents = arena_array(arena, uint32_t, count);
	parts->identifiers = arena_array(arena, struct image_text, count);
	c->first_row = arena_array(arena, const struct row *, count);
	c->form_rows = arena_array(arena, const struct row *, count);
	slots_init(&parts->slug_slots);
	trie_init(&parts->trie, (uint32_t)count, arena);
}

enum mark {
	NEW,
	OPEN,
	DONE
};

static int cycle_error(struct compiler *c, uint32_t concept)
{
	return row_error(&c->rows, c->first_row[concept]->line, c->err,
		"%.*s is its own ancestor: take one of the parents between out",
		SLICE_PRINT(slug_of(c, concept)));
}

/* Depth first with a stack of our own: a list may be as deep as it is long. */
static int walk_parents(struct compiler *c, uint32_t start, uint8_t *marks,
	uint32_t *stack, uint32_t *next)
{
	size_t depth = 0;

	stack[depth++] = start;
	marks[start] = OPEN;
	while (depth > 0) {
		uint32_t at = stack[depth - 1];
		const struct image_concept *one = &c->parts.concepts[at];

		if (next[at] == one->parents) {
			marks[at] = DONE;
			depth--;
			continue;
		}
		uint32_t parent =
			c->parts.parents[one->first_parent + next[at]++];

		if (marks[parent] == OPEN)
			return cycle_error(c, parent);
		if (marks[parent] == NEW) {
			marks[parent] = OPEN;
			stack[depth++] = parent;
		}
	}
	return 0;
}

static int check_parents(struct compiler *c)
{
	uint32_t count = c->parts.concepts_count;
	uint8_t *marks = arena_array(&c->arena, uint8_t, count + 1);
	uint32_t *stack = arena_array(&c->arena, uint32_t, count + 1);
	uint32_t *next = arena_array(&c->arena, uint32_t, count + 1);

	for (uint32_t i = 0; i < count; i++)
		if (marks[i] == NEW &&
			walk_parents(c, i, marks, stack, next) != 0)
			return -1;
	return 0;
}

static uint8_t decide_case(uint8_t letter_case, const struct tokens *tokens)
{
	const struct token *first = &tokens->items[0];

	if (letter_case != FORM_CASE_AUTO)
		return letter_case;
	if (tokens->positions == 1 && (first->flags & TOKEN_UPPER) &&
		first->end - first->start <= 5 &&
		(text_is_stop_word(first->folded) ||
			is_acronym_word(first->folded)))
		return FORM_CASE_EXACT;
	return FORM_CASE_FOLD;
}

static void set_key(struct compiler *c, struct image_form *form,
	const struct tokens *tokens)
{
	struct buffer *strings = &c->parts.strings;

	form->key.offset = (uint32_t)strings->length;
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (token->span > 1)
			continue;
		buffer_add_slice(strings, form->letter_case == FORM_CASE_EXACT
						  ? atom_surface(tokens, token)
						  : token->folded);
		buffer_add_char(strings, '\0');
	}
	form->key.length = (uint32_t)strings->length - form->key.offset;
	form->atoms = (uint16_t)tokens->positions;
}

static struct slice key_of(const struct compiler *c, uint32_t form)
{
	struct image_text key = c->parts.forms[form].key;

	return (struct slice){c->parts.strings.data + key.offset, key.length};
}

/* The same form in two concepts could name either. */
static int check_conflicts(struct compiler *c, uint32_t node, uint32_t form)
{
	const struct image_form *forms = c->parts.forms;
	const struct trie *trie = &c->parts.trie;

	for (uint32_t at = trie->first_form[node]; at != 0;
		at = trie->next_form[at - 1]) {
		uint32_t other = at - 1;

		if (forms[other].concept == forms[form].concept ||
			forms[other].letter_case != forms[form].letter_case ||
			!slice_equal(key_of(c, other), key_of(c, form)))
			continue;
		const struct row *row = c->form_rows[form];
		const struct row *earlier = c->form_rows[other];

		return row_error(&c->rows, row->line, c->err,
			"\"%.*s\" is a form of %.*s already (line %u): keep it "
			"in one concept",
			SLICE_PRINT(row_shown(row->value)),
			SLICE_PRINT(earlier->slug), (unsigned)earlier->line);
	}
	return 0;
}

static int index_form(struct compiler *c, uint32_t number)
{
	const struct row *row = c->form_rows[number];
	struct image_form *form = &c->parts.forms[number];

	arena_reset(&c->scratch);
	struct tokens tokens =
		text_tokens(c->analyser, row->value, &c->scratch);

	if (tokens.positions == 0)
		return row_error(&c->rows, row->line, c->err,
			"the form \"%.*s\" has neither letter nor digit",
			SLICE_PRINT(row_shown(row->value)));
	if (tokens.positions > IMAGE_ATOMS_MAX)
		return row_error(&c->rows, row->line, c->err,
			"the form \"%.*s\" has %u words: at most %d are "
			"allowed",
			SLICE_PRINT(row_shown(row->value)),
			(unsigned)tokens.positions, IMAGE_ATOMS_MAX);
	form->letter_case = decide_case(row->letter_case, &tokens);
	set_key(c, form, &tokens);
	uint32_t node = trie_path(&c->parts.trie, &tokens);

	if (check_conflicts(c, node, number) != 0)
		return -1;
	trie_add_form(&c->parts.trie, node, number);
	return 0;
}

static int compile(struct compiler *c)
{
	number_concepts(c);
	if (add_concepts(c) != 0 || check_parents(c) != 0)
		return -1;
	for (uint32_t i = 0; i < c->parts.forms_count; i++)
		if (index_form(c, i) != 0)
			return -1;
	return 0;
}

int thesaurus_compile(const char *path, struct slice text,
	struct text_analyser *analyser, struct buffer *image, struct error *err)
{
	struct compiler c = {.analyser = analyser, .err = err};
	int result;

	if (text.length > TEXT_MAX)
		return error_set(err, ERROR_LIMIT,
			"%s: a thesaurus may have %zu bytes at most", path,
			TEXT_MAX);
	arena_init(&c.arena);
	arena_init(&c.scratch);
	result = rows_parse(path, text, &c.arena, &c.rows, err);
	if (result == 0) {
		prepare(&c);
		result = compile(&c);
		if (result == 0)
			result = image_write(&c.parts, image, err);
		slots_clear(&c.parts.slug_slots);
		trie_clear(&c.parts.trie);
		buffer_clear(&c.parts.strings);
	}
	arena_clear(&c.arena);
	arena_clear(&c.scratch);
	return result;
}
