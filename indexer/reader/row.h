/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rows of CSV (RFC 4180): a field may be quoted and then hold the separator,
 * line ends and quotes written twice.  The separator is a comma, a semicolon or
 * a tab, whichever the first line has most of.
 */
#ifndef MEDLIT_READER_ROW_H
#define MEDLIT_READER_ROW_H

#include "indexer/reader/lines.h"

#define ROW_FIELDS 1000

struct row_reader {
	struct lines lines;
	struct buffer text;
	char separator;
};

struct row {
	struct slices fields; /* clean UTF-8, in the arena */
	uint64_t line;        /* where it starts, from 1 */
};

/* Fields of a line that is whole; stops at ROW_FIELDS. */
struct slices row_split(struct slice line, char separator, struct arena *arena);
char row_separator(struct slice head);

int row_open(
	struct row_reader *reader, struct source *source, struct error *err);
/* As tagged_next(); a blank line is a row of no fields. */
int row_next(struct row_reader *reader, struct row *row, struct arena *arena,
	struct error *err);
void row_clear(struct row_reader *reader);

#endif
