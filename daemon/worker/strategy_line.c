/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The question of one line of a strategy.  The lines that it names are read
 * into the same question, each once, and their trees are shared:
 *
 *	#3 #1 OR (#2 NOT #1)
 *
 *	OR
 *	 |- LINE --------.
 *	 `- NOT          |
 *	     |- LINE - tree of #2
 *	     `- LINE - tree of #1
 */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/node.h"
#include "daemon/worker/strategy.h"
#include "daemon/worker/syntax.h"

/* Operands of a line when those that it names are put in: the engine's query is
 * a tree, in which a shared one stands each time. */
#define LEAVES_MAX 4096

struct read_line {
	enum {
		LINE_UNREAD,
		LINE_READING,
		LINE_READ
	} state;
	struct node *tree; /* NULL: it asks for nothing */
	uint32_t leaves;
};

struct strategy_state {
	const struct strategy *strategy;
	struct read_line *lines;
	size_t line;  /* whose question it is */
	size_t at;    /* that is being read */
	size_t depth; /* lines in lines */
	uint32_t leaves;
	struct settings settings; /* with room for each line's words */
};

struct strategy_state *strategy_state_new(
	const struct strategy *strategy, size_t line, struct arena *arena)
{
	struct strategy_state *state = arena_new(arena, struct strategy_state);

	state->strategy = strategy;
	state->line = line;
	state->lines =
		arena_array(arena, struct read_line, strategy->count + 1);
	return state;
}

static int is_operator(struct slice word)
{
	return slice_equal_fold(word, SLICE("and")) ||
	       slice_equal_fold(word, SLICE("or")) ||
	       slice_equal_fold(word, SLICE("not"));
}

/* Numbers, operators and brackets, and an operator at least. */
static int has_numbers_only(struct slice text)
{
	int operators = 0;

	for (size_t at = 0, end; at < text.length; at = end) {
		struct slice word = {text.data + at, 1};

		for (end = at + 1; end < text.length &&
				   isalpha((unsigned char)text.data[at]) &&
				   isalpha((unsigned char)text.data[end]);)
			end++;
		word.length = end - at;
		if (is_operator(word))
			operators = 1;
		else if (!isspace((unsigned char)text.data[at]) &&
			 !isdigit((unsigned char)text.data[at]) &&
			 !strchr("#()/,-{}", text.data[at]))
			return 0;
	}
	return operators;
}

static uint32_t count_leaves(const struct node *node)
{
	uint32_t leaves = 0;

	if (node->kind == NODE_LINE)
		return node->number;
	for (size_t i = 0; i < node->count; i++)
		leaves += count_leaves(node->children[i]);
	return node->count ? leaves : 1;
}

/* Each line has room for as many words as a question. */
static void make_room(struct builder *b, const struct settings *settings)
{
	const struct query *query = b->query;
	size_t most = query->clauses_count > query->filters_count
			      ? query->clauses_count
			      : query->filters_count;

	b->strategy->settings = *settings;
	b->strategy->settings.query_terms += (uint32_t)most;
	b->settings = &b->strategy->settings;
}

static void read_line(struct builder *b, size_t number)
{
	const struct strategy *strategy = b->strategy->strategy;
	const struct strategy_line *line = &strategy->lines[number];
	struct read_line *read = &b->strategy->lines[number];
	const struct settings *settings = b->settings;
	uint32_t outside = b->strategy->leaves;
	size_t around = b->strategy->at;
	struct lexeme_rules rules = {.strict = 1,
		.pubmed = 1,
		.lines = 1,
		.numbers = has_numbers_only(
			(struct slice){strategy->text.data + line->start,
				line->end - line->start})};

	read->state = LINE_READING;
	b->strategy->leaves = 0;
	b->strategy->at = number;
	b->strategy->depth++;
	read->tree = syntax_read_line(b, line->start, line->end, &rules);
	read->leaves = read->tree ? count_leaves(read->tree) : 0;
	read->state = LINE_READ;
	b->strategy->depth--;
	b->strategy->leaves = outside;
	b->strategy->at = around;
	b->settings = settings;
}

struct node *strategy_tree(struct builder *b)
{
	size_t line = b->strategy->line;

	read_line(b, line);
	return b->strategy->lines[line].tree;
}

/* ---- references ---------------------------------------------------------- */

/* Reads a line for the one at hand; what is wrong inside it is told of its own
 * question. */
