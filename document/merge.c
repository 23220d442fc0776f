/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Records of one paper from several sources to one entry.
 *
 *	bibliographic facts,	the first source in the order of the table
 *	MeSH, abstract		below that has any
 *	date			that one's, and what others know more of it:
 *				2021, and 2021-03-09
 *	text, captions		the source with most of it
 *	trials, keywords	all of all
 *	flags			all of all: a page does not know that its paper
 *				was retracted
 *
 * The sources' records stay in the entry, so that one can be replaced or taken
 * out and the entry made anew of the others.
 */
#include "config.h"

#include "document/document.h"

#include <stdlib.h>

/* Who knows best what a paper is called and by whom it is. */
static const char *const ranks[] = {"pubmed", "medline", "jats", "wos", "ris",
	"endnote", "csv", "jsonl", "html", "pdf", "text"};

struct part {
	struct document document;
	struct slice record, key;
	size_t rank;
};

static size_t rank_of(struct slice format)
{
	size_t count = sizeof(ranks) / sizeof(*ranks);

	for (size_t i = 0; i < count; i++)
		if (slice_is(format, ranks[i]))
			return i;
	return count;
}

static int compare_ranks(const void *a, const void *b)
{
	const struct part *one = a, *two = b;

	if (one->rank != two->rank)
		return one->rank < two->rank ? -1 : 1;
	/* Of two files the last, as if they were read in their order. */
	return slice_compare(two->key, one->key);
}

static int compare_slices(const void *a, const void *b)
{
	return slice_compare(
		*(const struct slice *)a, *(const struct slice *)b);
}

static bool has(const struct slices *list, struct slice item, bool fold)
{
	for (size_t i = 0; i < list->count; i++)
		if (fold ? slice_equal_fold(list->items[i], item)
			 : slice_equal(list->items[i], item))
			return true;
	return false;
}

static void add_new(struct slices *list, const struct slices *more, bool fold,
	struct arena *arena)
{
	for (size_t i = 0; i < more->count; i++)
		if (!has(list, more->items[i], fold))
			slices_add(list, more->items[i], arena);
}

/* ---- facts ------------------------------------------------------------ */

static void take_list(struct slices *to, const struct slices *from)
{
	if (to->count == 0)
		*to = *from;
}

static void take_texts(struct document *to, const struct document *from)
{
	for (const struct document_field *field = document_texts; field->name;
		field++) {
		struct slice *mine =
			(struct slice *)((char *)to + field->offset);

		if (mine->length == 0)
			*mine = *(const struct slice *)((const char *)from +
							field->offset);
	}
	if (from->date.length > to->date.length && to->date.length > 0 &&
		memcmp(from->date.data, to->date.data, to->date.length) == 0)
		to->date = from->date;
}

static void take_facts(
	struct document *to, const struct document *from, struct arena *arena)
{
	take_texts(to, from);
	take_list(&to->authors, &from->authors);
	take_list(&to->types, &from->types);
	if (to->mesh_count == 0) {
		to->mesh = from->mesh;
		to->mesh_count = from->mesh_count;
	}
	add_new(&to->nct, &from->nct, false, arena);
	add_new(&to->keywords, &from->keywords, true, arena);
	to->status |= from->status;
	if (document_id_before(from->id, to->id))
		to->id = from->id;
}

/* ---- text ------------------------------------------------------------- */

static size_t text_length(const struct document *document, bool abstract)
{
	size_t length = 0;

	for (size_t i = 0; i < document->sections_count; i++)
		if ((document->sections[i].kind == SECTION_ABSTRACT) ==
			abstract)
			length += document->sections[i].text.length;
	return length;
}

static void add_sections(struct document *to, const struct document *from,
	bool abstract, struct arena *arena)
{
	for (size_t i = 0; from && i < from->sections_count; i++) {
		const struct section *section = &from->sections[i];

		if ((section->kind == SECTION_ABSTRACT) == abstract)
			*document_add_section(to, SECTION_BODY, SLICE_EMPTY,
				SLICE_EMPTY, arena) = *section;
	}
}

static void take_sections(struct document *to, const struct part *parts,
	size_t count, struct arena *arena)
{
	const struct document *abstract = NULL, *body = NULL;
	size_t most = 0;

	for (size_t i = 0; i < count; i++) {
		const struct document *document = &parts[i].document;
		size_t length = text_length(document, false);

		if (!abstract && text_length(document, true) > 0)
			abstract = document;
		if (length > most) {
			most = length;
			body = document;
		}
	}
	add_sections(to, abstract, true, arena);
	add_sections(to, body, false, arena);
}

/* ---- the whole -------------------------------------------------------- */

/* Names that the entry's own facts do not say. */
static void take_names(struct document *to, const struct part *parts,
	size_t count, struct arena *arena)
{
	struct slices own = document_names(to, arena);

	for (size_t i = 0; i < count; i++) {
		struct slices names = document_names(&parts[i].document, arena);

		for (size_t n = 0; n < names.count; n++)
			if (!has(&own, names.items[n], false) &&
				!has(&to->names, names.items[n], false))
				slices_add(&to->names, names.items[n], arena);
	}
	if (to->names.count > 1)
		qsort(to->names.items, to->names.count,
			sizeof(*to->names.items), compare_slices);
}

static int read_part(struct slice record, struct part *part,
	struct arena *arena, struct error *err)
{
	if (record_decode(record, &part->document, arena, err) < 0)
		return -1;
	part->record = record;
	part->key = document_part(&part->document, arena);
	part->rank = rank_of(part->document.format);
	return 0;
}

int document_merge(const struct slices *records, struct document *out,
	struct arena *arena, struct error *err)
{
	struct part *parts = arena_array(arena, struct part, records->count);
	struct document merged = {0};

	if (records->count == 1)
		return record_decode(records->items[0], out, arena, err);
	for (size_t i = 0; i < records->count; i++)
		if (read_part(records->items[i], &parts[i], arena, err) < 0)
			return -1;
	qsort(parts, records->count, sizeof(*parts), compare_ranks);
	for (size_t i = 0; i < records->count; i++) {
		take_facts(&merged, &parts[i].document, arena);
		slices_add(&merged.parts, parts[i].record, arena);
	}
	take_sections(&merged, parts, records->count, arena);
	take_names(&merged, parts, records->count, arena);
	*out = merged;
	return 0;
}
