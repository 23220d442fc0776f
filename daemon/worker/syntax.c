/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a question to clauses and filters, and those to the parser. */
#include "config.h"

#include "daemon/worker/syntax.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/identifier.h"
#include "daemon/worker/parse.h"

struct reader {
	struct parser parser;
	struct builder *b;
	struct query *query;
	const struct lexeme *items;
	size_t count;
	size_t range; /* the date that a colon stands behind; SIZE_MAX: none */
};

/* Once, however often it happens. */
static void tell(struct reader *r, struct slice text)
{
	for (size_t i = 0; i < r->query->warnings.count; i++)
		if (slice_equal(r->query->warnings.items[i], text))
			return;
	warn(r->b, text);
}

/* ---- words --------------------------------------------------------------- */

/* What a piece's tag or prefix names; NULL: no field that is known. */
static const struct field *field_of(const struct lexeme *lexeme)
{
	return lexeme->said ? lexeme->said->field : NULL;
}

static enum field_place place_of(const struct lexeme *lexeme)
{
	const struct field *field = field_of(lexeme);

	return field ? field->place : PLACE_ANYWHERE;
}

/* Does token i start what another clause asks for? */
static int is_first(const struct query *query, size_t from, size_t i)
{
	uint32_t clause = query->tokens[i].clause;

	return clause != CLAUSE_NONE &&
	       (i == from || query->tokens[i - 1].clause != clause);
}

static void push_clauses(struct reader *r, size_t from)
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

static void read_words(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	size_t from = r->query->tokens_count;
	int apart = lexeme->said != NULL ||
		    (first > 0 && r->items[first - 1].kind == LEX_MINUS);

	r->b->keep_stop_words = field_of(lexeme) != NULL;
	read_run(r->b, lexeme->start, r->items[last].end, place_of(lexeme),
		apart);
	r->b->keep_stop_words = 0;
	push_clauses(r, from);
}

static uint32_t mark_length(const struct reader *r, uint32_t at)
{
	return r->query->text.data[at] == '"' ? 1 : 3;
}

/* The bytes between the marks, also of ~"...". */
static void inside_of(const struct reader *r, const struct lexeme *quote,
	uint32_t *start, uint32_t *end)
{
	*start = quote->start + (quote->kind == LEX_NAMES);
	*start += mark_length(r, *start);
	*end = quote->end -
	       (r->query->text.data[quote->end - 1] == '"' ? 1 : 3);
}

static void read_quote(struct reader *r, const struct lexeme *quote)
{
	int near = quote->said && quote->said->near;
	uint32_t start = quote->start, end = quote->end;
	size_t from = r->query->tokens_count;

	if (near || quote->kind == LEX_NAMES)
		inside_of(r, quote, &start, &end);
	r->b->keep_stop_words = 1;
	read_run(r->b, start, end, place_of(quote), 1);
	r->b->keep_stop_words = 0;
	if (near)
		push_joined(r, from, NODE_NEAR, quote->said->number);
	else if (quote->kind == LEX_NAMES)
		push_joined(r, from, NODE_ORDER, 0);
	else
		push_clauses(r, from);
	if (place_of(quote) == PLACE_ABSTRACT &&
		r->query->tokens_count > from + 1 && !near)
		tell(r, SLICE("A phrase with [tiab]: each of its words stands "
			      "in title or abstract, but they may stand side "
			      "by side elsewhere in the paper"));
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

static void read_cut(struct reader *r, const struct lexeme *cut)
{
	struct slice start = start_of(r, cut);
	size_t from = r->query->tokens_count;
	uint32_t clause;

	if (!start.length || start.length > TOKEN_TERM_MAX) {
		account_bytes(r->b, cut->start, cut->end, STATUS_UNMATCHED,
			CLAUSE_NONE);
		return;
	}
	r->b->place = place_of(cut);
	clause_add_term(query_add_clause(r->query, CLAUSE_CUT, r->b->arena),
		start, 1, r->b->arena);
	clause = settle_clause(r->b);
	r->b->left_out += clause == CLAUSE_NONE;
	account_bytes(r->b, cut->start, cut->end,
		clause == CLAUSE_NONE ? STATUS_UNMATCHED : STATUS_WORD, clause);
	push_clauses(r, from);
}

/* ---- filters ------------------------------------------------------------- */

static struct slice value_of(const struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	uint32_t start = lexeme->start, end = r->items[last].end;

	if (lexeme->kind == LEX_QUOTE || lexeme->kind == LEX_NAMES)
		inside_of(r, lexeme, &start, &end);
	while (end > start && r->query->text.data[end - 1] == '*')
		end--;
	return (struct slice){r->query->text.data + start, end - start};
}

/* Its words are searched instead. */
static void refuse_filter(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first], *said = lexeme->said;
	size_t from;

	parse_note(&r->parser, lexeme->start,
		arena_printf(r->b->arena,
			"\"%.*s\" is no value of the field \"%.*s\"; its words "
			"were searched everywhere",
			SLICE_PRINT(value_of(r, first, last)),
			SLICE_PRINT(field_name(said->field))));
	if (said->kind == LEX_PREFIX && said + 1 == lexeme)
		account_bytes(r->b, said->start, said->end, STATUS_UNMATCHED,
			CLAUSE_NONE);
	from = r->query->tokens_count;
	read_run(r->b, lexeme->start, r->items[last].end, PLACE_ANYWHERE, 1);
	push_clauses(r, from);
	if (said->kind == LEX_TAG && said == &r->items[last] + 1)
		account_bytes(r->b, said->start, said->end, STATUS_UNMATCHED,
			CLAUSE_NONE);
}

