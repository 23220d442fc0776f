/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper in the index by the name somebody typed. */
#ifndef MEDLIT_INDEXER_LOOKUP_H
#define MEDLIT_INDEXER_LOOKUP_H

#include "index/index.h"

/*
 * The id under which the paper is stored: as typed; a bare number as PMID; or
 * the paper that has this PMID, PMCID or DOI beside its id.  1 found, 0 none,
 * -1.  *id lives in the arena.
 */
int lookup_paper(struct xc_searcher *searcher, const char *typed,
	struct slice *id, struct arena *arena, struct error *err);

/* Opens all shards of a generation for reading. */
struct xc_searcher *lookup_open(
	const struct generation *generation, struct error *err);

#endif
