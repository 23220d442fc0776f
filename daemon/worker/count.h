/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many papers a question finds that is not the one to be answered: a line of
 * a strategy, one that asks for less. */
#ifndef MEDLIT_DAEMON_COUNT_H
#define MEDLIT_DAEMON_COUNT_H

#include "daemon/worker/engine.h"
#include "daemon/worker/match.h"

/* Sets what `matches` counts; it has no hits and owns nothing.  deadline:
 * CLOCK_MONOTONIC in ns, 0 = none; -1 also when it is over. */
int count_run(const struct engine *engine, const struct request *request,
	struct query *query, uint64_t deadline, struct matches *matches,
	struct fault *fault);

#endif
