/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thesaurus: the work on lists of names, one action a row. */
#include "config.h"

#include "indexer/thesaurus/thesaurus.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "indexer/report.h"

#define TEXT_FILE_MAX ((size_t)256 << 20)

static const struct {
	const char *name, *usage;
	int (*run)(const struct options *options, char *const *operands,
		size_t count);
} actions[] = {
	{"apply", "FILE --index DIR", thesaurus_command_apply},
	{"check", "FILE [--index DIR [--max-share N]]",
		thesaurus_command_check},
	{"diff", "OLD NEW [--queries FILE --index DIR]",
		thesaurus_command_diff},
	{"stats", "FILE", thesaurus_command_stats},
	{"which", "FORM... FILE | FORM... --thesaurus FILE",
		thesaurus_command_which},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static int usage(void)
{
	fputs("medlit-index: thesaurus wants one of\n", stderr);
	for (size_t i = 0; i < COUNT(actions); i++)
		fprintf(stderr, "  thesaurus %s %s\n", actions[i].name,
			actions[i].usage);
	return EXIT_USAGE;
}

int command_thesaurus(
	const struct options *options, char *const *operands, size_t count)
{
	for (size_t i = 0; i < COUNT(actions); i++) {
		int status;

		if (strcmp(actions[i].name, operands[0]) != 0)
			continue;
		status = actions[i].run(options, operands + 1, count - 1);
		if (status < 0)
			fprintf(stderr,
				"medlit-index: usage: thesaurus %s %s\n",
				actions[i].name, actions[i].usage);
		return status < 0 ? EXIT_USAGE : status;
	}
	return usage();
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

void print_json(json_t *object)
{
	json_dumpf(object, stdout, 0);
	putchar('\n');
	json_decref(object);
}
