/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/thesaurus/asker.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "daemon/wire.h"

#define READ_SIZE ((size_t)65536)

struct asker {
	pid_t pid;
	int fd;
	struct buffer input, output;
	size_t used; /* bytes of input that the last reply took */
};

/* It inherits its end and standard error, and nothing to read or write. */
static int start(
	struct asker *asker, char *const *arguments, int end, struct error *err)
{
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
		&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0);
	posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, end, WIRE_FD);
	int failed = posix_spawn(
		&asker->pid, arguments[0], &actions, NULL, arguments, environ);

	posix_spawn_file_actions_destroy(&actions);
	if (!failed)
		return 0;
	errno = failed;
	return error_set_errno(err, "%s", arguments[0]);
}

static int start_worker(struct asker *asker, const char *index,
	const char *thesaurus, struct error *err)
{
	char *program = path_of_ours("medlitd-worker", MEDLIT_LIBEXECDIR);
	char *index_option = memory_printf("--index=%s", index);
	char *list_option = memory_printf("--thesaurus=%s", thesaurus);
	char *arguments[] = {program, index_option, list_option, NULL};
	int ends[2], result;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		result = error_set_errno(
			err, "cannot make a socketpair for a worker");
	} else {
		asker->fd = ends[0];
		result = start(asker, arguments, ends[1], err);
		close(ends[1]);
	}
	free(program);
	free(index_option);
	free(list_option);
	return result;
}

/* The next reply's frame; what it points to lives until the next call. */
static int next_reply(
	struct asker *asker, struct wire_reply *reply, struct error *err)
{
	struct buffer *input = &asker->input;

	if (asker->used > 0)
		memmove(input->data, input->data + asker->used,
			input->length - asker->used);
	input->length -= asker->used;
	asker->used = 0;
	for (;;) {
		int have = wire_get_reply(
			buffer_slice(input), reply, &asker->used, err);

		if (have != 0)
			return have > 0 ? 0 : -1;
		char *at = buffer_reserve(input, READ_SIZE);
		ssize_t length = read(asker->fd, at, READ_SIZE);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0)
			return error_set_errno(err, "medlitd-worker");
		if (length == 0)
			return error_set(err, ERROR_INTERNAL,
				"medlitd-worker ended before it answered");
		input->length += (size_t)length;
	}
}

static int hear_hello(struct asker *asker, struct error *err)
{
	struct wire_reply hello;

	if (next_reply(asker, &hello, err) != 0)
		return -1;
	if (hello.status == 200)
		return 0;
	return error_set(err, ERROR_FORMAT, "%.*s", SLICE_PRINT(hello.body));
}

struct asker *asker_open(
	const char *index, const char *thesaurus, struct error *err)
{
	struct asker *asker = memory_new(sizeof(*asker));

	asker->fd = -1;
	asker->pid = -1;
	if (start_worker(asker, index, thesaurus, err) == 0 &&
		hear_hello(asker, err) == 0)
		return asker;
	asker_close(asker);
	return NULL;
}

void asker_close(struct asker *asker)
{
	if (!asker)
		return;
	if (asker->fd >= 0)
		close(asker->fd);
	/* It ends when its socket does. */
	while (asker->pid > 0 && waitpid(asker->pid, NULL, 0) < 0 &&
		errno == EINTR)
		;
	buffer_clear(&asker->input);
	buffer_clear(&asker->output);
	free(asker);
}

static void put_encoded(struct buffer *out, struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		buffer_printf(out, "%%%02X", (unsigned char)text.data[i]);
}

int asker_send(struct asker *asker, struct slice question, struct error *err)
{
	struct wire_request request = {
		.method = WIRE_GET, .deadline = UINT64_MAX};
	struct buffer target = BUFFER_INIT;

	buffer_add_string(&target,
		"/v1/search?limit=10&snippets=0&fields=id,matched_as&q=");
	put_encoded(&target, question);
	request.target = buffer_slice(&target);
	buffer_reset(&asker->output);
	wire_put_request(&asker->output, &request);
	buffer_clear(&target);

	struct slice rest = buffer_slice(&asker->output);

	while (rest.length > 0) {
		ssize_t done =
			send(asker->fd, rest.data, rest.length, MSG_NOSIGNAL);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return error_set_errno(err, "medlitd-worker");
		rest.data += done;
		rest.length -= (size_t)done;
	}
	return 0;
}

int asker_receive(struct asker *asker, json_t **reply, struct error *err)
{
	struct wire_reply answer;

	*reply = NULL;
	if (next_reply(asker, &answer, err) != 0)
		return -1;
	json_t *body =
		json_loadb(answer.body.data, answer.body.length, 0, NULL);

	if (!body)
		return error_set(err, ERROR_INTERNAL,
			"medlitd-worker answered what is no JSON");
	if (answer.status == 200) {
		*reply = body;
		return 0;
	}
	const char *why = json_string_value(json_object_get(body, "detail"));

	error_set(err, ERROR_INVALID, "%s", why ? why : "status is not 200");
	json_decref(body);
	return 0;
}
