/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page to frames, in one pass over the parser's events.
 *
 * No tree is built: libxml2 drops all text below depth 256 of its tree, and a
 * tree of a hostile page takes memory by the gigabyte.  A stack of one entry an
 * open element carries what its text is: article, furniture, hidden.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/memory.h"
#include "indexer/reader/extract/extract.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/extract/prose.h"

#define TAG_MOST 65536

struct element {
	uint8_t rule;
	bool article, furniture, hidden, byline; /* it or one around it */
	const char *block; /* of which block its text is: a literal */
};

struct extract {
	struct buffer *frames;
	size_t most; /* bytes of them */
	struct arena arena;
	struct prose prose; /* text of the open block */
	struct element *stack;
	size_t depth, capacity;
	const char *block; /* the open block's element */
	unsigned flags;
	size_t low;   /* least depth since the last heading */
	size_t under; /* that of what it shares with the text under it */
	bool has_text; /* there is some */
	size_t links; /* bytes of the block inside <a> */
	unsigned in_link;
	size_t link_start; /* of a link into this page, in prose.text */
	bool link_inside;  /* there is such a link open */
	bool in_title;
	struct buffer title;
	bool full; /* the frames are as long as they may be */
};

static void add_frame(struct extract *extract, enum frame_kind kind,
	unsigned flags, struct slice name, struct slice text)
{
	extract->full |= !frame_fits(
		extract->frames, extract->most, (char)kind, flags, name, text);
}

static struct element current(const struct extract *extract)
{
	static const struct element none = {.block = "div"};

	return extract->depth > 0 ? extract->stack[extract->depth - 1] : none;
}

/* A line shorter than this may belong to the heading: "Jump to section". */
#define UNDER_LEAST 60

static bool is_heading(const char *block)
{
	return block[0] == 'h' && block[1] >= '1' && block[1] <= '6';
}

/* Whether the text is behind what the heading and the text under it share. */
static bool place_text(struct extract *extract, size_t length)
{
	if (is_heading(extract->block)) {
		extract->low = extract->depth;
		extract->has_text = false;
		return false;
	}
	if (!extract->has_text && length >= UNDER_LEAST) {
		extract->has_text = true;
		extract->under = extract->low;
	}
	return extract->has_text && extract->low < extract->under;
}

static void end_block(struct extract *extract)
{
	size_t length = extract->prose.text.length;
	size_t links = extract->links < length ? extract->links : length;
	unsigned share = length > 0 ? (unsigned)(links * 100 / length) : 0;
	struct slice text = prose_take(&extract->prose, &extract->arena);

	if (text.length > 0) {
		bool left = place_text(extract, text.length);

		add_frame(extract, FRAME_BLOCK,
			extract->flags | (left ? FRAME_LEFT : 0) |
				share * FRAME_LINKS,
			slice_of(extract->block), text);
	}
	arena_reset(&extract->arena);
	extract->links = 0;
	extract->link_inside = false;
}

/* Text from here on is of the innermost open element. */
static void begin_block(struct extract *extract)
{
	struct element top = current(extract);

	end_block(extract);
	extract->block = top.block;
	extract->flags = (top.article ? FRAME_ARTICLE : 0) |
			 (top.furniture ? FRAME_FURNITURE : 0) |
			 (top.byline ? FRAME_BYLINE : 0);
}

static void push(struct extract *extract, struct element element)
{
	if (extract->depth == extract->capacity) {
		extract->capacity =
			extract->capacity ? 2 * extract->capacity : 256;
		extract->stack = memory_resize(extract->stack,
			extract->capacity, sizeof(*extract->stack));
	}
	extract->stack[extract->depth++] = element;
}

/* The names that frames carry; blocks inside a list or a table are of it. */
static const char *block_name(const char *name)
{
	static const char *const names[] = {"p", "li", "tr", "caption",
		"figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd",
		"blockquote", "pre", "address"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], name) == 0)
			return names[i];
	return "div";
}

static void read_meta(struct extract *extract, const char *const *attributes)
{
	const char *name = element_attribute(attributes, "name");
	const char *content = element_attribute(attributes, "content");

	if (!name)
		name = element_attribute(attributes, "property");
	if (!name)
		name = element_attribute(attributes, "itemprop");
	if (name && content)
		add_frame(extract, FRAME_META, 0, slice_of(name),
			slice_of(content));
}

