/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every text of a paper through the same analysis that a question gets. */
#include "config.h"

#include "index/index.h"

static struct analysed analyse_text(struct slice text,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct analysed result;

	result.tokens = text_tokens(analyser, text, arena);
	result.concepts = concept_find(thesaurus, &result.tokens, 0, arena);
	return result;
}

struct analysed_document index_analyse(const struct document *document,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct analysed_document all;
	struct analysed *next;

	all.count = 1 + document->sections_count + document->mesh_count +
		    document->keywords.count;
	all.items = next = arena_array(arena, struct analysed, all.count);
	*next++ = analyse_text(document->title, analyser, thesaurus, arena);
	for (size_t i = 0; i < document->sections_count; i++)
		*next++ = analyse_text(document->sections[i].text, analyser,
			thesaurus, arena);
	for (size_t i = 0; i < document->mesh_count; i++)
		*next++ = analyse_text(document->mesh[i].name, analyser,
			thesaurus, arena);
	for (size_t i = 0; i < document->keywords.count; i++)
		*next++ = analyse_text(document->keywords.items[i], analyser,
			thesaurus, arena);
	return all;
}
