/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEDLIT_DAEMON_LEXEME_INTERNAL_H
#define MEDLIT_DAEMON_LEXEME_INTERNAL_H

#include "daemon/worker/lexeme.h"
#include "daemon/worker/quote.h"

static inline struct slice lexeme_text(
	const struct lexemes *all, const struct lexeme *lexeme)
{
	return (struct slice){
		all->text.data + lexeme->start, lexeme->end - lexeme->start};
}

#define NEAR_MAX 100 /* words that NEAR reaches over */

struct lexeme_tag {
	const struct field *field; /* NULL: unknown */
	size_t end;                /* the byte behind it */
	uint32_t number;           /* [tiab:~n] */
	uint8_t near;              /* 1: there is such a number */
	uint8_t open;              /* 1: its last bracket is missing */
};

/* Is there a tag at text[at]? */
int lexeme_read_tag(struct slice text, size_t at, struct lexeme_tag *tag);
/* Decide which pieces are syntax, and what each tag and prefix is about. */
void lexemes_settle(struct lexemes *lexemes, const struct lexeme_rules *rules,
	struct arena *arena);
/* Say what only Ovid and Embase read so; lexeme_ovid.c. */
void lexemes_find_ovid(struct lexemes *lexemes, struct arena *arena);
/* Bytes of a reference to lines at text[at]; 0: there is none.  numbers: 1 is
 * one without its mark. */
size_t lexeme_line_length(struct slice text, size_t at, int numbers);

#endif
