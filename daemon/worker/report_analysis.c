/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a text is read, as JSON. */
#include "config.h"

#include "daemon/worker/report.h"

#include "daemon/worker/json.h"
#include "index/index.h"

static const char *const kinds[] = {
	"word", "acronym", "number", "sign", "code", "compound"};

static const struct {
	uint8_t flag;
	const char *name;
} flags[] = {
	{TOKEN_PART, "part"},
	{TOKEN_STOP, "stop"},
	{TOKEN_UPPER, "upper"},
	{TOKEN_CAPITAL, "capital"},
	{TOKEN_SENTENCE, "sentence"},
	{TOKEN_GLUED, "glued"},
};

static void put_flags(struct json *json, uint8_t bits)
{
	json_begin(json, "flags", '[');
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (bits & flags[i].flag)
			json_put_text(json, NULL, flags[i].name);
	}
	json_end(json, ']');
}

/* What the index holds for a token, as schema_entry() puts it there. */
static void put_terms(struct json *json, const struct analysis *analysis,
	const struct token *token)
{
	json_begin(json, "terms", '[');
	if (!(token->flags & TOKEN_PART)) {
		json_put_string(json, NULL, token->term);
		if (token->kind == TOKEN_ACRONYM)
			json_put_string(json, NULL,
				schema_acronym(analysis->tokens, token,
					analysis->arena));
	}
	json_end(json, ']');
}

static const struct concept_hit *hit_around(
	const struct analysis *analysis, const struct token *token)
{
	for (size_t i = 0; i < analysis->hits->count; i++) {
		const struct concept_hit *hit = &analysis->hits->items[i];

		if (token->position >= hit->first_position &&
			token->position + token->span <= hit->last_position + 1)
			return hit;
	}
	return NULL;
}

/* The token of the question's account that this one is, or lies in. */
static const struct query_token *accounted(
	const struct analysis *analysis, const struct token *token)
{
	const struct query *query = analysis->query;

	for (size_t i = 0; query && i < query->tokens_count; i++)
		if (token->start >= query->tokens[i].start &&
			token->end <= query->tokens[i].end)
			return &query->tokens[i];
	return NULL;
}

/* What is asked for by these bytes of the question; CONCEPT_NONE: no concept. */
static uint32_t asked(
	const struct analysis *analysis, const struct query_token *account)
{
	return account->status == STATUS_CONCEPT &&
			       account->clause != CLAUSE_NONE
		       ? analysis->query->clauses[account->clause].concept
		       : CONCEPT_NONE;
}

/* The concept a token is part of.  A question may forbid what its words name,
 * and say what they mean. */
static uint32_t concept_of(const struct analysis *analysis,
	const struct query_token *account, const struct concept_hit *hit)
{
	if (account)
		return asked(analysis, account);
	return hit ? hit->concept : CONCEPT_NONE;
}

/* Why nothing is searched by a token of its own; NULL: it is. */
static const char *why_dropped(const struct analysis *analysis,
	const struct token *token, const struct concept_hit *hit)
{
	const struct query_token *account = accounted(analysis, token);

	if (!analysis->query)
		return token->flags & TOKEN_PART ? "part of a code" : NULL;
	if (!account) /* it spans several that stand for themselves */
		return hit ? "part of a name" : "its words are searched";
	if (account->status == STATUS_STOP)
		return "stop word";
	if (account->status == STATUS_CONCEPT)
		return "part of a name";
	if (account->start != token->start || account->end != token->end)
		return "part of a code";
	return account->status == STATUS_UNMATCHED ? "beyond a limit" : NULL;
}

static void put_token(struct json *json, const struct analysis *analysis,
	const struct token *token)
{
	const struct concept_hit *hit = hit_around(analysis, token);
	const struct query_token *account = accounted(analysis, token);
	const char *why = why_dropped(analysis, token, hit);
	uint32_t concept = concept_of(analysis, account, hit);

	json_begin(json, NULL, '{');
	json_put_string(json, "text",
		(struct slice){analysis->tokens->text.data + token->start,
			token->end - token->start});
	json_put_number(json, "start", token->start);
	json_put_number(json, "end", token->end);
	json_put_number(json, "position", token->position);
	json_put_number(json, "span", token->span);
	json_put_text(json, "kind", kinds[token->kind]);
	put_flags(json, token->flags);
	json_put_slice(json, "term", token->term);
	put_terms(json, analysis, token);
	if (concept != CONCEPT_NONE)
		json_put_slice(json, "concept",
			concept_slug(analysis->thesaurus, concept));
	if (account)
		json_put_text(
			json, "status", query_status_name(account->status));
	if (why)
		json_put_text(json, "dropped", why);
	json_end(json, '}');
}

