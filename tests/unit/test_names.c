/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and the patterns that find them: "term/other term" with a bar between
 * patterns; and that whatever concept_find() sees, a pattern has. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "index/names.h"
#include "tests/unit/thesaurus_file.h"

static struct text_analyser *analyser;
static struct arena arena;

static struct name_patterns patterns_of(const char *text, bool exact)
{
	struct tokens *tokens = arena_new(&arena, struct tokens);

	*tokens = text_tokens(analyser, slice_of(text), &arena);
	return name_patterns(tokens, exact, analyser, &arena);
}

static void test_patterns(void **unused)
{
	static const struct {
		const char *name;
		bool exact;
		const char *patterns;
	} cases[] = {
		{"", false, ""},
		{"Besponsa", false, "besponsa"},
		{"acute leukemias", false, "acut leukemia"},
		/* an acronym is not stemmed, but "ards" in a paper is */
		{"ARDS", false, "ards"},
		{"ARDS", true, "XKARDS/ards"},
		{"InO salt", true, "XKInO/ino salt"},
		{"CMC-544", false, "cmc 544|cmc544"},
		{"CD22", false, "cd 22|cd22"},
		{"type 2 diabetes", false,
			"type 2 diabet|type2 diabet|type 2diabetes|"
			"type2diabetes"},
		{"IL-2 R alpha", false,
			"il 2 r alpha|il2 r alpha|il 2r alpha|il2r alpha|"
			"il 2 ralpha|il2 ralpha|il 2ralpha|il2ralpha"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct name_patterns all =
			patterns_of(cases[i].name, cases[i].exact);
		struct slice out = SLICE("");

		for (size_t p = 0; p < all.count; p++)
			for (size_t n = 0; n < all.items[p].count; n++) {
				struct slice other = all.items[p].others[n];

				out = arena_printf(&arena, "%.*s%s%.*s%s%.*s",
					SLICE_PRINT(out),
					n   ? " "
					: p ? "|"
					    : "",
					SLICE_PRINT(all.items[p].terms[n]),
					other.length ? "/" : "",
					SLICE_PRINT(other));
			}
		if (strcmp(out.data, cases[i].patterns) != 0)
			fail_msg("%s: %s", cases[i].name, out.data);
		assert_false(all.loose);
	}
	arena_reset(&arena);
}

static bool has_pattern(
	const struct xc_document *entry, const struct name_pattern *pattern)
{
	for (size_t n = 0; n < pattern->count; n++) {
		bool found = false;

		for (size_t i = 0; i < entry->terms_count; i++) {
			struct slice term = {entry->terms[i].data,
				entry->terms[i].length};

			found |= slice_equal(term, pattern->terms[n]) ||
				 (pattern->others[n].length &&
					 slice_equal(term, pattern->others[n]));
		}
		if (!found)
			return false;
	}
	return true;
}

static void test_found(void **unused)
{
	static const struct {
		const char *name, *letter_case, *text;
	} cases[] = {
		{"CMC-544", "fold", "of CMC-544"},
		{"CMC-544", "fold", "of CMC 544"},
		{"CMC-544", "fold", "of CMC544"},
		{"CMC-544", "fold", "of cmc 544"},
		{"cmc 544", "fold", "of CMC544s. cmc544"},
		{"type 2 diabetes", "fold", "Type-2 diabetes"},
		{"type 2 diabetes", "fold", "type2 diabetes"},
		{"ARDS", "fold", "with ards"},
		{"ALL", "exact", "with ALL"},
		{"ALL", "exact", "WITH ALL DRUGS OF THE HOSPITAL"},
		{"TNF alpha 2", "fold", "of TNF\xce\xb1"
					"2"},
		{"leukemia", "fold", "leukemias"},
		{"GM-CSF", "fold", "GMCSF"},
		{"GMCSF", "fold", "of GM-CSF"},
		{"GM-CSF", "exact", "of GMCSF"},
		{"non-coding RNA", "fold", "noncoding RNAs"},
		{"noncoding RNA", "fold", "of non-coding RNAs"},
		{"PD-L1 inhibitor", "fold", "PDL1 inhibitors"},
		{"PDL1 inhibitor", "fold", "PD-L1 inhibitors"},
		{"1,2-a-3-b-4-cyclohexane", "fold",
			"of 1,2-A-3b-4-cyclohexane"},
		{"1,2-a-3-b-4-cyclohexane", "fold",
			"of 1,2-A-3b4cyclohexane"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice rows = arena_printf(&arena,
			"#medlit-thesaurus|1|1\na|preferred|%s|%s|en|x\n",
			cases[i].name, cases[i].letter_case);
		struct thesaurus *list = open_rows(rows.data, analyser, NULL);
		struct document paper = {
			.id = SLICE("1"), .title = slice_of(cases[i].text)};
		struct analysed_document analysed =
			index_analyse(&paper, analyser, list, &arena);
		struct xc_document entry =
			schema_entry(&paper, &analysed, list, &arena);
		struct name_patterns all = patterns_of(cases[i].name,
			strcmp(cases[i].letter_case, "exact") == 0);
		bool found = false;

		if (analysed.items[0].concepts.count == 0)
			fail_msg("no %s in %s", cases[i].name, cases[i].text);
		for (size_t p = all.loose; p < all.count; p++)
			found |= has_pattern(&entry, &all.items[p]);
		if (!found)
			fail_msg("%s in %s", cases[i].name, cases[i].text);
		thesaurus_close(list);
		arena_reset(&arena);
	}
}

static int setup(void **unused)
{
	(void)unused;
	arena_init(&arena);
	analyser = text_analyser_new(NULL);
	return analyser ? 0 : -1;
}

static int teardown(void **unused)
{
	(void)unused;
	arena_clear(&arena);
	text_analyser_free(analyser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_found),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
