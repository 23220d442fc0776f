/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medlit-index thesaurus import: files of names to one of our lists.  The list
 * is written when all files are read, beside its place and then renamed.
 */
#include "config.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/plain.h"
#include "base/plural.h"
#include "indexer/report.h"
#include "indexer/thesaurus/command.h"
#include "indexer/thesaurus/import.h"

#define VERSION_MAX 64                 /* of a list (analysis/concept) */
#define BRANCHES    "ABCDEFGHIJKLMNVZ" /* of MeSH */
#define TOLD_MAX    10                 /* forms of another concept */

struct choice {
	const struct importer *importer;
	const char *version, *prefix, *source, *columns, *branches, *dropped,
		*output;
	char *const *files;
	size_t count;
};

enum option_key {
	OPTION_FROM = 256,
	OPTION_VERSION,
	OPTION_PREFIX,
	OPTION_SOURCE,
	OPTION_COLUMNS,
	OPTION_BRANCHES,
	OPTION_DROPPED,
};

static const struct option known[] = {
	{"from", required_argument, NULL, OPTION_FROM},
	{"version", required_argument, NULL, OPTION_VERSION},
	{"id-prefix", required_argument, NULL, OPTION_PREFIX},
	{"source", required_argument, NULL, OPTION_SOURCE},
	{"columns", required_argument, NULL, OPTION_COLUMNS},
	{"branches", required_argument, NULL, OPTION_BRANCHES},
	{"dropped", required_argument, NULL, OPTION_DROPPED},
	{"output", required_argument, NULL, 'o'},
	{NULL, 0, NULL, 0},
};

static int take_option(struct choice *choice, int key, char **argv)
{
	switch (key) {
	case OPTION_FROM:
		choice->importer = importer_named(optarg);
		if (choice->importer)
			return 0;
		return thesaurus_usage(
			"import", "--from: no format \"%s\"", optarg);
	case OPTION_VERSION:
		choice->version = optarg;
		return 0;
	case OPTION_PREFIX:
		choice->prefix = optarg;
		return 0;
	case OPTION_SOURCE:
		choice->source = optarg;
		return 0;
	case OPTION_COLUMNS:
		choice->columns = optarg;
		return 0;
	case OPTION_BRANCHES:
		choice->branches = optarg;
		return 0;
	case OPTION_DROPPED:
		choice->dropped = optarg;
		return 0;
	case 'o':
		choice->output = optarg;
		return 0;
	default:
		return thesaurus_bad_option("import", key, argv);
	}
}

/* A word that may stand in a column of the list. */
static bool is_word(const char *text, size_t most)
{
	size_t length = strlen(text);

	if (length == 0 || length > most)
		return false;
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return text[0] != ' ' && text[length - 1] != ' ';
}

static int check_choice(struct choice *choice)
{
	if (!choice->importer)
		return thesaurus_usage("import", "--from FORMAT is missing");
	if (!choice->output || !*choice->output)
		return thesaurus_usage("import", "-o OUT.tsv is missing");
	if (choice->count == 0)
		return thesaurus_usage("import", "no FILE is named");
	if (choice->columns && choice->importer != &import_csv)
		return thesaurus_usage("import", "--columns is of csv alone");
	if (choice->branches &&
		(!choice->importer->has_branches || !*choice->branches ||
			strspn(choice->branches, BRANCHES) !=
				strlen(choice->branches)))
		return thesaurus_usage("import",
			"--branches: letters of the trees of MeSH, as ACD");
	if (!choice->version)
		choice->version = choice->importer->name;
	if (!is_word(choice->version, VERSION_MAX) ||
		strcmp(choice->version, "none") == 0)
		return thesaurus_usage("import",
			"--version: 1 to %d letters of ASCII, not \"none\"",
			VERSION_MAX);
	if (choice->source && !is_word(choice->source, VERSION_MAX))
		return thesaurus_usage("import",
			"--source: 1 to %d letters of ASCII", VERSION_MAX);
	if (choice->prefix && *choice->prefix &&
		(!is_word(choice->prefix, 20) || strpbrk(choice->prefix, " :")))
		return thesaurus_usage(
			"import", "--id-prefix: 1 to 20 letters, without `:'");
	return 0;
}

static int parse(struct choice *choice, int argc, char **argv)
{
	int key, status;

	optind = 0;
	opterr = 0;
	while ((key = getopt_long(argc, argv, ":o:", known, NULL)) != -1) {
		status = take_option(choice, key, argv);
		if (status != 0)
			return status;
	}
	choice->files = argv + optind;
	choice->count = (size_t)(argc - optind);
	return check_choice(choice);
}

/* ---- what happened ---------------------------------------------------- */

