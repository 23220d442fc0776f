/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <ctype.h>

#include "daemon/worker/identifier.h"
#include "tests/unit/asked.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDGZ\texact\ten\t-\n"
	"drugazole\texact\tXY-77\tfold\ten\t-\n"
	"fever\tpreferred\tfever of all kinds\tfold\ten\t-\n"
	"fever\tkind\tsign\t-\t-\t-\n"
	"fever\texact\tPYR\texact\ten\t-\n";

static int setup(void **unused)
{
	(void)unused;
	asked_open(words);
	t.settings.phrase_terms = 4;
	return 0;
}

static void make(const char *text, uint32_t synonyms)
{
	asked_make(text, SYNTAX_AUTO, synonyms);
}

/* Clauses by a blank, terms of a part by +, parts by a bar; @ is a concept. */
static const char *clauses(void)
{
	struct slice all = SLICE("");

	for (size_t i = 0; i < t.query.clauses_count; i++) {
		const struct clause *clause = &t.query.clauses[i];

		all = arena_printf(
			&t.arena, "%.*s%s", SLICE_PRINT(all), i ? " " : "");
		if (clause->kind == CLAUSE_CONCEPT)
			all = arena_printf(&t.arena, "%.*s@%.*s",
				SLICE_PRINT(all),
				SLICE_PRINT(concept_slug(
					t.thesaurus, clause->concept)));
		for (size_t p = 0; p < clause->parts_count; p++)
			for (size_t n = 0; n < clause->parts[p].terms_count;
				n++)
				all = arena_printf(&t.arena, "%.*s%s%.*s",
					SLICE_PRINT(all),
					n   ? "+"
					: p ? "|"
					    : "",
					SLICE_PRINT(clause->parts[p].terms[n]));
	}
	return all.data;
}

