/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Brackets to definitions.  Each bracket is looked at twice: what it holds may
 * be short for what stands before it, or the word before it for what it holds.
 * Only the few bytes that may be a long form are cut into tokens.
 */
#include "config.h"

#include "analysis/concept/abbreviation_internal.h"

#define BRACKET_MAX   400 /* bytes inside that are looked at */
#define BEFORE_LETTER 30  /* bytes before it, for each letter and one */
#define SEGMENTS_MAX  16  /* things listed in it */
#define LISTED_MAX    4   /* of them as one long form */

/* No text costs more than so many times its length to look through, whatever
 * brackets it nests: what is behind that point defines nothing. */
#define WORK_MAX     8
#define WORK_LEAST   4096 /* bytes */
#define CLOSING_WORK 16   /* to find the end of a bracket */

struct abbreviation_finder {
	struct text_analyser *analyser;
	struct slice text;
	struct arena *arena;
	struct abbreviations *found;
	size_t work; /* bytes that may still be cut into tokens */
};

static struct slice slice_between(
	struct slice text, uint32_t start, uint32_t end)
{
	return slice_of_range(text, (struct range){start, end});
}

static bool same_pair(struct slice text, const struct abbreviation *a,
	const struct abbreviation *b)
{
	return slice_equal(slice_between(text, a->start, a->end),
		       slice_between(text, b->start, b->end)) &&
	       slice_equal_fold(slice_between(text, a->long_start, a->long_end),
		       slice_between(text, b->long_start, b->long_end));
}

static void add_found(
	struct abbreviation_finder *f, struct abbreviation abbreviation)
{
	struct abbreviations *found = f->found;

	for (size_t i = 0; i < found->count; i++) {
		if (same_pair(f->text, &found->items[i], &abbreviation))
			return;
	}
	if (!(found->count & (found->count - 1)))
		found->items = arena_grow(f->arena, found->items, found->count,
			found->count ? 2 * found->count : 1,
			sizeof(*found->items));
	found->items[found->count++] = abbreviation;
}

static bool spend(struct abbreviation_finder *f, size_t bytes)
{
	if (bytes > f->work)
		return false;
	f->work -= bytes;
	return true;
}

static bool read_short(struct abbreviation_finder *f, struct range range,
	struct short_form *form)
{
	return range.end - range.start <= SHORT_MAX &&
	       spend(f, range.end - range.start) &&
	       short_form_read(f->analyser, f->text, range, f->arena, form);
}

/* From the last sentence in them on. */
static void drop_sentences(struct tokens *tokens)
{
	for (size_t i = tokens->count; i-- > 0;)
		if (tokens->items[i].span == 1 &&
			(tokens->items[i].flags & TOKEN_SENTENCE)) {
			tokens->items += i;
			tokens->count -= i;
			return;
		}
}

/* A pair that may be a definition, and what it cost. */
struct pair {
	struct abbreviation abbreviation;
	uint32_t cost;
};

/* Lay the short form over what may be its long form; false: it is not. */
static bool lay_pair(struct abbreviation_finder *f,
	const struct short_form *form, struct range where, bool bracketed,
	struct pair *pair)
{
	struct slice candidate = slice_of_range(f->text, where);
	struct tokens tokens;
	struct long_words words;
	struct alignment best;

	if (!spend(f, candidate.length))
		return false;
	tokens = text_tokens(f->analyser, candidate, f->arena);
	if (!bracketed)
		drop_sentences(&tokens);
	long_words_init(&words, &tokens, bracketed);
	if (words.count == 0 ||
		!abbreviation_align(&words, &form->letters, &best))
		return false;
	struct slice long_form = {
		candidate.data + best.start, candidate.length - best.start};

	if (!long_form_fits(form, long_form, &words, &best))
		return false;
	pair->cost = best.cost;
	pair->abbreviation = (struct abbreviation){.start = form->range.start,
		.end = form->range.end,
		.base_end = form->base_end,
		.long_start = where.start + best.start,
		.long_end = where.end};
	return true;
}

static bool try_pair(struct abbreviation_finder *f,
	const struct short_form *form, struct range where, bool bracketed)
{
	struct pair pair;

	if (!lay_pair(f, form, where, bracketed, &pair))
		return false;
	add_found(f, pair.abbreviation);
	return true;
}

