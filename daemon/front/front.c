/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/front/front.h"

#include <stdlib.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

#define TOKEN_MIN 16u
#define TOKEN_MAX ((size_t)4096)

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

bool front_token_matches(const char *token, const char *authorization)
{
	struct slice given = slice_of(authorization);
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

/* "q=0", "q=0.0": a weight that says no. */
static bool is_zero_weight(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == ';'))
		at++;
	if (end - at < 3 || (*at | 0x20) != 'q' || at[1] != '=')
		return false;
	for (at += 2; at < end; at++)
		if (*at >= '1' && *at <= '9')
			return false;
	return true;
}

bool front_accepts_gzip(const char *accept)
{
	while (accept && *accept) {
		size_t length = strcspn(accept, ",");
		size_t name = strcspn(accept, ",;");
		struct slice coding = slice_trim((struct slice){accept, name});

		if (slice_equal_fold(coding, SLICE("gzip")))
			return !is_zero_weight(accept + name, accept + length);
		accept += length;
		accept += *accept == ',';
	}
	return false;
}

static const char *field(struct evhttp_request *request, const char *name)
{
	return evhttp_find_header(
		evhttp_request_get_input_headers(request), name);
}

static void set_field(
	struct evhttp_request *request, const char *name, const char *value)
{
	evhttp_add_header(
		evhttp_request_get_output_headers(request), name, value);
}

/* One request on its way through the pool. */
struct exchange {
	struct front *front;
	struct connection *connection;
	struct evhttp_request *request;
	struct pool_job *job;
};

static void set_copied(
	struct evhttp_request *request, const char *name, struct slice value)
{
	char *text = memory_printf("%.*s", SLICE_PRINT(value));

	set_field(request, name, text);
	free(text);
}

static void pass_on(
	const struct exchange *exchange, const struct wire_reply *reply)
{
	struct evhttp_request *request = exchange->request;

	if (reply->content_type.length > 0)
		set_copied(request, "Content-Type", reply->content_type);
	if (reply->etag.length > 0)
		set_copied(request, "ETag", reply->etag);
	if (reply->flags & WIRE_GZIP)
		set_field(request, "Content-Encoding", "gzip");
	if (reply->flags & WIRE_RETRY)
		set_field(request, "Retry-After", "1");
	set_field(request, "Vary", "Accept-Encoding");
	set_field(request, "X-Content-Type-Options", "nosniff");
	set_field(request, "Cache-Control",
		exchange->front->token ? "private, no-store" : "no-cache");
	connection_reply(
		exchange->connection, reply->status, reply->body, false);
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
	pool_cancel(exchange->job);
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

static struct slice body_of(struct evhttp_request *request)
{
	struct evbuffer *input = evhttp_request_get_input_buffer(request);
	size_t length = evbuffer_get_length(input);

	return (struct slice){
		length > 0 ? (char *)evbuffer_pullup(input, -1) : NULL, length};
}

static void ask_worker(struct front *front, struct connection *connection,
	struct evhttp_request *request, enum guard_method method,
	struct slice path)
{
	static const struct pool_client client = {job_done, job_wanted};
	static const struct problem busy = {503, "busy",
		"too many requests wait already; try again in a second", 0};
	struct exchange *exchange = memory_new(sizeof(*exchange));
	struct buffer state = BUFFER_INIT;
	struct wire_request asked = {
		.method = method == GUARD_POST   ? WIRE_POST
			  : method == GUARD_HEAD ? WIRE_HEAD
						 : WIRE_GET,
		.flags = front_accepts_gzip(field(request, "Accept-Encoding"))
				 ? WIRE_ACCEPT_GZIP
				 : 0,
		.target = slice_of(evhttp_request_get_uri(request)),
		.body = body_of(request),
		.if_none_match = slice_of(field(request, "If-None-Match")),
	};

	if (slice_is(path, "/v1/status"))
		add_state(front, &state);
	asked.front = buffer_slice(&state);
	*exchange = (struct exchange){front, connection, request, NULL};
	exchange->job =
		pool_submit(front->pool, &asked, pool_now(), &client, exchange);
	buffer_clear(&state);
	if (exchange->job) {
		connection_wait(connection, exchange);
	} else {
		free(exchange);
		connection_refuse(connection, &busy);
	}
}

static void answer_livez(
	struct connection *connection, struct evhttp_request *request)
{
	set_field(request, "Content-Type", "application/json");
	set_field(request, "Cache-Control", "no-store");
	set_field(request, "X-Content-Type-Options", "nosniff");
	connection_reply(
		connection, 200, SLICE("{\"status\":\"ok\"}\n"), false);
}

static void answer_options(
	struct connection *connection, struct evhttp_request *request)
{
	set_field(request, "Allow", "GET, HEAD, POST, OPTIONS");
	connection_reply(connection, 204, SLICE_EMPTY, false);
}

static bool may_ask(const struct front *front,
	const struct connection *connection, struct evhttp_request *request)
{
	const char *shown = field(request, "Authorization");

	return !front->token || connection_is_local(connection) ||
	       (shown && front_token_matches(front->token, shown));
}

void front_request(void *arg, struct connection *connection,
	struct evhttp_request *request, enum guard_method method)
{
	static const struct problem no_token = {401, "unauthorized",
		"this server wants a token: Authorization: Bearer TOKEN", 0};
	struct front *front = arg;
	const char *target = evhttp_request_get_uri(request);
	struct slice path = {target, strcspn(target, "?")};
	const char *unready;

	front->requests++;
	if (method == GUARD_OPTIONS) {
		answer_options(connection, request);
	} else if (slice_is(path, "/livez")) {
		answer_livez(connection, request);
	} else if (!may_ask(front, connection, request)) {
		connection_refuse(connection, &no_token);
	} else if (slice_is(path, "/readyz") &&
		   (unready = pool_unready(front->pool))) {
		struct problem problem = {503, "no_index", unready, 0};

		connection_refuse(connection, &problem);
	} else {
		ask_worker(front, connection, request, method, path);
	}
}
