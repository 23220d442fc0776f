/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries as text: what each operator finds, and what is refused. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "libxapian-c/testing.h"

/* Key and text; the value in slot 1 is the first word. */
static const char *const papers[][2] = {
	{"1", "acute heart failure in heart patients"},
	{"2", "acute lung failure"},
	{"3", "chronic heart disease and lung disease"},
	{"4", "failure of the heart"},
	{"5", "kidney"},
};

static int papers_setup(void **state)
{
	struct xc_writer *writer;
	size_t i;

	if (folder_setup(state) < 0)
		return -1;
	writer = must_create(path_in(state, "db"));
	for (i = 0; i < sizeof(papers) / sizeof(*papers); i++)
		must_put(writer, papers[i][0], papers[i][1]);
	must_commit(writer);
	xc_writer_close(writer);
	return 0;
}

static int compare_hits(const void *a, const void *b)
{
	const struct xc_hit *x = a, *y = b;

	return x->docid < y->docid ? -1 : x->docid > y->docid;
}

/* Documents in order of their ids: this is not about weights. */
static void check_found(
	struct xc_searcher *searcher, const char *text, const char *expected)
{
	struct xc_query query = parse_query(text);
	struct xc_error err = {0};
	struct xc_results *results = xc_search(searcher, &query, &err);
	struct xc_results sorted;
	struct xc_hit hits[8];

	if (!results)
		fail_msg("%s: %s", text, err.text);
	assert_true(results->hits_count < 8);
	memcpy(hits, results->hits, results->hits_count * sizeof(*hits));
	qsort(hits, results->hits_count, sizeof(*hits), compare_hits);
	sorted = *results;
	sorted.hits = hits;
	if (strcmp(hits_text(&sorted), expected) != 0)
		fail_msg("%s: found '%s', not '%s'", text, hits_text(&sorted),
			expected);
	xc_results_free(results);
}

static void finds_what_each_operator_means(void **state)
{
	static const struct {
		const char *query, *hits;
	} rows[] = {
		{"heart", "1 3 4"},
		{"none", ""},
		{"ALL", "1 2 3 4 5"},
		{"heart lung OR:2", "1 2 3 4"},
		{"heart lung AND:2", "3"},
		{"heart AND:1", "1 3 4"},
		{"heart lung kidney OR:3", "1 2 3 4 5"},
		{"heart lung NOT:2", "1 4"},
		{"ALL heart NOT:2", "2 5"},
		{"heart lung MAYBE:2", "1 3 4"},
		{"heart lung FILTER:2", "3"},
		{"heart lung SYNONYM:2", "1 2 3 4"},
		{"heart SYNONYM:1", "1 3 4"},
		{"heart lung MAX:2", "1 2 3 4"},
		{"heart SCALE:1:0", "1 3 4"},
		{"heart SCALE:1:2.5", "1 3 4"},
		{"heart failure PHRASE:2", "1"},
		{"failure heart PHRASE:2", ""},
		{"failure heart PHRASE:2:4", "1 4"},
		{"heart failure NEAR:2", "1"},
		{"heart failure NEAR:2:4", "1 4"},
		{"heart PHRASE:1", "1 3 4"},
		{"heart lung OR:2 failure PHRASE:2", "1 2"},
		{"heart lung OR:2 kidney OR:2 failure PHRASE:2", "1 2"},
		{"acute heart lung OR:2 failure PHRASE:3", "1 2"},
		{"heart failure PHRASE:2 lung MAX:2", "1 2 3"},
		{"failure heart NEAR:2 disease lung NEAR:2 MAX:2", "1 3"},
		{"heart lung OR:2 failure NEAR:2 kidney OR:2", "1 2 5"},
		{"heart heart NEAR:2", ""},
		{"heart heart NEAR:2:4", "1"},
		{"acute heart PHRASE:2 SCALE:1:0", "1"},
		{"lung acute failure PHRASE:2:3 NOT:2", "3"},
		{"heart lung OR:2 acute FILTER:2", "1 2"},
		{"heart lung NOT:2 lung heart NOT:2 OR:2", "1 2 4"},
		{"RANGE:1:acute:chronic", "1 2 3"},
		{"RANGE:1:b:", "3 4 5"},
		{"RANGE:1::b", "1 2"},
		{"RANGE:1::", "1 2 3 4 5"},
		{"RANGE:1:c:b", ""},
		{"RANGE:2::", ""},
		{"RANGE:2::z", ""},
		{"heart RANGE:1:a:b FILTER:2", "1"},
		{"ALL RANGE:1:c:b NOT:2", "1 2 3 4 5"},
		{"RANGE:1:c:b heart OR:2", "1 3 4"},
		{"RANGE:1:c:b heart AND:2", ""},
	};
	struct xc_searcher *searcher = must_search(path_in(state, "db"));
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_found(searcher, rows[i].query, rows[i].hits);
	xc_searcher_close(searcher);
}

