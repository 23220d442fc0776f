/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/parse.h"

void parse_note(struct parser *p, uint32_t at, struct slice text)
{
	lexemes_note(&p->lexemes, at, 0, text, p->b->arena);
}

static int binding(const struct parser *p, enum lexeme_kind kind)
{
	switch (kind) {
	case LEX_OPEN:
		return 0;
	case LEX_OR:
		return 1;
	case LEX_AND:
		return p->lexemes.tagged ? 1 : 2;
	case LEX_NOT:
		return p->lexemes.tagged ? 1 : 5;
	case LEX_NEAR:
		return 4;
	case LEX_MINUS:
		return 6;
	default: /* side by side */
		return 3;
	}
}

/* Of all tokens under a node: not searched. */
static void drop(struct parser *p, const struct node *node)
{
	struct query *query = p->b->query;
	uint32_t clause;

	for (size_t i = 0; i < node->count && node->kind != NODE_LINE; i++)
		drop(p, node->children[i]);
	if (node->kind != NODE_CLAUSE)
		return;
	clause = query->tokens[node->number].clause;
	for (size_t i = node->number;
		i < query->tokens_count && query->tokens[i].clause == clause;
		i++)
		query->tokens[i].status = STATUS_UNMATCHED;
}

static struct node *join_near(struct parser *p, struct node *left,
	struct node *right, const struct waiting *op)
{
	struct node *node = node_near(left, right, op->words, p->b->arena);

	if (node)
		return node;
	parse_note(p, p->b->query->tokens[op->token].start,
		SLICE("NEAR stands between words, names, phrases or several of "
		      "them joined by OR; here it was read as AND"));
	return node_combine(NODE_AND, left, right, p->b->arena);
}

static struct node *join(struct parser *p, struct node *left,
	struct node *right, const struct waiting *op)
{
	struct arena *arena = p->b->arena;

	if (left->depth >= p->b->settings->syntax_depth ||
		right->depth >= p->b->settings->syntax_depth) {
		if (!p->too_deep)
			parse_note(p, 0,
				arena_printf(arena,
					"A question is nested at most %u deep; "
					"what goes deeper was left out",
					p->b->settings->syntax_depth));
		p->too_deep = 1;
		drop(p, right);
		return left;
	}
	switch (op->kind) {
	case LEX_AND:
		return node_combine(NODE_AND, left, right, arena);
	case LEX_OR:
		return node_combine(NODE_OR, left, right, arena);
	case LEX_NOT:
		return node_combine(NODE_NOT, left, right, arena);
	case LEX_NEAR:
		return join_near(p, left, right, op);
	default:
		return node_combine(p->lexemes.operated ? NODE_AND : NODE_FREE,
			left, right, arena);
	}
}

static void reduce(struct parser *p)
{
	struct waiting op = p->waiting[--p->waiting_count];
	struct node *right = p->operands[p->operands_count - 1];

	if (op.kind == LEX_MINUS) {
		if (right->kind != NODE_MINUS)
			p->operands[p->operands_count - 1] =
				node_wrap(NODE_MINUS, right, p->b->arena);
		return;
	}
	p->operands_count--;
	p->operands[p->operands_count - 1] =
		join(p, p->operands[p->operands_count - 1], right, &op);
}

/* All operators that bind at least so much have their right side. */
static void reduce_to(struct parser *p, int least)
{
	while (p->waiting_count &&
		p->waiting[p->waiting_count - 1].kind != LEX_OPEN &&
		binding(p, p->waiting[p->waiting_count - 1].kind) >= least)
		reduce(p);
}

static void push_waiting(struct parser *p, struct waiting op)
{
	p->waiting = query_grow(
		p->waiting, p->waiting_count, sizeof(*p->waiting), p->b->arena);
	p->waiting[p->waiting_count++] = op;
	p->has_operand = 0;
}

/* Its operand turned out to be function words, or went beyond a limit, which is
 * said elsewhere. */
static void drop_operator(struct parser *p, uint32_t token)
{
	struct query_token *at;

	if (token == UINT32_MAX)
		return;
	at = &p->b->query->tokens[token];
	at->status = STATUS_UNMATCHED;
	if (p->b->left_out || p->b->omitted)
		return;
	lexemes_note_piece(&p->lexemes,
		(struct lexeme){.kind = LEX_IGNORED,
			.start = at->start,
			.end = at->end},
		0, "has only function words to work on", p->b->arena);
}

void parse_operator(
	struct parser *p, enum lexeme_kind kind, uint32_t words, uint32_t token)
{
	if (!p->has_operand) {
		drop_operator(p, token);
		return;
	}
	reduce_to(p, binding(p, kind));
	push_waiting(p, (struct waiting){kind, words, token, 0, 0});
}

void parse_operand(struct parser *p, struct node *node)
{
	if (p->has_operand)
		parse_operator(p, LEX_WORD, 0, UINT32_MAX);
	p->operands = query_grow(p->operands, p->operands_count,
		sizeof(*p->operands), p->b->arena);
	p->operands[p->operands_count++] = node;
	p->has_operand = 1;
	reduce_to(p, binding(p, LEX_MINUS));
}

void parse_open(struct parser *p)
{
	push_waiting(p, (struct waiting){LEX_OPEN, 0, UINT32_MAX,
				p->operands_count, p->has_operand});
}

/* Operators at the end that nothing follows. */
static void drop_waiting(struct parser *p)
{
	while (!p->has_operand && p->waiting_count &&
		p->waiting[p->waiting_count - 1].kind != LEX_OPEN) {
		enum lexeme_kind kind = p->waiting[--p->waiting_count].kind;

		drop_operator(p, p->waiting[p->waiting_count].token);
		p->has_operand = kind != LEX_MINUS;
	}
}

void parse_close(struct parser *p)
{
	struct waiting open;
	struct node *group;

	drop_waiting(p);
	reduce_to(p, 1);
	open = p->waiting[--p->waiting_count];
	p->has_operand = open.had_operand;
	if (p->operands_count == open.operands)
		return;
	group = p->operands[--p->operands_count];
	parse_operand(p, group);
}

void parse_minus(struct parser *p, uint32_t token)
{
	if (p->has_operand)
		parse_operator(p, LEX_WORD, 0, UINT32_MAX);
	push_waiting(p, (struct waiting){LEX_MINUS, 0, token, 0, 0});
}

struct node *parse_end(struct parser *p)
{
	drop_waiting(p);
	reduce_to(p, 1);
	return p->operands_count ? p->operands[0] : NULL;
}
