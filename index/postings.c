/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "index/postings.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/hash.h"
#include "index/impact.h"

struct posting {
	uint32_t term; /* index into struct postings.terms */
	uint32_t position;
};

struct gathered_term {
	struct slice text;
	uint64_t hash;
	uint64_t weight;    /* of all occurrences */
	uint32_t positions; /* how many */
	uint32_t last;      /* greatest position so far */
	bool unordered;
	uint8_t places; /* a bit for each it stands in */
};

struct postings {
	struct arena *arena;
	struct posting *items;
	size_t count, room;
	struct gathered_term *terms;
	size_t terms_count, terms_room;
	uint32_t *table;   /* index + 1 into terms, 0 = free */
	size_t table_size; /* power of two, more than twice terms_count */
	uint8_t place;     /* of what is added now */
};

struct postings *postings_new(size_t expected, struct arena *arena)
{
	struct postings *all = arena_new(arena, struct postings);

	all->arena = arena;
	all->room = expected + 64;
	all->items = arena_alloc(arena, all->room * sizeof(*all->items));
	all->terms_room = expected / 2 + 64;
	all->terms = arena_alloc(arena, all->terms_room * sizeof(*all->terms));
	all->table_size = 256;
	while (all->table_size < 2 * all->terms_room)
		all->table_size *= 2;
	all->table = arena_array(arena, uint32_t, all->table_size);
	return all;
}

static void table_put(struct postings *all, uint32_t index)
{
	size_t at = all->terms[index].hash & (all->table_size - 1);

	while (all->table[at])
		at = (at + 1) & (all->table_size - 1);
	all->table[at] = index + 1;
}

static void terms_grow(struct postings *all)
{
	all->terms = arena_grow(all->arena, all->terms, all->terms_count,
		2 * all->terms_room, sizeof(*all->terms));
	all->terms_room *= 2;
	if (all->table_size >= 2 * all->terms_room)
		return;
	while (all->table_size < 2 * all->terms_room)
		all->table_size *= 2;
	all->table = arena_array(all->arena, uint32_t, all->table_size);
	for (uint32_t i = 0; i < all->terms_count; i++)
		table_put(all, i);
}

/* The term's entry; made when it is new, its text then copied to the arena with
 * the prefix in front. */
static struct gathered_term *find_term(
	struct postings *all, struct slice prefix, struct slice value)
{
	uint64_t hash = hash_add(hash_bytes(prefix.data, prefix.length),
		value.data, value.length);
	size_t at = hash & (all->table_size - 1);

	for (; all->table[at]; at = (at + 1) & (all->table_size - 1)) {
		struct gathered_term *term = &all->terms[all->table[at] - 1];

		if (term->hash == hash &&
			term->text.length == prefix.length + value.length &&
			memcmp(term->text.data + prefix.length, value.data,
				value.length) == 0 &&
			(prefix.length == 0 ||
				memcmp(term->text.data, prefix.data,
					prefix.length) == 0))
			return term;
	}
	if (all->terms_count == all->terms_room)
		terms_grow(all);
	struct gathered_term *term = &all->terms[all->terms_count];

	*term = (struct gathered_term){.text = value, .hash = hash};
	if (prefix.length > 0)
		term->text = schema_term(prefix.data, value, all->arena);
	table_put(all, (uint32_t)all->terms_count++);
	return term;
}

void postings_add(struct postings *all, struct slice prefix, struct slice value,
	uint32_t weight, uint32_t position)
{
	if (value.length == 0 || prefix.length + value.length > XC_TERM_MAX)
		return;
	struct gathered_term *term = find_term(all, prefix, value);

	term->weight += weight;
	term->places |= all->place;
	if (position == POSITION_NONE)
		return;
	if (term->positions > 0 && position <= term->last)
		term->unordered = true;
	term->last = position;
	term->positions++;
	if (all->count == all->room) {
		all->items = arena_grow(all->arena, all->items, all->count,
			2 * all->room, sizeof(*all->items));
		all->room *= 2;
	}
	all->items[all->count++] =
		(struct posting){(uint32_t)(term - all->terms), position};
}

void postings_place(struct postings *all, uint8_t place)
{
	all->place = place;
}

void postings_copy(
	struct postings *all, struct slice prefix, uint8_t some, uint8_t none)
{
	size_t count = all->terms_count;

	all->place = 0;
	for (size_t i = 0; i < count; i++) {
		struct gathered_term *term = &all->terms[i];

		if ((term->places & some) && !(term->places & none))
			postings_add(all, prefix, term->text, 0, POSITION_NONE);
	}
}

static int compare_positions(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* Ascending and each once: a compound may start where its first atom does. */
static size_t sort_positions(uint32_t *positions, size_t count)
{
	size_t kept = 0;

	qsort(positions, count, sizeof(*positions), compare_positions);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || positions[kept - 1] != positions[i])
			positions[kept++] = positions[i];
	return kept;
}

struct xc_term *postings_group(struct postings *all, size_t *count)
{
	uint32_t *positions =
		arena_alloc(all->arena, (all->count + 1) * sizeof(*positions));
	struct xc_term *terms =
		arena_array(all->arena, struct xc_term, all->terms_count + 1);
	uint32_t **next =
		arena_array(all->arena, uint32_t *, all->terms_count + 1);

	for (size_t i = 0; i < all->terms_count; i++) {
		terms[i] = (struct xc_term){.data = all->terms[i].text.data,
			.length = all->terms[i].text.length,
			.wdf = impact_of(all->terms[i].weight),
			.positions = positions,
			.positions_count = all->terms[i].positions};
		next[i] = positions;
		positions += all->terms[i].positions;
	}
	for (size_t i = 0; i < all->count; i++)
		*next[all->items[i].term]++ = all->items[i].position;
	for (size_t i = 0; i < all->terms_count; i++)
		if (all->terms[i].unordered)
			terms[i].positions_count = sort_positions(
				next[i] - all->terms[i].positions,
				all->terms[i].positions);
	*count = all->terms_count;
	return terms;
}
