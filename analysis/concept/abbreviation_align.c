/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "analysis/concept/abbreviation_internal.h"

/*
 * What a letter or a word costs.  Set on abstracts with marked pairs so that
 * the limit in abbreviation_form.c parts right from wrong; only ratios matter.
 */
enum cost {
	COST_NEXT = 2,     /* a letter right behind the one before: "Prl" */
	COST_INSIDE = 6,   /* farther on in the same word: "MTX" */
	COST_LATE = 16,    /* the first that its word gives, inside the word */
	COST_WORD = 10,    /* a word without a letter */
	COST_PART = 4,     /* the same, joined by a hyphen to the one before */
	COST_FUNCTION = 1, /* the same, a function word */
	COST_TORN = 12,    /* the long form begins behind a hyphen */
	COST_CLAUSE = 4,   /* a comma between two words */
};

/* So much behind the last letter, and the long form ended before. */
#define TAIL_MAX (2 * COST_WORD)

/* A way so far: its last letter at letters[at], its first in atom `first`. */
struct way {
	uint16_t at;
	uint8_t first;
	uint32_t cost;
};

#define WAYS_MAX LONG_LETTERS_MAX

static const struct token *word_at(const struct long_words *words, uint32_t n)
{
	return &words->tokens->items[words->atoms[n]];
}

static uint32_t cost_of_skipping(const struct long_words *words, uint32_t n)
{
	const struct token *token = word_at(words, n);

	if (token->flags & TOKEN_STOP)
		return COST_FUNCTION;
	if (n > 0 && (word_at(words, n - 1)->flags & TOKEN_GLUED))
		return COST_PART;
	return COST_WORD;
}

static void add_letters(struct long_words *words, uint32_t n)
{
	struct slice folded = word_at(words, n)->folded;

	for (size_t i = 0; i < folded.length; i++) {
		if (words->letters_count == LONG_LETTERS_MAX)
			return;
		words->letters[words->letters_count] = folded.data[i];
		words->owner[words->letters_count++] = (uint8_t)n;
	}
}

void long_words_init(
	struct long_words *words, const struct tokens *tokens, bool bracketed)
{
	uint32_t atoms = 0, over = 0;

	words->tokens = tokens;
	words->bracketed = bracketed;
	words->count = words->letters_count = 0;
	for (size_t i = 0; i < tokens->count; i++)
		atoms += tokens->items[i].span == 1;
	if (atoms > LONG_ATOMS_MAX && !bracketed)
		over = atoms - LONG_ATOMS_MAX;
	for (uint32_t i = 0; i < tokens->count; i++) {
		if (tokens->items[i].span != 1 || (over > 0 && over--))
			continue;
		if (words->count == LONG_ATOMS_MAX)
			break;
		words->atoms[words->count++] = i;
	}
	words->skipped[0] = 0;
	for (uint32_t n = 0; n < words->count; n++) {
		words->skipped[n + 1] =
			words->skipped[n] + cost_of_skipping(words, n);
		add_letters(words, n);
	}
}

static bool starts_word(const struct long_words *words, uint32_t at)
{
	return at == 0 || words->owner[at - 1] != words->owner[at];
}

static bool ends_word(const struct long_words *words, uint32_t at)
{
	return at + 1 == words->letters_count ||
	       words->owner[at + 1] != words->owner[at];
}

/* A number is taken whole or not at all: IL-1 is not interleukin 12. */
static bool may_stand(const struct long_words *words,
	const struct short_letters *letters, uint32_t i, uint32_t at)
{
	if (words->letters[at] != letters->items[i])
		return false;
	if (!is_digit(letters->items[i]))
		return true;
	if ((i == 0 || !is_digit(letters->items[i - 1])) &&
		!starts_word(words, at))
		return false;
	return (i + 1 < letters->count && is_digit(letters->items[i + 1])) ||
	       ends_word(words, at);
}

/* Of a chemical's name, what says where or which: 2,3-di..., N-methyl...,
 * 17-beta-estradiol, c-Jun. */
static bool is_locant(const struct token *token)
{
	static const char *const greek[] = {
		"alpha", "beta", "gamma", "delta", "epsilon", "omega"};

	if (token->kind == TOKEN_NUMBER || token->folded.length == 1)
		return true;
	for (size_t i = 0; i < sizeof(greek) / sizeof(*greek); i++)
		if (slice_is(token->folded, greek[i]))
			return true;
	return false;
}

static bool joins_locants(struct slice between)
{
	for (size_t i = 0; i < between.length; i++)
		if (!strchr(",'-()[]+:", between.data[i]))
			return false;
	return between.length > 0;
}

static uint32_t start_of(const struct long_words *words, uint32_t atom)
{
	struct slice text = words->tokens->text;
	uint32_t start = word_at(words, atom)->start, own = start;

	while (atom-- > 0) {
		const struct token *before = word_at(words, atom);

		if (!is_locant(before) ||
			!joins_locants((struct slice){
				text.data + before->end, start - before->end}))
			break;
		start = before->start;
	}
	return brackets_balance(
		       (struct slice){text.data + start, text.length - start})
		       ? start
		       : own;
}

