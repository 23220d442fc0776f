/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lists of a question: clauses and their parts. */
#include "config.h"

#include "daemon/worker/query.h"

void *query_grow(void *items, size_t count, size_t size, struct arena *arena)
{
	if (count & (count - 1) || (count == 0 && items))
		return items;
	return arena_grow(arena, items, count, count ? 2 * count : 1, size);
}

struct clause *query_add_clause(
	struct query *query, enum clause_kind kind, struct arena *arena)
{
	struct clause *clause;

	query->clauses = query_grow(query->clauses, query->clauses_count,
		sizeof(*query->clauses), arena);
	clause = &query->clauses[query->clauses_count++];
	*clause = (struct clause){
		.kind = kind, .wanted = 1, .concept = CONCEPT_NONE};
	return clause;
}

struct part *clause_add_part(struct clause *clause, enum part_join join,
	size_t terms, double weight, struct arena *arena)
{
	struct part *part;

	clause->parts = query_grow(clause->parts, clause->parts_count,
		sizeof(*clause->parts), arena);
	part = &clause->parts[clause->parts_count++];
	*part = (struct part){.join = join,
		.weight = weight,
		.terms = arena_array(arena, struct slice, terms),
		.terms_count = terms};
	return part;
}

void clause_add_term(struct clause *clause, struct slice term, double weight,
	struct arena *arena)
{
	clause_add_part(clause, PART_TERM, 1, weight, arena)->terms[0] = term;
}

/* The same ways to find it, whatever they weigh. */
int clause_equal(const struct clause *a, const struct clause *b)
{
	if (a->kind != b->kind || a->concept != b->concept ||
		a->place != b->place)
		return 0;
	if (a->kind == CLAUSE_CONCEPT && a->reach == REACH_SAME &&
		b->reach == REACH_SAME)
		return 1;
	if (a->parts_count != b->parts_count)
		return 0;
	for (size_t p = 0; p < a->parts_count; p++) {
		const struct part *left = &a->parts[p], *right = &b->parts[p];

		if (left->terms_count != right->terms_count)
			return 0;
		for (size_t i = 0; i < left->terms_count; i++)
			if (!slice_equal(left->terms[i], right->terms[i]))
				return 0;
	}
	return 1;
}

size_t query_clause_end(const struct query *query, size_t token)
{
	size_t i = token;

	while (i < query->tokens_count &&
		query->tokens[i].clause == query->tokens[token].clause)
		i++;
	return i;
}

struct slice query_clause_text(const struct query *query, uint32_t clause)
{
	for (size_t i = 0; i < query->tokens_count; i++) {
		uint32_t start = query->tokens[i].start;
		size_t end;

		if (query->tokens[i].clause != clause)
			continue;
		end = query_clause_end(query, i);
		return (struct slice){query->text.data + start,
			query->tokens[end - 1].end - start};
	}
	return SLICE_EMPTY;
}
