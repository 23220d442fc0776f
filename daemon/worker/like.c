/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/like.h"

#include "daemon/worker/feedback.h"
#include "daemon/worker/paper.h"
#include "index/index.h"

static int read_paper(const struct engine *engine, struct slice record,
	struct like *like, struct fault *fault)
{
	const struct query nothing = {.clauses_count = 0};
	struct document document;
	struct parts parts;
	struct error error;

	if (record_decode(record, &document, engine->arena, &error))
		return fault_set(fault, 500, "internal", 0, "%s", error.text);
	like->key = schema_term(PREFIX_KEY, document.id, engine->arena);
	if (feedback_make(engine, &nothing, &document, 1, &parts, fault))
		return -1;
	like->parts = parts.items;
	like->parts_count = parts.count;
	return 0;
}

static int read_like(
	const struct engine *engine, struct filter *filter, struct fault *fault)
{
	struct xc_error error;
	struct xc_results *results = paper_find(engine->snapshot->searcher,
		slice_trim(filter->value), engine->arena, &error);
	struct slice record;

	if (!results)
		return fault_set_engine(fault, &error);
	if (!results->hits_count) {
		xc_results_free(results);
		return fault_set(fault, 404, "not_found", 0,
			"The index has no paper \"%.*s\" that others could "
			"be like",
			SLICE_PRINT(filter->value));
	}
	/* copied: its terms are used when the result is gone */
	record = arena_copy(engine->arena, results->hits[0].data.data,
		results->hits[0].data.length);
	xc_results_free(results);
	return read_paper(engine, record, filter->like, fault);
}

int like_read(
	const struct engine *engine, struct query *query, struct fault *fault)
{
	for (size_t i = 0; i < query->filters_count; i++)
		if (query->filters[i].like &&
			read_like(engine, &query->filters[i], fault))
			return -1;
	return 0;
}
