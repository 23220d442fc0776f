/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A question to clauses.  The tokens form a graph; one path through it is
 * taken, at each position the first of: a quoted phrase, a concept, a code
 * (CMC-544 is one word whatever joins it), an atom.
 */
#include "config.h"

#include "daemon/worker/query.h"

#include <string.h>

#include "daemon/worker/identifier.h"
#include "daemon/worker/quote.h"
#include "index/index.h"

struct builder {
	struct query *query;
	const struct settings *settings;
	struct text_analyser *analyser;
	const struct thesaurus *thesaurus;
	struct tokens tokens;
	struct concept_hits hits;
	struct quotes quotes;
	uint32_t left_out; /* tokens beyond query_terms */
	int keep_stop_words;
	struct arena *arena;
};

const char *query_status_name(unsigned status)
{
	static const char *const names[] = {
		"concept", "word", "phrase", "number", "stop", "unmatched"};

	return names[status];
}

/* Room for one more: the count says when a power of two is full. */
static void *grow(void *items, size_t count, size_t size, struct arena *arena)
{
	if (count & (count - 1) || (count == 0 && items))
		return items;
	return arena_grow(arena, items, count, count ? 2 * count : 1, size);
}

struct clause *query_add_clause(
	struct query *query, enum clause_kind kind, struct arena *arena)
{
	struct clause *clause;

	query->clauses = grow(query->clauses, query->clauses_count,
		sizeof(*query->clauses), arena);
	clause = &query->clauses[query->clauses_count++];
	*clause = (struct clause){.kind = kind, .concept = CONCEPT_NONE};
	return clause;
}

struct part *clause_add_part(struct clause *clause, enum part_join join,
	size_t terms, double weight, struct arena *arena)
{
	struct part *part;

	clause->parts = grow(clause->parts, clause->parts_count,
		sizeof(*clause->parts), arena);
	part = &clause->parts[clause->parts_count++];
	*part = (struct part){.join = join,
		.weight = weight,
		.terms = arena_array(arena, struct slice, terms),
		.terms_count = terms};
	return part;
}

/* ---- what is asked before ------------------------------------------------ */

static int same_part(const struct part *a, const struct part *b)
{
	if (a->terms_count != b->terms_count)
		return 0;
	for (size_t i = 0; i < a->terms_count; i++) {
		if (!slice_equal(a->terms[i], b->terms[i]))
			return 0;
	}
	return 1;
}

/* The number of a clause just made at the end, or of an earlier equal one. */
static uint32_t settle_clause(struct builder *b)
{
	struct query *query = b->query;
	struct clause *last = &query->clauses[query->clauses_count - 1];

	for (uint32_t i = 0; i + 1 < query->clauses_count; i++) {
		struct clause *old = &query->clauses[i];

		if (old->kind != last->kind || old->concept != last->concept)
			continue;
		if (last->kind != CLAUSE_CONCEPT &&
			!same_part(&old->parts[0], &last->parts[0]))
			continue;
		query->clauses_count--;
		return i;
	}
	if (query->clauses_count > b->settings->query_terms) {
		query->clauses_count--;
		return CLAUSE_NONE;
	}
	return (uint32_t)query->clauses_count - 1;
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

/* A function word, but not a letter in capitals that starts no sentence
 * ("vitamin A"). */
static int is_stop_word(const struct token *token)
{
	if (token->folded.length == 1 && (token->flags & TOKEN_CAPITAL) &&
		!(token->flags & TOKEN_SENTENCE))
		return 0;
	return (token->flags & TOKEN_STOP) != 0;
}

/* The token to read at items[i]: the longest code that starts there and ends
 * before `limit`, else the atom itself. */
static const struct token *token_at(
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

/* The first token at or behind a position. */
static size_t skip_to(const struct tokens *tokens, size_t i, uint32_t position)
{
	while (i < tokens->count && tokens->items[i].position < position)
		i++;
	return i;
}

static void account(struct builder *b, const struct token *token,
	enum query_status status, uint32_t clause)
{
	struct query *query = b->query;

	if (clause == CLAUSE_NONE && status != STATUS_STOP) {
		status = STATUS_UNMATCHED;
		b->left_out++;
	}
	query->tokens = grow(query->tokens, query->tokens_count,
		sizeof(*query->tokens), b->arena);
	query->tokens[query->tokens_count++] = (struct query_token){
		.start = token->start,
		.end = token->end,
		.status = (uint8_t)status,
		.letters = token->kind == TOKEN_WORD ||
			   token->kind == TOKEN_ACRONYM,
		.clause = clause,
		.folded = token->folded,
	};
}

/* ---- one clause each ----------------------------------------------------- */

static void add_word(struct builder *b, const struct token *token)
{
	enum query_status status = STATUS_WORD;
	enum clause_kind kind = CLAUSE_WORD;
	struct clause *clause;

	if (token->kind == TOKEN_NUMBER) {
		kind = CLAUSE_NUMBER;
		status = STATUS_NUMBER;
	} else if (token->kind == TOKEN_ACRONYM) {
		kind = CLAUSE_ACRONYM;
	} else if (!b->keep_stop_words && is_stop_word(token)) {
		account(b, token, STATUS_STOP, CLAUSE_NONE);
		return;
	}
	clause = query_add_clause(b->query, kind, b->arena);
	if (kind == CLAUSE_ACRONYM)
		clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] =
			schema_acronym(&b->tokens, token, b->arena);
	if (kind != CLAUSE_ACRONYM || !text_is_stop_word(token->folded))
		clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] =
			token->term;
	account(b, token, status, settle_clause(b));
}

