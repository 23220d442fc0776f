/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/node.h"

#include "daemon/worker/query.h"

struct node *node_leaf(
	enum node_kind kind, uint32_t number, struct arena *arena)
{
	struct node *node = arena_new(arena, struct node);

	node->kind = kind;
	node->number = number;
	node->depth = 1;
	return node;
}

void node_append(struct node *node, struct node *child, struct arena *arena)
{
	node->children = query_grow(
		node->children, node->count, sizeof(*node->children), arena);
	node->children[node->count++] = child;
	if (child->depth >= node->depth && child->depth < UINT8_MAX)
		node->depth = (uint8_t)(child->depth + 1);
}

struct node *node_wrap(
	enum node_kind kind, struct node *child, struct arena *arena)
{
	struct node *node = node_leaf(kind, 0, arena);

	node_append(node, child, arena);
	return node;
}

struct node *node_join(enum node_kind kind, struct node *left,
	struct node *right, struct arena *arena)
{
	int same = left->kind == kind &&
		   (kind == NODE_AND || kind == NODE_OR || kind == NODE_FREE);
	struct node *node = same ? left : node_wrap(kind, left, arena);

	node_append(node, right, arena);
	return node;
}

/* `from` without what `out` is. */
static struct node *exclude(
	struct node *from, struct node *out, struct arena *arena)
{
	struct node *node;

	if (from->kind == NODE_NOT && from->minus) {
		from->children[1] =
			node_join(NODE_OR, from->children[1], out, arena);
		return from;
	}
	node = node_join(NODE_NOT, from, out, arena);
	node->minus = 1;
	return node;
}

struct node *node_combine(enum node_kind kind, struct node *left,
	struct node *right, struct arena *arena)
{
	if (left->kind == NODE_MINUS && right->kind == NODE_MINUS)
		return node_wrap(NODE_MINUS,
			node_join(NODE_OR, left->children[0],
				right->children[0], arena),
			arena);
	if (right->kind == NODE_MINUS)
		return exclude(left, right->children[0], arena);
	if (left->kind == NODE_MINUS)
		return exclude(right, left->children[0], arena);
	if (left->kind == NODE_NOT && left->minus && kind != NODE_OR &&
		kind != NODE_NOT) {
		left->children[0] =
			node_join(kind, left->children[0], right, arena);
		if (left->children[0]->depth >= left->depth)
			left->depth = (uint8_t)(left->children[0]->depth + 1);
		return left;
	}
	return node_join(kind, left, right, arena);
}

/* Has it positions?  Clauses have, and any of several clauses. */
static int is_placed(const struct node *node)
{
	if (node->kind == NODE_CLAUSE)
		return 1;
	for (size_t i = 0; i < node->count; i++)
		if (node->children[i]->kind != NODE_CLAUSE)
			return 0;
	return node->kind == NODE_OR;
}

struct node *node_near(struct node *left, struct node *right, uint32_t words,
	struct arena *arena)
{
	struct node *last = left, *near;

	/* (a NOT b) NEAR c: b is out wherever it stands */
	if (right->kind == NODE_NOT) {
		near = node_near(left, right->children[0], words, arena);
		return near ? node_join(
				      NODE_NOT, near, right->children[1], arena)
			    : NULL;
	}
	if (left->kind == NODE_NOT) {
		near = node_near(left->children[0], right, words, arena);
		return near ? node_join(
				      NODE_NOT, near, left->children[1], arena)
			    : NULL;
	}
	/* a NEAR b NEAR c: a near b, and b near c */
	if (last->kind == NODE_AND &&
		last->children[last->count - 1]->kind == NODE_NEAR)
		last = last->children[last->count - 1];
	if (last->kind == NODE_NEAR)
		last = last->children[last->count - 1];
	if (!is_placed(last) || !is_placed(right))
		return NULL;
	near = node_join(NODE_NEAR, last, right, arena);
	near->words = words;
	return last == left ? near : node_join(NODE_AND, left, near, arena);
}
