/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file to documents, one record at a time, in bounded memory.
 *
 * Read are PubMed XML, JATS articles, HTML pages, PDF, JSON lines, RIS, MEDLINE
 * (nbib), Web of Science's plain text, EndNote XML, CSV and plain text, each
 * also under gzip, and tar and zip archives of them.  What a file is, its
 * content says, not its name.
 *
 * A record that cannot be read costs that record.  What a record loses on the
 * way (bytes that are no UTF-8, text nested too deeply) is said in the
 * document's `warnings`.
 */
#ifndef MEDLIT_READER_H
#define MEDLIT_READER_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "document/document.h"

struct reader;
struct limits;

/* All may be left zero. */
struct reader_options {
	const char *type;      /* a format's name; NULL: the content decides */
	const char *extractor; /* medlit-extract; NULL: where it is installed */
	const struct limits *limits; /* NULL: the defaults; stays the caller's */
	size_t text_limit; /* of a record; 0: that of limits */
	/* Raised while the extractor works: it is given up, with ERROR_IO */
	const volatile sig_atomic_t *stop;
};

enum reader_event {
	READER_END = 0,
	READER_DOCUMENT = 1,
	READER_BAD_RECORD = 2,
	READER_DELETE = 3, /* document->id names a paper to take out */
};

/* As a path: standard input. */
#define READER_STDIN "-"

/*
 * Opens the file and recognises its format by the first 64 KiB.  The options'
 * strings are copied.
 * ERROR_NOT_FOUND or ERROR_IO: no file, or it cannot be read.
 * ERROR_FORMAT: not a regular file, empty, or of no format that is read; the
 * sentence says what it looks like.
 * ERROR_INVALID: `type` is no format's name.
 */
struct reader *reader_open(const char *path,
	const struct reader_options *options, struct error *err);

/* The same of bytes in memory, which must stay; `name` is the documents'
 * source. */
struct reader *reader_open_bytes(const char *name, struct slice bytes,
	const struct reader_options *options, struct error *err);

/*
 * The next record, as an enum reader_event or -1.
 * READER_DOCUMENT: *document is whole and has its id, its format and its
 * source; its memory is the arena's, which the caller resets between calls.
 * READER_BAD_RECORD: one record is refused, *err says which and why; go on.
 * READER_DELETE: only `id`, `format` and the identifier it was made from are
 * set.
 * -1: the file cannot be read further; the records given so far stand.
 * After READER_END and -1 every further call gives READER_END.
 */
int reader_next(struct reader *reader, struct document *document,
	struct arena *arena, struct error *err);

/* One of reader_formats(). */
const char *reader_format(const struct reader *reader);

/* Bytes of the file as it lies on disk: those read so far, and all. */
uint64_t reader_consumed(const struct reader *reader);
uint64_t reader_size(const struct reader *reader);

/* Number of the record that reader_next() gave last, in the format's own
 * counting (lines of JSON); 0 before the first. */
uint64_t reader_record(const struct reader *reader);

void reader_close(struct reader *reader);

/* The names of the formats, "pubmed, jats, ...". */
const char *reader_formats(void);
/* Is this one of them? */
int reader_has_format(const char *name);

#endif
