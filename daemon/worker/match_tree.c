/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tree of a question to the engine's nodes.
 *
 * A clause weighs what it weighs in a plain question, and once however often it
 * is said; all that is asked of places, distances and values only filters.  So
 * no restriction changes a score.
 */
#include "config.h"

#include "daemon/worker/match_internal.h"

#include "index/index.h"

/* Words that a name inside ~"..." may have more than two: a name is indexed at
 * its first and last word, and one of them stands beside its neighbour. */
#define NAME_WORDS 4

/* What a node became of: its place in the list, to take it back. */
struct tree {
	struct nodes *nodes;
	const struct query *query;
	unsigned char *weighed; /* clauses that count already */
};

static int emit(struct tree *t, const struct node *node, int weighs);

static void add_leaf(struct tree *t, struct slice term)
{
	nodes_add(t->nodes,
		(struct xc_node){.op = XC_TERM,
			.term = term.data,
			.length = term.length},
		CLAUSE_NONE);
}

static void add_prefixed(struct tree *t, const char *prefix, struct slice term)
{
	add_leaf(t, schema_term(prefix, term, t->nodes->arena));
}

static void add_pair(struct tree *t, enum xc_op op)
{
	nodes_add_operator(t->nodes, op, 2, CLAUSE_NONE);
}

static void add_unweighed(struct tree *t)
{
	nodes_add(t->nodes,
		(struct xc_node){.op = XC_SCALE, .children = 1, .factor = 0},
		CLAUSE_NONE);
}

/* ---- places -------------------------------------------------------------- */

/* The term in title or abstract; see PREFIX_ABSTRACT. */
static void add_abstract_term(struct tree *t, struct slice term)
{
	add_leaf(t, term);
	add_prefixed(t, PREFIX_ELSEWHERE, term);
	if (t->query->body) {
		add_leaf(t, SLICE(TERM_BODY));
		add_pair(t, XC_OR);
	}
	add_pair(t, XC_NOT);
	if (t->query->body) {
		add_prefixed(t, PREFIX_ABSTRACT, term);
		add_pair(t, XC_OR);
	}
}

static void add_placed_part(
	struct tree *t, const struct part *part, enum field_place place)
{
	int phrase = part->join == PART_PHRASE;

	for (size_t i = 0; i < part->terms_count; i++) {
		if (place == PLACE_TITLE)
			add_prefixed(t, PREFIX_TITLE, part->terms[i]);
		else
			add_abstract_term(t, part->terms[i]);
	}
	if (phrase && place == PLACE_TITLE)
		nodes_add(t->nodes,
			(struct xc_node){.op = XC_PHRASE,
				.children = (uint32_t)part->terms_count,
				.window = part->window},
			CLAUSE_NONE);
	else
		nodes_add_operator(t->nodes, phrase ? XC_AND : XC_OR,
			part->terms_count, CLAUSE_NONE);
}

static void add_place(struct tree *t, const struct clause *clause)
{
	for (size_t i = 0; i < clause->parts_count; i++)
		add_placed_part(
			t, &clause->parts[i], (enum field_place)clause->place);
	nodes_add_operator(t->nodes, XC_OR, clause->parts_count, CLAUSE_NONE);
	add_pair(t, XC_FILTER);
}

/* ---- leaves -------------------------------------------------------------- */

static const struct clause *clause_of(
	const struct tree *t, const struct node *leaf, uint32_t *number)
{
	*number = t->query->tokens[leaf->number].clause;
	return *number == CLAUSE_NONE ? NULL : &t->query->clauses[*number];
}

static int emit_clause(struct tree *t, const struct node *leaf, int weighs)
{
	uint32_t number;
	const struct clause *clause = clause_of(t, leaf, &number);

	if (!clause || !clause->parts_count)
		return 0;
	nodes_add_clause(t->nodes, t->query, number);
	if (clause->place != PLACE_ANYWHERE)
		add_place(t, clause);
	if (!weighs || t->weighed[number])
		add_unweighed(t);
	else
		t->weighed[number] = 1;
	return 1;
}

