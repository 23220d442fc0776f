/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a reply to a plain struct, by the tables of shape.c.  Promises
 * that what a struct says holds: strings are there where the table requires
 * them, counts are not negative, spans lie inside their text.  Anything else
 * is FORMAT, with the member that is wrong.
 *
 *	struct reply | the public struct
 *	  |-- blocks: arrays the struct points to
 *	  |-- tree: JSON whose strings the struct points to
 *	  `-- data: the bytes as they came
 */
#include "config.h"

#include "client/lib/internal.h"

#include "client/lib/shape.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

struct block {
	alignas(max_align_t) struct block *next;
};

struct reply {
	alignas(max_align_t) struct block *blocks;
	json_t *tree;
	char *data;
};

/* What filling a struct needs at hand. */
struct reader {
	struct reply *reply;
	struct medlit_error *err;
};

static struct reply *reply_of(const void *object)
{
	return (struct reply *)(uintptr_t)object - 1;
}

/* Zeroed memory that lives as long as the reply. */
static void *reply_alloc(struct reader *reader, size_t count, size_t size)
{
	struct block *block;

	if (size > 0 && count > (SIZE_MAX - sizeof(*block)) / size)
		block = NULL;
	else
		block = calloc(1, sizeof(*block) + count * size);
	if (!block) {
		fail_memory(reader->err);
		return NULL;
	}
	block->next = reader->reply->blocks;
	reader->reply->blocks = block;
	return block + 1;
}

static int fail_field(struct reader *reader, const struct shape *shape,
	const struct field *field, const char *complaint)
{
	return fail_with(reader->err, MEDLIT_FORMAT,
		"not a reply of version 1: \"%s\" of a %s %s", field->name,
		shape->name, complaint);
}

static int read_object(struct reader *reader, const struct shape *shape,
	const json_t *json, char *into);

/* An array and its length to their two places in the struct. */
static void store_array(
	const struct field *field, char *into, const void *items, size_t count)
{
	memcpy(into + field->offset, &items, sizeof(items));
	memcpy(into + field->count_offset, &count, sizeof(count));
}

static int read_texts(struct reader *reader, const struct shape *shape,
	const struct field *field, const json_t *json, char *into)
{
	size_t count = json_array_size(json), i;
	const char **items;
	struct medlit_strings made;

	if (!json_is_array(json))
		return fail_field(reader, shape, field, "is not an array");
	items = reply_alloc(reader, count, sizeof(*items));
	if (!items)
		return -1;
	for (i = 0; i < count; i++) {
		items[i] = json_string_value(json_array_get(json, i));
		if (!items[i])
			return fail_field(reader, shape, field,
				"holds something that is not a string");
	}
	made.items = items;
	made.count = count;
	memcpy(into + field->offset, &made, sizeof(made));
	return 0;
}

/* A string, or an array of them: the value number `at` of a scheme. */
static const char *id_value(const json_t *json, size_t at)
{
	return json_string_value(
		json_is_array(json) ? json_array_get(json, at) : json);
}

static size_t id_values(const json_t *json)
{
	return json_is_array(json) ? json_array_size(json) : 1;
}

static int read_ids(struct reader *reader, const struct shape *shape,
	const struct field *field, json_t *json, char *into)
{
	struct medlit_id *ids;
	size_t count = 0, i;
	const char *name;
	json_t *value;

	if (!json_is_object(json))
		return fail_field(reader, shape, field, "is not an object");
	json_object_foreach(json, name, value) count += id_values(value);
	ids = reply_alloc(reader, count, sizeof(*ids));
	if (!ids)
		return -1;
	count = 0;
	json_object_foreach(json, name, value)
	{
		for (i = 0; i < id_values(value); i++) {
			ids[count].scheme = name;
			ids[count].value = id_value(value, i);
			if (!ids[count++].value)
				return fail_field(reader, shape, field,
					"holds something that is not a string");
		}
	}
	store_array(field, into, ids, count);
	return 0;
}

static bool read_count(const json_t *json, size_t *count)
{
	json_int_t value = json_integer_value(json);

	if (!json_is_integer(json) || value < 0)
		return false;
	*count = (size_t)value;
	return true;
}

static int read_spans(struct reader *reader, const struct shape *shape,
	const struct field *field, const json_t *json, char *into)
{
	size_t count = json_array_size(json), i;
	struct medlit_span *spans;

	if (!json_is_array(json))
		return fail_field(reader, shape, field, "is not an array");
	spans = reply_alloc(reader, count, sizeof(*spans));
	if (!spans)
		return -1;
	for (i = 0; i < count; i++) {
		const json_t *pair = json_array_get(json, i);

		if (json_array_size(pair) != 2 ||
			!read_count(json_array_get(pair, 0), &spans[i].start) ||
			!read_count(json_array_get(pair, 1), &spans[i].end))
			return fail_field(reader, shape, field,
				"holds something that is not [start, end]");
	}
	store_array(field, into, spans, count);
	return 0;
}

static int read_array(struct reader *reader, const struct shape *shape,
	const struct field *field, const json_t *json, char *into)
{
	size_t count = json_array_size(json), i;
	char *items;

	if (!json_is_array(json))
		return fail_field(reader, shape, field, "is not an array");
	items = reply_alloc(reader, count, field->shape->size);
	if (!items)
		return -1;
	for (i = 0; i < count; i++)
		if (read_object(reader, field->shape, json_array_get(json, i),
			    items + i * field->shape->size))
			return -1;
	store_array(field, into, items, count);
	return 0;
}

static int read_year(struct reader *reader, const struct shape *shape,
	const struct field *field, const json_t *json, char *into)
{
	size_t count;
	int year;

	if (!read_count(json, &count) || count > 9999)
		return fail_field(reader, shape, field, "is not a year");
	year = (int)count;
	memcpy(into + field->offset, &year, sizeof(year));
	return 0;
}

static int read_relation(struct reader *reader, const struct shape *shape,
	const struct field *field, const json_t *json, char *into)
{
	const char *text = json_string_value(json);
	int exact = text && strcmp(text, "eq") == 0;

	if (!exact && (!text || strcmp(text, "gte") != 0))
		return fail_field(
			reader, shape, field, "is neither \"eq\" nor \"gte\"");
	memcpy(into + field->offset, &exact, sizeof(exact));
	return 0;
}

static int read_version(struct reader *reader, const json_t *json)
{
	if (!json_is_integer(json))
		return fail_with(reader->err, MEDLIT_FORMAT,
			"not a reply of version 1: \"v\" is not a number");
	if (json_integer_value(json) != 1)
		return fail_with(reader->err, MEDLIT_FORMAT,
			"the daemon speaks version %lld of the interface, this "
			"client version 1; use programs of the same release",
			(long long)json_integer_value(json));
	return 0;
}

static int read_scalar(struct reader *reader, const struct shape *shape,
	const struct field *field, const json_t *json, char *into)
{
	const char *text = json_string_value(json);
	double real = json_number_value(json);
	int flag = json_is_true(json);
	size_t count = 0;

	switch (field->kind) {
	case FIELD_TEXT:
		if (!text)
			return fail_field(
				reader, shape, field, "is not a string");
		memcpy(into + field->offset, &text, sizeof(text));
		return 0;
	case FIELD_COUNT:
		if (!read_count(json, &count))
			return fail_field(
				reader, shape, field, "is not a whole number");
		memcpy(into + field->offset, &count, sizeof(count));
		return 0;
	case FIELD_REAL:
		if (!json_is_number(json))
			return fail_field(
				reader, shape, field, "is not a number");
		memcpy(into + field->offset, &real, sizeof(real));
		return 0;
	default: /* FIELD_FLAG */
		if (!json_is_boolean(json))
			return fail_field(
				reader, shape, field, "is not true or false");
		memcpy(into + field->offset, &flag, sizeof(flag));
		return 0;
	}
}

static int read_field(struct reader *reader, const struct shape *shape,
	const struct field *field, json_t *json, char *into)
{
	switch (field->kind) {
	case FIELD_VERSION:
		return read_version(reader, json);
	case FIELD_YEAR:
		return read_year(reader, shape, field, json, into);
	case FIELD_RELATION:
		return read_relation(reader, shape, field, json, into);
	case FIELD_TEXTS:
		return read_texts(reader, shape, field, json, into);
	case FIELD_IDS:
		return read_ids(reader, shape, field, json, into);
	case FIELD_SPANS:
		return read_spans(reader, shape, field, json, into);
	case FIELD_ARRAY:
		return read_array(reader, shape, field, json, into);
	case FIELD_INSIDE:
	case FIELD_SAME:
		return read_object(
			reader, field->shape, json, into + field->offset);
	default:
		return read_scalar(reader, shape, field, json, into);
	}
}

static int read_object(struct reader *reader, const struct shape *shape,
	const json_t *json, char *into)
{
	const char *complaint;
	size_t i;

	if (!json_is_object(json))
		return fail_with(reader->err, MEDLIT_FORMAT,
			"not a reply of version 1: a %s is not an object",
			shape->name);
	for (i = 0; i < shape->field_count; i++) {
		const struct field *field = &shape->fields[i];
		json_t *member = field->kind == FIELD_SAME
					 ? (json_t *)(uintptr_t)json
					 : json_object_get(json, field->name);

		if (!member && !field->required)
			continue;
		if (!member)
			return fail_field(reader, shape, field, "is missing");
		if (read_field(reader, shape, field, member, into))
			return -1;
	}
	complaint = shape->check ? shape->check(into) : NULL;
	return complaint ? fail_with(reader->err, MEDLIT_FORMAT,
				   "not a reply of version 1: a %s %s",
				   shape->name, complaint)
			 : 0;
}

/* Jansson leaves the text empty in some of the places where memory ends. */
static json_t *parse_json(const struct answer *answer, struct medlit_error *err)
{
	json_error_t cause;
	json_t *tree = json_loadb(answer->data ? answer->data : "",
		answer->length, JSON_REJECT_DUPLICATES, &cause);

	if (tree)
		return tree;
	if (!*cause.text || json_error_code(&cause) == json_error_out_of_memory)
		fail_memory(err);
	else
		fail_with(err, MEDLIT_FORMAT,
			"the reply is not JSON (%.100s, byte %d); is it from "
			"medlitd?",
			cause.text, cause.position);
	return NULL;
}

void *reply_parse(
	enum shape_name name, struct answer *answer, struct medlit_error *err)
{
	static const struct shape *const shapes[] = {
		[SHAPE_RESULTS] = &shape_results,
		[SHAPE_DOCUMENT] = &shape_document,
		[SHAPE_ANALYSIS] = &shape_analysis,
		[SHAPE_STATUS] = &shape_status,
		[SHAPE_NAMES] = &shape_names,
	};
	const struct shape *shape = shapes[name];
	struct reader reader = {NULL, err};

	reader.reply = calloc(1, sizeof(*reader.reply) + shape->size);
	if (!reader.reply) {
		fail_memory(err);
		return NULL;
	}
	reader.reply->tree = parse_json(answer, err);
	if (!reader.reply->tree ||
		read_object(&reader, shape, reader.reply->tree,
			(char *)(reader.reply + 1))) {
		reply_free(reader.reply + 1);
		return NULL;
	}
	reader.reply->data = answer->data;
	memset(answer, 0, sizeof(*answer));
	return reader.reply + 1;
}

const char *reply_json(const void *object)
{
	return reply_of(object)->data;
}

json_t *reply_tree(const void *object)
{
	return reply_of(object)->tree;
}

void reply_free(void *object)
{
	struct reply *reply;
	struct block *block;

	if (!object)
		return;
	reply = reply_of(object);
	while ((block = reply->blocks)) {
		reply->blocks = block->next;
		free(block);
	}
	json_decref(reply->tree);
	free(reply->data);
	free(reply);
}
