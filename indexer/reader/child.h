/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running medlit-extract: the bytes of an input in, frames out, within limits.
 */
#ifndef MEDLIT_READER_CHILD_H
#define MEDLIT_READER_CHILD_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"
#include "indexer/reader/input.h"

struct child;

/* What is extracted; the mode of medlit-extract. */
struct child_job {
	const char *mode;       /* "page", "pdf", "archive" */
	const char *what;       /* in sentences: "the page" */
	uint64_t bytes;         /* more of the input is ERROR_LIMIT */
	const char *bytes_name; /* of that limit */
	uint64_t cpu;           /* seconds */
	uint64_t output; /* its last argument: bytes of frames, or a ratio */
};

/* The source and all in the job must outlive the child.
 * ERROR_NOT_FOUND: no such program. */
struct child *child_start(const struct source *source,
	const struct child_job *job, struct error *err);
/*
 * Waits until something was appended to `frames`, at most `extract_seconds` of
 * them: 1; 0: the child has said all it says; -1: the input cannot be read or
 * is too long, or the time is over.
 */
int child_read(struct child *child, struct buffer *frames, struct error *err);
/*
 * Ends the child; `whole` says whether its last frame was there.
 * 0, or -1 with the reason why it was not:
 * ERROR_LIMIT: it took more than its time, memory or output.
 * ERROR_FORMAT: it died of what it read, or cannot read it.
 */
int child_finish(struct child *child, bool whole, struct error *err);

/* The time starts anew. */
void child_rest(struct child *child);

/* All in one: appends the frames of all the input. */
int child_extract(const struct source *source, const struct child_job *job,
	struct buffer *frames, struct error *err);

struct frame {
	char kind; /* enum frame_kind */
	unsigned flags;
	struct slice name, text;
};

/* 1: a frame; 0: the end frame; -1: bytes that are no frame; -2: more bytes are
 * needed.  *at moves behind what was taken. */
int frame_next(const char **at, const char *end, struct frame *frame);

#endif
