/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blocks to a document, in one walk:
 *
 *	head   up to the first real text: title, facts; other short lines are
 *	       the page's own (dates of review, affiliations)
 *	body   headings, text, lists
 *	lists  MeSH terms and publication types, as PubMed prints them
 *	skip   teasers, notices, references
 *
 * A page that has no text by these rules gives all its lines as text.
 */
#include "config.h"

#include "indexer/reader/page.h"

#include "indexer/reader/byline.h"
#include "indexer/reader/furniture.h"
#include "indexer/reader/phrase.h"

#define TITLE_MOST  300
#define GUESS_MOST  90
#define TEASER_MOST 200
/* A shorter one may go on elsewhere. */
#define ABSTRACT_LEAST 150

enum mode {
	MODE_HEAD,
	MODE_BODY,
	MODE_MESH,
	MODE_TYPES,
	MODE_KEYWORDS,
	MODE_SKIP,
};

struct page {
	const struct blocks *blocks;
	bool marked;
	struct document *document;
	struct arena *arena;
	enum mode mode;
	enum furniture skipping; /* in MODE_SKIP */
	struct prose prose;      /* of the open section */
	struct prose caption;    /* of captions and rows that follow another */
	struct slices captions;
	struct slice heading; /* of the open section */
	unsigned kind;
	struct slice outer[7];   /* headings by level over the open section */
	unsigned abstract_level; /* of the heading of the abstract; 0: none */
	bool in_abstract;        /* of headings without levels */
	bool has_keywords;	 /* from elsewhere */
};

/* Text of the article, as opposed to the short lines around a title. */
static bool is_prose(struct slice text)
{
	return text.length > TEASER_MOST ||
	       (phrase_ends(text) && phrase_words(text) >= 6);
}

static bool looks_like_heading(struct slice text)
{
	return text.length <= GUESS_MOST && phrase_words(text) <= 12 &&
	       !strchr(".,;:!", phrase_last(text)) &&
	       !(text.data[0] >= 'a' && text.data[0] <= 'z');
}

static void end_section(struct page *page)
{
	struct slice text = prose_take(&page->prose, page->arena);

	if (text.length == 0)
		return;
	document_add_section(
		page->document, page->kind, page->heading, text, page->arena);
	page->heading = SLICE_EMPTY;
	page->kind = SECTION_BODY;
}

static void start_section(
	struct page *page, struct slice heading, unsigned kind)
{
	bool nested = page->prose.text.length == 0 && heading.length > 0 &&
		      page->heading.length > 0 && page->mode == MODE_BODY;

	end_section(page);
	/* A heading right under a heading: neither is lost. */
	if (nested)
		heading = heading_join(page->heading, heading, page->arena);
	page->heading = heading;
	page->kind = kind;
}

static void add_text(struct page *page, struct slice text)
{
	page->mode = MODE_BODY;
	prose_paragraph(&page->prose);
	prose_add(&page->prose, text);
	prose_paragraph(&page->prose);
}

/* The length of "Background" in "Background: CD22 ..."; 0 when there is no such
 * label. */
static size_t label_length(struct slice text)
{
	const char *colon =
		text.length ? memchr(text.data, ':',
				      text.length < 40 ? text.length : 40)
			    : NULL;
	size_t length = colon ? (size_t)(colon - text.data) : 0;

	return heading_is_abstract_part((struct slice){text.data, length})
		       ? length
		       : 0;
}

static bool add_labelled(struct page *page, struct slice text)
{
	size_t length = label_length(text);
	struct slice label = {text.data, length};
	struct slice rest = {
		text.data + length + 1, text.length - length - (length > 0)};

	/* In the body of a page with headings a label is part of the text. */
	if (length == 0 || slice_trim(rest).length == 0 ||
		(page->marked && page->mode == MODE_BODY &&
			page->kind == SECTION_BODY))
		return false;
	start_section(page,
		slice_equal_fold(label, SLICE("abstract")) ? SLICE_EMPTY
							   : label,
		SECTION_ABSTRACT);
	add_text(page, rest);
	return true;
}

