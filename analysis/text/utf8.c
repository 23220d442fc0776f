/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Characters: what each is to the splitter and what it folds to.
 *
 * Folding is per character: NFKC with case folding and marks removed, done by
 * utf8proc and remembered, so that a text costs one table look-up a character.
 * A mark that stands apart from its letter is dropped like one inside it, so
 * both spellings of an accented letter fold to the same.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include <utf8proc.h>

#define DELTA_SIGN 0x2206 /* the mathematical sign, used for the letter */

static const struct glyph invalid_glyph = {
	.code = 0xfffd,
	.kind = GLYPH_INVALID,
	.size = 1,
	.length = 3,
	.folded = "\xef\xbf\xbd",
};

static const char *const greek_names[] = {"alpha", "beta", "gamma", "delta",
	"epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
	"nu", "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon",
	"phi", "chi", "psi", "omega"};

#define GREEK_FIRST 0x3b1
#define GREEK_LAST  0x3c9

struct slice greek_name(const struct glyph *glyph)
{
	utf8proc_int32_t code = 0;

	utf8proc_iterate(
		(const utf8proc_uint8_t *)glyph->folded, glyph->length, &code);
	return slice_of(greek_names[code - GREEK_FIRST]);
}

bool is_greek_name(struct slice word)
{
	size_t count = sizeof(greek_names) / sizeof(greek_names[0]);

	if (word.length < 2 || word.length > GREEK_NAME_MAX)
		return false;
	for (size_t i = 0; i < count; i++)
		if (greek_names[i][0] == (word.data[0] | 0x20) &&
			slice_equal_fold(word, slice_of(greek_names[i])))
			return true;
	return false;
}

/* One class for all of a character's folded code points, or OTHER. */
static enum glyph_kind kind_of_folded(const utf8proc_int32_t *codes, int count)
{
	enum glyph_kind kind = GLYPH_MARK;

	for (int i = 0; i < count; i++) {
		utf8proc_category_t category = utf8proc_category(codes[i]);
		enum glyph_kind one = GLYPH_OTHER;

		if (category >= UTF8PROC_CATEGORY_LU &&
			category <= UTF8PROC_CATEGORY_LO)
			one = GLYPH_LETTER;
		else if (category == UTF8PROC_CATEGORY_ND)
			one = GLYPH_DIGIT;
		else if (category == UTF8PROC_CATEGORY_CF)
			one = GLYPH_IGNORED;
		if (i > 0 && one != kind)
			return GLYPH_OTHER;
		kind = one;
	}
	if (count == 1 && codes[0] >= GREEK_FIRST && codes[0] <= GREEK_LAST)
		return GLYPH_GREEK;
	return kind;
}

static enum glyph_kind kind_of(
	utf8proc_int32_t code, const utf8proc_int32_t *folded, int count)
{
	enum glyph_kind kind = kind_of_folded(folded, count);

	switch (code) {
	case '\'':
	case 0xb4:
	case 0x2018:
	case 0x2019:
	case 0x2bc:
	case 0x2032: /* prime */
	case 0xff07:
		return GLYPH_APOSTROPHE;
	case '\t': /* where lines are wrapped */
	case '\n':
	case '\r':
		return GLYPH_SPACE;
	case 0xb7:
	case 0x2219:
	case 0x22c5:
		return GLYPH_MIDDOT;
	case 0x2120: /* service mark and trade mark fold to letters, which
			would stick to the name before */
	case 0x2122:
	case 0x2014: /* set between clauses, not inside words */
	case 0x2015:
		return GLYPH_OTHER;
	case 0xb2:
	case 0xb3:
	case 0xb9:
	case 0x2070:
		return GLYPH_SUPERSCRIPT;
	default:
		break;
	}
	if (code >= 0x2074 && code <= 0x2079)
		return GLYPH_SUPERSCRIPT;
	if (count == 1 && folded[0] == '-')
		return GLYPH_HYPHEN;
	if (count == 1 && folded[0] == ' ')
		return GLYPH_SPACE;
	return kind;
}

/* Folded code points of one character; their number, 0 for a mark. */
static int fold_code(utf8proc_int32_t code, utf8proc_int32_t *out, int room)
{
	if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212)
		code = '-';
	if (code == DELTA_SIGN)
		code = 0x3b4;
	int boundary = UTF8PROC_BOUNDCLASS_START;
	utf8proc_ssize_t count = utf8proc_decompose_char(code, out, room,
		UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
			UTF8PROC_DECOMPOSE,
		&boundary);

	if (count < 0 || count > room) {
		out[0] = code;
		return 1;
	}
	count = utf8proc_normalize_utf32(
		out, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (count == 1 && out[0] == 0x3c2) /* final sigma */
		out[0] = 0x3c3;
	return (int)count;
}

