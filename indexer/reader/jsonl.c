/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON to documents: an object a line, one array of objects, or one object
 * over many lines.
 *
 * Read are the fields of BEIR (_id, title, text, metadata) and ours: id, title,
 * abstract, text, sections, authors, journal, year, date, pmid, pmcid, doi,
 * nct, ids, mesh, keywords, types, language, url, publisher, volume, issue,
 * pages.  A field of another name is passed over; one of the wrong type costs
 * the record, for it was meant to say something.  What `medlit-index export`
 * wrote is taken as it stands.
 */
#include "config.h"

#include "indexer/reader/internal.h"

#include <inttypes.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/memory.h"
#include "indexer/reader/exported.h"
#include "indexer/reader/limits.h"

struct jsonl {
	struct source *source;
	struct buffer line;
	json_t *array; /* the file is one; NULL: an object a line */
	size_t at;     /* next item of the array */
	json_t *parts; /* of an exported paper that is being read, or NULL */
	size_t part;   /* the next of them */
};

static bool looks(struct slice head)
{
	if (slice_starts(head, "{"))
		return true;
	if (!slice_starts(head, "["))
		return false;
	head.data++;
	head.length--;
	return slice_starts(slice_trim(head), "{");
}

static void close_jsonl(void *state)
{
	struct jsonl *jsonl = state;

	json_decref(jsonl->array);
	json_decref(jsonl->parts);
	buffer_clear(&jsonl->line);
	free(jsonl);
}

static struct slice without_mark(struct slice text)
{
	if (slice_starts(text, "\xef\xbb\xbf")) {
		text.data += 3;
		text.length -= 3;
	}
	return slice_trim(text);
}

/* Jansson refuses bad UTF-8, so it is cleaned first. */
static json_t *parse(struct slice text, uint64_t *replaced, struct error *err)
{
	struct decoder decoder = {.charset = CHARSET_UTF8};
	struct buffer clean = BUFFER_INIT;
	json_error_t cause;

	decoder_feed(&decoder, text.data, text.length, true, &clean);

	json_t *value = json_loadb(clean.data, clean.length, 0, &cause);

	if (!value)
		error_set(err, ERROR_FORMAT, "no JSON: %s (column %d)",
			cause.text, cause.column);
	*replaced = decoder.bad;
	buffer_clear(&clean);
	return value;
}

static int read_array(struct jsonl *jsonl, struct error *err)
{
	uint64_t replaced;

	if (input_all(jsonl->source->input, jsonl->source->limits->array_bytes,
		    "array_bytes", &jsonl->line, err) != 0)
		return -1;
	jsonl->array =
		parse(without_mark(buffer_slice(&jsonl->line)), &replaced, err);
	buffer_clear(&jsonl->line);
	if (!jsonl->array)
		return -1;
	if (json_is_object(jsonl->array)) {
		json_t *array = json_array();

		json_array_append_new(array, jsonl->array);
		jsonl->array = array;
	}
	return json_is_array(jsonl->array)
		       ? 0
		       : error_set(err, ERROR_FORMAT, "is no array of objects");
}

/* An array, or one object printed over many lines. */
static bool is_one_value(struct slice head)
{
	const char *end;

	head = without_mark(head);
	end = head.length ? memchr(head.data, '\n', head.length) : NULL;
	if (slice_starts(head, "["))
		return true;
	return end && slice_is(slice_trim((struct slice){
				       head.data, (size_t)(end - head.data)}),
			      "{");
}

static void *open_jsonl(struct source *source, struct error *err)
{
	struct slice head;

	if (input_head(source->input, &head, err) != 0)
		return NULL;
	struct jsonl *jsonl = memory_new(sizeof(*jsonl));

	jsonl->source = source;
	if (!is_one_value(head) || read_array(jsonl, err) == 0)
		return jsonl;
	close_jsonl(jsonl);
	return NULL;
}

/* A string, or a number as one; anything else is an error but null. */
static int get_text(const json_t *object, const char *name, struct slice *out,
	struct arena *arena, struct error *err)
{
	const json_t *value = json_object_get(object, name);

	if (!value || json_is_null(value) || out->length > 0)
		return 0;
	if (json_is_integer(value)) {
		*out = arena_printf(
			arena, "%lld", (long long)json_integer_value(value));
		return 0;
	}
	if (!json_is_string(value))
		return error_set(err, ERROR_FORMAT,
			"\"%s\" must be a string or a number", name);
	*out = prose_line((struct slice){json_string_value(value),
				  json_string_length(value)},
		arena);
	return 0;
}

/* Strings, or one string with separators. */
static int get_list(const json_t *object, const char *name,
	const char *separators, struct slices *out, struct arena *arena,
	struct error *err)
{
	const json_t *value = json_object_get(object, name);

