/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A web page to one document.  The page is parsed by medlit-extract, a process
 * of its own; here its frames become blocks and metas, and those a document.
 */
#include "config.h"

#include "indexer/reader/html.h"

#include <stdlib.h>

#include "base/memory.h"
#include "indexer/reader/byline.h"
#include "indexer/reader/child.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/limits.h"
#include "indexer/reader/phrase.h"

/* Links make up less of a paragraph than of a menu. */
#define LINKS_MOST 60
/* A line of names. */
#define BYLINE_MOST 4000
#define ISSUE_MOST  120

struct html {
	struct source *source;
	bool given;
};

static bool looks(struct slice head)
{
	static const char *const roots[] = {"html", "head", "body", "article",
		"main", "section", "div", "p", "h1", "title", "meta", "table"};
	struct slice root = sniff_root(head);

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (slice_equal_fold(root, slice_of(roots[i])))
			return true;
	return false;
}

static void *open_html(struct source *source, struct error *err)
{
	struct html *html = memory_new(sizeof(*html));

	(void)err;
	html->source = source;
	return html;
}

static struct block block_of(const struct frame *frame)
{
	static const struct {
		const char *name;
		enum block_kind kind;
		uint8_t level;
	} kinds[] = {
		{"h1", BLOCK_HEADING, 1},
		{"h2", BLOCK_HEADING, 2},
		{"h3", BLOCK_HEADING, 3},
		{"h4", BLOCK_HEADING, 4},
		{"h5", BLOCK_HEADING, 5},
		{"h6", BLOCK_HEADING, 6},
		{"li", BLOCK_ITEM, 0},
		{"dd", BLOCK_ITEM, 0},
		{"tr", BLOCK_CAPTION, 0},
		{"caption", BLOCK_CAPTION, 0},
		{"figcaption", BLOCK_CAPTION, 0},
	};
	struct block block = {.kind = BLOCK_TEXT,
		.left = (frame->flags & FRAME_LEFT) != 0,
		.text = frame->text};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (slice_is(frame->name, kinds[i].name)) {
			block.kind = (uint8_t)kinds[i].kind;
			block.level = kinds[i].level;
		}
	/* A row this long is the layout of an old page. */
	if (slice_is(frame->name, "tr") && block.text.length > 400)
		block.kind = BLOCK_TEXT;
	return block;
}

/* How much of the text of a page is of which kind. */
struct shares {
	size_t article, plain, all;
};

/* Below the heading "Keywords" links are no menu. */
static bool is_wanted(const struct frame *frame, const struct shares *shares,
	struct slice before)
{
	bool links = frame->flags / FRAME_LINKS > LINKS_MOST &&
		     frame->name.data[0] != 'h' &&
		     !slice_equal_fold(before, SLICE("keywords")) &&
		     !slice_equal_fold(before, SLICE("keywords:"));

	/* No text but furniture: the words that tell it misled us. */
	if (shares->plain * 10 < shares->all)
		return true;
	if ((frame->flags & FRAME_FURNITURE) || links)
		return false;
	return (frame->flags & FRAME_ARTICLE) ||
	       shares->article * 3 < shares->plain;
}

static void count_text(const struct frame *frame, struct shares *shares)
{
	/* Headings tell nothing of where the text is. */
	size_t length = frame->name.data[0] == 'h' ? 0 : frame->text.length;
	bool plain = !(frame->flags & FRAME_FURNITURE) &&
		     frame->flags / FRAME_LINKS <= LINKS_MOST;

	shares->all += length;
	shares->plain += plain ? length : 0;
	shares->article += plain && (frame->flags & FRAME_ARTICLE) ? length : 0;
}

static int read_frames(struct slice bytes, struct page_facts *facts,
	struct shares *shares, struct document *document, struct arena *arena,
	struct error *err)
{
	const char *at = bytes.data, *end = at + bytes.length;
	struct frame frame;
	int more;

	while ((more = frame_next(&at, end, &frame)) > 0) {
		if (frame.flags >= 101 * FRAME_LINKS)
			break;
		if (frame.kind == FRAME_BLOCK && frame.name.length > 0)
			count_text(&frame, shares);
		else if (frame.kind == FRAME_META)
			facts_add(facts, frame.name, frame.text, arena);
		else if (frame.kind == FRAME_TITLE)
			facts->title = prose_line(frame.text, arena);
		else if (frame.kind == FRAME_WARNING)
			document_warn(document, arena, "%.*s",
				frame.text.length < 200 ? (int)frame.text.length
							: 200,
				frame.text.data);
	}
	return more == 0 && at == end
		       ? 0
		       : error_set(err, ERROR_FORMAT,
				 "the extractor failed on the page");
}

