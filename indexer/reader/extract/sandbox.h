/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What medlit-extract and the program it runs give up before they read a byte
 * of what a stranger wrote.
 *
 *	             limits   system calls            files
 *	parse        all      read, write, memory     none can be opened
 *	run          all      those of a program      read, in system folders
 *	                      that starts and reads
 *
 * Limits are of CPU time, address space, file size (0) and descriptors.  A call
 * that is not on the list fails with EPERM: what a newer C library tries first
 * it must be able to do without, so nothing is killed for it.
 */
#ifndef MEDLIT_EXTRACT_SANDBOX_H
#define MEDLIT_EXTRACT_SANDBOX_H

#include <stdint.h>

struct sandbox {
	uint64_t cpu;    /* seconds */
	uint64_t memory; /* bytes of address space */
};

/* For a parser inside this process, which may use the descriptors it has.  0,
 * or -1 when the kernel does not have what it takes. */
int sandbox_parse(const struct sandbox *limits);
/* For this process up to and after its exec() of `program`. */
int sandbox_run(const struct sandbox *limits, const char *program);

#endif
