/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A word or code to the concepts that it may mean. */
#include "config.h"

#include "analysis/concept/internal.h"

#define KEY_MAX 256

uint32_t thesaurus_sense_count(const struct thesaurus *t)
{
	return t->header->sections[SECTION_SENSES].count;
}

struct concept_sense thesaurus_sense_at(const struct thesaurus *t, uint32_t n)
{
	return (struct concept_sense){
		image_slice(t, t->senses[n].value), t->senses[n].concept};
}

/* The token's atoms with their capitals, each ended by a NUL; empty when that
 * is longer than a short form is. */
static struct slice key_of(
	const struct tokens *tokens, size_t number, char key[KEY_MAX])
{
	const struct token *whole = &tokens->items[number];
	uint32_t end = whole->position + whole->span;
	size_t length = 0, i = number;

	while (i > 0 && tokens->items[i - 1].position == whole->position)
		i--;
	for (; i < tokens->count && tokens->items[i].position < end; i++) {
		const struct token *atom = &tokens->items[i];

		if (atom->span > 1)
			continue;
		struct slice surface = token_surface(tokens, atom);

		if (length + surface.length + 1 > KEY_MAX)
			return SLICE_EMPTY;
		memcpy(key + length, surface.data, surface.length);
		length += surface.length;
		key[length++] = '\0';
	}
	return (struct slice){key, length};
}

/* The first sense whose key is not before this one. */
static uint32_t lower_bound(const struct thesaurus *t, struct slice key)
{
	uint32_t low = 0, high = thesaurus_sense_count(t);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (slice_compare(image_slice(t, t->senses[middle].key), key) <
			0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t thesaurus_senses(const struct thesaurus *t, const struct tokens *tokens,
	size_t token, uint32_t concepts[], size_t room)
{
	char bytes[KEY_MAX];
	size_t found = 0;

	/* As in concept_find(): MS4 does not mention MS. */
	if (!t || thesaurus_sense_count(t) == 0 ||
		(tokens->items[token].flags & TOKEN_PART))
		return 0;
	struct slice key = key_of(tokens, token, bytes);

	if (key.length == 0)
		return 0;
	for (uint32_t i = lower_bound(t, key);
		i < thesaurus_sense_count(t) &&
		slice_equal(image_slice(t, t->senses[i].key), key);
		i++) {
		if (found < room)
		concepts[found] = t->senses[i].concept;
		found++;
	}
	return found;
}
