/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MeSH as a table: descriptor, preferred name, entry terms between "|", tree
 * numbers between "|"; columns separated by tabs, all names in lower case.
 *
 * The table does not say which entry terms are narrower: all become names of
 * the descriptor.  Capitals are lost too.  A short word whose letters are the
 * initials of another name of the descriptor gets them back, so that "aids"
 * is AIDS and does not name hearing aids.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

#define COLUMNS      4
#define ACRONYM_MAX  5
#define INITIALS_MAX 16

static bool is_lower(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < 'a' || text.data[i] > 'z')
			return false;
	return true;
}

/* First letters of the words; returns how many. */
static size_t initials_of(struct slice name, char *initials)
{
	size_t count = 0;
	char before = ' ';

	for (size_t i = 0; i < name.length && count < INITIALS_MAX; i++) {
		char c = name.data[i];

		if ((before == ' ' || before == '-') && c != ' ' && c != '-')
			initials[count++] = c;
		before = c;
	}
	return count;
}

/* Do all letters but one stand among the initials, in order, the first being
 * the first?  aids: acquired immunodeficiency syndrome. */
static bool abbreviates(struct slice word, struct slice name)
{
	char initials[INITIALS_MAX];
	size_t count = initials_of(name, initials), found = 0, at = 0;

	if (count < 2 || initials[0] != word.data[0])
		return false;
	for (size_t i = 0; i < word.length; i++)
		for (size_t n = at; n < count; n++)
			if (initials[n] == word.data[i]) {
				found++;
				at = n + 1;
				break;
			}
	return found >= 2 && found + 1 >= word.length;
}

static bool is_acronym(struct slice word, const struct slice *columns)
{
	struct slice names = columns[2], name;

	if (word.length < 2 || word.length > ACRONYM_MAX || !is_lower(word))
		return false;
	if (abbreviates(word, columns[1]))
		return true;
	while (import_part(&names, '|', &name))
		if (abbreviates(word, name))
			return true;
	return false;
}

static struct slice in_capitals(struct slice word, struct arena *arena)
{
	char *text = arena_string(arena, word.data, word.length);

	for (size_t i = 0; i < word.length; i++)
		text[i] = (char)(text[i] - 'a' + 'A');
	return (struct slice){text, word.length};
}

static void add_name(struct import *import, uint32_t concept,
	const struct slice *columns, struct slice text, enum fact_kind kind)
{
	struct name name = {.text = slice_trim(text),
		.kind = (uint8_t)kind,
		.inverted = true,
		.language = SLICE("en")};

	if (name.text.length == 0)
		return;
	if (is_acronym(name.text, columns))
		name.text = in_capitals(name.text, &import->arena);
	gather_name(import->gather, concept, &name);
}

/* Supplementary records stand in no tree. */
static bool is_wanted(const struct import *import, const struct slice *columns)
{
	struct slice list = columns[3], part;

	if (!import->branches || *columns[0].data == 'C')
		return true;
	while (import_part(&list, '|', &part))
		if (import_branch(import, part))
			return true;
	return false;
}

static void add_descriptor(struct import *import, const struct slice *columns)
{
	uint32_t concept = gather_concept(import->gather, columns[0]);
	struct slice list = columns[2], part;

	add_name(import, concept, columns, columns[1], FACT_PREFERRED);
	while (import_part(&list, '|', &part))
		add_name(import, concept, columns, part, FACT_EXACT);
	list = columns[3];
	while (import_part(&list, '|', &part))
		gather_fact(import->gather, concept, FACT_TREE, part);
	import_identifier(import, concept, columns[0]);
}

static bool is_descriptor(struct slice id)
{
	if (id.length < 7 || id.length > 10 ||
		(id.data[0] != 'D' && id.data[0] != 'C'))
		return false;
	for (size_t i = 1; i < id.length; i++)
		if (id.data[i] < '0' || id.data[i] > '9')
			return false;
	return true;
}

static int read_mesh_tsv(
	struct import *import, struct source *source, struct error *err)
{
	struct slice line, columns[COLUMNS];
	int more;

	while ((more = import_line(import, source, &line, err)) > 0) {
		size_t count = import_split(line, '\t', columns, COLUMNS);
		int result = 0;

		if (line.length == 0 ||
			(source->record == 1 &&
				slice_is(columns[0], "descriptor_id")))
			continue;
		if (count != COLUMNS)
			result = import_refuse(import, source, err,
				"%zu columns instead of %d: descriptor, name, "
				"entry terms, tree numbers, separated by tabs",
				count, COLUMNS);
		else if (!is_descriptor(columns[0]))
			result = import_refuse(import, source, err,
				"\"%.*s\" is no descriptor: write it as "
				"D015470",
				columns[0].length < 40 ? (int)columns[0].length
						       : 40,
				columns[0].data);
		else if (is_wanted(import, columns))
			add_descriptor(import, columns);
		if (result != 0)
			return -1;
	}
	return more;
}

const struct importer import_mesh_tsv = {.name = "mesh-tsv",
	.prefix = "MESH",
	.origin = "mesh",
	.help = "MeSH as a table: id, name, terms|, trees|",
	.has_branches = true,
	.read = read_mesh_tsv};
