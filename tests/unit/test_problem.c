/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void written(void **state)
{
	static const struct {
		unsigned status;
		const char *code, *detail;
		uint64_t limit;
		const char *expected;
	} table[] = {
		{404, "not_found", "no paper PMID:1", 0,
			"{\"type\":\"about:blank\",\"title\":\"Not Found\","
			"\"status\":404,\"code\":\"not_found\","
			"\"detail\":\"no paper PMID:1\"}\n"},
		{414, "too_long", "the address is too long", 8192,
			"{\"type\":\"about:blank\",\"title\":\"URI Too Long\","
			"\"status\":414,\"code\":\"too_long\","
			"\"detail\":\"the address is too long\","
			"\"limit\":8192}\n"},
		{400, "invalid", "\"\\\x01", 0,
			"{\"type\":\"about:blank\",\"title\":\"Bad Request\","
			"\"status\":400,\"code\":\"invalid\","
			"\"detail\":\"\\\"\\\\\\u0001\"}\n"},
		{400, "invalid", "caf\xe9", 0,
			"{\"type\":\"about:blank\",\"title\":\"Bad Request\","
			"\"status\":400,\"code\":\"invalid\","
			"\"detail\":\"caf?\"}\n"},
	};
	struct buffer out = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		buffer_reset(&out);
		problem_write(&out, table[i].status, table[i].code,
			table[i].detail, table[i].limit);
		assert_string_equal(out.data, table[i].expected);
	}
	buffer_reset(&out);
	problem_write_at(&out, 400, "invalid", "no", 0, 7);
	assert_string_equal(out.data,
		"{\"type\":\"about:blank\",\"title\":\"Bad Request\","
		"\"status\":400,\"code\":\"invalid\",\"detail\":\"no\","
		"\"position\":7}\n");
	buffer_clear(&out);
}

static void statuses(void **state)
{
	(void)state;
	assert_int_equal(problem_status(ERROR_INVALID), 400);
	assert_int_equal(problem_status(ERROR_FORMAT), 400);
	assert_int_equal(problem_status(ERROR_LIMIT), 400);
	assert_int_equal(problem_status(ERROR_NOT_FOUND), 404);
	assert_int_equal(problem_status(ERROR_BUSY), 503);
	assert_int_equal(problem_status(ERROR_IO), 500);
	assert_int_equal(problem_status(ERROR_INTERNAL), 500);
	assert_string_equal(problem_title(503), "Service Unavailable");
	assert_string_equal(problem_title(499), "Error");
	assert_string_equal(problem_title(599), "Server Error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written),
		cmocka_unit_test(statuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
