/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All connections: who a new one belongs to, whether there is room, and their
 * deadlines.  One timer serves them all.  It is set for the first deadline
 * there is; most are put off or gone before it goes off, so it is moved only
 * then, or for an earlier one, and not with every step of every connection.
 */
#include "config.h"

#include "daemon/front/connection.h"

#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "daemon/front/connection_internal.h"

#define LINGERING_MAX 32u
#define LINGER_MS     1000
#define GRAIN_MS      10 /* deadlines this close are looked at together */

/* ---- deadlines ----------------------------------------------------------- */

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void look_at(struct connections *set, uint64_t due, uint64_t now)
{
	uint64_t wait = (due > now ? due - now : 0) + GRAIN_MS;
	struct timeval left = {
		(time_t)(wait / 1000), (suseconds_t)(wait % 1000 * 1000)};

	set->look = due;
	event_add(set->timer, &left);
}

void connection_set_due(struct connection *connection, uint32_t milliseconds)
{
	uint64_t now = now_ms();

	connection->due = now + milliseconds;
	if (connection->due < connection->set->look)
		look_at(connection->set, connection->due, now);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct connections *set = arg;
	struct connection *each = TAILQ_FIRST(&set->all), *next;
	uint64_t now = now_ms(), first = NEVER;

	(void)fd;
	(void)what;
	set->look = NEVER;
	for (; each; each = next) {
		next = TAILQ_NEXT(each, entry);
		if (each->due <= now)
			connection_expire(each);
		else if (each->due < first)
			first = each->due;
	}
	if (first < set->look)
		look_at(set, first, now);
}

/* ---- states that the set counts ------------------------------------------ */

void connection_enter_idle(struct connection *connection)
{
	connection->state = STATE_IDLE;
	TAILQ_INSERT_TAIL(&connection->set->idle, connection, rest);
	connection_set_due(connection, connection->set->idle_timeout);
}

void connection_leave_idle(struct connection *connection, enum state next)
{
	connection->state = next;
	TAILQ_REMOVE(&connection->set->idle, connection, rest);
}

static void uncount(struct connections *set)
{
	set->count--;
	if (set->draining && set->count == 0)
		set->owner.drained(set->arg);
}

void connection_linger(struct connection *connection)
{
	struct connections *set = connection->set;

	if (set->lingering_count == LINGERING_MAX) {
		connection_close(connection);
		return;
	}
	shutdown(connection->fd, SHUT_WR);
	connection->state = STATE_LINGER;
	connection->sent = 0;
	TAILQ_INSERT_TAIL(&set->lingering, connection, rest);
	set->lingering_count++;
	connection_set_due(connection, LINGER_MS);
	uncount(set);
}

void connection_close(struct connection *connection)
{
	struct connections *set = connection->set;
	enum state state = connection->state;

	if (connection->job)
		set->owner.abandoned(set->arg, connection->job);
	if (state == STATE_IDLE)
		TAILQ_REMOVE(&set->idle, connection, rest);
	if (state == STATE_LINGER) {
		TAILQ_REMOVE(&set->lingering, connection, rest);
		set->lingering_count--;
	}
	TAILQ_REMOVE(&set->all, connection, entry);
	event_del(&connection->readable);
	event_del(&connection->writable);
	close(connection->fd);
	buffer_clear(&connection->held);
	buffer_clear(&connection->unsent);
	free(connection);
	if (state != STATE_LINGER)
		uncount(set);
}

void connections_make_room(struct connections *set)
{
	struct connection *oldest = TAILQ_FIRST(&set->idle);

	if (!oldest)
		oldest = TAILQ_FIRST(&set->lingering);
	if (oldest)
		connection_close(oldest);
}

/* ---- new ones ------------------------------------------------------------ */

static void find_peer(
	struct connection *connection, const struct sockaddr *address)
{
	struct peer *peer = &connection->peer;
	const void *at = address;
	const struct sockaddr_in *four = at;
	const struct sockaddr_in6 *six = at;
	int on = 1;

	peer->family = address->sa_family;
	if (peer->family == AF_INET) {
		memcpy(&peer->address, &four->sin_addr, 4);
	} else if (peer->family == AF_INET6) {
		peer->address = six->sin6_addr;
	} else {
		struct ucred other = {0};
		socklen_t length = sizeof(other);

		getsockopt(connection->fd, SOL_SOCKET, SO_PEERCRED, &other,
			&length);
		peer->family = AF_UNIX;
		peer->process = other.pid;
		return;
	}
	setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
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

	TAILQ_FOREACH (other, &set->all, entry) {
		if (other->state != STATE_LINGER &&
			same_peer(&other->peer, peer))
			count++;
	}
	return count;
}

/* Refused before it has asked. */
static void turn_away(struct connection *connection, unsigned limit,
	const char *detail)
{
	struct problem problem = {503, "busy", detail, limit};

	connection_leave_idle(connection, STATE_BUSY);
	connection->last = true;
	connection_refuse(connection, &problem);
}

void connections_add(
	struct connections *set, int fd, const struct sockaddr *peer)
{
	struct connection *connection = memory_new(sizeof(*connection));

	connection->set = set;
	connection->fd = fd;
	find_peer(connection, peer);
	set->count++;
	if (set->count > set->limit && !TAILQ_EMPTY(&set->idle))
		connection_close(TAILQ_FIRST(&set->idle));
	TAILQ_INSERT_TAIL(&set->all, connection, entry);
	connection_start(connection);
	if (set->draining)
		connection_close(connection);
	else if (set->count > set->limit)
		turn_away(connection, set->limit,
			"too many connections; try again in a second");
	else if (count_peer(set, &connection->peer) > set->limit_per_peer)
		turn_away(connection, set->limit_per_peer,
			"too many connections from one place; use fewer");
}

/* ---- the set ------------------------------------------------------------- */

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
		connection_close(TAILQ_FIRST(&set->idle));
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
	const struct settings *settings, const char *tcp_host, unsigned limit,
	const struct connections_owner *owner, void *arg)
{
	struct connections *set = memory_new(sizeof(*set));

	set->base = base;
	set->owner = *owner;
	set->arg = arg;
	set->tcp_host = tcp_host ? memory_copy(tcp_host) : NULL;
	set->rules.host = set->tcp_host;
	set->descriptors = limit;
	set->timer = evtimer_new(base, on_timer, set);
	set->look = NEVER;
	TAILQ_INIT(&set->all);
	TAILQ_INIT(&set->idle);
	TAILQ_INIT(&set->lingering);
	connections_set(set, settings);
	return set;
}

void connections_free(struct connections *set)
{
	if (!set)
		return;
	while (!TAILQ_EMPTY(&set->all))
		connection_close(TAILQ_FIRST(&set->all));
	event_free(set->timer);
	buffer_clear(&set->spare);
	buffer_clear(&set->reply);
	free(set->tcp_host);
	free(set);
}
