/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text to sentences.
 *
 * A sentence ends at ".", "!" or "?" with white space behind and something that
 * can start a sentence after it.  A full stop may end a word as well: such
 * words are listed, by whether they can end a sentence too.  What the listing
 * does not know stays one sentence too long rather than cut in the middle.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include <utf8proc.h>

/* Always followed by more of the sentence. */
static const char *const inner_words[] = {"approx", "ca", "cf", "dr", "drs",
	"e.g", "ed", "eds", "eg", "eq", "eqs", "esp", "fig", "figs", "i.e",
	"ie", "incl", "mr", "mrs", "ms", "nr", "pp", "prof", "ref", "refs",
	"resp", "sect", "spp", "st", "subsp", "suppl", "tab", "var", "viz",
	"vol", "vs"};

/* Inside a sentence unless the next word is one that starts sentences; so are
 * letters with stops between. */
static const char *const outer_words[] = {"al", "co", "corp", "dept", "etc",
	"inc", "jr", "ltd", "sp", "sr", "univ"};

/* Inside a sentence when a number follows. */
static const char *const number_words[] = {"no", "nos", "p", "pt", "chap"};

static bool is_listed(const char *const *list, size_t count, struct slice word)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal_fold(word, slice_of(list[i])))
			return true;
	return false;
}

#define LISTED(list, word)                                                     \
	is_listed(list, sizeof(list) / sizeof((list)[0]), word)

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_mark(char c)
{
	return c == '.' || c == '!' || c == '?';
}

static bool is_letter(char c)
{
	return is_small(c) || is_capital(c);
}

/* White space at `at`: its bytes; the no-break and the ideographic space too.*/
static size_t white_at(struct slice text, size_t at)
{
	static const char *const wide[] = {
		"\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf", "\xe3\x80\x80"};

	if (at >= text.length)
		return 0;
	if (is_white(text.data[at]))
		return 1;
	if ((unsigned char)text.data[at] < 0xc2)
		return 0;
	struct slice rest = {text.data + at, text.length - at};

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (slice_starts(rest, wide[i]))
			return strlen(wide[i]);
	return 0;
}

/* The end of the white space at `at`; *blank says whether an empty line is in
 * it. */
static size_t skip_white(struct slice text, size_t at, bool *blank)
{
	unsigned lines = 0;
	size_t size;

	while ((size = white_at(text, at)) > 0) {
		lines += text.data[at] == '\n';
		at += size;
	}
	*blank = lines > 1;
	return at;
}

/* Quotes and brackets that close behind the stop, and a reference: ".[12]". */
static size_t skip_closers(struct slice text, size_t at)
{
	static const char *const closers[] = {")", "]", "\"", "'",
		"\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb"};

	for (size_t i = 0; i < sizeof(closers) / sizeof(closers[0]); i++) {
		struct slice rest = {text.data + at, text.length - at};

		if (slice_starts(rest, closers[i])) {
			at += strlen(closers[i]);
			i = (size_t)-1;
		}
	}
	size_t end = at;

	if (end >= text.length || text.data[end] != '[')
		return at;
	for (end++; end < text.length && end < at + 32; end++) {
		char c = text.data[end];

		if (c == ']')
			return end + 1;
		if (!is_digit(c) && c != ',' && c != '-' && c != ' ' &&
			(unsigned char)c < 0x80)
			break;
	}
	return at;
}

/* The word that ends before `end`, with the dots inside it. */
static struct slice word_before(struct slice text, size_t start, size_t end)
{
	size_t at = end;

	while (at > start && end - at < 16 &&
		(is_letter(text.data[at - 1]) || text.data[at - 1] == '.'))
		at--;
	return (struct slice){text.data + at, end - at};
}

static struct slice word_after(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.length && end - at < 16 && is_letter(text.data[end]))
		end++;
	return (struct slice){text.data + at, end - at};
}

/* A capital and a function word: "The", "We", "In". */
static bool is_opening(struct slice word)
{
	char small[16];

	if (word.length == 0 || !is_capital(word.data[0]) ||
		word.length > sizeof(small))
		return false;
	for (size_t i = 0; i < word.length; i++)
		small[i] = (char)(word.data[i] | 0x20);
	return text_is_stop_word((struct slice){small, word.length});
}

/* "J. Smith" and "E. coli", but not "vitamin C. The". */
static bool is_initial(
	struct slice text, size_t start, struct slice word, struct slice next)
{
	if (word.length != 1 || !is_capital(word.data[0]))
		return false;
	if (!is_opening(next))
		return true;
	size_t at = (size_t)(word.data - text.data);

	return at < start + 2 || !is_small(text.data[at - 2]);
}