	if (json_is_string(value)) {
		slices_split(out, slice_of(json_string_value(value)),
			separators, arena);
		return 0;
	}
	if (value && !json_is_null(value) && !json_is_array(value))
		return error_set(err, ERROR_FORMAT,
			"\"%s\" must be a list of strings", name);
	for (size_t i = 0; i < json_array_size(value); i++) {
		const json_t *item = json_array_get(value, i);
		struct slice text;

		if (!json_is_string(item))
			return error_set(err, ERROR_FORMAT,
				"\"%s\" must hold strings only", name);
		text = prose_line(slice_of(json_string_value(item)), arena);
		if (text.length > 0)
			slices_add(out, text, arena);
	}
	return 0;
}

static int add_section(const json_t *text, unsigned kind, struct slice title,
	struct document *document, struct arena *arena, struct error *err)
{
	struct prose prose = {0};

	if (!text || json_is_null(text))
		return 0;
	if (!json_is_string(text))
		return error_set(err, ERROR_FORMAT,
			"the text of a section must be a string");
	prose_add_paragraphs(&prose, (struct slice){json_string_value(text),
					     json_string_length(text)});

	struct slice clean = prose_take(&prose, arena);

	prose_clear(&prose);
	if (clean.length > 0)
		document_add_section(document, kind, title, clean, arena);
	return 0;
}

static int section_kind(const json_t *section, unsigned *kind,
	struct arena *arena, struct error *err)
{
	struct slice name = SLICE_EMPTY;

	if (get_text(section, "kind", &name, arena, err) != 0)
		return -1;
	*kind = SECTION_BODY;
	if (name.length == 0)
		return 0;
	for (*kind = SECTION_ABSTRACT; *kind <= SECTION_CAPTION; ++*kind)
		if (slice_is(name, section_kind_name(*kind)))
			return 0;
	return error_set(err, ERROR_FORMAT,
		"\"%.*s\" is no kind of section (abstract, body, caption)",
		name.length < 40 ? (int)name.length : 40, name.data);
}

static int read_sections(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	const json_t *list = json_object_get(object, "sections");

	if (list && !json_is_null(list) && !json_is_array(list))
		return error_set(
			err, ERROR_FORMAT, "\"sections\" must be a list");
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *section = json_array_get(list, i);
		struct slice title = SLICE_EMPTY;
		unsigned kind;

		if (!json_is_object(section))
			return error_set(err, ERROR_FORMAT,
				"\"sections\" must hold objects only");
		if (section_kind(section, &kind, arena, err) != 0 ||
			get_text(section, "title", &title, arena, err) != 0 ||
			add_section(json_object_get(section, "text"), kind,
				title, document, arena, err) != 0)
			return -1;
	}
	return 0;
}

