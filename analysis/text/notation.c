/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Notations: atoms with marks between that mean one thing together, each found
 * whole beside its parts and spelled in one way:
 *
 *	variant    c.2126_2127insA, p.Val600Glu = p.V600E       HGVS
 *	karyotype  t(9;22)(q34;q11) and in it t(9;22)            ISCN
 *	power      10^9/L = 10⁹/L = 10(9)/L, and in it 10^9
 *	rate       mg/m2 = mg/m² = mg/m(2), mg/m2/day
 *	statistic  p<0.001 = P < .001
 *
 * A term keeps the marks, so it is no other word's.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include "base/memory.h"

struct scan {
	struct text_analyser *analyser;
	struct slice text;
	struct arena *arena;
	size_t first; /* atom it starts with */
	size_t at;    /* byte behind what was read */
	size_t length;
	char term[TOKEN_TERM_MAX];
	bool full;
};

static const struct atom *first_atom(const struct scan *s)
{
	return &s->analyser->atoms[s->first];
}

/* The byte at `at`, a NUL behind the end. */
static char byte_at(const struct scan *s, size_t at)
{
	return at < s->text.length ? s->text.data[at] : '\0';
}

static void put(struct scan *s, const char *data, size_t length)
{
	if (s->full || s->length + length > sizeof(s->term)) {
		s->full = true;
		return;
	}
	memcpy(s->term + s->length, data, length);
	s->length += length;
}

static void put_char(struct scan *s, char c)
{
	put(s, &c, 1);
}

/* The atom that starts at a byte, NULL if none does; looked for behind the
 * first one, so notations must be short. */
static const struct atom *atom_at(const struct scan *s, size_t at)
{
	const struct text_analyser *analyser = s->analyser;

	for (size_t i = s->first; i < analyser->atoms_count; i++)
		if (analyser->atoms[i].start >= at)
			return analyser->atoms[i].start == at
				       ? &analyser->atoms[i]
				       : NULL;
	return NULL;
}

/* What was read so far is a notation. */
static void emit(struct scan *s)
{
	struct text_analyser *analyser = s->analyser;
	size_t end = s->first;

	while (end < analyser->atoms_count &&
		analyser->atoms[end].start < s->at)
		end++;
	if (s->full || end - s->first < 2 || end - s->first > UINT16_MAX ||
		analyser->atoms[end - 1].end > s->at)
		return;
	if (analyser->notations_count == analyser->notations_room) {
		analyser->notations_room = analyser->notations_room * 2 + 16;
		analyser->notations = memory_resize(analyser->notations,
			analyser->notations_room, sizeof(struct compound));
	}
	analyser->notations[analyser->notations_count++] =
		(struct compound){.first = s->first,
			.span = (uint16_t)(end - s->first),
			.kind = TOKEN_CODE,
			.term = arena_copy(s->arena, s->term, s->length),
			.end = (uint32_t)s->at};
}

/* ---- variants ------------------------------------------------------------ */

static const struct {
	char name[4], letter;
} amino_acids[] = {{"ala", 'a'}, {"arg", 'r'}, {"asn", 'n'}, {"asp", 'd'},
	{"cys", 'c'}, {"gln", 'q'}, {"glu", 'e'}, {"gly", 'g'}, {"his", 'h'},
	{"ile", 'i'}, {"leu", 'l'}, {"lys", 'k'}, {"met", 'm'}, {"phe", 'f'},
	{"pro", 'p'}, {"ser", 's'}, {"thr", 't'}, {"trp", 'w'}, {"tyr", 'y'},
	{"val", 'v'}, {"ter", '*'}};

/* "Val" of "p.Val600Glu" as 'v', 0 if it is none. */
static char amino_acid(struct slice rest)
{
	if (rest.length < 3 || !is_capital(rest.data[0]) ||
		!is_small(rest.data[1]) || !is_small(rest.data[2]))
		return 0;
	struct slice head = {rest.data, 3};

	for (size_t i = 0; i < sizeof(amino_acids) / sizeof(amino_acids[0]);
		i++)
		if (slice_equal_fold(head, slice_of(amino_acids[i].name)))
			return amino_acids[i].letter;
	return 0;
}

static bool is_variant_byte(char c)
{
	return is_small(c) || is_capital(c) || is_digit(c) ||
	       (c != '\0' && strchr("_>*+-?=()[];", c));
}

/* The end of what may belong to it, without what closes a sentence or a
 * bracket opened before. */
