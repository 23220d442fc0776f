/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of suggest.h hand one another. */
#ifndef MEDLIT_DAEMON_SUGGEST_INTERNAL_H
#define MEDLIT_DAEMON_SUGGEST_INTERNAL_H

#include "analysis/spelling/spelling.h"
#include "daemon/worker/suggest.h"

/* Letters of a word that is looked up: four letters are near to everything. */
#define LETTERS_MIN 5
/* A word that some papers have is doubtful where another with one edit is so
 * many times more frequent. */
#define RARE_PAPERS 3
#define RARE_TIMES  200
#define RARE_COST   1.0
/* Words offered for one. */
#define OPTIONS_MAX 3

struct option {
	enum suggestion_kind kind;
	struct slice word;
	uint32_t start, end; /* what it stands for, in the question */
	uint64_t documents;
};

/* A word of the question and what may stand in its place. */
struct doubt {
	struct option options[OPTIONS_MAX];
	size_t count;
};

struct suggester {
	const struct query *query;
	const struct spelling *words;
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus;
	struct xc_searcher *searcher;
	struct arena *arena;
	struct fault *fault;
};

/* doubt.c */
int is_letters(struct slice word);
/* May the word of token i be a mistake? */
int is_doubtful(const struct query *query, size_t i);

/* suggest_papers.c */
/* Papers that have a term. */
int suggest_frequency(
	const struct suggester *s, struct slice term, uint64_t *documents);
/* Papers that a word finds: by its stem, or by the concept it names. */
int suggest_count(
	const struct suggester *s, struct slice word, uint64_t *documents);
/* How a paper writes a stem; the stem itself where none is found to. */
int suggest_written(
	const struct suggester *s, struct slice stem, struct slice *word);
/* Papers that write the two side by side. */
int suggest_count_pair(const struct suggester *s, struct slice left,
	struct slice right, uint64_t *documents);

/* suggest_options.c */
/* What may stand in the place of token i. */
int suggest_options(const struct suggester *s, size_t i, struct doubt *doubt);

#endif
