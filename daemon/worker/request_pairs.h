/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query string or a JSON body to pairs of name and value, of whatever names:
 * what a request may say stands in request.c. */
#ifndef MEDLIT_DAEMON_REQUEST_PAIRS_H
#define MEDLIT_DAEMON_REQUEST_PAIRS_H

#include <stdbool.h>

#include "base/arena.h"
#include "daemon/worker/fault.h"

#define PAIRS_MAX 32 /* more names than any verb has */

struct pair {
	struct slice name, value;
};
struct pairs {
	struct pair items[PAIRS_MAX]; /* each name once */
	size_t count;
};

/* Both add to `pairs`; what is malformed or comes twice is a fault. */
int pairs_read_query(struct slice query, struct pairs *pairs,
	struct arena *arena, struct fault *fault);
int pairs_read_body(struct slice body, struct pairs *pairs, struct arena *arena,
	struct fault *fault);
bool pairs_has(const struct pairs *pairs, const char *name);

/* Undo %XX, and + where `plus` says so. */
int pair_decode(struct slice in, bool plus, struct arena *arena,
	struct slice *out, struct fault *fault);
/* For a message: valid, and not longer than a name can be. */
struct slice pair_shown(struct slice text, struct arena *arena);

#endif
