/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The records the run has put itself stand in a table of hashes, an id's hash
 * to its record's: what comes later is compared with these.
 */
#include "config.h"

#include "indexer/dry.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "indexer/id_table.h"
#include "indexer/lookup.h"

#define GONE 1 /* no hash of a record */

struct dry {
	struct xc_searcher *searcher; /* NULL: no papers yet */
	struct id_table *changed;
	struct arena arena;
};

struct dry *dry_open(const struct generation *generation, struct error *err)
{
	struct dry *dry = memory_new(sizeof(*dry));

	arena_init(&dry->arena);
	dry->changed = id_table_new();
	if (!generation || !generation->path)
		return dry;
	dry->searcher = lookup_open(generation, err);
	if (dry->searcher)
		return dry;
	dry_close(dry);
	return NULL;
}

void dry_close(struct dry *dry)
{
	if (!dry)
		return;
	xc_searcher_close(dry->searcher);
	id_table_free(dry->changed);
	arena_clear(&dry->arena);
	free(dry);
}

static uint64_t hash_record(struct slice record)
{
	return hash_bytes(record.data, record.length) | 2;
}

/* The hash of what is stored, GONE for nothing. */
static int stored_hash(
	struct dry *dry, struct slice id, uint64_t *hash, struct error *err)
{
	const uint64_t *changed = id_table_get(dry->changed, id);
	struct xc_error why = {0};

	*hash = GONE;
	if (changed)
		*hash = *changed;
	if (changed || !dry->searcher)
		return 0;
	arena_reset(&dry->arena);
	struct slice key = schema_term(PREFIX_KEY, id, &dry->arena);
	struct xc_results *found =
		xc_searcher_get(dry->searcher, key.data, key.length, &why);

	if (!found)
		return error_set(err, ERROR_IO, "%s", why.text);
	if (found->hits_count > 0)
		*hash = hash_record((struct slice){
			found->hits[0].data.data, found->hits[0].data.length});
	xc_results_free(found);
	return 0;
}

int dry_change(struct dry *dry, char op, struct slice id, struct slice record,
	struct counts *counts, struct error *err)
{
	uint64_t before;

	if (stored_hash(dry, id, &before, err) < 0)
		return -1;
	if (op == 'A') {
		counts->updated += before != GONE;
		return 0;
	}
	uint64_t after = op == 'P' ? hash_record(record) : GONE;

	counts->deleted += after == GONE && before != GONE;
	counts->added += after != GONE && before == GONE;
	counts->unchanged += after != GONE && before == after;
	counts->updated += after != GONE && before != GONE && before != after;
	*id_table_put(dry->changed, id) = after;
	return 0;
}
