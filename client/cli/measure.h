/* SPDX-License-Identifier: MIT */
/*
 * Judgments and a run to measures of each query.
 *
 * Documents are ordered by score, ties by document descending, as trec_eval
 * does; the rank column counts for nothing.  Only queries with a relevant
 * document are measured, and one the run does not answer has 0.  A document
 * that a file names twice has its last value.  nDCG has gain = grade (or
 * 2^grade-1) over log2(rank+1).
 */
#ifndef MEDLIT_CLI_MEASURE_H
#define MEDLIT_CLI_MEASURE_H

#include <stdbool.h>

#include "client/cli/table.h"

enum measure {
	MEASURE_NDCG,
	MEASURE_MAP,
	MEASURE_RECALL_100,
	MEASURE_MRR,
	MEASURE_PRECISION,
	MEASURE_RECALL_1000,
	MEASURE_JUDGED, /* share of the first ten that is judged at all */
	MEASURE_COUNT
};

extern const char *const measure_names[MEASURE_COUNT];

struct measured {
	const char *query;
	double value[MEASURE_COUNT];
};

struct evaluation {
	struct measured *queries; /* in the order of the judgments */
	size_t count;
	double mean[MEASURE_COUNT];
};

/* Sorts both tables by query and document. */
void evaluation_make(struct evaluation *evaluation, struct table *qrels,
	struct table *run, double level, bool exponential);
void evaluation_clear(struct evaluation *evaluation);

/*
 * How likely a mean difference as large as that of `differences` is when each
 * could as well have the other sign: paired randomisation with 10,000 draws of
 * a fixed seed.
 */
double randomisation_test(const double *differences, size_t count);

#endif
