/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What stands at the top and the bottom of pages, and paragraphs of the rest.
 *
 * A line in the margin that says the same on several pages but for its digits
 * is a running head.  Lines become a paragraph by their block; a paragraph that
 * a column or a page cuts goes on where the next starts in the middle of a
 * sentence.
 */
#include "config.h"

#include "indexer/reader/pdf.h"

#include <stdlib.h>

#include "base/hash.h"
#include "indexer/reader/furniture.h"
#include "indexer/reader/extract/letter.h"

/* Parts of a page's height, in percent. */
#define MARGIN 12

static bool has_letter(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (is_letter(text.data[i]))
			return true;
	return false;
}

/* ---- furniture --------------------------------------------------------- */

struct margin_line {
	uint64_t hash; /* of its text without digits */
	unsigned page;
};

/* The notices below the text of the first page, in small letters. */
static bool is_small_print(const struct pdf *pdf, const struct pdf_line *line)
{
	return line->page == 1 && line->top > pdf->height / 2 &&
	       line->size * 100 < pdf->body * 87;
}

static bool in_margin(const struct pdf *pdf, const struct pdf_line *line)
{
	unsigned margin = pdf->height * MARGIN / 100;

	return pdf->height > 0 &&
	       (line->bottom < margin || line->top + margin > pdf->height);
}

static uint64_t shape_of(struct slice text)
{
	uint64_t hash = HASH_START;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (is_digit(c) || c == ' ')
			continue;
		hash = hash_add(hash, &c, 1);
	}
	return hash;
}

static int by_hash_and_page(const void *a, const void *b)
{
	const struct margin_line *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->page < y->page ? -1 : x->page > y->page;
}

/* On how many pages a line of this shape stands in the margin. */
static unsigned pages_with(
	const struct margin_line *lines, size_t count, uint64_t hash)
{
	size_t low = 0, high = count;
	unsigned pages = 0, last = 0;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (lines[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && lines[low].hash == hash; low++) {
		pages += lines[low].page != last;
		last = lines[low].page;
	}
	return pages;
}

/* "12", "Page 3 of 9", "- 4 -", "S12" */
static bool is_page_number(struct slice text)
{
	size_t digits = 0, letters = 0;

	for (size_t i = 0; i < text.length; i++) {
		digits += is_digit(text.data[i]);
		letters += is_letter(text.data[i]);
	}
	if (digits == 0 || digits > 8 || text.length > 24)
		return false;
	return letters <= 1 || slice_starts(text, "Page ") ||
	       slice_starts(text, "page ");
}

static void find_body_size(struct pdf *pdf)
{
	unsigned sizes[1000] = {0}, most = 0;

	for (size_t i = 0; i < pdf->count; i++) {
		const struct pdf_line *line = &pdf->lines[i];

		if (line->size < 1000)
			sizes[line->size] += (unsigned)line->text.length;
	}
	/* Sizes differ by a tenth with the letters of a line. */
	for (unsigned i = 1; i + 1 < 1000; i++) {
		unsigned weight = sizes[i - 1] + sizes[i] + sizes[i + 1];

		if (weight > most) {
			most = weight;
			pdf->body = i;
		}
	}
}

void pdf_mark_furniture(struct pdf *pdf, struct arena *arena)
{
	struct margin_line *lines =
		arena_array(arena, struct margin_line, pdf->count + 1);
	unsigned least = pdf->pages / 4 > 2 ? pdf->pages / 4 : 2;
	size_t count = 0;

	find_body_size(pdf);
	for (size_t i = 0; i < pdf->count; i++)
		if (in_margin(pdf, &pdf->lines[i]))
			lines[count++] = (struct margin_line){
				shape_of(pdf->lines[i].text),
				pdf->lines[i].page};
	qsort(lines, count, sizeof(*lines), by_hash_and_page);
	if (least > 3)
		least = 3;
	for (size_t i = 0; i < pdf->count; i++) {
		struct pdf_line *line = &pdf->lines[i];

		line->furniture =
			in_margin(pdf, line) &&
			(is_page_number(line->text) ||
				is_small_print(pdf, line) ||
				pages_with(lines, count,
					shape_of(line->text)) >= least);
	}
}

/* ---- hyphens ----------------------------------------------------------- */

/* Bytes of a hyphen at `at`: "-", U+2010, U+2011, U+00AD; 0 when none. */
static size_t hyphen_length(struct slice text, size_t at)
{
	if (text.data[at] == '-')
		return 1;
	if (at + 3 <= text.length &&
		(memcmp(text.data + at, "\xe2\x80\x90", 3) == 0 ||
			memcmp(text.data + at, "\xe2\x80\x91", 3) == 0))
		return 3;
	return 0;
}

/* The letters from `at` on. */
static struct slice letters_at(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.length && is_letter(text.data[end]) &&
		hyphen_length(text, end) == 0)
		end++;
	return (struct slice){text.data + at, end - at};
}

