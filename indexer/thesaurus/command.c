/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands on thesauri, in one table. */
#include "config.h"

#include "indexer/thesaurus/command.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "indexer/commands.h"
#include "indexer/report.h"
#include "indexer/session.h"
#include "indexer/thesaurus/import.h"

struct command {
	const char *name;
	const char *usage;
	int (*run)(int argc, char **argv);
};

static const struct command commands[] = {
	{"apply", "--index DIR [--dry-run] [--jobs N] [--report json] FILE",
		thesaurus_apply},
	{"check", "[--index DIR [--max-share PERCENT]] [--report json] FILE",
		thesaurus_check},
	{"diff", "[--queries FILE --index DIR] [--report json] OLD NEW",
		thesaurus_diff},
	{"stats", "[--report json] FILE", thesaurus_stats},
	{"which", "[--report json] FORM... FILE, or --thesaurus FILE FORM...",
		thesaurus_which},
	{"import",
		"--from FORMAT [--version V] [--id-prefix P] [--source S] "
		"[--columns LIST] [--branches ACD] [--dropped FILE] -o OUT.tsv "
		"FILE...",
		thesaurus_import},
	{"export", "--to solr [-o OUT] FILE", thesaurus_export},
	{"compile", "FILE -o IMAGE", thesaurus_compile_file},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static void print_help(void)
{
	const struct importer *importer;

	puts("Usage: medlit-index thesaurus COMMAND ...\n\nCommands:");
	for (size_t i = 0; i < COUNT(commands); i++)
		printf("  %s %s\n", commands[i].name, commands[i].usage);
	puts("\nFormats of import, each also as .gz:");
	for (size_t i = 0; (importer = importer_at(i)); i++)
		printf("  %-12s %s\n", importer->name, importer->help);
	puts("\nExit status: 0 all is right, 1 a list has faults, a form names "
	     "nothing, or some\nrecords or questions were refused, 2 usage, 3 "
	     "nothing usable, and no file was\nchanged, 78 a list that is worked "
	     "with is no list, or the index is wrong");
}

int thesaurus_usage(const char *name, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fprintf(stderr, "medlit-index: thesaurus%s%s: ", name ? " " : "",
		name ? name : "");
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("; try medlit-index thesaurus --help\n", stderr);
	return EXIT_USAGE;
}

int thesaurus_bad_option(const char *name, int key, char **argv)
{
	return thesaurus_usage(name, "option \"%s\" %s", argv[optind - 1],
		key == ':' ? "wants a value" : "is unknown");
}

int thesaurus_failed(const struct error *err)
{
	fprintf(stderr, "medlit-index: %s\n", err->text);
	return session_status(err);
}

int command_thesaurus(int argc, char **argv)
{
	if (argc < 2)
		return thesaurus_usage(NULL, "a command is missing");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help();
		return EXIT_ALL;
	}
	for (size_t i = 0; i < COUNT(commands); i++)
		if (strcmp(commands[i].name, argv[1]) == 0)
			return commands[i].run(argc - 1, argv + 1);
	return thesaurus_usage(NULL, "unknown command \"%s\"", argv[1]);
}
