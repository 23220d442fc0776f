/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MeSH in XML: descriptors (descYYYY.xml) and supplementary records
 * (suppYYYY.xml).
 *
 * A record holds several concepts: the preferred one and others that are
 * narrower, broader or related.  Only the terms of the preferred one mean the
 * same as the heading.  The others become concepts of their own, the narrower
 * ones below the heading and the broader ones above it: as mere forms of the
 * heading they would find what names the heading, and be no less than
 * synonyms.
 *
 * A term that is an abbreviation or an acronym by its LexicalTag matches in its
 * capitals only.
 */
#include "config.h"

#include "indexer/reader/xml.h"
#include "indexer/thesaurus/import.h"

/* The longest record of MeSH has a tenth of it. */
#define CONCEPTS_MAX 500

struct record {
	struct import *import;
	struct slice ui;
	uint32_t heading;
};

static struct slice text_at(
	const struct xml_node *node, const char *path, struct import *import)
{
	return slice_trim(markup_line_at(node, path, &import->arena));
}

/* The preferred term of the preferred concept is the heading by a rule of the
 * format: DescriptorName says it too. */
static void add_term(struct import *import, uint32_t concept,
	const struct xml_node *term, bool preferred)
{
	static const char *const short_tags[] = {"ABB", "ABX", "ACR", "ACX"};
	struct slice tag = xml_attribute(term, "LexicalTag");
	struct name name = {.text = text_at(term, "String", import),
		.kind = preferred ? FACT_PREFERRED : FACT_EXACT,
		.inverted = true,
		.language = SLICE("en")};

	for (size_t i = 0; i < sizeof(short_tags) / sizeof(*short_tags); i++)
		if (slice_is(tag, short_tags[i]))
			name.letter_case = CASE_EXACT;
	if (name.text.length > 0)
		gather_name(import->gather, concept, &name);
}

static void add_terms(
	struct import *import, uint32_t concept, const struct xml_node *from)
{
	const struct xml_node *term =
		xml_child(xml_child(from, "TermList"), "Term");

	for (; term; term = xml_again(term))
		add_term(import, concept, term,
			slice_is(xml_attribute(term, "ConceptPreferredTermYN"),
				"Y"));
}

/* How a concept relates to the preferred one: "NRW", "BRD", "REL" or empty.
 * The relations stand in either concept. */
static struct slice relation_of(
	const struct xml_node *list, struct slice ui, struct import *import)
{
	const struct xml_node *concept = xml_child(list, "Concept");

	for (; concept; concept = xml_again(concept)) {
		const struct xml_node *relation =
			xml_child(xml_child(concept, "ConceptRelationList"),
				"ConceptRelation");

		for (; relation; relation = xml_again(relation))
			if (slice_equal(text_at(relation, "Concept2UI", import),
				    ui))
				return xml_attribute(relation, "RelationName");
	}
	return SLICE_EMPTY;
}

static void add_other(const struct record *record, const struct xml_node *list,
	const struct xml_node *from)
{
	struct import *import = record->import;
	struct slice ui = text_at(from, "ConceptUI", import);
	struct slice relation = relation_of(list, ui, import);
	uint32_t concept = gather_concept(import->gather, ui);

	if (slice_is(relation, "NRW"))
		gather_fact(import->gather, concept, FACT_PARENT, record->ui);
	else if (slice_is(relation, "BRD"))
		gather_fact(import->gather, record->heading, FACT_PARENT, ui);
	add_terms(import, concept, from);
	import_identifier(import, concept, ui);
}

static void add_concepts(
	const struct record *record, const struct xml_node *node)
{
	const struct xml_node *list = xml_child(node, "ConceptList");
	const struct xml_node *concept = xml_child(list, "Concept");

	for (; concept; concept = xml_again(concept))
		if (slice_is(xml_attribute(concept, "PreferredConceptYN"), "Y"))
			add_terms(record->import, record->heading, concept);
		else
			add_other(record, list, concept);
}

static bool has_too_many(const struct xml_node *node)
{
	const struct xml_node *concept =
		xml_child(xml_child(node, "ConceptList"), "Concept");
	size_t count = 0;

	for (; concept; concept = xml_again(concept))
		count++;
	return count > CONCEPTS_MAX;
}

static void add_places(const struct record *record, const struct xml_node *node)
{
	const struct xml_node *place =
		xml_child(xml_child(node, "TreeNumberList"), "TreeNumber");

	for (; place; place = xml_again(place))
		gather_fact(record->import->gather, record->heading, FACT_TREE,
			markup_line(place, &record->import->arena));
}

/* The heading a supplementary record is filed under; "*" marks the main one. */
static void add_mapped(const struct record *record, const struct xml_node *node)
{
	const struct xml_node *heading = xml_child(
		xml_child(node, "HeadingMappedToList"), "HeadingMappedTo");

	for (; heading; heading = xml_again(heading)) {
		struct slice ui = text_at(heading,
			"DescriptorReferredTo/DescriptorUI", record->import);

		if (slice_starts(ui, "*")) {
			ui.data++;
			ui.length--;
		}
		gather_fact(record->import->gather, record->heading,
			FACT_PARENT, ui);
	}
}

/* Supplementary records stand in no tree. */
static bool is_wanted(struct import *import, const struct xml_node *node)
{
	const struct xml_node *place =
		xml_child(xml_child(node, "TreeNumberList"), "TreeNumber");

	if (!import->branches || !xml_is(node, "DescriptorRecord"))
		return true;
	for (; place; place = xml_again(place))
		if (import_branch(import, markup_line(place, &import->arena)))
			return true;
	return false;
}

static int add_record(struct import *import, struct source *source,
	const struct xml_node *node, struct error *err)
{
	bool descriptor = xml_is(node, "DescriptorRecord");
	struct record record = {.import = import,
		.ui = text_at(node,
			descriptor ? "DescriptorUI" : "SupplementalRecordUI",
			import)};
	struct slice name = text_at(node,
		descriptor ? "DescriptorName/String"
			   : "SupplementalRecordName/String",
		import);

	if (record.ui.length == 0 || name.length == 0)
		return import_refuse(import, source, err,
			"the record has no %s",
			name.length ? "identifier" : "name");
	if (!is_wanted(import, node))
		return 0;
	if (has_too_many(node))
		return import_refuse(import, source, err,
			"the record has more than %d concepts", CONCEPTS_MAX);
	record.heading = gather_concept(import->gather, record.ui);
	gather_name(import->gather, record.heading,
		&(struct name){.text = name,
			.kind = FACT_PREFERRED,
			.inverted = true,
			.language = SLICE("en")});
	add_concepts(&record, node);
	add_places(&record, node);
	add_mapped(&record, node);
	import_identifier(import, record.heading, record.ui);
	return 0;
}

static int read_mesh_xml(
	struct import *import, struct source *source, struct error *err)
{
	static const char *const records[] = {
		"DescriptorRecord", "SupplementalRecord", NULL};
	struct xml *xml = xml_open(source, records, false, err);
	const struct xml_node *record;
	int more = xml ? 1 : -1;

	while (more > 0) {
		more = import_record(import, source, xml, &record, err);
		if (more > 0 && add_record(import, source, record, err) != 0)
			more = -1;
	}
	xml_close(xml);
	return more;
}

const struct importer import_mesh_xml = {.name = "mesh-xml",
	.prefix = "MESH",
	.origin = "mesh",
	.help = "MeSH in XML: descYYYY.xml, suppYYYY.xml",
	.has_branches = true,
	.read = read_mesh_xml};
