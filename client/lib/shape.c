/* SPDX-License-Identifier: MIT */
/* The tables; ARCHITECTURE.md, "HTTP interface, version 1", is their source.
 * Members that are not listed are skipped: a later daemon may send more. */
#include "config.h"

#include "client/lib/shape.h"

#include "client/lib/internal.h"

#include <string.h>

#define COUNT(array)     (sizeof(array) / sizeof((array)[0]))
#define AT(type, member) offsetof(struct type, member)
#define SHAPE(title, type, rows, test)                                         \
	{                                                                      \
		title, sizeof(struct type), rows, COUNT(rows), test            \
	}

static bool on_border(const char *text, size_t at)
{
	return ((unsigned char)text[at] & 0xc0) != 0x80;
}

static const char *check_snippet(const void *item)
{
	const struct medlit_snippet *snippet = item;
	size_t length = strlen(snippet->text), last = 0, i;

	if (snippet->start > snippet->end)
		return "ends before it starts";
	for (i = 0; i < snippet->span_count; i++) {
		const struct medlit_span *span = &snippet->spans[i];

		if (span->start < last || span->end < span->start ||
			span->end > length)
			return "has spans outside its text or out of order";
		if (!on_border(snippet->text, span->start) ||
			!on_border(snippet->text, span->end))
			return "has a span inside a character";
		last = span->end;
	}
	return NULL;
}

/* Where a form stands in the title is shown there, so it must be so. */
static const char *check_hit(const void *item)
{
	const struct medlit_hit *hit = item;
	const char *title = hit->paper.title ? hit->paper.title : "";
	size_t length = strlen(title), i;

	for (i = 0; i < hit->match_count; i++) {
		const struct medlit_match *match = &hit->matches[i];

		if (match->start > match->end)
			return "has a match that ends before it starts";
		if (!hit->paper.title || strcmp(match->field, "title") != 0)
			continue;
		if (match->end > length || !on_border(title, match->start) ||
			!on_border(title, match->end))
			return "has a match outside its title";
	}
	return NULL;
}

static const char *check_token(const void *item)
{
	const struct medlit_token *token = item;

	return token->start > token->end ? "ends before it starts" : NULL;
}

/* What a token is shown as is cut out of the question. */
static const char *check_query(const void *item)
{
	const struct medlit_results *query = item;
	size_t length = strlen(query->typed), last = 0, i;

	for (i = 0; i < query->token_count; i++) {
		const struct medlit_token *token = &query->tokens[i];

		if (token->start < last || token->end > length)
			return "has tokens outside its text or out of order";
		if (!on_border(query->typed, token->start) ||
			!on_border(query->typed, token->end))
			return "has a token inside a character";
		last = token->start;
	}
	return NULL;
}

static const struct field snippet_fields[] = {
	{"field", FIELD_TEXT, true, AT(medlit_snippet, field), 0, NULL},
	{"section", FIELD_TEXT, false, AT(medlit_snippet, section), 0, NULL},
	{"text", FIELD_TEXT, true, AT(medlit_snippet, text), 0, NULL},
	{"section_index", FIELD_COUNT, false, AT(medlit_snippet, section_index),
		0, NULL},
	{"page", FIELD_COUNT, false, AT(medlit_snippet, page), 0, NULL},
	{"start", FIELD_COUNT, true, AT(medlit_snippet, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_snippet, end), 0, NULL},
	{"spans", FIELD_SPANS, true, AT(medlit_snippet, spans),
		AT(medlit_snippet, span_count), NULL},
};
static const struct shape snippet_shape =
	SHAPE("snippet", medlit_snippet, snippet_fields, check_snippet);

static const struct field match_fields[] = {
	{"concept", FIELD_TEXT, true, AT(medlit_match, concept_id), 0, NULL},
	{"form", FIELD_TEXT, true, AT(medlit_match, form), 0, NULL},
	{"field", FIELD_TEXT, true, AT(medlit_match, field), 0, NULL},
	{"start", FIELD_COUNT, false, AT(medlit_match, start), 0, NULL},
	{"end", FIELD_COUNT, false, AT(medlit_match, end), 0, NULL},
};
static const struct shape match_shape =
	SHAPE("matched_as", medlit_match, match_fields, NULL);

