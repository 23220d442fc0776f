/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/front.h"

#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "daemon/front/reload.h"

#define TOKEN_MIN 16u
#define TOKEN_MAX ((size_t)4096)

#define PRIVATE_FIELDS                                                         \
	"Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
#define JSON_FIELDS SLICE("Content-Type: application/json\r\n" PRIVATE_FIELDS)

char *front_read_token(const char *path, struct error *err)
{
	struct buffer bytes = BUFFER_INIT;

	if (file_read(path, TOKEN_MAX, &bytes, err)) {
		buffer_clear(&bytes);
		error_prefix(err, "token_file: ");
		return NULL;
	}
	struct slice token = buffer_slice(&bytes);
	const char *end =
		token.data ? memchr(token.data, '\n', token.length) : NULL;

	if (end)
		token.length = (size_t)(end - token.data);
	token = slice_trim(token);
	char *copy = memory_printf("%.*s", SLICE_PRINT(token));

	if (strlen(copy) < TOKEN_MIN || strlen(copy) != token.length) {
		error_set(err, ERROR_FORMAT,
			"token_file: the first line of %s must be %u "
			"characters or more; make one with: openssl rand -hex "
			"32",
			path, TOKEN_MIN);
		free(copy);
		copy = NULL;
	}
	buffer_clear(&bytes);
	return copy;
}

bool front_token_matches(const char *token, struct slice given)
{
	size_t length = strlen(token);

	if (given.length < 7 || !slice_equal_fold((struct slice){given.data, 7},
					SLICE("Bearer ")))
		return false;
	given.data += 7;
	given.length -= 7;

	unsigned char differs = given.length != length;

	for (size_t i = 0; i < length; i++)
		differs |=
			(unsigned char)(token[i] ^
					(i < given.length ? given.data[i] : 0));
	return differs == 0;
}

/* Cut off what comes before `c`, or all. */
static struct slice cut(struct slice *rest, char c)
{
	const char *at =
		rest->length > 0 ? memchr(rest->data, c, rest->length) : NULL;
	struct slice before = {
		rest->data, at ? (size_t)(at - rest->data) : rest->length};

	rest->data += before.length + (at != NULL);
	rest->length -= before.length + (at != NULL);
	return before;
}

/* "q=0", "q=0.0": a weight that says no. */
static bool is_zero_weight(struct slice weight)
{
	weight = slice_trim(weight);
	if (weight.length < 3 || (weight.data[0] | 0x20) != 'q' ||
		weight.data[1] != '=')
		return false;
	for (size_t i = 2; i < weight.length; i++)
		if (weight.data[i] >= '1' && weight.data[i] <= '9')
			return false;
	return true;
}

bool front_accepts_gzip(struct slice accept)
{
	while (accept.length > 0) {
		struct slice weight = cut(&accept, ',');
		struct slice coding = slice_trim(cut(&weight, ';'));

		if (slice_equal_fold(coding, SLICE("gzip")))
			return !is_zero_weight(weight);
	}
	return false;
}

/* One request that waits for its answer, from a worker or of a reload. */
struct exchange {
	struct front *front;
	struct connection *connection;
	struct pool_job *job;
	struct reload_waiter *reload;
	uint64_t start; /* of the reload */
};

static void add_field(
	struct buffer *fields, const char *name, struct slice value)
{
	if (value.length == 0)
		return;
	buffer_add_string(fields, name);
	buffer_add_slice(fields, value);
	buffer_add_string(fields, "\r\n");
}

static void pass_on(
	const struct exchange *exchange, const struct wire_reply *reply)
{
	struct front *front = exchange->front;
	struct buffer *fields = &front->fields;

	buffer_reset(fields);
	add_field(fields, "Content-Type: ", reply->content_type);
	add_field(fields, "ETag: ", reply->etag);
	if (reply->flags & WIRE_GZIP)
		buffer_add_string(fields, "Content-Encoding: gzip\r\n");
	if (reply->flags & WIRE_RETRY)
		buffer_add_string(fields, "Retry-After: 1\r\n");
	buffer_add_string(fields, "Vary: Accept-Encoding\r\n"
				  "X-Content-Type-Options: nosniff\r\n");
	buffer_add_string(fields,
		front->token ? "Cache-Control: private, no-store\r\n"
			     : "Cache-Control: no-cache\r\n");
	connection_reply(exchange->connection, reply->status,
		buffer_slice(fields), reply->body);
}

static void job_done(void *arg, const struct wire_reply *reply,
	const struct problem *problem)
{
	struct exchange *exchange = arg;

	connection_wait(exchange->connection, NULL);
	if (reply)
		pass_on(exchange, reply);
	else if (problem)
		connection_refuse(exchange->connection, problem);
	else
		connection_close(exchange->connection);
	free(exchange);
}

static bool job_wanted(void *arg)
{
	const struct exchange *exchange = arg;

	return !connection_is_abandoned(exchange->connection);
}

void front_abandoned(void *arg, void *job)
{
	struct exchange *exchange = job;

	(void)arg;
	if (exchange->job)
		pool_cancel(exchange->job);
	else
		reload_cancel(exchange->reload);
	free(exchange);
}

void front_drained(void *arg)
{
	struct front *front = arg;

	event_base_loopbreak(front->base);
}

