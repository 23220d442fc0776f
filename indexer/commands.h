/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of medlit-index, one file each.  Each returns an exit status and
 * says on standard error what went wrong. */
#ifndef MEDLIT_INDEXER_COMMANDS_H
#define MEDLIT_INDEXER_COMMANDS_H

#include "indexer/session.h"

int command_add(const struct options *options, char *const *paths,
	size_t count);
int command_remove(const struct options *options, char *const *ids,
	size_t count);
int command_rebuild(const struct options *options, char *const *none,
	size_t count);
int command_status(const struct options *options, char *const *none,
	size_t count);
int command_verify(const struct options *options, char *const *none,
	size_t count);

/* With its own options; argv[0] is "thesaurus". */
int command_thesaurus(int argc, char **argv);

/* "medlit-index: sentence" on standard error; as JSON {"error":...} on standard
 * output too when the report is JSON.  Returns the exit status it means. */
int command_failed(const struct options *options, const struct error *err);

#endif
