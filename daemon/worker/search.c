/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/search.h"

#include "daemon/worker/clock.h"
#include "daemon/worker/component.h"
#include "daemon/worker/count.h"
#include "daemon/worker/dated.h"
#include "daemon/worker/expand.h"
#include "daemon/worker/explain.h"
#include "daemon/worker/like.h"
#include "daemon/worker/query.h"
#include "daemon/worker/rank.h"
#include "daemon/worker/relax.h"
#include "daemon/worker/reply.h"
#include "daemon/worker/request.h"
#include "daemon/worker/revise.h"
#include "daemon/worker/sense.h"
#include "daemon/worker/snippet.h"
#include "daemon/worker/strategy_count.h"
#include "daemon/worker/suggest.h"
#include "daemon/worker/typed.h"

/* How many papers another question finds. */
static int count_question(const struct engine *engine,
	const struct request *request, struct slice text, uint64_t deadline,
	struct counted *found, struct fault *fault)
{
	struct request other = *request;
	struct matches matches;
	struct query query;

	other.text = text;
	other.like = SLICE_EMPTY;
	query_make(&other, engine->settings, engine->analyser,
		engine->snapshot->thesaurus, engine->arena, &query);
	if (count_run(engine, &other, &query, deadline, &matches, fault))
		return -1;
	/* one that would be refused is no help */
	if (request->syntax != SYNTAX_STRICT || !query.mistake.length)
		*found = (struct counted){matches.total, matches.total_exact};
	return 0;
}

/* When time runs out there is the answer without it. */
static int relax(const struct engine *engine, const struct wire_request *wire,
	const struct request *request, const struct query *query,
	struct relaxation *out, struct fault *fault)
{
	int result = relax_count(
		engine, query, request, wire->deadline, out, fault);

	relax_write(query, engine->arena, out);
	for (size_t i = 0; i < out->relaxed_count && !result; i++)
		result = count_question(engine, request,
			out->relaxed[i].question, wire->deadline,
			&out->relaxed[i].found, fault);
	relax_choose(out);
	return result && strcmp(fault->code, "deadline") ? -1 : 0;
}

/* In the order that is asked for; none when the lines took all the time. */
static int find_papers(const struct engine *engine, struct query *query,
	const struct request *request, const struct strategy_answer *lines,
	uint64_t deadline, struct matches *matches, struct fault *fault)
{
	if (lines->timed_out)
		return match_nothing(
			engine->snapshot->searcher, matches, fault);
	if (request->sort != SORT_RELEVANCE)
		return dated_run(
			engine, query, request, deadline, matches, fault);
	return rank_run(engine, query, request, deadline, matches, fault);
}

int search_run(const struct engine *engine, const struct wire_request *wire,
	struct buffer *out, struct fault *fault)
{
	uint64_t start = clock_now();
	const struct thesaurus *thesaurus = engine->snapshot->thesaurus;
	struct text_analyser *analyser = engine->analyser;
	struct arena *arena = engine->arena;
	struct matches matches = {.results = NULL};
	struct request request;
	struct strategy_answer lines;
	struct query query;
	struct explanations explanations;
	struct relaxation relaxation = {.alone_count = 0};
	struct suggestions suggestions = {NULL, 0};
	struct page page;
	int result = -1;

	if (request_read(wire, engine->settings, VERB_SEARCH, arena, &request,
		    fault))
		goto out;
	if (strategy_count(engine, &request, wire->deadline, &lines, fault))
		goto out;
	query_make_line(&request, engine->settings, analyser, thesaurus, arena,
		&lines.strategy, lines.count, &query);
	if (request.syntax == SYNTAX_STRICT && query.mistake.length) {
		fault_set(fault, 400, "invalid", 0, "%.*s",
			SLICE_PRINT(query.mistake));
		fault->position = query.mistake_at;
		fault->has_position = 1;
		goto out;
	}
	if (like_read(engine, &query, fault))
		goto out;
	if (revise_query(engine, &query, fault))
		goto out;
	if (expand_query(engine, &request, &query, fault))
		goto out;
	if (typed_prefer(engine, &query, fault))
		goto out;
	if (request.synonyms && !(request.without & COMPONENT_ACRONYMS) &&
		sense_query(engine, &query, fault))
		goto out;
	if (find_papers(engine, &query, &request, &lines, wire->deadline,
		    &matches, fault))
		goto out;
	matches.timed_out |= lines.timed_out;
	matches.total_exact &= !lines.timed_out;
	if (snippet_make(&query, &matches, &request, wire->deadline, analyser,
		    thesaurus, arena, &page, fault))
		goto out;
	if (request.explain &&
		explain_page(engine, &query, &matches, &page, wire->deadline,
			&explanations, fault))
		goto out;
	/* Each is looked up in the index, for which there is no time then. */
	if (!matches.timed_out &&
		suggest_words(engine, &query, &suggestions, fault))
		goto out;
	/* A line of a strategy is no question that can be sent alone. */
	if (!matches.total && matches.total_exact &&
		request.syntax != SYNTAX_STRATEGY &&
		relax(engine, wire, &request, &query, &relaxation, fault))
		goto out;
	strategy_drop_told(&lines, &query.warnings);
	reply_search(&(struct reply){.request = &request,
			     .query = &query,
			     .lines = &lines,
			     .matches = &matches,
			     .page = &page,
			     .explanations =
				     request.explain ? &explanations : NULL,
			     .suggestions = &suggestions,
			     .relaxation = &relaxation,
			     .thesaurus = thesaurus,
			     .generation = engine->snapshot->generation.name,
			     .took_ms = (double)(clock_now() - start) / 1e6},
		out);
	result = 0;
out:
	match_clear(&matches);
	return result;
}
