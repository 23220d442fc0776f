/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/shard_set.h"

#include <stdlib.h>

#include "base/memory.h"

void shard_set_close(struct shard_set *set)
{
	for (unsigned i = 0; set->shards && i < set->count; i++)
		shard_close(set->shards[i]);
	free(set->shards);
	arena_clear(&set->annotator.arena);
	set->shards = NULL;
}

int shard_set_open(struct shard_set *set,
	const struct generation *generation, unsigned job, unsigned jobs,
	struct error *err)
{
	set->count = generation->shards;
	set->shards = memory_new(set->count * sizeof(*set->shards));
	for (unsigned i = job; i < set->count; i += jobs) {
		set->shards[i] = shard_open(generation->shard_paths[i],
			generation->aside, &set->annotator, err);
		if (!set->shards[i])
			return -1;
	}
	return 0;
}

int shard_set_commit_one(struct shard_set *set, unsigned shard,
	struct error *err)
{
	return shard_commit(set->shards[shard], &set->counts, err);
}

int shard_set_commit(struct shard_set *set, struct error *err)
{
	for (unsigned i = 0; i < set->count; i++)
		if (set->shards[i] && shard_set_commit_one(set, i, err) < 0)
			return -1;
	return 0;
}

int shard_set_get(struct shard_set *set, unsigned shard, struct slice id,
	struct buffer *out, struct error *err)
{
	return shard_get(set->shards[shard], id, out, err);
}

static int change_one(
	struct shard *one, char op, struct slice bytes, struct error *err)
{
	switch (op) {
	case 'E':
		return shard_put(one, bytes, err);
	case 'P':
		return shard_put_part(one, bytes, SHARD_PUT, err);
	case 'Q':
		return shard_put_part(one, bytes, SHARD_PUT_QUIETLY, err);
	case 'N':
		return shard_put_part(one, bytes, SHARD_PUT_ANEW, err);
	case 'R':
		return shard_drop_part(one, bytes, err);
	case 'A':
		return shard_annotate(one, bytes, err);
	case 'M':
		return shard_forget(one, bytes, err);
	default:
		return shard_remove(one, bytes, err);
	}
}

/* The id that a message about a change names. */
static struct slice changed_id(char op, struct slice bytes)
{
	const char *at = bytes.data, *end = at + bytes.length;
	uint64_t length;

	if (op == 'E')
		return SLICE("a paper");
	if (strchr("PQNR", op) &&
		varint_read(&at, end, &length) == 0 &&
		length <= (uint64_t)(end - at))
		return (struct slice){at, (size_t)length};
	return bytes;
}

int shard_set_change(struct shard_set *set, char op, unsigned shard,
	struct slice bytes, struct error *err)
{
	struct error why = {0};
	int result = change_one(set->shards[shard], op, bytes, &why);

	if (result < 0 && why.code == ERROR_FORMAT) {
		set->refused(set->context, changed_id(op, bytes), &why);
		return 0;
	}
	return result < 0 ? error_set(err, why.code, "%s", why.text) : 0;
}
