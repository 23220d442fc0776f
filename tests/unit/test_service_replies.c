/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replies over time: cached, compressed, of an index that changes, and to any
 * bytes whatever. */
#include "config.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include <cmocka.h>

#include "tests/unit/service_shelf.h"

/* ---- caches and compression ---------------------------------------------- */

static void test_etag(void **unused)
{
	struct wire_request request = {.target = SLICE("/v1/search?q=harm")};
	struct wire_reply reply;
	char tag[64], list[128];

	(void)unused;
	json_decref(shelf_get(&shelf, "/readyz", NULL));
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 200);
	assert_true(reply.etag.length > 0 && reply.etag.length < sizeof(tag));
	snprintf(tag, sizeof(tag), "%.*s", SLICE_PRINT(reply.etag));
	snprintf(list, sizeof(list), "\"other\", %s", tag);

	request.if_none_match = slice_of(list);
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 304);
	assert_int_equal(reply.body.length, 0);
	assert_true(slice_is(reply.etag, tag));

	request.target = SLICE("/v1/search?q=harm&limit=3");
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 200);
	assert_false(slice_is(reply.etag, tag));

	/* a problem has no tag, whatever the peer knows */
	request.target = SLICE("/v1/search?q=harm&x=1");
	request.if_none_match = SLICE("\"other\"");
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 400);
	assert_int_equal(reply.etag.length, 0);

	shelf_add(&shelf, "new", "New harm", "");
	shelf_commit(&shelf);
	request.target = SLICE("/v1/search?q=harm");
	request.if_none_match = slice_of(tag);
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.status, 200);
}

static void test_gzip(void **unused)
{
	struct wire_request request = {.target = SLICE("/v1/search?q=harm"),
		.flags = WIRE_ACCEPT_GZIP};
	struct wire_reply reply;
	char plain[65536];
	z_stream stream = {
		.next_out = (Bytef *)plain, .avail_out = sizeof(plain)};

	(void)unused;
	shelf.settings.gzip_bytes = 100;
	json_decref(shelf_get(&shelf, "/readyz", NULL));
	for (int i = 0; i < 2; i++) {
		service_answer(shelf.service, &request, &reply);
		assert_int_equal(reply.flags, WIRE_GZIP);
	}
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (Bytef *)(uintptr_t)reply.body.data;
	stream.avail_in = (uInt)reply.body.length;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	json_t *json = json_loadb(plain, stream.total_out, 0, NULL);

	assert_int_equal(number_of(json, "total"), 1);
	json_decref(json);
	inflateEnd(&stream);

	request.target = SLICE("/readyz");
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.flags, 0);
	request.target = SLICE("/v1/search?q=harm");
	request.flags = 0;
	service_answer(shelf.service, &request, &reply);
	assert_int_equal(reply.flags, 0);
}

/* ---- an index that changes ----------------------------------------------- */

static void test_commit_and_generation(void **unused)
{
	json_t *first, *second, *third;

	(void)unused;
	first = shelf_ask(&shelf, SLICE("harm"), "");
	shelf_add(&shelf, "new", "New harm", "");
	shelf_commit(&shelf);
	second = shelf_ask(&shelf, SLICE("harm"), "");
	shelf_next_generation(&shelf);
	shelf_add(&shelf, "other", "Other harm", "");
	shelf_commit(&shelf);
	third = shelf_ask(&shelf, SLICE("harm"), "");

	assert_int_equal(number_of(first, "total"), 1);
	assert_int_equal(number_of(second, "total"), 2);
	assert_string_equal(text_of(second, "generation"), "g000001");
	assert_true(
		number_of(second, "revision") > number_of(first, "revision"));
	assert_true(slice_is(shelf_ids(&shelf, third), "other "));
	assert_string_equal(text_of(third, "generation"), "g000002");
	json_decref(first);
	json_decref(second);
	json_decref(third);
}

/* A CURRENT that cannot be followed costs nothing but being newest. */
static void test_damaged_current(void **unused)
{
	struct error err;
	char path[128];
	json_t *reply;

	(void)unused;
	json_decref(shelf_ask(&shelf, SLICE("harm"), ""));
	snprintf(path, sizeof(path), "%s/CURRENT", shelf.index);
	assert_int_equal(file_replace(path, SLICE("g000077\n"), &err), 0);
	reply = shelf_ask(&shelf, SLICE("harm"), "");
	assert_int_equal(number_of(reply, "total"), 1);
	json_decref(reply);
}