/* Of the words before a byte. */
static uint32_t cost_before(const struct long_words *words, uint32_t start)
{
	uint32_t n = 0;

	while (n < words->count && word_at(words, n)->start < start)
		n++;
	return words->skipped[n];
}

/* A word that may be the first: a function word only in "very-low-density". */
static bool may_begin(const struct token *token)
{
	return !(token->flags & TOKEN_STOP) ||
	       (token->flags & (TOKEN_GLUED | TOKEN_CAPITAL));
}

static size_t begin_ways(const struct long_words *words,
	const struct short_letters *letters, struct way *ways)
{
	struct slice text = words->tokens->text;
	size_t count = 0;

	for (uint32_t at = 0; at < words->letters_count; at++) {
		uint32_t atom = words->owner[at], cost = 0, start;

		if (!starts_word(words, at) ||
			!may_stand(words, letters, 0, at) ||
			!may_begin(word_at(words, atom)))
			continue;
		start = start_of(words, atom);
		if (words->bracketed)
			cost = 2 * cost_before(words, start);
		else if (start > 0 && text.data[start - 1] == '-')
			cost = COST_TORN;
		ways[count++] = (struct way){(uint16_t)at, (uint8_t)atom, cost};
	}
	return count;
}

static uint32_t cost_of_step(
	const struct long_words *words, uint32_t from, uint32_t to)
{
	uint32_t left = words->owner[from], right = words->owner[to];

	if (left == right)
		return to == from + 1 ? COST_NEXT : COST_INSIDE;
	return words->skipped[right] - words->skipped[left + 1] +
	       (starts_word(words, to) ? 0 : COST_LATE);
}

static size_t extend_ways(const struct long_words *words,
	const struct short_letters *letters, uint32_t i, const struct way *ways,
	size_t count, struct way *longer)
{
	size_t made = 0;

	for (uint32_t at = 0; at < words->letters_count; at++) {
		struct way best = {.cost = UINT32_MAX};

		if (!may_stand(words, letters, i, at))
			continue;
		for (size_t n = 0; n < count && ways[n].at < at; n++) {
			uint32_t cost = ways[n].cost +
					cost_of_step(words, ways[n].at, at);

			if (cost <= best.cost)
				best = (struct way){
					(uint16_t)at, ways[n].first, cost};
		}
		if (best.cost != UINT32_MAX)
			longer[made++] = best;
	}
	return made;
}

static uint32_t cost_of_commas(struct slice text)
{
	uint32_t cost = 0;

	for (size_t i = 0; i + 1 < text.length; i++)
		if (text.data[i] == ',' && text.data[i + 1] == ' ')
			cost += COST_CLAUSE;
	return cost;
}

static void take_cheapest(const struct long_words *words,
	const struct way *ways, size_t count, struct alignment *out)
{
	struct slice text = words->tokens->text;

	out->cost = UINT32_MAX;
	for (size_t n = 0; n < count; n++) {
		uint32_t behind = words->owner[ways[n].at] + 1;
		uint32_t tail =
			words->skipped[words->count] - words->skipped[behind];
		uint32_t start = start_of(words, ways[n].first);
		uint32_t cost = ways[n].cost + tail +
				cost_of_commas((struct slice){text.data + start,
					text.length - start});

		if (tail < TAIL_MAX && cost <= out->cost)
			*out = (struct alignment){ways[n].first, start, cost};
	}
}

static bool lay_letters(const struct long_words *words,
	const struct short_letters *letters, struct alignment *out)
{
	struct way both[2][WAYS_MAX];
	size_t count = begin_ways(words, letters, both[0]);
	uint32_t last = 0;

	for (uint32_t i = 1; i < letters->count && count > 0; i++, last = !last)
		count = extend_ways(
			words, letters, i, both[last], count, both[!last]);
	take_cheapest(words, both[last], count, out);
	return out->cost != UINT32_MAX;
}

/* 3D is three-dimensional: the number's word gives its first letter. */
static bool align_number(const struct long_words *words,
	struct short_letters letters, struct alignment *best)
{
	static const char *const names[][2] = {{"one", "first"},
		{"two", "second"}, {"three", "third"}, {"four", "fourth"}};
	uint32_t number = (uint32_t)(letters.items[0] - '1');
	struct slice first;

	if (letters.count < 2 || number >= 4 || is_digit(letters.items[1]))
		return false;
	for (int i = 0; i < 2; i++) {
		letters.items[0] = names[number][i][0];
		if (!lay_letters(words, &letters, best))
			continue;
		first = words->tokens->items[words->atoms[best->first]].folded;
		if (slice_is(first, names[number][i]))
			return true;
	}
	return false;
}

bool abbreviation_align(const struct long_words *words,
	const struct short_letters *letters, struct alignment *out)
{
	return lay_letters(words, letters, out) ||
	       align_number(words, *letters, out);
}
