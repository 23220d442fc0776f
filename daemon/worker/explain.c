/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/explain.h"

#include <stdlib.h>

#include "daemon/worker/clock.h"
#include "daemon/worker/worth.h"
#include "index/index.h"

struct explainer {
	const struct engine *engine;
	const struct query *query;
	const struct matches *matches;
	const struct page *page;
	uint64_t deadline;
	struct xc_bytes *keys;
	struct share_found *found; /* of the share at hand, one a hit */
	struct written **written;  /* one list a hit */
	size_t *written_count;
	struct explanation *items;
	struct fault *fault;
};

/* ---- names --------------------------------------------------------------- */

const char *explain_way_name(const struct part *part)
{
	static const struct {
		const char *prefix, *name;
	} names[] = {
		{PREFIX_CONCEPT, "name"},
		{PREFIX_ANCESTOR, "narrower"},
		{PREFIX_BESIDE, "related"},
		{PREFIX_ACRONYM, "capitals"},
		{PREFIX_IDENTIFIER, "identifier"},
	};

	if (part->join == PART_PHRASE)
		return "phrase";
	if (part->join != PART_TERM)
		return "words";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_starts(part->terms[0], names[i].prefix))
			return names[i].name;
	return "word";
}

/* ---- reasons ------------------------------------------------------------- */

static int find(struct explainer *e, struct share share)
{
	return share_find(e->query, e->matches, e->keys, share, e->deadline,
		e->engine->snapshot->searcher, e->engine->arena, e->found,
		e->fault);
}

static struct reason *add_reason(
	struct explainer *e, size_t hit, struct share share, double weight)
{
	struct explanation *item = &e->items[hit];

	item->reasons = query_grow(item->reasons, item->count,
		sizeof(*item->reasons), e->engine->arena);
	item->reasons[item->count] =
		(struct reason){.share = share, .weight = weight};
	return &item->reasons[item->count++];
}

/* Where a paper has it: the rest of what it writes is of other clauses. */
static void take_written(
	const struct explainer *e, size_t hit, struct reason *reason)
{
	const struct written *all = e->written[hit];
	size_t count = e->written_count[hit], from = 0, end;

	while (from < count && all[from].clause != reason->share.number)
		from++;
	for (end = from; end < count; end++)
		if (all[end].clause != reason->share.number)
			break;
	reason->written = all + from;
	reason->written_count = end - from;
}

/* The papers are read once more for it, while there is time. */
static void take_terms(const struct explainer *e, size_t hit,
	const struct slices *terms, struct reason *reason)
{
	if (clock_is_late(e->deadline))
		return;
	reason->written = explain_terms(e->engine,
		&e->page->items[hit].document, terms, &reason->written_count);
}

/* What the share adds, to each hit that it adds to. */
static int add_share(struct explainer *e, struct share share)
{
	if (find(e, share))
		return -1;
	for (size_t i = 0; i < e->matches->hits_count; i++) {
		struct reason *reason;

		if (e->found[i].weight <= 0 ||
			(share.kind == SHARE_ADDED && i < e->matches->taught))
			continue;
		reason = add_reason(e, i, share, e->found[i].weight);
		reason->terms = e->found[i].terms;
		if (share.kind == SHARE_CLAUSE)
			take_written(e, i, reason);
		else if (share.kind == SHARE_ADDED)
			take_terms(e, i, &reason->terms, reason);
	}
	return 0;
}

static int by_weight(const void *a, const void *b)
{
	const struct way *left = a, *right = b;

	if (left->found.weight != right->found.weight)
		return left->found.weight < right->found.weight ? 1 : -1;
	return (left->part > right->part) - (left->part < right->part);
}

/* The one just added for this share, if the hit has it. */
static struct reason *last_reason(const struct explainer *e, size_t hit,
	enum share_kind kind, uint32_t number)
{
	struct explanation *item = &e->items[hit];
	struct reason *last = item->count ? &item->reasons[item->count - 1]
					  : NULL;

	return last && last->share.kind == kind && last->share.number == number
		       ? last
		       : NULL;
}

/* Another way of the clause just added. */
static int add_way(struct explainer *e, uint32_t clause, uint32_t part)
{
	if (find(e, (struct share){SHARE_PART, clause, part}))
		return -1;
	for (size_t i = 0; i < e->matches->hits_count; i++) {
		struct reason *reason =
			last_reason(e, i, SHARE_CLAUSE, clause);

		if (!reason || e->found[i].weight <= 0)
			continue;
		reason->ways = query_grow(reason->ways, reason->ways_count,
			sizeof(*reason->ways), e->engine->arena);
		reason->ways[reason->ways_count++] = (struct way){
			&e->query->clauses[clause].parts[part], e->found[i]};
		qsort(reason->ways, reason->ways_count, sizeof(*reason->ways),
			by_weight);
	}
	return 0;
}