static struct word_set collect_words(const struct pdf *pdf, struct arena *arena)
{
	struct word_set set = {0};

	/* A word at the end of a line may be half of one. */
	for (size_t i = 0; i < pdf->count; i++)
		word_set_add(&set, pdf->lines[i].text, false, arena);
	word_set_sort(&set);
	return set;
}

/*
 * Whether the hyphen that ends `before` is one of the line, not of the word:
 * "treat-" "ment", but not "B-" "cell" nor "non-" "small".  A word the paper
 * has elsewhere in one decides; else two long halves are one word.
 */
static bool is_line_hyphen(
	const struct word_set *set, struct slice before, struct slice after)
{
	size_t at = before.length;

	while (at > 0 && is_letter(before.data[at - 1]))
		at--;
	struct slice first = {before.data + at, before.length - at};
	struct slice second = letters_at(after, 0);

	if (first.length < 2 || second.length == 0 ||
		!is_lower(second.data[0]) ||
		(at > 0 && (is_digit(before.data[at - 1]) ||
				   before.data[at - 1] == '-')))
		return false;
	if (word_set_has(set, first, second))
		return true;
	return !(word_set_has(set, first, SLICE_EMPTY) &&
		 word_set_has(set, second, SLICE_EMPTY));
}

/* ---- paragraphs -------------------------------------------------------- */

struct joiner {
	const struct pdf *pdf;
	struct arena *arena;
	struct word_set words;
	struct pdf_paragraphs paragraphs;
	struct buffer text;          /* of the open one */
	const struct pdf_line *last; /* its last line */
	struct pdf_paragraph open;
};

static void end_paragraph(struct joiner *joiner)
{
	struct pdf_paragraphs *all = &joiner->paragraphs;

	if (joiner->text.length == 0)
		return;
	if (all->count == all->capacity) {
		all->capacity = all->capacity ? 2 * all->capacity : 64;
		all->items = arena_grow(joiner->arena, all->items, all->count,
			all->capacity, sizeof(*all->items));
	}
	joiner->open.text = arena_copy(
		joiner->arena, joiner->text.data, joiner->text.length);
	all->items[all->count++] = joiner->open;
	joiner->open = (struct pdf_paragraph){0};
	joiner->last = NULL;
	buffer_reset(&joiner->text);
}

static bool ends_sentence(struct slice text)
{
	char last = text.length > 0 ? text.data[text.length - 1] : '.';

	if (last == ')' || last == ']')
		return text.length > 1 && text.data[text.length - 2] == '.';
	return strchr(".!?:", last) != NULL;
}

static bool starts_inside(struct slice text)
{
	return text.length > 0 &&
	       (is_lower(text.data[0]) || text.data[0] == '(' ||
		       is_digit(text.data[0]));
}

static bool similar_size(unsigned a, unsigned b)
{
	unsigned larger = a > b ? a : b, smaller = a > b ? b : a;

	return (larger - smaller) * 100 <= larger * 6;
}

/* "3. Results" alone in its line, with the text right below. */
static bool is_heading(struct slice text)
{
	size_t at = 0;

	while (at < text.length && at < 8 &&
		(is_digit(text.data[at]) || strchr(". ", text.data[at])))
		at++;
	text = (struct slice){text.data + at, text.length - at};
	return text.length >= 5 && text.length < 40 &&
	       !is_lower(text.data[0]) && text.data[text.length - 1] != ',' &&
	       (heading_is_known(text) ||
		       furniture_of(text) == FURNITURE_REFERENCES);
}

