/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forms to a trie in hash tables, while compiling.  The n-th edge made leads to
 * node n + 1, so every edge leads to a greater number.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>

#include "base/memory.h"

void slots_init(struct slots *slots)
{
	slots->size = 16;
	slots->count = 0;
	slots->items = memory_new(slots->size * sizeof(uint32_t));
}

void slots_clear(struct slots *slots)
{
	free(slots->items);
	slots->items = NULL;
}

static void place(uint32_t *items, uint32_t size, uint32_t hash, uint32_t entry)
{
	uint32_t at = hash & (size - 1);

	while (items[at] != 0)
		at = (at + 1) & (size - 1);
	items[at] = entry + 1;
}

static void grow(struct slots *slots,
	uint32_t (*hash_of)(const void *context, uint32_t entry),
	const void *context)
{
	uint32_t size = slots->size * 2;
	uint32_t *items = memory_new((size_t)size * sizeof(uint32_t));

	for (uint32_t i = 0; i < slots->size; i++) {
		uint32_t entry = slots->items[i];

		if (entry != 0)
			place(items, size, hash_of(context, entry - 1),
				entry - 1);
	}
	free(slots->items);
	slots->items = items;
	slots->size = size;
}

void slots_add(struct slots *slots, uint32_t entry,
	uint32_t (*hash_of)(const void *context, uint32_t entry),
	const void *context)
{
	if ((slots->count + 1) * 2 > slots->size)
		grow(slots, hash_of, context);
	place(slots->items, slots->size, hash_of(context, entry), entry);
	slots->count++;
}

static uint32_t hash_word(const void *context, uint32_t entry)
{
	const struct trie *trie = context;

	return image_hash(trie->words[entry]);
}

static uint32_t hash_edge(const void *context, uint32_t entry)
{
	const struct image_edge *edge =
		&((const struct trie *)context)->edges[entry];

	return image_edge_hash(edge->node, edge->word);
}

void trie_init(struct trie *trie, uint32_t forms, struct arena *arena)
{
	memset(trie, 0, sizeof(*trie));
	trie->arena = arena;
	trie->next_form = memory_new((forms + 1) * sizeof(uint32_t));
	trie->first_form = memory_new(sizeof(uint32_t));
	slots_init(&trie->word_slots);
	slots_init(&trie->edge_slots);
}

void trie_clear(struct trie *trie)
{
	free(trie->words);
	free(trie->edges);
	free(trie->first_form);
	free(trie->next_form);
	slots_clear(&trie->word_slots);
	slots_clear(&trie->edge_slots);
}

static uint32_t word_number(struct trie *trie, struct slice word)
{
	const struct slots *slots = &trie->word_slots;
	uint32_t mask = slots->size - 1, at = image_hash(word) & mask;

	for (; slots->items[at] != 0; at = (at + 1) & mask)
		if (slice_equal(trie->words[slots->items[at] - 1], word))
			return slots->items[at] - 1;
	if (trie->words_count == trie->words_room) {
		trie->words_room = trie->words_room * 2 + 64;
		trie->words = memory_resize(
			trie->words, trie->words_room, sizeof(*trie->words));
	}
	trie->words[trie->words_count] =
		arena_copy(trie->arena, word.data, word.length);
	slots_add(&trie->word_slots, trie->words_count, hash_word, trie);
	return trie->words_count++;
}

static uint32_t add_edge(struct trie *trie, uint32_t node, uint32_t word)
{
	uint32_t target = trie->edges_count + 1;

	if (trie->edges_count == trie->edges_room) {
		trie->edges_room = trie->edges_room * 2 + 64;
		trie->edges = memory_resize(
			trie->edges, trie->edges_room, sizeof(*trie->edges));
		trie->first_form = memory_resize(trie->first_form,
			(size_t)trie->edges_room + 1, sizeof(uint32_t));
	}
	trie->edges[trie->edges_count] =
		(struct image_edge){node, word, target};
	trie->first_form[target] = 0;
	slots_add(&trie->edge_slots, trie->edges_count, hash_edge, trie);
	trie->edges_count++;
	return target;
}

static uint32_t step(struct trie *trie, uint32_t node, uint32_t word)
{
	const struct slots *slots = &trie->edge_slots;
	uint32_t mask = slots->size - 1;
	uint32_t at = image_edge_hash(node, word) & mask;

	for (; slots->items[at] != 0; at = (at + 1) & mask) {
		const struct image_edge *edge =
			&trie->edges[slots->items[at] - 1];

		if (edge->node == node && edge->word == word)
			return edge->target;
	}
	return add_edge(trie, node, word);
}

uint32_t trie_path(struct trie *trie, const struct tokens *tokens)
{
	uint32_t node = 0;

	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == 1)
			node = step(trie, node,
				word_number(trie, tokens->items[i].term));
	return node;
}

void trie_add_form(struct trie *trie, uint32_t node, uint32_t form)
{
	uint32_t *at = &trie->first_form[node];

	while (*at != 0)
		at = &trie->next_form[*at - 1];
	*at = form + 1;
}
