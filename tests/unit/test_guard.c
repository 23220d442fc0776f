/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Request heads and what becomes of them: a table of hostile ones first. */
#include "config.h"

#include "daemon/front/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/buffer.h"

static const struct guard_rules rules = {
	.head_bytes = 1024, .uri_bytes = 128, .body_bytes = 1000};
static const struct guard_rules local = {.head_bytes = 1024,
	.uri_bytes = 128,
	.body_bytes = 1000,
	.host = "192.0.2.7"};

/* 0 when accepted, the refusal's status, or -1 when more is needed. */
static int judge(struct slice bytes, const struct guard_rules *with,
	struct guard_head *head)
{
	struct problem refusal = {0};
	size_t scanned = 0, length = 0;
	int have = guard_find_end(bytes, &scanned, with, &length, &refusal);

	if (have == 0)
		return -1;
	if (have > 0) {
		assert_true(length > 0 && length <= bytes.length);
		bytes.length = length;
		have = guard_head(bytes, with, head, &refusal);
		if (have == 0)
			return 0;
	}
	assert_true(refusal.status >= 400 && refusal.status <= 505);
	assert_non_null(refusal.code);
	assert_non_null(refusal.detail);
	return (int)refusal.status;
}

/* S(): a head with NULs inside; H: the rest of a good head. */
#define S(text)                                                                \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}
#define H "Host: localhost\r\n\r\n"
#define A "GET / HTTP/1.1\r\nHost: a\r\n"
#define P "POST /v1/search HTTP/1.1\r\nHost: a\r\n"

