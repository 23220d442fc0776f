/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/memory.h"

#define BLANKS      " \t\r\f\v"
#define COLUMNS_MAX 6

/* The whole file with a NUL behind it, or NULL with errno. */
static char *read_whole(const char *path, size_t *length)
{
	size_t capacity = 0, got;
	FILE *file = fopen(path, "re");
	char *data = NULL;

	*length = 0;
	if (!file)
		return NULL;
	do {
		data = memory_grow(data, &capacity, *length + 65536, 1);
		got = fread(data + *length, 1, capacity - *length - 1, file);
		*length += got;
	} while (got > 0);
	if (ferror(file)) {
		got = (size_t)errno;
		fclose(file);
		free(data);
		errno = (int)got;
		return NULL;
	}
	fclose(file);
	data[*length] = '\0';
	return data;
}

int file_lines_read(
	struct file_lines *lines, const char *path, char *why, size_t size)
{
	size_t length, capacity = 0, number = 0;
	char *at, *end, *next;

	memset(lines, 0, sizeof(*lines));
	lines->data = read_whole(path, &length);
	if (!lines->data) {
		snprintf(
			why, size, "cannot read %s: %s", path, strerror(errno));
		return -1;
	}
	end = lines->data + length;
	for (at = lines->data; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (!next)
			next = end;
		*next = '\0';
		number++;
		if (strlen(at) != (size_t)(next - at)) {
			snprintf(why, size, "%s:%zu: has a NUL byte", path,
				number);
			file_lines_clear(lines);
			return -1;
		}
		if (at[strspn(at, BLANKS)] == '\0')
			continue;
		lines->items = memory_grow(lines->items, &capacity,
			lines->count + 1, sizeof(*lines->items));
		lines->items[lines->count++] = (struct file_line){at, number};
	}
	return 0;
}

void file_lines_clear(struct file_lines *lines)
{
	free(lines->data);
	free(lines->items);
	memset(lines, 0, sizeof(*lines));
}

static size_t split(char *text, char *columns[COLUMNS_MAX])
{
	size_t count = 0;
	char *rest;

	for (text = strtok_r(text, BLANKS, &rest); text && count < COLUMNS_MAX;
		text = strtok_r(NULL, BLANKS, &rest))
		columns[count++] = text;
	return count;
}

/* What a file should look like, and which column holds the value. */
struct dialect {
	size_t columns_min, value_column;
	const char *looks;
};
static const struct dialect qrels_dialect = {4, 3, "query 0 document grade"};
static const struct dialect run_dialect = {
	5, 4, "query Q0 document rank score tag"};

static int read_line(const struct dialect *dialect, struct file_line *line,
	struct entry *entry, const char *path, char *why, size_t size)
{
	char *columns[COLUMNS_MAX], *end;
	size_t count = split(line->text, columns);

	if (count < dialect->columns_min) {
		snprintf(why, size, "%s:%zu: %zu columns where a line is '%s'",
			path, line->number, count, dialect->looks);
		return -1;
	}
	entry->query = columns[0];
	entry->document = columns[2];
	entry->value = strtod(columns[dialect->value_column], &end);
	entry->line = line->number;
	if (*end || !isfinite(entry->value)) {
		snprintf(why, size,
			"%s:%zu: '%s' is not a number where a line is '%s'",
			path, line->number, columns[dialect->value_column],
			dialect->looks);
		return -1;
	}
	return 0;
}

static int table_read(struct table *table, const struct dialect *dialect,
	const char *path, char *why, size_t size)
{
	size_t capacity = 0, i;

	memset(table, 0, sizeof(*table));
	if (file_lines_read(&table->lines, path, why, size))
		return -1;
	table->entries = memory_grow(NULL, &capacity, table->lines.count + 1,
		sizeof(*table->entries));
	for (i = 0; i < table->lines.count; i++)
		if (read_line(dialect, &table->lines.items[i],
			    &table->entries[i], path, why, size)) {
			table_clear(table);
			return -1;
		}
	table->count = table->lines.count;
	return 0;
}

int table_read_qrels(
	struct table *table, const char *path, char *why, size_t size)
{
	size_t i;

	if (table_read(table, &qrels_dialect, path, why, size))
		return -1;
	/* Grades are whole numbers; some files write 1.0. */
	for (i = 0; i < table->count; i++)
		table->entries[i].value = trunc(table->entries[i].value);
	return 0;
}

int table_read_run(
	struct table *table, const char *path, char *why, size_t size)
{
	return table_read(table, &run_dialect, path, why, size);
}

void table_clear(struct table *table)
{
	file_lines_clear(&table->lines);
	free(table->entries);
	memset(table, 0, sizeof(*table));
}
