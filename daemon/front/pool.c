/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Jobs, their queue, and the sets of workers that serve it one after another.
 */
#include "config.h"

#include "daemon/front/pool.h"

#include <assert.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/memory.h"
#include "daemon/front/pool_internal.h"

#define DELAY_MAX 5000u /* ms between attempts to start a worker */

static const struct problem busy = {
	503, "busy", "every worker is busy; try again in a second", 0};

uint64_t pool_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void pool_arm(struct event *timer, uint64_t nanoseconds)
{
	struct timeval wait = {(time_t)(nanoseconds / 1000000000u),
		(suseconds_t)(nanoseconds % 1000000000u / 1000)};

	event_add(timer, &wait);
}

void pool_note(struct pool *pool, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	pool->owner.note(pool->owner_arg, text);
}

void job_end(struct pool_job *job, const struct wire_reply *reply,
	const struct problem *problem)
{
	if (job->client.done)
		job->client.done(job->arg, reply, problem);
	buffer_clear(&job->frame);
	free(job);
}

static struct pool_job *take_waiting(struct pool *pool, struct pool_job *job)
{
	TAILQ_REMOVE(&pool->waiting, job, entry);
	pool->counts.waiting--;
	return job;
}

static void watch_queue(struct pool *pool)
{
	struct pool_job *first = TAILQ_FIRST(&pool->waiting);
	uint64_t now = pool_now();

	if (first)
		pool_arm(pool->overdue,
			first->soft > now ? first->soft - now : 0);
	else
		event_del(pool->overdue);
}

static unsigned at_work(const struct pool *pool, uint64_t peer)
{
	const struct worker *worker;
	unsigned count = 0;

	TAILQ_FOREACH (worker, &pool->crew->workers, entry)
		count += worker->job && worker->job->peer == peer;
	return count;
}

/* A worker for this peer; of several the last is not for who has one. */
static struct worker *free_worker(const struct pool *pool, uint64_t peer)
{
	struct worker *worker, *first = NULL;

	TAILQ_FOREACH (worker, &pool->crew->workers, entry) {
		if (worker->state != WORKER_READY || worker->leaving)
			continue;
		if (first)
			return first;
		first = worker;
	}
	if (first && pool->crew->size > 1 && at_work(pool, peer) > 0)
		return NULL;
	return first;
}

static void drop(struct pool_job *job)
{
	job->pool->counts.dropped++;
	job_end(job, NULL, NULL);
}

/* The first of those whose peer has the fewest at work. */
static struct pool_job *next_waiting(const struct pool *pool)
{
	struct pool_job *job, *best = NULL;
	unsigned fewest = UINT_MAX;

	TAILQ_FOREACH (job, &pool->waiting, entry) {
		unsigned count = at_work(pool, job->peer);

		if (count < fewest) {
			fewest = count;
			best = job;
		}
	}
	return best;
}

/* Waiting jobs to free workers, those nobody needs any more left out. */
static void run_waiting(struct pool *pool)
{
	struct pool_job *job;
	struct worker *worker;

	while ((job = next_waiting(pool)) &&
		(worker = free_worker(pool, job->peer))) {
		take_waiting(pool, job);
		if (!job->client.wanted(job->arg))
			drop(job);
		else if (job->soft <= pool_now())
			job_end(job, NULL, &busy);
		else
			worker_run(worker, job);
	}
	watch_queue(pool);
}

static void overdue(evutil_socket_t fd, short what, void *arg)
{
	struct pool *pool = arg;
	struct pool_job *job;
	uint64_t now = pool_now();

	(void)fd;
	(void)what;
	while ((job = TAILQ_FIRST(&pool->waiting)) && job->soft <= now)
		job_end(take_waiting(pool, job), NULL, &busy);
	watch_queue(pool);
}

/* Those whose peers are gone need no room in the queue. */
static void drop_unwanted(struct pool *pool)
{
	struct pool_job *job = TAILQ_FIRST(&pool->waiting), *next;

	for (; job; job = next) {
		next = TAILQ_NEXT(job, entry);
		if (!job->client.wanted(job->arg))
			drop(take_waiting(pool, job));
	}
}

static unsigned in_queue(const struct pool *pool, uint64_t peer)
{
	const struct pool_job *job;
	unsigned count = 0;

	TAILQ_FOREACH (job, &pool->waiting, entry)
		count += job->peer == peer;
	return count;
}

