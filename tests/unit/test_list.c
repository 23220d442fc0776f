/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All faults of a list, senses, and the words they are judged by. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/concept/internal.h"
#include "thesaurus_file.h"

static struct text_analyser *analyser;
static struct arena arena;

#define HEAD "#medlit-thesaurus|1|2.0\n"
#define A    "a|preferred|alpha x|fold|en|x\n"
#define B    "b|preferred|beta x|fold|en|x\n"

static struct list_faults check_text_of(const char *rows)
{
	char *text = with_tabs(rows);
	struct list_faults faults;
	struct list_rows kept;

	/* A copy in the arena: faults may not point into what is freed. */
	list_check("x", arena_copy(&arena, text, strlen(text)), analyser,
		&arena, &faults, &kept);
	free(text);
	return faults;
}

/* "2 duplicate, 3 cycle" */
static const struct {
	const char *rows, *faults;
} lists[] = {
	{HEAD, ""},
	{HEAD A B, ""},
	{"", "1 bad-header"},
	{"x\n" A, "1 bad-header"},
	{HEAD B A, "3 unsorted"},
	/* one fault hides no other */
	{HEAD "a|x|alpha|fold|en|x\n" A
	      "a|kind|drug|fold|-|x\nb|parent|c|-|-|x\n",
		"2 bad-relation, 4 bad-case, 5 no-preferred, 5 unknown-parent"},
	/* the same letters are one form, other words none */
	{HEAD A "a|exact|Alpha-X|auto|en|x\n", "3 duplicate"},
	{HEAD "a|preferred|organ|fold|en|x\na|exact|organic|fold|en|x\n", ""},
	{HEAD "a|preferred|CRP|exact|en|x\nb|preferred|CRp|exact|en|x\n", ""},
	{HEAD "a|preferred|organs|fold|en|x\nb|preferred|organic|fold|en|x\n",
		""},
	{HEAD "a|preferred|organs|fold|en|x\nb|preferred|organ|fold|en|x\n",
		"3 plural-collision"},
	/* names of medicine in lower case, and prose */
	{HEAD "a|preferred|rash|fold|en|x\nb|preferred|times|fold|en|x\n",
		"3 english-word"},
	{HEAD "a|preferred|FISH|auto|en|x\n", ""},
	{HEAD "a|preferred|FISH|fold|en|x\n", "2 english-word"},
	{HEAD "a|preferred|alpha|fold|en|x\na|exact|day|exact|en|x\n",
		"3 unit"},
	/* senses */
	{HEAD A "a|sense|MS|exact|en|x\n" B "b|sense|MS|exact|en|x\n", ""},
	{HEAD A "a|exact|Ms|exact|en|x\n" B "b|sense|MS|exact|en|x\n", ""},
	{HEAD A "a|exact|ms|fold|en|x\n" B "b|sense|MS|exact|en|x\n",
		"3 too-short, 5 two-concepts"},
	{HEAD A "a|sense|MS|exact|en|x\na|sense|MS|exact|en|x\n",
		"4 duplicate"},
	{HEAD A "a|sense|M S|exact|en|x\n", "3 bad-sense"},
	{HEAD A "a|sense|MS|fold|en|x\n", "3 bad-case"},
};

static void test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct list_faults faults = check_text_of(lists[i].rows);
		struct buffer seen = BUFFER_INIT;

		for (size_t n = 0; n < faults.count; n++)
			buffer_printf(&seen, "%s%u %s", n ? ", " : "",
				(unsigned)faults.items[n].line,
				faults.items[n].code);
		assert_string_equal(
			seen.data ? seen.data : "", lists[i].faults);
		buffer_clear(&seen);
		arena_reset(&arena);
	}
}

/* A row as it was decided; those that are wrong are not there. */
static void test_rows(void **state)
{
	static const char rows[] = "#medlit-thesaurus\t1\t7\n"
				   "a\tpreferred\tFISH\tauto\ten\tmesh\n"
				   "a\tkind\n"
				   "a\texact\tfishing x\tauto\tde\t-\n";
	struct list_faults faults;
	struct list_rows kept;

	(void)state;
	list_check("x", SLICE(rows), analyser, &arena, &faults, &kept);
	assert_true(slice_is(kept.version, "7"));
	assert_int_equal(kept.count, 2);
	assert_int_equal(kept.items[0].letter_case, FORM_CASE_EXACT);
	assert_int_equal(kept.items[1].letter_case, FORM_CASE_FOLD);
	assert_int_equal(kept.items[1].line, 4);
	assert_true(slice_is(kept.items[0].source, "mesh"));
	assert_true(slice_is(kept.items[1].language, "de"));
	assert_int_equal(list_read("x", SLICE(rows), &arena, &kept, NULL), -1);
	arena_reset(&arena);
}

