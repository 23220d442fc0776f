/* SPDX-License-Identifier: MIT */
/* Paragraphs as they reach the terminal, and that nothing else does. */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/cli/layout.h"
#include "client/cli/options.h"

#define UNKNOWN "\xef\xbf\xbd" /* U+FFFD */

static const struct {
	size_t width, first, rest;
	const char *text, *lines;
} wrapped[] = {
	{20, 0, 0, "", ""},
	{20, 0, 0, "short", "short\n"},
	{20, 0, 4, "the liver and its small veins",
		"the liver and its\n    small veins\n"},
	{20, 2, 4, "exactly eighteen c", "  exactly eighteen c\n"},
	{20, 2, 4, "exactly eighteen ch", "  exactly eighteen\n    ch\n"},
	{20, 0, 0, "12345678901234567890 next", "12345678901234567890\nnext\n"},
	{20, 0, 2, "methylenetetrahydrofolatereductase b",
		"methylenetetrahydrof\n  olatereductase b\n"},
	{20, 0, 0, "two  blanks,\ttab,\nline ", "two blanks, tab,\nline\n"},
	/* Greek is one column a letter, Chinese two, an accent none. */
	{20, 0, 0,
		"\xce\xb2\xce\xb2\xce\xb2\xce\xb2\xce\xb2\xce\xb2\xce\xb2"
		"\xce\xb2\xce\xb2 interferon",
		"\xce\xb2\xce\xb2\xce\xb2\xce\xb2\xce\xb2\xce\xb2\xce\xb2"
		"\xce\xb2\xce\xb2 interferon\n"},
	{20, 0, 0,
		"\xe7\x99\xbd\xe8\xa1\x80\xe7\x97\x85\xe7\x99\xbd\xe8\xa1"
		"\x80\xe7\x97\x85 leukaemia",
		"\xe7\x99\xbd\xe8\xa1\x80\xe7\x97\x85\xe7\x99\xbd\xe8\xa1\x80"
		"\xe7\x97\x85\nleukaemia\n"},
	{20, 0, 0,
		"1234567890 caf"
		"e\xcc\x81"
		" 1234",
		"1234567890 caf"
		"e\xcc\x81"
		" 1234\n"},
	{20, 30, 30, "a b",
		"                              a\n"
		"                              b\n"},
};

static const struct {
	const char *text, *clean;
} cleaned[] = {
	{"plain \xce\xb2", "plain \xce\xb2"},
	{"\033[2J\033]0;x\007", UNKNOWN "[2J" UNKNOWN "]0;x" UNKNOWN},
	{"\x7f\x01", UNKNOWN UNKNOWN},
	{"\xc2\x9b"
	 "31m",
		UNKNOWN "31m"}, /* C1 */
	{"\xe2\x80\xaa\xe2\x80\xae"
	 "a\xe2\x80\xac",
		"a"}, /* U+202A..202E */
	{"\xe2\x81\xa6\xe2\x81\xa9"
	 "b",
		"b"}, /* U+2066..2069 */
	{"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"
	 "c",
		"c"},
	{"a\xe2\x80\xa8"
	 "b\xc2\x85"
	 "c",
		"a b c"},                          /* line separators */
	{"\xff\xc0\x80", UNKNOWN UNKNOWN UNKNOWN}, /* not UTF-8 */
	{"\xed\xa0\x80", UNKNOWN UNKNOWN UNKNOWN}, /* surrogate */
	{"\xe2\x80", UNKNOWN UNKNOWN},             /* cut */
	{"\xf0\x9f\xa9\xb8", "\xf0\x9f\xa9\xb8"},
};

static char *lay_out(
	struct layout *layout, const char *text, size_t first, size_t rest)
{
	size_t size;
	char *out = NULL;

	layout->out = open_memstream(&out, &size);
	assert_non_null(layout->out);
	layout_string(layout, text, STYLE_PLAIN);
	layout_end(layout, first, rest);
	fclose(layout->out);
	return out;
}

