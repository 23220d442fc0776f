/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All connections: how evhttp tells of a new one, who it belongs to, and
 * whether there is room.  evhttp 2.1 has one sign of a connection only, the
 * callback that makes its bufferevent; what is behind it is known when evhttp
 * has returned to the loop, and by then nothing has been read.
 */
#include "config.h"

#include "daemon/front/connection.h"

#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>

#include "base/memory.h"
#include "daemon/front/connection_internal.h"

static void find_peer(struct connection *connection)
{
	struct peer *peer = &connection->peer;
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);

	getpeername(connection->fd, (struct sockaddr *)&address, &length);
	peer->family = address.ss_family;
	if (peer->family == AF_INET) {
		memcpy(&peer->address,
			&((struct sockaddr_in *)&address)->sin_addr, 4);
	} else if (peer->family == AF_INET6) {
		peer->address = ((struct sockaddr_in6 *)&address)->sin6_addr;
	} else {
		struct ucred other = {0};

		length = sizeof(other);
		getsockopt(connection->fd, SOL_SOCKET, SO_PEERCRED, &other,
			&length);
		peer->family = AF_UNIX;
		peer->process = other.pid;
	}
	if (peer->family != AF_UNIX) {
		int on = 1;

		setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on,
			sizeof(on));
	}
}

static bool same_peer(const struct peer *a, const struct peer *b)
{
	return a->family == b->family && a->process == b->process &&
	       memcmp(&a->address, &b->address, sizeof(a->address)) == 0;
}

static unsigned count_peer(
	const struct connections *set, const struct peer *peer)
{
	const struct connection *other;
	unsigned count = 0;

	TAILQ_FOREACH(other, &set->all, entry)
	{
		if (other->http && same_peer(&other->peer, peer))
			count++;
	}
	return count;
}

static void remember_fd(struct connection *connection)
{
	struct connections *set = connection->set;
	size_t fd = (size_t)connection->fd;

	if (fd >= set->by_fd_size) {
		size_t size = fd * 2 + 64;

		set->by_fd =
			memory_resize(set->by_fd, size, sizeof(*set->by_fd));
		memset(set->by_fd + set->by_fd_size, 0,
			(size - set->by_fd_size) * sizeof(*set->by_fd));
		set->by_fd_size = size;
	}
	set->by_fd[fd] = connection;
}

void connections_make_room(struct connections *set)
{
	struct connection *oldest = TAILQ_FIRST(&set->idle);

	if (oldest)
		connection_close(oldest);
}

/* Called by evhttp for every end of a connection. */
static void on_close(struct evhttp_connection *http, void *arg)
{
	struct connection *connection = arg;
	struct connections *set = connection->set;

	(void)http;
	if (connection->job)
		set->owner.abandoned(set->arg, connection->job);
	/* A request cut off from its connection is ours to free. */
	if (connection->request &&
		!evhttp_request_get_connection(connection->request))
		evhttp_request_free(connection->request);
	if (connection->is_refused || connection->last)
		linger_on(&set->lingering, connection->fd);
	if (connection->state == STATE_IDLE)
		connection_leave_idle(connection);
	evbuffer_remove_cb_entry(
		bufferevent_get_input(connection->stream), connection->watch);
	set->by_fd[connection->fd] = NULL;
	TAILQ_REMOVE(&set->all, connection, entry);
	set->count--;
	event_free(connection->timer);
	buffer_clear(&connection->held);
	free(connection);
	if (set->draining && set->count == 0)
		set->owner.drained(set->arg);
}

