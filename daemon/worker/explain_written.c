/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper's texts, analysed again as they were when it was indexed, to what
 * they write for each clause of a question. */
#include "config.h"

#include "daemon/worker/explain.h"

#include <stdlib.h>

#include "index/index.h"

/* Of one paper no more than so many bytes are read. */
#define READ_MAX ((size_t)256 * 1024)

struct reader {
	const struct engine *engine;
	const struct marker *marker;
	struct abbreviation_senses senses;
	struct written *items;
	size_t count;
	size_t left; /* bytes to read */
};

static void add(struct reader *r, struct written one)
{
	for (size_t i = 0; i < r->count; i++) {
		struct written *known = &r->items[i];

		if (known->clause == one.clause && known->field == one.field &&
			slice_equal_fold(known->text, one.text)) {
			known->count++;
			return;
		}
	}
	r->items = query_grow(
		r->items, r->count, sizeof(*r->items), r->engine->arena);
	r->items[r->count++] = one;
}

static void read_text(
	struct reader *r, struct slice text, enum mention_field field)
{
	const struct engine *engine = r->engine;
	struct analysed read;
	struct marks marks;

	if (text.length > r->left)
		return;
	r->left -= text.length;
	read = index_analyse_text(text, &r->senses, engine->analyser,
		engine->snapshot->thesaurus, engine->arena);
	marks = marker_find(
		r->marker, &read.tokens, &read.concepts, engine->arena);
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark *mark = &marks.items[i];

		add(r, (struct written){mark->clause,
			       {text.data + mark->start,
				       mark->end - mark->start},
			       field, 1});
	}
}

static int by_clause(const void *a, const void *b)
{
	const struct written *left = a, *right = b;

	if (left->clause != right->clause)
		return left->clause < right->clause ? -1 : 1;
	if (left->field != right->field)
		return left->field < right->field ? -1 : 1;
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return slice_compare(left->text, right->text);
}

static enum mention_field field_of(const struct section *section)
{
	return section->kind == SECTION_ABSTRACT ? MENTION_ABSTRACT
	       : section->kind == SECTION_BODY	 ? MENTION_BODY
						 : MENTION_CAPTION;
}

struct written *explain_written(const struct engine *engine,
	const struct marker *marker, const struct document *document,
	size_t *count)
{
	struct reader r = {.engine = engine,
		.marker = marker,
		.senses = index_senses(document, engine->analyser,
			engine->snapshot->thesaurus, engine->arena),
		.left = READ_MAX};

	read_text(&r, document->title, MENTION_TITLE);
	for (size_t i = 0; i < document->sections_count; i++)
		read_text(&r, document->sections[i].text,
			field_of(&document->sections[i]));
	for (size_t i = 0; i < document->mesh_count; i++)
		read_text(&r, document->mesh[i].name, MENTION_MESH);
	for (size_t i = 0; i < document->keywords.count; i++)
		read_text(&r, document->keywords.items[i], MENTION_KEYWORD);
	if (r.count)
		qsort(r.items, r.count, sizeof(*r.items), by_clause);
	*count = r.count;
	return r.items;
}
