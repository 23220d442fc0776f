/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/shard.h"

#include <stdlib.h>

#include "base/memory.h"

enum change {
	CHANGE_PUT,
	CHANGE_PUT_PART, /* as enum shard_way */
	CHANGE_PUT_PART_QUIETLY,
	CHANGE_PUT_PART_ANEW,
	CHANGE_DROP_PART,
	CHANGE_REMOVE,
	CHANGE_FORGET,
	CHANGE_ANNOTATE,
};

struct shard {
	char *path;
	unsigned flags; /* of the writer */
	struct annotator *annotator;
	struct xc_writer *writer;
	struct buffer batch; /* (change, length, bytes) since the commit */
	struct counts counts; /* of the open batch */
};

static int set_engine_error(struct shard *shard, const struct xc_error *why,
	struct error *err)
{
	enum error_code code = why->code == XC_INVALID ? ERROR_FORMAT
			       : why->code == XC_LOCKED ? ERROR_BUSY
							: ERROR_IO;

	return error_set(err, code, "%s: %s", shard->path, why->text);
}

struct shard *shard_open(const char *path, bool aside,
	struct annotator *annotator, struct error *err)
{
	struct shard *shard = memory_new(sizeof(*shard));
	struct xc_error why = {0};

	shard->path = memory_copy(path);
	shard->flags = aside ? XC_WRITER_NO_SYNC : 0;
	shard->annotator = annotator;
	shard->writer = xc_writer_open(path, shard->flags, &why);
	if (!shard->writer) {
		set_engine_error(shard, &why, err);
		shard_close(shard);
		return NULL;
	}
	return shard;
}

void shard_close(struct shard *shard)
{
	if (!shard)
		return;
	xc_writer_close(shard->writer);
	buffer_clear(&shard->batch);
	free(shard->path);
	free(shard);
}

/* ---- one change ------------------------------------------------------- */

static int is_stored_so(struct shard *shard, const struct xc_document *entry,
	int *known, struct xc_error *why)
{
	char *data;
	size_t length;

	*known = xc_writer_get(shard->writer, entry->key, entry->key_length,
		&data, &length, why);
	if (*known <= 0)
		return *known;
	int same = length == entry->data_length &&
		   memcmp(data, entry->data, length) == 0;

	xc_free(data);
	return same;
}

static int put_document(struct shard *shard, const struct document *document,
	struct xc_error *why)
{
	struct annotator *annotator = shard->annotator;
	struct analysed_document analysed = index_analyse(document,
		annotator->analyser, annotator->thesaurus, &annotator->arena);
	struct xc_document entry = schema_entry(document, &analysed,
		annotator->thesaurus, &annotator->arena);

	return xc_writer_put(shard->writer, &entry, NULL, why);
}

static void count_put(struct shard *shard, int known, int same)
{
	if (same)
		shard->counts.unchanged++;
	else if (known)
		shard->counts.updated++;
	else
		shard->counts.added++;
}

static int put_record(struct shard *shard, struct slice record,
	struct xc_error *why, struct error *err)
{
	struct annotator *annotator = shard->annotator;
	struct document document;
	int known;

	arena_reset(&annotator->arena);
	if (record_decode(record, &document, &annotator->arena, err) < 0)
		return -1;
	struct slice key = schema_term(PREFIX_KEY, document.id,
		&annotator->arena);
	struct xc_document stored = {.key = key.data,
		.key_length = key.length,
		.data = record.data,
		.data_length = record.length};
	int same = is_stored_so(shard, &stored, &known, why);

	if (same < 0 || (!same && put_document(shard, &document, why) < 0))
		return -1;
	count_put(shard, known, same);
	return 0;
}

/* ---- parts of an entry ------------------------------------------------ */

void shard_part(struct buffer *out, struct slice id, struct slice rest)
{
	buffer_reset(out);
	buffer_add_varint(out, id.length);
	buffer_add_slice(out, id);
	buffer_add_slice(out, rest);
}

struct slice shard_part_id(struct slice *bytes)
{
	const char *at = bytes->data, *end = at + bytes->length;
	struct slice id = SLICE_EMPTY;
	uint64_t length;

	if (varint_read(&at, end, &length) < 0 ||
		length > (uint64_t)(end - at))
		return id;
	id = (struct slice){at, (size_t)length};
	*bytes = (struct slice){at + length, (size_t)(end - at) - length};
	return id;
}

struct slices shard_parts_of(const struct document *entry, struct slice record,
	struct arena *arena)
{
	struct slices parts = entry->parts;

	if (parts.count == 0)
		slices_add(&parts, record, arena);
	return parts;
}

/* Into the parts, in the place of the one with its key, which stays when it is
 * the newer: `reading` tells, unless it is NULL. */
