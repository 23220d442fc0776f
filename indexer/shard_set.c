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
			&set->annotator, err);
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

int shard_set_change(struct shard_set *set, char op, unsigned shard,
	struct slice bytes, struct error *err)
{
	struct error why = {0};
	struct shard *one = set->shards[shard];
	int result = op == 'P'	 ? shard_put(one, bytes, &why)
		     : op == 'A' ? shard_annotate(one, bytes, &why)
				 : shard_remove(one, bytes, &why);

	if (result < 0 && why.code == ERROR_FORMAT) {
		struct document document = {.id = bytes};

		if (op == 'P') {
			document.id = SLICE("a paper");
			record_decode(bytes, &document, &set->annotator.arena,
				NULL);
		}
		set->refused(set->context, document.id, &why);
		return 0;
	}
	return result < 0 ? error_set(err, why.code, "%s", why.text) : 0;
}
