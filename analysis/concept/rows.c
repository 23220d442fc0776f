/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text file to rows: whatever one line shows to be wrong is found here and
 * said with the line's number and what to write instead.
 */
#include "config.h"

#include "analysis/concept/internal.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX_BYTES 4096
#define VERSION_MAX    64
#define SHOWN_MAX      60
#define COLUMNS        6

static const char *const relation_names[] = {
	[FORM_PREFERRED] = "preferred",
	[FORM_EXACT] = "exact",
	[FORM_NARROWER] = "narrower",
	[FORM_BROADER] = "broader",
	[FORM_RELATED] = "related",
	[ROW_KIND] = "kind",
	[ROW_PARENT] = "parent",
	[ROW_IDENTIFIER] = "identifier",
};

static const char *const case_names[] = {
	[FORM_CASE_EXACT] = "exact",
	[FORM_CASE_FOLD] = "fold",
	[FORM_CASE_AUTO] = "auto",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

int row_error(const struct rows *rows, uint32_t line, struct error *err,
	const char *format, ...)
{
	char text[ERROR_TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return error_set(err, ERROR_FORMAT, "%s:%u: %s", rows->path,
		(unsigned)line, text);
}

struct slice row_shown(struct slice value)
{
	if (value.length <= SHOWN_MAX)
		return value;
	value.length = SHOWN_MAX;
	while (((unsigned char)value.data[value.length] & 0xc0) == 0x80)
		value.length--;
	return value;
}

/* Cut the next line off *text, without its end. */
static struct slice next_line(struct slice *text)
{
	const char *end = memchr(text->data, '\n', text->length);
	struct slice line = *text;

	if (end)
		line.length = (size_t)(end - text->data);
	text->data += line.length + (end != NULL);
	text->length -= line.length + (end != NULL);
	if (line.length > 0 && line.data[line.length - 1] == '\r')
		line.length--;
	return line;
}

/* Columns of a line; returns how many there are, more than `room` too. */
static size_t split_columns(
	struct slice line, struct slice *columns, size_t room)
{
	size_t count = 0;

	for (;;) {
		const char *tab = memchr(line.data, '\t', line.length);
		size_t length = tab ? (size_t)(tab - line.data) : line.length;

		if (count < room)
			columns[count] = (struct slice){line.data, length};
		count++;
		if (!tab)
			return count;
		line.data += length + 1;
		line.length -= length + 1;
	}
}

static int parse_header(struct rows *rows, struct slice line, struct error *err)
{
	struct slice columns[3];

	if (split_columns(line, columns, 3) != 3 ||
		!slice_is(columns[0], "#medlit-thesaurus"))
		return row_error(rows, 1, err,
			"this is no thesaurus: the first line must be "
			"\"#medlit-thesaurus\", 1 and a version, separated by "
			"tabs");
	if (!slice_is(columns[1], "1"))
		return row_error(rows, 1, err,
			"format %.*s is not known: write 1",
			SLICE_PRINT(row_shown(columns[1])));
	if (columns[2].length == 0 || columns[2].length > VERSION_MAX)
		return row_error(rows, 1, err,
			"the list's own version must have 1 to %d bytes",
			VERSION_MAX);
	if (slice_is(columns[2], "none"))
		return row_error(rows, 1, err,
			"the version \"none\" means that an index has no "
			"thesaurus: choose another one");
	rows->version = columns[2];
	return 0;
}

static bool is_slug(struct slice slug)
{
	if (slug.length == 0 || slug.length > CONCEPT_SLUG_MAX ||
		slug.data[0] == '.' || slug.data[0] == '-')
		return false;
	for (size_t i = 0; i < slug.length; i++) {
		char c = slug.data[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
			c != '.' && c != '-')
			return false;
	}
	return true;
}

static int index_of(const char *const *names, size_t count, struct slice name)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(name, names[i]))
			return (int)i;
	return -1;
}

static int parse_relation(const struct rows *rows, struct row *row,
	struct slice relation, struct slice letter_case, struct error *err)
{
	int number = index_of(relation_names, COUNT(relation_names), relation);
	int how = index_of(case_names, COUNT(case_names), letter_case);

