/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PubMed's tagged format (MEDLINE, .nbib) to documents: what pubmed.c makes of
 * the same record in XML.
 *
 *	PMID- 90000001
 *	TI  - A title that
 *	      goes on
 *
 * A blank line ends a record, and so does another PMID.
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/tagged.h"

static size_t split(struct slice line, char tag[TAG_MOST + 1], size_t *width)
{
	size_t length = 0;

	(void)width;
	if (line.length < 5 || line.data[4] != '-')
		return 0;
	while (length < 4 &&
		((line.data[length] >= 'A' && line.data[length] <= 'Z') ||
			(length > 0 && line.data[length] >= '0' &&
				line.data[length] <= '9')))
		length++;
	if (length < 2)
		return 0;
	for (size_t i = length; i < 4; i++)
		if (line.data[i] != ' ')
			return 0;
	memcpy(tag, line.data, length);
	tag[length] = '\0';
	return 5;
}

static const char *const once[] = {"PMID", NULL};
static const struct tagged_grammar grammar = {
	.split = split,
	.first = "PMID",
	.once = once,
};

static bool looks(struct slice head)
{
	static const char *const starts[] = {"PMID- ", "PMID-"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (slice_starts(head, starts[i]))
			return true;
	/* Saved from the browser, or a record without a PMID. */
	return sniff_line(head, "PMID- ") ||
	       (sniff_line(head, "OWN - ") && sniff_line(head, "TI  - "));
}

static void close_medline(void *state)
{
	tagged_close(state);
}

static void *open_medline(struct source *source, struct error *err)
{
	return tagged_open(source, &grammar, err);
}

/* "10.1000/1 [doi]": the value when it is of that kind. */
static struct slice of_kind(struct slice value, const char *kind)
{
	size_t length = strlen(kind);

	if (value.length <= length ||
		memcmp(value.data + value.length - length, kind, length) != 0)
		return SLICE_EMPTY;
	return slice_trim((struct slice){value.data, value.length - length});
}

static void read_ids(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	static const char *const tags[] = {"LID", "AID"};
	struct slice value;

	document->pmid = prose_line(tagged_value(record, "PMID"), arena);
	document->pmcid = prose_line(tagged_value(record, "PMC"), arena);
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		for (size_t at = 0; document->doi.length == 0 &&
				    tagged_again(record, tags[i], &at, &value);)
			document->doi = prose_line(
				of_kind(prose_line(value, arena), "[doi]"),
				arena);
	for (size_t at = 0; tagged_again(record, "SI", &at, &value);)
		citation_trial(document, value, arena);
}

/* "Smith J Jr" is Smith J; "Al" names no person of its own. */
static struct slice author_of(struct slice value, struct arena *arena)
{
	static const char *const suffixes[] = {
		" Jr", " Sr", " 2nd", " 3rd", " 4th", " II", " III"};
	struct slice name = inline_line(value, arena);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		struct slice rest = of_kind(name, suffixes[i]);

		/* With initials before it; "Wu II" is a name. */
		if (rest.length > 0 && memchr(rest.data, ' ', rest.length))
			return rest;
	}
	return name;
}

static void read_authors(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	bool short_names = tagged_value(record, "AU").length > 0;

	for (size_t i = 0; i < record->count; i++) {
		const struct tagged_field *field = &record->fields[i];
		struct slice name = SLICE_EMPTY;

		if (strcmp(field->tag, "AU") == 0)
			name = author_of(field->value, arena);
		else if (strcmp(field->tag, "FAU") == 0 && !short_names)
			name = name_parse(field->value, arena);
		else if (strcmp(field->tag, "CN") == 0)
			name = inline_line(field->value, arena);
		if (name.length > 0)
			slices_add(&document->authors, name, arena);
	}
}