/* Papers like one, and not that one. */
static int emit_like(struct tree *t, uint32_t number, int weighs)
{
	const struct like *like = t->query->filters[number].like;

	if (!like->parts_count)
		return 0;
	nodes_add_parts(t->nodes, like->parts, like->parts_count);
	add_leaf(t, like->key);
	add_pair(t, XC_NOT);
	if (weighs)
		nodes_settle_share(t->nodes, SHARE_LIKE, number);
	else
		add_unweighed(t);
	return 1;
}

static int emit_filter(struct tree *t, const struct node *leaf, int weighs)
{
	const struct filter *filter = &t->query->filters[leaf->number];

	if (filter->like)
		return emit_like(t, leaf->number, weighs);
	if (filter->low.length) {
		nodes_add(t->nodes,
			(struct xc_node){.op = XC_RANGE,
				.slot = SLOT_DATE,
				.term = filter->low.data,
				.length = filter->low.length,
				.high = filter->high.data,
				.high_length = filter->high.length},
			CLAUSE_NONE);
		return 1;
	}
	for (size_t i = 0; i < filter->terms.count; i++)
		add_leaf(t, filter->terms.items[i]);
	nodes_add_operator(t->nodes, XC_OR, filter->terms.count, CLAUSE_NONE);
	if (filter->terms.count)
		add_unweighed(t);
	return filter->terms.count > 0;
}

/* ---- distances ----------------------------------------------------------- */

static int add_position(
	struct tree *t, struct slice term, enum field_place place)
{
	if (slice_starts(term, PREFIX_ANCESTOR)) /* has none */
		return 0;
	if (place == PLACE_TITLE)
		add_prefixed(t, PREFIX_TITLE, term);
	else
		add_leaf(t, term);
	return 1;
}

/* The terms that stand where the clause stands: returns how many. */
static size_t add_positions(struct tree *t, const struct clause *clause)
{
	size_t count = 0;

	for (size_t i = 0; i < clause->parts_count; i++) {
		const struct part *part = &clause->parts[i];
		enum field_place place = (enum field_place)clause->place;
		size_t step = part->join == PART_PHRASE && part->terms_count > 1
				      ? part->terms_count - 1
				      : 1;

		for (size_t n = 0;
			n < part->terms_count && part->join != PART_BAG;
			n += step)
			count += (size_t)add_position(t, part->terms[n], place);
	}
	return count;
}

/* One operand of NEAR: a clause, or any of several. */
static int emit_positions(struct tree *t, const struct node *node)
{
	uint32_t number;
	size_t count = 0;

	if (node->kind == NODE_CLAUSE) {
		const struct clause *clause = clause_of(t, node, &number);

		count = clause ? add_positions(t, clause) : 0;
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct clause *clause =
			clause_of(t, node->children[i], &number);

		count += clause ? add_positions(t, clause) : 0;
	}
	nodes_add_operator(t->nodes, XC_OR, count, CLAUSE_NONE);
	return count > 0;
}

/* A name between others takes more than one place. */
static uint32_t room_for_names(const struct tree *t, const struct node *node)
{
	uint32_t room = 0, number;

	for (size_t i = 1; i + 1 < node->count; i++) {
		const struct clause *clause =
			clause_of(t, node->children[i], &number);

		if (clause && clause->kind == CLAUSE_CONCEPT)
			room += NAME_WORDS;
	}
	return room;
}

static int emit_all(struct tree *t, const struct node *node, int weighs);

static int emit_near(struct tree *t, const struct node *node, int weighs)
{
	int order = node->kind == NODE_ORDER;
	uint32_t between = order ? room_for_names(t, node) : node->words;

	if (!emit_all(t, node, weighs))
		return 0;
	for (size_t i = 0; i < node->count; i++)
		if (!emit_positions(t, node->children[i]))
			return 0;
	nodes_add(t->nodes,
		(struct xc_node){.op = order ? XC_PHRASE : XC_NEAR,
			.children = (uint32_t)node->count,
			.window = (uint32_t)node->count + between},
		CLAUSE_NONE);
	add_pair(t, XC_FILTER);
	return 1;
}

