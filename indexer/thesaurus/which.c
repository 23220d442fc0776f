/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * thesaurus which: what a form names in a list, and why it does not name what
 * somebody thinks it does.  The form is read as a question is, by the same
 * code; where nothing is found it is looked for again in any capitals.
 */
#include "config.h"

#include "indexer/thesaurus/tools.h"

#include <stdio.h>

struct which {
	struct source source;
	struct list_rows rows;
	struct thesaurus *thesaurus;
};

/* ---- looking ---------------------------------------------------------- */

static json_t *analysis_json(const struct tokens *tokens)
{
	static const char *const kinds[] = {[TOKEN_WORD] = "word",
		[TOKEN_ACRONYM] = "acronym",
		[TOKEN_NUMBER] = "number",
		[TOKEN_CODE] = "code",
		[TOKEN_COMPOUND] = "compound"};
	json_t *all = json_array();

	for (size_t i = 0; i < tokens->count; i++) {
		const struct token *token = &tokens->items[i];

		json_array_append_new(
			all, json_pack("{s:o,s:o,s:s}", "folded",
				     json_slice(token->folded), "term",
				     json_slice(token->term), "kind",
				     kinds[token->kind]));
	}
	return all;
}

static const struct list_row *row_of(
	const struct which *w, uint32_t concept, struct slice text, bool sense)
{
	struct slice slug = concept_slug(w->thesaurus, concept);

	for (size_t i = 0; i < w->rows.count; i++) {
		const struct list_row *row = &w->rows.items[i];

		if (row->relation <= LIST_SENSE &&
			(row->relation == LIST_SENSE) == sense &&
			slice_equal(row->value, text) &&
			slice_equal(row->slug, slug))
			return row;
	}
	return NULL;
}

static json_t *concept_json(const struct which *w, uint32_t concept)
{
	const struct thesaurus *t = w->thesaurus;
	uint32_t found[CONCEPT_ANCESTORS_MAX];
	size_t count = concept_ancestors(t, concept, found);
	json_t *broader = json_array(), *identifiers = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			broader, json_slice(concept_slug(t, found[i])));
	for (uint32_t n = 0; n < concept_identifier_count(t, concept); n++)
		json_array_append_new(identifiers,
			json_slice(concept_identifier_at(t, concept, n)));
	return json_pack("{s:o,s:o,s:o,s:o,s:o}", "concept",
		json_slice(concept_slug(t, concept)), "preferred",
		json_slice(concept_preferred(t, concept)), "kind",
		json_slice(concept_kind(t, concept)), "broader", broader,
		"identifiers", identifiers);
}

static void add_row_json(json_t *object, const struct list_row *row)
{
	if (!row)
		return;
	json_object_set_new(object, "relation",
		json_string(list_relation_name(row->relation)));
	json_object_set_new(
		object, "case", json_string(list_case_name(row->letter_case)));
	json_object_set_new(object, "line", json_integer(row->line));
}

static json_t *hit_json(
	const struct which *w, struct slice text, const struct concept_hit *hit)
{
	struct concept_form form =
		concept_form_at(w->thesaurus, hit->concept, hit->form);
	json_t *object = concept_json(w, hit->concept);

	json_object_set_new(object, "text",
		json_slice((struct slice){
			text.data + hit->start, hit->end - hit->start}));
	json_object_set_new(object, "form", json_slice(form.text));
	json_object_set_new(object, "matches",
		json_string(form.letter_case == FORM_CASE_EXACT
				    ? "these capitals"
				    : "any capitals"));
	add_row_json(object, row_of(w, hit->concept, form.text, false));
	return object;
}

static json_t *hits_json(const struct which *w, struct slice text,
	const struct concept_hits *hits)
{
	json_t *all = json_array();

	for (size_t i = 0; i < hits->count; i++)
		json_array_append_new(all, hit_json(w, text, &hits->items[i]));
	return all;
}

#define SENSES_MAX 64

static json_t *senses_json(const struct which *w, const struct tokens *tokens)
{
	json_t *all = json_array();

	for (size_t i = 0; i < tokens->count; i++) {
		uint32_t found[SENSES_MAX];
		size_t count = thesaurus_senses(
			w->thesaurus, tokens, i, found, SENSES_MAX);
		struct slice text = {tokens->text.data + tokens->items[i].start,
			tokens->items[i].end - tokens->items[i].start};

		for (size_t n = 0; n < count && n < SENSES_MAX; n++) {
			json_t *one = concept_json(w, found[n]);

			json_object_set_new(one, "text", json_slice(text));
			add_row_json(one, row_of(w, found[n], text, true));
			json_array_append_new(all, one);
		}
	}
	return all;
}

static bool has_folded(const struct which *w, struct slice text)
{
	for (size_t i = 0; i < w->rows.count; i++)
		if (w->rows.items[i].relation <= LIST_SENSE &&
			slice_equal_fold(w->rows.items[i].value, text))
			return true;
	return false;
}

