/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RIS to documents, in the dialects of Ovid, Embase, Scopus, Web of Science,
 * ProQuest, Zotero, EndNote and PubMed exports.
 *
 *	TY  - JOUR
 *	KW  - one keyword
 *	another keyword
 *	ER  -
 *
 * They agree on the tags of title, authors and abstract up to synonyms; where
 * numbers of PubMed stand each decides for itself, so DB, the database, is
 * asked.  ID is the number of a private list and names no paper.
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/tagged.h"

#include <ctype.h>

/* "TY  - JOUR"; a file keeps to the number of blanks it starts with, so that
 * "IL - 6" can stand at the start of a line of text. */
static size_t split(struct slice line, char tag[TAG_MOST + 1], size_t *width)
{
	size_t at = 2;

	if (!tagged_pair(line, tag))
		return 0;
	while (at < line.length && at < 5 && line.data[at] == ' ')
		at++;
	if (at == line.length || line.data[at] != '-' ||
		(*width > 0 && at != *width))
		return 0;
	/* "T2-weighted", "AB -x" */
	if (at < 4 && at + 1 < line.length && line.data[at + 1] != ' ')
		return 0;
	*width = at;
	return at + 1;
}

static const char *const once[] = {"TI", "T1", "CT", "DO", NULL};
static const struct tagged_grammar grammar = {
	.split = split,
	.first = "TY",
	.last = "ER",
	.once = once,
};

static bool looks(struct slice head)
{
	return sniff_line(head, "TY  -") || sniff_line(head, "TY - ") ||
	       (sniff_line(head, "ER  -") && sniff_line(head, "TI  - "));
}

static void close_ris(void *state)
{
	tagged_close(state);
}

static void *open_ris(struct source *source, struct error *err)
{
	return tagged_open(source, &grammar, err);
}

/* The first of these tags that has a value. */
static struct slice first_of(
	const struct tagged_record *record, const char *const *tags)
{
	struct slice value = SLICE_EMPTY;

	for (; value.length == 0 && *tags; tags++)
		value = tagged_value(record, *tags);
	return value;
}
#define FIRST_OF(record, ...)                                                  \
	first_of((record), (const char *const[]){__VA_ARGS__, NULL})

/* ---- identifiers ------------------------------------------------------ */

static bool contains_fold(struct slice text, const char *part)
{
	size_t length = strlen(part);

	for (size_t at = 0; at + length <= text.length; at++)
		if (slice_equal_fold((struct slice){text.data + at, length},
			    slice_of(part)))
			return true;
	return false;
}

/* From MEDLINE at Ovid: DB says so, or the address that programs keep. */
static bool is_ovid_medline(const struct tagged_record *record)
{
	static const char *const addresses[] = {"UR", "L2"};
	struct slice value;

	if (contains_fold(tagged_value(record, "DB"), "ovid medline"))
		return true;
	for (size_t i = 0; i < 2; i++)
		for (size_t at = 0;
			tagged_again(record, addresses[i], &at, &value);)
			if (contains_fold(value, "ovidsp.") &&
				contains_fold(value, "&D=med"))
				return true;
	return false;
}

/* Where the databases put the PMID; AN is their own number but in PubMed. */
static void read_pmid(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	static const struct {
		const char *database, *tag;
	} places[] = {
		{"pubmed", "AN"},
		{"medline", "AN"},
		{"nlm", "AN"},
		{"scopus", "C2"},
		{"embase", "C5"},
	};
	struct slice from[] = {
		tagged_value(record, "DB"), tagged_value(record, "DP")};

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		struct slice value =
			prose_line(tagged_value(record, places[i].tag), arena);

		if (document->pmid.length == 0 && pmid_is(value) &&
			(contains_fold(from[0], places[i].database) ||
				contains_fold(from[1], places[i].database)))
			document->pmid = value;
	}
}

/* "26957754[pmid]", "PMC4756000[pmcid]", "PMID: 26957754", "doi: 10.1/x". */
static void read_marked(
	struct slice value, struct document *document, struct arena *arena)
{
	const char *mark =
		value.length ? memchr(value.data, '[', value.length) : NULL;
	struct slice before = {
		value.data, mark ? (size_t)(mark - value.data) : value.length};

