/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A doubtful word to what may stand in its place. */
#include "config.h"

#include "daemon/worker/suggest_internal.h"

/* Looked up before the best are taken. */
#define NEAR_MAX 8
/* Halves of a word that lost its blank. */
#define HALF_MIN 4

static void add_option(struct doubt *doubt, const struct option *option)
{
	for (size_t i = 0; i < doubt->count; i++)
		if (slice_equal(doubt->options[i].word, option->word))
			return;
	if (doubt->count < OPTIONS_MAX)
		doubt->options[doubt->count++] = *option;
}

static int add_near(const struct suggester *s, const struct query_token *token,
	struct doubt *doubt)
{
	struct spelling_match near[NEAR_MAX];
	struct slice stem = text_stem(s->analyser, token->folded, s->arena);
	uint64_t typed = s->query->clauses[token->clause].documents;
	size_t count =
		spelling_near(s->words, token->folded, stem, near, NEAR_MAX);

	for (size_t i = 0; i < count && doubt->count < OPTIONS_MAX; i++) {
		struct option option = {SUGGESTION_SPELLING, near[i].text,
			token->start, token->end, 0};

		if (near[i].stem ? suggest_frequency(
					   s, near[i].text, &option.documents)
				 : suggest_count(
					   s, near[i].text, &option.documents))
			return -1;
		if (!option.documents || option.documents <= typed)
			continue;
		if (typed && (near[i].cost > RARE_COST ||
				     option.documents < typed * RARE_TIMES))
			continue;
		if (near[i].stem &&
			suggest_written(s, near[i].text, &option.word))
			return -1;
		if (!slice_equal(option.word, token->folded))
			add_option(doubt, &option);
	}
	return 0;
}

/* heartattack: the two words that most papers write side by side. */
static int add_split(const struct suggester *s, const struct query_token *token,
	struct doubt *doubt)
{
	struct slice word = token->folded;
	struct option best = {
		SUGGESTION_SPLIT, SLICE_EMPTY, token->start, token->end, 0};

	if (s->query->clauses[token->clause].documents)
		return 0;
	for (size_t i = HALF_MIN; i + HALF_MIN <= word.length; i++) {
		struct slice halves[2] = {
			{word.data, i}, {word.data + i, word.length - i}};
		struct slice stems[2];
		uint64_t found[2] = {0, 0}, pair = 0;

		for (int n = 0; n < 2; n++) {
			stems[n] = text_stem(s->analyser, halves[n], s->arena);
			if (suggest_frequency(s, stems[n], &found[n]))
				return -1;
		}
		if (!found[0] || !found[1])
			continue;
		if (suggest_count_pair(s, stems[0], stems[1], &pair))
			return -1;
		if (pair <= best.documents)
			continue;
		best.documents = pair;
		best.word = arena_printf(s->arena, "%.*s %.*s",
			SLICE_PRINT(halves[0]), SLICE_PRINT(halves[1]));
	}
	if (best.documents)
		add_option(doubt, &best);
	return 0;
}

/* metho trexate: with the next word, or as near to one as that is. */
static int add_join(const struct suggester *s, size_t i, struct doubt *doubt)
{
	const struct query_token *left = &s->query->tokens[i];
	const struct query_token *right = left + 1;
	struct option option = {
		SUGGESTION_JOIN, SLICE_EMPTY, left->start, 0, 0};

	if (i + 1 >= s->query->tokens_count || !right->letters ||
		right->start != left->end + 1)
		return 0;
	option.end = right->end;
	option.word = arena_printf(s->arena, "%.*s%.*s",
		SLICE_PRINT(left->folded), SLICE_PRINT(right->folded));
	if (!is_letters(option.word) ||
		suggest_count(s, option.word, &option.documents))
		return is_letters(option.word) ? -1 : 0;
	if (option.documents)
		add_option(doubt, &option);
	return 0;
}

/* vincristin: its papers are found, the concept is not. */
static int add_with_e(const struct suggester *s,
	const struct query_token *token, struct doubt *doubt)
{
	struct option option = {SUGGESTION_SPELLING,
		spelling_with_e(s->words, token->folded), token->start,
		token->end, 0};

	if (!option.word.length)
		return 0;
	if (suggest_count(s, option.word, &option.documents))
		return -1;
	if (option.documents)
		add_option(doubt, &option);
	return 0;
}

int suggest_options(const struct suggester *s, size_t i, struct doubt *doubt)
{
	const struct query_token *token = &s->query->tokens[i];

	if (token->status == STATUS_WORD && add_with_e(s, token, doubt))
		return -1;
	if (s->query->clauses[token->clause].documents > RARE_PAPERS)
		return 0;
	if (token->status == STATUS_UNMATCHED && add_join(s, i, doubt))
		return -1;
	if (add_near(s, token, doubt))
		return -1;
	return doubt->count ? 0 : add_split(s, token, doubt);
}
