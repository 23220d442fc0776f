/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PubMed XML (pubmed_190101.dtd and its kin) to documents: articles, books and
 * the deletions of update files.
 *
 * Substances and supplementary concepts are MeSH names and go with the
 * headings, where they are not there already.  The abstract in another
 * language is kept when there is no other.
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/xml.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

struct pubmed {
	struct source *source;
	struct xml *xml;
	const struct xml_node *deleted; /* next PMID of a DeleteCitation */
};

static bool looks(struct slice head)
{
	static const char *const roots[] = {"PubmedArticleSet",
		"PubmedBookArticleSet", "PubmedArticle", "PubmedBookArticle",
		"MedlineCitationSet", "MedlineCitation", "DeleteCitation"};
	struct slice root = sniff_root(head);

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (slice_is(root, roots[i]))
			return true;
	return false;
}

static void close_pubmed(void *state)
{
	struct pubmed *pubmed = state;

	xml_close(pubmed->xml);
	free(pubmed);
}

static void *open_pubmed(struct source *source, struct error *err)
{
	static const char *const records[] = {"PubmedArticle",
		"PubmedBookArticle", "MedlineCitation", "DeleteCitation", NULL};
	struct xml *xml = xml_open(source, records, true, err);

	if (!xml)
		return NULL;
	struct pubmed *pubmed = memory_new(sizeof(*pubmed));

	pubmed->source = source;
	pubmed->xml = xml;
	return pubmed;
}

static struct slice title_of(const struct xml_node *node, struct arena *arena)
{
	return citation_bare(markup_line(node, arena));
}

static unsigned number_at(
	const struct xml_node *node, const char *name, struct arena *arena)
{
	struct slice text = markup_line_at(node, name, arena);

	return text.length > 0 && text.length < 5
		       ? (unsigned)strtoul(text.data, NULL, 10)
		       : 0;
}

/* PubDate, ArticleDate: fields, or "1998 Dec-1999 Jan". */
static struct slice date_of(const struct xml_node *node, struct arena *arena)
{
	const struct xml_node *free_text = xml_child(node, "MedlineDate");

	if (free_text)
		return date_parse(markup_line(free_text, arena), arena);
	struct slice month = markup_line_at(node, "Month", arena);

	if (month.length == 0)
		month = markup_line_at(node, "Season", arena);
	return date_make(number_at(node, "Year", arena), month_parse(month),
		number_at(node, "Day", arena), arena);
}

static void read_date(const struct xml_node *article, struct document *document,
	struct arena *arena)
{
	struct slice issue = date_of(
		xml_path(article, "Journal/JournalIssue/PubDate"), arena);
	struct slice online = date_of(xml_child(article, "ArticleDate"), arena);
	bool same_year = online.length > 4 && issue.length == 4 &&
			 memcmp(online.data, issue.data, 4) == 0;

	document->date = issue.length == 0 || same_year ? online : issue;
}

static struct slice pages_of(
	const struct xml_node *article, struct arena *arena)
{
	const struct xml_node *pages = xml_child(article, "Pagination");
	struct slice both = markup_line_at(pages, "MedlinePgn", arena);
	struct slice start = markup_line_at(pages, "StartPage", arena);
	struct slice end = markup_line_at(pages, "EndPage", arena);

	if (both.length > 0 || end.length == 0)
		return both.length > 0 ? both : start;
	return arena_printf(
		arena, "%.*s-%.*s", SLICE_PRINT(start), SLICE_PRINT(end));
}

static void read_authors(const struct xml_node *list, struct document *document,
	struct arena *arena)
{
	const struct xml_node *author = xml_child(list, "Author");

	for (; author; author = xml_again(author)) {
		struct slice name = markup_line_at(author, "CollectiveName", arena);
		struct slice given = markup_line_at(author, "Initials", arena);

		if (slice_is(xml_attribute(author, "ValidYN"), "N"))
			continue;
		if (given.length == 0)
			given = markup_line_at(author, "ForeName", arena);
		if (name.length == 0)
			name = name_make(markup_line_at(author, "LastName", arena),
				given, arena);
		if (name.length > 0)
			slices_add(&document->authors, name, arena);
	}
}

