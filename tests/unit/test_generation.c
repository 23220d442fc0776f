/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Generations are made, published, swept and refused as index.h says. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "index/index.h"
#include "tests/unit/scratch.h"

static char folder[256];
static char index_path[300];

static int set_up(void **state)
{
	(void)state;
	assert_non_null(scratch_make(folder, sizeof(folder)));
	snprintf(index_path, sizeof(index_path), "%s/index", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scratch_remove(folder);
	return 0;
}

static void make_one(unsigned shards, int publish)
{
	struct generation made;

	assert_int_equal(generation_create(index_path, shards, NULL, &made,
				 NULL),
		0);
	if (publish)
		assert_int_equal(generation_publish(index_path, &made, NULL),
			0);
	generation_clear(&made);
}

static int there(const char *name)
{
	char path[400];
	struct stat what;

	snprintf(path, sizeof(path), "%s/generations/%s", index_path, name);
	return stat(path, &what) == 0;
}

static void write_into_index(const char *name, const char *text)
{
	char path[400];

	snprintf(path, sizeof(path), "%s/%s", index_path, name);
	assert_int_equal(file_replace(path, slice_of(text), NULL), 0);
}

static void current_is_what_was_published(void **state)
{
	struct generation current;
	char name[GENERATION_NAME_MAX];

	(void)state;
	make_one(2, 1);
	assert_int_equal(generation_current(index_path, &current, NULL), 0);
	assert_string_equal(current.name, "g000001");
	assert_int_equal(current.shards, 2);
	assert_int_equal(current.schema, INDEX_SCHEMA_VERSION);
	assert_string_equal(current.thesaurus, "none");
	generation_clear(&current);

	make_one(1, 1);
	assert_int_equal(generation_current_name(index_path, name, NULL), 0);
	assert_string_equal(name, "g000002");
}

/* However fast: the names of two may be of one length and one tick. */
static void every_new_current_is_noticed(void **state)
{
	struct file_mark mark = {0};

	(void)state;
	assert_true(generation_changed(index_path, &mark));
	assert_true(generation_changed(index_path, &mark));
	make_one(1, 1);
	assert_true(generation_changed(index_path, &mark));
	assert_false(generation_changed(index_path, &mark));
	for (int i = 0; i < 200; i++) {
		write_into_index("CURRENT", i & 1 ? "g000001\n" : "g000002\n");
		assert_true(generation_changed(index_path, &mark));
		assert_false(generation_changed(index_path, &mark));
	}
	scratch_remove(index_path);
	assert_true(generation_changed(index_path, &mark));
	file_mark_clear(&mark);
}

static void no_index_says_how_to_make_one(void **state)
{
	struct generation current;
	struct error err = {0};

	(void)state;
	assert_int_equal(generation_current(index_path, &current, &err), -1);
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(err.text, "medlit-index --index"));
}

static void what_was_not_published_is_replaced(void **state)
{
	(void)state;
	make_one(1, 1);
	make_one(1, 0); /* g000002, left by a crash */
	assert_true(there("g000002"));
	make_one(1, 1);
	assert_true(there("g000002"));
	assert_false(there("g000003"));
}

/* A paper in the first shard of what CURRENT names. */
static void put_paper(void)
{
	struct generation current;
	const struct xc_document entry = {.key = "Qa",
		.key_length = 2,
		.data = "x",
		.data_length = 1};

	assert_int_equal(generation_current(index_path, &current, NULL), 0);
	struct xc_writer *writer =
		xc_writer_open(current.shard_paths[0], 0, NULL);

	assert_non_null(writer);
	assert_int_equal(xc_writer_put(writer, &entry, NULL, NULL), 0);
	assert_int_equal(xc_writer_commit(writer, NULL), 0);
	xc_writer_close(writer);
	generation_clear(&current);
}

static void papers_without_current_stay(void **state)
{
	static const struct {
		const char *text; /* of CURRENT, NULL: removed */
		const char *says;
	} rows[] = {
		{NULL, "write g000002 into CURRENT"},
		{"", "CURRENT is damaged"},
	};
	struct generation made;

	(void)state;
	make_one(1, 1);
	make_one(2, 1);
	put_paper();
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct error err = {0};
		char path[400];

		snprintf(path, sizeof(path), "%s/CURRENT", index_path);
		if (rows[i].text)
			write_into_index("CURRENT", rows[i].text);
		else
			assert_int_equal(unlink(path), 0);
		assert_int_equal(generation_create(index_path, 1, NULL, &made,
					 &err),
			-1);
		assert_int_equal(err.code, ERROR_FORMAT);
		assert_non_null(strstr(err.text, rows[i].says));
		assert_true(there("g000001"));
		assert_true(there("g000002"));
	}
}

static void empty_ones_without_current_go(void **state)
{
	(void)state;
	make_one(1, 0);
	make_one(1, 1);
	assert_true(there("g000001"));
	assert_false(there("g000002"));
}

static void sweep_keeps_the_newest(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		make_one(1, 1);
	assert_int_equal(generation_sweep(index_path, 1, NULL), 0);
	assert_false(there("g000001"));
	assert_false(there("g000002"));
	assert_true(there("g000003"));
	assert_true(there("g000004"));
}