static void glyph_fill(struct glyph *glyph, utf8proc_int32_t code, int size)
{
	utf8proc_int32_t codes[32];
	int count = fold_code(code, codes, 32);
	utf8proc_uint8_t bytes[4];
	utf8proc_category_t category = utf8proc_category(code);

	glyph->code = code;
	glyph->kind = (uint8_t)kind_of(code, codes, count);
	glyph->upper = category == UTF8PROC_CATEGORY_LU ||
		       category == UTF8PROC_CATEGORY_LT;
	glyph->size = (uint8_t)size;
	glyph->length = 0;
	for (int i = 0; i < count; i++) {
		utf8proc_ssize_t n = utf8proc_encode_char(codes[i], bytes);

		/* Ligatures of a whole phrase: no word of a paper. */
		if (glyph->length + n > GLYPH_FOLDED_MAX) {
			glyph->kind = GLYPH_OTHER;
			break;
		}
		memcpy(glyph->folded + glyph->length, bytes, (size_t)n);
		glyph->length = (uint8_t)(glyph->length + n);
	}
}

struct glyph glyph_at(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	utf8proc_int32_t code = (unsigned char)text.data[at];
	utf8proc_ssize_t size = 1;

	if (code >= 0x80)
		size = utf8proc_iterate(
			(const utf8proc_uint8_t *)text.data + at,
			(utf8proc_ssize_t)(text.length - at), &code);
	if (size < 1)
		return invalid_glyph;
	struct glyph *glyph = &analyser->glyphs[code % GLYPH_CACHE];

	if (glyph->code != code || glyph->size == 0)
		glyph_fill(glyph, code, (int)size);
	return *glyph;
}

unsigned greek_run(struct text_analyser *analyser, struct slice text, size_t at)
{
	unsigned count = 0;

	while (at < text.length && count < 3) {
		struct glyph glyph = glyph_at(analyser, text, at);

		if (glyph.kind == GLYPH_GREEK)
			count++;
		else if (glyph.kind != GLYPH_MARK)
			break;
		at += glyph.size;
	}
	return count;
}

bool is_micro(const struct glyph *glyph, struct slice text, size_t at)
{
	size_t next = at + glyph->size;

	if (glyph->code != 0xb5 && glyph->code != 0x3bc)
		return false;
	return next < text.length &&
	       (is_small(text.data[next]) || is_capital(text.data[next]));
}

static size_t valid_length(struct slice text)
{
	size_t at = 0;

	while (at < text.length) {
		utf8proc_int32_t code;

		if ((unsigned char)text.data[at] < 0x80) {
			at++;
			continue;
		}
		utf8proc_ssize_t size = utf8proc_iterate(
			(const utf8proc_uint8_t *)text.data + at,
			(utf8proc_ssize_t)(text.length - at), &code);

		if (size < 1)
			break;
		at += (size_t)size;
	}
	return at;
}

size_t text_clean(struct slice text, struct arena *arena, struct slice *out)
{
	size_t good = valid_length(text), bad = 0, length = 0;

	*out = text;
	if (good == text.length)
		return 0;
	/* At worst each byte left becomes the three of U+FFFD. */
	char *copy = arena_alloc(arena, good + (text.length - good) * 3);

	while (text.length > 0) {
		if (good > 0)
			memcpy(copy + length, text.data, good);
		length += good;
		text.data += good;
		text.length -= good;
		if (text.length > 0) {
			memcpy(copy + length, invalid_glyph.folded,
				invalid_glyph.length);
			length += invalid_glyph.length;
			text.data++;
			text.length--;
			bad++;
		}
		good = valid_length(text);
	}
	*out = (struct slice){copy, length};
	return bad;
}

struct slice text_fold(
	struct text_analyser *analyser, struct slice text, struct arena *arena)
{
	/* The most a byte can become: one of a character of three bytes. */
	char *out = arena_alloc(arena, text.length * GLYPH_FOLDED_MAX / 3 + 1);
	size_t length = 0;
	bool word = false; /* inside a word written in Greek */

	for (size_t at = 0; at < text.length;) {
		struct glyph glyph = glyph_at(analyser, text, at);
		struct slice folded = {glyph.folded, glyph.length};

		if (glyph.kind == GLYPH_GREEK) {
			word = word || greek_run(analyser, text, at) > 2;
			if (is_micro(&glyph, text, at))
				folded = SLICE("u");
			else if (!word)
				folded = greek_name(&glyph);
		} else if (glyph.kind != GLYPH_MARK) {
			word = false;
		}
		if (glyph.kind != GLYPH_IGNORED && folded.length > 0) {
			memcpy(out + length, folded.data, folded.length);
			length += folded.length;
		}
		at += glyph.size;
	}
	return (struct slice){out, length};
}
