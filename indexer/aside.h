/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A large load into an empty index is made aside: into a new generation that
 * nobody reads, so that nothing needs to be synced while it grows; then its
 * shards are merged into small ones, and it is swapped in whole.
 *
 * A signal swaps in what is whole by then.  After an error, or killed, the
 * index is as it was, and the same run again does all of it.
 */
#ifndef MEDLIT_INDEXER_ASIDE_H
#define MEDLIT_INDEXER_ASIDE_H

#include "indexer/verb.h"

/* The generation of the session becomes the new one when the run is such a
 * load of these paths; else nothing happens.  Before anything is read. */
int aside_begin(
	struct run *run, char *const *paths, size_t count, struct error *err);
/* After the last commit, whose outcome `result` is; returns that of the run. */
int aside_end(struct run *run, int result, struct error *err);

#endif
