/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper, a text and the state of an index, in JSON. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/service_shelf.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_record, test_document),
		WITH(open_record, test_analyze),
		WITH(open_record, test_analyze_tokens),
		WITH(open_record, test_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
