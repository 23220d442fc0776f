/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MeSH in ASCII (dYYYY.bin, cYYYY.bin): records of "FIELD = value" lines, each
 * begun by *NEWRECORD.
 *
 *	*NEWRECORD
 *	RECTYPE = D
 *	MH = Leukemia, Myeloid, Acute
 *	ENTRY = ANLL|T191|ABB|EQV|NLM (1991)|900101|abcdef
 *	MN = C04.557.337.539.275
 *	UI = D015470
 *
 * The last part of an entry says what the parts before it are: a the term, c
 * its lexical type, d how it relates to the heading (EQV, NRW, BRD, REL).  A
 * term that is not equivalent becomes a concept of its own, as in XML.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

#define PARTS_MAX 16

struct entry {
	struct slice term, type, relation;
};

/* A record before its UI is known, which stands at its end. */
struct ascii {
	struct import *import;
	struct source *source;
	struct arena record;
	struct slice heading, ui;
	struct entry *entries;
	size_t count, room;
	struct slice *places, *mapped;
	size_t places_count, places_room, mapped_count, mapped_room;
	bool open;
};

static void add_slice(struct ascii *ascii, struct slice **list, size_t *count,
	size_t *room, struct slice value)
{
	if (*count == *room) {
		*room = *room * 2 + 8;
		*list = arena_grow(
			&ascii->record, *list, *count, *room, sizeof(**list));
	}
	(*list)[(*count)++] = value;
}

static void add_entry(struct ascii *ascii, struct slice value)
{
	struct slice parts[PARTS_MAX];
	size_t count = import_split(value, '|', parts, PARTS_MAX);
	struct entry entry = {.term = parts[0]};

	for (size_t i = 0; count > 1 && count <= PARTS_MAX &&
			   i < parts[count - 1].length && i + 1 < count;
		i++)
		switch (parts[count - 1].data[i]) {
		case 'a':
			entry.term = parts[i];
			break;
		case 'c':
			entry.type = parts[i];
			break;
		case 'd':
			entry.relation = parts[i];
			break;
		default:
			break;
		}
	if (ascii->count == ascii->room) {
		ascii->room = ascii->room * 2 + 8;
		ascii->entries = arena_grow(&ascii->record, ascii->entries,
			ascii->count, ascii->room, sizeof(*ascii->entries));
	}
	ascii->entries[ascii->count++] = entry;
}

static void take_field(
	struct ascii *ascii, struct slice field, struct slice value)
{
	value = arena_copy(&ascii->record, value.data, value.length);
	if (slice_is(field, "MH") || slice_is(field, "NM"))
		ascii->heading = value;
	else if (slice_is(field, "UI"))
		ascii->ui = value;
	else if (slice_is(field, "ENTRY") || slice_is(field, "PRINT ENTRY") ||
		 slice_is(field, "SY"))
		add_entry(ascii, value);
	else if (slice_is(field, "MN"))
		add_slice(ascii, &ascii->places, &ascii->places_count,
			&ascii->places_room, value);
	else if (slice_is(field, "HM"))
		add_slice(ascii, &ascii->mapped, &ascii->mapped_count,
			&ascii->mapped_room, value);
}

static void gather_entry(
	struct ascii *ascii, uint32_t heading, const struct entry *entry)
{
	struct import *import = ascii->import;
	struct gather *gather = import->gather;
	struct name name = {.text = entry->term,
		.kind = FACT_EXACT,
		.inverted = true,
		.language = SLICE("en")};
	bool other = slice_is(entry->relation, "NRW") ||
		     slice_is(entry->relation, "BRD") ||
		     slice_is(entry->relation, "REL");
	uint32_t concept = heading;

	if (slice_starts(entry->type, "AB") || slice_starts(entry->type, "AC"))
		name.letter_case = CASE_EXACT;
	if (other) {
		struct slice id = arena_printf(&import->arena, "%.*s-%.*s",
			SLICE_PRINT(ascii->ui),
			SLICE_PRINT(text_fold(import->analyser, entry->term,
				&import->arena)));

		concept = gather_concept(gather, id);
		name.kind = FACT_PREFERRED;
		if (slice_is(entry->relation, "NRW"))
			gather_fact(gather, concept, FACT_PARENT, ascii->ui);
		else if (slice_is(entry->relation, "BRD"))
			gather_fact(gather, heading, FACT_PARENT, id);
	}
	if (name.text.length > 0)
		gather_name(gather, concept, &name);
}

