/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/share.h"

#include "daemon/worker/match_internal.h"
#include "index/index.h"

static void add_part_alone(
	struct nodes *nodes, const struct query *query, struct share share)
{
	const struct clause *clause = &query->clauses[share.number];

	nodes_add_part(nodes, &clause->parts[share.part], CLAUSE_NONE);
	nodes_add_scale(nodes, clause_factor(clause));
}

static void add_share(struct nodes *nodes, const struct query *query,
	const struct parts *added, const struct share *share)
{
	if (share->kind == SHARE_PART) {
		add_part_alone(nodes, query, *share);
	} else if (share->kind == SHARE_TERMS) {
		const struct like *like = query->filters[share->number].like;

		nodes_add_parts(nodes, like->parts, like->parts_count);
	} else if (share->kind == SHARE_ADDED) {
		nodes_add_parts(nodes, added->items, added->count);
	} else {
		nodes->only = share;
		nodes_add_question(nodes, query);
	}
}

/* Only in these papers. */
static void add_keys(
	struct nodes *nodes, const struct xc_bytes *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		nodes_add(nodes,
			(struct xc_node){.op = XC_TERM,
				.term = keys[i].data,
				.length = keys[i].length},
			CLAUSE_NONE);
	nodes_add_operator(nodes, XC_OR, count, CLAUSE_NONE);
	nodes_add_operator(nodes, XC_FILTER, 2, CLAUSE_NONE);
}

/* Those of the share, which stand before `end`. */
static struct slices terms_of(const struct xc_hit *hit,
	const struct nodes *nodes, size_t end, struct arena *arena)
{
	struct slices terms = {NULL, 0};

	for (size_t i = 0; i < hit->matched_count; i++) {
		const struct xc_node *node = &nodes->items[hit->matched[i]];

		if (hit->matched[i] < end)
			slices_add(&terms,
				(struct slice){node->term, node->length},
				arena);
	}
	return terms;
}

static void take_found(const struct xc_results *results,
	const struct nodes *nodes, size_t end, const struct matches *matches,
	struct arena *arena, struct share_found *found)
{
	for (size_t i = 0; i < matches->hits_count; i++) {
		size_t n = 0;

		while (n < results->hits_count &&
			results->hits[n].docid != matches->hits[i].docid)
			n++;
		if (n == results->hits_count)
			continue;
		found[i].weight = results->hits[n].score;
		if (end)
			found[i].terms = terms_of(
				&results->hits[n], nodes, end, arena);
	}
}

int share_find(const struct query *query, const struct matches *matches,
	const struct xc_bytes *keys, struct share share, uint64_t deadline,
	struct xc_searcher *searcher, struct arena *arena,
	struct share_found *found, struct fault *fault)
{
	struct nodes nodes = {.arena = arena};
	size_t count = matches->hits_count, end;
	int alone = share.kind >= SHARE_PART;
	struct xc_results *results;
	struct xc_error error;

	memset(found, 0, count * sizeof(*found));
	add_share(&nodes, query, &matches->added, &share);
	end = alone ? nodes.count : 0;
	if (!nodes.count || !count)
		return 0;
	add_keys(&nodes, keys, count);
	results = xc_search(searcher,
		&(struct xc_query){.nodes = nodes.items,
			.nodes_count = nodes.count,
			.scale = index_scale,
			.limit = (uint32_t)count,
			.want_terms = alone,
			.deadline = deadline},
		&error);
	if (!results)
		return fault_set_engine(fault, &error);
	if (results->statistics.revision != matches->revision) {
		error.code = XC_CHANGED;
		xc_results_free(results);
		return fault_set_engine(fault, &error);
	}
	take_found(results, &nodes, end, matches, arena, found);
	xc_results_free(results);
	return 0;
}
