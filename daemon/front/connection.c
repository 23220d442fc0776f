/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One connection.  A request in one read and a reply in one write cost two
 * system calls and no memory: the bytes are read into the set's spare buffer,
 * taken where they are, and a reply is written from where the owner has it.
 * The socket stays registered for reading throughout; only when it turns out
 * readable out of turn is it paused until the reply is written.
 */
#include "config.h"

#include "daemon/front/connection.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "base/hash.h"
#include "daemon/front/connection_internal.h"

#define READ_SIZE  ((size_t)16 * 1024)
#define THROWN_MAX ((size_t)256 * 1024) /* while lingering */

static struct slice unread(const struct connection *connection)
{
	return (struct slice){connection->held.data + connection->begin,
		connection->held.length - connection->begin};
}

static struct guard_rules rules_of(const struct connection *connection)
{
	struct guard_rules rules = connection->set->rules;

	if (connection_is_local(connection))
		rules.host = NULL;
	return rules;
}

/* ---- requests ------------------------------------------------------------ */

/* Not even a request: say why, and close behind it. */
static void refuse_bytes(
	struct connection *connection, const struct problem *problem)
{
	connection->bare = slice_starts(unread(connection), "HEAD ");
	connection->last = true;
	connection_refuse(connection, problem);
}

/* When all that was read is taken, the memory goes back to the set; its bytes
 * stay where they are until the next read of any connection. */
static void give_back(struct connection *connection)
{
	struct connections *set = connection->set;

	if (connection->begin < connection->held.length)
		return;
	buffer_clear(&set->spare);
	set->spare = connection->held;
	memset(&connection->held, 0, sizeof(connection->held));
	connection->begin = 0;
}

static void hand_on(struct connection *connection, struct slice bytes)
{
	struct connections *set = connection->set;
	const struct guard_head head = connection->head;
	struct slice body = {
		bytes.data + connection->head_length, head.body_length};

	connection->state = STATE_BUSY;
	connection->due = NEVER;
	connection->bare = head.method == GUARD_HEAD;
	connection->last = head.last;
	connection->begin += connection->head_length + head.body_length;
	give_back(connection);
	set->owner.request(set->arg, connection, &head, body);
}

static int read_head(struct connection *connection, struct slice bytes,
	struct problem *problem)
{
	struct guard_rules rules = rules_of(connection);
	struct slice head = {bytes.data, connection->head_length};

	connection->head_at = bytes.data;
	return guard_head(head, &rules, &connection->head, problem);
}

/* 1: the head is there and good, 0: more is needed, -1: refused. */
static int take_head(struct connection *connection, struct slice bytes,
	struct problem *problem)
{
	struct guard_rules rules = rules_of(connection);
	int have = guard_find_end(bytes, &connection->scanned, &rules,
		&connection->head_length, problem);

	if (have <= 0)
		return have;
	if (read_head(connection, bytes, problem))
		return -1;
	connection->state = STATE_BODY;
	connection_set_due(connection, connection->set->body_timeout);
	/* Nothing else is being written, so the socket has room for it. */
	if (connection->head.wants_continue &&
		bytes.length == connection->head_length)
		(void)send(connection->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25,
			MSG_DONTWAIT | MSG_NOSIGNAL);
	return 1;
}

/* Hand on the request that what was read starts with, if it is whole. */
static void advance(struct connection *connection)
{
	struct slice bytes = unread(connection);
	struct problem problem;
	int have = 1;

	if (bytes.length == 0)
		return;
	if (connection->state == STATE_IDLE) {
		connection_leave_idle(connection, STATE_HEAD);
		connection->scanned = 0;
		connection_set_due(connection, connection->set->header_timeout);
	}
	if (connection->state == STATE_HEAD)
		have = take_head(connection, bytes, &problem);
	else if (connection->head_at != bytes.data)
		have = read_head(connection, bytes, &problem) ? -1 : 1;
	if (have < 0)
		refuse_bytes(connection, &problem);
	else if (have > 0 &&
		 bytes.length >= connection->head_length +
					 connection->head.body_length)
		hand_on(connection, bytes);
}