/* One token: the value with its tag or prefix. */
static void account_filter(
	struct reader *r, size_t first, size_t last, enum query_status status)
{
	const struct lexeme *lexeme = &r->items[first], *said = lexeme->said;
	uint32_t start = lexeme->start, end = r->items[last].end;

	if (said + 1 == lexeme)
		start = said->start;
	if (said == &r->items[last] + 1)
		end = said->end;
	account_bytes(r->b, start, end, status, CLAUSE_NONE);
}

/* "2013"[dp] : "2018"[dp]; 0: the second is before the first. */
static int close_range(struct reader *r, const struct filter *last)
{
	struct filter *first = &r->query->filters[r->range];

	if (slice_compare(first->low, last->high) > 0)
		return 0;
	first->high = last->high;
	first->value = arena_printf(r->b->arena, "%.*s:%.*s",
		SLICE_PRINT(first->value), SLICE_PRINT(last->value));
	return 1;
}

static void read_filter(struct reader *r, size_t first, size_t last)
{
	const struct lexeme *lexeme = &r->items[first];
	struct query *query = r->query;
	struct filter filter;

	if (filter_make(field_of(lexeme), value_of(r, first, last),
		    lexeme->kind == LEX_QUOTE, lexeme->kind == LEX_CUT,
		    r->b->analyser, r->b->synonyms ? r->b->thesaurus : NULL,
		    r->b->arena, &filter)) {
		refuse_filter(r, first, last);
		return;
	}
	if (query->filters_count >= r->b->settings->query_terms) {
		account_filter(r, first, last, STATUS_UNMATCHED);
		r->b->left_out++;
		return;
	}
	account_filter(r, first, last, STATUS_FILTER);
	if (r->range != SIZE_MAX && filter.low.length &&
		close_range(r, &filter))
		return;
	query->filters = query_grow(query->filters, query->filters_count,
		sizeof(*query->filters), r->b->arena);
	query->filters[query->filters_count++] = filter;
	parse_operand(&r->parser,
		node_leaf(NODE_FILTER, (uint32_t)query->filters_count - 1,
			r->b->arena));
}

static int is_filter(const struct lexeme *lexeme)
{
	const struct field *field = field_of(lexeme);

	return field && field->kind != FIELD_TEXT;
}

/* ---- operators and fields ------------------------------------------------ */

/* Is it NOT that comes next?  "AND NOT" is NOT. */
static int is_not(const struct reader *r, const struct lexeme *lexeme)
{
	while (lexeme < r->items + r->count && lexeme->kind == LEX_IGNORED)
		lexeme++;
	return lexeme < r->items + r->count && lexeme->kind == LEX_NOT;
}

static void read_operator(struct reader *r, const struct lexeme *lexeme)
{
	uint32_t token = (uint32_t)r->query->tokens_count;

	account_bytes(
		r->b, lexeme->start, lexeme->end, STATUS_OPERATOR, CLAUSE_NONE);
	if (lexeme->kind == LEX_MINUS)
		parse_minus(&r->parser, token);
	else if (lexeme->kind != LEX_AND || !is_not(r, lexeme + 1))
		parse_operator(&r->parser, lexeme->kind, lexeme->number, token);
}

/* One that is a filter's is in the filter's token. */
static void read_field(struct reader *r, const struct lexeme *said)
{
	const struct lexeme *value =
		said->kind == LEX_TAG ? said - 1 : said + 1;

	if (said->field && said->field->kind != FIELD_TEXT &&
		value->kind <= LEX_CUT && value->said == said)
		return;
	account_bytes(r->b, said->start, said->end,
		said->field ? STATUS_OPERATOR : STATUS_UNMATCHED, CLAUSE_NONE);
	if (said->field && said->field->note)
		tell(r, arena_printf(r->b->arena, "%.*s: %s",
				SLICE_PRINT(field_name(said->field)),
				said->field->note));
}

/* Only what has letters is in the account. */
static void read_ignored(struct reader *r, const struct lexeme *lexeme)
{
	if (lexeme->end > lexeme->start + 1)
		account_bytes(r->b, lexeme->start, lexeme->end,
			STATUS_UNMATCHED, CLAUSE_NONE);
}

/* A colon makes a range of the date before it and the one behind. */
static void read_colon(struct reader *r)
{
	const struct query *query = r->query;

	if (query->filters_count &&
		query->filters[query->filters_count - 1].low.length)
		r->range = query->filters_count - 1;
}

