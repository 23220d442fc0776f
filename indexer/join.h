/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One paper, one entry: the records of a paper from several sources become
 * parts of one entry of the index, in whatever order they come.
 *
 *	PubMed's record	  PMID:1, doi 10.1/a  --+
 *	publisher's page	  DOI:10.1/a  --+--> entry PMID:1 with 3 parts
 *	PDF		       title, year, author  --+
 *
 * Papers are the same that share a PMID, DOI or PMCID, or, where one has none
 * of these, title, year and first author.  Different PMIDs are different
 * papers, whatever else they share.  The entry has the best id of its parts; a
 * better one moves it.
 *
 * What can be undone stays: an entry of several sources holds their records,
 * and one of them can be replaced or taken out (document_merge()).
 */
#ifndef MEDLIT_INDEXER_JOIN_H
#define MEDLIT_INDEXER_JOIN_H

#include "index/index.h"

struct join;
struct store;

/* A generation without a path, or NULL, is one without papers. */
struct join *join_open(const struct generation *generation, struct error *err);
/* NULL is fine. */
void join_close(struct join *join);

/* What store_put() and store_remove() do. */
int join_put(struct join *join, struct store *store,
	const struct document *document, bool anew, struct error *err);
int join_remove(struct join *join, struct store *store, struct slice id,
	struct error *err);
/* After a commit: take out what moved to other entries.  1 when there was
 * something, to be committed, too; 0; -1. */
int join_forget_moved(
	struct join *join, struct store *store, struct error *err);

#endif
