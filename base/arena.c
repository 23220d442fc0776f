/* SPDX-License-Identifier: MIT */
/*
 * Blocks of doubling size, newest first; only the newest has room.  A reset
 * keeps the newest block when it is not large, so that a process that handles
 * thousands of small documents stops calling malloc().
 */
#include "config.h"

#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

#define BLOCK_FIRST ((size_t)16 * 1024)
#define BLOCK_LARGE ((size_t)1024 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t size; /* of data */
	size_t used;
	alignas(max_align_t) char data[];
};

void arena_init(struct arena *arena)
{
	arena->blocks = NULL;
	arena->used = 0;
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void arena_reset(struct arena *arena)
{
	struct arena_block *keep = arena->blocks;

	arena->used = 0;
	if (!keep)
		return;
	free_blocks(keep->next);
	keep->next = NULL;
	keep->used = 0;
	if (keep->size > BLOCK_LARGE) {
		free(keep);
		arena->blocks = NULL;
	}
}

void arena_clear(struct arena *arena)
{
	free_blocks(arena->blocks);
	arena_init(arena);
}

static struct arena_block *add_block(struct arena *arena, size_t wanted)
{
	size_t size = arena->blocks ? arena->blocks->size * 2 : BLOCK_FIRST;

	if (size > BLOCK_LARGE)
		size = BLOCK_LARGE;
	if (size < wanted)
		size = wanted;
	struct arena_block *block =
		memory_resize(NULL, 1, sizeof(*block) + size);

	block->next = arena->blocks;
	block->size = size;
	block->used = 0;
	arena->blocks = block;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);

	if (size > SIZE_MAX / 2)
		memory_resize(NULL, SIZE_MAX, 2);
	size = (size + align - 1) / align * align;

	struct arena_block *block = arena->blocks;

	if (!block || block->size - block->used < size)
		block = add_block(arena, size);
	void *memory = block->data + block->used;

	block->used += size;
	arena->used += size;
	return memory;
}

void *arena_zero(struct arena *arena, size_t size)
{
	return memset(arena_alloc(arena, size), 0, size);
}

void *arena_grow(struct arena *arena, const void *old, size_t used,
	size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 2 / size)
		memory_resize(NULL, SIZE_MAX, 2);
	void *memory = arena_alloc(arena, count * size);

	if (used > 0)
		memcpy(memory, old, used * size);
	return memory;
}

char *arena_string(struct arena *arena, const char *data, size_t length)
{
	char *text = arena_alloc(arena, length + 1);

	if (length > 0)
		memcpy(text, data, length);
	text[length] = '\0';
	return text;
}

struct slice arena_copy(struct arena *arena, const char *data, size_t length)
{
	struct slice slice = {arena_string(arena, data, length), length};

	return slice;
}

struct slice arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		length = 0;
	char *text = arena_alloc(arena, (size_t)length + 1);

	vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return (struct slice){text, (size_t)length};
}
