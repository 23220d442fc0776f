/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names are compared concept by concept.  Most concepts are alike byte for
 * byte; where one is not, its names are looked up in a table of the other's,
 * and only names that are not there are analysed.
 */
#include "config.h"

#include "analysis/concept/delta.h"

#include <stdlib.h>

#include "analysis/concept/delta_internal.h"
#include "base/memory.h"

struct comparison {
	struct delta *delta;
	struct text_analyser *analyser;
	struct arena arena; /* of one concept */
};

/* One concept of two lists; CONCEPT_NONE where a list has no such concept. */
struct pair {
	const struct thesaurus *mine, *other;
	uint32_t concept, like;
};

static bool same_form(struct concept_form a, struct concept_form b)
{
	return a.letter_case == b.letter_case &&
	       form_reach(a.relation) == form_reach(b.relation) &&
	       slice_equal(a.text, b.text);
}

static bool same_names(const struct pair *pair)
{
	uint32_t count = concept_form_count(pair->mine, pair->concept);

	if (count != concept_form_count(pair->other, pair->like))
		return false;
	for (uint32_t n = 0; n < count; n++)
		if (!same_form(concept_form_at(pair->mine, pair->concept, n),
			    concept_form_at(pair->other, pair->like, n)))
			return false;
	return true;
}

static uint32_t form_hash(struct concept_form form)
{
	return image_hash(form.text) ^ form.letter_case;
}

/* The names of `concept` in a table of a power of two, numbers plus one. */
static uint32_t *make_table(const struct thesaurus *list, uint32_t concept,
	uint32_t *mask, struct arena *arena)
{
	uint32_t count = concept_form_count(list, concept), size = 4;

	while (size < 2 * count)
		size *= 2;
	uint32_t *table = arena_array(arena, uint32_t, size);

	*mask = size - 1;
	for (uint32_t n = 0; n < count; n++) {
		uint32_t at = form_hash(concept_form_at(list, concept, n));

		while (table[at & *mask])
			at++;
		table[at & *mask] = n + 1;
	}
	return table;
}

/* The node of a list's trie where a name's lemmas lead; 0: none. */
static uint32_t node_of(
	const struct thesaurus *list, const struct tokens *tokens)
{
	uint32_t node = 0;

	for (size_t i = 0; i < tokens->count; i++) {
		if (tokens->items[i].span > 1)
			continue;
		uint64_t word = image_word(tokens->items[i].lemma_hash);

		node = i == 0 ? image_start(list, word)
			      : image_child(list, node, word);
		if (node == 0)
			return 0;
	}
	return node;
}

/* Does the other list read the name as this concept too, spelled otherwise? */
static bool is_read_alike(
	const struct pair *pair, uint32_t n, const struct tokens *tokens)
{
	const struct thesaurus *other = pair->other;
	const struct image_form *mine =
		&pair->mine->forms
			 [pair->mine->concepts[pair->concept].first_form + n];
	uint32_t number = node_of(other, tokens);

	if (number == 0)
		return false;
	for (uint32_t i = other->nodes[number].first_entry;
		i < other->nodes[number + 1].first_entry; i++) {
		const struct image_form *form =
			&other->forms[other->entries[i].form];

		if (form->concept == pair->like &&
			form->letter_case == mine->letter_case &&
			form_reach(form->relation) ==
				form_reach(mine->relation) &&
			slice_equal(image_slice(other, form->key),
				image_slice(pair->mine, mine->key)))
			return true;
	}
	return false;
}

static void add_name(struct delta *delta, const struct pair *pair, uint32_t n)
{
	size_t count = delta->names_count;

	if (!(count & (count - 1)))
		delta->names = memory_resize(delta->names,
			count ? 2 * count : 1, sizeof(*delta->names));
	delta->names[delta->names_count++] =
		(struct delta_name){pair->mine, pair->concept, n};
}

static void mark_added(struct delta *delta, uint32_t concept, uint32_t n)
{
	delta->added[delta->newer->concepts[concept].first_form + n] = 1;
	delta->changes[concept] |= DELTA_NAMES_ADDED;
}

/*
 * What the newer list reads in a name that it does not have: a name moved to
 * another concept, or a shorter one that stood in its shadow.  True when the
 * concept itself is still among it wherever the older list saw the name.
 */
static bool reveal(struct comparison *c, const struct pair *pair, uint32_t n,
	const struct tokens *tokens)
{
	const struct thesaurus *newer = c->delta->newer;
	struct concept_form name =
		concept_form_at(pair->mine, pair->concept, n);
	struct concept_hits hits = concept_find(newer, tokens, 0, &c->arena);
	bool still = false;

	for (size_t i = 0; i < hits.count; i++) {
		const struct concept_hit *hit = &hits.items[i];

		if (hit->concept != pair->like)
			mark_added(c->delta, hit->concept, hit->form);
		else
			still |= name.letter_case == FORM_CASE_EXACT ||
				 concept_form_at(newer, hit->concept, hit->form)
						 .letter_case == FORM_CASE_FOLD;
	}
	return still;
}