static void add_lines(
	struct slices *list, const struct xml_node *node, struct arena *arena)
{
	for (; node; node = xml_again(node))
		slices_add_new(list, markup_line(node, arena), arena);
}

static struct slice section_title(const struct xml_node *text)
{
	struct slice label = slice_trim(xml_attribute(text, "Label"));
	struct slice category = xml_attribute(text, "NlmCategory");

	if (label.length > 0 && !slice_equal_fold(label, SLICE("UNLABELLED")))
		return label;
	return slice_is(category, "UNASSIGNED") ? SLICE_EMPTY : category;
}

static void read_abstract(const struct xml_node *abstract,
	struct document *document, struct arena *arena)
{
	const struct xml_node *part = xml_child(abstract, "AbstractText");
	struct prose prose = {0};

	for (; part; part = xml_again(part)) {
		markup_text(part, &prose);

		struct slice text = prose_take(&prose, arena);

		if (text.length > 0)
			document_add_section(document, SECTION_ABSTRACT,
				prose_line(section_title(part), arena), text,
				arena);
	}
	prose_clear(&prose);
}

static bool is_major(const struct xml_node *name)
{
	return slice_is(xml_attribute(name, "MajorTopicYN"), "Y");
}

static struct mesh_heading *add_mesh(const struct xml_node *name,
	struct document *document, struct arena *arena)
{
	struct mesh_heading *heading = document_add_mesh(document, arena);
	struct slice ui = xml_attribute(name, "UI");

	heading->name = markup_line(name, arena);
	heading->ui = arena_copy(arena, ui.data, ui.length);
	heading->major = is_major(name);
	return heading;
}

static void read_headings(const struct xml_node *citation,
	struct document *document, struct arena *arena)
{
	const struct xml_node *at =
		xml_path(citation, "MeshHeadingList/MeshHeading");

	for (; at; at = xml_again(at)) {
		const struct xml_node *name = xml_child(at, "DescriptorName");
		const struct xml_node *qualifier =
			xml_child(at, "QualifierName");

		if (name && !qualifier)
			add_mesh(name, document, arena);
		for (; name && qualifier; qualifier = xml_again(qualifier)) {
			struct mesh_heading *heading =
				add_mesh(name, document, arena);

			heading->qualifier = markup_line(qualifier, arena);
			heading->major |= is_major(qualifier);
		}
	}
}

static void add_substance(const struct xml_node *name,
	struct document *document, struct arena *arena)
{
	struct slice text = markup_line(name, arena);

	if (text.length > 0 && !mesh_has(document, text))
		add_mesh(name, document, arena);
}

static void read_substances(const struct xml_node *citation,
	struct document *document, struct arena *arena)
{
	const struct xml_node *at = xml_path(citation, "ChemicalList/Chemical");

	for (; at; at = xml_again(at))
		add_substance(
			xml_child(at, "NameOfSubstance"), document, arena);
	at = xml_path(citation, "SupplMeshList/SupplMeshName");
	for (; at; at = xml_again(at))
		add_substance(at, document, arena);
}

/* Of one ArticleIdList; the paper's own, not one of its references. */
static void read_ids(const struct xml_node *list, struct document *document,
	struct arena *arena)
{
	const struct xml_node *id = xml_child(list, "ArticleId");

	for (; id; id = xml_again(id)) {
		struct slice type = xml_attribute(id, "IdType");
		struct slice *to = slice_is(type, "doi")      ? &document->doi
				   : slice_is(type, "pmc")    ? &document->pmcid
				   : slice_is(type, "pubmed") ? &document->pmid
							      : NULL;

		if (to && to->length == 0)
			*to = markup_line(id, arena);
	}
}

static void read_location(const struct xml_node *parent,
	struct document *document, struct arena *arena)
{
	const struct xml_node *id = xml_child(parent, "ELocationID");

	for (; id && document->doi.length == 0; id = xml_again(id))
		if (slice_is(xml_attribute(id, "EIdType"), "doi") &&
			!slice_is(xml_attribute(id, "ValidYN"), "N"))
			document->doi = markup_line(id, arena);
}