static const struct field paper_fields[] = {
	{"id", FIELD_TEXT, true, AT(medlit_paper, id), 0, NULL},
	{"ids", FIELD_IDS, false, AT(medlit_paper, ids),
		AT(medlit_paper, id_count), NULL},
	{"title", FIELD_TEXT, false, AT(medlit_paper, title), 0, NULL},
	{"journal", FIELD_TEXT, false, AT(medlit_paper, journal), 0, NULL},
	{"publisher", FIELD_TEXT, false, AT(medlit_paper, publisher), 0, NULL},
	{"date", FIELD_TEXT, false, AT(medlit_paper, date), 0, NULL},
	{"volume", FIELD_TEXT, false, AT(medlit_paper, volume), 0, NULL},
	{"issue", FIELD_TEXT, false, AT(medlit_paper, issue), 0, NULL},
	{"pages", FIELD_TEXT, false, AT(medlit_paper, pages), 0, NULL},
	{"url", FIELD_TEXT, false, AT(medlit_paper, url), 0, NULL},
	{"status", FIELD_TEXT, false, AT(medlit_paper, status), 0, NULL},
	{"year", FIELD_YEAR, false, AT(medlit_paper, year), 0, NULL},
	{"authors", FIELD_TEXTS, false, AT(medlit_paper, authors), 0, NULL},
	{"types", FIELD_TEXTS, false, AT(medlit_paper, types), 0, NULL},
};
static const struct shape paper_shape =
	SHAPE("paper", medlit_paper, paper_fields, NULL);

static const struct field form_fields[] = {
	{"form", FIELD_TEXT, true, AT(medlit_form, form), 0, NULL},
	{"field", FIELD_TEXT, true, AT(medlit_form, field), 0, NULL},
	{"count", FIELD_COUNT, true, AT(medlit_form, count), 0, NULL},
};
static const struct shape form_shape =
	SHAPE("form", medlit_form, form_fields, NULL);

static const struct field part_fields[] = {
	{"part", FIELD_TEXT, true, AT(medlit_part, part), 0, NULL},
	{"text", FIELD_TEXT, false, AT(medlit_part, text), 0, NULL},
	{"preferred", FIELD_TEXT, false, AT(medlit_part, preferred), 0, NULL},
	{"weight", FIELD_REAL, true, AT(medlit_part, weight), 0, NULL},
	{"forms", FIELD_ARRAY, false, AT(medlit_part, forms),
		AT(medlit_part, form_count), &form_shape},
};
static const struct shape part_shape =
	SHAPE("part", medlit_part, part_fields, NULL);

static const struct field explanation_fields[] = {
	{"score", FIELD_REAL, true, AT(medlit_hit, explained), 0, NULL},
	{"parts", FIELD_ARRAY, true, AT(medlit_hit, parts),
		AT(medlit_hit, part_count), &part_shape},
};
static const struct shape explanation_shape =
	SHAPE("explanation", medlit_hit, explanation_fields, NULL);

static const struct field hit_fields[] = {
	{"", FIELD_SAME, true, AT(medlit_hit, paper), 0, &paper_shape},
	{"rank", FIELD_COUNT, false, AT(medlit_hit, rank), 0, NULL},
	{"score", FIELD_REAL, false, AT(medlit_hit, score), 0, NULL},
	{"matched_as", FIELD_ARRAY, false, AT(medlit_hit, matches),
		AT(medlit_hit, match_count), &match_shape},
	{"snippets", FIELD_ARRAY, false, AT(medlit_hit, snippets),
		AT(medlit_hit, snippet_count), &snippet_shape},
	{"related", FIELD_FLAG, false, AT(medlit_hit, related), 0, NULL},
	{"explanation", FIELD_INSIDE, false, 0, 0, &explanation_shape},
};
static const struct shape hit_shape =
	SHAPE("hit", medlit_hit, hit_fields, check_hit);

