/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/lookup.h"

struct xc_searcher *lookup_open(
	const struct generation *generation, struct error *err)
{
	struct xc_error why = {0};
	struct xc_searcher *searcher =
		xc_searcher_open((const char *const *)generation->shard_paths,
			generation->shards, &why);

	if (!searcher)
		error_set(err, ERROR_FORMAT, "%s: %s", generation->path,
			why.text);
	return searcher;
}

static int is_stored(struct xc_searcher *searcher, struct slice id,
	struct arena *arena, struct error *err)
{
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	struct xc_error why = {0};
	struct xc_results *found =
		xc_searcher_get(searcher, key.data, key.length, &why);

	if (!found)
		return error_set(err, ERROR_IO, "%s", why.text);
	int there = found->hits_count > 0;

	xc_results_free(found);
	return there;
}

/* "DOI:10.1/x" as the term of names spells it. */
static struct slice identifier_term(struct slice typed, struct arena *arena)
{
	return schema_term(PREFIX_IDENTIFIER,
		schema_fold(document_name_of_id(typed, arena), arena), arena);
}

static int by_identifier(struct xc_searcher *searcher, struct slice typed,
	struct slice *id, struct arena *arena, struct error *err)
{
	static const uint32_t slot = SLOT_ID;
	struct slice term = identifier_term(typed, arena);
	struct xc_node node = {
		.op = XC_TERM, .term = term.data, .length = term.length};
	struct xc_query query = {.nodes = &node,
		.nodes_count = 1,
		.scale = index_scale,
		.limit = 1,
		.slots = &slot,
		.slots_count = 1};
	struct xc_error why = {0};

	struct xc_results *found = xc_search(searcher, &query, &why);

	if (!found)
		return error_set(err, ERROR_IO, "%s", why.text);
	int there = found->hits_count > 0;

	if (there)
		*id = arena_copy(arena, found->hits[0].values[0].data,
			found->hits[0].values[0].length);
	xc_results_free(found);
	return there;
}

int lookup_paper(struct xc_searcher *searcher, const char *typed,
	struct slice *id, struct arena *arena, struct error *err)
{
	size_t digits = strspn(typed, "0123456789");
	int found;

	*id = arena_copy(arena, typed, strlen(typed));
	found = is_stored(searcher, *id, arena, err);
	if (found != 0)
		return found;
	if (digits > 0 && typed[digits] == '\0') {
		*id = arena_printf(arena, "PMID:%s", typed);
		found = is_stored(searcher, *id, arena, err);
	}
	return found != 0 ? found
			  : by_identifier(searcher, *id, id, arena, err);
}
