/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writer: what it refuses, what a batch is, what an engine error costs. */
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "libxapian-c/testing.h"

static char long_bytes[400]; /* filled with 'x' */
static char nuls[200];

static const uint32_t falling[] = {3, 2};
static const uint32_t equal[] = {2, 2, 3};

/* One term that is put into a document with the key "key". */
static const struct {
	struct xc_term term;
	const char *problem; /* NULL = fine */
} terms[] = {
	{{"a", 1, 1, NULL, 0}, NULL},
	{{long_bytes, 245, 1, NULL, 0}, NULL},
	{{nuls, 122, 1, NULL, 0}, NULL},
	{{"a\0b", 3, 1, NULL, 0}, NULL},
	{{"a", 1, 0, equal, 3}, NULL},
	{{"a", 1, UINT32_MAX, NULL, 0}, NULL},
	{{NULL, 0, 1, NULL, 0}, "term 0 is empty"},
	{{"a", 0, 1, NULL, 0}, "term 0 is empty"},
	{{long_bytes, 246, 1, NULL, 0}, "term 0 is longer than 245 bytes"},
	{{nuls, 123, 1, NULL, 0}, "term 0 is longer than 245 bytes"},
	{{"a", 1, 1, falling, 2}, "term 0: positions are not ascending"},
	{{"a", 1, 1, NULL, 2}, "term 0: positions are NULL"},
	{{"key", 3, 1, NULL, 0}, "the same term is given twice"},
};

static struct xc_document document_of(const char *key)
{
	struct xc_document document = {0};

	document.key = key;
	document.key_length = strlen(key);
	return document;
}

static void check_put(struct xc_writer *writer,
	const struct xc_document *document, const char *problem)
{
	const size_t pending = xc_writer_pending(writer);
	struct xc_error err = {0};
	int replaced = 7;
	int result = xc_writer_put(writer, document, &replaced, &err);

	assert_string_equal(problem ? problem : "", err.text);
	assert_int_equal(problem ? -1 : 0, result);
	assert_int_equal(problem ? XC_INVALID : XC_OK, err.code);
	assert_int_equal(0, err.flags);
	assert_int_equal(pending + !problem, xc_writer_pending(writer));
	assert_true((replaced == 7) == (problem != NULL));
	if (problem)
		assert_string_equal("xc_writer_put", err.context);
}

static void refuses_bad_terms(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_document document = document_of("key");
	size_t i;

	for (i = 0; i < sizeof(terms) / sizeof(*terms); i++) {
		document.terms = &terms[i].term;
		document.terms_count = 1;
		check_put(writer, &document, terms[i].problem);
	}
	must_commit(writer);
	assert_int_equal(1, xc_writer_documents(writer));
	xc_writer_close(writer);
}

static void refuses_bad_documents(void **state)
{
	static const struct xc_term twice[] = {
		{"b", 1, 1, NULL, 0}, {"a", 1, 1, NULL, 0}, {"b", 1, 2, 0, 0}};
	static const struct xc_term heavy[] = {
		{"a", 1, UINT32_MAX, NULL, 0}, {"b", 1, 1, NULL, 0}};
	static const struct xc_value values[] = {
		{5, "a", 1}, {5, "b", 1}, {64, "a", 1}, {1, NULL, 1}};
	const struct {
		struct xc_document document;
		const char *problem;
	} rows[] = {
		{{"", 0, 0, 0, 0, 0, 0, 0}, "the key is empty"},
		{{NULL, 3, 0, 0, 0, 0, 0, 0}, "the key is empty"},
		{{long_bytes, 246, 0, 0, 0, 0, 0, 0},
			"the key is longer than 245 bytes"},
		{{"k", 1, twice, 3, 0, 0, 0, 0},
			"the same term is given twice"},
		{{"k", 1, heavy, 2, 0, 0, 0, 0},
			"the sum of wdf is over 32 bits"},
		{{"k", 1, NULL, 2, 0, 0, 0, 0}, "the terms are NULL"},
		{{"k", 1, 0, 0, values, 2, 0, 0}, "two values for one slot"},
		{{"k", 1, 0, 0, values + 2, 1, 0, 0}, "value 0: no such slot"},
		{{"k", 1, 0, 0, values + 3, 1, 0, 0}, "value 0 is NULL"},
		{{"k", 1, 0, 0, NULL, 1, 0, 0}, "the values are NULL"},
		{{"k", 1, 0, 0, 0, 0, NULL, 1}, "the data is NULL"},
		{{"k", 1, 0, 0, 0, 0, "", XC_DOCUMENT_MAX + 1u},
			"the document is larger than 100 MB"},
		{{long_bytes, 245, 0, 0, values, 1, "d", 1}, NULL},
	};
	struct xc_writer *writer = must_create(path_in(state, "db"));
	size_t i;

	must_put(writer, "before", "stays");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_put(writer, &rows[i].document, rows[i].problem);
	must_commit(writer);
	assert_int_equal(2, xc_writer_documents(writer));
	xc_writer_close(writer);
}

