/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is added, and how much it counts beside the thing itself.
 *
 * A concept becomes the same parts whichever of its names was typed: all its
 * names must give the same list of papers.  Its term finds every name the
 * thesaurus knows; a broader concept also takes papers that name something
 * narrower; and the words of the preferred name find papers that name it in
 * a way the thesaurus does not know ("leukemia of the acute lymphoblastic
 * type").  How rare a part is says nothing about the concept: none may count
 * more for being rarer than the concept's own term.
 */
#include "config.h"

#include "daemon/worker/expand.h"

#include <string.h>

#include "daemon/worker/unmatched.h"
#include "daemon/worker/vocabulary.h"
#include "daemon/worker/worth.h"
#include "index/index.h"

/* Weights of parts relative to the concept's own term. */
static const struct {
	double name;   /* all words of the preferred name, scattered */
	double word;   /* more for each word of the name behind the first: the
			  words that one concept stands for would have had a
			  weight each.  Without, a large thesaurus costs long
			  questions */
	double beside; /* a paper with a broader or related form */
	double joined; /* "b cell" written as one, beside its words */
} weights = {
	.name = 0.9,
	.word = 0.2,
	.beside = 0.3,
	.joined = 0.1,
};

/*
 * An acronym is searched in any capitals (hsct for HSCT) unless that is another
 * word: one that fewer than one in ACRONYM_SHARE of its papers write in these
 * capitals (FISH, CAT, AIDS and "aid").  By the same measure a word typed
 * without capitals is a concept that is named so in capitals only, or a word.
 */
#define ACRONYM_SHARE 2
/* Where the other word is of English (cat, mice, aim) capitals mean the
 * acronym, and small letters only where all but one in ENGLISH_SHARE papers
 * have it. */
#define ENGLISH_SHARE 4

/* "il 2" is the code il2 where one in CODE_SHARE of the papers with "il" has
 * it, or where none has "il"; "phase 2" is no code though somebody wrote
 * phase2.
 */
#define CODE_SHARE 10

static void add_name_words(struct clause *clause, struct slice name,
	struct text_analyser *analyser, struct arena *arena)
{
	struct tokens tokens = text_tokens(analyser, name, arena);
	struct part *part =
		clause_add_part(clause, PART_BAG, tokens.count, 1, arena);

	part->terms_count = 0;
	part->hint = 1;
	for (size_t i = 0; i < tokens.count; i++) {
		const struct token *token = &tokens.items[i];

		if (token->kind != TOKEN_COMPOUND &&
			!(token->flags & (TOKEN_PART | TOKEN_STOP)))
			part->terms[part->terms_count++] = token->term;
	}
	if (part->terms_count)
		part->weight = weights.name / (double)part->terms_count;
}

/* Of a clause whose last part is the words of its name. */
static double worth_of_name(const struct clause *clause)
{
	size_t words = clause->parts[clause->parts_count - 1].terms_count;

	return words > 1 ? 1 + weights.word * ((double)words - 1) : 1;
}

/* What the concept's parts weigh by what was typed: its name, or a form that
 * names less (childhood ALL: a paper on ALL may say it), or more. */
static const double reach_weights[] = {
	[REACH_SAME] = 1, [REACH_NARROWER] = 0.4, [REACH_BESIDE] = 0.6};

static void expand_concept(struct clause *clause, int strict,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct slice slug = concept_slug(thesaurus, clause->concept);
	double weight = reach_weights[clause->reach];

	if (!clause->revised) {
		clause_add_term(clause,
			schema_term(PREFIX_CONCEPT, slug, arena), weight,
			arena);
		clause_add_term(clause,
			schema_term(PREFIX_ANCESTOR, slug, arena),
			weight * EXPAND_NARROWER, arena);
	}
	if (clause->reach == REACH_SAME) {
		add_name_words(clause,
			concept_preferred(thesaurus, clause->concept), analyser,
			arena);
		clause->worth = worth_of_name(clause);
	}
	if (strict) {
		clause->parts_count -= clause->reach == REACH_SAME;
		return;
	}
	clause_add_term(clause, schema_term(PREFIX_BESIDE, slug, arena),
		weight * weights.beside, arena);
	clause->parts[clause->parts_count - 1].hint = 1;
}

/* Two words of their own with one blank, a hyphen or nothing between. */
static int are_neighbours(const struct query *query, size_t i)
{
	const struct query_token *left = &query->tokens[i], *right = left + 1;

	if (!left->letters || left->status != STATUS_WORD)
		return 0;
	return left->glued || (right->start == left->end + 1 &&
				      query->text.data[left->end] == ' ');
}

static struct slice join(const struct query_token *left, struct arena *arena)
{
	struct slice first = left[0].folded, second = left[1].folded;
	char *text = arena_alloc(arena, first.length + second.length);

	memcpy(text, first.data, first.length);
	memcpy(text + first.length, second.data, second.length);
	return (struct slice){text, first.length + second.length};
}

/* "B cell" and "B-cell": also bcell, as a paper writes B-cell or Bcell. */
static void join_neighbours(struct query *query, struct text_analyser *analyser,
	struct arena *arena)
{
	size_t count = query->tokens_count;

	for (size_t i = 0; i + 1 < count; i++) {
		const struct query_token *token = &query->tokens[i];

		if (!are_neighbours(query, i) || !token[1].letters ||
			token[1].status != STATUS_WORD)
			continue;
		clause_add_term(query_add_clause(query, CLAUSE_JOINED, arena),
			text_stem(analyser, join(token, arena), arena),
			weights.joined, arena);
	}
}

/* ---- codes typed in small letters ---------------------------------------- */

/* "il 2", "covid 19": in capitals they are codes at once. */
struct loose_code {
	size_t token;
	uint32_t clause;
};
struct loose_codes {
	struct loose_code *items;
	size_t count;
};

static int is_short_integer(struct slice number)
{
	return number.length <= 4 && !memchr(number.data, '.', number.length);
}

static struct loose_codes add_loose_codes(
	struct query *query, struct arena *arena)
{
	size_t count = query->tokens_count;
	struct loose_codes codes = {
		arena_array(arena, struct loose_code, count + 1), 0};

	for (size_t i = 0; i + 1 < count; i++) {
		const struct query_token *token = &query->tokens[i];

		if (!are_neighbours(query, i) ||
			token[1].status != STATUS_NUMBER ||
			!is_short_integer(token[1].folded))
			continue;
		codes.items[codes.count++] =
			(struct loose_code){i, (uint32_t)query->clauses_count};
		clause_add_term(query_add_clause(query, CLAUSE_CODE, arena),
			join(token, arena), 1, arena);
	}
	return codes;
}

/* Tokens that ask for a clause. */
static size_t count_users(const struct query *query, uint32_t clause)
{
	size_t users = 0;

	for (size_t i = 0; i < query->tokens_count; i++)
		users += query->tokens[i].clause == clause;
	return users;
}

/* Each is a code or two words, as the index writes it. */
static void settle_loose_codes(
	struct query *query, const struct loose_codes *codes)
{
	for (size_t i = 0; i < codes->count; i++) {
		const struct loose_code *code = &codes->items[i];
		struct clause *joined = &query->clauses[code->clause];
		struct query_token *token = &query->tokens[code->token];
		uint64_t loose =
			token->clause == CLAUSE_NONE
				? 0
				: query->clauses[token->clause].documents;

		if (loose && (!joined->documents ||
				     joined->documents * CODE_SHARE < loose)) {
			joined->parts_count = 0;
			continue;
		}
		for (int n = 0; n < 2; n++) {
			uint32_t old = token[n].clause;

			if (old != CLAUSE_NONE && count_users(query, old) == 1)
				query->clauses[old].parts_count = 0;
			token[n].clause = code->clause;
			token[n].status = STATUS_WORD;
		}
	}
}

/* ---- what the index has -------------------------------------------------- */

static size_t count_terms(const struct query *query)
{
	size_t count = 0;

	for (size_t i = 0; i < query->clauses_count; i++)
		for (size_t n = 0; n < query->clauses[i].parts_count; n++)
			count += query->clauses[i].parts[n].terms_count;
	return count;
}

/* A bag has the papers of its most frequent term at least, a phrase those of
 * its rarest at most. */
static void take_frequencies(struct part *part, const uint64_t *frequencies)
{
	int any = part->join == PART_BAG || part->join == PART_ANY;
	size_t kept = 0;

	part->documents = any ? 0 : UINT64_MAX;
	part->rarest = UINT64_MAX;
	for (size_t i = 0; i < part->terms_count; i++) {
		uint64_t documents = frequencies[i];

		if (any ? documents > part->documents
			: documents < part->documents)
			part->documents = documents;
		if (documents && documents < part->rarest)
			part->rarest = documents;
		if (documents || !any)
			part->terms[kept++] = part->terms[i];
	}
	part->terms_count = kept;
	if (!kept)
		part->documents = 0;
}

static void drop_absent_parts(struct clause *clause)
{
	size_t kept = 0;

	clause->documents = clause->parts[0].documents;
	for (size_t i = 0; i < clause->parts_count; i++) {
		if (clause->parts[i].documents)
			clause->parts[kept++] = clause->parts[i];
	}
	clause->parts_count = kept;
}

/* Of an acronym's two parts the second, any capitals, includes the first: one
 * is enough. */
static void settle_acronym(struct clause *clause)
{
	uint64_t first = clause->parts[0].documents;

	if (clause->parts_count == 1)
		return;
	if (!first || (!clause->english && first * ACRONYM_SHARE >=
						   clause->parts[1].documents))
		clause->parts[0] = clause->parts[1];
	clause->parts_count = 1;
}

/* Of a guessed concept the first two parts are not its own. */
static void settle_guess(struct clause *clause)
{
	uint64_t named = clause->parts[0].documents;
	uint64_t all =
		clause->parts[1].documents + (clause->apart ? named : 0);

	if (clause->english ? named + all / ENGLISH_SHARE >= all
			    : named * ACRONYM_SHARE >= all) {
		clause->parts += 2;
		clause->parts_count -= 2;
		return;
	}
	clause->kind = CLAUSE_WORD;
	clause->parts++;
	clause->parts_count = 1;
}

/* A concept's first part is its own term, where a paper has it.  Those of a
 * revised one are level but for what is added here. */
static void level_concept(struct clause *clause, uint64_t all)
{
	if (!clause->documents)
		return;
	for (size_t i = 1; i < clause->parts_count; i++) {
		struct part *part = &clause->parts[i];

		if (part->rarest < clause->documents &&
			(part->hint || !clause->revised))
			part->weight *= worth_rarity(clause->documents, all) /
					worth_rarity(part->rarest, all);
	}
}

static int level_concepts(
	struct query *query, struct xc_searcher *searcher, struct fault *fault)
{
	struct xc_statistics statistics;
	struct xc_error error;

	if (xc_searcher_statistics(searcher, &statistics, &error))
		return fault_set_engine(fault, &error);
	for (size_t i = 0; i < query->clauses_count; i++)
		if (query->clauses[i].kind == CLAUSE_CONCEPT)
			level_concept(&query->clauses[i], statistics.documents);
	return 0;
}

/* Tokens of concepts that turned out to be words. */
static void settle_tokens(struct query *query)
{
	for (size_t i = 0; i < query->tokens_count; i++) {
		struct query_token *token = &query->tokens[i];

		if (token->status == STATUS_CONCEPT &&
			query->clauses[token->clause].kind == CLAUSE_WORD)
			token->status = STATUS_WORD;
	}
}

/* ---- what is said more than once ----------------------------------------- */

/* Tokens side by side are one mention. */
static size_t count_mentions(const struct query *query, uint32_t clause)
{
	size_t count = 0;

	for (size_t i = 0; i < query->tokens_count; i++)
		count += query->tokens[i].clause == clause &&
			 (i == 0 || query->tokens[i - 1].clause != clause);
	return count;
}

/* BM25 with k3 = 1, as the engine has it for terms: twice said is worth 4/3.
 * Long questions say again what they are about. */
static void weigh_mentions(struct query *query)
{
	for (uint32_t i = 0; i < query->clauses_count; i++) {
		struct clause *clause = &query->clauses[i];
		double mentions = (double)count_mentions(query, i);

		if (mentions > 1)
			clause->worth =
				(clause->worth > 0 ? clause->worth : 1) * 2 *
				mentions / (1 + mentions);
	}
}

static int look_up(struct query *query, struct xc_searcher *searcher,
	struct arena *arena, struct fault *fault)
{
	size_t count = count_terms(query), next = 0;
	struct xc_bytes *terms = arena_array(arena, struct xc_bytes, count + 1);
	uint64_t *frequencies = arena_array(arena, uint64_t, count + 1);
	struct xc_error error;

	for (size_t i = 0; i < query->clauses_count; i++) {
		const struct clause *clause = &query->clauses[i];

		for (size_t n = 0; n < clause->parts_count; n++)
			for (size_t t = 0; t < clause->parts[n].terms_count;
				t++, next++)
				terms[next] = (struct xc_bytes){
					clause->parts[n].terms[t].data,
					clause->parts[n].terms[t].length};
	}
	if (count && xc_searcher_frequencies(
			     searcher, terms, count, frequencies, &error))
		return fault_set_engine(fault, &error);
	next = 0;
	for (size_t i = 0; i < query->clauses_count; i++) {
		struct clause *clause = &query->clauses[i];

		for (size_t n = 0; n < clause->parts_count; n++) {
			size_t terms_count = clause->parts[n].terms_count;

			take_frequencies(&clause->parts[n], frequencies + next);
			next += terms_count;
		}
		if (clause->kind == CLAUSE_ACRONYM)
			settle_acronym(clause);
		else if (clause->guessed)
			settle_guess(clause);
		drop_absent_parts(clause);
	}
	return 0;
}

int expand_query(const struct engine *engine, const struct request *request,
	struct query *query, struct fault *fault)
{
	struct text_analyser *analyser = engine->analyser;
	struct xc_searcher *searcher = engine->snapshot->searcher;
	struct arena *arena = engine->arena;

	for (size_t i = 0; i < query->clauses_count; i++) {
		if (query->clauses[i].kind == CLAUSE_CONCEPT)
			expand_concept(&query->clauses[i],
				query->strict || query->clauses[i].place,
				analyser, engine->snapshot->thesaurus, arena);
	}
	struct loose_codes codes = add_loose_codes(query, arena);

	if (request->synonyms)
		join_neighbours(query, analyser, arena);
	if (query->tree &&
		vocabulary_expand(query, analyser, searcher, arena, fault))
		return -1;
	if (look_up(query, searcher, arena, fault))
		return -1;
	if (level_concepts(query, searcher, fault))
		return -1;
	settle_loose_codes(query, &codes);
	settle_tokens(query);
	if (!query->tree)
		weigh_mentions(query);
	unmatched_report(query, arena);
	if (query->tree)
		return vocabulary_check(query, searcher, arena, fault);
	return 0;
}
