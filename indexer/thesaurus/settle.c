/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whose form is whose.
 *
 * Facts are taken in order: of earlier files first, in a file preferred names
 * before other names and these before names that only relate, then what its
 * source puts first.  The first to claim a form has it.  An abbreviation that
 * two concepts claim alike goes to neither: to pick one would name papers
 * wrongly.  A concept that loses its preferred name gets its next best; without
 * any it is left out.
 */
#include "config.h"

#include "indexer/thesaurus/facts.h"

#include <stdlib.h>

#include "base/memory.h"

static unsigned weight_of(const struct fact *fact)
{
	switch (fact->kind) {
	case FACT_PREFERRED:
		return 0;
	case FACT_EXACT:
		return 1;
	default:
		return 2;
	}
}

static int compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_facts(const void *left, const void *right, void *context)
{
	const struct gather *gather = context;
	uint32_t one = *(const uint32_t *)left, two = *(const uint32_t *)right;
	const struct fact *a = &gather->facts[one], *b = &gather->facts[two];
	int order = compare_numbers(gather->concepts[a->concept].file,
		gather->concepts[b->concept].file);

	if (order == 0)
		order = compare_numbers(weight_of(a), weight_of(b));
	if (order == 0)
		order = compare_numbers(a->rank, b->rank);
	if (order == 0 && a->concept != b->concept)
		order = slice_compare(concept_id(gather, a->concept),
			concept_id(gather, b->concept));
	if (order == 0)
		order = slice_compare(
			fact_value(gather, a), fact_value(gather, b));
	if (order == 0)
		order = compare_numbers(a->kind, b->kind);
	return order ? order : compare_numbers(one, two);
}

static void sort_facts(struct gather *gather)
{
	uint32_t count = gather->facts_count;

	gather->order =
		memory_resize(gather->order, count, sizeof(*gather->order));
	for (uint32_t i = 0; i < count; i++)
		gather->order[i] = i;
	qsort_r(gather->order, count, sizeof(*gather->order), compare_facts,
		gather);
}

static uint32_t concept_of(const struct gather *gather, const struct fact *fact)
{
	return gather->concepts[fact->concept].same;
}

static void merge_into(
	struct gather *gather, const struct fact *fact, uint32_t found)
{
	struct concept_entry *entry = &gather->concepts[fact->concept];
	uint32_t earlier;

	if (found == MAP_NONE || entry->same != fact->concept)
		return;
	earlier = concept_of(gather, &gather->facts[found]);
	if (gather->concepts[earlier].file == entry->file)
		return;
	entry->same = earlier;
	gather->counts.merged++;
}

void gather_merge(struct gather *gather, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		const struct fact *fact = &gather->facts[gather->order[i]];

		if (fact->kind == FACT_IDENTIFIER)
			merge_into(gather, fact,
				map_find(&gather->identifiers,
					fact_value(gather, fact)));
	}
	for (uint32_t i = from; i < to; i++) {
		const struct fact *fact = &gather->facts[gather->order[i]];
		uint32_t owner = MAP_NONE;

		if (fact->kind != FACT_PREFERRED)
			continue;
		struct form_key key = form_key(gather, fact);

		if (!key.drop)
			owner = owner_find(gather, &key);
		if (owner != MAP_NONE &&
			gather->facts[owner].kind <= FACT_EXACT)
			merge_into(gather, fact, owner);
		arena_reset(&gather->scratch);
	}
}

/* `owner` has the form that `fact` claims, too. */
static void contest(struct gather *gather, struct fact *fact,
	struct fact *owner, const struct form_key *key)
{
	uint32_t concept = concept_of(gather, fact);
	uint32_t other = concept_of(gather, owner);

	/* People who write a list may want both spellings in it. */
	if (concept == other && gather->keeps_spellings &&
		fact->concept == owner->concept &&
		!slice_equal(
			fact_value(gather, fact), fact_value(gather, owner)))
		return;
	if (concept == other) {
		gather_drop(gather, fact, DROP_SAME, MAP_NONE);
		return;
	}
	gather_drop(gather, fact, DROP_AMBIGUOUS, owner->concept);
	if (key->is_short && weight_of(fact) == weight_of(owner) &&
		weight_of(fact) > 0 && fact->rank == owner->rank &&
		gather->concepts[fact->concept].file ==
			gather->concepts[owner->concept].file)
		owner->contested = true;
}

