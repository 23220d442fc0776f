/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A worker for the tests of the front: it speaks the protocol and does what the
 * path of a request says.
 *
 *	/echo		the request as it arrived, as text
 *	/sleep/MS	answers after so long
 *	/crash		ends by SIGSEGV
 *	/exit		ends with status 7
 *	/stop		stops itself, as SIGSTOP does
 *	/big/BYTES	answers with so many
 *	/status/N	answers with this status
 *	/junk		answers with bytes that are no frame
 *	/recycle	asks to be replaced
 *
 * It serves the file --index names: when there is none it is not ready.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "daemon/settings.h"
#include "daemon/wire.h"

static void write_all(struct slice bytes)
{
	while (bytes.length > 0) {
		ssize_t done = write(WIRE_FD, bytes.data, bytes.length);

		if (done <= 0)
			exit(done < 0 && errno == EPIPE ? 0 : 1);
		bytes.data += done;
		bytes.length -= (size_t)done;
	}
}

static void say(const struct wire_reply *reply)
{
	struct buffer frame = BUFFER_INIT;

	wire_put_reply(&frame, reply);
	write_all(buffer_slice(&frame));
	buffer_clear(&frame);
}

static void wait_ms(long ms)
{
	struct timespec wait = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&wait, NULL);
}

static void echo(const struct wire_request *request, struct buffer *out)
{
	buffer_printf(out,
		"pid %d\nmethod %u\nflags %u\ntarget %.*s\nbody %.*s\n"
		"if-none-match %.*s\nfront %.*s\n",
		(int)getpid(), request->method, request->flags,
		SLICE_PRINT(request->target), SLICE_PRINT(request->body),
		SLICE_PRINT(request->if_none_match),
		SLICE_PRINT(request->front));
}

/* The number behind `name` in the path, or -1. */
static long number_behind(const char *path, const char *name)
{
	size_t length = strlen(name);

	return strncmp(path, name, length) == 0 ? atol(path + length) : -1;
}

static void answer(const struct wire_request *request)
{
	struct buffer out = BUFFER_INIT;
	struct wire_reply reply = {.status = 200,
		.content_type = SLICE("text/plain"),
		.etag = SLICE("\"echo\"")};
	char path[256];
	long number;

	snprintf(path, sizeof(path), "%.*s", SLICE_PRINT(request->target));
	if (strcmp(path, "/crash") == 0) {
		signal(SIGSEGV, SIG_DFL);
		raise(SIGSEGV);
	} else if (strcmp(path, "/exit") == 0) {
		exit(7);
	} else if (strcmp(path, "/stop") == 0) {
		raise(SIGSTOP);
	} else if (strcmp(path, "/junk") == 0) {
		write_all(SLICE("\x01\x00\x00\x00no frame at all"));
	} else if (strcmp(path, "/recycle") == 0) {
		reply.flags = WIRE_RECYCLE;
	} else if ((number = number_behind(path, "/sleep/")) >= 0) {
		wait_ms(number);
	} else if ((number = number_behind(path, "/status/")) >= 0) {
		reply.status = (uint32_t)number;
	} else if ((number = number_behind(path, "/big/")) >= 0) {
		memset(buffer_reserve(&out, (size_t)number), 'x',
			(size_t)number);
		out.length = (size_t)number;
	}
	if (out.length == 0)
		echo(request, &out);
	reply.body = buffer_slice(&out);
	say(&reply);
	buffer_clear(&out);
}

static void say_hello(const struct settings *settings)
{
	struct wire_reply hello = {.status = 200, .flags = WIRE_HELLO};

	if (access(settings->index, F_OK) != 0) {
		hello.status = 503;
		hello.body = SLICE("there is no index to serve");
	}
	say(&hello);
	if (hello.status != 200)
		exit(3);
}

int main(int argc, char **argv)
{
	struct settings settings;
	enum settings_action action;
	struct error err;
	struct buffer input = BUFFER_INIT;
	struct wire_request request;
	size_t used;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	if (settings_load(&settings, argc, argv, &action, &err)) {
		fprintf(stderr, "echo-worker: %s\n", err.text);
		return 2;
	}
	say_hello(&settings);
	for (;;) {
		char *at = buffer_reserve(&input, 65536);
		ssize_t length = read(WIRE_FD, at, 65536);

		if (length <= 0)
			break;
		input.length += (size_t)length;
		if (wire_get_request(
			    buffer_slice(&input), &request, &used, &err) != 1)
			continue;
		answer(&request);
		buffer_reset(&input);
	}
	buffer_clear(&input);
	settings_clear(&settings);
	return 0;
}
