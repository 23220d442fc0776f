/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/relax.h"

#include <stdlib.h>

const char *relax_change_name(enum change change)
{
	static const char *const names[] = {[CHANGE_NONE] = "none",
		[CHANGE_WORDS] = "words",
		[CHANGE_PLACE] = "place",
		[CHANGE_DISTANCE] = "distance",
		[CHANGE_NOT] = "not",
		[CHANGE_FILTER] = "filter",
		[CHANGE_DROP] = "drop",
		[CHANGE_ANY] = "any"};

	return names[change];
}

/* ---- the parts ----------------------------------------------------------- */

/* A plain question as a tree, of which any leaf will do. */
static const struct node *tree_of(
	const struct query *query, struct arena *arena)
{
	struct node *tree;

	if (query->tree)
		return query->tree;
	tree = node_leaf(NODE_FREE, 0, arena);
	for (uint32_t i = 0; i < query->tokens_count;) {
		if (query->tokens[i].clause == CLAUSE_NONE) {
			i++;
			continue;
		}
		node_append(tree, node_leaf(NODE_CLAUSE, i, arena), arena);
		i = (uint32_t)query_clause_end(query, i);
	}
	return tree;
}

static struct slice written(const struct query *query, const struct node *tree,
	const struct node *changed, enum change change, struct arena *arena)
{
	struct buffer text = BUFFER_INIT;
	struct slice copy = SLICE_EMPTY;

	if (change == CHANGE_ANY
			? write_words(query, tree, &text)
			: write_question(query, tree, changed, change, &text))
		copy = arena_copy(arena, text.data, text.length);
	buffer_clear(&text);
	return copy;
}

struct counter {
	const struct engine *engine;
	const struct query *query;
	const struct request *request;
	uint64_t deadline;
	struct relaxation *out;
	struct fault *fault;
};

static int is_told(const struct relaxation *out, struct slice text)
{
	for (size_t i = 0; i < out->alone_count; i++)
		if (slice_equal(out->alone[i].text, text))
			return 1;
	return 0;
}

/* What the question would find if this leaf were all of it. */
static int count_leaf(struct counter *c, const struct node *leaf)
{
	struct arena *arena = c->engine->arena;
	struct node copy = *leaf;
	struct query alone = *c->query;
	struct match_window window = {.limit = 0};
	struct relaxation *out = c->out;
	struct slice text =
		written(c->query, leaf, NULL, CHANGE_NONE, arena);
	struct matches matches;
	struct counted found;

	if (is_told(out, text))
		return 0;
	alone.tree = &copy;
	alone.free = NULL;
	if (match_run(&alone, c->request, &window, c->deadline,
		    c->engine->snapshot->searcher, arena, &matches, c->fault))
		return -1;
	found = (struct counted){matches.total, matches.total_exact};
	match_clear(&matches);
	out->alone = query_grow(
		out->alone, out->alone_count, sizeof(*out->alone), arena);
	out->alone[out->alone_count++] = (struct alone){text, found};
	return 0;
}

static int count_leaves(struct counter *c, const struct node *node)
{
	if (node->kind == NODE_CLAUSE || node->kind == NODE_FILTER)
		return count_leaf(c, node);
	for (size_t i = 0; i < node->count; i++)
		if (count_leaves(c, node->children[i]))
			return -1;
	return 0;
}

static int asks_for_number(const struct query *query)
{
	for (size_t i = 0; i < query->clauses_count; i++)
		if (query->clauses[i].kind == CLAUSE_IDENTIFIER)
			return 1;
	return 0;
}

int relax_count(const struct engine *engine, const struct query *query,
	const struct request *request, uint64_t deadline,
	struct relaxation *out, struct fault *fault)
{
	struct counter c = {engine, query, request, deadline, out, fault};

	if (asks_for_number(query))
		return 0;
	return count_leaves(&c, tree_of(query, engine->arena));
}

