/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "daemon/worker/component.h"
#include "daemon/worker/request.h"

static const struct settings limits = {
	.query_bytes = 20,
	.strategy_bytes = 30,
	.page = 50, .window = 1000};

struct state {
	struct arena arena;
	struct request request;
	struct fault fault;
};

static int read_request(struct state *state, enum wire_method method,
	const char *target, struct slice body)
{
	struct wire_request wire = {
		.method = method, .target = slice_of(target), .body = body};
	enum request_verb verb;

	arena_reset(&state->arena);
	state->fault = (struct fault){0};
	if (request_route(&wire, &verb, &state->fault))
		return -1;
	return request_read(&wire, &limits, verb, &state->arena,
		&state->request, &state->fault);
}

static void read_well(struct state *state, const char *target)
{
	if (read_request(state, WIRE_GET, target, SLICE_EMPTY))
		fail_msg("%s: %s", target, state->fault.detail);
}

static void check_fault(const struct state *state, const char *input,
	unsigned status, const char *code, uint64_t limit)
{
	if (state->fault.status != status || strcmp(state->fault.code, code) ||
		state->fault.limit != limit)
		fail_msg("%s: %u %s %llu", input, state->fault.status,
			state->fault.code,
			(unsigned long long)state->fault.limit);
}

static void test_search(void **unused)
{
	static const struct {
		const char *target, *text;
		uint32_t limit, offset, snippets, synonyms, fields;
	} cases[] = {
		{"/v1/search?q=a", "a", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q", "", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=", "", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=&&limit=1", "", 1, 0, 2, 1, HIT_ALL},
		{"/v1/search?&q=a&", "a", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=a+b%20c%2bd", "a b c+d", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=a=b", "a=b", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=a?b", "a?b", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?%71=a", "a", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=a&limit=50&offset=950&snippets=10", "a", 50, 950,
			10, 1, HIT_ALL},
		{"/v1/search?q=a&limit=0&snippets=0", "a", 0, 0, 0, 1, HIT_ALL},
		{"/v1/search?q=a&synonyms=off", "a", 10, 0, 2, 0, HIT_ALL},
		{"/v1/search?q=a&synonyms=on", "a", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=a&fields=id,title", "a", 10, 0, 2, 1,
			HIT_ID | HIT_TITLE},
		{"/v1/search?q=a&fields=all", "a", 10, 0, 2, 1, HIT_ALL},
		{"/v1/search?q=%ce%b2%E2%82%AC", "\xce\xb2\xe2\x82\xac", 10, 0,
			2, 1, HIT_ALL},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_well(&state, cases[i].target);
		if (!slice_is(state.request.text, cases[i].text))
			fail_msg("%s: '%.*s'", cases[i].target,
				SLICE_PRINT(state.request.text));
		assert_int_equal(state.request.verb, VERB_SEARCH);
		assert_int_equal(state.request.limit, cases[i].limit);
		assert_int_equal(state.request.offset, cases[i].offset);
		assert_int_equal(state.request.snippets, cases[i].snippets);
		assert_int_equal(state.request.synonyms, cases[i].synonyms);
		assert_int_equal(state.request.fields, cases[i].fields);
		assert_int_equal(state.request.replaced, 0);
		assert_int_equal(state.request.without, 0);
	}
	arena_clear(&state.arena);
}

static void test_without(void **unused)
{
	static const struct {
		const char *target;
		uint32_t without, synonyms;
	} cases[] = {
		{"/v1/search?q=a&without=feedback", COMPONENT_FEEDBACK, 1},
		{"/v1/search?q=a&without=acronyms,proximity",
			COMPONENT_ACRONYMS | COMPONENT_PROXIMITY, 1},
		{"/v1/search?q=a&without=synonyms", COMPONENT_SYNONYMS, 0},
		{"/v1/search?q=a&without=synonyms&synonyms=on",
			COMPONENT_SYNONYMS, 0},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_well(&state, cases[i].target);
		assert_int_equal(state.request.without, cases[i].without);
		assert_int_equal(state.request.synonyms, cases[i].synonyms);
	}
	arena_clear(&state.arena);
}

static void test_faults(void **unused)
{
	static const struct {
		const char *target;
		unsigned status;
		const char *code;
		uint64_t limit;
	} cases[] = {
		{"/", 404, "not_found", 0},
		{"", 404, "not_found", 0},
		{"/v1/search/", 404, "not_found", 0},
		{"/v1/searc?q=a", 404, "not_found", 0},
		{"/v1/documents/", 404, "not_found", 0},
		{"/v1/search", 400, "missing_parameter", 0},
		{"/v1/search?", 400, "missing_parameter", 0},
		{"/v1/search?limit=1", 400, "missing_parameter", 0},
		{"/v1/analyze?as=query", 400, "missing_parameter", 0},
		{"/v1/search?q=a&b=1", 400, "unknown_parameter", 0},
		{"/v1/search?q=&&b=1", 400, "unknown_parameter", 0},
		{"/v1/search?q=a&=1", 400, "unknown_parameter", 0},
		{"/v1/search?q=a&text=b", 400, "unknown_parameter", 0},
		{"/v1/search?Q=a", 400, "unknown_parameter", 0},
		{"/v1/search?q=a&%ff=1", 400, "unknown_parameter", 0},
		{"/v1/status?q=a", 400, "unknown_parameter", 0},
		{"/v1/search?q=a&q=b", 400, "invalid", 0},
		{"/v1/search?q=a&%71=b", 400, "invalid", 0},
		{"/v1/search?q=a&limit=51", 400, "invalid", 50},
		{"/v1/search?q=a&limit=", 400, "invalid", 50},
		{"/v1/search?q=a&limit=-1", 400, "invalid", 50},
		{"/v1/search?q=a&limit=+1", 400, "invalid", 50},
		{"/v1/search?q=a&limit=1x", 400, "invalid", 50},
		{"/v1/search?q=a&limit=4294967297", 400, "invalid", 50},
		{"/v1/search?q=a&limit=99999999999999999999", 400, "invalid",
			50},
		{"/v1/search?q=a&offset=1001", 400, "invalid", 1000},
		{"/v1/search?q=a&offset=991", 400, "invalid", 1000},
		{"/v1/search?q=a&snippets=11", 400, "invalid", 10},
		{"/v1/search?q=a&synonyms=yes", 400, "invalid", 0},
		{"/v1/search?q=a&syntax=ovid", 400, "invalid", 0},
		{"/v1/search?q=a&syntax=", 400, "invalid", 0},
		{"/v1/search?q=a&without=", 400, "invalid", 0},
		{"/v1/search?q=a&without=feedback,", 400, "invalid", 0},
		{"/v1/search?q=a&without=luck", 400, "invalid", 0},
		{"/v1/search?q=a&fields=", 400, "invalid", 0},
		{"/v1/search?q=a&fields=id,", 400, "invalid", 0},
		{"/v1/search?q=a&fields=id,colour", 400, "invalid", 0},
		{"/v1/analyze?text=a&as=paper", 400, "invalid", 0},
		{"/v1/search?q=%", 400, "bad_request", 0},
		{"/v1/search?q=%4", 400, "bad_request", 0},
		{"/v1/search?q=%4g", 400, "bad_request", 0},
		{"/v1/search?%zz=1", 400, "bad_request", 0},
		{"/v1/documents/%", 400, "bad_request", 0},
		{"/v1/search?q=aaaaaaaaaaaaaaaaaaaaa", 413, "too_long", 20},
		{"/v1/search?q=%61aaaaaaaaaaaaaaaaaaaa", 413, "too_long", 20},
		{"/v1/search?syntax=strategy&q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			413, "too_long", 30},
		{"/v1/search?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&syntax=strategy",
			413, "too_long", 30},
		{"/v1/search?q=1&a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1"
		 "&l=1&m=1&n=1&o=1&p=1&r=1&s=1&t=1&u=1&v=1&w=1&x=1&y=1&z=1"
		 "&aa=1&bb=1&cc=1&dd=1&ee=1&ff=1&gg=1",
			400, "invalid", 32},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_request(&state, WIRE_GET, cases[i].target,
					 SLICE_EMPTY),
			-1);
		check_fault(&state, cases[i].target, cases[i].status,
			cases[i].code, cases[i].limit);
	}
	arena_clear(&state.arena);
}

/* The message names what is wrong. */
static void test_messages(void **unused)
{
	static const struct {
		const char *target, *part;
	} cases[] = {
		{"/v1/search?q=a&colour=red", "'colour'"},
		{"/v1/search?q=a&limit=51",
			"'limit' is a whole number from 0 to 50, not '51'"},
		{"/v1/search?q=a&limit=", "from 0 to 50, not ''"},
		{"/v1/search?q=a&synonyms=no",
			"'synonyms' is 'off' or 'on', not 'no'"},
		{"/v1/search?q=a&syntax=no",
			"'syntax' is 'auto', 'plain', 'strict', 'pubmed' or "
			"'strategy', not 'no'"},
		{"/v1/search?q=a&fields=title,colour",
			"snippets, all; 'colour' is none of them"},
		{"/v1/search?q=a&without=luck",
			"'without' is a list of synonyms, acronyms, proximity, "
			"feedback, coverage; 'luck' is none of them"},
		{"/v1/search?q=a&q=b", "'q'"},
		{"/v1/analyze?as=query", "'text'"},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_request(&state, WIRE_GET, cases[i].target, SLICE_EMPTY);
		if (!strstr(state.fault.detail, cases[i].part))
			fail_msg("%s: %s", cases[i].target, state.fault.detail);
	}
	arena_clear(&state.arena);
}

static void test_body(void **unused)
{
	static const struct {
		const char *body;
		unsigned status; /* 0: fine */
		const char *code, *text;
	} cases[] = {
		{"{\"q\":\"a b\"}", 0, NULL, "a b"},
		{"{\"q\":\"a\",\"limit\":10,\"synonyms\":true}", 0, NULL, "a"},
		{"{\"q\":12}", 0, NULL, "12"},
		{" {\"q\":\"\\u03b2\"} ", 0, NULL, "\xce\xb2"},
		{"", 400, "bad_request", NULL},
		{"[]", 400, "bad_request", NULL},
		{"\"q\"", 400, "bad_request", NULL},
		{"{\"q\":\"a\"", 400, "bad_request", NULL},
		{"{\"q\":\"a\"}x", 400, "bad_request", NULL},
		{"{\"q\":\"\xff\"}", 400, "bad_request", NULL},
		{"{\"q\":\"a\",\"q\":\"b\"}", 400, "invalid", NULL},
		{"{\"q\":null}", 400, "invalid", NULL},
		{"{\"q\":[\"a\"]}", 400, "invalid", NULL},
		{"{\"q\":\"a\",\"limit\":1.5}", 400, "invalid", NULL},
		{"{\"q\":\"a\",\"limit\":-1}", 400, "invalid", NULL},
		{"{\"q\":\"a\",\"colour\":1}", 400, "unknown_parameter", NULL},
		{"{}", 400, "missing_parameter", NULL},
		{"{\"q\":\"aaaaaaaaaaaaaaaaaaaaa\"}", 413, "too_long", NULL},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int result = read_request(&state, WIRE_POST, "/v1/search",
			slice_of(cases[i].body));

		if (state.fault.status != cases[i].status ||
			(result != 0) != (cases[i].status != 0))
			fail_msg("%s: %u %s", cases[i].body, state.fault.status,
				state.fault.detail);
		if (cases[i].code)
			assert_string_equal(state.fault.code, cases[i].code);
		else
			assert_true(
				slice_is(state.request.text, cases[i].text));
	}
	arena_clear(&state.arena);
}

/* What both say is said twice. */
static void test_target_and_body(void **unused)
{
	struct state state = {.request = {0}};

	(void)unused;
	assert_int_equal(read_request(&state, WIRE_POST, "/v1/search?limit=3",
				 SLICE("{\"q\":\"a\"}")),
		0);
	assert_int_equal(state.request.limit, 3);
	assert_int_equal(read_request(&state, WIRE_POST, "/v1/search?q=b",
				 SLICE("{\"q\":\"a\"}")),
		-1);
	check_fault(&state, "q twice", 400, "invalid", 0);
	arena_clear(&state.arena);
}

static void test_methods(void **unused)
{
	static const struct {
		const char *target;
		enum wire_method method;
		unsigned status;
	} cases[] = {
		{"/v1/search?q=a", WIRE_HEAD, 0},
		{"/v1/documents/1", WIRE_HEAD, 0},
		{"/v1/documents/1", WIRE_POST, 405},
		{"/v1/status", WIRE_POST, 405},
		{"/readyz", WIRE_POST, 405},
		{"/nothing", WIRE_POST, 404},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_request(
			&state, cases[i].method, cases[i].target, SLICE_EMPTY);
		if (state.fault.status != cases[i].status)
			fail_msg("%s: %u", cases[i].target, state.fault.status);
	}
	arena_clear(&state.arena);
}

static void test_document_ids(void **unused)
{
	static const struct {
		const char *target, *id;
	} cases[] = {
		{"/v1/documents/PMID:1", "PMID:1"},
		{"/v1/documents/DOI:10.1/x", "DOI:10.1/x"},
		{"/v1/documents/DOI%3a10.1%2Fx", "DOI:10.1/x"},
		{"/v1/documents/a+b%20c", "a+b c"},
		{"/v1/documents/x?", "x"},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_well(&state, cases[i].target);
		assert_int_equal(state.request.verb, VERB_DOCUMENT);
		if (!slice_is(state.request.id, cases[i].id))
			fail_msg("%s: %.*s", cases[i].target,
				SLICE_PRINT(state.request.id));
	}
	arena_clear(&state.arena);
}

static void test_bytes_that_are_no_text(void **unused)
{
	static const struct {
		const char *target, *text;
		size_t replaced;
	} cases[] = {
		{"/v1/search?q=a%ffb",
			"a\xef\xbf\xbd"
			"b",
			1},
		{"/v1/search?q=a%00b",
			"a\xef\xbf\xbd"
			"b",
			1},
		{"/v1/search?q=%c3", "\xef\xbf\xbd", 1},
	};
	struct state state = {.request = {0}};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		read_well(&state, cases[i].target);
		assert_true(slice_is(state.request.text, cases[i].text));
		assert_int_equal(state.request.replaced, cases[i].replaced);
	}
	arena_clear(&state.arena);
}

