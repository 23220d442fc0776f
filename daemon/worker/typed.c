/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/typed.h"

#include "daemon/worker/query_internal.h"
#include "daemon/worker/worth.h"
#include "index/index.h"

/*
 * Of the concept's own weight.  It decides between papers alike but for the
 * name and moves no others: all names of a drug must give one list of ordinary
 * papers.  The length of a name does not come in between, as a mention counts
 * as one word of its paper (index/impact.h); a share of 1.7 % parted the lists
 * of five papers.
 */
#define TYPED_SHARE 0.006

/* G-CSF as one word, which is how every way to write it is indexed but with a
 * blank; NULL for other names. */
static const struct token *whole_of(const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span > 1 &&
			tokens->items[i].span == tokens->positions)
			return &tokens->items[i];
	return NULL;
}

/* All its words, wherever they stand: a phrase would take the engine longer
 * and decide little more. */
static struct part *part_of(struct concept_form form,
	struct text_analyser *analyser, struct arena *arena)
{
	struct tokens *tokens = arena_new(arena, struct tokens);
	struct part *part = arena_new(arena, struct part);
	uint32_t next = 0;

	*tokens = text_tokens(analyser, form.text, arena);
	part->join = PART_ALL;
	part->terms = arena_array(arena, struct slice, tokens->count + 1);
	if (whole_of(tokens)) {
		part->terms[part->terms_count++] = whole_of(tokens)->term;
		return part;
	}
	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token;

		if (tokens->items[i].position < next)
			continue;
		token = token_at(tokens, i, UINT32_MAX);
		next = token->position + token->span;
		part->terms[part->terms_count++] =
			token->kind == TOKEN_ACRONYM &&
					form.letter_case == FORM_CASE_EXACT
				? schema_acronym(tokens, token, arena)
				: token->term;
	}
	return part;
}

int typed_prefer(
	const struct engine *engine, struct query *query, struct fault *fault)
{
	struct arena *arena = engine->arena;
	size_t room = query->clauses_count + 1, count = 0;
	struct clause **clauses = arena_array(arena, struct clause *, room);
	const struct part **parts =
		arena_array(arena, const struct part *, room);
	uint64_t *documents = arena_array(arena, uint64_t, room), all;
	double *worths = arena_array(arena, double, room);

	for (size_t i = 0; i < query->clauses_count; i++) {
		struct clause *clause = &query->clauses[i];

		if (clause->kind != CLAUSE_CONCEPT || !clause->parts_count)
			continue;
		clause->typed =
			part_of(concept_form_at(engine->snapshot->thesaurus,
					clause->concept, clause->form),
				engine->analyser, arena);
		clauses[count] = clause;
		parts[count++] = clause->typed;
	}
	if (!count)
		return 0;
	if (worth_of_parts(parts, count, documents, worths, &all,
		    engine->snapshot->searcher, arena, fault))
		return -1;
	for (size_t i = 0; i < count; i++) {
		double own = worth_rarity(clauses[i]->documents, all);

		if (documents[i])
			clauses[i]->typed->weight =
				TYPED_SHARE * own / worths[i];
		else
			clauses[i]->typed = NULL;
	}
	return 0;
}
