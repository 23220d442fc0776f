/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions in, JSON out, over real indexes. */
#include "config.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "tests/unit/shelf.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDgZ\texact\ten\t-\n"
	"drugazole\texact\tMarvelin\tfold\ten\t-\n"
	"drugazole\texact\tXYZ-544\tfold\ten\t-\n"
	"soc\tpreferred\tstandard of care\tfold\ten\t-\n"
	"soc\tkind\ttherapy\t-\t-\t-\n"
	"soc\texact\tSOC\texact\ten\t-\n";

static struct shelf shelf;

static int close_shelf(void **unused)
{
	(void)unused;
	shelf_close(&shelf);
	return 0;
}

static int open_drugs(void **unused)
{
	static const char *const titles[] = {"DgZ in mice", "Marvelin in men",
		"XYZ-544 once more", "A study of drugazole besylate",
		"XYZ 544, XYZ544 and the liver", "The liver alone",
		"Standard of care or DgZ", "Besylate and another drugazole"};
	char id[32];

	(void)unused;
	shelf_open(&shelf, words);
	for (size_t i = 0; i < sizeof(titles) / sizeof(char *); i++) {
		snprintf(id, sizeof(id), "10000%zu", i);
		shelf_add(&shelf, id, titles[i], "");
	}
	/* so that the drug is not what half of the papers are about */
	for (int i = 0; i < 30; i++) {
		snprintf(id, sizeof(id), "filler%d", i);
		shelf_add(&shelf, id, "Nothing to see", "");
	}
	shelf_commit(&shelf);
	return 0;
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static json_int_t number_of(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

/* ---- the answer ---------------------------------------------------------- */

/* Every name of a thing gives the same papers in the same order. */
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
		struct slice ids = shelf_ids(&shelf, reply);

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

static int open_record(void **unused)
{
	struct document document = {.pmid = SLICE("123456"),
		.doi = SLICE("10.1000/abc"),
		.pmcid = SLICE("PMC77"),
		.title = SLICE("Harm of DgZ"),
		.journal = SLICE("Journal"),
		.publisher = SLICE("House"),
		.date = SLICE("2018-04-13"),
		.volume = SLICE("11"),
		.issue = SLICE("4"),
		.pages = SLICE("67-80"),
		.url = SLICE("https://example.org/1"),
		.status = DOCUMENT_CORRECTED | DOCUMENT_RETRACTED};

	(void)unused;
	shelf_open(&shelf, words);
	slices_add(&document.nct, SLICE("NCT01234567"), &shelf.arena);
	slices_add(&document.authors, SLICE("Uy N"), &shelf.arena);
	slices_add(&document.types, SLICE("Review"), &shelf.arena);
	document_add_section(&document, SECTION_ABSTRACT, SLICE("AIM"),
		SLICE("To see."), &shelf.arena);
	shelf_put(&shelf, &document);
	shelf_commit(&shelf);
	return 0;
}

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

	(void)unused;
	assert_int_equal(json_array_size(concepts), 1);
	assert_string_equal(
		text_of(json_array_get(concepts, 0), "slug"), "drugazole");
	assert_int_equal(number_of(json_array_get(concepts, 0), "start"), 4);
	assert_string_equal(text_of(code, "kind"), "code");
	assert_string_equal(text_of(code, "text"), "XYZ 544");
	assert_string_equal(text_of(code, "term"), "xyz544");
	assert_int_equal(number_of(code, "span"), 2);
	json_decref(json);
	json = shelf_get(&shelf, "/v1/analyze?text=dgz&as=index", NULL);
	assert_int_equal(json_array_size(json_object_get(json, "concepts")), 0);
	json_decref(json);
	json = shelf_get(&shelf, "/v1/analyze?text=dgz&as=query", NULL);
	assert_int_equal(json_array_size(json_object_get(json, "concepts")), 1);
	json_decref(json);
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

/* ---- caches and compression ---------------------------------------------- */

static void test_etag(void **unused)
{
	struct wire_request request = {.target = SLICE("/v1/search?q=harm")};
	struct wire_reply reply;
	char tag[64], list[128];

	(void)unused;
	json_decref(shelf_get(&shelf, "/readyz", NULL));
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 200);
	assert_true(reply.etag.length > 0 && reply.etag.length < sizeof(tag));
	snprintf(tag, sizeof(tag), "%.*s", SLICE_PRINT(reply.etag));
	snprintf(list, sizeof(list), "\"other\", %s", tag);

	request.if_none_match = slice_of(list);
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 304);
	assert_int_equal(reply.body.length, 0);
	assert_true(slice_is(reply.etag, tag));

	request.target = SLICE("/v1/search?q=harm&limit=3");
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 200);
	assert_false(slice_is(reply.etag, tag));

	/* a problem has no tag, whatever the peer knows */
	request.target = SLICE("/v1/search?q=harm&x=1");
	request.if_none_match = SLICE("\"other\"");
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 400);
	assert_int_equal(reply.etag.length, 0);

	shelf_add(&shelf, "new", "New harm", "");
	shelf_commit(&shelf);
	request.target = SLICE("/v1/search?q=harm");
	request.if_none_match = slice_of(tag);
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 200);
}

