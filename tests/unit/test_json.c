/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <jansson.h>

#include "analysis/text/text.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void whole(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct json json = {&out, 0};

	(void)state;
	json_begin(&json, NULL, '{');
	json_begin(&json, "none", '[');
	json_end(&json, ']');
	json_put_number(&json, "v", 1);
	json_put_slice(&json, "left out", SLICE_EMPTY);
	json_put_string(&json, "empty", SLICE_EMPTY);
	json_put_members(&json, SLICE("{}"));
	json_put_members(&json, SLICE("{\"pid\":7,\"up\":[]}"));
	json_begin(&json, "list", '[');
	json_put_number(&json, NULL, 2);
	json_begin(&json, NULL, '{');
	json_put_boolean(&json, "yes", 1);
	json_put_boolean(&json, "no", 0);
	json_end(&json, '}');
	json_put_text(&json, NULL, "last");
	json_end(&json, ']');
	json_put_real(&json, "left out", NAN);
	json_put_real(&json, "left out", INFINITY);
	json_finish(&json);
	assert_string_equal(out.data,
		"{\"none\":[],\"v\":1,\"empty\":\"\",\"pid\":7,\"up\":[],"
		"\"list\":[2,{\"yes\":true,\"no\":false},\"last\"]}\n");
	buffer_clear(&out);
}

static void strings(void **state)
{
	static const struct {
		struct slice text;
		const char *expected;
	} table[] = {
		{SLICE("plain ~\x7f"), "\"plain ~\x7f\""},
		{SLICE("a/b"), "\"a/b\""},
		{SLICE("\"\\"), "\"\\\"\\\\\""},
		{SLICE("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\""},
		{SLICE("\x01\x1f."), "\"\\u0001\\u001F.\""},
		{{"a\0b", 3}, "\"a\\u0000b\""},
		{SLICE("\xce\xb2 \xe2\x80\x93 \xf0\x9f\xa7\xac"),
			"\"\xce\xb2 \xe2\x80\x93 \xf0\x9f\xa7\xac\""},
		/* cut, stray, overlong, surrogate, beyond the last */
		{SLICE("\xce"), "\"\xef\xbf\xbd\""},
		{SLICE("a\x80z"), "\"a\xef\xbf\xbdz\""},
		{SLICE("\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\""},
		{SLICE("\xed\xa0\x80"),
			"\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
		{SLICE("\xf4\x90\x80\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd"
					    "\xef\xbf\xbd\xef\xbf\xbd\""},
	};
	struct buffer out = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct json json = {&out, 0};

		buffer_reset(&out);
		json_put_string(&json, NULL, table[i].text);
		assert_string_equal(out.data, table[i].expected);
	}
	buffer_clear(&out);
}

/* One byte that is not plain, wherever it stands among plain ones. */
static void every_byte_everywhere(void **state)
{
	char text[20], bare[24], *plain = bare + 1;
	struct buffer out = BUFFER_INIT;

	(void)state;
	for (int byte = 0; byte < 0x80; byte++) {
		for (size_t at = 0; at < sizeof(text); at++) {
			struct json json = {&out, 0};

			memset(text, 'x', sizeof(text));
			text[at] = (char)byte;
			buffer_reset(&out);
			json_put_string(&json, NULL,
				(struct slice){text, sizeof(text)});
			memset(bare, '"', sizeof(bare));
			memcpy(plain, text, sizeof(text));
			int escaped = byte < ' ' || byte == '"' ||
				      byte == '\\';

			assert_int_equal(memcmp(out.data, bare,
						 sizeof(text) + 2) != 0,
				escaped);
			json_t *read = json_loadb(out.data, out.length,
				JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

			assert_int_equal(
				json_string_length(read), sizeof(text));
			assert_memory_equal(json_string_value(read), text,
				sizeof(text));
			json_decref(read);
		}
	}
	buffer_clear(&out);
}

static void numbers(void **state)
{
	static const struct {
		uint64_t number;
		const char *expected;
	} whole_numbers[] = {
		{0, "0"},
		{9, "9"},
		{10, "10"},
		{4294967296, "4294967296"},
		{UINT64_MAX, "18446744073709551615"},
	};
	static const struct {
		double number;
		const char *expected;
	} reals[] = {
		{0, "0.0"},
		{12, "12.0"},
		{-1.5, "-1.5"},
		{1.0 / 3, "0.33333333"},
		{123456789.25, "1.2345679e+08"},
		{0.00001, "1e-05"},
		{1, "1.0"},
		{0.99999999, "0.99999999"},
		{1.0000001, "1.0000001"},
		{9.99999999, "10.0"},
		{12.34567891, "12.345679"},
		{100.05, "100.05"},
		{7.25, "7.25"},
		{999998.996, "999999.0"},
		{999999.5, "999999.5"},
	};
	struct buffer out = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(whole_numbers); i++) {
		struct json json = {&out, 0};

		buffer_reset(&out);
		json_put_number(&json, NULL, whole_numbers[i].number);
		assert_string_equal(out.data, whole_numbers[i].expected);
	}
	for (size_t i = 0; i < COUNT(reals); i++) {
		struct json json = {&out, 0};

		buffer_reset(&out);
		json_put_real(&json, NULL, reals[i].number);
		assert_string_equal(out.data, reals[i].expected);
	}
	buffer_clear(&out);
}

/* Common numbers are written as printf("%.8g") would. */
static void reals_as_printf_has_them(void **state)
{
	struct buffer out = BUFFER_INIT;
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		struct json json = {&out, 0};
		char expected[40];

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		double number = (double)(seed >> 11) * 0x1p-53 *
				pow(10, (int)(seed % 9));

		snprintf(expected, sizeof(expected), "%.8g", number);
		if (!strpbrk(expected, ".e"))
			strcat(expected, ".0");
		buffer_reset(&out);
		json_put_real(&json, NULL, number);
		assert_string_equal(out.data, expected);
	}
	buffer_clear(&out);
}

/* What another reader understands is the text, whatever bytes it had. */
static void any_bytes(void **state)
{
	uint32_t random = 1;
	struct buffer out = BUFFER_INIT;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (int round = 0; round < 20000; round++) {
		static const char some[] =
			"a\"\\\n\x01\xc2\xe2\x80\xb2\xed\xf0";
		char bytes[12];
		struct slice text = {bytes, (size_t)(round % 13)};
		struct json json = {&out, 0};

		for (size_t i = 0; i < sizeof(bytes); i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] =
				round & 1 ? (char)(random >> 24)
					  : some[(random >> 16) % sizeof(some)];
		}
		buffer_reset(&out);
		json_put_string(&json, NULL, text);
		json_t *read = json_loadb(out.data, out.length,
			JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

		assert_non_null(read);
		text_clean(text, &arena, &text);
		assert_int_equal(json_string_length(read), text.length);
		if (text.length)
			assert_memory_equal(json_string_value(read), text.data,
				text.length);
		json_decref(read);
		arena_reset(&arena);
	}
	arena_clear(&arena);
	buffer_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(strings),
		cmocka_unit_test(every_byte_everywhere),
		cmocka_unit_test(numbers),
		cmocka_unit_test(reals_as_printf_has_them),
		cmocka_unit_test(any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
