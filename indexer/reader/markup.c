/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text of marked-up prose (PubMed, JATS, MathML).  Markup inside a word
 * never cuts it: CO<sub>2</sub> is CO2.  Numbers that point to references are
 * left out, names that do stay: "as Smith et al. showed" is part of the
 * sentence.
 */
#include "config.h"

#include "indexer/reader/xml.h"

enum rule {
	RULE_INLINE,
	RULE_BLOCK,  /* a paragraph of its own */
	RULE_SPACE,  /* a word of its own */
	RULE_RAISED, /* a superscript */
	RULE_DROP,
	RULE_CITATION,
	RULE_MATH,     /* white space inside means nothing */
	RULE_POWER,    /* base, exponent */
	RULE_FRACTION, /* above, below */
};

static enum rule rule_of(const char *name)
{
	static const struct {
		const char *name;
		enum rule rule;
	} rules[] = {
		{"p", RULE_BLOCK}, {"title", RULE_BLOCK},
		{"list", RULE_BLOCK}, {"list-item", RULE_BLOCK},
		{"def-item", RULE_BLOCK}, {"disp-formula", RULE_BLOCK},
		{"disp-quote", RULE_BLOCK}, {"statement", RULE_BLOCK},
		{"boxed-text", RULE_BLOCK}, {"verse-line", RULE_BLOCK},
		{"speech", RULE_BLOCK}, {"tr", RULE_BLOCK},
		{"td", RULE_SPACE}, {"th", RULE_SPACE}, {"break", RULE_SPACE},
		{"label", RULE_SPACE}, {"term", RULE_SPACE},
		{"def", RULE_SPACE}, {"sup", RULE_RAISED},
		{"xref", RULE_CITATION}, {"math", RULE_MATH},
		{"msup", RULE_POWER}, {"mfrac", RULE_FRACTION},
		{"tex-math", RULE_DROP}, {"annotation", RULE_DROP},
		{"annotation-xml", RULE_DROP}, {"table-wrap", RULE_DROP},
		{"fig", RULE_DROP}, {"fig-group", RULE_DROP},
		{"table-wrap-group", RULE_DROP}, {"fn", RULE_DROP},
		{"fn-group", RULE_DROP}, {"ref-list", RULE_DROP},
		{"graphic", RULE_DROP}, {"inline-graphic", RULE_DROP},
		{"media", RULE_DROP}, {"supplementary-material", RULE_DROP},
		{"object-id", RULE_DROP}, {"permissions", RULE_DROP},
	};

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return rules[i].rule;
	return RULE_INLINE;
}

/* Digits and what stands between the numbers of references. */
static bool is_numbers(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (i + 3 <= text.length &&
			memcmp(text.data + i, "\xe2\x80", 2) == 0)
			i += 2;
		else if (!c || !strchr("0123456789 ,;-[]()*\t\r\n", c))
			return false;
	}
	return true;
}

static bool all_numbers(const struct xml_node *node)
{
	if (!node->name)
		return is_numbers(node->text);
	for (const struct xml_node *at = node->child; at; at = at->next)
		if (!all_numbers(at))
			return false;
	return true;
}

static bool is_reference(const struct xml_node *node)
{
	return xml_is(node, "xref") &&
	       slice_is(xml_attribute(node, "ref-type"), "bibr");
}

/* A mark that points to a note or an address: "*", "a". */
static bool is_note_mark(const struct xml_node *node)
{
	static const char *const types[] = {"fn", "table-fn", "aff", "corresp",
		"author-notes"};
	struct slice type = xml_attribute(node, "ref-type");

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (slice_is(type, types[i]))
			return true;
	return false;
}

/* A superscript made of references: <sup><xref>1</xref>,<xref>2</xref></sup> */
static bool is_citation(const struct xml_node *node)
{
	bool found = is_reference(node);

	for (const struct xml_node *at = node->child; at && !found;
		at = at->next)
		found = is_reference(at);
	return found && all_numbers(node);
}

static bool is_blank(struct slice text)
{
	return slice_trim(text).length == 0;
}

static void add_node(const struct xml_node *node, struct prose *prose,
	bool math);

/* Children, with `between` before the second element. */
static void add_pair(const struct xml_node *node, struct prose *prose,
	enum rule rule)
{
	size_t elements = 0;

	for (const struct xml_node *at = node->child; at; at = at->next) {
		if (at->name && ++elements == 2 && rule == RULE_POWER)
			prose_raise(prose);
		else if (elements == 2 && rule == RULE_FRACTION)
			prose_add(prose, SLICE("/"));
		add_node(at, prose, true);
	}
}

static void add_children(const struct xml_node *node, struct prose *prose,
	bool math)
{
	for (const struct xml_node *at = node->child; at; at = at->next)
		add_node(at, prose, math);
}

static void add_element(const struct xml_node *node, struct prose *prose,
	enum rule rule, bool math)
{
	if (rule == RULE_BLOCK)
		prose_paragraph(prose);
	else if (rule == RULE_SPACE)
		prose_space(prose);
	else if (rule == RULE_RAISED)
		prose_raise(prose);
	if (rule == RULE_POWER || rule == RULE_FRACTION)
		add_pair(node, prose, rule);
	else
		add_children(node, prose, math || rule == RULE_MATH);
	if (rule == RULE_BLOCK)
		prose_paragraph(prose);
	else if (rule == RULE_SPACE)
		prose_space(prose);
	prose->raised = false;
}

static void add_node(const struct xml_node *node, struct prose *prose,
	bool math)
{
	if (!node->name) {
		if (!math || !is_blank(node->text))
			prose_add(prose, node->text);
		return;
	}
	enum rule rule = rule_of(node->name);

	/* EndNote: <style face="superscript" font="default">. */
	if (rule == RULE_INLINE && xml_is(node, "style") &&
		slice_is(xml_attribute(node, "face"), "superscript"))
		rule = RULE_RAISED;
	if (rule == RULE_DROP || (rule == RULE_CITATION && is_note_mark(node)))
		return;
	if ((rule == RULE_CITATION || rule == RULE_RAISED) &&
		is_citation(node)) {
		prose_cite(prose);
		return;
	}
	add_element(node, prose, rule, math);
}

void markup_node(const struct xml_node *node, struct prose *prose)
{
	add_node(node, prose, false);
}

void markup_text(const struct xml_node *node, struct prose *prose)
{
	if (node)
		add_children(node, prose, false);
}

struct slice markup_line(const struct xml_node *node, struct arena *arena)
{
	struct prose prose = {0};

	markup_text(node, &prose);

	struct slice text = prose_take(&prose, arena);

	prose_clear(&prose);
	return prose_line(text, arena);
}

struct slice markup_line_at(
	const struct xml_node *node, const char *path, struct arena *arena)
{
	return markup_line(xml_path(node, path), arena);
}
