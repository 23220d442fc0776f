/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/spelling/spelling.h"
#include "base/file.h"

static char path[] = "/tmp/test-spelling-XXXXXX";

static void test_key(void **state)
{
	static const char *const cases[][2] = {
		{"cyclophosphamide", "siklofosfamid"},
		{"ciclofosfamid", "siklofosfamid"},
		{"hydroxychloroquine", "hidroksiklorokin"},
		{"leukaemia", "leukemia"},
		{"pneumonia", "neumonia"},
		{"haemorrhage", "hemorag"},
		{"hemorage", "hemorag"},
		{"lymphoma", "limfoma"},
	};
	char key[SPELLING_KEY_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t length = spelling_key(slice_of(cases[i][0]), key);

		if (!slice_is((struct slice){key, length}, cases[i][1]))
			fail_msg("%s: %.*s", cases[i][0], (int)length, key);
	}
}

/* Each left one is a likelier mistake than the right one. */
static void test_cost(void **state)
{
	static const char *const cases[][4] = {
		{"limphoma", "lymphoma", "lxmphoma", "lymphoma"},
		{"lymfoma", "lymphoma", "lymkoma", "lymphoma"},
		{"anemia", "anaemia", "anmia", "anemia"},
		{"vincristin", "vincristine", "vincristi", "vincristin"},
		{"teh", "the", "txe", "the"},
		{"hemorrage", "hemorrhage", "hemorrhge", "hemorrhage"},
		{"pnuemonia", "pneumonia", "pnxxmonia", "pneumonia"},
		{"arthritus", "arthritis", "arthrit", "arthritis"},
	};

	(void)state;
	assert_true(spelling_cost(SLICE("same"), SLICE("same")) == 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (spelling_cost(slice_of(cases[i][0]),
			    slice_of(cases[i][1])) >=
			spelling_cost(slice_of(cases[i][2]),
				slice_of(cases[i][3])))
			fail_msg("%s / %s", cases[i][0], cases[i][2]);
}

static void write_list(void)
{
	struct spelling_maker *maker = spelling_maker_new();
	struct buffer image = BUFFER_INIT;
	struct error err;

	assert_false(spelling_add_word(maker, SLICE("cd22"), true, 9));
	assert_false(spelling_add_word(maker, SLICE("all"), false, 9));
	assert_true(spelling_add_word(maker, SLICE("lymphoma"), false, 40));
	assert_true(spelling_add_word(maker, SLICE("lymphoma"), false, 30));
	assert_true(spelling_add_word(maker, SLICE("lymphom"), true, 3));
	assert_true(spelling_add_word(maker, SLICE("leukemia"), false, 50));
	assert_true(spelling_add_word(maker, SLICE("vincristine"), false, 7));
	assert_true(spelling_add_word(maker, SLICE("vinblastine"), false, 5));
	assert_true(spelling_add_word(maker, SLICE("treatment"), true, 90));
	spelling_add_name(maker, SLICE("acute leukemia"),
		SLICE("Acute leukemia"), SLICE("al"), 20);
	spelling_add_name(maker, SLICE("acute lymphoblastic leukemia"),
		SLICE("acute lymphoblastic leukemia"), SLICE("all"), 30);
	spelling_add_name(
		maker, SLICE("acute all"), SLICE("acute ALL"), SLICE("all"), 30);
	spelling_add_name(
		maker, SLICE("acupuncture"), SLICE("acupuncture"), SLICE("ac"), 1);
	spelling_finish(maker, 100, &image);
	spelling_maker_free(maker);
	if (file_replace(path, buffer_slice(&image), &err) < 0)
		fail_msg("%s", err.text);
	buffer_clear(&image);
}

static struct spelling *open_list(void)
{
	struct error err;
	struct spelling *list = spelling_open(path, &err);

	if (!list)
		fail_msg("%s", err.text);
	return list;
}

static void test_near(void **state)
{
	static const struct {
		const char *typed, *stem, *first;
	} cases[] = {
		{"lymfoma", "lymfoma", "lymphoma"},
		{"limphomma", "limphomma", "lymphoma"},
		{"lukemia", "lukemia", "leukemia"},
		{"vincrystine", "vincrystin", "vincristine"},
		{"tretment", "tretment", "treatment"},
		{"xyzzyxyzzy", "xyzzyxyzzy", ""},
		{"leukemia", "leukemia", ""},
		{"abc", "abc", ""},
	};
	struct spelling *list = open_list();
	struct spelling_match found[3];

	(void)state;
	assert_int_equal(spelling_documents(list), 100);
	assert_int_equal(spelling_words(list), 6);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t count = spelling_near(list, slice_of(cases[i].typed),
			slice_of(cases[i].stem), found, 3);
		struct slice first = count ? found[0].text : SLICE_EMPTY;

		if (!slice_is(first, cases[i].first))
			fail_msg("%s: %.*s", cases[i].typed,
				SLICE_PRINT(first));
	}
	assert_true(slice_is(spelling_with_e(list, SLICE("vincristin")),
		"vincristine"));
	assert_int_equal(
		spelling_with_e(list, SLICE("vincristine")).length, 0);
	assert_int_equal(spelling_with_e(list, SLICE("treatmente")).length, 0);
	spelling_close(list);
}