/* Look at a new connection: who is it, and is there room? */
void connection_adopt(struct connection *connection)
{
	static const struct problem per_peer = {503, "busy",
		"too many connections from one place; use fewer", 0};
	static const struct problem full = {
		503, "busy", "too many connections; try again in a second", 0};
	struct connections *set = connection->set;
	void *http = NULL;

	bufferevent_getcb(connection->stream, NULL, NULL, NULL, &http);
	connection->http = http;
	connection->fd = bufferevent_getfd(connection->stream);
	remember_fd(connection);
	evhttp_connection_set_closecb(http, on_close, connection);
	find_peer(connection);
	/* Many may be accepted at once: each counts from here, after it has
	 * made its own room. */
	set->count++;
	if (set->count > set->limit)
		connections_make_room(set);
	connection_enter_idle(connection);
	if (set->draining) {
		connection_close(connection);
		return;
	}

	struct problem refusal = full;

	refusal.limit = set->limit;
	if (set->count > set->limit) {
		connection_stand_in(connection, &refusal, false);
	} else if (count_peer(set, &connection->peer) > set->limit_per_peer) {
		refusal = per_peer;
		refusal.limit = set->limit_per_peer;
		connection_stand_in(connection, &refusal, false);
	} else {
		connection_advance(connection, false);
	}
}

/* evhttp asks for a bufferevent: this is a new connection. */
static struct bufferevent *make_stream(struct event_base *base, void *arg)
{
	struct connections *set = arg;
	struct connection *connection = memory_new(sizeof(*connection));

	connection->set = set;
	connection->fd = -1;
	connection->stream = bufferevent_socket_new(base, -1, 0);
	connection->watch =
		evbuffer_add_cb(bufferevent_get_input(connection->stream),
			connection_input, connection);
	/* Not below one byte: evhttp is not called when we took them all. */
	bufferevent_setwatermark(connection->stream, EV_READ, 1, 0);
	connection->timer = evtimer_new(base, connection_timer, connection);
	TAILQ_INSERT_TAIL(&set->all, connection, entry);
	connection_soon(connection);
	return connection->stream;
}

static void on_request(struct evhttp_request *request, void *arg)
{
	struct connections *set = arg;
	struct evhttp_connection *http = evhttp_request_get_connection(request);
	int fd = bufferevent_getfd(evhttp_connection_get_bufferevent(http));
	struct connection *connection = set->by_fd[fd];

	event_del(connection->timer);
	bufferevent_disable(connection->stream, EV_READ);
	connection->state = STATE_BUSY;
	connection->request = request;
	if (connection->is_refused)
		connection_refuse(connection, &connection->refusal);
	else
		set->owner.request(
			set->arg, connection, request, connection->head.method);
}

unsigned connections_count(const struct connections *set)
{
	return set->count;
}

void connections_drain(struct connections *set)
{
	if (set->count == 0)
		set->owner.drained(set->arg);
	set->draining = true;
	while (!TAILQ_EMPTY(&set->idle))
		connections_make_room(set);
}

void connections_set(struct connections *set, const struct settings *settings)
{
	set->rules.head_bytes = settings->head_bytes;
	set->rules.uri_bytes = settings->uri_bytes;
	set->rules.body_bytes = settings->body_bytes;
	set->limit = settings->connections < set->descriptors
			     ? settings->connections
			     : set->descriptors;
	set->limit_per_peer = settings->connections_per_peer;
	set->header_timeout = settings->header_timeout;
	set->body_timeout = settings->body_timeout;
	set->idle_timeout = settings->idle_timeout;
	set->write_timeout = settings->write_timeout;
}

struct connections *connections_new(struct event_base *base,
	struct evhttp *http, const struct settings *settings,
	const char *tcp_host, unsigned limit,
	const struct connections_owner *owner, void *arg)
{
	struct connections *set = memory_new(sizeof(*set));

	set->base = base;
	set->owner = *owner;
	set->arg = arg;
	set->tcp_host = tcp_host ? memory_copy(tcp_host) : NULL;
	set->rules.host = set->tcp_host;
	set->descriptors = limit;
	set->lingering.base = base;
	TAILQ_INIT(&set->all);
	TAILQ_INIT(&set->idle);
	connections_set(set, settings);
	evhttp_set_bevcb(http, make_stream, set);
	evhttp_set_gencb(http, on_request, set);
	return set;
}

void connections_free(struct connections *set)
{
	struct connection *connection;

	if (!set)
		return;
	/* Accepted in the loop's last round, never looked at. */
	while ((connection = TAILQ_FIRST(&set->all))) {
		TAILQ_REMOVE(&set->all, connection, entry);
		event_free(connection->timer);
		free(connection);
	}
	linger_clear(&set->lingering);
	free(set->by_fd);
	free(set->tcp_host);
	free(set);
}
