/* SPDX-License-Identifier: GPL-2.0-or-later */
/* medlit-index thesaurus compile: a list to the image that programs map. */
#include "config.h"

#include <getopt.h>
#include <stdio.h>

#include "analysis/concept/concept.h"
#include "base/file.h"
#include "base/plural.h"
#include "indexer/report.h"
#include "indexer/thesaurus/command.h"

static int compile(const char *path, const char *output, struct error *err)
{
	struct text_analyser *analyser = text_analyser_new(err);
	struct thesaurus *thesaurus =
		analyser ? thesaurus_open(path, analyser, err) : NULL;
	int result = -1;

	if (thesaurus)
		result = file_replace(output, thesaurus_image(thesaurus), err);
	if (result == 0)
		fprintf(stderr, "%u concept%s, %u form%s, %zu bytes\n",
			thesaurus_concepts(thesaurus),
			plural_s(thesaurus_concepts(thesaurus)),
			thesaurus_forms(thesaurus),
			plural_s(thesaurus_forms(thesaurus)),
			thesaurus_image(thesaurus).length);
	thesaurus_close(thesaurus);
	text_analyser_free(analyser);
	return result;
}

int thesaurus_compile_file(int argc, char **argv)
{
	static const struct option known[] = {
		{"output", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};
	const char *output = NULL;
	struct error err;
	int key;

	optind = 0;
	opterr = 0;
	while ((key = getopt_long(argc, argv, ":o:", known, NULL)) != -1) {
		if (key != 'o')
			return thesaurus_bad_option("compile", key, argv);
		output = optarg;
	}
	if (!output || !*output)
		return thesaurus_usage("compile", "-o IMAGE is missing");
	if (argc - optind != 1)
		return thesaurus_usage("compile", "one FILE is compiled");
	if (compile(argv[optind], output, &err) != 0)
		return thesaurus_failed(&err);
	return EXIT_ALL;
}