static void split_keywords(
	struct slices *list, struct slice text, struct arena *arena)
{
	if (phrase_last(text) == '.')
		text.length--;
	if (text.length > 0)
		slices_split(list, text,
			memchr(text.data, ';', text.length) ? ";" : ",", arena);
}

static bool read_keywords(struct page *page, struct slice text)
{
	static const char *const labels[] = {
		"keywords:", "key words:", "keyword:"};
	struct slices *list = &page->document->keywords;

	for (size_t i = 0; i < 3; i++) {
		size_t length = strlen(labels[i]);

		if (text.length <= length || !phrase_starts(text, labels[i]))
			continue;
		text.data += length;
		text.length -= length;
		split_keywords(list, text, page->arena);
		return true;
	}
	return false;
}

/* A list PubMed prints under a paper; its items follow. */
static bool starts_list(struct page *page, struct slice text)
{
	if (slice_equal_fold(text, SLICE("MeSH terms")) ||
		slice_equal_fold(text, SLICE("Substances")))
		page->mode = MODE_MESH;
	else if (slice_equal_fold(text, SLICE("Publication types")))
		page->mode = MODE_TYPES;
	else if (slice_equal_fold(text, SLICE("Keywords")) ||
		 slice_equal_fold(text, SLICE("Keywords:")))
		page->mode = MODE_KEYWORDS;
	else
		return false;
	end_section(page);
	page->in_abstract = false;
	return true;
}

/* Below a heading: items, or one line of them. */
static bool add_keywords(struct page *page, const struct block *block)
{
	struct slices *list = &page->document->keywords;

	if (block->kind != BLOCK_ITEM)
		page->mode = MODE_BODY;
	if (block->kind == BLOCK_HEADING || !phrase_is_list(block->text))
		return false;
	if (!page->has_keywords &&
		(list->count == 0 || block->kind == BLOCK_ITEM))
		split_keywords(list, block->text, page->arena);
	return true;
}

static bool add_to_list(struct page *page, const struct block *block)
{
	if (page->mode == MODE_KEYWORDS)
		return add_keywords(page, block);
	if (page->mode != MODE_MESH && page->mode != MODE_TYPES)
		return false;
	if (block->kind != BLOCK_ITEM) {
		page->mode = MODE_BODY;
		return false;
	}
	if (page->mode == MODE_TYPES)
		slices_add(&page->document->types, block->text, page->arena);
	else if (!mesh_has(page->document, block->text))
		mesh_parse(page->document, block->text, page->arena);
	return true;
}

static bool starts_skip(struct page *page, struct slice text)
{
	enum furniture furniture = furniture_of(text);

	if (furniture == FURNITURE_NONE)
		return false;
	if (page->document->publisher.length == 0)
		page->document->publisher = page_owner(text, page->arena);
	if (furniture != FURNITURE_LINE) {
		if (page->mode != MODE_HEAD)
			end_section(page);
		page->mode = MODE_SKIP;
		page->skipping = furniture;
	}
	return true;
}

/* Whether the block still belongs to what is skipped. */
static bool is_skipped(struct page *page, const struct block *block)
{
	bool known =
		heading_is_known(block->text) || label_length(block->text) > 0;

	if (page->mode != MODE_SKIP)
		return false;
	if (page->skipping == FURNITURE_REFERENCES && !known)
		return true;
	if (page->skipping == FURNITURE_CARD &&
		block->kind != BLOCK_HEADING &&
		block->text.length <= TEASER_MOST)
		return true;
	if (page->skipping == FURNITURE_BOX && is_prose(block->text)) {
		page->mode = MODE_BODY;
		return false;
	}
	if (page->skipping == FURNITURE_NOTICE) {
		page->skipping = FURNITURE_TEASERS;
		return true;
	}
	if (!known && block->kind == BLOCK_TEXT &&
		block->text.length <= TEASER_MOST)
		return true;
	page->mode = MODE_BODY;
	return false;
}