/* What finds a word as it is typed; ALL is not "all". */
static struct slice literal_term(
	const struct builder *b, const struct token *token)
{
	if (token->kind == TOKEN_ACRONYM && text_is_stop_word(token->folded))
		return schema_acronym(&b->tokens, token, b->arena);
	return token->term;
}

/* The two words of "CMC 544", in case no paper knows them as one code. */
static void add_loose_atoms(
	struct builder *b, size_t i, uint32_t end, struct clause *clause)
{
	struct part *part = clause_add_part(
		clause, PART_BAG, b->tokens.count - i, 1, b->arena);

	part->terms_count = 0;
	for (; i < b->tokens.count && b->tokens.items[i].position < end; i++) {
		const struct token *atom = &b->tokens.items[i];

		if (atom->span == 1)
			part->terms[part->terms_count++] =
				literal_term(b, atom);
	}
}

static void add_code(struct builder *b, size_t i, const struct token *code)
{
	struct clause *clause =
		query_add_clause(b->query, CLAUSE_CODE, b->arena);

	clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] =
		code->term;
	if (memchr(b->tokens.text.data + code->start, ' ',
		    code->end - code->start))
		add_loose_atoms(b, i, code->position + code->span, clause);
	account(b, code, STATUS_WORD, settle_clause(b));
}

/* A word that is a concept's name only in capitals is one or the other.  Where
 * its stem is another word ("aids") how frequent that is says nothing. */
static int is_guess(const struct builder *b, const struct concept_hit *hit,
	const struct concept_form *form)
{
	const struct token *token = &b->tokens.items[hit->first_token];
	struct slice typed = {
		b->tokens.text.data + hit->start, hit->end - hit->start};

	return hit->first_token == hit->last_token &&
	       form->letter_case == FORM_CASE_EXACT &&
	       !slice_equal(form->text, typed) &&
	       slice_equal(token->term, token->folded);
}

static void add_guess(struct builder *b, struct clause *clause,
	const struct token *token, struct slice form)
{
	struct tokens name = text_tokens(b->analyser, form, b->arena);

	if (name.count != 1 || name.items[0].kind != TOKEN_ACRONYM)
		return;
	clause->guessed = 1;
	clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] =
		schema_acronym(&name, name.items, b->arena);
	clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] =
		token->term;
}

static uint32_t add_concept_clause(
	struct builder *b, const struct concept_hit *hit)
{
	struct concept_form form =
		concept_form_at(b->thesaurus, hit->concept, hit->form);
	struct query *query = b->query;
	size_t before = query->clauses_count;
	struct clause *clause =
		query_add_clause(query, CLAUSE_CONCEPT, b->arena);
	int guess = is_guess(b, hit, &form);
	uint32_t number;

	clause->concept = hit->concept;
	number = settle_clause(b);
	if (number == CLAUSE_NONE)
		return number;
	clause = &query->clauses[number];
	if (!guess) { /* named beyond doubt, here or before */
		clause->guessed = 0;
		clause->parts_count = 0;
	} else if (number == before) {
		add_guess(b, clause, &b->tokens.items[hit->first_token],
			form.text);
	}
	return number;
}

