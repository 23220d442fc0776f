/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The first flow: files to papers in the index.
 *
 *	file -> reader -> document -> store -> (analysis -> terms -> shard)
 */
#ifndef MEDLIT_INDEXER_PIPELINE_H
#define MEDLIT_INDEXER_PIPELINE_H

#include "indexer/reader/reader.h"
#include "indexer/report.h"
#include "indexer/session.h"
#include "indexer/store.h"
#include "indexer/walk.h"

/* What to do about a paper that a file gives or takes out. */
enum pipeline_choice {
	PIPELINE_LEAVE,
	PIPELINE_TAKE,
	PIPELINE_TAKE_ANEW, /* what is stored of it is over */
};
typedef enum pipeline_choice pipeline_heed(
	void *context, struct slice id, bool take_out);

struct pipeline {
	struct reader_options options;
	struct report *report;
	/* set by the caller after pipeline_init() */
	struct store *store;
	pipeline_heed *heed; /* NULL: all */
	void *context;
	/* its own */
	char *extractor;
	struct arena arena;    /* of one paper */
	uint64_t bytes_before; /* of the files done */
};

void pipeline_init(struct pipeline *pipeline, const struct options *options,
	struct report *report);
void pipeline_clear(struct pipeline *pipeline);

/* What became of a file. */
struct pipeline_outcome {
	uint64_t papers;    /* found in it */
	struct error error; /* why it was not read to its end, or not at all */
	bool stopped;	    /* that was why */
};

/*
 * One file.  Bad records are reported and cost only themselves, and so does a
 * bad file; -1 when the index itself cannot be written further.  The caller
 * commits.
 */
int pipeline_file(struct pipeline *pipeline, const struct walk_file *file,
	struct pipeline_outcome *outcome, struct error *err);
/* Every file of the walk. */
int pipeline_run(struct pipeline *pipeline, const struct walk *walk,
	struct error *err);
/* The report says that the run ended early. */
void pipeline_report_stop(struct pipeline *pipeline);

#endif
