/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CSV with a header to documents: what PubMed, Scopus, Embase, Web of Science,
 * Zotero, Rayyan and people write.  A column is known by its name without case,
 * blanks and signs; others are passed over.
 *
 * Embase also writes a record as rows, the first field of each its name:
 *
 *	"TITLE","A title"
 *	"AUTHOR NAMES","Uy N.","Almquist B.K."
 *
 *	"TITLE","The next"
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/column.h"
#include "indexer/reader/page.h"
#include "indexer/reader/row.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

struct table {
	struct source *source;
	struct row_reader rows;
	uint8_t columns[ROW_FIELDS]; /* enum column */
	size_t count;
	bool vertical;
};

/* What the columns of one record say. */
struct cells {
	struct slices values[COLUMN_COUNT];
};

/* ---- the header ------------------------------------------------------- */

static struct slices take_row(struct slice *head, struct arena *arena)
{
	char separator = row_separator(*head);
	const char *end =
		head->length ? memchr(head->data, '\n', head->length) : NULL;
	size_t length = end ? (size_t)(end - head->data) : head->length;
	struct slice line = {head->data, length};

	length += end != NULL;
	head->data += length;
	head->length -= length;
	if (line.length > 10000)
		return (struct slices){0};
	return row_split(slice_trim(line), separator, arena);
}

/* Do the first two lines say they are of a record as rows? */
static bool is_vertical(struct slice head, struct arena *arena)
{
	struct slices first = take_row(&head, arena);
	struct slices second = take_row(&head, arena);

	return first.count == 2 && second.count >= 2 &&
	       column_named(first.items[0]) == COLUMN_TITLE &&
	       column_named(first.items[1]) == COLUMN_NONE &&
	       column_named(second.items[0]) != COLUMN_NONE;
}

static bool looks(struct slice head)
{
	struct arena arena;
	bool titled;

	arena_init(&arena);
	struct slice rest = head;
	struct slices names = take_row(&rest, &arena);
	size_t count = column_count(&names, &titled);
	bool found = (titled && count >= 2) || is_vertical(head, &arena);

	arena_clear(&arena);
	return found;
}

static void close_table(void *state)
{
	struct table *table = state;

	row_clear(&table->rows);
	free(table);
}

static int read_header(struct table *table, struct error *err)
{
	struct arena arena;
	struct slice head;
	struct row row;
	bool titled;

	if (input_head(table->source->input, &head, err) != 0)
		return -1;
	arena_init(&arena);
	if (slice_starts(head, "\xef\xbb\xbf"))
		head = (struct slice){head.data + 3, head.length - 3};
	int result = 0;

	table->vertical = is_vertical(head, &arena);
	if (!table->vertical) {
		result = row_next(&table->rows, &row, &arena, err);
		table->count = result == 1 ? row.fields.count : 0;
		for (size_t i = 0; i < table->count; i++)
			table->columns[i] =
				(uint8_t)column_named(row.fields.items[i]);
		if (result == 1 && column_count(&row.fields, &titled) == 0)
			error_set(err, ERROR_FORMAT,
				"has no header: none of its columns is called "
				"title, abstract, doi, pmid ...");
		result = result == 1 && column_count(&row.fields, &titled) > 0
				 ? 0
				 : -1;
	}
	arena_clear(&arena);
	return result;
}

static void *open_table(struct source *source, struct error *err)
{
	struct table *table = memory_new(sizeof(*table));

	table->source = source;
	if (row_open(&table->rows, source, err) == 0 &&
		read_header(table, err) == 0)
		return table;
	close_table(table);
	return NULL;
}

/* ---- one record ------------------------------------------------------- */

static struct slice value(const struct cells *cells, enum column column)
{
	const struct slices *values = &cells->values[column];

	return values->count > 0 ? values->items[0] : SLICE_EMPTY;
}

static void add_cell(struct cells *cells, enum column column, struct slice text,
	struct arena *arena)
{
	text = slice_trim(text);
	if (column != COLUMN_NONE && text.length > 0)
		slices_add(&cells->values[column], text, arena);
}

static const char *separators_of(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (strchr(";|\n", text.data[i]))
			return ";|\n";
	return ",";
}

static bool is_initials(struct slice part)
{
	size_t letters = 0;

	for (size_t i = 0; i < part.length; i++) {
		if (isupper((unsigned char)part.data[i]))
			letters++;
		else if (!strchr(".- ", part.data[i]))
			return false;
	}
	return letters > 0 && letters <= 3;
}

/* "Smith, J., Doe, A.": every second part is initials. */
static bool is_pairs(const struct slices *parts)
{
	for (size_t i = 1; i < parts->count; i += 2)
		if (!is_initials(parts->items[i]))
			return false;
	return parts->count % 2 == 0;
}

