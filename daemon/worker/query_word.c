/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words and codes of a question to clauses, and the account of its tokens. */
#include "config.h"

#include "daemon/worker/query_internal.h"

#include "index/index.h"

/* A shorter code in the one that was typed, beside it: CD22 in "CD22+". */
#define SHORTER_CODE 0.6

uint32_t settle_clause(struct builder *b)
{
	struct query *query = b->query;
	struct clause *last = &query->clauses[query->clauses_count - 1];

	last->place = (uint8_t)b->place;
	for (uint32_t i = 0; i + 1 < query->clauses_count; i++) {
		if (!clause_equal(&query->clauses[i], last))
			continue;
		query->clauses_count--;
		return i;
	}
	if (query->clauses_count > b->settings->query_terms) {
		query->clauses_count--;
		return CLAUSE_NONE;
	}
	return (uint32_t)query->clauses_count - 1;
}

void account(struct builder *b, const struct token *token,
	enum query_status status, uint32_t clause)
{
	struct query *query = b->query;

	if (clause == CLAUSE_NONE && status != STATUS_STOP) {
		status = STATUS_UNMATCHED;
		b->left_out++;
	}
	query->tokens = query_grow(query->tokens, query->tokens_count,
		sizeof(*query->tokens), b->arena);
	query->tokens[query->tokens_count++] = (struct query_token){
		.start = b->offset + token->start,
		.end = b->offset + token->end,
		.status = (uint8_t)status,
		.letters = !b->apart && (token->kind == TOKEN_WORD ||
						token->kind == TOKEN_ACRONYM),
		.glued = (token->flags & TOKEN_GLUED) != 0,
		.clause = clause,
		.folded = token->folded,
	};
}

void account_bytes(struct builder *b, uint32_t start, uint32_t end,
	enum query_status status, uint32_t clause)
{
	struct query *query = b->query;

	query->tokens = query_grow(query->tokens, query->tokens_count,
		sizeof(*query->tokens), b->arena);
	query->tokens[query->tokens_count++] = (struct query_token){
		.start = start,
		.end = end,
		.status = (uint8_t)status,
		.clause = clause,
	};
}

/* A function word, but not a letter in capitals that starts no sentence
 * ("vitamin A"). */
static int is_stop_word(const struct token *token)
{
	if (token->folded.length == 1 && (token->flags & TOKEN_CAPITAL) &&
		!(token->flags & TOKEN_SENTENCE))
		return 0;
	return (token->flags & TOKEN_STOP) != 0;
}

void add_word(struct builder *b, const struct token *token)
{
	enum query_status status = STATUS_WORD;
	enum clause_kind kind = CLAUSE_WORD;
	struct clause *clause;

	if (token->kind == TOKEN_NUMBER) {
		kind = CLAUSE_NUMBER;
		status = STATUS_NUMBER;
	} else if (token->kind == TOKEN_ACRONYM && b->acronyms) {
		kind = CLAUSE_ACRONYM;
	} else if (!b->keep_stop_words &&
		   (is_stop_word(token) ||
			   (b->scaffold &&
				   b->scaffold[token - b->tokens.items]))) {
		account(b, token, STATUS_STOP, CLAUSE_NONE);
		return;
	}
	clause = query_add_clause(b->query, kind, b->arena);
	clause->english = kind == CLAUSE_ACRONYM && !b->capitals_only &&
			  is_english_word(token->folded);
	if (kind == CLAUSE_ACRONYM)
		clause_add_term(clause,
			schema_acronym(&b->tokens, token, b->arena), 1,
			b->arena);
	if (kind != CLAUSE_ACRONYM || !text_is_stop_word(token->folded))
		clause_add_term(clause, token->term, 1, b->arena);
	account(b, token, status, settle_clause(b));
}

struct slice literal_term(const struct builder *b, const struct token *token)
{
	if (token->kind == TOKEN_ACRONYM && text_is_stop_word(token->folded))
		return schema_acronym(&b->tokens, token, b->arena);
	return token->term;
}

struct slice name_of_signed(const struct builder *b, struct slice term)
{
	char last = term.data[term.length - 1];

	if (term.length < 2 || (last != '+' && last != '-'))
		return SLICE_EMPTY;
	term.length--;
	return text_stem(b->analyser, term, b->arena);
}

/* Beside the code itself what it is a kind of: the codes that start with it,
 * the name without its sign, V600E of p.V600E. */
static void add_shorter_codes(struct builder *b, size_t i,
	const struct token *code, struct clause *clause)
{
	struct slice name = name_of_signed(b, code->term);

	if (slice_starts(code->term, "p.")) {
		name = code->term;
		name.data += 2;
		name.length -= 2;
	}
	if (name.length)
		clause_add_term(clause, name, SHORTER_CODE, b->arena);
	for (; &b->tokens.items[i] < code; i++) {
		const struct token *token = &b->tokens.items[i];

		if (token->kind == TOKEN_CODE &&
			token->position == code->position &&
			!slice_equal(token->term, name))
			clause_add_term(
				clause, token->term, SHORTER_CODE, b->arena);
	}
}

void add_code(struct builder *b, size_t i, const struct token *code)
{
	struct clause *clause =
		query_add_clause(b->query, CLAUSE_CODE, b->arena);

	clause_add_term(clause, code->term, 1, b->arena);
	add_shorter_codes(b, i, code, clause);
	account(b, code, STATUS_WORD, settle_clause(b));
}

void add_literal(struct builder *b, const struct token *token)
{
	struct slice term =
		token->kind == TOKEN_ACRONYM
			? schema_acronym(&b->tokens, token, b->arena)
			: token->term;

	clause_add_term(query_add_clause(b->query, CLAUSE_PHRASE, b->arena),
		term, 1, b->arena);
	account(b, token, STATUS_PHRASE, settle_clause(b));
}
