/* SPDX-License-Identifier: GPL-2.0-or-later */
/* medlit-index: options and verbs, each in one table. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "indexer/commands.h"
#include "indexer/reader/reader.h"
#include "indexer/report.h"

static const struct verb verbs[] = {
	{"add", "PATH...", VERB_LOCKS | VERB_CREATES,
		"index files, folders with all that is in them, and with - "
		"standard input",
		command_add, NULL},
	{"sync", "PATH...", VERB_LOCKS | VERB_CREATES,
		"make the index as the files are now: adds, updates and "
		"removes; an unchanged file costs nothing",
		command_sync, NULL},
	{"watch", "PATH...", VERB_LOCKS | VERB_CREATES,
		"sync, and then go on with every change until SIGTERM",
		command_watch, NULL},
	{"remove", "ID...", VERB_LOCKS, "take papers out", command_remove,
		NULL},
	{"rebuild", NULL, VERB_LOCKS | VERB_ANY_VERSION | VERB_WHOLE,
		"make a new generation from the stored papers: after an "
		"upgrade, or with another --thesaurus",
		command_rebuild, NULL},
	{"compact", NULL, VERB_LOCKS | VERB_WHOLE,
		"make a new, smaller generation of the same papers",
		command_compact, NULL},
	{"rollback", NULL, 0,
		"let the generation before the current one answer again, without "
		"what was changed since; no verb undoes it",
		command_rollback, NULL},
	{"status", NULL, 0, "what the index holds", command_status, NULL},
	{"verify", NULL, 0,
		"check every block and every record; says how to mend damage",
		command_verify, NULL},
	{"export", NULL, 0,
		"print every stored paper as a line of JSON; add reads it back",
		command_export, NULL},
	{"thesaurus", "COMMAND...", 0,
		"make and check lists of names; see medlit-index thesaurus "
		"--help",
		NULL, command_thesaurus},
};

enum option_key {
	OPTION_INDEX = 'i',
	OPTION_THESAURUS = 't',
	OPTION_JOBS = 'j',
	OPTION_DRY_RUN = 'n',
	OPTION_HELP = 'h',
	OPTION_VERSION = 'V',
	OPTION_REPORT = 256,
	OPTION_TYPE,
	OPTION_LIMIT,
	OPTION_FORCE,
};

struct option_row {
	const char *name;
	int key;
	const char *argument; /* NULL: takes none */
	const char *help;
};

