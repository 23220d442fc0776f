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
	static const char *const questions[] = {
		"pmid 77", "https://doi.org/10.1/X.7", "nct 01234567"};
	struct slice number = SLICE("NCT01234567");
	struct document paper = {.pmid = SLICE("77"),
		.doi = SLICE("10.1/x.7"),
		.title = SLICE("Nothing to see")};

	(void)unused;
	paper.nct = (struct slices){.items = &number, .count = 1};
	shelf_put(&shelf, &paper);
	shelf_add(&shelf, "noise", "PMID, NCT, https, doi, org, 10.1", "");
	shelf_commit(&shelf);
	for (size_t i = 0; i < sizeof(questions) / sizeof(char *); i++) {
		json_t *reply = shelf_ask(&shelf, slice_of(questions[i]), "");
		struct slice ids = shelf_ids(&shelf, reply);

		if (!slice_is(ids, "PMID:77 noise "))
			fail_msg("%s: %.*s", questions[i], SLICE_PRINT(ids));
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

/* ---- other verbs --------------------------------------------------------- */

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

static void test_document(void **unused)
{
	static const char *const ids[] = {"PMID:123456", "PMID%3A123456",
		"123456", "pmid:123456", "DOI:10.1000/ABC", "10.1000%2fabc",
		"PMC77", "NCT01234567"};
	json_t *document = NULL;
	unsigned status;

	(void)unused;
	for (size_t i = 0; i < sizeof(ids) / sizeof(char *); i++) {
		struct slice target =
			arena_printf(&shelf.arena, "/v1/documents/%s", ids[i]);

		json_decref(document);
		document = shelf_get(&shelf, target.data, &status);
		if (status != 200)
			fail_msg("%s: %u", ids[i], status);
	}
	char *text = json_dumps(document, JSON_COMPACT);
	const char *expected =
		"\"id\":\"PMID:123456\",\"ids\":{\"pmid\":\"123456\","
		"\"pmcid\":\"PMC77\",\"doi\":\"10.1000/abc\","
		"\"nct\":[\"NCT01234567\"]},\"title\":\"Harm of DgZ\","
		"\"authors\":[\"Uy N\"],\"journal\":\"Journal\","
		"\"publisher\":\"House\",\"year\":2018,"
		"\"date\":\"2018-04-13\",\"volume\":\"11\",\"issue\":\"4\","
		"\"pages\":\"67-80\",\"types\":[\"Review\"],"
		"\"status\":\"retracted\",\"url\":\"https://example.org/1\","
		"\"sections\":[{\"kind\":\"abstract\","
		"\"title\":\"AIM\",\"text\":\"To see.\"}]}";

	if (!strstr(text, expected))
		fail_msg("%s", text);
	free(text);
	json_decref(document);
	document = shelf_get(&shelf, "/v1/documents/PMID:9", &status);
	assert_int_equal(status, 404);
	assert_string_equal(text_of(document, "code"), "not_found");
	json_decref(document);
}

static void test_analyze(void **unused)
{
	json_t *json = shelf_get(
		&shelf, "/v1/analyze?text=dgz+XYZ+544&as=index", NULL);
	json_t *concepts = json_object_get(json, "concepts");
	json_t *code = json_array_get(json_object_get(json, "tokens"), 2);
	json_t *abbreviations;

	(void)unused;
	assert_int_equal(json_array_size(concepts), 1);
	assert_string_equal(
		text_of(json_array_get(concepts, 0), "slug"), "drugazole");
	assert_int_equal(number_of(json_array_get(concepts, 0), "start"), 4);
	assert_string_equal(text_of(code, "kind"), "code");
	assert_string_equal(text_of(code, "text"), "XYZ 544");
	assert_string_equal(text_of(code, "term"), "xyz544");
	assert_int_equal(number_of(code, "span"), 2);
	assert_int_equal(
		json_array_size(json_object_get(json, "abbreviations")), 0);
	json_decref(json);
	json = shelf_get(&shelf,
		"/v1/analyze?text=XYZ+544+(blood+pressure+(BP))&as=index",
		NULL);
	abbreviations = json_object_get(json, "abbreviations");
	assert_int_equal(json_array_size(abbreviations), 1);
	assert_string_equal(
		text_of(json_array_get(abbreviations, 0), "short"), "BP");
	assert_string_equal(text_of(json_array_get(abbreviations, 0), "long"),
		"blood pressure");
	assert_null(json_object_get(
		json_array_get(abbreviations, 0), "concept"));
	json_decref(json);
	json = shelf_get(&shelf, "/v1/analyze?text=dgz&as=index", NULL);
	assert_int_equal(json_array_size(json_object_get(json, "concepts")), 0);
	json_decref(json);
	json = shelf_get(&shelf, "/v1/analyze?text=dgz&as=query", NULL);
	assert_int_equal(json_array_size(json_object_get(json, "concepts")), 1);
	json_decref(json);
}

static struct slice token_seen(json_t *token)
{
	static const char *const names[] = {"concept", "status", "dropped"};
	json_t *terms = json_object_get(token, "terms"), *term;
	struct slice seen = arena_printf(&shelf.arena, "%s:", text_of(token, "text"));
	size_t i;

	json_array_foreach(terms, i, term)
		seen = arena_printf(&shelf.arena, "%.*s %s", SLICE_PRINT(seen),
			json_string_value(term));
	for (i = 0; i < 3; i++)
		if (json_object_get(token, names[i]))
			seen = arena_printf(&shelf.arena, "%.*s; %s",
				SLICE_PRINT(seen), text_of(token, names[i]));
	return seen;
}

/* What becomes of each token, in a paper and in a question. */
static void test_analyze_tokens(void **unused)
{
	static const struct {
		const char *as;
		const char *tokens[6]; /* text: terms; concept; status; why */
	} cases[] = {
		{"index",
			{"the: the", "DgZ: dgz XKDgZ; drugazole", "AB:; part of "
				"a code", "AB4: ab4", "4:; part of a code",
				"UV: uv XKUV"}},
		{"query",
			{"the: the; stop; stop word",
				"DgZ: dgz XKDgZ; drugazole; concept; part of a "
				"name",
				"AB:; word; part of a code", "AB4: ab4; word",
				"4:; word; part of a code",
				"UV: uv XKUV; word"}},
	};

	(void)unused;
	for (size_t i = 0; i < 2; i++) {
		char target[80];

		snprintf(target, sizeof(target),
			"/v1/analyze?as=%s&text=the+DgZ+AB4+UV", cases[i].as);
		json_t *json = shelf_get(&shelf, target, NULL);
		json_t *tokens = json_object_get(json, "tokens"), *token;
		size_t n;

		assert_int_equal(json_array_size(tokens), 6);
		json_array_foreach(tokens, n, token) {
			struct slice seen = token_seen(token);

			if (!slice_is(seen, cases[i].tokens[n]))
				fail_msg("%s: %.*s", cases[i].as,
					SLICE_PRINT(seen));
		}
		json_decref(json);
	}
}

static void test_status(void **unused)
{
	struct wire_request request = {
		.target = SLICE("/v1/status"), .front = SLICE("{\"queue\":3}")};
	struct wire_reply reply;
	json_t *json = shelf_get(&shelf, "/readyz", NULL);
	json_t *thesaurus;

	(void)unused;
	assert_true(json_is_true(json_object_get(json, "ready")));
	json_decref(json);
	service_answer(shelf.service, &request, &reply);
	json = json_loadb(reply.body.data, reply.body.length, 0, NULL);
	thesaurus = json_object_get(json, "thesaurus");
	assert_int_equal(number_of(json, "queue"), 3);
	assert_int_equal(number_of(json, "documents"), 1);
	assert_int_equal(number_of(json, "schema"), INDEX_SCHEMA_VERSION);
	assert_int_equal(number_of(json, "analysis"), TEXT_ANALYSIS_VERSION);
	assert_string_equal(text_of(json, "generation"), "g000001");
	assert_true(number_of(json, "bytes") > 0);
	assert_string_equal(text_of(thesaurus, "version"), "test-1");
	assert_true(json_is_true(json_object_get(thesaurus, "match")));
	assert_int_equal(number_of(thesaurus, "concepts"), 2);
	assert_int_equal(number_of(thesaurus, "forms"), 6);
	assert_int_equal(json_array_size(json_object_get(json, "warnings")), 0);
	json_decref(json);
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
		WITH(open_record, test_every_field),
		WITH(open_record, test_document),
		WITH(open_record, test_analyze),
		WITH(open_record, test_analyze_tokens),
		WITH(open_record, test_status),
		WITH(open_record, test_problems),
		WITH(open_record, test_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
