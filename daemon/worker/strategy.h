/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A search strategy, as PubMed's history and the appendices of reviews have it,
 * to its lines:
 *
 *	#1 leukemia[mh]			1. leukemia[mh]
 *	#2 inotuzumab[tiab] OR		2. inotuzumab[tiab]
 *	   besponsa[tiab]		3. 1 AND 2
 *	#3 #1 AND #2			4. or/1-3
 *
 * Where the first line has a number, one without goes on with the line before
 * it; else each line has the number of its place.  All lines are read as PubMed
 * reads a question.  A line stands for its papers wherever another one names
 * it, and is read again there: so each line is a question of its own, with its
 * own limits, ranking and marks.
 */
#ifndef MEDLIT_DAEMON_STRATEGY_H
#define MEDLIT_DAEMON_STRATEGY_H

#include <stdint.h>

#include "base/arena.h"
#include "document/document.h"

struct strategy_line {
	uint32_t number;
	uint32_t start, end; /* bytes of the strategy, without the number */
};

struct strategy {
	struct slice text;
	struct strategy_line *lines;
	size_t count;
	struct slices warnings; /* of what is no line */
};

struct strategy strategy_read(struct slice text, struct arena *arena);

/* Does a question look like one?  Two numbered lines, one of which names
 * another. */
int strategy_is_likely(struct slice text, struct arena *arena);

struct builder;
struct node;

/* What has become of a strategy's lines in the question of one of them. */
struct strategy_state;
struct strategy_state *strategy_state_new(
	const struct strategy *strategy, size_t line, struct arena *arena);

/* The tree of that line to the builder's query, whose text is the strategy;
 * NULL: it asks for nothing. */
struct node *strategy_tree(struct builder *b);

/* The lines that bytes [start, end) name ("#1", "or/1-4"), as one operand;
 * NULL: none of them asks for anything.  What is wrong is told. */
struct node *strategy_reference(
	struct builder *b, uint32_t start, uint32_t end);

#endif
