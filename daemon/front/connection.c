/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One connection.  Bytes are taken out of the input buffer as they are read,
 * inside the buffer's callback, before evhttp looks; a request is put back
 * whole. Reading is off from there until the reply is written.
 */
#include "config.h"

#include "daemon/front/connection.h"

#include <poll.h>
#include <sys/socket.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>

#include "daemon/front/connection_internal.h"

static void arm(struct connection *connection, uint32_t milliseconds)
{
	struct timeval wait = {
		milliseconds / 1000, (suseconds_t)(milliseconds % 1000) * 1000};

	event_add(connection->timer, &wait);
}

/* The timer's callback, as soon as whoever calls us is out of the way. */
void connection_soon(struct connection *connection)
{
	event_del(connection->timer);
	event_active(connection->timer, EV_TIMEOUT, 0);
}

void connection_enter_idle(struct connection *connection)
{
	connection->state = STATE_IDLE;
	TAILQ_INSERT_TAIL(&connection->set->idle, connection, idle);
	arm(connection, connection->set->idle_timeout);
}

void connection_leave_idle(struct connection *connection)
{
	TAILQ_REMOVE(&connection->set->idle, connection, idle);
}

/* Give evhttp a whole request.  Inside the read callback it looks by itself. */
static void feed(struct connection *connection, const char *bytes,
	size_t length, bool reading)
{
	struct evbuffer *input = bufferevent_get_input(connection->stream);

	connection->state = STATE_FED;
	arm(connection, connection->set->header_timeout);
	connection->putting = true;
	evbuffer_prepend(input, bytes, length);
	connection->putting = false;
	if (!reading)
		bufferevent_trigger(connection->stream, EV_READ, 0);
}

void connection_stand_in(struct connection *connection,
	const struct problem *problem, bool reading)
{
	static const char get[] = "GET / HTTP/1.1\r\n\r\n";
	static const char head[] = "HEAD / HTTP/1.1\r\n\r\n";
	bool is_head = slice_starts(buffer_slice(&connection->held), "HEAD ");

	if (connection->state == STATE_IDLE)
		connection_leave_idle(connection);
	connection->refusal = *problem;
	connection->is_refused = true;
	buffer_clear(&connection->held);
	feed(connection, is_head ? head : get,
		is_head ? sizeof(head) - 1 : sizeof(get) - 1, reading);
}

static void feed_held(struct connection *connection, bool reading)
{
	struct buffer held = connection->held;
	size_t length = connection->head_length + connection->head.body_length;

	/* What is behind it is the start of the next. */
	memset(&connection->held, 0, sizeof(connection->held));
	if (held.length > length)
		buffer_add(&connection->held, held.data + length,
			held.length - length);
	connection->scanned = 0;
	feed(connection, held.data, length, reading);
	buffer_clear(&held);
}

static struct guard_rules rules_of(const struct connection *connection)
{
	struct guard_rules rules = connection->set->rules;

	if (connection->peer.family == AF_UNIX)
		rules.host = NULL;
	return rules;
}

/* The head is there: check it, and go on to its body. */
static int take_head(struct connection *connection, struct problem *problem)
{
	struct guard_rules rules = rules_of(connection);
	struct slice head = {connection->held.data, connection->head_length};

	if (guard_head(head, &rules, &connection->head, problem))
		return -1;
	connection->state = STATE_BODY;
	arm(connection, connection->set->body_timeout);
	/* evhttp would say this only when fed the head alone.  Nothing else
	 * is being written, so the socket has room for it. */
	if (connection->head.wants_continue &&
		connection->held.length == connection->head_length)
		(void)send(connection->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25,
			MSG_DONTWAIT | MSG_NOSIGNAL);
	return 0;
}

/* Look at what is held and hand on a request when a whole one is there. */
void connection_advance(struct connection *connection, bool reading)
{
	struct slice held = buffer_slice(&connection->held);
	struct guard_rules rules = rules_of(connection);
	struct problem problem;

	if (held.length == 0)
		return;
	if (connection->state == STATE_IDLE) {
		connection_leave_idle(connection);
		connection->state = STATE_HEAD;
		arm(connection, connection->set->header_timeout);
	}
	if (connection->state == STATE_HEAD) {
		int have = guard_find_end(held, &connection->scanned, &rules,
			&connection->head_length, &problem);

		if (have == 0)
			return;
		if (have < 0 || take_head(connection, &problem)) {
			connection_stand_in(connection, &problem, reading);
			return;
		}
	}
	if (held.length >=
		connection->head_length + connection->head.body_length)
		feed_held(connection, reading);
}

