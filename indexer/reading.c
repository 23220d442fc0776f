/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reading.h"

#include <stdlib.h>

#include "base/memory.h"
#include "index/sources.h"

void reading_init(struct reading *reading, char *const *paths, size_t count)
{
	*reading = (struct reading){
		.roots = memory_new((count + 1) * sizeof(*reading->roots))};
	for (size_t i = 0; i < count; i++) {
		char *root = realpath(paths[i], NULL);

		if (root)
			reading->roots[reading->count++] = root;
	}
}

void reading_clear(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++)
		free(reading->roots[i]);
	free(reading->roots);
	*reading = (struct reading){0};
}

/* Which root a file is read below; their count: none. */
static size_t root_of(const struct reading *reading, const char *path)
{
	size_t i = 0;

	while (i < reading->count &&
		!source_is_below(path, reading->roots[i]))
		i++;
	return i;
}

static bool is_later(const struct reading *reading, const char *path,
	const char *than)
{
	size_t root = root_of(reading, path), other = root_of(reading, than);

	if (root == reading->count)
		return false;
	return root != other ? root > other
			     : source_compare_paths(path, than) > 0;
}

bool reading_keeps(const struct reading *reading,
	const struct document *stored, const struct document *fresh,
	struct arena *arena)
{
	int order = document_compare_revisions(stored, fresh);

	if (order != 0)
		return order > 0;
	return is_later(reading,
		arena_printf(arena, "%.*s", SLICE_PRINT(stored->source)).data,
		arena_printf(arena, "%.*s", SLICE_PRINT(fresh->source)).data);
}
