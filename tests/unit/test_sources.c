/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is written into the file of sources is read from it, whatever a crash
 * cuts off, and what is damaged is said to be. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "index/digest.h"
#include "index/sources.h"
#include "tests/unit/scratch.h"

static char folder[256];
static char file[300];

static int set_up(void **state)
{
	(void)state;
	assert_non_null(scratch_make(folder, sizeof(folder)));
	snprintf(file, sizeof(file), "%s/sources", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_remove(folder);
	return 0;
}

static void tell(void *context, struct slice id, bool took_out)
{
	struct buffer *text = context;

	buffer_add_char(text, took_out ? '-' : '+');
	buffer_add_slice(text, id);
}

/* "a/x done 2 +1+2; b begun +3; " in the order of paths. */
static void describe(struct sources *sources, struct buffer *text)
{
	static const char *const states[] = {"begun", "done", "failed"};

	buffer_reset(text);
	buffer_add_string(text, "");
	sources_sort(sources);
	for (size_t i = 0; i < sources_count(sources); i++) {
		struct source *source = sources_at(sources, i);

		if (source->spans_count == 0)
			continue;
		buffer_printf(
			text, "%s %s", source->path, states[source->state]);
		if (source->state == SOURCE_DONE)
			buffer_printf(text, " %u", (unsigned)source->papers);
		if (source->reason)
			buffer_printf(text, " (%s)", source->reason);
		buffer_add_char(text, ' ');
		assert_int_equal(
			sources_each(sources, source, tell, text, NULL), 0);
		buffer_add_string(text, "; ");
	}
}

static void expect(struct sources *sources, const char *expected)
{
	struct buffer text = BUFFER_INIT;

	describe(sources, &text);
	assert_string_equal(text.data, expected);
	buffer_clear(&text);
}

/* As another run finds it. */
static void expect_kept(const char *expected)
{
	struct sources *sources = sources_open(folder, false, NULL);

	assert_non_null(sources);
	expect(sources, expected);
	sources_close(sources);
}

static struct sources *open_one(void)
{
	struct error err = {0};
	struct sources *sources = sources_open(folder, true, &err);

	assert_string_equal(err.text, "");
	assert_non_null(sources);
	return sources;
}

static void gave(struct sources *sources, const char *ids)
{
	for (; *ids; ids++)
		if (*ids == '-')
			sources_took_out(sources, (struct slice){++ids, 1});
		else
			sources_gave(sources, (struct slice){ids, 1});
}

static const struct source_facts some = {
	.size = 12, .inode = 3, .modified = -5, .changed = 77, .digest = 0xabc};

static void read_file(struct sources *sources, const char *path,
	const char *ids, uint64_t papers)
{
	struct source *source = sources_know(sources, path);

	sources_begin(sources, source);
	gave(sources, ids);
	sources_done(sources, source, &some, papers);
}

static void what_is_flushed_is_kept(void **state)
{
	struct sources *sources = open_one();

	(void)state;
	expect_kept("");
	read_file(sources, "b", "12", 2);
	read_file(sources, "a/x", "3-4", 1);
	expect(sources, "a/x done 1 +3-4; b done 2 +1+2; ");
	expect_kept("");
	assert_int_equal(sources_flush(sources, NULL), 0);
	expect_kept("a/x done 1 +3-4; b done 2 +1+2; ");
	read_file(sources, "b", "2", 1);
	sources_close(sources);
	expect_kept("a/x done 1 +3-4; b done 2 +1+2; ");

	sources = open_one();
	struct source *b = sources_find(sources, "b");

	assert_null(sources_find(sources, "c"));
	assert_memory_equal(&b->facts, &some, sizeof(some));
	read_file(sources, "b", "2", 1);
	assert_int_equal(sources_flush(sources, NULL), 0);
	expect_kept("a/x done 1 +3-4; b done 1 +2; ");
	sources_forget(sources, b);
	sources_forget(sources, sources_find(sources, "a/x"));
	read_file(sources, "a/x", "9", 1);
	assert_int_equal(sources_flush(sources, NULL), 0);
	expect(sources, "a/x done 1 +9; ");
	sources_close(sources);
	expect_kept("a/x done 1 +9; ");
}

/* What may be in the index is remembered: what it gave before, and since. */
static void begun_and_not_done(void **state)
{
	struct sources *sources = open_one();

	(void)state;
	read_file(sources, "a", "12", 2);
	sources_begin(sources, sources_know(sources, "a"));
	gave(sources, "3");
	assert_int_equal(sources_flush(sources, NULL), 0);
	gave(sources, "4");
	expect(sources, "a begun +1+2+3+4; ");
	sources_close(sources);
	expect_kept("a begun +1+2+3; ");
	sources = open_one();
	sources_begin(sources, sources_know(sources, "a"));
	gave(sources, "5");
	sources_failed(sources, sources_know(sources, "a"), &some,
		"cut\tshort 100%\n");
	assert_int_equal(sources_flush(sources, NULL), 0);
	sources_close(sources);
	expect_kept("a failed (cut\tshort 100%\n) +1+2+3+5; ");
	sources = open_one();
	read_file(sources, "a", "6", 1);
	expect(sources, "a done 1 +6; ");
	sources_done(sources, sources_know(sources, "a"), &some, 1);
	expect(sources, "a done 1 +6; ");
	sources_close(sources);
}

static void any_name_and_id(void **state)
{
	static const char *const names[] = {
		"/with space/\xc3\xa4", "a\nb", "%41", "\x7f\x01", "a\tb", "="};
	struct sources *sources = open_one();
	struct buffer all = BUFFER_INIT, again = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct source *source = sources_know(sources, names[i]);

		sources_begin(sources, source);
		sources_gave(sources, slice_of(names[i]));
		sources_gave(sources, (struct slice){"nul\0in", 6});
		sources_failed(sources, source, &some, names[i]);
	}
	describe(sources, &all);
	assert_int_equal(sources_flush(sources, NULL), 0);
	sources_close(sources);
	sources = sources_open(folder, false, NULL);
	assert_non_null(sources);
	describe(sources, &again);
	assert_true(slice_equal(buffer_slice(&all), buffer_slice(&again)));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_non_null(sources_find(sources, names[i]));
	sources_close(sources);
	buffer_clear(&all);
	buffer_clear(&again);
}

