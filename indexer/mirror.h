/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index kept as its source files are: what `sync` and `watch` do.
 *
 * The promise: the index holds what reading all sources in the order of their
 * paths into an empty one would give: of a paper in a register the newest
 * record, of several as new that of the last file.  The price: a file that is
 * as it was costs a stat().
 *
 *	walk     -> which files are new, changed or gone
 *	read     -> papers of new and changed ones into the store
 *	resolve  -> what these no longer give: other sources that still do are
 *	            read again for it; else it is taken out
 *	commit   -> then the files' outcomes are remembered
 *
 * Killed anywhere, the same run again does what is left.  A run that would take
 * out a large share of the papers because their files are gone takes out none
 * and says so: a folder that is not mounted looks the same.
 */
#ifndef MEDLIT_INDEXER_MIRROR_H
#define MEDLIT_INDEXER_MIRROR_H

#include "index/sources.h"
#include "indexer/id_table.h"
#include "indexer/pipeline.h"
#include "indexer/verb.h"

/* What files say of a paper: kept as the number of its id. */
struct said {
	unsigned gave : 30; /* rank of the last file that gives it; 0: none */
	unsigned over : 1;  /* what is stored of it counts no more: all files
			       that still give it are read for it */
	unsigned put : 1;   /* by this run */
	unsigned took : 30; /* what files up to this rank gave is taken out */
	unsigned going : 1; /* is to be taken out */
	unsigned several : 1; /* files give it */
};

/* A file to be read. */
struct mirror_task {
	const struct walk_file *file;
	struct source *source;
	size_t old_spans; /* of what it gave before */
	bool done, failed;
	struct source_facts facts; /* as read */
	uint64_t papers;
	char *reason;
};

struct mirror {
	struct run *run;
	struct sources *sources;
	struct store *store; /* NULL until something is to be changed */
	struct pipeline pipeline;
	bool watching; /* paths are real ones, and gone when they are not there */
	/* of one run over some paths */
	char **roots;
	size_t roots_count;
	struct walk walk;
	struct mirror_task *tasks;
	size_t tasks_count, told; /* told: outcomes written */
	struct source **gone;
	size_t gone_count;
	/* What other files give matters: ids to struct said. */
	struct id_table *affected;
	uint64_t rank;		/* of the file being read */
	uint64_t papers_before; /* of all sources below the roots */
	uint64_t unchanged;	/* papers of files that are as they were */
	const char *emptied;	/* a root that has no file left */
	uint64_t since_commit;	/* papers read */
	bool stopped;		/* before the end */
	bool held;		/* too much would go: what is gone stays */
	uint64_t unchanged_all; /* of all runs */
};

int mirror_open(struct mirror *mirror, struct run *run, struct error *err);
void mirror_close(struct mirror *mirror);
/* Bring the index to the state of these files and folders, committed. */
int mirror_run(struct mirror *mirror, char *const *paths, size_t count,
	struct error *err);

/* The parts of mirror_run(), in their order. */
int mirror_look(struct mirror *mirror, char *const *paths, size_t count,
	struct error *err);
int mirror_read(struct mirror *mirror, struct error *err);
int mirror_resolve(struct mirror *mirror, struct error *err);

struct said said_of(uint64_t number);
uint64_t said_number(struct said said);
/* One more file, in the order of ranks, says something. */
void said_add(struct said *said, uint64_t rank, bool take_out);
/* How to put a paper that is to be put now. */
enum pipeline_choice said_put(struct said *said);
/* Was it written so lately that it may be written again with the same times? */
bool mirror_is_fresh(const struct source_facts *facts);
/* Commit, then remember what became of the files. */
int mirror_commit(struct mirror *mirror, struct error *err);

#endif
