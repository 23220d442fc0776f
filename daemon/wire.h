/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What passes between the front process and a worker over their socketpair:
 * one request at a time, each answered by one reply.  Both are frames of
 *
 *	uint32 length | fixed header | variable parts
 *
 * in host byte order (both ends are the same build; the hello checks it).
 * A worker's first frame is a hello: WIRE_HELLO and its readiness.
 */
#ifndef MEDLIT_DAEMON_WIRE_H
#define MEDLIT_DAEMON_WIRE_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/slice.h"

/* The descriptor a worker finds its end at. */
#define WIRE_FD 3
/* With a thesaurus in the settings: a file in memory that the workers of the
 * same settings share.  The first, which finds it empty, writes the compiled
 * thesaurus into it before its hello; the others and those that replace them
 * read that and not the file on disk, which may be another by then. */
#define WIRE_THESAURUS_FD 4

#define WIRE_VERSION     1u
#define WIRE_REQUEST_MAX ((size_t)256 * 1024)
#define WIRE_REPLY_MAX   ((size_t)64 * 1024 * 1024)

enum wire_method {
	WIRE_GET,
	WIRE_HEAD,
	WIRE_POST
};

enum wire_flag {
	WIRE_ACCEPT_GZIP = 1, /* request: the peer takes gzip */
	WIRE_GZIP = 2,        /* reply: the body is gzip */
	WIRE_RETRY = 4,       /* reply: add Retry-After: 1 */
	WIRE_RECYCLE = 8,     /* reply: worker asks to be replaced after it */
	WIRE_HELLO = 16,      /* reply: the worker's first; status 200 ready,
				 else body is a sentence saying why not */
};

struct wire_request {
	uint32_t method;     /* enum wire_method */
	uint32_t flags;      /* enum wire_flag */
	uint64_t deadline;   /* CLOCK_MONOTONIC, nanoseconds */
	struct slice target; /* path and query as received, still encoded */
	struct slice body;   /* of a POST */
	struct slice if_none_match; /* header value or empty */
	struct slice front; /* JSON object: the front's state, for /status */
};

struct wire_reply {
	uint32_t status; /* HTTP status */
	uint32_t flags;
	struct slice content_type;
	struct slice etag; /* empty = none */
	struct slice body;
};

/* Append the frame. */
void wire_put_request(struct buffer *out, const struct wire_request *request);
void wire_put_reply(struct buffer *out, const struct wire_reply *reply);

/*
 * Is a whole frame at the start of `bytes`?  1: *used bytes hold it and the
 * struct points into them; 0: more is needed; -1: not a frame (ERROR_FORMAT).
 */
int wire_get_request(struct slice bytes, struct wire_request *out, size_t *used,
	struct error *err);
int wire_get_reply(struct slice bytes, struct wire_reply *out, size_t *used,
	struct error *err);

/* How long the frame that starts here is, as its first bytes say; 0 when they
 * are not all there yet.  For a reader that waits for the whole of it. */
size_t wire_frame_length(struct slice bytes);

#endif
