/* SPDX-License-Identifier: MIT */
/* Processes that a program forks. */
#ifndef MEDLIT_BASE_PROCESS_H
#define MEDLIT_BASE_PROCESS_H

#include <signal.h>
#include <sys/types.h>

#include "base/error.h"

/* In a forked child: be killed when the parent ends, however that ends.  What
 * the child has of it, a lock say, is then free at once. */
void process_end_with(pid_t parent);

/* A forked child that does one thing and says what came of it. */
struct process {
	pid_t pid;
	int from; /* where it says it */
};

/*
 * Fork a child that runs `task` and ends with status 0 when that returns, or
 * with this process.  What `task` has to say, less than PIPE_BUF bytes, it
 * writes to `tell`.  ^C, which reaches the whole group, is left to the parent.
 * Returns 0, or -1 with *err: ERROR_IO.
 */
int process_start(struct process *process,
	void (*task)(const void *context, int tell), const void *context,
	struct error *err);

/*
 * Wait for its end; returns its wait status.  text[]: what it said, cut to
 * `room` bytes with the NUL that ends it.  It is killed when a signal raises
 * *stop, whose handler must not be restarting (SA_RESTART).
 */
int process_wait(struct process *process, char *text, size_t room,
	const volatile sig_atomic_t *stop);

#endif
