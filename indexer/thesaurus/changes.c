/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/thesaurus/changes.h"

#include <stdlib.h>

struct facts {
	struct fact *items; /* sorted, each once */
	size_t count;
};

/* A form is the same whatever its relation; a parent is no form. */
static int class_of(const struct fact *fact)
{
	return fact->relation <= LIST_RELATED ? 0 : fact->relation;
}

static int compare_facts(const void *left, const void *right)
{
	const struct fact *a = left, *b = right;
	int order = slice_compare(a->slug, b->slug);

	if (order == 0)
		order = class_of(a) - class_of(b);
	return order != 0 ? order : slice_compare(a->value, b->value);
}

static void add(struct facts *facts, const struct thesaurus *t,
	uint32_t concept, uint8_t relation, struct slice value)
{
	facts->items[facts->count++] =
		(struct fact){.slug = concept_slug(t, concept),
			.value = value,
			.relation = relation};
}

static void add_concept(
	struct facts *facts, const struct thesaurus *t, uint32_t concept)
{
	for (uint32_t n = 0; n < concept_form_count(t, concept); n++) {
		struct concept_form form = concept_form_at(t, concept, n);

		add(facts, t, concept, form.relation, form.text);
		facts->items[facts->count - 1].letter_case = form.letter_case;
	}
	if (concept_kind(t, concept).length > 0)
		add(facts, t, concept, LIST_KIND, concept_kind(t, concept));
	for (uint32_t n = 0; n < concept_parent_count(t, concept); n++)
		add(facts, t, concept, LIST_PARENT,
			concept_slug(t, concept_parent_at(t, concept, n)));
	for (uint32_t n = 0; n < concept_identifier_count(t, concept); n++)
		add(facts, t, concept, LIST_IDENTIFIER,
			concept_identifier_at(t, concept, n));
}

static size_t count_facts(const struct thesaurus *t)
{
	size_t count = thesaurus_sense_count(t);

	for (uint32_t i = 0; i < thesaurus_concepts(t); i++)
		count += concept_form_count(t, i) + 1 +
			 concept_parent_count(t, i) +
			 concept_identifier_count(t, i);
	return count;
}

static struct facts facts_of(const struct thesaurus *t, struct arena *arena)
{
	struct facts facts = {
		arena_array(arena, struct fact, count_facts(t) + 1), 0};
	size_t kept = 0;

	for (uint32_t i = 0; i < thesaurus_concepts(t); i++)
		add_concept(&facts, t, i);
	for (uint32_t i = 0; i < thesaurus_sense_count(t); i++) {
		struct concept_sense sense = thesaurus_sense_at(t, i);

		add(&facts, t, sense.concept, LIST_SENSE, sense.text);
	}
	qsort(facts.items, facts.count, sizeof(*facts.items), compare_facts);
	for (size_t i = 0; i < facts.count; i++)
		if (kept == 0 || compare_facts(&facts.items[kept - 1],
					 &facts.items[i]) != 0)
			facts.items[kept++] = facts.items[i];
	facts.count = kept;
	return facts;
}

/* ---- differences ------------------------------------------------------ */

static void merge(struct changes *changes, const struct facts *old,
	const struct facts *new_facts)
{
	size_t a = 0, b = 0;

	while (a < old->count || b < new_facts->count) {
		const struct fact *left = &old->items[a];
		const struct fact *right = &new_facts->items[b];
		int order = a == old->count ? 1
			    : b == new_facts->count
				    ? -1
				    : compare_facts(left, right);
		struct change *change = &changes->items[changes->count];

		a += order <= 0;
		b += order >= 0;
		if (order < 0)
			*change = (struct change){
				.kind = CHANGE_REMOVED, .old = *left};
		else if (order > 0)
			*change = (struct change){
				.kind = CHANGE_ADDED, .new = *right};
		else if (left->relation != right->relation ||
			 left->letter_case != right->letter_case)
			*change =
				(struct change){CHANGE_ALTERED, *left, *right};
		else
			continue;
		changes->count++;
	}
}

static const struct fact *fact_of(const struct change *change)
{
	return change->kind == CHANGE_REMOVED ? &change->old : &change->new;
}

