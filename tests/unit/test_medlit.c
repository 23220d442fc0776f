/* SPDX-License-Identifier: MIT */
/* The calls of medlit.h against a daemon that always answers, with memory that
 * ends at every possible place; and problem replies to errors. */
#include "config.h"

#include "client/lib/internal.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- memory that ends: the linker sends the library's calls here ---- */

enum owner {
	OWNER_NONE,
	OWNER_LIBRARY,
	OWNER_JANSSON,
	OWNER_CURL
};

static size_t left;       /* allocations until one fails; 0: none will */
static enum owner failed; /* whose failed */

static bool fails(enum owner owner)
{
	if (left == 0 || --left > 0)
		return false;
	failed = owner;
	return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_malloc(size_t size)
{
	return fails(OWNER_LIBRARY) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails(OWNER_LIBRARY) ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return fails(OWNER_LIBRARY) ? NULL : __real_realloc(memory, size);
}

static void *json_allocate(size_t size)
{
	return fails(OWNER_JANSSON) ? NULL : __real_malloc(size);
}

static void *curl_allocate(size_t size)
{
	return fails(OWNER_CURL) ? NULL : __real_malloc(size);
}

static void *curl_grow(void *memory, size_t size)
{
	return fails(OWNER_CURL) ? NULL : __real_realloc(memory, size);
}

static char *curl_copy(const char *text)
{
	return fails(OWNER_CURL) ? NULL : strdup(text);
}

static void *curl_zeroed(size_t count, size_t size)
{
	return fails(OWNER_CURL) ? NULL : __real_calloc(count, size);
}

/* ---- a daemon in a process of its own ---- */

static char folder[] = "/tmp/medlit-test-XXXXXX";
static char socket_path[64], token_path[64];
static pid_t server;

static size_t load(const char *name, char *data, size_t size)
{
	char path[4096];
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "%s/tests/data/replies/%s",
		getenv("abs_top_srcdir"), name);
	file = fopen(path, "r");
	if (!file)
		abort();
	length = fread(data, 1, size, file);
	fclose(file);
	return length;
}

static void send_all(int peer, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t sent = send(peer, data, length, MSG_NOSIGNAL);

		if (sent <= 0)
			return;
		data += sent;
		length -= (size_t)sent;
	}
}

static void answer(int peer)
{
	static char request[16384], body[65536], head[256];
	const char *name = "search.json", *end = NULL, *size;
	size_t have = 0, wanted = 0, length;
	ssize_t got;

	while (!end || have < wanted) {
		got = recv(peer, request + have, sizeof(request) - 1 - have, 0);
		if (got <= 0)
			return;
		have += (size_t)got;
		request[have] = '\0';
		end = strstr(request, "\r\n\r\n");
		size = strstr(request, "Content-Length: ");
		if (end)
			wanted = (size_t)(end + 4 - request) +
				 (size ? strtoul(size + 16, NULL, 10) : 0);
	}
	if (strstr(request, "/v1/documents/"))
		name = "document.json";
	else if (strstr(request, "/v1/analyze"))
		name = "analysis.json";
	else if (strstr(request, "/v1/status"))
		name = "status.json";
	length = load(name, body, sizeof(body));
	snprintf(head, sizeof(head),
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Content-Length: %zu\r\nConnection: close\r\n\r\n",
		length);
	send_all(peer, head, strlen(head));
	send_all(peer, body, length);
}

static void serve(int listener)
{
	for (;;) {
		int peer = accept(listener, NULL, NULL);

		if (peer < 0)
			_exit(1);
		answer(peer);
		close(peer);
	}
}

static int start(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	FILE *token;
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(socket_path, sizeof(socket_path), "%s/sock", folder);
	snprintf(token_path, sizeof(token_path), "%s/token", folder);
	token = fopen(token_path, "w");
	if (!token)
		return -1;
	fputs("secret\n", token);
	fclose(token);
	strcpy(address.sun_path, socket_path);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) ||
		listen(listener, 64))
		return -1;
	server = fork();
	if (server == 0)
		serve(listener);
	close(listener);
	return server < 0 ? -1 : 0;
}

static int stop(void **state)
{
	(void)state;
	kill(server, SIGTERM);
	waitpid(server, NULL, 0);
	unlink(socket_path);
	unlink(token_path);
	return rmdir(folder);
}

/* ---- everything the header offers, once ---- */

static int use_search(struct medlit_client *client, struct medlit_error *err)
{
	struct medlit_query query = MEDLIT_QUERY_INIT;
	struct medlit_results *results = NULL;
	char *hit, *summary;

	query.text = "Does InO cause VOD?";
	query.fields = "all";
	if (medlit_search(client, &query, &results, err)) {
		assert_null(results);
		return -1;
	}
	assert_int_equal(results->hit_count, 3);
	hit = medlit_hit_json(results, 0);
	summary = medlit_summary_json(results);
	if (!failed)
		assert_true(hit && summary);
	free(hit);
	free(summary);
	medlit_results_free(results);
	return 0;
}

