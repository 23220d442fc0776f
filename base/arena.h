/* SPDX-License-Identifier: MIT */
/*
 * An arena: memory for one document or one request, given back all at once.
 * What a stage of a flow makes lives in the arena it is handed, so most stages
 * neither free nor fail.
 */
#ifndef MEDLIT_BASE_ARENA_H
#define MEDLIT_BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first */
	size_t used;		    /* bytes handed out since the last reset */
};

void arena_init(struct arena *arena);
/* Everything given out is void; keeps one block of at most 1 MiB for reuse. */
void arena_reset(struct arena *arena);
void arena_clear(struct arena *arena);

/* Aligned for any type, not zeroed. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
void *arena_zero(struct arena *arena, size_t size);
/* Room for `count` items of `size` bytes, holding the first `used` of `old`. */
void *arena_grow(struct arena *arena, const void *old, size_t used,
	size_t count, size_t size);

#define arena_new(arena, type)	      ((type *)arena_zero((arena), sizeof(type)))
#define arena_array(arena, type, count)                                        \
	((type *)arena_zero((arena), (count) * sizeof(type)))

/* Copies; the result's data is also NUL-terminated. */
struct slice arena_copy(struct arena *arena, const char *data, size_t length);
char *arena_string(struct arena *arena, const char *data, size_t length);
struct slice arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
