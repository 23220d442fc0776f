/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Expat is fed clean UTF-8 and stopped at the end of each record; the tree of a
 * record lives in an arena that the next record empties.
 *
 * Expat reads what has not ended, as a long comment, from its start each time
 * it is fed more.  So it is fed as much again as it holds: twice the work, not
 * the square of it.
 *
 * Expat's own guard stops entities that multiply.  A record that is too deep or
 * too long is read to its end and refused; the next one starts afresh.
 */
#include "config.h"

#include "indexer/reader/xml.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <expat.h>

#include "base/memory.h"
#include "indexer/reader/extract/charset.h"
#include "indexer/reader/limits.h"

#define CHUNK 16384
/* Tree to text: a record of empty elements must not fill the memory. */
#define TREE_FACTOR 4

struct xml {
	struct source *source;
	const char *const *records;
	bool resync;
	XML_Parser parser;
	struct decoder decoder;
	uint64_t replaced; /* characters of the record */

	struct buffer chunk;  /* what Expat was fed last, for resync */
	uint64_t chunk_start; /* where it starts in what this parser was fed */
	uint64_t lines;       /* before what this parser was fed */
	bool last;            /* the input has ended */
	bool unfed;           /* the chunk is still to be parsed */
	bool suspended;
	size_t held; /* bytes fed since Expat last told of something */
	char root[64];

	unsigned depth;
	unsigned record_depth; /* 0: outside a record */
	struct arena arena;
	struct xml_node *record;
	struct xml_node *open;
	size_t text;
	struct error refused; /* why the record is, code 0 when it is not */
};

static bool is_record(const struct xml *xml, const char *name)
{
	for (size_t i = 0; xml->records[i]; i++)
		if (strcmp(xml->records[i], name) == 0)
			return true;
	return false;
}

/* The rest of the record is passed over. */
static void refuse(
	struct xml *xml, const char *what, uint64_t limit, const char *name)
{
	error_set(&xml->refused, ERROR_LIMIT, "%s %" PRIu64 " (limit %s)", what,
		limit, name);
	xml->open = NULL;
}

static bool within_limits(struct xml *xml, size_t more)
{
	size_t limit = xml->source->text_limit;
	uint64_t depth = xml->source->limits->xml_depth;

	if (xml->refused.code)
		return false;
	xml->text += more;
	if (xml->depth - xml->record_depth > depth)
		refuse(xml, "elements are nested deeper than", depth,
			"xml_depth");
	else if (xml->text > limit || xml->arena.used / TREE_FACTOR > limit)
		refuse(xml, "text and markup are longer than", limit,
			"text_bytes");
	return !xml->refused.code;
}

static void on_start(void *data, const char *full, const char **attributes)
{
	struct xml *xml = data;
	const char *name = xml_local_name(full);

	xml->held = 0;
	xml->depth++;
	if (!xml->root[0])
		snprintf(xml->root, sizeof(xml->root), "%s", full);
	if (xml->record_depth == 0) {
		if (!is_record(xml, name))
			return;
		xml->record_depth = xml->depth;
		xml->text = 0;
		xml->replaced = 0;
		xml->refused.code = ERROR_NONE;
	}
	if (!within_limits(xml, 0))
		return;
	struct xml_node *node = xml_node_add(xml->open, &xml->arena);

	node->name = arena_string(&xml->arena, name, strlen(name));
	xml_node_set(node, (const char *const *)attributes, &xml->arena);
	if (!xml->record)
		xml->record = node;
	xml->open = node;
}

static void on_end(void *data, const char *name)
{
	struct xml *xml = data;

	(void)name;
	xml->held = 0;
	if (xml->record_depth > 0 && xml->depth == xml->record_depth)
		XML_StopParser(xml->parser, XML_TRUE);
	else if (xml->open)
		xml->open = xml->open->parent;
	xml->depth--;
}

static uint64_t count_replaced(const char *text, size_t length)
{
	const char *end = text + length;
	uint64_t count = 0;

	while ((text = memchr(text, '\xef', (size_t)(end - text)))) {
		count +=
			end - text >= 3 && memcmp(text, "\xef\xbf\xbd", 3) == 0;
		text++;
	}
	return count;
}

static void on_text(void *data, const char *text, int length)
{
	struct xml *xml = data;

	xml->held = 0;
	if (!xml->open || !within_limits(xml, (size_t)length))
		return;
	if (xml->decoder.bad > 0)
		xml->replaced += count_replaced(text, (size_t)length);
	xml_node_add(xml->open, &xml->arena)->text =
		arena_copy(&xml->arena, text, (size_t)length);
}

/* Comments, instructions, declarations. */
static void on_other(void *data, const char *text, int length)
{
	struct xml *xml = data;

	(void)text;
	(void)length;
	xml->held = 0;
}

