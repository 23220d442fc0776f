/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of an article: abstracts, body and appendices section by section,
 * then the captions with the cells of their tables.  References, notes,
 * acknowledgements, permissions and sub-articles are left out.
 */
#include "config.h"

#include "indexer/reader/jats.h"

static struct slice title_of(
	const struct xml_node *section, struct arena *arena)
{
	struct slice title = markup_line(xml_child(section, "title"), arena);

	while (title.length > 0 && (title.data[title.length - 1] == ':' ||
					   title.data[title.length - 1] == '.'))
		title.length--;
	return title;
}

static bool is_own_text(const struct xml_node *node)
{
	static const char *const others[] = {
		"title", "label", "sec", "sec-meta", "app"};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (xml_is(node, others[i]))
			return false;
	return true;
}

/* A section's own paragraphs, then the sections in it. */
static void add_section(const struct xml_node *node, unsigned kind,
	struct slice title, struct document *document, struct arena *arena)
{
	const struct xml_node *section = xml_child(node, "sec");
	struct prose prose = {0};

	for (const struct xml_node *at = node->child; at; at = at->next)
		if (is_own_text(at))
			markup_node(at, &prose);
	struct slice text = prose_take(&prose, arena);

	prose_clear(&prose);
	if (text.length > 0)
		document_add_section(document, kind, title, text, arena);
	for (; section; section = xml_again(section))
		add_section(section, kind,
			heading_join(title, title_of(section, arena), arena),
			document, arena);
}

/* Short texts for tables of contents repeat what the abstract says. */
static bool is_teaser(const struct xml_node *abstract)
{
	static const char *const types[] = {
		"toc", "teaser", "graphical", "web-summary", "precis"};
	struct slice type = xml_attribute(abstract, "abstract-type");

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (slice_is(type, types[i]))
			return true;
	return false;
}

static void add_abstracts(const struct xml_node *abstract,
	struct document *document, struct arena *arena)
{
	for (; abstract; abstract = xml_again(abstract)) {
		struct slice title = title_of(abstract, arena);

		if (slice_equal_fold(title, SLICE("abstract")) ||
			slice_equal_fold(title, SLICE("summary")))
			title = SLICE_EMPTY;
		if (!is_teaser(abstract))
			add_section(abstract, SECTION_ABSTRACT, title, document,
				arena);
	}
}

/* Notes under a table explain its abbreviations. */
static void add_table_notes(const struct xml_node *foot, struct prose *prose)
{
	for (const struct xml_node *at = foot ? foot->child : NULL; at;
		at = at->next) {
		prose_paragraph(prose);
		if (at->name)
			markup_text(at, prose);
	}
}

static void add_caption(const struct xml_node *node, struct document *document,
	struct arena *arena)
{
	struct slice label = markup_line(xml_child(node, "label"), arena);
	struct prose prose = {0};

	for (const struct xml_node *at = node->child; at; at = at->next)
		if (is_own_text(at) && !xml_is(at, "table-wrap-foot"))
			markup_node(at, &prose);
	add_table_notes(xml_child(node, "table-wrap-foot"), &prose);
	struct slice text = prose_take(&prose, arena);

	prose_clear(&prose);
	if (text.length > 0)
		document_add_section(
			document, SECTION_CAPTION, label, text, arena);
}

static void add_captions(const struct xml_node *node, struct document *document,
	struct arena *arena)
{
	for (const struct xml_node *at = node ? node->child : NULL; at;
		at = at->next) {
		if (xml_is(at, "fig") || xml_is(at, "table-wrap"))
			add_caption(at, document, arena);
		else if (at->name)
			add_captions(at, document, arena);
	}
}

void jats_text(const struct xml_node *article, const struct xml_node *meta,
	struct document *document, struct arena *arena)
{
	const struct xml_node *body = xml_child(article, "body");
	const struct xml_node *back = xml_child(article, "back");
	const struct xml_node *app = xml_path(back, "app-group/app");

	add_abstracts(xml_child(meta, "abstract"), document, arena);
	if (document->sections_count == 0)
		add_abstracts(
			xml_child(meta, "trans-abstract"), document, arena);
	if (body)
		add_section(body, SECTION_BODY, SLICE_EMPTY, document, arena);
	for (; app; app = xml_again(app))
		add_section(app, SECTION_BODY, title_of(app, arena), document,
			arena);
	add_captions(body, document, arena);
	add_captions(xml_child(article, "floats-group"), document, arena);
	add_captions(back, document, arena);
}
