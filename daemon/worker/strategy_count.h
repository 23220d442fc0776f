/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many papers each line of a strategy has. */
#ifndef MEDLIT_DAEMON_STRATEGY_COUNT_H
#define MEDLIT_DAEMON_STRATEGY_COUNT_H

#include "daemon/worker/engine.h"
#include "daemon/worker/match.h"
#include "daemon/worker/strategy.h"

/* One line, as a question. */
struct line_answer {
	struct query query;
	uint64_t total;
	int total_exact; /* 0: there are at least `total` */
	int too_large;
	int timed_out; /* 1: it was not, or not wholly counted */
};

struct strategy_answer {
	struct strategy strategy;
	struct line_answer *lines; /* all but the last, whose papers are the
				      answer's */
	size_t count;
	int timed_out; /* 1: there is no time for the last one either */
};

/* Every line but the last one.  Of another question there are none. */
int strategy_count(const struct engine *engine, const struct request *request,
	uint64_t deadline, struct strategy_answer *answer, struct fault *fault);

/* Takes out of the last line's warnings what other lines told. */
void strategy_drop_told(
	const struct strategy_answer *answer, struct slices *warnings);

#endif