/* items[from] up to the one at position `end` belong to one mention. */
static void add_concept(
	struct builder *b, size_t from, const struct concept_hit *hit)
{
	uint32_t end = hit->last_position + 1;
	uint32_t number = add_concept_clause(b, hit);

	while (from < b->tokens.count && b->tokens.items[from].position < end) {
		const struct token *token = token_at(&b->tokens, from, end);

		account(b, token, STATUS_CONCEPT, number);
		from = skip_to(&b->tokens, from, token->position + token->span);
	}
}

static void warn(struct builder *b, struct slice text)
{
	slices_add(&b->query->warnings, text, b->arena);
}

/* The tokens of a quotation, one each position; *window is their extent. */
static size_t quoted_tokens(const struct builder *b, size_t from,
	uint32_t end_byte, const struct token **out, uint32_t *window)
{
	const struct token *first = &b->tokens.items[from];
	size_t count = 0;

	while (from < b->tokens.count &&
		b->tokens.items[from].start < end_byte) {
		const struct token *token =
			token_at(&b->tokens, from, UINT32_MAX);

		out[count++] = token;
		*window = token->position + token->span - first->position;
		from = skip_to(&b->tokens, from, token->position + token->span);
	}
	return count;
}

/* Returns the position behind the phrase; 0: too long to be one. */
static uint32_t add_phrase(struct builder *b, size_t from, uint32_t end_byte)
{
	const struct token **list = arena_array(
		b->arena, const struct token *, b->tokens.count - from);
	uint32_t window = 0, number;
	size_t count = quoted_tokens(b, from, end_byte, list, &window);
	struct part *part;

	if (count > b->settings->phrase_terms) {
		warn(b, arena_printf(b->arena,
				"A phrase of more than %u words was read as "
				"single words",
				b->settings->phrase_terms));
		return 0;
	}
	part = clause_add_part(
		query_add_clause(b->query, CLAUSE_PHRASE, b->arena),
		count == 1 ? PART_TERM : PART_PHRASE, count, 1, b->arena);
	part->window = window;
	for (size_t i = 0; i < count; i++)
		part->terms[i] = literal_term(b, list[i]);
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

/* The longest mention that starts at this position outside quotation marks. */
static const struct concept_hit *hit_at(
	const struct builder *b, uint32_t position)
{
	for (size_t i = 0; i < b->hits.count; i++) {
		const struct concept_hit *hit = &b->hits.items[i];
		int inside = 0;

		if (hit->first_position != position)
			continue;
		for (size_t q = 0; q < b->quotes.count; q++)
			inside |= hit->end > b->quotes.items[q].start &&
				  hit->start < b->quotes.items[q].end;
		if (!inside)
			return hit;
	}
	return NULL;
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
		if (!quote && hit) {
			add_concept(b, i, hit);
			next = hit->last_position + 1;
		} else if (!quote) {
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

static void add_identifier(struct builder *b)
{
	struct slice term = identifier_term(b->query->text, b->arena);
	struct clause *clause;

	if (!term.length)
		return;
	clause = query_add_clause(b->query, CLAUSE_IDENTIFIER, b->arena);
	clause_add_part(clause, PART_TERM, 1, 1, b->arena)->terms[0] = term;
}

void query_make(const struct request *request, const struct settings *settings,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena, struct query *query)
{
	struct builder b = {.query = query,
		.settings = settings,
		.analyser = analyser,
		.thesaurus = thesaurus,
		.arena = arena};

	*query = (struct query){.text = request->text};
	b.tokens = text_tokens(analyser, request->text, arena);
	b.hits = concept_find(request->synonyms ? thesaurus : NULL, &b.tokens,
		!query_has_capitals(&b.tokens), arena);
	b.quotes = quotes_find(request->text, arena);
	walk(&b);
	if (!query->clauses_count) {
		query->tokens_count = 0;
		b.keep_stop_words = 1;
		walk(&b);
	}
	if (b.left_out)
		warn(&b, arena_printf(arena,
				 "A question has at most %u different terms; "
				 "%u words were left out",
				 settings->query_terms, b.left_out));
	add_identifier(&b);
}
