/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mentions of concepts in a question to clauses. */
#include "config.h"

#include "daemon/worker/query_internal.h"

#include "index/index.h"

/* A word that is a concept's name only in capitals is one or the other. */
static int is_guess(const struct builder *b, const struct concept_hit *hit,
	const struct concept_form *form)
{
	struct slice typed = {
		b->tokens.text.data + hit->start, hit->end - hit->start};

	return hit->first_token == hit->last_token &&
	       form->letter_case == FORM_CASE_EXACT &&
	       !slice_equal(form->text, typed);
}

static void add_guess(struct builder *b, struct clause *clause,
	const struct token *token, struct slice form)
{
	struct tokens name = text_tokens(b->analyser, form, b->arena);

	if (name.count != 1 || name.items[0].kind != TOKEN_ACRONYM)
		return;
	clause->guessed = 1;
	clause->english = is_english_word(token->folded);
	clause->apart = !slice_equal(token->term, name.items[0].term);
	clause_add_term(clause, schema_acronym(&name, name.items, b->arena), 1,
		b->arena);
	clause_add_term(clause, token->term, 1, b->arena);
}

/* The words of a form that says less or more than the concept. */
static void add_typed_words(
	struct builder *b, struct clause *clause, const struct concept_hit *hit)
{
	size_t room = hit->last_token - hit->first_token + 1, i;
	struct part *part =
		clause_add_part(clause, PART_PHRASE, room, 1, b->arena);
	uint32_t end = hit->last_position + 1;

	part->window = end - hit->first_position;
	part->terms_count = 0;
	for (i = hit->first_token; b->tokens.items[i].position < end;) {
		const struct token *token = token_at(&b->tokens, i, end);

		part->terms[part->terms_count++] = literal_term(b, token);
		i = skip_to(&b->tokens, i, token->position + token->span);
		if (i == b->tokens.count)
			break;
	}
	if (part->terms_count == 1)
		part->join = PART_TERM;
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
	clause->form = hit->form;
	clause->reach = (uint8_t)form_reach(form.relation);
	if (clause->reach != REACH_SAME) {
		add_typed_words(b, clause, hit);
		return settle_clause(b);
	}
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

/* items[from] up to the one at position `end` belong to one concept. */
static void account_concept(
	struct builder *b, size_t from, uint32_t end, uint32_t number)
{
	while (from < b->tokens.count && b->tokens.items[from].position < end) {
		const struct token *token = token_at(&b->tokens, from, end);

		account(b, token, STATUS_CONCEPT, number);
		from = skip_to(&b->tokens, from, token->position + token->span);
	}
}

/* The code of a concept's name and the sign behind it, NULL if there is no
 * sign: "CD22+" asks for CD22, and better with the plus. */
static const struct token *signed_code(
	const struct builder *b, size_t from, const struct concept_hit *hit)
{
	uint32_t end = hit->last_position + 2;

	for (; from < b->tokens.count; from++) {
		const struct token *token = &b->tokens.items[from];

		if (token->position > hit->first_position)
			break;
		if (token->kind == TOKEN_CODE &&
			token->position + token->span == end &&
			name_of_signed(b, token->term).length)
			return token;
	}
	return NULL;
}

uint32_t add_concept(
	struct builder *b, size_t from, const struct concept_hit *hit)
{
	const struct token *code = signed_code(b, from, hit);
	uint32_t end = hit->last_position + 1;

	account_concept(b, from, end, add_concept_clause(b, hit));
	for (const struct concept_hit *next = hit + 1;
		next < b->hits.items + b->hits.count &&
		next->first_position < end;
		next++) {
		from = skip_to(&b->tokens, from, end);
		end = next->last_position + 1;
		account_concept(b, from, end, add_concept_clause(b, next));
		code = NULL;
	}
	if (!code)
		return end;
	clause_add_term(query_add_clause(b->query, CLAUSE_CODE, b->arena),
		code->term, 1, b->arena);
	account(b, &b->tokens.items[skip_to(&b->tokens, from, end)],
		STATUS_WORD, settle_clause(b));
	return end + 1;
}

uint32_t add_sense(
	struct builder *b, size_t from, const struct directive *sense)
{
	uint32_t end = b->tokens.positions;

	for (size_t i = from; i < b->tokens.count; i++)
		if (b->tokens.items[i].start >= sense->end) {
			end = b->tokens.items[i].position;
			break;
		}
	query_add_clause(b->query, CLAUSE_CONCEPT, b->arena)->concept =
		thesaurus_concept(b->thesaurus, sense->slug);
	account_concept(b, from, end, settle_clause(b));
	return end;
}
