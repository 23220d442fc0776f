/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question to clauses.  The tokens form a graph; one path through it is
 * taken, at each position the first of: a sense that is named, a quoted phrase,
 * a concept, a code (CMC-544 is one word whatever joins it), an atom.
 */
#include "config.h"

#include "daemon/worker/query_internal.h"

#include "base/plural.h"
#include "daemon/worker/comparison.h"
#include "daemon/worker/component.h"
#include "daemon/worker/identifier.h"
#include "daemon/worker/node.h"
#include "index/index.h"
#include "daemon/worker/scaffold.h"
#include "daemon/worker/strategy.h"
#include "daemon/worker/syntax.h"

const char *query_status_name(unsigned status)
{
	static const char *const names[] = {"concept", "word", "phrase",
		"number", "stop", "operator", "filter", "unmatched"};

	return names[status];
}

int query_is_own(const struct query *query, const struct query_token *token)
{
	return token->start >= query->own_start && token->end <= query->own_end;
}

/* ---- tokens -------------------------------------------------------------- */

int query_has_capitals(const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (token->kind == TOKEN_ACRONYM ||
			(token->flags & TOKEN_UPPER) ||
			((token->flags & TOKEN_CAPITAL) &&
				!(token->flags & TOKEN_SENTENCE)))
			return 1;
	}
	return 0;
}

const struct token *token_at(
	const struct tokens *tokens, size_t i, uint32_t limit)
{
	const struct token *best = &tokens->items[i];

	for (size_t n = i + 1; n < tokens->count; n++) {
		const struct token *token = &tokens->items[n];

		if (token->position != tokens->items[i].position)
			break;
		if (token->kind == TOKEN_CODE && token->span > best->span &&
			token->position + token->span <= limit)
			best = token;
	}
	return best;
}

size_t skip_to(const struct tokens *tokens, size_t i, uint32_t position)
{
	while (i < tokens->count && tokens->items[i].position < position)
		i++;
	return i;
}

/* ---- phrases ------------------------------------------------------------- */

void warn(struct builder *b, struct slice text)
{
	for (size_t i = 0; i < b->query->warnings.count; i++)
		if (slice_equal(b->query->warnings.items[i], text))
			return;
	if (!b->quiet)
		slices_add(&b->query->warnings, text, b->arena);
}

/* The position of the first token at or behind a byte. */
static uint32_t position_of(const struct builder *b, uint32_t byte)
{
	for (size_t i = 0; i < b->tokens.count; i++)
		if (b->tokens.items[i].start >= byte)
			return b->tokens.items[i].position;
	return b->tokens.positions;
}

/* The tokens of a quotation, one each position; *window is their extent. */
static size_t quoted_tokens(const struct builder *b, size_t from,
	uint32_t end_byte, const struct token **out, uint32_t *window)
{
	const struct token *first = &b->tokens.items[from];
	uint32_t limit = position_of(b, end_byte);
	size_t count = 0;

	while (from < b->tokens.count &&
		b->tokens.items[from].position < limit) {
		const struct token *token = token_at(&b->tokens, from, limit);

		out[count++] = token;
		*window = token->position + token->span - first->position;
		from = skip_to(&b->tokens, from, token->position + token->span);
	}
	return count;
}

static void add_phrase_clause(struct builder *b,
	const struct token *const *list, size_t count, uint32_t window)
{
	struct part *part = clause_add_part(
		query_add_clause(b->query, CLAUSE_PHRASE, b->arena),
		count == 1 ? PART_TERM : PART_PHRASE, count, 1, b->arena);

	part->window = window;
	for (size_t i = 0; i < count; i++)
		part->terms[i] = literal_term(b, list[i]);
}

/* Returns the position behind the phrase; 0: too long to be one. */
static uint32_t add_phrase(struct builder *b, size_t from, uint32_t end_byte)
{
	const struct token **list = arena_array(
		b->arena, const struct token *, b->tokens.count - from);
	uint32_t window = 0, number;
	size_t count = quoted_tokens(b, from, end_byte, list, &window);

	if (count > b->settings->phrase_terms) {
		warn(b, arena_printf(b->arena,
				"A phrase of more than %u words was read as "
				"single words",
				b->settings->phrase_terms));
		return 0;
	}
	add_phrase_clause(b, list, count, window);
	number = settle_clause(b);
	for (size_t i = 0; i < count; i++)
		account(b, list[i], STATUS_PHRASE, number);
	return list[0]->position + window;
}

/* ---- the question -------------------------------------------------------- */

static struct quote *quote_around(
	const struct builder *b, const struct token *token)
{
	for (size_t i = 0; i < b->quotes.count; i++) {
		if (token->start >= b->quotes.items[i].start &&
			token->end <= b->quotes.items[i].end)
			return &b->quotes.items[i];
	}
	return NULL;
}