static void read_trials(const struct xml_node *article,
	struct document *document, struct arena *arena)
{
	const struct xml_node *bank =
		xml_path(article, "DataBankList/DataBank");

	for (; bank; bank = xml_again(bank))
		if (slice_equal_fold(markup_line_at(bank, "DataBankName", arena),
			    SLICE("ClinicalTrials.gov")))
			add_lines(&document->nct,
				xml_path(bank,
					"AccessionNumberList/AccessionNumber"),
				arena);
}

static void read_status(
	const struct xml_node *citation, struct document *document)
{
	static const struct {
		const char *type;
		uint32_t status;
	} notices[] = {
		{"RetractionIn", DOCUMENT_RETRACTED},
		{"PartialRetractionIn", DOCUMENT_CORRECTED},
		{"ErratumIn", DOCUMENT_CORRECTED},
		{"CorrectedandRepublishedIn", DOCUMENT_CORRECTED},
		{"ExpressionOfConcernIn", DOCUMENT_CONCERN},
	};
	const struct xml_node *at = xml_path(
		citation, "CommentsCorrectionsList/CommentsCorrections");

	for (; at; at = xml_again(at))
		for (size_t i = 0; i < sizeof(notices) / sizeof(*notices); i++)
			if (slice_is(xml_attribute(at, "RefType"),
				    notices[i].type))
				document->status |= notices[i].status;
	if (slices_has(&document->types, SLICE("Retracted Publication")))
		document->status |= DOCUMENT_RETRACTED;
}

static void read_article(const struct xml_node *article,
	struct document *document, struct arena *arena)
{
	const struct xml_node *journal = xml_child(article, "Journal");
	const struct xml_node *abstract = xml_child(article, "Abstract");

	document->title = title_of(xml_child(article, "ArticleTitle"), arena);
	document->vernacular_title =
		title_of(xml_child(article, "VernacularTitle"), arena);
	if (slice_is(document->title, "Not Available"))
		document->title = document->vernacular_title;
	document->journal = markup_line_at(journal, "Title", arena);
	document->journal_short = markup_line_at(journal, "ISOAbbreviation", arena);
	document->volume = markup_line_at(journal, "JournalIssue/Volume", arena);
	document->issue = markup_line_at(journal, "JournalIssue/Issue", arena);
	document->pages = pages_of(article, arena);
	document->language = markup_line_at(article, "Language", arena);
	read_date(article, document, arena);
	read_authors(xml_child(article, "AuthorList"), document, arena);
	add_lines(&document->types,
		xml_path(article, "PublicationTypeList/PublicationType"),
		arena);
	read_abstract(abstract, document, arena);
	read_trials(article, document, arena);
}

/* "1 2021-03-09": a record without a version is the first. */
static struct slice revision_of(
	const struct xml_node *citation, struct arena *arena)
{
	struct slice version =
		xml_attribute(xml_child(citation, "PMID"), "Version");
	struct slice day = date_of(xml_child(citation, "DateRevised"), arena);

	if (version.length == 0 && day.length == 0)
		return SLICE_EMPTY;
	return arena_printf(arena, "%.*s %.*s",
		SLICE_PRINT(version.length ? version : SLICE("1")),
		SLICE_PRINT(day));
}

static void read_citation(const struct xml_node *citation,
	const struct xml_node *data, struct document *document,
	struct arena *arena)
{
	const struct xml_node *article = xml_child(citation, "Article");
	const struct xml_node *keywords = xml_child(citation, "KeywordList");

	document->pmid = markup_line_at(citation, "PMID", arena);
	document->revision = revision_of(citation, arena);
	read_article(article, document, arena);
	read_ids(xml_child(data, "ArticleIdList"), document, arena);
	read_location(article, document, arena);
	if (document->journal_short.length == 0)
		document->journal_short = markup_line_at(
			citation, "MedlineJournalInfo/MedlineTA", arena);
	if (document->sections_count == 0)
		read_abstract(
			xml_child(citation, "OtherAbstract"), document, arena);
	for (; keywords; keywords = xml_again(keywords))
		add_lines(&document->keywords, xml_child(keywords, "Keyword"),
			arena);
	read_headings(citation, document, arena);
	read_substances(citation, document, arena);
	read_status(citation, document);
}