static const struct field token_fields[] = {
	{"text", FIELD_TEXT, true, AT(medlit_token, text), 0, NULL},
	{"start", FIELD_COUNT, true, AT(medlit_token, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_token, end), 0, NULL},
	{"status", FIELD_TEXT, true, AT(medlit_token, status), 0, NULL},
	{"concept", FIELD_TEXT, false, AT(medlit_token, concept_id), 0, NULL},
	{"preferred", FIELD_TEXT, false, AT(medlit_token, preferred), 0, NULL},
	{"forms", FIELD_COUNT, false, AT(medlit_token, forms), 0, NULL},
	{"documents", FIELD_COUNT, false, AT(medlit_token, documents), 0, NULL},
};
static const struct shape token_shape =
	SHAPE("token", medlit_token, token_fields, check_token);

static const struct field suggestion_fields[] = {
	{"question", FIELD_TEXT, true, AT(medlit_suggestion, question), 0,
		NULL},
	{"kind", FIELD_TEXT, true, AT(medlit_suggestion, kind), 0, NULL},
	{"word", FIELD_TEXT, true, AT(medlit_suggestion, word), 0, NULL},
	{"start", FIELD_COUNT, true, AT(medlit_suggestion, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_suggestion, end), 0, NULL},
	{"documents", FIELD_COUNT, false, AT(medlit_suggestion, documents), 0,
		NULL},
};
static const struct shape suggestion_shape =
	SHAPE("suggestion", medlit_suggestion, suggestion_fields, NULL);

static const struct field alone_fields[] = {
	{"text", FIELD_TEXT, true, AT(medlit_alone, text), 0, NULL},
	{"total", FIELD_COUNT, true, AT(medlit_alone, total), 0, NULL},
	{"total_relation", FIELD_RELATION, true, AT(medlit_alone, total_exact),
		0, NULL},
};
static const struct shape alone_shape =
	SHAPE("part that is alone", medlit_alone, alone_fields, NULL);

static const struct field relaxed_fields[] = {
	{"question", FIELD_TEXT, true, AT(medlit_relaxed, question), 0, NULL},
	{"change", FIELD_TEXT, true, AT(medlit_relaxed, change), 0, NULL},
	{"of", FIELD_TEXT, true, AT(medlit_relaxed, of), 0, NULL},
	{"total", FIELD_COUNT, true, AT(medlit_relaxed, total), 0, NULL},
	{"total_relation", FIELD_RELATION, true,
		AT(medlit_relaxed, total_exact), 0, NULL},
};
static const struct shape relaxed_shape =
	SHAPE("relaxed question", medlit_relaxed, relaxed_fields, NULL);

static const struct field query_fields[] = {
	{"typed", FIELD_TEXT, true, AT(medlit_results, typed), 0, NULL},
	{"tokens", FIELD_ARRAY, true, AT(medlit_results, tokens),
		AT(medlit_results, token_count), &token_shape},
	{"suggestions", FIELD_ARRAY, false, AT(medlit_results, suggestions),
		AT(medlit_results, suggestion_count), &suggestion_shape},
	{"alone", FIELD_ARRAY, false, AT(medlit_results, alone),
		AT(medlit_results, alone_count), &alone_shape},
	{"relaxed", FIELD_ARRAY, false, AT(medlit_results, relaxed),
		AT(medlit_results, relaxed_count), &relaxed_shape},
};
static const struct shape query_shape =
	SHAPE("query", medlit_results, query_fields, check_query);

