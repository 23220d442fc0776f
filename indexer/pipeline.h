/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first flow: files to papers in the index.
 *
 *	file -> reader -> document -> store -> (analysis -> terms -> shard)
 */
#ifndef MEDLIT_INDEXER_PIPELINE_H
#define MEDLIT_INDEXER_PIPELINE_H

#include <signal.h>

#include "indexer/reader/reader.h"
#include "indexer/report.h"
#include "indexer/store.h"
#include "indexer/walk.h"

struct pipeline {
	struct reader_options options;
	struct store *store;
	struct report *report;
	const volatile sig_atomic_t *stop; /* raised: commit what is whole */
};

/*
 * Index every file of the walk.  Bad records and files are reported and cost
 * only themselves; -1 when the index itself cannot be written further.  The
 * caller commits.
 */
int pipeline_run(struct pipeline *pipeline, const struct walk *walk,
	struct error *err);

#endif
