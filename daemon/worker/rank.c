/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/rank.h"

#include "daemon/worker/component.h"
#include "daemon/worker/feedback.h"
#include "daemon/worker/nearness.h"
#include "index/index.h"

struct ranking {
	const struct engine *engine;
	const struct query *query;
	const struct request *request;
	uint64_t deadline;
	struct nearness nearness;
	struct fault *fault;
};

static int match(const struct ranking *r, const struct match_window *window,
	struct matches *matches)
{
	return match_run(r->query, r->request, window, r->deadline,
		r->engine->snapshot->searcher, r->engine->arena, matches,
		r->fault);
}

/* ---- nearness ------------------------------------------------------------ */

static double bonus_of(const void *context, const struct xc_hit *hit)
{
	return nearness_of(context, hit);
}

/* Whether nothing but the index itself is asked about papers. */
static int wants_ids_only(const struct request *request)
{
	return !request->explain &&
	       !(request->fields & ~(uint32_t)(HIT_RANK | HIT_ID | HIT_SCORE));
}

/* The first papers of the question, `limit` of them behind `offset`. */
static int match_near(const struct ranking *r, uint32_t offset, uint32_t limit,
	int ids_only, struct matches *matches)
{
	const struct nearness *nearness = &r->nearness;
	const struct xc_bonus bonus = {.first = RANK_NEAR,
		.most = nearness->most,
		.terms = nearness->terms,
		.terms_count = nearness->terms_count,
		.of = bonus_of,
		.context = nearness,
		.least = 2};
	const struct match_window window = {.offset = offset,
		.limit = limit,
		.ids_only = ids_only,
		.bonus = nearness->terms_count ? &bonus : NULL};

	return match(r, &window, matches);
}

/* ---- feedback ------------------------------------------------------------ */

/* A number, quotation marks, =word: nothing but that is wanted. */
static int is_exact(const struct query *query, const struct request *request)
{
	if (!request->synonyms && !(request->without & COMPONENT_SYNONYMS))
		return 1;
	for (size_t i = 0; i < query->clauses_count; i++) {
		const struct clause *clause = &query->clauses[i];

		if (clause->kind == CLAUSE_PHRASE ||
			(clause->kind == CLAUSE_IDENTIFIER &&
				clause->parts_count))
			return 1;
	}
	return 0;
}

/* The terms that the first papers add, and their keys. */
static int learn(const struct ranking *r, struct matches *first,
	struct match_window *window)
{
	const struct engine *engine = r->engine;
	struct document documents[RANK_FIRST];
	struct xc_bytes *keys =
		arena_array(engine->arena, struct xc_bytes, RANK_FIRST);
	struct error error;

	for (size_t i = 0; i < first->hits_count; i++) {
		const struct xc_bytes *data = &first->hits[i].data;
		/* copied: it is read when the first answer is gone */
		struct slice record =
			arena_copy(engine->arena, data->data, data->length);

		if (record_decode(record, &documents[i], engine->arena, &error))
			return fault_set(
				r->fault, 500, "internal", 0, "%s", error.text);
		struct slice key =
			schema_term(PREFIX_KEY, documents[i].id, engine->arena);

		keys[i] = (struct xc_bytes){key.data, key.length};
	}
	if (feedback_make(engine, r->query, documents, first->hits_count,
		    &first->added, r->fault))
		return -1;
	window->added = first->added.items;
	window->added_count = first->added.count;
	window->without = keys;
	window->without_count = first->hits_count;
	return 0;
}

/*
 * Scores of one list are to fall from paper to paper.  Those of a search with
 * more terms are greater; they are brought below `top`, in their order,
 * whatever the greatest of them is, since a page does not know it: into the
 * upper half those that have a word of the question, into the lower half the
 * others.
 */
static void lower_scores(struct xc_hit *hits, struct extra *extras,
	size_t count, double top, int related)
{
	for (size_t i = 0; i < count; i++) {
		double score = hits[i].score, share = score / (score + top);

		hits[i].score = top / 2 * (related ? share : 1 + share);
		extras[i].lowered = hits[i].score - score;
	}
}

