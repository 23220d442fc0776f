/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a question: each token has one status, no letter is lost. */
#include "config.h"

#include "tests/fuzz/analyser.h"

#include "daemon/worker/query.h"

/* The account stands in order, and every word of the text is in it, at least in
 * part: the syntax of experts may cut a question elsewhere, as behind the AND
 * of "x AND(+)y", whose sign is then no sign. */
static void check_account(const struct query *query)
{
	struct tokens tokens = text_tokens(analyser, query->text, &arena);
	size_t at = 0;

	for (size_t i = 1; i < query->tokens_count; i++)
		FUZZ_CHECK(query->tokens[i - 1].end <= query->tokens[i].start);
	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i];

		if (token->span > 1 || token->kind == TOKEN_SIGN)
			continue;
		while (at < query->tokens_count &&
			query->tokens[at].end <= token->start)
			at++;
		FUZZ_CHECK(at < query->tokens_count);
		FUZZ_CHECK(query->tokens[at].start < token->end);
	}
	for (size_t i = 0; i < query->tokens_count; i++) {
		FUZZ_CHECK(query_status_name(query->tokens[i].status));
		FUZZ_CHECK(query->tokens[i].clause == CLAUSE_NONE ||
			   query->tokens[i].clause < query->clauses_count);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct settings settings = {.query_terms = 64, .phrase_terms = 16};
	struct request request = {.verb = VERB_SEARCH, .synonyms = 1};
	struct query query;

	/* As a request does: what is no UTF-8 was refused before. */
	text_clean((struct slice){(const char *)data, size}, &arena,
		&request.text);
	query_make(&request, &settings, analyser, thesaurus, &arena, &query);
	check_account(&query);
	arena_reset(&arena);
	return 0;
}