	before = prose_line(before, arena);
	if (mark && contains_fold(value, "[pmid]") && pmid_is(before))
		document->pmid = before;
	else if (contains_fold(value, "[pmcid]") ||
		 (slice_starts(before, "PMC") && before.length > 3 &&
			 pmid_is((struct slice){
				 before.data + 3, before.length - 3})))
		document->pmcid = before;
	else if (contains_fold((struct slice){before.data,
				       before.length < 5 ? before.length : 5},
			 "pmid:"))
		document->pmid = before;
	else if (document->doi.length == 0 &&
		 (slice_starts(before, "doi:") || slice_starts(before, "10.")))
		document->doi = before;
}

static void read_ids(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	static const char *const marked[] = {
		"U1", "U2", "C2", "C6", "M3", "N1", "L3"};
	static const char *const addresses[] = {"UR", "L1", "L2", "LK"};
	struct slice value;

	document->doi = prose_line(tagged_value(record, "DO"), arena);
	read_pmid(record, document, arena);
	value = prose_line(FIRST_OF(record, "AN", "ID"), arena);
	if (is_ovid_medline(record) && pmid_is(value))
		document->pmid = value;
	for (size_t i = 0; i < sizeof(marked) / sizeof(*marked); i++)
		for (size_t at = 0;
			tagged_again(record, marked[i], &at, &value);)
			read_marked(value, document, arena);
	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		for (size_t at = 0;
			tagged_again(record, addresses[i], &at, &value);) {
			struct slices lines = {0};

			slices_split(&lines, value, "\n;", arena);
			for (size_t n = 0; n < lines.count; n++)
				citation_address(
					document, lines.items[n], arena);
		}
}

/* ---- the rest --------------------------------------------------------- */

static bool is_part(struct slice type)
{
	return slice_is(type, "CHAP") || slice_is(type, "ECHAP") ||
	       slice_is(type, "CONF") || slice_is(type, "CPAPER");
}

static void read_titles(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	struct slice full =
		FIRST_OF(record, "JF", "T2", "JO", "BT", "JA", "J2");
	struct slice brief = FIRST_OF(record, "J2", "JA", "J1", "JO");
	struct slice title = FIRST_OF(record, "TI", "T1", "CT");
	struct slice type = prose_line(tagged_value(record, "TY"), arena);

	if (is_part(type) && tagged_value(record, "BT").length > 0)
		full = tagged_value(record, "BT");
	/* A whole book has its title in BT with some. */
	if (title.length == 0) {
		title = tagged_value(record, "BT");
		full = SLICE_EMPTY;
	}
	document->title = citation_title(title, arena);
	document->journal = inline_line(full, arena);
	document->journal_short = inline_line(brief, arena);
	if (slice_equal_fold(document->journal, document->journal_short))
		document->journal_short = SLICE_EMPTY;
	/* EndNote has them the other way about in what came from PubMed. */
	if (document->journal_short.length > document->journal.length) {
		full = document->journal;
		document->journal = document->journal_short;
		document->journal_short = full;
	}
	if (document->journal.length == 0)
		document->publisher =
			inline_line(tagged_value(record, "PB"), arena);
}

static void read_authors(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	for (size_t i = 0; i < record->count; i++) {
		const struct tagged_field *field = &record->fields[i];
		struct slices names = {0};

		if (strcmp(field->tag, "AU") != 0 &&
			strcmp(field->tag, "A1") != 0)
			continue;
		slices_split(&names, field->value, "\n;", arena);
		for (size_t n = 0; n < names.count; n++)
			slices_add_new(&document->authors,
				name_parse(inline_line(names.items[n], arena),
					arena),
				arena);
	}
}

/* The first of these that is a date, and what the others know more of it. */
static struct slice date_of(
	const struct tagged_record *record, struct arena *arena)
{
	static const char *const tags[] = {"PY", "Y1", "DA"};
	struct slice date = SLICE_EMPTY, value;

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		for (size_t at = 0; tagged_again(record, tags[i], &at, &value);)
			date = citation_date(date, value, arena);
	return date;
}