static const struct {
	struct slice bytes;
	int expected;
} heads[] = {
	/* Good ones. */
	{S("GET / HTTP/1.1\r\n" H), 0},
	{S("HEAD /livez HTTP/1.1\r\n" H), 0},
	{S("GET /v1/search?q=a%20b&limit=3 HTTP/1.1\r\n" H), 0},
	{S("GET /v1/search?q=\"a\"|b HTTP/1.1\r\n" H), 0},
	{S("OPTIONS * HTTP/1.1\r\n" H), 0},
	{S("OPTIONS /v1/search HTTP/1.1\r\n" H), 0},
	{S("GET / HTTP/1.0\r\n\r\n"), 0},
	{S("GET / HTTP/1.0\r\n" H), 0},
	{S("GET / HTTP/1.1\r\nhOsT:localhost:80\r\n\r\n"), 0},
	{S("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 0},
	{S("GET / HTTP/1.1\r\nHost: a.example.org\r\n\r\n"), 0},
	{S(A "Content-Length: 0\r\n\r\n"), 0},
	{S(A "X-Odd: caf\xc3\xa9 \t!\r\n\r\n"), 0},
	{S(A "X-Empty:\r\n\r\n"), 0},
	{S(A "Origin: http://a\r\n\r\n"), 0},
	{S(A "Origin: https://a\r\n\r\n"), 0},
	{S(P "Content-Length: 1000\r\n\r\n"), 0},
	{S(P "Content-Length: 7\r\nExpect: 100-continue\r\n\r\n"), 0},
	/* The request line. */
	{S("GET / HTTP/2.0\r\n" H), 505},
	{S("PRI * HTTP/2.0\r\n\r\n"), 505},
	{S("GET / HTTP/1.7\r\n" H), 505},
	{S("GET / HTTP/0.9\r\n" H), 505},
	{S("GET /\r\n\r\n"), 505},
	{S("GET / HTTP/1.10\r\n" H), 400},
	{S("GET / http/1.1\r\n" H), 400},
	{S("GET / HTTP/1,1\r\n" H), 400},
	{S("GET / FTP/1.1\r\n" H), 400},
	{S("GET  / HTTP/1.1\r\n" H), 400},
	{S("GET /  HTTP/1.1\r\n" H), 400},
	{S("GET / HTTP/1.1 \r\n" H), 400},
	{S(" GET / HTTP/1.1\r\n" H), 400},
	{S("GET\t/ HTTP/1.1\r\n" H), 505},
	{S("GET / HTTP/1.1 x\r\n" H), 400},
	{S("GET\r\n\r\n"), 400},
	{S("G@T / HTTP/1.1\r\n" H), 400},
	{S("BREW / HTTP/1.1\r\n" H), 501},
	{S("get / HTTP/1.1\r\n" H), 501},
	{S("PUT / HTTP/1.1\r\n" H), 405},
	{S("TRACE / HTTP/1.1\r\n" H), 405},
	{S("CONNECT a:80 HTTP/1.1\r\n" H), 405},
	{S("\r\nGET / HTTP/1.1\r\n" H), 400},
	/* The address. */
	{S("GET http://a/ HTTP/1.1\r\n" H), 400},
	{S("GET a:80 HTTP/1.1\r\n" H), 400},
	{S("GET * HTTP/1.1\r\n" H), 400},
	{S("GET //a/ HTTP/1.1\r\n" H), 400},
	{S("GET /# HTTP/1.1\r\n" H), 400},
	{S("GET /\xff HTTP/1.1\r\n" H), 400},
	{S("GET /\x7f HTTP/1.1\r\n" H), 400},
	{S("GET /\x01 HTTP/1.1\r\n" H), 400},
	{S("GET /?q=%00 HTTP/1.1\r\n" H), 400},
	{S("GET /?q=%4 HTTP/1.1\r\n" H), 400},
	{S("GET /?q=% HTTP/1.1\r\n" H), 400},
	{S("GET /?q=%zz HTTP/1.1\r\n" H), 400},
	/* Line ends and control bytes. */
	{S("GET / HTTP/1.1\n" H), 400},
	{S("GET / HTTP/1.1\r\nHost: a\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: a\r\n\n"), 400},
	{S("GET / HTTP/1.1\rHost: a\r\n\r\n"), 400},
	{S(A "X: a\rb\r\n\r\n"), 400},
	{S(A "X: a\0b\r\n\r\n"), 400},
	{S(A "X: a\x1b[2Jb\r\n\r\n"), 400},
	{S("\x16\x03\x01\x02"), 400},
	/* Header lines. */
	{S(A "X : a\r\n\r\n"), 400},
	{S(A ": a\r\n\r\n"), 400},
	{S(A "X\r\n\r\n"), 400},
	{S(A "X y: a\r\n\r\n"), 400},
	{S(A "X: a\r\n b\r\n\r\n"), 400},
	{S(A "X: a\r\n\tb\r\n\r\n"), 400},
	{S(A "(X): a\r\n\r\n"), 400},
	{S(A "X\xe9: a\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), 400},
	/* Host. */
	{S("GET / HTTP/1.1\r\n\r\n"), 400},
	{S(A "Host: a\r\n\r\n"), 400},
	{S("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: :80\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: []\r\n\r\n"), 400},
	{S("GET / HTTP/1.1\r\nHost: [::1]x\r\n\r\n"), 400},
	/* Lengths: the ways to smuggle a request. */
	{S(P "\r\n"), 411},
	{S(P "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"), 400},
	{S(P "Content-Length: 5\r\nContent-Length: 5\r\n\r\n"), 400},
	{S(P "Content-Length: 5, 5\r\n\r\n"), 400},
	{S(P "Content-Length: +5\r\n\r\n"), 400},
	{S(P "Content-Length: -5\r\n\r\n"), 400},
	{S(P "Content-Length: 0x5\r\n\r\n"), 400},
	{S(P "Content-Length: 5 5\r\n\r\n"), 400},
	{S(P "Content-Length: 5.0\r\n\r\n"), 400},
	{S(P "Content-Length:\r\n\r\n"), 400},
	{S(P "Content-Length: 1001\r\n\r\n"), 413},
	{S(P "Content-Length: 18446744073709551617\r\n\r\n"), 413},
	{S(P "Content-Length: 99999999999999999999999\r\n\r\n"), 413},
	{S(P "Transfer-Encoding: chunked\r\n\r\n"), 411},
	{S(P "Transfer-Encoding: gzip, chunked\r\n\r\n"), 411},
	{S(P "Transfer-Encoding: xchunked\r\n\r\n"), 411},
	{S(P "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
	{S(P "transfer-encoding: identity\r\nCONTENT-LENGTH: 5\r\n\r\n"), 400},
	{S(A "Content-Length: 5\r\n\r\n"), 400},
	{S("HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"), 400},
	/* The rest. */
	{S(P "Content-Length: 5\r\nExpect: 200-ok\r\n\r\n"), 417},
	{S(A "Origin: http://b\r\n\r\n"), 403},
	{S(A "Origin: null\r\n\r\n"), 403},
	{S(A "Origin: a\r\n\r\n"), 403},
	{S(A "Origin: http://a.b\r\n\r\n"), 403},
	{S("GET / HTTP/1.0\r\nOrigin: http://\r\n\r\n"), 403},
	{S(A "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n"),
		400},
	/* Not a head yet. */
	{S(""), -1},
	{S("GET / HTTP/1.1\r\nHost: a\r\n\r"), -1},
};

static void heads_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct guard_head head;
		int got = judge(heads[i].bytes, &rules, &head);

		if (got != heads[i].expected)
			print_error("%.*s", SLICE_PRINT(heads[i].bytes));
		assert_int_equal(got, heads[i].expected);
	}
}

static void hosts_when_only_our_own_will_do(void **state)
{
	static const struct {
		const char *host;
		int expected;
	} table[] = {
		{"localhost", 0},
		{"LocalHost:8017", 0},
		{"127.0.0.1:8017", 0},
		{"127.1.2.3", 0},
		{"[::1]:8017", 0},
		{"192.0.2.7:8017", 0},
		{"192.0.2.8", 421},
		{"evil.example:8017", 421},
		{"localhost.evil.example", 421},
		{"127.0.0.1.evil.example", 421},
		{"[::2]", 421},
		{"0.0.0.0", 421},
	};
	char text[128];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct guard_head head;

		snprintf(text, sizeof(text),
			"GET / HTTP/1.1\r\nHost: %s\r\n\r\n", table[i].host);
		assert_int_equal(judge(slice_of(text), &local, &head),
			table[i].expected);
	}
}

static void what_is_read(void **state)
{
	struct guard_head head;

	(void)state;
	assert_int_equal(judge(SLICE(P "Content-Length: 007\r\n"
				       "Expect: 100-Continue\r\n\r\n"),
				 &rules, &head),
		0);
	assert_int_equal(head.method, GUARD_POST);
	assert_int_equal(head.body_length, 7);
	assert_true(head.wants_continue);
	assert_int_equal(
		judge(SLICE("OPTIONS * HTTP/1.1\r\n" H), &rules, &head), 0);
	assert_int_equal(head.method, GUARD_OPTIONS);
	assert_int_equal(head.body_length, 0);
	assert_false(head.wants_continue);
	assert_true(slice_is(head.target, "*"));
	assert_int_equal(head.authorization.length, 0);
	assert_int_equal(
		judge(SLICE("GET /a?b HTTP/1.1\r\nHost: a\r\n"
			    "authorization: \tBearer x \r\n"
			    "Accept-Encoding: gzip\r\nAccept-Encoding: br\r\n"
			    "IF-NONE-MATCH:W/\"1\", \"2\"\r\n\r\n"),
			&rules, &head),
		0);
	assert_true(slice_is(head.target, "/a?b"));
	assert_true(slice_is(head.authorization, "Bearer x"));
	assert_true(slice_is(head.accept_encoding, "gzip"));
	assert_true(slice_is(head.if_none_match, "W/\"1\", \"2\""));
}

static void which_request_is_the_last(void **state)
{
	static const struct {
		struct slice bytes;
		bool last;
	} table[] = {
		{S("GET / HTTP/1.1\r\n" H), false},
		{S("GET / HTTP/1.0\r\n" H), true},
		{S("GET / HTTP/1.0\r\nConnection: keep-alive\r\n" H), true},
		{S(A "Connection: close\r\n\r\n"), true},
		{S(A "connection: Close\r\n\r\n"), true},
		{S(A "Connection: keep-alive\r\n\r\n"), false},
		{S(A "Connection: te , close\r\n\r\n"), true},
		{S(A "Connection: close,te\r\n\r\n"), true},
		{S(A "Connection: te\r\nConnection: close\r\n\r\n"), true},
		{S(A "Connection: closed, not-close\r\n\r\n"), false},
		{S(A "Connection:\r\n\r\n"), false},
		{S(A "X: close\r\n\r\n"), false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct guard_head head;

		assert_int_equal(judge(table[i].bytes, &rules, &head), 0);
		assert_int_equal(head.last, table[i].last);
	}
}

/* A head of a given length, and the limits on both sides of it. */
static void limits(void **state)
{
	static const struct {
		size_t target, fields;
		int expected;
	} table[] = {
		{128, 0, 0},
		{129, 0, 414},
		{5000, 0, 414},
		{1, 900, 0},
		{1, 1100, 431},
	};
	struct buffer text = BUFFER_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct guard_head head;

		buffer_reset(&text);
		buffer_add_string(&text, "GET /");
		for (size_t n = 1; n < table[i].target; n++)
			buffer_add_char(&text, 'a');
		buffer_add_string(&text, " HTTP/1.1\r\nHost: a\r\nX: ");
		for (size_t n = 0; n < table[i].fields; n++)
			buffer_add_char(&text, 'b');
		buffer_add_string(&text, "\r\n\r\n");
		assert_int_equal(judge(buffer_slice(&text), &rules, &head),
			table[i].expected);
	}
	/* Too long is said before the end comes. */
	buffer_reset(&text);
	for (size_t n = 0; n < 200; n++)
		buffer_add_char(&text, 'a');
	struct guard_head head;

	assert_int_equal(judge(buffer_slice(&text), &rules, &head), 414);
	/* And too many fields. */
	struct guard_rules wide = rules;

	wide.head_bytes = 65536;
	for (int count = 99; count <= 100; count++) {
		buffer_reset(&text);
		buffer_add_string(&text, A);
		for (int n = 0; n < count; n++)
			buffer_add_string(&text, "X: y\r\n");
		buffer_add_string(&text, "\r\n");
		assert_int_equal(judge(buffer_slice(&text), &wide, &head),
			count == 99 ? 0 : 431);
	}
	buffer_clear(&text);
}

static const struct slice good = {P "Content-Length: 12\r\nOrigin: "
				    "http://a\r\nExpect: 100-continue\r\n\r\n",
	sizeof(P "Content-Length: 12\r\nOrigin: http://a\r\n"
		 "Expect: 100-continue\r\n\r\n") -
		1};

/* Dripping in a byte at a time gives what arriving at once gives. */
static void every_prefix_waits(void **state)
{
	struct problem refusal;
	struct guard_head head;
	size_t scanned = 0, length = 0;

	(void)state;
	for (size_t i = 0; i < good.length; i++) {
		char *copy = malloc(i ? i : 1);
		struct slice cut = {copy, i};

		assert_non_null(copy);
		memcpy(copy, good.data, i);
		assert_int_equal(guard_find_end(cut, &scanned, &rules, &length,
					 &refusal),
			0);
		assert_int_equal(guard_head(cut, &rules, &head, &refusal), -1);
		free(copy);
	}
	assert_int_equal(
		guard_find_end(good, &scanned, &rules, &length, &refusal), 1);
	assert_int_equal(length, good.length);
}

/* Every byte given every value: never read beyond, and whatever passes has the
 * one length it says. */
static void changed_bytes(void **state)
{
	char *copy = malloc(good.length);
	struct slice changed = {copy, good.length};
	unsigned accepted = 0;

	(void)state;
	assert_non_null(copy);
	memcpy(copy, good.data, good.length);
	for (size_t i = 0; i < good.length; i++)
		for (int value = 0; value < 256; value++) {
			struct guard_head head;
			struct problem refusal;

			copy[i] = (char)value;
			if (judge(changed, &rules, &head) == 0) {
				accepted++;
				assert_true(head.body_length <= 1000);
				assert_true(value == '\r' || value == '\n' ||
					    value == '\t' || value >= 0x20);
			}
			guard_head(changed, &rules, &head, &refusal);
			copy[i] = good.data[i];
		}
	assert_true(accepted > 100);
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads_table),
		cmocka_unit_test(hosts_when_only_our_own_will_do),
		cmocka_unit_test(what_is_read),
		cmocka_unit_test(which_request_is_the_last),
		cmocka_unit_test(limits),
		cmocka_unit_test(every_prefix_waits),
		cmocka_unit_test(changed_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
