/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the abbreviation finder share.
 *
 *	abbreviation        brackets -> pairs that may be a definition
 *	abbreviation_form   is it a short form, is it a long form?
 *	abbreviation_align  the letters of the one laid over the words of the
 *	                    other
 *
 *	non-rapid  eye  movement          NREM
 *	N   R      E    M                 each the first of its word: cost 0
 *
 *	methotrexate                      MTX
 *	M  T  X                           T and X inside the word of M: dear
 */
#ifndef MEDLIT_ANALYSIS_ABBREVIATION_INTERNAL_H
#define MEDLIT_ANALYSIS_ABBREVIATION_INTERNAL_H

#include "analysis/concept/abbreviation.h"

/* ---- bytes --------------------------------------------------------------- */

/* Bytes [start, end) of the text. */
struct range {
	uint32_t start, end;
};

static inline bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* A letter; any byte outside ASCII counts as one. */
static inline bool is_letter(char c)
{
	return is_capital(c) || (c >= 'a' && c <= 'z') ||
	       (unsigned char)c >= 0x80;
}

static inline bool is_alnum(char c)
{
	return is_letter(c) || is_digit(c);
}

static inline bool opens(char c)
{
	return c == '(' || c == '[';
}

static inline bool closes(char c)
{
	return c == ')' || c == ']';
}

static inline struct slice slice_of_range(struct slice text, struct range range)
{
	return (struct slice){text.data + range.start, range.end - range.start};
}

static inline struct range trim_range(struct slice text, struct range range)
{
	while (range.start < range.end && is_blank(text.data[range.start]))
		range.start++;
	while (range.start < range.end && is_blank(text.data[range.end - 1]))
		range.end--;
	return range;
}

static inline bool brackets_balance(struct slice text)
{
	int depth = 0;

	for (size_t i = 0; i < text.length && depth >= 0; i++)
		depth += opens(text.data[i]) - closes(text.data[i]);
	return depth == 0;
}

/* ---- short forms --------------------------------------------------------- */

#define SHORT_MAX         24 /* bytes */
#define SHORT_LETTERS_MAX 16 /* letters and digits of a short form */

struct short_letters {
	char items[SHORT_LETTERS_MAX]; /* folded, without hyphens and blanks */
	uint32_t count;
};

struct shape {
	uint32_t letters, digits, capitals, small, blanks;
};

/* A short form that was read. */
struct short_form {
	struct range range;
	struct slice text;
	struct shape shape;
	struct short_letters letters;
	uint32_t base_end; /* without a plural s */
};

/* Could these bytes be a short form?  No numbers, equations, citations, units,
 * list numbers or plain words. */
bool short_form_read(struct text_analyser *analyser, struct slice text,
	struct range range, struct arena *arena, struct short_form *form);
/* Does it look like any other word, too: "Patients"? */
bool short_form_is_word(const struct short_form *form);

/* ---- long forms ---------------------------------------------------------- */

#define LONG_LETTERS_MAX 512 /* of the words looked at for a long form */
#define LONG_ATOMS_MAX   64

/* The atoms that may be the long form; the last are kept if there are too
 * many. */
struct long_words {
	const struct tokens *tokens;
	uint32_t atoms[LONG_ATOMS_MAX]; /* indexes into tokens->items */
	uint32_t count;
	uint32_t skipped[LONG_ATOMS_MAX + 1]; /* cost of leaving out all
						 before it */
	char letters[LONG_LETTERS_MAX];
	uint8_t owner[LONG_LETTERS_MAX]; /* atom of a letter */
	uint32_t letters_count;
	bool bracketed; /* the bracket holds the long form: it starts with the
			   first atom; else it ends with the last */
};

struct alignment {
	uint32_t first; /* number in long_words.atoms */
	uint32_t start; /* byte of the long form; before the first atom where a
			   chemical's name has places in front (2,3-) */
	uint32_t cost;
};

void long_words_init(
	struct long_words *words, const struct tokens *tokens, bool bracketed);

/* The cheapest way; of equal ones the shortest.  False: there is none. */
bool abbreviation_align(const struct long_words *words,
	const struct short_letters *letters, struct alignment *out);

/* Is it a name, longer than what is short for it, and found cheaply enough? */
bool long_form_fits(const struct short_form *form, struct slice text,
	const struct long_words *words, const struct alignment *best);

#endif
