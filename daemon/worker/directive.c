/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/directive.h"

#include <ctype.h>
#include <string.h>

#include "analysis/concept/concept.h"

static int is_blank(unsigned char c)
{
	return isspace(c) || c == '(' || c == '"';
}

static int is_slug_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || isdigit(c) || c == '-' || c == '.';
}

/* The slug right behind an "@", without the full stop of a sentence. */
static struct slice slug_at(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.length && end - at < CONCEPT_SLUG_MAX &&
		is_slug_byte((unsigned char)text.data[end]))
		end++;
	while (end > at && !isalnum((unsigned char)text.data[end - 1]))
		end--;
	return (struct slice){text.data + at, end - at};
}

static void add(
	struct directives *all, struct directive one, struct arena *arena)
{
	if (!(all->count & (all->count - 1)))
		all->items = arena_grow(arena, all->items, all->count,
			all->count ? 2 * all->count : 1, sizeof(*all->items));
	all->items[all->count++] = one;
}

struct directives directives_find(struct slice text, struct arena *arena)
{
	struct directives all = {NULL, 0};
	size_t word = 0; /* where the present one starts */

	for (size_t at = 0; at < text.length; at++) {
		unsigned char c = (unsigned char)text.data[at];
		size_t end = at + 1;

		if (is_blank(c)) {
			word = at + 1;
		} else if (c == '=' && at == word) {
			while (end < text.length &&
				!is_blank((unsigned char)text.data[end]))
				end++;
			if (end > at + 1)
				add(&all,
					(struct directive){DIRECTIVE_LITERAL,
						(uint32_t)at, (uint32_t)end,
						SLICE_EMPTY},
					arena);
			at = end - 1;
		} else if (c == '@' && at > word) {
			struct slice slug = slug_at(text, end);

			if (slug.length == 0)
				continue;
			end += slug.length;
			add(&all,
				(struct directive){DIRECTIVE_SENSE,
					(uint32_t)word, (uint32_t)end, slug},
				arena);
			word = end;
			at = end - 1;
		}
	}
	return all;
}
