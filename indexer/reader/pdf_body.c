/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Paragraphs of a PDF to sections:
 *
 *	front     before the abstract or the first known heading: addresses,
 *	          notices; the last long paragraph there is an abstract that
 *	          has no heading
 *	abstract  up to the keywords or the next heading that is no part of one
 *	body      headings, text
 *	skip      references, up to a heading that is none of theirs
 *
 * Captions are found by how they start and stand behind the text.
 */
#include "config.h"

#include "indexer/reader/pdf.h"

#include "indexer/reader/furniture.h"
#include "indexer/reader/extract/letter.h"

#define HEADING_LONG   100
#define ABSTRACT_LEAST 400
/* A cover or two, and the first page. */
#define FRONT_PAGES 4

enum part {
	PART_FRONT,
	PART_ABSTRACT,
	PART_BODY,
	PART_SKIP,
};

struct body {
	struct document *document;
	struct arena *arena;
	unsigned size; /* of the text's letters */
	enum part part;
	struct buffer text; /* of the open section */
	struct page_start *pages;
	size_t pages_count;
	struct slice heading;
	const struct pdf_paragraph *captions[LIST_MOST];
	size_t captions_count;
	bool keywords_seen;
	const struct pdf_paragraph *next; /* NULL at the end */
};

/* ---- sections ---------------------------------------------------------- */

static void mark_page(struct body *body, size_t offset, unsigned page)
{
	size_t count = body->pages_count;

	if (count > 0 && body->pages[count - 1].page == page)
		return;
	if ((count & (count - 1)) == 0)
		body->pages = arena_grow(body->arena, body->pages, count,
			count ? 2 * count : 1, sizeof(*body->pages));
	body->pages[body->pages_count++] =
		(struct page_start){(uint32_t)offset, page};
}

/* The paragraph from its byte `from` on. */
static void add_text(
	struct body *body, const struct pdf_paragraph *paragraph, size_t from)
{
	struct slice text = slice_trim(behind(paragraph->text, from));
	unsigned page = paragraph->page;
	size_t at;

	if (text.length == 0)
		return;
	from = (size_t)(text.data - paragraph->text.data);
	if (body->text.length > 0)
		buffer_add(&body->text, "\n\n", 2);
	at = body->text.length;
	for (size_t i = 0; i < paragraph->pages_count; i++)
		if (paragraph->pages[i].offset <= from)
			page = paragraph->pages[i].page;
	mark_page(body, at, page);
	for (size_t i = 0; i < paragraph->pages_count; i++)
		if (paragraph->pages[i].offset > from &&
			paragraph->pages[i].offset < from + text.length)
			mark_page(body, at + paragraph->pages[i].offset - from,
				paragraph->pages[i].page);
	buffer_add_slice(&body->text, text);
}

static void end_section(struct body *body, enum section_kind kind)
{
	struct section *section;

	if (body->text.length > 0) {
		section = document_add_section(body->document, kind,
			body->heading,
			arena_copy(body->arena, body->text.data,
				body->text.length),
			body->arena);
		section->pages = body->pages;
		section->pages_count = body->pages_count;
		body->heading = SLICE_EMPTY;
	}
	buffer_reset(&body->text);
	body->pages = NULL;
	body->pages_count = 0;
}

static void end_part(struct body *body)
{
	end_section(body,
		body->part == PART_ABSTRACT ? SECTION_ABSTRACT : SECTION_BODY);
}

static void start_section(
	struct body *body, enum part part, struct slice heading)
{
	bool nested = body->text.length == 0 && body->heading.length > 0 &&
		      body->part == part;
	struct slice outer = body->heading;

	end_part(body);
	body->part = part;
	body->heading =
		nested ? heading_join(outer, heading, body->arena) : heading;
}

/* ---- headings ---------------------------------------------------------- */

static bool is_references(struct slice heading)
{
	return furniture_of(heading) == FURNITURE_REFERENCES ||
	       slice_equal_fold(heading, SLICE("references and notes")) ||
	       slice_equal_fold(heading, SLICE("reference list"));
}

/* A short line by itself, and a paragraph below it: its letters may be bold,
 * which is not said. */
static bool stands_over_text(
	const struct body *body, const struct pdf_paragraph *paragraph)
{
	const struct pdf_paragraph *next = body->next;
	size_t words = 1;

	if (body->part == PART_FRONT || body->part == PART_SKIP || !next ||
		paragraph->lines != 1 || paragraph->text.length > 70 ||
		next->lines < 3 || next->page > paragraph->page + 1 ||
		next->text.data[0] < 'A' || next->text.data[0] > 'Z' ||
		paragraph->size * 100 < body->size * 97)
		return false;
	for (size_t i = 0; i < paragraph->text.length; i++) {
		words += paragraph->text.data[i] == ' ';
		if (strchr("=%<>@", paragraph->text.data[i]))
			return false;
	}
	return words <= 9;
}

