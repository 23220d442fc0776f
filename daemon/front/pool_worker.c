/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One worker process.  It says hello when it is ready, then answers one frame
 * at a time.  It ends by closing its socket, by dying or by being killed; the
 * struct stays until the process is reaped, so that no pid is ever signalled
 * that is not ours.
 */
#include "config.h"

#include "daemon/front/pool_internal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/memory.h"
#include "daemon/front/spawn.h"

#define START_LIMIT (30 * 1000000000ull) /* until the hello */
#define LEAVE_LIMIT (2 * 1000000000ull)  /* from end of file to exit */
#define READ_MIN    ((size_t)16 * 1024)
#define READ_MAX    ((size_t)1024 * 1024)
#define INPUT_KEPT  ((size_t)256 * 1024) /* memory between replies */

static const struct problem died = {
	503, "worker_died", "the process that worked on this request ended", 0};
static const struct problem late = {
	504, "deadline", "the request was not answered in time", 0};

static void close_socket(struct worker *worker)
{
	if (worker->fd < 0)
		return;
	event_free(worker->readable);
	event_free(worker->writable);
	close(worker->fd);
	worker->fd = -1;
	buffer_clear(&worker->input);
}

/* Close its socket and wait for it to be reaped; it may have ended before. */
static void let_go(struct worker *worker)
{
	close_socket(worker);
	worker->state = WORKER_GONE;
	pool_arm(worker->timer, 0);
}

static void wait_for_end(struct worker *worker)
{
	if (worker->waited)
		kill(worker->pid, SIGKILL);
	else
		pool_arm(worker->timer, LEAVE_LIMIT);
	worker->waited = true;
	pool_reap(worker->crew->pool);
}

static void end_job(struct worker *worker, const struct wire_reply *reply,
	const struct problem *problem)
{
	struct pool_job *job = worker->job;

	worker->job = NULL;
	if (job)
		job_end(job, reply, problem);
}

void worker_kill(struct worker *worker, const struct problem *problem)
{
	if (worker->state == WORKER_GONE)
		return;
	kill(worker->pid, SIGKILL);
	let_go(worker);
	end_job(worker, NULL, problem);
}

void worker_leave(struct worker *worker)
{
	worker->leaving = true;
	if (worker->state == WORKER_READY)
		let_go(worker);
	else if (worker->state == WORKER_STARTING)
		worker_kill(worker, NULL);
}

void worker_free(struct worker *worker)
{
	TAILQ_REMOVE(&worker->crew->workers, worker, entry);
	close_socket(worker);
	event_free(worker->timer);
	free(worker);
}

/* It ended by itself, or broke the rules. */
static void lost(struct worker *worker, const char *reason)
{
	struct crew *crew = worker->crew;
	bool started = worker->state != WORKER_STARTING;

	worker_kill(worker, &died);
	if (started)
		pool_worker_lost(crew);
	else
		pool_start_failed(crew, reason);
}

static void take_hello(struct worker *worker, const struct wire_reply *reply)
{
	if (!(reply->flags & WIRE_HELLO)) {
		lost(worker, "a worker answered before it said hello");
	} else if (reply->status != 200) {
		char *reason = memory_printf("%.*s", SLICE_PRINT(reply->body));

		lost(worker, reason);
		free(reason);
	} else {
		event_del(worker->timer);
		worker->state = WORKER_READY;
		pool_worker_ready(worker);
	}
}

static void take_reply(struct worker *worker, const struct wire_reply *reply)
{
	event_del(worker->timer);
	worker->state = WORKER_READY;
	end_job(worker, reply, NULL);
	if (reply->flags & WIRE_RECYCLE && !worker->old)
		pool_worker_old(worker);
	if (worker->leaving)
		worker_leave(worker);
	else
		pool_worker_free(worker);
}

static void broke_rules(struct worker *worker)
{
	lost(worker, "a worker did not keep to the protocol");
}

