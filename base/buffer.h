/* SPDX-License-Identifier: MIT */
/* A growing run of bytes of its own. */
#ifndef MEDLIT_BASE_BUFFER_H
#define MEDLIT_BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct buffer {
	char *data; /* NULL or NUL-terminated at data[length] */
	size_t length;
	size_t capacity;
};

#define BUFFER_INIT {NULL, 0, 0}

void buffer_clear(struct buffer *buffer); /* frees */
void buffer_reset(struct buffer *buffer); /* empties, keeps the memory */
/* Room for `more` bytes behind the content; returns where they go.  The caller
 * then adds to length what it wrote. */
char *buffer_reserve(struct buffer *buffer, size_t more);
void buffer_add(struct buffer *buffer, const void *data, size_t length);
void buffer_add_string(struct buffer *buffer, const char *text);
void buffer_add_slice(struct buffer *buffer, struct slice slice);
void buffer_add_char(struct buffer *buffer, char c);
void buffer_add_decimal(struct buffer *buffer, uint64_t value);
/* Unsigned LEB128: 7 bits a byte, low first, top bit says "more". */
void buffer_add_varint(struct buffer *buffer, uint64_t value);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static inline struct slice buffer_slice(const struct buffer *buffer)
{
	struct slice slice = {buffer->data, buffer->length};

	return slice;
}

/*
 * Read a varint at *at (advanced behind it) but before `end`.
 * Returns 0, or -1 when it is cut or longer than 64 bits.
 */
int varint_read(const char **at, const char *end, uint64_t *value);

#endif
