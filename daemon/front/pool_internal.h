/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between pool.c (jobs, queue, one crew after another), pool_crew.c (workers of
 * the same settings) and pool_worker.c (one worker process from start to end).
 */
#ifndef MEDLIT_DAEMON_POOL_INTERNAL_H
#define MEDLIT_DAEMON_POOL_INTERNAL_H

#include <sys/queue.h>
#include <sys/types.h>

#include "daemon/front/pool.h"

struct event;

struct pool_job {
	TAILQ_ENTRY(pool_job) entry;
	struct pool *pool;
	uint64_t peer;
	struct buffer frame;
	size_t sent;               /* of the frame */
	uint64_t soft, hard;       /* CLOCK_MONOTONIC, ns */
	struct pool_client client; /* no done(): cancelled */
	void *arg;
	bool running;
};

enum worker_state {
	WORKER_STARTING, /* no hello yet */
	WORKER_READY,
	WORKER_BUSY, /* has a job */
	WORKER_GONE, /* its socket is closed; waits to be reaped */
};

struct worker {
	TAILQ_ENTRY(worker) entry;
	struct crew *crew;
	enum worker_state state;
	pid_t pid;
	int fd;
	struct event *readable;
	struct event *writable; /* waited for when the socket is full */
	struct buffer input;
	struct event *timer; /* what happens if it does not get on */
	struct pool_job *job;
	bool old;     /* asked to be replaced */
	bool leaving; /* ends after its job */
	bool waited;  /* gone, and given time to end by itself */
};

/* Workers of the same settings. */
struct crew {
	TAILQ_ENTRY(crew) entry;
	TAILQ_HEAD(, worker) workers;
	struct pool *pool;
	char **arguments;
	char *program;
	int thesaurus;  /* WIRE_THESAURUS_FD of all; -1: none in the settings */
	bool is_loaded; /* by the first worker */
	unsigned size;
	unsigned waiting;     /* jobs that may wait for it */
	uint64_t soft, slack; /* ns; the hard deadline is both */
	struct event *retry;  /* starts workers again after a failure */
	unsigned delay;       /* ms until then */
};

struct pool {
	struct event_base *base;
	struct pool_owner owner;
	void *owner_arg;
	TAILQ_HEAD(, crew) crews;
	struct crew *crew; /* the one that serves */
	struct crew *next; /* the one to take over, or NULL */
	TAILQ_HEAD(, pool_job) waiting;
	struct event *overdue; /* the first that waits passes its deadline */
	char *unready;
	bool was_ready, stopping;
	struct pool_counts counts;
};

/* pool_crew.c */
struct crew *crew_new(struct pool *pool, const struct settings *settings);
void crew_free(struct crew *crew); /* it has no workers */
/* Start what is missing; a start that fails sets a delay and ends this. */
void crew_fill(struct crew *crew);
/* Its first worker is ready. */
void crew_loaded(struct crew *crew);
/* Workers that are there to stay. */
unsigned crew_strength(const struct crew *crew, bool ready_only);
/* Ends all, each after its job. */
void crew_leave(struct crew *crew);

/* pool_worker.c */
void worker_start(struct crew *crew);
void worker_run(struct worker *worker, struct pool_job *job);
/* Ends now when idle, else after its job. */
void worker_leave(struct worker *worker);
/* Kills it; its job, if any, gets the problem. */
void worker_kill(struct worker *worker, const struct problem *problem);
void worker_free(struct worker *worker);

/* pool.c */
void pool_note(struct pool *pool, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void pool_worker_ready(struct worker *worker);
void pool_worker_free(struct worker *worker); /* has nothing to do */
void pool_worker_old(struct worker *worker);
/* It could not start; the worker is gone already. */
void pool_start_failed(struct crew *crew, const char *reason);
void pool_worker_lost(struct crew *crew);
void job_end(struct pool_job *job, const struct wire_reply *reply,
	const struct problem *problem);

#define MS 1000000ull /* in nanoseconds */
void pool_arm(struct event *timer, uint64_t nanoseconds);

#endif