static const struct directive *directive_around(
	const struct builder *b, const struct token *token)
{
	for (size_t i = 0; i < b->directives.count; i++) {
		const struct directive *one = &b->directives.items[i];

		if (token->start >= one->start && token->start < one->end)
			return one;
	}
	return NULL;
}

static int is_short_form(const struct builder *b, const struct concept_hit *hit)
{
	return hit->first_token == hit->last_token &&
	       b->tokens.items[hit->first_token].kind == TOKEN_ACRONYM;
}

/* Does it reach into quotation marks or a word that is taken literally? */
static int is_literal(const struct builder *b, const struct concept_hit *hit)
{
	int inside = 0;

	for (size_t i = 0; i < b->quotes.count; i++)
		inside |= hit->end > b->quotes.items[i].start &&
			  hit->start < b->quotes.items[i].end;
	for (size_t i = 0; i < b->directives.count; i++)
		inside |= hit->end > b->directives.items[i].start &&
			  hit->start < b->directives.items[i].end;
	return inside;
}

/* The mention that starts at this position and may be one. */
static const struct concept_hit *hit_at(
	const struct builder *b, uint32_t position)
{
	for (size_t i = 0; i < b->hits.count; i++)
		if (b->hits.items[i].first_position == position)
			return is_literal(b, &b->hits.items[i]) ||
					       (!b->acronyms &&
						       is_short_form(
							       b, &b->hits.items
									   [i]))
				       ? NULL
				       : &b->hits.items[i];
	return NULL;
}

/* Returns the position behind what the directive is about; 0: nothing. */
static uint32_t add_directed(
	struct builder *b, size_t i, const struct directive *directive)
{
	const struct token *token = token_at(&b->tokens, i, UINT32_MAX);

	if (!directive)
		return 0;
	if (directive->kind == DIRECTIVE_SENSE)
		return add_sense(b, i, directive);
	add_literal(b, token);
	return token->position + token->span;
}

static void walk(struct builder *b)
{
	size_t i = 0;

	while (i < b->tokens.count) {
		const struct token *token = &b->tokens.items[i];
		struct quote *quote = quote_around(b, token);
		const struct concept_hit *hit = hit_at(b, token->position);
		uint32_t next = quote ? add_phrase(b, i, quote->end) : 0;

		if (quote && !next) {
			quote->start = quote->end = UINT32_MAX;
			continue;
		}
		if (!quote)
			next = add_directed(b, i, directive_around(b, token));
		if (!next && hit) {
			next = add_concept(b, i, hit);
		} else if (!next) {
			token = token_at(&b->tokens, i, UINT32_MAX);
			if (token->kind == TOKEN_CODE)
				add_code(b, i, token);
			else
				add_word(b, token);
			next = token->position + token->span;
		}
		i = skip_to(&b->tokens, i, next);
	}
}

/* Those that can be followed: of the others the user is told. */
static struct directives find_directives(struct builder *b)
{
	struct directives all = directives_find(b->tokens.text, b->arena);
	size_t kept = 0;

	for (size_t i = 0; i < all.count; i++) {
		const struct directive *one = &all.items[i];

		if (one->kind == DIRECTIVE_LITERAL ||
			(b->thesaurus && thesaurus_concept(b->thesaurus,
						 one->slug) != CONCEPT_NONE))
			all.items[kept++] = *one;
		else
			warn(b, arena_printf(b->arena,
					"No concept is called \"%.*s\"; its "
					"words were searched",
					SLICE_PRINT(one->slug)));
	}
	all.count = kept;
	return all;
}

/* Papers that mention the number in their text come behind its own. */
static void add_mention(struct builder *b)
{
	struct slice text = identifier_written(b->query->text, b->arena);
	const struct token **list;
	uint32_t window = 0;
	size_t count;

	if (!text.length)
		return;
	b->tokens = text_tokens(b->analyser, text, b->arena);
	list = arena_array(b->arena, const struct token *, b->tokens.count + 1);
	count = quoted_tokens(b, 0, (uint32_t)text.length, list, &window);
	if (count > 0 && count <= b->settings->phrase_terms)
		add_phrase_clause(b, list, count, window);
}

/* Nothing but the last clause, whatever else the words could be. */
static void keep_identifier(struct query *query)
{
	query->clauses[0] = query->clauses[query->clauses_count - 1];
	query->clauses_count = 1;
	query->compares = 0;
	for (size_t i = 0; i < query->tokens_count; i++) {
		query->tokens[i].clause = 0;
		query->tokens[i].status = STATUS_NUMBER;
	}
}