static void test_accounts(void **unused)
{
	static const struct {
		const char *question, *account, *clauses;
	} cases[] = {
		{"", "", ""},
		{" .,;!? ", "", ""},
		{"liver", "liver:word", "liver"},
		{"the liver of the child",
			"the:stop liver:word of:stop "
			"the:stop child:word",
			"liver child"},
		{"The liver", "The:stop liver:word", "liver"},
		{"of the", "of:word the:word", "of the"},
		{"vitamin A", "vitamin:word A:word", "vitamin a"},
		{"liver liver", "liver:word liver:word", "liver"},
		{"ALL in a child", "ALL:word in:stop a:stop child:word",
			"XKALL child"},
		{"HSCT in a child", "HSCT:word in:stop a:stop child:word",
			"XKHSCT|hsct child"},
		{"1.8 mg", "1.8:number mg:word", "1.8 mg"},
		{"CMC-544 in serum", "CMC-544:word in:stop serum:word",
			"cmc544 serum"},
		{"CMC 544 in serum", "CMC 544:word in:stop serum:word",
			"cmc544 serum"},
		{"ALL 40 mice", "ALL 40:word mice:word", "all40 mous"},
		{"ALL 40 years", "ALL:word 40:number years:word",
			"XKALL 40 year"},
		{"CD22+ cells", "CD22+:word cells:word", "cd22+|cd22 cell"},
		{"Ph+ or \"CD22-\"", "Ph+:word or:stop CD22-:phrase",
			"ph+|ph cd22-"},
		{"t(9;22)(q34;q11)", "t(9;22)(q34;q11):word",
			"t(9;22)(q34;q11)|t(9;22)"},
		{"p.Val600Glu", "p.Val600Glu:word", "p.v600e|v600e"},
		{"1.8 mg/m²", "1.8:number mg/m²:word", "1.8 mg/m2"},
		{"XY-77+ in mice", "XY-77:concept +:word in:stop mice:word",
			"@drugazole xy77+ mous"},
		{"=DGZ and =liver", "DGZ:phrase and:stop liver:phrase",
			"XKDGZ liver"},
		{"fever@drugazole (PYR@fever)",
			"fever:concept drugazole:concept PYR:concept "
			"fever:concept",
			"@drugazole @fever"},
		{"PYR@nothing", "PYR:concept nothing:word", "@fever noth"},
		{"CMC544 in serum", "CMC544:word in:stop serum:word",
			"cmc544 serum"},
		{"DGZ in serum", "DGZ:concept in:stop serum:word",
			"@drugazole serum"},
		{"drugazole besylate", "drugazole:concept besylate:concept",
			"@drugazole"},
		{"XY-77 or DGZ", "XY-77:concept or:stop DGZ:concept",
			"@drugazole"},
		/* without capitals a guess, until it is named beyond doubt */
		{"dgz in serum", "dgz:concept in:stop serum:word",
			"@drugazoleXKDGZ|dgz serum"},
		{"Is dgz in serum?", "Is:stop dgz:concept in:stop serum:word",
			"@drugazoleXKDGZ|dgz serum"},
		{"Is dgz in Serum?", "Is:stop dgz:word in:stop Serum:word",
			"dgz serum"},
		{"dgz or xy-77", "dgz:concept or:stop xy-77:concept",
			"@drugazole"},
		{"xy-77 or dgz", "xy-77:concept or:stop dgz:concept",
			"@drugazole"},
		/* a stop word inside a concept is no stop word */
		{"fever of all kinds",
			"fever:concept of:concept all:concept "
			"kinds:concept",
			"@fever"},
		{"\"serum of mice\" liver",
			"serum:phrase of:phrase "
			"mice:phrase liver:word",
			"serum+of+mous liver"},
		{"\xe2\x80\x9cliver serum\xe2\x80\x9d",
			"liver:phrase serum:phrase", "liver+serum"},
		{"\"DGZ\"", "DGZ:phrase", "dgz"},
		{"\"of ALL mice\"", "of:phrase ALL:phrase mice:phrase",
			"of+XKALL+mous"},
		{"\"liver", "liver:word", "liver"},
		{"\"\" liver", "liver:word", "liver"},
		{"\"one two three four five\"",
			"one:word two:word three:word four:word five:word",
			"one two three four five"},
		{"OR 2.3 for liver", "OR:word 2.3:number for:stop liver:word",
			"XKOR 2.3 liver"},
		{"NOT AND (liver", "NOT:unmatched AND:unmatched liver:word",
			"liver"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].question, 1);
		if (strcmp(asked_account(), cases[i].account))
			fail_msg("%s: %s", cases[i].question, asked_account());
		if (strcmp(clauses(), cases[i].clauses))
			fail_msg("%s: %s", cases[i].question, clauses());
	}
}

static void test_without_synonyms(void **unused)
{
	(void)unused;
	make("drugazole besylate in serum", 0);
	assert_string_equal(
		asked_account(), "drugazole:word besylate:word in:stop serum:word");
}

static void test_limits(void **unused)
{
	(void)unused;
	t.settings.query_terms = 2;
	make("liver heart liver kidney heart spleen", 1);
	assert_string_equal(asked_account(), "liver:word heart:word liver:word "
				       "kidney:unmatched heart:word "
				       "spleen:unmatched");
	assert_int_equal(t.query.clauses_count, 2);
	assert_int_equal(t.query.warnings.count, 1);
	assert_non_null(strstr(t.query.warnings.items[0].data,
		"at most 2 different terms; 2 words"));
	t.settings.query_terms = 64;
	make("\"one two three four five\"", 1);
	assert_int_equal(t.query.warnings.count, 1);
	assert_non_null(strstr(t.query.warnings.items[0].data, "4 words"));
}