/* The newest of the peer that has most in the queue, if that is more than this
 * one would have. */
static struct pool_job *most_greedy(const struct pool *pool, uint64_t peer)
{
	struct pool_job *job, *greedy = NULL;
	unsigned most = in_queue(pool, peer) + 1;

	TAILQ_FOREACH (job, &pool->waiting, entry) {
		unsigned count = in_queue(pool, job->peer);

		if (count > most || (greedy && job->peer == greedy->peer)) {
			most = count;
			greedy = job;
		}
	}
	return greedy;
}

static bool make_room(struct pool *pool, uint64_t peer)
{
	struct pool_job *greedy;

	if (pool->counts.waiting >= pool->crew->waiting)
		drop_unwanted(pool);
	if (pool->counts.waiting < pool->crew->waiting)
		return true;
	pool->counts.refused++;
	greedy = most_greedy(pool, peer);
	if (greedy)
		job_end(take_waiting(pool, greedy), NULL, &busy);
	return greedy != NULL;
}

struct pool_job *pool_submit(struct pool *pool, struct wire_request *request,
	uint64_t arrival, uint64_t peer, const struct pool_client *client,
	void *arg)
{
	struct worker *worker = free_worker(pool, peer);

	if (!worker && !make_room(pool, peer))
		return NULL;
	struct pool_job *job = memory_new(sizeof(*job));

	job->pool = pool;
	job->peer = peer;
	job->client = *client;
	job->arg = arg;
	job->soft = request->deadline = arrival + pool->crew->soft;
	job->hard = job->soft + pool->crew->slack;
	wire_put_request(&job->frame, request);
	if (worker) {
		worker_run(worker, job);
		return job;
	}
	TAILQ_INSERT_TAIL(&pool->waiting, job, entry);
	pool->counts.waiting++;
	watch_queue(pool);
	return job;
}

void pool_cancel(struct pool_job *job)
{
	job->client.done = NULL;
	if (!job->running) {
		struct pool *pool = job->pool;

		drop(take_waiting(pool, job));
		watch_queue(pool);
	}
}

/* Crews that have ended, and whose every worker is reaped. */
static void free_empty_crews(struct pool *pool)
{
	struct crew *crew = TAILQ_FIRST(&pool->crews), *next;

	for (; crew; crew = next) {
		next = TAILQ_NEXT(crew, entry);
		if (TAILQ_EMPTY(&crew->workers) && crew != pool->crew &&
			crew != pool->next)
			crew_free(crew);
	}
}

static void take_over(struct pool *pool)
{
	struct crew *old = pool->crew;

	pool->crew = pool->next;
	pool->next = NULL;
	crew_leave(old);
	pool->owner.reloaded(pool->owner_arg, NULL);
	run_waiting(pool);
}

void pool_worker_ready(struct worker *worker)
{
	struct crew *crew = worker->crew;
	struct pool *pool = crew->pool;
	struct worker *old;

	crew->delay = 0;
	if (!crew->is_loaded)
		crew_loaded(crew);
	if (crew == pool->next) {
		if (crew_strength(crew, true) == crew->size)
			take_over(pool);
		return;
	}
	free(pool->unready);
	pool->unready = NULL;
	TAILQ_FOREACH (old, &crew->workers, entry) {
		if (old->old && !old->leaving) {
			worker_leave(old);
			break;
		}
	}
	if (!pool->was_ready) {
		pool->was_ready = true;
		pool->owner.ready(pool->owner_arg);
	}
	run_waiting(pool);
}

void pool_worker_free(struct worker *worker)
{
	run_waiting(worker->crew->pool);
}

void pool_worker_old(struct worker *worker)
{
	worker->old = true;
	worker->crew->pool->counts.restarts++;
	crew_fill(worker->crew);
}

void pool_worker_lost(struct crew *crew)
{
	struct pool *pool = crew->pool;

	if (crew != pool->crew && crew != pool->next)
		return;
	pool->counts.restarts++;
	crew_fill(crew);
	run_waiting(pool);
}

/* The first failure of a new crew is the reload's; one of the serving crew is
 * tried again, less and less often.  Each reason is told once in a row. */
