/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole databases: merging, checking, and what damage is called; the stemmer
 * and the names. */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "libxapian-c/testing.h"

static void make_database(const char *path, const char *prefix, int count)
{
	struct xc_writer *writer = must_create(path);
	char key[32], text[64];
	int i;

	for (i = 0; i < count; i++) {
		snprintf(key, sizeof(key), "%s%d", prefix, i);
		snprintf(text, sizeof(text), "all %s number%d", prefix, i);
		must_put(writer, key, text);
	}
	must_commit(writer);
	xc_writer_close(writer);
}

static void merges_in_order(void **state)
{
	const char *paths[] = {path_in(state, "a"), path_in(state, "b")};
	const char *target = path_in(state, "all");
	struct xc_query query = parse_query("all");
	struct xc_searcher *searcher;
	struct xc_results *results;
	struct xc_error err = {0};
	size_t problems = 7;

	make_database(paths[0], "x", 2);
	make_database(paths[1], "y", 3);
	assert_int_equal(0, xc_compact(paths, 2, target, &err));
	searcher = must_search(target);
	results = xc_search(searcher, &query, &err);
	assert_string_equal("x0 x1 y0 y1 y2", hits_text(results));
	xc_results_free(results);
	xc_searcher_close(searcher);
	assert_int_equal(0, xc_check(target, &problems, NULL, 0, &err));
	assert_int_equal(0, problems);
	assert_int_equal(-1, xc_compact(paths, 2, target, &err));
	assert_int_equal(XC_INVALID, err.code);
	assert_non_null(strstr(err.text, "is there already"));
	assert_int_equal(-1, xc_compact(NULL, 0, path_in(state, "n"), &err));
	assert_int_equal(XC_INVALID, err.code);
	paths[1] = path_in(state, "none");
	assert_int_equal(-1, xc_compact(paths, 2, path_in(state, "n"), &err));
	assert_int_equal(XC_NOT_FOUND, err.code);
	assert_int_equal(
		-1, xc_compact(paths, 1, path_in(state, "no/where"), &err));
	assert_int_equal(XC_IO, err.code);
}

/* Overwrite bytes of a file in a database, or cut it there when NULL. */
static void damage(const char *database, const char *name, long at,
	const char *bytes, size_t length)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", database, name);
	file = fopen(path, "r+b");
	assert_non_null(file);
	fseek(file, at, SEEK_SET);
	assert_int_equal(length, fwrite(bytes, 1, length, file));
	fclose(file);
}

static void truncate_file(const char *database, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", database, name);
	fclose(fopen(path, "wb"));
}

static void check_open_fails(const char *path, int code)
{
	struct xc_error err = {0};

	assert_null(xc_searcher_open(&path, 1, &err));
	assert_string_equal(xc_code_name(code), xc_code_name(err.code));
	memset(&err, 0, sizeof(err));
	assert_null(xc_writer_open(path, 0, &err));
	assert_string_equal(xc_code_name(code), xc_code_name(err.code));
}

/* The first file says what format it is, after 14 bytes of magic. */
static void tells_damage_from_another_version(void **state)
{
	const char *good = path_in(state, "good");
	const char *bad = path_in(state, "bad");
	const char *other = path_in(state, "other");
	const char *cut = path_in(state, "cut");

	make_database(good, "x", 10);
	copy_folder(good, bad);
	copy_folder(good, other);
	copy_folder(good, cut);
	damage(bad, "iamglass", 0, "xxxxxxxx", 8);
	check_open_fails(bad, XC_CORRUPT);
	damage(other, "iamglass", 14, "\xff\xff", 2);
	check_open_fails(other, XC_VERSION);
	truncate_file(cut, "iamglass");
	check_open_fails(cut, XC_CORRUPT);
}

static int blocks_of(const char *path, const char *name)
{
	char file[512];
	struct stat status;

	snprintf(file, sizeof(file), "%s/%s", path, name);
	assert_int_equal(0, stat(file, &status));
	return (int)(status.st_size / 8192);
}

static void finds_damaged_blocks(void **state)
{
	static const char zeros[8192];
	const char *path = path_in(state, "db");
	struct xc_query query = parse_query("all");
	struct xc_error err = {0};
	char report[64] = "";
	struct xc_searcher *searcher;
	size_t problems = 0;
	int block;

	make_database(path, "x", 1000);
	searcher = must_search(path);
	for (block = 0; block < blocks_of(path, "postlist.glass"); block++)
		damage(path, "postlist.glass", block * 8192L, zeros,
			sizeof(zeros));
	assert_null(xc_search(searcher, &query, &err));
	assert_string_equal("corrupt", xc_code_name(err.code));
	xc_searcher_close(searcher);
	if (xc_check(path, &problems, report, sizeof(report), &err) < 0)
		assert_string_equal("corrupt", xc_code_name(err.code));
	else
		assert_true(problems > 0 && report[0] &&
			    strlen(report) < sizeof(report));
	err.code = XC_OK;
	assert_int_equal(-1, xc_read_all(path, &err));
	assert_string_equal("corrupt", xc_code_name(err.code));
}

