/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every text of a paper through the same analysis that a question gets, but
 * that a paper says itself what its short forms mean.
 */
#include "config.h"

#include "index/index.h"

/* Bytes of a paper in which definitions are looked for: a longer one is a book,
 * and each answer that shows it reads as much again. */
#define SENSES_BYTES ((size_t)256 * 1024)

struct abbreviation_senses index_senses(const struct document *document,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct abbreviation_senses senses = {NULL, 0};
	size_t left = SENSES_BYTES;

	if (!thesaurus)
		return senses;
	abbreviation_senses_add(
		&senses, document->title, analyser, thesaurus, arena);
	for (size_t i = 0; i < document->sections_count; i++) {
		struct slice text = document->sections[i].text;

		if (text.length > left)
			text.length = left;
		left -= text.length;
		abbreviation_senses_add(
			&senses, text, analyser, thesaurus, arena);
	}
	return senses;
}

struct analysed index_analyse_text(struct slice text,
	const struct abbreviation_senses *senses,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct analysed result;

	result.tokens = text_tokens(analyser, text, arena);
	result.concepts = concept_find(thesaurus, &result.tokens, 0, arena);
	abbreviation_senses_apply(
		senses, thesaurus, &result.tokens, &result.concepts, arena);
	return result;
}

struct analysed_document index_analyse(const struct document *document,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct abbreviation_senses senses =
		index_senses(document, analyser, thesaurus, arena);
	struct analysed_document all;
	struct analysed *next;

	all.count = 1 + document->sections_count + document->mesh_count +
		    document->keywords.count;
	all.items = next = arena_array(arena, struct analysed, all.count);
	*next++ = index_analyse_text(
		document->title, &senses, analyser, thesaurus, arena);
	for (size_t i = 0; i < document->sections_count; i++)
		*next++ = index_analyse_text(document->sections[i].text,
			&senses, analyser, thesaurus, arena);
	for (size_t i = 0; i < document->mesh_count; i++)
		*next++ = index_analyse_text(document->mesh[i].name, &senses,
			analyser, thesaurus, arena);
	for (size_t i = 0; i < document->keywords.count; i++)
		*next++ = index_analyse_text(document->keywords.items[i],
			&senses, analyser, thesaurus, arena);
	return all;
}