static void settle_form(struct gather *gather, uint32_t number)
{
	struct fact *fact = &gather->facts[number];
	struct form_key key = form_key(gather, fact);

	if (fact->inverted && fact->kind != FACT_PREFERRED)
		key.drop = DROP_INVERTED;
	if (fact->drop)
		key.drop = fact->drop;
	if (key.drop) {
		gather_drop(gather, fact, key.drop, MAP_NONE);
		return;
	}
	if (key.exact)
		fact->letter_case = CASE_EXACT;
	uint32_t owner = owner_find(gather, &key);

	if (owner == MAP_NONE)
		owner_add(gather, &key, number);
	else
		contest(gather, fact, &gather->facts[owner], &key);
}

static void settle_identifier(struct gather *gather, uint32_t number)
{
	struct fact *fact = &gather->facts[number];
	struct slice value = fact_value(gather, fact);

	if (memchr(value.data, ':', value.length))
		map_add(&gather->identifiers, value, number);
	else
		gather_drop(gather, fact, DROP_NO_COLON, MAP_NONE);
}

/* A concept has one: the earliest file's. */
static void settle_kind(struct gather *gather, struct fact *fact)
{
	struct concept_entry *entry =
		&gather->concepts[concept_of(gather, fact)];

	if (entry->has_kind)
		gather_drop(gather, fact, DROP_SAME, MAP_NONE);
	entry->has_kind = true;
}

static void settle_file(struct gather *gather, uint32_t from, uint32_t to)
{
	gather_merge(gather, from, to);
	for (uint32_t i = from; i < to; i++) {
		uint32_t number = gather->order[i];
		struct fact *fact = &gather->facts[number];

		if (fact_is_form(fact->kind))
			settle_form(gather, number);
		else if (fact->drop)
			gather_drop(gather, fact, fact->drop, MAP_NONE);
		else if (fact->kind == FACT_KIND)
			settle_kind(gather, fact);
		else if (fact->kind == FACT_IDENTIFIER)
			settle_identifier(gather, number);
		arena_reset(&gather->scratch);
	}
}

static void drop_contested(struct gather *gather)
{
	for (uint32_t i = 0; i < gather->facts_count; i++) {
		struct fact *fact = &gather->facts[gather->order[i]];

		if (fact->contested && !fact->drop)
			gather_drop(gather, fact, DROP_AMBIGUOUS, MAP_NONE);
	}
}

/* The first of a concept's names is its preferred one: of the preferred names
 * that are left, else of the exact ones. */
static void choose_preferred(struct gather *gather)
{
	for (uint32_t i = 0; i < gather->facts_count; i++) {
		struct fact *fact = &gather->facts[gather->order[i]];
		struct concept_entry *entry =
			&gather->concepts[concept_of(gather, fact)];

		if (fact->drop || fact->kind > FACT_EXACT ||
			fact->kind == FACT_KIND)
			continue;
		fact->kind = entry->named ? FACT_EXACT : FACT_PREFERRED;
		entry->named = true;
	}
}

static void drop_nameless(struct gather *gather)
{
	for (uint32_t i = 0; i < gather->facts_count; i++) {
		struct fact *fact = &gather->facts[gather->order[i]];
		const struct concept_entry *entry =
			&gather->concepts[concept_of(gather, fact)];

		if (!fact->drop && !entry->named && fact->kind != FACT_TREE)
			gather_drop(gather, fact, DROP_NAMELESS, MAP_NONE);
	}
}

/* What is a name of one concept is no sense of several. */
static void drop_owned_senses(struct gather *gather)
{
	for (uint32_t i = 0; i < gather->facts_count; i++) {
		struct fact *fact = &gather->facts[gather->order[i]];

		if (fact->kind != FACT_SENSE || fact->drop)
			continue;
		struct form_key key = form_key(gather, fact);
		uint32_t owner = key.drop ? MAP_NONE : owner_find(gather, &key);

		if (key.drop)
			gather_drop(gather, fact, key.drop, MAP_NONE);
		else if (owner != MAP_NONE && !gather->facts[owner].drop)
			gather_drop(gather, fact, DROP_AMBIGUOUS,
				gather->facts[owner].concept);
		arena_reset(&gather->scratch);
	}
}

void gather_settle(struct gather *gather)
{
	uint32_t from = 0;

	sort_facts(gather);
	for (uint32_t i = 1; i <= gather->facts_count; i++) {
		const struct fact *first = &gather->facts[gather->order[from]];

		if (i < gather->facts_count &&
			gather->concepts[gather->facts[gather->order[i]]
						 .concept]
					.file ==
				gather->concepts[first->concept].file)
			continue;
		settle_file(gather, from, i);
		from = i;
	}
	drop_contested(gather);
	drop_owned_senses(gather);
	choose_preferred(gather);
	drop_nameless(gather);
}
