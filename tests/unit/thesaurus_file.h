/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A thesaurus from rows written with "|" for tabs, through a real file. */
#ifndef MEDLIT_TESTS_THESAURUS_FILE_H
#define MEDLIT_TESTS_THESAURUS_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "analysis/concept/concept.h"

/* Write the bytes to a new file; the caller removes and frees its name. */
static inline char *file_with(struct slice bytes)
{
	char *path = strdup("thesaurus-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	FILE *file = fdopen(fd, "wb");

	assert_int_equal(
		fwrite(bytes.data ? bytes.data : "", 1, bytes.length, file),
		bytes.length);
	assert_int_equal(fclose(file), 0);
	return path;
}

static inline struct thesaurus *open_bytes(
	struct slice bytes, struct text_analyser *analyser, struct error *err)
{
	char *path = file_with(bytes);
	struct thesaurus *thesaurus = thesaurus_open(path, analyser, err);

	unlink(path);
	free(path);
	return thesaurus;
}

static inline char *with_tabs(const char *rows)
{
	char *text = strdup(rows);

	for (char *at = text; *at; at++)
		if (*at == '|')
			*at = '\t';
	return text;
}

static inline struct thesaurus *open_rows(
	const char *rows, struct text_analyser *analyser, struct error *err)
{
	char *text = with_tabs(rows);
	struct thesaurus *thesaurus = open_bytes(slice_of(text), analyser, err);

	free(text);
	return thesaurus;
}

#endif
