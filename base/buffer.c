/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void buffer_clear(struct buffer *buffer)
{
	free(buffer->data);
	buffer->data = NULL;
	buffer->length = buffer->capacity = 0;
}

void buffer_reset(struct buffer *buffer)
{
	buffer->length = 0;
	if (buffer->data)
		buffer->data[0] = '\0';
}

char *buffer_reserve(struct buffer *buffer, size_t more)
{
	size_t needed = buffer->length + more + 1;

	if (needed <= more) /* wrapped around */
		memory_resize(NULL, (size_t)-1, 2);
	if (needed > buffer->capacity) {
		size_t capacity = buffer->capacity * 2;

		if (capacity < needed)
			capacity = needed < 64 ? 64 : needed;
		buffer->data = memory_resize(buffer->data, capacity, 1);
		buffer->capacity = capacity;
	}
	return buffer->data + buffer->length;
}

void buffer_add(struct buffer *buffer, const void *data, size_t length)
{
	char *at = buffer_reserve(buffer, length);

	if (length > 0)
		memcpy(at, data, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
}

void buffer_add_string(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_add_slice(struct buffer *buffer, struct slice slice)
{
	buffer_add(buffer, slice.data, slice.length);
}

void buffer_add_char(struct buffer *buffer, char c)
{
	char *at = buffer_reserve(buffer, 1);

	at[0] = c;
	at[1] = '\0';
	buffer->length++;
}

void buffer_add_decimal(struct buffer *buffer, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	buffer_add(buffer, digits + at, sizeof(digits) - at);
}

void buffer_add_varint(struct buffer *buffer, uint64_t value)
{
	unsigned char bytes[10];
	size_t count = 0;

	do {
		bytes[count] = value & 0x7f;
		value >>= 7;
		if (value)
			bytes[count] |= 0x80;
		count++;
	} while (value);
	buffer_add(buffer, bytes, count);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args, again;
	/* Once is enough where there is room, as there mostly is. */
	char *at = buffer_reserve(buffer, 0);
	size_t room = buffer->capacity - buffer->length;

	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(at, room, format, args);
	va_end(args);
	if (length >= 0 && (size_t)length >= room) {
		at = buffer_reserve(buffer, (size_t)length);
		vsnprintf(at, (size_t)length + 1, format, again);
	}
	va_end(again);
	if (length > 0)
		buffer->length += (size_t)length;
	buffer->data[buffer->length] = '\0';
}

int varint_read(const char **at, const char *end, uint64_t *value)
{
	uint64_t result = 0;
	const char *from = *at;

	for (unsigned shift = 0; from < end && shift < 64; shift += 7) {
		unsigned char byte = (unsigned char)*from++;

		if (shift == 63 && byte > 1)
			return -1;
		result |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			*at = from;
			*value = result;
			return 0;
		}
	}
	return -1;
}