/* Every prefix and many changes of a good request: a request or a fault that
 * says something, and never more than the limits. */
static void check_sane(struct state *state, enum wire_method method,
	const char *target, struct slice body)
{
	if (read_request(state, method, target, body)) {
		assert_in_range(state->fault.status, 400, 413);
		assert_true(state->fault.detail[0] != '\0');
	} else if (state->request.verb == VERB_SEARCH) {
		assert_in_range(state->request.limit, 0, 50);
		assert_in_range(state->request.text.length, 0, 60);
	}
}

static void test_damage(void **unused)
{
	static const char target[] =
		"/v1/search?q=a%20b+c&limit=7&offset=3&fields=id,title";
	static const char body[] =
		"{\"q\":\"a b\",\"limit\":7,\"synonyms\":\"off\"}";
	struct state state = {.request = {0}};
	char copy[sizeof(target)];

	(void)unused;
	for (size_t i = 0; i < sizeof(target); i++) {
		memcpy(copy, target, i);
		copy[i] = '\0';
		check_sane(&state, WIRE_GET, copy, SLICE_EMPTY);
		for (int c = 1; c < 256 && i + 1 < sizeof(target); c++) {
			memcpy(copy, target, sizeof(target));
			copy[i] = (char)c;
			check_sane(&state, WIRE_GET, copy, SLICE_EMPTY);
		}
	}
	for (size_t i = 0; i < sizeof(body); i++) {
		char changed[sizeof(body)];

		check_sane(&state, WIRE_POST, "/v1/search",
			(struct slice){body, i});
		for (int c = 0; c < 256; c++) {
			memcpy(changed, body, sizeof(body));
			changed[i] = (char)c;
			check_sane(&state, WIRE_POST, "/v1/search",
				(struct slice){changed, sizeof(body) - 1});
		}
	}
	arena_clear(&state.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_without),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_body),
		cmocka_unit_test(test_target_and_body),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_document_ids),
		cmocka_unit_test(test_bytes_that_are_no_text),
		cmocka_unit_test(test_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
