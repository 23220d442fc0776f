/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of stage 3 that only questions with a tree need: what the index has
 * of words that are cut, of values, and in which place of a paper.
 */
#ifndef MEDLIT_DAEMON_VOCABULARY_H
#define MEDLIT_DAEMON_VOCABULARY_H

#include "daemon/worker/query.h"
#include "libxapian-c/xapian-c.h"

/* Words that start as typed, the most frequent ones up to a limit; the values
 * of filters that papers have.  Before the clauses are looked up. */
int vocabulary_expand(struct query *query, struct text_analyser *analyser,
	struct xc_searcher *searcher, struct arena *arena, struct fault *fault);

/* How many papers have a clause where it was asked for, and what NEAR cannot
 * see.  After they are looked up. */
int vocabulary_check(struct query *query, struct xc_searcher *searcher,
	struct arena *arena, struct fault *fault);

#endif
