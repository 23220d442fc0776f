/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/phrase.h"

#include <stdlib.h>
#include <strings.h>

#include "base/hash.h"
#include "indexer/reader/extract/letter.h"

/* The longest subject of a list, in bytes. */
#define ITEM_MOST 80

bool phrase_is_capital(char c)
{
	return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0xc3;
}

size_t phrase_words(struct slice text)
{
	size_t words = text.length > 0;

	for (size_t i = 0; i < text.length; i++)
		words += text.data[i] == ' ';
	return words;
}

/* Letters and digits alone, in lower case: what two spellings share. */
struct slice phrase_squeeze(struct slice text, struct arena *arena)
{
	char *to = arena_alloc(arena, text.length + 1);
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || is_digit(c))
			to[length++] = c;
	}
	return (struct slice){to, length};
}

bool phrase_is_list(struct slice text)
{
	size_t length = 0;

	for (size_t i = 0; i < text.length; i++) {
		length = strchr(";,", text.data[i]) ? 0 : length + 1;
		if (length > ITEM_MOST)
			return false;
	}
	return true;
}

char phrase_last(struct slice text)
{
	return text.length > 0 ? text.data[text.length - 1] : '\0';
}

bool phrase_ends(struct slice text)
{
	return strchr(".!?", phrase_last(text)) != NULL;
}

struct slice phrase_sentence(struct slice text, size_t most)
{
	size_t end = 0;

	while (end < text.length && end < most &&
		!(strchr(".!?", text.data[end]) &&
			(end + 1 == text.length || text.data[end + 1] == ' ')))
		end++;
	if (end < text.length && strchr("!?", text.data[end]))
		end++;
	if (end == most)
		while (end > 0 && text.data[end] != ' ')
			end--;
	return (struct slice){text.data, end};
}

bool phrase_contains(struct slice text, struct slice part)
{
	return part.length > 0 && part.length <= text.length &&
	       memmem(text.data, text.length, part.data, part.length);
}

bool phrase_starts(struct slice text, const char *start)
{
	size_t length = strlen(start);

	return text.length >= length &&
	       strncasecmp(text.data, start, length) == 0;
}

struct slice phrase_find(struct slice text, const char *part)
{
	for (; text.length > 0; text = behind(text, 1))
		if (phrase_starts(text, part))
			return text;
	return SLICE_EMPTY;
}

bool phrase_is_one_of(struct slice word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal_fold(word, slice_of(list[i])))
			return true;
	return false;
}

struct slice phrase_next(struct slice *rest)
{
	struct slice text = slice_trim(*rest);
	const char *space =
		text.length ? memchr(text.data, ' ', text.length) : NULL;
	size_t length = space ? (size_t)(space - text.data) : text.length;

	*rest = (struct slice){text.data + length, text.length - length};
	return (struct slice){text.data, length};
}

static int by_hash(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static uint64_t word_hash(struct slice a, struct slice b)
{
	uint64_t hash = HASH_START;

	for (size_t i = 0; i < a.length + b.length; i++) {
		char c = i < a.length ? a.data[i] : b.data[i - a.length];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		hash = hash_add(hash, &c, 1);
	}
	return hash;
}

static void add_hash(struct word_set *set, uint64_t hash, struct arena *arena)
{
	if (set->count == set->capacity) {
		set->capacity = set->capacity ? 2 * set->capacity : 256;
		set->hashes = arena_grow(arena, set->hashes, set->count,
			set->capacity, sizeof(*set->hashes));
	}
	set->hashes[set->count++] = hash;
}

void word_set_add(
	struct word_set *set, struct slice text, bool last, struct arena *arena)
{
	for (size_t at = 0, end; at < text.length; at = end + 1) {
		end = at;
		while (end < text.length && is_letter(text.data[end]))
			end++;
		if (end - at > 3 && (last || end < text.length))
			add_hash(set,
				word_hash((struct slice){text.data + at,
						  end - at},
					SLICE_EMPTY),
				arena);
	}
}

void word_set_sort(struct word_set *set)
{
	if (set->count > 0)
		qsort(set->hashes, set->count, sizeof(*set->hashes), by_hash);
}

bool word_set_holds(const struct word_set *set, uint64_t hash)
{
	return set->count > 0 &&
	       bsearch(&hash, set->hashes, set->count, sizeof(hash), by_hash);
}

bool word_set_has(const struct word_set *set, struct slice a, struct slice b)
{
	return word_set_holds(set, word_hash(a, b));
}
