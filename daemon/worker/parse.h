/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Operands and operators in the order of a question to a tree, by precedence
 * with two stacks, so that no depth of brackets can exhaust ours (Dijkstra's
 * shunting yard).
 */
#ifndef MEDLIT_DAEMON_PARSE_H
#define MEDLIT_DAEMON_PARSE_H

#include "daemon/worker/lexeme.h"
#include "daemon/worker/node.h"
#include "daemon/worker/query_internal.h"

/* An operator that waits for its right side. */
struct waiting {
	enum lexeme_kind kind; /* LEX_WORD: words side by side */
	uint32_t words;        /* LEX_NEAR */
	uint32_t token;        /* of query.tokens, UINT32_MAX: none */
	size_t operands;       /* LEX_OPEN: how many there were before */
	int had_operand;       /* LEX_OPEN: did one end right before it? */
};

struct parser {
	struct builder *b;
	struct lexemes lexemes;
	struct node **operands;
	size_t operands_count;
	struct waiting *waiting;
	size_t waiting_count;
	int has_operand; /* one has just ended */
	int too_deep;
};

void parse_note(struct parser *p, uint32_t at, struct slice text);
void parse_operand(struct parser *p, struct node *node);
/* token: its place in query.tokens; words: of LEX_NEAR */
void parse_operator(struct parser *p, enum lexeme_kind kind, uint32_t words,
	uint32_t token);
void parse_minus(struct parser *p, uint32_t token);
void parse_open(struct parser *p);
void parse_close(struct parser *p);
/* The tree; NULL when there was no operand. */
struct node *parse_end(struct parser *p);

#endif
