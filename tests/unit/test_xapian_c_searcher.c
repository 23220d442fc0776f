/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The searcher: snapshots, shards, what a hit carries, deadlines. */
#include <stdio.h>
#include <string.h>

#include "libxapian-c/testing.h"

static void put_numbered(struct xc_writer *writer, int number, int of)
{
	char key[32], text[64];

	snprintf(key, sizeof(key), "k%d", number);
	snprintf(text, sizeof(text), "all of%d n%d", number % of, number);
	must_put(writer, key, text);
}

static void hits_carry_what_was_asked(void **state)
{
	static const uint32_t slots[] = {1, 7};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query =
		parse_query("heart lung heart none OR:4 ALL MAYBE:2");
	struct xc_searcher *searcher;
	struct xc_results *results;
	const struct xc_hit *hit;

	must_put(writer, "one", "lung heart");
	must_put(writer, "two", "kidney heart");
	must_put(writer, "six", "kidney");
	must_commit(writer);
	query.slots = slots;
	query.slots_count = 2;
	query.want_terms = 1;
	searcher = must_search(path_in(state, "db"));
	results = must_answer(searcher, &query);
	/* one block: it outlives what it came from */
	xc_searcher_close(searcher);
	xc_writer_close(writer);

	assert_string_equal("one two", hits_text(results));
	assert_int_equal(2, results->total_lower);
	assert_int_equal(2, results->total_estimate);
	assert_int_equal(2, results->total_upper);
	assert_int_equal(3, results->statistics.documents);
	assert_true(results->hits[0].score > results->hits[1].score);
	hit = &results->hits[0];
	assert_int_equal(1, hit->docid);
	assert_int_equal(4, hit->values[0].length);
	assert_memory_equal("lung", hit->values[0].data, 4);
	assert_int_equal(0, hit->values[1].length);
	assert_int_equal(2, hit->matched_count);
	assert_int_equal(0, hit->matched[0]);
	assert_int_equal(1, hit->matched[1]);
	hit = &results->hits[1];
	assert_int_equal(2, hit->docid);
	assert_int_equal(1, hit->matched_count);
	assert_int_equal(0, hit->matched[0]);
	xc_results_free(results);
}

static void nothing_asked_nothing_carried(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query = parse_query("heart");
	struct xc_searcher *searcher;
	struct xc_results *results;

	must_put(writer, "one", "heart");
	must_commit(writer);
	xc_writer_close(writer);
	searcher = must_search(path_in(state, "db"));
	query.want_data = 0;
	results = must_answer(searcher, &query);
	assert_int_equal(1, results->hits_count);
	assert_int_equal(0, results->hits[0].data.length);
	assert_int_equal(0, results->hits[0].matched_count);
	xc_results_free(results);
	query.limit = 0;
	results = must_answer(searcher, &query);
	assert_int_equal(0, results->hits_count);
	assert_int_equal(1, results->total_upper);
	xc_results_free(results);
	xc_searcher_close(searcher);
}

static void ties_and_windows_keep_id_order(void **state)
{
	static const struct {
		uint32_t offset, limit;
		const char *hits;
	} rows[] = {
		{0, 3, "k0 k1 k2"},
		{2, 2, "k2 k3"},
		{8, 5, "k8 k9"},
		{10, 5, ""},
		{UINT32_MAX, UINT32_MAX, ""},
	};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query = parse_query("all");
	struct xc_searcher *searcher;
	size_t i;

	for (i = 0; i < 10; i++)
		put_numbered(writer, (int)i, 1);
	must_commit(writer);
	xc_writer_close(writer);
	searcher = must_search(path_in(state, "db"));
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct xc_results *results;

		query.offset = rows[i].offset;
		query.limit = rows[i].limit;
		results = must_answer(searcher, &query);
		assert_string_equal(rows[i].hits, hits_text(results));
		xc_results_free(results);
	}
	xc_searcher_close(searcher);
}

static uint64_t frequency_of(struct xc_searcher *searcher, const char *term)
{
	const struct xc_bytes asked = {term, strlen(term)};
	uint64_t frequency;

	assert_int_equal(0,
		xc_searcher_frequencies(searcher, &asked, 1, &frequency, NULL));
	return frequency;
}