static bool can_start(struct slice text, size_t at)
{
	utf8proc_int32_t code;

	if ((unsigned char)text.data[at] < 0x80)
		return !is_small(text.data[at]);
	if (utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
		    (utf8proc_ssize_t)(text.length - at), &code) < 1)
		return true;
	return utf8proc_category(code) != UTF8PROC_CATEGORY_LL;
}

/* "i.v", "U.S", "b.i.d". */
static bool has_stops(struct slice word)
{
	return word.length < 8 && word.length > 2 &&
	       memchr(word.data, '.', word.length);
}

/* Does the full stop at `stop` end the sentence, when the next word begins at
 * `next`? */
static bool is_end(struct slice text, size_t start, size_t stop, size_t next)
{
	struct slice word = word_before(text, start, stop);
	struct slice after = word_after(text, next);

	if (!can_start(text, next))
		return false;
	if (LISTED(inner_words, word))
		return false;
	if (LISTED(outer_words, word) || has_stops(word))
		return is_opening(after);
	if (is_digit(text.data[next]) && LISTED(number_words, word))
		return false;
	return !is_initial(text, start, word, after);
}

/* A reference set behind the stop without a space: "disease.12,13 The". */
static size_t skip_reference(struct slice text, size_t start, size_t stop)
{
	size_t at = stop + 1;

	if (stop < start + 3 || !is_small(text.data[stop - 1]) ||
		!is_small(text.data[stop - 2]) || at >= text.length ||
		!is_digit(text.data[at]))
		return stop + 1;
	while (at < text.length &&
		(is_digit(text.data[at]) || text.data[at] == ',' ||
			text.data[at] == '-'))
		at++;
	return at;
}

/* If a sentence ends with the mark at `at`, the end of its bytes, else 0. */
static size_t end_at(struct slice text, size_t start, size_t at)
{
	size_t end = at + 1;
	bool blank;

	if (text.data[at] == '.')
		end = skip_reference(text, start, at);
	while (end < text.length && is_mark(text.data[end]))
		end++;
	end = skip_closers(text, end);
	size_t next = skip_white(text, end, &blank);

	if (next == text.length || blank)
		return end;
	if (next == end)
		return 0;
	if (text.data[at] != '.')
		return can_start(text, next) ? end : 0;
	return is_end(text, start, at, next) ? end : 0;
}

/* The ideographic full stop and the wide ! and ?. */
static size_t wide_end(struct slice text, size_t at)
{
	struct slice rest = {text.data + at, text.length - at};

	if (slice_starts(rest, "\xe3\x80\x82") ||
		slice_starts(rest, "\xef\xbc\x81") ||
		slice_starts(rest, "\xef\xbc\x9f"))
		return at + 3;
	return 0;
}

/* The end of the sentence that starts at `start`.  A row of marks is looked at
 * once, from its first: from each it would cost its length squared. */
static size_t sentence_end(struct slice text, size_t start)
{
	for (size_t at = start; at < text.length; at++) {
		unsigned char c = (unsigned char)text.data[at];
		size_t end = 0;
		bool blank = false;

		if (is_mark((char)c)) {
			if (at == start || !is_mark(text.data[at - 1]))
				end = end_at(text, start, at);
		} else if (c == '\n') {
			skip_white(text, at, &blank);
			end = blank ? at : 0;
		} else if (c >= 0xe3) {
			end = wide_end(text, at);
		}
		if (end > 0)
			return end;
	}
	return text.length;
}

bool sentence_next(struct slice text, size_t *at, struct sentence *sentence)
{
	bool blank;
	size_t start = skip_white(text, *at, &blank), size, end;

	if (start >= text.length)
		return false;
	end = sentence_end(text, start);
	*at = end;
	while (end > start && is_white(text.data[end - 1]))
		end--;
	/* A wide space at the end of the text. */
	for (size_t back = 2; back <= 3; back++)
		while (end >= start + back &&
			(size = white_at(text, end - back)) == back)
			end -= size;
	sentence->start = (uint32_t)start;
	sentence->end = (uint32_t)end;
	return true;
}

struct sentences text_sentences(struct slice text, struct arena *arena)
{
	struct sentences sentences = {NULL, 0};
	struct sentence one;
	size_t room = 0, at = 0;

	if (text.length > UINT32_MAX / 2)
		text.length = UINT32_MAX / 2;
	while (sentence_next(text, &at, &one)) {
		if (sentences.count == room) {
			room = room * 2 + 16;
			sentences.items = arena_grow(arena, sentences.items,
				sentences.count, room, sizeof(one));
		}
		sentences.items[sentences.count++] = one;
	}
	return sentences;
}