static int compare_values(const void *left, const void *right)
{
	const struct change *a = *(struct change *const *)left;
	const struct change *b = *(struct change *const *)right;
	int order = slice_compare(fact_of(a)->value, fact_of(b)->value);

	return order != 0 ? order : (int)a->kind - (int)b->kind;
}

static bool is_form_change(const struct change *change)
{
	return change->kind <= CHANGE_REMOVED &&
	       fact_of(change)->relation <= LIST_RELATED;
}

/* A form that left one concept and came to one other has moved. */
static void find_moves(struct changes *changes, struct arena *arena)
{
	struct change **order =
		arena_array(arena, struct change *, changes->count + 1);
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < changes->count; i++)
		if (is_form_change(&changes->items[i]))
			order[count++] = &changes->items[i];
	qsort(order, count, sizeof(*order), compare_values);
	for (size_t i = 1; i < count; i++) {
		struct change *added = order[i - 1], *removed = order[i];

		if (added->kind != CHANGE_ADDED ||
			removed->kind != CHANGE_REMOVED ||
			!slice_equal(added->new.value, removed->old.value))
			continue;
		added->kind = CHANGE_MOVED;
		added->old = removed->old;
		removed->old.slug = SLICE_EMPTY;
	}
	for (size_t i = 0; i < changes->count; i++)
		if (changes->items[i].kind != CHANGE_REMOVED ||
			changes->items[i].old.slug.length > 0)
			changes->items[kept++] = changes->items[i];
	changes->count = kept;
}

/* Slugs of `from` that `other` does not have. */
static struct slice *missing(const struct thesaurus *from,
	const struct thesaurus *other, size_t *count, struct arena *arena)
{
	struct slice *slugs =
		arena_array(arena, struct slice, thesaurus_concepts(from) + 1);

	*count = 0;
	for (uint32_t i = 0; i < thesaurus_concepts(from); i++)
		if (thesaurus_concept(other, concept_slug(from, i)) ==
			CONCEPT_NONE)
			slugs[(*count)++] = concept_slug(from, i);
	return slugs;
}

static int compare_slugs(const void *left, const void *right)
{
	const struct fact *a = *(const struct fact *const *)left;
	const struct fact *b = *(const struct fact *const *)right;

	return slice_compare(a->slug, b->slug);
}

/* Both sides of all changes, by concept. */
static void sort_touched(struct changes *changes, struct arena *arena)
{
	changes->touched =
		arena_array(arena, const struct fact *, 2 * changes->count + 1);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->items[i];

		if (change->kind != CHANGE_ADDED)
			changes->touched[changes->touched_count++] =
				&change->old;
		if (change->kind != CHANGE_REMOVED)
			changes->touched[changes->touched_count++] =
				&change->new;
	}
	qsort(changes->touched, changes->touched_count,
		sizeof(*changes->touched), compare_slugs);
}

struct changes changes_between(const struct thesaurus *old,
	const struct thesaurus *new_list, struct arena *arena)
{
	struct facts before = facts_of(old, arena);
	struct facts after = facts_of(new_list, arena);
	struct changes changes = {.items = arena_array(arena, struct change,
					  before.count + after.count + 1)};

	merge(&changes, &before, &after);
	find_moves(&changes, arena);
	sort_touched(&changes, arena);
	changes.concepts_added =
		missing(new_list, old, &changes.concepts_added_count, arena);
	changes.concepts_removed =
		missing(old, new_list, &changes.concepts_removed_count, arena);
	return changes;
}

/* The first touched fact of the concept, or where it would be. */
static size_t first_touched(const struct changes *changes, struct slice slug)
{
	size_t low = 0, high = changes->touched_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (slice_compare(changes->touched[middle]->slug, slug) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool changes_has_concept(const struct changes *changes, struct slice slug)
{
	size_t at = first_touched(changes, slug);

	return at < changes->touched_count &&
	       slice_equal(changes->touched[at]->slug, slug);
}

bool changes_has_form(
	const struct changes *changes, struct slice slug, struct slice value)
{
	for (size_t at = first_touched(changes, slug);
		at < changes->touched_count &&
		slice_equal(changes->touched[at]->slug, slug);
		at++)
		if (slice_equal_fold(changes->touched[at]->value, value))
			return true;
	return false;
}