static void read_head(struct extract *extract, const char *name,
	const char *const *attributes)
{
	const char *language = element_attribute(attributes, "lang");
	const char *relation = element_attribute(attributes, "rel");
	const char *target = element_attribute(attributes, "href");

	if (strcmp(name, "meta") == 0)
		read_meta(extract, attributes);
	else if (strcmp(name, "html") == 0 && language)
		add_frame(extract, FRAME_META, 0, SLICE(FRAME_META_LANGUAGE),
			slice_of(language));
	else if (strcmp(name, "link") == 0 && relation && target &&
		 strcasecmp(relation, "canonical") == 0)
		add_frame(extract, FRAME_META, 0, SLICE(FRAME_META_CANONICAL),
			slice_of(target));
}

static void start_link(struct extract *extract, const char *const *attributes)
{
	const char *target = element_attribute(attributes, "href");

	extract->in_link++;
	if (target && strchr(target, '#')) {
		extract->link_inside = true;
		extract->link_start = extract->prose.text.length;
	}
}

/* The number of a reference; at a name, the letter of an address. */
static bool is_mark(const struct extract *extract, struct slice text)
{
	bool letters = (extract->flags & FRAME_BYLINE) && text.length <= 3;

	for (size_t i = 0; i < text.length; i++)
		if (!strchr("0123456789[](),-^ ", text.data[i]) &&
			!(letters && text.data[i] >= 'a' &&
				text.data[i] <= 'z'))
			return false;
	return text.length <= 16;
}

/* A mark that leads to another place of the page is no text. */
static void end_link(struct extract *extract)
{
	struct buffer *text = &extract->prose.text;
	size_t at = extract->link_start;

	if (extract->in_link > 0)
		extract->in_link--;
	if (!extract->link_inside)
		return;
	extract->link_inside = false;
	if (at >= text->length ||
		!is_mark(extract, (struct slice){text->data + at,
					  text->length - at}))
		return;
	while (at < text->length && text->data[at] == ' ')
		at++;
	text->length = at;
	prose_cite(&extract->prose);
}

static struct element child_of(
	struct element parent, const char *name, const char *const *attributes)
{
	const char *property = element_attribute(attributes, "itemprop");
	struct element element = parent;

	element.rule = (uint8_t)element_rule(name);
	element.article |= element.rule == ELEMENT_ARTICLE ||
			   (property && strcmp(property, "articleBody") == 0);
	/* The header of an article holds its title. */
	element.furniture |=
		(element.rule == ELEMENT_ASIDE &&
			!(parent.article && strcmp(name, "header") == 0)) ||
		element_is_furniture(name, attributes);
	element.hidden |= element.rule == ELEMENT_HIDDEN;
	element.byline |= element.rule != ELEMENT_INLINE &&
			  element_is_byline(attributes);
	if (element.rule == ELEMENT_BLOCK)
		element.block = block_name(name);
	else if (element.rule == ELEMENT_ARTICLE)
		element.block = "div";
	return element;
}

static bool cuts_text(uint8_t rule)
{
	return rule == ELEMENT_BLOCK || rule == ELEMENT_GROUP ||
	       rule == ELEMENT_ARTICLE || rule == ELEMENT_ASIDE;
}

static void on_start(void *data, const xmlChar *xml_name, const xmlChar **xml)
{
	struct extract *extract = data;
	const char *name = (const char *)xml_name;
	const char *const *attributes = (const char *const *)xml;
	struct element parent = current(extract);
	struct element element = child_of(parent, name, attributes);

	read_head(extract, name, attributes);
	push(extract, element);
	if (strcmp(name, "title") == 0)
		extract->in_title = true;
	if (cuts_text(element.rule) || element.furniture != parent.furniture)
		begin_block(extract);
	else if (element.rule == ELEMENT_SPACE)
		prose_space(&extract->prose);
	else if (element.rule == ELEMENT_RAISED)
		prose_raise(&extract->prose);
	if (strcmp(name, "a") == 0)
		start_link(extract, attributes);
}

