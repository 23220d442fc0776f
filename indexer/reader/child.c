/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One socket is the child's standard input and output: the page goes in while
 * the frames come out, and the end of the page is a shutdown.  The watch here
 * is for wall time, which the limits the child sets itself do not bound.
 */
#include "config.h"

#include "indexer/reader/child.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "indexer/reader/extract/frame.h"

struct child {
	pid_t pid;
	int fd;
	struct slice page; /* what is still to be sent */
	struct buffer *frames;
	size_t start;     /* of this page's frames */
	int64_t deadline; /* milliseconds */
	bool late;
};

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int start(struct child *child, const char *program, struct error *err)
{
	char *const arguments[] = {(char *)(uintptr_t)program, NULL};
	char *const environment[] = {NULL};
	posix_spawn_file_actions_t actions;
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
		return error_set_errno(err, "no socket for the extractor");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fds[1], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, fds[1], STDOUT_FILENO);
	int failed = posix_spawn(
		&child->pid, program, &actions, NULL, arguments, environment);

	posix_spawn_file_actions_destroy(&actions);
	close(fds[1]);
	child->fd = fds[0];
	if (failed == 0)
		return 0;
	close(fds[0]);
	errno = failed;
	return error_set_errno(
		err, "the extractor %s cannot be started", program);
}

/* Without the page's end the child waits for more. */
static void send_some(struct child *child)
{
	ssize_t sent = send(child->fd, child->page.data, child->page.length,
		MSG_NOSIGNAL | MSG_DONTWAIT);

	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	/* A child that is gone says so on the other way. */
	if (sent < 0)
		sent = (ssize_t)child->page.length;
	child->page.data += sent;
	child->page.length -= (size_t)sent;
	if (child->page.length == 0)
		shutdown(child->fd, SHUT_WR);
}

/* False at the end of what the child says. */
static bool receive_some(struct child *child)
{
	ssize_t got = recv(child->fd, buffer_reserve(child->frames, 65536),
		65536, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (got <= 0)
		return false;
	child->frames->length += (size_t)got;
	return child->frames->length - child->start <= EXTRACT_OUTPUT_BYTES;
}

static void converse(struct child *child)
{
	for (;;) {
		struct pollfd poller = {.fd = child->fd, .events = POLLIN};
		int64_t left = child->deadline - now();

		if (child->page.length > 0)
			poller.events |= POLLOUT;
		child->late = left <= 0;
		if (child->late)
			return;
		if (poll(&poller, 1, left > 1000 ? 1000 : (int)left) < 0 &&
			errno != EINTR)
			return;
		if (poller.revents & POLLOUT)
			send_some(child);
		if ((poller.revents & (POLLIN | POLLHUP | POLLERR)) &&
			!receive_some(child))
			return;
	}
}

/* However the conversation ended, no child stays behind. */
static int reap(struct child *child)
{
	int status = 0;

	close(child->fd);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

/* The child wrote FRAME_END last. */
static bool is_whole(const struct child *child)
{
	const struct buffer *frames = child->frames;

	return frames->length > child->start &&
	       frames->length - child->start <= EXTRACT_OUTPUT_BYTES &&
	       frames->data[frames->length - 1] == FRAME_END;
}

static int explain(const struct child *child, int status, unsigned seconds,
	struct error *err)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	if (child->late)
		return error_set(err, ERROR_LIMIT,
			"the page took longer than %u seconds", seconds);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return error_set(err, ERROR_LIMIT,
			"the page took more than %d seconds of CPU time",
			EXTRACT_CPU_SECONDS);
	if (code == EXTRACT_MEMORY || code == EXTRACT_NO_MEMORY)
		return error_set(err, ERROR_LIMIT,
			"the page took more than %zu bytes of memory",
			EXTRACT_MEMORY_BYTES);
	if (code == EXTRACT_ENCODING)
		return error_set(err, ERROR_FORMAT,
			"the page is in an encoding that is not read");
	return error_set(err, ERROR_FORMAT,
		"the extractor failed on the page (%s %d)",
		code >= 0 ? "exit" : "signal",
		code >= 0 ? code : WTERMSIG(status));
}

int child_extract(const char *program, struct slice page, unsigned seconds,
	struct buffer *frames, struct error *err)
{
	struct child child = {.page = page,
		.frames = frames,
		.start = frames->length,
		.deadline = now() + (int64_t)seconds * 1000};

	if (start(&child, program, err) != 0)
		return -1;
	if (page.length == 0)
		shutdown(child.fd, SHUT_WR);
	converse(&child);

	bool whole = !child.late && is_whole(&child);
	int status = reap(&child);

	return whole ? 0 : explain(&child, status, seconds, err);
}
