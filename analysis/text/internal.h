/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of analysis/text share.  A text becomes tokens in this order:
 *
 *	utf8      bytes -> glyphs: what a character is and what it folds to
 *	split     glyphs -> atoms and how each is joined to the next, by way of
 *	  numeral     digits, thousands and decimals -> a number
 *	sign      a "+" or "-" behind a name -> an atom
 *	tokens    kinds and flags that need the whole text
 *	compound  runs of joined atoms -> which of them make one token more
 *	notation  atoms and what stands between -> notations, whole
 *	stem      folded word -> term, by way of
 *	  spelling    British -> American
 *	  number      several -> one
 *	  morphology  what the engine's stemmer would get wrong
 */
#ifndef MEDLIT_ANALYSIS_TEXT_INTERNAL_H
#define MEDLIT_ANALYSIS_TEXT_INTERNAL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

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
	JOIN_SIGN,  /* the next is the sign behind this name */
};

struct atom {
	uint32_t start, end;
	struct slice folded;
	uint8_t kind;  /* TOKEN_WORD, _ACRONYM, _NUMBER or _SIGN */
	uint8_t flags; /* enum token_flag */
	uint8_t join;  /* to the next atom */
	bool plural;   /* capitals and a small s: ADCs */
	bool integer;  /* TOKEN_NUMBER: digits only */
	bool prime;    /* TOKEN_NUMBER: 5' */
	uint16_t letters, capitals; /* stop counting at UINT16_MAX */
};

struct compound {
	size_t first; /* atom */
	uint16_t span;
	uint8_t kind; /* TOKEN_CODE or TOKEN_COMPOUND */
	bool parts;   /* its atoms become TOKEN_PART */
	struct slice term; /* empty: the atoms' folded forms joined */
	uint32_t end;      /* byte; 0: where its last atom ends */
};

/* What stands behind a name and how sure it is a sign. */
struct sign {
	size_t length; /* bytes, 0: there is none */
	char sign;     /* '+' or '-' */
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
	struct compound *notations; /* by first atom, then span */
	size_t notations_count, notations_room;
	size_t notations_next; /* not yet in a chain's compounds */
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

static inline bool digit_at(struct slice text, size_t at)
{
	return at < text.length && is_digit(text.data[at]);
}

/* What a run of glyphs folds to, cut where it gets too long for a term. */
struct folding {
	size_t length;
	bool full;
	char data[TOKEN_TERM_MAX];
};

static inline void folding_add(
	struct folding *folding, const char *data, size_t n)
{
	if (folding->full || folding->length + n > TOKEN_TERM_MAX) {
		folding->full = true;
		return;
	}
	memcpy(folding->data + folding->length, data, n);
	folding->length += n;
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
/* "alpha", in any capitals: the name of a Greek letter. */
#define GREEK_NAME_MAX 7
bool is_greek_name(struct slice word);
/* Is this a micro sign before a unit, as in "µg"? */
bool is_micro(const struct glyph *glyph, struct slice text, size_t at);

/* A number as it is written, "10,000" folded to "10000". */
struct number {
	size_t length; /* bytes in the text */
	bool integer;  /* digits only */
	struct folding folding;
};
/* The one at `at`, a digit or a point before one.  One that does not stand
 * alone, as in a code, has neither point nor commas. */
struct number number_at(struct text_analyser *analyser, struct slice text,
	size_t at, bool alone);
/* The same of raised digits. */
struct number raised_number_at(
	struct text_analyser *analyser, struct slice text, size_t at);
/* The decimal point that a number begins with (".05"): its bytes, else 0. */
size_t bare_point_at(
	struct text_analyser *analyser, struct slice text, size_t at);

/* The text's atoms into analyser->atoms; returns the bytes of bad UTF-8. */
uint32_t text_split(
	struct text_analyser *analyser, struct slice text, struct arena *arena);

/* The sign at `at`, right behind the last atom. */
struct sign sign_at(
	struct text_analyser *analyser, struct slice text, size_t at);
/* "positive" or "negative". */
struct slice sign_name(char sign);

/* The notations of the text into analyser->notations, once its atoms are
 * there; their terms live in the arena. */
void text_notations(
	struct text_analyser *analyser, struct slice text, struct arena *arena);

/* The compounds that start in the chain of joined atoms [first, end), by first
 * atom and span, into analyser->compounds; names with signs have their terms in
 * the arena. */
void chain_compounds(struct text_analyser *analyser, size_t first, size_t end,
	struct arena *arena);

/* Words set before a name, not part of it: anti, non. */
bool is_prefix_word(struct slice folded);
/* Units that stand behind a number: mg, days. */
bool is_unit_word(struct slice folded);

/* Small letters a to z only, one to TOKEN_TERM_MAX of them? */
bool is_english(struct slice folded);

/* A word while it is changed: what makes one longer adds a letter for two. */
struct word_buffer {
	size_t length;
	char data[2 * TOKEN_TERM_MAX];
};

/* Of a word of small letters, at most TOKEN_TERM_MAX. */
void spell_american(struct word_buffer *out, struct slice word);
/* The singular, also of Latin, Greek and irregular plurals; a word that only
 * looks like a plural (diabetes, species) stays. */
void make_singular(struct word_buffer *word);

/* The stem of a word of small letters, into *out: American and singular first,
 * then by what this folder knows better, else by the engine. */
void morphology_stem(
	struct xc_stemmer *stemmer, struct slice word, struct word_buffer *out);

/* The lemma of a word of small letters. */
void morphology_lemma(struct slice word, struct word_buffer *out);

/* The row whose word it is, or starts it where the row ends in '*'; NULL if
 * none.  Rows are sorted and none is the start of another behind '*'. */
struct word_row {
	const char *word, *other;
};
const struct word_row *word_find(
	const struct word_row *rows, size_t count, struct slice word);
bool word_rows_sorted(const struct word_row *rows, size_t count);
bool singular_tables_sorted(void);
bool morphology_tables_sorted(void);

/* What there is to know of a folded word. */
struct word {
	struct slice stem; /* in the arena or a prefix of the word */
	uint64_t hash, lemma_hash; /* as in struct token */
	bool stop;
};
struct word word_of(struct text_analyser *analyser, struct slice folded,
	struct arena *arena);

/* Move *at behind the next sentence and say where it lies; false at the end. */
bool sentence_next(struct slice text, size_t *at, struct sentence *sentence);

#endif
