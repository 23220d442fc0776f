/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between connection.c (one, from head to reply) and connections.c (all of
 * them: accepted, counted, limited, closed). */
#ifndef MEDLIT_DAEMON_CONNECTION_INTERNAL_H
#define MEDLIT_DAEMON_CONNECTION_INTERNAL_H

#include <netinet/in.h>
#include <sys/types.h>

#include <event2/util.h>

#include "base/buffer.h"
#include "daemon/front/connection.h"
#include "daemon/front/linger.h"

struct bufferevent;
struct evbuffer;
struct evbuffer_cb_info;
struct event;
struct evhttp_connection;

enum state {
	STATE_NEW,   /* accepted, not looked at */
	STATE_IDLE,  /* between requests */
	STATE_HEAD,  /* part of a head is there */
	STATE_BODY,  /* a head and part of its body are */
	STATE_FED,   /* evhttp has the whole request */
	STATE_BUSY,  /* the owner has it */
	STATE_REPLY, /* the reply is being written */
	STATE_NEXT,  /* the reply is written */
};

/* Who a connection counts for: an address, or a process of this machine. */
struct peer {
	int family;
	pid_t process;
	struct in6_addr address;
};

struct connection {
	TAILQ_ENTRY(connection) entry, idle;
	struct connections *set;
	struct evhttp_connection *http;
	struct bufferevent *stream;
	struct evbuffer_cb_entry *watch;
	struct event *timer; /* the state's deadline */
	struct evhttp_request *request;
	void *job;
	struct peer peer;
	int fd;
	enum state state;
	bool putting; /* we add to the input, not the socket */
	bool is_refused, last;
	struct buffer held;
	size_t scanned, head_length, unwritten;
	struct guard_head head;
	struct problem refusal;
};

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
	unsigned count;
	TAILQ_HEAD(, connection) all, idle; /* idle: for longest first */
	struct connection **by_fd;
	size_t by_fd_size;
	struct linger_set lingering;
};

/* connection.c */
void connection_soon(struct connection *connection);
void connection_enter_idle(struct connection *connection);
void connection_leave_idle(struct connection *connection);
/* Answer with a problem; the state is idle, head or body. */
void connection_stand_in(struct connection *connection,
	const struct problem *problem, bool reading);
void connection_advance(struct connection *connection, bool reading);
void connection_input(
	struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg);
void connection_timer(evutil_socket_t fd, short what, void *arg);

/* connections.c */
void connection_adopt(struct connection *connection);

#endif
