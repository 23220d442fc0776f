/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One socket is the child's standard input and output: the bytes go in while
 * the frames come out, and the end of the input is a shutdown.  Where the input
 * is a plain file the child gets the file itself, so that it can seek in it.
 * The watch here is for wall time, which the limits the child sets itself do
 * not bound.
 */
#include "config.h"

#include "indexer/reader/child.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/limits.h"

#define CHUNK ((size_t)65536)

struct child {
	const struct source *source;
	const struct child_job *job;
	pid_t pid;
	int fd;
	struct slice pending; /* of the input, still to be sent */
	uint64_t sent;
	bool all_sent;
	int64_t deadline; /* milliseconds */
	bool failed; /* the input: said when the child has had what came before
		      */
	struct error cause;
	char chunk[CHUNK];
};

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int spawn(struct child *child, int input, int output, struct error *err)
{
	const struct limits *limits = child->source->limits;
	const char *program = child->source->extractor;
	char numbers[3][24];
	char *const arguments[] = {(char *)(uintptr_t)program,
		(char *)(uintptr_t)child->job->mode, numbers[0], numbers[1],
		numbers[2], NULL};
	char *const environment[] = {NULL};
	posix_spawn_file_actions_t actions;

	snprintf(numbers[0], sizeof(*numbers), "%" PRIu64, child->job->cpu);
	snprintf(numbers[1], sizeof(*numbers), "%" PRIu64,
		limits->extract_memory);
	snprintf(numbers[2], sizeof(*numbers), "%" PRIu64, child->job->output);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	errno = posix_spawn(
		&child->pid, program, &actions, NULL, arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	return errno == 0
		       ? 0
		       : error_set_errno(err,
				 "the extractor %s cannot be started", program);
}

void child_rest(struct child *child)
{
	child->deadline =
		now() + (int64_t)child->source->limits->extract_seconds * 1000;
}

struct child *child_start(const struct source *source,
	const struct child_job *job, struct error *err)
{
	struct child *child;
	int file = input_file(source->input), fds[2];

	if (file >= 0 && input_size(source->input) > job->bytes) {
		error_set(err, ERROR_LIMIT,
			"is longer than %" PRIu64 " bytes (limit %s)",
			job->bytes, job->bytes_name);
		return NULL;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
		error_set_errno(err, "no socket for the extractor");
		return NULL;
	}
	child = memory_new(sizeof(*child));
	child->source = source;
	child->job = job;
	child->fd = fds[0];
	child->all_sent = file >= 0;
	child_rest(child);

	int failed = spawn(child, file >= 0 ? file : fds[1], fds[1], err);

	close(fds[1]);
	if (failed == 0)
		return child;
	close(fds[0]);
	free(child);
	return NULL;
}

static void end_input(struct child *child)
{
	/* Without the end the child waits for more. */
	child->all_sent = true;
	shutdown(child->fd, SHUT_WR);
}

/* What is to be sent next; nothing at the end of the input. */
static int refill(struct child *child, struct error *err)
{
	ssize_t got = input_read(
		child->source->input, child->chunk, sizeof(child->chunk), err);

	if (got < 0) {
		child->failed = true;
		child->cause = *err;
		end_input(child);
		return 0;
	}
	child->pending = (struct slice){child->chunk, (size_t)got};
	child->sent += (uint64_t)got;
	if (child->sent > child->job->bytes)
		return error_set(err, ERROR_LIMIT,
			"is longer than %" PRIu64 " bytes (limit %s)",
			child->job->bytes, child->job->bytes_name);
	if (got == 0)
		end_input(child);
	return 0;
}

static void send_some(struct child *child)
{
	ssize_t sent = send(child->fd, child->pending.data,
		child->pending.length, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (sent < 0) {
		/* A child that is gone says so on the other way. */
		child->all_sent = true;
		sent = (ssize_t)child->pending.length;
	}
	child->pending.data += sent;
	child->pending.length -= (size_t)sent;
}

/* 1: bytes; 0: none now; -1: the end. */
static int receive_some(struct child *child, struct buffer *frames)
{
	ssize_t got = recv(
		child->fd, buffer_reserve(frames, CHUNK), CHUNK, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (got <= 0)
		return -1;
	frames->length += (size_t)got;
	return 1;
}

int child_read(struct child *child, struct buffer *frames, struct error *err)
{
	for (;;) {
		struct pollfd poller = {.fd = child->fd, .events = POLLIN};
		int64_t left = child->deadline - now();

		if (child->pending.length == 0 && !child->all_sent &&
			refill(child, err) != 0)
			return -1;
		if (child->pending.length > 0)
			poller.events |= POLLOUT;
		if (child->source->stop && *child->source->stop)
			return error_set(err, ERROR_IO, "stopped");
		if (left <= 0)
			return error_set(err, ERROR_LIMIT,
				"%s took longer than %" PRIu64 " seconds "
				"(limit extract_seconds)",
				child->job->what,
				child->source->limits->extract_seconds);
		if (poll(&poller, 1, left > 1000 ? 1000 : (int)left) < 0 &&
			errno != EINTR)
			return 0;
		if (poller.revents & POLLOUT)
			send_some(child);
		if (!(poller.revents & (POLLIN | POLLHUP | POLLERR)))
			continue;
		int got = receive_some(child, frames);

		if (got > 0)
			return 1;
		if (got < 0 && child->failed)
			*err = child->cause;
		if (got < 0)
			return child->failed ? -1 : 0;
	}
}

/* However the conversation ended, no child stays behind.  One whose output is
 * closed is ending: how, is settled before the kernel closes it, and no signal
 * changes that. */
static int reap(struct child *child)
{
	int status = 0;

	close(child->fd);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

static int explain_code(const struct child *child, int code, struct error *err)
{
	static const struct {
		int code;
		const char *sentence;
	} sentences[] = {
		{EXTRACT_ENCODING, "is in an encoding that is not read"},
		{EXTRACT_ENCRYPTED, "is encrypted"},
		{EXTRACT_DAMAGED, "is damaged"},
		{EXTRACT_FORBIDDEN, "does not allow its text to be copied"},
		{EXTRACT_NO_TEXT, "has no text: its pages are pictures"},
		{EXTRACT_CONFINE,
			"was not opened: the extractor cannot confine itself "
			"on this system (seccomp)"},
		{EXTRACT_PROGRAM, "cannot be read: pdftotext cannot be started "
				  "(Debian package poppler-utils)"},
	};

	for (size_t i = 0; i < sizeof(sentences) / sizeof(*sentences); i++)
		if (sentences[i].code == code)
			return error_set(err, ERROR_FORMAT, "%s %s",
				child->job->what, sentences[i].sentence);
	return error_set(err, ERROR_FORMAT,
		"the extractor failed on %s (exit %d)", child->job->what, code);
}

static int explain(const struct child *child, int status, struct error *err)
{
	const struct limits *limits = child->source->limits;
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (signal == SIGXCPU || code == EXTRACT_CPU)
		return error_set(err, ERROR_LIMIT,
			"%s took more than %" PRIu64
			" seconds of CPU time (limit extract_cpu)",
			child->job->what, child->job->cpu);
	if (code == EXTRACT_MEMORY || code == EXTRACT_NO_MEMORY)
		return error_set(err, ERROR_LIMIT,
			"%s took more than %" PRIu64
			" bytes of memory (limit extract_memory)",
			child->job->what, limits->extract_memory);
	if (code == EXTRACT_OUTPUT)
		return error_set(err, ERROR_LIMIT,
			"%s gives more than %" PRIu64
			" bytes of text (limit extract_output)",
			child->job->what, limits->extract_output);
	if (signal)
		return error_set(err, ERROR_FORMAT,
			"the extractor failed on %s (signal %d)",
			child->job->what, signal);
	return explain_code(child, code, err);
}

int child_finish(struct child *child, bool whole, struct error *err)
{
	int status = reap(child);
	int result = whole ? input_check(child->source->input, err)
			   : explain(child, status, err);

	free(child);
	return result;
}

int child_extract(const struct source *source, const struct child_job *job,
	struct buffer *frames, struct error *err)
{
	struct child *child = child_start(source, job, err);
	size_t start = frames->length;
	struct error ignored;
	int more = 1;

	if (!child)
		return -1;
	while (more > 0) {
		more = child_read(child, frames, err);
		if (frames->length - start > source->limits->extract_output)
			more = 0;
	}
	bool whole = frames->length > start &&
		     frames->length - start <= source->limits->extract_output &&
		     frames->data[frames->length - 1] == FRAME_END;

	/* Why it was killed is known; how it ended is not the cause. */
	if (more < 0) {
		child_finish(child, false, &ignored);
		return -1;
	}
	return child_finish(child, whole, err);
}

static int take_slice(const char **at, const char *end, struct slice *out)
{
	uint64_t length;

	if (varint_read(at, end, &length) != 0)
		return end - *at < 10 ? -2 : -1;
	if (length > (uint64_t)1 << 32)
		return -1;
	if (length > (uint64_t)(end - *at))
		return -2;
	*out = (struct slice){*at, (size_t)length};
	*at += length;
	return 0;
}

int frame_next(const char **at, const char *end, struct frame *frame)
{
	const char *from = *at;
	uint64_t flags;
	int status;

	if (from >= end)
		return -2;
	frame->kind = *from++;
	if (frame->kind == FRAME_END) {
		*at = from;
		return 0;
	}
	if (varint_read(&from, end, &flags) != 0)
		return end - from < 10 ? -2 : -1;
	if (flags > UINT32_MAX)
		return -1;
	frame->flags = (unsigned)flags;
	status = take_slice(&from, end, &frame->name);
	if (status == 0)
		status = take_slice(&from, end, &frame->text);
	if (status == 0)
		*at = from;
	return status == 0 ? 1 : status;
}
