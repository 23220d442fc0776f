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
	[LIST_PREFERRED] = "preferred",
	[LIST_EXACT] = "exact",
	[LIST_NARROWER] = "narrower",
	[LIST_BROADER] = "broader",
	[LIST_RELATED] = "related",
	[LIST_SENSE] = "sense",
	[LIST_KIND] = "kind",
	[LIST_PARENT] = "parent",
	[LIST_IDENTIFIER] = "identifier",
};

static const char *const case_names[] = {
	[FORM_CASE_EXACT] = "exact",
	[FORM_CASE_FOLD] = "fold",
	[FORM_CASE_AUTO] = "auto",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

const char *list_relation_name(enum list_relation relation)
{
	return relation_names[relation];
}

const char *list_case_name(enum form_case letter_case)
{
	return case_names[letter_case];
}

static void gather(struct fault_list *all, uint32_t line, const char *code,
	const char *text)
{
	if (all->count == all->room) {
		all->room = all->room * 2 + 16;
		all->items = arena_grow(all->arena, all->items, all->count,
			all->room, sizeof(*all->items));
	}
	all->items[all->count++] = (struct list_fault){
		line, code, arena_string(all->arena, text, strlen(text))};
}

int row_fault(struct reading *reading, uint32_t line, const char *code,
	const char *format, ...)
{
	char text[ERROR_TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (reading->all) {
		struct error clean;

		error_set(&clean, ERROR_FORMAT, "%s", text);
		gather(reading->all, line, code, clean.text);
		return -1;
	}
	return error_set(reading->err, ERROR_FORMAT, "%s:%u: %s", reading->path,
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

struct slice next_line(struct slice *text)
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

static int parse_header(struct reading *reading, struct slice line)
{
	struct slice columns[3];

	if (split_columns(line, columns, 3) != 3 ||
		!slice_is(columns[0], "#medlit-thesaurus"))
		return row_fault(reading, 1, "bad-header",
			"this is no thesaurus: the first line must be "
			"\"#medlit-thesaurus\", 1 and a version, separated by "
			"tabs");
	if (!slice_is(columns[1], "1"))
		return row_fault(reading, 1, "bad-header",
			"format %.*s is not known: write 1",
			SLICE_PRINT(row_shown(columns[1])));
	if (columns[2].length == 0 || columns[2].length > VERSION_MAX)
		return row_fault(reading, 1, "bad-version",
			"the list's own version must have 1 to %d bytes",
			VERSION_MAX);
	if (slice_is(columns[2], "none"))
		return row_fault(reading, 1, "bad-version",
			"the version \"none\" means that an index has no "
			"thesaurus: choose another one");
	reading->rows.version = columns[2];
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

static int parse_relation(
	struct reading *reading, struct list_row *row, struct slice relation)
{
	int number = index_of(relation_names, COUNT(relation_names), relation);

	if (number < 0)
		return row_fault(reading, row->line, "bad-relation",
			"\"%.*s\" is no relation: write preferred, exact, "
			"narrower, broader, related, sense, kind, parent or "
			"identifier",
			SLICE_PRINT(row_shown(relation)));
	row->relation = (uint8_t)number;
	return 0;
}

static int parse_case(
	struct reading *reading, struct list_row *row, struct slice letter_case)
{
	int how = index_of(case_names, COUNT(case_names), letter_case);

	row->letter_case = (uint8_t)(how < 0 ? 0 : how);
	if (row->relation <= LIST_SENSE && how < 0)
		return row_fault(reading, row->line, "bad-case",
			"\"%.*s\" is no case: write exact, fold or auto",
			SLICE_PRINT(row_shown(letter_case)));
	if (row->relation == LIST_SENSE && how != FORM_CASE_EXACT)
		return row_fault(reading, row->line, "bad-case",
			"a sense is compared with its capitals: write exact "
			"in column 4");
	if (row->relation > LIST_SENSE && !slice_is(letter_case, "-"))
		return row_fault(reading, row->line, "bad-case",
			"a %s has no case: write \"-\" in column 4",
			relation_names[row->relation]);
	return 0;
}

static size_t count_characters(struct slice text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

static int check_value(struct reading *reading, const struct list_row *row)
{
	if (row->relation <= LIST_SENSE && count_characters(row->value) < 2)
		return row_fault(reading, row->line, "too-short",
			"the form \"%.*s\" has one character and would match "
			"too much: take it out",
			SLICE_PRINT(row->value));
	if (row->relation == LIST_PARENT && !is_slug(row->value))
		return row_fault(reading, row->line, "bad-slug",
			"\"%.*s\" is no slug of a parent: only a-z, 0-9, \".\" "
			"and \"-\", up to %d",
			SLICE_PRINT(row_shown(row->value)), CONCEPT_SLUG_MAX);
	if (row->relation == LIST_IDENTIFIER &&
		!memchr(row->value.data, ':', row->value.length))
		return row_fault(reading, row->line, "bad-identifier",
			"\"%.*s\" is no identifier: write it as MESH:D015470",
			SLICE_PRINT(row_shown(row->value)));
	return 0;
}

static int check_columns(struct reading *reading, uint32_t line,
	const struct slice *columns, size_t count)
{
	if (count != COLUMNS)
		return row_fault(reading, line, "bad-columns",
			"%zu columns instead of %d: concept, relation, value, "
			"case, language and source, separated by tabs",
			count, COLUMNS);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (slice_trim(columns[i]).length == 0)
			return row_fault(reading, line, "empty-column",
				"column %zu is empty: write \"-\" for nothing",
				i + 1);
		if (slice_trim(columns[i]).length != columns[i].length)
			return row_fault(reading, line, "white-space",
				"column %zu has white space around it: take it "
				"out",
				i + 1);
	}
	return 0;
}

static int parse_row(
	struct reading *reading, struct slice line, struct list_row *row)
{
	struct slice columns[COLUMNS];
	size_t count = split_columns(line, columns, COLUMNS);

	if (check_columns(reading, row->line, columns, count) != 0)
		return -1;
	row->slug = columns[0];
	row->value = columns[2];
	row->language = columns[4];
	row->source = columns[5];
	if (!is_slug(row->slug))
		return row_fault(reading, row->line, "bad-slug",
			"\"%.*s\" is no slug: only a-z, 0-9, \".\" and \"-\", "
			"up to %d, first a letter or digit",
			SLICE_PRINT(row_shown(row->slug)), CONCEPT_SLUG_MAX);
	if (parse_relation(reading, row, columns[1]) != 0 ||
		parse_case(reading, row, columns[3]) != 0)
		return -1;
	return check_value(reading, row);
}

static int check_line(struct reading *reading, struct slice line,
	uint32_t number, struct arena *arena)
{
	struct slice clean;

	if (line.length > LINE_MAX_BYTES)
		return row_fault(reading, number, "long-line",
			"the line has %zu bytes: at most %d are allowed",
			line.length, LINE_MAX_BYTES);
	if (text_clean(line, arena, &clean) > 0)
		return row_fault(reading, number, "not-utf8",
			"the line is not UTF-8: save the file as UTF-8");
	if (line.length > 0 && memchr(line.data, '\0', line.length))
		return row_fault(reading, number, "nul-byte",
			"the line has a NUL byte: take it out");
	return 0;
}

static int take_line(struct reading *reading, struct slice line,
	uint32_t number, struct list_row *row, struct arena *arena)
{
	if (check_line(reading, line, number, arena) != 0)
		return -1;
	if (number == 1)
		return parse_header(reading, line);
	if (line.length == 0 || line.data[0] == '#')
		return 0;
	row->line = number;
	if (parse_row(reading, line, row) != 0)
		return -1;
	reading->rows.count++;
	return 0;
}

int rows_parse(struct reading *reading, struct slice text, struct arena *arena)
{
	struct list_rows *rows = &reading->rows;
	size_t room = 0;

	if (text.length == 0)
		return row_fault(reading, 1, "bad-header",
			"the file is empty: a thesaurus starts with the line "
			"\"#medlit-thesaurus\"");
	for (uint32_t number = 1; text.length > 0; number++) {
		struct slice line = next_line(&text);

		if (rows->count == room) {
			room = room * 2 + 64;
			rows->items = arena_grow(arena, rows->items,
				rows->count, room, sizeof(*rows->items));
		}
		struct list_row *row = &rows->items[rows->count];

		*row = (struct list_row){0};
		if (take_line(reading, line, number, row, arena) != 0 &&
			row_skip(reading) != 0)
			return -1;
	}
	return 0;
}

int list_read(const char *path, struct slice text, struct arena *arena,
	struct list_rows *rows, struct error *err)
{
	struct reading reading = {.path = path, .err = err};

	if (rows_parse(&reading, text, arena) != 0)
		return -1;
	*rows = reading.rows;
	return 0;
}
