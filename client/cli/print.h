/* SPDX-License-Identifier: MIT */
/* Answers in every format. */
#ifndef MEDLIT_CLI_PRINT_H
#define MEDLIT_CLI_PRINT_H

#include "client/cli/layout.h"
#include "client/cli/options.h"
#include "client/medlit.h"

/* `number` is the question's, from 1; `many`: there may be others. */
void print_results(const struct options *options, struct layout *layout,
	const struct medlit_results *results, size_t number, bool many);

/* Title, authors, journal and id, `label` in front of the title.  What the
 * matches say of the title is marked. */
void print_paper(struct layout *layout, const struct medlit_paper *paper,
	const struct medlit_match *matches, size_t match_count,
	const char *label);

/* A reply as it came, on lines of its own. */
void print_json(const char *json);

/* TREC lines of one query.  A run's scores fall strictly, because readers of
 * runs order by score and not by rank: equal ones are pulled apart by the
 * least that is printed.  PMID:123 is written 123. */
struct trec {
	const char *query, *tag;
	size_t rank;
	long long last; /* score of the line before, in millionths */
};
#define TREC_INIT(query, tag)                                                  \
	{                                                                      \
		(query), (tag), 0, 0                                           \
	}
void print_trec(struct trec *trec, const struct medlit_results *results);

#endif
