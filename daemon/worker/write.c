/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/write.h"

#include <ctype.h>

struct writer {
	const struct query *query;
	const struct node *changed;
	enum change change;
	struct buffer *out;
};

static int write_node(struct writer *w, const struct node *node);

static enum change change_of(const struct writer *w, const struct node *node)
{
	return node == w->changed ? w->change : CHANGE_NONE;
}

/* ---- leaves -------------------------------------------------------------- */

/* As it was typed, with the marks that belong to it. */
static void write_typed(
	struct writer *w, const struct node *leaf, enum change change)
{
	const struct query *query = w->query;
	const struct query_token *token = &query->tokens[leaf->number];
	const struct clause *clause = &query->clauses[token->clause];
	uint32_t start = token->start;
	uint32_t end =
		query->tokens[query_clause_end(query, leaf->number) - 1].end;
	int literal = start > 0 && query->text.data[start - 1] == '=';
	int quoted = clause->kind == CLAUSE_PHRASE && !literal &&
		     change != CHANGE_WORDS;

	if (literal && change != CHANGE_WORDS)
		start--;
	if (quoted)
		buffer_add_char(w->out, '"');
	buffer_add(w->out, query->text.data + start, end - start);
	if (quoted)
		buffer_add_char(w->out, '"');
}

static void write_clause(struct writer *w, const struct node *leaf)
{
	static const char *const places[] = {
		[PLACE_TITLE] = "ti:", [PLACE_ABSTRACT] = "tiab:"};
	const struct query_token *token = &w->query->tokens[leaf->number];
	uint8_t place = w->query->clauses[token->clause].place;
	enum change change = change_of(w, leaf);
	int several;

	if (place == PLACE_ANYWHERE || change == CHANGE_PLACE) {
		write_typed(w, leaf, change);
		return;
	}
	several = query_clause_end(w->query, leaf->number) > leaf->number + 1 &&
		  (w->query->clauses[token->clause].kind != CLAUSE_PHRASE ||
			  change == CHANGE_WORDS);
	buffer_add_string(w->out, places[place]);
	if (several)
		buffer_add_char(w->out, '(');
	write_typed(w, leaf, change);
	if (several)
		buffer_add_char(w->out, ')');
}

/* As typed, where a prefix can be called so. */
static struct slice prefix_of(const struct filter *filter)
{
	for (size_t i = 0; i < filter->name.length; i++)
		if (!islower((unsigned char)filter->name.data[i]) &&
			!isdigit((unsigned char)filter->name.data[i]) &&
			filter->name.data[i] != '_')
			return field_name(filter->field);
	return filter->name;
}

/* Unquoted words of one value stand before a tag, for a prefix takes one. */
static void write_filter(struct writer *w, const struct filter *filter)
{
	struct slice name = prefix_of(filter);
	int tag = !filter->quoted && filter->value.length &&
		  memchr(filter->value.data, ' ', filter->value.length);

	if (!tag) {
		buffer_add_slice(w->out, name);
		buffer_add_char(w->out, ':');
	}
	if (filter->quoted)
		buffer_add_char(w->out, '"');
	buffer_add_slice(w->out, filter->value);
	if (filter->quoted)
		buffer_add_char(w->out, '"');
	if (filter->cut)
		buffer_add_char(w->out, '*');
	if (tag) {
		buffer_add_char(w->out, '[');
		buffer_add_slice(w->out, name);
		buffer_add_char(w->out, ']');
	}
}

/* ---- operators ----------------------------------------------------------- */

static int is_leaf(const struct node *node)
{
	return node->kind == NODE_CLAUSE || node->kind == NODE_FILTER ||
	       node->kind == NODE_ORDER;
}

/* In brackets, unless it is one thing. */
static int write_operand(struct writer *w, const struct node *node)
{
	size_t before = w->out->length;
	int inside = !is_leaf(node);

	if (inside)
		buffer_add_char(w->out, '(');
	if (!write_node(w, node)) {
		w->out->length = before;
		return 0;
	}
	if (inside)
		buffer_add_char(w->out, ')');
	return 1;
}

/* Operands that are asked for. */
static size_t count_kept(const struct writer *w, const struct node *node)
{
	size_t kept = 0;

	for (size_t i = 0; i < node->count; i++)
		kept += change_of(w, node->children[i]) < CHANGE_FILTER;
	return kept;
}

