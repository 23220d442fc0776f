/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/json.h"

#include "analysis/text/text.h"

json_t *json_slice(struct slice text)
{
	json_t *string = json_stringn(text.data ? text.data : "", text.length);
	struct arena arena;

	if (string)
		return string;
	arena_init(&arena);
	text_clean(text, &arena, &text);
	string = json_stringn(text.data, text.length);
	arena_clear(&arena);
	return string;
}

void json_put_slice(json_t *object, const char *name, struct slice text)
{
	if (text.length)
		json_object_set_new(object, name, json_slice(text));
}

void json_put_text(json_t *object, const char *name, const char *text)
{
	json_object_set_new(object, name, json_string(text));
}

void json_put_number(json_t *object, const char *name, uint64_t number)
{
	json_object_set_new(object, name, json_integer((json_int_t)number));
}

json_t *json_pair(uint64_t a, uint64_t b)
{
	json_t *array = json_array();

	json_array_append_new(array, json_integer((json_int_t)a));
	json_array_append_new(array, json_integer((json_int_t)b));
	return array;
}

static int add_bytes(const char *bytes, size_t length, void *out)
{
	buffer_add(out, bytes, length);
	return 0;
}

void json_finish(json_t *value, struct buffer *out)
{
	json_dump_callback(
		value, add_bytes, out, JSON_COMPACT | JSON_REAL_PRECISION(8));
	buffer_add_char(out, '\n');
	json_decref(value);
}
