/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one thing adds to the scores of papers that were found: the engine is
 * asked the same question once more, in which nothing else weighs.  So there is
 * no second formula that the ranking could differ from.
 */
#ifndef MEDLIT_DAEMON_SHARE_H
#define MEDLIT_DAEMON_SHARE_H

#include "daemon/worker/match.h"

enum share_kind {
	/* inside the question, so that AND and NOT decide whether it counts: */
	SHARE_CLAUSE,     /* by its best part */
	SHARE_TYPED,      /* the words as typed; see typed.h */
	SHARE_COMPARISON, /* for both arms; number: 0 */
	SHARE_LIKE,       /* what a paper has in common with another */
	/* alone: */
	SHARE_PART,  /* one way to spell a clause */
	SHARE_TERMS, /* SHARE_LIKE, to know its terms */
	SHARE_ADDED, /* all that the first papers add; see feedback.h */
};

struct share {
	enum share_kind kind;
	uint32_t number; /* of the clause; of the filter */
	uint32_t part; /* SHARE_PART */
};

/* In one paper. */
struct share_found {
	double weight;       /* 0: nothing */
	struct slices terms; /* of the index, that the paper has; of
				what stands inside the question none */
};

/*
 * Sets found[], one a hit.  keys: the hits' PREFIX_KEY terms.  deadline:
 * CLOCK_MONOTONIC in ns, 0 = none.  Faults: "deadline" when it came first,
 * "index_changed" when the hits are of a commit that is gone.
 */
int share_find(const struct query *query, const struct matches *matches,
	const struct xc_bytes *keys, struct share share, uint64_t deadline,
	struct xc_searcher *searcher, struct arena *arena,
	struct share_found *found, struct fault *fault);

#endif