/* An entity whose definition is in a DTD that is not read. */
static void on_skipped(void *data, const char *name, int is_parameter)
{
	uint32_t character = is_parameter ? 0 : entity_character(name);
	struct buffer bytes = BUFFER_INIT;

	if (is_parameter)
		return;
	if (character)
		utf8_put(&bytes, character);
	else
		buffer_printf(&bytes, "&%.32s;", name);
	on_text(data, bytes.data, (int)bytes.length);
	buffer_clear(&bytes);
}

static void start_parser(struct xml *xml)
{
	if (xml->parser)
		XML_ParserReset(xml->parser, "UTF-8");
	else
		xml->parser = XML_ParserCreate("UTF-8");
	if (!xml->parser)
		memory_resize(NULL, (size_t)-1, 2);
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, on_start, on_end);
	XML_SetCharacterDataHandler(xml->parser, on_text);
	XML_SetSkippedEntityHandler(xml->parser, on_skipped);
	XML_SetDefaultHandlerExpand(xml->parser, on_other);
	/* Without it an unknown &alpha; would end the file. */
	XML_UseForeignDTD(xml->parser, XML_TRUE);
	xml->depth = 0;
	xml->record_depth = 0;
	xml->suspended = false;
	xml->held = 0;
	xml->record = xml->open = NULL;
}

struct xml *xml_open(struct source *source, const char *const *records,
	bool resync, struct error *err)
{
	enum charset charset = CHARSET_UTF8;
	struct slice head;

	if (input_head(source->input, &head, err) != 0)
		return NULL;
	if (slice_starts(head, "\xef\xbb\xbf")) {
		head.data += 3;
		head.length -= 3;
	}
	struct slice encoding = charset_declared(head);

	if (encoding.length > 0 && charset_named(encoding, &charset) != 0) {
		error_set(err, ERROR_FORMAT,
			"the encoding %.*s is not read, only UTF-8, "
			"ISO-8859-1 and windows-1252",
			encoding.length < 40 ? (int)encoding.length : 40,
			encoding.data);
		return NULL;
	}
	struct xml *xml = memory_new(sizeof(*xml));

	xml->source = source;
	xml->records = records;
	xml->resync = resync;
	xml->decoder.charset = charset;
	arena_init(&xml->arena);
	start_parser(xml);
	return xml;
}

void xml_close(struct xml *xml)
{
	if (!xml)
		return;
	XML_ParserFree(xml->parser);
	buffer_clear(&xml->chunk);
	arena_clear(&xml->arena);
	free(xml);
}

uint64_t xml_replaced(const struct xml *xml)
{
	return xml->replaced;
}

/* Behind what is in `chunk`: 1, 0 at the end, -1. */
static int read_piece(struct xml *xml, struct error *err)
{
	char raw[CHUNK];
	ssize_t got = input_read(xml->source->input, raw, sizeof(raw), err);

	if (got < 0)
		return -1;
	xml->last = got == 0;
	decoder_feed(&xml->decoder, raw, (size_t)got, xml->last, &xml->chunk);
	return got > 0;
}

/* The next piece of the input into `chunk`; 0, or -1 when it cannot be read. */
static int read_chunk(struct xml *xml, struct error *err)
{
	int more;

	xml->chunk_start += xml->chunk.length;
	buffer_reset(&xml->chunk);
	do {
		more = read_piece(xml, err);
	} while (more > 0 && xml->chunk.length < xml->held);
	return more < 0 ? -1 : 0;
}

static enum XML_Status feed(struct xml *xml, struct slice bytes, bool last)
{
	/* A buffer of Expat's own keeps what follows a stop. */
	void *to = XML_GetBuffer(xml->parser, (int)bytes.length + 1);

	if (!to)
		return XML_STATUS_ERROR;
	if (bytes.length > 0)
		memcpy(to, bytes.data, bytes.length);
	xml->held += bytes.length;
	return XML_ParseBuffer(xml->parser, (int)bytes.length, last);
}

static int parse_error(const struct xml *xml, struct error *err)
{
	enum XML_Error code = XML_GetErrorCode(xml->parser);
	unsigned long long line =
		xml->lines + XML_GetCurrentLineNumber(xml->parser);
	unsigned long long column =
		XML_GetCurrentColumnNumber(xml->parser) + 1ULL;

	if (xml->last && (code == XML_ERROR_NO_ELEMENTS ||
				 code == XML_ERROR_UNCLOSED_TOKEN))
		return error_set(err, ERROR_FORMAT,
			"the XML ends early, in line %llu", line);
	return error_set(err,
		code == XML_ERROR_AMPLIFICATION_LIMIT_BREACH ? ERROR_LIMIT
							     : ERROR_FORMAT,
		"malformed XML in line %llu, column %llu: %s", line, column,
		XML_ErrorString(code));
}

static size_t count_lines(struct slice text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text.length; i++)
		lines += text.data[i] == '\n';
	return lines;
}

/* Where `<` and the name of a record stand; NULL when they do not.  Names cut
 * by the end of the chunk are missed, and with them one record. */