static void read_inside(struct builder *b, size_t number)
{
	const struct settings *settings = b->settings;
	uint32_t left_out = b->left_out, omitted = b->omitted;
	int quiet = b->quiet;

	b->quiet = 1;
	make_room(b, settings);
	read_line(b, number);
	b->quiet = quiet;
	b->left_out = left_out;
	b->omitted = omitted;
	make_room(b, settings);
}

/* Why lines[at], called `number`, cannot be put in; empty: it can. */
static struct slice obstacle(
	const struct builder *b, size_t at, uint32_t number)
{
	const struct strategy_state *state = b->strategy;
	const char *why = NULL;

	if (at == SIZE_MAX)
		why = "no line has this number";
	else if (at == state->at)
		why = "a line cannot be a part of itself";
	else if (state->lines[at].state == LINE_READING)
		why = "that line is a part of it";
	else if (state->lines[at].state == LINE_UNREAD &&
		 state->depth >= b->settings->syntax_depth)
		why = "too many lines stand in one another";
	else if (state->lines[at].state == LINE_READ && !state->lines[at].tree)
		why = "it asks for nothing";
	else if (state->leaves + state->lines[at].leaves > LEAVES_MAX)
		why = "together they have too many words";
	return why ? arena_printf(b->arena,
			     "#%u was left out of line #%u: %s", number,
			     state->strategy->lines[state->at].number, why)
		   : SLICE_EMPTY;
}

static size_t find_line(const struct strategy *strategy, uint32_t number)
{
	for (size_t i = 0; i < strategy->count; i++)
		if (strategy->lines[i].number == number)
			return i;
	return SIZE_MAX;
}

/* NULL: it was left out, which is told. */
static struct node *line_node(struct builder *b, uint32_t number)
{
	struct strategy_state *state = b->strategy;
	size_t line = find_line(state->strategy, number);
	struct slice why = obstacle(b, line, number);
	struct node *node;

	if (!why.length && state->lines[line].state == LINE_UNREAD) {
		read_inside(b, line);
		why = obstacle(b, line, number);
	}
	if (why.length) {
		/* the line that closes a circle is read inside another one */
		if (line != SIZE_MAX &&
			state->lines[line].state == LINE_READING)
			slices_add(&b->query->warnings, why, b->arena);
		else
			warn(b, why);
		return NULL;
	}
	state->leaves += state->lines[line].leaves;
	node = node_wrap(NODE_LINE, state->lines[line].tree, b->arena);
	node->number = state->lines[line].leaves;
	node->depth = 1; /* what is inside was measured there */
	return node;
}

/* The numbers of a list, one by one; see lexeme_line_length(). */
struct list {
	struct slice text;
	size_t at;
	uint32_t next, last; /* of a range at hand; next > last: none */
};

static void skip_to_digit(struct list *list)
{
	while (list->at < list->text.length &&
		!isdigit((unsigned char)list->text.data[list->at]))
		list->at++;
}

static uint32_t take_number(struct list *list)
{
	uint32_t number = 0;

	skip_to_digit(list);
	while (list->at < list->text.length &&
		isdigit((unsigned char)list->text.data[list->at]))
		number = 10 * number +
			 (uint32_t)(list->text.data[list->at++] - '0');
	return number;
}

static int list_next(struct list *list, uint32_t *number)
{
	if (list->next > list->last) {
		skip_to_digit(list);
		if (list->at == list->text.length)
			return 0;
		list->next = list->last = take_number(list);
		if (list->at < list->text.length &&
			list->text.data[list->at] == '-')
			list->last = take_number(list);
		if (list->last < list->next)
			list->last = list->next;
	}
	*number = list->next++;
	return 1;
}

struct node *strategy_reference(struct builder *b, uint32_t start, uint32_t end)
{
	struct list list = {
		.text = {b->query->text.data + start, end - start}, .next = 1};
	int all = memchr(list.text.data, 'a', list.text.length) ||
		  memchr(list.text.data, 'A', list.text.length);
	struct node *joined = NULL;
	size_t missing = 0;
	uint32_t number;

	while (list_next(&list, &number) && missing < 8) {
		struct node *node = line_node(b, number);

		missing += !node;
		if (node)
			joined = joined ? node_join(all ? NODE_AND : NODE_OR,
						  joined, node, b->arena)
					: node;
	}
	return joined;
}
