/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/strategy_count.h"

#include <string.h>

#include "daemon/worker/count.h"

void strategy_drop_told(
	const struct strategy_answer *answer, struct slices *warnings)
{
	size_t kept = 0;

	for (size_t i = 0; i < warnings->count; i++) {
		int told = 0;

		for (size_t n = 0; n < answer->count && !told; n++) {
			const struct slices *other =
				&answer->lines[n].query.warnings;

			for (size_t w = 0; w < other->count && !told; w++)
				told = slice_equal(
					other->items[w], warnings->items[i]);
		}
		if (!told)
			warnings->items[kept++] = warnings->items[i];
	}
	warnings->count = kept;
}

/* Returns -1 also when time has run out: `*fault` says which. */
static int count_line(const struct engine *engine,
	const struct request *request, uint64_t deadline,
	struct line_answer *line, struct fault *fault)
{
	struct matches matches;

	if (count_run(engine, request, &line->query, deadline, &matches, fault))
		return -1;
	line->total = matches.total;
	line->total_exact = matches.total_exact;
	line->too_large = matches.too_large;
	line->timed_out = matches.timed_out;
	return 0;
}

int strategy_count(const struct engine *engine, const struct request *request,
	uint64_t deadline, struct strategy_answer *answer, struct fault *fault)
{
	*answer = (struct strategy_answer){.count = 0};
	if (request->syntax != SYNTAX_STRATEGY)
		return 0;
	answer->strategy = strategy_read(request->text, engine->arena);
	if (answer->strategy.count > engine->settings->strategy_lines)
		return fault_set(fault, 413, "too_long",
			engine->settings->strategy_lines,
			"The strategy has %zu lines; %u is the limit",
			answer->strategy.count,
			engine->settings->strategy_lines);
	answer->lines = arena_array(
		engine->arena, struct line_answer, answer->strategy.count + 1);
	while (answer->count + 1 < answer->strategy.count) {
		struct line_answer *line = &answer->lines[answer->count];

		query_make_line(request, engine->settings, engine->analyser,
			engine->snapshot->thesaurus, engine->arena,
			&answer->strategy, answer->count, &line->query);
		line->timed_out = answer->timed_out;
		if (!answer->timed_out &&
			count_line(engine, request, deadline, line, fault)) {
			if (strcmp(fault->code, "deadline") != 0)
				return -1;
			line->timed_out = 1;
		}
		answer->timed_out |= line->timed_out;
		strategy_drop_told(answer, &line->query.warnings);
		answer->count++;
	}
	return 0;
}
