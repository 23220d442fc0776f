/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the front does with a guarded request: answer it itself (OPTIONS,
 * /livez, a reload), refuse it (no token, nobody to ask), or hand it to a worker
 * and pass the reply on.
 */
#ifndef MEDLIT_DAEMON_FRONT_H
#define MEDLIT_DAEMON_FRONT_H

#include "daemon/front/connection.h"
#include "daemon/front/pool.h"

struct front {
	struct event_base *base;
	struct pool *pool;
	struct connections *connections;
	struct reload *reload;
	char *token;          /* that TCP peers must show, or NULL */
	struct buffer fields; /* of a reply that is being made */
	uint64_t started; /* pool_now() */
	uint64_t requests;
};

/* For struct connections_owner; `arg` is the front. */
void front_request(void *arg, struct connection *connection,
	const struct guard_head *head, struct slice body);
void front_abandoned(void *arg, void *job);
void front_drained(void *arg); /* ends the loop */

/* Read the token: the file's first line, 16 bytes or more.  The caller frees.
 */
char *front_read_token(const char *path, struct error *err);

/* Does an Authorization value show the token?  Takes as long for every wrong
 * one. */
bool front_token_matches(const char *token, struct slice authorization);
/* Does an Accept-Encoding value take gzip? */
bool front_accepts_gzip(struct slice accept);

#endif