static void read_headings(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	struct slice value;

	for (size_t at = 0; tagged_again(record, "MH", &at, &value);)
		mesh_parse(document, value, arena);
	for (size_t at = 0; tagged_again(record, "RN", &at, &value);)
		citation_registered(document, prose_line(value, arena), arena);
	for (size_t at = 0; tagged_again(record, "NM", &at, &value);)
		citation_substance(document, prose_line(value, arena), arena);
	for (size_t at = 0; tagged_again(record, "OT", &at, &value);)
		citation_keywords(document, value, "", arena);
}

static void read_status(
	const struct tagged_record *record, struct document *document)
{
	static const struct {
		const char *tag;
		uint32_t status;
	} notices[] = {
		{"RIN", DOCUMENT_RETRACTED},
		{"RRI", DOCUMENT_RETRACTED},
		{"PRIN", DOCUMENT_CORRECTED},
		{"EIN", DOCUMENT_CORRECTED},
		{"CRI", DOCUMENT_CORRECTED},
		{"ECI", DOCUMENT_CONCERN},
	};

	for (size_t i = 0; i < sizeof(notices) / sizeof(*notices); i++)
		if (tagged_value(record, notices[i].tag).length > 0)
			document->status |= notices[i].status;
	citation_status(document);
}

static void read_titles(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	struct slice book = citation_title(tagged_value(record, "BTI"), arena);

	document->title = citation_title(tagged_value(record, "TI"), arena);
	document->vernacular_title =
		citation_title(tagged_value(record, "TT"), arena);
	if (slice_is(document->title, "Not Available"))
		document->title = document->vernacular_title;
	document->journal = inline_line(tagged_value(record, "JT"), arena);
	document->journal_short =
		inline_line(tagged_value(record, "TA"), arena);
	if (document->title.length == 0)
		document->title = book;
	else if (document->journal.length == 0)
		document->journal = book;
	if (book.length > 0)
		document->publisher =
			inline_line(tagged_value(record, "PB"), arena);
}

/* The issue's date; of one that is only a year, the day it was online. */
static struct slice date_of(
	const struct tagged_record *record, struct arena *arena)
{
	struct slice issue = tagged_value(record, "DP");
	struct slice online = tagged_value(record, "DEP");

	if (date_parse(issue, arena).length > 4)
		return date_parse(issue, arena);
	return citation_date(issue, online, arena);
}

/* As pubmed.c has it; this format tells no version. */
static struct slice revision_of(
	const struct tagged_record *record, struct arena *arena)
{
	struct slice day = date_parse(
		prose_line(tagged_value(record, "LR"), arena), arena);

	return day.length ? arena_printf(arena, "1 %.*s", SLICE_PRINT(day))
			  : SLICE_EMPTY;
}

static void read_record(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	struct slice value;

	read_ids(record, document, arena);
	document->revision = revision_of(record, arena);
	read_titles(record, document, arena);
	read_authors(record, document, arena);
	document->date = date_of(record, arena);
	document->volume = prose_line(tagged_value(record, "VI"), arena);
	document->issue = prose_line(tagged_value(record, "IP"), arena);
	document->pages = prose_line(tagged_value(record, "PG"), arena);
	document->language = prose_line(tagged_value(record, "LA"), arena);
	for (size_t at = 0; tagged_again(record, "PT", &at, &value);)
		slices_add_new(
			&document->types, prose_line(value, arena), arena);
	value = tagged_value(record, "AB");
	if (value.length == 0)
		value = tagged_value(record, "OAB");
	citation_abstract(document, value, arena);
	read_headings(record, document, arena);
	read_status(record, document);
	citation_warn(document, record->replaced, record->converted, arena);
}

static int next_medline(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct tagged_record record;
	int event = tagged_next(state, &record, arena, err);

	if (event == READER_DOCUMENT)
		read_record(&record, document, arena);
	return event;
}

const struct format format_medline = {
	.name = "medline",
	.unit = "record",
	.looks = looks,
	.open = open_medline,
	.next = next_medline,
	.close = close_medline,
};
