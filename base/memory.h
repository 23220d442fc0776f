/* SPDX-License-Identifier: MIT */
/*
 * Memory for the programs: these calls return memory or end the program with a
 * plain message.  libmedlit must not use them.
 */
#ifndef MEDLIT_BASE_MEMORY_H
#define MEDLIT_BASE_MEMORY_H

#include <stddef.h>

void *memory_new(size_t size);			 /* zeroed */
void *memory_resize(void *old, size_t count, size_t size);
char *memory_copy(const char *text);		 /* as strdup() */
/* As strdup(printf(...)). */
char *memory_printf(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

#endif
