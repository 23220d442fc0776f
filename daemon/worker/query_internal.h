/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the query stage share.
 *
 *	quote, directive  the question -> what its marks say
 *	query             the tokens -> a path through their graph
 *	query_word        one word or code of the path -> a clause
 *	query_concept     one mention or sense -> a clause
 *	lexeme, syntax    a question of experts -> runs of words, and a tree
 *	strategy          its lines -> the question of one of them
 *	clause            the lists that all of it goes into
 */
#ifndef MEDLIT_DAEMON_QUERY_INTERNAL_H
#define MEDLIT_DAEMON_QUERY_INTERNAL_H

#include "daemon/worker/directive.h"
#include "daemon/worker/query.h"
#include "daemon/worker/quote.h"

struct builder {
	struct query *query;
	const struct settings *settings;
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus;
	int synonyms;
	int plain; /* 1: no syntax of experts */
	int acronyms; /* 0: a short form is a word like others */
	/* the run of words at hand: */
	uint32_t offset; /* of its first byte in the question */
	enum field_place place;
	int apart; /* 1: its words are not joined to others */
	struct tokens tokens;
	struct concept_hits hits;
	struct quotes quotes;
	struct directives directives;
	uint8_t *scaffold;  /* of each token; see scaffold.h */
	uint32_t left_out; /* tokens beyond query_terms */
	uint32_t omitted;  /* operands that there is nothing to search for */
	int quiet;         /* 1: nothing is told: it was before */
	struct strategy_state *strategy; /* NULL: the question is none */
	int keep_stop_words;
	int capitals_only; /* several words and no small letter: case says nothing
			    */
	struct arena *arena;
};

/* All clauses of a run of words, and the account of its tokens.  apart: its words
 * are joined to no others. */
void read_run(struct builder *b, uint32_t start, uint32_t end,
	enum field_place place, int apart);
/* Once, however often it happens. */
void warn(struct builder *b, struct slice text);

/* The token to read at items[i]: the longest code that starts there and ends
 * before position `limit`, else the atom itself. */
const struct token *token_at(
	const struct tokens *tokens, size_t i, uint32_t limit);
/* The first token at or behind a position. */
size_t skip_to(const struct tokens *tokens, size_t i, uint32_t position);

/* The number of a clause just made at the end, or of an earlier equal one;
 * CLAUSE_NONE: there are too many. */
uint32_t settle_clause(struct builder *b);
/* What became of bytes that are no token of the run. */
void account_bytes(struct builder *b, uint32_t start, uint32_t end,
	enum query_status status, uint32_t clause);
/* What became of a token. */
void account(struct builder *b, const struct token *token,
	enum query_status status, uint32_t clause);

/* What finds a word as it is typed; ALL is not "all". */
struct slice literal_term(const struct builder *b, const struct token *token);
/* The name before the sign of a code, else nothing. */
struct slice name_of_signed(const struct builder *b, struct slice term);

/* A clause for one token of the path; items[i] is where it starts. */
void add_word(struct builder *b, const struct token *token);
void add_code(struct builder *b, size_t i, const struct token *code);
/* As it is typed, in no other spelling. */
void add_literal(struct builder *b, const struct token *token);

/* A clause for a mention and those that start in it, or for a sense that is
 * named, whose tokens start at items[from]; returns the position behind. */
uint32_t add_concept(
	struct builder *b, size_t from, const struct concept_hit *hit);
uint32_t add_sense(
	struct builder *b, size_t from, const struct directive *sense);

#endif