static const char *find_record(const struct xml *xml, struct slice text)
{
	const char *at = text.data, *end = at + text.length;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
		at++;
		for (size_t i = 0; xml->records[i]; i++) {
			size_t length = strlen(xml->records[i]);

			if ((size_t)(end - at) > length &&
				memcmp(at, xml->records[i], length) == 0 &&
				strchr(" \t\r\n>", at[length]))
				return at - 1;
		}
	}
	return NULL;
}

/* The next chunk, behind the end of this one from its last "<" on, where the
 * name of a record may be cut. */
static int read_on(struct xml *xml, struct error *err)
{
	struct slice text = buffer_slice(&xml->chunk);
	size_t kept = 0;
	char tail[32];

	while (kept < text.length && kept < sizeof(tail) &&
		text.data[text.length - 1 - kept] != '<')
		kept++;
	kept = kept < text.length && kept < sizeof(tail) ? kept + 1 : 0;
	memcpy(tail, text.data + text.length - kept, kept);
	if (read_chunk(xml, err) != 0)
		return -1;
	buffer_reserve(&xml->chunk, kept);
	memmove(xml->chunk.data + kept, xml->chunk.data, xml->chunk.length);
	memcpy(xml->chunk.data, tail, kept);
	xml->chunk.length += kept;
	return 0;
}

/* Pass over the input up to a record: 1 and where it starts in the chunk, 0
 * when none follows, -1.  Adds the lines passed. */
static int skip_to_record(
	struct xml *xml, size_t *start, uint64_t *lines, struct error *err)
{
	uint64_t at = (uint64_t)XML_GetCurrentByteIndex(xml->parser);
	size_t from =
		at > xml->chunk_start ? (size_t)(at - xml->chunk_start) : 0;

	/* Behind the "<" where the error stands. */
	from = from < xml->chunk.length ? from + 1 : xml->chunk.length;
	for (;;) {
		struct slice rest = {
			xml->chunk.data + from, xml->chunk.length - from};
		const char *found = find_record(xml, rest);

		if (found) {
			rest.length = (size_t)(found - rest.data);
			*start = (size_t)(found - xml->chunk.data);
		}
		*lines += count_lines(rest);
		if (found || xml->last)
			return found != NULL;
		if (read_on(xml, err) != 0)
			return -1;
		from = 0;
	}
}

/* Start a parser at the next record, as if the file began so; as
 * skip_to_record(). */
static int resync(struct xml *xml, struct error *err)
{
	uint64_t lines = xml->lines + XML_GetCurrentLineNumber(xml->parser) - 1;
	char open[sizeof(xml->root) + 2];
	int length = snprintf(open, sizeof(open), "<%s>", xml->root);
	size_t start = 0;

	xml->held = 0;
	int found = skip_to_record(xml, &start, &lines, err);

	if (found <= 0)
		return found;
	start_parser(xml);
	feed(xml, (struct slice){open, (size_t)length}, false);
	xml->lines = lines;
	xml->chunk.length -= start;
	memmove(xml->chunk.data, xml->chunk.data + start, xml->chunk.length);
	xml->chunk_start = (uint64_t)length;
	xml->unfed = true;
	return 1;
}

/* The parser has stopped behind a record. */
static int give_record(
	struct xml *xml, const struct xml_node **record, struct error *err)
{
	xml->suspended = true;
	xml->record_depth = 0;
	xml->open = NULL;
	*record = xml->record;
	xml->record = NULL;
	if (!xml->refused.code)
		return XML_RECORD;
	*err = xml->refused;
	xml->refused.code = ERROR_NONE;
	return XML_BAD;
}

/* Over what cannot be read, as the caller has said.  The part of the record
 * that was read is given with XML_BAD. */
static int pass_over(struct xml *xml, const struct xml_node **record)
{
	struct error ignored;

	*record = xml->record;
	if (!xml->resync || !xml->root[0] || is_record(xml, xml->root))
		return -1;
	return resync(xml, &ignored) > 0 ? XML_BAD : -1;
}

/* Expat keeps the whole of it. */
static bool is_too_long(const struct xml *xml, struct error *err)
{
	size_t limit = xml->source->text_limit;

	if (xml->held <= limit)
		return false;
	error_set(err, ERROR_LIMIT,
		"a tag, comment or declaration is longer than %zu bytes (limit "
		"text_bytes)",
		limit);
	return true;
}

int xml_next(struct xml *xml, const struct xml_node **record, struct error *err)
{
	enum XML_Status status = XML_STATUS_OK;

	*record = NULL;
	arena_reset(&xml->arena);
	if (xml->suspended) {
		xml->suspended = false;
		status = XML_ResumeParser(xml->parser);
	}
	while (status == XML_STATUS_OK) {
		if (xml->last && !xml->unfed)
			return XML_END;
		if (is_too_long(xml, err))
			return pass_over(xml, record);
		if (!xml->unfed && read_chunk(xml, err) != 0)
			return -1;
		xml->unfed = false;
		status = feed(xml, buffer_slice(&xml->chunk), xml->last);
	}
	if (status == XML_STATUS_SUSPENDED)
		return give_record(xml, record, err);
	parse_error(xml, err);
	return pass_over(xml, record);
}
