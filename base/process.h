/* SPDX-License-Identifier: MIT */
/* Processes that a program forks. */
#ifndef MEDLIT_BASE_PROCESS_H
#define MEDLIT_BASE_PROCESS_H

#include <sys/types.h>

/* In a forked child: be killed when the parent ends, however that ends.  What
 * the child has of it, a lock say, is then free at once. */
void process_end_with(pid_t parent);

#endif
