/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files a generation mirrors, and which papers each of them gave: the file
 * "sources" beside the shards.
 *
 *	medlit-sources 1
 *	B PATH          reading of a file begins; what follows is of it
 *	+ ID            it gave this paper
 *	- ID            it took this paper out (DeleteCitation)
 *	D FACTS PATH    it was read to its end
 *	F FACTS REASON TAB PATH           ... or could not be read further
 *	X PATH          it is gone, and so are its papers
 *	= DIGEST        of all since the line like this before: they are whole
 *
 * It is only ever appended to.  An id is on the disk no later than its paper is
 * committed, so that whatever is killed when, no paper is in the index that
 * nobody remembers the source of.  What stands behind the last "=" line was
 * being written at a crash and does not count.  A file begun and not done may
 * have given what it gave before, what it gave since, or both.
 *
 * Why a file of its own: a shard's commit is atomic, that of several is not,
 * and an id may lie in any.  So the order (ids, papers, done) has to carry the
 * safety anyway; then text that is appended is the smallest thing that does.
 */
#ifndef MEDLIT_INDEX_SOURCES_H
#define MEDLIT_INDEX_SOURCES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/slice.h"

/* How a file was when it was read. */
struct source_facts {
	uint64_t size, inode;
	int64_t modified, changed; /* mtime and ctime in nanoseconds */
	uint64_t digest;	   /* of its bytes; 0: changed while read */
	/* It was written so shortly before that another change may have left
	 * the same times: only the digest tells. */
	bool fresh;
};

enum source_state {
	SOURCE_BEGUN, /* not read to its end, or with an outcome unknown */
	SOURCE_DONE,
	SOURCE_FAILED, /* for a reason that lies in its bytes */
};

struct source {
	char *path;
	enum source_state state;
	struct source_facts facts;
	uint64_t papers; /* that it gave, when it was last done */
	uint64_t rank;	 /* 1 for the first in the order of paths */
	char *reason;	 /* why it failed */
	/* where its ids stand in the file, a span for each reading that
	 * counts; none: it is no source, or none any more */
	struct source_span *spans;
	size_t spans_count;
};

struct sources;

/*
 * Those of the generation in this folder (NULL: of none); none when the file is
 * not there.
 * `write`: the caller holds the index's lock; else changes stay in memory.
 * ERROR_FORMAT: damaged.
 */
struct sources *sources_open(const char *folder, bool write,
	struct error *err);
/* NULL is fine; what was not flushed is lost. */
void sources_close(struct sources *sources);

/* NULL: not known.  Sources stay where they are until sources_close(). */
struct source *sources_find(const struct sources *sources, const char *path);
/* The same; a new one is SOURCE_BEGUN and counts when it is begun. */
struct source *sources_know(struct sources *sources, const char *path);
size_t sources_count(const struct sources *sources);
/* In the order of their paths, after sources_sort() (which also ranks). */
struct source *sources_at(const struct sources *sources, size_t number);
void sources_sort(struct sources *sources);
/* Bytewise, but that a folder's files stand together: '/' is the least. */
int source_compare_paths(const char *a, const char *b);
/* Is it this folder, or in it? */
bool source_is_below(const char *path, const char *folder);

/* ---- what happens to them; on the disk with sources_flush() ----------- */

void sources_begin(struct sources *sources, struct source *source);
/* Of the file begun last. */
void sources_gave(struct sources *sources, struct slice id);
void sources_took_out(struct sources *sources, struct slice id);
/* Read to its end: what it gave before counts no more.  Also for new facts of
 * a file that has the same content. */
void sources_done(struct sources *sources, struct source *source,
	const struct source_facts *facts, uint64_t papers);
/* Not read further: what it gave before counts still. */
void sources_failed(struct sources *sources, struct source *source,
	const struct source_facts *facts, const char *reason);
void sources_forget(struct sources *sources, struct source *source);
int sources_flush(struct sources *sources, struct error *err);

/* Call `told` for every id a source gave or took out. */
typedef void source_told(void *context, struct slice id, bool took_out);
int sources_each(struct sources *sources, const struct source *source,
	source_told *told, void *context, struct error *err);

/* Write what counts of it into the folder of another generation; what failed
 * will be tried again there, perhaps by a newer program. */
int sources_copy(struct sources *sources, const char *folder,
	struct error *err);
/* The same of a generation that is not open. */
int sources_carry(const char *from, const char *to, struct error *err);
/* The same into its own folder, when most of the file is over: the last call
 * before sources_close(). */
int sources_tidy(struct sources *sources, const char *folder,
	struct error *err);

/* ---- one file --------------------------------------------------------- */

/* The facts but for the digest. */
struct source_facts source_facts_of(const struct stat *status);
/* All but digest and fresh. */
bool source_facts_equal(const struct source_facts *a,
	const struct source_facts *b);

#endif
