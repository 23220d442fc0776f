/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What experts write in a question, to a tree over the same clauses as those of
 * a plain one:
 *
 *	a AND b   a OR b   a NOT b   (a OR b)   a NEAR/5 b
 *	-a        not a
 *	leuk*     any word that starts so
 *	~"a b"    a phrase in which names stand for their concepts
 *	ti:a  "a"[ti]  au:uy  2013:2018[dp]  year:2013..2018  mh:leukemia
 *
 * NOT binds most, then NEAR, words side by side, AND, OR.  With a tag of PubMed
 * AND, OR and NOT bind alike, from left to right, as there.
 *
 * Without an operator or a tag the words stay a plain question, of which any
 * will do; the rest restricts it.  With one every word of an operand has to be
 * there.
 *
 * What cannot be followed is never an error: it is left out and the user told.
 */
#ifndef MEDLIT_DAEMON_SYNTAX_H
#define MEDLIT_DAEMON_SYNTAX_H

#include "daemon/worker/lexeme.h"
#include "daemon/worker/query_internal.h"
#include "daemon/worker/request.h"

/* Returns 0, with an untouched query but for its warnings, when the question is
 * a plain one. */
int read_syntax(struct builder *b, uint32_t mode);

/* The tree of one line of a strategy, whose bytes are [from, to) of the text;
 * NULL: it asks for nothing. */
struct node *syntax_read_line(struct builder *b, uint32_t from, uint32_t to,
	const struct lexeme_rules *rules);

#endif