static void check_refused(struct xc_searcher *searcher,
	const struct xc_query *query, const char *problem)
{
	struct xc_error err = {0};
	struct xc_results *results = xc_search(searcher, query, &err);

	assert_null(results);
	assert_string_equal(problem, err.text);
	assert_int_equal(XC_INVALID, err.code);
	assert_int_equal(0, err.flags);
	assert_string_equal("xc_search", err.context);
}

static void names_the_node_it_refuses(void **state)
{
	static const struct {
		const char *query, *problem;
	} rows[] = {
		{"", "the query has no nodes"},
		{"a b", "node 1: 1 operands are left over"},
		{"a b AND:3", "node 2: AND needs 3 operands, 2 are left"},
		{"a AND:0", "node 1: AND has 0 operands"},
		{"OR:0", "node 0: OR has 0 operands"},
		{"a NOT:1", "node 1: NOT has 1 operands"},
		{"a b c MAYBE:3", "node 3: MAYBE has 3 operands"},
		{"a b c FILTER:3", "node 3: FILTER has 3 operands"},
		{"a b SCALE:2:1", "node 2: SCALE has 2 operands"},
		{"a SCALE:1:-1", "node 1: SCALE by a factor that is not a "
				 "finite number >= 0"},
		{"a SCALE:1:nan", "node 1: SCALE by a factor that is not a "
				  "finite number >= 0"},
		{"a SCALE:1:inf", "node 1: SCALE by a factor that is not a "
				  "finite number >= 0"},
		{"a b c PHRASE:3:2",
			"node 3: PHRASE of 3 operands in a window of 2"},
		{"a b SYNONYM:2 c PHRASE:2", "node 4: PHRASE operand 0 is "
					     "neither a term nor an OR of "
					     "terms"},
		{"a b c AND:2 NEAR:2", "node 4: NEAR operand 1 is neither a "
				       "term nor an OR of terms"},
		{"a b PHRASE:2 c NEAR:2", "node 4: NEAR operand 0 is neither "
					  "a term nor an OR of terms"},
		{"a ALL PHRASE:2", "node 2: PHRASE operand 1 is neither a "
				   "term nor an OR of terms"},
		{"a b ALL OR:2 PHRASE:2", "node 4: PHRASE operand 1 is "
					  "neither a term nor an OR of terms"},
		{"a SCALE:1:2 b PHRASE:2", "node 3: PHRASE operand 0 is "
					   "neither a term nor an OR of "
					   "terms"},
		{"a b NOT:2 c MAX:2", "node 4: MAX of more than terms and "
				      "OR, SYNONYM, AND, PHRASE or NEAR of "
				      "terms"},
		{"RANGE:-1:a:b", "node 0: no such slot"},
		{"RANGE:64:a:b", "node 0: no such slot"},
		{"a b PHRASE:2 c SYNONYM:2",
			"node 4: SYNONYM operand 0 has a PHRASE"},
		{"c a b NEAR:2 d OR:2 SYNONYM:2",
			"node 6: SYNONYM operand 1 has a NEAR"},
		{"a RANGE:1:a:b FILTER:2 b SYNONYM:2",
			"node 4: SYNONYM operand 0 has a RANGE"},
	};
	struct xc_searcher *searcher = must_search(path_in(state, "db"));
	struct xc_query query;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		query = parse_query(rows[i].query);
		check_refused(searcher, &query, rows[i].problem);
	}
	xc_searcher_close(searcher);
}

