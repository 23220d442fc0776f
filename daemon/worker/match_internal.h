/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's nodes, in postfix order, while they are made. */
#ifndef MEDLIT_DAEMON_MATCH_INTERNAL_H
#define MEDLIT_DAEMON_MATCH_INTERNAL_H

#include "daemon/worker/match.h"
#include "daemon/worker/node.h"
#include "daemon/worker/share.h"

struct nodes {
	struct xc_node *items;
	uint32_t *clauses; /* that a reader sees in a text with the node's
			      term; CLAUSE_NONE */
	size_t count, room;
	const struct share *only; /* that weighs; NULL: all that counts does */
	struct arena *arena;
};

void nodes_add(struct nodes *nodes, struct xc_node node, size_t clause);
/* Of one operand none is needed, of none neither. */
void nodes_add_operator(
	struct nodes *nodes, enum xc_op op, size_t children, size_t clause);
void nodes_add_scale(struct nodes *nodes, double factor);
/* What all of a clause's parts are multiplied by. */
double clause_factor(const struct clause *clause);
/* The operand at the end weighs nothing where another share is asked for. */
void nodes_settle_share(
	struct nodes *nodes, enum share_kind kind, size_t number);
/* One way to spell a clause; its terms say that a text has `clause`. */
void nodes_add_part(
	struct nodes *nodes, const struct part *part, size_t clause);
/* Any of them, their weights added. */
void nodes_add_parts(
	struct nodes *nodes, const struct part *parts, size_t count);
/* All ways to spell a clause, as one operand. */
void nodes_add_clause(
	struct nodes *nodes, const struct query *query, size_t number);

/* What finds papers and ranks them; none when no paper can match. */
void nodes_add_question(struct nodes *nodes, const struct query *query);
/* The nodes of the question's tree, likewise. */
void match_tree(const struct query *query, struct nodes *nodes);

#endif
