/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/reply.h"

#include <math.h>

#include "base/plural.h"
#include "daemon/worker/reply_internal.h"
#include "daemon/worker/report.h"

/* ---- the question -------------------------------------------------------- */

void reply_put_concept(
	struct json *json, const struct reply *reply, uint32_t concept)
{
	json_put_slice(
		json, "concept", concept_slug(reply->thesaurus, concept));
	json_put_slice(json, "preferred",
		concept_preferred(reply->thesaurus, concept));
}

static void put_senses(struct json *json, const struct reply *reply,
	const struct query_token *token)
{
	json_begin(json, "senses", '[');
	for (size_t i = 0; i < token->senses_count; i++) {
		json_begin(json, NULL, '{');
		reply_put_concept(json, reply, token->senses[i].concept);
		json_put_number(json, "documents", token->senses[i].documents);
		json_end(json, '}');
	}
	json_end(json, ']');
	json_put_number(json, "other", token->other);
}

static void put_token(struct json *json, const struct reply *reply,
	const struct query *query, const struct query_token *token)
{
	struct slice text = {
		query->text.data + token->start, token->end - token->start};

	json_begin(json, NULL, '{');
	json_put_string(json, "text", text);
	json_put_number(json, "start", token->start);
	json_put_number(json, "end", token->end);
	json_put_text(json, "status", query_status_name(token->status));
	if (token->clause != CLAUSE_NONE) {
		const struct clause *clause = &query->clauses[token->clause];

		if (clause->kind == CLAUSE_CONCEPT) {
			reply_put_concept(json, reply, clause->concept);
			json_put_number(json, "forms",
				concept_form_count(
					reply->thesaurus, clause->concept));
		}
		json_put_number(json, "documents", clause->documents);
	}
	if (token->senses_count)
		put_senses(json, reply, token);
	json_end(json, '}');
}

