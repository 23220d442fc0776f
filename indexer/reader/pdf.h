/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lines of a PDF on their way to a document:
 *
 *	pdf.c       frames of medlit-extract to lines
 *	pdf_lines.c drops what pages repeat, joins lines to paragraphs
 *	pdf_head.c  title of the first page; with pdf_authors.c, pdf_journal.c
 *	pdf_body.c  paragraphs to sections, with the pages they are on; what a
 *	            paragraph is tells pdf_kind.c
 *
 * Lengths are tenths of a point.
 */
#ifndef MEDLIT_READER_PDF_H
#define MEDLIT_READER_PDF_H

#include "indexer/reader/internal.h"
#include "indexer/reader/phrase.h"

struct pdf_line {
	struct slice text;
	unsigned page, block;
	unsigned left, top, right, bottom, size;
	bool furniture; /* repeated on pages, or a page's number */
	bool head;      /* title or authors: not part of the text */
};

struct pdf {
	struct pdf_line *lines;
	size_t count, capacity;
	unsigned pages, height; /* height of the first page */
	unsigned body;          /* size of most letters */
	struct slice title, author, keywords, created; /* as the file says */
};

struct pdf_paragraph {
	struct slice text;
	unsigned page; /* of its first line */
	unsigned size; /* of its letters */
	unsigned lines;
	struct page_start *pages; /* further ones, with where they start */
	size_t pages_count;
};

struct pdf_paragraphs {
	struct pdf_paragraph *items;
	size_t count, capacity;
};

/* Marks furniture and finds the size of the text. */
void pdf_mark_furniture(struct pdf *pdf, struct arena *arena);
/* What is neither furniture nor head.  Hyphens at line ends are taken out where
 * the word has none elsewhere. */
struct pdf_paragraphs pdf_join(const struct pdf *pdf, struct arena *arena);
/* Fills the document's facts; marks title and authors. */
void pdf_read_head(
	struct pdf *pdf, struct document *document, struct arena *arena);
/* The lines from `behind` on are those after the title; `page` is what the
 * first pages say, squeezed. */
void pdf_read_authors(struct pdf *pdf, struct slice page, size_t behind,
	struct document *document, struct arena *arena);
/* DOI, journal, volume, date. */
void pdf_read_facts(
	const struct pdf *pdf, struct document *document, struct arena *arena);
void pdf_read_body(const struct pdf_paragraphs *paragraphs, unsigned body,
	struct document *document, struct arena *arena);
/* What medlit-extract makes of a PDF, to the document. */
int pdf_read_frames(struct slice frames, struct document *document,
	struct arena *arena, struct error *err);

/* pdf_kind.c */
/* "Figure 2. Survival of ..." */
bool pdf_is_caption(struct slice text);
/* Dates of review, rights, how to cite. */
bool pdf_is_notice(struct slice text);
/* "3These authors contributed equally" */
bool pdf_is_note(struct slice text);
bool pdf_is_address(struct slice text);
/* Mostly names of people and what they are. */
bool pdf_is_names(struct slice text);
/* Rows of a table. */
bool pdf_is_numbers(struct slice text);
/* Bytes of "2.1. " or "IV. " before a heading. */
size_t pdf_number_length(struct slice text);
/* Starts like a sentence and is no formula. */
bool pdf_has_words(struct slice text);
bool pdf_is_capitals(struct slice text);
/* "ABSTRACT" of "A B S T R A C T". */
struct slice pdf_close_up(struct slice text, struct arena *arena);

#endif
