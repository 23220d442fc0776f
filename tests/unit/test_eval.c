/* SPDX-License-Identifier: MIT */
/* Measures of small runs, worked out by hand, and files that are no runs. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/cli/measure.h"

static char path[] = "/tmp/medlit-test-XXXXXX";

static void write_file(const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fwrite(text, 1, length, file);
	fclose(file);
}

static void read_tables(struct table *qrels, struct table *run,
	const char *qrels_text, const char *run_text)
{
	char why[256];

	write_file(qrels_text, strlen(qrels_text));
	assert_int_equal(table_read_qrels(qrels, path, why, sizeof(why)), 0);
	write_file(run_text, strlen(run_text));
	assert_int_equal(table_read_run(run, path, why, sizeof(why)), 0);
}

/* 1 / log2(3), 1 / log2(4) ...: what a place is worth. */
#define SECOND 0.6309297535714575
#define THIRD  0.5

static const struct {
	const char *what, *qrels, *run;
	double level;
	bool exponential;
	size_t queries;
	double value[MEASURE_COUNT]; /* nDCG MAP R100 MRR P10 R1000 judged */
} cases[] = {
	{"the relevant one first", "q 0 a 1\n", "q Q0 a 1 9 t\n", 1, false, 1,
		{1, 1, 1, 1, 0.1, 1, 1}},
	{"second of two", "q 0 a 1\n", "q Q0 b 1 9 t\nq Q0 a 2 8 t\n", 1, false,
		1, {SECOND, 0.5, 1, 0.5, 0.1, 1, 0.5}},
	{"score counts, not rank or order", "q 0 a 1\n",
		"q Q0 b 1 1 t\nq Q0 a 2 1e1 t\n", 1, false, 1,
		{1, 1, 1, 1, 0.1, 1, 0.5}},
	{"ties by document, descending", "q 0 a 1\n",
		"q Q0 a 1 5 t\nq Q0 b 2 5 t\n", 1, false, 1,
		{SECOND, 0.5, 1, 0.5, 0.1, 1, 0.5}},
	{"grades: 1 before 2", "q 0 a 2\nq 0 b 1\n",
		"q Q0 b 1 9 t\nq Q0 a 2 8 t\n", 1, false, 1,
		{(1 + 2 * SECOND) / (2 + SECOND), 1, 1, 1, 0.2, 1, 1}},
	{"exponential gain", "q 0 a 2\nq 0 b 1\n",
		"q Q0 b 1 9 t\nq Q0 a 2 8 t\n", 1, true, 1,
		{(1 + 3 * SECOND) / (3 + SECOND), 1, 1, 1, 0.2, 1, 1}},
	{"from grade 2 on", "q 0 a 2\nq 0 b 1\n",
		"q Q0 b 1 9 t\nq Q0 a 2 8 t\n", 2, false, 1,
		{(1 + 2 * SECOND) / (2 + SECOND), 0.5, 1, 0.5, 0.1, 1, 1}},
	{"half of what there is", "q 0 a 1\nq 0 c 1\n",
		"q Q0 b 1 9 t\nq Q0 x 2 8 t\nq Q0 a 3 7 t\n", 1, false, 1,
		{THIRD / (1 + SECOND), 1.0 / 6, 0.5, 1.0 / 3, 0.1, 0.5,
			1.0 / 3}},
	{"a query that is not answered is 0", "q 0 a 1\np 0 b 1\n",
		"q Q0 a 1 9 t\n", 1, false, 2,
		{0.5, 0.5, 0.5, 0.5, 0.05, 0.5, 0.5}},
	{"one without relevant documents does not count", "q 0 a 1\np 0 b 0\n",
		"q Q0 a 1 9 t\np Q0 b 1 9 t\n", 1, false, 1,
		{1, 1, 1, 1, 0.1, 1, 1}},
	{"a negative grade gains nothing", "q 0 a 1\nq 0 b -1\n",
		"q Q0 b 1 9 t\nq Q0 a 2 8 t\n", 1, false, 1,
		{SECOND, 0.5, 1, 0.5, 0.1, 1, 1}},
	{"named twice, the last counts", "q 0 a 0\nq 0 a 1.0\n",
		"q Q0 a 1 1 t\nq Q0 b 2 5 t\nq Q0 a 3 9 t\n", 1, false, 1,
		{1, 1, 1, 1, 0.1, 1, 0.5}},
	{"nothing at all", "", "", 1, false, 0, {0}},
	{"blank lines, tabs, no line feed", "\n q\t0 a 1 \r\n\n",
		"q Q0 a 1 9 t", 1, false, 1, {1, 1, 1, 1, 0.1, 1, 1}},
};

static void test_measures(void **state)
{
	size_t i, m;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct table qrels, run;
		struct evaluation made;

		read_tables(&qrels, &run, cases[i].qrels, cases[i].run);
		evaluation_make(&made, &qrels, &run, cases[i].level,
			cases[i].exponential);
		assert_int_equal(made.count, cases[i].queries);
		for (m = 0; m < MEASURE_COUNT; m++)
			if (fabs(made.mean[m] - cases[i].value[m]) > 1e-12)
				fail_msg("%s: %s is %f", cases[i].what,
					measure_names[m], made.mean[m]);
		evaluation_clear(&made);
		table_clear(&qrels);
		table_clear(&run);
	}
}

