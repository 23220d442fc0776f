/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A writer process reads frames from a pipe and owns the shards whose number
 * leaves its own when divided by the number of jobs:
 *
 *	frame  = uint32 length | op | shard | bytes
 *	P id part    put the record of a source into an entry
 *	Q id part    the same, not counted
 *	N id part    the same, whatever its part was before
 *	R id key     take a source out of an entry
 *	E record     put an entry as it is
 *	D id         remove an entry        M id   the same, not counted
 *	A id         make its terms anew
 *	G id         give its record: a reply with the record instead of the
 *	             refused, empty when there is none
 *	K         commit this shard: without a reply
 *	C         commit all
 *	reply  = uint32 length | struct job_reply | refused papers (id, code,
 *		 text) ...
 *
 * A writer replies when its shards are open, to each C and G, and when it
 * fails: then it closes its pipe first and ends.  So the parent's next write
 * fails with EPIPE, and the reply says why; there is none from a writer that
 * was killed.  The pipe's own size is the queue.  The writers are forked before
 * any shard is open: a lock must not be inherited.
 */
#ifndef MEDLIT_INDEXER_JOB_H
#define MEDLIT_INDEXER_JOB_H

#include "indexer/shard_set.h"

struct job_reply {
	int32_t failed; /* enum error_code, 0 = all went well */
	struct counts counts;
	char text[ERROR_TEXT_MAX];
};

/* All or -1. */
int job_write(int fd, const void *data, size_t length);
/* 1 whole, 0 the other end is closed, -1 cut. */
int job_read(int fd, void *data, size_t length);

/* The writer process of number `job` of `jobs`: ends with it. */
void job_run(const struct generation *generation, unsigned job, unsigned jobs,
	struct shard_set *set, int from, int to) __attribute__((noreturn));

#endif
