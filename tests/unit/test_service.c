/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions in, JSON out, over real indexes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/service_shelf.h"

/* ---- the answer ---------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The ids of a reply, whatever their order. */
static struct slice sorted_ids(const json_t *reply)
{
	struct slice ids = shelf_ids(&shelf, reply);
	char *list = arena_string(&shelf.arena, ids.data, ids.length), *one;
	char *items[16];
	size_t count = 0;
	struct slice out = SLICE("");

	while ((one = strsep(&list, " ")) && count < 16)
		items[count++] = one;
	qsort(items, count, sizeof(char *), compare_ids);
	for (size_t i = 0; i < count; i++)
		out = arena_printf(&shelf.arena, "%.*s%s ", SLICE_PRINT(out),
			items[i]);
	return out;
}

/* Every name of a thing gives the same papers; which comes first of those alike
 * but for the name is another matter, see test_typed.c. */
static void test_names_are_equal(void **unused)
{
	static const char *const names[] = {"DgZ", "dgz", "Marvelin",
		"marvelin", "XYZ-544", "XYZ544", "XYZ 544",
		"xyz\xe2\x80\x91"
		"544",
		"xyz\xe2\x80\x93"
		"544",
		"drugazole besylate", "Drugazole Besylate"};
	struct slice first = SLICE_EMPTY;

	(void)unused;
	for (size_t i = 0; i < sizeof(names) / sizeof(char *); i++) {
		json_t *reply = shelf_ask(&shelf, slice_of(names[i]), "");
		struct slice ids = sorted_ids(reply);

		if (!i)
			first = ids;
		if (!slice_equal(ids, first))
			fail_msg("%s: %.*s", names[i], SLICE_PRINT(ids));
		assert_int_equal(number_of(reply, "total"), 7);
		json_decref(reply);
	}
}

/* The words of a name, scattered, are found but are not the name: less than it
 * in as short a title, and no mention. */
static void test_scattered_words(void **unused)
{
	json_t *reply = shelf_ask(&shelf, SLICE("DgZ"), "");
	json_t *hit;
	double name = 0, scattered = 0;
	size_t i;

	(void)unused;
	json_array_foreach(json_object_get(reply, "hits"), i, hit)
	{
		double score = json_real_value(json_object_get(hit, "score"));
		size_t mentions =
			json_array_size(json_object_get(hit, "matched_as"));

		if (strcmp(text_of(hit, "id"), "PMID:100007") == 0) {
			assert_int_equal(mentions, 0);
			scattered = score;
			continue;
		}
		assert_int_equal(mentions, 1);
		if (strcmp(text_of(hit, "id"), "PMID:100000") == 0)
			name = score;
	}
	assert_true(scattered > 0 && scattered < name);
	json_decref(reply);
}

static void test_shape(void **unused)
{
	static const char expected[] =
		"{\"typed\":\"Does DgZ harm the liver?\",\"tokens\":["
		"{\"text\":\"Does\",\"start\":0,\"end\":4,\"status\":\"stop\"},"
		"{\"text\":\"DgZ\",\"start\":5,\"end\":8,\"status\":"
		"\"concept\","
		"\"concept\":\"drugazole\",\"preferred\":\"drugazole "
		"besylate\","
		"\"forms\":4,\"documents\":6},"
		"{\"text\":\"harm\",\"start\":9,\"end\":13,\"status\":"
		"\"unmatched\",\"documents\":0},"
		"{\"text\":\"the\",\"start\":14,\"end\":17,\"status\":\"stop\"}"
		","
		"{\"text\":\"liver\",\"start\":18,\"end\":23,\"status\":"
		"\"word\",\"documents\":2}],"
		"\"filters\":[],\"suggestions\":[]}";
	static const char *const keys[] = {"v", "took_ms", "generation",
		"revision", "synonyms_version", "query", "total",
		"total_relation", "timed_out", "warnings", "hits"};
	json_t *reply = shelf_ask(
		&shelf, SLICE("Does DgZ harm the liver?"), "&limit=1");
	char *query = json_dumps(json_object_get(reply, "query"), JSON_COMPACT);
	const char *key;
	size_t n = 0;
	json_t *value;

	(void)unused;
	assert_string_equal(query, expected);
	free(query);
	json_object_foreach(reply, key, value)
	{
		assert_string_equal(key, keys[n]);
		n++;
	}
	assert_int_equal(n, 11);
	assert_string_equal(text_of(reply, "generation"), "g000001");
	assert_string_equal(text_of(reply, "synonyms_version"), "test-1");
	assert_string_equal(text_of(reply, "total_relation"), "eq");
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(reply, "warnings"), 0)),
		"No paper has \"harm\"");
	assert_int_equal(json_array_size(json_object_get(reply, "hits")), 1);
	json_decref(reply);
}

