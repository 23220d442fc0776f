/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a paper has all the concepts asked for, and how near to one another
 * it has the things asked for.
 *
 * BM25 gives a paper that says much of a disease and nothing of the gene what it
 * gives one that says some of both.  A pair of concepts, wherever they stand, is
 * worth most of the lighter one's weight, so that what names all goes first.
 * Words are no concepts: which of a sentence's words matter nobody knows, and
 * the same for them costs long questions.
 *
 * BM25 does not know whether a drug and a side effect stand in one sentence or
 * in two sections.  Positions do: a pair of clauses within about a sentence is
 * worth a share of the lighter one's weight, the more the nearer (after Tao and
 * Zhai, "An exploration of proximity measures in information retrieval", 2007).
 */
#ifndef MEDLIT_DAEMON_NEARNESS_H
#define MEDLIT_DAEMON_NEARNESS_H

#include "daemon/worker/query.h"
#include "libxapian-c/xapian-c.h"

/* What to ask the engine for, and how to read it. */
struct nearness {
	struct xc_bytes *terms; /* whose positions are wanted, clause by clause;
				   none where no pair gains anything */
	size_t terms_count;
	size_t *ends;    /* of each clause, behind its last term */
	double *weights; /* of each clause that stands somewhere */
	unsigned char *concepts; /* 1: the clause is one */
	size_t clauses_count;
	double near;    /* of the lighter clause's weight, side by side */
	double covered; /* of the lighter concept's weight, anywhere */
	double most; /* what any paper can get */
};

/* After expand_query().  `documents`: papers in the index.  `without`: bits of
 * enum component. */
struct nearness nearness_make(const struct query *query, uint64_t documents,
	uint32_t without, struct arena *arena);

/* What a paper gets: the xc_bonus of its score. */
double nearness_of(const struct nearness *nearness, const struct xc_hit *hit);

#endif
