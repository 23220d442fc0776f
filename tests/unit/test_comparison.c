/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which things of a question are compared. */
#include "config.h"

#include "daemon/worker/comparison.h"
#include "tests/unit/asked.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\texact\tDGZ\texact\ten\t-\n"
	"soc\tpreferred\tstandard of care\tfold\ten\t-\n"
	"soc\texact\tSOC\texact\ten\t-\n";

static int setup(void **unused)
{
	(void)unused;
	return asked_open(words);
}

/* @concept or the clause's first term. */
static struct slice clause_text(uint32_t number)
{
	const struct clause *clause = &t.query.clauses[number];

	if (clause->kind != CLAUSE_CONCEPT)
		return clause->parts[0].terms[0];
	return arena_printf(&t.arena, "@%.*s",
		SLICE_PRINT(concept_slug(t.thesaurus, clause->concept)));
}

/* "left / right: words that compare"; "" where nothing is compared. */
static const char *comparison(const char *text)
{
	struct slice found, left, right;

	asked_make(text, SYNTAX_AUTO, 1);
	if (!t.query.compares)
		return "";
	left = clause_text(t.query.arms[0]);
	right = clause_text(t.query.arms[1]);
	found = arena_printf(&t.arena, "%.*s / %.*s:", SLICE_PRINT(left),
		SLICE_PRINT(right));
	for (size_t i = 0; i < t.query.tokens_count; i++)
		if (t.query.tokens[i].status == STATUS_OPERATOR)
			found = arena_printf(&t.arena, "%.*s %.*s",
				SLICE_PRINT(found),
				SLICE_PRINT(t.query.tokens[i].folded));
	return found.data;
}

static void test_arms(void **unused)
{
	static const struct {
		const char *question, *found;
	} cases[] = {
		{"warfarin vs aspirin", "warfarin / aspirin: vs"},
		{"warfarin vs. aspirin in mice", "warfarin / aspirin: vs"},
		{"warfarin versus aspirin", "warfarin / aspirin: versus"},
		{"effect of warfarin compared with aspirin",
			"warfarin / aspirin: compared with"},
		{"warfarin compared to aspirin",
			"warfarin / aspirin: compared to"},
		{"warfarin in comparison with aspirin",
			"warfarin / aspirin: in comparison with"},
		{"warfarin rather than aspirin",
			"warfarin / aspirin: rather than"},
		{"warfarin instead of aspirin",
			"warfarin / aspirin: instead of"},
		{"differences between warfarin and aspirin",
			"warfarin / aspirin: differences between"},
		{"comparison of the warfarin with aspirin",
			"warfarin / aspirin: comparison of"},
		{"compare warfarin to aspirin", "warfarin / aspirin: compare"},
		{"comparing warfarin or aspirin",
			"warfarin / aspirin: comparing"},
		/* a concept is the arm, however far it is */
		{"DGZ in mice versus standard of care in men",
			"mous / @soc: versus"},
		{"DGZ for mice vs SOC", "mous / @soc: vs"},
		{"DGZ mice vs old SOC", "@drugazole / @soc: vs"},
		/* of several words the noun */
		{"low warfarin vs low aspirin", "warfarin / aspirin: vs"},
		/* the first comparison counts */
		{"mice vs men vs rats", "mous / man: vs"},
		/* nothing on a side, or the same thing */
		{"vs aspirin", ""},
		{"warfarin vs", ""},
		{"warfarin vs warfarin", ""},
		{"DGZ vs drugazole besylate", ""},
		/* no comparison */
		{"warfarin and aspirin", ""},
		{"difference between warfarin", ""},
		{"warfarin compared", ""},
		{"\"warfarin vs aspirin\"", ""},
		{"", ""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *found = comparison(cases[i].question);

		if (strcmp(found, cases[i].found))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].question,
				found, cases[i].found);
	}
}

/* The words that compare are asked for no more; where nothing is compared they
 * are words. */
static void test_words_that_compare(void **unused)
{
	static const struct {
		const char *question;
		size_t asked;
	} cases[] = {
		{"warfarin compared with aspirin", 2},
		{"compared warfarin", 2},
		/* asked for elsewhere, too */
		{"compare warfarin and aspirin", 2},
		{"warfarin compared with aspirin if compared", 3},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t asked = 0;

		comparison(cases[i].question);
		for (size_t n = 0; n < t.query.clauses_count; n++)
			asked += t.query.clauses[n].parts_count > 0;
		if (asked != cases[i].asked)
			fail_msg("%s: %zu", cases[i].question, asked);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arms),
		cmocka_unit_test(test_words_that_compare),
	};

	return cmocka_run_group_tests(tests, setup, asked_close);
}