/* Read once, behind what is held: 0, or -1 at the connection's end. */
static int receive(struct connection *connection)
{
	struct buffer *held = &connection->held;

	if (!held->data) {
		*held = connection->set->spare;
		memset(&connection->set->spare, 0, sizeof(*held));
		buffer_reset(held);
	} else if (connection->begin > 0) {
		held->length -= connection->begin;
		memmove(held->data, held->data + connection->begin,
			held->length);
		connection->begin = 0;
	}
	char *at = buffer_reserve(held, READ_SIZE);
	ssize_t length = recv(connection->fd, at, READ_SIZE, MSG_DONTWAIT);

	if (length > 0)
		held->length += (size_t)length;
	else
		give_back(connection);
	return length > 0 ||
			       (length < 0 && (errno == EAGAIN ||
						      errno == EINTR))
		       ? 0
		       : -1;
}

static void throw_away(struct connection *connection)
{
	char bytes[READ_SIZE];
	ssize_t length =
		recv(connection->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (length > 0)
		connection->sent += (size_t)length;
	if (length <= 0 || connection->sent > THROWN_MAX)
		connection_close(connection);
}

/* EV_TIMEOUT: go on with what is held, see connection_next(). */
static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct connection *connection = arg;

	(void)fd;
	if (connection->state == STATE_LINGER) {
		throw_away(connection);
	} else if (connection->state >= STATE_BUSY) {
		event_del(&connection->readable);
		connection->is_paused = true;
	} else if (!(what & EV_TIMEOUT) && receive(connection)) {
		connection_close(connection);
	} else {
		advance(connection);
	}
}

/* ---- replies ------------------------------------------------------------- */

static void wait_readable(struct connection *connection)
{
	if (connection->is_paused)
		event_add(&connection->readable, NULL);
	connection->is_paused = false;
}

/* The reply is written.  A request held already comes in the loop's next
 * round, so that one who sends many does not keep others waiting. */
static void next(struct connection *connection)
{
	wait_readable(connection);
	if (connection->last) {
		connection_linger(connection);
		return;
	}
	connection_enter_idle(connection);
	if (connection->begin < connection->held.length)
		event_active(&connection->readable, EV_TIMEOUT, 0);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct connection *connection = arg;
	struct buffer *unsent = &connection->unsent;
	ssize_t length = send(fd, unsent->data + connection->sent,
		unsent->length - connection->sent, MSG_DONTWAIT | MSG_NOSIGNAL);

	(void)what;
	if (length < 0) {
		if (errno != EAGAIN && errno != EINTR)
			connection_close(connection);
		return;
	}
	connection->sent += (size_t)length;
	connection_set_due(connection, connection->set->write_timeout);
	if (connection->sent < unsent->length)
		return;
	event_del(&connection->writable);
	buffer_clear(unsent);
	next(connection);
}

/* The reply is in the caller's hands now only: what the socket does not take
 * is copied. */
static void write_reply(
	struct connection *connection, struct slice head, struct slice body)
{
	struct iovec parts[] = {{(void *)head.data, head.length},
		{(void *)body.data, body.length}};
	ssize_t length = writev(connection->fd, parts, 2);

	if (length < 0 && errno != EAGAIN && errno != EINTR) {
		connection_close(connection);
		return;
	}
	size_t sent = length > 0 ? (size_t)length : 0;
	size_t of_head = sent < head.length ? sent : head.length;

	if (sent == head.length + body.length) {
		next(connection);
		return;
	}
	buffer_add(&connection->unsent, head.data + of_head,
		head.length - of_head);
	sent -= of_head;
	buffer_add(&connection->unsent, body.data + sent, body.length - sent);
	connection->sent = 0;
	connection->state = STATE_REPLY;
	connection_set_due(connection, connection->set->write_timeout);
	event_add(&connection->writable, NULL);
}

