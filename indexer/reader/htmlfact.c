/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/html.h"

#include <strings.h>

#include "indexer/reader/extract/frame.h"
#include "indexer/reader/phrase.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Metas may hold markup written out: "Sharks <i>Rhizoprionodon</i>". */
static struct slice without_tags(struct slice text, struct arena *arena)
{
	char *to = arena_string(arena, text.data, text.length);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		const char *rest = text.data + i;
		size_t left = text.length - i;
		const char *close =
			*rest == '<' && left > 2 &&
					(rest[1] == '/' ||
						(rest[1] >= 'a' &&
							rest[1] <= 'z'))
				? memchr(rest, '>', left < 40 ? left : 40)
				: NULL;

		if (close)
			i += (size_t)(close - rest);
		else
			to[length++] = *rest;
	}
	return prose_line((struct slice){to, length}, arena);
}

void facts_add(struct page_facts *facts, struct slice name, struct slice value,
	struct arena *arena)
{
	struct slice clean = without_tags(value, arena);

	if (clean.length == 0)
		return;
	if (facts->count == facts->capacity) {
		facts->capacity = facts->capacity ? 2 * facts->capacity : 64;
		facts->items = arena_grow(arena, facts->items, facts->count,
			facts->capacity, sizeof(*facts->items));
	}
	facts->items[facts->count++] = (struct page_meta){
		arena_copy(arena, name.data, name.length), clean};
}

/* The first meta of the first of these names that there is. */
static struct slice first_of(
	const struct page_facts *facts, const char *const *names)
{
	for (; *names; names++)
		for (size_t i = 0; i < facts->count; i++)
			if (slice_equal_fold(
				    facts->items[i].name, slice_of(*names)))
				return facts->items[i].value;
	return SLICE_EMPTY;
}

/* All metas of one name: of the first that there is. */
static struct slices all_of(const struct page_facts *facts,
	const char *const *names, struct arena *arena)
{
	struct slices found = {0};

	for (; *names && found.count == 0; names++)
		for (size_t i = 0; i < facts->count; i++)
			if (slice_equal_fold(
				    facts->items[i].name, slice_of(*names)))
				slices_add(
					&found, facts->items[i].value, arena);
	return found;
}

static bool is_address(struct slice text)
{
	return slice_starts(text, "http://") || slice_starts(text, "https://");
}

static void read_authors(const struct page_facts *facts,
	struct document *document, struct arena *arena)
{
	struct slices found = all_of(facts,
		NAMES("citation_author", "citation_authors", "dc.creator",
			"dc.contributor", "dcterms.creator", "author",
			"article:author"),
		arena);

	for (size_t i = 0; i < found.count; i++) {
		struct slices names = {0};

		if (is_address(found.items[i]))
			continue;
		slices_split(&names, found.items[i], ";", arena);
		for (size_t n = 0; n < names.count; n++) {
			struct slice name = name_parse(names.items[n], arena);

			slices_add_new(&document->authors, name, arena);
		}
	}
}

static void read_ids(const struct page_facts *facts, struct document *document,
	struct arena *arena)
{
	struct slices ids = all_of(
		facts, NAMES("dc.identifier", "dcterms.identifier"), arena);

	document->doi = first_of(facts,
		NAMES("citation_doi", "prism.doi", "bepress_citation_doi"));
	document->pmid = first_of(facts, NAMES("citation_pmid"));
	document->pmcid = first_of(facts, NAMES("citation_pmcid"));
	for (size_t i = 0; i < ids.count; i++) {
		struct slice id = ids.items[i];
		bool doi = slice_starts(id, "10.") ||
			   (id.length > 4 &&
				   strncasecmp(id.data, "doi:", 4) == 0) ||
			   slice_starts(id, "http://dx.doi.org/") ||
			   slice_starts(id, "https://doi.org/");
		struct slice *to =
			doi ? &document->doi
			: id.length > 5 && strncasecmp(id.data, "pmid:", 5) == 0
				? &document->pmid
			: is_address(id) ? &document->url
					 : &document->own;

		if (to->length == 0)
			*to = id;
	}
	/* A name of the page's own counts where nothing better is known. */
	if (document->doi.length > 0 || document->pmid.length > 0 ||
		document->pmcid.length > 0)
		document->own = SLICE_EMPTY;
}

