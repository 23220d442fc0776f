/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The image of a list: arrays behind a header, in the byte order of the machine
 * that made it.
 *
 *	header | words, by key, then text | names, by folded text | strings
 *
 * The checksum is XXH3 (64 bits) over all bytes with itself as 0.
 */
#ifndef MEDLIT_ANALYSIS_SPELLING_INTERNAL_H
#define MEDLIT_ANALYSIS_SPELLING_INTERNAL_H

#include "analysis/spelling/spelling.h"

#define SPELLING_MAGIC      "MEDLITSP"
#define SPELLING_FORMAT     1
#define SPELLING_BYTE_ORDER 0x01020304u

struct spelling_entry {
	uint32_t key, text; /* in strings */
	uint8_t key_length, text_length, stem, unused;
	uint32_t documents;
};

struct spelling_entry_name {
	uint32_t folded, written, slug; /* in strings */
	uint16_t folded_length, written_length, slug_length, unused;
	uint32_t documents;
};

struct spelling_header {
	char magic[8];
	uint32_t format, byte_order;
	uint64_t checksum, size, documents;
	uint32_t words, names, strings, unused;
};

struct spelling {
	struct slice image; /* mapped */
	const struct spelling_header *header;
	const struct spelling_entry *words;
	const struct spelling_entry_name *names;
	const char *strings;
};

#endif
