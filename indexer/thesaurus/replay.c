/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/thesaurus/replay.h"

#include <string.h>

#include "base/file.h"
#include "indexer/thesaurus/asker.h"
#include "indexer/thesaurus/tools.h"

#define FILE_MAX ((size_t)64 << 20)

/* ---- two replies ------------------------------------------------------ */

static const json_t *hit_with(const json_t *reply, const char *id)
{
	const json_t *hits = json_object_get(reply, "hits");

	for (size_t i = 0; i < json_array_size(hits); i++)
		if (strcmp(json_text(json_array_get(hits, i), "id"), id) == 0)
			return json_array_get(hits, i);
	return NULL;
}

static bool is_changed(const struct changes *changes, const json_t *match)
{
	return changes_has_form(changes, slice_of(json_text(match, "concept")),
		slice_of(json_text(match, "form")));
}

/* The forms that the paper was found by: those that changed, if any did; else
 * those of concepts that changed; else all. */
static json_t *forms_of(const struct changes *changes, const json_t *hit)
{
	const json_t *matches = json_object_get(hit, "matched_as");
	json_t *sets[3] = {json_array(), json_array(), json_array()};
	int best = 2;

	for (size_t i = 0; i < json_array_size(matches); i++) {
		const json_t *match = json_array_get(matches, i);
		struct slice slug = slice_of(json_text(match, "concept"));
		int set = is_changed(changes, match)           ? 0
			  : changes_has_concept(changes, slug) ? 1
							       : 2;
		json_t *one = json_pack("{s:s,s:s}", "concept",
			json_text(match, "concept"), "form",
			json_text(match, "form"));

		json_array_append_new(sets[set], one);
		best = set < best ? set : best;
	}
	for (int i = 0; i < 3; i++)
		if (i != best)
			json_decref(sets[i]);
	return sets[best];
}

/* Papers of one reply that the other has not. */
static json_t *only_in(
	const struct changes *changes, const json_t *reply, const json_t *other)
{
	const json_t *hits = json_object_get(reply, "hits");
	json_t *all = json_array();

	for (size_t i = 0; i < json_array_size(hits); i++) {
		const json_t *hit = json_array_get(hits, i);

		if (hit_with(other, json_text(hit, "id")))
			continue;
		json_array_append_new(
			all, json_pack("{s:s,s:i,s:o}", "id",
				     json_text(hit, "id"), "rank", (int)i + 1,
				     "forms", forms_of(changes, hit)));
	}
	return all;
}

static const json_t *tokens_of(const json_t *reply)
{
	return json_object_get(json_object_get(reply, "query"), "tokens");
}

static bool sees(const json_t *reply, const char *slug)
{
	const json_t *tokens = tokens_of(reply);

	for (size_t i = 0; i < json_array_size(tokens); i++)
		if (strcmp(json_text(json_array_get(tokens, i), "concept"),
			    slug) == 0)
			return true;
	return false;
}

/* Concepts of the question that one reply sees and the other does not. */
static void add_seen(
	json_t *all, const json_t *reply, const json_t *other, const char *what)
{
	const json_t *tokens = tokens_of(reply);
	const char *last = "";

	for (size_t i = 0; i < json_array_size(tokens); i++) {
		const json_t *token = json_array_get(tokens, i);
		const char *slug = json_text(token, "concept");

		if (*slug && strcmp(slug, last) != 0 && !sees(other, slug))
			json_array_append_new(
				all, json_pack("{s:s,s:s,s:s}", "change", what,
					     "concept", slug, "text",
					     json_text(token, "text")));
		last = slug;
	}
}

static double jaccard(size_t before, size_t after, size_t entered)
{
	size_t both = after - entered, any = before + entered;

	return any == 0 ? 1.0 : (double)both / (double)any;
}

static void compare(const struct replay *replay, json_t *answer,
	const json_t *before, const json_t *after)
{
	json_t *entered = only_in(replay->changes, after, before);
	json_t *left = only_in(replay->changes, before, after);
	json_t *concepts = json_array();

	add_seen(concepts, after, before, "added");
	add_seen(concepts, before, after, "removed");
	json_object_set(answer, "before", json_object_get(before, "total"));
	json_object_set(answer, "after", json_object_get(after, "total"));
	json_object_set_new(answer, "jaccard",
		json_real(jaccard(
			json_array_size(json_object_get(before, "hits")),
			json_array_size(json_object_get(after, "hits")),
			json_array_size(entered))));
	json_object_set_new(answer, "concepts", concepts);
	json_object_set_new(answer, "entered", entered);
	json_object_set_new(answer, "left", left);
}

/* ---- all questions ---------------------------------------------------- */

/* Both work on it at the same time. */
static int ask(const struct replay *replay, struct asker *const askers[2],
	struct slice question, json_t *answer, struct error *err)
{
	json_t *replies[2] = {NULL, NULL};
	struct error why = {ERROR_NONE, ""};
	int result = 0;

	for (int i = 0; i < 2 && result == 0; i++)
		result = asker_send(askers[i], question, err);
	for (int i = 0; i < 2 && result == 0; i++)
		result = asker_receive(askers[i], &replies[i], &why);
	if (result != 0 && why.code != ERROR_NONE)
		*err = why;
	if (result == 0 && replies[0] && replies[1])
		compare(replay, answer, replies[0], replies[1]);
	else if (result == 0)
		json_object_set_new(answer, "error", json_string(why.text));
	json_decref(replies[0]);
	json_decref(replies[1]);
	return result;
}

static int ask_all(const struct replay *replay, struct asker *const askers[2],
	struct slice text, json_t *answers, struct error *err)
{
	for (unsigned line = 1; text.length > 0; line++) {
		const char *end = memchr(text.data, '\n', text.length);
		size_t length = end ? (size_t)(end - text.data) : text.length;
		struct slice question =
			slice_trim((struct slice){text.data, length});
		const char *tab =
			question.length > 0
				? memchr(question.data, '\t', question.length)
				: NULL;
		struct slice id = SLICE_EMPTY;

		text.data += length + (end != NULL);
		text.length -= length + (end != NULL);
		if (tab) {
			id = (struct slice){
				question.data, (size_t)(tab - question.data)};
			question.data += id.length + 1;
			question.length -= id.length + 1;
		}
		if (question.length == 0)
			continue;
		json_t *answer = json_pack("{s:o,s:o}", "id",
			tab ? json_slice(id) : json_sprintf("%u", line),
			"question", json_slice(question));

		if (!answer)
			return error_set(err, ERROR_FORMAT,
				"line %u of the questions is not UTF-8", line);
		json_array_append_new(answers, answer);
		if (ask(replay, askers, question, answer, err) != 0)
			return -1;
	}
	return 0;
}

int replay_run(const struct replay *replay, const char *file, json_t **answers,
	struct error *err)
{
	struct asker *askers[2] = {NULL, NULL};
	struct buffer text = BUFFER_INIT;
	int result = file_read(file, FILE_MAX, &text, err);

	*answers = json_array();
	if (result == 0) {
		askers[0] = asker_open(replay->index, replay->old, err);
		if (askers[0])
			askers[1] = asker_open(
				replay->index, replay->new_list, err);
		result = askers[1] ? ask_all(replay, askers,
					     buffer_slice(&text), *answers, err)
				   : -1;
	}
	asker_close(askers[0]);
	asker_close(askers[1]);
	buffer_clear(&text);
	if (result != 0) {
		json_decref(*answers);
		*answers = NULL;
	}
	return result;
}
