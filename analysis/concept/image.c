/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Parts to image bytes, and image bytes to pointers.
 *
 * An image is read only after everything in it was looked at once: size,
 * checksum, that every offset and number is inside.  Then nothing that walks it
 * has to check again.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/memory.h"

struct image_text image_string(struct image_parts *parts, struct slice text)
{
	struct image_text out = {
		(uint32_t)parts->strings.length, (uint32_t)text.length};

	buffer_add_slice(&parts->strings, text);
	return out;
}

static void align(struct buffer *out, size_t start)
{
	while ((out->length - start) % 8 != 0)
		buffer_add_char(out, '\0');
}

/* Sections are written in any order, each once. */
static void *add_section(struct buffer *out, size_t start,
	struct image_header *header, enum image_section section, uint32_t count)
{
	size_t size = (size_t)count * image_entry_size(section);

	align(out, start);
	header->sections[section] =
		(struct image_range){(uint32_t)(out->length - start), count};
	void *room = memset(buffer_reserve(out, size), 0, size);

	out->length += size;
	return room;
}

static void copy_section(struct buffer *out, size_t start,
	struct image_header *header, enum image_section section,
	const void *entries, uint32_t count)
{
	void *room = add_section(out, start, header, section, count);

	if (count > 0)
		memcpy(room, entries, count * image_entry_size(section));
}

static void write_nodes(const struct trie *trie, uint32_t forms,
	struct buffer *out, size_t start, struct image_header *header)
{
	uint32_t nodes = trie->edges_count + 1, used = 0;
	struct image_node *node =
		add_section(out, start, header, SECTION_NODES, nodes);

	for (uint32_t i = 0; i < nodes; i++) {
		node[i].first = used;
		for (uint32_t form = trie->first_form[i]; form != 0;
			form = trie->next_form[form - 1])
			used++;
		node[i].count = used - node[i].first;
	}
	uint32_t *at =
		add_section(out, start, header, SECTION_NODE_FORMS, forms);

	for (uint32_t i = 0; i < nodes; i++)
		for (uint32_t form = trie->first_form[i]; form != 0;
			form = trie->next_form[form - 1])
			*at++ = form - 1;
}

/* A word's number is where its table has it: where the trie's has it too.
 * Returns that number per word of the trie. */
static uint32_t *write_words(struct image_parts *parts, struct buffer *out,
	size_t start, struct image_header *header)
{
	const struct trie *trie = &parts->trie;
	const struct slots *slots = &trie->word_slots;
	uint32_t *numbers =
		memory_new((trie->words_count + 1) * sizeof(*numbers));
	struct image_word *words =
		add_section(out, start, header, SECTION_WORDS, slots->size);

	for (uint32_t at = 0; at < slots->size; at++) {
		if (slots->items[at] == 0)
			continue;
		struct slice word = trie->words[slots->items[at] - 1];
		struct image_text text = image_string(parts, word);

		numbers[slots->items[at] - 1] = at;
		words[at] = (struct image_word){.hash = image_hash(word),
			.offset = text.offset,
			.length = text.length};
	}
	for (uint32_t i = 0; i < trie->edges_count; i++)
		if (trie->edges[i].node == 0)
			words[numbers[trie->edges[i].word]].target =
				trie->edges[i].target;
	return numbers;
}

static void write_edges(const struct trie *trie, const uint32_t *numbers,
	struct buffer *out, size_t start, struct image_header *header)
{
	uint32_t size = trie->edge_slots.size, mask = size - 1;
	struct image_edge *edges =
		add_section(out, start, header, SECTION_EDGES, size);

	for (uint32_t i = 0; i < trie->edges_count; i++) {
		struct image_edge edge = trie->edges[i];

		if (edge.node == 0)
			continue;
		edge.word = numbers[edge.word];
		uint32_t at = image_edge_hash(edge.node, edge.word) & mask;

		while (edges[at].target != 0)
			at = (at + 1) & mask;
		edges[at] = edge;
	}
}

