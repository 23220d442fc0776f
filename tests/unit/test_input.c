/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files as they lie about: what is refused, what gzip gives, where it ends. */
#include "config.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <zlib.h>

#include "indexer/reader/internal.h"
#include "tests/unit/test_reader.h"

/* One gzip member behind what is in `out`. */
static void add_gzip(struct buffer *out, const void *data, size_t length)
{
	z_stream z = {0};

	assert_int_equal(
		deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	size_t bound = deflateBound(&z, length);

	z.next_in = (Bytef *)(uintptr_t)data;
	z.avail_in = (uInt)length;
	z.next_out = (Bytef *)buffer_reserve(out, bound);
	z.avail_out = (uInt)bound;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	out->length += bound - z.avail_out;
	deflateEnd(&z);
}

/* All that comes out of the input, then "|" and the error. */
static char *content_read(struct input *input, struct error *err)
{
	struct buffer out = BUFFER_INIT;
	char piece[7];
	ssize_t got = input ? 1 : -1;

	while (got > 0) {
		got = input_read(input, piece, sizeof(piece), err);
		if (got > 0)
			buffer_add(&out, piece, (size_t)got);
	}
	buffer_printf(&out, "|%s", got < 0 ? err->text : "");
	if (got == 0)
		assert_int_equal(input_consumed(input), input_size(input));
	input_close(input);
	return out.data;
}

/* The same of a file of these bytes, and of them in memory. */
static char *content_of(struct slice bytes)
{
	char *path = file_of(bytes.data, bytes.length);
	struct error err = {0};
	struct input *input = input_open(path, &err);
	char *content = content_read(input, &err);

	file_drop(path);
	input = input_open_memory(bytes, &err);
	char *again = content_read(input, &err);

	assert_string_equal(again, content);
	free(again);
	return content;
}

static void check_content(struct slice bytes, const char *expected)
{
	char *content = content_of(bytes);

	assert_string_equal(content, expected);
	free(content);
}

static void gives_the_bytes(void **state)
{
	struct buffer gz = BUFFER_INIT;

	(void)state;
	check_content(SLICE("one\ntwo"), "one\ntwo|");
	check_content(SLICE(""), "|is empty");
	add_gzip(&gz, "one ", 4);
	check_content(buffer_slice(&gz), "one |");
	add_gzip(&gz, "two", 3);
	check_content(buffer_slice(&gz), "one two|");
	buffer_add(&gz, "\0\0\0", 3);
	check_content(buffer_slice(&gz), "one two|");
	buffer_add_string(&gz, "tail");
	check_content(buffer_slice(&gz),
		"one two|other bytes follow the end of the gzip data");
	buffer_clear(&gz);
}

static void a_cut_gzip_gives_what_it_has(void **state)
{
	struct buffer gz = BUFFER_INIT;

	(void)state;
	add_gzip(&gz, "one ", 4);
	size_t first = gz.length;

	add_gzip(&gz, "two", 3);
	for (size_t cut = first + 1; cut < gz.length; cut++) {
		char *content = content_of((struct slice){gz.data, cut});

		assert_int_equal(strncmp(content, "one ", 4), 0);
		assert_non_null(strstr(content, "|gzip data ends early"));
		free(content);
	}
	gz.data[first - 5] ^= 1; /* length at the end of the first member */
	char *content = content_of(buffer_slice(&gz));

	assert_string_equal(
		content, "one |gzip data is damaged: incorrect data check");
	free(content);
	buffer_clear(&gz);
}

/* Of a cut file of papers the whole ones stand, and the cut is said. */
static void a_cut_file_keeps_whole_papers(void **state)
{
	struct buffer text = BUFFER_INIT, gz = BUFFER_INIT;
	size_t most = 0;

	(void)state;
	for (unsigned i = 0; i < 500; i++)
		buffer_printf(&text, "{\"id\":\"p%u\",\"doi\":\"10.%u/%x\"}\n",
			i, i * 7919 + 1000, i * 2654435761U);
	add_gzip(&gz, text.data, text.length);
	for (size_t cut = 20; cut < gz.length; cut += gz.length / 50) {
		char *shown = show_bytes(gz.data, cut);
		char *failed = strstr(shown, "failed: format: gzip data ends "
					     "early\n");
		size_t papers = 0;

		assert_non_null(failed);
		for (char *at = shown; (at = strstr(at, "id: p")); at++) {
			char *doi = strstr(at, "doi: 10.");

			assert_non_null(doi);
			papers++;
		}
		assert_null(strstr(shown, "bad: "));
		assert_true(papers >= most);
		most = papers;
		free(shown);
	}
	assert_true(most > 400);
	buffer_clear(&text);
	buffer_clear(&gz);
}

static void a_bomb_is_stopped(void **state)
{
	size_t size = (size_t)64 * 1024 * 1024;
	char *zeros = memory_new(size);
	struct buffer gz = BUFFER_INIT;
	struct error err = {0};
	struct buffer out = BUFFER_INIT;

	(void)state;
	add_gzip(&gz, zeros, size);
	free(zeros);

	char *path = file_of(gz.data, gz.length);
	struct input *input = input_open(path, &err);

	assert_non_null(input);
	assert_int_equal(input_all(input, SIZE_MAX / 2, "any", &out, &err), -1);
	assert_int_equal(err.code, ERROR_LIMIT);
	assert_string_equal(err.text,
		"gzip data grows to more than 100 times its size (limit "
		"unpack_ratio)");
	assert_true(out.length < (size_t)16 * 1024 * 1024);
	input_close(input);
	file_drop(path);
	buffer_clear(&out);
	buffer_clear(&gz);
}

static void gzip_in_gzip_is_refused(void **state)
{
	struct buffer inner = BUFFER_INIT, outer = BUFFER_INIT;

	(void)state;
	add_gzip(&inner, "text", 4);
	add_gzip(&outer, inner.data, inner.length);
	char *shown = show_bytes(outer.data, outer.length);

	assert_non_null(strstr(shown,
		"failed: format: is gzip inside gzip, which is not read yet"));
	free(shown);
	buffer_clear(&inner);
	buffer_clear(&outer);
}

static void check_refused(
	const char *path, enum error_code code, const char *text)
{
	struct error err = {0};

	assert_null(input_open(path, &err));
	assert_int_equal(err.code, code);
	assert_string_equal(err.text, text);
}

static void only_files_are_opened(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char *path = file_of("", 0);

	(void)state;
	unlink(path);
	check_refused(path, ERROR_NOT_FOUND,
		"cannot be opened: No such file or directory");
	assert_int_equal(mkfifo(path, 0600), 0);
	check_refused(path, ERROR_FORMAT, "is a named pipe, not a file");
	unlink(path);
	assert_true(strlen(path) < sizeof(address.sun_path));
	strcpy(address.sun_path, path);
	assert_int_equal(
		bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	check_refused(path, ERROR_FORMAT, "is a socket, not a file");
	close(fd);
	file_drop(path);
	check_refused("/dev/null", ERROR_FORMAT, "is a device, not a file");
	check_refused("/", ERROR_FORMAT, "is a folder, not a file");
}

static void lines_have_a_limit(void **state)
{
	static const struct {
		const char *line;
	} rows[] = {{"a"}, {""}, {"four"}, {"fivef"}, {"last"}};
	const char text[] = "a\r\n\nfour\nfivefivefive\nlast";
	char *path = file_of(text, strlen(text));
	struct error err = {0};
	struct input *input = input_open(path, &err);
	struct buffer line = BUFFER_INIT;
	struct slice head;

	(void)state;
	assert_non_null(input);
	assert_int_equal(input_head(input, &head, &err), 0);
	assert_true(slice_is(head, text));
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(input_line(input, 4, &line, &err), 1);
		assert_string_equal(line.length ? line.data : "", rows[i].line);
		assert_int_equal(input_line_ended(input), i < 4);
	}
	assert_int_equal(input_line(input, 4, &line, &err), 0);
	buffer_clear(&line);
	input_close(input);
	file_drop(path);
}

/* Pieces of every size give what the whole gives. */
static void bytes_become_utf8(void **state)
{
	static const struct {
		enum charset charset;
		const char *bytes, *text;
		uint64_t bad;
	} rows[] = {
		{CHARSET_UTF8, "a\xce\xb2-\xe2\x82\xac\xf0\x9d\x84\x9e",
			"a\xce\xb2-\xe2\x82\xac\xf0\x9d\x84\x9e", 0},
		{CHARSET_UTF8,
			"a\xff"
			"b",
			"a\xef\xbf\xbd"
			"b",
			1},
		{CHARSET_UTF8,
			"\xe2\x82"
			"b",
			"\xef\xbf\xbd"
			"b",
			2},
		{CHARSET_UTF8, "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd", 2},
		{CHARSET_UTF8, "\xed\xa0\x80",
			"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 3},
		{CHARSET_UTF8, "a\x01\tb", "a\xef\xbf\xbd\tb", 1},
		{CHARSET_UTF8, "x\xef\xbf\xbf", "x\xef\xbf\xbd", 3},
		{CHARSET_UTF8, "x\xe2\x82", "x\xef\xbf\xbd", 2},
		{CHARSET_WINDOWS_1252, "\x80\xe9\x96",
			"\xe2\x82\xac\xc3\xa9"
			"\xe2\x80\x93",
			0},
		{CHARSET_WINDOWS_1252, "\x81", "\xef\xbf\xbd", 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t piece = 1; piece < 6; piece++) {
			struct decoder decoder = {.charset = rows[i].charset};
			struct buffer out = BUFFER_INIT;
			size_t length = strlen(rows[i].bytes);

			for (size_t at = 0; at < length; at += piece)
				decoder_feed(&decoder, rows[i].bytes + at,
					length - at < piece ? length - at
							    : piece,
					false, &out);
			decoder_feed(&decoder, "", 0, true, &out);
			assert_string_equal(out.data, rows[i].text);
			assert_int_equal(decoder.bad, rows[i].bad);
			buffer_clear(&out);
		}
}

/* What is written to while it is read is no whole file. */
static void a_changed_file_is_said(void **state)
{
	static const char *const kinds[] = {"longer", "cut"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char path[] = "/tmp/medlit-input-XXXXXX", bytes[16];
		int fd = mkstemp(path);
		struct error err = {0};

		assert_int_equal(write(fd, "beds and wards", 14), 14);
		struct input *input = input_open(path, &err);

		assert_non_null(input);
		assert_int_equal(input_read(input, bytes, 4, &err), 4);
		if (i == 0)
			assert_int_equal(write(fd, " more", 5), 5);
		else
			assert_int_equal(ftruncate(fd, 9), 0);
		while (input_read(input, bytes, sizeof(bytes), &err) > 0)
			continue;
		if (err.code != ERROR_IO)
			fail_msg("%s: %s", kinds[i], err.text);
		assert_non_null(strstr(err.text, "changed while it was read"));
		input_close(input);
		close(fd);
		unlink(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_bytes),
		cmocka_unit_test(a_cut_gzip_gives_what_it_has),
		cmocka_unit_test(a_cut_file_keeps_whole_papers),
		cmocka_unit_test(a_bomb_is_stopped),
		cmocka_unit_test(a_changed_file_is_said),
		cmocka_unit_test(gzip_in_gzip_is_refused),
		cmocka_unit_test(only_files_are_opened),
		cmocka_unit_test(lines_have_a_limit),
		cmocka_unit_test(bytes_become_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
