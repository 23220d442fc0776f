/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names below a title: the lines behind it, as far as they are names.  What
 * separates them is a comma, a semicolon, "and" or a dot; numbers, daggers and
 * degrees at a name are marks.
 */
#include "config.h"

#include "indexer/reader/pdf.h"

#include <strings.h>

#include "indexer/reader/furniture.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

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
		"keywords", "introduction", "background", "medical",
		"medicine", "sciences", "science", "health", "national"};

	return pdf_is_one_of(word, words, sizeof(words) / sizeof(*words));
}

static bool is_particle(struct slice word)
{
	static const char *const words[] = {"de", "van", "von", "der", "den",
		"la", "le", "da", "dos", "das", "do", "del", "di", "du", "el",
		"bin", "al", "ter", "ten", "af", "zu", "y", "e"};

	return pdf_is_one_of(word, words, sizeof(words) / sizeof(*words));
}

static bool is_degree(struct slice word)
{
	static const char *const words[] = {"md", "phd", "msc", "bsc", "mph",
		"rn", "ms", "ma", "ba", "dphil", "dsc", "mbbs", "frcp", "facp",
		"mrcp", "dvm", "pharmd", "m.d.", "ph.d.", "dr", "dr.", "prof",
		"prof.", "professor"};

	return pdf_is_one_of(word, words, sizeof(words) / sizeof(*words));
}

static bool is_name_word(struct slice word)
{
	for (size_t i = 0; i < word.length; i++) {
		char c = word.data[i];

		if (is_digit(c) || strchr("@/()[]:%=&\"", c))
			return false;
	}
	return pdf_is_capital(word.data[0]) && !is_no_name(word);
}

/* "Natalie A. Uy", "Uy N", "van der Berg J": two to six words. */
static bool is_name(struct slice text)
{
	size_t words = 0, capitals = 0;
	struct slice rest = text, word;

	if (text.length < 4 || text.length > 50)
		return false;
	while ((word = pdf_next_word(&rest)).length > 0) {
		words++;
		if (is_name_word(word))
			capitals++;
		else if (!is_particle(word))
			return false;
	}
	return words >= 2 && words <= 6 && capitals >= 2;
}

/* Without the marks behind it, and without degrees. */
static struct slice clean_name(struct slice text, struct arena *arena)
{
	struct buffer out = BUFFER_INIT;
	struct slice rest = text, word;

	while ((word = pdf_next_word(&rest)).length > 0) {
		while (word.length > 0 &&
			strchr("0123456789*#^,;.", word.data[word.length - 1]) &&
			(word.data[word.length - 1] != '.' || word.length > 3))
			word.length--;
		while (word.length > 0 && strchr("0123456789*#^,", *word.data))
			word = (struct slice){word.data + 1, word.length - 1};
		/* Daggers, section and paragraph signs. */
		while (word.length > 3 &&
			memcmp(word.data + word.length - 3, "\xe2\x80", 2) == 0)
			word.length -= 3;
		while (word.length > 2 &&
			word.data[word.length - 2] == '\xc2')
			word.length -= 2;
		if (word.length == 0 || is_degree(word))
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

struct names {
	struct slices found;
	size_t parts, letters; /* that were no names too */
};

static void take_part(
	struct names *names, struct slice part, struct arena *arena)
{
	struct slice name = clean_name(part, arena);

	if (name.length == 0)
		return;
	names->parts++;
	if (is_name(name))
		slices_add(&names->found, name, arena);
}

static struct names split_names(struct slice text, struct arena *arena)
{
	struct names names = {0};
	size_t from = 0;

	/* The last "and" of a list stands at its start. */
	if (text.length > 4 && strncasecmp(text.data, "and ", 4) == 0)
		from = 4;
	if (text.length > 3 && strncasecmp(text.data, "by ", 3) == 0)
		from = 3;
	for (size_t at = from; at < text.length;) {
		size_t length = separator_length(text, at);

		if (length == 0) {
			at++;
			continue;
		}
		take_part(&names,
			(struct slice){text.data + from, at - from}, arena);
		/* ", and " is one separator. */
		at += length;
		from = at;
	}
	if (from < text.length)
		take_part(&names,
			(struct slice){text.data + from, text.length - from},
			arena);
	for (size_t i = 0; i < names.found.count; i++)
		names.letters += names.found.items[i].length;
	return names;
}

static void add_names(struct document *document, const struct slices *names,
	struct arena *arena)
{
	for (size_t i = 0; i < names->count; i++)
		slices_add_new(&document->authors,
			name_parse(names->items[i], arena), arena);
}

/* A line of names; a name cut by the line's end is in `rest`, and joined to the
 * next line. */
static bool take_byline(struct pdf *pdf, size_t at, struct slice *rest,
	struct document *document, struct arena *arena)
{
	struct slice text = pdf->lines[at].text;

	if (rest->length > 0)
		text = arena_printf(arena, "%.*s %.*s", SLICE_PRINT(*rest),
			SLICE_PRINT(text));
	struct names names = split_names(text, arena);

	/* "J Robinson and for the LIMIT Group" ends a list of names. */
	if (names.found.count == 0 ||
		(names.found.count * 10 < names.parts * 6 &&
			(document->authors.count == 0 || names.parts > 2)))
		return false;
	*rest = SLICE_EMPTY;
	pdf->lines[at].head = true;
	add_names(document, &names.found, arena);
	/* "..., Maximilian" at the end of the line. */
	const char *comma = memrchr(text.data, ',', text.length);
	size_t behind = comma ? (size_t)(comma - text.data) + 1 : 0;

	if (comma) {
		struct slice last = clean_name(
			(struct slice){text.data + behind,
				text.length - behind},
			arena);

		if (last.length > 0 && !is_name(last) && is_name_word(last))
			*rest = last;
	}
	return true;
}

static void read_byline(struct pdf *pdf, size_t behind,
	struct document *document, struct arena *arena)
{
	struct slice rest = SLICE_EMPTY;
	size_t missed = 0;

	for (size_t i = behind;
		i < pdf->count && pdf->lines[i].page == 1 && i < behind + 40 &&
		missed < 3;
		i++) {
		struct slice text = pdf->lines[i].text;

		if (pdf->lines[i].furniture)
			continue;
		if (heading_is_known(text))
			break;
		if (take_byline(pdf, i, &rest, document, arena))
			continue;
		/* Addresses may stand between names, a subtitle before. */
		if (document->authors.count > 0 && rest.length == 0 &&
			text.data[0] != '-')
			missed++;
		else if (document->authors.count == 0 &&
			 i >= behind + 6)
			break;
	}
}

/* "last, first" of the file's own word: all must stand on the page. */
static struct slices said_authors(const struct pdf *pdf, struct slice page,
	struct arena *arena)
{
	struct names names = split_names(pdf->author, arena);
	struct slices kept = {0};

	for (size_t i = 0; i < names.found.count; i++)
		if (pdf_contains(page, pdf_squeeze(names.found.items[i], arena)))
			slices_add(&kept, names.found.items[i], arena);
	return kept;
}

void pdf_read_authors(struct pdf *pdf, struct slice page, size_t behind,
	struct document *document, struct arena *arena)
{
	struct slices said = said_authors(pdf, page, arena);

	read_byline(pdf, behind, document, arena);
	if (said.count > document->authors.count) {
		document->authors = (struct slices){0};
		add_names(document, &said, arena);
	}
}
