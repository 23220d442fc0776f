/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Dates, names and headings as sources write them, to the one spelling of a
 * document.
 */
#include "config.h"

#include "indexer/reader/internal.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct slice date_make(
	unsigned year, unsigned month, unsigned day, struct arena *arena)
{
	if (year < 1000 || year > 2999)
		return SLICE_EMPTY;
	if (month < 1 || month > 12)
		return arena_printf(arena, "%04u", year);
	if (day < 1 || day > 31)
		return arena_printf(arena, "%04u-%02u", year, month);
	return arena_printf(arena, "%04u-%02u-%02u", year, month, day);
}

static unsigned number_parse(struct slice text)
{
	unsigned value = 0;

	if (text.length == 0 || text.length > 8)
		return 0;
	for (size_t i = 0; i < text.length; i++) {
		if (!is_digit(text.data[i]))
			return 0;
		value = value * 10 + (unsigned)(text.data[i] - '0');
	}
	return value;
}

unsigned month_parse(struct slice text)
{
	/* A season counts from its first month. */
	static const struct {
		const char *name;
		size_t least; /* letters that must be there */
		unsigned month;
	} names[] = {
		{"january", 3, 1},
		{"february", 3, 2},
		{"march", 3, 3},
		{"april", 3, 4},
		{"may", 3, 5},
		{"june", 3, 6},
		{"july", 3, 7},
		{"august", 3, 8},
		{"september", 3, 9},
		{"october", 3, 10},
		{"november", 3, 11},
		{"december", 3, 12},
		{"spring", 6, 3},
		{"summer", 6, 6},
		{"autumn", 6, 9},
		{"fall", 4, 9},
		{"winter", 6, 12},
	};
	unsigned number = number_parse(text);

	if (number > 0)
		return number <= 12 ? number : 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (text.length >= names[i].least &&
			text.length <= strlen(names[i].name) &&
			strncasecmp(text.data, names[i].name, text.length) == 0)
			return names[i].month;
	return 0;
}

/* The next run of digits or of letters; empty at the end. */
static struct slice next_word(struct slice *text)
{
	const char *at = text->data, *end = at + text->length;

	while (at < end && !is_digit(*at) && !is_letter(*at))
		at++;
	const char *from = at;

	while (at < end && (is_digit(*from) ? is_digit(*at) : is_letter(*at)))
		at++;
	*text = (struct slice){at, (size_t)(end - at)};
	return (struct slice){from, (size_t)(at - from)};
}

struct date_parts {
	unsigned year, month, day;
	unsigned numbers[2]; /* below 1000, in order */
	unsigned count;
};

/* Put one word where it belongs; false when the date is complete or the word
 * can be of no date. */
static bool date_word(struct date_parts *parts, struct slice word)
{
	unsigned number = number_parse(word);

	if (number >= 10000101 && number <= 29991231 && !parts->year) {
		parts->year = number / 10000;
		parts->month = number / 100 % 100;
		parts->day = number % 100;
		return false;
	}
	if (number >= 1000) {
		if (parts->year)
			return false;
		parts->year = number;
	} else if (number > 0) {
		if (parts->count == 2)
			return false;
		parts->numbers[parts->count++] = number;
	} else if (!parts->month) {
		parts->month = month_parse(word);
	} else if (month_parse(word)) {
		return false;
	}
	return true;
}

/* Which of the numbers are month and day: the year first means month before
 * day; else a number over 12 is the day, and 11/01/2013 is read the American
 * way. */
static void date_place(struct date_parts *parts, bool year_first)
{
	unsigned first = parts->numbers[0], second = parts->numbers[1];

	if (parts->day)
		return;
	if (parts->month) {
		parts->day = first;
	} else if (!year_first && first > 12 && second <= 12) {
		parts->month = second;
		parts->day = first;
	} else {
		parts->month = first;
		parts->day = second;
	}
}

struct slice date_parse(struct slice text, struct arena *arena)
{
	struct date_parts parts = {0};
	bool year_first = false;

