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

struct xc_searcher *lookup_open_counted(const struct generation *generation,
	uint64_t *papers, struct error *err)
{
	struct xc_statistics statistics;
	struct xc_error why = {0};
	struct xc_searcher *searcher = lookup_open(generation, err);

	if (!searcher)
		return NULL;
	if (xc_searcher_statistics(searcher, &statistics, &why) == 0) {
		*papers = statistics.documents;
		return searcher;
	}
	error_set(err, ERROR_IO, "%s: %s", generation->path, why.text);
	xc_searcher_close(searcher);
	return NULL;
}

int lookup_count(const struct generation *generation, uint64_t *papers,
	struct error *err)
{
	struct xc_searcher *searcher =
		lookup_open_counted(generation, papers, err);

	xc_searcher_close(searcher);
	return searcher ? 0 : -1;
}

/* The first entry that has the term: 1, and *found is to be freed; 0; -1. */
static int find_term(struct xc_searcher *searcher, struct slice term,
	struct xc_results **found, struct error *err)
{
	struct xc_error why = {0};

	*found = xc_searcher_get(searcher, term.data, term.length, &why);
	if (!*found)
		return error_set(err, ERROR_IO, "%s", why.text);
	if ((*found)->hits_count > 0)
		return 1;
	xc_results_free(*found);
	return 0;
}

static struct slice record_of(const struct xc_results *found)
{
	return (struct slice){
		found->hits[0].data.data, found->hits[0].data.length};
}

int lookup_record(struct xc_searcher *searcher, struct slice id,
	struct buffer *record, struct arena *arena, struct error *err)
{
	struct xc_results *found;
	int there = find_term(
		searcher, schema_term(PREFIX_KEY, id, arena), &found, err);

	if (there > 0) {
		if (record)
			buffer_add_slice(record, record_of(found));
		xc_results_free(found);
	}
	return there;
}

int lookup_name(struct xc_searcher *searcher, struct slice name,
	struct slice *id, struct arena *arena, struct error *err)
{
	struct document entry;
	struct xc_results *found;
	int there = find_term(searcher,
		schema_term(PREFIX_IDENTIFIER, schema_fold(name, arena), arena),
		&found, err);

	if (there <= 0)
		return there;
	if (record_decode(record_of(found), &entry, arena, err) < 0)
		there = -1;
	else
		*id = arena_copy(arena, entry.id.data, entry.id.length);
	xc_results_free(found);
	return there;
}

int lookup_paper(struct xc_searcher *searcher, const char *typed,
	struct slice *id, struct arena *arena, struct error *err)
{
	size_t digits = strspn(typed, "0123456789");
	int found;

	*id = arena_copy(arena, typed, strlen(typed));
	found = lookup_record(searcher, *id, NULL, arena, err);
	if (found != 0)
		return found;
	if (digits > 0 && typed[digits] == '\0') {
		*id = arena_printf(arena, "PMID:%s", typed);
		found = lookup_record(searcher, *id, NULL, arena, err);
	}
	return found != 0 ? found
			  : lookup_name(searcher,
				    document_name_of_id(*id, arena), id, arena,
				    err);
}
