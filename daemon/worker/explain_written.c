/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper's texts, analysed again as they were when it was indexed, to what
 * they write for each clause of a question, or for terms of the index: these
 * are then the clauses of a question. */
#include "config.h"

#include "daemon/worker/explain.h"

#include <stdlib.h>

#include "index/index.h"

/* Of one paper no more than so many bytes are read. */
#define READ_MAX ((size_t)256 * 1024)

struct reader {
	const struct engine *engine;
	const struct marker *marker;
	const struct query *terms; /* NULL: the marker's is a question */
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

/* Of terms: a word inside a name that is told, or a name of what is only
 * narrower.  *end: of the names so far. */
static int is_beside(
	const struct reader *r, const struct mark *mark, uint32_t *end)
{
	if (!r->terms)
		return 0;
	if (mark->narrower)
		return 1;
	if (r->terms->clauses[mark->clause].kind != CLAUSE_CONCEPT)
		return mark->end <= *end;
	if (mark->end > *end)
		*end = mark->end;
	return 0;
}

static void read_text(
	struct reader *r, struct slice text, enum mention_field field)
{
	const struct engine *engine = r->engine;
	struct analysed read;
	struct marks marks;
	uint32_t end = 0;

	if (text.length > r->left)
		return;
	r->left -= text.length;
	read = index_analyse_text(text, &r->senses, engine->analyser,
		engine->snapshot->thesaurus, engine->arena);
	marks = marker_find(
		r->marker, &read.tokens, &read.concepts, engine->arena);
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark *mark = &marks.items[i];

		if (is_beside(r, mark, &end))
			continue;
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

static struct written *read_document(
	struct reader *r, const struct document *document, size_t *count)
{
	r->senses = index_senses(document, r->engine->analyser,
		r->engine->snapshot->thesaurus, r->engine->arena);
	r->left = READ_MAX;
	read_text(r, document->title, MENTION_TITLE);
	for (size_t i = 0; i < document->sections_count; i++)
		read_text(r, document->sections[i].text,
			field_of(&document->sections[i]));
	for (size_t i = 0; i < document->mesh_count; i++)
		read_text(r, document->mesh[i].name, MENTION_MESH);
	for (size_t i = 0; i < document->keywords.count; i++)
		read_text(r, document->keywords.items[i], MENTION_KEYWORD);
	if (r->count)
		qsort(r->items, r->count, sizeof(*r->items), by_clause);
	*count = r->count;
	return r->items;
}

struct written *explain_written(const struct engine *engine,
	const struct marker *marker, const struct document *document,
	size_t *count)
{
	struct reader r = {.engine = engine, .marker = marker};

	return read_document(&r, document, count);
}

/* One clause a term: a concept, or a word. */
static void add_term(const struct engine *engine, struct slice term,
	struct query *query)
{
	static const size_t prefix = sizeof(PREFIX_CONCEPT) - 1;
	const struct thesaurus *thesaurus = engine->snapshot->thesaurus;
	struct clause *clause =
		query_add_clause(query, CLAUSE_WORD, engine->arena);

	if (thesaurus && slice_starts(term, PREFIX_CONCEPT))
		clause->concept = thesaurus_concept(thesaurus,
			(struct slice){
				term.data + prefix, term.length - prefix});
	if (clause->concept != CONCEPT_NONE)
		clause->kind = CLAUSE_CONCEPT;
	else
		clause_add_term(clause, term, 1, engine->arena);
}

struct written *explain_terms(const struct engine *engine,
	const struct document *document, const struct slices *terms,
	size_t *count)
{
	struct query query = {.clauses_count = 0};
	struct reader r = {.engine = engine, .terms = &query};

	for (size_t i = 0; i < terms->count; i++)
		add_term(engine, terms->items[i], &query);
	r.marker = marker_new(
		&query, engine->snapshot->thesaurus, engine->arena);
	return read_document(&r, document, count);
}
