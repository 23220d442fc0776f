/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper in the index by its id or one of its names. */
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

/* The record of the entry with that id, appended (NULL: is there one?); 1, 0,
 * -1. */
int lookup_record(struct xc_searcher *searcher, struct slice id,
	struct buffer *record, struct arena *arena, struct error *err);
/* The id of the entry that has the name (document_names()), in the arena: the
 * same. */
int lookup_name(struct xc_searcher *searcher, struct slice name,
	struct slice *id, struct arena *arena, struct error *err);

/* Opens all shards of a generation for reading. */
struct xc_searcher *lookup_open(
	const struct generation *generation, struct error *err);
/* As lookup_open(), and how many papers it has. */
struct xc_searcher *lookup_open_counted(const struct generation *generation,
	uint64_t *papers, struct error *err);
/* How many papers it has. */
int lookup_count(const struct generation *generation, uint64_t *papers,
	struct error *err);

#endif