static void folders_stand_together(void **state)
{
	static const char *const order[] = {"/a", "/a/b", "/a/b/c", "/a/c",
		"/a b", "/a-", "/a.x", "/a0", "/aa", "/b"};
	size_t count = sizeof(order) / sizeof(*order);

	(void)state;
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < count; n++) {
			int way = source_compare_paths(order[i], order[n]);

			assert_int_equal(
				(way > 0) - (way < 0), (i > n) - (i < n));
		}
}

static void paths_below(void **state)
{
	static const struct {
		const char *path, *folder;
		bool below;
	} rows[] = {
		{"/a/b", "/a", true},
		{"/a/b/c", "/a", true},
		{"/a", "/a", true},
		{"/ab", "/a", false},
		{"/a", "/a/b", false},
		{"/a", "/", true},
		{"/", "/", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(
			source_is_below(rows[i].path, rows[i].folder),
			rows[i].below);
}

/* Flushed in three parts; what a prefix shows is whole parts. */
static void cut_anywhere(void **state)
{
	static const char *const parts[] = {"", "a done 1 +1; ",
		"a done 1 +1; b begun +2; ", "a done 1 +1; b done 2 +2+3; "};
	struct sources *sources = open_one();
	struct buffer whole = BUFFER_INIT;
	size_t ends[4] = {0};

	(void)state;
	read_file(sources, "a", "1", 1);
	for (int part = 1; part < 4; part++) {
		if (part == 2)
			sources_begin(sources, sources_know(sources, "b"));
		if (part > 1)
			gave(sources, part == 2 ? "2" : "3");
		if (part == 3)
			sources_done(
				sources, sources_find(sources, "b"), &some, 2);
		assert_int_equal(sources_flush(sources, NULL), 0);
		buffer_reset(&whole);
		assert_int_equal(file_read(file, 10000, &whole, NULL), 0);
		ends[part] = whole.length;
	}
	sources_close(sources);
	for (size_t cut = 17; cut <= whole.length; cut++) {
		int part = 3;

		while (cut < ends[part])
			part--;
		assert_int_equal(truncate(file, (off_t)cut), 0);
		expect_kept(parts[part]);
		/* and goes on from there */
		sources = open_one();
		read_file(sources, "z", "", 0);
		assert_int_equal(sources_flush(sources, NULL), 0);
		sources_close(sources);
		sources = sources_open(folder, false, NULL);
		assert_non_null(sources);
		assert_non_null(sources_find(sources, "z"));
		sources_close(sources);
		assert_int_equal(
			file_replace(file, buffer_slice(&whole), NULL), 0);
	}
	buffer_clear(&whole);
}

static void one_byte_changed(void **state)
{
	struct sources *sources = open_one();
	struct buffer whole = BUFFER_INIT;
	struct error err = {0};

	(void)state;
	for (int i = 0; i < 3; i++) {
		read_file(sources, "some/path", "12-3", 2);
		assert_int_equal(sources_flush(sources, NULL), 0);
	}
	sources_close(sources);
	assert_int_equal(file_read(file, 10000, &whole, NULL), 0);
	for (size_t at = 0; at < whole.length * 3; at++) {
		char *byte = &whole.data[at / 3], kept = *byte;

		*byte = at % 3 == 0   ? '\n'
			: at % 3 == 1 ? '='
				      : (char)(kept ^ 1);
		assert_int_equal(
			file_replace(file, buffer_slice(&whole), NULL), 0);
		sources = sources_open(folder, false, &err);
		if (sources)
			expect(sources, sources_find(sources, "some/path")
						? "some/path done 2 +1+2-3; "
						: "");
		else
			assert_int_equal(err.code, ERROR_FORMAT);
		sources_close(sources);
		*byte = kept;
	}
	assert_non_null(strstr(err.text, "run sync again"));
	buffer_clear(&whole);
}

/* A page of zeros is of a crash, another byte is none. */
static void last_part_changed(void **state)
{
	struct sources *sources = open_one();
	struct buffer whole = BUFFER_INIT;
	struct error err = {0};

	(void)state;
	read_file(sources, "a", "1", 1);
	assert_int_equal(sources_flush(sources, NULL), 0);
	sources_close(sources);
	assert_int_equal(file_read(file, 10000, &whole, NULL), 0);
	size_t begin = strlen("medlit-sources 1\n");
	size_t sum = (size_t)(strstr(whole.data, "\n=") - whole.data) + 1;

	for (size_t at = begin; at < whole.length - 1; at++) {
		char kept = whole.data[at];

		whole.data[at] = (char)(kept ^ 1);
		file_replace(file, buffer_slice(&whole), NULL);
		sources = sources_open(folder, false, &err);
		/* Then it has no such line. */
		if (at == sum || at == sum - 1)
			assert_non_null(sources);
		else
			assert_null(sources);
		sources_close(sources);
		whole.data[at] = at < sum ? '\0' : kept;
		file_replace(file, buffer_slice(&whole), NULL);
		sources = sources_open(folder, false, &err);
		assert_non_null(sources);
		sources_close(sources);
		whole.data[at] = kept;
	}
	buffer_clear(&whole);
}

static void written_anew(void **state)
{
	struct sources *sources = open_one();
	char other[300];
	struct buffer text = BUFFER_INIT;

	(void)state;
	for (int i = 0; i < 9000; i++)
		read_file(sources, "a", "12", 2);
	read_file(sources, "b", "", 0);
	sources_begin(sources, sources_know(sources, "c"));
	gave(sources, "5");
	sources_begin(sources, sources_know(sources, "d"));
	gave(sources, "6");
	sources_failed(sources, sources_know(sources, "d"), &some, "why");
	sources_know(sources, "never begun");
	assert_int_equal(sources_flush(sources, NULL), 0);
	snprintf(other, sizeof(other), "%s/other", folder);
	assert_int_equal(folder_make(other, NULL), 0);
	assert_int_equal(sources_copy(sources, other, NULL), 0);
	assert_int_equal(sources_tidy(sources, folder, NULL), 0);
	sources_close(sources);
	for (int i = 0; i < 2; i++) {
		expect_kept("a done 2 +1+2; b done 0 ; c begun +5; "
			    "d begun +6; ");
		buffer_reset(&text);
		assert_int_equal(file_read(file, 1000, &text, NULL), 0);
		strcpy(folder, other);
		snprintf(file, sizeof(file), "%s/sources", folder);
	}
	*strrchr(folder, '/') = '\0';
	buffer_clear(&text);
}

static void digest_of_files(void **state)
{
	uint64_t first, second;
	struct error err;

	(void)state;
	assert_int_equal(file_replace(file, SLICE("one"), NULL), 0);
	assert_int_equal(digest_file(file, &first, NULL, NULL), 0);
	assert_int_equal(file_replace(file, SLICE("onf"), NULL), 0);
	assert_int_equal(digest_file(file, &second, NULL, NULL), 0);
	assert_true(first != second && first != 0);
	assert_int_equal(digest_file(folder, &second, NULL, &err), -1);
	assert_int_equal(err.code, ERROR_FORMAT);
	assert_int_equal(digest_file("/nowhere", &second, NULL, &err), -1);
	assert_int_equal(err.code, ERROR_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_flushed_is_kept),
		TEST(begun_and_not_done),
		TEST(any_name_and_id),
		TEST(folders_stand_together),
		TEST(paths_below),
		TEST(cut_anywhere),
		TEST(last_part_changed),
		TEST(one_byte_changed),
		TEST(written_anew),
		TEST(digest_of_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
