/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small PDFs from tables of placed lines. */
#ifndef MEDLIT_TESTS_PDF_FILE_H
#define MEDLIT_TESTS_PDF_FILE_H

#include "base/buffer.h"

/* `top` counts from the top of an A4 page, both in points.  A line with page 0
 * ends the table.  Octal escapes are of Mac Roman: \\336 is the ligature fi,
 * \\245 a bullet. */
struct placed {
	unsigned page, left, top, size;
	const char *text;
};

#define PAGE_HEIGHT 842

static inline void pdf_object(
	struct buffer *out, size_t *offsets, size_t number, const char *body)
{
	offsets[number] = out->length;
	buffer_printf(out, "%zu 0 obj\n%s\nendobj\n", number, body);
}

static inline void pdf_stream(struct buffer *out, size_t *offsets,
	size_t number, const struct placed *lines, unsigned page)
{
	struct buffer stream = BUFFER_INIT;

	buffer_add_string(&stream, "BT\n");
	for (; lines->page; lines++)
		if (lines->page == page)
			buffer_printf(&stream,
				"/F1 %u Tf 1 0 0 1 %u %u Tm (%s) Tj\n",
				lines->size, lines->left,
				PAGE_HEIGHT - lines->top, lines->text);
	buffer_add_string(&stream, "ET\n");
	offsets[number] = out->length;
	buffer_printf(out, "%zu 0 obj\n<</Length %zu>>stream\n%s"
			   "endstream\nendobj\n",
		number, stream.length, stream.data);
	buffer_clear(&stream);
}

/* Objects: 1 catalogue, 2 pages, 3 font, 4 facts, then page and text of each.
 * `facts` is what stands in the information dictionary; `trailer` what is added
 * to the trailer. */
static inline struct buffer pdf_make(const struct placed *lines,
	unsigned pages, const char *facts, const char *trailer)
{
	struct buffer out = BUFFER_INIT, body = BUFFER_INIT;
	size_t offsets[64] = {0}, count = 4 + 2 * (size_t)pages;

	buffer_add_string(&out, "%PDF-1.4\n");
	pdf_object(&out, offsets, 1, "<</Type/Catalog/Pages 2 0 R>>");
	buffer_printf(&body, "<</Type/Pages/Count %u/Kids[", pages);
	for (unsigned i = 0; i < pages; i++)
		buffer_printf(&body, "%u 0 R ", 5 + 2 * i);
	buffer_add_string(&body, "]>>");
	pdf_object(&out, offsets, 2, body.data);
	pdf_object(&out, offsets, 3, "<</Type/Font/Subtype/Type1/BaseFont"
		"/Helvetica/Encoding/MacRomanEncoding>>");
	buffer_reset(&body);
	buffer_printf(&body, "<<%s>>", facts);
	pdf_object(&out, offsets, 4, body.data);
	for (unsigned i = 0; i < pages; i++) {
		buffer_reset(&body);
		buffer_printf(&body, "<</Type/Page/Parent 2 0 R/MediaBox"
			"[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
			"/Contents %u 0 R>>", 6 + 2 * i);
		pdf_object(&out, offsets, 5 + 2 * i, body.data);
		pdf_stream(&out, offsets, 6 + 2 * i, lines, i + 1);
	}
	size_t table = out.length;

	buffer_printf(&out, "xref\n0 %zu\n0000000000 65535 f \n", count + 1);
	for (size_t i = 1; i <= count; i++)
		buffer_printf(&out, "%010zu 00000 n \n", offsets[i]);
	buffer_printf(&out, "trailer\n<</Size %zu/Root 1 0 R/Info 4 0 R%s>>\n"
		"startxref\n%zu\n%%%%EOF\n", count + 1, trailer, table);
	buffer_clear(&body);
	return out;
}

#endif
