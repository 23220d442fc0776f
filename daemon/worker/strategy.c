/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A strategy's text to lines; strategy_line.c reads them. */
#include "config.h"

#include "daemon/worker/strategy.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/lexeme_internal.h"
#include "daemon/worker/query.h"

#define DIGITS_MAX 4 /* of a line's number */

static unsigned char byte_at(struct slice text, size_t at)
{
	return at < text.length ? (unsigned char)text.data[at] : '\n';
}

static size_t skip_blanks(struct slice text, size_t at)
{
	while (byte_at(text, at) == ' ' || byte_at(text, at) == '\t' ||
		byte_at(text, at) == '\r')
		at++;
	return at;
}

/* Bytes of a number; 0: none is here. */
static size_t read_number(struct slice text, size_t at, uint32_t *number)
{
	size_t from = at;

	*number = 0;
	while (isdigit(byte_at(text, at)) && at - from <= DIGITS_MAX)
		*number = 10 * *number + (uint32_t)(byte_at(text, at++) - '0');
	return at - from <= DIGITS_MAX ? at - from : 0;
}

/* "#3 ", "3. ", "#3: "; "3 " only where 3 comes next.  Returns the byte behind
 * it; `at`: the line has no number. */
static size_t read_head(
	struct slice text, size_t at, uint32_t next, uint32_t *number)
{
	size_t from = at, digits;
	int marked;

	at = skip_blanks(text, at);
	marked = byte_at(text, at) == '#';
	at += (size_t)marked;
	digits = read_number(text, at, number);
	at += digits;
	if (digits && byte_at(text, at) && strchr(".):", byte_at(text, at))) {
		marked = 1;
		at++;
	}
	if (!digits || !isspace(byte_at(text, at)) ||
		(!marked && *number != next))
		return from;
	/* "#1 AND #2" is what a line says, unless it is its turn */
	if (*number != next) {
		size_t behind = skip_blanks(text, at);
		struct slice rest = {text.data + behind, text.length - behind};

		if (slice_starts(rest, "AND ") || slice_starts(rest, "OR ") ||
			slice_starts(rest, "NOT "))
			return from;
	}
	return skip_blanks(text, at);
}

/* Without the count of papers that was copied with it, behind a tab. */
static uint32_t end_of_line(struct strategy *strategy, size_t start, size_t end,
	struct arena *arena)
{
	const char *data = strategy->text.data;
	size_t at = end, last;

	while (at > start && isspace((unsigned char)data[at - 1]))
		at--;
	last = at;
	while (at > start &&
		(isdigit((unsigned char)data[at - 1]) || data[at - 1] == ','))
		at--;
	if (at == last || at <= start + 1 || data[at - 1] != '\t')
		return (uint32_t)last;
	slices_add(&strategy->warnings,
		arena_printf(arena,
			"\"%.*s\" behind a tab was taken for a count and not "
			"searched",
			(int)(last - at), data + at),
		arena);
	return (uint32_t)(at - 1);
}

static void add_line(struct strategy *strategy, uint32_t number, size_t start,
	size_t end, struct arena *arena)
{
	for (size_t i = 0; i < strategy->count; i++)
		if (strategy->lines[i].number == number)
			slices_add(&strategy->warnings,
				arena_printf(arena,
					"Two lines have the number %u; the "
					"first one is meant by it",
					number),
				arena);
	strategy->lines = query_grow(strategy->lines, strategy->count,
		sizeof(*strategy->lines), arena);
	strategy->lines[strategy->count++] = (struct strategy_line){number,
		(uint32_t)start, end_of_line(strategy, start, end, arena)};
}

struct strategy strategy_read(struct slice text, struct arena *arena)
{
	struct strategy strategy = {.text = text};
	int numbered = 0;

	for (size_t at = 0, end; at < text.length; at = end + 1) {
		uint32_t next = (uint32_t)strategy.count + 1, number;
		size_t first = skip_blanks(text, at), start;

		for (end = at; end < text.length && text.data[end] != '\n';)
			end++;
		if (first >= end)
			continue;
		if (strategy.count)
			next = strategy.lines[strategy.count - 1].number + 1;
		start = read_head(text, at, next, &number);
		if (!strategy.count)
			numbered = start != at;
		if (numbered && start == at) {
			struct strategy_line *line =
				&strategy.lines[strategy.count - 1];

			line->end =
				end_of_line(&strategy, line->start, end, arena);
			continue;
		}
		if (!numbered) {
			number = next;
			start = first;
		}
		add_line(&strategy, number, start < end ? start : end, end,
			arena);
	}
	return strategy;
}

/* ---- references ---------------------------------------------------------- */

/* "1", "#1-#4", "1,3-5" */
static size_t list_length(struct slice text, size_t at)
{
	size_t from = at, digits;
	uint32_t number;

	for (;;) {
		at += byte_at(text, at) == '#';
		digits = read_number(text, at, &number);
		if (!digits)
			return 0;
		at += digits;
		if (byte_at(text, at) != '-' && byte_at(text, at) != ',')
			return at - from;
		at++;
		while (byte_at(text, at) == ' ')
			at++;
	}
}

/* "or/", "{or " */
static size_t join_length(struct slice text, size_t at)
{
	size_t open = byte_at(text, at) == '{', from = at;
	struct slice rest;

	at += open;
	rest = (struct slice){
		text.data + at, at < text.length ? text.length - at : 0};
	if (rest.length < 4)
		return 0;
	rest.length = 2;
	at += slice_equal_fold(rest, SLICE("or")) ? 2 : 3;
	rest.length = 3;
	if (at - from - open == 3 && !slice_equal_fold(rest, SLICE("and")))
		return 0;
	if (byte_at(text, at) != (open ? ' ' : '/'))
		return 0;
	return at + 1 - from;
}

size_t lexeme_line_length(struct slice text, size_t at, int numbers)
{
	size_t join = join_length(text, at), length;
	int open = byte_at(text, at) == '{';

	if (!join && byte_at(text, at) != '#' && !numbers)
		return 0;
	length = list_length(text, at + join);
	if (!length)
		return 0;
	length += join;
	if (open && byte_at(text, at + length) != '}')
		return 0;
	length += (size_t)open;
	return isalnum(byte_at(text, at + length)) ||
			       (!join && memchr(text.data + at, '-', length))
		       ? 0
		       : length;
}

int strategy_is_likely(struct slice text, struct arena *arena)
{
	struct strategy strategy;
	size_t named = 0;

	if (!text.length || !memchr(text.data, '\n', text.length))
		return 0;
	strategy = strategy_read(text, arena);
	for (size_t i = 0; i < strategy.count && strategy.count > 1; i++)
		for (size_t at = strategy.lines[i].start;
			at < strategy.lines[i].end; at++)
			named += text.data[at] == '#' &&
				 lexeme_line_length(text, at, 0) > 0;
	return named > 0;
}