static void take_difference(
	struct comparison *c, const struct pair *pair, uint32_t n)
{
	struct delta *delta = c->delta;
	struct concept_form name =
		concept_form_at(pair->mine, pair->concept, n);
	struct tokens tokens = text_tokens(c->analyser, name.text, &c->arena);

	if (pair->like != CONCEPT_NONE && is_read_alike(pair, n, &tokens))
		return;
	add_name(delta, pair, n);
	if (pair->mine == delta->newer)
		mark_added(delta, pair->concept, n);
	else if (!reveal(c, pair, n, &tokens) && pair->like != CONCEPT_NONE)
		delta->changes[pair->like] |= DELTA_NAMES_LOST;
}

/* The names of pair->concept that the other list has not. */
static void compare_names(struct comparison *c, const struct pair *pair)
{
	uint32_t count = concept_form_count(pair->mine, pair->concept);
	uint32_t *table = NULL, mask = 0;

	arena_reset(&c->arena);
	if (pair->like != CONCEPT_NONE)
		table = make_table(pair->other, pair->like, &mask, &c->arena);
	for (uint32_t n = 0; n < count; n++) {
		struct concept_form form =
			concept_form_at(pair->mine, pair->concept, n);
		uint32_t at = table ? form_hash(form) & mask : 0;

		while (table && table[at] &&
			!same_form(form, concept_form_at(pair->other,
						 pair->like, table[at] - 1)))
			at = (at + 1) & mask;
		if (!table || !table[at])
			take_difference(c, pair, n);
	}
}

static void compare_lists(struct comparison *c, const struct thesaurus *older)
{
	struct delta *delta = c->delta;
	const struct thesaurus *newer = delta->newer;

	for (uint32_t i = 0; i < concepts_of(newer); i++) {
		struct pair pair = {
			newer, older, i, concept_like(older, newer, i)};

		if (pair.like == CONCEPT_NONE)
			delta->changes[i] |= DELTA_NEW;
		else if (same_names(&pair))
			continue;
		compare_names(c, &pair);
	}
	for (uint32_t i = 0; i < concepts_of(older); i++) {
		struct pair pair = {
			older, newer, i, concept_like(newer, older, i)};

		if (pair.like == CONCEPT_NONE)
			delta->gone++;
		else if (same_names(&pair))
			continue;
		compare_names(c, &pair);
	}
	lineage_compare(delta, older);
}

static bool same_image(const struct thesaurus *a, const struct thesaurus *b)
{
	return a == b ||
	       (a && b && slice_equal(thesaurus_image(a), thesaurus_image(b)));
}

struct delta *delta_new(const struct thesaurus *const *older, size_t count,
	const struct thesaurus *newer, struct text_analyser *analyser)
{
	size_t same = 0;

	while (same < count && same_image(older[same], newer))
		same++;
	if (same == count)
		return NULL;
	struct delta *delta = memory_new(sizeof(*delta));
	struct comparison c = {.delta = delta, .analyser = analyser};

	delta->newer = newer;
	delta->concepts = concepts_of(newer);
	delta->changes = memory_new((size_t)delta->concepts + 1);
	delta->added =
		memory_new((newer ? (size_t)thesaurus_forms(newer) : 0) + 1);
	arena_init(&c.arena);
	lineage_init(delta);
	for (size_t i = 0; i < count; i++)
		if (!same_image(older[i], newer))
			compare_lists(&c, older[i]);
	lineage_finish(delta);
	arena_clear(&c.arena);
	return delta;
}

void delta_free(struct delta *delta)
{
	if (!delta)
		return;
	free(delta->changes);
	free(delta->added);
	free(delta->names);
	lists_clear(&delta->children);
	lists_clear(&delta->below);
	free(delta);
}

size_t delta_concepts(const struct delta *delta)
{
	size_t count = delta->gone;

	for (uint32_t i = 0; i < delta->concepts; i++)
		count += (delta->changes[i] &
				 (DELTA_NAMES_ADDED | DELTA_NAMES_LOST |
					 DELTA_NEW | DELTA_MOVED)) != 0;
	return count;
}

unsigned delta_changes(const struct delta *delta, uint32_t concept)
{
	return delta->changes[concept];
}

bool delta_is_added(const struct delta *delta, uint32_t concept, uint32_t n)
{
	return delta->added[delta->newer->concepts[concept].first_form + n];
}

static struct delta_list list_of(const struct lists *lists, uint32_t concept)
{
	return (struct delta_list){lists->items + lists->first[concept],
		lists->first[concept + 1] - lists->first[concept]};
}

struct delta_list delta_below(const struct delta *delta, uint32_t concept)
{
	return list_of(&delta->below, concept);
}

struct delta_list delta_children(const struct delta *delta, uint32_t concept)
{
	return list_of(&delta->children, concept);
}

struct delta_names delta_names(const struct delta *delta)
{
	return (struct delta_names){delta->names, delta->names_count};
}