static struct blocks read_blocks(struct slice bytes,
	const struct shares *shares, struct page_facts *facts,
	struct arena *arena)
{
	const char *at = bytes.data, *end = at + bytes.length;
	struct blocks blocks = {0};
	struct slice before = SLICE_EMPTY;
	struct frame frame;

	while (frame_next(&at, end, &frame) > 0) {
		if (frame.kind != FRAME_BLOCK || frame.name.length == 0)
			continue;
		struct block block = block_of(&frame);

		block.text = prose_line(block.text, arena);
		if (block.level == 1 && facts->heading.length == 0)
			facts->heading = block.text;
		if (is_wanted(&frame, shares, before))
			blocks_add(&blocks, block, arena);
		before = block.text;
	}
	return blocks;
}

/* Where no meta names the authors, the lines that the page calls so. */
static void read_bylines(
	struct slice bytes, struct document *document, struct arena *arena)
{
	const char *at = bytes.data, *end = at + bytes.length;
	struct frame frame;

	while (frame_next(&at, end, &frame) > 0) {
		if (frame.kind != FRAME_BLOCK ||
			!(frame.flags & FRAME_BYLINE) ||
			(frame.flags & FRAME_FURNITURE) ||
			frame.text.length > BYLINE_MOST)
			continue;
		struct byline names = byline_split(
			prose_line(frame.text, arena), arena);

		if (2 * names.found.count >= names.parts)
			byline_add(document, &names.found, arena);
	}
}

/* Over the title: the journal's name, and below it "Volume 83, Issue 2, May
 * 2015, Pages 56-71". */
static void read_issue(
	struct slice bytes, struct document *document, struct arena *arena)
{
	const char *at = bytes.data, *end = at + bytes.length;
	struct slice before = SLICE_EMPTY;
	struct frame frame;

	while (frame_next(&at, end, &frame) > 0) {
		if (frame.kind != FRAME_BLOCK)
			continue;
		struct slice line = prose_line(frame.text, arena);

		if (phrase_starts(line, "volume ") &&
			phrase_find(line, "pages ").length > 0 &&
			line.length <= ISSUE_MOST && before.length > 0 &&
			before.length <= ISSUE_MOST) {
			document->journal = before;
			page_issue(line, document, arena);
			return;
		}
		before = line;
	}
}

int html_read_frames(struct slice frames, struct document *document,
	struct arena *arena, struct error *err)
{
	struct page_facts facts = {0};
	struct shares shares = {0};

	if (read_frames(frames, &facts, &shares, document, arena, err) != 0)
		return -1;
	struct blocks blocks = read_blocks(frames, &shares, &facts, arena);

	facts_read(&facts, document, arena);
	if (document->authors.count == 0)
		read_bylines(frames, document, arena);
	if (document->journal.length == 0)
		read_issue(frames, document, arena);
	for (size_t i = 0; i < blocks.count; i++)
		page_cites_itself(blocks.items[i].text, document, arena);
	page_read(&blocks, true, document, arena);
	facts_fill(&facts, document, arena);
	return 0;
}

static int read_page(struct html *html, struct buffer *frames,
	struct document *document, struct arena *arena, struct error *err)
{
	const struct limits *limits = html->source->limits;
	const struct child_job job = {.mode = "page",
		.what = "the page",
		.bytes = limits->page_bytes,
		.bytes_name = "page_bytes",
		.cpu = limits->extract_cpu,
		.output = limits->extract_output};

	if (child_extract(html->source, &job, frames, err) != 0)
		return -1;
	return html_read_frames(buffer_slice(frames), document, arena, err);
}

static int next_html(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct html *html = state;
	struct buffer frames = BUFFER_INIT;
	int status;

	if (html->given)
		return READER_END;
	html->given = true;
	html->source->record = 1;
	status = read_page(html, &frames, document, arena, err);
	buffer_clear(&frames);
	return status == 0 ? READER_DOCUMENT : -1;
}

const struct format format_html = {
	.name = "html",
	.unit = "record",
	.looks = looks,
	.open = open_html,
	.next = next_html,
	.close = free,
};
