/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/cli/report.h"

void *memory_must(void *memory)
{
	if (!memory) {
		fputs("medlit: out of memory\n", stderr);
		exit(EXIT_SERVER);
	}
	return memory;
}

void *memory_grow(void *items, size_t *capacity, size_t wanted, size_t size)
{
	size_t grown = *capacity ? *capacity : 64;

	if (wanted <= *capacity)
		return items;
	while (grown < wanted && grown <= SIZE_MAX / 2)
		grown *= 2;
	if (grown < wanted || grown > SIZE_MAX / size)
		return memory_must(NULL);
	*capacity = grown;
	return memory_must(realloc(items, grown * size));
}
