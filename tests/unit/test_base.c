/* SPDX-License-Identifier: MIT */
/* What base/ promises: plain texts, sentences of errors, varints, files. */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/plain.h"
#include "base/process.h"
#include "tests/unit/scratch.h"

static char folder[256];

static int set_up(void **state)
{
	(void)state;
	assert_non_null(scratch_make(folder, sizeof(folder)));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_remove(folder);
	return 0;
}

static void a_plain_text_has_no_controls(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{"", ""},
		{"one \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80",
			"one \xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"},
		{"a\nb\tc\x1b[31m\x7f", "a?b?c?[31m?"},
		{"\xc2\x9b"
		 "31m \xc2\xa0",
			"??31m \xc2\xa0"}, /* C1, not NBSP */
		{"\x80 \xff \xc0\xaf \xc1\xbf", "? ? ?? ??"},
		{"\xe0\x9f\xbf \xed\xa0\x80", "??? ???"},
		{"\xf0\x8f\xbf\xbf \xf4\x90\x80\x80 \xf5", "???? ???? ?"},
		{"cut \xe2\x82", "cut ??"},
		{"cut \xf0\x9f\x98", "cut ???"},
		{"\xe2"
		 "ab",
			"?ab"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[64];

		snprintf(text, sizeof(text), "%s", rows[i].text);
		plain_text(text);
		assert_string_equal(text, rows[i].expected);
	}
}

static void an_error_is_one_plain_sentence(void **state)
{
	struct error err = {0};

	(void)state;
	assert_int_equal(
		error_set(&err, ERROR_FORMAT, "a\n%s", "\x1b\xff"), -1);
	assert_string_equal(err.text, "a???");
	assert_int_equal(error_prefix(&err, "b\r: "), -1);
	assert_string_equal(err.text, "b?: a???");
	assert_int_equal(err.code, ERROR_FORMAT);
	assert_int_equal(error_set(NULL, ERROR_FORMAT, "x"), -1);
	assert_int_equal(error_prefix(NULL, "x"), -1);
}

/* Of every length, so that each cut falls into a character once. */
static void a_long_path_keeps_its_reason(void **state)
{
	char path[2 * ERROR_TEXT_MAX + 1] = "";

	(void)state;
	for (size_t length = 0; length + 3 < sizeof(path); length += 2) {
		struct error err = {0};

		memcpy(path + length, "\xc3\xa9", 3);
		errno = ENOENT;
		error_set_errno(
			&err, "cannot read %s%s", length % 4 ? "/" : "", path);
		assert_int_equal(err.code, ERROR_NOT_FOUND);
		assert_non_null(strstr(err.text, "\xc3\xa9: No such file"));
		assert_null(strchr(err.text, '?'));
		error_prefix(&err, "%s: ", path);
		assert_true(strlen(err.text) < ERROR_TEXT_MAX);
		assert_null(strchr(err.text, '?'));
	}
}

static void varints_come_back(void **state)
{
	static const uint64_t rows[] = {0, 1, 127, 128, 16383, 16384,
		UINT32_MAX, UINT64_MAX / 2, UINT64_MAX};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buffer bytes = BUFFER_INIT;
		uint64_t value = 0;

		buffer_add_varint(&bytes, rows[i]);
		for (size_t cut = 0; cut < bytes.length; cut++) {
			const char *at = bytes.data;

			assert_int_equal(
				varint_read(&at, at + cut, &value), -1);
			assert_ptr_equal(at, bytes.data);
		}
		const char *at = bytes.data;

		assert_int_equal(
			varint_read(&at, at + bytes.length, &value), 0);
		assert_true(value == rows[i]);
		assert_ptr_equal(at, bytes.data + bytes.length);
		buffer_clear(&bytes);
	}
	const char *at = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02";
	uint64_t value;

	assert_int_equal(varint_read(&at, at + 10, &value), -1);
}

static void numbers_are_written_in_decimal(void **state)
{
	struct buffer text = BUFFER_INIT;

	(void)state;
	buffer_add_decimal(&text, 0);
	buffer_add_char(&text, ' ');
	buffer_add_decimal(&text, 100);
	buffer_add_char(&text, ' ');
	buffer_add_decimal(&text, UINT64_MAX);
	assert_string_equal(text.data, "0 100 18446744073709551615");
	buffer_clear(&text);
}

static void a_file_is_read_within_its_limit(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct error err = {0};
	char *path = path_join(folder, "file");

	(void)state;
	assert_int_equal(file_replace(path, SLICE("old"), NULL), 0);
	assert_int_equal(file_replace(path, SLICE("12345"), NULL), 0);
	buffer_add_string(&text, "before ");
	assert_int_equal(file_read(path, 4, &text, &err), -1);
	assert_int_equal(err.code, ERROR_LIMIT);
	assert_string_equal(text.data, "before ");
	assert_int_equal(file_read(path, 5, &text, &err), 0);
	assert_string_equal(text.data, "before 12345");
	assert_int_equal(file_read(folder, 5, &text, &err), -1);
	assert_int_equal(err.code, ERROR_IO);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(file_read(path, 5, &text, &err), -1);
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	buffer_clear(&text);
	free(path);
}

