/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question that finds nothing: what each of its parts finds alone, and
 * questions that ask for a little less.  None of them is asked instead: no hits
 * stay no hits.
 */
#ifndef MEDLIT_DAEMON_RELAX_H
#define MEDLIT_DAEMON_RELAX_H

#include "daemon/worker/engine.h"
#include "daemon/worker/match.h"
#include "daemon/worker/write.h"

#define RELAX_TRIES 16
#define RELAX_SHOWN 3

struct counted {
	uint64_t total;
	int exact; /* 0: there are at least so many */
};

/* A part of the question: a clause or a value, as it is written. */
struct alone {
	struct slice text;
	struct counted found;
};

struct relaxed {
	struct slice question; /* whole: it can be asked as it stands */
	enum change change;
	struct slice of; /* what was changed, as it is written */
	struct counted found;
};

struct relaxation {
	struct alone *alone;
	size_t alone_count;
	struct relaxed *relaxed;
	size_t relaxed_count;
};

/* Everything lives in the arena.  Of no question that asks for a paper's
 * number. */
int relax_count(const struct engine *engine, const struct query *query,
	const struct request *request, uint64_t deadline,
	struct relaxation *out, struct fault *fault);

/* Sets `relaxed` to questions with one change each, RELAX_TRIES at most, the
 * gentlest change first; what they find is not known yet. */
void relax_write(
	const struct query *query, struct arena *arena, struct relaxation *out);
/* Keeps RELAX_SHOWN that find papers: the gentlest change first, then the one
 * that finds most.  Any word will do only where no other change does. */
void relax_choose(struct relaxation *relaxation);

/* "words", "place" ... */
const char *relax_change_name(enum change change);

#endif
