/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PDF to one document.  medlit-extract runs pdftotext and gives its lines. */
#include "config.h"

#include "indexer/reader/pdf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "indexer/reader/child.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/limits.h"

struct pdf_reader {
	struct source *source;
	bool given;
};

/* Some stand behind a few bytes of a mail or a printer. */
static bool looks(struct slice head)
{
	if (head.length > 1024)
		head.length = 1024;
	return slice_starts(head, "%PDF-") ||
	       (head.length > 0 && head.data[0] != '<' &&
		       sniff_contains(head, "\n%PDF-1."));
}

static void *open_pdf(struct source *source, struct error *err)
{
	struct pdf_reader *reader = memory_new(sizeof(*reader));

	(void)err;
	reader->source = source;
	return reader;
}

static void add_line(
	struct pdf *pdf, const struct pdf_line *line, struct arena *arena)
{
	if (pdf->count == pdf->capacity) {
		pdf->capacity = pdf->capacity ? 2 * pdf->capacity : 256;
		pdf->lines = arena_grow(arena, pdf->lines, pdf->count,
			pdf->capacity, sizeof(*pdf->lines));
	}
	pdf->lines[pdf->count++] = *line;
}

/* sscanf() wants a string. */
static bool read_numbers(struct slice text, unsigned *numbers, size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned value = 0, digits = 0;

		while (at < text.length && text.data[at] == ' ')
			at++;
		for (; at < text.length && text.data[at] >= '0' &&
			text.data[at] <= '9' && digits < 7;
			at++, digits++)
			value = value * 10 + (unsigned)(text.data[at] - '0');
		if (digits == 0)
			return false;
		numbers[i] = value;
	}
	return true;
}

static void take_line(
	struct pdf *pdf, const struct frame *frame, struct arena *arena)
{
	struct pdf_line line = {.text = prose_line(frame->text, arena),
		.page = pdf->pages,
		.block = frame->flags};
	unsigned place[5];

	if (!read_numbers(frame->name, place, 5) || line.text.length == 0)
		return;
	line.left = place[0];
	line.top = place[1];
	line.right = place[2];
	line.bottom = place[3];
	line.size = place[4];
	add_line(pdf, &line, arena);
}

static void take_page(struct pdf *pdf, const struct frame *frame)
{
	unsigned size[2];

	pdf->pages = frame->flags;
	if (read_numbers(frame->name, size, 2) && pdf->height == 0)
		pdf->height = size[1];
}

static void take_fact(
	struct pdf *pdf, const struct frame *frame, struct arena *arena)
{
	struct slice value = prose_line(frame->text, arena);

	if (frame->kind == FRAME_TITLE)
		pdf->title = value;
	else if (slice_is(frame->name, "Author"))
		pdf->author = value;
	else if (slice_is(frame->name, "Keywords"))
		pdf->keywords = value;
	else if (slice_is(frame->name, "CreationDate"))
		pdf->created = value;
}

static int read_frames(struct slice bytes, struct pdf *pdf,
	struct document *document, struct arena *arena, struct error *err)
{
	const char *at = bytes.data, *end = at + bytes.length;
	struct frame frame;
	int more;

	while ((more = frame_next(&at, end, &frame)) > 0) {
		if (frame.kind == FRAME_LINE)
			take_line(pdf, &frame, arena);
		else if (frame.kind == FRAME_PAGE)
			take_page(pdf, &frame);
		else if (frame.kind == FRAME_WARNING)
			document_warn(document, arena, "%.*s",
				frame.text.length < 200 ? (int)frame.text.length
							: 200,
				frame.text.data);
		else
			take_fact(pdf, &frame, arena);
	}
	return more == 0 && at == end
		       ? 0
		       : error_set(err, ERROR_FORMAT,
				 "the extractor failed on the PDF");
}

int pdf_read_frames(struct slice frames, struct document *document,
	struct arena *arena, struct error *err)
{
	struct pdf pdf = {0};

	if (read_frames(frames, &pdf, document, arena, err) != 0)
		return -1;
	if (pdf.count == 0)
		return error_set(err, ERROR_FORMAT, "the PDF has no text");
	pdf_mark_furniture(&pdf, arena);
	pdf_read_head(&pdf, document, arena);

	struct pdf_paragraphs paragraphs = pdf_join(&pdf, arena);

	pdf_read_body(&paragraphs, pdf.body, document, arena);
	return 0;
}

static int read_pdf(struct pdf_reader *reader, struct buffer *frames,
	struct document *document, struct arena *arena, struct error *err)
{
	const struct limits *limits = reader->source->limits;
	const struct child_job job = {.mode = "pdf",
		.what = "the PDF",
		.bytes = limits->pdf_bytes,
		.bytes_name = "pdf_bytes",
		.cpu = limits->extract_cpu,
		.output = limits->extract_output};

	if (child_extract(reader->source, &job, frames, err) != 0)
		return -1;
	return pdf_read_frames(buffer_slice(frames), document, arena, err);
}

static int next_pdf(void *state, struct document *document, struct arena *arena,
	struct error *err)
{
	struct pdf_reader *reader = state;
	struct buffer frames = BUFFER_INIT;
	int status;

	if (reader->given)
		return READER_END;
	reader->given = true;
	reader->source->record = 1;
	status = read_pdf(reader, &frames, document, arena, err);
	buffer_clear(&frames);
	return status == 0 ? READER_DOCUMENT : -1;
}

const struct format format_pdf = {
	.name = "pdf",
	.unit = "record",
	.binary = true,
	.looks = looks,
	.open = open_pdf,
	.next = next_pdf,
	.close = free,
};
