/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A question's tree back to a question, with one thing in it changed: the way a
 * person would write it, brackets where the syntax may need them. */
#ifndef MEDLIT_DAEMON_WRITE_H
#define MEDLIT_DAEMON_WRITE_H

#include "base/buffer.h"
#include "daemon/worker/node.h"
#include "daemon/worker/query.h"

/* From the least to the most that a question loses by it. */
enum change {
	CHANGE_NONE,
	CHANGE_WORDS,    /* a phrase or =word: any of its words, any spelling */
	CHANGE_PLACE,    /* a field of text: anywhere */
	CHANGE_DISTANCE, /* NEAR and ~"...": AND */
	CHANGE_NOT,      /* nothing is left out */
	CHANGE_FILTER,   /* a value is not asked for */
	CHANGE_DROP,     /* nor is a part of an AND */
	CHANGE_ANY,      /* all words, of which any will do */
};

/* Writes the tree, with the change made to `changed` (NULL: to none); returns 0
 * when nothing is left. */
int write_question(const struct query *query, const struct node *tree,
	const struct node *changed, enum change change, struct buffer *out);

/* Writes the words that papers are to have, without any syntax. */
int write_words(const struct query *query, const struct node *tree,
	struct buffer *out);

#endif
