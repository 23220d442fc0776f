/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/reader.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "indexer/reader/internal.h"
#include "indexer/reader/limits.h"

struct reader {
	struct source source;
	char *type; /* asked for, or NULL */
	const struct format *format;
	void *state;
	char *path;
	char *extractor;
	bool ended;
};

static int choose_format(
	struct reader *reader, const char *type, struct error *err)
{
	struct slice head;

	if (input_head(reader->source.input, &head, err) != 0)
		return -1;
	/* A type is that of an archive's members. */
	reader->format = sniff_binary(head);
	if (reader->format == &format_archive)
		return 0;
	if (type) {
		reader->format = sniff_named(type);
		if (!reader->format)
			return error_set(err, ERROR_INVALID,
				"\"%.40s\" is no format; read are %s", type,
				reader_formats());
		return 0;
	}
	if (!reader->format)
		reader->format = sniff_format(head, err);
	return reader->format ? 0 : -1;
}

static struct reader *new_reader(const char *path,
	const struct reader_options *options)
{
	struct reader *reader = memory_new(sizeof(*reader));

	reader->path = memory_copy(path);
	reader->type = options->type ? memory_copy(options->type) : NULL;
	reader->extractor =
		memory_copy(options->extractor ? options->extractor
					       : MEDLIT_LIBEXECDIR
				    "/medlit-extract");
	reader->source.extractor = reader->extractor;
	reader->source.type = reader->type;
	reader->source.path = reader->path;
	reader->source.limits =
		options->limits ? options->limits : limits_default();
	reader->source.stop = options->stop;
	reader->source.text_limit = options->text_limit
					    ? options->text_limit
					    : reader->source.limits->text_bytes;
	return reader;
}

/* The reader, or NULL after it was closed. */
static struct reader *open_format(struct reader *reader, struct error *err)
{
	if (reader->source.input) {
		input_set_ratio(reader->source.input,
			reader->source.limits->unpack_ratio);
		if (choose_format(reader, reader->type, err) == 0)
			reader->state = reader->format->open(
				&reader->source, err);
	}
	if (reader->state)
		return reader;
	reader_close(reader);
	return NULL;
}

static ssize_t fill_from_stdin(
	void *none, void *into, size_t size, struct error *err)
{
	ssize_t got;

	(void)none;
	do {
		got = read(STDIN_FILENO, into, size);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? error_set_errno(err, "cannot be read") : got;
}

static struct reader *open_stdin(
	const struct reader_options *options, struct error *err)
{
	struct reader *reader = new_reader("standard input", options);

	reader->source.input = input_open_stream(fill_from_stdin, NULL, err);
	return open_format(reader, err);
}

struct reader *reader_open(const char *path,
	const struct reader_options *options, struct error *err)
{
	static const struct reader_options none;

	if (strcmp(path, READER_STDIN) == 0)
		return open_stdin(options ? options : &none, err);

	/* A file is the same source, however its name was typed. */
	char *whole = realpath(path, NULL);
	struct reader *reader =
		new_reader(whole ? whole : path, options ? options : &none);

	free(whole);
	reader->source.input = input_open(path, err);
	return open_format(reader, err);
}

struct reader *reader_open_member(const struct source *source,
	const char *name, input_fill *bytes, void *context, struct error *err)
{
	const struct reader_options options = {.type = source->type,
		.extractor = source->extractor,
		.limits = source->limits,
		.text_limit = source->text_limit,
		.stop = source->stop};
	char *path = memory_printf("%s!%s", source->path, name);
	struct reader *reader = new_reader(path, &options);

	free(path);
	reader->source.inside = true;
	reader->source.input = input_open_stream(bytes, context, err);
	return open_format(reader, err);
}

struct reader *reader_open_bytes(const char *name, struct slice bytes,
	const struct reader_options *options, struct error *err)
{
	static const struct reader_options none;
	struct reader *reader = new_reader(name, options ? options : &none);

	reader->source.input = input_open_memory(bytes, err);
	return open_format(reader, err);
}

void reader_close(struct reader *reader)
{
	if (!reader)
		return;
	if (reader->state)
		reader->format->close(reader->state);
	input_close(reader->source.input);
	free(reader->path);
	free(reader->type);
	free(reader->extractor);
	free(reader);
}

/* "record 31 (PMID 123): " */
static void prefix_record(const struct reader *reader, struct error *err)
{
	const struct source *source = &reader->source;

	error_prefix(err, "%s %llu%s%s%s: ", reader->format->unit,
		(unsigned long long)source->record,
		source->label[0] ? " (" : "", source->label,
		source->label[0] ? ")" : "");
}

static size_t text_length(const struct document *document)
{
	size_t length = 0;

	for (size_t i = 0; i < document->sections_count; i++)
		length += document->sections[i].text.length;
	return length;
}

static int finish_document(struct reader *reader, int event,
	struct document *document, struct arena *arena, struct error *err)
{
	/* A member's reader did this already. */
	if (reader->format == &format_archive)
		return event;
	/* An exported paper says where it was read first. */
	if (document->format.length == 0) {
		document->format = slice_of(reader->format->name);
		document->source =
			arena_copy(arena, reader->path, strlen(reader->path));
	}
	if (text_length(document) > reader->source.text_limit) {
		error_set(err, ERROR_LIMIT, "text is longer than %zu bytes (limit text_bytes)",
			reader->source.text_limit);
		return READER_BAD_RECORD;
	}
	if (document_identify(document, arena, err) != 0)
		return READER_BAD_RECORD;
	return event;
}

int reader_next(struct reader *reader, struct document *document,
	struct arena *arena, struct error *err)
{
	struct error cause = {0};
	int event;

	if (reader->ended)
		return READER_END;
	memset(document, 0, sizeof(*document));
	event = reader->format->next(reader->state, document, arena, &cause);
	if (event == READER_DOCUMENT || event == READER_DELETE)
		event = finish_document(reader, event, document, arena, &cause);
	if (event == READER_BAD_RECORD)
		prefix_record(reader, &cause);
	if (event == READER_BAD_RECORD || event < 0)
		*err = cause;
	reader->ended = event == READER_END || event < 0;
	return event;
}

const char *reader_format(const struct reader *reader)
{
	return reader->format->name;
}

uint64_t reader_consumed(const struct reader *reader)
{
	return input_consumed(reader->source.input);
}

uint64_t reader_record(const struct reader *reader)
{
	return reader->source.record;
}

uint64_t reader_size(const struct reader *reader)
{
	return input_size(reader->source.input);
}

void document_warn(
	struct document *document, struct arena *arena, const char *format, ...)
{
	char text[256];
	va_list args;

	if (document->warnings.length > 1000)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	document->warnings =
		arena_printf(arena, "%.*s%s%s", SLICE_PRINT(document->warnings),
			document->warnings.length > 0 ? "; " : "", text);
}

void document_warn_replaced(
	struct document *document, uint64_t count, struct arena *arena)
{
	if (count > 0)
		document_warn(document, arena,
			"%llu bytes or characters could not be read",
			(unsigned long long)count);
}

int reader_has_format(const char *name)
{
	return sniff_named(name) != NULL;
}
