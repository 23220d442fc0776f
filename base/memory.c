/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *or_end(void *memory, size_t size)
{
	if (!memory && size > 0) {
		fprintf(stderr, "medlit: out of memory (%zu bytes wanted)\n",
			size);
		exit(70);
	}
	return memory;
}

void *memory_new(size_t size)
{
	return or_end(calloc(1, size ? size : 1), size ? size : 1);
}

void *memory_resize(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		return or_end(NULL, SIZE_MAX);
	size_t bytes = count * size;

	return or_end(realloc(old, bytes ? bytes : 1), bytes ? bytes : 1);
}

char *memory_copy(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_new(size), text, size);
}

char *memory_printf(const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	return or_end(text, 1);
}