static void put_suggestions(
	struct json *json, const struct suggestions *suggestions)
{
	json_begin(json, "suggestions", '[');
	for (size_t i = 0; i < suggestions->count; i++) {
		const struct suggestion *item = &suggestions->items[i];

		json_begin(json, NULL, '{');
		json_put_string(json, "question", item->question);
		json_put_text(json, "kind", suggestion_kind_name(item->kind));
		json_put_string(json, "word", item->word);
		json_put_number(json, "start", item->start);
		json_put_number(json, "end", item->end);
		json_put_number(json, "documents", item->documents);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_total(struct json *json, uint64_t total, int exact)
{
	json_put_number(json, "total", total);
	json_put_text(json, "total_relation", exact ? "eq" : "gte");
}

static void put_alone(struct json *json, const struct relaxation *relaxation)
{
	json_begin(json, "alone", '[');
	for (size_t i = 0; i < relaxation->alone_count; i++) {
		json_begin(json, NULL, '{');
		json_put_string(json, "text", relaxation->alone[i].text);
		put_total(json, relaxation->alone[i].found.total,
			relaxation->alone[i].found.exact);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_relaxed(struct json *json, const struct relaxation *relaxation)
{
	json_begin(json, "relaxed", '[');
	for (size_t i = 0; i < relaxation->relaxed_count; i++) {
		const struct relaxed *relaxed = &relaxation->relaxed[i];

		json_begin(json, NULL, '{');
		json_put_string(json, "question", relaxed->question);
		json_put_text(
			json, "change", relax_change_name(relaxed->change));
		json_put_string(json, "of", relaxed->of);
		put_total(json, relaxed->found.total, relaxed->found.exact);
		json_end(json, '}');
	}
	json_end(json, ']');
}

/* What became of a question's words and values. */
static void put_account(
	struct json *json, const struct reply *reply, const struct query *query)
{
	json_begin(json, "tokens", '[');
	for (size_t i = 0; i < query->tokens_count; i++)
		if (query_is_own(query, &query->tokens[i]))
			put_token(json, reply, query, &query->tokens[i]);
	json_end(json, ']');
	json_begin(json, "filters", '[');
	for (size_t i = 0; i < query->filters_count; i++) {
		const struct filter *filter = &query->filters[i];

		if (filter->at < query->own_start ||
			filter->at >= query->own_end)
			continue;
		json_begin(json, NULL, '{');
		json_put_string(json, "name", field_name(filter->field));
		json_put_string(json, "value", filter->value);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_query(struct json *json, const struct reply *reply)
{
	json_begin(json, "query", '{');
	json_put_string(json, "typed", reply->query->text);
	put_account(json, reply, reply->query);
	put_suggestions(json, reply->suggestions);
	if (reply->relaxation->alone_count) {
		put_alone(json, reply->relaxation);
		put_relaxed(json, reply->relaxation);
	}
	json_end(json, '}');
}

static void put_query_warnings(
	struct json *json, const struct query *query, int too_large)
{
	if (!query->tokens_count)
		json_put_text(json, NULL, "The question has no words");
	for (size_t i = 0; i < query->warnings.count; i++)
		json_put_string(json, NULL, query->warnings.items[i]);
	if (too_large)
		json_put_text(json, NULL,
			"This stands for more terms than a search can have; "
			"nothing was searched");
}

static void put_line(struct json *json, const struct reply *reply,
	const struct strategy_line *line, const struct line_answer *answer)
{
	json_begin(json, NULL, '{');
	json_put_number(json, "number", line->number);
	json_put_string(json, "text",
		(struct slice){reply->query->text.data + line->start,
			line->end - line->start});
	json_put_number(json, "start", line->start);
	json_put_number(json, "end", line->end);
	put_account(json, reply, &answer->query);
	put_total(json, answer->total, answer->total_exact);
	json_begin(json, "warnings", '[');
	put_query_warnings(json, &answer->query, answer->too_large);
	if (answer->timed_out)
		json_put_text(json, NULL, "Time ran out before it was counted");
	json_end(json, ']');
	json_end(json, '}');
}

static void put_lines(struct json *json, const struct reply *reply)
{
	const struct strategy *strategy = &reply->lines->strategy;
	struct line_answer last = {.query = *reply->query,
		.total = reply->matches->total,
		.total_exact = reply->matches->total_exact &&
			       !reply->matches->timed_out,
		.too_large = reply->matches->too_large,
		.timed_out = reply->matches->timed_out};

	if (!strategy->count)
		return;
	json_begin(json, "lines", '[');
	for (size_t i = 0; i < strategy->count; i++)
		put_line(json, reply, &strategy->lines[i],
			i < reply->lines->count ? &reply->lines->lines[i]
						: &last);
	json_end(json, ']');
}

static void put_warnings(struct json *json, const struct reply *reply)
{
	char text[100];

	json_begin(json, "warnings", '[');
	if (reply->request->replaced) {
		snprintf(text, sizeof(text),
			"%zu %s read as U+FFFD", reply->request->replaced,
			plural(reply->request->replaced,
				"byte of the question is not text and was",
				"bytes of the question are not text and "
				"were"));
		json_put_text(json, NULL, text);
	}
	for (size_t i = 0; i < reply->lines->strategy.warnings.count; i++)
		json_put_string(
			json, NULL, reply->lines->strategy.warnings.items[i]);
	put_query_warnings(json, reply->query, reply->matches->too_large);
	if (reply->matches->timed_out)
		json_put_text(json, NULL,
			"Time ran out: better papers may be missing");
	else if (reply->page->timed_out)
		json_put_text(json, NULL,
			"Time ran out: the last hits have no snippets");
	if (reply->request->explain && !reply->explanations->items)
		json_put_text(json, NULL,
			"Time ran out: no hit has an explanation");
	json_end(json, ']');
}

/* ---- hits ---------------------------------------------------------------- */

/* The heading or keyword that a mention stands in, or the number of its
 * section. */
static void put_place(struct json *json, const struct mention *mention,
	const struct document *document)
{
	if (mention->field == MENTION_MESH)
		json_put_slice(json, "heading",
			document->mesh[mention->index].name);
	else if (mention->field == MENTION_KEYWORD)
		json_put_slice(json, "heading",
			document->keywords.items[mention->index]);
	else if (mention->field != MENTION_TITLE)
		json_put_number(json, "section_index", mention->index);
}

static void put_mentions(
	struct json *json, const struct reply *reply, const struct shown *shown)
{
	json_begin(json, "matched_as", '[');
	for (size_t i = 0; i < shown->mentions_count; i++) {
		const struct mention *mention = &shown->mentions[i];

		json_begin(json, NULL, '{');
		json_put_slice(json, "concept",
			concept_slug(reply->thesaurus, mention->concept));
		json_put_slice(json, "form", mention->form);
		json_put_text(
			json, "field", mention_field_name(mention->field));
		put_place(json, mention, &shown->document);
		json_put_number(json, "start", mention->start);
		json_put_number(json, "end", mention->end);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_spans(struct json *json, const struct snippet *snippet)
{
	json_begin(json, "spans", '[');
	for (size_t i = 0; i < snippet->spans_count; i++) {
		json_begin(json, NULL, '[');
		json_put_number(json, NULL, snippet->spans[i].start);
		json_put_number(json, NULL, snippet->spans[i].end);
		json_end(json, ']');
	}
	json_end(json, ']');
}

static void put_snippets(struct json *json, const struct shown *shown)
{
	json_begin(json, "snippets", '[');
	for (size_t i = 0; i < shown->snippets_count; i++) {
		const struct snippet *snippet = &shown->snippets[i];
		const struct section *section =
			&shown->document.sections[snippet->section];

		json_begin(json, NULL, '{');
		json_put_text(json, "field", section_kind_name(section->kind));
		json_put_slice(json, "section", section->title);
		json_put_number(json, "section_index", snippet->section);
		if (section_page(section, snippet->start) > 0)
			json_put_number(json, "page",
				section_page(section, snippet->start));
		json_put_number(json, "start", snippet->start);
		json_put_number(json, "end", snippet->end);
		json_put_slice(json, "text",
			(struct slice){section->text.data + snippet->start,
				snippet->end - snippet->start});
		put_spans(json, snippet);
		json_end(json, '}');
	}
	json_end(json, ']');
}

static void put_hit(struct json *json, const struct reply *reply, size_t number)
{
	const struct shown *shown = &reply->page->items[number];
	const struct xc_hit *hit = &reply->matches->hits[number];
	uint32_t fields = reply->request->fields;

	json_begin(json, NULL, '{');
	if (fields & HIT_RANK)
		json_put_number(
			json, "rank", reply->request->offset + number + 1);
	report_summary(json, &shown->document, fields, hit->score);
	if (number >= reply->matches->related)
		json_put_boolean(json, "related", 1);
	if (fields & HIT_MATCHED_AS)
		put_mentions(json, reply, shown);
	if (fields & HIT_SNIPPETS)
		put_snippets(json, shown);
	if (reply->explanations && reply->explanations->items)
		reply_put_explanation(json, reply, number);
	json_end(json, '}');
}

void reply_search(const struct reply *reply, struct buffer *out)
{
	struct json json = {out, 0};

	json_begin(&json, NULL, '{');
	json_put_number(&json, "v", 1);
	json_put_real(&json, "took_ms", round(reply->took_ms * 1000) / 1000);
	json_put_text(&json, "generation", reply->generation);
	json_put_number(&json, "revision", reply->matches->revision);
	json_put_slice(
		&json, "synonyms_version", thesaurus_version(reply->thesaurus));
	put_query(&json, reply);
	put_lines(&json, reply);
	put_total(&json, reply->matches->total, reply->matches->total_exact);
	json_put_boolean(&json, "timed_out", reply->page->timed_out);
	put_warnings(&json, reply);
	json_begin(&json, "hits", '[');
	for (size_t i = 0; i < reply->page->count; i++)
		put_hit(&json, reply, i);
	json_end(&json, ']');
	json_finish(&json);
}
