/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames: what goes in comes out, and nothing else is taken for a frame. */
#include "config.h"

#include "daemon/wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

static const struct wire_request request = {
	.method = WIRE_POST,
	.flags = WIRE_ACCEPT_GZIP,
	.deadline = 1234567890123456789,
	.target = {"/v1/search?q=a%20b", 18},
	.body = {"{\"q\":\"a\"}", 9},
	.if_none_match = {"\"x\"", 3},
	.front = {"{}", 2},
};
static const struct wire_reply reply = {
	.status = 404,
	.flags = WIRE_GZIP | WIRE_RECYCLE,
	.content_type = {"text/plain", 10},
	.etag = {NULL, 0},
	.body = {"a\0b", 3},
};

static void assert_slice(struct slice got, struct slice expected)
{
	assert_true(slice_equal(got, expected));
}

static void request_comes_back(void **state)
{
	struct buffer frame = BUFFER_INIT;
	struct wire_request got;
	size_t used = 0;

	(void)state;
	wire_put_request(&frame, &request);
	size_t length = frame.length;

	buffer_add_string(&frame, "the next frame");
	assert_int_equal(
		wire_get_request(buffer_slice(&frame), &got, &used, NULL), 1);
	assert_int_equal(used, length);
	assert_int_equal(wire_frame_length(buffer_slice(&frame)), length);
	assert_int_equal(got.method, WIRE_POST);
	assert_int_equal(got.flags, WIRE_ACCEPT_GZIP);
	assert_int_equal(got.deadline, 1234567890123456789);
	assert_slice(got.target, request.target);
	assert_slice(got.body, request.body);
	assert_slice(got.if_none_match, request.if_none_match);
	assert_slice(got.front, request.front);
	buffer_clear(&frame);
}

static void reply_comes_back(void **state)
{
	struct buffer frame = BUFFER_INIT;
	struct wire_reply got;
	size_t used = 0;

	(void)state;
	wire_put_reply(&frame, &reply);
	assert_int_equal(
		wire_get_reply(buffer_slice(&frame), &got, &used, NULL), 1);
	assert_int_equal(used, frame.length);
	assert_int_equal(got.status, 404);
	assert_int_equal(got.flags, WIRE_GZIP | WIRE_RECYCLE);
	assert_slice(got.content_type, reply.content_type);
	assert_slice(got.etag, reply.etag);
	assert_slice(got.body, reply.body);
	buffer_clear(&frame);
}

/* A copy without slack, so that a sanitizer sees one byte too many. */
static struct slice exact(const char *data, size_t length)
{
	char *copy = malloc(length ? length : 1);

	assert_non_null(copy);
	if (length)
		memcpy(copy, data, length);
	return (struct slice){copy, length};
}

static void every_prefix_waits_for_more(void **state)
{
	struct buffer frames[2] = {BUFFER_INIT, BUFFER_INIT};
	struct wire_request as_request;
	struct wire_reply as_reply;
	size_t used = 77;

	(void)state;
	wire_put_request(&frames[0], &request);
	wire_put_reply(&frames[1], &reply);
	for (size_t i = 0; i < frames[0].length; i++) {
		struct slice cut = exact(frames[0].data, i);

		assert_int_equal(
			wire_get_request(cut, &as_request, &used, NULL), 0);
		free((char *)cut.data);
	}
	for (size_t i = 0; i < frames[1].length; i++) {
		struct slice cut = exact(frames[1].data, i);

		assert_int_equal(
			wire_get_reply(cut, &as_reply, &used, NULL), 0);
		free((char *)cut.data);
	}
	assert_int_equal(used, 77);
	buffer_clear(&frames[0]);
	buffer_clear(&frames[1]);
}

/* Every byte is given every value: never a slice outside the frame. */
static void changed_bytes_stay_inside(void **state)
{
	struct buffer frame = BUFFER_INIT;
	struct wire_request got;
	size_t used;

	(void)state;
	wire_put_request(&frame, &request);
	struct slice copy = exact(frame.data, frame.length);

	for (size_t i = 0; i < copy.length; i++)
		for (int value = 0; value < 256; value++) {
			struct error err = {0};
			char *at = (char *)copy.data + i;

			*at = (char)value;
			int have = wire_get_request(copy, &got, &used, &err);

			if (have == 1) {
				const char *end = copy.data + copy.length;

				assert_int_equal(used, copy.length);
				assert_ptr_equal(
					got.front.data + got.front.length, end);
			} else if (have < 0) {
				assert_int_equal(err.code, ERROR_FORMAT);
			}
			*at = frame.data[i];
		}
	free((char *)copy.data);
	buffer_clear(&frame);
}

static void broken_frames(void **state)
{
	static const struct {
		size_t at; /* in the frame, behind its length */
		uint32_t value;
	} table[] = {
		{0, 2},   /* version */
		{4, 3},   /* method */
		{24, 17}, /* one part shorter than it is */
		{24, 19},
		{24, 0xffffffff},
	};
	struct buffer frame = BUFFER_INIT;
	struct wire_request got;
	size_t used;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct error err = {0};

		buffer_reset(&frame);
		wire_put_request(&frame, &request);
		memcpy(frame.data + 4 + table[i].at, &table[i].value, 4);
		assert_int_equal(wire_get_request(buffer_slice(&frame), &got,
					 &used, &err),
			-1);
		assert_int_equal(err.code, ERROR_FORMAT);
	}
	buffer_clear(&frame);
}

static void too_long_is_refused_at_its_first_bytes(void **state)
{
	uint32_t length = WIRE_REQUEST_MAX + 1;
	struct slice start = {(const char *)&length, sizeof(length)};
	struct wire_request as_request;
	struct wire_reply as_reply;
	struct error err = {0};
	size_t used;

	(void)state;
	assert_int_equal(wire_get_request(start, &as_request, &used, &err), -1);
	assert_int_equal(err.code, ERROR_FORMAT);
	length = WIRE_REPLY_MAX + 1;
	assert_int_equal(wire_get_reply(start, &as_reply, &used, &err), -1);
	length = 3;
	assert_int_equal(wire_get_reply(start, &as_reply, &used, &err), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(request_comes_back),
		cmocka_unit_test(reply_comes_back),
		cmocka_unit_test(every_prefix_waits_for_more),
		cmocka_unit_test(changed_bytes_stay_inside),
		cmocka_unit_test(broken_frames),
		cmocka_unit_test(too_long_is_refused_at_its_first_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