/* A site's name over the title: a word or two, and a longer line follows. */
static bool is_site_name(const struct page *page, size_t at)
{
	const struct blocks *blocks = page->blocks;

	return phrase_words(blocks->items[at].text) <= 3 &&
	       blocks->items[at].text.length <= 30 && at + 1 < blocks->count &&
	       blocks->items[at + 1].kind == BLOCK_TEXT &&
	       phrase_words(blocks->items[at + 1].text) >= 4 &&
	       blocks->items[at + 1].text.length <= TITLE_MOST &&
	       phrase_last(blocks->items[at + 1].text) != '.';
}

static bool take_title(struct page *page, size_t at)
{
	struct slice text = page->blocks->items[at].text;
	struct document *document = page->document;

	if (document->title.length > 0)
		return false;
	if (is_site_name(page, at)) {
		if (document->publisher.length == 0)
			document->publisher = text;
		return true;
	}
	if (text.length > TITLE_MOST || label_length(text) > 0 ||
		(phrase_ends(text) &&
			phrase_sentence(text, TITLE_MOST).length + 1 <
				text.length)) {
		document->title = phrase_sentence(text, TITLE_MOST);
		return false;
	}
	document->title = text;
	return true;
}

/* Between the title and the text; the last heading before the text counts. */
static bool is_head_line(struct page *page, const struct block *block)
{
	if (page->mode != MODE_HEAD || block->kind == BLOCK_ITEM ||
		is_prose(block->text))
		return false;
	page->heading =
		looks_like_heading(block->text) &&
				!slice_equal(block->text, page->document->title)
			? block->text
			: SLICE_EMPTY;
	return true;
}

static bool is_heading(const struct page *page, size_t at)
{
	const struct block *block = &page->blocks->items[at];

	if (page->marked || block->kind != BLOCK_TEXT)
		return block->kind == BLOCK_HEADING;
	return looks_like_heading(block->text) && at + 1 < page->blocks->count;
}

/* "Methods: Patients" of a heading and those it stands under; the title of the
 * page and the heading of the abstract are over everything. */
static struct slice heading_path(struct page *page, const struct block *block)
{
	struct slice path = SLICE_EMPTY;

	page->outer[block->level] = block->text;
	for (size_t i = block->level + 1U; i < 7; i++)
		page->outer[i] = SLICE_EMPTY;
	for (size_t i = 2; i <= block->level; i++) {
		struct slice part = page->outer[i];

		if (part.length == 0 || i == page->abstract_level)
			continue;
		path = heading_join(path, part, page->arena);
	}
	return path.length > 0 ? path : block->text;
}

static void read_heading(struct page *page, const struct block *block)
{
	bool abstract = slice_equal_fold(block->text, SLICE("abstract")) ||
			slice_equal_fold(block->text, SLICE("summary"));
	bool inside =
		block->level > page->abstract_level && page->abstract_level > 0;

	if (!inside)
		page->abstract_level = abstract ? block->level : 0;
	if (block->level > 1) {
		struct slice path = heading_path(page, block);

		end_section(page);
		page->heading = abstract ? SLICE_EMPTY : path;
		page->kind =
			abstract || inside ? SECTION_ABSTRACT : SECTION_BODY;
	} else {
		page->in_abstract =
			abstract ||
			(page->in_abstract && !page->marked &&
				heading_is_abstract_part(block->text) &&
				!slice_equal_fold(
					block->text, SLICE("introduction")));
		start_section(page, abstract ? SLICE_EMPTY : block->text,
			page->in_abstract ? SECTION_ABSTRACT : SECTION_BODY);
	}
	page->mode = MODE_BODY;
}

static void leave_abstract(struct page *page)
{
	end_section(page);
	page->abstract_level = 0;
	page->in_abstract = false;
	page->kind = SECTION_BODY;
}

