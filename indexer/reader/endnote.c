/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * EndNote's XML export to documents.
 *
 *	<xml><records><record>
 *	  <ref-type name="Journal Article">17</ref-type>
 *	  <contributors><authors><author><style>Uy, N.</style></author> ...
 *	  <titles><title><style>A title in </style><style>parts</style></title>
 *
 * Text may stand in any number of <style> elements; they are inline markup.
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/xml.h"

#include <stdlib.h>

#include "base/memory.h"

struct endnote {
	struct source *source;
	struct xml *xml;
};

static bool looks(struct slice head)
{
	struct slice root = sniff_root(head);

	return (slice_is(root, "xml") || slice_is(root, "records") ||
		       slice_is(root, "record")) &&
	       (sniff_contains(head, "<ref-type") ||
		       sniff_contains(head, "<source-app") ||
		       sniff_contains(head, "<contributors"));
}

static void close_endnote(void *state)
{
	struct endnote *endnote = state;

	xml_close(endnote->xml);
	free(endnote);
}

static void *open_endnote(struct source *source, struct error *err)
{
	static const char *const records[] = {"record", NULL};
	struct xml *xml = xml_open(source, records, true, err);

	if (!xml)
		return NULL;
	struct endnote *endnote = memory_new(sizeof(*endnote));

	endnote->source = source;
	endnote->xml = xml;
	return endnote;
}

static bool is_of_pubmed(const struct xml_node *record, struct arena *arena)
{
	static const char *const places[] = {
		"remote-database-name", "remote-database-provider"};
	static const char *const names[] = {
		"pubmed", "medline", "nlm", "ovid medline"};

	for (size_t i = 0; i < 2; i++) {
		struct slice name = markup_line_at(record, places[i], arena);

		for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++)
			if (name.length >= strlen(names[n]) &&
				slice_equal_fold((struct slice){name.data,
							 strlen(names[n])},
					slice_of(names[n])))
				return true;
	}
	return false;
}

static void read_ids(const struct xml_node *record, struct document *document,
	struct arena *arena)
{
	const struct xml_node *url = xml_path(record, "urls/related-urls/url");
	struct slice number = markup_line_at(record, "accession-num", arena);
	struct slice custom = markup_line_at(record, "custom2", arena);

	document->doi =
		markup_line_at(record, "electronic-resource-num", arena);
	if (slice_starts(custom, "PMC"))
		document->pmcid = custom;
	if (pmid_is(number) && is_of_pubmed(record, arena))
		document->pmid = number;
	for (; url; url = xml_again(url))
		citation_address(document, markup_line(url, arena), arena);
}

/* The longest is the journal's name and the shortest its short one, wherever
 * a style puts them. */
static void read_journal(const struct xml_node *record,
	struct document *document, struct arena *arena)
{
	static const char *const places[] = {"periodical/full-title",
		"titles/secondary-title", "alt-periodical/full-title",
		"titles/alt-title", "periodical/abbr-1",
		"alt-periodical/abbr-1"};
	struct slice longest = SLICE_EMPTY, shortest = SLICE_EMPTY;

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		struct slice name = markup_line_at(record, places[i], arena);

		if (name.length == 0)
			continue;
		if (name.length > longest.length)
			longest = name;
		if (shortest.length == 0 || name.length < shortest.length)
			shortest = name;
	}
	document->journal = longest;
	if (!slice_equal_fold(longest, shortest))
		document->journal_short = shortest;
	if (longest.length == 0)
		document->publisher =
			markup_line_at(record, "publisher", arena);
}

static void read_lists(const struct xml_node *record, struct document *document,
	struct arena *arena)
{
	const struct xml_node *author =
		xml_path(record, "contributors/authors/author");
	const struct xml_node *keyword = xml_path(record, "keywords/keyword");
	const struct xml_node *type = xml_child(record, "ref-type");
	struct slice name = xml_attribute(type, "name");

	for (; author; author = xml_again(author))
		slices_add_new(&document->authors,
			name_parse(markup_line(author, arena), arena), arena);
	for (; keyword; keyword = xml_again(keyword))
		citation_keywords(
			document, markup_line(keyword, arena), ";", arena);
	if (!slice_is(name, "Generic"))
		slices_add_new(
			&document->types, prose_line(name, arena), arena);
}

static void read_abstract(const struct xml_node *record,
	struct document *document, struct arena *arena)
{
	struct prose prose = {0};

	markup_text(xml_child(record, "abstract"), &prose);
	citation_abstract(document, prose_take(&prose, arena), arena);
	prose_clear(&prose);
}

static void read_record(const struct xml_node *record,
	struct document *document, struct arena *arena)
{
	document->title = citation_title(
		markup_line_at(record, "titles/title", arena), arena);
	read_journal(record, document, arena);
	read_ids(record, document, arena);
	document->date = citation_date(
		markup_line_at(record, "dates/year", arena),
		markup_line_at(record, "dates/pub-dates/date", arena), arena);
	document->volume = markup_line_at(record, "volume", arena);
	document->issue = markup_line_at(record, "number", arena);
	document->pages = citation_pages(
		markup_line_at(record, "pages", arena), SLICE_EMPTY, arena);
	document->language = markup_line_at(record, "language", arena);
	read_lists(record, document, arena);
	read_abstract(record, document, arena);
	citation_status(document);
}

static int next_endnote(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct endnote *endnote = state;
	const struct xml_node *record;
	int event = xml_next(endnote->xml, &record, err);

	if (event == XML_END || event < 0)
		return event;
	endnote->source->record++;
	if (event == XML_BAD)
		return READER_BAD_RECORD;
	read_record(record, document, arena);
	document_warn_replaced(document, xml_replaced(endnote->xml), arena);
	return READER_DOCUMENT;
}

const struct format format_endnote = {
	.name = "endnote",
	.unit = "record",
	.looks = looks,
	.open = open_endnote,
	.next = next_endnote,
	.close = close_endnote,
};