/* Bytes of the quotation mark, comma or blank at `at`, 0: none. */
static uint32_t quote_at(struct slice text, uint32_t at, uint32_t end)
{
	static const char *const marks[] = {"\"", "'", "`", ",", " ", "\n",
		"\u2018", "\u2019", "\u201c", "\u201d", "\u201e", "\u00ab",
		"\u00bb"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		size_t length = strlen(marks[i]);

		if (end - at >= length &&
			memcmp(text.data + at, marks[i], length) == 0)
			return (uint32_t)length;
	}
	return 0;
}

static struct range without_quotes(struct slice text, struct range range)
{
	uint32_t length, back;

	while ((length = quote_at(text, range.start, range.end)) > 0)
		range.start += length;
	do {
		for (length = 0, back = 1; back <= 3 && length != back; back++)
			if (range.end - range.start >= back &&
				quote_at(text, range.end - back, range.end) ==
					back) {
				range.end -= back;
				length = back;
				break;
			}
	} while (length > 0);
	return range;
}

/* ---- long form (SF) ------------------------------------------------------ */

static bool ends_paragraph(struct slice text, uint32_t from, uint32_t to)
{
	for (; from + 1 < to; from++)
		if (text.data[from] == '\n' && text.data[from + 1] == '\n')
			return true;
	return false;
}

/* Where so many words before range.end begin, but not before range.start, a
 * clause, a paragraph or the bracket that all of it stands in. */
static uint32_t words_back(struct slice text, struct range range, uint32_t left)
{
	uint32_t start = range.end, depth = 0, at;

	for (at = range.end; at > range.start; at--) {
		char c = text.data[at - 1];
		bool before_blank = at < range.end && is_blank(text.data[at]);

		if (is_blank(c)) {
			if (at < range.end && !before_blank && --left == 0)
				return start;
			if (c == '\n' && before_blank)
				return start;
			continue;
		}
		if ((c == ';' || c == ':') && before_blank)
			return start;
		if (closes(c))
			depth++;
		else if (opens(c) && depth-- == 0)
			return start;
		start = at - 1;
	}
	return start;
}

/* The words before `end` that may be the long form of so many letters. */
static struct range words_before(
	struct slice text, uint32_t end, uint32_t letters)
{
	uint32_t words = letters + 5 < 2 * letters ? letters + 5 : 2 * letters;
	uint32_t most = BEFORE_LETTER * (letters + 1);
	uint32_t least = end > most ? end - most : 0;
	struct range range = without_quotes(
		text, trim_range(text, (struct range){least, end}));

	if (ends_paragraph(text, range.end, end))
		return (struct range){end, end};
	range.start = words_back(text, (struct range){least, range.end}, words);
	/* Not from the middle of a word on. */
	if (range.start == least && least > 0)
		while (range.start < range.end &&
			!is_blank(text.data[range.start]))
			range.start++;
	return range;
}

static const char *const introductions[] = {"also ", "or ", "and ", "formerly ",
	"termed ", "called ", "abbreviated as ", "abbreviated ",
	"abbreviation ", "hereafter ", "henceforth ", "the "};

static struct range without_introduction(struct slice text, struct range range)
{
	for (size_t i = 0; i < sizeof(introductions) / sizeof(*introductions);
		i++) {
		size_t length = strlen(introductions[i]);

		if (range.end - range.start > length &&
			memcmp(text.data + range.start, introductions[i],
				length) == 0) {
			range.start += (uint32_t)length;
			return without_introduction(text, range);
		}
	}
	return without_quotes(text, range);
}

/* Behind the next of the things listed in a bracket. */
static uint32_t segment_end(struct slice text, uint32_t at, uint32_t end)
{
	int depth = 0;

	for (; at < end; at++) {
		char c = text.data[at];

		depth += opens(c) - closes(c);
		if (depth == 0 && strchr(";,:=", c) && at + 1 < end &&
			is_blank(text.data[at + 1]))
			return at;
		if (depth == 0 && end - at > 4 &&
			memcmp(text.data + at, " or ", 4) == 0)
			return at;
	}
	return end;
}

/* The next of the things listed in a bracket; false behind the last. */
static bool next_segment(
	struct slice text, uint32_t *at, uint32_t end, struct range *segment)
{
	uint32_t stop;

	if (*at >= end)
		return false;
	stop = segment_end(text, *at, end);
	*segment = without_introduction(
		text, trim_range(text, (struct range){*at, stop}));
	*at = stop + 1;
	return true;
}

