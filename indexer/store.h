/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The shards of one generation, written by this process or by `jobs` child
 * processes that each own some of them.  A paper's id decides its shard.
 */
#ifndef MEDLIT_INDEXER_STORE_H
#define MEDLIT_INDEXER_STORE_H

#include "index/index.h"
#include "indexer/counts.h"
#include "indexer/shard_set.h"

struct store;

/*
 * jobs > 1 forks that many writers (at most one a shard).  The thesaurus stays
 * the caller's and must outlive the store, and so must `reading`, which says
 * which of two records stays; NULL means none, and the last one stays.
 */
struct store *store_open(const struct generation *generation, unsigned jobs,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	const struct reading *reading, store_refused *refused, void *context,
	struct error *err);
/* One that only counts what would be done to the generation; NULL, or one
 * without a path, is one without papers. */
struct store *store_open_dry(const struct generation *generation,
	const struct reading *reading, struct error *err);
/*
 * Before each commit, of one shard or of all, `before` is called; what it
 * returns below 0 fails the call that commits.  So whoever keeps facts about
 * the papers elsewhere has them on the disk no later than the papers.
 */
typedef int store_before_commit(void *context, struct error *err);
void store_set_before_commit(struct store *store, store_before_commit *before,
	void *context);
/* Without a commit before, the open batches are lost. NULL is fine. */
void store_close(struct store *store);

/* Each may commit what came before, batch by batch. */

/*
 * What one source says of a paper.  It becomes part of the entry of that paper,
 * whatever other sources call it (join.h).  `anew`: what is stored of this part
 * is known to be over, so it stays in no case.
 */
int store_put(struct store *store, const struct document *document, bool anew,
	struct error *err);
/* `id` is an entry's id, and all of the entry goes; or a part's key
 * (document_part()), and what other sources say stays. */
int store_remove(struct store *store, struct slice id, struct error *err);
/* An entry with its parts as it was stored: for a rebuild. */
int store_put_entry(struct store *store, const struct document *document,
	struct error *err);
/* Make the terms of a stored paper anew: for another thesaurus. */
int store_annotate(struct store *store, struct slice id, struct error *err);
/* Everything given so far is on the disk when it returns 0.  After an error of
 * one writer it commits what the others hold and returns -1, with that error
 * told before and *err untouched. */
int store_commit(struct store *store, struct error *err);

/* For join.c: one change of job.h to the entry with that id, and the record of
 * an entry (1, 0 none, -1). */
int store_change(struct store *store, char op, struct slice id,
	struct slice bytes, struct error *err);
int store_get(struct store *store, struct slice id, struct buffer *record,
	struct error *err);
/* One more paper that changed, of which the writers do not count it. */
void store_count_update(struct store *store);

/* What was committed so far. */
struct counts store_counts(const struct store *store);

#endif
