/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of a regular file or of a stream, gunzipped on the way. */
#ifndef MEDLIT_READER_INPUT_H
#define MEDLIT_READER_INPUT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

#define INPUT_HEAD ((size_t)64 * 1024)
/* gzip may not expand further than this; XML of PubMed comes to 12. */
#define INPUT_RATIO 100

struct input;
struct limits;

/* ERROR_FORMAT: not a regular file, or empty. */
struct input *input_open(const char *path, struct error *err);
/* The same of bytes in memory, which must stay. */
struct input *input_open_memory(struct slice bytes, struct error *err);
/* The same of bytes as they come: `fill` puts up to `size` of them into `into`,
 * 0 at the end, -1 with the reason. */
typedef ssize_t input_fill(
	void *context, void *into, size_t size, struct error *err);
struct input *input_open_stream(
	input_fill *fill, void *context, struct error *err);
/* How far gzip may expand instead of INPUT_RATIO. */
void input_set_ratio(struct input *input, uint64_t ratio);
/* The file itself, from its start, when it is one and not gzip: for a child
 * that reads it instead.  Else -1. */
int input_file(struct input *input);
/* -1 when the file is no longer as it was when it was opened.  Reading to the
 * end says so by itself; this is for a file that a child read. */
int input_check(const struct input *input, struct error *err);
/* The first INPUT_HEAD bytes or all there are; they are still to be read. */
int input_head(struct input *input, struct slice *head, struct error *err);
/* Bytes put into `into`, 0 at the end, -1. What stands before an error is
 * given before it. */
ssize_t input_read(
	struct input *input, void *into, size_t size, struct error *err);
/* 1: a line without its line end; 0: the end; -1.  Of a line over the limit
 * no more than `limit` + 1 bytes are given, and the rest is passed over. */
int input_line(struct input *input, size_t limit, struct buffer *line,
	struct error *err);
/* Had the last line its line end?  The last of a file that was cut has none.
 * True before the first. */
bool input_line_ended(const struct input *input);
/* All the rest; ERROR_LIMIT when it is longer than `limit`, the limit called
 * `name`. */
int input_all(struct input *input, size_t limit, const char *name,
	struct buffer *out, struct error *err);
uint64_t input_consumed(const struct input *input);
uint64_t input_size(const struct input *input);
void input_close(struct input *input);

/* What a format reads from, and where it leaves which record it is at. */
struct source {
	struct input *input;
	const char *path; /* as given */
	const char *type; /* asked for, or NULL */
	const char *extractor;
	const struct limits *limits;
	size_t text_limit; /* that of limits, or of who set up the source */
	const volatile sig_atomic_t *stop; /* of the options; NULL: none */
	bool inside;       /* an archive */
	uint64_t record;   /* number of the record or line at hand, from 1 */
	char label[64];    /* "PMID 123", or empty */
};

#endif