static void test_gzip(void **unused)
{
	struct wire_request request = {.target = SLICE("/v1/search?q=harm"),
		.flags = WIRE_ACCEPT_GZIP};
	struct wire_reply reply;
	char plain[65536];
	z_stream stream = {
		.next_out = (Bytef *)plain, .avail_out = sizeof(plain)};

	(void)unused;
	shelf.settings.gzip_bytes = 100;
	json_decref(shelf_get(&shelf, "/readyz", NULL));
	for (int i = 0; i < 2; i++) {
		service_answer(shelf.service, &request, &reply);
		assert_int_equal(reply.flags, WIRE_GZIP);
	}
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (Bytef *)(uintptr_t)reply.body.data;
	stream.avail_in = (uInt)reply.body.length;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	json_t *json = json_loadb(plain, stream.total_out, 0, NULL);

	assert_int_equal(number_of(json, "total"), 1);
	json_decref(json);
	inflateEnd(&stream);

	request.target = SLICE("/readyz");
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.flags, 0);
	request.target = SLICE("/v1/search?q=harm");
	request.flags = 0;
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.flags, 0);
}

/* ---- an index that changes ----------------------------------------------- */

static void test_commit_and_generation(void **unused)
{
	json_t *first, *second, *third;

	(void)unused;
	first = shelf_ask(&shelf, SLICE("harm"), "");
	shelf_add(&shelf, "new", "New harm", "");
	shelf_commit(&shelf);
	second = shelf_ask(&shelf, SLICE("harm"), "");
	shelf_next_generation(&shelf);
	shelf_add(&shelf, "other", "Other harm", "");
	shelf_commit(&shelf);
	third = shelf_ask(&shelf, SLICE("harm"), "");

	assert_int_equal(number_of(first, "total"), 1);
	assert_int_equal(number_of(second, "total"), 2);
	assert_string_equal(text_of(second, "generation"), "g000001");
	assert_true(
		number_of(second, "revision") > number_of(first, "revision"));
	assert_true(slice_is(shelf_ids(&shelf, third), "other "));
	assert_string_equal(text_of(third, "generation"), "g000002");
	json_decref(first);
	json_decref(second);
	json_decref(third);
}

/* A CURRENT that cannot be followed costs nothing but being newest. */
static void test_damaged_current(void **unused)
{
	struct error err;
	char path[128];
	json_t *reply;

	(void)unused;
	json_decref(shelf_ask(&shelf, SLICE("harm"), ""));
	snprintf(path, sizeof(path), "%s/CURRENT", shelf.index);
	assert_int_equal(file_replace(path, SLICE("g000077\n"), &err), 0);
	reply = shelf_ask(&shelf, SLICE("harm"), "");
	assert_int_equal(number_of(reply, "total"), 1);
	json_decref(reply);
}

/* It is followed as soon as it can be, though CURRENT is the same as before. */
static void test_late_generation(void **unused)
{
	struct error err;
	char path[128], hidden[128];
	json_t *before, *after;

	(void)unused;
	json_decref(shelf_ask(&shelf, SLICE("harm"), ""));
	shelf_next_generation(&shelf);
	shelf_add(&shelf, "other", "Other harm", "");
	assert_int_equal(xc_writer_commit(shelf.writer, NULL), 0);
	snprintf(hidden, sizeof(hidden), "%s/hidden", shelf.index);
	snprintf(path, sizeof(path), "%s/CURRENT", shelf.index);
	assert_int_equal(rename(shelf.generation.path, hidden), 0);
	assert_int_equal(file_replace(path, SLICE("g000002\n"), &err), 0);
	before = shelf_ask(&shelf, SLICE("harm"), "");
	assert_int_equal(rename(hidden, shelf.generation.path), 0);
	after = shelf_ask(&shelf, SLICE("harm"), "");
	assert_string_equal(text_of(before, "generation"), "g000001");
	assert_string_equal(text_of(after, "generation"), "g000002");
	json_decref(before);
	json_decref(after);
}