static void test_complete(void **state)
{
	struct spelling *list = open_list();
	struct spelling_name names[4];

	(void)state;
	assert_int_equal(spelling_complete(list, SLICE("acu"), names, 4), 3);
	assert_true(slice_is(names[0].slug, "all"));
	assert_true(slice_is(names[1].written, "Acute leukemia"));
	assert_true(slice_is(names[2].written, "acupuncture"));
	assert_int_equal(spelling_complete(list, SLICE("acu"), names, 1), 1);
	assert_true(slice_is(names[0].slug, "all"));
	assert_int_equal(spelling_complete(list, SLICE("acute l"), names, 4), 2);
	assert_int_equal(spelling_complete(list, SLICE("b"), names, 4), 0);
	assert_int_equal(spelling_complete(list, SLICE(""), names, 4), 0);
	spelling_close(list);
}

static void test_look_alikes(void **state)
{
	struct slice others[SPELLING_ALIKE_MAX];

	(void)state;
	assert_int_equal(spelling_look_alikes(SLICE("hydroxyzine"), others,
				 SPELLING_ALIKE_MAX),
		1);
	assert_true(slice_is(others[0], "hydralazine"));
	assert_int_equal(spelling_look_alikes(
				 SLICE("aspirin"), others, SPELLING_ALIKE_MAX),
		0);
	assert_int_equal(spelling_look_alikes(
				 SLICE_EMPTY, others, SPELLING_ALIKE_MAX),
		0);
}

/* No prefix of a file is one, and no file with another byte. */
static void test_damage(void **state)
{
	struct buffer whole = BUFFER_INIT;
	struct error err;

	(void)state;
	assert_int_equal(file_read(path, 1 << 20, &whole, &err), 0);
	for (size_t n = 0; n < whole.length; n += 3) {
		assert_int_equal(file_replace(path,
					 (struct slice){whole.data, n}, &err),
			0);
		assert_null(spelling_open(path, &err));
		assert_int_equal(err.code, ERROR_FORMAT);
	}
	for (size_t n = 0; n < whole.length; n += 5) {
		whole.data[n] ^= 0x20;
		assert_int_equal(
			file_replace(path, buffer_slice(&whole), &err), 0);
		assert_null(spelling_open(path, &err));
		whole.data[n] ^= 0x20;
	}
	unlink(path);
	assert_null(spelling_open(path, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	buffer_clear(&whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_look_alikes),
		cmocka_unit_test(test_damage),
	};
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	write_list();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
