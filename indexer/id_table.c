/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/id_table.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"

#define FIRST_ROOM 1024

struct item {
	uint64_t hash; /* 0: free */
	uint64_t number;
};

struct id_table {
	struct item *items;
	size_t room; /* a power of two, at least a third of it free */
	size_t count;
};

struct id_table *id_table_new(void)
{
	struct id_table *table = memory_new(sizeof(*table));

	table->room = FIRST_ROOM;
	table->items = memory_new(table->room * sizeof(*table->items));
	return table;
}

void id_table_free(struct id_table *table)
{
	if (!table)
		return;
	free(table->items);
	free(table);
}

static uint64_t hash_id(struct slice id)
{
	uint64_t hash = hash_bytes(id.data, id.length);

	/* The low bits of FNV-1a choose the place and hardly know the first
	 * bytes. */
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

static struct item *place(const struct id_table *table, uint64_t hash)
{
	size_t at = hash & (table->room - 1);

	while (table->items[at].hash && table->items[at].hash != hash)
		at = (at + 1) & (table->room - 1);
	return &table->items[at];
}

static void grow(struct id_table *table)
{
	struct id_table more = {.room = 2 * table->room, .count = table->count};

	more.items = memory_new(more.room * sizeof(*more.items));
	for (size_t i = 0; i < table->room; i++)
		if (table->items[i].hash)
			*place(&more, table->items[i].hash) = table->items[i];
	free(table->items);
	*table = more;
}

uint64_t *id_table_put(struct id_table *table, struct slice id)
{
	uint64_t hash = hash_id(id);
	struct item *item;

	if (3 * table->count >= 2 * table->room)
		grow(table);
	item = place(table, hash);
	if (!item->hash) {
		item->hash = hash;
		table->count++;
	}
	return &item->number;
}

uint64_t *id_table_get(const struct id_table *table, struct slice id)
{
	struct item *item = place(table, hash_id(id));

	return item->hash ? &item->number : NULL;
}

size_t id_table_count(const struct id_table *table)
{
	return table->count;
}
