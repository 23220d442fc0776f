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
#include "indexer/reading.h"
#include "indexer/shard.h"

/* No hashes of records. */
#define GONE  1
#define STAYS 4 /* what is stored is newer than what comes */

struct dry {
	struct xc_searcher *searcher; /* NULL: no papers yet */
	struct id_table *changed;
	const struct reading *reading;
	struct arena arena;
};

struct dry *dry_open(const struct generation *generation,
	const struct reading *reading, struct error *err)
{
	struct dry *dry = memory_new(sizeof(*dry));

	arena_init(&dry->arena);
	dry->changed = id_table_new();
	dry->reading = reading;
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

int dry_get(struct dry *dry, struct slice id, struct buffer *record,
	struct error *err)
{
	return dry->searcher ? lookup_record(dry->searcher, id, record,
				       &dry->arena, err)
			     : 0;
}

/* A record on its way into an entry. */
struct fresh {
	struct slice key; /* of its part; empty for a whole entry */
	struct slice record;
	const struct document *document;
	bool anew; /* what is stored of the part does not stay */
};

/* The hash of that part in the stored entry; STAYS; GONE for none. */
static uint64_t part_hash(
	struct dry *dry, struct slice record, const struct fresh *fresh)
{
	struct document entry, part;

	if (record_decode(record, &entry, &dry->arena, NULL) < 0)
		return GONE;
	struct slices parts = shard_parts_of(&entry, record, &dry->arena);

	for (size_t i = 0; i < parts.count; i++) {
		if (record_decode(parts.items[i], &part, &dry->arena, NULL) <
				0 ||
			!slice_equal(document_part(&part, &dry->arena),
				fresh->key))
			continue;
		bool stays = !fresh->anew && dry->reading &&
			     reading_keeps(dry->reading, &part,
				     fresh->document, &dry->arena);

		return stays ? STAYS : hash_record(parts.items[i]);
	}
	return GONE;
}

/* Whether there is such an entry, and the hash of the part (or of the whole,
 * without a key): as the run left them, else as they are stored. */
static int look(struct dry *dry, struct slice id, const struct fresh *fresh,
	bool *there, uint64_t *hash, struct error *err)
{
	const uint64_t *entry = id_table_get(dry->changed, id);
	bool is_part = fresh->key.length > 0;
	const uint64_t *part =
		is_part ? id_table_get(dry->changed, fresh->key) : entry;
	struct buffer record = BUFFER_INIT;
	int stored = 0;

	if (!entry || !part)
		stored = dry_get(dry, id, &record, err);
	*there = entry ? *entry != GONE : stored > 0;
	*hash = GONE;
	if (part)
		*hash = *part;
	else if (stored > 0 && (!entry || *entry != GONE))
		*hash = is_part ? part_hash(dry, buffer_slice(&record), fresh)
				: hash_record(buffer_slice(&record));
	buffer_clear(&record);
	return stored < 0 ? -1 : 0;
}

static int put(struct dry *dry, struct slice id, const struct fresh *fresh,
	struct counts *counts, struct error *err)
{
	uint64_t before, after = hash_record(fresh->record);
	bool there;

	if (look(dry, id, fresh, &there, &before, err) < 0)
		return -1;
	if (there && (before == STAYS || before == after)) {
		counts->unchanged++;
		return 0;
	}
	counts->added += !there;
	counts->updated += there;
	if (fresh->key.length > 0)
		*id_table_put(dry->changed, fresh->key) = after;
	*id_table_put(dry->changed, id) = after;
	return 0;
}

static int remove_entry(struct dry *dry, struct slice id, bool quiet,
	struct counts *counts, struct error *err)
{
	const struct fresh none = {0};
	uint64_t before;
	bool there;

	if (look(dry, id, &none, &there, &before, err) < 0)
		return -1;
	counts->deleted += there && !quiet;
	*id_table_put(dry->changed, id) = GONE;
	return 0;
}

int dry_change(struct dry *dry, char op, struct slice id, struct slice bytes,
	struct counts *counts, struct error *err)
{
	struct counts none = {0};
	struct document part;
	struct fresh fresh = {.document = &part, .anew = op == 'N'};

	arena_reset(&dry->arena);
	switch (op) {
	case 'P':
	case 'Q':
	case 'N':
		shard_part_id(&bytes);
		if (record_decode(bytes, &part, &dry->arena, err) < 0)
			return -1;
		fresh.key = document_part(&part, &dry->arena);
		fresh.record = bytes;
		return put(dry, id, &fresh, op == 'Q' ? &none : counts, err);
	case 'E':
		fresh.record = bytes;
		return put(dry, id, &fresh, counts, err);
	case 'A':
	case 'R':
		counts->updated++;
		return 0;
	default:
		return remove_entry(dry, id, op == 'M', counts, err);
	}
}