/* ---- operators ----------------------------------------------------------- */

static int emit_all(struct tree *t, const struct node *node, int weighs)
{
	for (size_t i = 0; i < node->count; i++)
		if (!emit(t, node->children[i], weighs))
			return 0;
	nodes_add_operator(t->nodes, XC_AND, node->count, CLAUSE_NONE);
	return 1;
}

static int emit_any(struct tree *t, const struct node *node, int weighs)
{
	size_t found = 0;

	for (size_t i = 0; i < node->count; i++)
		found += (size_t)emit(t, node->children[i], weighs);
	nodes_add_operator(t->nodes, XC_OR, found, CLAUSE_NONE);
	return found > 0;
}

static int emit_not(struct tree *t, const struct node *node, int weighs)
{
	if (!emit(t, node->children[0], weighs))
		return 0;
	if (emit(t, node->children[1], 0))
		add_pair(t, XC_NOT);
	return 1;
}

/* Among free words one that any other may stand for. */
static int is_free(const struct tree *t, const struct node *node)
{
	uint32_t number;
	const struct clause *clause;

	if (node->kind != NODE_CLAUSE)
		return node->kind != NODE_FILTER && node->kind != NODE_NOT;
	clause = clause_of(t, node, &number);
	return !clause || clause->place == PLACE_ANYWHERE;
}

/* Clauses that only expand.c made: neighbours as one word. */
static size_t emit_joined(struct tree *t)
{
	size_t found = 0;

	for (uint32_t i = 0; i < t->query->clauses_count; i++) {
		const struct clause *clause = &t->query->clauses[i];

		if (clause->kind != CLAUSE_JOINED || !clause->parts_count)
			continue;
		nodes_add_clause(t->nodes, t->query, i);
		found++;
	}
	return found;
}

static int emit_free(struct tree *t, const struct node *node, int weighs)
{
	size_t asked = 0, found = 0, parts = 0;

	for (size_t i = 0; i < node->count; i++) {
		if (!is_free(t, node->children[i]))
			continue;
		asked++;
		found += (size_t)emit(t, node->children[i], weighs);
	}
	if (node == t->query->free)
		found += emit_joined(t);
	if (asked && !found)
		return 0;
	nodes_add_operator(t->nodes, XC_OR, found, CLAUSE_NONE);
	parts = found > 0;
	for (size_t i = 0; i < node->count; i++) {
		if (is_free(t, node->children[i]))
			continue;
		if (!emit(t, node->children[i], weighs))
			return 0;
		parts++;
	}
	nodes_add_operator(t->nodes, XC_AND, parts, CLAUSE_NONE);
	return 1;
}

/* Returns 0, with nothing added, for what no paper can match. */
static int emit(struct tree *t, const struct node *node, int weighs)
{
	size_t before = t->nodes->count;
	int result;

	if (before > XC_QUERY_NODES_MAX) /* too large; no more is needed */
		return 1;
	switch (node->kind) {
	case NODE_CLAUSE:
		result = emit_clause(t, node, weighs);
		break;
	case NODE_FILTER:
		result = emit_filter(t, node, weighs);
		break;
	case NODE_AND:
		result = emit_all(t, node, weighs);
		break;
	case NODE_OR:
		result = emit_any(t, node, weighs);
		break;
	case NODE_NOT:
		result = emit_not(t, node, weighs);
		break;
	case NODE_LINE:
		result = emit(t, node->children[0], weighs);
		break;
	case NODE_NEAR:
	case NODE_ORDER:
		result = emit_near(t, node, weighs);
		break;
	default:
		result = emit_free(t, node, weighs);
	}
	if (!result)
		t->nodes->count = before;
	return result;
}

void match_tree(const struct query *query, struct nodes *nodes)
{
	struct tree t = {nodes, query,
		arena_array(
			nodes->arena, unsigned char, query->clauses_count + 1)};

	emit(&t, query->tree, 1);
}