/* A paper that does not name the concept has words of its name; these were not
 * asked for, and so are not among what the paper writes for the clause. */
static void take_hints(struct explainer *e, uint32_t clause)
{
	for (size_t i = 0; i < e->matches->hits_count; i++) {
		struct reason *reason =
			last_reason(e, i, SHARE_CLAUSE, clause);

		if (!reason || !reason->ways_count ||
			!reason->ways[0].part->hint)
			continue;
		reason->by_words = 1;
		take_terms(e, i, &reason->ways[0].found.terms, reason);
	}
}

static int add_clause(struct explainer *e, uint32_t number)
{
	const struct clause *clause = &e->query->clauses[number];

	if (!clause->parts_count)
		return 0;
	if (add_share(e, (struct share){SHARE_CLAUSE, number, 0}))
		return -1;
	for (uint32_t i = 0; i < clause->parts_count; i++)
		if (add_way(e, number, i))
			return -1;
	take_hints(e, number);
	return clause->typed ? add_share(e, (struct share){SHARE_TYPED, number,
							 0})
			     : 0;
}

static int add_like(struct explainer *e, uint32_t number)
{
	if (add_share(e, (struct share){SHARE_LIKE, number, 0}) ||
		find(e, (struct share){SHARE_TERMS, number, 0}))
		return -1;
	for (size_t i = 0; i < e->matches->hits_count; i++) {
		struct reason *reason =
			last_reason(e, i, SHARE_LIKE, number);

		if (!reason)
			continue;
		reason->terms = e->found[i].terms;
		take_terms(e, i, &reason->terms, reason);
	}
	return 0;
}

static int add_reasons(struct explainer *e)
{
	for (uint32_t i = 0; i < e->query->clauses_count; i++)
		if (add_clause(e, i))
			return -1;
	for (uint32_t i = 0; i < e->query->filters_count; i++)
		if (e->query->filters[i].like && add_like(e, i))
			return -1;
	if (e->query->compares &&
		add_share(e, (struct share){SHARE_COMPARISON, 0, 0}))
		return -1;
	return e->matches->added.count
		       ? add_share(e, (struct share){SHARE_ADDED, 0, 0})
		       : 0;
}

/* ---- the page ------------------------------------------------------------ */

static void read_papers(struct explainer *e)
{
	struct arena *arena = e->engine->arena;
	const struct marker *marker = marker_new(
		e->query, e->engine->snapshot->thesaurus, arena);

	for (size_t i = 0; i < e->page->count; i++) {
		const struct document *document = &e->page->items[i].document;
		struct slice key = schema_term(PREFIX_KEY, document->id, arena);

		e->keys[i] = (struct xc_bytes){key.data, key.length};
		e->written[i] = explain_written(
			e->engine, marker, document, &e->written_count[i]);
	}
}

static int weigh_clauses(const struct engine *engine, const struct query *query,
	struct explanations *out, struct fault *fault)
{
	struct xc_statistics statistics;
	struct xc_error error;

	if (xc_searcher_statistics(
		    engine->snapshot->searcher, &statistics, &error))
		return fault_set_engine(fault, &error);
	out->rarity = arena_array(
		engine->arena, double, query->clauses_count + 1);
	for (size_t i = 0; i < query->clauses_count; i++)
		out->rarity[i] = worth_rarity(
			query->clauses[i].documents, statistics.documents);
	return 0;
}

int explain_page(const struct engine *engine, const struct query *query,
	const struct matches *matches, const struct page *page,
	uint64_t deadline, struct explanations *out, struct fault *fault)
{
	struct arena *arena = engine->arena;
	size_t count = matches->hits_count + 1;
	struct explainer e = {.engine = engine,
		.query = query,
		.matches = matches,
		.page = page,
		.deadline = deadline,
		.keys = arena_array(arena, struct xc_bytes, count),
		.found = arena_array(arena, struct share_found, count),
		.written = arena_array(arena, struct written *, count),
		.written_count = arena_array(arena, size_t, count),
		.items = arena_array(arena, struct explanation, count),
		.fault = fault};

	*out = (struct explanations){NULL, NULL};
	if (page->timed_out)
		return 0;
	if (weigh_clauses(engine, query, out, fault))
		return -1;
	read_papers(&e);
	if (add_reasons(&e))
		return strcmp(fault->code, "deadline") ? -1 : 0;
	out->items = e.items;
	return 0;
}