static const char senses[] =
	HEAD "crit|preferred|complete remission|auto|en|x\n"
	     "crit|sense|CR|exact|en|x\n"
	     "ms|preferred|multiple sclerosis|auto|en|x\n"
	     "ms|sense|MS|exact|en|x\n"
	     "ms|sense|MS-4|exact|en|x\n"
	     "spec|preferred|mass spectrometry|auto|en|x\n"
	     "spec|exact|MSpec|exact|en|x\n"
	     "spec|sense|MS|exact|en|x\n";

static const struct {
	const char *text, *found; /* "slug slug, ..." of each token with any */
} asked[] = {
	{"MS", "ms spec"},
	{"Patients with MS today", "ms spec"},
	{"MSs and CRs", "ms spec, crit"},
	{"ms Ms mS", ""},
	{"MS-4, MS4 and MS 4", "ms spec, ms, ms, ms spec, ms"},
	{"MS 5", "ms spec"},
	{"MSpec", ""},
	{"", ""},
};

static void test_senses(void **state)
{
	struct thesaurus *t = open_rows(senses, analyser, NULL);

	(void)state;
	assert_non_null(t);
	assert_int_equal(thesaurus_sense_count(t), 4);
	assert_int_equal(thesaurus_forms(t), 4);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct tokens tokens =
			text_tokens(analyser, slice_of(asked[i].text), &arena);
		struct concept_hits hits =
			concept_find(t, &tokens, true, &arena);
		struct buffer seen = BUFFER_INIT;

		for (size_t n = 0; n < tokens.count; n++) {
			uint32_t found[8];
			size_t count =
				thesaurus_senses(t, &tokens, n, found, 8);

			for (size_t m = 0; m < count; m++)
				buffer_printf(&seen, "%s%.*s",
					m > 0         ? " "
					: seen.length ? ", "
						      : "",
					SLICE_PRINT(concept_slug(t, found[m])));
		}
		assert_string_equal(seen.data ? seen.data : "", asked[i].found);
		/* never by themselves */
		for (size_t n = 0; n < hits.count; n++)
			assert_string_equal(asked[i].text, "MSpec");
		buffer_clear(&seen);
	}
	struct tokens tokens = text_tokens(analyser, SLICE("MS"), &arena);

	assert_int_equal(thesaurus_senses(t, &tokens, 0, NULL, 0), 2);
	assert_int_equal(thesaurus_senses(NULL, &tokens, 0, NULL, 0), 0);
	thesaurus_close(t);
	arena_reset(&arena);
}

/* Whatever the bytes, the check ends and names lines of the file. */
static void check_bytes(const char *bytes, size_t length)
{
	struct list_faults faults;
	struct list_rows rows;
	char *copy = malloc(length + 1); /* with nothing behind the end */
	uint32_t lines = 1;

	memcpy(copy, bytes, length);
	for (size_t i = 0; i < length; i++)
		lines += copy[i] == '\n';
	list_check("x", (struct slice){copy, length}, analyser, &arena, &faults,
		&rows);
	for (size_t i = 0; i < faults.count; i++) {
		assert_in_range(faults.items[i].line, 1, lines);
		assert_true(strlen(faults.items[i].text) > 10);
	}
	arena_reset(&arena);
	free(copy);
}

static void test_any_bytes(void **state)
{
	static const char values[] = {'\0', '\t', '\n', '\r', ' ', '|', '#',
		'-', '(', 'A', 'e', '\x80', '\xc2', '\xff'};
	char *text = with_tabs(senses);
	size_t length = strlen(text);

	(void)state;
	for (size_t i = 0; i <= length; i++)
		check_bytes(text, i);
	for (size_t i = 0; i < length; i++) {
		char kept = text[i];

		text[i] = values[i % sizeof(values)];
		check_bytes(text, length);
		text[i] = kept;
	}
	free(text);
}

static void check_sorted(struct slice words)
{
	struct slice before = SLICE_EMPTY;

	while (words.length > 0) {
		struct slice word = english_next(&words);

		assert_true(slice_compare(before, word) < 0);
		assert_true(is_english_word(word));
		before = word;
	}
}

static void test_english(void **state)
{
	static const char *const none[] = {"", " ", "a b", "aaa", "zzz",
		"timeout and", "leukemia x", "rituximab", "time "};

	(void)state;
	check_sorted(english_prose());
	check_sorted(english_names());
	assert_true(is_english_word(SLICE("time")));
	assert_true(is_english_word(SLICE("rash")));
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(is_english_word(slice_of(none[i])));
}

static int setup(void **state)
{
	(void)state;
	arena_init(&arena);
	analyser = text_analyser_new(NULL);
	return analyser ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	text_analyser_free(analyser);
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_senses),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_english),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
