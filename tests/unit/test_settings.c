/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings from every source, and the words for each mistake. */
#include "config.h"

#include "daemon/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/file.h"
#include "base/memory.h"
#include "daemon/address.h"
#include "daemon/settings_table.h"

static char *folder;

static char *write_file(const char *name, const char *text)
{
	char *path = path_join(folder, name);

	assert_int_equal(file_replace(path, slice_of(text), NULL), 0);
	return path;
}

/* Load from a command line of words, behind --config FILE. */
static int load(struct settings *settings, const char *config,
	const char *words, enum settings_action *action, struct error *err)
{
	char *line = memory_printf("medlitd --config=%s %s", config, words);
	char *argv[16] = {NULL};
	int argc = 0;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	memset(err, 0, sizeof(*err));
	int result = settings_load(settings, argc, argv, action, err);

	free(line);
	return result;
}

static int start(void **state)
{
	char pattern[] = "/tmp/medlit-settings-XXXXXX";

	(void)state;
	unsetenv("MEDLIT_SOCKET");
	unsetenv("MEDLITD_PAGE");
	setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
	folder = memory_copy(mkdtemp(pattern));
	return 0;
}

static int stop(void **state)
{
	(void)state;
	folder_remove(folder, NULL);
	free(folder);
	return 0;
}

static void every_row_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < SETTINGS_ROWS; i++) {
		const struct settings_row *row = &settings_rows[i];

		assert_non_null(row->name);
		assert_non_null(row->help);
		assert_non_null(row->value);
		if (row->type != SETTINGS_TEXT)
			assert_true(row->min <= row->number &&
				    row->number <= row->max);
	}
}

static void defaults(void **state)
{
	struct settings settings;
	enum settings_action action;
	struct error err;

	(void)state;
	assert_int_equal(load(&settings, "", "--index i", &action, &err), 0);
	assert_int_equal(action, SETTINGS_RUN);
	assert_string_equal(settings.index, "i");
	assert_string_equal(settings.socket, "/run/user/7/medlit/medlitd.sock");
	assert_string_equal(settings.listen, "");
	assert_int_equal(settings.socket_mode, 0660);
	assert_int_equal(settings.deadline_soft, 1000);
	assert_int_equal(settings.deadline_hard, 1200);
	assert_int_equal(settings.query_bytes, 4096);
	assert_int_equal(settings.connections, 1000);
	settings_clear(&settings);

	unsetenv("XDG_RUNTIME_DIR");
	assert_int_equal(load(&settings, "", "--index i", &action, &err), 0);
	assert_string_equal(settings.socket, "/run/medlit/medlitd.sock");
	settings_clear(&settings);
	setenv("MEDLIT_SOCKET", "/tmp/s", 1);
	assert_int_equal(load(&settings, "", "--index i", &action, &err), 0);
	assert_string_equal(settings.socket, "/tmp/s");
	settings_clear(&settings);
	unsetenv("MEDLIT_SOCKET");
	setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
}

static void later_sources_win(void **state)
{
	struct settings settings;
	enum settings_action action;
	struct error err;

	(void)state;
	char *config = write_file("a.conf",
		"# all of them\nindex = i # here\npage=10\nwindow =20\n\n"
		"  query_terms = 3\r\nworkers = 2\n");
	char *drop_ins = path_join(folder, "a.conf.d");

	assert_int_equal(folder_make(drop_ins, NULL), 0);
	free(write_file("a.conf.d/20.conf", "page = 12\nworkers = 3\n"));
	free(write_file("a.conf.d/10.conf", "page = 11\nwindow = 30\n"));
	free(write_file("a.conf.d/note.txt", "this is not read\n"));
	setenv("MEDLITD_PAGE", "13", 1);
	assert_int_equal(load(&settings, config,
				 "--workers=4 --query-terms 5 --check-config",
				 &action, &err),
		0);
	assert_int_equal(action, SETTINGS_CHECK);
	assert_string_equal(settings.index, "i");
	assert_int_equal(settings.window, 30);
	assert_int_equal(settings.page, 13);
	assert_int_equal(settings.workers, 4);
	assert_int_equal(settings.query_terms, 5);

	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	char *expected = memory_printf("window = 30  # %s/10.conf:2", drop_ins);

	settings_print(&settings, out);
	fclose(out);
	assert_non_null(strstr(text, expected));
	assert_non_null(strstr(text, "page = 13  # MEDLITD_PAGE\n"));
	assert_non_null(strstr(text, "workers = 4  # command line\n"));
	assert_non_null(strstr(text, "socket_mode = 0660  # default\n"));
	unsetenv("MEDLITD_PAGE");

	/* What was printed can be read again. */
	char *printed = write_file("printed.conf", text);
	struct settings again;

	assert_int_equal(load(&again, printed, "", &action, &err), 0);
	assert_int_equal(again.page, 13);
	assert_int_equal(again.workers, 4);
	settings_clear(&again);
	settings_clear(&settings);
	free(text);
	free(expected);
	free(printed);
	free(config);
	free(drop_ins);
}

