/* SPDX-License-Identifier: GPL-2.0-or-later */
/* medlit-index thesaurus NAME ...: its commands, in one table. */
#include "config.h"

#include <stdio.h>

#include "indexer/commands.h"
#include "indexer/report.h"
#include "indexer/thesaurus/thesaurus.h"

static const struct {
	const char *name, *usage;
	int (*run)(const struct options *options, char *const *operands,
		size_t count);
} commands[] = {
	{"apply", "apply FILE", thesaurus_apply},
};

#define COUNT (sizeof(commands) / sizeof(*commands))

int thesaurus_usage(const char *usage)
{
	fprintf(stderr,
		"medlit-index: usage: medlit-index --index DIR thesaurus %s\n",
		usage);
	return EXIT_USAGE;
}

int command_thesaurus(const struct options *options, char *const *operands,
	size_t count)
{
	for (size_t i = 0; count > 0 && i < COUNT; i++)
		if (strcmp(operands[0], commands[i].name) == 0)
			return commands[i].run(
				options, operands + 1, count - 1);
	for (size_t i = 0; i < COUNT; i++)
		thesaurus_usage(commands[i].usage);
	return EXIT_USAGE;
}