static uint64_t checksum(
	const struct image_header *header, const char *rest, size_t length)
{
	struct image_header blank = *header;
	XXH3_state_t *state = XXH3_createState();

	if (!state)
		abort();
	blank.checksum = 0;
	XXH3_64bits_reset(state);
	XXH3_64bits_update(state, &blank, sizeof(blank));
	XXH3_64bits_update(state, rest, length);
	uint64_t sum = XXH3_64bits_digest(state);

	XXH3_freeState(state);
	return sum;
}

int image_write(
	struct image_parts *parts, struct buffer *out, struct error *err)
{
	struct image_header header = {.magic = IMAGE_MAGIC,
		.format = IMAGE_FORMAT,
		.analysis = TEXT_ANALYSIS_VERSION,
		.byte_order = IMAGE_BYTE_ORDER};
	const struct trie *trie = &parts->trie;
	size_t start = out->length, size;

	buffer_add(out, &header, sizeof(header));
	header.version = image_string(parts, parts->version);
	copy_section(out, start, &header, SECTION_CONCEPTS, parts->concepts,
		parts->concepts_count);
	copy_section(out, start, &header, SECTION_FORMS, parts->forms,
		parts->forms_count);
	copy_section(out, start, &header, SECTION_PARENTS, parts->parents,
		parts->parents_count);
	copy_section(out, start, &header, SECTION_IDENTIFIERS,
		parts->identifiers, parts->identifiers_count);
	copy_section(out, start, &header, SECTION_SENSES, parts->senses,
		parts->senses_count);
	uint32_t *numbers = write_words(parts, out, start, &header);

	write_edges(trie, numbers, out, start, &header);
	free(numbers);
	write_nodes(trie, parts->forms_count, out, start, &header);
	copy_section(out, start, &header, SECTION_SLUG_SLOTS,
		parts->slug_slots.items, parts->slug_slots.size);
	copy_section(out, start, &header, SECTION_STRINGS, parts->strings.data,
		(uint32_t)parts->strings.length);
	align(out, start);
	size = out->length - start;
	if (size > UINT32_MAX) {
		out->length = start;
		return error_set(
			err, ERROR_LIMIT, "the thesaurus is larger than 4 GiB");
	}
	header.size = size;
	header.checksum = checksum(&header, out->data + start + sizeof(header),
		size - sizeof(header));
	memcpy(out->data + start, &header, sizeof(header));
	return 0;
}

static const void *section(const struct thesaurus *t, enum image_section which)
{
	return t->image.data + t->header->sections[which].offset;
}

static uint32_t count_of(const struct thesaurus *t, enum image_section which)
{
	return t->header->sections[which].count;
}

static bool sections_inside(const struct image_header *header)
{
	for (int i = 0; i < SECTIONS; i++) {
		struct image_range range = header->sections[i];
		uint64_t size = (uint64_t)range.count *
				image_entry_size((enum image_section)i);

		if (range.offset % 8 != 0 || range.offset > header->size ||
			size > header->size - range.offset)
			return false;
	}
	return true;
}

static bool text_inside(const struct thesaurus *t, struct image_text text)
{
	uint32_t strings = count_of(t, SECTION_STRINGS);

	return text.offset <= strings && text.length <= strings - text.offset;
}

static bool range_inside(uint32_t first, uint32_t count, uint32_t all)
{
	return first <= all && count <= all - first;
}

static bool concepts_inside(const struct thesaurus *t)
{
	for (uint32_t i = 0; i < count_of(t, SECTION_CONCEPTS); i++) {
		const struct image_concept *c = &t->concepts[i];

		if (!text_inside(t, c->slug) || !text_inside(t, c->kind) ||
			c->forms == 0 ||
			!range_inside(c->first_form, c->forms,
				count_of(t, SECTION_FORMS)) ||
			!range_inside(c->first_parent, c->parents,
				count_of(t, SECTION_PARENTS)) ||
			!range_inside(c->first_identifier, c->identifiers,
				count_of(t, SECTION_IDENTIFIERS)))
			return false;
	}
	return true;
}

