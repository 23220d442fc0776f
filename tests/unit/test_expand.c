/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/worker/expand.h"
#include "tests/unit/shelf.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drug\tpreferred\tdrugs for everything\tfold\ten\t-\n"
	"drug\tkind\tclass\t-\t-\t-\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDGZ\texact\ten\t-\n"
	"drugazole\tparent\tdrug\t-\t-\t-\n"
	"trial\tpreferred\tcomparison of stents\tfold\ten\t-\n"
	"trial\tkind\tstudy\t-\t-\t-\n"
	"trial\texact\tCAST\texact\ten\t-\n"
	"regimen\tpreferred\tMICE\texact\ten\t-\n"
	"regimen\tkind\tdrug\t-\t-\t-\n"
	"absent\tpreferred\tstopped trial\tfold\ten\t-\n"
	"absent\tkind\tstudy\t-\t-\t-\n";

static struct shelf shelf;
static struct xc_searcher *searcher;
static struct query query;

static int setup(void **unused)
{
	struct xc_error error;

	(void)unused;
	shelf_open(&shelf, words);
	shelf_add(&shelf, "1", "DGZ in B-cell lines", "");
	shelf_add(&shelf, "2", "B cell lines", "");
	shelf_add(&shelf, "3", "HSCT and outcome, hsct again", "");
	shelf_add(&shelf, "4", "FISH for this probe", "");
	shelf_add(&shelf, "5", "Eating fish", "");
	shelf_add(&shelf, "6", "Selling fish", "");
	shelf_add(&shelf, "7", "Catching fish", "");
	shelf_add(&shelf, "8", "Cooking fish", "");
	shelf_add(&shelf, "9", "Besylate salts in ALL", "");
	shelf_add(&shelf, "10", "Plaster cast", "");
	shelf_add(&shelf, "11", "A cast of the hand", "");
	shelf_add(&shelf, "12", "CAST and cast", "");
	shelf_add(&shelf, "13", "Who stopped", "");
	shelf_add(&shelf, "14", "MICE for them", "");
	shelf_add(&shelf, "15", "A mouse", "");
	shelf_commit(&shelf);
	searcher = xc_searcher_open(
		(const char *const *)shelf.generation.shard_paths, 1, &error);
	assert_non_null(searcher);
	return 0;
}

static int teardown(void **unused)
{
	(void)unused;
	xc_searcher_close(searcher);
	shelf_close(&shelf);
	return 0;
}

static void expand(const char *text, uint32_t synonyms)
{
	struct request request = {.verb = VERB_SEARCH,
		.text = slice_of(text),
		.synonyms = synonyms};
	struct snapshot snapshot = {
		.searcher = searcher, .thesaurus = shelf.thesaurus};
	struct engine engine = {&shelf.settings, shelf.analyser, &snapshot,
		&shelf.arena};
	struct fault fault;

	arena_reset(&shelf.arena);
	query_make(&request, &shelf.settings, shelf.analyser, shelf.thesaurus,
		&shelf.arena, &query);
	if (expand_query(&engine, &request, &query, &fault))
		fail_msg("%s", fault.detail);
}

/* Clauses by a blank, parts by a bar, terms by +; - for one without parts. */
static const char *clauses(void)
{
	struct slice all = SLICE("");

	for (size_t i = 0; i < query.clauses_count; i++) {
		const struct clause *clause = &query.clauses[i];

		all = arena_printf(&shelf.arena, "%.*s%s%s", SLICE_PRINT(all),
			i ? " " : "", clause->parts_count ? "" : "-");
		for (size_t p = 0; p < clause->parts_count; p++)
			for (size_t n = 0; n < clause->parts[p].terms_count;
				n++)
				all = arena_printf(&shelf.arena, "%.*s%s%.*s",
					SLICE_PRINT(all),
					n   ? "+"
					: p ? "|"
					    : "",
					SLICE_PRINT(clause->parts[p].terms[n]));
	}
	return all.data;
}