static int write_joined(
	struct writer *w, const struct node *node, const char *between)
{
	int one = count_kept(w, node) == 1, written = 0;

	for (size_t i = 0; i < node->count; i++) {
		size_t before = w->out->length;

		if (written)
			buffer_add_string(w->out, between);
		if (one ? write_node(w, node->children[i])
			: write_operand(w, node->children[i]))
			written = 1;
		else
			w->out->length = before;
	}
	return written;
}

static int write_near(struct writer *w, const struct node *node)
{
	char between[32];

	if (change_of(w, node) == CHANGE_DISTANCE)
		return write_joined(w, node, " AND ");
	snprintf(between, sizeof(between), " NEAR/%u ", node->words);
	return write_joined(w, node, between);
}

/* Function words stand in a phrase; joined by AND they would be asked for. */
static int write_all(struct writer *w, const struct node *node)
{
	int written = 0;

	for (size_t i = 0; i < node->count; i++) {
		const struct node *leaf = node->children[i];

		if (text_is_stop_word(w->query->tokens[leaf->number].folded))
			continue;
		if (written)
			buffer_add_string(w->out, " AND ");
		write_typed(w, leaf, CHANGE_NONE);
		written = 1;
	}
	return written;
}

static int write_order(struct writer *w, const struct node *node)
{
	if (change_of(w, node) == CHANGE_DISTANCE)
		return write_all(w, node);
	buffer_add_string(w->out, "~\"");
	for (size_t i = 0; i < node->count; i++) {
		if (i)
			buffer_add_char(w->out, ' ');
		write_typed(w, node->children[i], CHANGE_NONE);
	}
	buffer_add_char(w->out, '"');
	return 1;
}

/* "-a -b" where it was written so. */
static void write_minus(struct writer *w, const struct node *out)
{
	if (out->kind == NODE_OR) {
		for (size_t i = 0; i < out->count; i++)
			write_minus(w, out->children[i]);
		return;
	}
	buffer_add_string(w->out, " -");
	write_operand(w, out);
}

static int write_not(struct writer *w, const struct node *node)
{
	const struct node *left = node->children[0];
	int bare = node->minus && left->kind == NODE_FREE;

	if (change_of(w, node) == CHANGE_NOT)
		return write_node(w, left);
	if (!(bare ? write_node(w, left) : write_operand(w, left)))
		return 0;
	if (node->minus) {
		write_minus(w, node->children[1]);
		return 1;
	}
	buffer_add_string(w->out, " NOT ");
	return write_operand(w, node->children[1]);
}

static int write_node(struct writer *w, const struct node *node)
{
	if (change_of(w, node) >= CHANGE_FILTER)
		return 0;
	switch (node->kind) {
	case NODE_CLAUSE:
		write_clause(w, node);
		return 1;
	case NODE_FILTER:
		write_filter(w, &w->query->filters[node->number]);
		return 1;
	case NODE_OR:
		return write_joined(w, node, " OR ");
	case NODE_NOT:
		return write_not(w, node);
	case NODE_NEAR:
		return write_near(w, node);
	case NODE_ORDER:
		return write_order(w, node);
	case NODE_FREE:
		return write_joined(w, node, " ");
	default:
		return write_joined(w, node, " AND ");
	}
}

int write_question(const struct query *query, const struct node *tree,
	const struct node *changed, enum change change, struct buffer *out)
{
	struct writer w = {query, changed, change, out};

	return write_node(&w, tree);
}

static int write_leaf_words(struct writer *w, const struct node *node)
{
	size_t asked = node->kind == NODE_NOT ? 1 : node->count;
	int written = 0;

	if (node->kind == NODE_CLAUSE) {
		if (w->out->length)
			buffer_add_char(w->out, ' ');
		write_typed(w, node, CHANGE_WORDS);
		return 1;
	}
	for (size_t i = 0; i < asked; i++)
		written |= write_leaf_words(w, node->children[i]);
	return written;
}

int write_words(const struct query *query, const struct node *tree,
	struct buffer *out)
{
	struct writer w = {query, NULL, CHANGE_ANY, out};

	return write_leaf_words(&w, tree);
}