static void test_identifiers(void **unused)
{
	static const struct {
		const char *text, *term;
	} cases[] = {
		{"12345678", "XIpmid:12345678"},
		{" PMID: 123456 ", "XIpmid:123456"},
		{"pmid 123456", "XIpmid:123456"},
		{"PMC12", "XIpmc:pmc12"},
		{"PMC:PMC12", "XIpmc:pmc12"},
		{"NCT01234567", "XInct:nct01234567"},
		{"10.1000/AbC", "XIdoi:10.1000/abc"},
		{"doi:10.1000/a-b", "XIdoi:10.1000/a-b"},
		{"https://doi.org/10.1000/x", "XIdoi:10.1000/x"},
		{"http://dx.doi.org/10.1000/x", "XIdoi:10.1000/x"},
		{"PubMed 12345", "XIpmid:12345"},
		{"pmid: 12345", "XIpmid:12345"},
		{"https://pubmed.ncbi.nlm.nih.gov/123/", "XIpmid:123"},
		{"https://www.ncbi.nlm.nih.gov/pubmed/123", "XIpmid:123"},
		{"pmcid: PMC12", "XIpmc:pmc12"},
		{"https://pmc.ncbi.nlm.nih.gov/articles/PMC12/", "XIpmc:pmc12"},
		{"www.ncbi.nlm.nih.gov/pmc/articles/pmc12", "XIpmc:pmc12"},
		{"nct 01234567", "XInct:nct01234567"},
		{"NCT-01234567.", "XInct:nct01234567"},
		{"https://clinicaltrials.gov/study/NCT01234567",
			"XInct:nct01234567"},
		{"clinicaltrials.gov/ct2/show/NCT01234567",
			"XInct:nct01234567"},
		{"DOI 10.1000/x", "XIdoi:10.1000/x"},
		{"doi: https://doi.org/10.1000/x.", "XIdoi:10.1000/x"},
		{"12345", ""},
		{"PMID", ""},
		{"pmid: 1234567890", ""},
		{"doi.org/12345678", ""},
		{"NCT012345678", ""},
		{"https://12345", ""},
		{"1234567890", ""},
		{"123456 mg", ""},
		{"NCT0123456", ""},
		{"10.1000/x liver", ""},
		{"10.5", ""},
		{"PMC", ""},
		{"", ""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct slice term =
			identifier_term(slice_of(cases[i].text), &t.arena);

		if (!slice_is(term, cases[i].term))
			fail_msg("%s: %.*s", cases[i].text, SLICE_PRINT(term));
	}
}

/* Whatever is typed: the account's tokens stand in order, and no letter or
 * digit of the question is outside them. */
static void check_complete(const char *text)
{
	uint32_t at = 0;

	for (size_t i = 0; i <= t.query.tokens_count; i++) {
		int last = i == t.query.tokens_count;
		uint32_t start =
			last ? (uint32_t)strlen(text) : t.query.tokens[i].start;

		if (start < at)
			fail_msg("%s: token %zu overlaps", text, i);
		for (; at < start; at++) {
			if (isalnum((unsigned char)text[at]))
				fail_msg(
					"%s: byte %u is in no token", text, at);
		}
		if (!last)
			at = t.query.tokens[i].end;
	}
}

static void test_any_question(void **unused)
{
	static const char *const pieces[] = {"\"", "DGZ", "dgz", " ", "-",
		"ALL", "a", "of", "XY", "77", "\xe2\x80\x9c", "\xce\xb2", ".",
		"(", "\n", "PYR", "fever of all kinds", "1.8", "/", "bcell"};
	unsigned seed = 7;

	(void)unused;
	for (int round = 0; round < 3000; round++) {
		char text[400] = "";

		for (int i = 0; i < 12; i++) {
			seed = seed * 1103515245 + 12345;
			strcat(text, pieces[(seed >> 16) % 20]);
		}
		make(text, 1);
		check_complete(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accounts),
		cmocka_unit_test(test_without_synonyms),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_identifiers),
		cmocka_unit_test(test_any_question),
	};

	return cmocka_run_group_tests(tests, setup, asked_close);
}
