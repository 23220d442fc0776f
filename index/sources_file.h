/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of the file "sources", in and out; sources.h has the format. */
#ifndef MEDLIT_INDEX_SOURCES_FILE_H
#define MEDLIT_INDEX_SOURCES_FILE_H

#include "index/sources.h"

/* Bytes of the file, between two lines. */
struct source_span {
	uint64_t begin, end;
};

struct sources_line {
	char op;	     /* B D F X or = */
	const char *path;    /* not of = */
	const char *reason;  /* of F */
	uint64_t papers;     /* of D */
	uint64_t begin, end; /* where it stands */
	struct source_facts facts;
};

typedef void sources_apply(void *context, const struct sources_line *line);

struct sources_file;

/* Reads the file and gives its lines but the ids to `apply`, as far as they are
 * known to be whole. */
struct sources_file *sources_file_open(const char *folder, bool write,
	sources_apply *apply, void *context, struct error *err);
/* A new one, in place of another with sources_file_replace(). */
struct sources_file *sources_file_create(const char *folder,
	struct error *err);
void sources_file_close(struct sources_file *file);

/* Where the next line will begin. */
uint64_t sources_file_end(const struct sources_file *file);
void sources_file_add(struct sources_file *file,
	const struct sources_line *line);
void sources_file_add_id(struct sources_file *file, char op, struct slice id);
/* To the disk. */
int sources_file_flush(struct sources_file *file, struct error *err);
/* Out of memory, when there is much: need not be on the disk. */
int sources_file_pause(struct sources_file *file, struct error *err);
/* The created one is whole: let it be the folder's. */
int sources_file_replace(struct sources_file *file, struct error *err);

int sources_file_each(struct sources_file *file,
	const struct source_span *span, source_told *told, void *context,
	struct error *err);

#endif
