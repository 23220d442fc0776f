/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every stored paper of an index, one after the other. */
#ifndef MEDLIT_INDEXER_RECORDS_H
#define MEDLIT_INDEXER_RECORDS_H

#include "index/index.h"
#include "indexer/report.h"

/* 0 go on, 1 no more, -1.  The arena is emptied for the next. */
typedef int records_told(void *context, const struct document *document,
	struct arena *arena, struct error *err);

/*
 * Each is counted as read and told; the document lives in the arena.  One
 * that cannot be read is a failure in the report, of the file `where`.  Ends
 * early, with 0, when the run is to stop.
 */
int records_each(struct xc_searcher *searcher, const char *where,
	struct report *report, records_told *told, void *context,
	struct error *err);

#endif
