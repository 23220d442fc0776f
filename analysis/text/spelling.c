/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * British spellings to American ones: haemorrhage to hemorrhage, tumour to
 * tumor, randomisation to randomization, labelled to labeled.
 *
 * The rules name what must stand around the letters they change, because the
 * letters alone say little: "ae" and "oe" are one sound in anaemia and oedema,
 * two in aerobic, Israel, poem and coexist.  A rule may make a word nobody
 * writes (controled) as long as every spelling and inflection of it makes the
 * same and no other word does.
 *
 * Where American English keeps the "o" of a combining form before some words
 * and drops it before others (gastroesophageal, lymphedema, angioedema), all of
 * it goes: what comes out is compared and never shown.
 */
#include "config.h"

#include "analysis/text/internal.h"

/* What stands before and behind; '^' and '$' are the borders of the word. */
struct context {
	const char *before, *after;
};

static const struct context ae[] = {{"", "m"}, {"", "sth"}, {"", "tio"},
	{"p", "d"}, {"gyn", "c"}, {"c", "c"}, {"f", "c"}, {"c", "sa"},
	{"c", "siu"}, {"c", "rul"}, {"pal", "o"}, {"ph", "o"}, {"arch", ""},
	{"n", "v"}, {"l", "v"}, {"i", "v"}, {"t", "ni"}, {"chim", "r"},
	{"ch", "t"}, {"sph", "r"}, {"^pr", ""}, {NULL, NULL}};
/* Haem is the one word whose short form needs its "e". */
static const struct context heme[] = {{"^h", "$"}, {"^h", "s$"}, {NULL, NULL}};
static const struct context oe[] = {{"f", "t"}, {"rrh", ""}, {"pn", ""},
	{"c", "li"}, {"c", "lom"}, {"c", "le$"}, {"c", "les$"}, {"c", "rule"},
	{"am", "b"}, {"hom", "o"}, {"man", "uv"}, {"^", "dip"}, {"cop", "i"},
	{NULL, NULL}};
static const struct context o_oe[] = {
	{"", "dem"}, {"", "sophag"}, {"", "str"}, {NULL, NULL}};
static const struct context our[] = {{"tum", "r"}, {"col", "r"},
	{"behavi", "r"}, {"fav", "r"}, {"lab", "r"}, {"od", "r"}, {"vap", "r"},
	{"vig", "r"}, {"hum", "r"}, {"harb", "r"}, {"hon", "r"},
	{"neighb", "r"}, {"flav", "r"}, {"sav", "r"}, {"rum", "r"},
	{"savi", "r"}, {"endeav", "r"}, {"rig", "r"}, {"glam", "r"},
	{"cand", "r"}, {"clam", "r"}, {"ferv", "r"}, {"val", "r"}, {"arm", "r"},
	{"parl", "r"}, {"ard", "r"}, {"ranc", "r"}, {"splend", "r"},
	{"m", "ld"}, {"m", "lt"}, {NULL, NULL}};
static const struct context moustache[] = {{"^m", "stach"}, {NULL, NULL}};
/* "tre" and its like, at the end: metre, not metrectomy. */
static const struct context re[] = {{"cent", ""}, {"fib", ""}, {"lit", "$"},
	{"lit", "s$"}, {"met", "$"}, {"met", "s$"}, {"tit", "$"}, {"tit", "s$"},
	{"theat", "$"}, {"theat", "s$"}, {"goit", "$"}, {"goit", "s$"},
	{"lust", "$"}, {"calib", "$"}, {"calib", "s$"}, {"spect", "$"},
	{"euv", "$"}, {"euv", "s$"}, {NULL, NULL}};
static const struct context red[] = {
	{"cent", "d$"}, {"tit", "d$"}, {"euv", "d$"}, {NULL, NULL}};
static const struct context ring[] = {
	{"cent", "ing$"}, {"euv", "ing$"}, {"euv", "ab"}, {NULL, NULL}};
static const struct context c_k[] = {{"leu", "o"}, {"leu", "aem"},
	{"leu", "em"}, {"", "aryot"}, {"^s", "eptic"}, {"^dis", "$"},
	{"^dis", "s$"}, {"^dis", "ectom"}, {NULL, NULL}};
static const struct context c_s[] = {{"licen", "e"}, {"licen", "i"},
	{"defen", "e"}, {"offen", "e"}, {"preten", "e"}, {NULL, NULL}};
static const struct context c_t[] = {{"^dieti", "ian"}, {NULL, NULL}};
static const struct context ph[] = {{"sul", ""}, {NULL, NULL}};
static const struct context practise[] = {{"practi", ""}, {NULL, NULL}};
static const struct context e_i[] = {
	{"art", "fact"}, {"^", "nquir"}, {NULL, NULL}};
