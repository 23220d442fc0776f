/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Client connections: from accept to close, one request at a time.
 *
 * evhttp parses requests and writes replies, but it never sees a byte the guard
 * has not passed: what arrives is held here until a whole request is there, and
 * only that is handed on.  A refused one is replaced by a stand-in, whose reply
 * is the problem; so one path writes every reply, and the connection is closed
 * behind a refusal.
 *
 *	idle -> head -> body -> fed -> busy -> reply -> idle
 *	          |      |       ^
 *	          '------'-------' refused: the stand-in
 *
 * Time, memory and number are bounded: each state but `busy` has a deadline
 *(the pool bounds that one), no more is held than one head, one body and one
 *read, and of too many connections the one idle for longest is closed.
 */
#ifndef MEDLIT_DAEMON_CONNECTION_H
#define MEDLIT_DAEMON_CONNECTION_H

#include <sys/queue.h>

#include "daemon/front/guard.h"
#include "daemon/settings.h"

struct event_base;
struct evhttp;
struct evhttp_request;
struct connection;
struct connections;

struct connections_owner {
	/* A whole guarded request; answered by connection_reply(), now or
	 * later. */
	void (*request)(void *arg, struct connection *connection,
		struct evhttp_request *request, enum guard_method method);
	/* Gone before the answer; `job` is connection_wait()'s. */
	void (*abandoned)(void *arg, void *job);
	/* The last one closed, after connections_drain(). */
	void (*drained)(void *arg);
};

/*
 * `http` is served; `tcp_host` as guard_rules.host, for connections that are
 * not local.  `limit` is the number of connections descriptors allow.
 */
struct connections *connections_new(struct event_base *base,
	struct evhttp *http, const struct settings *settings,
	const char *tcp_host, unsigned limit,
	const struct connections_owner *owner, void *arg);
/* After the evhttp is freed, which closes them. */
void connections_free(struct connections *connections);

void connections_set(
	struct connections *connections, const struct settings *settings);
unsigned connections_count(const struct connections *connections);
/* Close the idle ones and each other behind its next reply; drained() may be
 * called before this returns. */
void connections_drain(struct connections *connections);
/* Make room for a descriptor: close the one idle for longest. */
void connections_make_room(struct connections *connections);

bool connection_is_local(const struct connection *connection); /* unix */
/* Remember what the answer waits for. */
void connection_wait(struct connection *connection, void *job);
/* Has the peer closed its side? */
bool connection_is_abandoned(const struct connection *connection);

/* Send status and body; the header fields are set in the request.  With
 * `last` the connection is closed behind it. */
void connection_reply(struct connection *connection, unsigned status,
	struct slice body, bool last);
void connection_refuse(
	struct connection *connection, const struct problem *problem);
void connection_close(struct connection *connection);

#endif
