/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words to numbers: a hash table whose words stand in one run of bytes. */
#ifndef MEDLIT_THESAURUS_MAP_H
#define MEDLIT_THESAURUS_MAP_H

#include <stdint.h>

#include "base/buffer.h"

#define MAP_NONE UINT32_MAX

struct map_item {
	uint32_t at, length; /* in words */
	uint32_t value;
};

/* Zero to start with. */
struct map {
	struct buffer words;
	struct map_item *items;
	uint32_t *slots; /* number of an item plus one, or 0 */
	uint32_t count, room, size;
};

void map_clear(struct map *map);
/* The word's number; MAP_NONE when it has none. */
uint32_t map_find(const struct map *map, struct slice word);
/* The number the word has already, else `value`, which it then has. */
uint32_t map_add(struct map *map, struct slice word, uint32_t value);
/* From now on its number is `value`. */
void map_set(struct map *map, struct slice word, uint32_t value);

#endif