static void add_author(
	struct document *document, struct slice name, struct arena *arena)
{
	if (slice_equal_fold(name, SLICE("et al")) ||
		slice_equal_fold(name, SLICE("et al.")))
		return;
	slices_add_new(&document->authors, name_parse(name, arena), arena);
}

/* Commas part authors where they are alone, and may stand inside a name. */
static void read_authors(
	struct document *document, struct slice text, struct arena *arena)
{
	const char *separators = separators_of(text);
	struct slices parts = {0};
	bool spaced = true;

	/* PubMed ends the list with a full stop. */
	if (text.length > 0 && text.data[text.length - 1] == '.')
		text.length--;

	slices_split(&parts, text, separators, arena);
	for (size_t i = 0; i < parts.count; i++)
		spaced &= parts.items[i].length > 0 &&
			  memchr(parts.items[i].data, ' ',
				  parts.items[i].length) != NULL;
	bool one = *separators == ',' && !spaced && parts.count == 2;

	if (one) {
		add_author(document, prose_line(text, arena), arena);
	} else if (*separators == ',' && is_pairs(&parts)) {
		for (size_t i = 0; i + 1 < parts.count; i += 2)
			slices_add_new(&document->authors,
				name_make(parts.items[i], parts.items[i + 1],
					arena),
				arena);
	} else {
		for (size_t i = 0; i < parts.count; i++)
			add_author(document, parts.items[i], arena);
	}
}

/* Embase: "Journal of Beds (2019) 12:3 (101-109)". */
static struct slice source_name(struct slice source)
{
	const char *year = source.length
				   ? memmem(source.data, source.length, " (", 2)
				   : NULL;

	if (year && source.data + source.length - year > 6 &&
		isdigit((unsigned char)year[2]) && year[6] == ')')
		source.length = (size_t)(year - source.data);
	return source;
}

/* A number in a list of one's own names no paper. */
static struct slice own_id(struct slice id)
{
	for (size_t i = 0; i < id.length; i++)
		if (!isdigit((unsigned char)id.data[i]))
			return id;
	return SLICE_EMPTY;
}

static struct slice leading_digits(struct slice text)
{
	size_t digits = 0;

	while (digits < text.length &&
		isdigit((unsigned char)text.data[digits]))
		digits++;
	return digits > 0 ? (struct slice){text.data, digits} : text;
}

/* Zotero keeps "PMID: 1" and "PMCID: PMC1" as lines of a note. */
static void read_extra(
	struct slice text, struct document *document, struct arena *arena)
{
	struct slices lines = {0};

	slices_split(&lines, text, "\n", arena);
	for (size_t i = 0; i < lines.count; i++)
		if (document->pmid.length == 0 &&
			slice_starts(lines.items[i], "PMID:"))
			document->pmid = lines.items[i];
		else if (document->pmcid.length == 0 &&
			 slice_starts(lines.items[i], "PMCID:"))
			document->pmcid = lines.items[i];
}

static void read_ids(const struct cells *cells, struct document *document,
	struct arena *arena)
{
	const struct slices *trials = &cells->values[COLUMN_TRIAL];

	document->doi = prose_line(value(cells, COLUMN_DOI), arena);
	document->pmid =
		leading_digits(prose_line(value(cells, COLUMN_PMID), arena));
	document->pmcid = prose_line(value(cells, COLUMN_PMCID), arena);
	document->own = own_id(prose_line(value(cells, COLUMN_ID), arena));
	citation_address(document, value(cells, COLUMN_URL), arena);
	read_extra(value(cells, COLUMN_EXTRA), document, arena);
	for (size_t i = 0; i < trials->count; i++)
		citation_trial(document, trials->items[i], arena);
}

static void read_facts(const struct cells *cells, struct document *document,
	struct arena *arena)
{
	struct slice source = inline_line(value(cells, COLUMN_SOURCE), arena);
	struct slice status = value(cells, COLUMN_STATUS);

	document->title = citation_title(value(cells, COLUMN_TITLE), arena);
	document->journal = inline_line(value(cells, COLUMN_JOURNAL), arena);
	if (document->journal.length == 0)
		document->journal = source_name(source);
	/* What it says of journal and date is more than their columns. */
	if (page_citation(inline_line(value(cells, COLUMN_CITATION), arena),
		    document, arena) &&
		slice_equal(document->journal, document->journal_short))
		document->journal_short = SLICE_EMPTY;
	if (value(cells, COLUMN_JOURNAL_SHORT).length > 0)
		document->journal_short =
			inline_line(value(cells, COLUMN_JOURNAL_SHORT), arena);
	document->date =
		citation_date(citation_date(value(cells, COLUMN_YEAR),
				      value(cells, COLUMN_DATE), arena),
			document->date, arena);
	document->language = prose_line(value(cells, COLUMN_LANGUAGE), arena);
	if (document->journal.length == 0)
		document->publisher =
			inline_line(value(cells, COLUMN_PUBLISHER), arena);
	if (slice_equal_fold(status, SLICE("retracted")))
		document->status |= DOCUMENT_RETRACTED;
}