static void reads_through_many_commits(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query = parse_query("all");
	struct xc_searcher *searcher;
	struct xc_results *results;
	int i;

	for (i = 0; i < 300; i++)
		put_numbered(writer, i, 7);
	must_commit(writer);
	searcher = must_search(path_in(state, "db"));
	query.limit = 1000;
	query.want_terms = 1;
	/* never refreshed: it has to find out by itself */
	for (i = 0; i < 60; i++) {
		put_numbered(writer, i * 5, 3);
		put_numbered(writer, 300 + i, 7);
		must_commit(writer);
		if (i % 4 != 3)
			continue;
		results = must_answer(searcher, &query);
		assert_in_range(results->hits_count, 300, 301 + i);
		assert_int_equal(
			results->hits_count, results->statistics.documents);
		/* counted anew in each commit that it moved to */
		assert_int_equal(
			results->hits_count, frequency_of(searcher, "all"));
		xc_results_free(results);
	}
	assert_true(frequency_of(searcher, "all") > 300);
	xc_searcher_close(searcher);
	xc_writer_close(writer);
}

static uint64_t revision_of(struct xc_searcher *searcher)
{
	struct xc_statistics now;

	assert_int_equal(0, xc_searcher_statistics(searcher, &now, NULL));
	return now.revision;
}

static void refreshes_to_the_newest_commit(void **state)
{
	const char *paths[] = {path_in(state, "a"), path_in(state, "b")};
	struct xc_writer *a = must_create(paths[0]);
	struct xc_writer *b = must_create(paths[1]);
	struct xc_searcher *searcher = xc_searcher_open(paths, 2, NULL);
	struct xc_statistics now;
	uint64_t before = revision_of(searcher);

	assert_int_equal(0, xc_searcher_refresh(searcher, NULL));
	must_put(b, "k", "three words here");
	assert_int_equal(0, xc_searcher_refresh(searcher, NULL));
	must_commit(b);
	assert_int_equal(before, revision_of(searcher));
	assert_int_equal(1, xc_searcher_refresh(searcher, NULL));
	assert_int_equal(before + 1, revision_of(searcher));
	assert_int_equal(0, xc_searcher_refresh(searcher, NULL));
	assert_int_equal(0, xc_searcher_statistics(searcher, &now, NULL));
	assert_int_equal(1, now.documents);
	assert_true(now.average_length == 3);
	xc_searcher_close(searcher);
	xc_writer_close(a);
	xc_writer_close(b);
}

/* What a term weighs depends on how many documents have it. */
static void check_as_new(struct xc_searcher *searcher, const char *path)
{
	struct xc_query query = parse_query("heart lung OR:2");
	struct xc_searcher *other = must_search(path);
	struct xc_results *here = must_answer(searcher, &query);
	struct xc_results *there = must_answer(other, &query);
	size_t i;

	assert_int_equal(there->hits_count, here->hits_count);
	for (i = 0; i < there->hits_count; i++) {
		assert_int_equal(there->hits[i].docid, here->hits[i].docid);
		assert_true(there->hits[i].score == here->hits[i].score);
	}
	xc_results_free(here);
	xc_results_free(there);
	xc_searcher_close(other);
}

static void counts_terms_as_of_its_commit(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer = must_create(path);
	struct xc_searcher *searcher;

	must_put(writer, "k1", "heart lung");
	must_put(writer, "k2", "lung");
	must_put(writer, "k3", "kidney");
	must_commit(writer);
	searcher = must_search(path);
	assert_int_equal(0, xc_searcher_refresh(searcher, NULL));
	assert_int_equal(1, frequency_of(searcher, "heart"));
	assert_int_equal(0, frequency_of(searcher, "liver"));
	check_as_new(searcher, path);
	must_put(writer, "k2", "heart");
	must_put(writer, "k4", "heart liver");
	must_commit(writer);
	assert_int_equal(1, frequency_of(searcher, "heart"));
	assert_int_equal(1, xc_searcher_refresh(searcher, NULL));
	check_as_new(searcher, path);
	assert_int_equal(3, frequency_of(searcher, "heart"));
	assert_int_equal(1, frequency_of(searcher, "lung"));
	assert_int_equal(1, frequency_of(searcher, "liver"));
	xc_searcher_close(searcher);
	xc_writer_close(writer);
}

