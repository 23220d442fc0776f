/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words of a question only make a question of it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/worker/scaffold.h"

static struct text_analyser *analyser;
static struct arena arena;

static int setup(void **unused)
{
	struct error err;

	(void)unused;
	arena_init(&arena);
	analyser = text_analyser_new(&err);
	return analyser ? 0 : -1;
}

static int teardown(void **unused)
{
	(void)unused;
	text_analyser_free(analyser);
	arena_clear(&arena);
	return 0;
}

/* The words found, each with a blank behind. */
static const char *scaffold_of(const char *question)
{
	struct tokens tokens =
		text_tokens(analyser, slice_of(question), &arena);
	uint8_t *found = scaffold_find(&tokens, &arena);
	struct slice words = SLICE("");

	for (size_t i = 0; i < tokens.count; i++)
		if (found[i])
			words = arena_printf(&arena, "%.*s%.*s ",
				SLICE_PRINT(words),
				SLICE_PRINT(tokens.items[i].folded));
	return words.length ? words.data : "";
}

/* Function words are no scaffolding: they are left out anyway. */
static void test_words(void **unused)
{
	static const struct {
		const char *question, *scaffold;
	} cases[] = {
		{"", ""},
		{"aspirin prevents stroke", ""},
		{"Is there any evidence that aspirin prevents stroke?",
			"evidence "},
		{"Please find me papers about CD22", "please find papers "},
		{"I would like to know whether InO causes VOD. Thank you",
			"like know thank "},
		{"What is known about the liver?", "known "},
		{"Could you tell me if statins are safe", "tell "},
		{"Show me published studies on asthma",
			"show published studies "},
		{"Are there data on asthma", "data "},
		/* what is asked for, and no verb that asks */
		{"evidence for CD22", ""},
		{"data on asthma", ""},
		{"studies of asthma in research", ""},
		/* an opening ends at a word of another kind */
		{"What liver studies are known about", ""},
		{"Does evidence help", ""},
		/* an opening starts a sentence */
		{"Aspirin. Please tell me about stroke", "please tell "},
		{"Aspirin, tell me about stroke", ""},
		{"Stroke after aspirin, is evidence for it known", ""},
		/* polite anywhere */
		{"liver thanks", "thanks "},
		{"hello, liver please", "hello please "},
		{"Hi, dear doctor", "hi dear "},
		/* a name in capitals is no word */
		{"What is known about DATA in mice", "known "},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(scaffold_of(cases[i].question), cases[i].scaffold))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].question,
				scaffold_of(cases[i].question),
				cases[i].scaffold);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
