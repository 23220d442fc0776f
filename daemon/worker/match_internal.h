/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's nodes, in postfix order, while they are made. */
#ifndef MEDLIT_DAEMON_MATCH_INTERNAL_H
#define MEDLIT_DAEMON_MATCH_INTERNAL_H

#include "daemon/worker/match.h"
#include "daemon/worker/node.h"

struct nodes {
	struct xc_node *items;
	uint32_t *clauses; /* that a reader sees in a text with the node's
			      term; CLAUSE_NONE */
	size_t count, room;
	struct arena *arena;
};

void nodes_add(struct nodes *nodes, struct xc_node node, size_t clause);
/* Of one operand none is needed, of none neither. */
void nodes_add_operator(
	struct nodes *nodes, enum xc_op op, size_t children, size_t clause);
/* All ways to spell a clause, as one operand. */
void nodes_add_clause(
	struct nodes *nodes, const struct query *query, size_t number);

/* The nodes of the question's tree; none when no paper can match. */
void match_tree(const struct query *query, struct nodes *nodes);

#endif
