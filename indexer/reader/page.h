/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page saved as text, in blocks: what is title, fact, heading, text, list
 * and furniture.  The lines of a text file and the elements of a web page both
 * become blocks.
 */
#ifndef MEDLIT_READER_PAGE_H
#define MEDLIT_READER_PAGE_H

#include "indexer/reader/internal.h"

enum block_kind {
	BLOCK_TEXT,
	BLOCK_ITEM,    /* of a list */
	BLOCK_HEADING, /* marked as one by the source */
	BLOCK_CAPTION,
};

struct block {
	uint8_t kind;
	uint8_t level;     /* of a heading, 1..6; 0: not known */
	bool left;	   /* behind what the heading before it stands over */
	struct slice text; /* one line, trimmed */
};

struct blocks {
	struct block *items;
	size_t count, capacity;
};

void blocks_add(struct blocks *blocks, struct block block, struct arena *arena);

/* Lines of text: wrapped lines are joined, bullets are items. */
struct blocks blocks_of_text(struct slice text, struct arena *arena);

/* Fills what the document does not have yet and adds its sections.  `marked`:
 * headings are those the source marks, none is guessed. */
void page_read(const struct blocks *blocks, bool marked,
	struct document *document, struct arena *arena);

/* saved.c: the title of a page saved as text, where the text tells it, and the
 * facts before and below it; returns what is left to be read. */
struct blocks saved_head(const struct blocks *blocks, struct document *document,
	struct arena *arena);

/* pagefact.c: take bibliographic facts from a line near the title: true when
 * the line is nothing but them. */
bool page_fact(
	struct slice line, struct document *document, struct arena *arena);
/* "Volume 88, Issue 3, March 2019, Pages 411-420" */
void page_issue(
	struct slice line, struct document *document, struct arena *arena);
/* DOI and PMID of a line, where the document has none. */
void page_ids(
	struct slice line, struct document *document, struct arena *arena);
/* How to cite the page: "Cole, A. (2016). Title. Journal of Beds, 4(1), 32-37."
 * What the document does not have: journal, volume, year, DOI. */
void page_cites_itself(
	struct slice line, struct document *document, struct arena *arena);
/* "J Beds. 2013 Aug 1;119(15):2728-36.": what that says; false for any other
 * line. */
bool page_citation(
	struct slice line, struct document *document, struct arena *arena);
/* What a page says of itself at its end, where its head did not: the
 * publisher.  The year of the copyright is that of the site's last change. */
void page_imprint(const struct blocks *blocks, struct document *document,
	struct arena *arena);
/* "(c) 2018 Name. All rights reserved": the name. */
struct slice page_owner(struct slice line, struct arena *arena);

#endif
