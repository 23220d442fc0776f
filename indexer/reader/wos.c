/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plain text export of Web of Science to documents.
 *
 *	FN Clarivate Analytics Web of Science
 *	VR 1.0
 *	PT J
 *	AU Uy, N
 *	   Almquist, BK
 *	ER
 *
 *	EF
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/tagged.h"

#include <ctype.h>

/* FN, VR and EF are of the file, but no harm as fields of a record. */
static size_t split(struct slice line, char tag[TAG_MOST + 1], size_t *width)
{
	(void)width;
	if ((line.length > 2 && line.data[2] != ' ') || !tagged_pair(line, tag))
		return 0;
	return 3;
}

static const char *const once[] = {"TI", "UT", NULL};
static const struct tagged_grammar grammar = {
	.split = split,
	.first = "PT",
	.last = "ER",
	.once = once,
};

static bool looks(struct slice head)
{
	return (slice_starts(head, "FN ") && sniff_line(head, "VR ")) ||
	       (slice_starts(head, "PT ") && sniff_line(head, "AU ") &&
		       sniff_line(head, "TI "));
}

static void *open_wos(struct source *source, struct error *err)
{
	return tagged_open(source, &grammar, err);
}

static void close_wos(void *state)
{
	tagged_close(state);
}

static void read_authors(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	static const char *const tags[] = {"AU", "CA"};
	struct slice value;

	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		for (size_t at = 0;
			tagged_again(record, tags[i], &at, &value);) {
			struct slices names = {0};

			slices_split(&names, value, "\n", arena);
			for (size_t n = 0; n < names.count; n++)
				slices_add_new(&document->authors,
					name_parse(names.items[n], arena),
					arena);
		}
}

/* "JOURNAL OF INVENTED HAEMATOLOGY" is how they print every name. */
static struct slice journal_of(struct slice value, struct arena *arena)
{
	struct slice line = inline_line(value, arena);
	char *copy =
		arena_string(arena, line.data ? line.data : "", line.length);
	static const char *const small[] = {
		"of", "and", "the", "in", "for", "on"};

	for (size_t i = 0; i < line.length; i++) {
		if (islower((unsigned char)copy[i]))
			return line;
		if (i > 0 && isalpha((unsigned char)copy[i - 1]))
			copy[i] = (char)tolower((unsigned char)copy[i]);
	}
	for (size_t from = 0, at = 0; at <= line.length; at++) {
		if (at < line.length && copy[at] != ' ')
			continue;
		struct slice word = {copy + from, at - from};

		for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++)
			if (from > 0 &&
				slice_equal_fold(word, slice_of(small[i])))
				copy[from] = (char)tolower(
					(unsigned char)copy[from]);
		from = at + 1;
	}
	return (struct slice){copy, line.length};
}

static void read_texts(const struct tagged_record *record,
	struct document *document, struct arena *arena)
{
	const struct {
		const char *tag;
		struct slice *to;
	} fields[] = {
		{"DI", &document->doi},
		{"PM", &document->pmid},
		{"VL", &document->volume},
		{"IS", &document->issue},
		{"LA", &document->language},
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		*fields[i].to =
			prose_line(tagged_value(record, fields[i].tag), arena);
	document->title = citation_title(tagged_value(record, "TI"), arena);
	document->journal = journal_of(tagged_value(record, "SO"), arena);
	document->journal_short =
		inline_line(tagged_value(record, "JI"), arena);
	document->date = citation_date(
		tagged_value(record, "PY"), tagged_value(record, "PD"), arena);
	document->pages = citation_pages(
		tagged_value(record, "BP"), tagged_value(record, "EP"), arena);
	if (document->pages.length == 0)
		document->pages = citation_pages(
			tagged_value(record, "AR"), SLICE_EMPTY, arena);
}

/* The lines around the records, without one. */
static bool is_frame(const struct tagged_record *record)
{
	for (size_t i = 0; i < record->count; i++)
		if (strcmp(record->fields[i].tag, "FN") != 0 &&
			strcmp(record->fields[i].tag, "VR") != 0 &&
			strcmp(record->fields[i].tag, "EF") != 0)
			return false;
	return true;
}

static int next_wos(void *state, struct document *document, struct arena *arena,
	struct error *err)
{
	struct tagged_record record;
	int event = tagged_next(state, &record, arena, err);

	if (event != READER_DOCUMENT)
		return event;
	if (is_frame(&record))
		return READER_END;
	read_texts(&record, document, arena);
	read_authors(&record, document, arena);
	slices_split(&document->types, tagged_value(&record, "DT"), ";", arena);
	citation_keywords(document, tagged_value(&record, "DE"), ";", arena);
	citation_keywords(document, tagged_value(&record, "ID"), ";", arena);
	citation_abstract(document, tagged_value(&record, "AB"), arena);
	citation_status(document);
	citation_warn(document, record.replaced, record.converted, arena);
	return event;
}

const struct format format_wos = {
	.name = "wos",
	.unit = "record",
	.looks = looks,
	.open = open_wos,
	.next = next_wos,
	.close = close_wos,
};
