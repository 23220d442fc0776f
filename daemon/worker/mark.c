/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/mark.h"

#include <stdlib.h>

#include "base/hash.h"
#include "index/index.h"

struct entry {
	struct slice term;
	uint32_t clause;
};

struct marker {
	const struct query *query;
	const struct thesaurus *thesaurus;
	struct entry *table; /* open addressing; an empty term is free */
	size_t table_size;   /* power of two */
	int acronyms;        /* 1: there are XK terms in the table */
};

static struct entry *find_entry(const struct marker *marker, struct slice term)
{
	size_t at =
		hash_bytes(term.data, term.length) & (marker->table_size - 1);

	while (marker->table[at].term.length &&
		!slice_equal(marker->table[at].term, term))
		at = (at + 1) & (marker->table_size - 1);
	return &marker->table[at];
}

/* Of the clauses that have a term the first is the one. */
static void add_entry(struct marker *marker, struct slice term, uint32_t clause)
{
	struct entry *entry = find_entry(marker, term);

	if (!entry->term.length)
		*entry = (struct entry){term, clause};
	marker->acronyms |= slice_starts(term, PREFIX_ACRONYM);
}

static void add_part(struct marker *marker, const struct clause *clause,
	const struct part *part, uint32_t number)
{
	/* Of a concept only what was typed in place of its name. */
	if (part->join == PART_PHRASE || !clause->wanted ||
		(clause->kind == CLAUSE_CONCEPT &&
			(clause->reach == REACH_SAME || part != clause->parts)))
		return;
	for (size_t i = 0; i < part->terms_count; i++)
		add_entry(marker, part->terms[i], number);
}

struct marker *marker_new(const struct query *query,
	const struct thesaurus *thesaurus, struct arena *arena)
{
	struct marker *marker = arena_new(arena, struct marker);
	size_t terms = 0;

	for (size_t i = 0; i < query->clauses_count; i++)
		for (size_t n = 0; n < query->clauses[i].parts_count; n++)
			terms += query->clauses[i].parts[n].terms_count;
	marker->query = query;
	marker->thesaurus = thesaurus;
	marker->table_size = 16;
	while (marker->table_size < 2 * terms)
		marker->table_size *= 2;
	marker->table = arena_array(arena, struct entry, marker->table_size);
	for (uint32_t i = 0; i < query->clauses_count; i++) {
		const struct clause *clause = &query->clauses[i];

		for (size_t n = 0; n < clause->parts_count; n++)
			add_part(marker, clause, &clause->parts[n], i);
	}
	return marker;
}

/* ---- finding ------------------------------------------------------------- */

static void add_mark(struct marks *marks, struct mark mark, struct arena *arena)
{
	if (!(marks->count & (marks->count - 1)))
		marks->items = arena_grow(arena, marks->items, marks->count,
			marks->count ? 2 * marks->count : 1,
			sizeof(*marks->items));
	marks->items[marks->count++] = mark;
}

static void find_words(const struct marker *marker, const struct tokens *tokens,
	struct marks *marks, struct arena *arena)
{
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];
		const struct entry *entry;

		if (token->flags & TOKEN_PART)
			continue;
		entry = find_entry(marker, token->term);
		if (!entry->term.length && marker->acronyms &&
			token->kind == TOKEN_ACRONYM)
			entry = find_entry(
				marker, schema_acronym(tokens, token, arena));
		if (entry->term.length)
			add_mark(marks,
				(struct mark){token->start, token->end,
					entry->clause, 0},
				arena);
	}
}

static int has_term(const struct tokens *tokens, const struct token *token,
	struct slice term, struct arena *arena)
{
	if (slice_equal(token->term, term))
		return 1;
	return token->kind == TOKEN_ACRONYM &&
	       slice_starts(term, PREFIX_ACRONYM) &&
	       slice_equal(schema_acronym(tokens, token, arena), term);
}

/* The end byte of a phrase whose first term is items[i]; 0: it is none. */
static uint32_t phrase_end(const struct tokens *tokens, size_t i,
	const struct part *part, struct arena *arena)
{
	uint32_t stop = tokens->items[i].position + part->window;
	uint32_t last = tokens->items[i].position;
	size_t found = 1;

	for (size_t n = i + 1; n < tokens->count && found < part->terms_count;
		n++) {
		const struct token *token = &tokens->items[n];

		if (token->position >= stop)
			return 0;
		if (token->position == last ||
			!has_term(tokens, token, part->terms[found], arena))
			continue;
		last = token->position;
		i = n;
		found++;
	}
	return found == part->terms_count ? tokens->items[i].end : 0;
}

static void find_phrases(const struct marker *marker,
	const struct tokens *tokens, struct marks *marks, struct arena *arena)
{
	for (uint32_t c = 0; c < marker->query->clauses_count; c++) {
		const struct clause *clause = &marker->query->clauses[c];

		if (!clause->parts_count || !clause->wanted ||
			clause->parts[0].join != PART_PHRASE)
			continue;
		for (size_t i = 0; i < tokens->count; i++) {
			const struct part *part = &clause->parts[0];
			uint32_t end = 0;

			if (has_term(tokens, &tokens->items[i], part->terms[0],
				    arena))
				end = phrase_end(tokens, i, part, arena);
			if (end)
				add_mark(marks,
					(struct mark){tokens->items[i].start,
						end, c, 0},
					arena);
		}
	}
}

static enum form_reach reach_of(
	const struct marker *marker, const struct concept_hit *hit)
{
	return form_reach(
		concept_form_at(marker->thesaurus, hit->concept, hit->form)
			.relation);
}

static void find_concepts(const struct marker *marker,
	const struct concept_hits *hits, struct marks *marks,
	struct arena *arena)
{
	for (uint32_t c = 0; c < marker->query->clauses_count; c++) {
		const struct clause *clause = &marker->query->clauses[c];

		for (size_t i = 0;
			i < hits->count && clause->kind == CLAUSE_CONCEPT &&
			clause->wanted;
			i++) {
			const struct concept_hit *hit = &hits->items[i];
			enum form_reach reach = reach_of(marker, hit);
			int same = hit->concept == clause->concept;

			if (reach == REACH_BESIDE)
				continue;
			if (same || concept_is_below(marker->thesaurus,
					    hit->concept, clause->concept))
				add_mark(marks,
					(struct mark){hit->start, hit->end, c,
						!same || reach != REACH_SAME},
					arena);
		}
	}
}

static int compare_marks(const void *a, const void *b)
{
	const struct mark *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	if (left->end != right->end)
		return left->end > right->end ? -1 : 1;
	return (left->clause > right->clause) - (left->clause < right->clause);
}

struct marks marker_find(const struct marker *marker,
	const struct tokens *tokens, const struct concept_hits *concepts,
	struct arena *arena)
{
	struct marks marks = {NULL, 0};

	find_words(marker, tokens, &marks, arena);
	find_phrases(marker, tokens, &marks, arena);
	find_concepts(marker, concepts, &marks, arena);
	if (marks.count)
		qsort(marks.items, marks.count, sizeof(*marks.items),
			compare_marks);
	return marks;
}