/* As many NULs as atoms, so that walking the key stays inside. */
static bool key_inside(const struct thesaurus *t, const struct image_form *form)
{
	struct slice key = image_slice(t, form->key);
	size_t ends = 0;

	for (size_t i = 0; i < key.length; i++)
		ends += key.data[i] == '\0';
	return ends == form->atoms && ends <= IMAGE_ATOMS_MAX;
}

static bool forms_inside(const struct thesaurus *t)
{
	for (uint32_t i = 0; i < count_of(t, SECTION_FORMS); i++) {
		const struct image_form *form = &t->forms[i];

		if (!text_inside(t, form->value) ||
			!text_inside(t, form->key) || !key_inside(t, form) ||
			form->concept >= count_of(t, SECTION_CONCEPTS) ||
			i < t->concepts[form->concept].first_form ||
			i - t->concepts[form->concept].first_form >=
				t->concepts[form->concept].forms)
			return false;
	}
	return true;
}

static bool texts_inside(const struct thesaurus *t)
{
	for (uint32_t i = 0; i < count_of(t, SECTION_IDENTIFIERS); i++)
		if (!text_inside(t, t->identifiers[i]))
			return false;
	for (uint32_t i = 0; i < count_of(t, SECTION_SENSES); i++)
		if (!text_inside(t, t->senses[i].value) ||
			!text_inside(t, t->senses[i].key) ||
			t->senses[i].concept >= count_of(t, SECTION_CONCEPTS))
			return false;
	return text_inside(t, t->header->version);
}

static bool numbers_below(
	const uint32_t *numbers, uint32_t count, uint32_t limit)
{
	for (uint32_t i = 0; i < count; i++)
		if (numbers[i] >= limit)
			return false;
	return true;
}

/* Room in a table of a power of two, so that a search in it ends. */
static bool table_ends(uint32_t size, uint32_t used)
{
	return size > 0 && (size & (size - 1)) == 0 && used < size;
}

static bool words_inside(const struct thesaurus *t)
{
	uint32_t size = count_of(t, SECTION_WORDS), used = 0;

	for (uint32_t i = 0; i < size; i++) {
		const struct image_word *word = &t->words[i];

		if (!text_inside(t,
			    (struct image_text){word->offset, word->length}) ||
			word->target >= count_of(t, SECTION_NODES))
			return false;
		used += word->length != 0;
	}
	return table_ends(size, used);
}

static bool edges_inside(const struct thesaurus *t)
{
	uint32_t size = count_of(t, SECTION_EDGES), used = 0;
	uint32_t nodes = count_of(t, SECTION_NODES);

	for (uint32_t i = 0; i < size; i++) {
		const struct image_edge *edge = &t->edges[i];

		if (edge->target == 0)
			continue;
		if (edge->target >= nodes || edge->node >= edge->target)
			return false;
		used++;
	}
	return table_ends(size, used);
}

static bool slugs_inside(const struct thesaurus *t)
{
	uint32_t size = count_of(t, SECTION_SLUG_SLOTS), used = 0;

	for (uint32_t i = 0; i < size; i++)
		used += t->slug_slots[i] != 0;
	return table_ends(size, used) &&
	       numbers_below(
		       t->slug_slots, size, count_of(t, SECTION_CONCEPTS) + 1);
}

static bool trie_inside(const struct thesaurus *t)
{
	uint32_t nodes = count_of(t, SECTION_NODES);

	for (uint32_t i = 0; i < nodes; i++)
		if (!range_inside(t->nodes[i].first, t->nodes[i].count,
			    count_of(t, SECTION_NODE_FORMS)))
			return false;
	return nodes > 0 && words_inside(t) && edges_inside(t) &&
	       numbers_below(t->node_forms, count_of(t, SECTION_NODE_FORMS),
		       count_of(t, SECTION_FORMS)) &&
	       numbers_below(t->parents, count_of(t, SECTION_PARENTS),
		       count_of(t, SECTION_CONCEPTS));
}

