/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A question read as a worker reads it, without an index; for the tests of what
 * questions are cut to. */
#ifndef MEDLIT_TESTS_ASKED_H
#define MEDLIT_TESTS_ASKED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "daemon/worker/query.h"

static struct {
	struct text_analyser *analyser;
	struct thesaurus *thesaurus;
	struct arena arena;
	struct settings settings;
	struct query query; /* the last one */
} t;

/* `list`: a thesaurus. */
static inline int asked_open(const char *list)
{
	char path[] = "/tmp/medlit-words-XXXXXX";
	int file = mkstemp(path);
	struct error err;

	assert_true(file >= 0);
	close(file);
	if (file_replace(path, slice_of(list), &err))
		fail_msg("%s", err.text);
	arena_init(&t.arena);
	t.settings = (struct settings){.query_terms = 64,
		.phrase_terms = 8,
		.cut_terms = 100,
		.syntax_depth = 8};
	t.analyser = text_analyser_new(&err);
	assert_non_null(t.analyser);
	t.thesaurus = thesaurus_open(path, t.analyser, &err);
	unlink(path);
	if (!t.thesaurus)
		fail_msg("%s", err.text);
	return 0;
}

static inline int asked_close(void **unused)
{
	(void)unused;
	thesaurus_close(t.thesaurus);
	text_analyser_free(t.analyser);
	arena_clear(&t.arena);
	return 0;
}

static inline void asked_make(
	const char *text, uint32_t syntax, uint32_t synonyms)
{
	struct request request = {.verb = VERB_SEARCH,
		.text = slice_of(text),
		.syntax = syntax,
		.synonyms = synonyms};

	arena_reset(&t.arena);
	query_make(&request, &t.settings, t.analyser, t.thesaurus, &t.arena,
		&t.query);
}

/* What became of each word: "InO:concept cause:word". */
static inline const char *asked_account(void)
{
	struct slice all = SLICE("");

	for (size_t i = 0; i < t.query.tokens_count; i++) {
		const struct query_token *token = &t.query.tokens[i];

		all = arena_printf(&t.arena, "%.*s%s%.*s:%s", SLICE_PRINT(all),
			i ? " " : "", (int)(token->end - token->start),
			t.query.text.data + token->start,
			query_status_name(token->status));
	}
	return all.data;
}

/* NULL: it has none. */
static inline void asked_check_warning(const char *warning)
{
	const char *first =
		t.query.warnings.count ? t.query.warnings.items[0].data : NULL;

	if (!first != !warning || (first && strcmp(first, warning)))
		fail_msg("%.*s: %s", SLICE_PRINT(t.query.text),
			first ? first : "no warning");
}

#endif