static void replace_part(struct slices *parts, struct slice record,
	const struct document *paper, const struct reading *reading,
	struct arena *arena)
{
	struct slice key = document_part(paper, arena);
	struct document other;

	for (size_t i = 0; i < parts->count; i++) {
		if (record_decode(parts->items[i], &other, arena, NULL) < 0 ||
			!slice_equal(document_part(&other, arena), key))
			continue;
		if (!reading || !reading_keeps(reading, &other, paper, arena))
			parts->items[i] = record;
		return;
	}
	slices_add(parts, record, arena);
}

/* What is stored under the id: 1, with its parts; 0; -1.  *data is to be freed
 * with xc_free(). */
static int stored_parts(struct shard *shard, struct slice id, char **data,
	size_t *length, struct slices *parts, struct xc_error *why,
	struct error *err)
{
	struct arena *arena = &shard->annotator->arena;
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	struct document entry;
	int known = xc_writer_get(
		shard->writer, key.data, key.length, data, length, why);

	*parts = (struct slices){0};
	if (known <= 0)
		return known;
	struct slice record = {*data, *length};

	if (record_decode(record, &entry, arena, err) < 0) {
		xc_free(*data);
		return -1;
	}
	*parts = shard_parts_of(&entry, record, arena);
	return 1;
}

/* Returns 1 when what is stored is just that. */
static int put_merged(struct shard *shard, struct slice id,
	const struct slices *parts, struct slice stored, struct xc_error *why,
	struct error *err)
{
	struct buffer record = BUFFER_INIT;
	struct document merged;
	int same;

	if (document_merge(parts, &merged, &shard->annotator->arena, err) < 0)
		return -1;
	/* On its way to where others are: its own id is kept inside. */
	if (parts->count == 1 && !slice_equal(merged.id, id))
		merged.parts = *parts;
	merged.id = id;
	record_encode(&merged, &record);
	same = slice_equal(buffer_slice(&record), stored);
	buffer_clear(&record);
	return same ? 1 : put_document(shard, &merged, why);
}

static int put_part(struct shard *shard, struct slice record, enum shard_way way,
	struct xc_error *why, struct error *err)
{
	struct arena *arena = &shard->annotator->arena;
	struct slice id = shard_part_id(&record);
	struct document paper;
	struct slices parts;
	char *data = NULL;
	size_t length = 0;
	int same;

	arena_reset(arena);
	if (record_decode(record, &paper, arena, err) < 0)
		return -1;
	int known = stored_parts(
		shard, id, &data, &length, &parts, why, err);

	if (known < 0)
		return -1;
	replace_part(&parts, record, &paper,
		way == SHARD_PUT_ANEW ? NULL : shard->annotator->reading,
		arena);
	same = put_merged(shard, id, &parts, (struct slice){data, length}, why,
		err);
	xc_free(data);
	if (same >= 0 && way != SHARD_PUT_QUIETLY)
		count_put(shard, known, same);
	return same < 0 ? -1 : 0;
}

static int drop_part(struct shard *shard, struct slice key,
	struct xc_error *why, struct error *err)
{
	struct arena *arena = &shard->annotator->arena;
	struct slice id = shard_part_id(&key);
	struct slices parts, left = {0};
	struct document part;
	char *data = NULL;
	size_t length = 0;
	int same = 1;

	arena_reset(arena);
	int known = stored_parts(
		shard, id, &data, &length, &parts, why, err);

	if (known <= 0)
		return known;
	for (size_t i = 0; i < parts.count; i++)
		if (record_decode(parts.items[i], &part, arena, NULL) < 0 ||
			!slice_equal(document_part(&part, arena), key))
			slices_add(&left, parts.items[i], arena);
	if (left.count > 0)
		same = put_merged(shard, id, &left,
			(struct slice){data, length}, why, err);
	xc_free(data);
	shard->counts.updated += same == 0;
	return same < 0 ? -1 : 0;
}

int shard_get(struct shard *shard, struct slice id, struct buffer *out,
	struct error *err)
{
	struct arena *arena = &shard->annotator->arena;
	struct xc_error why = {0};
	char *data;
	size_t length;

	arena_reset(arena);
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	int known = xc_writer_get(
		shard->writer, key.data, key.length, &data, &length, &why);

	if (known < 0)
		return set_engine_error(shard, &why, err);
	if (known > 0) {
		buffer_add(out, data, length);
		xc_free(data);
	}
	return known;
}

/* ---- entries ---------------------------------------------------------- */

static int annotate_id(struct shard *shard, struct slice id,
	struct xc_error *why, struct error *err)
{
	struct arena *arena = &shard->annotator->arena;
	struct document document;
	char *data;
	size_t length;

	arena_reset(arena);
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	int known = xc_writer_get(shard->writer, key.data, key.length, &data,
		&length, why);

