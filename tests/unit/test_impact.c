/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What occurrences count and what they come to. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "index/impact.h"

/* 1024 * weight / (1 - b + b * length / usual length) */
static void counts_by_field_and_length(void **state)
{
	static const struct {
		enum impact_field field;
		uint32_t length, count;
	} rows[] = {
		{IMPACT_TITLE, 12, 5120},
		{IMPACT_TITLE, 24, 3938},
		{IMPACT_TITLE, 6, 6024},
		{IMPACT_TITLE, 3, 6606},
		{IMPACT_TITLE, 0, 6606},
		{IMPACT_ABSTRACT, 200, 1024},
		{IMPACT_ABSTRACT, 400, 585},
		{IMPACT_ABSTRACT, 100, 1638},
		{IMPACT_ABSTRACT, 3, 1638},
		{IMPACT_BODY, 3500, 307},
		{IMPACT_BODY, 300, 977},
		{IMPACT_HEADING, 25, 1024},
		/* however long a text is, a word of it is in it */
		{IMPACT_BODY, UINT32_MAX, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(impact_count(rows[i].field, rows[i].length),
			rows[i].count);
}

/* 125 * count / (1.6 + count), rounded */
static void saturates(void **state)
{
	static const struct {
		uint64_t count;
		uint32_t impact;
	} rows[] = {
		{0, 0},
		{1, 1},
		{1024, 48},
		{2048, 69},
		{5120, 95},
		{102400, 123},
		{UINT64_C(1) << 40, INDEX_IMPACT_MAX},
		{UINT64_MAX, INDEX_IMPACT_MAX},
	};
	uint32_t before = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(impact_of(rows[i].count), rows[i].impact);
	for (uint64_t count = 1; count < 20000; count++) {
		uint32_t impact = impact_of(count);

		assert_in_range(impact, before, INDEX_IMPACT_MAX);
		before = impact;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_by_field_and_length),
		cmocka_unit_test(saturates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