/* A paragraph of a line or two that is a heading; *heading without number. */
static bool read_heading(struct body *body,
	const struct pdf_paragraph *paragraph, struct slice *heading)
{
	struct slice text = pdf_close_up(paragraph->text, body->arena);
	size_t number = pdf_number_length(text);
	char last = text.data[text.length - 1];
	bool large = paragraph->size * 100 > body->size * 110;

	*heading = behind(text, number);
	if (heading->length > 0 && last == ':')
		heading->length--;
	if (text.length > HEADING_LONG || paragraph->lines > 3 ||
		heading->length < 3 || strchr(".,;", last))
		return false;
	if (heading_is_known(*heading) || is_references(*heading))
		return true;
	if (body->part == PART_SKIP)
		return phrase_starts(*heading, "appendi") ||
		       phrase_starts(*heading, "supplement") ||
		       phrase_starts(*heading, "figure legends");
	if ((body->part == PART_FRONT && number == 0) ||
		!pdf_has_words(*heading))
		return false;
	return large || (number > 0 && paragraph->lines <= 2) ||
	       (pdf_is_capitals(text) && paragraph->lines <= 2) ||
	       stands_over_text(body, paragraph);
}

/* Bytes of "Background: " at the start; *label without the colon. */
static size_t label_length(struct slice text, struct slice *label)
{
	size_t most = text.length < 40 ? text.length : 40;
	const char *colon = most ? memchr(text.data, ':', most) : NULL;

	if (!colon)
		return 0;
	*label = (struct slice){text.data, (size_t)(colon - text.data)};
	/* "Methods/Design" is two of them. */
	const char *slash = memchr(label->data, '/', label->length);
	struct slice first = *label;

	if (slash)
		first.length = (size_t)(slash - label->data);
	return heading_is_abstract_part(first) ? label->length + 1 : 0;
}

static bool read_keywords(struct body *body, struct slice text)
{
	static const char *const labels[] = {
		"keywords", "key words", "key-words", "index terms"};

	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++) {
		struct slices *list = &body->document->keywords;

		if (!phrase_starts(text, labels[i]) || body->keywords_seen)
			continue;
		text = behind(text, strlen(labels[i]));
		while (text.length > 0 && strchr(" :.-", *text.data))
			text = behind(text, 1);
		if (text.length > 0 && text.data[text.length - 1] == '.')
			text.length--;
		if (text.length > 600)
			return false;
		body->keywords_seen = true;
		if (text.length > 0 && list->count == 0)
			slices_split(list, text,
				memchr(text.data, ';', text.length) ? ";" : ",",
				body->arena);
		return true;
	}
	return false;
}

/* ---- the walk ---------------------------------------------------------- */

static void take_heading(struct body *body, struct slice heading)
{
	bool inside = body->part == PART_ABSTRACT && !body->keywords_seen &&
		      heading_is_abstract_part(heading) &&
		      !slice_equal_fold(heading, SLICE("introduction"));

	if (is_references(heading))
		start_section(body, PART_SKIP, SLICE_EMPTY);
	else if (slice_equal_fold(heading, SLICE("abstract")) ||
		 (slice_equal_fold(heading, SLICE("summary")) &&
			 body->part == PART_FRONT))
		start_section(body, PART_ABSTRACT, SLICE_EMPTY);
	else
		start_section(
			body, inside ? PART_ABSTRACT : PART_BODY, heading);
}

static bool take_label(struct body *body, const struct pdf_paragraph *paragraph)
{
	struct slice label;
	size_t length = label_length(paragraph->text, &label);

	if (length == 0 || body->part == PART_SKIP ||
		(body->part == PART_BODY &&
			!slice_equal_fold(label, SLICE("abstract"))))
		return false;
	if (slice_equal_fold(label, SLICE("abstract")))
		label = SLICE_EMPTY;
	start_section(body, PART_ABSTRACT, label);
	add_text(body, paragraph, length);
	return true;
}

/* "Abstract Purpose of this ..." in one line. */
static bool take_run_in(
	struct body *body, const struct pdf_paragraph *paragraph)
{
	if (body->part != PART_FRONT || paragraph->text.length < 60 ||
		(!phrase_starts(paragraph->text, "abstract ") &&
			!phrase_starts(
				paragraph->text, "abstract\xe2\x80\x94")))
		return false;
	start_section(body, PART_ABSTRACT, SLICE_EMPTY);
	add_text(body, paragraph,
		paragraph->text.data[8] == ' ' ? 9 : strlen("abstract") + 3);
	return true;
}

