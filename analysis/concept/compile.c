/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows to concepts: what only many lines together can show to be wrong is
 * found here.  The whole list is taken or nothing of it.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>

#define TEXT_MAX ((size_t)1 << 30)

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
	for (size_t i = 0; i < c->reading.rows.count; i++) {
		struct list_row *row = &c->reading.rows.items[i];

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
	const struct list_row *a = *(const struct list_row *const *)left;
	const struct list_row *b = *(const struct list_row *const *)right;
	int a_first = a->relation != LIST_PREFERRED;
	int b_first = b->relation != LIST_PREFERRED;

	if (a->concept != b->concept)
	return a->concept < b->concept ? -1 : 1;
	if (a_first != b_first)
		return a_first - b_first;
	return (a->line > b->line) - (a->line < b->line);
}

static int add_kind(struct compiler *c, struct image_concept *concept,
	const struct list_row *row)
{
	if (concept->kind.length > 0)
		return row_fault(&c->reading, row->line, "second-kind",
			"%.*s has a kind already: keep one",
			SLICE_PRINT(row->slug));
	concept->kind = image_string(&c->parts, row->value);
	return 0;
}

static void add_form(struct compiler *c, struct image_concept *concept,
	const struct list_row *row)
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

static void add_sense(struct compiler *c, const struct list_row *row)
{
	struct image_parts *parts = &c->parts;

	c->sense_rows[parts->senses_count] = row;
	parts->senses[parts->senses_count++] =
		(struct image_sense){.value = image_string(parts, row->value),
			.concept = row->concept};
}

static int add_parent(struct compiler *c, struct image_concept *concept,
	const struct list_row *row)
{
	uint32_t parent = find_slug(c, row->value);

	if (parent == CONCEPT_NONE)
		return row_fault(&c->reading, row->line, "unknown-parent",
			"the parent %.*s of %.*s is not in the list: add it or "
			"take this line out",
			SLICE_PRINT(row->value), SLICE_PRINT(row->slug));
	c->parts.parents[c->parts.parents_count++] = parent;
	concept->parents++;
	return 0;
}

static int add_row(struct compiler *c, struct image_concept *concept,
	const struct list_row *row)
{
	switch (row->relation) {
	case LIST_KIND:
		return add_kind(c, concept, row);
	case LIST_PARENT:
		return add_parent(c, concept, row);
	case LIST_SENSE:
		add_sense(c, row);
		return 0;
	case LIST_IDENTIFIER:
		c->parts.identifiers[c->parts.identifiers_count++] =
			image_string(&c->parts, row->value);
		concept->identifiers++;
		return 0;
	case LIST_PREFERRED:
		if (concept->forms > 0)
			return row_fault(&c->reading, row->line,
				"second-preferred",
				"%.*s has a preferred name already: keep one",
				SLICE_PRINT(row->slug));
		break;
	default:
		break;
	}
	add_form(c, concept, row);
	return 0;
}

/* Where faults are gathered its slug stands for the name, found nowhere. */
static int add_nameless(struct compiler *c, struct image_concept *concept,
	const struct list_row *row)
{
	struct list_row *name;

	row_fault(&c->reading, c->first_row[row->concept]->line, "no-preferred",
		"%.*s has no preferred name: add one", SLICE_PRINT(row->slug));
	if (row_skip(&c->reading) != 0)
		return -1;
	name = arena_new(&c->arena, struct list_row);
	*name = *row;
	name->relation = LIST_PREFERRED;
	name->value = row->slug;
	add_form(c, concept, name);
	c->form_rows[c->parts.forms_count - 1] = NULL;
	return 0;
}

/* The rows of one concept, its preferred name first; *taken of them. */
static int add_concept(struct compiler *c, const struct list_row **rows,
	size_t left, size_t *taken)
{
	struct image_parts *parts = &c->parts;
	struct image_concept *concept = &parts->concepts[rows[0]->concept];

	*concept = (struct image_concept){
		.slug = image_string(parts, rows[0]->slug),
		.first_form = parts->forms_count,
		.first_parent = parts->parents_count,
		.first_identifier = parts->identifiers_count};
	if (rows[0]->relation != LIST_PREFERRED &&
		add_nameless(c, concept, rows[0]) != 0)
		return -1;
	for (*taken = 0; *taken < left; ++*taken) {
		if (rows[*taken]->concept != rows[0]->concept)
			break;
		if (add_row(c, concept, rows[*taken]) != 0 &&
			row_skip(&c->reading) != 0)
			return -1;
	}
	return 0;
}

static int add_concepts(struct compiler *c)
{
	size_t count = c->reading.rows.count, taken = 0;
	const struct list_row **order =
		arena_array(&c->arena, const struct list_row *, count + 1);

	for (size_t i = 0; i < count; i++)
		order[i] = &c->reading.rows.items[i];
	qsort(order, count, sizeof(*order), compare_rows);
	for (size_t at = 0; at < count; at += taken)
		if (add_concept(c, order + at, count - at, &taken) != 0)
			return -1;
	return 0;
}

static void prepare(struct compiler *c)
{
	struct image_parts *parts = &c->parts;
	size_t count = c->reading.rows.count + 1;
	size_t forms = count * 2; /* a concept may be given a name */
	struct arena *arena = &c->arena;

	parts->version = c->reading.rows.version;
	parts->concepts = arena_array(arena, struct image_concept, count);
	parts->forms = arena_array(arena, struct image_form, forms);
	parts->parents = arena_array(arena, uint32_t, count);
	parts->identifiers = arena_array(arena, struct image_text, count);
	parts->senses = arena_array(arena, struct image_sense, count);
	c->first_row = arena_array(arena, const struct list_row *, count);
	c->form_rows = arena_array(arena, const struct list_row *, forms);
	c->sense_rows = arena_array(arena, const struct list_row *, count);
	slots_init(&parts->slug_slots);
	c->joined_nodes = arena_array(arena, uint32_t, forms);
	trie_init(&parts->trie);
}

int compiler_run(struct compiler *c, const char *path, struct slice text,
	struct text_analyser *analyser, struct fault_list *all,
	struct error *err)
{
	*c = (struct compiler){.analyser = analyser,
		.reading = {.path = path, .all = all, .err = err}};
	arena_init(&c->arena);
	arena_init(&c->scratch);
	if (text.length > TEXT_MAX)
		return error_set(err, ERROR_LIMIT,
			"%s: a thesaurus may have %zu bytes at most", path,
			TEXT_MAX);
	if (rows_parse(&c->reading, text, &c->arena) != 0)
		return -1;
	prepare(c);
	number_concepts(c);
	if (add_concepts(c) != 0 || compile_hierarchy(c) != 0)
		return -1;
	return compile_forms(c);
}

void compiler_clear(struct compiler *c)
{
	slots_clear(&c->parts.slug_slots);
	trie_clear(&c->parts.trie);
	buffer_clear(&c->parts.strings);
	arena_clear(&c->arena);
	arena_clear(&c->scratch);
}

int thesaurus_compile(const char *path, struct slice text,
	struct text_analyser *analyser, struct buffer *image, struct error *err)
{
	struct compiler c;
	int result = compiler_run(&c, path, text, analyser, NULL, err);

	if (result == 0)
		result = image_write(&c.parts, image, err);
	compiler_clear(&c);
	return result;
}