static void refuses_what_text_cannot_say(void **state)
{
	static char long_bytes[246];
	static const uint32_t no_slot = UINT32_MAX;
	struct xc_searcher *searcher = must_search(path_in(state, "db"));
	struct xc_query query = parse_query("a");
	struct xc_node node = {.op = XC_TERM};

	query.nodes = &node;
	check_refused(searcher, &query, "node 0: the term is empty");
	node.term = memset(long_bytes, 'x', sizeof(long_bytes));
	node.length = sizeof(long_bytes);
	check_refused(
		searcher, &query, "node 0: the term is longer than 245 bytes");
	node = (struct xc_node){.op = (enum xc_op)99};
	check_refused(searcher, &query, "node 0: no such operator");
	node = (struct xc_node){.op = XC_RANGE, .high_length = 1};
	check_refused(searcher, &query, "node 0: a range end is NULL");
	query = parse_query("a");
	query.slots_count = 1;
	check_refused(searcher, &query, "the slots are NULL");
	query.slots = &no_slot;
	check_refused(searcher, &query, "wanted slot 0 does not exist");
	xc_searcher_close(searcher);
}

static void refuses_odd_scales(void **state)
{
	static const uint32_t no_slot = UINT32_MAX;
	static const struct {
		struct xc_scale scale;
		const char *problem;
	} rows[] = {
		{{-1, 100}, "unit is not a finite number >= 0"},
		{{INFINITY, 100}, "unit is not a finite number >= 0"},
		{{NAN, 100}, "unit is not a finite number >= 0"},
		{{1, 0}, "most is 0"},
	};
	struct xc_searcher *searcher = must_search(path_in(state, "db"));
	struct xc_query query = parse_query("heart");
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		query.scale = rows[i].scale;
		check_refused(searcher, &query, rows[i].problem);
	}
	query = parse_query("heart");
	query.tie_slot = &no_slot;
	check_refused(
		searcher, &query, "the slot that decides ties does not exist");
	xc_searcher_close(searcher);
}

/* Of equal scores the value decides, then the id; "lung heart" starts so. */
static void decides_ties_by_value(void **state)
{
	static const uint32_t slot = 1;
	struct xc_searcher *searcher = must_search(path_in(state, "db"));
	struct xc_query query = parse_query("failure acute MAX:2 SCALE:1:0");
	struct xc_results *results = xc_search(searcher, &query, NULL);

	assert_string_equal("1 2 4", hits_text(results));
	xc_results_free(results);
	query = parse_query("heart kidney OR:2 SCALE:1:0");
	query.tie_slot = &slot;
	query.limit = 2;
	results = xc_search(searcher, &query, NULL);
	assert_string_equal("1 3", hits_text(results));
	xc_results_free(results);
	query = parse_query("kidney chronic OR:2 failure OR:2 SCALE:1:0");
	query.tie_slot = &slot;
	results = xc_search(searcher, &query, NULL);
	assert_string_equal("1 2 3 4 5", hits_text(results));
	xc_results_free(results);
	xc_searcher_close(searcher);
}

/* SCALE:1:1 on one term, `depth` nodes in all. */
static struct xc_query deep_query(struct xc_node *nodes, size_t depth)
{
	struct xc_query query = parse_query("heart");
	size_t i;

	for (i = 1; i < depth; i++)
		nodes[i] = (struct xc_node){
			.op = XC_SCALE, .children = 1, .factor = 1};
	nodes[0] = query.nodes[0];
	query.nodes = nodes;
	query.nodes_count = depth;
	return query;
}