static int read_texts(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	const struct {
		const char *name;
		struct slice *to;
	} fields[] = {
		{"_id", &document->own},
		{"id", &document->own},
		{"pmid", &document->pmid},
		{"pmcid", &document->pmcid},
		{"doi", &document->doi},
		{"title", &document->title},
		{"vernacular_title", &document->vernacular_title},
		{"journal", &document->journal},
		{"journal_short", &document->journal_short},
		{"publisher", &document->publisher},
		{"volume", &document->volume},
		{"issue", &document->issue},
		{"pages", &document->pages},
		{"language", &document->language},
		{"url", &document->url},
		{"date", &document->date},
		{"year", &document->date},
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (get_text(object, fields[i].name, fields[i].to, arena,
			    err) != 0)
			return -1;
	return 0;
}

static int read_lists(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	struct slices mesh = {0};

	if (get_list(object, "authors", ";", &document->authors, arena, err) !=
			0 ||
		get_list(object, "keywords", ";,", &document->keywords, arena,
			err) != 0 ||
		get_list(object, "types", ";", &document->types, arena, err) !=
			0 ||
		get_list(object, "nct", ";, ", &document->nct, arena, err) !=
			0 ||
		get_list(object, "mesh", ";", &mesh, arena, err) != 0)
		return -1;
	for (size_t i = 0; i < mesh.count; i++)
		mesh_parse(document, mesh.items[i], arena);
	return 0;
}

static int read_status(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	struct slice status = SLICE_EMPTY;

	if (get_text(object, "status", &status, arena, err) != 0)
		return -1;
	if (slice_equal_fold(status, SLICE("retracted")))
		document->status |= DOCUMENT_RETRACTED;
	else if (slice_equal_fold(status, SLICE("corrected")))
		document->status |= DOCUMENT_CORRECTED;
	else if (slice_equal_fold(status, SLICE("concern")))
		document->status |= DOCUMENT_CONCERN;
	return 0;
}

/* The object itself, then what it nests: `ids` and BEIR's `metadata` fill what
 * is still open. */
static int read_object(const json_t *object, struct document *document,
	struct arena *arena, struct error *err)
{
	const json_t *nested[] = {object, json_object_get(object, "ids"),
		json_object_get(object, "metadata")};

	for (size_t i = 0; i < sizeof(nested) / sizeof(*nested); i++)
		if (nested[i] &&
			(read_texts(nested[i], document, arena, err) != 0 ||
				read_lists(nested[i], document, arena, err) !=
					0 ||
				read_status(nested[i], document, arena, err) !=
					0))
			return -1;
	if (add_section(json_object_get(object, "abstract"), SECTION_ABSTRACT,
		    SLICE_EMPTY, document, arena, err) != 0 ||
		add_section(json_object_get(object, "text"), SECTION_ABSTRACT,
			SLICE_EMPTY, document, arena, err) != 0)
		return -1;
	return read_sections(object, document, arena, err);
}

/* An id that only repeats another scheme's says nothing of its own. */
static void settle_ids(struct document *document, struct arena *arena)
{
	if (slice_equal(document->own, document->pmid) ||
		slice_equal_fold(document->own, document->doi) ||
		slice_equal(document->own, document->pmcid))
		document->own = SLICE_EMPTY;
	if (nct_is(document->own))
		slices_add_new(&document->nct, document->own, arena);
	if (document->date.length > 0)
		document->date = date_parse(document->date, arena);
}

static int read_exported(const json_t *value, struct document *document,
	struct arena *arena, struct error *err)
{
	return exported_read(value, document, arena, err) < 0
		       ? READER_BAD_RECORD
		       : READER_DOCUMENT;
}

static int next_part(struct jsonl *jsonl, struct document *document,
	struct arena *arena, struct error *err)
{
	int event = read_exported(json_array_get(jsonl->parts, jsonl->part++),
		document, arena, err);

	if (jsonl->part == json_array_size(jsonl->parts)) {
		json_decref(jsonl->parts);
		jsonl->parts = NULL;
	}
	return event;
}

static int read_value(struct jsonl *jsonl, const json_t *value,
	struct document *document, struct arena *arena, struct error *err)
{
	if (!json_is_object(value)) {
		error_set(err, ERROR_FORMAT, "is no JSON object");
		return READER_BAD_RECORD;
	}
	if (exported_is(value) && json_array_size(exported_parts(value)) > 0) {
		jsonl->parts = json_incref(exported_parts(value));
		jsonl->part = 0;
		return next_part(jsonl, document, arena, err);
	}
	if (exported_is(value))
		return read_exported(value, document, arena, err);
	if (read_object(value, document, arena, err) != 0)
		return READER_BAD_RECORD;
	settle_ids(document, arena);
	return READER_DOCUMENT;
}

/* The next line with anything on it: as input_line(). */
static int next_line(struct jsonl *jsonl, struct slice *line, struct error *err)
{
	int more;

	do {
		more = input_line(jsonl->source->input,
			jsonl->source->limits->line_bytes, &jsonl->line, err);
		if (more <= 0)
			return more;
		jsonl->source->record++;
		*line = without_mark(buffer_slice(&jsonl->line));
	} while (line->length == 0);
	return 1;
}

static int next_object(struct jsonl *jsonl, struct document *document,
	struct arena *arena, struct error *err)
{
	struct slice line;
	uint64_t replaced;
	int more = next_line(jsonl, &line, err);

	if (more <= 0)
		return more;
	if (jsonl->line.length > jsonl->source->limits->line_bytes) {
		error_set(err, ERROR_LIMIT,
			"is longer than %" PRIu64 " bytes (limit line_bytes)",
			jsonl->source->limits->line_bytes);
		return READER_BAD_RECORD;
	}
	json_t *value = parse(line, &replaced, err);

	if (!value)
		return READER_BAD_RECORD;
	int event = read_value(jsonl, value, document, arena, err);

	json_decref(value);
	document_warn_replaced(document, replaced, arena);
	return event;
}

static int next_jsonl(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct jsonl *jsonl = state;

	if (jsonl->parts)
		return next_part(jsonl, document, arena, err);
	if (!jsonl->array)
		return next_object(jsonl, document, arena, err);
	if (jsonl->at == json_array_size(jsonl->array))
		return READER_END;
	jsonl->source->record++;
	return read_value(jsonl, json_array_get(jsonl->array, jsonl->at++),
		document, arena, err);
}

const struct format format_jsonl = {
	.name = "jsonl",
	.unit = "line",
	.looks = looks,
	.open = open_jsonl,
	.next = next_jsonl,
	.close = close_jsonl,
};
