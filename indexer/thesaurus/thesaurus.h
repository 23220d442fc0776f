/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `medlit-index thesaurus` does, one file each.  Each action returns an
 * exit status and says on standard error what went wrong. */
#ifndef MEDLIT_INDEXER_THESAURUS_H
#define MEDLIT_INDEXER_THESAURUS_H

#include <jansson.h>

#include "analysis/concept/list.h"
#include "indexer/commands.h"

int thesaurus_command_apply(const struct options *options, char *const *operands,
	size_t count);
int thesaurus_command_check(const struct options *options,
	char *const *operands, size_t count);
int thesaurus_command_diff(const struct options *options,
	char *const *operands, size_t count);
int thesaurus_command_stats(const struct options *options,
	char *const *operands, size_t count);
int thesaurus_command_which(const struct options *options,
	char *const *operands, size_t count);

/* A text file and what analyses it; clear also after a failure. */
struct source {
	const char *path;
	struct buffer text;
	struct text_analyser *analyser;
	struct arena arena;
};
int source_open(struct source *source, const char *path, struct error *err);
void source_clear(struct source *source);

/* A slice as a JSON string; the forms of a list are UTF-8. */
json_t *json_slice(struct slice text);
/* The object as JSON on standard output; freed. */
void print_json(json_t *object);

/*
 * Of each row that is a form: in how many papers of the index it stands, into
 * documents[]; 0 where that is `ignored` or fewer.  *papers is how many papers
 * the index has.
 */
int count_papers(const char *index, const struct list_rows *rows,
	struct text_analyser *analyser, double ignored_share,
	uint64_t *documents, uint64_t *papers, struct error *err);

#endif
