/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tagged lines to records.  What is in memory is one record, and of the next
 * one what has to be seen to know that it is one: exports exist in which the
 * line that ends a record is missing, and others that repeat the one that
 * begins it.
 */
#include "config.h"

#include "indexer/reader/tagged.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "indexer/reader/lines.h"

struct span {
	char tag[TAG_MOST + 1];
	size_t start, length; /* of the value in `text` */
	uint64_t line;
};

struct tagged {
	struct lines lines;
	const struct tagged_grammar *grammar;
	struct buffer text; /* values of the record that is being read */
	struct span *spans;
	size_t count, room;
	size_t split; /* a further record may begin at this span; 0: none */
	size_t width;
	bool titled;       /* one of `once` was seen in it */
	bool split_titled; /* ... before `split` */
	bool overlong;
	bool ended;
};

struct tagged *tagged_open(struct source *source,
	const struct tagged_grammar *grammar, struct error *err)
{
	struct tagged *tagged = memory_new(sizeof(*tagged));

	tagged->grammar = grammar;
	if (lines_open(&tagged->lines, source, err) == 0)
		return tagged;
	free(tagged);
	return NULL;
}

void tagged_close(struct tagged *tagged)
{
	if (!tagged)
		return;
	lines_clear(&tagged->lines);
	buffer_clear(&tagged->text);
	free(tagged->spans);
	free(tagged);
}

/* ---- one line --------------------------------------------------------- */

bool tagged_pair(struct slice line, char tag[TAG_MOST + 1])
{
	if (line.length < 2 || !isupper((unsigned char)line.data[0]) ||
		!(isupper((unsigned char)line.data[1]) ||
			isdigit((unsigned char)line.data[1])))
		return false;
	memcpy(tag, line.data, 2);
	tag[2] = '\0';
	return true;
}

static bool is_one_of(const char *tag, const char *const *tags)
{
	for (; tags && *tags; tags++)
		if (strcmp(tag, *tags) == 0)
			return true;
	return false;
}

static void add_text(struct tagged *tagged, struct slice value)
{
	/* What is over the limit is read on without being kept. */
	if (tagged->text.length + value.length >
		tagged->lines.source->text_limit)
		tagged->overlong = true;
	else
		buffer_add_slice(&tagged->text, value);
}

static void add_span(struct tagged *tagged, const char *tag, struct slice value)
{
	if (tagged->count == tagged->room) {
		tagged->room = tagged->room ? 2 * tagged->room : 64;
		tagged->spans = memory_resize(
			tagged->spans, tagged->room, sizeof(*tagged->spans));
	}
	struct span *span = &tagged->spans[tagged->count];

	*span = (struct span){
		.start = tagged->text.length, .line = tagged->lines.count};
	snprintf(span->tag, sizeof(span->tag), "%s", tag);
	add_text(tagged, value);
	span->length = tagged->text.length - span->start;
	/* A field of no bytes takes room, too. */
	if (tagged->count < LIST_MOST)
		tagged->count++;
	else
		tagged->overlong = true;
}

static void add_continuation(struct tagged *tagged, struct slice line)
{
	struct span *span = &tagged->spans[tagged->count - 1];

	add_text(tagged, SLICE("\n"));
	add_text(tagged, line);
	span->length = tagged->text.length - span->start;
}

/* ---- one record ------------------------------------------------------- */

static bool holds_more_than(const struct tagged *tagged, const char *tag)
{
	for (size_t i = 0; i < tagged->count; i++)
		if (strcmp(tagged->spans[i].tag, tag) != 0)
			return true;
	return false;
}

/* Returns 1 when the record before `split` is whole. */
static int take_field(
	struct tagged *tagged, const char *tag, struct slice value)
{
	const struct tagged_grammar *grammar = tagged->grammar;
	bool once = is_one_of(tag, grammar->once);

	if (strcmp(tag, grammar->first) == 0 && tagged->count > 0 &&
		(once || holds_more_than(tagged, grammar->first))) {
		tagged->split = tagged->count;
		tagged->split_titled = tagged->titled;
		tagged->titled = false;
	}
	bool whole = tagged->split > 0 && once && tagged->split_titled &&
		     !tagged->titled && slice_trim(value).length > 0;

	if (slice_trim(value).length > 0)
		tagged->titled |= once;
	add_span(tagged, tag, value);
	return whole;
}

