/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/shard.h"

#include <stdlib.h>

#include "base/memory.h"

enum change { CHANGE_PUT, CHANGE_REMOVE, CHANGE_ANNOTATE };

struct shard {
	char *path;
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

struct shard *shard_open(const char *path, struct annotator *annotator,
	struct error *err)
{
	struct shard *shard = memory_new(sizeof(*shard));
	struct xc_error why = {0};

	shard->path = memory_copy(path);
	shard->annotator = annotator;
	shard->writer = xc_writer_open(path, 0, &why);
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

	if (same < 0)
		return -1;
	if (same) {
		shard->counts.unchanged++;
		return 0;
	}
	if (put_document(shard, &document, why) < 0)
		return -1;
	if (known)
		shard->counts.updated++;
	else
		shard->counts.added++;
	return 0;
}

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

static int remove_id(struct shard *shard, struct slice id,
	struct xc_error *why)
{
	struct arena *arena = &shard->annotator->arena;

	arena_reset(arena);
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	int removed = xc_writer_remove(shard->writer, key.data, key.length,
		why);

	if (removed > 0)
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
	case CHANGE_ANNOTATE:
		return annotate_id(shard, bytes, why, err);
	default:
		return remove_id(shard, bytes, why);
	}
}

/* Put the open batch again after the engine threw it away. */
static int replay(struct shard *shard, struct xc_error *why,
	struct error *err)
{
	const char *at = shard->batch.data;
	const char *end = at + shard->batch.length;

	xc_writer_close(shard->writer);
	shard->writer = xc_writer_open(shard->path, 0, why);
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
