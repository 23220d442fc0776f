/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A doubtful word to what may stand in its place, and that to whole questions.
 *
 * The list of words knows stems; what to write instead is read out of a paper
 * that has the stem.
 */
#include "config.h"

#include "daemon/worker/suggest_internal.h"

/* Questions offered in all. */
#define QUESTIONS_MAX 5

/* The question with `option` in its place and the best of every other doubt. */
static struct slice rewrite(const struct suggester *s,
	const struct doubt *doubts, const struct option *option)
{
	struct slice text = s->query->text, out = SLICE("");
	uint32_t at = 0;

	for (size_t i = 0; i < s->query->tokens_count; i++) {
		const struct option *use =
			doubts[i].count ? &doubts[i].options[0] : NULL;

		if (s->query->tokens[i].start == option->start)
			use = option;
		if (!use || use->start < at ||
			(use != option && use->end > option->start &&
				use->start < option->end))
			continue;
		out = arena_printf(s->arena, "%.*s%.*s%.*s", SLICE_PRINT(out),
			(int)(use->start - at), text.data + at,
			SLICE_PRINT(use->word));
		at = use->end;
	}
	return arena_printf(s->arena, "%.*s%.*s", SLICE_PRINT(out),
		(int)(text.length - at), text.data + at);
}

static void add_suggestion(const struct suggester *s,
	const struct doubt *doubts, const struct option *option,
	struct suggestions *out)
{
	struct suggestion new = {option->kind, rewrite(s, doubts, option),
		option->word, option->start, option->end, option->documents};

	for (size_t i = 0; i < out->count; i++)
		if (slice_equal(out->items[i].question, new.question))
			return;
	out->items = query_grow(
		out->items, out->count, sizeof(*out->items), s->arena);
	out->items[out->count++] = new;
}

/* The best of every word first, then the second best. */
static void add_questions(const struct suggester *s, const struct doubt *doubts,
	struct suggestions *out)
{
	for (size_t n = 0; n < OPTIONS_MAX; n++)
		for (size_t i = 0; i < s->query->tokens_count; i++)
			if (n < doubts[i].count && out->count < QUESTIONS_MAX)
				add_suggestion(
					s, doubts, &doubts[i].options[n], out);
}

/* Both of a pair are named, whichever was typed or is suggested. */
static int add_look_alikes(const struct suggester *s,
	const struct doubt *doubts, struct slice word, uint32_t start,
	uint32_t end, struct suggestions *out)
{
	struct slice alike[SPELLING_ALIKE_MAX];
	size_t count = spelling_look_alikes(word, alike, SPELLING_ALIKE_MAX);

	for (size_t i = 0; i < count; i++) {
		struct option option = {
			SUGGESTION_LOOK_ALIKE, alike[i], start, end, 0};

		if (suggest_count(s, alike[i], &option.documents))
			return -1;
		if (option.documents)
			add_suggestion(s, doubts, &option, out);
	}
	return 0;
}

static int add_all_look_alikes(const struct suggester *s,
	const struct doubt *doubts, struct suggestions *out)
{
	size_t spelled = out->count;

	for (size_t i = 0; i < spelled; i++)
		if (add_look_alikes(s, doubts, out->items[i].word,
			    out->items[i].start, out->items[i].end, out))
			return -1;
	for (size_t i = 0; i < s->query->tokens_count; i++) {
		const struct query_token *token = &s->query->tokens[i];

		if ((token->status == STATUS_CONCEPT ||
			    token->status == STATUS_WORD) &&
			add_look_alikes(s, doubts, token->folded, token->start,
				token->end, out))
			return -1;
	}
	return 0;
}

/* The list of words is looked at only for a question with a doubtful one. */
static int add_doubts(
	struct suggester *s, struct snapshot *snapshot, struct doubt *doubts)
{
	for (size_t i = 0; i < s->query->tokens_count; i++) {
		if (!is_doubtful(s->query, i))
			continue;
		if (!s->words)
			s->words = snapshot_words(snapshot);
		if (!s->words)
			return 0;
		if (suggest_options(s, i, &doubts[i]))
			return -1;
	}
	return 0;
}

int suggest_words(const struct engine *engine, const struct query *query,
	struct suggestions *out, struct fault *fault)
{
	struct suggester s = {query, NULL, engine->analyser,
		engine->snapshot->thesaurus, engine->snapshot->searcher,
		engine->arena, fault};
	struct doubt *doubts = arena_array(
		engine->arena, struct doubt, query->tokens_count + 1);

	*out = (struct suggestions){NULL, 0};
	if (add_doubts(&s, engine->snapshot, doubts))
		return -1;
	add_questions(&s, doubts, out);
	return add_all_look_alikes(&s, doubts, out);
}

const char *suggestion_kind_name(enum suggestion_kind kind)
{
	static const char *const names[] = {
		[SUGGESTION_SPELLING] = "spelling",
		[SUGGESTION_SPLIT] = "split",
		[SUGGESTION_JOIN] = "join",
		[SUGGESTION_LOOK_ALIKE] = "look_alike",
	};

	return names[kind];
}