	if (known <= 0)
		return known;
	int result = record_decode((struct slice){data, length}, &document,
		arena, err);

	if (result == 0)
		result = put_document(shard, &document, why);
	xc_free(data);
	if (result == 0)
		shard->counts.updated++;
	return result;
}

static int remove_id(struct shard *shard, struct slice id, bool quiet,
	struct xc_error *why)
{
	struct arena *arena = &shard->annotator->arena;

	arena_reset(arena);
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	int removed = xc_writer_remove(shard->writer, key.data, key.length,
		why);

	if (removed > 0 && !quiet)
		shard->counts.deleted++;
	return removed < 0 ? -1 : 0;
}

/* ---- the batch -------------------------------------------------------- */

static int apply(struct shard *shard, enum change change, struct slice bytes,
	struct xc_error *why, struct error *err)
{
	switch (change) {
	case CHANGE_PUT:
		return put_record(shard, bytes, why, err);
	case CHANGE_PUT_PART:
	case CHANGE_PUT_PART_QUIETLY:
	case CHANGE_PUT_PART_ANEW:
		return put_part(shard, bytes,
			(enum shard_way)(change - CHANGE_PUT_PART), why, err);
	case CHANGE_DROP_PART:
		return drop_part(shard, bytes, why, err);
	case CHANGE_ANNOTATE:
		return annotate_id(shard, bytes, why, err);
	default:
		return remove_id(shard, bytes, change == CHANGE_FORGET, why);
	}
}

/* Put the open batch again after the engine threw it away. */
static int replay(struct shard *shard, struct xc_error *why,
	struct error *err)
{
	const char *at = shard->batch.data;
	const char *end = at + shard->batch.length;

	xc_writer_close(shard->writer);
	shard->writer = xc_writer_open(shard->path, shard->flags, why);
	shard->counts = (struct counts){0};
	if (!shard->writer)
		return -1;
	while (at < end) {
		uint64_t change, length;

		varint_read(&at, end, &change);
		varint_read(&at, end, &length);
		if (apply(shard, (enum change)change,
			    (struct slice){at, (size_t)length}, why, err) < 0)
			return -1;
		at += length;
	}
	return 0;
}

static void remember(struct shard *shard, enum change change,
	struct slice bytes)
{
	buffer_add_varint(&shard->batch, change);
	buffer_add_varint(&shard->batch, bytes.length);
	buffer_add_slice(&shard->batch, bytes);
}

static int change(struct shard *shard, enum change change, struct slice bytes,
	struct error *err)
{
	struct xc_error why = {0};

	if (apply(shard, change, bytes, &why, err) == 0) {
		remember(shard, change, bytes);
		return 0;
	}
	if (why.code == XC_OK) /* not the engine: a bad record */
		return -1;
	if (why.flags & XC_BATCH_LOST) {
		remember(shard, change, bytes);
		why = (struct xc_error){0};
		if (replay(shard, &why, err) == 0)
			return 0;
		if (why.code == XC_OK)
			return -1;
		/* Never taken for one bad record: the batch is at stake. */
		if (why.code == XC_INVALID)
			why.code = XC_INTERNAL;
	}
	return set_engine_error(shard, &why, err);
}

int shard_put(struct shard *shard, struct slice record, struct error *err)
{
	return change(shard, CHANGE_PUT, record, err);
}

int shard_put_part(struct shard *shard, struct slice bytes, enum shard_way way,
	struct error *err)
{
	return change(
		shard, (enum change)(CHANGE_PUT_PART + way), bytes, err);
}

int shard_drop_part(struct shard *shard, struct slice bytes, struct error *err)
{
	return change(shard, CHANGE_DROP_PART, bytes, err);
}

int shard_forget(struct shard *shard, struct slice id, struct error *err)
{
	return change(shard, CHANGE_FORGET, id, err);
}

int shard_annotate(struct shard *shard, struct slice id, struct error *err)
{
	return change(shard, CHANGE_ANNOTATE, id, err);
}

int shard_remove(struct shard *shard, struct slice id, struct error *err)
{
	return change(shard, CHANGE_REMOVE, id, err);
}

int shard_commit(struct shard *shard, struct counts *counts,
	struct error *err)
{
	struct xc_error why = {0};

	if (xc_writer_pending(shard->writer) > 0 &&
		xc_writer_commit(shard->writer, &why) < 0) {
		/* One more try: the cause may be gone. Its own error tells. */
		why = (struct xc_error){0};
		if (replay(shard, &why, err) < 0 ||
			xc_writer_commit(shard->writer, &why) < 0)
			return set_engine_error(shard, &why, err);
	}
	counts_add(counts, &shard->counts);
	shard->counts = (struct counts){0};
	buffer_reset(&shard->batch);
	return 0;
}