/* 1 when a record is whole, else 0. */
static int take_line(struct tagged *tagged, struct slice line)
{
	char tag[TAG_MOST + 1];
	bool blank = slice_trim(line).length == 0;

	if (blank && !tagged->grammar->last)
		return tagged->count > 0;
	size_t before = tagged->grammar->split(line, tag, &tagged->width);

	if (before == 0) {
		if (!blank && tagged->count > 0)
			add_continuation(tagged, line);
		return 0;
	}
	if (tagged->grammar->last && strcmp(tag, tagged->grammar->last) == 0)
		return tagged->count > 0;
	if (before > line.length)
		before = line.length;
	return take_field(tagged, tag,
		(struct slice){line.data + before, line.length - before});
}

/* Gives the first `count` fields and keeps the rest for the next record. */
static void give(struct tagged *tagged, size_t count,
	struct tagged_record *record, struct arena *arena)
{
	size_t end = count < tagged->count ? tagged->spans[count].start
					   : tagged->text.length;
	struct slice text = arena_copy(arena, tagged->text.data, end);

	*record = (struct tagged_record){
		.fields = arena_array(arena, struct tagged_field, count + 1),
		.count = count,
		.replaced = tagged->lines.decoder.bad,
		.converted =
			tagged->lines.decoder.charset == CHARSET_WINDOWS_1252};
	for (size_t i = 0; i < count; i++) {
		const struct span *span = &tagged->spans[i];

		memcpy(record->fields[i].tag, span->tag, sizeof(span->tag));
		record->fields[i].value =
			(struct slice){text.data + span->start, span->length};
	}
	snprintf(tagged->lines.source->label,
		sizeof(tagged->lines.source->label), "line %llu",
		(unsigned long long)tagged->spans[0].line);
	tagged->lines.source->record++;
	tagged->lines.decoder.bad = 0;
}

static void keep_from(struct tagged *tagged, size_t first)
{
	size_t start = first < tagged->count ? tagged->spans[first].start
					     : tagged->text.length;

	tagged->text.length -= start;
	if (tagged->text.length > 0)
		memmove(tagged->text.data, tagged->text.data + start,
			tagged->text.length);
	tagged->count -= first;
	for (size_t i = 0; i < tagged->count; i++) {
		tagged->spans[i] = tagged->spans[first + i];
		tagged->spans[i].start -= start;
	}
	tagged->split = 0;
	tagged->titled = tagged->count > 0;
	tagged->split_titled = false;
	tagged->overlong = false;
}

/* Lines up to the end of a record: 1, 0 at the end of the file, -1. */
static int read_record(struct tagged *tagged, struct error *err)
{
	struct slice line;
	int more;

	while ((more = lines_next(&tagged->lines, &line, err)) > 0) {
		if (tagged->lines.overlong)
			tagged->overlong = true;
		else if (take_line(tagged, line))
			return 1;
	}
	tagged->ended = true;
	return more < 0 ? -1 : tagged->count > 0;
}

int tagged_next(struct tagged *tagged, struct tagged_record *record,
	struct arena *arena, struct error *err)
{
	int more = tagged->ended ? 0 : read_record(tagged, err);

	/* A record that an error cut short is none. */
	if (more <= 0)
		return more;
	/* What begins behind `split` is a record only with a title. */
	size_t count =
		tagged->split > 0 && tagged->split_titled && tagged->titled
			? tagged->split
			: tagged->count;
	bool overlong = tagged->overlong;

	give(tagged, count, record, arena);
	keep_from(tagged, count);
	if (!overlong)
		return 1;
	error_set(err, ERROR_LIMIT, "is longer than %zu bytes or %d fields",
		tagged->lines.source->text_limit, LIST_MOST);
	return READER_BAD_RECORD;
}

/* ---- values ----------------------------------------------------------- */

bool tagged_again(const struct tagged_record *record, const char *tag,
	size_t *at, struct slice *value)
{
	while (*at < record->count) {
		const struct tagged_field *field = &record->fields[(*at)++];

		*value = slice_trim(field->value);
		if (value->length > 0 && strcmp(field->tag, tag) == 0)
			return true;
	}
	return false;
}

struct slice tagged_value(const struct tagged_record *record, const char *tag)
{
	struct slice value = SLICE_EMPTY;
	size_t at = 0;

	if (!tagged_again(record, tag, &at, &value))
		return SLICE_EMPTY;
	return value;
}
