/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records of tagged lines: RIS, MEDLINE and the export of Web of Science.
 *
 *	TY  - JOUR			one field: tag "TY", value "JOUR"
 *	TI  - A title that
 *	goes on				a continuation: the value has two lines
 *	ER  -				the end of the record
 *
 * The three differ in where the value starts and in which tags begin and end a
 * record; struct tagged_grammar says both.
 */
#ifndef MEDLIT_READER_TAGGED_H
#define MEDLIT_READER_TAGGED_H

#include "indexer/reader/internal.h"

#define TAG_MOST 4

struct tagged_field {
	char tag[TAG_MOST + 1];
	struct slice value; /* its lines, each behind the first after \n */
};

struct tagged_record {
	struct tagged_field *fields;
	size_t count;
	uint64_t replaced; /* bytes that could not be read */
	bool converted;    /* from windows-1252 */
};

struct tagged_grammar {
	/* Bytes before the value; 0 for a line that starts no field.  *width
	 * is the grammar's to keep from line to line, 0 at the start. */
	size_t (*split)(
		struct slice line, char tag[TAG_MOST + 1], size_t *width);
	const char *first; /* the tag that begins a record */
	const char *last;  /* the one that ends it, or NULL: a blank line */
	/* A record without its end is parted from the next where `first` comes
	 * again and one of these after it, for some programs repeat `first`. */
	const char *const *once;
};

/* For a grammar whose tags are a capital and a capital or a digit: the one that
 * the line starts with. */
bool tagged_pair(struct slice line, char tag[TAG_MOST + 1]);

struct tagged;

struct tagged *tagged_open(struct source *source,
	const struct tagged_grammar *grammar, struct error *err);
/* 1, 0 at the end, -1; READER_BAD_RECORD: too long, *err says so.  The values
 * are clean UTF-8 and live in the arena. */
int tagged_next(struct tagged *tagged, struct tagged_record *record,
	struct arena *arena, struct error *err);
void tagged_close(struct tagged *tagged);

/* The first value of that tag that is not blank, on one line; or empty. */
struct slice tagged_value(const struct tagged_record *record, const char *tag);
/* The next field of that tag from *at on, which is moved behind it. */
bool tagged_again(const struct tagged_record *record, const char *tag,
	size_t *at, struct slice *value);

#endif
