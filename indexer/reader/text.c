/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A plain text file to one document.
 *
 * Lines such as "Title: ..." before the first blank line say what the paper is;
 * a file without them is read as a page saved from the web.  The text is UTF-8
 * when it is valid UTF-8, else windows-1252.
 */
#include "config.h"

#include "indexer/reader/page.h"

#include <stdlib.h>

#include "base/memory.h"
#include "indexer/reader/phrase.h"

struct text {
	struct source *source;
	bool given;
};

/* Whatever is neither markup nor JSON. */
static bool looks(struct slice head)
{
	return head.data[0] != '<';
}

static void *open_text(struct source *source, struct error *err)
{
	struct text *text = memory_new(sizeof(*text));

	(void)err;
	text->source = source;
	return text;
}

static struct slice *field_of(struct document *document, struct slice key)
{
	const struct {
		const char *key;
		struct slice *field;
	} fields[] = {
		{"Title", &document->title},
		{"Id", &document->own},
		{"Journal", &document->journal},
		{"Publisher", &document->publisher},
		{"Date", &document->date},
		{"Year", &document->date},
		{"DOI", &document->doi},
		{"PMID", &document->pmid},
		{"PMCID", &document->pmcid},
		{"Source", &document->url},
		{"URL", &document->url},
		{"Language", &document->language},
		{"Volume", &document->volume},
		{"Issue", &document->issue},
		{"Pages", &document->pages},
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (slice_equal_fold(key, slice_of(fields[i].key)))
			return fields[i].field;
	return NULL;
}

static struct slices *list_of(struct document *document, struct slice key)
{
	if (slice_equal_fold(key, SLICE("Authors")))
		return &document->authors;
	if (slice_equal_fold(key, SLICE("Keywords")))
		return &document->keywords;
	if (slice_equal_fold(key, SLICE("Types")))
		return &document->types;
	return NULL;
}

/* "Key: value"; false for a line that is none of front matter. */
static bool read_front_line(
	struct slice line, struct document *document, struct arena *arena)
{
	const char *colon =
		line.length ? memchr(line.data, ':', line.length) : NULL;

	if (!colon)
		return false;
	struct slice key = {line.data, (size_t)(colon - line.data)};
	struct slice value = slice_trim(
		(struct slice){colon + 1, line.length - key.length - 1});
	struct slice *field = field_of(document, key);
	struct slices *list = list_of(document, key);

	/* What names no address is told of the source, and no fact of it. */
	if (field && (field != &document->url || phrase_starts(value, "http")))
		*field = prose_line(value, arena);
	else if (list)
		slices_split(list, value,
			value.length && memchr(value.data, ';', value.length)
				? ";"
				: ",",
			arena);
	return field || list;
}

static struct slice take_line(struct slice *text)
{
	const char *end =
		text->length ? memchr(text->data, '\n', text->length) : NULL;
	size_t length = end ? (size_t)(end - text->data) : text->length;
	struct slice line = {text->data, length};

	length += end != NULL;
	text->data += length;
	text->length -= length;
	return slice_trim(line);
}

/* Returns the text behind the front matter; all of it when the lines up to the
 * first blank one are not all of front matter. */
static struct slice read_front(
	struct slice text, struct document *document, struct arena *arena)
{
	struct document facts = *document;
	struct slice rest = text, line;

	while ((line = take_line(&rest)).length > 0)
		if (!read_front_line(line, &facts, arena))
			return text;
	if (facts.date.length > 0)
		facts.date = date_parse(facts.date, arena);
	*document = facts;
	return rest;
}

static int read_text(struct text *text, struct document *document,
	struct arena *arena, struct error *err)
{
	struct buffer raw = BUFFER_INIT, clean = BUFFER_INIT;
	struct decoder decoder = {.charset = CHARSET_UTF8};
	int status = input_all(text->source->input, text->source->text_limit,
		"text_bytes", &raw, err);

	if (status == 0 && memchr(raw.data, '\0', raw.length))
		status = error_set(err, ERROR_FORMAT, "is binary, not text");
	if (status == 0) {
		struct slice bytes = buffer_slice(&raw);

		if (!utf8_valid(bytes))
			decoder.charset = CHARSET_WINDOWS_1252;
		decoder_feed(&decoder, raw.data, raw.length, true, &clean);
		bytes = slice_trim(buffer_slice(&clean));
		if (slice_starts(bytes, "\xef\xbb\xbf"))
			bytes = (struct slice){
				bytes.data + 3, bytes.length - 3};
		bytes = read_front(slice_trim(bytes), document, arena);

		struct blocks blocks = blocks_of_text(bytes, arena);

		page_read(&blocks, false, document, arena);
		document_warn_replaced(document, decoder.bad, arena);
	}
	buffer_clear(&raw);
	buffer_clear(&clean);
	return status;
}

static int next_text(void *state, struct document *document,
	struct arena *arena, struct error *err)
{
	struct text *text = state;

	if (text->given)
		return READER_END;
	text->given = true;
	text->source->record = 1;
	return read_text(text, document, arena, err) == 0 ? READER_DOCUMENT
							  : -1;
}

const struct format format_text = {
	.name = "text",
	.unit = "record",
	.looks = looks,
	.open = open_text,
	.next = next_text,
	.close = free,
};
