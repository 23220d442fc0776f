/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medlit-index thesaurus export: a list to Solr's synonyms.txt.
 *
 * A concept is a line of equal names, the preferred one first, and a line
 * "name => name, other" for those that only relate.  What Solr has no word for
 * stands in comments that the import understands (solr.c), so that nothing is
 * lost on the way there and back but the order.
 *
 *	#! id=all case=exact lang=en source=common
 *	acute lymphoblastic leukemia, ALL
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/concept/concept.h"
#include "base/file.h"
#include "base/memory.h"
#include "indexer/report.h"
#include "indexer/thesaurus/command.h"
#include "indexer/thesaurus/import.h"

enum column {
	CONCEPT,
	RELATION,
	VALUE,
	CASE,
	LANGUAGE,
	SOURCE,
	COLUMNS
};

struct row {
	struct slice columns[COLUMNS];
	int kind; /* enum fact_kind */
	bool done;
};

struct rows {
	struct row *items;
	size_t count;
};

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = slice_compare(a->columns[CONCEPT], b->columns[CONCEPT]);

	if (order == 0)
		order = a->kind - b->kind;
	return order ? order
		     : slice_compare(a->columns[VALUE], b->columns[VALUE]);
}

/* The list was compiled before: every line is right. */
static void parse_rows(struct slice text, struct rows *rows)
{
	struct slice line;
	size_t room = 0;

	while (import_part(&text, '\n', &line)) {
		struct row row = {.done = false};

		if (line.length > 0 && line.data[line.length - 1] == '\r')
			line.length--;
		if (line.length == 0 || *line.data == '#' ||
			import_split(line, '\t', row.columns, COLUMNS) !=
				COLUMNS)
			continue;
		row.kind = fact_named(row.columns[RELATION]);
		if (row.kind < 0)
			continue;
		if (rows->count == room) {
			room = room * 2 + 64;
			rows->items = memory_resize(
				rows->items, room, sizeof(*rows->items));
		}
		rows->items[rows->count++] = row;
	}
	qsort(rows->items, rows->count, sizeof(*rows->items), compare_rows);
}

/* ---- writing ---------------------------------------------------------- */

static void put_name(struct buffer *out, struct slice name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.data[i];

		if (c == ',' || c == '\\' || (c == '#' && i == 0) ||
			(c == '=' && i + 1 < name.length &&
				name.data[i + 1] == '>'))
			buffer_add_char(out, '\\');
		buffer_add_char(out, c);
	}
}

static void put_value(struct buffer *out, struct slice value)
{
	for (size_t i = 0; i < value.length; i++)
		if (strchr(" ,%", value.data[i]))
			buffer_printf(out, "%%%02X", (unsigned)value.data[i]);
		else
			buffer_add_char(out, value.data[i]);
}

static void put_attribute(
	struct buffer *out, const char *name, struct slice value)
{
	if (slice_is(value, "-"))
		return;
	buffer_printf(out, " %s=", name);
	put_value(out, value);
}

static void put_comment(struct buffer *out, const struct row *row)
{
	buffer_add_string(out, "#!");
	put_attribute(out, "id", row->columns[CONCEPT]);
	if (!fact_is_name((unsigned)row->kind))
		put_attribute(out, fact_names[row->kind], row->columns[VALUE]);
	else if (row->kind > FACT_EXACT)
		put_attribute(out, "rel", row->columns[RELATION]);
	if (!slice_is(row->columns[CASE], "auto"))
		put_attribute(out, "case", row->columns[CASE]);
	put_attribute(out, "lang", row->columns[LANGUAGE]);
	buffer_add_string(out, " source=");
	put_value(out, row->columns[SOURCE]);
	buffer_add_char(out, '\n');
}

/* Do both go into one line? */
static bool are_alike(const struct row *one, const struct row *other)
{
	int kind = one->kind == FACT_PREFERRED ? FACT_EXACT : one->kind;

	return !other->done && other->kind == kind &&
	       slice_equal(one->columns[CASE], other->columns[CASE]) &&
	       slice_equal(one->columns[LANGUAGE], other->columns[LANGUAGE]) &&
	       slice_equal(one->columns[SOURCE], other->columns[SOURCE]);
}

/* The line of `first` and of all that are like it behind it. */
static void put_forms(struct buffer *out, const struct row *preferred,
	struct row *first, const struct row *end)
{
	put_comment(out, first);
	put_name(out, preferred->columns[VALUE]);
	if (first->kind > FACT_EXACT) {
		buffer_add_string(out, " => ");
		put_name(out, preferred->columns[VALUE]);
	}
	for (struct row *row = first; row < end; row++) {
		if (row == preferred ||
			(row != first && !are_alike(first, row)))
			continue;
		buffer_add_string(out, ", ");
		put_name(out, row->columns[VALUE]);
		row->done = true;
	}
	buffer_add_char(out, '\n');
}

static void put_concept(
	struct buffer *out, struct row *first, const struct row *end)
{
	for (struct row *row = first; row < end; row++) {
		if (row->done)
			continue;
		if (fact_is_name((unsigned)row->kind)) {
			put_forms(out, first, row, end);
			continue;
		}
		put_comment(out, row);
		put_name(out, first->columns[VALUE]);
		buffer_add_char(out, '\n');
	}
}

static void put_all(struct buffer *out, const struct rows *rows)
{
	const struct row *all_end = rows->items + rows->count;
	struct row *end;

	for (struct row *first = rows->items; first < all_end; first = end) {
		for (end = first + 1;
			end < all_end && slice_equal(end->columns[CONCEPT],
						 first->columns[CONCEPT]);)
			end++;
		put_concept(out, first, end);
	}
}

/* ---- command ---------------------------------------------------------- */

/* Compiled first: what is wrong with the list is said as everywhere. */
static int check_list(const char *path, struct slice text, struct error *err)
{
	struct text_analyser *analyser = text_analyser_new(err);
	struct buffer image = BUFFER_INIT;
	int result =
		analyser ? thesaurus_compile(path, text, analyser, &image, err)
			 : -1;

	buffer_clear(&image);
	text_analyser_free(analyser);
	return result;
}

static int export(const char *path, const char *output, struct error *err)
{
	struct buffer text = BUFFER_INIT, out = BUFFER_INIT;
	struct rows rows = {NULL, 0};
	int result = file_read(path, GATHER_BYTES_MAX, &text, err);

	if (result == 0)
		result = check_list(path, buffer_slice(&text), err);
	if (result == 0) {
		parse_rows(buffer_slice(&text), &rows);
		put_all(&out, &rows);
		if (output)
			result = file_replace(output, buffer_slice(&out), err);
		else
			fwrite(out.data ? out.data : "", 1, out.length, stdout);
	}
	free(rows.items);
	buffer_clear(&out);
	buffer_clear(&text);
	return result;
}

int thesaurus_export(int argc, char **argv)
{
	static const struct option known[] = {
		{"to", required_argument, NULL, 't'},
		{"output", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};
	const char *output = NULL, *to = NULL;
	struct error err;
	int key;

	optind = 0;
	opterr = 0;
	while ((key = getopt_long(argc, argv, ":o:", known, NULL)) != -1) {
		if (key == 't')
			to = optarg;
		else if (key == 'o')
			output = optarg;
		else
			return thesaurus_bad_option("export", key, argv);
	}
	if (!to || strcmp(to, "solr") != 0)
		return thesaurus_usage("export", "--to is solr");
	if (argc - optind != 1)
		return thesaurus_usage("export", "one FILE is exported");
	if (export(argv[optind], output, &err) != 0)
		return thesaurus_failed(&err);
	return EXIT_ALL;
}
