/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/byline.h"

#include "indexer/reader/extract/letter.h"
#include "indexer/reader/phrase.h"

/* Words of addresses and of the lines around a title. */
static bool is_no_name(struct slice word)
{
	static const char *const words[] = {"university", "department",
		"hospital", "institute", "school", "college", "center",
		"centre", "faculty", "division", "laboratory", "received",
		"accepted", "published", "journal", "abstract", "research",
		"article", "review", "open", "access", "correspondence", "of",
		"the", "for", "in", "on", "with", "to", "from", "at", "usa",
		"uk", "street", "road", "avenue", "email", "copyright",
		"volume", "study", "report", "case", "original", "section",
		"unit", "clinic", "foundation", "ltd", "inc", "press",
		"keywords", "introduction", "background", "medical", "medicine",
		"sciences", "science", "health", "national"};

	return phrase_is_one_of(word, words, sizeof(words) / sizeof(*words));
}

static bool is_particle(struct slice word)
{
	static const char *const words[] = {"de", "van", "von", "der", "den",
		"la", "le", "da", "dos", "das", "do", "del", "di", "du", "el",
		"bin", "al", "ter", "ten", "af", "zu", "y", "e"};

	return phrase_is_one_of(word, words, sizeof(words) / sizeof(*words));
}

static bool is_degree(struct slice word)
{
	static const char *const words[] = {"md", "phd", "msc", "bsc", "mph",
		"rn", "ms", "ma", "ba", "dphil", "dsc", "mbbs", "frcp", "facp",
		"mrcp", "dvm", "pharmd", "m.d.", "ph.d.", "dr", "dr.", "prof",
		"prof.", "professor"};

	return phrase_is_one_of(word, words, sizeof(words) / sizeof(*words));
}

bool byline_is_word(struct slice word)
{
	for (size_t i = 0; i < word.length; i++) {
		char c = word.data[i];

		if (is_digit(c) || strchr("@/()[]:%=&\"", c))
			return false;
	}
	return phrase_is_capital(word.data[0]) && !is_no_name(word);
}

/* "Natalie A. Uy", "Uy N", "van der Berg J": two to six words. */
bool byline_is_name(struct slice text)
{
	size_t words = 0, capitals = 0;
	struct slice rest = text, word;

	if (text.length < 4 || text.length > 50)
		return false;
	while ((word = phrase_next(&rest)).length > 0) {
		words++;
		if (byline_is_word(word))
			capitals++;
		else if (!is_particle(word))
			return false;
	}
	return words >= 2 && words <= 6 && capitals >= 2;
}

/* Without the marks behind it, and without degrees. */
struct slice byline_clean(struct slice text, struct arena *arena)
{
	struct buffer out = BUFFER_INIT;
	struct slice rest = text, word;

	while ((word = phrase_next(&rest)).length > 0) {
		while (word.length > 0 &&
			strchr("0123456789*#^,;.",
				word.data[word.length - 1]) &&
			(word.data[word.length - 1] != '.' || word.length > 3))
			word.length--;
		while (word.length > 0 && strchr("0123456789*#^,", *word.data))
			word = (struct slice){word.data + 1, word.length - 1};
		/* Daggers, section and paragraph signs. */
		while (word.length > 3 &&
			memcmp(word.data + word.length - 3, "\xe2\x80", 2) == 0)
			word.length -= 3;
		while (word.length > 2 && word.data[word.length - 2] == '\xc2')
			word.length -= 2;
		/* The letter of an address. */
		bool mark = word.length == 1 && *word.data >= 'a' &&
			    *word.data <= 'z' && out.length > 0;

		if (word.length == 0 || mark || is_degree(word))
			continue;
		if (out.length > 0)
			buffer_add_char(&out, ' ');
		buffer_add_slice(&out, word);
	}
	struct slice name = prose_line(buffer_slice(&out), arena);

	buffer_clear(&out);
	return name;
}

/* Past what separates names at `at`; 0 when nothing does. */
static size_t separator_length(struct slice text, size_t at)
{
	static const char *const separators[] = {" and ", " & ", ",", ";",
		" \xc2\xb7 ", "\xe2\x80\xa2", "|", " et "};

	for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		size_t length = strlen(separators[i]);

		if (at + length <= text.length &&
			memcmp(text.data + at, separators[i], length) == 0)
			return length;
	}
	return 0;
}

static void take_part(
	struct byline *names, struct slice part, struct arena *arena)
{
	struct slice name = byline_clean(part, arena);

	if (name.length == 0)
		return;
	names->parts++;
	if (byline_is_name(name))
		slices_add(&names->found, name, arena);
}

struct byline byline_split(struct slice text, struct arena *arena)
{
	struct byline names = {0};
	size_t from = 0;

	/* The last "and" of a list stands at its start. */
	if (phrase_starts(text, "and "))
		from = 4;
	if (phrase_starts(text, "by "))
		from = 3;
	for (size_t at = from; at < text.length;) {
		size_t length = separator_length(text, at);

		if (length == 0) {
			at++;
			continue;
		}
		take_part(&names, (struct slice){text.data + from, at - from},
			arena);
		/* ", and " is one separator. */
		at += length;
		from = at;
	}
	if (from < text.length)
		take_part(&names,
			(struct slice){text.data + from, text.length - from},
			arena);
	return names;
}

void byline_add(struct document *document, const struct slices *names,
	struct arena *arena)
{
	for (size_t i = 0; i < names->count; i++)
		slices_add_new(&document->authors,
			name_parse(names->items[i], arena), arena);
}
