/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One worker process.  It says hello when it is ready, then answers one frame
 * at a time.  It ends by closing its socket, by dying or by being killed; the
 * struct stays until the process is reaped, so that no pid is ever signalled
 * that is not ours.
 */
#include "config.h"

#include "daemon/front/pool_internal.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "base/memory.h"
#include "daemon/front/spawn.h"

#define START_LIMIT (30 * 1000000000ull) /* until the hello */
#define LEAVE_LIMIT (2 * 1000000000ull)  /* from end of file to exit */

static const struct problem died = {
	503, "worker_died", "the process that worked on this request ended", 0};
static const struct problem late = {
	504, "deadline", "the request was not answered in time", 0};

/* Close its socket and wait for it to be reaped; it may have ended before. */
static void let_go(struct worker *worker)
{
	bufferevent_free(worker->stream);
	worker->stream = NULL;
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
	if (worker->stream)
		bufferevent_free(worker->stream);
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

/* At most one whole frame is ever there: a worker speaks when spoken to. */
static void read_frame(struct bufferevent *stream, void *arg)
{
	struct worker *worker = arg;
	struct evbuffer *input = bufferevent_get_input(stream);
	struct evbuffer *frame;
	struct wire_reply reply;
	char start[4];
	size_t used, whole, length = evbuffer_get_length(input);

	if (length < sizeof(start))
		return;
	evbuffer_copyout(input, start, sizeof(start));
	whole = wire_frame_length((struct slice){start, sizeof(start)});
	if (length < whole && whole <= WIRE_REPLY_MAX)
		return;
	struct slice bytes = {
		whole == length ? (char *)evbuffer_pullup(input, -1) : NULL,
		length};

	if (!bytes.data || worker->state == WORKER_READY ||
		wire_get_reply(bytes, &reply, &used, NULL) != 1) {
		lost(worker, "a worker did not keep to the protocol");
		return;
	}
	/* The worker may end while its reply is read. */
	frame = evbuffer_new();
	evbuffer_add_buffer(frame, input);
	if (worker->state == WORKER_STARTING)
		take_hello(worker, &reply);
	else
		take_reply(worker, &reply);
	evbuffer_free(frame);
}

static void stream_event(struct bufferevent *stream, short what, void *arg)
{
	(void)stream;
	(void)what;
	lost(arg, "a worker ended before it was ready");
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
	bufferevent_write(worker->stream, job->frame.data, job->frame.length);
	buffer_clear(&job->frame);
}

void worker_start(struct crew *crew)
{
	struct pool *pool = crew->pool;
	struct error err;
	int fd;
	pid_t pid = spawn_worker(crew->arguments, &fd, &err);

	if (pid < 0) {
		pool_start_failed(crew, err.text);
		return;
	}
	struct worker *worker = memory_new(sizeof(*worker));

	worker->crew = crew;
	worker->pid = pid;
	worker->state = WORKER_STARTING;
	worker->timer = evtimer_new(pool->base, too_late, worker);
	worker->stream =
		bufferevent_socket_new(pool->base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(
		worker->stream, read_frame, NULL, stream_event, worker);
	bufferevent_enable(worker->stream, EV_READ | EV_WRITE);
	pool_arm(worker->timer, START_LIMIT);
	TAILQ_INSERT_TAIL(&crew->workers, worker, entry);
}
