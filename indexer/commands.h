/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The work of the verbs of medlit-index, a file each; see struct verb. */
#ifndef MEDLIT_INDEXER_COMMANDS_H
#define MEDLIT_INDEXER_COMMANDS_H

#include "indexer/verb.h"

int command_add(struct run *run, char *const *paths, size_t count,
	struct error *err);
int command_sync(struct run *run, char *const *paths, size_t count,
	struct error *err);
int command_watch(struct run *run, char *const *paths, size_t count,
	struct error *err);
int command_remove(struct run *run, char *const *ids, size_t count,
	struct error *err);
int command_rebuild(struct run *run, char *const *none, size_t count,
	struct error *err);
int command_compact(struct run *run, char *const *none, size_t count,
	struct error *err);
int command_rollback(struct run *run, char *const *none, size_t count,
	struct error *err);
int command_status(struct run *run, char *const *none, size_t count,
	struct error *err);
int command_verify(struct run *run, char *const *none, size_t count,
	struct error *err);
int command_export(struct run *run, char *const *none, size_t count,
	struct error *err);

/* With its own options; argv[0] is "thesaurus". */
int command_thesaurus(int argc, char **argv);

#endif
