/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What medlit-extract writes and its parent reads, frame behind frame:
 *
 *	kind (a byte)  flags (varint)  length (varint)  name  length  text
 *
 * Nothing else passes between them, so a parser taken over by a page can only
 * say wrong words.  A stream without FRAME_END is cut.
 */
#ifndef MEDLIT_EXTRACT_FRAME_H
#define MEDLIT_EXTRACT_FRAME_H

enum frame_kind {
	FRAME_META = 'M',    /* name, content */
	FRAME_TITLE = 'T',   /* <title> */
	FRAME_BLOCK = 'B',   /* element's name, text; flags below */
	FRAME_WARNING = 'W', /* a sentence */
	FRAME_END = 'E',
};

/* Flags of a block; the bits from FRAME_LINKS on are the share of its text
 * that is links, in percent. */
enum frame_flag {
	FRAME_ARTICLE = 1,   /* inside <article>, <main> or articleBody */
	FRAME_FURNITURE = 2, /* inside what looks like menus, teasers, forms */
	FRAME_LINKS = 4,
};

/* Names of metas that are no <meta>. */
#define FRAME_META_LANGUAGE  "html lang"
#define FRAME_META_CANONICAL "link canonical"

/* How medlit-extract ends when it cannot say more. */
enum extract_exit {
	EXTRACT_OK = 0,
	EXTRACT_FAILED = 1,
	EXTRACT_MEMORY = 3, /* the parser had none left */
	EXTRACT_ENCODING = 4,
	EXTRACT_NO_MEMORY = 70, /* base/memory.c had none left */
};

#define EXTRACT_CPU_SECONDS  10
#define EXTRACT_WALL_SECONDS 20
#define EXTRACT_MEMORY_BYTES ((size_t)512 * 1024 * 1024)
#define EXTRACT_OUTPUT_BYTES ((size_t)64 * 1024 * 1024)
#define EXTRACT_PAGE_BYTES   ((size_t)32 * 1024 * 1024)

#endif
