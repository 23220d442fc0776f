/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A name set in this run costs 16 bytes of a table, and the entry's id once for
 * all names that follow each other.  An index without papers is never asked.
 */
#include "config.h"

#include "indexer/papers.h"

#include <stdlib.h>

#include "base/memory.h"
#include "indexer/id_table.h"
#include "indexer/lookup.h"

struct papers {
	struct xc_searcher *searcher; /* NULL: no papers before this run */
	struct id_table *names;       /* where in `ids`, plus one */
	struct buffer ids;            /* varint length, bytes; ... */
	size_t last;                  /* the last one's place */
};

static int open_index(struct papers *papers,
	const struct generation *generation, struct error *err)
{
	uint64_t count;

	papers->searcher = lookup_open_counted(generation, &count, err);
	if (!papers->searcher)
		return -1;
	if (count == 0) {
		xc_searcher_close(papers->searcher);
		papers->searcher = NULL;
	}
	return 0;
}

struct papers *papers_open(
	const struct generation *generation, struct error *err)
{
	struct papers *papers = memory_new(sizeof(*papers));

	papers->names = id_table_new();
	/* No name is of the empty id but by being taken away. */
	buffer_add_varint(&papers->ids, 0);
	if (!generation || !generation->path ||
		open_index(papers, generation, err) == 0)
		return papers;
	papers_close(papers);
	return NULL;
}

void papers_close(struct papers *papers)
{
	if (!papers)
		return;
	xc_searcher_close(papers->searcher);
	id_table_free(papers->names);
	buffer_clear(&papers->ids);
	free(papers);
}

static struct slice id_at(const struct papers *papers, size_t place)
{
	const char *at = papers->ids.data + place;
	uint64_t length;

	varint_read(&at, papers->ids.data + papers->ids.length, &length);
	return (struct slice){at, (size_t)length};
}

void papers_set(struct papers *papers, struct slice name, struct slice id)
{
	size_t place = 0;

	if (id.length > 0) {
		place = papers->last;
		if (!slice_equal(id_at(papers, place), id)) {
			place = papers->last = papers->ids.length;
			buffer_add_varint(&papers->ids, id.length);
			buffer_add_slice(&papers->ids, id);
		}
	}
	*id_table_put(papers->names, name) = place + 1;
}

int papers_find(struct papers *papers, struct slice name, struct slice *id,
	struct arena *arena, struct error *err)
{
	const uint64_t *place = id_table_get(papers->names, name);

	if (place) {
		struct slice known = id_at(papers, (size_t)*place - 1);

		*id = arena_copy(arena, known.data, known.length);
		return known.length > 0;
	}
	return papers->searcher ? lookup_name(papers->searcher, name, id, arena,
					  err)
				: 0;
}
