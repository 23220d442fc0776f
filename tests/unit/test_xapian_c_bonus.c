/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a caller adds to the first hits. */
#include <string.h>

#include "libxapian-c/testing.h"

static size_t counts_seen[3];

/* Of a paper "heart lung heart". */
static double look_at_places(const void *context, const struct xc_hit *hit)
{
	assert_string_equal("context", context);
	assert_int_equal(1, hit->docid);
	assert_true(hit->score > 0);
	for (size_t i = 0; i < 3; i++)
		counts_seen[i] = hit->positions[i].count;
	assert_int_equal(
		hit->positions[0].items[0], hit->positions[2].items[0] + 1);
	assert_int_equal(
		hit->positions[2].items[1], hit->positions[0].items[0] + 1);
	return 1;
}

static void a_bonus_sees_places(void **state)
{
	static const struct xc_bytes terms[] = {
		{"lung", 4}, {"none", 4}, {"heart", 5}};
	static const struct xc_bytes empty = {"", 0};
	const struct xc_bonus bonus = {
		1, 1, terms, 3, look_at_places, "context", 0};
	const struct xc_bonus bad[] = {
		{1, -1, terms, 3, look_at_places, "context", 0},
		{1, 1, terms, 3, NULL, "context", 0},
		{1, 1, &empty, 1, look_at_places, "context", 0},
	};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query = parse_query("heart");
	struct xc_searcher *searcher;
	struct xc_results *results;
	struct xc_error err = {0};
	double score;

	must_put(writer, "one", "heart lung heart");
	must_commit(writer);
	searcher = must_search(path_in(state, "db"));
	results = must_answer(searcher, &query);
	score = results->hits[0].score;
	xc_results_free(results);
	query.bonus = &bonus;
	results = must_answer(searcher, &query);
	assert_true(results->hits[0].score == score + 1);
	assert_null(results->hits[0].positions);
	assert_int_equal(1, counts_seen[0]);
	assert_int_equal(0, counts_seen[1]);
	assert_int_equal(2, counts_seen[2]);
	xc_results_free(results);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		query.bonus = &bad[i];
		assert_null(xc_search(searcher, &query, &err));
		assert_int_equal(XC_INVALID, err.code);
	}
	xc_searcher_close(searcher);
	xc_writer_close(writer);
}

static double bonuses[4], step;
static size_t bonus_calls;

static double bonus_by_number(const void *context, const struct xc_hit *hit)
{
	(void)context;
	bonus_calls++;
	return bonuses[hit->docid - 1] * step;
}

static double count_calls(const void *context, const struct xc_hit *hit)
{
	(void)context;
	(void)hit;
	bonus_calls++;
	return 1;
}

/* Whether the question has the terms itself, or they are looked up. */
static void few_terms_get_no_bonus(void **state)
{
	static const struct xc_bytes terms[] = {
		{"lung", 4}, {"none", 4}, {"heart", 5}};
	static const struct {
		const char *question;
		uint32_t least;
		size_t calls;
	} rows[] = {
		{"heart", 2, 1},
		{"heart", 3, 0},
		{"heart lung OR:2", 1, 2},
		{"heart lung OR:2", 2, 1},
		{"heart lung OR:2", 3, 0},
	};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_bonus bonus = {.first = 2,
		.most = 1,
		.terms = terms,
		.terms_count = 3,
		.of = count_calls};
	struct xc_searcher *searcher;

	must_put(writer, "one", "heart lung");
	must_put(writer, "two", "heart");
	must_commit(writer);
	xc_writer_close(writer);
	searcher = must_search(path_in(state, "db"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct xc_query query = parse_query(rows[i].question);

		query.bonus = &bonus;
		bonus.least = rows[i].least;
		bonus_calls = 0;
		xc_results_free(must_answer(searcher, &query));
		assert_int_equal(rows[i].calls, bonus_calls);
	}
	xc_searcher_close(searcher);
}

/* Each paper is worth one step less than the one before. */
static void a_bonus_changes_the_order(void **state)
{
	static const char *const texts[] = {"heart heart heart heart",
		"heart heart heart", "heart heart", "heart"};
	static const struct {
		uint32_t first;
		double most, bonuses[4]; /* in steps */
		uint32_t offset, limit;
		const char *hits;
		size_t calls;
	} rows[] = {
		{4, 1.5, {0, 1.5, 0, 0}, 0, 1, "1", 2},
		{4, 0.5, {0.5, 0.5, 0, 0}, 0, 1, "0", 1},
		{4, 1, {0, 1, 0, 0}, 0, 1, "0", 1},
		{4, 1, {0, 1, 0, 0}, 0, 2, "0 1", 2},
		{4, 9, {0, 0, 0, 9}, 0, 2, "3 0", 4},
		{4, 1.5, {0, 1.5, 0, 0}, 1, 2, "0 2", 4},
		{2, 9, {0, 2, 0, 9}, 0, 4, "1 0 2 3", 2},
		{1, 9, {9, 9, 9, 9}, 1, 3, "1 2 3", 0},
		{4, 9, {9, 9, 9, 9}, 0, 0, "", 0},
	};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query = parse_query("heart");
	struct xc_bonus bonus = {.of = bonus_by_number};
	struct xc_searcher *searcher;
	struct xc_results *results;

	for (size_t i = 0; i < 4; i++)
		must_put(writer, (const char *[]){"0", "1", "2", "3"}[i],
			texts[i]);
	must_commit(writer);
	xc_writer_close(writer);
	searcher = must_search(path_in(state, "db"));
	results = must_answer(searcher, &query);
	step = results->hits[0].score - results->hits[1].score;
	assert_true(step > 0);
	xc_results_free(results);
	query.bonus = &bonus;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		bonus.first = rows[i].first;
		bonus.most = rows[i].most * step;
		memcpy(bonuses, rows[i].bonuses, sizeof(bonuses));
		bonus_calls = 0;
		query.offset = rows[i].offset;
		query.limit = rows[i].limit;
		results = must_answer(searcher, &query);
		assert_string_equal(rows[i].hits, hits_text(results));
		assert_int_equal(rows[i].calls, bonus_calls);
		assert_int_equal(4, results->total_lower);
		xc_results_free(results);
	}
	xc_searcher_close(searcher);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_bonus_changes_the_order,
			folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			a_bonus_sees_places, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			few_terms_get_no_bonus, folder_setup, folder_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