static void add_state(const struct front *front, struct buffer *out)
{
	struct pool_counts counts;

	pool_count(front->pool, &counts);
	buffer_printf(out,
		"{\"pid\":%d,\"uptime_s\":%llu,\"requests\":%llu,"
		"\"connections\":%u,\"workers\":{\"configured\":%u,"
		"\"ready\":%u,\"busy\":%u,\"restarts\":%llu,\"killed\":%llu},"
		"\"queue\":{\"waiting\":%u,\"limit\":%u,\"refused\":%llu,"
		"\"dropped\":%llu}}",
		(int)getpid(),
		(unsigned long long)((pool_now() - front->started) /
				     1000000000u),
		(unsigned long long)front->requests,
		connections_count(front->connections), counts.configured,
		counts.ready, counts.busy, (unsigned long long)counts.restarts,
		(unsigned long long)counts.killed, counts.waiting, counts.limit,
		(unsigned long long)counts.refused,
		(unsigned long long)counts.dropped);
}

static void ask_worker(struct front *front, struct connection *connection,
	const struct guard_head *head, struct slice path, struct slice body)
{
	static const struct pool_client client = {job_done, job_wanted};
	static const struct problem busy = {503, "busy",
		"too many requests wait already; try again in a second", 0};
	struct exchange *exchange = memory_new(sizeof(*exchange));
	struct buffer state = BUFFER_INIT;
	struct wire_request asked = {
		.method = head->method == GUARD_POST   ? WIRE_POST
			  : head->method == GUARD_HEAD ? WIRE_HEAD
						       : WIRE_GET,
		.flags = front_accepts_gzip(head->accept_encoding)
				 ? WIRE_ACCEPT_GZIP
				 : 0,
		.target = head->target,
		.body = body,
		.if_none_match = head->if_none_match,
	};

	if (slice_is(path, "/v1/status"))
		add_state(front, &state);
	asked.front = buffer_slice(&state);
	exchange->front = front;
	exchange->connection = connection;
	exchange->job =
		pool_submit(front->pool, &asked, pool_now(),
			connection_peer(connection), &client, exchange);
	buffer_clear(&state);
	if (exchange->job) {
		connection_wait(connection, exchange);
	} else {
		free(exchange);
		connection_refuse(connection, &busy);
	}
}

/* ---- reload -------------------------------------------------------------- */

static void reload_known(void *arg, const char *reason)
{
	struct exchange *exchange = arg;
	struct connection *connection = exchange->connection;
	struct problem problem = {409, "not_reloaded", reason, 0};
	struct buffer body = BUFFER_INIT;
	struct pool_counts counts;

	connection_wait(connection, NULL);
	pool_count(exchange->front->pool, &counts);
	buffer_printf(&body,
		"{\"v\":1,\"reloaded\":true,\"took_ms\":%.1f,"
		"\"workers\":%u}\n",
		(double)(pool_now() - exchange->start) / 1e6, counts.ready);
	if (reason)
		connection_refuse(connection, &problem);
	else
		connection_reply(
			connection, 200, JSON_FIELDS, buffer_slice(&body));
	buffer_clear(&body);
	free(exchange);
}

static void refuse_method(struct connection *connection)
{
	struct buffer body = BUFFER_INIT;

	problem_write(&body, 405, "method_not_allowed",
		"a reload changes what is served: POST", 0);
	connection_reply(connection, 405,
		SLICE("Content-Type: " PROBLEM_TYPE "\r\n"
		      "Allow: POST, OPTIONS\r\n" PRIVATE_FIELDS),
		buffer_slice(&body));
	buffer_clear(&body);
}

/* By whoever may open the socket file, or shows the token. */
static void ask_reload(struct front *front, struct connection *connection,
	const struct guard_head *head, size_t more)
{
	static const struct problem forbidden = {403, "forbidden",
		"over TCP a reload wants a token, and this server has none: "
		"ask on its unix socket",
		0};
	static const struct problem no_parameters = {400, "invalid",
		"a reload takes no parameters and no body", 0};

	if (head->method != GUARD_POST) {
		refuse_method(connection);
	} else if (!front->token && !connection_is_local(connection)) {
		connection_refuse(connection, &forbidden);
	} else if (more > 0) {
		connection_refuse(connection, &no_parameters);
	} else {
		struct exchange *exchange = memory_new(sizeof(*exchange));

		exchange->front = front;
		exchange->connection = connection;
		exchange->start = pool_now();
		exchange->reload =
			reload_start(front->reload, reload_known, exchange);
		connection_wait(connection, exchange);
	}
}

/* ---- answers of its own -------------------------------------------------- */

static void answer_livez(struct connection *connection)
{
	connection_reply(connection, 200, JSON_FIELDS,
		SLICE("{\"status\":\"ok\"}\n"));
}

static void answer_options(struct connection *connection)
{
	connection_reply(connection, 204,
		SLICE("Allow: GET, HEAD, POST, OPTIONS\r\n"), SLICE_EMPTY);
}

static bool may_ask(const struct front *front,
	const struct connection *connection, const struct guard_head *head)
{
	return !front->token || connection_is_local(connection) ||
	       front_token_matches(front->token, head->authorization);
}

void front_request(void *arg, struct connection *connection,
	const struct guard_head *head, struct slice body)
{
	static const struct problem no_token = {401, "unauthorized",
		"this server wants a token: Authorization: Bearer TOKEN", 0};
	struct front *front = arg;
	struct slice rest = head->target, path = cut(&rest, '?');
	const char *unready;

	front->requests++;
	if (head->method == GUARD_OPTIONS) {
		answer_options(connection);
	} else if (slice_is(path, "/livez")) {
		answer_livez(connection);
	} else if (!may_ask(front, connection, head)) {
		connection_refuse(connection, &no_token);
	} else if (slice_is(path, "/readyz") &&
		   (unready = pool_unready(front->pool))) {
		struct problem problem = {503, "no_index", unready, 0};

		connection_refuse(connection, &problem);
	} else if (slice_is(path, "/v1/admin/thesaurus/reload")) {
		ask_reload(front, connection, head, rest.length + body.length);
	} else {
		ask_worker(front, connection, head, path, body);
	}
}