static void test_fields(void **unused)
{
	json_t *reply =
		shelf_ask(&shelf, SLICE("liver"), "&fields=title,rank&limit=1");
	char *hits = json_dumps(json_object_get(reply, "hits"), JSON_COMPACT);

	(void)unused;
	assert_string_equal(
		hits, "[{\"rank\":1,\"title\":\"The liver alone\"}]");
	free(hits);
	json_decref(reply);
}

static void test_window(void **unused)
{
	json_t *all = shelf_ask(&shelf, SLICE("DgZ"), "&limit=4");
	json_t *second = shelf_ask(&shelf, SLICE("DgZ"), "&limit=1&offset=3");
	json_t *beyond = shelf_ask(&shelf, SLICE("DgZ"), "&limit=1&offset=50");
	json_t *none = shelf_ask(&shelf, SLICE("DgZ"), "&limit=0");
	json_t *fourth = json_array_get(json_object_get(all, "hits"), 3);
	json_t *same = json_array_get(json_object_get(second, "hits"), 0);

	(void)unused;
	assert_true(json_equal(fourth, same));
	assert_int_equal(number_of(same, "rank"), 4);
	assert_int_equal(json_array_size(json_object_get(beyond, "hits")), 0);
	assert_int_equal(json_array_size(json_object_get(none, "hits")), 0);
	assert_int_equal(number_of(none, "total"), 7);
	json_decref(all);
	json_decref(second);
	json_decref(beyond);
	json_decref(none);
}