/* All hits in one list: those of `more` behind. */
static void append(struct matches *matches, const struct matches *more,
	size_t clauses, struct arena *arena)
{
	size_t count = matches->hits_count, all = count + more->hits_count;
	struct xc_hit *hits = arena_array(arena, struct xc_hit, all + 1);
	struct extra *extras = arena_array(arena, struct extra, all + 1);
	unsigned char *has =
		arena_array(arena, unsigned char, all *clauses + 1);

	if (count) {
		memcpy(hits, matches->hits, count * sizeof(*hits));
		memcpy(extras, matches->extras, count * sizeof(*extras));
		memcpy(has, matches->has, count * clauses);
	}
	if (more->hits_count) {
		memcpy(hits + count, more->hits,
			more->hits_count * sizeof(*hits));
		memcpy(extras + count, more->extras,
			more->hits_count * sizeof(*extras));
		memcpy(has + count * clauses, more->has,
			more->hits_count * clauses);
	}
	matches->hits = hits;
	matches->extras = extras;
	matches->has = has;
	matches->hits_count = all;
}

/* One more search: of the question, or of papers related to it only. */
static int match_more(const struct ranking *r, struct match_window *window,
	uint32_t offset, uint32_t limit, int related, double top,
	struct matches *matches)
{
	struct matches more;
	struct xc_hit *hits;

	window->offset = offset;
	window->limit = limit;
	window->related = related;
	if (match(r, window, &more))
		return -1;
	matches->more[related] = more.results;
	matches->timed_out |= more.timed_out;
	hits = arena_array(
		r->engine->arena, struct xc_hit, more.hits_count + 1);
	if (more.hits_count)
		memcpy(hits, more.hits, more.hits_count * sizeof(*hits));
	lower_scores(hits, more.extras, more.hits_count, top, related);
	more.hits = hits;
	append(matches, &more, r->query->clauses_count, r->engine->arena);
	return 0;
}

/* Behind the first papers, which `matches` has, up to `end`. */
static int match_rest(const struct ranking *r, uint32_t offset, uint32_t end,
	struct matches *matches)
{
	struct match_window window = {.offset = 0};
	size_t first = matches->hits_count;
	double top = first ? matches->hits[first - 1].score : 0;
	size_t skip = offset < first ? offset : first;
	int teach = top > 0 && !matches->timed_out;

	if (teach && learn(r, matches, &window))
		return -1;
	matches->hits += skip;
	matches->extras += skip;
	matches->has += skip * r->query->clauses_count;
	matches->hits_count -= skip;
	matches->taught = matches->hits_count;
	matches->related = matches->hits_count;
	if (!teach)
		return 0;
	if (offset < first)
		offset = (uint32_t)first;
	if (matches->total > first &&
		match_more(r, &window, offset - (uint32_t)first, end - offset,
			0, top, matches))
		return -1;
	matches->related = matches->hits_count;
	if (!matches->total_exact || matches->total >= end ||
		!window.added_count)
		return 0;
	if (offset < matches->total)
		offset = (uint32_t)matches->total;
	return match_more(r, &window, offset - (uint32_t)matches->total,
		end - offset, 1, top, matches);
}

int rank_run(const struct engine *engine, const struct query *query,
	const struct request *request, uint64_t deadline,
	struct matches *matches, struct fault *fault)
{
	struct ranking r = {engine, query, request, deadline, {0}, fault};
	uint32_t end = request->offset + request->limit;
	int plain = end <= RANK_FIRST || query->tree ||
		    is_exact(query, request) ||
		    (request->without & COMPONENT_FEEDBACK);
	struct xc_statistics statistics;
	struct xc_error error;

	if (xc_searcher_statistics(
		    engine->snapshot->searcher, &statistics, &error))
		return fault_set_engine(fault, &error);
	r.nearness = nearness_make(
		query, statistics.documents, request->without, engine->arena);
	if (plain) {
		if (match_near(&r, request->offset, request->limit,
			    wants_ids_only(request), matches))
			return -1;
		matches->taught = matches->hits_count;
		matches->related = matches->hits_count;
		return 0;
	}
	if (match_near(&r, 0, RANK_FIRST, 0, matches))
		return -1;
	matches->related = matches->hits_count;
	return match_rest(&r, request->offset, end, matches);
}
