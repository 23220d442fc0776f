/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of authors, to the form PubMed prints: last name, a space, initials.
 * What does not look like a person's name is left as it is: it may be a group.
 */
#include "config.h"

#include "indexer/reader/internal.h"

static bool is_upper(char c)
{
	return (c >= 'A' && c <= 'Z') || ((unsigned char)c >= 0x80);
}

static size_t first_length(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.data;
	size_t length = utf8_length(at, at + text.length);

	return length ? length : 1;
}

static bool starts_word(struct slice text, size_t at)
{
	return at == 0 || strchr(" .-", text.data[at - 1]);
}

/* "N" of "Natalie", "JP" of "Jean-Pierre", "CE" of "C. Everett"; "NA" stays. */
static struct slice initials(struct slice given, struct arena *arena)
{
	char *to = arena_alloc(arena, given.length + 1);
	size_t length = 0;
	bool short_capitals = given.length <= 3;

	for (size_t i = 0; i < given.length; i++)
		if (given.data[i] < 'A' || given.data[i] > 'Z')
			short_capitals = false;
	if (short_capitals)
		return given;
	for (size_t i = 0; i < given.length; i++) {
		struct slice rest = {given.data + i, given.length - i};
		size_t n = first_length(rest);

		if (!starts_word(given, i) || strchr(" .-'", given.data[i]))
			continue;
		/* "de", "van" among given names give no initial. */
		if (given.data[i] >= 'a' && given.data[i] <= 'z' && i > 0)
			continue;
		if (n > rest.length)
			n = rest.length;
		memcpy(to + length, rest.data, n);
		length += n;
	}
	return (struct slice){to, length};
}

struct slice name_make(
	struct slice last, struct slice given, struct arena *arena)
{
	struct slice short_given = initials(prose_line(given, arena), arena);

	last = prose_line(last, arena);
	if (last.length == 0)
		return prose_line(given, arena);
	if (short_given.length == 0)
		return last;
	return arena_printf(arena, "%.*s %.*s", SLICE_PRINT(last),
		SLICE_PRINT(short_given));
}

static struct slice last_word(struct slice text)
{
	size_t at = text.length;

	while (at > 0 && text.data[at - 1] != ' ')
		at--;
	return (struct slice){text.data + at, text.length - at};
}

static bool is_suffix(struct slice word)
{
	static const char *const suffixes[] = {"Jr", "Jr.", "Sr", "Sr.", "II",
		"III", "IV", "MD", "PhD", "M.D.", "Ph.D."};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (slice_is(word, suffixes[i]))
			return true;
	return false;
}

/* "N", "NA", "N.A.", "N.": initials that stand last already. */
static bool is_initials(struct slice word)
{
	size_t letters = 0;

	for (size_t i = 0; i < word.length; i++) {
		if (word.data[i] >= 'A' && word.data[i] <= 'Z')
			letters++;
		else if (word.data[i] != '.' && word.data[i] != '-')
			return false;
	}
	return letters > 0 && letters <= 3;
}

static struct slice without_last(struct slice text, struct slice word)
{
	text.length -= word.length;
	return slice_trim(text);
}

/* Capitals where they belong to the last name: "Laura Del Coco". */
static bool is_particle(struct slice word)
{
	static const char *const words[] = {"Del", "Della", "Di", "De", "Van",
		"Von", "Der", "Den", "Da", "Dos", "La", "Le"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_is(word, words[i]))
			return true;
	return false;
}

/* "van der Berg" of "Jan van der Berg". */
static struct slice take_last_name(struct slice text)
{
	struct slice last = last_word(text);

	for (;;) {
		struct slice before = without_last(text,
			(struct slice){last.data,
				(size_t)(text.data + text.length - last.data)});
		struct slice word = last_word(before);

		if (word.length == 0 || word.length == before.length ||
			(is_upper(word.data[0]) && !is_particle(word)) ||
			word.length > 5)
			return last;
		last.length += (size_t)(last.data - word.data);
		last.data = word.data;
	}
}

/* A name with one of these words is no person's. */
static bool is_group(struct slice name)
{
	static const char *const words[] = {"group", "organization",
		"organisation", "committee", "consortium", "study", "trial",
		"collaboration", "collaborators", "investigators", "network",
		"society", "association", "institute", "university", "hospital",
		"center", "centre", "department", "foundation", "team",
		"project", "program", "programme", "board", "staff", "council",
		"agency", "of", "for", "and", "the"};

	while (name.length > 0) {
		struct slice word = last_word(name);

		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (slice_equal_fold(word, slice_of(words[i])))
				return true;
		name = without_last(name, word);
	}
	return false;
}

/* "John" of "John, Jr." */
static struct slice without_suffix(struct slice given)
{
	const char *comma =
		given.length ? memchr(given.data, ',', given.length) : NULL;

	if (comma)
		given.length = (size_t)(comma - given.data);
	return slice_trim(given);
}

/* What stands where a site does not tell the names. */
static bool is_nobody(struct slice name)
{
	return slice_equal_fold(name, SLICE("the author(s)")) ||
	       slice_equal_fold(name, SLICE("the authors")) ||
	       slice_equal_fold(name, SLICE("author(s)"));
}

struct slice name_parse(struct slice text, struct arena *arena)
{
	struct slice name = prose_line(text, arena);
	const char *comma =
		name.length ? memchr(name.data, ',', name.length) : NULL;

	if (name.length == 0 || is_nobody(name))
		return SLICE_EMPTY;
	if (comma) {
		struct slice last = {name.data, (size_t)(comma - name.data)};
		struct slice given = {comma + 1, name.length - last.length - 1};

		given = without_suffix(slice_trim(given));
		return is_suffix(slice_trim(given))
			       ? name_parse(last, arena)
			       : name_make(last, given, arena);
	}
	if (is_group(name))
		return name;
	if (is_suffix(last_word(name)))
		name = without_last(name, last_word(name));

	struct slice end = last_word(name);

	if (end.length == name.length)
		return name;
	if (is_initials(end) && !is_initials((struct slice){name.data, 2}))
		return name_make(without_last(name, end), end, arena);
	struct slice last = take_last_name(name);

	return name_make(last,
		slice_trim((struct slice){
			name.data, (size_t)(last.data - name.data)}),
		arena);
}
