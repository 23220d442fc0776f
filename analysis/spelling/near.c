/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A typed word to the words it is near to.
 *
 * The sorted keys are a trie that nobody had to build: words that share a
 * beginning stand side by side.  The walk goes down it with one row of the
 * table of edit distances a letter (optimal string alignment, Damerau 1964) and
 * turns back where no entry of a row is within the limit.  Two edits are looked
 * for only among keys with the first letter typed, which few people miss; that
 * keeps the walk to some thousand steps among 300,000 words.
 */
#include "config.h"

#include "analysis/spelling/internal.h"

#include <math.h>
#include <stdlib.h>

#define CANDIDATES_MAX 512
/* What a word's papers are worth: an edit is worth 2^FREQUENT times more. */
#define FREQUENT     14.0
#define FREQUENT_MAX 0.7
/* A word of a name that the thesaurus writes so, before a stem. */
#define NAME_BONUS 0.15

struct walk {
	const struct spelling *spelling;
	char key[SPELLING_KEY_MAX];
	size_t length;
	unsigned limit; /* edits */
	uint8_t rows[SPELLING_KEY_MAX + 2][SPELLING_KEY_MAX + 1];
	uint32_t found[CANDIDATES_MAX];
	size_t found_count;
};

static struct slice key_of(const struct walk *w, uint32_t i)
{
	const struct spelling_entry *word = &w->spelling->words[i];

	return (struct slice){
		w->spelling->strings + word->key, word->key_length};
}

static uint8_t smaller(unsigned a, unsigned b)
{
	return (uint8_t)(a < b ? a : b);
}

/* The row of the letter at `depth - 1`; returns its least entry. */
static unsigned fill_row(struct walk *w, const char *prefix, size_t depth)
{
	uint8_t *row = w->rows[depth];
	const uint8_t *above = w->rows[depth - 1];
	char c = prefix[depth - 1];
	unsigned least;

	row[0] = (uint8_t)depth;
	least = row[0];
	for (size_t i = 1; i <= w->length; i++) {
		uint8_t best = smaller(above[i - 1] + (w->key[i - 1] != c),
			smaller(above[i] + 1u, row[i - 1] + 1u));

		if (depth > 1 && i > 1 && c == w->key[i - 2] &&
			prefix[depth - 2] == w->key[i - 1])
			best = smaller(best, w->rows[depth - 2][i - 2] + 1u);
		row[i] = best;
		if (best < least)
			least = best;
	}
	return least;
}

/* The first of [low, high) whose letter at `depth` is not `c`. */
static uint32_t end_of(
	const struct walk *w, uint32_t low, uint32_t high, size_t depth, char c)
{
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (key_of(w, middle).data[depth] == c)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* All keys of [low, high) share their first `depth` letters. */
static void descend(struct walk *w, uint32_t low, uint32_t high, size_t depth)
{
	while (low < high && key_of(w, low).length == depth) {
		if (w->rows[depth][w->length] <= w->limit &&
			w->found_count < CANDIDATES_MAX)
			w->found[w->found_count++] = low;
		low++;
	}
	while (low < high) {
		const char *prefix = key_of(w, low).data;
		uint32_t end = end_of(w, low, high, depth, prefix[depth]);

		/* A last letter may yet be swapped with the next. */
		if (fill_row(w, prefix, depth + 1) <= w->limit)
			descend(w, low, end, depth + 1);
		low = end;
	}
}

/* The range of keys that start with `c`. */
static void range_of(const struct walk *w, char c, uint32_t *from, uint32_t *to)
{
	uint32_t low = 0, high = w->spelling->header->words;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (key_of(w, middle).data[0] < c)
			low = middle + 1;
		else
			high = middle;
	}
	*from = low;
	*to = end_of(w, low, w->spelling->header->words, 0, c);
}

static void find(struct walk *w, unsigned limit)
{
	uint32_t from, to, all = w->spelling->header->words;

	for (size_t i = 0; i <= w->length; i++)
		w->rows[0][i] = (uint8_t)i;
	range_of(w, w->key[0], &from, &to);
	w->limit = 1;
	descend(w, 0, from, 0);
	descend(w, to, all, 0);
	w->limit = limit;
	descend(w, from, to, 0);
}

/* ---- ranking ------------------------------------------------------------- */

/* Weighted edits that a word of so many letters may have. */
static double cost_limit(size_t length)
{
	if (length < 6)
		return 1.0;
	if (length < 8)
		return 1.6;
	return length < 12 ? 2.1 : 2.6;
}

static double rank_of(const struct spelling_match *match)
{
	double frequent = log2(1.0 + match->documents) / FREQUENT;

	return match->cost - fmin(frequent, FREQUENT_MAX) -
	       (match->stem ? 0 : NAME_BONUS);
}

static int compare_matches(const void *left, const void *right)
{
	const struct spelling_match *a = left, *b = right;
	double x = rank_of(a), y = rank_of(b);

	if (x != y)
		return x < y ? -1 : 1;
	return slice_compare(a->text, b->text);
}

