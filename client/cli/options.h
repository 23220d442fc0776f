/* SPDX-License-Identifier: MIT */
/* The command line: one table of options, one of commands; both print
 * --help. */
#ifndef MEDLIT_CLI_OPTIONS_H
#define MEDLIT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum verb {
	VERB_SEARCH,
	VERB_SIMILAR,
	VERB_SHOW,
	VERB_ANALYZE,
	VERB_SUGGEST,
	VERB_STATUS,
	VERB_RUN,
	VERB_EVAL,
	VERB_COUNT
};

enum format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_NDJSON,
	FORMAT_TSV,
	FORMAT_TREC,
};

enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER
};

struct options {
	enum verb verb;
	char **words; /* what is neither command nor option */
	size_t word_count;
	int format; /* enum format */
	int color;  /* enum color */
	const char *socket, *url, *token_file;
	double timeout; /* seconds */
	size_t limit, offset, snippets;
	bool quiet, no_synonyms, explain;
	const char *syntax, *strategy, *without, *sort, *as, *topics, *tag,
		*qrels, *gate;
	size_t level;
	bool exponential, per_query;
};

enum options_action {
	OPTIONS_RUN,
	OPTIONS_DONE,
	OPTIONS_WRONG
};

/* Read the command line; prints help, version or what is wrong with it.
 * The strings are those of argv. */
enum options_action options_parse(
	struct options *options, int argc, char **argv);

/* The known name nearest to `name`, or NULL when none is near. */
const char *options_nearest(
	const char *name, const char *const *known, size_t count);

#endif
