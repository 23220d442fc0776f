/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Client connections: HTTP/1.1 from accept to close, one request at a time.
 *
 *	idle -> head -> body -> busy -> reply -> idle
 *	          |      |                '----> linger: closed behind it
 *	          '------'--> refused: a problem, and closed behind it
 *
 * The guard reads a head; what is behind a request stays where it is until that
 * one is answered.  Time, memory and number are bounded: each state but `busy`
 * has a deadline (the pool bounds that one), no more is held than one head, one
 * body and one read, and of too many connections the one idle for longest is
 * closed.
 *
 * To close a socket on a peer that still sends would destroy the reply: the
 * kernel answers unread bytes with a reset.  So it lingers: a moment longer it
 * is read, and what is read thrown away.
 */
#ifndef MEDLIT_DAEMON_CONNECTION_H
#define MEDLIT_DAEMON_CONNECTION_H

#include "daemon/front/guard.h"
#include "daemon/settings.h"

struct event_base;
struct sockaddr;
struct connection;
struct connections;

struct connections_owner {
	/* A whole guarded request, answered by connection_reply(), now or
	 * later; its bytes are there until then or until this returns. */
	void (*request)(void *arg, struct connection *connection,
		const struct guard_head *head, struct slice body);
	/* Gone before the answer; `job` is connection_wait()'s. */
	void (*abandoned)(void *arg, void *job);
	/* The last one closed, after connections_drain(). */
	void (*drained)(void *arg);
};

/*
 * `tcp_host` as guard_rules.host, for connections that are not local.  `limit`
 * is the number of connections descriptors allow.
 */
struct connections *connections_new(struct event_base *base,
	const struct settings *settings, const char *tcp_host, unsigned limit,
	const struct connections_owner *owner, void *arg);
/* Closes them; each tells the owner what it waited for. */
void connections_free(struct connections *connections);

/* Serve an accepted, non-blocking socket, which is taken over. */
void connections_add(
	struct connections *connections, int fd, const struct sockaddr *peer);

void connections_set(
	struct connections *connections, const struct settings *settings);
/* Those that linger not counted. */
unsigned connections_count(const struct connections *connections);
/* Close the idle ones and each other behind its next reply; drained() may be
 * called before this returns. */
void connections_drain(struct connections *connections);
/* Make room for a descriptor: close the one idle, or lingering, for longest. */
void connections_make_room(struct connections *connections);

bool connection_is_local(const struct connection *connection); /* unix */
/* A number for whoever is at the other end: an address, or a process of this
 * machine. */
uint64_t connection_peer(const struct connection *connection);
/* Remember what the answer waits for. */
void connection_wait(struct connection *connection, void *job);
/* Has the peer closed its side? */
bool connection_is_abandoned(const struct connection *connection);

/* Both, and connection_close(), may free the connection. */

/* `fields` are whole lines, each ended by CR LF; Date, Content-Length and
 * Connection are added. */
void connection_reply(struct connection *connection, unsigned status,
	struct slice fields, struct slice body);
void connection_refuse(
	struct connection *connection, const struct problem *problem);
void connection_close(struct connection *connection);

#endif