static void test_questions_without_hits(void **unused)
{
	static const struct {
		const char *question, *warning;
	} cases[] = {
		{"", "The question has no words"},
		{" ?! ", "The question has no words"},
		{"unicornwombat", "No paper has \"unicornwombat\""},
		{"\xff\xfe", "2 bytes of the question are not text and were "
			     "read as U+FFFD"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply =
			shelf_ask(&shelf, slice_of(cases[i].question), "");
		json_t *warnings = json_object_get(reply, "warnings");

		assert_int_equal(number_of(reply, "total"), 0);
		assert_true(number_of(reply, "revision") > 0);
		assert_string_equal(
			json_string_value(json_array_get(warnings, 0)),
			cases[i].warning);
		json_decref(reply);
	}
}

static void test_number_of_a_paper(void **unused)
{
	static const char *const questions[] = {
		"100005", "PMID: 100005", "pmid:100005",
		"https://pubmed.ncbi.nlm.nih.gov/100005/"};

	(void)unused;
	for (size_t i = 0; i < sizeof(questions) / sizeof(char *); i++) {
		json_t *reply = shelf_ask(&shelf, slice_of(questions[i]), "");
		struct slice ids = shelf_ids(&shelf, reply);

		if (!slice_is(ids, "PMID:100005 "))
			fail_msg("%s: %.*s", questions[i], SLICE_PRINT(ids));
		assert_int_equal(
			json_array_size(json_object_get(reply, "warnings")), 0);
		json_decref(reply);
	}
}

/* Also when other papers have words of the question, in their title even. */
static void test_number_comes_first(void **unused)
{
	static const struct {
		const char *question, *ids;
	} rows[] = {
		/* it says what it is: nothing else is meant */
		{"pmid 77", "PMID:77 "},
		{"https://doi.org/10.1/X.7", "PMID:77 "},
		{"10.1/x.7", "PMID:77 "},
		{"pmid:78", ""},
		{"doi:10.1/none", ""},
		/* its own paper, then those that mention it */
		{"doi:10.1000/own", "PMID:79 cites-doi "},
		{"https://doi.org/10.1000/Own.", "PMID:79 cites-doi "},
		/* those that mention it, where it is nobody's */
		{"doi:10.1000/gone-7", "cites-gone "},
		{"10.1000/gone-7", "cites-gone "},
		{"doi:10.1000/7", ""},
		{"PMID: 33334444", "cites-pmid "},
		{"https://pubmed.ncbi.nlm.nih.gov/33334444/", "cites-pmid "},
		{"33334444", "cites-pmid "},
		{"pmcid:PMC5556667", "cites-pmc "},
		{"PMC5556667", "cites-pmc "},
		{"NCT07654321", "cites-nct "},
		/* a word of texts, too */
		{"nct 01234567", "PMID:77 noise "},
	};
	struct slice number = SLICE("NCT01234567");
	struct document paper = {.pmid = SLICE("77"),
		.doi = SLICE("10.1/x.7"),
		.title = SLICE("Nothing to see")};

	(void)unused;
	paper.nct = (struct slices){.items = &number, .count = 1};
	shelf_put(&shelf, &paper);
	paper = (struct document){.pmid = SLICE("79"),
		.doi = SLICE("10.1000/own"),
		.title = SLICE("Of its own")};
	shelf_put(&shelf, &paper);
	shelf_add(&shelf, "noise", "PMID, NCT, https, doi, org, 10.1", "");
	shelf_add(&shelf, "cites-doi", "A letter",
		"It answers doi:10.1000/own, and is short.");
	shelf_add(&shelf, "cites-gone", "A reply",
		"See https://doi.org/10.1000/gone-7.");
	shelf_add(&shelf, "cites-pmid", "A note", "As in PMID 33334444.");
	shelf_add(&shelf, "cites-pmc", "A list", "Full text: PMC5556667.");
	shelf_add(&shelf, "cites-nct", "A protocol", "Number NCT07654321.");
	shelf_commit(&shelf);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		json_t *reply = shelf_ask(&shelf, slice_of(rows[i].question), "");
		struct slice ids = shelf_ids(&shelf, reply);

		if (!slice_is(ids, rows[i].ids))
			fail_msg("%s: %.*s", rows[i].question, SLICE_PRINT(ids));
		json_decref(reply);
	}
}

/* ---- capitals ------------------------------------------------------------ */

static int open_capitals(void **unused)
{
	char id[32];

	(void)unused;
	shelf_open(&shelf, NULL);
	for (int i = 0; i < 220; i++) {
		int disease = i % 11 == 0;

		snprintf(id, sizeof(id), "%s%d", disease ? "disease" : "word",
			i);
		shelf_add(&shelf, id,
			disease ? "Late relapse of ALL" : "Follow-up report",
			disease ? "Relapse was late in ALL."
				: "We saw all patients, all of them, and all "
				  "without a relapse.");
	}
	shelf_add(&shelf, "lower", "Outcome of hsct", "");
	shelf_add(&shelf, "upper", "Outcome of HSCT", "");
	shelf_commit(&shelf);
	return 0;
}

static void test_acronym_is_no_word(void **unused)
{
	json_t *reply = shelf_ask(&shelf, SLICE("ALL relapse"), "&limit=20");
	json_t *hit;
	size_t i;

	(void)unused;
	assert_int_equal(json_array_size(json_object_get(reply, "hits")), 20);
	json_array_foreach(json_object_get(reply, "hits"), i, hit)
		assert_memory_equal(text_of(hit, "id"), "disease", 7);
	json_decref(reply);
	reply = shelf_ask(&shelf, SLICE("HSCT"), "");
	assert_int_equal(number_of(reply, "total"), 2);
	json_decref(reply);
}

/* ---- where a name stands ------------------------------------------------- */

static int open_headings(void **unused)
{
	struct document document = {.own = SLICE("1"), .title = SLICE("Other")};

	(void)unused;
	shelf_open(&shelf, words);
	document_add_mesh(&document, &shelf.arena)->name = SLICE("Adult");
	document_add_mesh(&document, &shelf.arena)->name =
		SLICE("Old drugazole besylate");
	slices_add(&document.keywords, SLICE("mice"), &shelf.arena);
	slices_add(&document.keywords, SLICE("SOC in mice"), &shelf.arena);
	shelf_put(&shelf, &document);
	shelf_commit(&shelf);
	return 0;
}

