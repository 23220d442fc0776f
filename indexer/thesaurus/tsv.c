/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Our own format, to put lists together: of concepts that two files share, by
 * slug, by identifier or by the preferred name, the first file's goes on and
 * takes the names of the other.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

#define COLUMNS 6

static int add_line(struct import *import, struct source *source,
	const struct slice *columns, struct error *err)
{
	int kind = fact_named(columns[1]), how = case_named(columns[3]);
	struct name name = {.text = columns[2],
		.kind = (uint8_t)(kind < 0 ? 0 : kind),
		.letter_case = (uint8_t)(how < 0 ? 0 : how)};

	if (kind < 0)
		return import_refuse(import, source, err,
			"\"%.60s\" is no relation",
			arena_string(&import->arena, columns[1].data,
				columns[1].length));
	if (fact_is_name((unsigned)kind) && how < 0)
		return import_refuse(import, source, err,
			"column 4 is no case: write exact, fold or auto");
	uint32_t concept = gather_concept(import->gather, columns[0]);

	gather_source(import->gather, columns[5]);
	if (!slice_is(columns[4], "-"))
		name.language = columns[4];
	if (fact_is_name((unsigned)kind))
		gather_name(import->gather, concept, &name);
	else
		gather_fact(import->gather, concept, (enum fact_kind)kind,
			columns[2]);
	return 0;
}

static int read_tsv(
	struct import *import, struct source *source, struct error *err)
{
	struct slice line, columns[COLUMNS];
	int more;

	while ((more = import_line(import, source, &line, err)) > 0) {
		size_t count = import_split(line, '\t', columns, COLUMNS);
		int result = 0;

		if (source->record == 1) {
			if (count != 3 ||
				!slice_is(columns[0], "#medlit-thesaurus") ||
				!slice_is(columns[1], "1"))
				return error_set(err, ERROR_FORMAT,
					"this is no thesaurus: the first line "
					"must be \"#medlit-thesaurus\", 1 and "
					"a version, separated by tabs");
			continue;
		}
		if (line.length == 0 || line.data[0] == '#')
			continue;
		if (count != COLUMNS)
			result = import_refuse(import, source, err,
				"%zu columns instead of %d, separated by tabs",
				count, COLUMNS);
		else
			result = add_line(import, source, columns, err);
		if (result != 0)
			return -1;
	}
	return more;
}

const struct importer import_tsv = {.name = "tsv",
	.prefix = "",
	.origin = "-",
	.help = "medlit's own lists, put together: the first file goes first",
	.by_hand = true,
	.merges = true,
	.read = read_tsv};