static void read_types(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	static const struct {
		const char *type, *name;
	} names[] = {
		{"JOUR", "Journal Article"},
		{"EJOUR", "Journal Article"},
		{"BOOK", "Book"},
		{"EBOOK", "Book"},
		{"EDBOOK", "Book"},
		{"CHAP", "Book Chapter"},
		{"ECHAP", "Book Chapter"},
		{"CONF", "Conference Paper"},
		{"CPAPER", "Conference Paper"},
		{"THES", "Thesis"},
		{"RPRT", "Report"},
		{"ABST", "Abstract"},
		{"NEWS", "News"},
		{"PAT", "Patent"},
		{"DATA", "Dataset"},
	};
	/* What Embase, Scopus and EndNote write into M3. */
	static const char *const kinds[] = {"Article", "Review", "Letter",
		"Editorial", "Note", "Short Survey", "Erratum",
		"Conference Abstract", "Conference Paper", "Conference Review",
		"Article in Press", "Chapter", "Retracted Publication",
		"Clinical Trial"};
	struct slice type = prose_line(tagged_value(record, "TY"), arena);
	struct slice kind = prose_line(tagged_value(record, "M3"), arena);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_is(type, names[i].type))
			slices_add_new(&document->types,
				slice_of(names[i].name), arena);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (slice_equal_fold(kind, slice_of(kinds[i])))
			slices_add_new(
				&document->types, slice_of(kinds[i]), arena);
}

/* "*Swine Diseases/ve [Veterinary]", "0 (RNA, Viral)", "Animals"; headings are
 * written with a capital, keywords of authors mostly not. */
static void add_heading(
	struct document *document, struct slice line, struct arena *arena)
{
	const char *slash =
		line.length ? memchr(line.data, '/', line.length) : NULL;
	const char *open =
		slash ? memchr(slash, '[',
				(size_t)(line.data + line.length - slash))
		      : NULL;
	struct slice name = {
		line.data, slash ? (size_t)(slash - line.data) : line.length};

	if (open && line.data[line.length - 1] == ']') {
		struct slice qualifier = {
			open + 1, (size_t)(line.data + line.length - 2 - open)};
		char *small =
			arena_string(arena, qualifier.data, qualifier.length);

		for (size_t i = 0; i < qualifier.length; i++)
			small[i] = (char)tolower((unsigned char)small[i]);
		mesh_parse(document,
			arena_printf(
				arena, "%.*s/%s", SLICE_PRINT(name), small),
			arena);
	} else if (isdigit((unsigned char)line.data[0])) {
		citation_registered(document, line, arena);
	} else if (isupper((unsigned char)line.data[0]) ||
		   line.data[0] == '*') {
		mesh_parse(document, line, arena);
	} else {
		citation_keywords(document, line, "", arena);
	}
}

static void read_keywords(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	bool headings = is_ovid_medline(record);
	struct slice value;

	for (size_t at = 0; tagged_again(record, "KW", &at, &value);) {
		struct slices lines = {0};

		if (headings)
			slices_split(&lines, value, "\n", arena);
		else
			citation_keywords(document, value, "\n;", arena);
		for (size_t i = 0;
			i < lines.count && document->mesh_count < LIST_MOST;
			i++)
			add_heading(document, lines.items[i], arena);
	}
}

/* AB and N2 are the same to most; where both are there, the longer. */
static struct slice abstract_of(const struct tagged_record *record)
{
	struct slice one = tagged_value(record, "AB");
	struct slice other = tagged_value(record, "N2");

	return other.length > one.length ? other : one;
}

static void read_record(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	read_titles(record, document, arena);
	read_ids(record, document, arena);
	read_authors(record, document, arena);
	document->date = date_of(record, arena);
	document->volume = prose_line(tagged_value(record, "VL"), arena);
	document->issue = prose_line(FIRST_OF(record, "IS", "CP"), arena);
	document->pages = citation_pages(FIRST_OF(record, "SP", "C7"),
		tagged_value(record, "EP"), arena);
	document->language = prose_line(tagged_value(record, "LA"), arena);
	read_types(record, document, arena);
	read_keywords(record, document, arena);
	citation_abstract(document, abstract_of(record), arena);
	citation_status(document);
	citation_warn(document, record->replaced, record->converted, arena);
}

static int next_ris(void *state, struct document *document, struct arena *arena,
	struct error *err)
{
	struct tagged_record record;
	int event = tagged_next(state, &record, arena, err);

	if (event == READER_DOCUMENT)
		read_record(&record, document, arena);
	return event;
}

const struct format format_ris = {
	.name = "ris",
	.unit = "record",
	.looks = looks,
	.open = open_ris,
	.next = next_ris,
	.close = close_ris,
};