/* The file that tells of a commit is as long as before, and of the same tick.
 */
static void misses_no_commit(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer = must_create(path);
	struct xc_searcher *searcher = must_search(path);
	struct xc_statistics now;

	assert_int_equal(0, xc_searcher_refresh(searcher, NULL));
	for (uint64_t i = 1; i <= 200; i++) {
		char key[24];

		snprintf(key, sizeof(key), "k%d", (int)i);
		must_put(writer, key, "word");
		must_commit(writer);
		assert_int_equal(1, xc_searcher_refresh(searcher, NULL));
		assert_int_equal(0, xc_searcher_refresh(searcher, NULL));
		assert_int_equal(
			0, xc_searcher_statistics(searcher, &now, NULL));
		assert_int_equal(i, now.documents);
	}
	xc_searcher_close(searcher);
	xc_writer_close(writer);
}

static void says_when_the_database_was_moved(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer = must_create(path);
	struct xc_searcher *searcher = must_search(path);
	struct xc_error err = {0};

	xc_writer_close(writer);
	assert_int_equal(0, rename(path, path_in(state, "elsewhere")));
	assert_int_equal(-1, xc_searcher_refresh(searcher, &err));
	assert_int_equal(XC_CHANGED, err.code);
	assert_int_equal(XC_REOPEN, err.flags);
	xc_searcher_close(searcher);
}

static void says_why_it_cannot_open(void **state)
{
	const char *paths[] = {path_in(state, "db"), path_in(state, "none")};
	struct xc_error err = {0};

	xc_writer_close(must_create(paths[0]));
	assert_null(xc_searcher_open(paths, 2, &err));
	assert_int_equal(XC_NOT_FOUND, err.code);
	assert_string_equal("xc_searcher_open", err.context);
	assert_null(xc_searcher_open(NULL, 0, &err));
	assert_int_equal(XC_INVALID, err.code);
}

/* A stub names other databases, remote ones and programs to run among them. */
static void follows_no_stub(void **state)
{
	const char *path = path_in(state, "stub");
	struct xc_error err = {0};
	FILE *stub = fopen(path, "w");

	fputs("remote :true\n", stub);
	fclose(stub);
	assert_null(xc_searcher_open(&path, 1, &err));
	assert_int_equal(XC_NOT_FOUND, err.code);
}

static void stops_when_told(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_query query = parse_query("all");
	struct xc_error err = {0};
	struct xc_searcher *searcher;
	volatile int cancel = 1;

	put_numbered(writer, 1, 1);
	must_commit(writer);
	xc_writer_close(writer);
	searcher = must_search(path_in(state, "db"));
	query.deadline = 1;
	assert_null(xc_search(searcher, &query, &err));
	assert_int_equal(XC_DEADLINE, err.code);
	query.cancel = &cancel;
	assert_null(xc_search(searcher, &query, &err));
	assert_int_equal(XC_CANCELLED, err.code);
	cancel = 0;
	query.deadline = UINT64_MAX;
	xc_results_free(must_answer(searcher, &query));
	xc_searcher_close(searcher);
}

static void walks_and_gets_documents(void **state)
{
	const char *paths[] = {path_in(state, "a"), path_in(state, "b")};
	struct xc_writer *a = must_create(paths[0]);
	struct xc_writer *b = must_create(paths[1]);
	static const uint64_t ids[] = {1, 2, 5};
	struct xc_searcher *searcher;
	struct xc_results *one;
	struct xc_error err = {0};
	uint64_t after = 0;
	size_t i, length;
	char *term;

	put_numbered(a, 1, 1);
	put_numbered(b, 2, 1);
	put_numbered(a, 3, 1);
	put_numbered(a, 5, 1);
	assert_int_equal(1, xc_writer_remove(a, "k3", 2, NULL));
	must_commit(a);
	must_commit(b);
	searcher = xc_searcher_open(paths, 2, NULL);
	for (i = 0; i < 3; i++) {
		one = xc_searcher_next(searcher, after, NULL);
		assert_int_equal(1, one->hits_count);
		assert_int_equal(ids[i], after = one->hits[0].docid);
		xc_results_free(one);
	}
	for (i = 0; i < 2; i++, after = UINT64_MAX) {
		one = xc_searcher_next(searcher, after, NULL);
		assert_int_equal(0, one->hits_count);
		xc_results_free(one);
	}
	assert_int_equal(
		1, xc_searcher_term(searcher, 2, "k", 1, &term, &length, NULL));
	assert_string_equal("k2", term);
	assert_int_equal(2, length);
	xc_free(term);
	assert_int_equal(
		0, xc_searcher_term(searcher, 2, "l", 1, &term, &length, NULL));
	for (i = 0; i < 3; i++) {
		static const uint64_t none[] = {0, 3, UINT64_MAX};

		assert_int_equal(-1, xc_searcher_term(searcher, none[i], "k", 1,
					     &term, &length, &err));
		assert_int_equal(i == 1 ? XC_NOT_FOUND : XC_INVALID, err.code);
	}
	one = xc_searcher_get(searcher, "k2", 2, NULL);
	assert_string_equal("k2", hits_text(one));
	assert_int_equal(2, one->hits[0].docid);
	xc_results_free(one);
	one = xc_searcher_get(searcher, "k3", 2, NULL);
	assert_int_equal(0, one->hits_count);
	assert_int_equal(3, one->statistics.documents);
	xc_results_free(one);
	xc_searcher_close(searcher);
	xc_writer_close(a);
	xc_writer_close(b);
}

