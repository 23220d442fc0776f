/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names as library headings turn them: "Leukemia, Acute, B-Cell".  The parts
 * are put in the reverse order; of a name whose commas list things ("Hand, Foot
 * and Mouth Disease") or stand in a formula nothing is made.
 */
#include "config.h"

#include "indexer/thesaurus/facts.h"

#define PARTS_MAX 6

static bool is_function_word(struct slice part)
{
	static const char *const words[] = {"and ", "or ", "of ", "in ",
		"with ", "without ", "for ", "by ", "to ", "not ", "due ",
		"non "};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_starts(part, words[i]))
			return true;
	return false;
}

static bool contains(struct slice text, const char *part)
{
	return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

static bool may_be_inverted(struct slice name)
{
	return name.length > 0 && contains(name, ", ") &&
	       !contains(name, " and ") && !contains(name, " or ") &&
	       !contains(name, "(") && !contains(name, "[") &&
	       !contains(name, "&");
}

struct slice uninverted(struct slice name, struct arena *arena)
{
	struct slice parts[PARTS_MAX];
	size_t count = 0;
	struct slice left = name;

	if (!may_be_inverted(name))
		return SLICE_EMPTY;
	while (left.length > 0) {
		const char *comma = memmem(left.data, left.length, ", ", 2);
		size_t length =
			comma ? (size_t)(comma - left.data) : left.length;

		if (count == PARTS_MAX)
			return SLICE_EMPTY;
		parts[count] = slice_trim((struct slice){left.data, length});
		if (parts[count].length == 0 || is_function_word(parts[count]))
			return SLICE_EMPTY;
		count++;
		length += comma ? 2 : 0;
		left.data += length;
		left.length -= length;
		if (comma && left.length == 0)
			return SLICE_EMPTY;
	}
	char *text = arena_alloc(arena, name.length + 1), *to = text;

	while (count-- > 0) {
		memcpy(to, parts[count].data, parts[count].length);
		to += parts[count].length;
		if (count > 0)
			*to++ = ' ';
	}
	return (struct slice){text, (size_t)(to - text)};
}
