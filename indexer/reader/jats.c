/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Articles in JATS (NISO Z39.96) and its NLM forerunners to documents: the
 * front matter.  The text is jats_body.c's.
 */
#include "config.h"

#include "indexer/reader/jats.h"

#include <stdlib.h>
#include <strings.h>

#include "base/memory.h"

struct jats {
	struct source *source;
	struct xml *xml;
};

/* An <article> alone could be a web page. */
static bool looks(struct slice head)
{
	struct slice root = sniff_root(head);
	bool article = slice_is(root, "article");

	if (root.length == 0 || slice_equal_fold(root, SLICE("html")))
		return false;
	return sniff_contains(head, "article-meta>") ||
	       (article && (sniff_contains(head, "article-type=") ||
				   sniff_contains(head, "front>") ||
				   sniff_contains(head, "-//NLM//DTD")));
}

static void close_jats(void *state)
{
	struct jats *jats = state;

	xml_close(jats->xml);
	free(jats);
}

static void *open_jats(struct source *source, struct error *err)
{
	static const char *const records[] = {"article", NULL};
	struct xml *xml = xml_open(source, records, true, err);

	if (!xml)
		return NULL;
	struct jats *jats = memory_new(sizeof(*jats));

	jats->source = source;
	jats->xml = xml;
	return jats;
}

static void read_ids(const struct xml_node *meta, struct document *document,
	struct arena *arena)
{
	const struct xml_node *id = xml_child(meta, "article-id");
	struct slice publisher_id = SLICE_EMPTY;

	for (; id; id = xml_again(id)) {
		struct slice type = xml_attribute(id, "pub-id-type");
		struct slice value = markup_line(id, arena);

		if (slice_is(type, "pmid"))
			document->pmid = value;
		else if (slice_is(type, "pmc") || slice_is(type, "pmcid"))
			document->pmcid = value;
		else if (slice_is(type, "doi"))
			document->doi = value;
		else if (slice_is(type, "publisher-id"))
			publisher_id = value;
	}
	if (document->pmid.length == 0 && document->pmcid.length == 0 &&
		document->doi.length == 0)
		document->own = publisher_id;
}

static void read_title(const struct xml_node *meta, struct document *document,
	struct arena *arena)
{
	const struct xml_node *group = xml_child(meta, "title-group");
	struct slice title = markup_line_at(group, "article-title", arena);
	struct slice subtitle = markup_line_at(group, "subtitle", arena);

	document->title = title;
	if (title.length > 0 && subtitle.length > 0)
		document->title = arena_printf(arena, "%.*s: %.*s",
			SLICE_PRINT(title), SLICE_PRINT(subtitle));
	document->vernacular_title =
		markup_line_at(group, "trans-title-group/trans-title", arena);
}

/* The group's name; its members are listed inside it. */
static struct slice collab_name(
	const struct xml_node *collab, struct arena *arena)
{
	struct prose prose = {0};

	for (const struct xml_node *at = collab->child; at; at = at->next)
		if (!xml_is(at, "contrib-group"))
			markup_node(at, &prose);
	struct slice name = prose_take(&prose, arena);

	prose_clear(&prose);
	return prose_line(name, arena);
}

static struct slice contrib_name(
	const struct xml_node *contrib, struct arena *arena)
{
	const struct xml_node *name = xml_child(contrib, "name");
	const struct xml_node *collab = xml_child(contrib, "collab");

	if (!name)
		name = xml_path(contrib, "name-alternatives/name");
	if (name)
		return name_make(markup_line_at(name, "surname", arena),
			markup_line_at(name, "given-names", arena), arena);
	if (collab)
		return collab_name(collab, arena);
	return name_parse(markup_line_at(contrib, "string-name", arena), arena);
}

static void read_authors(const struct xml_node *meta, struct document *document,
	struct arena *arena)
{
	const struct xml_node *group = xml_child(meta, "contrib-group");

	for (; group; group = xml_again(group)) {
		const struct xml_node *at = xml_child(group, "contrib");

		for (; at; at = xml_again(at)) {
			struct slice type = xml_attribute(at, "contrib-type");
			struct slice name = contrib_name(at, arena);

			if (name.length > 0 &&
				(type.length == 0 || slice_is(type, "author") ||
					slice_is(type, "collab")))
				slices_add(&document->authors, name, arena);
		}
	}
}

static unsigned number_at(
	const struct xml_node *node, const char *name, struct arena *arena)
{
	struct slice text = markup_line_at(node, name, arena);

	return text.length > 0 && text.length < 5
		       ? (unsigned)strtoul(text.data, NULL, 10)
		       : 0;
}

static unsigned date_rank(const struct xml_node *date)
{
	struct slice type = xml_attribute(date, "pub-type");

	if (type.length == 0)
		type = xml_attribute(date, "date-type");
	if (slice_is(type, "epub") || slice_is(type, "ppub") ||
		slice_is(type, "epub-ppub") || slice_is(type, "pub"))
		return 3;
	return slice_is(type, "collection") || type.length == 0 ? 2 : 1;
}

/* The day of publication, of the dates of which it is known best. */
static void read_date(const struct xml_node *meta, struct document *document,
	struct arena *arena)
{
	const struct xml_node *at = xml_child(meta, "pub-date");
	size_t best = 0;

	for (; at; at = xml_again(at)) {
		struct slice month = markup_line_at(at, "month", arena);

		if (month.length == 0)
			month = markup_line_at(at, "season", arena);
		struct slice date = date_make(number_at(at, "year", arena),
			month_parse(month), number_at(at, "day", arena), arena);
		size_t rank = date_rank(at) * 100 + date.length;

		if (date.length > 0 && rank > best) {
			document->date = date;
			best = rank;
		}
	}
}

