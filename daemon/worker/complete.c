/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/complete.h"

#include "daemon/worker/json.h"

/* How many papers have each concept now; those that the thesaurus does not
 * know any more have none. */
static int count_papers(const struct engine *engine,
	struct spelling_name *names, size_t count, struct fault *fault)
{
	const struct thesaurus *thesaurus = engine->snapshot->thesaurus;
	struct xc_bytes *terms =
		arena_array(engine->arena, struct xc_bytes, count + 1);
	uint64_t *found = arena_array(engine->arena, uint64_t, count + 1);
	struct xc_error error;

	for (size_t i = 0; i < count; i++) {
		struct slice term = schema_term(
			PREFIX_CONCEPT, names[i].slug, engine->arena);

		terms[i] = (struct xc_bytes){term.data, term.length};
	}
	if (count && xc_searcher_frequencies(engine->snapshot->searcher, terms,
			     count, found, &error))
		return fault_set_engine(fault, &error);
	for (size_t i = 0; i < count; i++) {
		bool known = thesaurus &&
			     thesaurus_concept(thesaurus, names[i].slug) !=
				     CONCEPT_NONE;

		names[i].documents = known ? (uint32_t)found[i] : 0;
	}
	return 0;
}

static void put_name(struct json *json, const struct thesaurus *thesaurus,
	const struct spelling_name *name)
{
	uint32_t concept = thesaurus_concept(thesaurus, name->slug);

	json_begin(json, NULL, '{');
	json_put_string(json, "name", name->written);
	json_put_string(json, "concept", name->slug);
	json_put_string(
		json, "preferred", concept_preferred(thesaurus, concept));
	json_put_number(json, "documents", name->documents);
	json_end(json, '}');
}

int complete_names(const struct engine *engine, const struct request *request,
	struct buffer *out, struct fault *fault)
{
	const struct spelling *words = snapshot_words(engine->snapshot);
	struct slice folded =
		text_fold(engine->analyser, request->text, engine->arena);
	struct spelling_name *names = arena_array(
		engine->arena, struct spelling_name, request->limit + 1);
	size_t count = words ? spelling_complete(
				       words, folded, names, request->limit)
			     : 0;
	struct json json = {out, 0};

	if (count_papers(engine, names, count, fault))
		return -1;
	json_begin(&json, NULL, '{');
	json_put_number(&json, "v", 1);
	json_put_string(&json, "typed", request->text);
	json_begin(&json, "names", '[');
	for (size_t i = 0; i < count; i++)
		if (names[i].documents)
			put_name(&json, engine->snapshot->thesaurus, &names[i]);
	json_end(&json, ']');
	json_finish(&json);
	return 0;
}
