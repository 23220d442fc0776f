/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Glyphs to atoms: runs of letters, numbers (numeral.c reads them), Greek
 * letters by name, and how each is joined to the next.
 *
 * Almost every byte is ASCII and almost every word small letters; such a word
 * is read byte by byte and its folded form is the text itself.  All else takes
 * the slow way through a buffer.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include "base/memory.h"

/* Letters before a raised digit: m, cm, Ca, but a reference number behind a
 * word is no power. */
#define LONGEST_POWERED 3

struct splitter {
	struct text_analyser *analyser;
	struct slice text;
	struct arena *arena;
	size_t at;
	enum join gap; /* since the last atom */
	uint32_t invalid;
};

static struct slice folding_keep(
	struct splitter *s, const struct folding *folding)
{
	char *copy = arena_alloc(s->arena, folding->length);

	memcpy(copy, folding->data, folding->length);
	return (struct slice){copy, folding->length};
}

static struct atom *last_atom(struct splitter *s)
{
	struct text_analyser *analyser = s->analyser;

	return analyser->atoms_count
		       ? &analyser->atoms[analyser->atoms_count - 1]
		       : NULL;
}

static struct atom *add_atom(struct splitter *s, enum token_kind kind)
{
	struct text_analyser *analyser = s->analyser;
	struct atom *last = last_atom(s);

	if (last) {
		last->join = (uint8_t)s->gap;
		if (s->gap == JOIN_DIRECT || s->gap == JOIN_HYPHEN ||
			s->gap == JOIN_SIGN)
			last->flags |= TOKEN_GLUED;
	}
	if (analyser->atoms_count == analyser->atoms_room) {
		analyser->atoms_room = analyser->atoms_room * 2 + 256;
		analyser->atoms = memory_resize(analyser->atoms,
			analyser->atoms_room, sizeof(struct atom));
	}
	struct atom *atom = &analyser->atoms[analyser->atoms_count++];

	memset(atom, 0, sizeof(*atom));
	atom->kind = (uint8_t)kind;
	atom->start = (uint32_t)s->at;
	s->gap = JOIN_DIRECT;
	return atom;
}

static void end_atom(struct splitter *s, struct atom *atom, size_t end,
	const struct folding *folding)
{
	atom->end = (uint32_t)end;
	if (folding)
		atom->folded = folding_keep(s, folding);
	else
		atom->folded = (struct slice){
			s->text.data + atom->start, end - atom->start};
}

static void count_letter(struct atom *atom, bool capital)
{
	if (atom->letters == UINT16_MAX)
		return;
	if (capital && atom->letters == 0)
		atom->flags |= TOKEN_CAPITAL;
	atom->letters++;
	atom->capitals += capital;
}

/* One letter more of a word at *at; false at its end.  *end moves over letters
 * and their marks, not over what is ignored. */
static bool word_letter(struct splitter *s, struct atom *atom, bool greek,
	struct folding *folding, size_t *at, size_t *end)
{
	char c = s->text.data[*at];

	if (is_small(c) || is_capital(c)) {
		count_letter(atom, is_capital(c));
		c |= 0x20;
		folding_add(folding, &c, 1);
		*end = ++*at;
		return true;
	}
	if ((unsigned char)c < 0x80)
		return false;
	struct glyph glyph = glyph_at(s->analyser, s->text, *at);
	bool letter = glyph.kind == GLYPH_LETTER ||
		      (glyph.kind == GLYPH_GREEK && greek);

	if (!letter && glyph.kind != GLYPH_MARK && glyph.kind != GLYPH_IGNORED)
		return false;
	*at += glyph.size;
	if (letter) {
		count_letter(atom, glyph.upper);
		folding_add(folding, glyph.folded, glyph.length);
	}
	if (glyph.kind != GLYPH_IGNORED)
		*end = *at;
	return true;
}

static void read_word(struct splitter *s, struct atom *atom,
	struct folding *folding, bool greek)
{
	size_t at = s->at, end = s->at;

	while (at < s->text.length &&
		word_letter(s, atom, greek, folding, &at, &end))
		;
	end_atom(s, atom, end, folding);
	s->at = at;
}