static bool try_before(struct abbreviation_finder *f,
	const struct short_form *form, uint32_t end)
{
	return try_pair(f, form,
		words_before(f->text, end, form->letters.count), false);
}

/* "ligament (X)", "ligament (X; also Y)", "(ligament, X)", "(X: ligament)". */
static bool find_before(
	struct abbreviation_finder *f, uint32_t open, struct range inside)
{
	struct range segment, before = {open, open};
	uint32_t at = inside.start, left = SEGMENTS_MAX;
	bool found = false;

	while (left-- > 0 && next_segment(f->text, &at, inside.end, &segment)) {
		struct short_form form;

		/* "P = 0.05" is no short form, "CI = confidence interval" is */
		bool equals =
			at <= inside.end && strchr(":=", f->text.data[at - 1]);

		if (!equals && read_short(f, segment, &form) &&
			(try_before(f, &form, open) ||
				(before.end > open &&
					try_before(f, &form, before.end))))
			found = true;
		else if (read_short(f, before, &form) &&
			 form.letters.count > 1 && !short_form_is_word(&form))
			found = try_pair(f, &form, segment, true) || found;
		before = segment;
	}
	return found;
}

/* ---- SF (long form) ------------------------------------------------------ */

static void find_inside(
	struct abbreviation_finder *f, uint32_t open, struct range inside)
{
	struct range range = {open, open};
	struct short_form form;
	struct pair pair, best = {.cost = UINT32_MAX};
	uint32_t end, left = LISTED_MAX;

	while (range.end > 0 && f->text.data[range.end - 1] == ' ')
		range.end--;
	range.start = range.end;
	while (range.start > 0 && range.end - range.start <= SHORT_MAX &&
		!is_blank(f->text.data[range.start - 1]))
		range.start--;
	while (range.start < range.end && opens(f->text.data[range.start]))
		range.start++;
	range = without_quotes(f->text, range);
	if (!read_short(f, range, &form) || form.letters.count < 2 ||
		short_form_is_word(&form))
		return;
	/* What is listed behind it may be of the name or not. */
	for (end = inside.start; end <= inside.end && left > 0; end++) {
		bool last = end == inside.end;
		char c = last ? ';' : f->text.data[end];

		if ((c != ';' && c != ',') ||
			(!last && !is_blank(f->text.data[end + 1])))
			continue;
		left = c == ';' ? 0 : left - 1;
		if (lay_pair(f, &form,
			    trim_range(
				    f->text, (struct range){inside.start, end}),
			    true, &pair) &&
			pair.cost < best.cost)
			best = pair;
	}
	if (best.cost != UINT32_MAX)
		add_found(f, best.abbreviation);
}

/* ---- brackets ------------------------------------------------------------ */

/* The bracket that closes the one at `open`; 0: none near. */
static uint32_t closing(struct slice text, uint32_t open)
{
	int depth = 0;

	for (uint32_t at = open; at < text.length && at - open < BRACKET_MAX;
		at++) {
		char c = text.data[at];

		if (c == '\n' && at + 1 < text.length &&
			text.data[at + 1] == '\n')
			return 0;
		depth += opens(c) - closes(c);
		if (depth == 0)
			return at;
	}
	return 0;
}

/* A bracket inside a word: NAD(P)H, H(2)O. */
static bool is_inside_word(struct slice text, uint32_t open, uint32_t close)
{
	return open > 0 && is_alnum(text.data[open - 1]) &&
	       (close - open < 3 || (close + 1 < text.length &&
					    is_alnum(text.data[close + 1])));
}

struct abbreviations abbreviations_find(
	struct text_analyser *analyser, struct slice text, struct arena *arena)
{
	struct abbreviations found = {NULL, 0};
	struct abbreviation_finder f = {analyser, text, arena, &found,
		WORK_MAX * text.length + WORK_LEAST};

	if (text.length > UINT32_MAX / 2)
		f.text.length = UINT32_MAX / 2;
	for (uint32_t open = 0; open < f.text.length; open++) {
		struct range inside;

		if (!opens(f.text.data[open]))
			continue;
		inside.start = open + 1;
		inside.end = closing(f.text, open);
		if (!spend(&f, CLOSING_WORK))
			break;
		if (inside.end == 0 || is_inside_word(f.text, open, inside.end))
			continue;
		inside = trim_range(f.text, inside);
		if (inside.start < inside.end && !find_before(&f, open, inside))
			find_inside(&f, open, inside);
	}
	return found;
}
