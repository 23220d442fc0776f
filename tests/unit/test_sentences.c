/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts and their sentences, written with "|" between them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/text/text.h"
#include "base/buffer.h"

static const struct {
	const char *text, *sentences;
} rows[] = {
	{"", ""},
	{" \n \n ", ""},
	{"One. Two! Three? Four", "One.|Two!|Three?|Four"},
	{"  One.\n Two.  ", "One.|Two."},
	{"Line\nwrapped.", "Line\nwrapped."},
	{"No stop\n\nNext one", "No stop|Next one"},
	{"No stop\n \t\nNext one", "No stop|Next one"},
	{"No stop\r\n\r\nNext one", "No stop|Next one"},
	{"InO vs. standard care. It won.", "InO vs. standard care.|It won."},
	{"See Fig. 2 and Table 3. End.", "See Fig. 2 and Table 3.|End."},
	{"Given i.v. on day 1. Then p.o. The end.",
		"Given i.v. on day 1.|Then p.o.|The end."},
	{"Given i.v. Days passed.", "Given i.v. Days passed."},
	{"At M.D. Anderson. In the U.S. We saw.",
		"At M.D. Anderson.|In the U.S.|We saw."},
	{"E. coli grew. J. B. Smith saw.", "E. coli grew.|J. B. Smith saw."},
	{"Low vitamin C. The risk rose.", "Low vitamin C.|The risk rose."},
	{"It was 1.8 mg. 20 died.", "It was 1.8 mg.|20 died."},
	{"Smith et al. 2012 said so.", "Smith et al. 2012 said so."},
	{"Smith et al. The rest.", "Smith et al.|The rest."},
	{"Drugs (e.g. X) work, i.e. Y.", "Drugs (e.g. X) work, i.e. Y."},
	{"Case no. 5 died. We said no. Yes.",
		"Case no. 5 died.|We said no.|Yes."},
	{"He left (alone). \"So what?\" She left.",
		"He left (alone).|\"So what?\"|She left."},
	{"It failed.[12, 13] We stopped.", "It failed.[12, 13]|We stopped."},
	{"the disease.12,13 We stopped.", "the disease.12,13|We stopped."},
	{"Wait... what? Really?!", "Wait... what?|Really?!"},
	{"Wide.\xc2\xa0Space. Étude.", "Wide.|Space.|Étude."},
	{"Small. étude goes on.", "Small. étude goes on."},
	{"白。血", "白。|血"},
	{"Bad \xff. \xff end.", "Bad \xff.|\xff end."},
	{".", "."},
	{". . .", ".|.|."},
	{"Trailing wide space\xe3\x80\x80", "Trailing wide space"},
};

static void test_rows(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice text = slice_of(rows[i].text);
		struct sentences found = text_sentences(text, &arena);
		struct buffer out = BUFFER_INIT;

		buffer_add_string(&out, "");
		for (size_t n = 0; n < found.count; n++) {
			if (n > 0)
				buffer_add_char(&out, '|');
			buffer_add(&out, text.data + found.items[n].start,
				found.items[n].end - found.items[n].start);
		}
		assert_string_equal(out.data, rows[i].sentences);
		buffer_clear(&out);
	}
	arena_clear(&arena);
}

/* A megabyte of what a careless loop would read again and again. */
static void test_long_rows(void **state)
{
	static const char *const units[] = {
		".", ". ", "\n", "a.", ".)", ".[", "?!", " .\n", "x.1,"};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct buffer text = BUFFER_INIT;

		while (text.length < 1000000)
			buffer_add_string(&text, units[i]);
		struct sentences found =
			text_sentences(buffer_slice(&text), &arena);
		uint32_t last = 0;

		for (size_t n = 0; n < found.count; n++) {
			assert_true(found.items[n].start >= last);
			assert_true(found.items[n].end > found.items[n].start);
			last = found.items[n].end;
		}
		assert_true(last <= text.length);
		buffer_clear(&text);
		arena_reset(&arena);
	}
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_long_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
