/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How unlikely it is that somebody who meant `word` typed `typed`: optimal
 * string alignment (Damerau 1964, with transpositions) whose edits have weights
 * after Church and Gale ("Probability scoring for spelling correction", 1991):
 * what sounds alike, doubled letters and silent ones cost less.
 */
#include "config.h"

#include "analysis/spelling/spelling.h"

#include <string.h>

/* In hundredths of an edit. */
enum {
	WHOLE = 100,
	TRANSPOSED = 70,
	VOWEL = 60,      /* one for another */
	SOUND = 40,      /* c for k */
	NEIGHBOUR = 85,  /* on the keyboard */
	DOUBLED = 40,    /* l for ll */
	SILENT = 45,     /* an h, an e at the end */
	DIGRAPH = 30,    /* f for ph, e for ae */
	MISSED = 85,     /* a vowel that is not there */
	FIRST = 50,      /* more, where the first letter heard differs */
	SAME_SOUND = 80, /* at most, where all letters heard are the same */
	NEVER = 10000,
};

static bool is_vowel(char c)
{
	return strchr("aeiouy", c) != NULL;
}

static bool either(char a, char b, char x, char y)
{
	return (a == x && b == y) || (a == y && b == x);
}

static bool is_neighbour(char a, char b)
{
	static const char *const rows[] = {
		"qwertyuiop", "asdfghjkl", "zxcvbnm"};

	for (size_t i = 0; i < 3; i++) {
		const char *left = strchr(rows[i], a);

		if (left && b &&
			(left[1] == b || (left > rows[i] && left[-1] == b)))
			return true;
	}
	return false;
}

static int substitution(char a, char b)
{
	static const char alike[][3] = {"sz", "ck", "iy", "kq", "gj", "xz"};
	static const char akin[][3] = {"cs", "mn", "bp", "dt", "fv", "vw"};

	if (a == b)
		return 0;
	for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
		if (either(a, b, alike[i][0], alike[i][1]))
			return SOUND;
	if (is_vowel(a) && is_vowel(b))
		return VOWEL;
	for (size_t i = 0; i < sizeof(akin) / sizeof(akin[0]); i++)
		if (either(a, b, akin[i][0], akin[i][1]))
			return VOWEL;
	return is_neighbour(a, b) ? NEIGHBOUR : WHOLE;
}

/* The letter at `i` is in one of the two words only. */
static int lone(struct slice word, size_t i)
{
	char c = word.data[i];
	char before = i ? word.data[i - 1] : '\0';
	char after = i + 1 < word.length ? word.data[i + 1] : '\0';

	if (c == before || c == after)
		return DOUBLED;
	if (after == 'e' && (c == 'a' || c == 'o'))
		return DIGRAPH;
	if ((c == 'h' && before && strchr("rtcgk", before)) ||
		(c == 'e' && !after) || (c == 'p' && !before))
		return SILENT;
	return is_vowel(c) ? MISSED : WHOLE;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* f for ph. */
static bool is_ph(struct slice two, size_t end, struct slice one, size_t at)
{
	return end >= 2 && at >= 1 && two.data[end - 2] == 'p' &&
	       two.data[end - 1] == 'h' && one.data[at - 1] == 'f';
}

static int align(struct slice typed, struct slice word)
{
	int rows[SPELLING_WORD_MAX + 1][SPELLING_WORD_MAX + 1];
	size_t n = typed.length, m = word.length;

	rows[0][0] = 0;
	for (size_t i = 1; i <= n; i++)
		rows[i][0] = rows[i - 1][0] + lone(typed, i - 1);
	for (size_t k = 1; k <= m; k++)
		rows[0][k] = rows[0][k - 1] + lone(word, k - 1);
	for (size_t i = 1; i <= n; i++)
		for (size_t k = 1; k <= m; k++) {
			char a = typed.data[i - 1], b = word.data[k - 1];
			int best = rows[i - 1][k - 1] + substitution(a, b);

			best = least(best, rows[i - 1][k] + lone(typed, i - 1));
			best = least(best, rows[i][k - 1] + lone(word, k - 1));
			if (i > 1 && k > 1 && a == word.data[k - 2] &&
				b == typed.data[i - 2] && a != b)
				best = least(
					best, rows[i - 2][k - 2] + TRANSPOSED);
			if (is_ph(word, k, typed, i))
				best = least(
					best, rows[i - 1][k - 2] + DIGRAPH);
			if (is_ph(typed, i, word, k))
				best = least(
					best, rows[i - 2][k - 1] + DIGRAPH);
			rows[i][k] = best;
		}
	return rows[n][m];
}

double spelling_cost(struct slice typed, struct slice word)
{
	char a[SPELLING_KEY_MAX], b[SPELLING_KEY_MAX];
	int cost = NEVER;

	if (typed.length && word.length && typed.length <= SPELLING_WORD_MAX &&
		word.length <= SPELLING_WORD_MAX) {
		struct slice heard = {a, spelling_key(typed, a)};
		struct slice meant = {b, spelling_key(word, b)};

		cost = align(typed, word);
		if (a[0] != b[0])
			cost += FIRST;
		if (slice_equal(heard, meant))
			cost = least(cost, SAME_SOUND);
	}
	return cost / (double)WHOLE;
}
