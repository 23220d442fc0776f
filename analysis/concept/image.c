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
	while ((out->length - start) % IMAGE_ALIGN != 0)
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

/* The root's children, nodes [1, end), by their words. */
static void write_starts(struct buffer *out, size_t start,
	struct image_header *header, uint32_t end)
{
	uint32_t size = 2;

	while (size < 2 * end)
		size *= 2;
	struct image_start *starts =
		add_section(out, start, header, SECTION_STARTS, size);
	const struct image_node *nodes =
		(const void *)(out->data + start +
			       header->sections[SECTION_NODES].offset);

	for (uint32_t node = 1; node < end; node++) {
		uint64_t word = nodes[node].word;
		uint32_t at = (uint32_t)(word >> 32) & (size - 1);

		while (starts[at].node != 0)
			at = (at + 1) & (size - 1);
		starts[at] = (struct image_start){(uint32_t)word, node};
	}
}

static void write_trie(const struct trie *trie, struct buffer *out,
	size_t start, struct image_header *header)
{
	uint32_t count = trie->edges_count + 2;
	struct image_node *nodes = memory_new(count * sizeof(*nodes));
	struct image_entry *entries =
		memory_new((trie->entries_count + 1) * sizeof(*entries));

	trie_lay_out(trie, nodes, entries);
	copy_section(out, start, header, SECTION_NODES, nodes, count);
	copy_section(out, start, header, SECTION_ENTRIES, entries,
		nodes[count - 1].first_entry);
	write_starts(out, start, header, nodes[1].first_child);
	free(nodes);
	free(entries);
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
	write_trie(&parts->trie, out, start, &header);
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

		if (range.offset % IMAGE_ALIGN != 0 ||
			range.offset > header->size ||
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

/* Children stand behind their parents, so that a walk ends. */
static bool nodes_inside(const struct thesaurus *t)
{
	uint32_t count = count_of(t, SECTION_NODES);

	if (count < 2)
		return false;
	for (uint32_t i = 0; i + 1 < count; i++) {
		const struct image_node *node = &t->nodes[i];

		if (node[0].first_child <= i ||
			node[0].first_child > node[1].first_child ||
			node[0].first_entry > node[1].first_entry)
			return false;
	}
	return t->nodes[count - 1].first_child == count - 1 &&
	       t->nodes[count - 1].first_entry == count_of(t, SECTION_ENTRIES);
}

static bool starts_inside(const struct thesaurus *t)
{
	uint32_t size = count_of(t, SECTION_STARTS), used = 0;

	for (uint32_t i = 0; i < size; i++) {
		if (t->starts[i].node >= count_of(t, SECTION_NODES) - 1)
			return false;
		used += t->starts[i].node != 0;
	}
	return table_ends(size, used);
}

static bool entries_inside(const struct thesaurus *t)
{
	for (uint32_t i = 0; i < count_of(t, SECTION_ENTRIES); i++)
		if (t->entries[i].form >= count_of(t, SECTION_FORMS))
			return false;
	return true;
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
	return nodes_inside(t) && starts_inside(t) && entries_inside(t) &&
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
	t->nodes = section(t, SECTION_NODES);
	t->starts = section(t, SECTION_STARTS);
	t->starts_mask = count_of(t, SECTION_STARTS) - 1;
	t->entries = section(t, SECTION_ENTRIES);
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
