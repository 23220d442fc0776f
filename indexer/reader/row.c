/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/row.h"

char row_separator(struct slice head)
{
	static const char separators[] = ",;\t";
	size_t counts[3] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < head.length && head.data[i] != '\n'; i++) {
		quoted ^= head.data[i] == '"';
		for (size_t n = 0; n < 3 && !quoted; n++)
			counts[n] += head.data[i] == separators[n];
	}
	for (size_t n = 1; n < 3; n++)
		if (counts[n] > counts[best])
			best = n;
	return separators[best];
}

/*
 *	         "           "
 *	START ------> QUOTED <====> CLOSED		sep: to START, but
 *	  | other                     | other		from QUOTED
 *	  +--------> PLAIN <----------+
 *
 * A quote written twice goes through CLOSED; one in a plain field is text.
 */
enum place {
	PLACE_START,
	PLACE_PLAIN,
	PLACE_QUOTED,
	PLACE_CLOSED,
};

static enum place step(enum place place, char c, char separator)
{
	if (place == PLACE_QUOTED)
		return c == '"' ? PLACE_CLOSED : PLACE_QUOTED;
	if (c == separator)
		return PLACE_START;
	if (c == '"' && place != PLACE_PLAIN)
		return PLACE_QUOTED;
	return PLACE_PLAIN;
}

struct slices row_split(struct slice line, char separator, struct arena *arena)
{
	struct slices fields = {0};
	char *to = arena_alloc(arena, line.length + 1), *field = to;
	enum place place = PLACE_START;

	for (size_t i = 0; i < line.length; i++) {
		char c = line.data[i];
		enum place before = place;

		place = step(place, c, separator);
		if (place == PLACE_START) {
			slices_add(&fields,
				(struct slice){field, (size_t)(to - field)},
				arena);
			field = to;
			if (fields.count == ROW_FIELDS)
				return fields;
		} else if (place == PLACE_PLAIN ||
			   (place == PLACE_QUOTED && before != PLACE_START)) {
			*to++ = c;
		}
	}
	slices_add(&fields, (struct slice){field, (size_t)(to - field)}, arena);
	return fields;
}

static enum place walk(enum place place, struct slice text, char separator)
{
	for (size_t i = 0; i < text.length; i++)
		place = step(place, text.data[i], separator);
	return place;
}

int row_open(
	struct row_reader *reader, struct source *source, struct error *err)
{
	struct slice head;

	if (input_head(source->input, &head, err) != 0)
		return -1;
	*reader = (struct row_reader){.separator = row_separator(head)};
	return lines_open(&reader->lines, source, err);
}

void row_clear(struct row_reader *reader)
{
	lines_clear(&reader->lines);
	buffer_clear(&reader->text);
}

int row_next(struct row_reader *reader, struct row *row, struct arena *arena,
	struct error *err)
{
	enum place place = PLACE_START;
	bool overlong = false;
	size_t limit = reader->lines.source->text_limit;
	struct slice line;
	int more;

	buffer_reset(&reader->text);
	*row = (struct row){.line = reader->lines.count + 1};
	while ((more = lines_next(&reader->lines, &line, err)) > 0) {
		overlong |= reader->lines.overlong ||
			    reader->text.length + line.length > limit;
		if (overlong)
			break;
		if (row->line < reader->lines.count)
			buffer_add_char(&reader->text, '\n');
		buffer_add_slice(&reader->text, line);
		place = walk(place, line, reader->separator);
		if (place != PLACE_QUOTED)
			break;
	}
	if (more < 0 || (more == 0 && reader->lines.count < row->line))
		return more;
	if (overlong) {
		error_set(err, ERROR_LIMIT, "is longer than %zu bytes", limit);
		return READER_BAD_RECORD;
	}
	if (place == PLACE_QUOTED) {
		error_set(err, ERROR_FORMAT,
			"a quote opened here is never closed");
		return READER_BAD_RECORD;
	}
	if (slice_trim(buffer_slice(&reader->text)).length > 0)
		row->fields = row_split(
			buffer_slice(&reader->text), reader->separator, arena);
	return 1;
}
