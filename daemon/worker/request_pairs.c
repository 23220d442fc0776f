/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/request_pairs.h"

#include <jansson.h>

#include "analysis/text/text.h"

static int bad_request(struct fault *fault, const char *what)
{
	return fault_set(fault, 400, "bad_request", 0, "%s", what);
}

/* For a message: valid, and not longer than a name can be. */
struct slice pair_shown(struct slice text, struct arena *arena)
{
	struct slice clean;

	text_clean(text, arena, &clean);
	if (clean.length > 64) {
		clean.length = 64;
		while ((clean.data[clean.length] & 0xc0) == 0x80)
			clean.length--;
	}
	return clean;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undo %XX, and + in a query string. */
int pair_decode(struct slice in, bool plus, struct arena *arena,
	struct slice *out, struct fault *fault)
{
	char *to = arena_alloc(arena, in.length + 1);

	*out = (struct slice){to, 0};
	for (size_t i = 0; i < in.length; i++) {
		char c = in.data[i];

		if (c == '%') {
			int high = i + 2 < in.length ? hex_digit(in.data[i + 1])
						     : -1;
			int low = high >= 0 ? hex_digit(in.data[i + 2]) : -1;

			if (low < 0)
				return bad_request(fault,
					"A percent sign in the address is "
					"written %25 unless two hexadecimal "
					"digits follow it");
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		to[out->length++] = c;
	}
	return 0;
}

static int add_pair(struct pairs *pairs, struct slice name, struct slice value,
	struct arena *arena, struct fault *fault)
{
	for (size_t i = 0; i < pairs->count; i++) {
		if (slice_equal(pairs->items[i].name, name))
			return fault_set(fault, 400, "invalid", 0,
				"The parameter '%.*s' is given twice",
				SLICE_PRINT(pair_shown(name, arena)));
	}
	if (pairs->count == PAIRS_MAX)
		return fault_set(fault, 400, "invalid", PAIRS_MAX,
			"There are more than %d parameters", PAIRS_MAX);
	pairs->items[pairs->count++] = (struct pair){name, value};
	return 0;
}

/* a=1&b=2; a part that is empty is nothing, one without "=" has no value. */
int pairs_read_query(struct slice query, struct pairs *pairs,
	struct arena *arena, struct fault *fault)
{
	const char *at = query.data, *end = at + query.length;

	while (at < end) {
		const char *stop = memchr(at, '&', (size_t)(end - at));
		struct slice name, value = SLICE_EMPTY;

		if (!stop)
			stop = end;
		const char *equals = memchr(at, '=', (size_t)(stop - at));
		const char *name_end = equals ? equals : stop;

		if (stop > at) {
			name = (struct slice){at, (size_t)(name_end - at)};
			if (equals)
				value = (struct slice){equals + 1,
					(size_t)(stop - equals - 1)};
			if (pair_decode(name, true, arena, &name, fault) ||
				pair_decode(value, true, arena, &value, fault) ||
				add_pair(pairs, name, value, arena, fault))
				return -1;
		}
		at = stop + 1;
	}
	return 0;
}

/* A JSON value as the query string would have spelled it. */
static int json_text(const char *name, json_t *value, struct arena *arena,
	struct slice *out, struct fault *fault)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		*out = arena_copy(arena, json_string_value(value),
			json_string_length(value));
		return 0;
	case JSON_INTEGER:
		*out = arena_printf(arena, "%" JSON_INTEGER_FORMAT,
			json_integer_value(value));
		return 0;
	case JSON_TRUE:
		*out = SLICE("on");
		return 0;
	case JSON_FALSE:
		*out = SLICE("off");
		return 0;
	default:
		return fault_set(fault, 400, "invalid", 0,
			"The value of '%.*s' is neither text nor a whole "
			"number",
			SLICE_PRINT(pair_shown(slice_of(name), arena)));
	}
}

static int read_object(json_t *object, struct pairs *pairs, struct arena *arena,
	struct fault *fault)
{
	const char *name;
	json_t *value;

	if (!json_is_object(object))
		return bad_request(fault, "The body is not a JSON object");
	json_object_foreach(object, name, value)
	{
		struct slice text;
		struct slice copy = arena_copy(arena, name, strlen(name));

		if (json_text(name, value, arena, &text, fault) ||
			add_pair(pairs, copy, text, arena, fault))
			return -1;
	}
	return 0;
}

int pairs_read_body(struct slice body, struct pairs *pairs,
	struct arena *arena, struct fault *fault)
{
	json_error_t error;
	json_t *object = json_loadb(body.data ? body.data : "", body.length,
		JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	int result;

	if (!object && json_error_code(&error) == json_error_duplicate_key)
		return fault_set(fault, 400, "invalid", 0,
			"The body gives a parameter twice");
	if (!object)
		return fault_set(fault, 400, "bad_request", 0,
			"The body is not JSON (line %d, column %d)", error.line,
			error.column);
	result = read_object(object, pairs, arena, fault);
	json_decref(object);
	return result;
}

bool pairs_has(const struct pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (slice_is(pairs->items[i].name, name))
			return true;
	return false;
}