static int use_others(struct medlit_client *client, struct medlit_error *err)
{
	struct medlit_document *document = NULL;
	struct medlit_analysis *analysis = NULL;
	struct medlit_status *status = NULL;
	int result = -1;

	if (medlit_document(client, "DOI:10.5555/a/b", &document, err))
		goto out;
	assert_int_equal(document->section_count, 2);
	if (medlit_analyze(client, "CMC-544", NULL, &analysis, err))
		goto out;
	assert_int_equal(analysis->concept_count, 1);
	if (medlit_status(client, &status, err))
		goto out;
	assert_int_equal(status->documents, 1500);
	result = 0;
out:
	medlit_document_free(document);
	medlit_analysis_free(analysis);
	medlit_status_free(status);
	return result;
}

static int use_all(struct medlit_error *err)
{
	struct medlit_options options = {
		.socket_path = socket_path, .token_file = token_path};
	struct medlit_client *client = medlit_open(&options, err);
	int result = -1;

	if (!client)
		return -1;
	assert_string_equal(medlit_address(client), socket_path);
	if (use_search(client, err) == 0 && use_others(client, err) == 0)
		result = 0;
	medlit_close(client);
	return result;
}

static void test_memory_ends(void **state)
{
	size_t number, told = 0;

	(void)state;
	for (number = 1;; number++) {
		struct medlit_error err = {0};
		int result;

		left = number;
		failed = OWNER_NONE;
		result = use_all(&err);
		left = 0;
		if (failed == OWNER_NONE) {
			assert_int_equal(result, 0);
			break;
		}
		if (result == 0)
			continue; /* libcurl can do without some of it */
		assert_int_not_equal(err.code, MEDLIT_OK);
		assert_true(*err.text);
		/* Jansson tells some of it as bad syntax, libcurl as a
		 * connection that fails. */
		if (failed == OWNER_LIBRARY && err.code != MEDLIT_NO_MEMORY)
			fail_msg("allocation %zu became %s: %s", number,
				medlit_code_name(err.code), err.text);
		told++;
	}
	assert_true(told > 100);
}

/* ---- arguments that can never work ---- */

static void test_bad_arguments(void **state)
{
	static const char *const not_utf8[] = {"\x80", "a\xff", "\xc0\x80",
		"\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82"};
	struct medlit_options options = {.socket_path = socket_path};
	struct medlit_query query = MEDLIT_QUERY_INIT;
	struct medlit_client *client = medlit_open(&options, NULL);
	struct medlit_document *document = NULL;
	struct medlit_results *results = NULL;
	struct medlit_error err;
	size_t i;

	(void)state;
	assert_non_null(client);
	assert_int_equal(medlit_search(client, &query, &results, &err), -1);
	assert_string_equal(err.text, "the question is missing");
	for (i = 0; i < sizeof(not_utf8) / sizeof(not_utf8[0]); i++) {
		query.text = not_utf8[i];
		err.code = MEDLIT_OK;
		medlit_search(client, &query, &results, &err);
		assert_int_equal(err.code, MEDLIT_INVALID);
		assert_string_equal(
			err.text, "the question is not valid UTF-8");
	}
	assert_int_equal(medlit_document(client, "", &document, &err), -1);
	assert_string_equal(err.text, "the id is empty");
	assert_int_equal(medlit_search(client, &query, &results, NULL), -1);
	query.text = "\xf0\x9f\xa9\xb8 \xce\xb2 \xed\x9f\xbf \xf4\x8f\xbf\xbf";
	assert_int_equal(medlit_search(client, &query, &results, &err), 0);
	medlit_results_free(results);
	medlit_close(client);
}

/* ---- replies that are not 200 ---- */

#define PROBLEM    "application/problem+json"
#define SAYS(code) "{\"code\":\"" code "\",\"detail\":\"why\"}"