static void put_concept(struct json *json, const struct analysis *analysis,
	uint32_t concept, uint32_t start, uint32_t end)
{
	const struct thesaurus *thesaurus = analysis->thesaurus;

	json_begin(json, NULL, '{');
	json_put_slice(json, "slug", concept_slug(thesaurus, concept));
	json_put_slice(
		json, "preferred", concept_preferred(thesaurus, concept));
	json_put_slice(json, "form",
		(struct slice){
			analysis->tokens->text.data + start, end - start});
	json_put_number(json, "start", start);
	json_put_number(json, "end", end);
	json_end(json, '}');
}

/* The mention of this concept that ends there; NULL: none does. */
static const struct concept_hit *mention_at(
	const struct analysis *analysis, uint32_t concept, uint32_t end)
{
	for (size_t i = 0; i < analysis->hits->count; i++) {
		const struct concept_hit *hit = &analysis->hits->items[i];

		if (hit->concept == concept && hit->end == end)
			return hit;
	}
	return NULL;
}

/* Tokens that ask for one concept, from tokens[i] on: a mention, with what of it
 * a mention before it accounts for, or a word, its mark and the slug.  Returns
 * the first token behind. */
static size_t put_asked(
	struct json *json, const struct analysis *analysis, size_t i)
{
	const struct query *query = analysis->query;
	uint32_t concept = asked(analysis, &query->tokens[i]);
	uint32_t start = query->tokens[i].start, end;
	const struct concept_hit *hit;

	do {
		end = query->tokens[i++].end;
		hit = mention_at(analysis, concept, end);
	} while (i < query->tokens_count &&
		 asked(analysis, &query->tokens[i]) == concept &&
		 !(hit && hit->start <= start));
	if (hit && hit->start < start)
		start = hit->start;
	if (concept != CONCEPT_NONE)
		put_concept(json, analysis, concept, start, end);
	return i;
}

static void put_concepts(struct json *json, const struct analysis *analysis)
{
	const struct query *query = analysis->query;

	json_begin(json, "concepts", '[');
	for (size_t i = 0; query && i < query->tokens_count;)
		i = put_asked(json, analysis, i);
	for (size_t i = 0; !query && i < analysis->hits->count; i++) {
		const struct concept_hit *hit = &analysis->hits->items[i];

		put_concept(
			json, analysis, hit->concept, hit->start, hit->end);
	}
	json_end(json, ']');
}

static void put_abbreviation(struct json *json, struct slice text,
	const struct abbreviation *pair, const struct abbreviation_sense *sense,
	const struct thesaurus *thesaurus)
{
	json_begin(json, NULL, '{');
	json_put_string(json, "short",
		(struct slice){
			text.data + pair->start, pair->end - pair->start});
	json_put_string(json, "long",
		(struct slice){text.data + pair->long_start,
			pair->long_end - pair->long_start});
	json_put_number(json, "start", pair->start);
	json_put_number(json, "end", pair->end);
	json_put_number(json, "long_start", pair->long_start);
	json_put_number(json, "long_end", pair->long_end);
	if (sense->concept != CONCEPT_NONE)
		json_put_slice(json, "concept",
			concept_slug(thesaurus, sense->concept));
	json_end(json, '}');
}

void report_analysis(const struct analysis *analysis, struct buffer *out)
{
	struct slice text = analysis->tokens->text;
	struct json json = {out, 0};

	json_begin(&json, NULL, '{');
	json_put_number(&json, "v", 1);
	json_put_slice(&json, "synonyms_version",
		thesaurus_version(analysis->thesaurus));
	json_begin(&json, "tokens", '[');
	for (size_t i = 0; i < analysis->tokens->count; i++)
		put_token(&json, analysis, &analysis->tokens->items[i]);
	json_end(&json, ']');
	put_concepts(&json, analysis);
	json_begin(&json, "abbreviations", '[');
	for (size_t i = 0; i < analysis->abbreviations->count; i++)
		put_abbreviation(&json, text,
			&analysis->abbreviations->items[i],
			&analysis->senses[i], analysis->thesaurus);
	json_end(&json, ']');
	json_finish(&json);
}