static void read_journal(const struct xml_node *journal,
	struct document *document, struct arena *arena)
{
	const struct xml_node *id = xml_child(journal, "journal-id");
	const struct xml_node *titles =
		xml_child(journal, "journal-title-group");

	if (!titles)
		titles = journal;
	document->journal = markup_line_at(titles, "journal-title", arena);
	document->journal_short =
		markup_line_at(titles, "abbrev-journal-title", arena);
	for (; id; id = xml_again(id))
		if (slice_is(xml_attribute(id, "journal-id-type"), "nlm-ta"))
			document->journal_short = markup_line(id, arena);
	document->publisher =
		markup_line_at(journal, "publisher/publisher-name", arena);
}

static void read_place(const struct xml_node *meta, struct document *document,
	struct arena *arena)
{
	struct slice first = markup_line_at(meta, "fpage", arena);
	struct slice last = markup_line_at(meta, "lpage", arena);

	document->volume = markup_line_at(meta, "volume", arena);
	document->issue = markup_line_at(meta, "issue", arena);
	if (first.length == 0)
		document->pages = markup_line_at(meta, "elocation-id", arena);
	else if (last.length == 0 || slice_equal(first, last))
		document->pages = first;
	else
		document->pages = arena_printf(arena, "%.*s-%.*s",
			SLICE_PRINT(first), SLICE_PRINT(last));
}

/* Kinds of article as PubMed calls them, so that one filter finds both. */
static void read_types(const struct xml_node *article,
	const struct xml_node *meta, struct document *document,
	struct arena *arena)
{
	static const struct {
		const char *type, *name;
	} types[] = {
		{"research-article", "Journal Article"},
		{"review-article", "Review"},
		{"systematic-review", "Systematic Review"},
		{"meta-analysis", "Meta-Analysis"},
		{"case-report", "Case Reports"},
		{"clinical-trial", "Clinical Trial"},
		{"letter", "Letter"},
		{"editorial", "Editorial"},
		{"correction", "Published Erratum"},
		{"retraction", "Retraction of Publication"},
	};
	struct slice type = xml_attribute(article, "article-type");
	const struct xml_node *group =
		xml_path(meta, "article-categories/subj-group");

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (slice_is(type, types[i].type))
			slices_add(&document->types, slice_of(types[i].name),
				arena);
	for (; group; group = xml_again(group)) {
		struct slice subject = markup_line_at(group, "subject", arena);

		if (slice_is(
			    xml_attribute(group, "subj-group-type"), "heading"))
			slices_add_new(&document->types, subject, arena);
	}
}

static void read_keywords(const struct xml_node *meta,
	struct document *document, struct arena *arena)
{
	const struct xml_node *group = xml_child(meta, "kwd-group");

	for (; group; group = xml_again(group)) {
		const struct xml_node *at = xml_child(group, "kwd");
		struct slice type = xml_attribute(group, "kwd-group-type");

		if (slice_starts(type, "abbreviation"))
			continue;
		for (; at; at = xml_again(at)) {
			struct slice word = markup_line(at, arena);

			slices_add_new(&document->keywords, word, arena);
		}
	}
}

/* What points forward tells of the paper itself; a notice points back to the
 * paper it retracts ("retracted-article") and is none. */
static void read_status(const struct xml_node *meta, struct document *document)
{
	static const struct {
		const char *type;
		uint32_t status;
	} relations[] = {
		{"retraction-forward", DOCUMENT_RETRACTED},
		{"correction-forward", DOCUMENT_CORRECTED},
		{"concern-forward", DOCUMENT_CONCERN},
		{"expression-of-concern-forward", DOCUMENT_CONCERN},
	};
	const struct xml_node *at = xml_child(meta, "related-article");
	struct slice title = document->title;

	for (; at; at = xml_again(at))
		for (size_t i = 0; i < sizeof(relations) / sizeof(*relations);
			i++)
			if (slice_is(xml_attribute(at, "related-article-type"),
				    relations[i].type))
				document->status |= relations[i].status;
	if (title.length > 10 && strncasecmp(title.data, "retracted:", 10) == 0)
		document->status |= DOCUMENT_RETRACTED;
}

static void read_article(const struct xml_node *article,
	struct document *document, struct arena *arena)
{
	const struct xml_node *front = xml_child(article, "front");
	const struct xml_node *meta = xml_child(front, "article-meta");
	struct slice language = xml_attribute(article, "lang");

	read_ids(meta, document, arena);
	read_title(meta, document, arena);
	read_authors(meta, document, arena);
	read_date(meta, document, arena);
	read_journal(xml_child(front, "journal-meta"), document, arena);
	read_place(meta, document, arena);
	read_types(article, meta, document, arena);
	read_keywords(meta, document, arena);
	read_status(meta, document);
	document->language = prose_line(language, arena);
	jats_text(article, meta, document, arena);
}

static int next_jats(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct jats *jats = state;
	const struct xml_node *article;
	int event = xml_next(jats->xml, &article, err);

	if (event == XML_END || event < 0)
		return event;
	jats->source->record++;
	if (event == XML_BAD)
		return READER_BAD_RECORD;
	read_article(article, document, arena);
	document_warn_replaced(document, xml_replaced(jats->xml), arena);
	return READER_DOCUMENT;
}

const struct format format_jats = {
	.name = "jats",
	.unit = "record",
	.looks = looks,
	.open = open_jats,
	.next = next_jats,
	.close = close_jats,
};