static void check_get(
	struct xc_writer *writer, const char *key, const char *expected)
{
	struct xc_error err = {0};
	char *data = NULL;
	size_t length = 99;
	int found =
		xc_writer_get(writer, key, strlen(key), &data, &length, &err);

	assert_int_equal(expected != NULL, found);
	if (expected)
		assert_string_equal(expected, data);
	assert_int_equal(expected ? strlen(expected) : 99, length);
	xc_free(data);
}

static void replaces_by_key(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_document document = document_of("k");
	int replaced = 7;

	document.data = "first";
	document.data_length = 5;
	assert_int_equal(0, xc_writer_put(writer, &document, &replaced, NULL));
	assert_int_equal(0, replaced);
	check_get(writer, "k", "first");
	check_get(writer, "other", NULL);
	document.data = "other";
	assert_int_equal(0, xc_writer_put(writer, &document, &replaced, NULL));
	assert_int_equal(1, replaced);
	must_commit(writer);
	check_get(writer, "k", "other");
	assert_int_equal(1, xc_writer_documents(writer));
	xc_writer_close(writer);
}

static void removes_by_key(void **state)
{
	struct xc_writer *writer = must_create(path_in(state, "db"));
	struct xc_error err = {0};

	must_put(writer, "a", "x");
	must_put(writer, "b", "x");
	must_commit(writer);
	assert_int_equal(0, xc_writer_pending(writer));
	assert_int_equal(0, xc_writer_remove(writer, "c", 1, &err));
	assert_int_equal(0, xc_writer_pending(writer));
	assert_int_equal(1, xc_writer_remove(writer, "a", 1, &err));
	assert_int_equal(0, xc_writer_remove(writer, "a", 1, &err));
	assert_int_equal(1, xc_writer_pending(writer));
	assert_int_equal(-1, xc_writer_remove(writer, "", 0, &err));
	assert_int_equal(XC_INVALID, err.code);
	check_get(writer, "a", NULL);
	check_get(writer, "b", "b");
	xc_writer_close(writer);
}

static uint64_t documents_at(const char *path)
{
	struct xc_searcher *searcher = must_search(path);
	struct xc_statistics now;

	assert_int_equal(0, xc_searcher_statistics(searcher, &now, NULL));
	xc_searcher_close(searcher);
	return now.documents;
}

/* More than the engine's own threshold: nothing is seen before the commit, and
 * nothing is left after a cancel or a close. */
static void commits_all_or_nothing(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer;
	char key[32];
	int i;

	setenv("XAPIAN_FLUSH_THRESHOLD", "100", 1);
	writer = must_create(path);
	must_put(writer, "first", "word");
	must_commit(writer);
	for (i = 0; i < 250; i++) {
		snprintf(key, sizeof(key), "%d", i);
		must_put(writer, key, "some words in a row");
	}
	assert_int_equal(250, xc_writer_pending(writer));
	assert_int_equal(1, documents_at(path));
	assert_int_equal(0, xc_writer_cancel(writer, NULL));
	assert_int_equal(0, xc_writer_pending(writer));
	assert_int_equal(1, xc_writer_documents(writer));
	must_put(writer, "second", "word");
	must_commit(writer);
	assert_int_equal(2, documents_at(path));
	must_put(writer, "third", "word");
	xc_writer_close(writer);
	assert_int_equal(2, documents_at(path));
	unsetenv("XAPIAN_FLUSH_THRESHOLD");
}

static int refused_at(const char *path, unsigned flags, int code)
{
	struct xc_error err = {0};
	struct xc_writer *writer = xc_writer_open(path, flags, &err);

	assert_null(writer);
	assert_string_equal("xc_writer_open", err.context);
	assert_string_equal(xc_code_name(code), xc_code_name(err.code));
	assert_true(err.text[0]);
	return err.sys_errno;
}

