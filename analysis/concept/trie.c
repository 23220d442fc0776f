/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forms to a trie, while compiling: edges in a hash table, of which the n-th
 * made leads to node n + 1; at the end, to the nodes of the image.
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

static uint32_t edge_hash(uint32_t node, uint64_t word)
{
	uint64_t hash = word ^ node * 0xc2b2ae3d27d4eb4fULL;

	return (uint32_t)(hash ^ hash >> 32);
}

static uint32_t hash_edge(const void *context, uint32_t entry)
{
	const struct trie_edge *edge =
		&((const struct trie *)context)->edges[entry];

	return edge_hash(edge->node, edge->word);
}

void trie_init(struct trie *trie)
{
	memset(trie, 0, sizeof(*trie));
	trie->first_entry = memory_new(sizeof(uint32_t));
	slots_init(&trie->edge_slots);
}

void trie_clear(struct trie *trie)
{
	free(trie->edges);
	free(trie->first_entry);
	free(trie->entries);
	slots_clear(&trie->edge_slots);
}

static uint32_t add_edge(struct trie *trie, uint32_t node, uint64_t word)
{
	uint32_t target = trie->edges_count + 1;

	if (trie->edges_count == trie->edges_room) {
		trie->edges_room = trie->edges_room * 2 + 64;
		trie->edges = memory_resize(
			trie->edges, trie->edges_room, sizeof(*trie->edges));
		trie->first_entry = memory_resize(trie->first_entry,
			(size_t)trie->edges_room + 1, sizeof(uint32_t));
	}
	trie->edges[trie->edges_count] = (struct trie_edge){word, node};
	trie->first_entry[target] = 0;
	slots_add(&trie->edge_slots, trie->edges_count, hash_edge, trie);
	trie->edges_count++;
	return target;
}

static uint32_t step(struct trie *trie, uint32_t node, uint64_t word)
{
	const struct slots *slots = &trie->edge_slots;
	uint32_t mask = slots->size - 1, at = edge_hash(node, word) & mask;

	for (; slots->items[at] != 0; at = (at + 1) & mask) {
		const struct trie_edge *edge =
			&trie->edges[slots->items[at] - 1];

		if (edge->node == node && edge->word == word)
			return slots->items[at];
	}
	return add_edge(trie, node, word);
}

uint32_t trie_path(struct trie *trie, const struct tokens *tokens)
{
	uint32_t node = 0;

	for (size_t i = 0; i < tokens->count; i++)
		if (tokens->items[i].span == 1)
			node = step(trie, node,
				image_word(tokens->items[i].lemma_hash));
	return node;
}

/* By itself a compound without hyphens must be told from a word: T-ALL is not
 * "tall". */
static bool is_name(const struct token *token)
{
	bool digits = false;

	for (size_t i = 0; i < token->folded.length; i++)
		digits |= token->folded.data[i] >= '0' &&
			  token->folded.data[i] <= '9';
	return digits ||
	       (token->folded.length >= 5 && !is_english_word(token->folded) &&
		       !text_is_stop_word(token->folded));
}

/* The longest compound that starts at the token's position, or the token. */
static const struct token *widest(const struct tokens *tokens, size_t *at)
{
	const struct token *token = &tokens->items[(*at)++];

	while (*at < tokens->count &&
		tokens->items[*at].position < token->position + token->span) {
		if (tokens->items[*at].position == token->position)
			token = &tokens->items[*at];
		++*at;
	}
	return token;
}

uint32_t trie_joined_path(struct trie *trie, const struct tokens *tokens)
{
	const struct token *token;
	uint32_t node = 0;

	if (tokens->count == tokens->positions)
		return 0;
	for (size_t at = 0; at < tokens->count;) {
		token = widest(tokens, &at);
		if (token->span == tokens->positions && !is_name(token))
			return 0;
		node = step(trie, node, image_word(token->lemma_hash));
	}
	return node;
}

void trie_add_form(
	struct trie *trie, uint32_t node, uint32_t form, uint32_t spelling)
{
	uint32_t *at = &trie->first_entry[node];

	while (*at != 0)
		at = &trie->entries[*at - 1].next;
	*at = trie->entries_count + 1;
	if (trie->entries_count == trie->entries_room) {
		trie->entries_room = trie->entries_room * 2 + 64;
		trie->entries = memory_resize(trie->entries, trie->entries_room,
			sizeof(*trie->entries));
	}
	trie->entries[trie->entries_count++] =
		(struct trie_entry){form, spelling, 0};
}

/* The nodes of a trie by their parents, while they get their places. */
struct layout {
	const struct trie *trie;
	uint32_t *first, *next; /* children: per node, number of one, or 0 */
	uint32_t *order;        /* nodes, breadth first */
	uint32_t count;
};

static uint64_t word_at(const struct trie *trie, uint32_t node)
{
	return node == 0 ? 0 : trie->edges[node - 1].word;
}

static int compare_words(const void *left, const void *right, void *context)
{
	uint64_t a = word_at(context, *(const uint32_t *)left);
	uint64_t b = word_at(context, *(const uint32_t *)right);

	return (a > b) - (a < b);
}

static void add_children(struct layout *layout, uint32_t node)
{
	uint32_t *children = layout->order + layout->count;
	uint32_t before = layout->count;

	for (uint32_t child = layout->first[node]; child != 0;
		child = layout->next[child])
		layout->order[layout->count++] = child;
	qsort_r(children, layout->count - before, sizeof(*children),
		compare_words, (void *)(uintptr_t)layout->trie);
}

static uint32_t add_entries(const struct trie *trie, uint32_t node,
	struct image_entry *entries, uint32_t count)
{
	const struct trie_entry *entry;

	for (uint32_t at = trie->first_entry[node]; at != 0; at = entry->next) {
		entry = &trie->entries[at - 1];
		entries[count++] =
			(struct image_entry){entry->form, entry->spelling};
	}
	return count;
}

void trie_lay_out(const struct trie *trie, struct image_node *nodes,
	struct image_entry *entries)
{
	uint32_t count = trie->edges_count + 1, used = 0;
	uint32_t *memory = memory_new(3 * (size_t)count * sizeof(*memory));
	struct layout layout = {
		trie, memory, memory + count, memory + 2 * (size_t)count, 1};

	for (uint32_t node = 1; node < count; node++) {
		uint32_t *first = &layout.first[trie->edges[node - 1].node];

		layout.next[node] = *first;
		*first = node;
	}
	for (uint32_t at = 0; at < count; at++) {
		uint32_t node = layout.order[at];

		nodes[at] = (struct image_node){
			word_at(trie, node), layout.count, used};
		add_children(&layout, node);
		used = add_entries(trie, node, entries, used);
	}
	nodes[count] = (struct image_node){0, count, used};
	free(memory);
}