static void wrong_command_lines(void **state)
{
	static const struct {
		const char *words;
		enum error_code code;
		const char *text; /* a part of the sentence */
	} table[] = {
		{"", ERROR_INVALID, "no index: give --index"},
		{"--indx i", ERROR_INVALID, "the nearest is \"index\""},
		{"--index i --worker-request 5", ERROR_INVALID,
			"the nearest is \"worker_requests\""},
		{"--index", ERROR_INVALID, "--index needs a value"},
		{"index", ERROR_INVALID, "\"index\" is not an option"},
		{"--", ERROR_INVALID, "\"--\" is not an option"},
		{"--index i --page 0", ERROR_FORMAT,
			"page is \"0\", not a number from 1 to 10000"},
		{"--index i --page 10001", ERROR_FORMAT, "page is"},
		{"--index i --page -1", ERROR_FORMAT, "page is"},
		{"--index i --page 1k", ERROR_FORMAT, "page is"},
		{"--index i --page=", ERROR_FORMAT, "page is"},
		{"--index i --page 99999999999999999999", ERROR_FORMAT,
			"page is"},
		{"--index i --socket-mode 888", ERROR_FORMAT,
			"not an octal number from 0 to 777"},
		{"--index i --log-level loud", ERROR_FORMAT, "log_level is"},
		{"--index i --deadline-soft 1200", ERROR_FORMAT,
			"deadline_soft (1200) must be less"},
		{"--index i --listen 80", ERROR_FORMAT, "not ADDRESS:PORT"},
		{"--index i --listen 0.0.0.0:80", ERROR_FORMAT,
			"set token_file, or listen on 127.0.0.1"},
		{"--index i --listen [::]:80", ERROR_FORMAT, "set token_file"},
		{"--index i --socket /tmp/0123456789012345678901234567890123456"
		 "789012345678901234567890123456789012345678901234567890123456"
		 "789012",
			ERROR_FORMAT, "longer than the 107"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct settings settings = {.page = 77};
		enum settings_action action;
		struct error err;

		assert_int_equal(
			load(&settings, "", table[i].words, &action, &err), -1);
		if (!strstr(err.text, table[i].text))
			fail_msg("%s: %s", table[i].words, err.text);
		assert_int_equal(err.code, table[i].code);
		assert_int_equal(settings.page, 77);
	}
}

static void good_command_lines(void **state)
{
	static const struct {
		const char *words;
		enum settings_action action;
	} table[] = {
		{"--help", SETTINGS_HELP},
		{"-V", SETTINGS_VERSION},
		{"--print-config", SETTINGS_PRINT},
		{"--print-limits --page 3", SETTINGS_LIMITS},
		{"--index i --listen 127.0.0.1:0", SETTINGS_RUN},
		{"--index i --listen [::1]:80", SETTINGS_RUN},
		{"--index i --listen 0.0.0.0:80 --token-file t", SETTINGS_RUN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct settings settings;
		enum settings_action action;
		struct error err;

		assert_int_equal(
			load(&settings, "", table[i].words, &action, &err), 0);
		assert_int_equal(action, table[i].action);
		settings_clear(&settings);
	}
}

static void wrong_files(void **state)
{
	static const struct {
		const char *text, *error;
	} table[] = {
		{"index = i\npage = many\n",
			"b.conf:2: page is \"many\", not a number"},
		{"index = i\n\nhead_byte = 3\n",
			"b.conf:3: no setting is called \"head_byte\"; the "
			"nearest is \"head_bytes\""},
		{"page\n", "b.conf:1: this is not `name = value`"},
		{"page = 1 # 2\n= 3\n", "b.conf:2: no setting"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct settings settings;
		enum settings_action action;
		struct error err;
		char *config = write_file("b.conf", table[i].text);

		assert_int_equal(
			load(&settings, config, "--index i", &action, &err),
			-1);
		if (!strstr(err.text, table[i].error))
			fail_msg("%s", err.text);
		assert_int_equal(err.code, ERROR_FORMAT);
		free(config);
	}
	struct settings settings;
	enum settings_action action;
	struct error err;

	assert_int_equal(
		load(&settings, "/nonexistent/c", "--index i", &action, &err),
		-1);
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	setenv("MEDLITD_PAGE", "x", 1);
	assert_int_equal(load(&settings, "", "--index i", &action, &err), -1);
	assert_non_null(strstr(err.text, "MEDLITD_PAGE: page is"));
	unsetenv("MEDLITD_PAGE");
}

/* Every prefix and many changed bytes of a file: an error or settings. */
static void odd_files(void **state)
{
	static const char good[] = "index = i\npage = 7 # x\nlisten =\n";
	char text[sizeof(good)];

	(void)state;
	for (size_t i = 0; i < 2 * (sizeof(good) - 1); i++) {
		struct settings settings;
		enum settings_action action;
		struct error err;

		memcpy(text, good, sizeof(good));
		if (i < sizeof(good))
			text[i] = '\0';
		else
			text[i - sizeof(good)] = (char)(i * 37);
		char *config = write_file("odd.conf", text);

		if (load(&settings, config, "--index i", &action, &err) == 0)
			settings_clear(&settings);
		else
			assert_true(err.text[0] != '\0');
		free(config);
	}
}

static void worker_arguments(void **state)
{
	struct settings settings, again;
	enum settings_action action;
	struct error err;

	(void)state;
	assert_int_equal(load(&settings, "",
				 "--index i --query-terms 5 --listen [::1]:1 "
				 "--gzip-bytes 0",
				 &action, &err),
		0);
	char **arguments = settings_arguments(&settings, "w");
	int count = 0;

	assert_string_equal(arguments[0], "w");
	while (arguments[count])
		count++;
	setenv("MEDLITD_QUERY_TERMS", "9", 1);
	assert_int_equal(
		settings_load(&again, count, arguments, &action, &err), 0);
	unsetenv("MEDLITD_QUERY_TERMS");
	assert_int_equal(again.query_terms, 5);
	assert_int_equal(again.gzip_bytes, 0);
	assert_string_equal(again.index, "i");
	assert_string_equal(again.listen, "[::1]:1");
	assert_int_equal(again.socket_mode, 0660);
	settings_clear(&again);
	settings_clear(&settings);
	free(arguments);
}

static void addresses(void **state)
{
	static const struct {
		const char *text, *host;
		unsigned port;
		bool loopback;
	} table[] = {
		{"127.0.0.1:80", "127.0.0.1", 80, true},
		{"127.9.9.9:0", "127.9.9.9", 0, true},
		{"localhost:65535", "127.0.0.1", 65535, true},
		{"[::1]:8017", "::1", 8017, true},
		{"0.0.0.0:1", "0.0.0.0", 1, false},
		{"192.0.2.1:1", "192.0.2.1", 1, false},
		{"[::]:1", "::", 1, false},
	};
	static const char *const wrong[] = {"", "80", ":80",
		"1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3:80", "::1:80",
		"[::1:80", "[]:80", "[:80", "name.example:80", "[1.2.3.4]:80",
		"1.2.3.4:8 ", "1.2.3.4:000080"};
	struct address address;
	char host[ADDRESS_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		assert_int_equal(
			address_parse(table[i].text, &address, NULL), 0);
		address_host(&address, host);
		assert_string_equal(host, table[i].host);
		assert_int_equal(address_port(&address), table[i].port);
		assert_int_equal(address.loopback, table[i].loopback);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(address_parse(wrong[i], &address, NULL), -1);
}

static void printed(void **state)
{
	struct settings settings;
	enum settings_action action;
	struct error err;
	char *text = NULL;
	size_t length;

	(void)state;
	assert_int_equal(load(&settings, "", "--help", &action, &err), 0);
	FILE *out = open_memstream(&text, &length);

	settings_print_limits(&settings, out);
	settings_print_help(out);
	fclose(out);
	assert_non_null(strstr(text, "query_bytes                4096 BYTES"));
	assert_non_null(strstr(text, "  --query-bytes BYTES "));
	assert_non_null(strstr(text, "  --listen ADDRESS:PORT "));
	assert_null(strstr(text, "\nworker_requests"));
	settings_clear(&settings);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(defaults),
		cmocka_unit_test(later_sources_win),
		cmocka_unit_test(wrong_command_lines),
		cmocka_unit_test(good_command_lines),
		cmocka_unit_test(wrong_files),
		cmocka_unit_test(odd_files),
		cmocka_unit_test(worker_arguments),
		cmocka_unit_test(addresses),
		cmocka_unit_test(printed),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
