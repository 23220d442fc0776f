/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starts a worker process: fork and exec with one end of a socketpair. */
#ifndef MEDLIT_DAEMON_SPAWN_H
#define MEDLIT_DAEMON_SPAWN_H

#include <sys/types.h>

#include "base/error.h"

/*
 * Returns the process and in *fd our non-blocking end; the worker's is its
 * descriptor WIRE_FD and it inherits nothing else but standard error and, as
 * WIRE_THESAURUS_FD, `thesaurus`, unless that is -1.  -1 with the cause.
 */
pid_t spawn_worker(
	char *const *arguments, int thesaurus, int *fd, struct error *err);

/* The worker program: beside this one, else the installed one; the caller
 * frees. */
char *spawn_default_program(void);

#endif