static const struct field line_fields[] = {
	{"number", FIELD_COUNT, true, AT(medlit_line, number), 0, NULL},
	{"text", FIELD_TEXT, true, AT(medlit_line, text), 0, NULL},
	{"start", FIELD_COUNT, true, AT(medlit_line, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_line, end), 0, NULL},
	{"total", FIELD_COUNT, true, AT(medlit_line, total), 0, NULL},
	{"total_relation", FIELD_RELATION, true, AT(medlit_line, total_exact),
		0, NULL},
	{"warnings", FIELD_TEXTS, false, AT(medlit_line, warnings), 0, NULL},
};
static const struct shape line_shape =
	SHAPE("line", medlit_line, line_fields, NULL);

static const struct field results_fields[] = {
	{"v", FIELD_VERSION, true, 0, 0, NULL},
	{"query", FIELD_INSIDE, true, 0, 0, &query_shape},
	{"lines", FIELD_ARRAY, false, AT(medlit_results, lines),
		AT(medlit_results, line_count), &line_shape},
	{"warnings", FIELD_TEXTS, false, AT(medlit_results, warnings), 0, NULL},
	{"total", FIELD_COUNT, true, AT(medlit_results, total), 0, NULL},
	{"total_relation", FIELD_RELATION, true,
		AT(medlit_results, total_exact), 0, NULL},
	{"timed_out", FIELD_FLAG, false, AT(medlit_results, timed_out), 0,
		NULL},
	{"generation", FIELD_TEXT, false, AT(medlit_results, generation), 0,
		NULL},
	{"synonyms_version", FIELD_TEXT, false,
		AT(medlit_results, synonyms_version), 0, NULL},
	{"revision", FIELD_COUNT, false, AT(medlit_results, revision), 0, NULL},
	{"took_ms", FIELD_REAL, false, AT(medlit_results, took_ms), 0, NULL},
	{"hits", FIELD_ARRAY, true, AT(medlit_results, hits),
		AT(medlit_results, hit_count), &hit_shape},
};
const struct shape shape_results =
	SHAPE("reply", medlit_results, results_fields, NULL);

static const struct field section_fields[] = {
	{"kind", FIELD_TEXT, true, AT(medlit_section, kind), 0, NULL},
	{"title", FIELD_TEXT, false, AT(medlit_section, title), 0, NULL},
	{"text", FIELD_TEXT, true, AT(medlit_section, text), 0, NULL},
};
static const struct shape section_shape =
	SHAPE("section", medlit_section, section_fields, NULL);

static const struct field document_fields[] = {
	{"v", FIELD_VERSION, true, 0, 0, NULL},
	{"", FIELD_SAME, true, AT(medlit_document, paper), 0, &paper_shape},
	{"keywords", FIELD_TEXTS, false, AT(medlit_document, keywords), 0,
		NULL},
	{"sections", FIELD_ARRAY, false, AT(medlit_document, sections),
		AT(medlit_document, section_count), &section_shape},
};
const struct shape shape_document =
	SHAPE("document", medlit_document, document_fields, NULL);

static const struct field analysis_token_fields[] = {
	{"text", FIELD_TEXT, true, AT(medlit_analysis_token, text), 0, NULL},
	{"kind", FIELD_TEXT, false, AT(medlit_analysis_token, kind), 0, NULL},
	{"term", FIELD_TEXT, false, AT(medlit_analysis_token, term), 0, NULL},
	{"start", FIELD_COUNT, true, AT(medlit_analysis_token, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_analysis_token, end), 0, NULL},
	{"position", FIELD_COUNT, false, AT(medlit_analysis_token, position), 0,
		NULL},
	{"span", FIELD_COUNT, false, AT(medlit_analysis_token, span), 0, NULL},
	{"flags", FIELD_TEXTS, false, AT(medlit_analysis_token, flags), 0,
		NULL},
	{"terms", FIELD_TEXTS, false, AT(medlit_analysis_token, terms), 0,
		NULL},
	{"concept", FIELD_TEXT, false, AT(medlit_analysis_token, concept_id), 0,
		NULL},
	{"status", FIELD_TEXT, false, AT(medlit_analysis_token, status), 0,
		NULL},
	{"dropped", FIELD_TEXT, false, AT(medlit_analysis_token, dropped), 0,
		NULL},
};
static const struct shape analysis_token_shape =
	SHAPE("token", medlit_analysis_token, analysis_token_fields, NULL);