static bool may_be_abstract(
	const struct body *body, const struct pdf_paragraph *paragraph)
{
	return paragraph->text.length >= ABSTRACT_LEAST &&
	       paragraph->size * 100 >= body->size * 85 &&
	       !pdf_is_address(paragraph->text) &&
	       !pdf_is_notice(paragraph->text) &&
	       !pdf_is_names(paragraph->text);
}

/* Where the front ends: at what is known to come behind it. */
static size_t find_front_end(
	struct body *body, const struct pdf_paragraphs *paragraphs)
{
	struct slice heading, label;

	for (size_t i = 0; i < paragraphs->count; i++) {
		const struct pdf_paragraph *paragraph = &paragraphs->items[i];

		if (paragraph->page > FRONT_PAGES)
			break;
		if (read_heading(body, paragraph, &heading) ||
			label_length(paragraph->text, &label) > 0 ||
			phrase_starts(paragraph->text, "abstract ") ||
			phrase_starts(
				paragraph->text, "abstract\xe2\x80\x94") ||
			phrase_starts(paragraph->text, "keywords") ||
			phrase_starts(paragraph->text, "key words"))
			return i;
	}
	return paragraphs->count;
}

static bool starts_abstract(
	struct body *body, const struct pdf_paragraph *paragraph)
{
	struct slice label = SLICE_EMPTY;

	return phrase_starts(pdf_close_up(paragraph->text, body->arena),
		       "abstract") ||
	       phrase_starts(paragraph->text, "summary") ||
	       (label_length(paragraph->text, &label) > 0);
}

/* Leaves the front; returns the first paragraph behind it. */
static size_t take_front(
	struct body *body, const struct pdf_paragraphs *paragraphs)
{
	size_t end = find_front_end(body, paragraphs), at = end;

	if (end < paragraphs->count &&
		starts_abstract(body, &paragraphs->items[end]))
		return end;
	/* Without any sign of its end the first long paragraph is it. */
	if (end == paragraphs->count)
		for (at = 0; at < end &&
			     !may_be_abstract(body, &paragraphs->items[at]);)
			at++;
	else
		while (at > 0 &&
			!may_be_abstract(body, &paragraphs->items[at - 1]))
			at--;
	if (end == paragraphs->count ? at == end : at == 0)
		return end == paragraphs->count ? 0 : end;
	at -= end != paragraphs->count;
	body->part = PART_ABSTRACT;
	add_text(body, &paragraphs->items[at], 0);
	if (end < paragraphs->count)
		return end;
	start_section(body, PART_BODY, SLICE_EMPTY);
	return at + 1;
}

static void take_paragraph(
	struct body *body, const struct pdf_paragraph *paragraph)
{
	struct slice heading;

	if (read_heading(body, paragraph, &heading)) {
		if (!read_keywords(body, heading))
			take_heading(body, heading);
		return;
	}
	if (pdf_is_caption(paragraph->text) &&
		body->captions_count < LIST_MOST) {
		body->captions[body->captions_count++] = paragraph;
		return;
	}
	if (body->part == PART_SKIP || take_label(body, paragraph) ||
		take_run_in(body, paragraph) ||
		(body->part <= PART_ABSTRACT &&
			read_keywords(body, paragraph->text)))
		return;
	if (pdf_is_numbers(paragraph->text) ||
		(paragraph->page <= 2 && (pdf_is_notice(paragraph->text) ||
						 pdf_is_note(paragraph->text))))
		return;
	if (body->part == PART_FRONT ||
		(body->part == PART_ABSTRACT && body->keywords_seen))
		start_section(body, PART_BODY, SLICE_EMPTY);
	add_text(body, paragraph, 0);
}

/* Neither heading nor anything long: then all of it is text. */
static void take_all(struct body *body, const struct pdf_paragraphs *paragraphs)
{
	body->part = PART_BODY;
	for (size_t i = 0; i < paragraphs->count; i++)
		add_text(body, &paragraphs->items[i], 0);
	end_part(body);
}

void pdf_read_body(const struct pdf_paragraphs *paragraphs, unsigned body_size,
	struct document *document, struct arena *arena)
{
	struct body *body = arena_new(arena, struct body);

	body->document = document;
	body->arena = arena;
	body->size = body_size;
	for (size_t i = take_front(body, paragraphs); i < paragraphs->count;
		i++) {
		body->next = i + 1 < paragraphs->count
				     ? &paragraphs->items[i + 1]
				     : NULL;
		take_paragraph(body, &paragraphs->items[i]);
	}
	end_part(body);
	if (document->sections_count == 0)
		take_all(body, paragraphs);
	for (size_t i = 0; i < body->captions_count; i++) {
		add_text(body, body->captions[i], 0);
		end_section(body, SECTION_CAPTION);
	}
	buffer_clear(&body->text);
}
