/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of analysis/text share.  A text becomes tokens in this order:
 *
 *	utf8      bytes -> glyphs: what a character is and what it folds to
 *	split     glyphs -> atoms and how each is joined to the next
 *	tokens    kinds and flags that need the whole text
 *	compound  runs of joined atoms -> which of them make one token more
 *	stem      folded word -> term
 */
#ifndef MEDLIT_ANALYSIS_TEXT_INTERNAL_H
#define MEDLIT_ANALYSIS_TEXT_INTERNAL_H

#include <stddef.h>
#include <stdint.h>

#include "analysis/text/text.h"

enum glyph_kind {
	GLYPH_OTHER, /* separates words */
	GLYPH_LETTER,
	GLYPH_DIGIT,
	GLYPH_SUPERSCRIPT, /* a raised digit: a power or a reference */
	GLYPH_GREEK,       /* folded to the plain small letter */
	GLYPH_HYPHEN,
	GLYPH_SPACE,
	GLYPH_APOSTROPHE,
	GLYPH_MIDDOT,  /* decimal point between digits */
	GLYPH_MARK,    /* belongs to the letter before */
	GLYPH_IGNORED, /* as if not there */
	GLYPH_INVALID, /* a byte that is no UTF-8 */
};

#define GLYPH_FOLDED_MAX 24
#define GLYPH_CACHE      512

struct glyph {
	int32_t code;
	uint8_t kind;
	bool upper;
	uint8_t size;   /* bytes in the text, 1..4 */
	uint8_t length; /* of folded */
	char folded[GLYPH_FOLDED_MAX];
};

enum join {
	JOIN_NONE,
	JOIN_DIRECT, /* nothing between */
	JOIN_HYPHEN,
	JOIN_SPACE, /* exactly one */
};

struct atom {
	uint32_t start, end;
	struct slice folded;
	uint8_t kind;  /* TOKEN_WORD, TOKEN_ACRONYM or TOKEN_NUMBER */
	uint8_t flags; /* enum token_flag */
	uint8_t join;  /* to the next atom */
	bool plural;   /* capitals and a small s: ADCs */
	bool integer;  /* TOKEN_NUMBER: digits only */
	uint16_t letters, capitals; /* stop counting at UINT16_MAX */
};

struct compound {
	size_t first; /* atom */
	uint16_t span;
	uint8_t kind; /* TOKEN_CODE or TOKEN_COMPOUND */
	bool parts;   /* its atoms become TOKEN_PART */
};

struct stem_entry;

struct text_analyser {
	struct xc_stemmer *stemmer;
	struct stem_entry *stems;
	struct glyph glyphs[GLYPH_CACHE];
	/* Scratch of one text_tokens(), kept to save allocations. */
	struct atom *atoms;
	size_t atoms_count, atoms_room;
	struct compound *compounds;
	size_t compounds_count, compounds_room;
};

static inline bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The character at `at`. */
struct glyph glyph_at(
	struct text_analyser *analyser, struct slice text, size_t at);
/* Greek letters from `at` on, counted up to three: one or two are symbols and
 * are called by name, three are a word in Greek. */
unsigned greek_run(
	struct text_analyser *analyser, struct slice text, size_t at);
/* "alpha" for a glyph of GLYPH_GREEK. */
struct slice greek_name(const struct glyph *glyph);
/* Is this a micro sign before a unit, as in "µg"? */
bool is_micro(const struct glyph *glyph, struct slice text, size_t at);

/* The text's atoms into analyser->atoms; returns the bytes of bad UTF-8. */
uint32_t text_split(
	struct text_analyser *analyser, struct slice text, struct arena *arena);

/* The compounds that start in the chain of joined atoms [first, end), by first
 * atom and span, into analyser->compounds. */
void chain_compounds(struct text_analyser *analyser, size_t first, size_t end);

/* The stem of a folded word, in the arena or a prefix of `folded`; *stop says
 * whether it is a stop word. */
struct slice stem_word(struct text_analyser *analyser, struct slice folded,
	struct arena *arena, bool *stop);

/* Move *at behind the next sentence and say where it lies; false at the end. */
bool sentence_next(struct slice text, size_t *at, struct sentence *sentence);

#endif
