/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The papers of a question by their dates.
 *
 * Whoever sorts by date wants the newest of the papers that answer, and a plain
 * question is answered by few of those that have a word of it.  So the best
 * DATED_MAX by relevance are put in order, all of them where there are no more;
 * beyond, it is said.  Scores stay as they are.  All of
 * them are read from the index for that, with their records.
 */
#ifndef MEDLIT_DAEMON_DATED_H
#define MEDLIT_DAEMON_DATED_H

#include "daemon/worker/engine.h"
#include "daemon/worker/match.h"

#define DATED_MAX 1000

/* As rank_run(), for a request that is sorted by date.  Papers of one day stay
 * by relevance, those without a date come last. */
int dated_run(const struct engine *engine, struct query *query,
	const struct request *request, uint64_t deadline,
	struct matches *matches, struct fault *fault);

#endif
