/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between connection.c (one, from head to reply) and connections.c (all of
 * them: accepted, counted, limited, timed, closed). */
#ifndef MEDLIT_DAEMON_CONNECTION_INTERNAL_H
#define MEDLIT_DAEMON_CONNECTION_INTERNAL_H

#include <netinet/in.h>
#include <sys/queue.h>
#include <sys/types.h>
#include <time.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "base/buffer.h"
#include "daemon/front/connection.h"

enum state {
	STATE_IDLE,   /* between requests */
	STATE_HEAD,   /* part of a head is there */
	STATE_BODY,   /* a head and part of its body are */
	STATE_BUSY,   /* the owner has the request */
	STATE_REPLY,  /* part of the reply waits for the socket */
	STATE_LINGER, /* answered; what still comes is thrown away */
};

/* Who a connection counts for: an address, or a process of this machine. */
struct peer {
	int family;
	pid_t process;
	struct in6_addr address;
};

struct connection {
	TAILQ_ENTRY(connection) entry;
	TAILQ_ENTRY(connection) rest; /* in set->idle or set->lingering */
	struct connections *set;
	struct event readable, writable;
	void *job;
	struct peer peer;
	int fd;
	enum state state;
	bool is_paused;  /* readable is not waited for */
	bool bare, last; /* the reply has no body; it is the last */
	uint64_t due;    /* the state's deadline, ms; NEVER */
	/* What was read, from `begin` on not yet taken as a request. */
	struct buffer held;
	size_t begin, scanned, head_length;
	struct guard_head head;
	const char *head_at; /* where its bytes were when it was read */
	struct buffer unsent;
	size_t sent; /* of unsent; while lingering: thrown away */
};

#define NEVER UINT64_MAX

TAILQ_HEAD(connection_list, connection);

struct connections {
	struct event_base *base;
	struct connections_owner owner;
	void *arg;
	char *tcp_host;
	struct guard_rules rules;
	unsigned descriptors; /* connections they allow */
	unsigned limit, limit_per_peer;
	uint32_t header_timeout, body_timeout, idle_timeout, write_timeout;
	bool draining;
	unsigned count, lingering_count;
	struct connection_list all, idle, lingering; /* for longest first */
	struct event *timer; /* for the first deadline */
	uint64_t look;       /* when it goes off, ms; NEVER */
	/* Used by every read and every reply in turn, so that idle connections
	 * own no memory and busy ones need none. */
	struct buffer spare, reply;
	time_t date_second;
	char date[32];
};

/* connection.c */
void connection_start(struct connection *connection);
/* Its deadline passed. */
void connection_expire(struct connection *connection);

/* connections.c */
void connection_enter_idle(struct connection *connection);
void connection_leave_idle(struct connection *connection, enum state next);
/* Close behind what was written. */
void connection_linger(struct connection *connection);
void connection_set_due(struct connection *connection, uint32_t milliseconds);

#endif
