/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/json.h"

#include <math.h>
#include <stdio.h>

#include "analysis/text/text.h"

/* How the bytes that cannot stand in a string are written: the letter behind a
 * backslash, or \u with four digits. */
static const char escapes[256] = {
	['"'] = '"',
	['\\'] = '\\',
	['\b'] = 'b',
	['\f'] = 'f',
	['\n'] = 'n',
	['\r'] = 'r',
	['\t'] = 't',
};

static int is_plain(char c)
{
	return (unsigned char)c >= ' ' && c != '"' && c != '\\';
}

static void add_escape(struct buffer *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";
	char short_form[] = {'\\', escapes[c]};
	char long_form[] = {
		'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};

	if (escapes[c])
		buffer_add(out, short_form, sizeof(short_form));
	else
		buffer_add(out, long_form, sizeof(long_form));
}

#define EACH(byte) (UINT64_MAX / 255 * (byte))

/* Eight bytes at once; none of the differences borrows unless a byte is found
 * (Mycroft's test for a zero byte). */
static int are_plain(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return !((word | (word - EACH(' ')) | ((word ^ EACH('"')) - EACH(1)) |
			 ((word ^ EACH('\\')) - EACH(1))) &
		 EACH(0x80));
}

/* How much at the start is ASCII that needs no escape, mostly all of it. */
static size_t plain_length(struct slice text)
{
	size_t at = 0;

	while (at + 8 <= text.length && are_plain(text.data + at))
		at += 8;
	while (at < text.length && is_plain(text.data[at]) &&
		(unsigned char)text.data[at] < 0x80)
		at++;
	return at;
}

/* The bytes from `start` on that need no escape. */
static size_t run_length(struct slice text, size_t start)
{
	size_t at = start;

	while (at < text.length && is_plain(text.data[at]))
		at++;
	return at - start;
}

/* Of which `plain` bytes are ASCII without escapes. */
static void add_odd_string(struct buffer *out, struct slice text, size_t plain)
{
	struct arena arena;
	size_t at = 0, length;

	arena_init(&arena);
	text_clean(text, &arena, &text);
	length = plain + run_length(text, plain);
	for (;;) {
		buffer_add(out, text.data + at, length);
		at += length;
		if (at == text.length)
			break;
		add_escape(out, (unsigned char)text.data[at++]);
		length = run_length(text, at);
	}
	arena_clear(&arena);
}

/* What stands before any value.  Our own names need no escapes. */
static void add_name(struct json *json, const char *name)
{
	size_t length = name ? strlen(name) : 0;
	char *at = buffer_reserve(json->out, length + 4);

	if (json->more)
		*at++ = ',';
	json->more = 1;
	if (name) {
		*at++ = '"';
		memcpy(at, name, length);
		at += length;
		*at++ = '"';
		*at++ = ':';
	}
	*at = '\0';
	json->out->length = (size_t)(at - json->out->data);
}

void json_begin(struct json *json, const char *name, char bracket)
{
	add_name(json, name);
	buffer_add_char(json->out, bracket);
	json->more = 0;
}

void json_end(struct json *json, char bracket)
{
	buffer_add_char(json->out, bracket);
	json->more = 1;
}

void json_put_string(struct json *json, const char *name, struct slice text)
{
	size_t plain = plain_length(text);

	add_name(json, name);
	buffer_reserve(json->out, text.length + 2);
	buffer_add_char(json->out, '"');
	if (plain == text.length)
		buffer_add_slice(json->out, text);
	else
		add_odd_string(json->out, text, plain);
	buffer_add_char(json->out, '"');
}

void json_put_slice(struct json *json, const char *name, struct slice text)
{
	if (text.length)
		json_put_string(json, name, text);
}

void json_put_text(struct json *json, const char *name, const char *text)
{
	json_put_string(json, name, slice_of(text));
}

/* Behind a point, with the zeros before them. */
static void add_places(struct buffer *out, uint64_t number, size_t places)
{
	char digits[20];

	for (size_t at = places; at > 0; number /= 10)
		digits[--at] = (char)('0' + number % 10);
	buffer_add(out, digits, places);
}

void json_put_number(struct json *json, const char *name, uint64_t number)
{
	add_name(json, name);
	buffer_add_decimal(json->out, number);
}

/* Numbers as scores are, ten to an answer: a twentieth of what printf takes. */
static int add_common_real(struct buffer *out, double number)
{
	uint64_t scale = 10000000;
	size_t places = 7;

	if (!(number >= 1 && number < 999999))
		return 0;
	for (double top = 10; number >= top; top *= 10, places--)
		scale /= 10;

	uint64_t rounded = (uint64_t)(number * (double)scale + 0.5);
	uint64_t rest = rounded % scale;

	for (; places > 1 && rest % 10 == 0; places--)
		rest /= 10;
	buffer_add_decimal(out, rounded / scale);
	buffer_add_char(out, '.');
	add_places(out, rest, places);
	return 1;
}

static void add_real(struct buffer *out, int digits, double number)
{
	char text[32];

	snprintf(text, sizeof(text), "%.*g", digits, number);
	buffer_add_string(out, text);
	/* A reader may tell 12.0 from 12. */
	if (!strpbrk(text, ".e"))
		buffer_add(out, ".0", 2);
}

void json_put_real(struct json *json, const char *name, double number)
{
	if (!isfinite(number))
		return;
	add_name(json, name);
	if (!add_common_real(json->out, number))
		add_real(json->out, 8, number);
}

void json_put_exact(struct json *json, const char *name, double number)
{
	if (!isfinite(number))
		return;
	add_name(json, name);
	add_real(json->out, 17, number);
}

void json_put_boolean(struct json *json, const char *name, int is_true)
{
	add_name(json, name);
	buffer_add_string(json->out, is_true ? "true" : "false");
}

void json_put_members(struct json *json, struct slice object)
{
	if (object.length <= 2)
		return;
	add_name(json, NULL);
	buffer_add(json->out, object.data + 1, object.length - 2);
}

void json_finish(struct json *json)
{
	buffer_add(json->out, "}\n", 2);
}