/* Places 10, 11, 100, 101, 1000 and 1001 of 1,200. */
static void test_depths(void **state)
{
	static const unsigned places[] = {10, 11, 100, 101, 1000, 1001};
	char *text = malloc(1200 * 32), *at = text;
	struct table qrels, run;
	struct evaluation made;
	unsigned i;
	char qrels_text[256] = "", line[32];

	(void)state;
	for (i = 0; i < 6; i++) {
		snprintf(line, sizeof(line), "q 0 d%u 1\n", places[i]);
		strcat(qrels_text, line);
	}
	for (i = 1; i <= 1200; i++)
		at += sprintf(at, "q Q0 d%u 0 %u t\n", i, 5000 - i);
	read_tables(&qrels, &run, qrels_text, text);
	evaluation_make(&made, &qrels, &run, 1, false);
	assert_true(fabs(made.mean[MEASURE_MRR] - 0.1) < 1e-12);
	assert_true(fabs(made.mean[MEASURE_PRECISION] - 0.1) < 1e-12);
	assert_true(fabs(made.mean[MEASURE_RECALL_100] - 3.0 / 6) < 1e-12);
	assert_true(fabs(made.mean[MEASURE_RECALL_1000] - 5.0 / 6) < 1e-12);
	assert_true(
		fabs(made.mean[MEASURE_MAP] - (1.0 / 10 + 2.0 / 11 + 3.0 / 100 +
						      4.0 / 101 + 5.0 / 1000) /
						      6) < 1e-12);
	evaluation_clear(&made);
	table_clear(&qrels);
	table_clear(&run);
	free(text);
}

static const struct {
	bool run;
	const char *text, *complaint;
} refused[] = {
	{false, "q 0 a 1\nq 0 b\n", ":2: 3 columns where a line is"},
	{false, "q 0 a yes\n", ":1: 'yes' is not a number"},
	{false, "q 0 a 1x\n", ":1: '1x' is not a number"},
	{false, "q 0 a nan\n", ":1: 'nan' is not a number"},
	{true, "\n\nq Q0 a 1\n", ":3: 4 columns where a line is"},
	{true, "q Q0 a 1 inf t\n", ":1: 'inf' is not a number"},
	{true, "q Q0 a 1 1e999 t\n", ":1: '1e999' is not a number"},
};

static void test_refused(void **state)
{
	struct table table;
	char why[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		write_file(refused[i].text, strlen(refused[i].text));
		assert_int_equal(
			(refused[i].run ? table_read_run : table_read_qrels)(
				&table, path, why, sizeof(why)),
			-1);
		assert_memory_equal(why, path, strlen(path));
		assert_memory_equal(why + strlen(path), refused[i].complaint,
			strlen(refused[i].complaint));
	}
	write_file("q Q0 a 1 1 t\nq \0 b", 19);
	assert_int_equal(table_read_run(&table, path, why, sizeof(why)), -1);
	assert_string_equal(why + strlen(path), ":2: has a NUL byte");
	assert_int_equal(
		table_read_run(&table, "/nonexistent", why, sizeof(why)), -1);
	assert_string_equal(
		why, "cannot read /nonexistent: No such file or directory");
	assert_int_equal(table_read_run(&table, "/", why, sizeof(why)), -1);
	assert_string_equal(why, "cannot read /: Is a directory");
}

static void test_bytes(void **state)
{
	static const char good[] = "q Q0 a 1 2.5 t\np Q0 b 2 1.5 t\n";
	struct table table;
	char changed[sizeof(good)], why[256];
	size_t i;
	int value;

	(void)state;
	for (i = 0; i < sizeof(good) - 1; i++) {
		write_file(good, i);
		if (table_read_run(&table, path, why, sizeof(why)) == 0)
			table_clear(&table);
		for (value = 0; value < 256; value += 5) {
			memcpy(changed, good, sizeof(good));
			changed[i] = (char)value;
			write_file(changed, sizeof(good) - 1);
			if (table_read_run(&table, path, why, sizeof(why)))
				assert_memory_equal(why, path, strlen(path));
			else
				table_clear(&table);
		}
	}
}

/* From Python: random.seed(1), getrandbits() as the reference script does. */
static void test_randomisation(void **state)
{
	static const double same[3] = {0}, one[] = {0.5}, all[] = {1, 1, 1, 1};
	double many[100];
	size_t i;

	(void)state;
	assert_true(randomisation_test(NULL, 0) == 1);
	assert_true(randomisation_test(same, 3) == 1);
	/* Both signs are as large as what was seen. */
	assert_true(randomisation_test(one, 1) == 1);
	/* 2 of 16 draws are all of one sign. */
	assert_true(fabs(randomisation_test(all, 4) - 0.125) < 0.01);
	for (i = 0; i < 100; i++)
		many[i] = i % 3 ? 0.01 * (double)i : -0.01 * (double)i;
	assert_true(fabs(randomisation_test(many, 100) - 61.0 / 10001) < 5e-9);
}

static int make_file(void **state)
{
	int file = mkstemp(path);

	(void)state;
	return file < 0 ? -1 : close(file);
}

static int remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_measures),
		cmocka_unit_test(test_depths),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_randomisation),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
