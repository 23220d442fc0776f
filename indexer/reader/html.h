/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a web page says of itself: Highwire (citation_*), Dublin Core, Open
 * Graph, <title>.  In this order: the first is written for libraries, the last
 * for browser tabs.
 */
#ifndef MEDLIT_READER_HTML_H
#define MEDLIT_READER_HTML_H

#include "indexer/reader/page.h"

struct page_meta {
	struct slice name, value;
};

struct page_facts {
	struct page_meta *items;
	size_t count, capacity;
	struct slice title;   /* <title> */
	struct slice heading; /* the first <h1> */
};

void facts_add(struct page_facts *facts, struct slice name, struct slice value,
	struct arena *arena);
/* Everything but the abstract; before the text is read. */
void facts_read(const struct page_facts *facts, struct document *document,
	struct arena *arena);
/* The abstract, where the text has none. */
void facts_fill(const struct page_facts *facts, struct document *document,
	struct arena *arena);

/* html.c: what medlit-extract makes of a page, to the document. */
int html_read_frames(struct slice frames, struct document *document,
	struct arena *arena, struct error *err);

#endif
