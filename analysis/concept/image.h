/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The image of a thesaurus: arrays behind a header, addressed by their offsets,
 * in the byte order of the machine that made it.
 *
 *	header | strings | concepts | forms | parents | identifiers | senses
 *	       | nodes | starts | entries | slug_slots
 *
 * A form is a path through a trie: its atoms' lemmas lead from node to node,
 * the root being node 0. A word is a mixed hash of 64 bits (image_word());
 * no node holds its letters.
 *
 *	nodes     0 -acute-> 1 -lymphoblastic-> 3 -leukemia-> 4
 *	          `-cell-> 2
 *	entries   of node 4: the forms that end there, and how each is spelled
 *
 * What a step costs in a large list is memory that no cache has.  So a node
 * stands with its word among its brothers, sorted by word, all the nodes
 * breadth first: the children of one end where those of the next begin, and so
 * do its entries.  As hashes are spread evenly, a child is looked for where
 * its word must be about, and reading that place reads the child.  The many
 * children of the root, which every word of a text asks for, are looked up in
 * `starts`, a hash table a power of two long, at most half full and probed
 * linearly, that keeps half of the word.  The last node is none, it only ends
 * the one before.
 *
 * A form with compounds (PD-L1 inhibitor) has a second path, on which each of
 * them is one word: pdl1, inhibitor.  A compound of a text is a step too, so
 * that it does not matter how its atoms were cut: PDL1 is pdl and 1.
 *
 * An entry has a hash of the form's key (image_spelling()) and whether the case
 * matters, so that a mention is found without reading a form.  slug_slots holds
 * the number of a concept plus one, or 0.
 *
 * The checksum is XXH3 (64 bits) over all `size` bytes with itself as 0.
 */
#ifndef MEDLIT_ANALYSIS_CONCEPT_IMAGE_H
#define MEDLIT_ANALYSIS_CONCEPT_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/slice.h"

#define IMAGE_MAGIC      "MEDLITTH"
#define IMAGE_FORMAT     3
#define IMAGE_BYTE_ORDER 0x01020304u
#define IMAGE_ALIGN      64 /* of sections: a line of the cache */

/* No form has more atoms: the depth of the trie. */
#define IMAGE_ATOMS_MAX 64

struct image_text {
	uint32_t offset, length; /* in strings */
};

struct image_concept {
	struct image_text slug, kind;
	uint32_t first_form, forms; /* the preferred name first */
	uint32_t first_parent, parents;
	uint32_t first_identifier, identifiers;
};

struct image_form {
	struct image_text value;
	/* Its atoms as typed if the case matters, else folded, each ended by a
	 * NUL. */
	struct image_text key;
	uint32_t concept;
	uint8_t relation, letter_case;
	uint16_t atoms;
};

/* Sorted by key, then concept.  No form of the trie has such a key. */
struct image_sense {
	struct image_text value, key; /* as of a form whose case matters */
	uint32_t concept;
};

struct image_node {
	uint64_t word; /* that leads here */
	uint32_t first_child, first_entry;
};

struct image_start {
	uint32_t word; /* its lower half */
	uint32_t node; /* 0: no form begins here */
};

struct image_entry {
	uint32_t form;
	uint32_t spelling;
};

enum image_section {
	SECTION_STRINGS,
	SECTION_CONCEPTS,
	SECTION_FORMS,
	SECTION_PARENTS,     /* uint32_t, concept */
	SECTION_IDENTIFIERS, /* struct image_text */
	SECTION_SENSES,
	SECTION_NODES,
	SECTION_STARTS,
	SECTION_ENTRIES,
	SECTION_SLUG_SLOTS, /* uint32_t */
	SECTIONS
};

struct image_range {
	uint32_t offset; /* from the start, a multiple of IMAGE_ALIGN */
	uint32_t count;  /* entries */
};

struct image_header {
	char magic[8];
	uint32_t format, analysis, byte_order, unused;
	uint64_t checksum, size;
	struct image_text version;
	struct image_range sections[SECTIONS];
};

/* Bytes of one entry. */
static inline size_t image_entry_size(enum image_section section)
{
	static const uint8_t sizes[SECTIONS] = {
		[SECTION_STRINGS] = 1,
		[SECTION_CONCEPTS] = sizeof(struct image_concept),
		[SECTION_FORMS] = sizeof(struct image_form),
		[SECTION_PARENTS] = 4,
		[SECTION_IDENTIFIERS] = sizeof(struct image_text),
		[SECTION_SENSES] = sizeof(struct image_sense),
		[SECTION_NODES] = sizeof(struct image_node),
		[SECTION_STARTS] = sizeof(struct image_start),
		[SECTION_ENTRIES] = sizeof(struct image_entry),
		[SECTION_SLUG_SLOTS] = 4,
	};

	return sizes[section];
}

static inline uint32_t image_hash(struct slice text)
{
	uint64_t hash = hash_bytes(text.data, text.length);

	return (uint32_t)(hash ^ hash >> 32);
}

/* A word of the trie, of a lemma's hash; the upper bits are spread evenly. */
static inline uint64_t image_word(uint64_t lemma_hash)
{
	return (lemma_hash ^ lemma_hash >> 32) * 0x9e3779b97f4a7c15ULL;
}

/* What an entry has of a key: of the hash_add() of all its atoms from
 * HASH_START on, as if nothing stood between them. */
static inline uint32_t image_spelling(uint64_t hash, bool exact)
{
	return ((uint32_t)(image_word(hash) >> 32) & ~1u) | exact;
}

static inline bool image_is_exact(const struct image_entry *entry)
{
	return entry->spelling & 1;
}

#endif
