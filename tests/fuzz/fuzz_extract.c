/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes to what medlit-extract does, here in one process, and what it says
 * to the readers of that.  The first byte picks which:
 *
 *	a  a web page            b  what pdftotext prints
 *	c  an archive            d  frames of a page     e  frames of a PDF
 *	f  a page saved as text
 *
 * What is stored must be clean UTF-8, whatever came in.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <archive.h>

#include "document/document.h"
#include "indexer/reader/child.h"
#include "indexer/reader/extract/charset.h"
#include "indexer/reader/extract/extract.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/html.h"
#include "indexer/reader/page.h"
#include "indexer/reader/pdf.h"

#define FRAMES_MOST ((size_t)1 << 20)

static struct buffer said; /* of the archive */

int write_all(const char *data, size_t length)
{
	if (length > 0 && said.length < FRAMES_MOST)
		buffer_add(&said, data, length);
	return said.length < FRAMES_MOST ? 0 : -1;
}

static void check_paper(const struct document *paper)
{
	check(utf8_valid(paper->title) && utf8_valid(paper->journal) &&
			utf8_valid(paper->date) && utf8_valid(paper->doi),
		"a fact is no UTF-8");
	for (size_t i = 0; i < paper->authors.count; i++)
		check(utf8_valid(paper->authors.items[i]),
			"an author is no UTF-8");
	for (size_t i = 0; i < paper->sections_count; i++) {
		const struct section *section = &paper->sections[i];

		check(utf8_valid(section->title) && utf8_valid(section->text),
			"a section is no UTF-8");
		for (size_t n = 0; n < section->pages_count; n++)
			check(section->pages[n].offset < section->text.length &&
					(n == 0 || section->pages[n].offset >
							   section->pages[n - 1]
								   .offset),
				"a page starts outside its text");
	}
}

/* `clean`: our own extractor made the frames, of bytes it cleaned. */
static void read_frames(const struct buffer *frames, bool pdf, bool clean)
{
	struct document paper = {0};
	struct arena arena;
	struct error err;
	int status;

	arena_init(&arena);
	status = pdf ? pdf_read_frames(
			       buffer_slice(frames), &paper, &arena, &err)
		     : html_read_frames(
			       buffer_slice(frames), &paper, &arena, &err);
	if (status == 0 && clean)
		check_paper(&paper);
	arena_clear(&arena);
}

static void read_words(struct slice text)
{
	struct buffer frames = BUFFER_INIT;
	struct words *words = words_new(FRAMES_MOST, &frames);
	size_t half = text.length / 2;

	/* Cut where it is worst. */
	if (words_feed(words, (struct slice){text.data, half}) == 0 &&
		words_feed(words, (struct slice){text.data + half,
					  text.length - half}) == 0) {
		buffer_add_char(&frames, FRAME_END);
		read_frames(&frames, true, utf8_valid(text));
	}
	words_free(words);
	buffer_clear(&frames);
}

static void read_archive(struct slice bytes)
{
	struct archive *archive = archive_read_new();

	check(archive != NULL, "no memory");
	archive_read_support_format_tar(archive);
	archive_read_support_format_zip(archive);
	buffer_reset(&said);
	if (archive_read_open_memory(archive, bytes.data, bytes.length) ==
			ARCHIVE_OK &&
		extract_members(archive, 100) == EXTRACT_OK)
		check(said.data[said.length - 1] == FRAME_END,
			"an archive has no end");
	archive_read_free(archive);
}

static void read_saved(struct slice text)
{
	struct document paper = {0};
	struct arena arena;

	arena_init(&arena);
	struct blocks blocks = blocks_of_text(text, &arena);

	page_read(&blocks, false, &paper, &arena);
	if (utf8_valid(text))
		check_paper(&paper);
	arena_clear(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = {(const char *)data + 1, size - (size > 0)};
	struct buffer frames = BUFFER_INIT;

	if (size == 0)
		return 0;
	switch (data[0]) {
	case 'a':
		if (extract_page(rest, FRAMES_MOST, &frames) == EXTRACT_OK)
			read_frames(&frames, false, true);
		break;
	case 'b':
		read_words(rest);
		break;
	case 'c':
		read_archive(rest);
		break;
	case 'd':
	case 'e':
		buffer_add(&frames, rest.data, rest.length);
		read_frames(&frames, data[0] == 'e', false);
		break;
	case 'f':
		read_saved(rest);
		break;
	default:
		break;
	}
	buffer_clear(&frames);
	return 0;
}
