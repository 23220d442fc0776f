/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One shard being written: records in, commits out.
 *
 * The engine loses the whole uncommitted batch on some errors.  A shard keeps
 * the records of its open batch and puts them again, once, so that such an
 * error costs nothing when its cause has passed.
 */
#ifndef MEDLIT_INDEXER_SHARD_H
#define MEDLIT_INDEXER_SHARD_H

#include "index/index.h"
#include "indexer/counts.h"

/* What turns a record into terms; shared by the shards of one process. */
struct annotator {
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus; /* may be NULL */
	struct arena arena;		   /* emptied between papers */
};

struct shard;

/* Takes the shard's write lock. The path is copied. */
struct shard *shard_open(const char *path, struct annotator *annotator,
	struct error *err);
/* What was not committed is lost. NULL is fine. */
void shard_close(struct shard *shard);

/*
 * Add or replace the paper of an encoded record; one that is stored just so
 * already is left alone.  ERROR_FORMAT: this record is bad, the batch goes on.
 * Any other error: the shard cannot go on.
 */
int shard_put(struct shard *shard, struct slice record, struct error *err);
/* Make the terms of the paper with this id anew, from its stored record; one
 * that is not there is fine. */
int shard_annotate(struct shard *shard, struct slice id, struct error *err);
/* Remove by paper id; one that is not there is fine. */
int shard_remove(struct shard *shard, struct slice id, struct error *err);
/* Make it last; adds what the batch did to *counts. */
int shard_commit(struct shard *shard, struct counts *counts,
	struct error *err);
#endif