static void reads_all_that_can_be_read(void **state)
{
	static const char *const tables[] = {
		"docdata.glass", "postlist.glass", "termlist.glass"};
	const char *path = path_in(state, "db");
	struct xc_error err = {0};

	make_database(path, "x", 1000);
	assert_int_equal(0, xc_read_all(path, &err));
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++) {
		const char *bad = path_in(state, tables[i]);

		copy_folder(path, bad);
		truncate_file(bad, tables[i]);
		err.code = XC_OK;
		assert_int_equal(-1, xc_read_all(bad, &err));
		assert_true(err.code == XC_CORRUPT || err.code == XC_IO);
	}
}

/* While another process commits and commits. */
static void reads_all_beside_a_writer(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_error err = {0};
	int status, reads = 0;
	pid_t writer;

	make_database(path, "x", 1000);
	writer = fork();
	if (writer == 0) {
		for (int i = 0; i < 60; i++)
			make_database(path, i % 2 ? "x" : "y", 100);
		_exit(0);
	}
	while (waitpid(writer, &status, WNOHANG) == 0) {
		if (xc_read_all(path, &err) < 0)
			fail_msg("%s", err.text);
		reads++;
	}
	assert_int_equal(0, status);
	assert_true(reads > 0);
}

/* However documents come and go, what is stored adds up to what was put in. */
static void adds_up(void **state)
{
	const char *path = path_in(state, "db");
	const char *small = path_in(state, "small");
	struct xc_writer *writer = must_create(path);
	struct xc_error err = {0};
	unsigned seed = 5;

	for (int i = 0; i < 2000; i++) {
		char key[32], text[64];

		seed = seed * 1103515245 + 12345;
		snprintf(key, sizeof(key), "k%u", seed >> 16 & 63);
		snprintf(text, sizeof(text), "all t%u u%u", seed >> 20 & 31,
			seed >> 22 & 15);
		if (i % 5 == 0)
			assert_true(xc_writer_remove(writer, key, strlen(key),
					    &err) >= 0);
		else
			must_put(writer, key, text);
		if (i % 97 == 0)
			assert_int_equal(0, xc_writer_cancel(writer, &err));
		if (i % 31 == 0)
			must_commit(writer);
		if (i % 211 == 0) {
			xc_writer_close(writer);
			if (xc_read_all(path, &err) < 0)
				fail_msg("%d: %s", i, err.text);
			writer = xc_writer_open(path, 0, &err);
		}
	}
	/* The least number is free. */
	for (int i = 0; i < 40; i++) {
		char key[32];

		snprintf(key, sizeof(key), "k%d", i);
		xc_writer_remove(writer, key, strlen(key), &err);
	}
	must_commit(writer);
	xc_writer_close(writer);
	assert_int_equal(0, xc_read_all(path, &err));
	assert_int_equal(0, xc_compact(&path, 1, small, &err));
	assert_int_equal(0, xc_read_all(small, &err));
}

/* All documents' data, and what a word finds, with scores. */
static uint64_t answers_of(const char *path)
{
	struct xc_query query = parse_query("all number7 OR:2");
	struct xc_searcher *searcher = xc_searcher_open(&path, 1, NULL);
	struct xc_results *results;
	uint64_t sum = 0, after = 0;

	if (!searcher)
		return 0;
	query.limit = 1000;
	query.want_data = 1;
	results = xc_search(searcher, &query, NULL);
	for (size_t i = 0; results && i < results->hits_count; i++)
		sum = sum * 31 + results->hits[i].docid +
		      (uint64_t)(results->hits[i].score * 1e6);
	xc_results_free(results);
	while ((results = xc_searcher_next(searcher, after, NULL)) &&
		results->hits_count > 0) {
		const struct xc_hit *hit = &results->hits[0];

		after = hit->docid;
		for (size_t i = 0; i < hit->data.length; i++)
			sum = sum * 31 + (unsigned char)hit->data.data[i];
		xc_results_free(results);
	}
	xc_results_free(results);
	xc_searcher_close(searcher);
	return sum;
}

/* In a process of its own: the engine may fall over damage, which tells, too. */
static bool is_told(const char *path)
{
	struct xc_error err = {0};
	size_t problems = 0;
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		for (size_t i = 0; i < 4; i++) /* no test here */
			signal((int[]){SIGSEGV, SIGABRT, SIGBUS, SIGFPE}[i],
				SIG_DFL);
		_exit(xc_check(path, &problems, NULL, 0, &err) < 0 ||
			problems > 0 || xc_read_all(path, &err) < 0);
	}
	assert_int_equal(pid, waitpid(pid, &status, 0));
	return status != 0;
}