/* Below the last line of the same block, without a gap or an indent. */
static bool follows(const struct pdf_line *last, const struct pdf_line *line)
{
	unsigned height = last->bottom - last->top + 1;

	if (line->top > last->bottom + height * 3 / 4)
		return false;
	/* An indent behind a full stop starts a paragraph. */
	if (line->left > last->left + last->size * 8 / 10 &&
		line->left < last->left + last->size * 4 &&
		ends_sentence(last->text))
		return false;
	/* A short line that ends a sentence ends its paragraph. */
	return !(
		ends_sentence(last->text) &&
		last->right + last->size * 4 < line->right &&
		last->right < line->left + (line->right - line->left) * 8 / 10);
}

static bool goes_on(const struct joiner *joiner, const struct pdf_line *line)
{
	const struct pdf_line *last = joiner->last;

	if (!last || !similar_size(last->size, line->size) ||
		is_heading(line->text) ||
		(joiner->open.lines == 1 && is_heading(last->text)))
		return false;
	if (last->page == line->page && last->block == line->block)
		return follows(last, line);
	/* Cut by a column or a page. */
	return joiner->open.lines > 1 &&
	       !ends_sentence(buffer_slice(&joiner->text)) &&
	       (starts_inside(line->text) ||
		       hyphen_length(buffer_slice(&joiner->text),
			       joiner->text.length - 1) > 0);
}

/* U+FB00..FB06: "ff" and its kin as one sign. */
static void add_letters(struct buffer *out, struct slice text)
{
	static const char *const letters[] = {
		"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

	for (size_t i = 0; i < text.length; i++) {
		if (i + 3 <= text.length &&
			memcmp(text.data + i, "\xef\xac", 2) == 0 &&
			(unsigned char)text.data[i + 2] >= 0x80 &&
			(unsigned char)text.data[i + 2] <= 0x86) {
			buffer_add_string(
				out, letters[(unsigned char)text.data[i + 2] -
					     0x80]);
			i += 2;
		} else {
			buffer_add_char(out, text.data[i]);
		}
	}
}

static void add_page(struct joiner *joiner, unsigned page)
{
	struct pdf_paragraph *open = &joiner->open;
	size_t count = open->pages_count;

	if (count > 0 ? open->pages[count - 1].page == page
		      : open->page == page)
		return;
	if ((count & (count - 1)) == 0)
		open->pages = arena_grow(joiner->arena, open->pages, count,
			count ? 2 * count : 1, sizeof(*open->pages));
	open->pages[open->pages_count++] = (struct page_start){
		.offset = (uint32_t)joiner->text.length, .page = page};
}

static void add_line(struct joiner *joiner, const struct pdf_line *line)
{
	struct buffer *text = &joiner->text;

	if (!goes_on(joiner, line)) {
		end_paragraph(joiner);
		joiner->open.page = line->page;
		joiner->open.size = line->size;
	} else {
		struct slice before = buffer_slice(text);
		size_t hyphen = 0;

		for (size_t n = 1; n <= 3 && n <= before.length; n += 2)
			if (hyphen_length(before, before.length - n) == n)
				hyphen = n;
		before.length -= hyphen;
		if (hyphen > 0 &&
			is_line_hyphen(&joiner->words, before, line->text))
			text->length -= hyphen;
		else if (hyphen == 0)
			buffer_add_char(text, ' ');
		add_page(joiner, line->page);
	}
	add_letters(text, line->text);
	joiner->open.lines++;
	joiner->last = line;
}

struct pdf_paragraphs pdf_join(const struct pdf *pdf, struct arena *arena)
{
	struct joiner joiner = {.pdf = pdf, .arena = arena};

	joiner.words = collect_words(pdf, arena);
	for (size_t i = 0; i < pdf->count; i++) {
		const struct pdf_line *line = &pdf->lines[i];

		/* Numbers alone are those of a figure or of lines. */
		if (line->furniture || line->head ||
			(!has_letter(line->text) && !goes_on(&joiner, line)))
			continue;
		add_line(&joiner, line);
	}
	end_paragraph(&joiner);
	buffer_clear(&joiner.text);
	return joiner.paragraphs;
}
