/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clauses to the engine's nodes, and the engine's hits back to clauses. */
#include "config.h"

#include "daemon/worker/match_internal.h"

#include <string.h>

#include "daemon/worker/comparison.h"
#include "index/index.h"

/* Hits are counted exactly up to here: counting on costs the pruning. */
#define COUNT_EXACTLY 1000

/* Of equal papers the one with the lesser id goes first, whatever the order in
 * which they were indexed. */
static const uint32_t id_slot = SLOT_ID;

/* Puts the paper whose number was asked for before all others. */
#define IDENTIFIER_WEIGHT 1000

void nodes_add(struct nodes *nodes, struct xc_node node, size_t clause)
{
	if (nodes->count == nodes->room) {
		size_t room = nodes->room ? 2 * nodes->room : 64;

		nodes->items = arena_grow(nodes->arena, nodes->items,
			nodes->count, room, sizeof(*nodes->items));
		nodes->clauses = arena_grow(nodes->arena, nodes->clauses,
			nodes->count, room, sizeof(*nodes->clauses));
		nodes->room = room;
	}
	nodes->clauses[nodes->count] = (uint32_t)clause;
	nodes->items[nodes->count++] = node;
}

void nodes_add_operator(
	struct nodes *nodes, enum xc_op op, size_t children, size_t clause)
{
	if (children > 1)
		nodes_add(nodes,
			(struct xc_node){
				.op = op, .children = (uint32_t)children},
			clause);
}

static void add_scale(struct nodes *nodes, double factor, size_t clause)
{
	if (factor != 1)
		nodes_add(nodes,
			(struct xc_node){.op = XC_SCALE,
				.children = 1,
				.factor = factor},
			clause);
}

void nodes_add_part(struct nodes *nodes, const struct part *part, size_t clause)
{
	for (size_t i = 0; i < part->terms_count; i++)
		nodes_add(nodes,
			(struct xc_node){.op = XC_TERM,
				.term = part->terms[i].data,
				.length = part->terms[i].length},
			clause);
	if (part->join == PART_BAG)
		nodes_add_operator(nodes, XC_OR, part->terms_count, clause);
	else if (part->join == PART_ANY)
		nodes_add_operator(
			nodes, XC_SYNONYM, part->terms_count, clause);
	else if (part->join == PART_ALL)
		nodes_add_operator(nodes, XC_AND, part->terms_count, clause);
	else if (part->join == PART_PHRASE)
		nodes_add(nodes,
			(struct xc_node){.op = XC_PHRASE,
				.children = (uint32_t)part->terms_count,
				.window = part->window},
			clause);
	add_scale(nodes, part->weight, clause);
}

void nodes_add_scale(struct nodes *nodes, double factor)
{
	add_scale(nodes, factor, CLAUSE_NONE);
}

double clause_factor(const struct clause *clause)
{
	if (clause->kind == CLAUSE_IDENTIFIER)
		return IDENTIFIER_WEIGHT;
	return clause->worth > 0 ? clause->worth : 1;
}

void nodes_settle_share(
	struct nodes *nodes, enum share_kind kind, size_t clause)
{
	if (nodes->only &&
		(nodes->only->kind != kind || nodes->only->number != clause))
		add_scale(nodes, 0, CLAUSE_NONE);
}

/* The best part counts: one thing asked for is one thing however many ways a
 * paper spells it. */
void nodes_add_clause(
	struct nodes *nodes, const struct query *query, size_t number)
{
	const struct clause *clause = &query->clauses[number];

	for (size_t i = 0; i < clause->parts_count; i++) {
		int seen = clause->wanted && !clause->parts[i].hint;

		nodes_add_part(
			nodes, &clause->parts[i], seen ? number : CLAUSE_NONE);
	}
	nodes_add_operator(nodes, XC_MAX, clause->parts_count, number);
	add_scale(nodes, clause_factor(clause), number);
	nodes_settle_share(nodes, SHARE_CLAUSE, number);
	if (clause->typed) {
		nodes_add_part(nodes, clause->typed, CLAUSE_NONE);
		nodes_settle_share(nodes, SHARE_TYPED, number);
		nodes_add_operator(nodes, XC_MAYBE, 2, CLAUSE_NONE);
	}
}

/* More for papers that have both things compared. */
static void add_arms(const struct query *query, struct nodes *nodes)
{
	const struct share *only = nodes->only;

	if (!query->compares || !query->clauses[query->arms[0]].parts_count ||
		!query->clauses[query->arms[1]].parts_count)
		return;
	nodes->only = NULL;
	nodes_add_clause(nodes, query, query->arms[0]);
	nodes_add_clause(nodes, query, query->arms[1]);
	nodes->only = only;
	nodes_add_operator(nodes, XC_AND, 2, CLAUSE_NONE);
	add_scale(nodes, COMPARISON_WEIGHT, CLAUSE_NONE);
	nodes_settle_share(nodes, SHARE_COMPARISON, 0);
	nodes_add_operator(nodes, XC_MAYBE, 2, CLAUSE_NONE);
}

static void add_any_clause(const struct query *query, struct nodes *nodes)
{
	size_t found = 0;

	for (size_t i = 0; i < query->clauses_count; i++) {
		if (!query->clauses[i].parts_count)
			continue;
		nodes_add_clause(nodes, query, i);
		found++;
	}
	nodes_add_operator(nodes, XC_OR, found, 0);
	add_arms(query, nodes);
}

