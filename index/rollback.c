/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The generation before the current one, in force again. */
#include "config.h"

#include <stdio.h>

#include "index/index.h"
#include "index/manifest.h"

int generation_previous(
	const char *index, struct generation *out, struct error *err)
{
	char name[GENERATION_NAME_MAX];

	if (generation_current_name(index, name, err) < 0)
		return -1;
	unsigned before = generation_before(index, generation_number(name));

	if (before == 0)
		return error_set(err, ERROR_NOT_FOUND,
			"there is no generation before %s in %s to go back to",
			name, index);
	snprintf(name, sizeof(name), "g%06u", before);
	return generation_named(index, name, out, err);
}

/* Compared as bytes: any paper will do. */
static int gives_back(struct xc_searcher *searcher, const struct xc_hit *hit,
	struct xc_error *why)
{
	struct slice record = {hit->data.data, hit->data.length};
	struct document document;
	struct xc_results *again;
	struct arena arena;
	int same = 0;

	arena_init(&arena);
	if (record_decode(record, &document, &arena, NULL) == 0) {
		struct slice key = schema_term(PREFIX_KEY, document.id, &arena);

		again = xc_searcher_get(searcher, key.data, key.length, why);
		same = again && again->hits_count == 1 &&
		       slice_equal(
			       record, (struct slice){again->hits[0].data.data,
					       again->hits[0].data.length});
		xc_results_free(again);
	}
	arena_clear(&arena);
	return same;
}

static int shard_answers(const char *path, struct error *err)
{
	struct xc_error why = {.text = "it does not give back a paper by its "
				       "id"};
	struct xc_searcher *searcher = xc_searcher_open(&path, 1, &why);
	struct xc_results *first =
		searcher ? xc_searcher_next(searcher, 0, &why) : NULL;
	int fine =
		first && (first->hits_count == 0 ||
				 gives_back(searcher, &first->hits[0], &why));

	xc_results_free(first);
	xc_searcher_close(searcher);
	return fine ? 0
		    : error_set(err, ERROR_FORMAT, "%s does not answer: %s",
			      path, why.text);
}

int generation_answers(const struct generation *generation, struct error *err)
{
	for (unsigned i = 0; i < generation->shards; i++)
		if (shard_answers(generation->shard_paths[i], err) < 0)
			return -1;
	return 0;
}

int generation_rollback(const char *index, struct error *err)
{
	struct generation before;
	int result = -1;

	if (generation_previous(index, &before, err) < 0)
		return -1;
	if (before.schema != INDEX_SCHEMA_VERSION ||
		before.analysis != TEXT_ANALYSIS_VERSION)
		error_set(err, ERROR_FORMAT,
			"the generation before, %s, has schema %u and analysis "
			"%u, this program needs %d and %d: go back with the "
			"medlit that made it",
			before.name, before.schema, before.analysis,
			INDEX_SCHEMA_VERSION, TEXT_ANALYSIS_VERSION);
	else if (generation_answers(&before, err) == 0)
		result = current_write(index, &before, err);
	generation_clear(&before);
	return result;
}
