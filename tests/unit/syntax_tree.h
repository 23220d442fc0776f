/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions of experts to their trees as text, for the tests of the syntax. */
#ifndef MEDLIT_TESTS_SYNTAX_TREE_H
#define MEDLIT_TESTS_SYNTAX_TREE_H

#include "daemon/worker/node.h"
#include "tests/unit/asked.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDGZ\texact\ten\t-\n"
	"drugazole\texact\tXY-77\tfold\ten\t-\n";

static inline int setup(void **unused)
{
	(void)unused;
	return asked_open(words);
}

static inline void make(const char *text, uint32_t syntax)
{
	asked_make(text, syntax, 1);
}

/* The first term of a clause, @slug for a concept, + between a phrase's. */
static inline struct slice show_clause(uint32_t number)
{
	static const char *const places[] = {"", ".ti", ".tiab"};
	const struct clause *clause = &t.query.clauses[number];
	struct slice all = SLICE("");

	if (clause->kind == CLAUSE_CONCEPT)
		all = arena_printf(&t.arena, "@%.*s",
			SLICE_PRINT(
				concept_slug(t.thesaurus, clause->concept)));
	else
		for (size_t i = 0; i < clause->parts[0].terms_count; i++)
			all = arena_printf(&t.arena, "%.*s%s%.*s",
				SLICE_PRINT(all), i ? "+" : "",
				SLICE_PRINT(clause->parts[0].terms[i]));
	return arena_printf(&t.arena, "%.*s%s%s", SLICE_PRINT(all),
		clause->kind == CLAUSE_CUT ? "*" : "", places[clause->place]);
}

static inline struct slice show_filter(const struct filter *filter)
{
	struct slice all = arena_printf(
		&t.arena, "{%.*s ", SLICE_PRINT(field_name(filter->field)));

	if (filter->low.length)
		return arena_printf(&t.arena, "%.*s%.*s-%.*s}",
			SLICE_PRINT(all), SLICE_PRINT(filter->low),
			SLICE_PRINT(filter->high));
	return arena_printf(&t.arena, "%.*s%.*s%s}", SLICE_PRINT(all),
		SLICE_PRINT(filter->terms.items[0]), filter->starts ? "*" : "");
}

static inline struct slice show(const struct node *node)
{
	static const char *const names[] = {
		"", "", "AND", "OR", "FREE", "NOT", "NEAR", "ORDER", "MINUS"};
	struct slice all;

	if (!node)
		return SLICE("plain");
	if (node->kind == NODE_CLAUSE)
		return show_clause(t.query.tokens[node->number].clause);
	if (node->kind == NODE_FILTER)
		return show_filter(&t.query.filters[node->number]);
	if (node->kind == NODE_LINE)
		return arena_printf(&t.arena, "<%.*s>",
			SLICE_PRINT(show(node->children[0])));
	all = arena_printf(&t.arena, "%s", names[node->kind]);
	if (node->kind == NODE_NEAR)
		all = arena_printf(
			&t.arena, "%.*s%u", SLICE_PRINT(all), node->words);
	for (size_t i = 0; i < node->count; i++)
		all = arena_printf(&t.arena, "%.*s%s%.*s", SLICE_PRINT(all),
			i ? " " : "(", SLICE_PRINT(show(node->children[i])));
	return arena_printf(&t.arena, "%.*s)", SLICE_PRINT(all));
}

#endif