static void test_another_thesaurus(void **unused)
{
	static const char other[] = "#medlit-thesaurus\t1\ttest-2\n"
				    "drugazole\tpreferred\tharm\tfold\ten\t-\n"
				    "drugazole\tkind\tdrug\t-\t-\t-\n";
	struct error err;
	json_t *json;

	(void)unused;
	assert_int_equal(
		file_replace(shelf.thesaurus_path, slice_of(other), &err), 0);
	shelf.settings.thesaurus = shelf.thesaurus_path;
	json = shelf_get(&shelf, "/v1/status", NULL);
	assert_true(json_is_false(
		json_object_get(json_object_get(json, "thesaurus"), "match")));
	assert_int_equal(json_array_size(json_object_get(json, "warnings")), 1);
	json_decref(json);
	json = shelf_ask(&shelf, SLICE("harm"), "");
	assert_string_equal(text_of(json, "synonyms_version"), "test-2");
	assert_int_equal(number_of(json, "total"), 1);
	json_decref(json);
}

static void test_open_fails(void **unused)
{
	struct settings settings = shelf.settings;
	struct error err;

	(void)unused;
	settings.index = shelf.folder;
	assert_null(service_open(&settings, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(err.text, "medlit-index --index"));
	settings.index = shelf.index;
	settings.thesaurus = shelf.index;
	assert_null(service_open(&settings, &err));
	assert_non_null(strstr(err.text, shelf.index));
}

/* ---- any bytes ----------------------------------------------------------- */

static unsigned seed = 20260101;

static unsigned next_random(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

/* Half of it bytes, half of it words and marks that mean something. */
static size_t random_question(char *out)
{
	static const char *const pieces[] = {" ", "\"", "DgZ", "dgz", "XYZ-544",
		"standard of care", "SOC", "the", "of", "ALL", "-", "(", "1.8",
		"PMID", "123456", "10.1000/abc", "\xce\xb1", "\xe2\x80\x9c",
		"harm", "\n"};
	size_t length = 0, parts = next_random(20);

	for (size_t i = 0; i < parts; i++) {
		const char *piece = pieces[next_random(20)];

		if (next_random(2)) {
			out[length++] = (char)next_random(256);
			continue;
		}
		memcpy(out + length, piece, strlen(piece));
		length += strlen(piece);
	}
	return length;
}

/* Tokens in order and apart; every ASCII letter or digit inside one. */
static void check_account(const json_t *reply)
{
	static const char statuses[] =
		"concept word phrase number stop unmatched ";
	const json_t *query = json_object_get(reply, "query");
	const char *typed = text_of(query, "typed");
	json_int_t at = 0, length = (json_int_t)strlen(typed);
	json_t *token;
	size_t i;

	json_array_foreach(json_object_get(query, "tokens"), i, token)
	{
		json_int_t start = number_of(token, "start");
		json_int_t end = number_of(token, "end");

		assert_true(start >= at && end > start && end <= length);
		assert_memory_equal(typed + start, text_of(token, "text"),
			(size_t)(end - start));
		assert_non_null(strstr(statuses, text_of(token, "status")));
		for (; at < start; at++)
			assert_false(isalnum((unsigned char)typed[at]));
		at = end;
	}
	for (; at < length; at++)
		assert_false(isalnum((unsigned char)typed[at]));
}

static void test_any_bytes(void **unused)
{
	char question[1024];

	(void)unused;
	for (int i = 0; i < 20000; i++) {
		struct slice text = {question, random_question(question)};
		json_t *reply = shelf_ask(&shelf, text, "");

		check_account(reply);
		json_decref(reply);
	}
}

#define WITH(open, test)                                                       \
	cmocka_unit_test_setup_teardown(test, open, close_shelf)

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
		WITH(open_record, test_status),
		WITH(open_record, test_problems),
		WITH(open_record, test_deadline),
		WITH(open_record, test_etag),
		WITH(open_record, test_gzip),
		WITH(open_record, test_commit_and_generation),
		WITH(open_record, test_late_generation),
		WITH(open_record, test_damaged_current),
		WITH(open_record, test_another_thesaurus),
		WITH(open_record, test_open_fails),
		WITH(open_record, test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