static void check_terms(struct xc_searcher *searcher, const char *prefix,
	size_t limit, const char *expected, int more)
{
	struct xc_term_counts *counts = xc_searcher_terms(
		searcher, prefix, strlen(prefix), limit, NULL);
	char text[256] = "";
	size_t i;

	assert_non_null(counts);
	for (i = 0; i < counts->count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			"%.*s=%d ", (int)counts->items[i].length,
			counts->items[i].data, (int)counts->items[i].documents);
	assert_string_equal(expected, text);
	assert_int_equal(more, counts->more);
	xc_term_counts_free(counts);
}

static void lists_and_counts_terms(void **state)
{
	static const struct xc_bytes asked[] = {
		{"heart", 5}, {"none", 4}, {"he", 2}};
	static const struct xc_bytes empty = {"", 0};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	uint64_t frequencies[3] = {9, 9, 9};
	struct xc_searcher *searcher;
	struct xc_error err = {0};

	must_put(writer, "K1", "he heart heat");
	must_put(writer, "K2", "heart lung");
	must_commit(writer);
	searcher = must_search(path_in(state, "db"));
	check_terms(searcher, "he", 10, "he=1 heart=2 heat=1 ", 0);
	check_terms(searcher, "he", 3, "he=1 heart=2 heat=1 ", 0);
	check_terms(searcher, "he", 2, "he=1 heart=2 ", 1);
	check_terms(searcher, "hea", 0, "", 1);
	check_terms(searcher, "x", 5, "", 0);
	check_terms(searcher, "", 3, "K1=1 K2=1 he=1 ", 1);
	assert_int_equal(-1, xc_searcher_frequencies(
				     searcher, &empty, 1, frequencies, &err));
	assert_int_equal(XC_INVALID, err.code);
	assert_int_equal(9, frequencies[0]);
	assert_int_equal(0,
		xc_searcher_frequencies(searcher, asked, 3, frequencies, NULL));
	assert_int_equal(2, frequencies[0]);
	assert_int_equal(0, frequencies[1]);
	assert_int_equal(1, frequencies[2]);
	xc_searcher_close(searcher);
	xc_writer_close(writer);
}

static struct CMUnitTest with_folder(const char *name, CMUnitTestFunction test)
{
	return (struct CMUnitTest){
		name, test, folder_setup, folder_teardown, NULL};
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_folder("hits", hits_carry_what_was_asked),
		with_folder("bare hits", nothing_asked_nothing_carried),
		with_folder("ties", ties_and_windows_keep_id_order),
		with_folder("commits", reads_through_many_commits),
		with_folder("refresh", refreshes_to_the_newest_commit),
		with_folder("frequencies", counts_terms_as_of_its_commit),
		with_folder("commits", misses_no_commit),
		with_folder("moved", says_when_the_database_was_moved),
		with_folder("open", says_why_it_cannot_open),
		with_folder("stub", follows_no_stub),
		with_folder("stop", stops_when_told),
		with_folder("walk", walks_and_gets_documents),
		with_folder("terms", lists_and_counts_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
