/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SKOS (W3C) in RDF/XML: labels to names, skos:broader and skos:narrower to
 * parents.  A concept's id is its address, and its slug the last part of it.
 *
 * Of several languages English gives the preferred name.  The other
 * serialisations of RDF are not read: tools that convert them are at hand
 * wherever RDF is made.
 */
#include "config.h"

#include "indexer/reader/xml.h"
#include "indexer/thesaurus/import.h"

#define RANK_ENGLISH  0
#define RANK_UNMARKED 1
#define RANK_OTHER    2

static void add_labels(struct import *import, uint32_t concept,
	const struct xml_node *node, const char *element, enum fact_kind kind)
{
	const struct xml_node *label = xml_child(node, element);

	for (; label; label = xml_again(label)) {
		struct slice language = xml_attribute(label, "lang");
		struct name name = {.text = markup_line(label, &import->arena),
			.kind = (uint8_t)kind,
			.rank = RANK_OTHER,
			.language = language};

		if (language.length == 0)
			name.rank = RANK_UNMARKED;
		else if (language.length >= 2 &&
			 memcmp(language.data, "en", 2) == 0)
			name.rank = RANK_ENGLISH;
		if (name.text.length > 0)
			gather_name(import->gather, concept, &name);
	}
}

static struct slice address_of(const struct xml_node *node)
{
	struct slice about = xml_attribute(node, "about");

	return about.length ? about : xml_attribute(node, "ID");
}

/* What a relation leads to: an address, or a concept written inside. */
static struct slice target_of(const struct xml_node *relation)
{
	struct slice address = xml_attribute(relation, "resource");
	const struct xml_node *inside = relation->child;

	while (address.length == 0 && inside) {
		address = address_of(inside);
		inside = inside->next;
	}
	return address;
}

static void add_parents(
	struct import *import, struct slice id, const struct xml_node *node)
{
	struct gather *gather = import->gather;
	const struct xml_node *broader = xml_child(node, "broader");
	const struct xml_node *narrower = xml_child(node, "narrower");

	for (; broader; broader = xml_again(broader))
		gather_fact(gather, gather_concept(gather, id), FACT_PARENT,
			target_of(broader));
	for (; narrower; narrower = xml_again(narrower))
		gather_fact(gather, gather_concept(gather, target_of(narrower)),
			FACT_PARENT, id);
}

static struct slice last_part(struct slice address)
{
	size_t at = address.length;

	while (at > 0 && address.data[at - 1] != '/' &&
		address.data[at - 1] != '#')
		at--;
	return (struct slice){address.data + at, address.length - at};
}

static int add_concept(struct import *import, struct source *source,
	const struct xml_node *node, struct error *err)
{
	struct slice id = address_of(node);

	/* rdf:Description holds anything: people, the scheme itself. */
	if (!xml_child(node, "prefLabel"))
		return 0;
	if (id.length == 0)
		return import_refuse(
			import, source, err, "the concept has no rdf:about");
	uint32_t concept = gather_concept(import->gather, id);

	if (concept == MAP_NONE)
		return import_refuse(
			import, source, err, "the address is too long");
	add_labels(import, concept, node, "prefLabel", FACT_PREFERRED);
	add_labels(import, concept, node, "altLabel", FACT_EXACT);
	add_labels(import, concept, node, "hiddenLabel", FACT_EXACT);
	add_parents(import, id, node);
	if (import->prefix.length > 0)
		import_identifier(import, concept, last_part(id));
	else if (memchr(id.data, ':', id.length))
		gather_fact(import->gather, concept, FACT_IDENTIFIER, id);
	return 0;
}

static int check_xml(struct source *source, struct error *err)
{
	struct slice head;

	if (input_head(source->input, &head, err) != 0)
		return -1;
	if (slice_starts(head, "\xef\xbb\xbf")) {
		head.data += 3;
		head.length -= 3;
	}
	head = slice_trim(head);
	if (head.length > 0 && *head.data == '<')
		return 0;
	return error_set(err, ERROR_FORMAT,
		"this is not RDF/XML: convert Turtle or another form of RDF, "
		"for example rapper -i turtle -o rdfxml FILE");
}

static int read_skos(
	struct import *import, struct source *source, struct error *err)
{
	static const char *const records[] = {"Concept", "Description", NULL};
	const struct xml_node *record;
	struct xml *xml;
	int more = 1;

	if (check_xml(source, err) != 0)
		return -1;
	xml = xml_open(source, records, false, err);
	if (!xml)
		return -1;
	while (more > 0) {
		more = import_record(import, source, xml, &record, err);
		if (more > 0 && add_concept(import, source, record, err) != 0)
			more = -1;
	}
	xml_close(xml);
	return more;
}

const struct importer import_skos = {.name = "skos",
	.prefix = "",
	.origin = "skos",
	.help = "SKOS in RDF/XML",
	.read = read_skos};