static void a_removed_folder_leaves_what_links_name(void **state)
{
	char *kept = path_join(folder, "kept");
	char *file = path_join(kept, "file");
	char *gone = path_join(folder, "gone");
	char *inner = path_join(gone, "inner");
	char *link = path_join(gone, "link");
	char *outer = path_join(folder, "outer");
	struct error err = {0};

	(void)state;
	assert_int_equal(folder_make(kept, NULL), 0);
	assert_int_equal(file_replace(file, SLICE("x"), NULL), 0);
	assert_int_equal(folder_make(gone, NULL), 0);
	assert_int_equal(folder_make(inner, NULL), 0);
	assert_int_equal(symlink(kept, link), 0);
	assert_int_equal(symlink(kept, outer), 0);
	assert_int_equal(folder_remove(gone, NULL), 0);
	assert_int_equal(access(gone, F_OK), -1);
	assert_int_equal(folder_remove(outer, &err), -1);
	assert_int_equal(access(file, F_OK), 0);
	assert_int_equal(folder_make(file, &err), -1);
	free(kept);
	free(file);
	free(gone);
	free(inner);
	free(link);
	free(outer);
}

static void a_folder_is_synced_with_its_files(void **state)
{
	char *synced = path_join(folder, "synced");
	char *file = path_join(synced, "file");
	char *link = path_join(synced, "link");
	char *inner = path_join(synced, "inner");
	struct error err = {0};

	(void)state;
	assert_int_equal(folder_sync_files(synced, &err), -1);
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_int_equal(folder_make(synced, NULL), 0);
	assert_int_equal(folder_make(inner, NULL), 0);
	assert_int_equal(file_replace(file, SLICE("x"), NULL), 0);
	/* what a link names is not of the folder */
	assert_int_equal(symlink("nowhere", link), 0);
	assert_int_equal(folder_sync_files(synced, &err), 0);
	assert_int_equal(folder_sync_files(file, &err), -1);
	free(synced);
	free(file);
	free(link);
	free(inner);
}

static void an_arena_gives_aligned_memory(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 5000; size += 7) {
			char *memory = arena_zero(&arena, size);

			assert_int_equal(
				(uintptr_t)memory % _Alignof(max_align_t), 0);
			memset(memory, 1, size);
		}
		arena_alloc(&arena, (size_t)3 << 20);
		arena_reset(&arena);
		assert_int_equal(arena.used, 0);
	}
	assert_string_equal(arena_printf(&arena, "%d", 7).data, "7");
	arena_clear(&arena);
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static void say_hello(const void *context, int tell)
{
	assert_string_equal("hello", context);
	dprintf(tell, "%s", (const char *)context);
}

static void fail_with_words(const void *context, int tell)
{
	dprintf(tell, "no");
	_exit(*(const int *)context);
}

static void fall(const void *context, int tell)
{
	(void)context;
	(void)tell;
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
}

static void sleep_on(const void *context, int tell)
{
	(void)context;
	(void)tell;
	pause();
}

static volatile sig_atomic_t stop;

static void on_alarm(int number)
{
	(void)number;
	stop = 1;
	alarm(1); /* once more, if it came before the wait */
}

static void a_process_says_what_came_of_it(void **state)
{
	const struct sigaction stopping = {.sa_handler = on_alarm};
	const int seven = 7;
	struct process process;
	struct error err = {0};
	char text[4];
	int status;

	(void)state;
	assert_int_equal(0, process_start(&process, say_hello, "hello", &err));
	assert_int_equal(0, process_wait(&process, text, sizeof(text), &stop));
	assert_string_equal("hel", text);
	process_start(&process, fail_with_words, &seven, &err);
	status = process_wait(&process, text, sizeof(text), &stop);
	assert_true(WIFEXITED(status));
	assert_int_equal(7, WEXITSTATUS(status));
	assert_string_equal("no", text);
	process_start(&process, fall, NULL, &err);
	assert_true(process_wait(&process, text, sizeof(text), &stop) != 0);
	assert_string_equal("", text);
	sigaction(SIGALRM, &stopping, NULL);
	process_start(&process, sleep_on, NULL, &err);
	alarm(1);
	status = process_wait(&process, text, sizeof(text), &stop);
	alarm(0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(SIGKILL, WTERMSIG(status));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_text_has_no_controls),
		cmocka_unit_test(an_error_is_one_plain_sentence),
		cmocka_unit_test(a_long_path_keeps_its_reason),
		cmocka_unit_test(varints_come_back),
		cmocka_unit_test(numbers_are_written_in_decimal),
		TEST(a_file_is_read_within_its_limit),
		TEST(a_removed_folder_leaves_what_links_name),
		TEST(a_folder_is_synced_with_its_files),
		cmocka_unit_test(a_process_says_what_came_of_it),
		cmocka_unit_test(an_arena_gives_aligned_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
