/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/paper.h"

#include "daemon/worker/identifier.h"
#include "index/index.h"

struct xc_results *paper_find(struct xc_searcher *searcher, struct slice id,
	struct arena *arena, struct xc_error *error)
{
	struct slice key = schema_term(PREFIX_KEY, id, arena);
	struct xc_results *results =
		xc_searcher_get(searcher, key.data, key.length, error);
	struct slice name = identifier_term(id, arena);
	struct xc_node node = {.op = XC_TERM};
	struct xc_query query = {.nodes = &node,
		.nodes_count = 1,
		.scale = index_scale,
		.limit = 1,
		.want_data = 1};

	if (!results || results->hits_count)
		return results;
	/* What one of its sources calls it. */
	if (!name.length)
		name = schema_term(PREFIX_IDENTIFIER,
			schema_fold(document_name_of_id(id, arena), arena),
			arena);
	xc_results_free(results);
	node.term = name.data;
	node.length = name.length;
	return xc_search(searcher, &query, error);
}
