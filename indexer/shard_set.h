/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shards that one process writes. */
#ifndef MEDLIT_INDEXER_SHARD_SET_H
#define MEDLIT_INDEXER_SHARD_SET_H

#include "indexer/shard.h"

/* Told of a paper the engine refused. */
typedef void store_refused(void *context, struct slice id,
	const struct error *why);

struct shard_set {
	struct shard **shards; /* by shard number; NULL: somebody else's */
	unsigned count;
	struct annotator annotator;
	struct counts counts; /* of what was committed */
	store_refused *refused;
	void *context;
};

/* Opens every shard with number % jobs == job; annotator and refused are set by
 * the caller before.  shard_set_close() also after a failure. */
int shard_set_open(struct shard_set *set, const struct generation *generation,
	unsigned job, unsigned jobs, struct error *err);
void shard_set_close(struct shard_set *set);

/* One change, by its letter in job.h.  A refused record is told and forgotten;
 * anything worse is -1. */
int shard_set_change(struct shard_set *set, char op, unsigned shard,
	struct slice bytes, struct error *err);
/* As shard_get(). */
int shard_set_get(struct shard_set *set, unsigned shard, struct slice id,
	struct buffer *out, struct error *err);
int shard_set_commit_one(struct shard_set *set, unsigned shard,
	struct error *err);
int shard_set_commit(struct shard_set *set, struct error *err);

#endif