static const struct field concept_fields[] = {
	{"slug", FIELD_TEXT, true, AT(medlit_concept, concept_id), 0, NULL},
	{"preferred", FIELD_TEXT, false, AT(medlit_concept, preferred), 0,
		NULL},
	{"form", FIELD_TEXT, false, AT(medlit_concept, form), 0, NULL},
	{"start", FIELD_COUNT, true, AT(medlit_concept, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_concept, end), 0, NULL},
};
static const struct shape concept_shape =
	SHAPE("concept", medlit_concept, concept_fields, NULL);

static const struct field abbreviation_fields[] = {
	{"short", FIELD_TEXT, true, AT(medlit_abbreviation, short_form), 0,
		NULL},
	{"long", FIELD_TEXT, true, AT(medlit_abbreviation, long_form), 0, NULL},
	{"concept", FIELD_TEXT, false, AT(medlit_abbreviation, concept_id), 0,
		NULL},
	{"start", FIELD_COUNT, true, AT(medlit_abbreviation, start), 0, NULL},
	{"end", FIELD_COUNT, true, AT(medlit_abbreviation, end), 0, NULL},
	{"long_start", FIELD_COUNT, true, AT(medlit_abbreviation, long_start),
		0, NULL},
	{"long_end", FIELD_COUNT, true, AT(medlit_abbreviation, long_end), 0,
		NULL},
};
static const struct shape abbreviation_shape = SHAPE(
	"abbreviation", medlit_abbreviation, abbreviation_fields, NULL);

static const struct field analysis_fields[] = {
	{"v", FIELD_VERSION, true, 0, 0, NULL},
	{"tokens", FIELD_ARRAY, true, AT(medlit_analysis, tokens),
		AT(medlit_analysis, token_count), &analysis_token_shape},
	{"concepts", FIELD_ARRAY, true, AT(medlit_analysis, concepts),
		AT(medlit_analysis, concept_count), &concept_shape},
	{"abbreviations", FIELD_ARRAY, false,
		AT(medlit_analysis, abbreviations),
		AT(medlit_analysis, abbreviation_count), &abbreviation_shape},
};
const struct shape shape_analysis =
	SHAPE("analysis", medlit_analysis, analysis_fields, NULL);

static const struct field status_fields[] = {
	{"v", FIELD_VERSION, true, 0, 0, NULL},
	{"documents", FIELD_COUNT, false, AT(medlit_status, documents), 0,
		NULL},
	{"generation", FIELD_TEXT, false, AT(medlit_status, generation), 0,
		NULL},
	{"version", FIELD_TEXT, false, AT(medlit_status, version), 0, NULL},
	{"revision", FIELD_COUNT, false, AT(medlit_status, revision), 0, NULL},
	{"uptime_s", FIELD_REAL, false, AT(medlit_status, uptime), 0, NULL},
	{"warnings", FIELD_TEXTS, false, AT(medlit_status, warnings), 0, NULL},
};
const struct shape shape_status =
	SHAPE("status", medlit_status, status_fields, NULL);

static const struct field name_fields[] = {
	{"name", FIELD_TEXT, true, AT(medlit_name, name), 0, NULL},
	{"concept", FIELD_TEXT, true, AT(medlit_name, concept_id), 0, NULL},
	{"preferred", FIELD_TEXT, false, AT(medlit_name, preferred), 0, NULL},
	{"documents", FIELD_COUNT, false, AT(medlit_name, documents), 0, NULL},
};
static const struct shape name_shape =
	SHAPE("name", medlit_name, name_fields, NULL);

static const struct field names_fields[] = {
	{"v", FIELD_VERSION, true, 0, 0, NULL},
	{"names", FIELD_ARRAY, true, AT(medlit_names, names),
		AT(medlit_names, name_count), &name_shape},
};
const struct shape shape_names =
	SHAPE("list of names", medlit_names, names_fields, NULL);
