/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What pdftotext -bbox-layout prints to frames of lines:
 *
 *	<title>..</title>  <meta name=".." content=".."/>
 *	<page width=".." height=".."> <block ..> <line ..>
 *	<word xMin=".." yMin=".." xMax=".." yMax="..">CO</word>
 *
 * one tag a line.  Words stand apart in it that belong together: an exponent,
 * an index, a letter of another font.  Here they become one by their places,
 * and the marks of references and addresses are left out, as those of a web
 * page are:  10 [raised 9] is 10^9,  CO [lowered 2] is CO2,  shown [raised 1,2]
 * is shown.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "indexer/reader/extract/extract.h"
#include "indexer/reader/extract/frame.h"
#include "indexer/reader/extract/letter.h"

/* A tag that does not end by then is none. */
#define TAG_MOST   ((size_t)65536)
#define LINE_WORDS ((size_t)4096)

struct word {
	double left, top, right, bottom;
	size_t start, length;
};

struct words {
	struct buffer *frames;
	size_t most;
	struct buffer tag;  /* read so far */
	struct buffer text; /* of the line's words */
	struct word line[LINE_WORDS];
	size_t count; /* words of the line */
	size_t all;
	unsigned page, block;
	bool full;
};

struct words *words_new(size_t most, struct buffer *frames)
{
	struct words *words = memory_new(sizeof(*words));

	words->frames = frames;
	words->most = most;
	return words;
}

void words_free(struct words *words)
{
	buffer_clear(&words->tag);
	buffer_clear(&words->text);
	free(words);
}

size_t words_count(const struct words *words)
{
	return words->all;
}

static void add(struct words *words, enum frame_kind kind, unsigned flags,
	struct slice name, struct slice text)
{
	words->full |= !frame_fits(
		words->frames, words->most, (char)kind, flags, name, text);
}

/* ---- tags -------------------------------------------------------------- */

/* The value of name="value"; empty when there is none. */
static struct slice attribute(struct slice tag, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i + length + 2 < tag.length; i++) {
		if (memcmp(tag.data + i, name, length) != 0 ||
			tag.data[i + length] != '=' ||
			tag.data[i + length + 1] != '"')
			continue;
		const char *from = tag.data + i + length + 2;
		size_t left = tag.length - i - length - 2;
		const char *end = memchr(from, '"', left);

		return (struct slice){from, end ? (size_t)(end - from) : left};
	}
	return SLICE_EMPTY;
}

static double number(struct slice tag, const char *name)
{
	struct slice value = attribute(tag, name);
	char text[32];

	if (value.length == 0 || value.length >= sizeof(text))
		return 0;
	memcpy(text, value.data, value.length);
	text[value.length] = '\0';
	double result = strtod(text, NULL);

	return isfinite(result) && fabs(result) < 1e5 ? result : 0;
}

static void add_unescaped(struct buffer *out, struct slice text)
{
	static const struct {
		struct slice name;
		char is;
	} entities[] = {{{"&amp;", 5}, '&'}, {{"&lt;", 4}, '<'},
		{{"&gt;", 4}, '>'}, {{"&quot;", 6}, '"'}, {{"&apos;", 6}, '\''},
		{{"&#39;", 5}, '\''}};

	for (size_t i = 0; i < text.length; i++) {
		struct slice rest = {text.data + i, text.length - i};
		char c = text.data[i];

		for (size_t n = 0; c == '&' && n < 6; n++) {
			struct slice name = entities[n].name;

			if (rest.length < name.length ||
				memcmp(rest.data, name.data, name.length) != 0)
				continue;
			c = entities[n].is;
			i += name.length - 1;
			break;
		}
		if ((unsigned char)c >= ' ')
			buffer_add_char(out, c);
	}
}

/* Between the first '>' and the last '<'. */
static struct slice content(struct slice tag)
{
	const char *open = memchr(tag.data, '>', tag.length);
	const char *close = memrchr(tag.data, '<', tag.length);

	if (!open || !close || close <= open)
		return SLICE_EMPTY;
	return (struct slice){open + 1, (size_t)(close - open - 1)};
}

static void add_fact(struct words *words, enum frame_kind kind,
	struct slice name, struct slice value)
{
	struct buffer text = BUFFER_INIT;