static const struct option_row option_table[] = {
	{"index", OPTION_INDEX, "DIR",
		"folder of the index (default: $MEDLIT_INDEX)"},
	{"thesaurus", OPTION_THESAURUS, "FILE",
		"names and their concepts; `none` for no thesaurus (default: "
		"the index's own; for a new index the one that comes with "
		"medlit)"},
	{"jobs", OPTION_JOBS, "N",
		"writer processes, and shards of a new index (default: 1)"},
	{"type", OPTION_TYPE, "NAME",
		"format of all files (default: recognised by content)"},
	{"limit", OPTION_LIMIT, "NAME=N",
		"what one file may cost, one of the limits below; N may end in "
		"K, M or G"},
	{"dry-run", OPTION_DRY_RUN, NULL,
		"read everything, report what would be done, change nothing"},
	{"force", OPTION_FORCE, NULL,
		"with sync: remove also when many files are gone, and try "
		"again what failed before"},
	{"report", OPTION_REPORT, "FORMAT", "text (default) or json"},
	{"help", OPTION_HELP, NULL, "this text"},
	{"version", OPTION_VERSION, NULL, "versions of program and engine"},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

/* ---- messages --------------------------------------------------------- */

static void print_wrapped(const char *text, int indent)
{
	int column = indent;

	for (const char *at = text; *at;) {
		int word = (int)strcspn(at, " ");

		if (column + word > 78) {
			printf("\n%*s", indent, "");
			column = indent;
		}
		printf("%.*s", word, at);
		column += word + 1;
		at += word;
		if (*at == ' ')
			at++;
		if (*at && column <= 78)
			putchar(' ');
	}
	putchar('\n');
}

static void print_help(void)
{
	puts("Usage: medlit-index [OPTION...] VERB [OPERAND...]\n"
	     "Read papers into an index that medlitd searches.\n\nVerbs:");
	for (size_t i = 0; i < COUNT(verbs); i++) {
		printf("  %-10s%-12s ", verbs[i].name,
			verbs[i].operands ? verbs[i].operands : "");
		print_wrapped(verbs[i].help, 25);
	}
	puts("\nOptions:");
	for (size_t i = 0; i < COUNT(option_table); i++) {
		const struct option_row *row = &option_table[i];
		char head[32];

		if (row->key < 256)
			snprintf(head, sizeof(head), "-%c, --%s %s", row->key,
				row->name, row->argument ? row->argument : "");
		else
			snprintf(head, sizeof(head), "    --%s %s", row->name,
				row->argument ? row->argument : "");
		printf("  %-22s ", head);
		print_wrapped(row->help, 25);
	}
	printf("\nFormats: %s, each also as .gz\n\nLimits:\n",
		reader_formats());
	for (const struct limit *limit = limits_table(); limit->name; limit++) {
		printf("  %-22s ", limit->name);
		print_wrapped(limit->help, 25);
	}
	putchar('\n');
	puts("Exit status: 0 all went in, 1 some records failed or the run "
	     "was stopped,\n2 usage, 3 nothing usable, 4 the index is locked, "
	     "78 configuration (thesaurus,\nindex damaged or of another "
	     "version)");
}

__attribute__((format(printf, 1, 2))) static int usage(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("medlit-index: ", stderr);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("; try medlit-index --help\n", stderr);
	return EXIT_USAGE;
}

/* ---- command line ----------------------------------------------------- */

/* A short option may stand among others, or getopt have moved on already. */
static int refuse_option(int key, char **argv)
{
	const char *what = key == ':' ? "wants a value" : "is unknown";

	if (optopt > 0 && optopt < OPTION_REPORT &&
		strncmp(argv[optind - 1], "--", 2) != 0)
		return usage("option \"-%c\" %s", optopt, what);
	return usage("option \"%s\" %s", argv[optind - 1], what);
}

/* 0 go on, -1 done with *status. */
static int take_option(
	struct options *options, int key, char **argv, int *status)
{
	struct error err = {0};

	*status = EXIT_ALL;
	switch (key) {
	case OPTION_INDEX:
		options->index = optarg;
		return 0;
	case OPTION_THESAURUS:
		options->thesaurus = optarg;
		return 0;
	case OPTION_TYPE:
		options->type = optarg;
		if (reader_has_format(optarg))
			return 0;
		*status = usage("--type is one of %s, not \"%s\"",
			reader_formats(), optarg);
		return -1;
	case OPTION_LIMIT:
		if (limits_set(&options->limits, optarg, &err) == 0)
			return 0;
		*status = usage("--limit: %s", err.text);
		return -1;
	case OPTION_FORCE:
		options->force = true;
		return 0;
	case OPTION_DRY_RUN:
		options->dry_run = true;
		return 0;
	case OPTION_JOBS:
		if (options_jobs(options, optarg) == 0)
			return 0;
		*status = usage(
			"--jobs takes a number from 1 to %d, not \"%s\"",
			INDEX_SHARDS_MAX, optarg);
		return -1;
	case OPTION_REPORT:
		options->json = strcmp(optarg, "json") == 0;
		if (options->json || strcmp(optarg, "text") == 0)
			return 0;
		*status = usage("--report is text or json, not \"%s\"", optarg);
		return -1;
	case OPTION_HELP:
		print_help();
		return -1;
	case OPTION_VERSION:
		printf("medlit-index %s, schema %d, analysis %d, xapian %s\n",
			PACKAGE_VERSION, INDEX_SCHEMA_VERSION,
			TEXT_ANALYSIS_VERSION, xc_xapian_version());
		return -1;
	default:
		*status = refuse_option(key, argv);
		return -1;
	}
}

static int parse_options(
	struct options *options, int argc, char **argv, int *status)
{
	struct option known[COUNT(option_table) + 1] = {{0}};
	int key;

	for (size_t i = 0; i < COUNT(option_table); i++)
		known[i] = (struct option){option_table[i].name,
			option_table[i].argument ? required_argument
						 : no_argument,
			NULL, option_table[i].key};
	options->index = getenv("MEDLIT_INDEX");
	opterr = 0;
	while ((key = getopt_long(argc, argv, ":i:t:j:nhV", known, NULL)) != -1)
		if (take_option(options, key, argv, status) < 0)
			return -1;
	return 0;
}

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

/* What is wrong with the command line, told; EXIT_ALL: nothing. */
static int check_words(const struct options *options, const struct verb *verb,
	char *const *operands, size_t count)
{
	if (verb->operands && count == 0)
		return usage("%s wants %s", verb->name, verb->operands);
	if (!verb->operands && count > 0)
		return usage("unexpected \"%s\"", operands[0]);
	for (size_t i = 0; i < count; i++)
		if (operands[i][0] == '\0')
			return usage("an empty word among %s", verb->operands);
	if (!options->index || !*options->index)
		if (!options->dry_run || !(verb->flags & VERB_CREATES))
			return usage("%s is missing", "--index DIR");
	return EXIT_ALL;
}

/*
 * Started without standard streams, the next files opened would take their
 * numbers: a message would go into the index or to a writer process.
 */
static int keep_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

/* A report that nobody got is a failure, whatever the index has become. */
static int close_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fprintf(stderr, "medlit-index: cannot write to standard output: %s\n",
		strerror(errno));
	return status == EXIT_ALL ? EXIT_SOME : status;
}

/* What it got before the verb stands behind its command: "--index DIR thesaurus
 * apply FILE" is "thesaurus apply --index DIR FILE". */
static int run_alone(const struct verb *verb, int argc, char **argv)
{
	char **words = memory_new(((size_t)argc + 1) * sizeof(*words));
	int count = 0, status;

	for (int i = optind; i < argc && i < optind + 2; i++)
		words[count++] = argv[i];
	for (int i = 1; count > 1 && i < optind; i++)
		words[count++] = argv[i];
	for (int i = optind + 2; i < argc; i++)
		words[count++] = argv[i];
	status = verb->run_alone(count, words);
	free(words);
	return status;
}

int main(int argc, char **argv)
{
	struct options options = {.limits = *limits_default()};
	int status;

	if (keep_streams() < 0)
		return EXIT_NOTHING;
	if (argc > 1) {
		const struct verb *first = find_verb(argv[1]);

		if (first && first->run_alone)
			return close_output(
				first->run_alone(argc - 1, argv + 1));
	}
	if (parse_options(&options, argc, argv, &status) < 0)
		return close_output(status);
	if (optind == argc)
		return usage("a verb is missing (add, remove, status ...)");
	const struct verb *verb = find_verb(argv[optind]);
	char **operands = argv + optind + 1;
	size_t count = (size_t)(argc - optind - 1);

	if (!verb)
		return usage("unknown verb \"%s\"", argv[optind]);
	if (verb->run_alone)
		return close_output(run_alone(verb, argc, argv));
	status = check_words(&options, verb, operands, count);
	if (status == EXIT_ALL)
		status = verb_run(verb, &options, operands, count);
	return close_output(status);
}
