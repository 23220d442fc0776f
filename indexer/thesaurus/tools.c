/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/thesaurus/tools.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

#define TEXT_FILE_MAX ((size_t)256 << 20)

static const struct option known[] = {
	{"dry-run", no_argument, NULL, 'n'},
	{"jobs", required_argument, NULL, 'j'},
	{"index", required_argument, NULL, 'i'},
	{"max-share", required_argument, NULL, 'm'},
	{"queries", required_argument, NULL, 'q'},
	{"report", required_argument, NULL, 'r'},
	{"thesaurus", required_argument, NULL, 't'},
	{NULL, 0, NULL, 0},
};

static int parse_share(const char *name, struct tool_options *options)
{
	char *end;
	double value = strtod(optarg, &end);

	if (optarg[0] < '0' || optarg[0] > '9' || *end || value <= 0 ||
		value > 100)
		return thesaurus_usage(name,
			"--max-share takes a number above 0, up to 100, not "
			"\"%s\"",
			optarg);
	options->max_share = value;
	return EXIT_ALL;
}

static int parse_jobs(const char *name, struct tool_options *options)
{
	if (options_jobs(&options->report, optarg) == 0)
		return EXIT_ALL;
	return thesaurus_usage(name,
		"--jobs takes a number from 1 to %d, not \"%s\"",
		INDEX_SHARDS_MAX, optarg);
}

static int parse_report(const char *name, struct tool_options *options)
{
	options->report.json = strcmp(optarg, "json") == 0;
	if (options->report.json || strcmp(optarg, "text") == 0)
		return EXIT_ALL;
	return thesaurus_usage(
		name, "--report is text or json, not \"%s\"", optarg);
}

static int take_option(struct tool_options *options, int key, char **argv)
{
	switch (key) {
	case 'i':
		options->index = optarg;
		return EXIT_ALL;
	case 'j':
		return parse_jobs(argv[0], options);
	case 'n':
		options->dry_run = true;
		return EXIT_ALL;
	case 'm':
		return parse_share(argv[0], options);
	case 'q':
		options->queries = optarg;
		return EXIT_ALL;
	case 'r':
		return parse_report(argv[0], options);
	case 't':
		options->thesaurus = optarg;
		return EXIT_ALL;
	default:
		return thesaurus_bad_option(argv[0], key, argv);
	}
}

int tool_options(struct tool_options *options, const char *letters, int argc,
	char **argv)
{
	int key, status;

	*options = (struct tool_options){0};
	optind = 0; /* getopt starts anew, behind the verb */
	opterr = 0;
	while ((key = getopt_long(argc, argv, ":i:j:nt:", known, NULL)) != -1) {
		if (key != ':' && !strchr(letters, key))
			key = '?';
		status = take_option(options, key, argv);
		if (status != EXIT_ALL)
			return status;
	}
	options->operands = argv + optind;
	options->count = (size_t)(argc - optind);
	for (size_t i = 0; i < options->count; i++)
		if (options->operands[i][0] == '\0')
			return thesaurus_usage(
				argv[0], "an empty word among the operands");
	return EXIT_ALL;
}

int source_open(struct source *source, const char *path, struct error *err)
{
	*source = (struct source){.path = path};
	arena_init(&source->arena);
	source->analyser = text_analyser_new(err);
	if (!source->analyser ||
		file_read(path, TEXT_FILE_MAX, &source->text, err) != 0)
		return -1;
	if (slice_starts(buffer_slice(&source->text), "MEDLITTH"))
		return error_set(err, ERROR_INVALID,
			"%s: is a compiled thesaurus: name the text file that "
			"it was made from",
			path);
	return 0;
}

void source_clear(struct source *source)
{
	text_analyser_free(source->analyser);
	buffer_clear(&source->text);
	arena_clear(&source->arena);
}

json_t *json_slice(struct slice text)
{
	return json_stringn(text.data ? text.data : "", text.length);
}

const char *json_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

void print_json(json_t *object)
{
	json_dumpf(object, stdout, 0);
	putchar('\n');
	json_decref(object);
}