static size_t variant_end(const struct scan *s, size_t at)
{
	size_t end = at;
	int depth = 0;

	for (; is_variant_byte(byte_at(s, end)); end++) {
		char c = byte_at(s, end);

		depth += (c == '(' || c == '[') - (c == ')' || c == ']');
		if (depth < 0)
			break;
	}
	while (end > at && strchr("_>+-?=([;", byte_at(s, end - 1)))
		end--;
	return end;
}

static void read_variant(struct scan *s)
{
	const struct atom *atom = first_atom(s);
	size_t from = atom->end + 1, end;
	char kind = atom->folded.data[0];
	bool protein = kind == 'p', digit = false, change = false;

	if (atom->folded.length != 1 || !strchr("cgmnpr", kind) ||
		byte_at(s, atom->end) != '.')
		return;
	end = variant_end(s, from);
	put_char(s, kind);
	put_char(s, '.');
	while (from < end) {
		struct slice rest = {s->text.data + from, end - from};
		char letter = protein ? amino_acid(rest) : 0;
		char c = *rest.data;

		digit = digit || is_digit(c);
		change = change || (!is_digit(c) && c != '(' && c != ')');
		if (letter)
			put_char(s, letter);
		else if (c != '(' && c != ')')
			put_char(s, is_capital(c) ? c | 0x20 : c);
		from += letter ? 3 : 1;
	}
	s->at = end;
	if (digit && change)
		emit(s);
}

/* ---- karyotypes ---------------------------------------------------------- */

/* One "(9;22)": false, and nothing read, if what stands there is none. */
static bool read_group(struct scan *s, bool *several, bool *arm)
{
	size_t at = s->at + 1, length = s->length;
	bool digit = false;

	if (byte_at(s, s->at) != '(')
		return false;
	put_char(s, '(');
	for (; byte_at(s, at) != ')'; at++) {
		char c = byte_at(s, at);

		if (c == '\0' || !strchr("0123456789XYxypq;,:.?+-~ ", c)) {
			s->length = length;
			return false;
		}
		digit = digit || is_digit(c);
		*arm = *arm || c == 'p' || c == 'q';
		if (c == ',' || c == ':')
			c = ';';
		*several = *several || c == ';';
		if (c != ' ')
			put_char(s, is_capital(c) ? c | 0x20 : c);
	}
	put_char(s, ')');
	if (!digit) {
		s->length = length;
		return false;
	}
	s->at = at + 1;
	return true;
}

static void read_karyotype(struct scan *s)
{
	/* Of those that are words, too, only what names an arm. */
	static const struct {
		const char *name;
		bool several, arm;
	} kinds[] = {{"t", true, false}, {"inv", false, false},
		{"del", false, false}, {"dup", false, false},
		{"der", false, false}, {"dic", false, false},
		{"idic", false, false}, {"ins", false, true},
		{"add", false, true}, {"i", false, true}};
	const struct atom *atom = first_atom(s);
	size_t i = 0, count = sizeof(kinds) / sizeof(kinds[0]);

	while (i < count && (kinds[i].name[0] != atom->folded.data[0] ||
				    !slice_is(atom->folded, kinds[i].name)))
		i++;
	if (i == count)
		return;
	bool several = !kinds[i].several, arm = !kinds[i].arm;
	struct scan first;

	put(s, atom->folded.data, atom->folded.length);
	s->at = atom->end + (byte_at(s, atom->end) == ' ');
	if (!read_group(s, &several, &arm))
		return;
	first = *s;
	bool bands = read_group(s, &several, &arm);

	if (!several || !arm)
		return;
	if (bands)
		emit(&first);
	emit(s);
}

/* ---- powers and rates ---------------------------------------------------- */

/* Digits from `at` on into the term; how many bytes. */
static size_t put_digits(struct scan *s, size_t at)
{
	size_t end = at;

	while (is_digit(byte_at(s, end)))
		end++;
	put(s, s->text.data + at, end - at);
	return end - at;
}

/* The exponent behind "10": "^9", "^-6", a raised one or, before a slash, the
 * "(9)" that stands where raised digits were lost. */