static void flip_bit(const char *database, const char *name, unsigned *seed)
{
	char path[4096];
	struct stat status;
	FILE *file;
	long at;
	int byte;

	snprintf(path, sizeof(path), "%s/%s", database, name);
	assert_int_equal(0, stat(path, &status));
	*seed = *seed * 1103515245 + 12345;
	at = (long)((*seed >> 4) % (unsigned)status.st_size);
	file = fopen(path, "r+b");
	fseek(file, at, SEEK_SET);
	byte = fgetc(file);
	fseek(file, at, SEEK_SET);
	fputc(byte ^ 1 << (*seed >> 2 & 7), file);
	fclose(file);
}

/* Of one bit that turned over either the checks tell, or no answer differs. */
static void no_bit_turns_over_unseen(void **state)
{
	static const char *const tables[] = {"docdata.glass", "iamglass",
		"postlist.glass", "termlist.glass"};
	char path[4096];
	uint64_t right;
	unsigned seed = 9, told = 0;

	snprintf(path, sizeof(path), "%s", path_in(state, "db"));
	make_database(path, "x", 300);
	right = answers_of(path);
	for (int i = 0; i < 200; i++) {
		const char *name = tables[i % 4], *bad;
		char folder[32];

		snprintf(folder, sizeof(folder), "bad%d", i);
		bad = path_in(state, folder);
		copy_folder(path, bad);
		flip_bit(bad, name, &seed);
		if (is_told(bad))
			told++;
		else if (answers_of(bad) != right)
			fail_msg("%d: %s, and nothing tells", i, name);
	}
	assert_true(told > 50);
}

static void cannot_check_what_is_not_there(void **state)
{
	struct xc_error err = {0};
	size_t problems = 7;
	FILE *file = fopen(path_in(state, "file"), "w");

	fclose(file);
	assert_int_equal(
		-1, xc_check(path_in(state, "none"), &problems, NULL, 0, &err));
	assert_int_equal(XC_NOT_FOUND, err.code);
	assert_int_equal(
		-1, xc_check(path_in(state, "file"), &problems, NULL, 0, &err));
	assert_int_equal(XC_NOT_FOUND, err.code);
	assert_int_equal(7, problems);
}

static void stems_words(void **state)
{
	static const struct {
		const char *language, *word, *stem;
	} rows[] = {
		{"english", "patients", "patient"},
		{"english", "running", "run"},
		{"english", "heart", "heart"},
		{"english", "", ""},
		{"german", "herzen", "herz"},
		{"none", "patients", "patients"},
	};
	struct xc_error err = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct xc_stemmer *stemmer =
			xc_stemmer_open(rows[i].language, NULL);
		char out[32];
		size_t length;

		assert_int_equal(
			0, xc_stem(stemmer, rows[i].word, strlen(rows[i].word),
				   out, sizeof(out), &length, &err));
		assert_int_equal(strlen(rows[i].stem), length);
		assert_memory_equal(rows[i].stem, out, length);
		xc_stemmer_close(stemmer);
	}
	assert_null(xc_stemmer_open("klingon", &err));
	assert_int_equal(XC_NOT_FOUND, err.code);
	assert_string_equal("no stemmer for 'klingon'", err.text);
}

static void stems_into_the_room_there_is(void **state)
{
	static char word[XC_WORD_MAX + 1];
	struct xc_stemmer *stemmer = xc_stemmer_open("english", NULL);
	struct xc_error err = {0};
	char out[4] = "x";
	size_t length = 7;

	(void)state;
	assert_int_equal(
		-1, xc_stem(stemmer, "heart", 5, out, 4, &length, &err));
	assert_string_equal("no room for a stem of 5 bytes", err.text);
	assert_int_equal(7, length);
	assert_int_equal('x', out[0]);
	memset(word, 'a', sizeof(word));
	assert_int_equal(-1,
		xc_stem(stemmer, word, sizeof(word), out, 4, &length, &err));
	assert_string_equal("a word of 65537 bytes", err.text);
	assert_int_equal(XC_INVALID, err.code);
	xc_stemmer_close(stemmer);
}

static void names_versions_and_codes(void **state)
{
	static const char *const names[] = {"ok", "invalid", "not_found",
		"locked", "changed", "corrupt", "version", "io", "deadline",
		"cancelled", "unsupported", "memory", "internal"};
	int i;

	(void)state;
	assert_int_equal(XC_ABI_VERSION, xc_abi_version());
	assert_int_equal(0, strncmp("1.4.", xc_xapian_version(), 4));
	for (i = XC_OK; i <= XC_INTERNAL; i++)
		assert_string_equal(names[i], xc_code_name(i));
	assert_string_equal("unknown", xc_code_name(-1));
	assert_string_equal("unknown", xc_code_name(XC_INTERNAL + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			merges_in_order, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			tells_damage_from_another_version, folder_setup,
			folder_teardown),
		cmocka_unit_test_setup_teardown(
			finds_damaged_blocks, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(reads_all_that_can_be_read,
			folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(reads_all_beside_a_writer,
			folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			adds_up, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(no_bit_turns_over_unseen,
			folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(cannot_check_what_is_not_there,
			folder_setup, folder_teardown),
		cmocka_unit_test(stems_words),
		cmocka_unit_test(stems_into_the_room_there_is),
		cmocka_unit_test(names_versions_and_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
