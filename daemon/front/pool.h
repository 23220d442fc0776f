/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Worker processes and the queue in front of them.  A job is the bytes of one
 * request; it runs in a worker or waits for one, and ends exactly once: with a
 * worker's reply, with a problem, or with neither when nobody wants it any
 * more.
 *
 * Peers are kept from one another: a free worker goes to the peer that has the
 * fewest at work, the last free one is kept for a peer that has none, and in a
 * full queue the newest of whoever has most there makes room for another's.
 *
 *	submit -> waiting -> running -> done(reply)
 *	             |          |-----> 504 deadline: the worker is killed
 *	             |          '-----> 503 worker_died
 *	             '-> 503 busy: it waited past its soft deadline, or others
 *	                 had less in the full queue
 *
 * Everything runs in the loop of `base`.  The pool does not log; it tells its
 * owner.
 */
#ifndef MEDLIT_DAEMON_POOL_H
#define MEDLIT_DAEMON_POOL_H

#include <stdbool.h>

#include "daemon/problem.h"
#include "daemon/settings.h"
#include "daemon/wire.h"

struct event_base;
struct pool;
struct pool_job;

/* What the pool tells its owner; `arg` is pool_new()'s. */
struct pool_owner {
	void (*ready)(void *arg); /* the first worker is */
	/* No worker could start, and none ever has. */
	void (*failed)(void *arg, const char *reason);
	/* A reload ended: NULL, or why the old workers stay. */
	void (*reloaded)(void *arg, const char *reason);
	void (*note)(void *arg, const char *text); /* for the log */
};

struct pool_client {
	/* Exactly one of reply and problem, or neither: unwanted. */
	void (*done)(void *arg, const struct wire_reply *reply,
		const struct problem *problem);
	/* Does the peer still wait for the answer?  Asked before a job that
	 * had to wait is run. */
	bool (*wanted)(void *arg);
};

struct pool_counts {
	unsigned configured, ready, busy;
	unsigned waiting, limit;
	uint64_t restarts, killed, refused, dropped;
};

/* How many workers these settings ask for.  By default as many as can run at
 * once, so that a peer who keeps all busy but the last leaves others a core. */
unsigned pool_workers(const struct settings *settings);

/* Starts the workers. */
struct pool *pool_new(struct event_base *base, const struct settings *settings,
	const struct pool_owner *owner, void *arg);
/* Ends every job without calling its client, and every worker. */
void pool_free(struct pool *pool);

/*
 * Hand in a request of `peer` that arrived at `arrival` (CLOCK_MONOTONIC,
 * nanoseconds); its deadline is set here.  NULL when the queue is full.  The
 * client is not called before this returns.
 */
struct pool_job *pool_submit(struct pool *pool, struct wire_request *request,
	uint64_t arrival, uint64_t peer, const struct pool_client *client,
	void *arg);
/* The peer went away: the client will not be called.  A job that waits is
 * dropped; one that runs is finished, for the worker's sake. */
void pool_cancel(struct pool_job *job);

/* Start a second set of workers; when all are ready they take over.  Not while
 * another one starts. */
void pool_reload(struct pool *pool, const struct settings *settings);

/* Why no worker is ready, or NULL when one is. */
const char *pool_unready(const struct pool *pool);
void pool_count(const struct pool *pool, struct pool_counts *counts);

/* CLOCK_MONOTONIC, in nanoseconds. */
uint64_t pool_now(void);

/* A child ended (SIGCHLD). */
void pool_reap(struct pool *pool);

#endif
