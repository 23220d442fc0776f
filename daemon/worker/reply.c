/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/reply.h"

#include <math.h>

#include "daemon/worker/json.h"
#include "daemon/worker/report.h"

/* ---- the question -------------------------------------------------------- */

static void put_concept(
	json_t *token, const struct reply *reply, uint32_t concept)
{
	json_put_slice(
		token, "concept", concept_slug(reply->thesaurus, concept));
	json_put_slice(token, "preferred",
		concept_preferred(reply->thesaurus, concept));
	json_put_number(
		token, "forms", concept_form_count(reply->thesaurus, concept));
}

static json_t *token_json(
	const struct reply *reply, const struct query_token *token)
{
	struct slice text = {reply->query->text.data + token->start,
		token->end - token->start};
	json_t *json = json_object();

	json_object_set_new(json, "text", json_slice(text));
	json_put_number(json, "start", token->start);
	json_put_number(json, "end", token->end);
	json_put_text(json, "status", query_status_name(token->status));
	if (token->clause == CLAUSE_NONE)
		return json;
	const struct clause *clause = &reply->query->clauses[token->clause];

	if (clause->kind == CLAUSE_CONCEPT)
		put_concept(json, reply, clause->concept);
	json_put_number(json, "documents", clause->documents);
	return json;
}

static json_t *query_json(const struct reply *reply)
{
	json_t *json = json_object(), *tokens = json_array();

	json_object_set_new(json, "typed", json_slice(reply->query->text));
	for (size_t i = 0; i < reply->query->tokens_count; i++)
		json_array_append_new(
			tokens, token_json(reply, &reply->query->tokens[i]));
	json_object_set_new(json, "tokens", tokens);
	json_object_set_new(json, "filters", json_array());
	json_object_set_new(json, "suggestions", json_array());
	return json;
}

static json_t *warnings_json(const struct reply *reply)
{
	json_t *json = json_array();
	char text[100];

	if (reply->request->replaced) {
		snprintf(text, sizeof(text),
			"%zu bytes of the question are not text and were read "
			"as U+FFFD",
			reply->request->replaced);
		json_array_append_new(json, json_string(text));
	}
	if (!reply->query->tokens_count)
		json_array_append_new(
			json, json_string("The question has no words"));
	for (size_t i = 0; i < reply->query->warnings.count; i++)
		json_array_append_new(
			json, json_slice(reply->query->warnings.items[i]));
	if (reply->page->timed_out)
		json_array_append_new(
			json, json_string("Time ran out: the last hits have no "
					  "snippets"));
	return json;
}

/* ---- hits ---------------------------------------------------------------- */

static const char *const mention_fields[] = {
	"title", "abstract", "body", "caption", "mesh", "keyword"};

static json_t *mentions_json(
	const struct reply *reply, const struct shown *shown)
{
	json_t *array = json_array();

	for (size_t i = 0; i < shown->mentions_count; i++) {
		const struct mention *mention = &shown->mentions[i];
		json_t *json = json_object();

		json_put_slice(json, "concept",
			concept_slug(reply->thesaurus, mention->concept));
		json_put_slice(json, "form", mention->form);
		json_put_text(json, "field", mention_fields[mention->field]);
		if (mention->field != MENTION_TITLE &&
			mention->field < MENTION_MESH)
			json_put_number(json, "section_index", mention->index);
		json_put_number(json, "start", mention->start);
		json_put_number(json, "end", mention->end);
		json_array_append_new(array, json);
	}
	return array;
}

static json_t *spans_json(const struct snippet *snippet)
{
	json_t *array = json_array();

	for (size_t i = 0; i < snippet->spans_count; i++)
		json_array_append_new(array, json_pair(snippet->spans[i].start,
						     snippet->spans[i].end));
	return array;
}

static json_t *snippets_json(const struct shown *shown)
{
	json_t *array = json_array();

	for (size_t i = 0; i < shown->snippets_count; i++) {
		const struct snippet *snippet = &shown->snippets[i];
		const struct section *section =
			&shown->document.sections[snippet->section];
		json_t *json = json_object();

		json_put_text(json, "field", section_kind_name(section->kind));
		json_put_slice(json, "section", section->title);
		json_put_number(json, "section_index", snippet->section);
		json_put_number(json, "start", snippet->start);
		json_put_number(json, "end", snippet->end);
		json_put_slice(json, "text",
			(struct slice){section->text.data + snippet->start,
				snippet->end - snippet->start});
		json_object_set_new(json, "spans", spans_json(snippet));
		json_array_append_new(array, json);
	}
	return array;
}

static json_t *hit_json(const struct reply *reply, size_t number)
{
	const struct shown *shown = &reply->page->items[number];
	const struct xc_hit *hit = &reply->matches->hits[number];
	uint32_t fields = reply->request->fields;
	json_t *json = json_object();

	if (fields & HIT_RANK)
		json_put_number(
			json, "rank", reply->request->offset + number + 1);
	report_summary(json, &shown->document, fields, hit->score);
	if (fields & HIT_MATCHED_AS)
		json_object_set_new(
			json, "matched_as", mentions_json(reply, shown));
	if (fields & HIT_SNIPPETS)
		json_object_set_new(json, "snippets", snippets_json(shown));
	return json;
}

void reply_search(const struct reply *reply, struct buffer *out)
{
	json_t *json = json_object(), *hits = json_array();

	for (size_t i = 0; i < reply->page->count; i++)
		json_array_append_new(hits, hit_json(reply, i));
	json_put_number(json, "v", 1);
	json_object_set_new(json, "took_ms",
		json_real(round(reply->took_ms * 1000) / 1000));
	json_put_text(json, "generation", reply->generation);
	json_put_number(json, "revision", reply->matches->revision);
	json_put_slice(
		json, "synonyms_version", thesaurus_version(reply->thesaurus));
	json_object_set_new(json, "query", query_json(reply));
	json_put_number(json, "total", reply->matches->total);
	json_put_text(json, "total_relation",
		reply->matches->total_exact ? "eq" : "gte");
	json_object_set_new(
		json, "timed_out", json_boolean(reply->page->timed_out));
	json_object_set_new(json, "warnings", warnings_json(reply));
	json_object_set_new(json, "hits", hits);
	json_finish(json, out);
}
