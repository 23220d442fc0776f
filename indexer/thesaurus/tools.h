/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What check, diff, stats and which share. */
#ifndef MEDLIT_THESAURUS_TOOLS_H
#define MEDLIT_THESAURUS_TOOLS_H

#include <jansson.h>

#include "analysis/concept/list.h"
#include "indexer/commands.h"
#include "indexer/report.h"
#include "indexer/thesaurus/command.h"

struct tool_options {
	const char *index, *thesaurus, *queries;
	double max_share; /* percent; 0: not given */
	bool dry_run;
	struct options report; /* only `json` and `jobs` are set */
	char **operands;
	size_t count;
};

/* Options and operands of a command, which names the letters of the options it
 * takes.  EXIT_ALL, or EXIT_USAGE with the mistake told. */
int tool_options(struct tool_options *options, const char *letters, int argc,
	char **argv);

/* A text file and what analyses it; clear also after a failure. */
struct source {
	const char *path;
	struct buffer text;
	struct text_analyser *analyser;
	struct arena arena;
};
int source_open(struct source *source, const char *path, struct error *err);
void source_clear(struct source *source);

/* A slice as a JSON string; NULL when it is not UTF-8. */
json_t *json_slice(struct slice text);
/* A member that is a string; "" for none. */
const char *json_text(const json_t *object, const char *name);
/* The object as JSON on standard output; freed. */
void print_json(json_t *object);

/*
 * Of each row that is a form: in how many papers of the index it stands, into
 * documents[]; 0 where these are no more than the ignored share.  *papers is
 * how many papers the index has.
 */
int count_papers(const char *index, const struct list_rows *rows,
	struct text_analyser *analyser, double ignored_share,
	uint64_t *documents, uint64_t *papers, struct error *err);

#endif
