/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The tree of a question:
 *
 *	InO[ti] AND (VOD NEAR/5 liver) NOT review[pt]
 *
 *	NOT
 *	 |- AND
 *	 |   |- CLAUSE InO
 *	 |   `- NEAR 5
 *	 |       |- CLAUSE VOD
 *	 |       `- CLAUSE liver
 *	 `- FILTER review
 */
#ifndef MEDLIT_DAEMON_NODE_H
#define MEDLIT_DAEMON_NODE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum node_kind {
	NODE_CLAUSE,
	NODE_FILTER,
	NODE_AND,
	NODE_OR,
	NODE_FREE,  /* of the plain words any, and all of the rest */
	NODE_NOT,   /* 2: the first without the second */
	NODE_NEAR,  /* `words` between neighbours at most */
	NODE_ORDER, /* side by side in this order */
	NODE_MINUS, /* 1: while parsing, "-a" */
	NODE_LINE,  /* 1: another line of a strategy, whose tree others share */
};

struct node {
	enum node_kind kind;
	uint8_t depth;  /* 1: a leaf */
	uint8_t minus;  /* NODE_NOT: by "-" */
	uint32_t words; /* NODE_NEAR */
	/* of query.tokens, NODE_CLAUSE: the token says which clause it is;
	 * of query.filters, NODE_FILTER; leaves below a NODE_LINE */
	uint32_t number;
	struct node **children;
	size_t count;
};

struct node *node_leaf(
	enum node_kind kind, uint32_t number, struct arena *arena);
void node_append(struct node *node, struct node *child, struct arena *arena);
/* A node of these; or `left` with one more child where that is the same. */
struct node *node_join(enum node_kind kind, struct node *left,
	struct node *right, struct arena *arena);
/* A node of one. */
struct node *node_wrap(
	enum node_kind kind, struct node *child, struct arena *arena);

/* Side by side, by an operator; those with a minus go out of all they stand
 * beside. */
struct node *node_combine(enum node_kind kind, struct node *left,
	struct node *right, struct arena *arena);
/* NULL: NEAR cannot be asked of these. */
struct node *node_near(struct node *left, struct node *right, uint32_t words,
	struct arena *arena);

#endif