static void split_word(struct splitter *s, bool greek)
{
	struct atom *atom = add_atom(s, TOKEN_WORD);
	size_t at = s->at;
	struct folding folding;

	while (at < s->text.length && is_small(s->text.data[at]))
		at++;
	size_t length = at - s->at;
	unsigned char next =
		at < s->text.length ? (unsigned char)s->text.data[at] : ' ';

	/* "nonHodgkin" is "non-Hodgkin", "antiCD20" is "anti-CD20". */
	bool prefix =
		length > 1 && is_capital((char)next) &&
		is_prefix_word((struct slice){s->text.data + s->at, length});

	if (length > 0 && length <= TOKEN_TERM_MAX && next < 0x80 &&
		(!is_capital((char)next) || prefix)) {
		atom->letters = (uint16_t)length;
		end_atom(s, atom, at, NULL);
		s->at = at;
		return;
	}
	folding.length = 0;
	folding.full = false;
	read_word(s, atom, &folding, greek);
}

/* "µg": the sign is the "u" of those who have no such key. */
static void split_micro(struct splitter *s, const struct glyph *glyph)
{
	struct atom *atom = add_atom(s, TOKEN_WORD);
	struct folding folding = {.length = 1, .data = "u"};

	count_letter(atom, false);
	s->at += glyph->size;
	read_word(s, atom, &folding, false);
}

static void split_greek(struct splitter *s, const struct glyph *glyph)
{
	if (is_micro(glyph, s->text, s->at)) {
		split_micro(s, glyph);
		return;
	}
	if (greek_run(s->analyser, s->text, s->at) > 2) {
		split_word(s, true);
		return;
	}
	struct atom *atom = add_atom(s, TOKEN_WORD);

	count_letter(atom, false);
	end_atom(s, atom, s->at + glyph->size, NULL);
	atom->folded = greek_name(glyph);
	s->at += glyph->size;
}

static void end_number(
	struct splitter *s, struct atom *atom, const struct number *number)
{
	atom->integer = number->integer;
	end_atom(s, atom, s->at + number->length, &number->folding);
	s->at += number->length;
}

/* In a code ("CD22.1") a point ends the sentence or starts a reference, so only
 * a number that stands alone has decimals. */
static void split_number(struct splitter *s)
{
	bool alone = !last_atom(s) || s->gap != JOIN_DIRECT;
	struct number number = number_at(s->analyser, s->text, s->at, alone);

	end_number(s, add_atom(s, TOKEN_NUMBER), &number);
}

static void split_raised(struct splitter *s)
{
	struct atom *last = last_atom(s);
	struct number number = raised_number_at(s->analyser, s->text, s->at);

	if (s->gap == JOIN_DIRECT && last &&
		last->letters - 1u >= LONGEST_POWERED)
		s->gap = JOIN_NONE;
	end_number(s, add_atom(s, TOKEN_NUMBER), &number);
}

static bool is_word_byte(char c)
{
	return is_small(c) || is_capital(c) || is_digit(c) ||
	       (unsigned char)c >= 0x80;
}

/* Behind an apostrophe at the end of a word: the bytes of a possessive or a
 * contraction, which are no word ("Crohn's", "doesn't"). */
static size_t contraction_length(const struct splitter *s, size_t at)
{
	static const char *const endings[] = {
		"s", "t", "d", "m", "re", "ve", "ll"};
	struct slice rest = {s->text.data + at, s->text.length - at};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);
		struct slice head = {rest.data, n};

		if (n <= rest.length &&
			slice_equal_fold(head, slice_of(endings[i])) &&
			(n == rest.length || !is_word_byte(rest.data[n])))
			return n;
	}
	return 0;
}

/* "5'-UTR" and "5' UTR" are "5-UTR". */
static void split_apostrophe(struct splitter *s, size_t size)
{
	struct atom *last = last_atom(s);
	bool direct = last && s->gap == JOIN_DIRECT;

	s->at += size;
	if (direct && last->kind == TOKEN_NUMBER && last->integer) {
		last->prime = true;
		return;
	}
	s->gap = JOIN_NONE;
	if (direct)
		s->at += contraction_length(s, s->at);
}