/* A whole frame, and all of what there is. */
static void take_frame(struct worker *worker)
{
	struct buffer frame = worker->input;
	struct wire_reply reply;
	size_t used;

	if (worker->state == WORKER_READY ||
		(worker->job &&
			worker->job->sent < worker->job->frame.length) ||
		wire_get_reply(buffer_slice(&frame), &reply, &used, NULL) !=
			1) {
		broke_rules(worker);
		return;
	}
	/* The worker may end while its reply is read. */
	memset(&worker->input, 0, sizeof(worker->input));
	if (worker->state == WORKER_STARTING)
		take_hello(worker, &reply);
	else
		take_reply(worker, &reply);
	if (worker->fd < 0 || frame.capacity > INPUT_KEPT) {
		buffer_clear(&frame);
	} else {
		buffer_reset(&frame);
		worker->input = frame;
	}
}

/* How much to make room for: the rest of a frame, within reason. */
static size_t wanted(const struct buffer *input)
{
	size_t whole = wire_frame_length(buffer_slice(input));
	size_t rest = whole > input->length ? whole - input->length : 0;

	return rest < READ_MIN ? READ_MIN : rest > READ_MAX ? READ_MAX : rest;
}

/* At most one whole frame is ever there: a worker speaks when spoken to. */
static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct worker *worker = arg;
	struct buffer *input = &worker->input;
	size_t room = wanted(input);
	char *at = buffer_reserve(input, room);
	ssize_t length = recv(fd, at, room, MSG_DONTWAIT);

	(void)what;
	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (length <= 0) {
		lost(worker, "a worker ended before it was ready");
		return;
	}
	input->length += (size_t)length;

	size_t whole = wire_frame_length(buffer_slice(input));

	if (whole > sizeof(uint32_t) + WIRE_REPLY_MAX ||
		(whole > 0 && whole < input->length))
		broke_rules(worker);
	else if (whole == input->length)
		take_frame(worker);
}

/* A worker that is gone is noticed by reading, which ends its job, too. */
static void send_frame(struct worker *worker)
{
	struct pool_job *job = worker->job;

	while (job->sent < job->frame.length) {
		ssize_t length = send(worker->fd, job->frame.data + job->sent,
			job->frame.length - job->sent,
			MSG_DONTWAIT | MSG_NOSIGNAL);

		if (length < 0 && errno == EINTR)
			continue;
		if (length < 0) {
			if (errno == EAGAIN)
				event_add(worker->writable, NULL);
			return;
		}
		job->sent += (size_t)length;
	}
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	send_frame(arg);
}

static void too_late(evutil_socket_t fd, short what, void *arg)
{
	struct worker *worker = arg;
	struct crew *crew = worker->crew;

	(void)fd;
	(void)what;
	if (worker->state == WORKER_GONE) {
		wait_for_end(worker);
	} else if (worker->state == WORKER_STARTING) {
		lost(worker, "a worker was not ready in 30 s");
	} else {
		crew->pool->counts.killed++;
		pool_note(crew->pool, "worker %d is past its deadline: killed",
			(int)worker->pid);
		worker_kill(worker, &late);
		pool_worker_lost(crew);
	}
}

void worker_run(struct worker *worker, struct pool_job *job)
{
	uint64_t now = pool_now();

	job->running = true;
	worker->job = job;
	worker->state = WORKER_BUSY;
	pool_arm(worker->timer, job->hard > now ? job->hard - now : 0);
	send_frame(worker);
}

void worker_start(struct crew *crew)
{
	struct pool *pool = crew->pool;
	struct error err;
	int fd;
	pid_t pid = spawn_worker(
		crew->arguments, crew->thesaurus, &fd, &err);

	if (pid < 0) {
		pool_start_failed(crew, err.text);
		return;
	}
	struct worker *worker = memory_new(sizeof(*worker));

	worker->crew = crew;
	worker->pid = pid;
	worker->state = WORKER_STARTING;
	worker->timer = evtimer_new(pool->base, too_late, worker);
	worker->fd = fd;
	worker->readable = event_new(
		pool->base, fd, EV_READ | EV_PERSIST, on_readable, worker);
	worker->writable =
		event_new(pool->base, fd, EV_WRITE, on_writable, worker);
	event_add(worker->readable, NULL);
	pool_arm(worker->timer, START_LIMIT);
	TAILQ_INSERT_TAIL(&crew->workers, worker, entry);
}
