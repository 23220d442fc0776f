/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a paper gets for having all concepts asked for, and for having things
 * near to one another. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/worker/component.h"
#include "daemon/worker/nearness.h"
#include "daemon/worker/worth.h"

#define PAPERS 1000

static struct {
	struct arena arena;
	struct query query;
} t;

static int setup(void **unused)
{
	(void)unused;
	arena_init(&t.arena);
	t.query = (struct query){.clauses_count = 0};
	return 0;
}

static int teardown(void **unused)
{
	(void)unused;
	arena_clear(&t.arena);
	return 0;
}

static struct clause *ask(
	enum clause_kind kind, const char *term, uint64_t documents)
{
	struct clause *clause = query_add_clause(&t.query, kind, &t.arena);

	clause->documents = documents;
	clause_add_term(clause, slice_of(term), 1, &t.arena);
	return clause;
}

static struct nearness make(void)
{
	return nearness_make(&t.query, PAPERS, 0, &t.arena);
}

/* The terms wanted, each with a blank behind. */
static const char *terms_of(const struct nearness *nearness)
{
	struct slice all = SLICE("");

	for (size_t i = 0; i < nearness->terms_count; i++)
		all = arena_printf(&t.arena, "%.*s%.*s ", SLICE_PRINT(all),
			(int)nearness->terms[i].length,
			nearness->terms[i].data);
	return all.length ? all.data : "";
}

static struct xc_positions at(const uint32_t *items, size_t count)
{
	return (struct xc_positions){items, count};
}

#define AT(...)                                                                \
	at((const uint32_t[]){__VA_ARGS__},                                    \
		sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))
#define NOWHERE ((struct xc_positions){NULL, 0})

static double of(const struct nearness *nearness, struct xc_positions one,
	struct xc_positions other)
{
	struct xc_positions positions[] = {one, other};
	struct xc_hit hit = {.positions = positions};

	return nearness_of(nearness, &hit);
}

static void assert_near(double a, double b)
{
	if (fabs(a - b) > 1e-9)
		fail_msg("%.12f is not %.12f", a, b);
}

static void test_what_stands_somewhere(void **unused)
{
	struct clause *concept;
	struct part *phrase;
	struct nearness nearness;

	(void)unused;
	concept = ask(CLAUSE_CONCEPT, "XCdrug", 10);
	clause_add_term(concept, SLICE("XPdrug"), 0.6, &t.arena);
	clause_add_term(concept, SLICE("hint"), 0.3, &t.arena);
	concept->parts[2].hint = 1;
	phrase = clause_add_part(
		ask(CLAUSE_PHRASE, "whole", 10), PART_PHRASE, 2, 1, &t.arena);
	phrase->terms[0] = SLICE("first");
	phrase->terms[1] = SLICE("second");
	ask(CLAUSE_JOINED, "bcell", 10);
	ask(CLAUSE_IDENTIFIER, "XIpmid:1", 1);
	ask(CLAUSE_CUT, "leuk", 10);
	ask(CLAUSE_WORD, "never", 10)->wanted = 0;
	ask(CLAUSE_WORD, "liver", 10);
	nearness = make();
	assert_string_equal(terms_of(&nearness), "XCdrug whole first liver ");
	assert_int_equal(nearness.clauses_count, 3);
	assert_int_equal(nearness.ends[0], 1);
	assert_int_equal(nearness.ends[1], 3);
	assert_int_equal(nearness.ends[2], 4);
}

/* With one thing nothing is near to another, and no position is read. */
static void test_one_thing(void **unused)
{
	struct nearness nearness;

	(void)unused;
	nearness = make();
	assert_int_equal(nearness.terms_count, 0);
	ask(CLAUSE_WORD, "liver", 10);
	ask(CLAUSE_JOINED, "bcell", 10);
	nearness = make();
	assert_int_equal(nearness.terms_count, 0);
	assert_near(nearness.most, 0);
}

static void test_gaps(void **unused)
{
	struct nearness nearness;
	double most;

	(void)unused;
	ask(CLAUSE_WORD, "liver", 10);
	ask(CLAUSE_WORD, "mous", 100);
	nearness = make();
	/* the lighter one's weight decides */
	most = 0.02 * worth_rarity(100, PAPERS);
	assert_near(nearness.most, most);
	assert_near(of(&nearness, AT(7), AT(7)), most);
	assert_near(of(&nearness, AT(7), AT(10)), most / 2);
	assert_near(of(&nearness, AT(10), AT(7)), most / 2);
	assert_near(of(&nearness, AT(1), AT(31)), most / 11);
	assert_near(of(&nearness, AT(1), AT(32)), 0);
	/* the nearest places count, once */
	assert_near(of(&nearness, AT(1, 90, 200), AT(40, 93, 203)), most / 2);
	assert_near(of(&nearness, AT(200), AT(1, 50, 150, 206)), most / 3);
	assert_near(of(&nearness, NOWHERE, AT(1)), 0);
	assert_near(of(&nearness, NOWHERE, NOWHERE), 0);
}