static void on_end(void *data, const xmlChar *xml_name)
{
	struct extract *extract = data;
	const char *name = (const char *)xml_name;
	struct element ended = current(extract);

	if (extract->depth > 0)
		extract->depth--;
	if (strcmp(name, "title") == 0)
		extract->in_title = false;
	if (strcmp(name, "a") == 0)
		end_link(extract);
	if (cuts_text(ended.rule) ||
		ended.furniture != current(extract).furniture)
		begin_block(extract);
	else if (ended.rule == ELEMENT_SPACE)
		prose_space(&extract->prose);
	/* Behind its text, which was inside it. */
	if (extract->depth < extract->low)
		extract->low = extract->depth;
	extract->prose.raised = false;
}

static void on_text(void *data, const xmlChar *text, int length)
{
	struct extract *extract = data;
	struct slice slice = {(const char *)text, (size_t)length};
	size_t before = extract->prose.text.length;

	if (extract->in_title) {
		buffer_add_slice(&extract->title, slice);
		return;
	}
	if (current(extract).hidden)
		return;
	prose_add(&extract->prose, slice);
	if (extract->in_link > 0)
		extract->links += extract->prose.text.length - before;
}

/* libxml2 goes on after most errors, but not without memory. */
static int parse(struct extract *extract, const struct buffer *text)
{
	htmlParserCtxtPtr parser =
		htmlCreateMemoryParserCtxt(text->data, (int)text->length);
	int status = EXTRACT_OK;

	if (!parser)
		return EXTRACT_MEMORY;
	memset(parser->sax, 0, sizeof(*parser->sax));
	parser->sax->startElement = on_start;
	parser->sax->endElement = on_end;
	parser->sax->characters = on_text;
	parser->sax->ignorableWhitespace = on_text;
	parser->userData = extract;
	htmlCtxtUseOptions(parser,
		HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
			HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(parser);
	if (parser->errNo == XML_ERR_NO_MEMORY)
		status = EXTRACT_MEMORY;
	else if (parser->disableSAX)
		add_frame(extract, FRAME_WARNING, 0, SLICE_EMPTY,
			SLICE("the page was not read to its end"));
	htmlFreeParserCtxt(parser);
	return status;
}

static void finish(struct extract *extract, bool replaced)
{
	end_block(extract);
	if (extract->title.length > 0)
		add_frame(extract, FRAME_TITLE, 0, SLICE_EMPTY,
			buffer_slice(&extract->title));
	if (replaced)
		add_frame(extract, FRAME_WARNING, 0, SLICE_EMPTY,
			SLICE("some bytes could not be read"));
	if (extract->full)
		frame_add(extract->frames, FRAME_WARNING, 0, SLICE_EMPTY,
			SLICE("the text is cut, it is too long "
			      "(limit extract_output)"));
	buffer_add_char(extract->frames, FRAME_END);
}

/*
 * libxml2 compares each attribute with all before it: 50,000 of them take it a
 * minute.  A start tag longer than TAG_MOST loses what stands behind its last
 * white space before that; what is that long is a picture written out.
 */
static void shorten_tags(struct buffer *text)
{
	char *to = text->data;

	if (text->length == 0)
		return;
	const char *at = text->data, *end = at + text->length;

	while (at < end) {
		const char *open = memchr(at, '<', (size_t)(end - at));
		const char *close =
			open ? memchr(open, '>', (size_t)(end - open)) : NULL;
		const char *stop = close ? open : end;

		if (close && close - open > TAG_MOST) {
			stop = open + TAG_MOST;
			while (stop > open && !strchr(" \t\r\n", *stop))
				stop--;
		} else if (close) {
			stop = ++close;
		}
		memmove(to, at, (size_t)(stop - at));
		to += stop - at;
		at = close ? close : end;
	}
	text->length = (size_t)(to - text->data);
	if (to)
		*to = '\0';
}

int extract_page(struct slice page, size_t most, struct buffer *frames)
{
	struct extract extract = {
		.frames = frames, .most = most, .block = "div"};
	struct buffer text = BUFFER_INIT;
	bool replaced = false;
	int status = EXTRACT_ENCODING;

	arena_init(&extract.arena);
	if (page_decode(page, &text, &replaced) == 0) {
		shorten_tags(&text);
		status = text.length > 0 ? parse(&extract, &text) : EXTRACT_OK;
	}
	finish(&extract, replaced);
	buffer_clear(&text);
	buffer_clear(&extract.title);
	prose_clear(&extract.prose);
	arena_clear(&extract.arena);
	free(extract.stack);
	return status;
}
