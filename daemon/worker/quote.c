/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/quote.h"

#include <string.h>

/* Length of the mark at text[at], 0 when there is none. */
static size_t mark_length(struct slice text, size_t at)
{
	if (text.data[at] == '"')
		return 1;
	if (text.length - at >= 3 &&
		(memcmp(text.data + at, "\xe2\x80\x9c", 3) == 0 ||
			memcmp(text.data + at, "\xe2\x80\x9d", 3) == 0))
		return 3;
	return 0;
}

static void add_quote(
	struct quotes *quotes, size_t start, size_t end, struct arena *arena)
{
	size_t count = quotes->count;

	if (!(count & (count - 1)))
		quotes->items = arena_grow(arena, quotes->items, count,
			count ? 2 * count : 1, sizeof(*quotes->items));
	quotes->items[quotes->count++] =
		(struct quote){(uint32_t)start, (uint32_t)end};
}

struct quotes quotes_find(struct slice text, struct arena *arena)
{
	struct quotes quotes = {NULL, 0, QUOTE_NONE};
	size_t open = SIZE_MAX, length;

	for (size_t at = 0; at < text.length; at += length ? length : 1) {
		length = mark_length(text, at);
		if (!length)
			continue;
		if (open == SIZE_MAX) {
			open = at + length;
			quotes.open = (uint32_t)at;
			continue;
		}
		add_quote(&quotes, open, at, arena);
		open = SIZE_MAX;
		quotes.open = QUOTE_NONE;
	}
	return quotes;
}