/* The authors of the chapter, else of the book; editors are no authors. */
static void read_book_authors(const struct xml_node *parent,
	struct document *document, struct arena *arena)
{
	const struct xml_node *list = xml_child(parent, "AuthorList");

	for (; list; list = xml_again(list))
		if (document->authors.count == 0 &&
			!slice_is(xml_attribute(list, "Type"), "editors"))
			read_authors(list, document, arena);
}

static void read_book(const struct xml_node *record, struct document *document,
	struct arena *arena)
{
	const struct xml_node *part = xml_child(record, "BookDocument");
	const struct xml_node *book = xml_child(part, "Book");
	struct slice title = title_of(xml_child(book, "BookTitle"), arena);

	document->pmid = markup_line_at(part, "PMID", arena);
	document->title = title_of(xml_child(part, "ArticleTitle"), arena);
	if (document->title.length == 0)
		document->title = title;
	else
		document->journal = title;
	document->publisher = markup_line_at(book, "Publisher/PublisherName", arena);
	document->date = date_of(xml_child(book, "PubDate"), arena);
	document->language = markup_line_at(part, "Language", arena);
	document->pages = pages_of(part, arena);
	read_book_authors(part, document, arena);
	read_book_authors(book, document, arena);
	add_lines(&document->types, xml_child(part, "PublicationType"), arena);
	add_lines(&document->keywords, xml_path(part, "KeywordList/Keyword"),
		arena);
	read_abstract(xml_child(part, "Abstract"), document, arena);
	read_ids(xml_child(part, "ArticleIdList"), document, arena);
	read_ids(xml_path(record, "PubmedBookData/ArticleIdList"), document,
		arena);
	read_location(book, document, arena);
}

static void read_record(const struct xml_node *record,
	struct document *document, struct arena *arena)
{
	if (xml_is(record, "PubmedBookArticle"))
		read_book(record, document, arena);
	else if (xml_is(record, "MedlineCitation"))
		read_citation(record, NULL, document, arena);
	else
		read_citation(xml_child(record, "MedlineCitation"),
			xml_child(record, "PubmedData"), document, arena);
}

/* The PMID goes into the messages about this record. */
static void label_record(struct pubmed *pubmed, const struct xml_node *record,
	struct arena *arena)
{
	struct slice pmid = markup_line_at(record, "MedlineCitation/PMID", arena);

	pubmed->source->label[0] = '\0';
	if (pmid.length > 0 && pmid.length < 20)
		snprintf(pubmed->source->label, sizeof(pubmed->source->label),
			"PMID %.*s", SLICE_PRINT(pmid));
}

static int give_deleted(
	struct pubmed *pubmed, struct document *document, struct arena *arena)
{
	document->pmid = markup_line(pubmed->deleted, arena);
	pubmed->deleted = xml_again(pubmed->deleted);
	return READER_DELETE;
}

static int next_pubmed(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct pubmed *pubmed = state;
	const struct xml_node *record;
	int event = XML_RECORD;

	while (!pubmed->deleted) {
		event = xml_next(pubmed->xml, &record, err);
		if (event == XML_END || event < 0)
			return event;
		if (!xml_is(record, "DeleteCitation"))
			break;
		pubmed->deleted = xml_child(record, "PMID");
	}
	pubmed->source->record++;
	if (pubmed->deleted)
		return give_deleted(pubmed, document, arena);
	label_record(pubmed, record, arena);
	if (event == XML_BAD)
		return READER_BAD_RECORD;
	read_record(record, document, arena);

	document_warn_replaced(document, xml_replaced(pubmed->xml), arena);
	return READER_DOCUMENT;
}

const struct format format_pubmed = {
	.name = "pubmed",
	.unit = "record",
	.looks = looks,
	.open = open_pubmed,
	.next = next_pubmed,
	.close = close_pubmed,
};