/* A clause stands where any of its spellings does. */
static void test_spellings(void **unused)
{
	struct nearness nearness;
	struct xc_positions positions[] = {AT(1), AT(50), AT(53)};
	struct xc_hit hit = {.positions = positions};

	(void)unused;
	clause_add_term(
		ask(CLAUSE_ACRONYM, "XKALL", 10), SLICE("all"), 1, &t.arena);
	ask(CLAUSE_WORD, "mous", 10);
	nearness = make();
	assert_near(nearness_of(&nearness, &hit), nearness.most / 2);
}

/* Of three things each pair may gain, and all together no more than `most`. */
static void test_pairs(void **unused)
{
	struct nearness nearness;
	struct xc_positions here[] = {AT(5), AT(5), AT(5)};
	struct xc_positions two[] = {AT(5), AT(5), AT(500)};
	struct xc_hit hit = {.positions = here}, other = {.positions = two};

	(void)unused;
	ask(CLAUSE_WORD, "a", 10);
	ask(CLAUSE_WORD, "b", 10)->worth = 2;
	ask(CLAUSE_WORD, "c", 10);
	nearness = make();
	assert_near(nearness.most, 3 * 0.02 * worth_rarity(10, PAPERS));
	assert_near(nearness_of(&nearness, &hit), nearness.most);
	assert_near(nearness_of(&nearness, &other), nearness.most / 3);
}

/* A pair of concepts gains wherever both stand, a word and a concept only where
 * they are near. */
static void test_coverage(void **unused)
{
	const double weight = worth_rarity(10, PAPERS);
	struct nearness nearness;

	(void)unused;
	ask(CLAUSE_CONCEPT, "XCdrug", 10);
	ask(CLAUSE_CONCEPT, "XCharm", 10);
	nearness = make();
	assert_near(nearness.most, (0.8 + 0.02) * weight);
	assert_near(of(&nearness, AT(1), AT(900)), 0.8 * weight);
	assert_near(of(&nearness, AT(5), AT(5)), nearness.most);
	assert_near(of(&nearness, AT(5), NOWHERE), 0);
	t.query.clauses[1].kind = CLAUSE_WORD;
	nearness = make();
	assert_near(of(&nearness, AT(1), AT(900)), 0);
	assert_near(nearness.most, 0.02 * weight);
}

/* Each of many concepts is worth the same as one of two. */
static void test_many_concepts(void **unused)
{
	const double weight = worth_rarity(10, PAPERS);
	struct nearness nearness;
	struct xc_positions all[] = {AT(1), AT(100), AT(200)};
	struct xc_positions two[] = {AT(1), AT(100), NOWHERE};
	struct xc_hit hit = {.positions = all}, other = {.positions = two};

	(void)unused;
	ask(CLAUSE_CONCEPT, "XCa", 10);
	ask(CLAUSE_CONCEPT, "XCb", 10);
	ask(CLAUSE_CONCEPT, "XCc", 10);
	nearness = make();
	assert_near(nearness_of(&nearness, &hit), 3 * 0.4 * weight);
	assert_near(nearness_of(&nearness, &other), 0.4 * weight);
}

static void test_left_out(void **unused)
{
	static const struct {
		uint32_t without;
		double most;
		size_t terms;
	} cases[] = {
		{0, 0.82, 2},
		{COMPONENT_PROXIMITY, 0.8, 2},
		{COMPONENT_COVERAGE, 0.02, 2},
		{COMPONENT_PROXIMITY | COMPONENT_COVERAGE, 0, 0},
	};

	(void)unused;
	ask(CLAUSE_CONCEPT, "XCdrug", 10);
	ask(CLAUSE_CONCEPT, "XCharm", 10);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nearness nearness = nearness_make(
			&t.query, PAPERS, cases[i].without, &t.arena);

		assert_near(nearness.most,
			cases[i].most * worth_rarity(10, PAPERS));
		assert_int_equal(nearness.terms_count, cases[i].terms);
	}
}

/* Long questions cost no more than their first things. */
static void test_limits(void **unused)
{
	struct nearness nearness;

	(void)unused;
	for (int i = 0; i < 40; i++)
		ask(CLAUSE_WORD, arena_printf(&t.arena, "word%d", i).data, 10);
	nearness = make();
	assert_int_equal(nearness.clauses_count, 16);
	assert_int_equal(nearness.terms_count, 16);
	t.query.clauses_count = 0;
	t.query.clauses = NULL;
	for (int i = 0; i < 3; i++) {
		struct clause *clause = ask(CLAUSE_WORD, "first", 10);

		for (int n = 0; n < 29; n++)
			clause_add_term(clause, SLICE("other"), 1, &t.arena);
	}
	nearness = make();
	assert_int_equal(nearness.terms_count, 48);
	assert_int_equal(nearness.clauses_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_stands_somewhere),
		TEST(test_one_thing),
		TEST(test_gaps),
		TEST(test_spellings),
		TEST(test_pairs),
		TEST(test_coverage),
		TEST(test_many_concepts),
		TEST(test_left_out),
		TEST(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