static void read_place(const struct cells *cells, struct document *document,
	struct arena *arena)
{
	struct slice pages =
		citation_pages(value(cells, COLUMN_PAGES), SLICE_EMPTY, arena);

	if (pages.length == 0)
		pages = citation_pages(value(cells, COLUMN_FIRST_PAGE),
			value(cells, COLUMN_LAST_PAGE), arena);
	if (pages.length == 0)
		pages = citation_pages(
			value(cells, COLUMN_ARTICLE), SLICE_EMPTY, arena);
	if (pages.length > 0)
		document->pages = pages;
	if (value(cells, COLUMN_VOLUME).length > 0)
		document->volume =
			prose_line(value(cells, COLUMN_VOLUME), arena);
	if (value(cells, COLUMN_ISSUE).length > 0)
		document->issue = prose_line(value(cells, COLUMN_ISSUE), arena);
}

static void read_lists(const struct cells *cells, struct document *document,
	struct arena *arena)
{
	const struct slices *authors = &cells->values[COLUMN_AUTHORS];
	const struct slices *keywords = &cells->values[COLUMN_KEYWORDS];
	struct slice mesh = value(cells, COLUMN_MESH);
	struct slice types = value(cells, COLUMN_TYPES);
	struct slices headings = {0};

	for (size_t i = 0; i < authors->count; i++)
		read_authors(
			document, inline_line(authors->items[i], arena), arena);
	for (size_t i = 0; i < keywords->count; i++)
		citation_keywords(document, keywords->items[i],
			separators_of(keywords->items[i]), arena);
	slices_split(&document->types, types, ";|", arena);
	slices_split(&headings, mesh, ";|", arena);
	for (size_t i = 0; i < headings.count && i < LIST_MOST; i++)
		mesh_parse(document, headings.items[i], arena);
}

static int read_cells(struct table *table, const struct cells *cells,
	struct document *document, struct arena *arena)
{
	read_ids(cells, document, arena);
	read_facts(cells, document, arena);
	read_place(cells, document, arena);
	read_lists(cells, document, arena);
	citation_abstract(document, value(cells, COLUMN_ABSTRACT), arena);
	citation_status(document);
	citation_warn(document, table->rows.lines.decoder.bad,
		table->rows.lines.decoder.charset == CHARSET_WINDOWS_1252,
		arena);
	table->rows.lines.decoder.bad = 0;
	return READER_DOCUMENT;
}

static int next_row(struct table *table, struct row *row, struct arena *arena,
	struct error *err)
{
	int more;

	do
		more = row_next(&table->rows, row, arena, err);
	while (more == 1 && row->fields.count == 0);
	if (more > 0) {
		table->source->record++;
		snprintf(table->source->label, sizeof(table->source->label),
			"line %llu", (unsigned long long)row->line);
	}
	return more;
}

/* Rows up to a blank one: the first field of each names the others. */
static int next_vertical(struct table *table, struct document *document,
	struct arena *arena, struct error *err)
{
	struct cells cells = {0};
	size_t length = 0;
	struct row row;
	int more = next_row(table, &row, arena, err);

	while (more == 1 && row.fields.count > 0) {
		enum column column = column_named(row.fields.items[0]);

		for (size_t i = 1; i < row.fields.count; i++) {
			length += row.fields.items[i].length + 1;
			add_cell(&cells, column, row.fields.items[i], arena);
		}
		if (length > table->source->text_limit) {
			error_set(err, ERROR_LIMIT,
				"is longer than %zu bytes: is a blank line "
				"between records missing?",
				table->source->text_limit);
			return READER_BAD_RECORD;
		}
		more = row_next(&table->rows, &row, arena, err);
	}
	if (more < 0 || more == READER_BAD_RECORD)
		return more;
	if (length == 0)
		return READER_END;
	return read_cells(table, &cells, document, arena);
}

static int next_table(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct table *table = state;
	struct cells cells = {0};
	struct row row;

	if (table->vertical)
		return next_vertical(table, document, arena, err);
	int more = next_row(table, &row, arena, err);

	if (more != 1)
		return more;
	for (size_t i = 0; i < row.fields.count && i < table->count; i++)
		add_cell(&cells, (enum column)table->columns[i],
			row.fields.items[i], arena);
	return read_cells(table, &cells, document, arena);
}

const struct format format_csv = {
	.name = "csv",
	.unit = "record",
	.looks = looks,
	.open = open_table,
	.next = next_table,
	.close = close_table,
};