/* A sign behind a name, an atom of its own. */
static bool split_sign(struct splitter *s)
{
	if (!last_atom(s) || (s->gap != JOIN_DIRECT && s->gap != JOIN_SPACE))
		return false;
	if (s->gap == JOIN_SPACE && s->text.data[s->at] != '(')
		return false;
	struct sign sign = sign_at(s->analyser, s->text, s->at);

	if (sign.length == 0)
		return false;
	s->gap = JOIN_SIGN;
	struct atom *atom = add_atom(s, TOKEN_SIGN);

	end_atom(s, atom, s->at + sign.length, NULL);
	atom->folded = sign_name(sign.sign);
	s->at += sign.length;
	s->gap = JOIN_NONE;
	return true;
}

/* "&alpha;" of a page whose entities were not read: the bytes of its ends, 0
 * for another "&". */
static bool split_entity(struct splitter *s)
{
	struct slice rest = {
		s->text.data + s->at + 1, s->text.length - s->at - 1};
	const char *end = memchr(rest.data, ';',
		rest.length < GREEK_NAME_MAX + 1 ? rest.length
						 : GREEK_NAME_MAX + 1);

	if (!end)
		return false;
	rest.length = (size_t)(end - rest.data);
	if (!is_greek_name(rest))
		return false;
	struct atom *atom = add_atom(s, TOKEN_WORD);
	struct folding folding = {0};

	for (size_t i = 0; i < rest.length; i++) {
		char c = rest.data[i] | 0x20;

		folding_add(&folding, &c, 1);
	}
	count_letter(atom, false);
	s->at += rest.length + 2;
	end_atom(s, atom, s->at, &folding);
	return true;
}

/* Set between clauses, but before a number for want of a hyphen: CMC—544. */
static bool is_long_dash(int32_t code)
{
	return code == 0x2014 || code == 0x2015;
}

static void split_gap(struct splitter *s, const struct glyph *glyph)
{
	s->at += glyph->size;
	switch (glyph->kind) {
	case GLYPH_MARK:
	case GLYPH_IGNORED:
		break;
	case GLYPH_HYPHEN:
		s->gap = s->gap == JOIN_DIRECT ? JOIN_HYPHEN : JOIN_NONE;
		break;
	case GLYPH_SPACE:
		s->gap = s->gap == JOIN_DIRECT ? JOIN_SPACE : JOIN_NONE;
		break;
	case GLYPH_INVALID:
		s->invalid++;
		s->gap = JOIN_NONE;
		break;
	default:
		s->gap = s->gap == JOIN_DIRECT && is_long_dash(glyph->code) &&
					 digit_at(s->text, s->at)
				 ? JOIN_HYPHEN
				 : JOIN_NONE;
		break;
	}
}

static void split_glyph(struct splitter *s)
{
	struct glyph glyph = glyph_at(s->analyser, s->text, s->at);

	if (glyph.kind == GLYPH_HYPHEN || glyph.kind == GLYPH_OTHER) {
		if (split_sign(s))
			return;
		if (glyph.code == '&' && split_entity(s))
			return;
	}
	switch (glyph.kind) {
	case GLYPH_LETTER:
		split_word(s, false);
		break;
	case GLYPH_GREEK:
		split_greek(s, &glyph);
		break;
	case GLYPH_DIGIT:
		split_number(s);
		break;
	case GLYPH_SUPERSCRIPT:
		split_raised(s);
		break;
	case GLYPH_APOSTROPHE:
		split_apostrophe(s, glyph.size);
		break;
	case GLYPH_OTHER:
	case GLYPH_MIDDOT:
		if (s->gap != JOIN_DIRECT &&
			bare_point_at(s->analyser, s->text, s->at) > 0)
			split_number(s);
		else
			split_gap(s, &glyph);
		break;
	default:
		split_gap(s, &glyph);
		break;
	}
}

uint32_t text_split(
	struct text_analyser *analyser, struct slice text, struct arena *arena)
{
	struct splitter s = {.analyser = analyser,
		.text = text,
		.arena = arena,
		.gap = JOIN_NONE};

	analyser->atoms_count = 0;
	while (s.at < text.length) {
		char c = text.data[s.at];

		if (is_small(c) || is_capital(c)) {
			split_word(&s, false);
		} else if (c == ' ') {
			s.gap = s.gap == JOIN_DIRECT ? JOIN_SPACE : JOIN_NONE;
			s.at++;
		} else {
			split_glyph(&s);
		}
	}
	return s.invalid;
}