static void test_wrapping(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrapped) / sizeof(wrapped[0]); i++) {
		struct layout layout = {.width = wrapped[i].width};
		char *out = lay_out(&layout, wrapped[i].text, wrapped[i].first,
			wrapped[i].rest);

		assert_string_equal(out, wrapped[i].lines);
		free(out);
		layout_clear(&layout);
	}
}

static void test_cleaning(void **state)
{
	size_t i, size;

	(void)state;
	for (i = 0; i < sizeof(cleaned) / sizeof(cleaned[0]); i++) {
		struct layout layout = {.width = 80};
		char *out = lay_out(&layout, cleaned[i].text, 0, 0);

		out[strlen(out) - 1] = '\0'; /* the line's end */
		assert_string_equal(out, cleaned[i].clean);
		free(out);
		layout_clear(&layout);
		layout.out = open_memstream(&out, &size);
		layout_clean(layout.out, cleaned[i].text);
		fclose(layout.out);
		assert_string_equal(out, cleaned[i].clean);
		free(out);
	}
}

static void test_styles(void **state)
{
	struct layout layout = {.width = 20, .color = true};
	size_t size;
	char *out;

	(void)state;
	layout.out = open_memstream(&out, &size);
	layout_string(&layout, "of ", STYLE_PLAIN);
	layout_string(&layout, "sinusoidal obstruction", STYLE_MARK);
	layout_printf(&layout, STYLE_PLAIN, " in %d", 9);
	layout_end(&layout, 0, 2);
	fclose(layout.out);
	assert_string_equal(out, "of \033[1;33msinusoidal\033[0m\n"
				 "  \033[1;33mobstruction\033[0m in 9\n");
	free(out);
	layout_clear(&layout);
}

/* Columns of a table in front of what is wrapped. */
static void test_padding(void **state)
{
	struct layout layout = {.width = 20};
	size_t size;
	char *out;

	(void)state;
	layout.out = open_memstream(&out, &size);
	layout_string(&layout, "\xce\xb2", STYLE_LABEL);
	layout_pad(&layout, 6);
	layout_string(&layout, "12", STYLE_LABEL);
	layout_pad(&layout, 3);
	layout_pad(&layout, 10);
	layout_string(&layout, "liver and bone", STYLE_PLAIN);
	layout_end(&layout, 0, 10);
	fclose(layout.out);
	assert_string_equal(
		out, "\xce\xb2     12  liver and\n          bone\n");
	free(out);
	layout_clear(&layout);
}

/* Whatever the bytes: lines of at most the width, no control characters. */
static void test_any_bytes(void **state)
{
	char text[3] = "";
	int one, other;

	(void)state;
	for (one = 1; one < 256; one++)
		for (other = 1; other < 256; other++) {
			struct layout layout = {.width = 20};
			char *out, *at;

			text[0] = (char)one;
			text[1] = (char)other;
			out = lay_out(&layout, text, 0, 0);
			for (at = out; *at; at++)
				assert_true((unsigned char)*at >= ' ' ||
					    *at == '\n');
			assert_null(strchr(out, 0x7f));
			free(out);
			layout_clear(&layout);
		}
}

static void test_nearest(void **state)
{
	static const char *const known[] = {"limit", "offset", "timeout", "as"};
	static const struct {
		const char *typed, *nearest;
	} names[] = {
		{"limt", "limit"},
		{"limits", "limit"},
		{"ilmit", "limit"},
		{"off", NULL},
		{"ofset", "offset"},
		{"time-out", "timeout"},
		{"sa", "as"},
		{"xyzzy", NULL},
		{"", NULL},
		{"an-option-whose-name-is-far-too-long-to-be-one", NULL},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *nearest = options_nearest(names[i].typed, known, 4);

		if (!names[i].nearest)
			assert_null(nearest);
		else
			assert_string_equal(nearest, names[i].nearest);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrapping),
		cmocka_unit_test(test_cleaning),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_padding),
		cmocka_unit_test(test_any_bytes),
		cmocka_unit_test(test_nearest),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