static const struct {
	long status;
	const char *type, *body;
	enum medlit_code code;
	const char *problem, *text;
} problems[] = {
	{400, PROBLEM, SAYS("invalid"), MEDLIT_REFUSED, "invalid", "why"},
	{401, PROBLEM, SAYS("unauthorized"), MEDLIT_UNAUTHORIZED,
		"unauthorized", "why"},
	{403, PROBLEM, SAYS("x"), MEDLIT_UNAUTHORIZED, "x", "why"},
	{404, PROBLEM, SAYS("not_found"), MEDLIT_NOT_FOUND, "not_found", "why"},
	{413, PROBLEM "; charset=utf-8", SAYS("too_long"), MEDLIT_REFUSED,
		"too_long", "why"},
	{413, PROBLEM, "{\"detail\":\"too long\",\"limit\":65536}",
		MEDLIT_REFUSED, "", "too long; 65536 is the limit"},
	{413, PROBLEM, "{\"detail\":\"7 of 5\",\"limit\":5}", MEDLIT_REFUSED,
		"", "7 of 5"},
	{413, PROBLEM, "{\"detail\":\"too long\",\"limit\":\"x\"}",
		MEDLIT_REFUSED, "", "too long"},
	{503, PROBLEM, SAYS("busy"), MEDLIT_BUSY, "busy", "why"},
	{503, PROBLEM, SAYS("deadline"), MEDLIT_TIMEOUT, "deadline", "why"},
	{503, PROBLEM, SAYS("no_index"), MEDLIT_SERVER, "no_index", "why"},
	{504, PROBLEM, "{\"title\":\"Gateway Timeout\"}", MEDLIT_TIMEOUT, "",
		"Gateway Timeout"},
	{500, PROBLEM, SAYS("internal"), MEDLIT_SERVER, "internal", "why"},
	{400, PROBLEM, SAYS("\\u001b[1m"), MEDLIT_REFUSED, "", "why"},
	{500, PROBLEM, "", MEDLIT_SERVER, "",
		"here answered 500 with " PROBLEM
		", which is not from medlitd"},
	{500, PROBLEM, "[]", MEDLIT_SERVER, "", NULL},
	{502, "text/html", SAYS("internal"), MEDLIT_SERVER, "",
		"here answered 502 with text/html, which is not from medlitd"},
	{404, "text/html", "", MEDLIT_FORMAT, "", NULL},
	{405, NULL, "", MEDLIT_FORMAT, "",
		"here answered 405 with no content type, which is not from "
		"medlitd"},
	{401, "text/plain", "", MEDLIT_UNAUTHORIZED, "", NULL},
	{204, NULL, "", MEDLIT_FORMAT, "", NULL},
	{302, NULL, "", MEDLIT_FORMAT, "", NULL},
};

static void test_problems(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(problems) / sizeof(problems[0]); i++) {
		struct answer answer = {(char *)(uintptr_t)problems[i].body,
			strlen(problems[i].body), 0, false};
		struct medlit_error err = {0};

		assert_int_equal(
			problem_fail(problems[i].status, problems[i].type, 3,
				"here", &answer, &err),
			-1);
		assert_int_equal(err.code, problems[i].code);
		assert_int_equal(err.http_status, problems[i].status);
		assert_int_equal(err.retry_after, 3);
		assert_string_equal(err.problem, problems[i].problem);
		if (problems[i].text)
			assert_string_equal(err.text, problems[i].text);
		problem_fail(problems[i].status, problems[i].type, 3, "here",
			&answer, NULL);
	}
}

static void test_problem_bytes(void **state)
{
	static char body[4096];
	size_t length = load("problem.json", body, sizeof(body)), i, j;

	(void)state;
	for (i = 0; i + 1 < length; i++) {
		struct answer prefix = {body, i, 0, false};
		struct answer changed = {body, length, 0, false};
		struct medlit_error err = {0};
		char was = body[i];

		/* The last byte is a line feed: without it, it is whole. */
		problem_fail(413, PROBLEM, 0, "here", &prefix, &err);
		assert_int_equal(err.code, MEDLIT_FORMAT);
		for (j = 1; j < 256; j += 3) {
			body[i] = (char)j;
			problem_fail(413, PROBLEM, 0, "here", &changed, &err);
			assert_int_equal(err.http_status, 413);
			assert_true(*err.text || err.code == MEDLIT_REFUSED);
		}
		body[i] = was;
	}
}

/* ---- a sentence that is too long ends at a character ---- */

static void test_long_text(void **state)
{
	struct medlit_error err;
	char text[1024];
	size_t shift;

	(void)state;
	for (shift = 0; shift < 4; shift++) {
		size_t i;

		memset(text, 'a', shift);
		for (i = shift; i + 4 < sizeof(text); i += 4)
			memcpy(text + i, "\xf0\x9f\xa9\xb8", 4);
		text[i] = '\0';
		fail_with(&err, MEDLIT_SERVER, "%s", text);
		assert_int_equal((strlen(err.text) - shift) % 4, 0);
		assert_true(strlen(err.text) >= sizeof(err.text) - 5);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(medlit_abi(), MEDLIT_ABI);
	assert_string_equal(medlit_version(), PACKAGE_VERSION);
	assert_string_equal(medlit_code_name(MEDLIT_OK), "ok");
	assert_string_equal(medlit_code_name(MEDLIT_LIMIT), "limit");
	assert_string_equal(medlit_code_name((enum medlit_code)99), "unknown");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_ends),
		cmocka_unit_test(test_bad_arguments),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_problem_bytes),
		cmocka_unit_test(test_long_text),
		cmocka_unit_test(test_names),
	};
	int result;

	json_set_alloc_funcs(json_allocate, free);
	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, curl_allocate, free,
		    curl_grow, curl_copy, curl_zeroed))
		return 1;
	result = cmocka_run_group_tests(tests, start, stop);
	curl_global_cleanup();
	return result;
}
