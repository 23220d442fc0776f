/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Papers like one paper, over a real index. */
#include "config.h"

#include <math.h>

#include "tests/unit/service_shelf.h"

static const char names[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"ino\tpreferred\tinotuzumab ozogamicin\tfold\ten\t-\n"
	"ino\tkind\tdrug\t-\t-\t-\n"
	"ino\texact\tInO\texact\ten\t-\n"
	"vod\tpreferred\tveno-occlusive disease\tfold\ten\t-\n"
	"vod\tkind\tdisease\t-\t-\t-\n"
	"vod\texact\tVOD\texact\ten\t-\n";

static void add(const char *id, const char *title, const char *heading,
	const char *date)
{
	struct document document = {
		.title = slice_of(title), .date = slice_of(date)};
	int digits = id[0] >= '0' && id[0] <= '9';

	*(digits ? &document.pmid : &document.own) = slice_of(id);
	if (heading[0])
		document_add_mesh(&document, &shelf.arena)->name =
			slice_of(heading);
	shelf_put(&shelf, &document);
}

static int open_papers(void **unused)
{
	struct document doi = {.doi = SLICE("10.1000/a(1)b"),
		.title = SLICE("Kidneys and their stones")};
	char id[16];

	(void)unused;
	shelf_open(&shelf, names);
	add("111111", "InO and VOD in leukemia", "Liver Failure", "2015");
	add("222222", "Inotuzumab ozogamicin: veno-occlusive disease", "",
		"2016");
	add("333333", "Failure of the liver and what it is like", "", "2017");
	add("444444", "Stones of kidneys", "", "2018");
	add("own", "A thing unheard-of", "", "2018");
	shelf_put(&shelf, &doi);
	for (int i = 0; i < 30; i++) {
		snprintf(id, sizeof(id), "filler%d", i);
		add(id, "Nothing to see", "", "2018");
	}
	shelf_commit(&shelf);
	return 0;
}

static void check_found(const char *target, const char *ids)
{
	unsigned status;
	json_t *reply = shelf_get(&shelf, target, &status);
	struct slice found = shelf_ids(&shelf, reply);

	if (status != 200 || !slice_is(found, ids))
		fail_msg("%s: status %u, \"%.*s\", not \"%s\"", target, status,
			SLICE_PRINT(found), ids);
	json_decref(reply);
}

static void test_found(void **unused)
{
	static const struct {
		const char *question, *ids;
	} cases[] = {
		/* by concepts under other names first, by words of a heading
		 * then; not itself */
		{"like:PMID:111111", "PMID:222222 PMID:333333 "},
		{"like:111111", "PMID:222222 PMID:333333 "},
		{"like:\"PMID:111111\"", "PMID:222222 PMID:333333 "},
		{"PMID:111111[like]", "PMID:222222 PMID:333333 "},
		{"like:pmid:111111", "PMID:222222 PMID:333333 "},
		{"like:PMID:444444", "DOI:10.1000/a(1)b "},
		{"like:doi:10.1000/a(1)b", "PMID:444444 "},
		/* restricted */
		{"like:PMID:111111 year:2017", "PMID:333333 "},
		{"like:PMID:111111 AND ozogamicin", "PMID:222222 "},
		{"like:PMID:111111 NOT ozogamicin", "PMID:333333 "},
		{"like:PMID:111111 -liver", "PMID:222222 "},
		{"liver NOT like:PMID:111111", "PMID:111111 "},
		{"like:own", ""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply =
			shelf_ask(&shelf, slice_of(cases[i].question), "");
		struct slice found = shelf_ids(&shelf, reply);

		if (!slice_is(found, cases[i].ids))
			fail_msg("%s: \"%.*s\", not \"%s\"", cases[i].question,
				SLICE_PRINT(found), cases[i].ids);
		json_decref(reply);
	}
}

static void test_parameter(void **unused)
{
	(void)unused;
	check_found("/v1/search?like=PMID:111111", "PMID:222222 PMID:333333 ");
	check_found("/v1/search?like=111111&limit=1&offset=1", "PMID:333333 ");
	check_found("/v1/search?like=DOI:10.1000/a(1)b", "PMID:444444 ");
}

static void check_refused(
	const char *target, unsigned status, const char *code, const char *word)
{
	unsigned got;
	json_t *reply = shelf_get(&shelf, target, &got);

	if (got != status || strcmp(text_of(reply, "code"), code) != 0 ||
		!strstr(text_of(reply, "detail"), word))
		fail_msg("%s: %u %s: %s", target, got, text_of(reply, "code"),
			text_of(reply, "detail"));
	json_decref(reply);
}

static void test_refused(void **unused)
{
	(void)unused;
	check_refused("/v1/search?like=PMID:9", 404, "not_found", "PMID:9");
	check_refused("/v1/search?q=like:PMID:9", 404, "not_found", "PMID:9");
	check_refused("/v1/search?q=a+like:PMID:9&syntax=strict", 404,
		"not_found", "PMID:9");
	check_refused("/v1/search?like=", 400, "invalid", "'like'");
	check_refused("/v1/search?like=111111&q=a", 400, "invalid", "'q'");
	check_refused("/v1/search", 400, "missing_parameter", "'q'");
	check_refused("/v1/suggest?like=111111", 400, "unknown_parameter",
		"There is no parameter 'like' here; known are q, limit");
	check_refused("/v1/search?Q=a", 400, "unknown_parameter",
		"known are q, like, limit, offset, snippets, synonyms, syntax, "
		"sort, without, fields, explain");
	check_refused("/v1/status?q=a", 400, "unknown_parameter",
		"this path takes none");
	check_refused("/v1/search?q=a&limit=201", 400, "invalid",
		"'limit' is a whole number from 0 to 200, not '201'");
	check_refused("/v1/search?q=a&offset=9995", 400, "invalid",
		"'offset' and 'limit' together are more than 10000");
}

/* What it was understood as, and which terms count. */
static void test_account(void **unused)
{
	json_t *reply = shelf_get(&shelf,
		"/v1/search?like=PMID:111111&explain=1", NULL);
	const json_t *query = json_object_get(reply, "query");
	const json_t *token =
		json_array_get(json_object_get(query, "tokens"), 0);
	const json_t *filter =
		json_array_get(json_object_get(query, "filters"), 0);
	const json_t *hit = json_array_get(json_object_get(reply, "hits"), 0);
	const json_t *parts = json_object_get(
		json_object_get(hit, "explanation"), "parts");
	const json_t *part = json_array_get(parts, 0);
	char *terms = json_dumps(json_object_get(part, "terms"), JSON_COMPACT);

	(void)unused;
	assert_string_equal(text_of(query, "typed"), "like:PMID:111111");
	assert_string_equal(text_of(token, "status"), "filter");
	assert_int_equal(number_of(token, "end"), 16);
	assert_string_equal(text_of(filter, "name"), "like");
	assert_string_equal(text_of(filter, "value"), "PMID:111111");
	assert_int_equal(json_array_size(parts), 1);
	assert_string_equal(text_of(part, "part"), "like");
	assert_non_null(strstr(terms, "\"XCino\""));
	assert_non_null(strstr(terms, "\"XCvod\""));
	assert_true(fabs(json_real_value(json_object_get(part, "weight")) -
			 json_real_value(json_object_get(
				 json_object_get(hit, "explanation"),
				 "score"))) < 1e-9);
	free(terms);
	json_decref(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_papers, test_found),
		WITH(open_papers, test_parameter),
		WITH(open_papers, test_refused),
		WITH(open_papers, test_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