static struct spelling_match match_of(const struct spelling *spelling,
	uint32_t i, struct slice typed, struct slice stem)
{
	const struct spelling_entry *word = &spelling->words[i];
	struct spelling_match match = {
		.text = {spelling->strings + word->text, word->text_length},
		.stem = word->stem,
		.documents = word->documents,
	};

	match.cost = spelling_cost(typed, match.text);
	if (match.stem)
		match.cost = fmin(match.cost, spelling_cost(stem, match.text));
	return match;
}

/* Those found for one spelling of what was typed, into `out`. */
static size_t gather(struct walk *w, struct slice typed, struct slice stem,
	struct slice looked_up, struct spelling_match *out, size_t count,
	size_t room)
{
	w->length = spelling_key(looked_up, w->key);
	if (w->length < 3)
		return count;
	w->found_count = 0;
	find(w, w->length < 6 ? 1 : 2);
	for (size_t i = 0; i < w->found_count && count < room; i++) {
		struct spelling_match match =
			match_of(w->spelling, w->found[i], typed, stem);
		bool same = slice_equal(match.text, typed) ||
			    slice_equal(match.text, stem);

		for (size_t n = 0; n < count && !same; n++)
			same = slice_equal(out[n].text, match.text);
		if (!same && match.cost <= cost_limit(typed.length))
			out[count++] = match;
	}
	return count;
}

size_t spelling_near(const struct spelling *spelling, struct slice typed,
	struct slice stem, struct spelling_match *out, size_t room)
{
	struct spelling_match found[CANDIDATES_MAX];
	struct walk w = {.spelling = spelling};
	size_t count;

	if (typed.length < SPELLING_WORD_MIN ||
		typed.length > SPELLING_WORD_MAX || !spelling->header->words)
		return 0;
	count = gather(&w, typed, stem, typed, found, 0, CANDIDATES_MAX);
	if (!slice_equal(typed, stem))
		count = gather(
			&w, typed, stem, stem, found, count, CANDIDATES_MAX);
	qsort(found, count, sizeof(found[0]), compare_matches);
	if (count > room)
		count = room;
	memcpy(out, found, count * sizeof(found[0]));
	return count;
}

/* ---- an e at the end -------------------------------------------------------
 */

/* Is it a word of a name? */
static const struct spelling_entry *find_word(
	const struct spelling *spelling, struct slice text)
{
	char key[SPELLING_KEY_MAX];
	struct slice wanted = {key, spelling_key(text, key)};
	uint32_t low = 0, high = spelling->header->words;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct spelling_entry *word = &spelling->words[middle];
		int order = slice_compare(
			(struct slice){spelling->strings + word->key,
				word->key_length},
			wanted);

		if (!order)
			order = slice_compare(
				(struct slice){spelling->strings + word->text,
					word->text_length},
				text);
		if (!order)
			return word->stem ? NULL : word;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct slice spelling_with_e(
	const struct spelling *spelling, struct slice typed)
{
	char longer[SPELLING_WORD_MAX + 1];
	const struct spelling_entry *word;
	struct slice other = typed;

	if (typed.length < SPELLING_WORD_MIN ||
		typed.length >= SPELLING_WORD_MAX)
		return SLICE_EMPTY;
	if (typed.data[typed.length - 1] == 'e') {
		other.length--;
	} else {
		memcpy(longer, typed.data, typed.length);
		longer[typed.length] = 'e';
		other = (struct slice){longer, typed.length + 1};
	}
	word = find_word(spelling, other);
	if (!word || find_word(spelling, typed))
		return SLICE_EMPTY;
	return (struct slice){
		spelling->strings + word->text, word->text_length};
}

/* ---- names --------------------------------------------------------------- */

static struct slice folded_of(const struct spelling *s, uint32_t i)
{
	return (struct slice){
		s->strings + s->names[i].folded, s->names[i].folded_length};
}

/* The first name not before `prefix`. */
static uint32_t first_name(const struct spelling *s, struct slice prefix)
{
	uint32_t low = 0, high = s->header->names;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (slice_compare(folded_of(s, middle), prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where a name belongs among those kept: behind what is as frequent. */
static void keep_name(struct spelling_name *out, size_t *count, size_t room,
	const struct spelling_name *name)
{
	size_t at = *count;

	for (size_t i = 0; i < *count; i++)
		if (slice_equal(out[i].slug, name->slug))
			return;
	while (at > 0 && out[at - 1].documents < name->documents)
		at--;
	if (at == room)
		return;
	if (*count < room)
		(*count)++;
	memmove(out + at + 1, out + at, (*count - at - 1) * sizeof(*out));
	out[at] = *name;
}

size_t spelling_complete(const struct spelling *spelling, struct slice folded,
	struct spelling_name *out, size_t room)
{
	size_t count = 0;

	if (!room || !folded.length)
		return 0;
	for (uint32_t i = first_name(spelling, folded);
		i < spelling->header->names; i++) {
		const struct spelling_entry_name *name = &spelling->names[i];
		struct slice text = folded_of(spelling, i);
		struct spelling_name shown = {
			{spelling->strings + name->written,
				name->written_length},
			{spelling->strings + name->slug, name->slug_length},
			name->documents};

		if (text.length < folded.length ||
			memcmp(text.data, folded.data, folded.length) != 0)
			break;
		keep_name(out, &count, room, &shown);
	}
	return count;
}