/* A paper with a word of a name does not name it. */
static void test_names_nothing(void **unused)
{
	static const struct {
		const char *question, *warning;
	} cases[] = {
		{"comparison of stents", ""},
		{"stopped trial",
			"No paper names \"stopped trial\"; some have words of "
			"it"},
		{"unicorn", "No paper has \"unicorn\""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice seen = SLICE("");

		expand(cases[i].question, 1);
		if (query.warnings.count)
			seen = query.warnings.items[0];
		if (!slice_is(seen, cases[i].warning))
			fail_msg("%s: %.*s", cases[i].question,
				SLICE_PRINT(seen));
	}
}

static void test_clauses(void **unused)
{
	static const struct {
		const char *question;
		uint32_t synonyms;
		const char *clauses;
	} cases[] = {
		/* every name of a concept is the same; nobody writes
		 * "drugazole", nothing is narrower */
		{"DGZ", 1, "XCdrugazole|besyl"},
		{"dgz", 1, "XCdrugazole|besyl"},
		{"drugazole besylate", 1, "XCdrugazole|besyl"},
		{"drugs for everything", 1, "XPdrug"},
		{"drugazole besylate", 0, "- besyl"},
		/* neighbours that a paper also joins */
		{"B cell", 1, "b cell bcell"},
		{"B-cell", 1, "b cell bcell"},
		{"Bcell", 1, "bcell"},
		{"B cell", 0, "b cell"},
		{"cell lines", 1, "cell line -"},
		{"B, cell", 1, "b cell"},
		/* acronyms: most papers with the word mean the same; most do
		 * not; no paper does; another word than the small one */
		{"HSCT", 1, "hsct"},
		{"FISH", 1, "XKFISH"},
		{"BESYLATE was", 1, "besyl"},
		{"ALL", 1, "XKALL"},
		{"WAS", 1, "-"},
		{"nobody", 1, "-"},
		/* a concept only in capitals: the index writes the word */
		{"CAST", 1, "XCtrial"},
		{"cast", 1, "cast"},
		{"cast of stents", 1, "cast -"},
		{"casts", 1, "cast"},
		/* a word that the index has under another stem */
		{"mice", 1, "mous"},
		{"MICE", 1, "XCregimen|mice"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		expand(cases[i].question, cases[i].synonyms);
		if (strcmp(clauses(), cases[i].clauses))
			fail_msg("%s: %s", cases[i].question, clauses());
	}
}

static void test_documents(void **unused)
{
	static const struct {
		const char *question;
		uint64_t documents;
	} cases[] = {
		{"fish", 5},
		{"FISH", 1},
		{"HSCT", 1},
		{"DGZ", 1},
		{"nobody", 0},
		{"\"cell lines\"", 2},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		expand(cases[i].question, 1);
		if (query.clauses[0].documents != cases[i].documents)
			fail_msg("%s: %llu", cases[i].question,
				(unsigned long long)query.clauses[0].documents);
	}
}

/* What no paper has is named; what stands for a paper's number is not. */
static void test_unmatched(void **unused)
{
	(void)unused;
	expand("fish unicornwombat nobody", 1);
	assert_int_equal(query.tokens[0].status, STATUS_WORD);
	assert_int_equal(query.tokens[1].status, STATUS_UNMATCHED);
	assert_int_equal(query.tokens[2].status, STATUS_UNMATCHED);
	assert_int_equal(query.warnings.count, 1);
	assert_string_equal(query.warnings.items[0].data,
		"No paper has \"unicornwombat\", \"nobody\"");
	expand("Unicornwombat fish \"fish nobody\" unicornwombat", 1);
	assert_int_equal(query.tokens[4].status, STATUS_UNMATCHED);
	assert_int_equal(query.warnings.count, 1);
	assert_string_equal(query.warnings.items[0].data,
		"No paper has \"Unicornwombat\", \"fish nobody\"");
	expand("nct00000000", 1);
	assert_int_equal(query.warnings.count, 1);
	expand("fish", 1);
	assert_int_equal(query.warnings.count, 0);
}

static void test_guess(void **unused)
{
	(void)unused;
	expand("cast by dgz", 1);
	assert_int_equal(query.tokens[0].status, STATUS_WORD);
	assert_int_equal(query.tokens[2].status, STATUS_CONCEPT);
	assert_int_equal(query.clauses[0].documents, 3);
}

/* What is said again later weighs more; of a question of experts nothing. */
static void test_mentions(void **unused)
{
	static const struct {
		const char *question;
		double worth; /* of the first clause; 0: that of a word */
	} cases[] = {
		{"outcome of fish", 0},
		{"outcome of fish by outcome", 4 / 3.0},
		{"outcome of fish by outcome with hand outcome", 1.5},
		{"outcome outcome in fish", 0},
		{"DGZ in fish", 1.2},
		{"DGZ in fish of drugazole besylate", 1.6},
		{"outcome AND fish AND outcome", 0},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		expand(cases[i].question, 1);
		if (fabs(query.clauses[0].worth - cases[i].worth) > 1e-9)
			fail_msg("%s: %f", cases[i].question,
				query.clauses[0].worth);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clauses),
		cmocka_unit_test(test_names_nothing),
		cmocka_unit_test(test_documents),
		cmocka_unit_test(test_unmatched),
		cmocka_unit_test(test_guess),
		cmocka_unit_test(test_mentions),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
