/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs of text to prose: white space of any kind is one space, paragraphs are
 * apart by a blank line, and nothing stands at the ends.
 */
#include "config.h"

#include "indexer/reader/extract/prose.h"

#include <string.h>

enum gap {
	GAP_NONE,
	GAP_SPACE,
	GAP_PARAGRAPH
};

/* Where the number of a reference was; in text this byte is white space. */
#define CITATION '\x01'

/* Bytes of the white space at `at`, 0 when it is none: ASCII, U+00A0,
 * U+2000..200A, U+2028, U+2029, U+202F, U+3000. */
static size_t space_length(const unsigned char *at, size_t left)
{
	if (*at <= ' ')
		return 1;
	if (left >= 2 && at[0] == 0xc2 && at[1] == 0xa0)
		return 2;
	if (left < 3)
		return 0;
	if (at[0] == 0xe2 && at[1] == 0x80 &&
		(at[2] <= 0x8a || at[2] == 0xa8 || at[2] == 0xa9 ||
			at[2] == 0xaf))
		return 3;
	return at[0] == 0xe3 && at[1] == 0x80 && at[2] == 0x80 ? 3 : 0;
}

/* Soft hyphen, zero-width space and byte order mark: seen by nobody, and they
 * would cut words. */
static size_t invisible_length(const unsigned char *at, size_t left)
{
	if (left >= 2 && at[0] == 0xc2 && at[1] == 0xad)
		return 2;
	if (left < 3)
		return 0;
	if (at[0] == 0xe2 && at[1] == 0x80 && at[2] == 0x8b)
		return 3;
	return at[0] == 0xef && at[1] == 0xbb && at[2] == 0xbf ? 3 : 0;
}

static bool is_digit(unsigned char byte)
{
	return byte >= '0' && byte <= '9';
}

/* A number raised behind a number is a power; 10 and 9 must not become 109. */
static bool is_power(
	const struct prose *prose, const unsigned char *at, size_t left)
{
	size_t n = prose->text.length;

	if (n == 0 || prose->gap ||
		!is_digit((unsigned char)prose->text.data[n - 1]))
		return false;
	if (*at == '-' && left > 1)
		return is_digit(at[1]);
	if (left > 3 && memcmp(at, "\xe2\x88\x92", 3) == 0)
		return is_digit(at[3]);
	return is_digit(*at);
}

static void open_gap(struct prose *prose)
{
	if (prose->gap == GAP_SPACE)
		buffer_add_char(&prose->text, ' ');
	else if (prose->gap == GAP_PARAGRAPH)
		buffer_add(&prose->text, "\n\n", 2);
	prose->gap = GAP_NONE;
}

/* Bytes that are neither white space nor the start of what may be. */
static size_t plain_length(const unsigned char *at, size_t left)
{
	size_t length = 0;

	while (length < left && at[length] > ' ' && at[length] != 0xc2 &&
		at[length] != 0xe2 && at[length] != 0xe3 && at[length] != 0xef)
		length++;
	return length;
}

void prose_add(struct prose *prose, struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.data;
	size_t left = text.length;

	while (left > 0) {
		size_t space = space_length(at, left);
		size_t skip = space ? space : invisible_length(at, left);

		if (space)
			prose_space(prose);
		if (skip == 0) {
			if (prose->raised && is_power(prose, at, left))
				buffer_add_char(&prose->text, '^');
			prose->raised = false;
			open_gap(prose);
			skip = plain_length(at, left);
			skip = skip ? skip : 1;
			buffer_add(&prose->text, at, skip);
		}
		at += skip;
		left -= skip;
	}
}

void prose_add_paragraphs(struct prose *prose, struct slice text)
{
	while (text.length > 0) {
		const char *end = memchr(text.data, '\n', text.length);
		size_t length =
			end ? (size_t)(end - text.data) + 1 : text.length;
		struct slice line = {text.data, length};

		if (slice_trim(line).length == 0)
			prose_paragraph(prose);
		else
			prose_add(prose, line);
		text.data += length;
		text.length -= length;
	}
}

void prose_space(struct prose *prose)
{
	if (prose->text.length > 0 && prose->gap == GAP_NONE)
		prose->gap = GAP_SPACE;
}

void prose_paragraph(struct prose *prose)
{
	if (prose->text.length > 0)
		prose->gap = GAP_PARAGRAPH;
}

void prose_raise(struct prose *prose)
{
	prose->raised = true;
}

void prose_cite(struct prose *prose)
{
	open_gap(prose);
	buffer_add_char(&prose->text, CITATION);
	prose->citations++;
}

/* Bytes of what may stand between the numbers of references: space, comma,
 * semicolon, hyphen, en dash. */
static size_t joint_length(const char *at, const char *end)
{
	if (*at == ' ' || *at == ',' || *at == ';' || *at == '-')
		return 1;
	return end - at >= 3 && memcmp(at, "\xe2\x80\x93", 3) == 0 ? 3 : 0;
}

/* Behind the last citation of those that follow one another from `at` on. */
static const char *citations_end(const char *at, const char *end)
{
	const char *behind = at;
	size_t joint;

	while (at < end) {
		if (*at == CITATION)
			behind = ++at;
		else if ((joint = joint_length(at, end)) > 0)
			at += joint;
		else
			break;
	}
	return behind;
}

/* In place: "known [1, 2]." is "known." and "seen 3 before" "seen before". */
static size_t drop_citations(char *text, size_t length)
{
	const char *at = text, *end = text + length;
	char *to = text;

	while (at < end) {
		if (*at != CITATION) {
			*to++ = *at++;
			continue;
		}
		at = citations_end(at, end);
		if (to > text && at < end &&
			((to[-1] == '(' && *at == ')') ||
				(to[-1] == '[' && *at == ']'))) {
			to--;
			at++;
		}
		if (to > text && to[-1] == ' ' &&
			(at == end || strchr(" .,;:)]\n", *at)))
			to--;
	}
	return (size_t)(to - text);
}

struct slice prose_take(struct prose *prose, struct arena *arena)
{
	struct slice text = SLICE_EMPTY;

	if (prose->citations > 0)
		prose->text.length =
			drop_citations(prose->text.data, prose->text.length);
	if (prose->text.length > 0)
		text = arena_copy(arena, prose->text.data, prose->text.length);
	buffer_reset(&prose->text);
	prose->gap = GAP_NONE;
	prose->raised = false;
	prose->citations = 0;
	return slice_trim(text);
}

void prose_clear(struct prose *prose)
{
	buffer_clear(&prose->text);
}

struct slice prose_line(struct slice text, struct arena *arena)
{
	struct prose prose = {0};

	prose_add(&prose, text);

	struct slice line = prose_take(&prose, arena);

	prose_clear(&prose);
	return line;
}
