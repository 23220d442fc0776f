/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/comparison.h"

#define WORDS_MAX 3

/* Between the arms. */
static const char *const between[][WORDS_MAX] = {
	{"vs"},
	{"versus"},
	{"compared", "with"},
	{"compared", "to"},
	{"compared", "against"},
	{"in", "comparison", "with"},
	{"in", "comparison", "to"},
	{"rather", "than"},
	{"instead", "of"},
};

/* Before both, and then between them. */
static const char *const before[][WORDS_MAX] = {
	{"comparison", "of"},
	{"comparison", "between"},
	{"difference", "between"},
	{"differences", "between"},
	{"compare"},
	{"comparing"},
};
static const char *const joining[][WORDS_MAX] = {
	{"and"},
	{"with"},
	{"to"},
	{"or"},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* How many tokens from `at` on are the words; 0: other ones. */
static size_t words_at(
	const struct query *query, size_t at, const char *const *words)
{
	size_t count = 0;

	for (; count < WORDS_MAX && words[count]; count++) {
		if (at + count >= query->tokens_count)
			return 0;
		const struct query_token *token = &query->tokens[at + count];

		if ((token->status != STATUS_STOP &&
			    token->status != STATUS_WORD) ||
			!slice_is(token->folded, words[count]))
			return 0;
	}
	return count;
}

static size_t any_at(const struct query *query, size_t at,
	const char *const table[][WORDS_MAX], size_t rows)
{
	size_t longest = 0;

	for (size_t i = 0; i < rows; i++) {
		size_t count = words_at(query, at, table[i]);

		if (count > longest)
			longest = count;
	}
	return longest;
}

static int is_end(const struct query_token *token)
{
	return token->clause == CLAUSE_NONE;
}

/* Of the run of words from `at` in steps of `step` the concept nearest to the
 * comparison, else its last word, which in English is the noun. */
static uint32_t arm_at(const struct query *query, size_t at, int step)
{
	uint32_t last = CLAUSE_NONE;

	for (size_t i = at; i < query->tokens_count; i += (size_t)step) {
		const struct query_token *token = &query->tokens[i];

		if (is_end(token))
			break;
		if (token->status == STATUS_CONCEPT)
			return token->clause;
		if (step > 0 || last == CLAUSE_NONE)
			last = token->clause;
	}
	return last;
}

/* The tokens compare; what they asked for is asked no more. */
static void take_words(struct query *query, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++) {
		struct query_token *token = &query->tokens[i];
		uint32_t clause = token->clause;

		token->status = STATUS_OPERATOR;
		token->clause = CLAUSE_NONE;
		if (clause == CLAUSE_NONE)
			continue;
		for (size_t n = 0; n < query->tokens_count; n++)
			if (query->tokens[n].clause == clause)
				clause = CLAUSE_NONE;
		if (clause != CLAUSE_NONE)
			query->clauses[clause].parts_count = 0;
	}
}

static int take_arms(struct query *query, uint32_t left, uint32_t right)
{
	if (left == CLAUSE_NONE || right == CLAUSE_NONE || left == right)
		return 0;
	query->arms[0] = left;
	query->arms[1] = right;
	query->compares = 1;
	return 1;
}

static int is_between(struct query *query, size_t at)
{
	size_t count = any_at(query, at, between, COUNT(between));

	if (!count || at == 0 ||
		!take_arms(query, arm_at(query, at - 1, -1),
			arm_at(query, at + count, 1)))
		return 0;
	take_words(query, at, count);
	return 1;
}

static int is_before(struct query *query, size_t at)
{
	size_t count = any_at(query, at, before, COUNT(before));
	size_t next = at + count;

	if (!count)
		return 0;
	while (next < query->tokens_count && is_end(&query->tokens[next]))
		next++; /* "compare the" */
	while (next < query->tokens_count && !is_end(&query->tokens[next]))
		next++;
	if (!any_at(query, next, joining, COUNT(joining)) ||
		!take_arms(query, arm_at(query, next - 1, -1),
			arm_at(query, next + 1, 1)))
		return 0;
	take_words(query, at, count);
	return 1;
}

void comparison_find(struct query *query)
{
	for (size_t i = 0; i < query->tokens_count; i++)
		if (is_between(query, i) || is_before(query, i))
			return;
}