/* RFC 9110, 6.6.1; made once a second. */
static const char *date_now(struct connections *set)
{
	time_t second = time(NULL);
	struct tm parts;

	if (second != set->date_second) {
		set->date_second = second;
		strftime(set->date, sizeof(set->date),
			"%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&second, &parts));
	}
	return set->date;
}

void connection_reply(struct connection *connection, unsigned status,
	struct slice fields, struct slice body)
{
	struct connections *set = connection->set;
	struct buffer *head = &set->reply;
	bool no_length = status == 204 || status == 304;

	connection->job = NULL;
	connection->last = connection->last || set->draining;
	buffer_reset(head);
	buffer_add_string(head, "HTTP/1.1 ");
	buffer_add_decimal(head, status);
	buffer_add_char(head, ' ');
	buffer_add_string(head, problem_title(status));
	buffer_add_string(head, "\r\nDate: ");
	buffer_add_string(head, date_now(set));
	buffer_add_string(head, "\r\n");
	buffer_add_slice(head, fields);
	if (!no_length) {
		buffer_add_string(head, "Content-Length: ");
		buffer_add_decimal(head, body.length);
		buffer_add_string(head, "\r\n");
	}
	buffer_add_string(head,
		connection->last ? "Connection: close\r\n\r\n" : "\r\n");
	write_reply(connection, buffer_slice(head),
		connection->bare || no_length ? SLICE_EMPTY : body);
}

void connection_refuse(
	struct connection *connection, const struct problem *problem)
{
	struct buffer fields = BUFFER_INIT, body = BUFFER_INIT;

	problem_write(&body, problem->status, problem->code, problem->detail,
		problem->limit);
	buffer_add_string(&fields, "Content-Type: " PROBLEM_TYPE "\r\n"
				   "X-Content-Type-Options: nosniff\r\n"
				   "Cache-Control: no-store\r\n");
	if (problem->status == 503)
		buffer_add_string(&fields, "Retry-After: 1\r\n");
	if (problem->status == 405 || problem->status == 501)
		buffer_add_string(
			&fields, "Allow: GET, HEAD, POST, OPTIONS\r\n");
	if (problem->status == 401)
		buffer_add_string(&fields, "WWW-Authenticate: Bearer\r\n");
	connection_reply(connection, problem->status, buffer_slice(&fields),
		buffer_slice(&body));
	buffer_clear(&fields);
	buffer_clear(&body);
}

/* ---- the rest ------------------------------------------------------------ */

void connection_expire(struct connection *connection)
{
	static const struct problem slow = {
		408, "deadline", "the request did not arrive in time", 0};

	if (connection->state == STATE_HEAD || connection->state == STATE_BODY)
		refuse_bytes(connection, &slow);
	else
		connection_close(connection);
}

void connection_start(struct connection *connection)
{
	struct event_base *base = connection->set->base;

	event_assign(&connection->readable, base, connection->fd,
		EV_READ | EV_PERSIST, on_readable, connection);
	event_assign(&connection->writable, base, connection->fd,
		EV_WRITE | EV_PERSIST, on_writable, connection);
	event_add(&connection->readable, NULL);
	connection_enter_idle(connection);
}

bool connection_is_local(const struct connection *connection)
{
	return connection->peer.family == AF_UNIX;
}

uint64_t connection_peer(const struct connection *connection)
{
	const struct peer *peer = &connection->peer;
	uint64_t hash = hash_bytes(&peer->process, sizeof(peer->process));

	return hash_add(hash, &peer->address, sizeof(peer->address));
}

void connection_wait(struct connection *connection, void *job)
{
	connection->job = job;
}

bool connection_is_abandoned(const struct connection *connection)
{
	struct pollfd look = {.fd = connection->fd, .events = POLLRDHUP};

	return poll(&look, 1, 0) > 0 && look.revents != 0;
}