	if (number < 0)
		return row_error(rows, row->line, err,
			"\"%.*s\" is no relation: write preferred, kind, "
			"exact, "
			"narrower, broader, related, parent or identifier",
			SLICE_PRINT(row_shown(relation)));
	row->relation = (uint8_t)number;
	row->letter_case = (uint8_t)(how < 0 ? 0 : how);
	if (number <= ROW_RELATED && how < 0)
		return row_error(rows, row->line, err,
			"\"%.*s\" is no case: write exact, fold or auto",
			SLICE_PRINT(row_shown(letter_case)));
	if (number > ROW_RELATED && !slice_is(letter_case, "-"))
		return row_error(rows, row->line, err,
			"a %s has no case: write \"-\" in column 4",
			relation_names[number]);
	return 0;
}

static size_t count_characters(struct slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

static int check_value(
	const struct rows *rows, const struct row *row, struct error *err)
{
	if (row->relation <= ROW_RELATED && count_characters(row->value) < 2)
		return row_error(rows, row->line, err,
			"the form \"%.*s\" has one character and would match "
			"too much: take it out",
			SLICE_PRINT(row->value));
	if (row->relation == ROW_PARENT && !is_slug(row->value))
		return row_error(rows, row->line, err,
			"\"%.*s\" is no slug of a parent: only a-z, 0-9, \".\" "
			"and \"-\", up to %d",
			SLICE_PRINT(row_shown(row->value)), CONCEPT_SLUG_MAX);
	if (row->relation == ROW_IDENTIFIER &&
		!memchr(row->value.data, ':', row->value.length))
		return row_error(rows, row->line, err,
			"\"%.*s\" is no identifier: write it as MESH:D015470",
			SLICE_PRINT(row_shown(row->value)));
	return 0;
}

static int parse_row(const struct rows *rows, struct slice line,
	struct row *row, struct error *err)
{
	struct slice columns[COLUMNS];
	size_t count = split_columns(line, columns, COLUMNS);

	if (count != COLUMNS)
		return row_error(rows, row->line, err,
			"%zu columns instead of %d: concept, relation, value, "
			"case, language and source, separated by tabs",
			count, COLUMNS);
	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].length == 0 ||
			slice_trim(columns[i]).length != columns[i].length)
			return row_error(rows, row->line, err,
				"column %zu is empty or has white space around "
				"it: write \"-\" for nothing",
				i + 1);
	row->slug = columns[0];
	row->value = columns[2];
	if (!is_slug(row->slug))
		return row_error(rows, row->line, err,
			"\"%.*s\" is no slug: only a-z, 0-9, \".\" and \"-\", "
			"up to %d, first a letter or digit",
			SLICE_PRINT(row_shown(row->slug)), CONCEPT_SLUG_MAX);
	if (parse_relation(rows, row, columns[1], columns[3], err) != 0)
		return -1;
	return check_value(rows, row, err);
}

static int check_line(const struct rows *rows, struct slice line,
	uint32_t number, struct arena *arena, struct error *err)
{
	struct slice clean;

	if (line.length > LINE_MAX_BYTES)
		return row_error(rows, number, err,
			"the line has %zu bytes: at most %d are allowed",
			line.length, LINE_MAX_BYTES);
	if (text_clean(line, arena, &clean) > 0)
		return row_error(rows, number, err,
			"the line is not UTF-8: save the file as UTF-8");
	if (line.length > 0 && memchr(line.data, '\0', line.length))
		return row_error(rows, number, err,
			"the line has a NUL byte: take it out");
	return 0;
}

int rows_parse(const char *path, struct slice text, struct arena *arena,
	struct rows *rows, struct error *err)
{
	size_t room = 0;

	*rows = (struct rows){.path = path};
	if (text.length == 0)
		return error_set(err, ERROR_FORMAT,
			"%s: the file is empty: a thesaurus starts with the "
			"line \"#medlit-thesaurus\"",
			path);
	for (uint32_t number = 1; text.length > 0; number++) {
		struct slice line = next_line(&text);

		if (check_line(rows, line, number, arena, err) != 0)
			return -1;
		if (number == 1) {
			if (parse_header(rows, line, err) != 0)
				return -1;
			continue;
		}
		if (line.length == 0 || line.data[0] == '#')
			continue;
		if (rows->count == room) {
			room = room * 2 + 64;
			rows->items = arena_grow(arena, rows->items,
				rows->count, room, sizeof(struct row));
		}
		struct row *row = &rows->items[rows->count];

		*row = (struct row){.line = number};
		if (parse_row(rows, line, row, err) != 0)
			return -1;
		rows->count++;
	}
	return 0;
}
