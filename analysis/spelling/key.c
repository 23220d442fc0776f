/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A word to how it sounds, roughly: people who mistype a drug or a disease
 * write what they hear.  The rules are of the kind of Philips' Metaphone
 * ("Hanging on the Metaphone", Computer Language 7(12), 1990), for Greek and
 * Latin words, and keep the vowels: pairs of letters of one sound become one
 * letter, doubled letters are written once, an e at the end is silent.
 */
#include "config.h"

#include "analysis/spelling/spelling.h"

static const struct {
	char from[3];
	char to;
} pairs[] = {
	{"ph", 'f'},
	{"rh", 'r'},
	{"th", 't'},
	{"ch", 'k'},
	{"ck", 'k'},
	{"gh", 'g'},
	{"kh", 'k'},
	{"qu", 'k'},
	{"ae", 'e'},
	{"oe", 'e'},
	{"au", 'o'},
};

/* At the start of a word only the second is heard. */
static const char silent[][3] = {"ps", "pn", "pt", "gn", "mn", "kn"};

static bool at(struct slice word, size_t i, const char *pair)
{
	return i + 1 < word.length && word.data[i] == pair[0] &&
	       word.data[i + 1] == pair[1];
}

static bool is_soft(struct slice word, size_t i)
{
	char next = i + 1 < word.length ? word.data[i + 1] : '\0';

	return next == 'e' || next == 'i' || next == 'y';
}

static char sound(struct slice word, size_t i)
{
	switch (word.data[i]) {
	case 'c':
		return is_soft(word, i) ? 's' : 'k';
	case 'q':
		return 'k';
	case 'z':
		return 's';
	case 'y':
		return 'i';
	default:
		return word.data[i];
	}
}

static void put(char *key, size_t *length, char c)
{
	if (*length == 0 || key[*length - 1] != c)
		key[(*length)++] = c;
}

size_t spelling_key(struct slice word, char key[SPELLING_KEY_MAX])
{
	size_t length = 0, i = 0;

	if (word.length > SPELLING_WORD_MAX)
		word.length = SPELLING_WORD_MAX;
	for (size_t n = 0; n < sizeof(silent) / sizeof(silent[0]); n++)
		if (at(word, 0, silent[n]))
			i = 1;
	while (i < word.length) {
		size_t n = 0;

		while (n < sizeof(pairs) / sizeof(pairs[0]) &&
			!at(word, i, pairs[n].from))
			n++;
		if (n < sizeof(pairs) / sizeof(pairs[0])) {
			put(key, &length, pairs[n].to);
			i += 2;
			continue;
		}
		if (word.data[i] == 'x') {
			put(key, &length, 'k');
			put(key, &length, 's');
		} else if (word.data[i] != 'e' || i + 1 < word.length ||
			   length < 3) {
			put(key, &length, sound(word, i));
		}
		i++;
	}
	return length;
}
