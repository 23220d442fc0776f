/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the head of a request: pure functions over its raw bytes (RFC 9112).
 * What two parsers might read in two ways is refused, so that behind the guard
 * there is one reading.  What is accepted:
 *
 *	METHOD SP /path[?query] SP HTTP/1.0 or /1.1 CRLF
 *	*( token ":" value CRLF ) CRLF
 *
 * with one valid Host (none in 1.0), a length in plain digits or none, and no
 * Transfer-Encoding.
 */
#ifndef MEDLIT_DAEMON_GUARD_H
#define MEDLIT_DAEMON_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "daemon/problem.h"

struct guard_rules {
	size_t head_bytes, uri_bytes, body_bytes;
	/* The address listened on, as Host may give it beside the names of
	 * loopback; NULL lets every Host pass. A web page may make its own
	 * name mean 127.0.0.1 (DNS rebinding), and this is what stops it. */
	const char *host;
};

enum guard_method {
	GUARD_GET,
	GUARD_HEAD,
	GUARD_POST,
	GUARD_OPTIONS
};

/* The slices point into the head; a field that is not there is empty, and of
 * one that may be repeated the first counts. */
struct guard_head {
	enum guard_method method;
	struct slice target;
	struct slice authorization, accept_encoding, if_none_match;
	size_t body_length;
	bool wants_continue; /* sends its body after a 100 only */
	bool last;           /* asks for no more on this connection */
};

/*
 * Does the head that starts `bytes` end in them?  1: *length bytes are it; 0:
 * more are needed; -1: refused.  *scanned is where the last call stopped, 0 at
 * first, so that a head that drips in is looked at once.
 */
int guard_find_end(struct slice bytes, size_t *scanned,
	const struct guard_rules *rules, size_t *length,
	struct problem *refusal);

/* Check a whole head, its empty line included: 0, or -1 with the refusal. */
int guard_head(struct slice head, const struct guard_rules *rules,
	struct guard_head *out, struct problem *refusal);

#endif