	add_unescaped(&text, value);
	if (text.length > 0)
		add(words, kind, 0, name, buffer_slice(&text));
	buffer_clear(&text);
}

static void add_page(struct words *words, struct slice tag)
{
	char size[64];
	int length = snprintf(size, sizeof(size), "%.0f %.0f",
		number(tag, "width") * 10, number(tag, "height") * 10);

	words->page++;
	add(words, FRAME_PAGE, words->page,
		(struct slice){size, (size_t)length}, SLICE_EMPTY);
}

static void add_word(struct words *words, struct slice tag)
{
	struct word word = {number(tag, "xMin"), number(tag, "yMin"),
		number(tag, "xMax"), number(tag, "yMax"), words->text.length,
		0};

	if (words->count == LINE_WORDS)
		return;
	add_unescaped(&words->text, content(tag));
	word.length = words->text.length - word.start;
	if (word.length > 0)
		words->line[words->count++] = word;
}

/* ---- a line ------------------------------------------------------------ */

/* The height most of its letters have, and where these stand. */
struct measure {
	double size, base;
};

static struct measure measure(const struct words *words)
{
	struct measure best = {0};
	size_t most = 0;

	for (size_t i = 0; i < words->count && i < 64; i++) {
		const struct word *word = &words->line[i];
		double height = word->bottom - word->top;
		size_t letters = 0;

		for (size_t n = 0; n < words->count && n < 64; n++) {
			const struct word *other = &words->line[n];

			if (fabs(other->bottom - other->top - height) < 0.5)
				letters += other->length;
		}
		if (letters > most) {
			most = letters;
			best = (struct measure){height, word->bottom};
		}
	}
	return best;
}

static bool is_small(const struct word *word, struct measure line)
{
	return word->bottom - word->top < 0.85 * line.size;
}

static bool is_raised(const struct word *word, struct measure line)
{
	return is_small(word, line) &&
	       word->bottom < line.base - 0.12 * line.size;
}

static bool all_of(struct slice text, const char *bytes)
{
	for (size_t i = 0; i < text.length; i++)
		if (!text.data[i] || !strchr(bytes, text.data[i]))
			return false;
	return text.length > 0;
}

/* "m", "kg/m": what a raised number makes a square of. */
static bool ends_in_unit(struct slice text)
{
	size_t letters = 0;

	while (letters < text.length &&
		is_letter(text.data[text.length - letters - 1]))
		letters++;
	return letters > 0 && letters <= 2 &&
	       (letters == text.length ||
		       strchr(" /(.", text.data[text.length - letters - 1]));
}

/* Bytes of a digit, comma, dash or dagger that the text starts with; 0: of
 * none.
 */
static size_t sign_length(struct slice text)
{
	if (text.length >= 3 && memcmp(text.data, "\xe2\x80", 2) == 0)
		return 3;
	if (text.length >= 2 && text.data[0] == '\xc2')
		return 2;
	return text.length > 0 && strchr("0123456789,*", text.data[0]);
}

/* Numbers, letters and signs that lead to a reference or an address. */
static bool is_mark(struct slice text)
{
	struct slice rest = text;
	size_t length;

	if (all_of(text, "0123456789,;-()[]*#"))
		return true;
	while ((length = sign_length(rest)) > 0)
		rest = behind(rest, length);
	return rest.length == 0 ||
	       (text.length <= 4 && all_of(text, "abcdefgh,*") &&
		       (text.length == 1 || strchr(",*", text.data[1])));
}

enum joint {
	JOINT_SPACE,
	JOINT_NONE,
	JOINT_POWER,
	JOINT_DROP,
};

/* How the word follows the text so far, `right` where that ends. */
static enum joint joint_of(const struct words *words, size_t at,
	struct measure line, struct slice before, double right)
{
	const struct word *word = &words->line[at];
	struct slice text = {words->text.data + word->start, word->length};
	double gap = word->left - right;
	bool close = gap < 0.12 * line.size && gap > -0.5 * line.size;
	char last = before.length > 0 ? before.data[before.length - 1] : ' ';