static void add_identifier(struct builder *b)
{
	struct slice term = identifier_term(b->query->text, b->arena);
	struct clause *clause;

	if (!term.length)
		term = schema_title(&b->tokens, b->arena);
	if (!term.length)
		return;
	if (!slice_starts(term, PREFIX_IDENTIFIER))
		term = schema_term(PREFIX_IDENTIFIER, term, b->arena);
	clause = query_add_clause(b->query, CLAUSE_IDENTIFIER, b->arena);
	clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] = term;
	if (identifier_is_named(b->query->text) &&
		identifier_term(b->query->text, b->arena).length) {
		keep_identifier(b->query);
		add_mention(b);
	}
}

/* Several words and all in capitals? */
static int has_capitals_only(const struct tokens *tokens)
{
	size_t words = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		if (token->span > 1 || token->kind == TOKEN_NUMBER)
			continue;
		if (!(token->flags & TOKEN_UPPER))
			return 0;
		words++;
	}
	return words > 1;
}

void read_run(struct builder *b, uint32_t start, uint32_t end,
	enum field_place place, int apart)
{
	struct slice text = {b->query->text.data + start, end - start};

	b->offset = start;
	b->place = place;
	b->apart = apart;
	b->tokens = text_tokens(b->analyser, text, b->arena);
	b->capitals_only = has_capitals_only(&b->tokens);
	b->hits = concept_find(b->synonyms ? b->thesaurus : NULL, &b->tokens,
		!query_has_capitals(&b->tokens), b->arena);
	b->quotes = quotes_find(text, b->arena);
	b->directives = find_directives(b);
	if (b->plain)
		b->scaffold = scaffold_find(&b->tokens, b->arena);
	walk(b);
}

static void read_plain(struct builder *b)
{
	b->plain = 1;
	read_run(b, 0, (uint32_t)b->query->text.length, PLACE_ANYWHERE, 0);
	if (!b->query->clauses_count) {
		b->query->tokens_count = 0;
		b->keep_stop_words = 1;
		walk(b);
	}
	comparison_find(b->query);
}

/* Nothing but papers like one, whatever its id looks like. */
static void read_like(struct builder *b, struct slice id)
{
	struct query *query = b->query;
	struct filter *filter = arena_new(b->arena, struct filter);

	query->text = arena_printf(b->arena, "like:%.*s", SLICE_PRINT(id));
	query->own_end = (uint32_t)query->text.length;
	account_bytes(b, 0, (uint32_t)query->text.length, STATUS_FILTER,
		CLAUSE_NONE);
	filter_make(field_find(SLICE("like")), id, 1, 0, b->analyser,
		b->thesaurus, b->arena, filter);
	query->filters = filter;
	query->filters_count = 1;
	query->tree = node_leaf(NODE_FILTER, 0, b->arena);
}

static void make(struct builder *b, const struct request *request)
{
	if (request->like.length) {
		read_like(b, request->like);
	} else if (!read_syntax(b, request->syntax)) {
		read_plain(b);
		add_identifier(b);
	}
	if (!b->strategy && strategy_is_likely(b->query->text, b->arena))
		warn(b, SLICE("These seem to be the lines of a strategy, which "
			      "syntax=strategy runs one by one"));
	if (b->left_out)
		warn(b, arena_printf(b->arena,
				"A question has at most %u different terms; "
				"%u %s left out",
				b->settings->query_terms, b->left_out,
				plural(b->left_out, "word was",
					"words were")));
}

void query_make(const struct request *request, const struct settings *settings,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena, struct query *query)
{
	struct strategy strategy = {.count = 0};

	if (request->syntax == SYNTAX_STRATEGY)
		strategy = strategy_read(request->text, arena);
	query_make_line(request, settings, analyser, thesaurus, arena,
		&strategy, strategy.count ? strategy.count - 1 : 0, query);
}

void query_make_line(const struct request *request,
	const struct settings *settings, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena,
	const struct strategy *strategy, size_t line, struct query *query)
{
	struct builder b = {.query = query,
		.settings = settings,
		.analyser = analyser,
		.thesaurus = thesaurus,
		.synonyms = (int)request->synonyms,
		.acronyms = !(request->without & COMPONENT_ACRONYMS),
		.arena = arena};

	*query = (struct query){.text = request->text,
		.own_end = (uint32_t)request->text.length,
		.cut_terms = settings->cut_terms};
	if (request->syntax == SYNTAX_STRATEGY && !strategy->count)
		return;
	if (strategy->count) {
		b.strategy = strategy_state_new(strategy, line, arena);
		query->own_start = strategy->lines[line].start;
		query->own_end = strategy->lines[line].end;
	}
	make(&b, request);
}