/* It is followed as soon as it can be, though CURRENT is the same as before. */
static void test_late_generation(void **unused)
{
	struct error err;
	char path[128], hidden[128];
	json_t *before, *after;

	(void)unused;
	json_decref(shelf_ask(&shelf, SLICE("harm"), ""));
	shelf_next_generation(&shelf);
	shelf_add(&shelf, "other", "Other harm", "");
	assert_int_equal(xc_writer_commit(shelf.writer, NULL), 0);
	snprintf(hidden, sizeof(hidden), "%s/hidden", shelf.index);
	snprintf(path, sizeof(path), "%s/CURRENT", shelf.index);
	assert_int_equal(rename(shelf.generation.path, hidden), 0);
	assert_int_equal(file_replace(path, SLICE("g000002\n"), &err), 0);
	before = shelf_ask(&shelf, SLICE("harm"), "");
	assert_int_equal(rename(hidden, shelf.generation.path), 0);
	after = shelf_ask(&shelf, SLICE("harm"), "");
	assert_string_equal(text_of(before, "generation"), "g000001");
	assert_string_equal(text_of(after, "generation"), "g000002");
	json_decref(before);
	json_decref(after);
}

static void test_another_thesaurus(void **unused)
{
	static const char other[] = "#medlit-thesaurus\t1\ttest-2\n"
				    "drugazole\tpreferred\tharm\tfold\ten\t-\n"
				    "drugazole\tkind\tdrug\t-\t-\t-\n";
	struct error err;
	json_t *json;

	(void)unused;
	assert_int_equal(
		file_replace(shelf.thesaurus_path, slice_of(other), &err), 0);
	shelf.settings.thesaurus = shelf.thesaurus_path;
	json = shelf_get(&shelf, "/v1/status", NULL);
	assert_true(json_is_false(
		json_object_get(json_object_get(json, "thesaurus"), "match")));
	assert_int_equal(json_array_size(json_object_get(json, "warnings")), 1);
	json_decref(json);
	json = shelf_ask(&shelf, SLICE("harm"), "");
	assert_string_equal(text_of(json, "synonyms_version"), "test-2");
	assert_int_equal(number_of(json, "total"), 1);
	json_decref(json);
}

static void test_open_fails(void **unused)
{
	struct settings settings = shelf.settings;
	struct error err;

	(void)unused;
	settings.index = shelf.folder;
	assert_null(service_open(&settings, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(err.text, "medlit-index --index"));
	settings.index = shelf.index;
	settings.thesaurus = shelf.index;
	assert_null(service_open(&settings, &err));
	assert_non_null(strstr(err.text, shelf.index));
}

/* ---- any bytes ----------------------------------------------------------- */

static unsigned seed = 20260101;

static unsigned next_random(unsigned below)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % below;
}

/* Half of it bytes, half of it words and marks that mean something. */
static size_t random_question(char *out)
{
	static const char *const pieces[] = {" ", "\"", "DgZ", "dgz", "XYZ-544",
		"standard of care", "SOC", "the", "of", "ALL", "-", "(", "1.8",
		"PMID", "123456", "10.1000/abc", "\xce\xb1", "\xe2\x80\x9c",
		"harm", "\n"};
	size_t length = 0, parts = next_random(20);

	for (size_t i = 0; i < parts; i++) {
		const char *piece = pieces[next_random(20)];

		if (next_random(2)) {
			out[length++] = (char)next_random(256);
			continue;
		}
		memcpy(out + length, piece, strlen(piece));
		length += strlen(piece);
	}
	return length;
}

static void check_no_letter(
	const char *typed, json_int_t at, json_int_t end)
{
	for (; at < end; at++)
		if (isalnum((unsigned char)typed[at]))
			fail_msg("byte %d of: %s", (int)at, typed);
}

/* Tokens in order and apart; every ASCII letter or digit inside one. */
static void check_account(const json_t *reply)
{
	static const char statuses[] =
		"concept word phrase number stop operator filter "
		"unmatched ";
	const json_t *query = json_object_get(reply, "query");
	const char *typed = text_of(query, "typed");
	json_int_t at = 0, length = (json_int_t)strlen(typed);
	json_t *token;
	size_t i;

	json_array_foreach(json_object_get(query, "tokens"), i, token)
	{
		json_int_t start = number_of(token, "start");
		json_int_t end = number_of(token, "end");

		assert_true(start >= at && end > start && end <= length);
		assert_memory_equal(typed + start, text_of(token, "text"),
			(size_t)(end - start));
		assert_non_null(strstr(statuses, text_of(token, "status")));
		check_no_letter(typed, at, start);
		at = end;
	}
	check_no_letter(typed, at, length);
}

static void test_any_bytes(void **unused)
{
	char question[1024];

	(void)unused;
	for (int i = 0; i < 20000; i++) {
		struct slice text = {question, random_question(question)};
		json_t *reply = shelf_ask(&shelf, text, "");

		check_account(reply);
		json_decref(reply);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_record, test_etag),
		WITH(open_record, test_gzip),
		WITH(open_record, test_commit_and_generation),
		WITH(open_record, test_late_generation),
		WITH(open_record, test_damaged_current),
		WITH(open_record, test_another_thesaurus),
		WITH(open_record, test_open_fails),
		WITH(open_record, test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
