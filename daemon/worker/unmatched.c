/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/unmatched.h"

static int is_absent(const struct clause *clause)
{
	return !clause->parts_count;
}

/* Only words of its name are there, and these may name anything. */
static int is_unnamed(const struct clause *clause)
{
	if (clause->kind != CLAUSE_CONCEPT || !clause->parts_count)
		return 0;
	for (size_t i = 0; i < clause->parts_count; i++)
		if (!clause->parts[i].hint)
			return 0;
	return 1;
}

/* The clauses that are so, each once and as typed. */
static struct slice list_clauses(const struct query *query,
	int (*is_so)(const struct clause *), struct arena *arena)
{
	uint8_t *named = arena_array(arena, uint8_t, query->clauses_count);
	struct slice list = SLICE_EMPTY;
	size_t next;

	for (size_t i = 0; i < query->tokens_count; i = next) {
		const struct query_token *token = &query->tokens[i];

		next = i + 1;
		if (token->clause == CLAUSE_NONE ||
			!query_is_own(query, token) ||
			!is_so(&query->clauses[token->clause]))
			continue;
		next = query_clause_end(query, i);
		if (named[token->clause])
			continue;
		named[token->clause] = 1;
		list = arena_printf(arena, "%.*s%s\"%.*s\"", SLICE_PRINT(list),
			list.length ? ", " : "",
			(int)(query->tokens[next - 1].end - token->start),
			query->text.data + token->start);
	}
	return list;
}

static void mark_unmatched(struct query *query)
{
	for (size_t i = 0; i < query->tokens_count; i++) {
		struct query_token *token = &query->tokens[i];

		if (token->clause != CLAUSE_NONE &&
			is_absent(&query->clauses[token->clause]))
			token->status = STATUS_UNMATCHED;
	}
}

/* No paper has the number that the question is, but some mention it: then it is
 * asked for as they write it. */
static void turn_to_mentions(struct query *query, struct arena *arena)
{
	const struct clause *clauses = query->clauses;

	if (query->clauses_count != 2 ||
		clauses[0].kind != CLAUSE_IDENTIFIER ||
		clauses[0].parts_count || !clauses[1].parts_count)
		return;
	for (size_t i = 0; i < query->tokens_count; i++)
		query->tokens[i].clause = 1;
	slices_add(&query->warnings,
		arena_printf(arena,
			"No paper is %.*s; those found have it in their text",
			SLICE_PRINT(slice_trim(query->text))),
		arena);
}

void unmatched_report(struct query *query, struct arena *arena)
{
	struct slice absent, unnamed;

	turn_to_mentions(query, arena);
	for (size_t i = 0; i < query->clauses_count; i++)
		if (query->clauses[i].kind == CLAUSE_IDENTIFIER &&
			query->clauses[i].parts_count)
			return;
	mark_unmatched(query);
	absent = list_clauses(query, is_absent, arena);
	unnamed = list_clauses(query, is_unnamed, arena);
	if (absent.length)
		slices_add(&query->warnings,
			arena_printf(arena, "No paper has %.*s",
				SLICE_PRINT(absent)),
			arena);
	if (unnamed.length)
		slices_add(&query->warnings,
			arena_printf(arena,
				"No paper names %.*s; some have words of it",
				SLICE_PRINT(unnamed)),
			arena);
}
