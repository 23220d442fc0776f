/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parents, named by id or by a place in a tree (the parent of C04.557.337 is
 * what stands at C04.557), to edges between concepts without a cycle.
 *
 * Edges are walked depth first from the lowest id on; the one that closes a
 * cycle is dropped.
 */
#include "config.h"

#include "indexer/thesaurus/facts.h"

#include <stdlib.h>

#include "base/memory.h"

static uint32_t same(const struct gather *gather, uint32_t concept)
{
	return gather->concepts[concept].same;
}

static void collect_places(struct gather *gather, struct map *places)
{
	for (uint32_t i = 0; i < gather->facts_count; i++) {
		const struct fact *fact = &gather->facts[gather->order[i]];

		if (fact->kind == FACT_TREE && !fact->drop &&
			gather->concepts[same(gather, fact->concept)].named)
			map_add(places, fact_value(gather, fact),
				same(gather, fact->concept));
	}
}

/* MAP_NONE: the top of a tree, or nothing there. */
static uint32_t above(const struct map *places, struct slice place)
{
	const char *dot =
		place.length ? memrchr(place.data, '.', place.length) : NULL;

	if (!dot)
		return MAP_NONE;
	return map_find(
		places, (struct slice){place.data, (size_t)(dot - place.data)});
}

static void add_edge(struct gather *gather, uint32_t parent, uint32_t fact)
{
	uint32_t child = same(gather, gather->facts[fact].concept);

	if (child == parent) {
		gather_drop(gather, &gather->facts[fact], DROP_CYCLE, parent);
		return;
	}
	gather->edges[gather->edges_count++] =
		(struct edge){child, parent, fact};
}

static void collect_edges(struct gather *gather, const struct map *places)
{
	for (uint32_t i = 0; i < gather->facts_count; i++) {
		uint32_t number = gather->order[i];
		struct fact *fact = &gather->facts[number];
		uint32_t parent = MAP_NONE;

		if (fact->drop ||
			!gather->concepts[same(gather, fact->concept)].named)
			continue;
		if (fact->kind == FACT_TREE) {
			parent = above(places, fact_value(gather, fact));
			if (parent != MAP_NONE)
				add_edge(gather, parent, number);
		} else if (fact->kind == FACT_PARENT) {
			parent = gather_find(gather, fact_value(gather, fact));
			if (parent != MAP_NONE)
				parent = same(gather, parent);
			if (parent != MAP_NONE &&
				gather->concepts[parent].named)
				add_edge(gather, parent, number);
			else
				gather_drop(
					gather, fact, DROP_UNKNOWN, MAP_NONE);
		}
	}
}

static int compare_edges(const void *left, const void *right, void *context)
{
	const struct gather *gather = context;
	const struct edge *a = left, *b = right;
	int order = 0;

	if (a->child != b->child)
		order = slice_compare(concept_id(gather, a->child),
			concept_id(gather, b->child));
	else if (a->parent != b->parent)
		order = slice_compare(concept_id(gather, a->parent),
			concept_id(gather, b->parent));
	return order ? order : (a->fact > b->fact) - (a->fact < b->fact);
}

static void drop_repeated(struct gather *gather)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < gather->edges_count; i++) {
		const struct edge *edge = &gather->edges[i];

		if (kept > 0 && gather->edges[kept - 1].child == edge->child &&
			gather->edges[kept - 1].parent == edge->parent)
			gather->facts[edge->fact].drop = DROP_SAME;
		else
			gather->edges[kept++] = *edge;
	}
	gather->edges_count = kept;
}

/* Where a walk stands: at a concept, before one of its edges. */
struct walk {
	uint8_t *open;   /* per concept: 0 not met, 1 on the way, 2 done */
	uint32_t *next;  /* per concept, its next edge */
	uint32_t *stack; /* concepts on the way */
};

/* A stack of our own: a list may be as deep as it is long. */
static void walk_from(struct gather *gather, struct walk *walk, uint32_t start)
{
	uint32_t depth = 0;

	walk->stack[depth++] = start;
	walk->open[start] = 1;
	while (depth > 0) {
		uint32_t at = walk->stack[depth - 1];
		struct edge *edge = &gather->edges[walk->next[at]];

		if (walk->next[at] >= gather->edges_count ||
			edge->child != at) {
			walk->open[at] = 2;
			depth--;
			continue;
		}
		walk->next[at]++;
		if (walk->open[edge->parent] == 1) {
			gather_drop(gather, &gather->facts[edge->fact],
				DROP_CYCLE, edge->parent);
		} else if (walk->open[edge->parent] == 0) {
			walk->open[edge->parent] = 1;
			walk->stack[depth++] = edge->parent;
		}
	}
}

static void drop_cycles(struct gather *gather)
{
	uint32_t count = gather->concepts_count;
	struct walk walk = {.open = memory_new(count + 1),
		.next = memory_new((count + 1) * sizeof(*walk.next)),
		.stack = memory_new((count + 1) * sizeof(*walk.stack))};

	for (uint32_t i = 0; i < count; i++)
		walk.next[i] = gather->edges_count;
	for (uint32_t i = gather->edges_count; i-- > 0;)
		walk.next[gather->edges[i].child] = i;
	for (uint32_t i = 0; i < gather->edges_count; i++)
		if (walk.open[gather->edges[i].child] == 0)
			walk_from(gather, &walk, gather->edges[i].child);
	free(walk.open);
	free(walk.next);
	free(walk.stack);
}

void gather_tree(struct gather *gather)
{
	struct map places = {0};

	gather->edges = memory_resize(
		gather->edges, gather->facts_count, sizeof(*gather->edges));
	collect_places(gather, &places);
	collect_edges(gather, &places);
	map_clear(&places);
	qsort_r(gather->edges, gather->edges_count, sizeof(*gather->edges),
		compare_edges, gather);
	drop_repeated(gather);
	drop_cycles(gather);
}
