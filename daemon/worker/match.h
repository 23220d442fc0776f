/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 4: clauses to ranked papers.
 *
 * A paper needs one clause to be found, or what the question's tree says, and
 * ranks by all clauses it has (BM25).  What
 * leaves here is of one commit of one generation.
 */
#ifndef MEDLIT_DAEMON_MATCH_H
#define MEDLIT_DAEMON_MATCH_H

#include "daemon/worker/query.h"
#include "libxapian-c/xapian-c.h"

struct matches {
	struct xc_results *results; /* owned; NULL: nothing to look for */
	const struct xc_hit *hits;  /* with their records */
	size_t hits_count;
	uint64_t total;
	int total_exact; /* 0: there are at least `total` */
	int timed_out;   /* 1: better papers may be missing */
	uint64_t revision;
	/* [hit * clauses_count + clause]: 1 when a text of the hit has it, or of
	 * a phrase any word; nothing for hits without snippets and matched_as */
	unsigned char *has;
};

/* deadline: CLOCK_MONOTONIC in ns, 0 = none; then what was found is all. */
int match_run(const struct query *query, const struct request *request,
	uint64_t deadline, struct xc_searcher *searcher, struct arena *arena,
	struct matches *matches, struct fault *fault);
void match_clear(struct matches *matches);

#endif