static const struct context e_a[] = {{"^gr", "y"}, {NULL, NULL}};
static const struct context no_e[] = {{"dg", "ment"}, {"ag", "ing$"},
	{"neuron", "$"}, {"neuron", "s$"}, {NULL, NULL}};
static const struct context no_ue[] = {
	{"log", "$"}, {"log", "s$"}, {"gog", "$"}, {"gog", "s$"}, {NULL, NULL}};
static const struct context no_u[] = {
	{"log", "ed$"}, {"log", "ing$"}, {NULL, NULL}};
static const struct context no_me[] = {
	{"gram", "$"}, {"gram", "s$"}, {NULL, NULL}};
static const struct context no_h[] = {{"^yog", "urt"}, {NULL, NULL}};
static const struct context no_i[] = {{"alumin", "um"}, {"^special", "ty$"},
	{"^special", "ties$"}, {NULL, NULL}};
static const struct context i_e[] = {
	{"^caesar", "an"}, {"^cesar", "an"}, {NULL, NULL}};
static const struct context i_y[] = {{"^c", "closporin"}, {NULL, NULL}};
static const struct context y_i[] = {{"amox", "cillin"}, {NULL, NULL}};
static const struct context x_ct[] = {
	{"^conne", "ion"}, {"refle", "ion"}, {"infle", "ion"}, {NULL, NULL}};
static const struct context l_ll[] = {{"^enro", "$"}, {"^enro", "s$"},
	{"^enro", "ment"}, {"fulfi", "$"}, {"fulfi", "s$"}, {"fulfi", "ment"},
	{"^insti", "$"}, {"^insti", "s$"}, {"^disti", "$"}, {"^disti", "s$"},
	{"^ski", "ful"}, {"^wi", "ful"}, {"^insta", "ment"}, {NULL, NULL}};
static const struct context no_l[] = {{"wool", "en$"}, {"marvel", "ous"},
	{"tranquil", ""}, {"dial", "ed$"}, {"dial", "ing$"}, {"fuel", "ed$"},
	{"fuel", "ing$"}, {NULL, NULL}};
static const struct context no_s[] = {
	{"focus", "e"}, {"focus", "ing$"}, {"bias", "ed$"}, {NULL, NULL}};

struct respelling {
	const char *from, *to;
	const struct context *contexts;
	bool swallow; /* the "o" before it too */
};

/* By first letter; of those that could stand at one place the first counts. */
static const struct respelling at_a[] = {
	{"aem", "eme", heme, false}, {"ae", "e", ae, false}, {0}};
static const struct respelling at_c[] = {{"c", "k", c_k, false},
	{"c", "s", c_s, false}, {"c", "t", c_t, false}, {0}};
static const struct respelling at_e[] = {{"e", "i", e_i, false},
	{"e", "a", e_a, false}, {"e", "", no_e, false}, {0}};
static const struct respelling at_h[] = {{"h", "", no_h, false}, {0}};
static const struct respelling at_i[] = {{"i", "", no_i, false},
	{"i", "e", i_e, false}, {"i", "y", i_y, false}, {0}};
static const struct respelling at_l[] = {
	{"l", "", no_l, false}, {"l", "ll", l_ll, false}, {0}};
static const struct respelling at_m[] = {{"me", "", no_me, false}, {0}};
static const struct respelling at_o[] = {{"oe", "e", oe, false},
	{"oe", "e", o_oe, true}, {"ou", "o", our, false},
	{"ou", "u", moustache, false}, {0}};
static const struct respelling at_p[] = {{"ph", "f", ph, false}, {0}};
static const struct respelling at_r[] = {{"re", "ere", red, false},
	{"re", "er", re, false}, {"r", "er", ring, false}, {0}};
static const struct respelling at_s[] = {
	{"s", "", no_s, false}, {"s", "c", practise, false}, {0}};
static const struct respelling at_u[] = {
	{"u", "", no_u, false}, {"ue", "", no_ue, false}, {0}};
static const struct respelling at_x[] = {{"x", "ct", x_ct, false}, {0}};
static const struct respelling at_y[] = {{"y", "i", y_i, false}, {0}};

static const struct respelling *const respellings['z' + 1] = {['a'] = at_a,
	['c'] = at_c,
	['e'] = at_e,
	['h'] = at_h,
	['i'] = at_i,
	['l'] = at_l,
	['m'] = at_m,
	['o'] = at_o,
	['p'] = at_p,
	['r'] = at_r,
	['s'] = at_s,
	['u'] = at_u,
	['x'] = at_x,
	['y'] = at_y};

/* Byte by byte: the texts are short and mostly differ in their first. */
static bool stands_before(struct slice word, size_t at, const char *text)
{
	bool start = text[0] == '^';
	size_t length = strlen(text += start);

	if (start ? at != length : at < length)
		return false;
	while (length > 0 && word.data[at - 1] == text[length - 1]) {
		length--;
		at--;
	}
	return length == 0;
}

