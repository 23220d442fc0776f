/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What one answer is made from: one generation of the index and one thesaurus,
 * opened together and dropped together.
 */
#ifndef MEDLIT_DAEMON_SNAPSHOT_H
#define MEDLIT_DAEMON_SNAPSHOT_H

#include "analysis/concept/delta.h"
#include "base/file.h"
#include "daemon/settings.h"
#include "index/index.h"
#include "index/words.h"

struct snapshot {
	struct generation generation;
	struct file_mark current; /* of the file that names it */
	struct xc_searcher *searcher;
	const struct thesaurus *thesaurus; /* NULL: none */
	struct thesaurus *own; /* the generation's */
	/* lists that some of its papers are made with: see index/index.h */
	struct thesaurus *pending[GENERATION_PENDING_MAX];
	/* from all of these to `thesaurus`; NULL: they are the same */
	struct delta *delta;
	uint64_t list_hash; /* of all these lists */
	struct spelling *words; /* see snapshot_words() */
	struct file_mark words_mark;
};

/*
 * Open the current generation.  `thesaurus` (kept) is used in place of the
 * generation's own unless it is NULL.  Without an index the error names the
 * command that makes one.
 */
int snapshot_open(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err);
void snapshot_close(struct snapshot *snapshot);

/*
 * Move to what is newest: the next commit, or another generation or thesaurus
 * opened whole before this one is dropped.  When that fails the snapshot stays as it was and
 * can still answer.
 */
int snapshot_refresh(const char *index, const struct thesaurus *thesaurus,
	struct text_analyser *analyser, struct snapshot *snapshot,
	struct error *err);

/*
 * Was the index given another generation or thesaurus since?  Then an answer
 * made meanwhile may be of papers that the snapshot does not know how to read,
 * and snapshot_refresh() moves on.
 */
bool snapshot_is_stale(const char *index, struct snapshot *snapshot);

/* The generation's words as they are now; NULL: it has none that can be read.
 * Valid until the next call. */
const struct spelling *snapshot_words(struct snapshot *snapshot);

#endif
