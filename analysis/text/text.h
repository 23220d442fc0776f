/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text to tokens, the same for a paper and for a question.
 *
 * A text is cut into atoms: runs of letters or of digits (a number keeps its
 * decimal point).  Each atom takes one position.  Spellings that differ only in
 * how atoms are joined (CMC-544, CMC 544, CMC544) therefore have the same
 * atoms.  A compound is one more token that spans the atoms it joins; tokens
 * so form a graph whose edges lead from `position` to `position + span`:
 *
 *	text       anti-CD22   CMC 544      1.8  mg/m2
 *	position   0    1  2   3     4      5    6  7 8
 *	atoms      anti cd 22  cmc   544    1.8  mg m 2
 *	compounds       `cd22' `- cmc544 -'         `m2'
 *
 * A sign behind a name is an atom of its own, called by name, so that CD22+ is
 * CD22-positive and CD22 positive (and Ph- is Ph-negative); with the name it is
 * a code: cd22+.  Notations are whole and in parts: a variant (p.V600E), a
 * karyotype (t(9;22)(q34;q11)), a power of ten (10^9/L = 10⁹/L), a rate (mg/m2
 * = mg/m²), a statistic (p<0.001).  notation.c lists them.
 *
 *	text       CD22 +    p . V600E     p  < 0.05   t ( 9 ; 22 )
 *	position   0 1  2    3   4 5  6    7     8     9   10  11
 *	atoms      cd 22 positive  ...     p     0.05  t   9   22
 *	codes      `cd22+'   `- p.v600e'   `p<0.05'    `-t(9;22)'
 *
 * An atom that stands inside a code with nothing between (cd, 22 in "CD22") is
 * no search word of its own (TOKEN_PART): it serves the thesaurus only.  With a
 * hyphen or a space between (IL-2) the atoms stay search words.  A number with
 * its unit is no code: "5mg" is the atoms of "5 mg".
 *
 * A possessive or contracted ending is dropped (Crohn's: crohn), and the "s" of
 * several acronyms is not in their term (ADCs: adc).
 *
 * Nothing is dropped here: stop words are flagged, and whoever drops one says
 * so.  Invalid UTF-8 is read as U+FFFD, counted, and separates words.
 *
 * Unicode: NFKC with case folding and marks removed (utf8proc), dashes
 * U+2010..2015 and U+2212 as "-" (but U+2014 and U+2015 join no words), Greek
 * letters by name (alpha, beta ..., also from "&alpha;").
 */
#ifndef MEDLIT_ANALYSIS_TEXT_H
#define MEDLIT_ANALYSIS_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/slice.h"

/* Raised with every change of what comes out of this folder: an index made
 * with another one must be rebuilt. */
#define TEXT_ANALYSIS_VERSION 5

enum token_kind {
	TOKEN_WORD,    /* letters: "leukemia" */
	TOKEN_ACRONYM, /* letters whose case carries meaning: ALL, InO, mRNA;
			  none in a text all in capitals */
	TOKEN_NUMBER,  /* 90, 1.8, 10,000 (term "10000"), .05 (term "0.05") */
	TOKEN_SIGN,    /* + or - behind a name; folded "positive", "negative" */
	TOKEN_CODE,    /* compound of letters and digits or a sign: CD22,
			  CMC-544, Ph+; or a notation: mg/m2 */
	TOKEN_COMPOUND, /* compound of words by hyphens: B-cell (term bcell), of
			   one letter and a word: B cell, or of a word and a
			   Greek letter: TNF alpha */
};

enum token_flag {
	TOKEN_PART = 1,	     /* atom inside a code: not a search word */
	TOKEN_STOP = 2,	     /* lower-case function word: the, of, all */
	TOKEN_UPPER = 4,     /* all letters are capitals, two or more */
	TOKEN_CAPITAL = 8,   /* the first letter is a capital */
	TOKEN_SENTENCE = 16, /* first token of a sentence */
	TOKEN_GLUED = 32,    /* nothing or a hyphen between it and the next */
};

struct token {
	uint32_t start, end; /* bytes [start, end) of the text, on character
				borders */
	uint32_t position;   /* of its first atom; 0-based, never falls */
	uint16_t span;	     /* atoms covered; 1 for an atom */
	uint8_t kind;	     /* enum token_kind */
	uint8_t flags;	     /* enum token_flag */
	struct slice folded; /* case, marks and compatibility forms gone; cut
				like term */
	struct slice term;   /* stem of folded: what is indexed and matched;
				at most TOKEN_TERM_MAX bytes, never empty */
	/* hash_bytes() of folded and of its lemma: the word in American
	 * spelling and in the singular, a code as it is.  What has one lemma is
	 * one word (leukaemias, leukemia; metastases, metastasis); another part
	 * of speech has its own (leukemic). */
	uint64_t folded_hash, lemma_hash;
};

#define TOKEN_TERM_MAX 64 /* longer ones are cut on a character border */

/* Ordered by position, then span: an atom before the compounds it starts. */
struct tokens {
	struct slice text; /* borrowed: what was analysed */
	struct token *items;
	size_t count;
	uint32_t positions;	/* atoms in the text */
	uint32_t invalid_bytes; /* of bad UTF-8 */
};

/* An atom's bytes in the text, without the "s" of several acronyms. */
struct slice token_surface(
	const struct tokens *tokens, const struct token *atom);

/* Stemmer, its cache and scratch memory; one thread at a time. */
struct text_analyser;

struct text_analyser *text_analyser_new(struct error *err);
void text_analyser_free(struct text_analyser *analyser);

/* The tokens live in the arena and point into it and into `text`, which must
 * stay.  Text longer than UINT32_MAX / 2 bytes is cut there. */
struct tokens text_tokens(struct text_analyser *analyser, struct slice text,
	struct arena *arena);

/* The index term of one folded word; in the arena. */
struct slice text_stem(struct text_analyser *analyser, struct slice folded,
	struct arena *arena);

/* Case, marks, ligatures, Greek, dashes: a whole string as tokens fold it. */
struct slice text_fold(struct text_analyser *analyser, struct slice text,
	struct arena *arena);

/* English function words, lower-case: "the", "with", "all". */
bool text_is_stop_word(struct slice folded);

/* A sentence is bytes [start, end) of the text, without white space around. */
struct sentence {
	uint32_t start, end;
};
struct sentences {
	struct sentence *items;
	size_t count;
};

/* Knows "vs.", "Fig. 2", "i.v.", "E. coli", decimals and initials; a blank
 * line always ends a sentence. */
struct sentences text_sentences(struct slice text, struct arena *arena);

/* Replace invalid UTF-8 by U+FFFD; returns how many bytes were bad.  When none
 * is, *out is the text itself, else it lives in the arena. */
size_t text_clean(struct slice text, struct arena *arena, struct slice *out);

#endif