static void set_pointers(struct thesaurus *t, struct slice image)
{
	t->image = image;
	t->header = (const struct image_header *)(const void *)image.data;
	t->strings = section(t, SECTION_STRINGS);
	t->concepts = section(t, SECTION_CONCEPTS);
	t->forms = section(t, SECTION_FORMS);
	t->parents = section(t, SECTION_PARENTS);
	t->identifiers = section(t, SECTION_IDENTIFIERS);
	t->senses = section(t, SECTION_SENSES);
	t->words = section(t, SECTION_WORDS);
	t->edges = section(t, SECTION_EDGES);
	t->nodes = section(t, SECTION_NODES);
	t->node_forms = section(t, SECTION_NODE_FORMS);
	t->slug_slots = section(t, SECTION_SLUG_SLOTS);
}

static int check_header(const struct image_header *header, struct slice image,
	struct error *err)
{
	if (header->byte_order != IMAGE_BYTE_ORDER ||
		header->format != IMAGE_FORMAT ||
		header->analysis != TEXT_ANALYSIS_VERSION)
		return error_set(err, ERROR_FORMAT,
			"the thesaurus was compiled by another version of "
			"medlit: compile its text file again");
	if (header->size != image.length)
		return error_set(err, ERROR_FORMAT,
			"the compiled thesaurus has %zu bytes instead of %llu: "
			"compile its text file again",
			image.length, (unsigned long long)header->size);
	return 0;
}

static int damaged(struct error *err)
{
	return error_set(err, ERROR_FORMAT,
		"the compiled thesaurus is damaged: compile its text file "
		"again");
}

int image_read(struct slice image, struct thesaurus *out, struct error *err)
{
	struct image_header header;

	if (image.length < sizeof(header) ||
		memcmp(image.data, IMAGE_MAGIC, 8) != 0)
		return damaged(err);
	memcpy(&header, image.data, sizeof(header));
	if (check_header(&header, image, err) != 0)
		return -1;
	if (checksum(&header, image.data + sizeof(header),
		    image.length - sizeof(header)) != header.checksum ||
		!sections_inside(&header))
		return damaged(err);
	set_pointers(out, image);
	if (!concepts_inside(out) || !forms_inside(out) || !texts_inside(out) ||
		!trie_inside(out) || !slugs_inside(out))
		return damaged(err);
	return 0;
}

uint32_t image_word(const struct thesaurus *t, struct slice word)
{
	return image_word_hashed(t, word, image_hash(word));
}

const struct image_word *image_word_slot(
	const struct thesaurus *t, uint32_t hash)
{
	return &t->words[hash & (count_of(t, SECTION_WORDS) - 1)];
}

const struct image_edge *image_edge_slot(
	const struct thesaurus *t, uint32_t node, uint32_t word)
{
	return &t->edges[image_edge_hash(node, word) &
			 (count_of(t, SECTION_EDGES) - 1)];
}

uint32_t image_word_hashed(
	const struct thesaurus *t, struct slice word, uint32_t hash)
{
	uint32_t mask = count_of(t, SECTION_WORDS) - 1;

	for (uint32_t at = hash & mask; t->words[at].length != 0;
		at = (at + 1) & mask) {
		const struct image_word *one = &t->words[at];

		if (one->hash == hash && one->length == word.length &&
			memcmp(t->strings + one->offset, word.data,
				word.length) == 0)
			return at;
	}
	return UINT32_MAX;
}

uint32_t image_step(const struct thesaurus *t, uint32_t node, uint32_t word)
{
	uint32_t mask = count_of(t, SECTION_EDGES) - 1;
	uint32_t at = image_edge_hash(node, word) & mask;

	if (node == 0)
		return t->words[word].target;
	for (; t->edges[at].target != 0; at = (at + 1) & mask)
		if (t->edges[at].node == node && t->edges[at].word == word)
			return t->edges[at].target;
	return 0;
}
