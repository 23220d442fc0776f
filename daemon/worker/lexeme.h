/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question to the pieces that the syntax of experts knows.
 *
 *	(  InO  NEAR/5  "liver injury"  )  AND  au: kantarjian  leuk*  [ti]
 *	OPEN WORD NEAR   QUOTE      CLOSE  AND PREFIX WORD    CUT     TAG
 *
 * A piece that could be syntax is that only where it can do its work: "OR" is
 * the odds ratio in "OR 2.3" and in "the OR for VOD", a bracket in t(9;22) is a
 * letter of the word.  All else is WORD.
 */
#ifndef MEDLIT_DAEMON_LEXEME_H
#define MEDLIT_DAEMON_LEXEME_H

#include <stdint.h>

#include "base/arena.h"
#include "daemon/worker/field.h"

#define CUT_LETTERS 3 /* fewer before a * start too many words */

enum lexeme_kind {
	LEX_WORD,  /* what stands between blanks */
	LEX_QUOTE, /* with its marks */
	LEX_NAMES, /* ~"...": a quotation in which names stand for concepts */
	LEX_CUT,   /* leuk* */
	LEX_LINE,  /* #1, or/1-4: lines of a strategy */
	LEX_OPEN,
	LEX_CLOSE,
	LEX_AND,
	LEX_OR,
	LEX_NOT,
	LEX_NEAR,
	LEX_MINUS,
	LEX_PREFIX,  /* ti: */
	LEX_TAG,     /* [ti] */
	LEX_COLON,   /* between two dates */
	LEX_IGNORED, /* would be syntax, has nothing to work on */
};

struct lexeme {
	enum lexeme_kind kind;
	uint32_t start, end;       /* bytes of the question */
	const struct field *field; /* of a tag or prefix; NULL: unknown */
	uint32_t number;           /* NEAR/n, [tiab:~n] */
	uint8_t near;              /* 1: [tiab:~n] */
	/* of words and quotations: what a tag or prefix says of them */
	const struct lexeme *said;
	uint32_t run; /* words of one run belong to one tag */
};

/* What could not be followed, for the user. */
struct problem_note {
	uint32_t at; /* byte of the question */
	int always;  /* 0: only where the question is no plain one */
	int ignored; /* 1: it is about something that was left out */
	int letters; /* 1: which a plain question has as a word */
	struct slice text;
};

struct lexemes {
	struct slice text;
	struct lexeme *items; /* by start */
	size_t count;
	struct problem_note *notes;
	size_t notes_count;
	int syntax;        /* 1: there is more than words and quotations */
	int operated; /* 1: an operator or a known tag: all words are meant */
	int tagged;   /* 1: a known tag, as in PubMed */
	int lines;    /* 1: the text is a strategy's */
};

/* How a text is read. */
struct lexeme_rules {
	int strict;  /* capitals are operators also beside function words and
			numbers */
	int pubmed;  /* all words are meant and operators bind alike, as if it
			had a tag */
	int lines;   /* #1 is a line of a strategy */
	int numbers; /* and so is 1; and, or, not are operators: the text has
			nothing else */
};

/* Of bytes [from, to) of a text. */
struct lexemes lexemes_read(struct slice text, uint32_t from, uint32_t to,
	const struct lexeme_rules *rules, struct arena *arena);
void lexemes_note(struct lexemes *lexemes, uint32_t at, int always,
	struct slice text, struct arena *arena);
/* "AND" (column 5) and the reason.  A piece that is LEX_IGNORED makes an
 * `ignored` note. */
void lexemes_note_piece(struct lexemes *lexemes, struct lexeme piece,
	int always, const char *reason, struct arena *arena);
/* Bytes of fields as Ovid writes them, ".ti,ab.", at text[at]; 0: none. */
size_t lexeme_ovid_length(struct slice text, size_t at);
/* Is there a cut word in what stands between quotation marks? */
int lexeme_has_cut(struct slice quotation);
/* "AND" for what operators join */
int lexeme_is_operator(enum lexeme_kind kind);

#endif