static void add_without(struct nodes *nodes, const struct match_window *window)
{
	for (size_t i = 0; i < window->without_count; i++)
		nodes_add(nodes,
			(struct xc_node){.op = XC_TERM,
				.term = window->without[i].data,
				.length = window->without[i].length},
			CLAUSE_NONE);
	nodes_add_operator(nodes, XC_OR, window->without_count, CLAUSE_NONE);
	if (window->without_count)
		nodes_add_operator(nodes, XC_NOT, 2, CLAUSE_NONE);
}

void nodes_add_parts(
	struct nodes *nodes, const struct part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		nodes_add_part(nodes, &parts[i], CLAUSE_NONE);
	nodes_add_operator(nodes, XC_OR, count, CLAUSE_NONE);
}

void nodes_add_question(struct nodes *nodes, const struct query *query)
{
	if (query->tree)
		match_tree(query, nodes);
	else
		add_any_clause(query, nodes);
}

static struct nodes make_nodes(const struct query *query,
	const struct match_window *window, struct arena *arena)
{
	struct nodes nodes = {.arena = arena};

	if (window->related)
		nodes_add_parts(&nodes, window->added, window->added_count);
	nodes_add_question(&nodes, query);
	if (window->related) {
		nodes_add_operator(&nodes, XC_NOT, 2, CLAUSE_NONE);
		return nodes;
	}
	if (!nodes.count)
		return nodes;
	add_without(&nodes, window);
	nodes_add_parts(&nodes, window->added, window->added_count);
	if (window->added_count)
		nodes_add_operator(&nodes, XC_MAYBE, 2, CLAUSE_NONE);
	return nodes;
}

static int same_term(const struct xc_node *a, const struct xc_node *b)
{
	return b->op == XC_TERM && a->length == b->length &&
	       memcmp(a->term, b->term, a->length) == 0;
}

/* The engine names one node a term; another clause may have the same one. */
static void note_clauses(
	const struct nodes *nodes, const struct xc_hit *hit, unsigned char *has)
{
	for (size_t i = 0; i < hit->matched_count; i++) {
		const struct xc_node *node = &nodes->items[hit->matched[i]];

		for (size_t n = 0; n < nodes->count; n++)
			if (nodes->clauses[n] != CLAUSE_NONE &&
				same_term(node, &nodes->items[n]))
				has[nodes->clauses[n]] = 1;
	}
}

static void take_results(struct matches *matches, struct xc_results *results,
	const struct nodes *nodes, size_t clauses, struct arena *arena)
{
	matches->results = results;
	matches->hits = results->hits;
	matches->hits_count = results->hits_count;
	matches->total = results->total_lower;
	matches->total_exact = results->total_lower == results->total_upper;
	matches->timed_out = results->timed_out;
	matches->revision = results->statistics.revision;
	matches->extras =
		arena_array(arena, struct extra, results->hits_count + 1);
	matches->has = arena_array(
		arena, unsigned char, results->hits_count *clauses + 1);
	for (size_t i = 0; i < results->hits_count; i++)
		note_clauses(
			nodes, &results->hits[i], matches->has + i * clauses);
}

int match_nothing(struct xc_searcher *searcher, struct matches *matches,
	struct fault *fault)
{
	struct xc_statistics statistics;
	struct xc_error error;

	if (xc_searcher_statistics(searcher, &statistics, &error))
		return fault_set_engine(fault, &error);
	matches->total_exact = 1;
	matches->revision = statistics.revision;
	return 0;
}

int match_run(const struct query *query, const struct request *request,
	const struct match_window *window, uint64_t deadline,
	struct xc_searcher *searcher, struct arena *arena,
	struct matches *matches, struct fault *fault)
{
	struct nodes nodes = make_nodes(query, window, arena);
	struct xc_query search = {.nodes = nodes.items,
		.nodes_count = nodes.count,
		.scale = index_scale,
		.tie_slot = &id_slot,
		.offset = window->offset,
		.limit = window->limit,
		.check_at_least = window->offset + window->limit + 1,
		.bonus = window->bonus,
		.slots = window->ids_only ? &id_slot : window->slots,
		.slots_count = window->ids_only ? 1 : window->slots_count,
		.want_data = !window->ids_only,
		/* a look at every term of a hit, for its snippets only */
		.want_terms = (request->fields &
				      (HIT_SNIPPETS | HIT_MATCHED_AS)) != 0,
		.deadline = deadline,
		.partial = 1};
	struct xc_results *results;
	struct xc_error error;

	*matches = (struct matches){0};
	matches->too_large = nodes.count > XC_QUERY_NODES_MAX;
	if (!nodes.count || matches->too_large)
		return match_nothing(searcher, matches, fault);
	if (request->syntax == SYNTAX_STRATEGY) /* all of them */
		search.check_at_least = UINT32_MAX;
	if (search.check_at_least < COUNT_EXACTLY)
		search.check_at_least = COUNT_EXACTLY;
	results = xc_search(searcher, &search, &error);
	if (!results)
		return fault_set_engine(fault, &error);
	take_results(matches, results, &nodes, query->clauses_count, arena);
	matches->ids_only = window->ids_only;
	return 0;
}

void match_clear(struct matches *matches)
{
	xc_results_free(matches->results);
	xc_results_free(matches->more[0]);
	xc_results_free(matches->more[1]);
}
