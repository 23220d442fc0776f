/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is below what, before and now. */
#include "config.h"

#include "analysis/concept/delta_internal.h"

#include <stdlib.h>

#include "base/memory.h"

/* A link from an owner's list to an item of it. */
typedef void take_link(void *context, uint32_t owner, uint32_t item);
typedef void each_link(
	const struct delta *delta, take_link *take, void *context);

void lists_clear(struct lists *lists)
{
	free(lists->first);
	free(lists->items);
}

static void count_link(void *context, uint32_t owner, uint32_t item)
{
	struct lists *lists = context;

	(void)item;
	lists->first[owner + 1]++;
}

/* first[owner] moves on to where the next list starts. */
static void put_link(void *context, uint32_t owner, uint32_t item)
{
	struct lists *lists = context;

	lists->items[lists->first[owner]++] = item;
}

/* Counted, then put in place: two walks over the links. */
static void lists_make(
	struct lists *lists, const struct delta *delta, each_link *each)
{
	uint32_t count = delta->concepts;

	lists->first = memory_new(((size_t)count + 1) * sizeof(uint32_t));
	each(delta, count_link, lists);
	for (uint32_t i = 0; i < count; i++)
		lists->first[i + 1] += lists->first[i];
	lists->items = memory_new(
		((size_t)lists->first[count] + 1) * sizeof(uint32_t));
	each(delta, put_link, lists);
	for (uint32_t i = count; i > 0; i--)
		lists->first[i] = lists->first[i - 1];
	lists->first[0] = 0;
}

static void each_child(
	const struct delta *delta, take_link *take, void *context)
{
	for (uint32_t i = 0; i < delta->concepts; i++)
		for (uint32_t n = 0; n < concept_parent_count(delta->newer, i);
			n++)
			take(context, concept_parent_at(delta->newer, i, n), i);
}

void lineage_init(struct delta *delta)
{
	lists_make(&delta->children, delta, each_child);
}

/* ---- moved --------------------------------------------------------------- */

static bool same_parents(const struct thesaurus *a, uint32_t in_a,
	const struct thesaurus *b, uint32_t in_b)
{
	uint32_t count = concept_parent_count(a, in_a);

	if (count != concept_parent_count(b, in_b))
		return false;
	for (uint32_t n = 0; n < count; n++)
		if (!slice_equal(concept_slug(a, concept_parent_at(a, in_a, n)),
			    concept_slug(b, concept_parent_at(b, in_b, n))))
			return false;
	return true;
}

/* Those with other parents, then all that is below them. */
static void mark_moved(struct delta *delta, const struct thesaurus *older)
{
	uint32_t *queue = memory_new(
		((size_t)delta->concepts + 1) * sizeof(uint32_t));
	uint8_t *queued = memory_new((size_t)delta->concepts + 1);
	uint32_t count = 0;

	for (uint32_t i = 0; i < delta->concepts; i++) {
		uint32_t like = concept_like(older, delta->newer, i);

		queued[i] = like != CONCEPT_NONE &&
			    !same_parents(delta->newer, i, older, like);
		if (queued[i])
			queue[count++] = i;
	}
	for (uint32_t next = 0; next < count; next++) {
		struct delta_list below = delta_children(delta, queue[next]);

		delta->changes[queue[next]] |= DELTA_MOVED;
		for (size_t n = 0; n < below.count; n++) {
			if (queued[below.items[n]])
				continue;
			queued[below.items[n]] = 1;
			queue[count++] = below.items[n];
		}
	}
	free(queue);
	free(queued);
}

/* ---- what an XP term covers ---------------------------------------------- */

static bool is_among(const uint32_t *found, size_t count, uint32_t concept)
{
	for (size_t i = 0; i < count; i++)
		if (found[i] == concept)
			return true;
	return false;
}

/* The older list put papers of `was` under its broader concepts: under which
 * of them do they no longer belong? */
static void mark_above(
	struct delta *delta, const struct thesaurus *older, uint32_t was)
{
	uint32_t before[CONCEPT_ANCESTORS_MAX], now[CONCEPT_ANCESTORS_MAX];
	uint32_t concept = concept_like(delta->newer, older, was);
	size_t now_count = 0;
	bool lost = concept == CONCEPT_NONE ||
		    (delta->changes[concept] & DELTA_NAMES_LOST);

	if (!lost && !(delta->changes[concept] & DELTA_MOVED))
		return;
	if (!lost)
		now_count = concept_ancestors(delta->newer, concept, now);
	size_t count = concept_ancestors(older, was, before);

	for (size_t i = 0; i < count; i++) {
		uint32_t above = concept_like(delta->newer, older, before[i]);

		if (above != CONCEPT_NONE && !is_among(now, now_count, above))
			delta->changes[above] |= DELTA_BELOW_LOST;
	}
}

void lineage_compare(struct delta *delta, const struct thesaurus *older)
{
	mark_moved(delta, older);
	for (uint32_t i = 0; i < concepts_of(older); i++)
		mark_above(delta, older, i);
}

static void each_below(
	const struct delta *delta, take_link *take, void *context)
{
	uint32_t found[CONCEPT_ANCESTORS_MAX];

	for (uint32_t i = 0; i < delta->concepts; i++) {
		if (!(delta->changes[i] &
			    (DELTA_NAMES_ADDED | DELTA_NAMES_LOST | DELTA_NEW |
				    DELTA_MOVED)))
			continue;
		size_t count = concept_ancestors(delta->newer, i, found);

		for (size_t n = 0; n < count; n++)
			take(context, found[n], i);
	}
}

void lineage_finish(struct delta *delta)
{
	lists_make(&delta->below, delta, each_below);
	for (uint32_t i = 0; i < delta->concepts; i++)
		if (delta_below(delta, i).count)
			delta->changes[i] |= DELTA_BELOW_ADDED;
}
