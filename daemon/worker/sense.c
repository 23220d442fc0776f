/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/sense.h"

#include <stdlib.h>

#include "base/plural.h"
#include "index/index.h"

#define SENSES_MAX 16

struct counter {
	const struct thesaurus *thesaurus;
	struct xc_searcher *searcher;
	struct arena *arena;
	struct fault *fault;
};

static struct slice sense_term(const struct counter *c, uint32_t concept)
{
	return schema_term(
		PREFIX_CONCEPT, concept_slug(c->thesaurus, concept), c->arena);
}

/* How many papers have each concept. */
static int count_senses(const struct counter *c, struct query_token *token)
{
	struct xc_bytes terms[SENSES_MAX];
	uint64_t documents[SENSES_MAX];
	struct xc_error error;

	for (size_t i = 0; i < token->senses_count; i++) {
		struct slice term = sense_term(c, token->senses[i].concept);

		terms[i] = (struct xc_bytes){term.data, term.length};
	}
	if (xc_searcher_frequencies(
		    c->searcher, terms, token->senses_count, documents, &error))
		return fault_set_engine(c->fault, &error);
	for (size_t i = 0; i < token->senses_count; i++)
		token->senses[i].documents = documents[i];
	return 0;
}

static struct xc_node term_node(struct slice term)
{
	return (struct xc_node){
		.op = XC_TERM, .term = term.data, .length = term.length};
}

/* Papers found by the short form that have none of the concepts. */
static int count_other(const struct counter *c, const struct clause *clause,
	struct query_token *token)
{
	struct xc_node nodes[SENSES_MAX + 3];
	struct xc_query search = {.nodes = nodes,
		.scale = index_scale,
		.check_at_least = UINT32_MAX};
	struct xc_results *results;
	struct xc_error error;
	size_t count = 0;

	token->other = 0;
	if (!clause->parts_count)
		return 0;
	nodes[count++] = term_node(clause->parts[0].terms[0]);
	for (size_t i = 0; i < token->senses_count; i++)
		nodes[count++] =
			term_node(sense_term(c, token->senses[i].concept));
	if (token->senses_count > 1)
		nodes[count++] = (struct xc_node){
			.op = XC_OR, .children = (uint32_t)token->senses_count};
	nodes[count++] = (struct xc_node){.op = XC_NOT, .children = 2};
	search.nodes_count = count;
	results = xc_search(c->searcher, &search, &error);
	if (!results)
		return fault_set_engine(c->fault, &error);
	token->other = results->total_lower;
	xc_results_free(results);
	return 0;
}

static int compare_senses(const void *left, const void *right)
{
	const struct sense *a = left, *b = right;

	if (a->documents != b->documents)
		return a->documents > b->documents ? -1 : 1;
	return (a->concept > b->concept) - (a->concept < b->concept);
}

static void warn(const struct counter *c, struct query *query,
	const struct query_token *token)
{
	int length = (int)(token->end - token->start);
	const char *typed = query->text.data + token->start;
	struct slice text =
		arena_printf(c->arena, "\"%.*s\" may mean ", length, typed);

	for (size_t i = 0; i < token->senses_count; i++)
		text = arena_printf(c->arena, "%.*s%s%.*s (%llu paper%s)",
			SLICE_PRINT(text), i ? ", " : "",
			SLICE_PRINT(concept_preferred(
				c->thesaurus, token->senses[i].concept)),
			(unsigned long long)token->senses[i].documents,
			plural_s(token->senses[i].documents));
	slices_add(&query->warnings,
		arena_printf(c->arena,
			"%.*s, other (%llu); name one: %.*s@%.*s",
			SLICE_PRINT(text), (unsigned long long)token->other,
			length, typed,
			SLICE_PRINT(concept_slug(
				c->thesaurus, token->senses[0].concept))),
		c->arena);
}

/* What the word of a token may mean, into the token. */
static void find_senses(const struct counter *c, struct text_analyser *analyser,
	struct slice text, struct query_token *token)
{
	struct slice typed = {
		text.data + token->start, token->end - token->start};
	struct tokens tokens = text_tokens(analyser, typed, c->arena);
	uint32_t concepts[SENSES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < tokens.count && !count; i++)
		if (tokens.items[i].span == tokens.positions)
			count = thesaurus_senses(
				c->thesaurus, &tokens, i, concepts, SENSES_MAX);
	if (count > SENSES_MAX)
		count = SENSES_MAX;
	token->senses = arena_array(c->arena, struct sense, count + 1);
	token->senses_count = count;
	for (size_t i = 0; i < count; i++)
	token->senses[i].concept = concepts[i];
}

int sense_query(
	const struct engine *engine, struct query *query, struct fault *fault)
{
	struct counter c = {engine->snapshot->thesaurus,
		engine->snapshot->searcher, engine->arena, fault};

	if (!c.thesaurus || !thesaurus_sense_count(c.thesaurus))
		return 0;
	for (size_t i = 0; i < query->tokens_count; i++) {
		struct query_token *token = &query->tokens[i];

		if (token->clause == CLAUSE_NONE ||
			(token->status != STATUS_WORD &&
				token->status != STATUS_UNMATCHED))
			continue;
		find_senses(&c, engine->analyser, query->text, token);
		if (!token->senses_count)
			continue;
		if (count_senses(&c, token) ||
			count_other(&c, &query->clauses[token->clause], token))
			return -1;
		qsort(token->senses, token->senses_count,
			sizeof(*token->senses), compare_senses);
		warn(&c, query, token);
	}
	return 0;
}
