/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words, quotations and cut words of a question of experts to clauses. */
#include "config.h"

#include "daemon/worker/syntax_internal.h"

#include <ctype.h>

const struct field *syntax_field_of(const struct lexeme *lexeme)
{
	return lexeme->said ? lexeme->said->field : NULL;
}

static enum field_place place_of(const struct lexeme *lexeme)
{
	const struct field *field = syntax_field_of(lexeme);

	return field ? field->place : PLACE_ANYWHERE;
}

/* Does token i start what another clause asks for? */
static int is_first(const struct query *query, size_t from, size_t i)
{
	uint32_t clause = query->tokens[i].clause;

	return clause != CLAUSE_NONE &&
	       (i == from || query->tokens[i - 1].clause != clause);
}

void syntax_push_clauses(struct reader *r, size_t from)
{
	for (size_t i = from; i < r->query->tokens_count; i++)
		if (is_first(r->query, from, i))
			parse_operand(
				&r->parser, node_leaf(NODE_CLAUSE, (uint32_t)i,
						    r->b->arena));
}

/* As one operand. */
static void push_joined(
	struct reader *r, size_t from, enum node_kind kind, uint32_t words)
{
	struct node *node = node_leaf(kind, 0, r->b->arena);

	node->words = words;
	for (size_t i = from; i < r->query->tokens_count; i++)
		if (is_first(r->query, from, i))
			node_append(node,
				node_leaf(
					NODE_CLAUSE, (uint32_t)i, r->b->arena),
				r->b->arena);
	if (node->count == 1)
		parse_operand(&r->parser, node->children[0]);
	else if (node->count)
		parse_operand(&r->parser, node);
}

void syntax_read_words(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	size_t from = r->query->tokens_count;
	int apart = lexeme->said != NULL ||
		    (first > 0 && r->items[first - 1].kind == LEX_MINUS);

	r->b->keep_stop_words = syntax_field_of(lexeme) != NULL;
	read_run(r->b, lexeme->start, r->items[last].end, place_of(lexeme),
		apart);
	r->b->keep_stop_words = 0;
	syntax_push_clauses(r, from);
}

static uint32_t mark_length(const struct reader *r, uint32_t at)
{
	return r->query->text.data[at] == '"' ? 1 : 3;
}

void syntax_inside_of(const struct reader *r, const struct lexeme *quote,
	uint32_t *start, uint32_t *end)
{
	*start = quote->start + (quote->kind == LEX_NAMES);
	*start += mark_length(r, *start);
	*end = quote->end -
	       (r->query->text.data[quote->end - 1] == '"' ? 1 : 3);
}

/* How its words start: folded, hyphens out as in a compound's term. */
static struct slice start_of(struct reader *r, const struct lexeme *cut)
{
	struct slice text = {
		r->query->text.data + cut->start, cut->end - cut->start - 1};
	struct slice folded = text_fold(r->b->analyser, text, r->b->arena);
	char *start = arena_alloc(r->b->arena, folded.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < folded.length; i++)
		if (isalnum((unsigned char)folded.data[i]) ||
			(unsigned char)folded.data[i] >= 0x80)
			start[length++] = folded.data[i];
	return (struct slice){start, length};
}

/* A clause for a cut word, without an operand. */
static void add_cut(
	struct reader *r, const struct lexeme *cut, enum field_place place)
{
	struct slice start = start_of(r, cut);
	uint32_t clause;

	if (!start.length || start.length > TOKEN_TERM_MAX) {
		account_bytes(r->b, cut->start, cut->end, STATUS_UNMATCHED,
			CLAUSE_NONE);
		return;
	}
	r->b->place = place;
	clause_add_term(query_add_clause(r->query, CLAUSE_CUT, r->b->arena),
		start, 1, r->b->arena);
	clause = settle_clause(r->b);
	r->b->left_out += clause == CLAUSE_NONE;
	account_bytes(r->b, cut->start, cut->end,
		clause == CLAUSE_NONE ? STATUS_UNMATCHED : STATUS_WORD, clause);
}

void syntax_read_cut(struct reader *r, const struct lexeme *cut)
{
	size_t from = r->query->tokens_count;

	add_cut(r, cut, place_of(cut));
	syntax_push_clauses(r, from);
}

/* "breast cancer*": its words as typed, and those that are cut. */
static void add_cut_phrase(struct reader *r, const struct lexeme *quote,
	uint32_t start, uint32_t end)
{
	const char *text = r->query->text.data;
	int synonyms = r->b->synonyms;
	struct lexeme word = {.kind = LEX_CUT, .end = start};

	r->b->synonyms = 0;
	for (uint32_t at = start; at < end; at = word.end) {
		if (isspace((unsigned char)text[at])) {
			word.end = at + 1;
			continue;
		}
		word.start = word.end = at;
		while (word.end < end &&
			!isspace((unsigned char)text[word.end]))
			word.end++;
		if (text[word.end - 1] == '*' &&
			word.end - word.start > CUT_LETTERS)
			add_cut(r, &word, place_of(quote));
		else
			read_run(
				r->b, word.start, word.end, place_of(quote), 1);
	}
	r->b->synonyms = synonyms;
}

void syntax_read_quote(struct reader *r, const struct lexeme *quote)
{
	int near = quote->said && quote->said->near;
	uint32_t start = quote->start, end = quote->end, first, last;
	size_t from = r->query->tokens_count;
	int cut;

	syntax_inside_of(r, quote, &first, &last);
	cut = lexeme_has_cut(
		(struct slice){r->query->text.data + first, last - first});
	if (near || quote->kind == LEX_NAMES) {
		start = first;
		end = last;
	}
	r->b->keep_stop_words = 1;
	if (cut)
		add_cut_phrase(r, quote, first, last);
	else
		read_run(r->b, start, end, place_of(quote), 1);
	r->b->keep_stop_words = 0;
	if (near)
		push_joined(r, from, NODE_NEAR, quote->said->number);
	else if (quote->kind == LEX_NAMES || cut)
		push_joined(r, from, NODE_ORDER, 0);
	else
		syntax_push_clauses(r, from);
	if (place_of(quote) == PLACE_ABSTRACT &&
		r->query->tokens_count > from + 1 && !near)
		warn(r->b,
			SLICE("A phrase with [tiab]: each of its words stands "
			      "in title or abstract, but they may stand side "
			      "by side elsewhere in the paper"));
}