static void the_current_one_stays(void **state)
{
	struct error err = {0};

	(void)state;
	make_one(1, 1);
	assert_int_equal(generation_remove(index_path, "g000001", &err), -1);
	assert_int_equal(err.code, ERROR_INVALID);
	assert_int_equal(generation_remove(index_path, "../..", &err), -1);
	assert_int_equal(err.code, ERROR_INVALID);
	assert_true(there("g000001"));
}

static void damage_is_refused(void **state)
{
	static const struct {
		const char *file, *text;
		enum error_code code;
	} rows[] = {
		{"CURRENT", "", ERROR_FORMAT},
		{"CURRENT", "g1/../..\n", ERROR_FORMAT},
		{"CURRENT", "hello\n", ERROR_FORMAT},
		{"CURRENT", "g000009\n", ERROR_NOT_FOUND},
		{"generations/g000001/manifest", "", ERROR_FORMAT},
		{"generations/g000001/manifest", "medlit-generation 1\n",
			ERROR_FORMAT},
		{"generations/g000001/manifest",
			"medlit-generation 1\nschema = 1\nanalysis = 1\n"
			"shards = 65\nthesaurus = none\n",
			ERROR_FORMAT},
		{"generations/g000001/manifest",
			"medlit-generation 1\nschema = 4\nanalysis = 1\n"
			"shards = 1\nthesaurus = none\nimagf = x\n",
			ERROR_FORMAT},
		{"generations/g000001/manifest",
			"medlit-generation 1\nschema = 4\nanalysis = 1\n"
			"shards = 1\nthesaurus = none\nend 0123456789abcdef\n",
			ERROR_FORMAT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct generation current;
		struct error err = {0};

		make_one(1, 1);
		write_into_index("CURRENT", "g000001\n");
		write_into_index(rows[i].file, rows[i].text);
		assert_int_equal(generation_current(index_path, &current, &err),
			-1);
		assert_int_equal(err.code, rows[i].code);
		scratch_remove(index_path);
	}
}

static void another_schema_names_the_mending_command(void **state)
{
	struct generation current;
	struct error err = {0};

	(void)state;
	make_one(1, 1);
	write_into_index("generations/g000001/manifest",
		"medlit-generation 1\nschema = 99\nanalysis = 1\nshards = 1\n"
		"thesaurus = none\n");
	assert_int_equal(generation_current(index_path, &current, &err), -1);
	assert_int_equal(err.code, ERROR_FORMAT);
	assert_non_null(strstr(err.text, "schema 99"));
	assert_non_null(strstr(err.text, "rebuild"));
	assert_int_equal(generation_current_any(index_path, &current, NULL),
		0);
	assert_int_equal(current.schema, 99);
	generation_clear(&current);
}

static void one_indexer_at_a_time(void **state)
{
	struct error err = {0};
	char pid[32];

	(void)state;
	make_one(1, 1);
	struct index_lock *lock = index_lock_open(index_path, &err);

	assert_non_null(lock);
	assert_null(index_lock_open(index_path, &err));
	assert_int_equal(err.code, ERROR_BUSY);
	snprintf(pid, sizeof(pid), "pid %d", (int)getpid());
	assert_non_null(strstr(err.text, pid));
	index_lock_close(lock);
	lock = index_lock_open(index_path, &err);
	assert_non_null(lock);
	index_lock_close(lock);
}

static void who_looks_keeps_indexers_out(void **state)
{
	struct error err = {0};

	(void)state;
	make_one(1, 1);
	assert_null(index_lock_share(index_path, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	struct index_lock *lock = index_lock_open(index_path, &err);

	assert_non_null(lock);
	assert_null(index_lock_share(index_path, &err));
	assert_int_equal(err.code, ERROR_BUSY);
	index_lock_close(lock);
	lock = index_lock_share(index_path, &err);
	struct index_lock *second = index_lock_share(index_path, &err);

	assert_non_null(lock);
	assert_non_null(second);
	index_lock_close(second);
	assert_null(index_lock_open(index_path, &err));
	assert_int_equal(err.code, ERROR_BUSY);
	assert_non_null(strstr(err.text, "is being verified"));
	index_lock_close(lock);
}

static void a_killed_indexer_leaves_no_lock(void **state)
{
	int ready[2];
	char byte;

	(void)state;
	make_one(1, 1);
	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();

	if (child == 0) {
		int ok = index_lock_open(index_path, NULL) != NULL;

		if (!ok || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
	}
	close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_null(index_lock_open(index_path, NULL));
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	struct index_lock *lock = index_lock_open(index_path, NULL);

	assert_non_null(lock);
	index_lock_close(lock);
	close(ready[0]);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static struct thesaurus *make_list(
	struct text_analyser *analyser, const char *version)
{
	struct slice text;
	struct arena arena;
	char path[400];
	struct error err;

	arena_init(&arena);
	snprintf(path, sizeof(path), "%s/list.tsv", folder);
	text = arena_printf(&arena,
		"#medlit-thesaurus\t1\t%s\na\tpreferred\tname %s\tfold\ten\t-\n",
		version, version);
	assert_int_equal(file_replace(path, text, NULL), 0);
	struct thesaurus *list = thesaurus_open(path, analyser, &err);

	if (!list)
		fail_msg("%s", err.text);
	arena_clear(&arena);
	return list;
}

static void expect_lists(struct text_analyser *analyser, const char *own,
	const char *pending)
{
	struct generation current;
	struct thesaurus *list;
	struct buffer names = BUFFER_INIT;

	assert_int_equal(generation_current(index_path, &current, NULL), 0);
	assert_string_equal(current.thesaurus, own);
	assert_int_equal(
		generation_thesaurus(&current, analyser, &list, NULL), 0);
	assert_true(slice_is(thesaurus_version(list), own));
	thesaurus_close(list);
	buffer_add_string(&names, "");
	for (unsigned i = 0; i < current.pending_count; i++) {
		assert_int_equal(generation_pending(
					 &current, i, analyser, &list, NULL),
			0);
		buffer_add_slice(&names, thesaurus_version(list));
		thesaurus_close(list);
	}
	assert_string_equal(names.data, pending);
	buffer_clear(&names);
	generation_clear(&current);
}

/* What a reader finds after each step, and that each is to be noticed. */
static void another_thesaurus_in_place(void **state)
{
	struct text_analyser *analyser = text_analyser_new(NULL);
	struct thesaurus *lists[7];
	struct generation one;
	struct file_mark mark = {.held = false};
	struct error err;
	char version[2] = "A";

	(void)state;
	for (int i = 0; i < 7; i++, version[0]++)
		lists[i] = make_list(analyser, version);
	assert_int_equal(
		generation_create(index_path, 1, lists[0], &one, NULL), 0);
	assert_int_equal(generation_publish(index_path, &one, NULL), 0);
	generation_changed(index_path, &mark);
	expect_lists(analyser, "A", "");
	assert_false(generation_changed(index_path, &mark));

	assert_int_equal(
		generation_begin(index_path, &one, lists[1], NULL), 0);
	assert_true(generation_changed(index_path, &mark));
	expect_lists(analyser, "A", "B");
	/* again, and another, as after two runs that were killed */
	assert_int_equal(
		generation_begin(index_path, &one, lists[1], NULL), 0);
	assert_int_equal(
		generation_begin(index_path, &one, lists[2], NULL), 0);
	expect_lists(analyser, "A", "BC");
	generation_changed(index_path, &mark);
	assert_int_equal(
		generation_finish(index_path, &one, lists[2], NULL), 0);
	assert_true(generation_changed(index_path, &mark));
	expect_lists(analyser, "C", "");

	for (int i = 3; i < 7; i++)
		assert_int_equal(generation_begin(
					 index_path, &one, lists[i], NULL),
			0);
	expect_lists(analyser, "C", "DEFG");
	assert_int_equal(
		generation_begin(index_path, &one, lists[0], &err), -1);
	assert_int_equal(err.code, ERROR_LIMIT);
	assert_int_equal(
		generation_begin(index_path, &one, lists[3], NULL), 0);
	assert_int_equal(
		generation_finish(index_path, &one, lists[3], NULL), 0);
	expect_lists(analyser, "D", "");
	/* the files of those that are over go with the next begin */
	assert_true(there("g000001/thesaurus.image") == 0);
	generation_clear(&one);
	file_mark_clear(&mark);
	for (int i = 0; i < 7; i++)
		thesaurus_close(lists[i]);
	text_analyser_free(analyser);
}

static void a_missing_pending_list_is_told(void **state)
{
	struct text_analyser *analyser = text_analyser_new(NULL);
	struct generation current;
	struct thesaurus *list = NULL;
	struct error err;

	(void)state;
	make_one(1, 1);
	write_into_index("generations/g000001/manifest",
		"medlit-generation 1\nschema = 1\nanalysis = 2\nshards = 1\n"
		"thesaurus = none\npending = thesaurus-1.image\n");
	assert_int_equal(
		generation_current_any(index_path, &current, NULL), 0);
	assert_int_equal(current.pending_count, 1);
	assert_string_equal(current.image, "thesaurus.image");
	assert_int_equal(
		generation_pending(&current, 0, analyser, &list, &err), -1);
	assert_int_equal(err.code, ERROR_FORMAT);
	assert_non_null(strstr(err.text, "thesaurus-1.image"));
	assert_null(list);
	generation_clear(&current);
	text_analyser_free(analyser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(current_is_what_was_published),
		TEST(every_new_current_is_noticed),
		TEST(no_index_says_how_to_make_one),
		TEST(what_was_not_published_is_replaced),
		TEST(papers_without_current_stay),
		TEST(empty_ones_without_current_go),
		TEST(sweep_keeps_the_newest),
		TEST(the_current_one_stays),
		TEST(damage_is_refused),
		TEST(another_schema_names_the_mending_command),
		TEST(one_indexer_at_a_time),
		TEST(who_looks_keeps_indexers_out),
		TEST(a_killed_indexer_leaves_no_lock),
		TEST(another_thesaurus_in_place),
		TEST(a_missing_pending_list_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