void connection_input(
	struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
	struct connection *connection = arg;
	size_t length = evbuffer_get_length(input);

	if (info->n_added == 0 || connection->putting ||
		connection->state >= STATE_FED)
		return;
	char *at = buffer_reserve(&connection->held, length);

	evbuffer_remove(input, at, length);
	connection->held.length += length;
	if (connection->state != STATE_NEW)
		connection_advance(connection, true);
}

void connection_close(struct connection *connection)
{
	evhttp_connection_free(connection->http);
}

/* A client that takes nothing of its reply for the whole time is closed. */
static void check_progress(struct connection *connection)
{
	size_t left =
		evbuffer_get_length(bufferevent_get_output(connection->stream));

	if (left == connection->unwritten) {
		connection_close(connection);
		return;
	}
	connection->unwritten = left;
	arm(connection, connection->set->write_timeout);
}

void connection_timer(evutil_socket_t fd, short what, void *arg)
{
	static const struct problem slow = {
		408, "deadline", "the request did not arrive in time", 0};
	struct connection *connection = arg;

	(void)fd;
	(void)what;
	switch (connection->state) {
	case STATE_NEW:
		connection_adopt(connection);
		break;
	case STATE_NEXT:
		connection_enter_idle(connection);
		connection_advance(connection, false);
		break;
	case STATE_HEAD:
	case STATE_BODY:
		connection_stand_in(connection, &slow, false);
		break;
	case STATE_REPLY:
		check_progress(connection);
		break;
	case STATE_IDLE:
	case STATE_FED:
	case STATE_BUSY:
		connection_close(connection);
		break;
	}
}

static void reply_written(struct evhttp_request *request, void *arg)
{
	struct connection *connection = arg;

	(void)request;
	connection->request = NULL;
	connection->state = STATE_NEXT;
	connection_soon(connection);
}

void connection_reply(struct connection *connection, unsigned status,
	struct slice body, bool last)
{
	struct evhttp_request *request = connection->request;
	struct evkeyvalq *fields = evhttp_request_get_output_headers(request);
	bool bare = evhttp_request_get_command(request) == EVHTTP_REQ_HEAD ||
		    status == 204 || status == 304;
	struct evbuffer *out = evbuffer_new();
	char length[24];

	connection->job = NULL;
	if (last || connection->set->draining) {
		connection->last = true;
		evhttp_add_header(fields, "Connection", "close");
	}
	if (status != 204 && status != 304) {
		snprintf(length, sizeof(length), "%zu", body.length);
		evhttp_add_header(fields, "Content-Length", length);
	}
	if (!bare)
		evbuffer_add(out, body.data, body.length);
	evhttp_request_set_on_complete_cb(request, reply_written, connection);
	connection->state = STATE_REPLY;
	arm(connection, connection->set->write_timeout);
	evhttp_send_reply(request, (int)status, problem_title(status), out);
	evbuffer_free(out);
	connection->unwritten =
		evbuffer_get_length(bufferevent_get_output(connection->stream));
	/* evhttp reads on to see the peer close: that would take a half-closed
	 * peer for gone, and hold without bound what another sends. */
	bufferevent_disable(connection->stream, EV_READ);
}

void connection_refuse(
	struct connection *connection, const struct problem *problem)
{
	struct evkeyvalq *fields =
		evhttp_request_get_output_headers(connection->request);
	struct buffer body = BUFFER_INIT;

	problem_write(&body, problem->status, problem->code, problem->detail,
		problem->limit);
	evhttp_add_header(fields, "Content-Type", PROBLEM_TYPE);
	evhttp_add_header(fields, "X-Content-Type-Options", "nosniff");
	evhttp_add_header(fields, "Cache-Control", "no-store");
	if (problem->status == 503)
		evhttp_add_header(fields, "Retry-After", "1");
	if (problem->status == 405 || problem->status == 501)
		evhttp_add_header(fields, "Allow", "GET, HEAD, POST, OPTIONS");
	if (problem->status == 401)
		evhttp_add_header(fields, "WWW-Authenticate", "Bearer");
	connection_reply(connection, problem->status, buffer_slice(&body),
		connection->is_refused);
	buffer_clear(&body);
}

bool connection_is_local(const struct connection *connection)
{
	return connection->peer.family == AF_UNIX;
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