static bool read_exponent(struct scan *s)
{
	const struct atom *atom = first_atom(s);
	size_t at = atom->end, size;

	put(s, "10^", 3);
	if (byte_at(s, at) == '^' || byte_at(s, at) == '(') {
		bool bracket = byte_at(s, at++) == '(';

		if (byte_at(s, at) == '-') {
			put_char(s, '-');
			at++;
		}
		size = put_digits(s, at);
		s->at = at + size + bracket;
		return size > 0 &&
		       (!bracket || (byte_at(s, at + size) == ')' &&
					    byte_at(s, s->at) == '/'));
	}
	if (atom[1].kind != TOKEN_NUMBER || atom[1].start != atom->end)
		return false;
	put(s, atom[1].folded.data, atom[1].folded.length);
	s->at = atom[1].end;
	return true;
}

/* "/L": a slash and the unit behind, with its square ("m2"). */
static bool read_per(struct scan *s)
{
	const struct atom *unit = atom_at(s, s->at + 1);

	if (byte_at(s, s->at) != '/' || !unit || unit->letters == 0 ||
		!(is_unit_word(unit->folded) || unit->letters <= 2))
		return false;
	put_char(s, '/');
	put(s, unit->folded.data, unit->folded.length);
	s->at = unit->end;
	const struct atom *power = atom_at(s, s->at);

	if (power && power->kind == TOKEN_NUMBER && power->end - s->at <= 3) {
		put(s, power->folded.data, power->folded.length);
		s->at = power->end;
	} else if (byte_at(s, s->at) == '(' &&
		   is_digit(byte_at(s, s->at + 1)) &&
		   byte_at(s, s->at + 2) == ')') {
		put_char(s, byte_at(s, s->at + 1));
		s->at += 3;
	}
	char next = byte_at(s, s->at);

	return !is_small(next) && !is_capital(next) && !is_digit(next);
}

static void read_power(struct scan *s)
{
	if (!slice_is(first_atom(s)->folded, "10") || !read_exponent(s))
		return;
	struct scan whole = *s;

	emit(s);
	if (read_per(&whole))
		emit(&whole);
}

static void read_rate(struct scan *s)
{
	const struct atom *atom = first_atom(s);

	if (atom->letters == 0 || !is_unit_word(atom->folded))
		return;
	put(s, atom->folded.data, atom->folded.length);
	s->at = atom->end;
	while (read_per(s))
		emit(s);
}

/* ---- statistics ---------------------------------------------------------- */

static size_t skip_blanks(const struct scan *s, size_t at)
{
	while (byte_at(s, at) == ' ')
		at++;
	return at;
}

static void read_statistic(struct scan *s)
{
	static const struct {
		const char *typed, *term;
	} signs[] = {{"<=", "<="}, {">=", ">="}, {"<", "<"}, {">", ">"},
		{"=", "="}, {"\xe2\x89\xa4", "<="}, {"\xe2\x89\xa5", ">="},
		{"&lt;", "<"}, {"&gt;", ">"}};
	const struct atom *atom = first_atom(s), *value;
	size_t at, i = 0, count = sizeof(signs) / sizeof(signs[0]);

	if (!slice_is(atom->folded, "p"))
		return;
	at = skip_blanks(s, atom->end);
	for (; i < count; i++) {
		size_t n = strlen(signs[i].typed);

		if (s->text.length - at > n &&
			memcmp(s->text.data + at, signs[i].typed, n) == 0)
			break;
	}
	if (i == count)
		return;
	value = atom_at(s, skip_blanks(s, at + strlen(signs[i].typed)));
	if (!value || value->kind != TOKEN_NUMBER)
		return;
	put_char(s, 'p');
	put(s, signs[i].term, strlen(signs[i].term));
	put(s, value->folded.data, value->folded.length);
	s->at = value->end;
	emit(s);
}

void text_notations(
	struct text_analyser *analyser, struct slice text, struct arena *arena)
{
	static void (*const readers[])(struct scan * s) = {read_variant,
		read_karyotype, read_power, read_rate, read_statistic};

	analyser->notations_count = 0;
	for (size_t i = 0; i + 1 < analyser->atoms_count; i++) {
		const struct atom *atom = &analyser->atoms[i];
		char next =
			atom->end < text.length ? text.data[atom->end] : '\0';

		/* Almost every atom is a word and a blank. */
		if (atom->folded.length > 6 ||
			(next == ' ' && atom->folded.length > 1))
			continue;
		for (size_t n = 0; n < sizeof(readers) / sizeof(readers[0]);
			n++) {
			struct scan scan = {.analyser = analyser,
				.text = text,
				.arena = arena,
				.first = i};

			readers[n](&scan);
		}
	}
}
