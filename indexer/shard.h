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

#include <stdbool.h>

#include "index/index.h"
#include "indexer/counts.h"
#include "indexer/reading.h"

/* What turns a record into terms; shared by the shards of one process. */
struct annotator {
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus; /* may be NULL */
	const struct reading *reading;	   /* which of two records stays */
	struct arena arena;		   /* emptied between papers */
};

struct shard;

/* Takes the shard's write lock. The path is copied.  `aside`: of a generation
 * that is not published yet. */
struct shard *shard_open(const char *path, bool aside,
	struct annotator *annotator, struct error *err);
/* What was not committed is lost. NULL is fine. */
void shard_close(struct shard *shard);

/*
 * Add or replace the paper of an encoded record; one that is stored just so
 * already is left alone.  ERROR_FORMAT: this record is bad, the batch goes on.
 * Any other error: the shard cannot go on.
 */
int shard_put(struct shard *shard, struct slice record, struct error *err);
/*
 * Put the record of one source into the entry with that id: it replaces the
 * part with its key, unless that is the newer (reading_keeps()), or is merged
 * with the parts there are (document_merge()).  The bytes are those of
 * shard_part().
 */
enum shard_way {
	SHARD_PUT,
	SHARD_PUT_QUIETLY, /* not counted: it moves from another entry */
	SHARD_PUT_ANEW,	   /* what was stored before is known to be over */
};
int shard_put_part(struct shard *shard, struct slice bytes, enum shard_way way,
	struct error *err);
/* Take the part with that key out of the entry; others must be left. */
int shard_drop_part(struct shard *shard, struct slice bytes, struct error *err);
/* An entry's id and what goes with it, in one run of bytes. */
void shard_part(struct buffer *out, struct slice id, struct slice rest);
/* Takes the id off the front of such bytes. */
struct slice shard_part_id(struct slice *bytes);
/* Append the stored record of an id; 1 found, 0 not, -1. */
int shard_get(struct shard *shard, struct slice id, struct buffer *out,
	struct error *err);
/* The records an entry is made of: its parts, or itself. */
struct slices shard_parts_of(const struct document *entry, struct slice record,
	struct arena *arena);
/* Make the terms of the paper with this id anew, from its stored record; one
 * that is not there is fine. */
int shard_annotate(struct shard *shard, struct slice id, struct error *err);
/* Remove by paper id; one that is not there is fine. */
int shard_remove(struct shard *shard, struct slice id, struct error *err);
/* The same of one that moved to another entry: not counted. */
int shard_forget(struct shard *shard, struct slice id, struct error *err);
/* Make it last; adds what the batch did to *counts. */
int shard_commit(struct shard *shard, struct counts *counts,
	struct error *err);

#endif
