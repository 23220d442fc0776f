/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the targets for texts and questions read with: an analyser, and the list
 * that MEDLIT_FUZZ_THESAURUS names. */
#ifndef MEDLIT_TESTS_FUZZ_ANALYSER_H
#define MEDLIT_TESTS_FUZZ_ANALYSER_H

#include "analysis/concept/concept.h"
#include "tests/fuzz/fuzz.h"

static struct text_analyser *analyser;
static struct thesaurus *thesaurus;
static struct arena arena;

/* Before main(), so that what it takes counts for no input's limit of time. */
__attribute__((constructor)) static void set_up(void)
{
	struct error err;
	const char *list = getenv("MEDLIT_FUZZ_THESAURUS");

	analyser = text_analyser_new(&err);
	if (!analyser || !list ||
		!(thesaurus = thesaurus_open(list, analyser, &err))) {
		fprintf(stderr, "MEDLIT_FUZZ_THESAURUS: %s\n",
			list ? err.text : "name a list");
		exit(1);
	}
	arena_init(&arena);
}

#endif
