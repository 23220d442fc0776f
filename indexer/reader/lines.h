/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file's bytes to lines of clean UTF-8, for the formats made of lines. */
#ifndef MEDLIT_READER_LINES_H
#define MEDLIT_READER_LINES_H

#include "indexer/reader/internal.h"

struct lines {
	struct source *source;
	struct decoder decoder;
	struct buffer line, clean;
	uint64_t count; /* so far */
	bool overlong;  /* the last was cut at the limit of a text */
};

/* Sets it up by the start of the file; lines_clear() is needed after 0 only. */
int lines_open(struct lines *lines, struct source *source, struct error *err);
/* As input_line(), without the mark at the start of the file; until the next
 * call. */
int lines_next(struct lines *lines, struct slice *line, struct error *err);
void lines_clear(struct lines *lines);

#endif