/* Of a heading or keyword the whole is told, for hits do not list them. */
static void test_headings(void **unused)
{
	static const struct {
		const char *question, *field, *heading;
		json_int_t start, end;
	} cases[] = {
		{"Marvelin", "mesh", "Old drugazole besylate", 4, 22},
		{"standard of care", "keyword", "SOC in mice", 0, 3},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(cases[i].question), "");
		json_t *hit = json_array_get(json_object_get(reply, "hits"), 0);
		json_t *mentions = json_object_get(hit, "matched_as");
		json_t *mention = json_array_get(mentions, 0);

		assert_int_equal(json_array_size(mentions), 1);
		assert_string_equal(text_of(mention, "field"), cases[i].field);
		assert_string_equal(
			text_of(mention, "heading"), cases[i].heading);
		assert_int_equal(number_of(mention, "start"), cases[i].start);
		assert_int_equal(number_of(mention, "end"), cases[i].end);
		json_decref(reply);
	}
}

/* ---- fields and problems ------------------------------------------------- */

/* Each name alone gives its own member and no other; all is all of them. */
static void test_every_field(void **unused)
{
	static const char *const names[] = {"rank", "id", "ids", "score",
		"title", "authors", "journal", "publisher", "year", "date",
		"volume", "issue", "pages", "types", "status", "url",
		"matched_as", "snippets"};
	const size_t count = sizeof(names) / sizeof(names[0]);
	json_t *reply = shelf_ask(&shelf, SLICE("harm"), "&fields=all");
	json_t *hit = json_array_get(json_object_get(reply, "hits"), 0);

	(void)unused;
	assert_int_equal(json_object_size(hit), count);
	json_decref(reply);
	for (size_t i = 0; i < count; i++) {
		struct slice fields =
			arena_printf(&shelf.arena, "&fields=%s", names[i]);

		reply = shelf_ask(&shelf, SLICE("harm"), fields.data);
		hit = json_array_get(json_object_get(reply, "hits"), 0);
		assert_int_equal(json_object_size(hit), 1);
		assert_non_null(json_object_get(hit, names[i]));
		json_decref(reply);
	}
}

static void test_problems(void **unused)
{
	static const struct {
		const char *target;
		unsigned status;
		const char *code;
	} cases[] = {
		{"/nothing", 404, "not_found"},
		{"/v1/search", 400, "missing_parameter"},
		{"/v1/search?q=a&x=1", 400, "unknown_parameter"},
		{"/v1/search?q=%", 400, "bad_request"},
		{"/v1/search?q=a&limit=201", 400, "invalid"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned status;
		json_t *json = shelf_get(&shelf, cases[i].target, &status);

		assert_int_equal(status, cases[i].status);
		assert_int_equal(number_of(json, "status"), cases[i].status);
		assert_string_equal(text_of(json, "code"), cases[i].code);
		json_decref(json);
	}
}

/* A deadline that is over before the search begins. */
static void test_deadline(void **unused)
{
	struct wire_request request = {
		.target = SLICE("/v1/search?q=harm+see"), .deadline = 1};
	struct wire_reply reply;
	json_t *json;

	(void)unused;
	json_decref(shelf_get(&shelf, "/readyz", NULL));
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 504);
	json = json_loadb(reply.body.data, reply.body.length, 0, NULL);
	assert_string_equal(text_of(json, "code"), "deadline");
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_drugs, test_names_are_equal),
		WITH(open_drugs, test_scattered_words),
		WITH(open_drugs, test_shape),
		WITH(open_drugs, test_fields),
		WITH(open_drugs, test_window),
		WITH(open_drugs, test_questions_without_hits),
		WITH(open_drugs, test_number_of_a_paper),
		WITH(open_drugs, test_number_comes_first),
		WITH(open_capitals, test_acronym_is_no_word),
		WITH(open_headings, test_headings),
		WITH(open_record, test_every_field),
		WITH(open_record, test_problems),
		WITH(open_record, test_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
