/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/count.h"

#include "daemon/worker/expand.h"
#include "daemon/worker/like.h"
#include "daemon/worker/revise.h"

int count_run(const struct engine *engine, const struct request *request,
	struct query *query, uint64_t deadline, struct matches *matches,
	struct fault *fault)
{
	const struct match_window window = {.limit = 0};

	if (like_read(engine, query, fault) ||
		revise_query(engine, query, fault) ||
		expand_query(engine, request, query, fault) ||
		match_run(query, request, &window, deadline,
			engine->snapshot->searcher, engine->arena, matches,
			fault))
		return -1;
	match_clear(matches);
	return 0;
}
