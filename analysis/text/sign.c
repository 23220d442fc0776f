/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signs that mean "has it" and "has it not" behind a name: CD22+, Ph-, ER(+),
 * CD38 with U+2212, HLA-DR++ and the raised signs.
 *
 * A plus is a sign behind anything that looks like a name.  A minus at the end
 * of a word mostly is a hyphen (pre- and postoperative, CD4- and CD8-positive),
 * so only names in capitals or with digits take one, and not before "and" or
 * "or" unless it is typed as a minus.
 */
#include "config.h"

#include "analysis/text/internal.h"

#define NAME_ATOMS    16 /* longer runs are no names: CD34 has two */
#define NAME_LETTERS  6  /* in capitals */
#define MIXED_LETTERS 3  /* Ph, Kit, as against Mid- */
#define SMALL_LETTERS 4  /* ph+, her2+ typed in a hurry */

#define MINUS        0x2212
#define RAISED_PLUS  0x207a
#define RAISED_MINUS 0x207b

/* The run of atoms without white space before `at`. */
struct name {
	unsigned letters, capitals, numbers;
	struct slice last; /* folded */
};

struct mark {
	size_t size; /* 0: none */
	char sign;
	bool sure; /* no hyphen */
};

struct slice sign_name(char sign)
{
	return sign == '+' ? SLICE("positive") : SLICE("negative");
}

static struct name name_before(const struct text_analyser *analyser)
{
	struct name name = {0};
	size_t i = analyser->atoms_count, left = NAME_ATOMS;

	if (i > 0)
		name.last = analyser->atoms[i - 1].folded;
	while (i-- > 0 && left-- > 0) {
		const struct atom *atom = &analyser->atoms[i];

		name.letters += atom->letters;
		name.capitals += atom->capitals;
		name.numbers += atom->kind == TOKEN_NUMBER;
		if (i == 0 || (atom[-1].join != JOIN_DIRECT &&
				      atom[-1].join != JOIN_HYPHEN))
			break;
	}
	return name;
}

static struct mark mark_at(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	if (at >= text.length)
		return (struct mark){0};
	if (text.data[at] == '+')
		return (struct mark){1, '+', true};
	if (text.data[at] == '-')
		return (struct mark){1, '-', false};
	if ((unsigned char)text.data[at] < 0x80)
		return (struct mark){0};
	struct glyph glyph = glyph_at(analyser, text, at);

	if (glyph.code == RAISED_PLUS ||
		(glyph.length == 1 && glyph.folded[0] == '+'))
		return (struct mark){glyph.size, '+', true};
	if (glyph.code == MINUS || glyph.code == RAISED_MINUS)
		return (struct mark){glyph.size, '-', true};
	if (glyph.kind == GLYPH_HYPHEN)
		return (struct mark){glyph.size, '-', false};
	return (struct mark){0};
}

static bool word_follows(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	if (at < text.length && text.data[at] == '&')
		at++; /* "TNF-&alpha;" */
	if (at >= text.length)
		return false;
	struct glyph glyph = glyph_at(analyser, text, at);

	return glyph.kind == GLYPH_LETTER || glyph.kind == GLYPH_DIGIT ||
	       glyph.kind == GLYPH_GREEK || glyph.kind == GLYPH_MARK;
}

/* "CD4- and CD8-positive": the hyphen stands for what follows. */
static bool is_suspended(struct slice text, size_t at)
{
	static const char *const joining[] = {"and ", "or ", "to ", "as "};
	struct slice rest = {text.data + at, text.length - at};

	if (rest.length > 0 && (rest.data[0] == '\n' || rest.data[0] == '\r'))
		return true; /* a broken line */
	while (rest.length > 0 && rest.data[0] == ' ') {
		rest.data++;
		rest.length--;
	}
	for (size_t i = 0; i < sizeof(joining) / sizeof(joining[0]); i++) {
		size_t n = strlen(joining[i]);

		if (rest.length > n && memcmp(rest.data, joining[i], n) == 0)
			return true;
	}
	return false;
}

static bool takes_plus(const struct name *name, bool word_behind)
{
	if (name->letters == 0)
		return false;
	if (name->numbers > 0 || name->capitals > 1)
		return true;
	if (word_behind)
		return false;
	return name->capitals > 0 ? name->letters <= NAME_LETTERS
				  : name->letters <= SMALL_LETTERS &&
					    !text_is_stop_word(name->last);
}

static bool takes_minus(const struct name *name)
{
	if (name->letters == 0 || is_prefix_word(name->last))
		return false;
	if (name->numbers > 0)
		return true;
	if (name->letters == name->capitals)
		return name->letters > 1 && name->letters <= NAME_LETTERS;
	return name->capitals > 0 && name->letters <= MIXED_LETTERS &&
	       !text_is_stop_word(name->last);
}

/* "(+)", whose bracket may stand behind a blank. */
static struct sign bracketed(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	struct mark mark = mark_at(analyser, text, at + 1);
	size_t end = at + 1 + mark.size;
	struct name name = name_before(analyser);

	if (mark.size == 0 || end >= text.length || text.data[end] != ')' ||
		!takes_plus(&name, false))
		return (struct sign){0};
	return (struct sign){end + 1 - at, mark.sign};
}

struct sign sign_at(
	struct text_analyser *analyser, struct slice text, size_t at)
{
	if (text.data[at] == '(')
		return bracketed(analyser, text, at);
	struct mark mark = mark_at(analyser, text, at), next;
	struct name name = name_before(analyser);
	size_t end = at + mark.size;

	if (mark.size == 0)
		return (struct sign){0};
	while (mark.sign == '+' &&
		(next = mark_at(analyser, text, end)).sign == '+')
		end += next.size;
	bool word = word_follows(analyser, text, end);

	if (mark.sign == '+')
		return takes_plus(&name, word) ? (struct sign){end - at, '+'}
					       : (struct sign){0};
	if (word || !takes_minus(&name) ||
		(!mark.sure && is_suspended(text, end)))
		return (struct sign){0};
	return (struct sign){end - at, '-'};
}