/* ---- the changes --------------------------------------------------------- */

struct changer {
	const struct query *query;
	const struct node *tree;
	struct arena *arena;
	struct relaxation *out;
};

static void add_change(
	struct changer *c, const struct node *node, enum change change)
{
	struct relaxation *out = c->out;
	const struct node *of =
		change == CHANGE_NOT ? node->children[1] : node;
	struct slice question =
		written(c->query, c->tree, node, change, c->arena);

	if (!question.length)
		return;
	for (size_t i = 0; i < out->relaxed_count; i++)
		if (slice_equal(out->relaxed[i].question, question))
			return;
	out->relaxed = query_grow(out->relaxed, out->relaxed_count,
		sizeof(*out->relaxed), c->arena);
	out->relaxed[out->relaxed_count++] = (struct relaxed){question, change,
		written(c->query, of, NULL, CHANGE_NONE, c->arena), {0, 1}};
}

/* Does every paper need what stands under such a node? */
static int needs_all(const struct node *parent, const struct node *node)
{
	if (!parent)
		return 0;
	return parent->kind == NODE_AND ||
	       (parent->kind == NODE_FREE && node->kind != NODE_CLAUSE);
}

static void change_clause(struct changer *c, const struct node *leaf)
{
	uint32_t number = c->query->tokens[leaf->number].clause;
	const struct clause *clause = &c->query->clauses[number];

	if (clause->kind == CLAUSE_PHRASE)
		add_change(c, leaf, CHANGE_WORDS);
	if (clause->place != PLACE_ANYWHERE)
		add_change(c, leaf, CHANGE_PLACE);
}

/* What NOT takes out is not looked at: less of it finds no more. */
static void change_node(struct changer *c, const struct node *parent,
	const struct node *node)
{
	size_t asked = node->kind == NODE_NOT ? 1 : node->count;

	if (node->kind == NODE_CLAUSE)
		change_clause(c, node);
	else if (node->kind == NODE_NOT)
		add_change(c, node, CHANGE_NOT);
	else if (node->kind == NODE_NEAR || node->kind == NODE_ORDER)
		add_change(c, node, CHANGE_DISTANCE);
	if (needs_all(parent, node))
		add_change(c, node,
			node->kind == NODE_FILTER ? CHANGE_FILTER
						  : CHANGE_DROP);
	for (size_t i = 0; i < asked; i++)
		change_node(c, node, node->children[i]);
}

static int by_change(const void *a, const void *b)
{
	const struct relaxed *left = a, *right = b;

	if (left->change != right->change)
		return left->change < right->change ? -1 : 1;
	if (left->found.total != right->found.total)
		return left->found.total > right->found.total ? -1 : 1;
	return slice_compare(left->question, right->question);
}

void relax_write(
	const struct query *query, struct arena *arena, struct relaxation *out)
{
	struct changer c = {query, tree_of(query, arena), arena, out};

	if (asks_for_number(query))
		return;
	change_node(&c, NULL, c.tree);
	if (out->relaxed_count)
		qsort(out->relaxed, out->relaxed_count, sizeof(*out->relaxed),
			by_change);
	if (out->relaxed_count >= RELAX_TRIES)
		out->relaxed_count = RELAX_TRIES - 1;
	add_change(&c, c.tree, CHANGE_ANY);
}

void relax_choose(struct relaxation *relaxation)
{
	size_t kept = 0;

	for (size_t i = 0; i < relaxation->relaxed_count; i++) {
		const struct relaxed *one = &relaxation->relaxed[i];

		if (one->found.total && (one->change != CHANGE_ANY || !kept))
			relaxation->relaxed[kept++] = *one;
	}
	if (kept)
		qsort(relaxation->relaxed, kept, sizeof(*relaxation->relaxed),
			by_change);
	relaxation->relaxed_count = kept < RELAX_SHOWN ? kept : RELAX_SHOWN;
}
