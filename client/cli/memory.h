/* SPDX-License-Identifier: MIT */
/* Memory that is there, or the end of the program. */
#ifndef MEDLIT_CLI_MEMORY_H
#define MEDLIT_CLI_MEMORY_H

#include <stddef.h>

/* Room for at least `wanted` items of `size` bytes; doubles *capacity. */
void *memory_grow(void *items, size_t *capacity, size_t wanted, size_t size);
/* Says so and ends the program when `memory` is NULL; else returns it. */
void *memory_must(void *memory);

#endif