static const char *reason(const struct which *w, const struct tokens *tokens,
	const struct concept_hits *typed, const struct concept_hits *any,
	size_t senses)
{
	if (tokens->positions == 0)
		return "has neither letter nor digit";
	if (typed->count > 0 && typed->items[0].last_position -
						typed->items[0].first_position +
						1 ==
					tokens->positions)
		return "";
	if (senses > 0)
		return "has several meanings and is not found by itself";
	if (typed->count > 0)
		return "is no form as a whole, but has forms in it";
	if (any->count > 0)
		return "is found with other capitals only; in a question also "
		       "with these";
	if (has_folded(w, tokens->text))
		return "is found with other capitals only: these are a word of "
		       "the language, or have another meaning";
	return "is no form of the list";
}

static json_t *look_up(struct which *w, struct slice text)
{
	struct arena *arena = &w->source.arena;
	struct tokens tokens = text_tokens(w->source.analyser, text, arena);
	struct concept_hits typed =
		concept_find(w->thesaurus, &tokens, false, arena);
	struct concept_hits any =
		concept_find(w->thesaurus, &tokens, true, arena);
	json_t *senses = senses_json(w, &tokens);
	const char *why =
		reason(w, &tokens, &typed, &any, json_array_size(senses));

	return json_pack("{s:o,s:o,s:o,s:o,s:s}", "form", json_slice(text),
		"analysis", analysis_json(&tokens), "names",
		hits_json(w, text, typed.count > 0 ? &typed : &any), "senses",
		senses, "reason", why);
}

/* ---- telling ---------------------------------------------------------- */

static void print_list(const char *head, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		printf("%s%s", i == 0 ? head : ", ",
			json_string_value(json_array_get(list, i)));
	if (json_array_size(list) > 0)
		putchar('\n');
}

static void print_concept(const json_t *one, const char *what)
{
	const json_t *line = json_object_get(one, "line");

	printf("  \"%s\" %s %s", json_text(one, "text"), what,
		json_text(one, "concept"));
	if (*json_text(one, "form"))
		printf(": form \"%s\", in %s", json_text(one, "form"),
			json_text(one, "matches"));
	if (line)
		printf(" (%s, %s, line %lld)", json_text(one, "relation"),
			json_text(one, "case"),
			(long long)json_integer_value(line));
	printf("\n    %s", json_text(one, "preferred"));
	if (*json_text(one, "kind"))
		printf(", %s", json_text(one, "kind"));
	putchar('\n');
	print_list("    broader: ", json_object_get(one, "broader"));
	print_list("    identifiers: ", json_object_get(one, "identifiers"));
}

static void print_text(const json_t *one)
{
	const json_t *analysis = json_object_get(one, "analysis");
	const json_t *names = json_object_get(one, "names");
	const json_t *senses = json_object_get(one, "senses");

	printf("%s\n  read as", json_text(one, "form"));
	for (size_t i = 0; i < json_array_size(analysis); i++) {
		const json_t *token = json_array_get(analysis, i);

		printf("%s %s (%s)", i == 0 ? "" : ",",
			json_text(token, "term"), json_text(token, "kind"));
	}
	printf("\n");
	if (*json_text(one, "reason"))
		printf("  %s\n", json_text(one, "reason"));
	for (size_t i = 0; i < json_array_size(names); i++)
		print_concept(json_array_get(names, i), "names");
	for (size_t i = 0; i < json_array_size(senses); i++)
		print_concept(json_array_get(senses, i), "may mean");
}

/* ---- the action ------------------------------------------------------- */

static int which_open(struct which *w, const char *path, struct error *err)
{
	if (source_open(&w->source, path, err) != 0 ||
		list_read(path, buffer_slice(&w->source.text), &w->source.arena,
			&w->rows, err) != 0)
		return -1;
	w->thesaurus = thesaurus_open(path, w->source.analyser, err);
	return w->thesaurus ? 0 : -1;
}

/* 1: at least one names nothing. */
static int look_up_all(const struct tool_options *options, struct which *w)
{
	json_t *all = json_array();
	int status = EXIT_ALL;

	for (size_t i = 0; i < options->count; i++) {
		json_t *one = look_up(w, slice_of(options->operands[i]));

		if (json_array_size(json_object_get(one, "names")) +
				json_array_size(
					json_object_get(one, "senses")) ==
			0)
			status = EXIT_SOME;
		if (!options->report.json)
			print_text(one);
		json_array_append_new(all, one);
	}
	if (options->report.json)
		print_json(json_pack("{s:s,s:o}", "command", "thesaurus which",
			"forms", all));
	else
		json_decref(all);
	return status;
}

int thesaurus_which(int argc, char **argv)
{
	struct tool_options options;
	struct which w = {0};
	struct error err;
	int status = tool_options(&options, "rt", argc, argv);

	if (status != EXIT_ALL)
		return status;
	if (!options.thesaurus && options.count > 0)
		options.thesaurus = options.operands[--options.count];
	if (options.count == 0)
		return thesaurus_usage("which", "FORM and FILE are missing");
	if (which_open(&w, options.thesaurus, &err) == 0)
		status = look_up_all(&options, &w);
	else
		status = command_failed(&options.report, &err);
	thesaurus_close(w.thesaurus);
	source_clear(&w.source);
	return status;
}