	if (before.length == 0)
		return JOINT_NONE;
	if (is_raised(word, line)) {
		/* Before its word: an isotope. */
		if (!close && at + 1 < words->count &&
			words->line[at + 1].left - word->right <
				0.12 * line.size)
			return JOINT_SPACE;
		if (is_digit(last) && close &&
			(is_digit(text.data[0]) || text.data[0] == '-' ||
				slice_starts(text, "\xe2\x88\x92") ||
				slice_starts(text, "\xe2\x80\x93")))
			return JOINT_POWER;
		if (is_mark(text) && !(close && ends_in_unit(before)))
			return JOINT_DROP;
		return close ? JOINT_NONE : JOINT_SPACE;
	}
	if (is_small(word, line))
		return close ? JOINT_NONE : JOINT_SPACE;
	return gap < 0.05 * line.size && gap > -0.5 * line.size ? JOINT_NONE
								: JOINT_SPACE;
}

static void join(struct words *words, struct measure line, struct buffer *out)
{
	double right = 0;

	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->line[i];
		struct slice text = {
			words->text.data + word->start, word->length};
		enum joint joint =
			joint_of(words, i, line, buffer_slice(out), right);

		right = word->right;
		if (joint == JOINT_DROP)
			continue;
		if (joint == JOINT_SPACE)
			buffer_add_char(out, ' ');
		else if (joint == JOINT_POWER)
			buffer_add_char(out, '^');
		buffer_add_slice(out, text);
	}
}

static unsigned tenths(double points)
{
	return points > 0 ? (unsigned)(points * 10 + 0.5) : 0;
}

static void end_line(struct words *words)
{
	struct buffer text = BUFFER_INIT;
	struct measure line = measure(words);
	double left = 0, top = 0, right = 0, bottom = 0;
	char place[80];

	for (size_t i = 0; i < words->count; i++) {
		const struct word *word = &words->line[i];

		left = i == 0 || word->left < left ? word->left : left;
		top = i == 0 || word->top < top ? word->top : top;
		right = word->right > right ? word->right : right;
		bottom = word->bottom > bottom ? word->bottom : bottom;
	}
	join(words, line, &text);
	int length = snprintf(place, sizeof(place), FRAME_PLACE, tenths(left),
		tenths(top), tenths(right), tenths(bottom), tenths(line.size));

	if (text.length > 0)
		add(words, FRAME_LINE, words->block,
			(struct slice){place, (size_t)length},
			buffer_slice(&text));
	words->all += words->count;
	words->count = 0;
	buffer_reset(&words->text);
	buffer_clear(&text);
}

static bool is_tag(struct slice tag, const char *name)
{
	size_t length = strlen(name);

	return tag.length > length && tag.data[0] == '<' &&
	       memcmp(tag.data + 1, name, length) == 0;
}

static void read_tag(struct words *words, struct slice tag)
{
	if (is_tag(tag, "word "))
		add_word(words, tag);
	else if (is_tag(tag, "/line"))
		end_line(words);
	else if (is_tag(tag, "block "))
		words->block++;
	else if (is_tag(tag, "page "))
		add_page(words, tag);
	else if (is_tag(tag, "title>"))
		add_fact(words, FRAME_TITLE, SLICE_EMPTY, content(tag));
	else if (is_tag(tag, "meta "))
		add_fact(words, FRAME_META, attribute(tag, "name"),
			attribute(tag, "content"));
}

/* What the file says of itself may hold line ends. */
static bool is_whole(struct slice tag)
{
	if (is_tag(tag, "title>"))
		return memmem(tag.data, tag.length, "</title>", 8) != NULL;
	return !is_tag(tag, "meta ") || tag.data[tag.length - 1] == '>';
}

int words_feed(struct words *words, struct slice piece)
{
	while (piece.length > 0 && !words->full) {
		const char *end = memchr(piece.data, '\n', piece.length);
		size_t length = end ? (size_t)(end - piece.data) : piece.length;
		size_t room = TAG_MOST - words->tag.length;

		buffer_add(
			&words->tag, piece.data, length < room ? length : room);
		length += end != NULL;
		piece.data += length;
		piece.length -= length;
		if (!end)
			break;
		struct slice tag = slice_trim(buffer_slice(&words->tag));

		if (tag.length > 0 && !is_whole(tag) &&
			words->tag.length < TAG_MOST) {
			buffer_add_char(&words->tag, ' ');
			continue;
		}
		if (tag.length > 0)
			read_tag(words, tag);
		buffer_reset(&words->tag);
	}
	return words->full ? -1 : 0;
}
