/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Clauses to papers: one search.  rank.h makes a ranking of several.
 *
 * A paper needs one clause to be found, or what the question's tree says, and
 * ranks by all clauses it has (BM25).  What
 * leaves here is of one commit of one generation.
 */
#ifndef MEDLIT_DAEMON_MATCH_H
#define MEDLIT_DAEMON_MATCH_H

#include "daemon/worker/query.h"
#include "libxapian-c/xapian-c.h"

/* What was done to a hit's score behind the engine; see rank.h. */
struct extra {
	double lowered; /* what brings it behind the first papers */
};

struct matches {
	struct xc_results *results; /* owned; NULL: nothing to look for */
	struct xc_results *more[2]; /* owned; see rank.h */
	const struct xc_hit *hits;  /* with their records */
	int ids_only;               /* 1: with their ids instead */
	size_t hits_count;
	uint64_t total;
	int total_exact; /* 0: there are at least `total` */
	int timed_out;   /* 1: better papers may be missing */
	int too_large;   /* 1: more terms than a search can have: no hits */
	uint64_t revision;
	struct extra *extras; /* one a hit */
	size_t taught;        /* from this hit on `added` counts, too */
	size_t related;       /* from this hit on none has what was asked for */
	struct parts added;   /* what the first papers say; see feedback.h */
	/* [hit * clauses_count + clause]: 1 when a text of the hit has it, or
	 * of a phrase any word; nothing for hits without snippets and
	 * matched_as */
	unsigned char *has;
};

/* Which part of the ranking is wanted, and what is added to the question. */
struct match_window {
	uint32_t offset, limit;
	const struct xc_bonus *bonus; /* see xc_query; NULL */
	/* Terms that add to the score of what the question finds; with
	 * `related` they alone find, and what the question does not find. */
	const struct part *added;
	size_t added_count;
	const struct xc_bytes *without; /* keys of papers left out */
	size_t without_count;
	int related;
	const uint32_t *slots; /* values wanted per hit */
	size_t slots_count;
	/* The hits get their ids as values[0], and no records: to unpack ten
	 * costs as much as to find them. */
	int ids_only;
};

/* deadline: CLOCK_MONOTONIC in ns, 0 = none; then what was found is all. */
int match_run(const struct query *query, const struct request *request,
	const struct match_window *window, uint64_t deadline,
	struct xc_searcher *searcher, struct arena *arena,
	struct matches *matches, struct fault *fault);
/* No hits, of the index as it is now. */
int match_nothing(struct xc_searcher *searcher, struct matches *matches,
	struct fault *fault);
void match_clear(struct matches *matches);

#endif