void pool_start_failed(struct crew *crew, const char *reason)
{
	struct pool *pool = crew->pool;

	if (crew == pool->next) {
		pool->next = NULL;
		crew_leave(crew);
		pool->owner.reloaded(pool->owner_arg, reason);
		return;
	}
	if (crew != pool->crew)
		return;
	bool news = !pool->unready || strcmp(pool->unready, reason) != 0;

	free(pool->unready);
	pool->unready = memory_copy(reason);
	crew->delay = crew->delay ? crew->delay * 2 : 100;
	if (crew->delay > DELAY_MAX)
		crew->delay = DELAY_MAX;
	pool_arm(crew->retry, crew->delay * MS);
	if (news && pool->was_ready)
		pool_note(pool, "a worker cannot start: %s", reason);
	else if (news)
		pool->owner.failed(pool->owner_arg, reason);
}

void pool_reload(struct pool *pool, const struct settings *settings)
{
	assert(!pool->next);
	pool->next = crew_new(pool, settings);
	crew_fill(pool->next);
}

struct pool *pool_new(struct event_base *base, const struct settings *settings,
	const struct pool_owner *owner, void *arg)
{
	struct pool *pool = memory_new(sizeof(*pool));

	pool->base = base;
	pool->owner = *owner;
	pool->owner_arg = arg;
	TAILQ_INIT(&pool->crews);
	TAILQ_INIT(&pool->waiting);
	pool->overdue = evtimer_new(base, overdue, pool);
	pool->crew = crew_new(pool, settings);
	crew_fill(pool->crew);
	return pool;
}

void pool_free(struct pool *pool)
{
	struct pool_job *job;
	struct crew *crew;
	struct worker *worker;

	if (!pool)
		return;
	pool->stopping = true;
	while ((job = TAILQ_FIRST(&pool->waiting))) {
		job->client.done = NULL;
		job_end(take_waiting(pool, job), NULL, NULL);
	}
	while ((crew = TAILQ_FIRST(&pool->crews))) {
		while ((worker = TAILQ_FIRST(&crew->workers))) {
			if (worker->job)
				worker->job->client.done = NULL;
			worker_kill(worker, NULL);
			kill(worker->pid, SIGKILL);
			waitpid(worker->pid, NULL, 0);
			worker_free(worker);
		}
		crew_free(crew);
	}
	event_free(pool->overdue);
	free(pool->unready);
	free(pool);
}

const char *pool_unready(const struct pool *pool)
{
	const struct worker *worker;

	TAILQ_FOREACH (worker, &pool->crew->workers, entry) {
		if (worker->state == WORKER_READY ||
			worker->state == WORKER_BUSY)
			return NULL;
	}
	return pool->unready ? pool->unready : "no worker is ready yet";
}

void pool_count(const struct pool *pool, struct pool_counts *counts)
{
	const struct worker *worker;

	*counts = pool->counts;
	counts->configured = pool->crew->size;
	counts->limit = pool->crew->waiting;
	counts->ready = counts->busy = 0;
	TAILQ_FOREACH (worker, &pool->crew->workers, entry) {
		counts->ready += worker->state == WORKER_READY ||
				 worker->state == WORKER_BUSY;
		counts->busy += worker->state == WORKER_BUSY;
	}
}

static void reaped(struct worker *worker, int status)
{
	struct pool *pool = worker->crew->pool;

	if (WIFSIGNALED(status))
		pool_note(pool, "worker %d ended by signal %d",
			(int)worker->pid, WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		pool_note(pool, "worker %d ended with status %d",
			(int)worker->pid, WEXITSTATUS(status));
	worker_free(worker);
}

void pool_reap(struct pool *pool)
{
	struct crew *crew;
	struct worker *worker, *next;
	int status;

	/* A worker whose socket is still open may have left a reply in it:
	 * it is reaped once end of file has been read. */
	TAILQ_FOREACH (crew, &pool->crews, entry) {
		for (worker = TAILQ_FIRST(&crew->workers); worker;
			worker = next) {
			next = TAILQ_NEXT(worker, entry);
			if (worker->state == WORKER_GONE &&
				waitpid(worker->pid, &status, WNOHANG) ==
					worker->pid)
				reaped(worker, status);
		}
	}
	free_empty_crews(pool);
}
