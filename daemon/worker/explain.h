/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 6, when it is asked for: why a paper stands where it does.  Its score
 * is the sum of what each clause, the name as typed, a comparison and the words
 * of the first papers add (share.h), of nearness, and of what was taken or
 * given to keep the list's scores falling (rank.h).
 *
 * Of a clause it also says which ways to spell it the paper has, of which the
 * best counts, and how the paper writes that where; so, too, of what a paper
 * has in common with another and of the words of the first papers.
 */
#ifndef MEDLIT_DAEMON_EXPLAIN_H
#define MEDLIT_DAEMON_EXPLAIN_H

#include "daemon/worker/engine.h"
#include "daemon/worker/share.h"
#include "daemon/worker/snippet.h"

/* What a clause is written as in one kind of text of a paper. */
struct written {
	uint32_t clause;   /* or the place of a term in a list of them */
	struct slice text; /* the first of these */
	enum mention_field field;
	uint32_t count;
};

struct way {
	const struct part *part;
	struct share_found found;
};

struct reason {
	struct share share;
	double weight;
	struct way *ways; /* SHARE_CLAUSE; best first */
	size_t ways_count;
	int by_words;        /* 1: of a concept only words of its name count */
	struct slices terms; /* SHARE_ADDED, SHARE_LIKE */
	const struct written *written; /* not of SHARE_TYPED and _COMPARISON */
	size_t written_count;
};

struct explanation {
	struct reason *reasons; /* in the order of the question */
	size_t count;
};

struct explanations {
	struct explanation *items; /* one a hit; NULL: time ran out */
	double *rarity; /* of each clause; see worth_rarity() */
};

/* Of `page`, which snippet_make() made of these matches. */
int explain_page(const struct engine *engine, const struct query *query,
	const struct matches *matches, const struct page *page,
	uint64_t deadline, struct explanations *out, struct fault *fault);

/* How one paper writes the clauses, by clause and field; *count is how many. */
struct written *explain_written(const struct engine *engine,
	const struct marker *marker, const struct document *document,
	size_t *count);

/* The same of terms of the index; of what is inside a concept among them, only
 * the concept. */
struct written *explain_terms(const struct engine *engine,
	const struct document *document, const struct slices *terms,
	size_t *count);

/* The name of a way to spell a clause: "word", "narrower" ... */
const char *explain_way_name(const struct part *part);

#endif
