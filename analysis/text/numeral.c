/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Glyphs to the number they write: digits of any script, commas between
 * thousands left out, one decimal point.
 */
#include "config.h"

#include "analysis/text/internal.h"

struct reader {
	struct text_analyser *analyser;
	struct slice text;
	size_t at;
	size_t digits; /* since the start or the last comma */
	bool grouped;
};

/* A comma between thousands: "10,000", not "1,2" or "10,0000"? */
static bool is_thousands(const struct reader *r)
{
	if (r->at >= r->text.length || r->text.data[r->at] != ',')
		return false;
	if (r->digits == 0 || r->digits > 3 || (r->grouped && r->digits != 3))
		return false;
	return digit_at(r->text, r->at + 1) && digit_at(r->text, r->at + 2) &&
	       digit_at(r->text, r->at + 3) && !digit_at(r->text, r->at + 4);
}

/* The decimal point at `at`: its bytes, 0 if there is none. */
static size_t point_at(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	if (at >= text.length)
		return 0;
	if (text.data[at] == '.')
		return digit_at(text, at + 1) ? 1 : 0;
	if ((unsigned char)text.data[at] < 0x80)
		return 0;
	struct glyph glyph = glyph_at(analyser, text, at);

	return glyph.kind == GLYPH_MIDDOT && digit_at(text, at + glyph.size)
		       ? glyph.size
		       : 0;
}

size_t bare_point_at(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	if (at > 0 && text.data[at - 1] == '.')
		return 0; /* an ellipsis */
	return point_at(analyser, text, at);
}

/* A digit of the wanted kind: its glyph's size, 0 if there is none. */
static size_t read_digit(
	const struct reader *r, bool raised, struct folding *folding)
{
	if (r->at >= r->text.length)
		return 0;
	if (is_digit(r->text.data[r->at])) {
		if (!raised)
			folding_add(folding, r->text.data + r->at, 1);
		return raised ? 0 : 1;
	}
	if ((unsigned char)r->text.data[r->at] < 0x80)
		return 0;
	struct glyph glyph = glyph_at(r->analyser, r->text, r->at);

	if (glyph.kind != (raised ? GLYPH_SUPERSCRIPT : GLYPH_DIGIT))
		return 0;
	folding_add(folding, glyph.folded, glyph.length);
	return glyph.size;
}

/* No thousands behind the point. */
static void pass_point(struct reader *r, struct number *number, size_t size,
	const char *folded)
{
	folding_add(&number->folding, folded, strlen(folded));
	number->integer = false;
	r->at += size;
	r->digits = 4;
}

struct number number_at(struct text_analyser *analyser, struct slice text,
	size_t at, bool alone)
{
	struct reader r = {.analyser = analyser, .text = text, .at = at};
	struct number number = {.integer = true};
	size_t size;

	if (alone && (size = bare_point_at(analyser, text, at)) > 0)
		pass_point(&r, &number, size, "0."); /* ".05" is "0.05" */
	for (;;) {
		if ((size = read_digit(&r, false, &number.folding)) > 0) {
			r.at += size;
			r.digits++;
		} else if (alone && is_thousands(&r)) {
			r.at++;
			r.digits = 0;
			r.grouped = true;
		} else if (alone && number.integer &&
			   (size = point_at(analyser, text, r.at)) > 0) {
			pass_point(&r, &number, size, ".");
		} else {
			break;
		}
	}
	number.integer = number.integer && !r.grouped;
	number.length = r.at - at;
	return number;
}

struct number raised_number_at(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	struct reader r = {.analyser = analyser, .text = text, .at = at};
	struct number number = {.integer = true};
	size_t size;

	while ((size = read_digit(&r, true, &number.folding)) > 0)
		r.at += size;
	number.length = r.at - at;
	return number;
}
