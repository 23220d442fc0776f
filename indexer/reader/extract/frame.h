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
	FRAME_PAGE = 'P',    /* of a PDF; flags: its number; name: "%u %u", its
			      * width and height in tenths of a point */
	FRAME_LINE = 'L',    /* of a PDF; flags: its block; name: its place */
	FRAME_MEMBER = 'N',  /* of an archive: its name; its bytes follow */
	FRAME_DATA = 'D',    /* bytes of the member */
	FRAME_DONE = 'F',    /* the member's end */
	FRAME_REFUSED = 'X', /* a member or its rest: its name, a sentence */
	FRAME_WARNING = 'W', /* a sentence */
	FRAME_END = 'E',
};

/* Flags of a block; the bits from FRAME_LINKS on are the share of its text
 * that is links, in percent. */
enum frame_flag {
	FRAME_ARTICLE = 1,   /* inside <article>, <main> or articleBody */
	FRAME_FURNITURE = 2, /* inside what looks like menus, teasers, forms */
	FRAME_LEFT = 4,	     /* behind the element that the heading before it and
				the text under that share */
	FRAME_BYLINE = 8,    /* inside what is called a list of authors */
	FRAME_LINKS = 16,
};

/* Names of metas that are no <meta>. */
#define FRAME_META_LANGUAGE  "html lang"
#define FRAME_META_CANONICAL "link canonical"

/* Lines of a PDF are placed by what "%u %u %u %u %u" prints into `name`: left,
 * top, right, bottom, size of the letters, in tenths of a point. */
#define FRAME_PLACE "%u %u %u %u %u"

/* How medlit-extract ends when it cannot say more. */
enum extract_exit {
	EXTRACT_OK = 0,
	EXTRACT_FAILED = 1,
	EXTRACT_MEMORY = 3, /* the parser had none left */
	EXTRACT_ENCODING = 4,
	EXTRACT_ENCRYPTED = 5,
	EXTRACT_DAMAGED = 6,
	EXTRACT_NO_TEXT = 7,
	EXTRACT_CPU = 8,    /* of pdftotext; our own is a signal */
	EXTRACT_OUTPUT = 9, /* more than extract_output */
	EXTRACT_CONFINE = 10,
	EXTRACT_PROGRAM = 11,
	EXTRACT_FORBIDDEN = 12, /* text that may not be copied */
	EXTRACT_NO_MEMORY = 70, /* base/memory.c had none left */
};

#endif
