/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words to numbers, probed linearly, at most half full. */
#include "config.h"

#include "indexer/thesaurus/map.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"

void map_clear(struct map *map)
{
	buffer_clear(&map->words);
	free(map->items);
	free(map->slots);
	*map = (struct map){0};
}

static struct slice word_of(const struct map *map, uint32_t item)
{
	return (struct slice){
		map->words.data + map->items[item].at, map->items[item].length};
}

/* Where the word's number stands or belongs. */
static uint32_t place_of(const struct map *map, struct slice word)
{
	uint64_t hash = hash_bytes(word.data, word.length);
	uint32_t mask = map->size - 1;
	uint32_t at = (uint32_t)(hash ^ hash >> 32) & mask;

	while (map->slots[at] != 0 &&
		!slice_equal(word_of(map, map->slots[at] - 1), word))
		at = (at + 1) & mask;
	return at;
}

uint32_t map_find(const struct map *map, struct slice word)
{
	if (map->size == 0)
		return MAP_NONE;
	uint32_t slot = map->slots[place_of(map, word)];

	return slot == 0 ? MAP_NONE : map->items[slot - 1].value;
}

static void grow(struct map *map)
{
	free(map->slots);
	map->size = map->size ? map->size * 2 : 64;
	map->slots = memory_new(map->size * sizeof(*map->slots));
	map->room = map->size / 2;
	map->items = memory_resize(map->items, map->room, sizeof(*map->items));
	for (uint32_t i = 0; i < map->count; i++)
		map->slots[place_of(map, word_of(map, i))] = i + 1;
}

uint32_t map_add(struct map *map, struct slice word, uint32_t value)
{
	if (map->count == map->room)
		grow(map);
	uint32_t at = place_of(map, word);

	if (map->slots[at] != 0)
		return map->items[map->slots[at] - 1].value;
	map->items[map->count] = (struct map_item){
		(uint32_t)map->words.length, (uint32_t)word.length, value};
	buffer_add_slice(&map->words, word);
	map->slots[at] = ++map->count;
	return value;
}

void map_set(struct map *map, struct slice word, uint32_t value)
{
	map_add(map, word, value);
	map->items[map->slots[place_of(map, word)] - 1].value = value;
}