/* Returns the last piece of what starts at items[i]. */
static size_t read_operand(struct reader *r, size_t i)
{
	size_t last = i;

	while (r->items[i].kind == LEX_WORD && last + 1 < r->count &&
		r->items[last + 1].kind == LEX_WORD &&
		r->items[last + 1].run == r->items[i].run)
		last++;
	if (is_filter(&r->items[i]))
		read_filter(r, i, last);
	else if (r->items[i].kind == LEX_WORD)
		read_words(r, i, last);
	else if (r->items[i].kind == LEX_CUT)
		read_cut(r, &r->items[i]);
	else
		read_quote(r, &r->items[i]);
	r->range = SIZE_MAX;
	return last;
}

static void read_pieces(struct reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct lexeme *lexeme = &r->items[i];

		if (lexeme->kind <= LEX_CUT)
			i = read_operand(r, i);
		else if (lexeme->kind == LEX_OPEN)
			parse_open(&r->parser);
		else if (lexeme->kind == LEX_CLOSE)
			parse_close(&r->parser);
		else if (lexeme->kind == LEX_TAG || lexeme->kind == LEX_PREFIX)
			read_field(r, lexeme);
		else if (lexeme->kind == LEX_COLON)
			read_colon(r);
		else if (lexeme->kind == LEX_IGNORED)
			read_ignored(r, lexeme);
		else
			read_operator(r, lexeme);
	}
}

/* ---- the question -------------------------------------------------------- */

static int starts_at(struct slice text, size_t at, const char *word)
{
	struct slice rest = {text.data + at, text.length - at};

	return slice_starts(rest, word) &&
	       (at == 0 || !isalnum((unsigned char)text.data[at - 1]));
}

/* A look at the bytes, for most questions have nothing of the kind. */
static int may_have_syntax(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (strchr("[:*~", c) || (c == '-' && starts_at(text, i, "-")))
			return 1;
		if ((c == 'A' && starts_at(text, i, "AND")) ||
			(c == 'O' && starts_at(text, i, "OR")) ||
			(c == 'N' && (starts_at(text, i, "NOT") ||
					     starts_at(text, i, "NEAR"))))
			return 1;
	}
	return 0;
}

static void mark_wanted(struct query *query, const struct node *node)
{
	size_t count = node->kind == NODE_NOT ? 1 : node->count;

	for (size_t i = 0; i < count; i++)
		mark_wanted(query, node->children[i]);
	if (node->kind == NODE_CLAUSE)
		query->clauses[query->tokens[node->number].clause].wanted = 1;
}

static void take_tree(struct reader *r, struct node *tree)
{
	struct query *query = r->query;

	for (size_t i = 0; i < query->clauses_count; i++)
		query->clauses[i].wanted = 0;
	mark_wanted(query, tree);
	query->tree = tree;
	query->free = tree->kind == NODE_NOT ? tree->children[0] : tree;
	if (query->free->kind != NODE_FREE)
		query->free = NULL;
	query->strict = r->parser.lexemes.operated;
}

static void take_notes(struct reader *r, size_t count)
{
	const struct lexemes *lexemes = &r->parser.lexemes;

	for (size_t i = 0; i < count; i++) {
		const struct problem_note *at = &lexemes->notes[i];

		if (!r->query->mistake.length ||
			at->at < r->query->mistake_at) {
			r->query->mistake = at->text;
			r->query->mistake_at = at->at;
		}
		tell(r, at->text);
	}
}

/* The number of a paper, but not by a tag. */
static int is_number(struct slice text, struct arena *arena)
{
	return (!text.length || text.data[text.length - 1] != ']') &&
	       identifier_term(text, arena).length;
}

int read_syntax(struct builder *b, uint32_t mode)
{
	struct reader r = {.parser = {.b = b},
		.b = b,
		.query = b->query,
		.range = SIZE_MAX};
	struct query *query = b->query;
	struct node *tree = NULL;

	if (mode == SYNTAX_PLAIN ||
		(mode == SYNTAX_AUTO && !may_have_syntax(query->text)) ||
		is_number(query->text, b->arena))
		return 0;
	r.parser.lexemes =
		lexemes_read(query->text, mode == SYNTAX_STRICT, b->arena);
	r.items = r.parser.lexemes.items;
	r.count = r.parser.lexemes.count;
	if (r.parser.lexemes.syntax) {
		read_pieces(&r);
		tree = parse_end(&r.parser);
	}
	if (tree && tree->kind != NODE_MINUS) {
		take_tree(&r, tree);
		take_notes(&r, r.parser.lexemes.notes_count);
		return 1;
	}
	query->tokens_count = 0;
	query->clauses_count = 0;
	query->filters_count = 0;
	query->warnings.count = 0;
	b->left_out = 0;
	/* What was meant as syntax and could not be followed is told, too. */
	take_notes(&r, mode == SYNTAX_STRICT || r.parser.lexemes.syntax
				? r.parser.lexemes.notes_count
				: r.parser.lexemes.scan_notes);
	if (tree)
		tell(&r, SLICE("There is nothing to leave words out of: the "
			       "words behind \"-\" were searched"));
	return 0;
}
