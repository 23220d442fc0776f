/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stage 4: a question to ranked papers.
 *
 *	rank     1 ............ 10  11 .................. total  total + 1 ...
 *	by       BM25, nearness     BM25, feedback of the        feedback
 *	                            first ten
 *
 * The first RANK_NEAR papers are put in order by whether they have all concepts
 * asked for and how near to one another they have things, too (nearness.h).
 * Whoever asks for more than ten of a plain question gets the rest by what the
 * first ten say as well (feedback.h), and behind the last paper that has a word
 * of the question those that only have words of the first ten: related ones.
 * Feedback finds papers (recall@100 of nfcorpus .24 to .30, of med .86 to .89)
 * but pushes precise answers down when the first ten take part (scifact .87 to
 * .85 nDCG@10); and who looks at ten papers does not pay for it.
 *
 * A question for exactly this (quotation marks, =word, synonyms=off, a number)
 * gets nothing else.
 *
 * A paper's place is the same whichever window shows it.
 */
#ifndef MEDLIT_DAEMON_RANK_H
#define MEDLIT_DAEMON_RANK_H

#include "daemon/worker/engine.h"
#include "daemon/worker/match.h"

#define RANK_NEAR  50
#define RANK_FIRST 10

int rank_run(const struct engine *engine, const struct query *query,
	const struct request *request, uint64_t deadline,
	struct matches *matches, struct fault *fault);

#endif