	if (text.length == 0)
		return text;
	if (text.length > 64)
		text.length = 64;
	for (;;) {
		/* "Dec-1999": the dash of a range ends a date with a month, as
		 * does the T of a time. */
		if (parts.year && parts.month && text.length > 0 &&
			*text.data == '-' && !parts.count)
			break;
		struct slice word = next_word(&text);

		if (word.length == 0 || !date_word(&parts, word))
			break;
		if (parts.year && !parts.count && !parts.month)
			year_first = true;
		if (parts.year && (parts.month ? parts.count : parts.count > 1))
			break;
	}
	date_place(&parts, year_first);
	return date_make(parts.year, parts.month, parts.day, arena);
}

bool pmid_is(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!is_digit(text.data[i]))
			return false;
	return text.length > 0 && text.length <= 9;
}

bool nct_is(struct slice text)
{
	if (text.length != 11 || strncasecmp(text.data, "NCT", 3) != 0)
		return false;
	for (size_t i = 3; i < 11; i++)
		if (!is_digit(text.data[i]))
			return false;
	return true;
}

bool slices_has(const struct slices *list, struct slice item)
{
	for (size_t i = 0; i < list->count; i++)
		if (slice_equal(list->items[i], item))
			return true;
	return false;
}

void slices_add_new(struct slices *list, struct slice item, struct arena *arena)
{
	if (item.length > 0 && list->count < LIST_MOST &&
		!slices_has(list, item))
		slices_add(list, item, arena);
}

bool mesh_has(const struct document *document, struct slice name)
{
	if (document->mesh_count >= LIST_MOST)
		return true;
	for (size_t i = 0; i < document->mesh_count; i++)
		if (slice_equal(document->mesh[i].name, name))
			return true;
	return false;
}

struct slice heading_join(
	struct slice outer, struct slice inner, struct arena *arena)
{
	if (outer.length == 0 || inner.length == 0)
		return outer.length > 0 ? outer : inner;
	if (outer.length + inner.length > HEADING_MOST)
		return inner;
	if (outer.data[outer.length - 1] == ':')
		outer.length--;
	return arena_printf(
		arena, "%.*s: %.*s", SLICE_PRINT(outer), SLICE_PRINT(inner));
}

void slices_split(struct slices *list, struct slice text,
	const char *separators, struct arena *arena)
{
	size_t from = 0;

	if (text.length == 0)
		return;
	for (size_t at = 0; at <= text.length; at++) {
		if (at < text.length && !strchr(separators, text.data[at]))
			continue;
		struct slice part = prose_line(
			(struct slice){text.data + from, at - from}, arena);

		if (part.length > 0)
			slices_add(list, part, arena);
		from = at + 1;
	}
}

static void mesh_add(struct document *document, struct slice name,
	struct slice qualifier, bool major, struct arena *arena)
{
	struct mesh_heading *heading = document_add_mesh(document, arena);

	heading->name = name;
	heading->qualifier = qualifier;
	heading->major = major;
}

/* "Leukemia*" and, in the tagged format, "*Leukemia". */
static bool drop_star(struct slice *text)
{
	bool star = text->length > 0 && text->data[text->length - 1] == '*';

	if (star)
		text->length--;
	if (text->length > 0 && text->data[0] == '*') {
		text->data++;
		text->length--;
		star = true;
	}
	*text = slice_trim(*text);
	return star;
}

void mesh_parse(
	struct document *document, struct slice text, struct arena *arena)
{
	struct slices parts = {0};

	/* "Neoplasms/drug therapy*"; a descriptor holds no slash. */
	slices_split(&parts, text, "/", arena);
	if (parts.count == 0)
		return;
	struct slice name = parts.items[0];
	bool major = drop_star(&name);

	if (name.length == 0)
		return;
	if (parts.count == 1)
		mesh_add(document, name, SLICE_EMPTY, major, arena);
	for (size_t i = 1; i < parts.count; i++) {
		struct slice qualifier = parts.items[i];
		bool star = drop_star(&qualifier);

		mesh_add(document, name, qualifier, major || star, arena);
	}
}
