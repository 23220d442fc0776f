/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shards made smaller, each by a process of its own: the engine cannot be
 * stopped in it, and a process can.
 */
#ifndef MEDLIT_INDEXER_MERGE_H
#define MEDLIT_INDEXER_MERGE_H

#include "index/index.h"

/*
 * The shards of one generation into those of another, of as many, `jobs` at a
 * time (0: one).  What is at a target is replaced; each is checked, block by
 * block, when it is made.  A signal to stop is an error, too.
 */
int merge_shards(const struct generation *from, const struct generation *to,
	unsigned jobs, struct error *err);
/* Those of a generation that was not published yet, in their place. */
int merge_in_place(const struct generation *generation, unsigned jobs,
	struct error *err);

#endif
