/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forms to the number of papers that have them.  A form cannot stand in more
 * papers than the rarest of its words does, so almost none needs a search.
 */
#include "config.h"

#include "indexer/thesaurus/tools.h"

#include <string.h>

#include "index/index.h"

#define WORDS_MAX 64

struct counter {
	struct xc_searcher *searcher;
	struct text_analyser *analyser;
	struct arena arena;
	uint64_t papers, ignored;
};

/* The search words of a form in their order; window: the atoms they cover. */
struct words {
	struct slice terms[WORDS_MAX];
	uint32_t count, window;
};

/* Each atom once: by itself, or in the code around atoms that are no search
 * words. */
static bool is_searched(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	if (token->span == 1)
		return !(token->flags & TOKEN_PART);
	return i > 0 && (token[-1].flags & TOKEN_PART) &&
	       token[-1].position == token->position;
}

static struct words words_of(struct counter *c, const struct list_row *row)
{
	struct tokens tokens = text_tokens(c->analyser, row->value, &c->arena);
	struct words words = {.window = tokens.positions};
	bool exact = row->letter_case == FORM_CASE_EXACT;

	for (size_t i = 0; i < tokens.count && words.count < WORDS_MAX; i++) {
		const struct token *token = &tokens.items[i];

		if (!is_searched(&tokens, i))
			continue;
		words.terms[words.count++] =
			exact && tokens.positions == 1 &&
					(token->flags & TOKEN_UPPER)
				? schema_acronym(&tokens, token, &c->arena)
				: token->term;
	}
	return words;
}

static int rarest(struct counter *c, const struct words *words, uint64_t *least,
	struct xc_error *why)
{
	struct xc_bytes terms[WORDS_MAX];
	uint64_t frequencies[WORDS_MAX];

	for (uint32_t i = 0; i < words->count; i++)
		terms[i] = (struct xc_bytes){
			words->terms[i].data, words->terms[i].length};
	if (xc_searcher_frequencies(
		    c->searcher, terms, words->count, frequencies, why) != 0)
		return -1;
	*least = frequencies[0];
	for (uint32_t i = 1; i < words->count; i++)
		if (frequencies[i] < *least)
			*least = frequencies[i];
	return 0;
}

static int count_phrase(struct counter *c, const struct words *words,
	uint64_t *documents, struct xc_error *why)
{
	struct xc_node nodes[WORDS_MAX + 1];
	struct xc_query query = {.nodes = nodes,
		.nodes_count = words->count + 1,
		.scale = index_scale,
		.limit = 1,
		.check_at_least = (uint32_t)c->papers};
	struct xc_results *results;

	for (uint32_t i = 0; i < words->count; i++)
		nodes[i] = (struct xc_node){.op = XC_TERM,
			.term = words->terms[i].data,
			.length = words->terms[i].length};
	nodes[words->count] = (struct xc_node){.op = XC_PHRASE,
		.children = words->count,
		.window = words->window};
	results = xc_search(c->searcher, &query, why);
	if (!results)
		return -1;
	*documents = results->total_estimate;
	xc_results_free(results);
	return 0;
}

static int count_form(struct counter *c, const struct list_row *row,
	uint64_t *documents, struct xc_error *why)
{
	arena_reset(&c->arena);
	struct words words = words_of(c, row);

	*documents = 0;
	if (words.count == 0)
		return 0;
	if (rarest(c, &words, documents, why) != 0)
		return -1;
	if (*documents > c->ignored && words.count > 1 &&
		count_phrase(c, &words, documents, why) != 0)
		return -1;
	if (*documents <= c->ignored)
		*documents = 0;
	return 0;
}

static int count_forms(struct counter *c, const struct list_rows *rows,
	double ignored_share, uint64_t *documents, struct xc_error *why)
{
	struct xc_statistics statistics;

	if (xc_searcher_statistics(c->searcher, &statistics, why) != 0)
		return -1;
	c->papers = statistics.documents;
	c->ignored = (uint64_t)(ignored_share * (double)c->papers);
	for (size_t i = 0; i < rows->count; i++) {
		documents[i] = 0;
		if (rows->items[i].relation <= LIST_RELATED &&
			count_form(c, &rows->items[i], &documents[i], why) != 0)
			return -1;
	}
	return 0;
}

int count_papers(const char *index, const struct list_rows *rows,
	struct text_analyser *analyser, double ignored_share,
	uint64_t *documents, uint64_t *papers, struct error *err)
{
	struct counter c = {.analyser = analyser};
	struct generation generation;
	struct xc_error why = {0};
	int result = -1;

	if (generation_current(index, &generation, err) != 0)
		return -1;
	arena_init(&c.arena);
	c.searcher =
		xc_searcher_open((const char *const *)generation.shard_paths,
			generation.shards, &why);
	if (c.searcher)
		result = count_forms(&c, rows, ignored_share, documents, &why);
	if (result != 0)
		error_set(
			err, ERROR_FORMAT, "%s: %s", generation.path, why.text);
	*papers = c.papers;
	xc_searcher_close(c.searcher);
	arena_clear(&c.arena);
	generation_clear(&generation);
	return result;
}