static void tell_refused(const struct import *import)
{
	struct slice told = buffer_slice(&import->told), line;

	while (import_part(&told, '\n', &line))
		if (line.length > 0)
			fprintf(stderr, "medlit-index: %.*s\n",
				SLICE_PRINT(line));
	if (import->refused > IMPORT_TOLD_MAX)
		fprintf(stderr,
			"medlit-index: %llu more were refused\n",
			(unsigned long long)(import->refused -
					     IMPORT_TOLD_MAX));
}

/* A value may hold what a terminal would obey. */
static void tell_line(const struct slice *columns)
{
	bool several = slice_is(columns[3], "-");
	char *text = memory_printf("  \"%.*s\" of %.*s is %s%.*s",
		SLICE_PRINT(columns[2]), SLICE_PRINT(columns[1]),
		several ? "of several concepts" : "kept by ",
		SLICE_PRINT(several ? SLICE_EMPTY : columns[3]));

	plain_text(text);
	fprintf(stderr, "%s\n", text);
	free(text);
}

static void tell_ambiguous(struct slice dropped)
{
	struct slice line, columns[4];
	int told = 0;

	while (import_part(&dropped, '\n', &line) && told < TOLD_MAX) {
		if (import_split(line, '\t', columns, 4) != 4 ||
			!slice_is(columns[0], drop_names[DROP_AMBIGUOUS]))
			continue;
		tell_line(columns);
		told++;
	}
}

static void tell_counts(
	const struct import *import, const struct gather_counts *counts)
{
	fprintf(stderr, "%u concept%s, %u form%s", counts->concepts,
		plural_s(counts->concepts), counts->forms,
		plural_s(counts->forms));
	if (counts->merged)
		fprintf(stderr, ", %u concept%s of several files made one",
			counts->merged, plural_s(counts->merged));
	fprintf(stderr, ", %llu record%s refused\n",
		(unsigned long long)import->refused,
		plural_s(import->refused));
	for (int i = 1; i < DROP_REASONS; i++)
		if (counts->dropped[i])
			fprintf(stderr, "dropped %llu: %s\n",
				(unsigned long long)counts->dropped[i],
				drop_names[i]);
}

/* ---- the run ---------------------------------------------------------- */

static int write_files(const struct choice *choice, struct slice list,
	struct slice dropped, struct error *err)
{
	if (choice->dropped && file_replace(choice->dropped, dropped, err) != 0)
		return error_prefix(err, "%s: ", choice->dropped);
	return file_replace(choice->output, list, err);
}

static int run(const struct choice *choice, struct import *import,
	struct gather_counts *counts, struct error *err)
{
	struct buffer list = BUFFER_INIT, dropped = BUFFER_INIT;
	int result = 0;

	for (size_t i = 0; i < choice->count && result == 0; i++)
		result = import_file(import, choice->files[i], err);
	if (result == 0)
		result = import_finish(import, err);
	tell_refused(import);
	if (result == 0)
		result = gather_list(import->gather, slice_of(choice->version),
			&list, &dropped, counts, err);
	if (result != 0 && import->refused == 0 && counts->read == 0 &&
		choice->count == 1 && err->code == ERROR_FORMAT &&
		gather_is_empty(import->gather))
		error_prefix(err, "%s: nothing in it is of the format %s: ",
			choice->files[0], choice->importer->name);
	if (result == 0)
		result = write_files(choice, buffer_slice(&list),
			buffer_slice(&dropped), err);
	if (result == 0) {
		tell_counts(import, counts);
		tell_ambiguous(buffer_slice(&dropped));
	}
	buffer_clear(&list);
	buffer_clear(&dropped);
	return result;
}

/* What is imported is read as papers are: a file of which nothing can be used is
 * no fault of how things are set up. */
static int import_failed(const struct error *err)
{
	int status = thesaurus_failed(err);

	return status == EXIT_CONFIG ? EXIT_NOTHING : status;
}

int thesaurus_import(int argc, char **argv)
{
	struct choice choice = {0};
	struct gather_counts counts = {0};
	struct text_analyser *analyser;
	struct import import;
	struct error err;
	int status = parse(&choice, argc, argv);

	if (status != 0)
		return status;
	analyser = text_analyser_new(&err);
	if (!analyser)
		return thesaurus_failed(&err);
	import_init(&import, choice.importer, analyser, choice.prefix,
		choice.source);
	import.columns = choice.columns;
	import.branches = choice.branches;
	if (run(&choice, &import, &counts, &err) != 0)
		status = import_failed(&err);
	else
		status = import.refused ? EXIT_SOME : EXIT_ALL;
	import_clear(&import);
	text_analyser_free(analyser);
	return status;
}