static bool stands_at(struct slice word, size_t at, const char *text)
{
	for (; *text != '\0' && *text != '$'; text++, at++)
		if (at >= word.length || word.data[at] != *text)
			return false;
	return *text == '\0' || at == word.length;
}

static bool in_context(
	const struct respelling *one, struct slice word, size_t at)
{
	size_t end = at + strlen(one->from);

	for (const struct context *c = one->contexts; c->before; c++)
		if (stands_at(word, end, c->after) &&
			stands_before(word, at, c->before))
			return true;
	return false;
}

static const struct respelling *respelling_at(struct slice word, size_t at)
{
	const struct respelling *one = respellings[(int)word.data[at]];

	for (; one && one->from; one++)
		if (stands_at(word, at, one->from) && in_context(one, word, at))
			return one;
	return NULL;
}

static void respell(struct word_buffer *out, struct slice word)
{
	out->length = 0;
	for (size_t at = 0; at < word.length;) {
		const struct respelling *one = respelling_at(word, at);

		if (!one) {
			out->data[out->length++] = word.data[at++];
			continue;
		}
		while (one->swallow && out->length > 0 &&
			out->data[out->length - 1] == 'o')
			out->length--;
		memcpy(out->data + out->length, one->to, strlen(one->to));
		out->length += strlen(one->to);
		at += strlen(one->from);
	}
}

/* Roots of words in -ise that are no verbs in -ize: the whole of the word
 * before "is" (behind '^') or its end. */
static const char *const keep_is[] = {"^ar", "^r", "^an", "^m", "^v", "^br",
	"pr", "ou", "o", "u", "a", "w", "exerc", "ex", "exc", "inc", "circumc",
	"conc", "prec", "adv", "superv", "rev", "dev", "telev", "improv",
	"prom", "prem", "dem", "comprom", "desp", "expert", "advert", "chast",
	"treat", "pract", "franch", "merchand", "parad", "sunr", "cer", "chem",
	"cr", "val", "^ir", "pelv", "^pen", "clitor", "cannab"};

static bool keeps_is(struct slice root)
{
	for (size_t i = 0; i < sizeof(keep_is) / sizeof(keep_is[0]); i++)
		if (stands_before(root, root.length, keep_is[i]))
			return true;
	return root.length < 2;
}

/* Behind -is- and -ys- of a verb and what is made of it. */
static const char *const verb_endings[] = {"e$", "es$", "ed$", "ing$", "er$",
	"ers$", "ation$", "ations$", "ational$", "able$", "ability$"};

static bool has_verb_ending(struct slice word, size_t at)
{
	for (size_t i = 0; i < sizeof(verb_endings) / sizeof(verb_endings[0]);
		i++)
		if (stands_at(word, at, verb_endings[i]))
			return true;
	return false;
}

/* Lyse is the same everywhere, and "analyses" is mostly the noun. */
static bool is_lyse(struct slice word, size_t at)
{
	return at > 3 && stands_before(word, at, "ly") &&
	       !stands_at(word, at + 1, "es$");
}

/* -ise and -yse to -ize and -yze: "s" at one of the last places. */
static void respell_verb(struct word_buffer *out)
{
	struct slice word = {out->data, out->length};
	size_t first = word.length > 9 ? word.length - 9 : 2;

	for (size_t at = word.length; at-- > first;) {
		if (word.data[at] != 's' || !has_verb_ending(word, at + 1))
			continue;
		char before = word.data[at - 1];
		struct slice root = {word.data, at - 1};

		if ((before == 'i' && !keeps_is(root)) ||
			(before == 'y' && is_lyse(word, at)))
			out->data[at] = 'z';
		return;
	}
}

static bool is_vowel(char c)
{
	return memchr("aeiouy", c, 6) != NULL;
}

static unsigned syllables(const char *letters, size_t count)
{
	unsigned found = 0;

	for (size_t i = 0; i < count; i++)
		found += is_vowel(letters[i]) &&
			 (i == 0 || !is_vowel(letters[i - 1]));
	return found;
}

/* Labelled to labeled, counsellor to counselor; not filled, which is no filed.
 * Controlled becomes "controled" in all its forms. */
static void respell_double(struct word_buffer *out)
{
	static const char *const endings[] = {
		"ed$", "ing$", "er$", "ers$", "or$", "ors$"};
	struct slice word = {out->data, out->length};

	for (size_t at = word.length; at-- > 3;) {
		if (word.data[at] != 'l' || word.data[at - 1] != 'l')
			continue;
		for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]);
			i++)
			if (stands_at(word, at + 1, endings[i]) &&
				syllables(word.data, at) > 1) {
				memmove(out->data + at, out->data + at + 1,
					word.length - at - 1);
				out->length--;
				return;
			}
	}
}

void spell_american(struct word_buffer *out, struct slice word)
{
	respell(out, word);
	respell_verb(out);
	respell_double(out);
}
