/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one way an error leaves as HTTP: RFC 9457 problem details. */
#ifndef MEDLIT_DAEMON_PROBLEM_H
#define MEDLIT_DAEMON_PROBLEM_H

#include "base/buffer.h"
#include "base/error.h"

#define PROBLEM_TYPE "application/problem+json"

/* Why a request is not answered; the strings are constants. */
struct problem {
	unsigned status;
	const char *code;   /* a stable word */
	const char *detail; /* a sentence */
	size_t limit;       /* the limit broken, or 0 */
};

/*
 * Appends {"type":"about:blank","title":...,"status":...,"code":...,
 * "detail":...} and a line feed.  `code` is a stable word ("too_long",
 * "unauthorized"); the title follows from the status.  `limit` > 0 adds
 * "limit":N, for errors that broke one.
 */
void problem_write(struct buffer *out, unsigned status, const char *code,
	const char *detail, uint64_t limit);
/* As above with "position":N, the byte of the question that is wrong. */
void problem_write_at(struct buffer *out, unsigned status, const char *code,
	const char *detail, uint64_t limit, uint32_t position);

/* "Not Found" */
const char *problem_title(unsigned status);

/* The status an error_code becomes when nothing more exact is known. */
unsigned problem_status(enum error_code code);

#endif
