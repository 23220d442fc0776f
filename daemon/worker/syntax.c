/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of a question to clauses and filters, and those to the parser. */
#include "config.h"

#include "daemon/worker/syntax.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/identifier.h"
#include "daemon/worker/strategy.h"
#include "daemon/worker/syntax_internal.h"

void syntax_tell_field(struct reader *r, const struct field *field)
{
	if (field->note)
		warn(r->b,
			arena_printf(r->b->arena, "%.*s: %s",
				SLICE_PRINT(field_name(field)), field->note));
}

static int is_filter(const struct lexeme *lexeme)
{
	const struct field *field = syntax_field_of(lexeme);

	return field && field->kind != FIELD_TEXT;
}

static int is_absent(const struct lexeme *lexeme)
{
	const struct field *field = syntax_field_of(lexeme);

	return field && field->kind == FIELD_ABSENT;
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
	if (said->field && said->field->kind != FIELD_ABSENT)
		syntax_tell_field(r, said->field);
}

static void read_lines(struct reader *r, const struct lexeme *lexeme)
{
	struct node *node =
		strategy_reference(r->b, lexeme->start, lexeme->end);

	account_bytes(r->b, lexeme->start, lexeme->end,
		node ? STATUS_OPERATOR : STATUS_UNMATCHED, CLAUSE_NONE);
	if (lexeme->said)
		parse_note(&r->parser, lexeme->start,
			SLICE("A field can be asked of words and not of the "
			      "lines of a strategy"));
	if (node)
		parse_operand(&r->parser, node);
	else
		r->b->omitted++;
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

/* Does the piece behind items[last] go on with it? */
static int goes_on(const struct reader *r, size_t last)
{
	const struct lexeme *item = &r->items[last];

	return last + 1 < r->count && item->kind == LEX_WORD &&
	       item[1].run == item->run &&
	       (item[1].kind == LEX_WORD ||
		       (item[1].kind == LEX_CUT && is_filter(item)));
}

/* Returns the last piece of what starts at items[i]. */
static size_t read_operand(struct reader *r, size_t i)
{
	size_t last = i;

	while (goes_on(r, last))
		last++;
	if (r->items[i].kind == LEX_LINE)
		read_lines(r, &r->items[i]);
	else if (is_absent(&r->items[i]))
		syntax_read_absent(r, i, last);
	else if (is_filter(&r->items[i]))
		syntax_read_value(r, i, last);
	else if (r->items[i].kind == LEX_WORD)
		syntax_read_words(r, i, last);
	else if (r->items[i].kind == LEX_CUT)
		syntax_read_cut(r, &r->items[i]);
	else
		syntax_read_quote(r, &r->items[i]);
	r->range = SIZE_MAX;
	return last;
}

static void read_pieces(struct reader *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct lexeme *lexeme = &r->items[i];

		if (lexeme->kind <= LEX_LINE)
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

		if (strchr("[:*~$#(\"\xe2", c) ||
			(c == '?' && i + 1 < text.length &&
				islower((unsigned char)text.data[i + 1])) ||
			(c == '-' && starts_at(text, i, "-")) ||
			(c == '/' && (i + 1 == text.length ||
					     text.data[i + 1] == ' ')) ||
			lexeme_ovid_length(text, i))
			return 1;
		if ((c == 'A' && starts_at(text, i, "AND")) ||
			(c == 'a' && starts_at(text, i, "adj")) ||
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

static void take_tree(struct query *query, struct node *tree, int operated)
{
	for (size_t i = 0; i < query->clauses_count; i++)
		query->clauses[i].wanted = 0;
	mark_wanted(query, tree);
	query->tree = tree;
	query->free = tree->kind == NODE_NOT ? tree->children[0] : tree;
	if (query->free->kind != NODE_FREE)
		query->free = NULL;
	query->strict = operated;
}

/* And what became of it. */
static struct slice told(
	const struct reader *r, const struct problem_note *note, int plain)
{
	if (!note->ignored)
		return note->text;
	return arena_printf(r->b->arena, "%.*s; it was %s",
		SLICE_PRINT(note->text),
		plain && note->letters ? "searched as a word" : "left out");
}

/* plain: the question is read as a plain one; always: only those notes that are
 * good for these, too. */
static void take_notes(struct reader *r, int plain, int always)
{
	const struct lexemes *lexemes = &r->parser.lexemes;

	for (size_t i = 0; i < lexemes->notes_count && !r->b->quiet; i++) {
		const struct problem_note *at = &lexemes->notes[i];

		if (always && !at->always)
			continue;
		if (!r->query->mistake.length ||
			at->at < r->query->mistake_at) {
			r->query->mistake = at->text;
			r->query->mistake_at = at->at;
		}
		warn(r->b, told(r, at, plain));
	}
}

/* The number of a paper, but not by a tag. */
static int is_number(struct slice text, struct arena *arena)
{
	return (!text.length || text.data[text.length - 1] != ']') &&
	       identifier_term(text, arena).length;
}

static struct node *read_tree(struct reader *r, uint32_t from, uint32_t to,
	const struct lexeme_rules *rules)
{
	struct lexemes *lexemes = &r->parser.lexemes;

	*lexemes = lexemes_read(r->query->text, from, to, rules, r->b->arena);
	r->items = lexemes->items;
	r->count = lexemes->count;
	if (!lexemes->syntax && !rules->pubmed)
		return NULL;
	read_pieces(r);
	return parse_end(&r->parser);
}

struct node *syntax_read_line(struct builder *b, uint32_t from, uint32_t to,
	const struct lexeme_rules *rules)
{
	struct reader r = {.parser = {.b = b},
		.b = b,
		.query = b->query,
		.range = SIZE_MAX};
	struct node *tree = read_tree(&r, from, to, rules);

	take_notes(&r, 0, 0);
	if (!tree || tree->kind != NODE_MINUS)
		return tree;
	warn(b, SLICE("There is nothing to leave words out of"));
	return NULL;
}

/* Nothing is searched: what was read asks for nothing. */
static void drop_all(struct query *query)
{
	for (size_t i = 0; i < query->tokens_count; i++) {
		if (query->tokens[i].clause == CLAUSE_NONE)
			continue;
		query->tokens[i].clause = CLAUSE_NONE;
		query->tokens[i].status = STATUS_UNMATCHED;
	}
	query->clauses_count = 0;
}

static int read_strategy(struct builder *b)
{
	struct node *tree = strategy_tree(b);

	if (tree)
		take_tree(b->query, tree, 1);
	else
		drop_all(b->query);
	return 1;
}

int read_syntax(struct builder *b, uint32_t mode)
{
	struct reader r = {.parser = {.b = b},
		.b = b,
		.query = b->query,
		.range = SIZE_MAX};
	struct query *query = b->query;
	int pubmed = mode == SYNTAX_PUBMED;
	struct lexeme_rules rules = {
		.strict = pubmed || mode == SYNTAX_STRICT, .pubmed = pubmed};
	struct node *tree;

	if (mode == SYNTAX_STRATEGY)
		return read_strategy(b);
	if (mode == SYNTAX_PLAIN ||
		(mode == SYNTAX_AUTO && !may_have_syntax(query->text)) ||
		is_number(query->text, b->arena))
		return 0;
	tree = read_tree(&r, 0, (uint32_t)query->text.length, &rules);
	if (tree && tree->kind != NODE_MINUS) {
		take_tree(query, tree, r.parser.lexemes.operated);
		take_notes(&r, 0, 0);
		return 1;
	}
	if (!tree && b->omitted) { /* that was all */
		take_notes(&r, 0, 0);
		return 1;
	}
	query->tokens_count = 0;
	query->clauses_count = 0;
	query->filters_count = 0;
	query->warnings.count = 0;
	b->left_out = 0;
	/* What was meant as syntax and could not be followed is told, too. */
	take_notes(&r, 1,
		mode != SYNTAX_STRICT && !r.parser.lexemes.syntax);
	if (tree)
		warn(b, SLICE("There is nothing to leave words out of: the "
			      "words behind \"-\" were searched"));
	return 0;
}
