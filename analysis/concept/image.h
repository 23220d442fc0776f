/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The image of a thesaurus: arrays behind a header, addressed by their offsets,
 * in the byte order of the machine that made it.
 *
 *	header | strings | concepts | forms | parents | identifiers | senses
 *	       | words | edges | nodes | node_forms | slug_slots
 *
 * A form is a path through a trie: its atoms' terms lead from node to node, the
 * root being node 0.
 *
 *	words     "acut" "lymphoblast" "leukemia"
 *	edges     0 -acut-> 1 -lymphoblast-> 2 -leukemia-> 3
 *	nodes[3]  first, count of its forms in node_forms[]
 *
 * words and edges are hash tables, a power of two long, at most half full and
 * probed linearly, so a step costs the same however long the list is.  Their
 * entries stand in the tables themselves and a word keeps its hash, for what a
 * step costs in a large list is memory that no cache has: once to see that
 * there is no such word, twice to find one, once for an edge.  A word's number
 * is its place.  An edge from the root, which every word of a text asks for,
 * stands with its word.  slug_slots holds the number of a concept plus one, or
 * 0.
 *
 * The checksum is XXH3 (64 bits) over all `size` bytes with itself as 0.
 */
#ifndef MEDLIT_ANALYSIS_CONCEPT_IMAGE_H
#define MEDLIT_ANALYSIS_CONCEPT_IMAGE_H

#include <stdint.h>

#include "base/hash.h"
#include "base/slice.h"

#define IMAGE_MAGIC	 "MEDLITTH"
#define IMAGE_FORMAT	 2
#define IMAGE_BYTE_ORDER 0x01020304u

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
	/* What the atoms of a mention are compared with, each ended by a NUL:
	 * as typed if the case matters, else folded. */
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

struct image_word {
	uint32_t hash;
	uint32_t offset, length; /* length 0: no word here */
	uint32_t target; /* of the edge from the root; 0: no form begins so */
};

struct image_edge {
	uint32_t node, word, target; /* target > node; 0: no edge here */
};

struct image_node {
	uint32_t first, count; /* in node_forms */
};

enum image_section {
	SECTION_STRINGS,
	SECTION_CONCEPTS,
	SECTION_FORMS,
	SECTION_PARENTS,     /* uint32_t, concept */
	SECTION_IDENTIFIERS, /* struct image_text */
	SECTION_SENSES,
	SECTION_WORDS,
	SECTION_EDGES,
	SECTION_NODES,
	SECTION_NODE_FORMS, /* uint32_t, form */
	SECTION_SLUG_SLOTS, /* uint32_t */
	SECTIONS
};

struct image_range {
	uint32_t offset; /* from the start, a multiple of 8 */
	uint32_t count;	 /* entries */
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
		[SECTION_WORDS] = sizeof(struct image_word),
		[SECTION_EDGES] = sizeof(struct image_edge),
		[SECTION_NODES] = sizeof(struct image_node),
		[SECTION_NODE_FORMS] = 4,
		[SECTION_SLUG_SLOTS] = 4,
	};

	return sizes[section];
}

static inline uint32_t image_hash(struct slice text)
{
	uint64_t hash = hash_bytes(text.data, text.length);

	return (uint32_t)(hash ^ hash >> 32);
}

static inline uint32_t image_edge_hash(uint32_t node, uint32_t word)
{
	uint64_t hash = (node * 0x9e3779b97f4a7c15ULL) ^
			(word * 0xc2b2ae3d27d4eb4fULL);

	return (uint32_t)(hash ^ hash >> 32);
}

#endif
