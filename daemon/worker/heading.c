/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The thesaurus is asked, not the index, so that a heading means what the
 * thesaurus of today says.  A concept's headings are its names, its names as
 * MeSH turns them around (Leukemia, Myeloid, Acute) and its MeSH numbers.
 */
#include "config.h"

#include "daemon/worker/heading.h"

#include <string.h>

#include "index/index.h"

#define MESH_IDENTIFIER "MESH:"

struct headings {
	struct slices terms;
	const char *prefix;
	struct slice qualifier; /* "/drug therapy" or empty */
	const struct thesaurus *thesaurus;
	struct arena *arena;
};

static void add(struct headings *h, struct slice name)
{
	struct slice value = arena_printf(h->arena, "%.*s%.*s",
		SLICE_PRINT(name), SLICE_PRINT(h->qualifier));

	if (h->terms.count < HEADING_TERMS)
		slices_add(&h->terms,
			schema_term(h->prefix, schema_fold(value, h->arena),
				h->arena),
			h->arena);
}

/* "a b c" with its last word first: "c, a b"; or all turned: "c, b, a". */
static struct slice turn(struct slice name, int all, struct arena *arena)
{
	struct slice turned = SLICE(""), rest = name;

	for (size_t at = name.length; at > 0; at--) {
		if (name.data[at - 1] != ' ')
			continue;
		turned = arena_printf(arena, "%.*s%.*s, ", SLICE_PRINT(turned),
			(int)(rest.length - at), name.data + at);
		rest.length = at - 1;
		if (!all)
			break;
	}
	return arena_printf(
		arena, "%.*s%.*s", SLICE_PRINT(turned), SLICE_PRINT(rest));
}

static void add_name(struct headings *h, struct slice name)
{
	const char *blank = memchr(name.data, ' ', name.length);

	add(h, name);
	if (!blank || memchr(name.data, ',', name.length))
		return;
	add(h, turn(name, 0, h->arena));
	if (memchr(blank + 1, ' ',
		    name.length - (size_t)(blank + 1 - name.data)))
		add(h, turn(name, 1, h->arena));
}

static void add_concept(struct headings *h, uint32_t concept, int narrower)
{
	uint32_t forms = concept_form_count(h->thesaurus, concept);
	uint32_t numbers = concept_identifier_count(h->thesaurus, concept);

	for (uint32_t i = 0; i < forms; i++) {
		struct concept_form form =
			concept_form_at(h->thesaurus, concept, i);

		if (form.relation == FORM_PREFERRED ||
			form.relation == FORM_EXACT ||
			(narrower && form.relation == FORM_NARROWER))
			add_name(h, form.text);
	}
	for (uint32_t i = 0; i < numbers; i++) {
		struct slice number =
			concept_identifier_at(h->thesaurus, concept, i);

		if (!slice_starts(number, MESH_IDENTIFIER))
			continue;
		number.data += strlen(MESH_IDENTIFIER);
		number.length -= strlen(MESH_IDENTIFIER);
		add(h, number);
	}
}

/* One walk over all concepts, each looked at once. */
static void add_narrower(struct headings *h, uint32_t above)
{
	uint32_t count = thesaurus_concepts(h->thesaurus);
	uint32_t broader[CONCEPT_ANCESTORS_MAX];

	for (uint32_t i = 0; i < count; i++) {
		size_t found = concept_ancestors(h->thesaurus, i, broader);

		for (size_t n = 0; n < found && i != above; n++)
			if (broader[n] == above)
				add_concept(h, i, 1);
	}
}

/* The concept whose name a text is, whole. */
static uint32_t concept_named(struct slice name, struct text_analyser *analyser,
	const struct thesaurus *thesaurus, struct arena *arena)
{
	struct tokens tokens = text_tokens(analyser, name, arena);
	struct concept_hits hits = concept_find(thesaurus, &tokens, 1, arena);

	if (hits.count != 1 || hits.items[0].first_position != 0 ||
		hits.items[0].last_position + 1 != tokens.positions)
		return CONCEPT_NONE;
	return hits.items[0].concept;
}

/* "Leukemia, Myeloid, Acute" as one says it: "Acute Myeloid Leukemia". */
static struct slice turn_back(struct slice name, struct arena *arena)
{
	struct slice said = SLICE(""), rest = name;

	for (size_t at = name.length; at > 0; at--) {
		struct slice piece = {name.data + at, rest.length - at};

		if (name.data[at - 1] != ',')
			continue;
		said = arena_printf(arena, "%.*s%.*s ", SLICE_PRINT(said),
			SLICE_PRINT(slice_trim(piece)));
		rest.length = at - 1;
	}
	return arena_printf(arena, "%.*s%.*s", SLICE_PRINT(said),
		SLICE_PRINT(slice_trim(rest)));
}

struct slices heading_terms(const char *prefix, struct slice name, int narrower,
	struct text_analyser *analyser, const struct thesaurus *thesaurus,
	struct arena *arena)
{
	struct headings h = {
		.prefix = prefix, .thesaurus = thesaurus, .arena = arena};
	const char *slash = memchr(name.data, '/', name.length);
	uint32_t concept;

	if (slash) {
		h.qualifier = (struct slice){
			slash, name.length - (size_t)(slash - name.data)};
		name.length -= h.qualifier.length;
	}
	add(&h, name);
	concept = concept_named(name, analyser, thesaurus, arena);
	if (concept == CONCEPT_NONE)
	concept = concept_named(
		turn_back(name, arena), analyser, thesaurus, arena);
	if (concept == CONCEPT_NONE)
		return h.terms;
	add_concept(&h, concept, narrower);
	if (narrower)
		add_narrower(&h, concept);
	return h.terms;
}
