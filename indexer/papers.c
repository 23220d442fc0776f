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
	struct xc_statistics statistics;
	struct xc_error why = {0};

	papers->searcher = lookup_open(generation, err);
	if (!papers->searcher)
		return -1;
	if (xc_searcher_statistics(papers->searcher, &statistics, &why) < 0)
		return error_set(err, ERROR_IO, "%s", why.text);
	if (statistics.documents == 0) {
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

/* The entry that has the term, by its record. */
static int find_term(struct papers *papers, struct slice term, struct slice *id,
	struct arena *arena, struct error *err)
{
	struct xc_error why = {0};
	struct document entry;
	struct xc_results *found =
		xc_searcher_get(papers->searcher, term.data, term.length, &why);

	if (!found)
		return error_set(err, ERROR_IO, "%s", why.text);
	int there = found->hits_count > 0;
	struct slice record = SLICE_EMPTY;

	if (there) {
		record = (struct slice){
			found->hits[0].data.data, found->hits[0].data.length};
		there = record_decode(record, &entry, arena, err) < 0 ? -1 : 1;
	}
	if (there > 0)
		*id = arena_copy(arena, entry.id.data, entry.id.length);
	xc_results_free(found);
	return there;
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
	if (!papers->searcher)
		return 0;
	return find_term(papers,
		schema_term(PREFIX_IDENTIFIER, schema_fold(name, arena), arena),
		id, arena, err);
}
