/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/dated.h"

#include <stdlib.h>

#include "index/index.h"

static const uint32_t date_slot = SLOT_DATE;

struct dated {
	struct slice date; /* YYYYMMDD; empty or all 0: none */
	size_t was;        /* among the hits by relevance */
	int oldest_first;
};

static int has_date(const struct dated *one)
{
	return one->date.length && one->date.data[0] != '0';
}

static int by_date(const void *a, const void *b)
{
	const struct dated *left = a, *right = b;
	int order;

	if (has_date(left) != has_date(right))
		return has_date(left) ? -1 : 1;
	order = slice_compare(right->date, left->date);
	if (order)
		return left->oldest_first ? -order : order;
	return (left->was > right->was) - (left->was < right->was);
}

/* The hits of the window in the new order. */
static void take_window(struct matches *matches, const struct dated *order,
	const struct request *request, size_t clauses, struct arena *arena)
{
	size_t first = request->offset, count = matches->hits_count;
	struct xc_hit *hits = arena_array(arena, struct xc_hit, count + 1);
	unsigned char *has =
		arena_array(arena, unsigned char, count *clauses + 1);
	size_t kept = 0;

	for (size_t i = first; i < count && kept < request->limit; i++) {
		hits[kept] = matches->hits[order[i].was];
		memcpy(has + kept * clauses,
			matches->has + order[i].was * clauses, clauses);
		kept++;
	}
	matches->hits = hits;
	matches->has = has;
	matches->hits_count = kept;
	matches->related = kept;
}

int dated_run(const struct engine *engine, struct query *query,
	const struct request *request, uint64_t deadline,
	struct matches *matches, struct fault *fault)
{
	struct match_window window = {
		.limit = DATED_MAX, .slots = &date_slot, .slots_count = 1};
	struct arena *arena = engine->arena;
	struct dated *order;

	if (match_run(query, request, &window, deadline,
		    engine->snapshot->searcher, arena, matches, fault))
		return -1;
	order = arena_array(arena, struct dated, matches->hits_count + 1);
	for (size_t i = 0; i < matches->hits_count; i++) {
		const struct xc_bytes *date = &matches->hits[i].values[0];

		order[i] = (struct dated){{date->data, date->length}, i,
			request->sort == SORT_OLDEST};
	}
	if (matches->hits_count)
		qsort(order, matches->hits_count, sizeof(*order), by_date);
	take_window(matches, order, request, query->clauses_count, arena);
	if (matches->total > DATED_MAX)
		slices_add(&query->warnings,
			arena_printf(arena,
				"The %d best papers by relevance are sorted by "
				"date; there are more",
				DATED_MAX),
			arena);
	return 0;
}
