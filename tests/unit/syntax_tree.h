/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions of experts to their trees as text, for the tests of the syntax. */
#ifndef MEDLIT_TESTS_SYNTAX_TREE_H
#define MEDLIT_TESTS_SYNTAX_TREE_H

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/worker/node.h"
#include "daemon/worker/query.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDGZ\texact\ten\t-\n"
	"drugazole\texact\tXY-77\tfold\ten\t-\n";

static struct {
	struct text_analyser *analyser;
	struct thesaurus *thesaurus;
	struct arena arena;
	struct settings settings;
	struct query query;
} t;

static inline int setup(void **unused)
{
	char path[] = "/tmp/medlit-words-XXXXXX";
	int file = mkstemp(path);
	struct error err;

	(void)unused;
	assert_true(file >= 0);
	assert_int_equal(write(file, words, strlen(words)), strlen(words));
	close(file);
	arena_init(&t.arena);
	t.settings = (struct settings){.query_terms = 64,
		.phrase_terms = 8,
		.cut_terms = 100,
		.syntax_depth = 8};
	t.analyser = text_analyser_new(&err);
	assert_non_null(t.analyser);
	t.thesaurus = thesaurus_open(path, t.analyser, &err);
	unlink(path);
	if (!t.thesaurus)
		fail_msg("%s", err.text);
	return 0;
}

static inline int teardown(void **unused)
{
	(void)unused;
	thesaurus_close(t.thesaurus);
	text_analyser_free(t.analyser);
	arena_clear(&t.arena);
	return 0;
}

static inline void make(const char *text, uint32_t syntax)
{
	struct request request = {.verb = VERB_SEARCH,
		.text = slice_of(text),
		.syntax = syntax,
		.synonyms = 1};

	arena_reset(&t.arena);
	query_make(&request, &t.settings, t.analyser, t.thesaurus, &t.arena,
		&t.query);
}

static inline const char *account(void)
{
	struct slice all = SLICE("");

	for (size_t i = 0; i < t.query.tokens_count; i++) {
		const struct query_token *token = &t.query.tokens[i];

		all = arena_printf(&t.arena, "%.*s%s%.*s:%s", SLICE_PRINT(all),
			i ? " " : "", (int)(token->end - token->start),
			t.query.text.data + token->start,
			query_status_name(token->status));
	}
	return all.data;
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