/* A supplementary record names the headings it is filed under by name. */
static void gather_mapped(
	struct ascii *ascii, uint32_t concept, struct slice mapped)
{
	struct import *import = ascii->import;
	struct slice name = SLICE_EMPTY;

	import_part(&mapped, '/', &name);
	name = slice_trim(name);
	if (slice_starts(name, "*")) {
		name.data++;
		name.length--;
	}
	import_put(import,
		(struct slice){(const char *)&concept, sizeof(concept)});
	import_put(import, name);
}

/* Supplementary records stand in no tree. */
static bool is_wanted(const struct ascii *ascii)
{
	if (!ascii->import->branches || *ascii->ui.data == 'C')
		return true;
	for (size_t i = 0; i < ascii->places_count; i++)
		if (import_branch(ascii->import, ascii->places[i]))
			return true;
	return false;
}

static int end_record(struct ascii *ascii, struct error *err)
{
	struct import *import = ascii->import;

	if (!ascii->open)
		return 0;
	if (ascii->ui.length == 0 || ascii->heading.length == 0)
		return import_refuse(import, ascii->source, err,
			"the record that ends before this line has no %s",
			ascii->heading.length ? "UI" : "MH or NM");
	if (!is_wanted(ascii))
		return 0;
	uint32_t concept = gather_concept(import->gather, ascii->ui);

	gather_name(import->gather, concept,
		&(struct name){.text = ascii->heading,
			.kind = FACT_PREFERRED,
			.inverted = true,
			.language = SLICE("en")});
	for (size_t i = 0; i < ascii->count; i++)
		gather_entry(ascii, concept, &ascii->entries[i]);
	for (size_t i = 0; i < ascii->places_count; i++)
		gather_fact(
			import->gather, concept, FACT_TREE, ascii->places[i]);
	for (size_t i = 0; i < ascii->mapped_count; i++)
		gather_mapped(ascii, concept, ascii->mapped[i]);
	map_add(&import->first, ascii->heading, concept);
	import_identifier(import, concept, ascii->ui);
	return 0;
}

static void start_record(struct ascii *ascii)
{
	struct arena record = ascii->record;

	arena_reset(&record);
	arena_reset(&ascii->import->arena);
	*ascii = (struct ascii){.import = ascii->import,
		.source = ascii->source,
		.record = record,
		.open = true};
}

static int take_line(struct ascii *ascii, struct slice line, struct error *err)
{
	const char *equals =
		line.length ? memmem(line.data, line.length, " = ", 3) : NULL;

	if (slice_is(line, "*NEWRECORD")) {
		int result = end_record(ascii, err);

		start_record(ascii);
		return result;
	}
	if (line.length == 0)
		return 0;
	if (!equals || !ascii->open)
		return import_refuse(ascii->import, ascii->source, err,
			ascii->open ? "this line is not FIELD = value"
				    : "no *NEWRECORD stands before this line");
	size_t length = (size_t)(equals - line.data);

	if (ascii->record.used < IMPORT_RECORD_MAX)
		take_field(ascii, (struct slice){line.data, length},
			slice_trim((struct slice){
				equals + 3, line.length - length - 3}));
	return 0;
}

static int read_mesh_ascii(
	struct import *import, struct source *source, struct error *err)
{
	struct ascii ascii = {.import = import, .source = source};
	struct slice line;
	int more;

	arena_init(&ascii.record);
	while ((more = import_line(import, source, &line, err)) > 0)
		if (take_line(&ascii, line, err) != 0) {
			more = -1;
			break;
		}
	if (more == 0)
		more = end_record(&ascii, err);
	arena_clear(&ascii.record);
	return more;
}

static int finish_mesh_ascii(struct import *import, struct error *err)
{
	struct slice number, name;

	(void)err;
	for (size_t at = 0; import_take(import, &at, &number) &&
			    import_take(import, &at, &name);) {
		uint32_t concept, heading = map_find(&import->first, name);

		memcpy(&concept, number.data, sizeof(concept));
		if (heading != MAP_NONE)
			gather_parent(import->gather, concept, heading);
	}
	return 0;
}

const struct importer import_mesh_ascii = {.name = "mesh-ascii",
	.prefix = "MESH",
	.origin = "mesh",
	.help = "MeSH in ASCII: dYYYY.bin, cYYYY.bin",
	.has_branches = true,
	.read = read_mesh_ascii,
	.finish = finish_mesh_ascii};