/* The abstract ends where the element does that holds it, and when it is only
 * there again: then the text is passed over. */
static bool is_behind_abstract(struct page *page, const struct block *block)
{
	const struct document *document = page->document;

	if (page->kind != SECTION_ABSTRACT || page->mode != MODE_BODY)
		return false;
	if (block->left && page->prose.text.length >= ABSTRACT_LEAST)
		leave_abstract(page);
	for (size_t i = 0; i < document->sections_count; i++)
		if (page->kind == SECTION_ABSTRACT &&
			block->text.length >= ABSTRACT_LEAST &&
			document->sections[i].kind == SECTION_ABSTRACT &&
			slice_equal(document->sections[i].text, block->text)) {
			leave_abstract(page);
			return true;
		}
	return false;
}

/* What a page says of an author, headed by the name. */
static bool starts_card(struct page *page, const struct block *block)
{
	if (!page->marked || block->kind != BLOCK_HEADING ||
		!byline_is_name(block->text) ||
		!slices_has(&page->document->authors,
			name_parse(block->text, page->arena)))
		return false;
	end_section(page);
	page->mode = MODE_SKIP;
	page->skipping = FURNITURE_CARD;
	return true;
}

static void add_caption(struct page *page, struct slice text)
{
	if (page->mode == MODE_HEAD && !is_prose(text))
		return;
	prose_paragraph(&page->caption);
	prose_add(&page->caption, text);
}

static void end_caption(struct page *page)
{
	struct slice text = prose_take(&page->caption, page->arena);

	if (text.length > 0)
		slices_add(&page->captions, text, page->arena);
}

/* Behind the text: a caption does not cut the section it stands in. */
static void add_captions(struct page *page)
{
	end_caption(page);
	for (size_t i = 0; i < page->captions.count; i++)
		document_add_section(page->document, SECTION_CAPTION,
			SLICE_EMPTY, page->captions.items[i], page->arena);
}

static void read_block(struct page *page, size_t at)
{
	const struct block *block = &page->blocks->items[at];

	if (page->mode == MODE_HEAD &&
		page_fact(block->text, page->document, page->arena))
		return;
	if (add_to_list(page, block) || starts_list(page, block->text) ||
		starts_skip(page, block->text) || is_skipped(page, block) ||
		read_keywords(page, block->text))
		return;
	if (block->kind == BLOCK_CAPTION) {
		add_caption(page, block->text);
		return;
	}
	end_caption(page);
	if (is_behind_abstract(page, block) || starts_card(page, block) ||
		add_labelled(page, block->text))
		return;
	else if (page->mode == MODE_HEAD && take_title(page, at))
		return;
	else if (heading_is_known(block->text) ||
		 (page->mode != MODE_HEAD && is_heading(page, at)))
		read_heading(page, block);
	else if (!is_head_line(page, block))
		add_text(page, block->text);
}

/* No text was found: then everything but the title is text. */
static void read_all(struct page *page)
{
	for (size_t i = 0; i < page->blocks->count; i++)
		if (!slice_equal(
			    page->blocks->items[i].text, page->document->title))
			add_text(page, page->blocks->items[i].text);
	page->heading = SLICE_EMPTY;
	end_section(page);
}

void page_read(const struct blocks *blocks, bool marked,
	struct document *document, struct arena *arena)
{
	struct blocks rest = *blocks;

	if (!marked && document->title.length == 0)
		rest = saved_head(blocks, document, arena);
	struct page page = {.blocks = &rest,
		.marked = marked,
		.document = document,
		.arena = arena,
		.kind = SECTION_BODY,
		.has_keywords = document->keywords.count > 0};

	for (size_t i = 0; i < rest.count; i++)
		read_block(&page, i);
	end_section(&page);
	add_captions(&page);
	if (document->sections_count == 0)
		read_all(&page);
	if (!marked)
		page_imprint(blocks, document, arena);
	prose_clear(&page.prose);
	prose_clear(&page.caption);
}
