/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read the syntax of experts share. */
#ifndef MEDLIT_DAEMON_SYNTAX_INTERNAL_H
#define MEDLIT_DAEMON_SYNTAX_INTERNAL_H

#include "daemon/worker/parse.h"

struct reader {
	struct parser parser;
	struct builder *b;
	struct query *query;
	const struct lexeme *items;
	size_t count;
	size_t range; /* the date that a colon stands behind; SIZE_MAX: none */
};

/* What is only nearly what a field asks for. */
void syntax_tell_field(struct reader *r, const struct field *field);
/* What a piece's tag or prefix names; NULL: no field that is known. */
const struct field *syntax_field_of(const struct lexeme *lexeme);
/* The name in a tag or prefix, as typed. */
struct slice syntax_name_of(const struct reader *r, const struct lexeme *said);
/* The bytes between the marks of a quotation, also of ~"...". */
void syntax_inside_of(const struct reader *r, const struct lexeme *quote,
	uint32_t *start, uint32_t *end);
/* The clauses of the tokens from `from` on, as operands. */
void syntax_push_clauses(struct reader *r, size_t from);

/* items[first, last] to operands of the parser. */
void syntax_read_words(struct reader *r, size_t first, size_t last);
void syntax_read_quote(struct reader *r, const struct lexeme *quote);
void syntax_read_cut(struct reader *r, const struct lexeme *cut);
/* As the value of a field; of one that the index has not. */
void syntax_read_value(struct reader *r, size_t first, size_t last);
void syntax_read_absent(struct reader *r, size_t first, size_t last);

#endif