static void says_why_it_cannot_open(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer = must_create(path);

	refused_at(path, 0, XC_LOCKED);
	xc_writer_close(writer);
	writer = must_create(path);
	xc_writer_close(writer);
	refused_at(path_in(state, "none"), 0, XC_NOT_FOUND);
	assert_int_equal(ENOENT,
		refused_at(path_in(state, "no/db"), XC_WRITER_CREATE, XC_IO));
	refused_at(path, 64, XC_INVALID);
}

static void keeps_metadata(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer = must_create(path);
	struct xc_searcher *searcher;
	struct xc_error err = {0};
	char *value = NULL;
	size_t length = 0;

	assert_int_equal(
		0, xc_writer_set_metadata(writer, "k", "a\0b", 3, NULL));
	assert_int_equal(-1, xc_writer_set_metadata(writer, "", "a", 1, &err));
	assert_string_equal("the key is empty", err.text);
	assert_int_equal(-1, xc_writer_set_metadata(writer, "k", 0, 1, &err));
	assert_string_equal("the value is NULL", err.text);
	must_commit(writer);
	searcher = must_search(path);
	assert_int_equal(
		1, xc_searcher_metadata(searcher, "k", &value, &length, NULL));
	assert_int_equal(3, length);
	assert_memory_equal("a\0b", value, 4);
	xc_free(value);
	assert_int_equal(
		0, xc_searcher_metadata(searcher, "l", &value, &length, NULL));
	assert_int_equal(
		-1, xc_searcher_metadata(searcher, "", &value, &length, &err));
	assert_int_equal(XC_INVALID, err.code);
	assert_int_equal(0, xc_writer_set_metadata(writer, "k", "", 0, NULL));
	must_commit(writer);
	assert_int_equal(1, xc_searcher_refresh(searcher, NULL));
	assert_int_equal(
		0, xc_searcher_metadata(searcher, "k", &value, &length, NULL));
	xc_searcher_close(searcher);
	xc_writer_close(writer);
}

static void limit_files(rlim_t size)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = size;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void put_many(struct xc_writer *writer, const char *prefix)
{
	char key[32], text[128];
	int i;

	for (i = 0; i < 500; i++) {
		snprintf(key, sizeof(key), "%s%d", prefix, i);
		snprintf(text, sizeof(text), "common word%d of-%s", i, key);
		must_put(writer, key, text);
	}
}

/* A file size limit is the disk that is full. */
static void loses_the_batch_and_goes_on(void **state)
{
	const char *path = path_in(state, "db");
	struct xc_writer *writer = must_create(path);
	struct xc_error err = {0};

	signal(SIGXFSZ, SIG_IGN);
	must_put(writer, "kept", "word");
	must_commit(writer);
	put_many(writer, "lost");
	limit_files(24 << 10);
	assert_int_equal(-1, xc_writer_commit(writer, &err));
	limit_files(RLIM_INFINITY);
	assert_string_equal("io", xc_code_name(err.code));
	assert_int_equal(EFBIG, err.sys_errno);
	assert_int_equal(XC_BATCH_LOST, err.flags);
	assert_non_null(strstr(err.text, strerror(EFBIG)));
	assert_int_equal(0, xc_writer_pending(writer));
	assert_int_equal(1, xc_writer_documents(writer));
	put_many(writer, "again");
	must_commit(writer);
	xc_writer_close(writer);
	assert_int_equal(501, documents_at(path));
	assert_int_equal(0, xc_check(path, &(size_t){0}, NULL, 0, &err));
}

static void closes_nothing(void **state)
{
	(void)state;
	xc_writer_close(NULL);
	xc_searcher_close(NULL);
	xc_stemmer_close(NULL);
	xc_results_free(NULL);
	xc_term_counts_free(NULL);
	xc_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			refuses_bad_terms, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			refuses_bad_documents, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			replaces_by_key, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			removes_by_key, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			commits_all_or_nothing, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			says_why_it_cannot_open, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(
			keeps_metadata, folder_setup, folder_teardown),
		cmocka_unit_test_setup_teardown(loses_the_batch_and_goes_on,
			folder_setup, folder_teardown),
		cmocka_unit_test(closes_nothing),
	};

	memset(long_bytes, 'x', sizeof(long_bytes));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