/* "Title - Journal" or "Title | Site": what stands before the last bar, when it
 * is the longer part. */
static struct slice without_site(struct slice title)
{
	static const char *const bars[] = {
		" | ", " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 "};

	for (size_t b = 0; b < sizeof(bars) / sizeof(*bars); b++) {
		size_t length = strlen(bars[b]);

		for (size_t i = title.length / 2; i + length < title.length;
			i++)
			if (memcmp(title.data + i, bars[b], length) == 0)
				return (struct slice){title.data, i};
	}
	return title;
}

static void read_title(
	const struct page_facts *facts, struct document *document)
{
	document->title = first_of(
		facts, NAMES("citation_title", "dc.title", "dcterms.title"));
	if (document->title.length == 0 && facts->heading.length >= 12)
		document->title = facts->heading;
	if (document->title.length == 0)
		document->title =
			without_site(first_of(facts, NAMES("og:title")));
	if (document->title.length == 0)
		document->title = without_site(facts->title);
	if (document->title.length == 0)
		document->title = facts->heading;
}

static void read_pages(const struct page_facts *facts,
	struct document *document, struct arena *arena)
{
	struct slice first = first_of(facts, NAMES("citation_firstpage"));
	struct slice last = first_of(facts, NAMES("citation_lastpage"));

	document->pages = first;
	if (first.length > 0 && last.length > 0 && !slice_equal(first, last))
		document->pages = arena_printf(arena, "%.*s-%.*s",
			SLICE_PRINT(first), SLICE_PRINT(last));
}

static void read_keywords(const struct page_facts *facts,
	struct document *document, struct arena *arena)
{
	struct slices found = all_of(facts,
		NAMES("citation_keywords", "citation_keyword", "dc.subject"),
		arena);
	struct slice general = first_of(facts, NAMES("keywords"));

	for (size_t i = 0; i < found.count; i++)
		slices_split(&document->keywords, found.items[i], ";,", arena);
	/* A journal's page lists what the journal is about. */
	if (found.count == 0 &&
		first_of(facts, NAMES("citation_title")).length == 0 &&
		phrase_is_list(general))
		slices_split(&document->keywords, general, ";,", arena);
}

void facts_read(const struct page_facts *facts, struct document *document,
	struct arena *arena)
{
	read_title(facts, document);
	read_ids(facts, document, arena);
	read_authors(facts, document, arena);
	read_pages(facts, document, arena);
	read_keywords(facts, document, arena);
	document->types = all_of(facts, NAMES("citation_article_type"), arena);
	document->journal = first_of(facts,
		NAMES("citation_journal_title", "prism.publicationname"));
	document->journal_short =
		first_of(facts, NAMES("citation_journal_abbrev"));
	document->publisher = first_of(facts,
		NAMES("citation_publisher", "dc.publisher", "og:site_name"));
	document->volume = first_of(facts, NAMES("citation_volume"));
	document->issue = first_of(facts, NAMES("citation_issue"));
	document->date = date_parse(
		first_of(facts,
			NAMES("citation_publication_date", "citation_date",
				"citation_online_date", "citation_cover_date",
				"dc.date", "dcterms.issued",
				"article:published_time", "datePublished",
				"date")),
		arena);
	document->language = first_of(facts,
		NAMES("citation_language", "dc.language", FRAME_META_LANGUAGE));
	struct slice url = first_of(facts,
		NAMES(FRAME_META_CANONICAL, "og:url", "citation_public_url"));

	if (is_address(url))
		document->url = url;
}

void facts_fill(const struct page_facts *facts, struct document *document,
	struct arena *arena)
{
	struct slice abstract = first_of(
		facts, NAMES("citation_abstract", "dc.description.abstract"));
	bool any = false;

	for (size_t i = 0; i < document->sections_count; i++)
		any |= document->sections[i].kind == SECTION_ABSTRACT;
	if (abstract.length == 0 && document->sections_count == 0)
		abstract = first_of(
			facts, NAMES("dc.description", "og:description",
				       "description"));
	if (!any && abstract.length > 0)
		document_add_section(document, SECTION_ABSTRACT, SLICE_EMPTY,
			abstract, arena);
}