static void limits_depth_and_size(void **state)
{
	struct xc_searcher *searcher = must_search(path_in(state, "db"));
	struct xc_node *nodes = calloc(XC_QUERY_NODES_MAX + 1, sizeof(*nodes));
	struct xc_query query = deep_query(nodes, XC_QUERY_DEPTH_MAX);
	struct xc_results *results = xc_search(searcher, &query, NULL);
	size_t i;

	assert_int_equal(3, results->hits_count);
	xc_results_free(results);
	query = deep_query(nodes, XC_QUERY_DEPTH_MAX + 1);
	check_refused(searcher, &query, "node 64: nested deeper than 64");
	for (i = 0; i <= XC_QUERY_NODES_MAX; i++)
		nodes[i] = nodes[0];
	query.nodes_count = XC_QUERY_NODES_MAX + 1;
	check_refused(
		searcher, &query, "the query has 16385 nodes, more than 16384");
	query.nodes_count = XC_QUERY_NODES_MAX;
	nodes[XC_QUERY_NODES_MAX - 1] = (struct xc_node){
		.op = XC_OR, .children = XC_QUERY_NODES_MAX - 1};
	results = xc_search(searcher, &query, NULL);
	assert_int_equal(3, results->hits_count);
	xc_results_free(results);
	free(nodes);
	xc_searcher_close(searcher);
}

static double score_of(
	struct xc_searcher *searcher, const char *text, const char *key)
{
	struct xc_query query = parse_query(text);
	struct xc_results *results = xc_search(searcher, &query, NULL);
	double score = -1;
	size_t i;

	for (i = 0; i < results->hits_count; i++)
		if (results->hits[i].data.data[0] == key[0])
			score = results->hits[i].score;
	xc_results_free(results);
	return score;
}

/* What the operators do to weights, as sums and products of one another's. */
static void weighs_as_the_operators_say(void **state)
{
	struct xc_searcher *s = must_search(path_in(state, "db"));
	const double heart = score_of(s, "heart", "3");
	const double lung = score_of(s, "lung", "3");
	const struct {
		const char *query;
		double score;
	} rows[] = {
		{"heart lung OR:2", heart + lung},
		{"heart lung AND:2", heart + lung},
		{"heart lung MAYBE:2", heart + lung},
		{"heart lung FILTER:2", heart},
		{"heart lung MAX:2", lung > heart ? lung : heart},
		{"heart lung OR:2 lung MAX:2", heart + lung},
		{"heart heart MAX:2 lung OR:2", heart + lung},
		{"heart SCALE:1:0.5 lung SCALE:1:0.25 MAX:2 SCALE:1:2",
			lung / 2 > heart ? lung / 2 : heart},
		{"chronic heart PHRASE:2 lung MAX:2",
			heart + score_of(s, "chronic", "3")},
		{"heart chronic PHRASE:2 lung MAX:2", lung},
		{"heart lung SCALE:1:0 AND:2", heart},
		{"heart SCALE:1:0.5 lung AND:2 SCALE:1:4",
			2 * heart + 4 * lung},
		{"chronic heart PHRASE:2 SCALE:1:0.5",
			(heart + score_of(s, "chronic", "3")) / 2},
		{"heart lung MAYBE:2 kidney OR:2", heart + lung},
		{"kidney lung MAYBE:2 heart OR:2", heart},
		{"kidney heart lung AND:2 OR:2", heart + lung},
		{"kidney heart acute AND:2 OR:2 heart OR:2", heart},
		{"heart lung OR:2 SCALE:1:3 kidney FILTER:2 heart OR:2", heart},
		{"heart^3", 3 * heart},
		{"heart SCALE:1:0.5", heart / 2},
		{"heart SCALE:1:0", 0},
		{"heart none SYNONYM:2", heart},
		{"ALL", 0},
	};
	size_t i;

	assert_true(heart > 0 && lung > heart);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (fabs(score_of(s, rows[i].query, "3") - rows[i].score) >
			1e-7)
			fail_msg("%s: %g, not %g", rows[i].query,
				score_of(s, rows[i].query, "3"), rows[i].score);
	xc_searcher_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_each_operator_means),
		cmocka_unit_test(names_the_node_it_refuses),
		cmocka_unit_test(refuses_what_text_cannot_say),
		cmocka_unit_test(refuses_odd_scales),
		cmocka_unit_test(decides_ties_by_value),
		cmocka_unit_test(limits_depth_and_size),
		cmocka_unit_test(weighs_as_the_operators_say),
	};

	return cmocka_run_group_tests(tests, papers_setup, folder_teardown);
}
