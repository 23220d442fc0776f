/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Joined atoms to compounds.  A chain is a run of atoms with nothing or one
 * hyphen between each two; what it yields:
 *
 *	group   atoms with nothing between, letters and digits: a code whose
 *	        atoms are parts (CD22, 99mTc, L1 in PD-L1); letters only: TNFα
 *	words   two to four atoms, no digits, with hyphens: B-cell
 *	run     short or capital letters and digits with hyphens: IL-2, PD-L1,
 *	        SARS-CoV-2; and any word with a number behind: covid-19
 *	pair    one space between: capitals and a number that ends there (CMC
 *	        544) or a letter with its number (PD L1); a letter and a word (B
 *	        cell, X ray); a word and a Greek letter (TNF alpha, beta
 *	        blocker)
 *	signed  a name and its sign, or "positive", "negative" behind a hyphen
 *	        or a space: CD22+, CD22-positive
 *
 * A number with its unit (5mg) and an ordinal (2nd) are no code: they are the
 * same as with a space between.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include <stdlib.h>

#include "base/memory.h"

#define GROUP_MAX       16 /* longer ones are sequences or noise */
#define WORDS_MAX       4
#define RUN_MAX         6
#define SHORT_WORD      4 /* letters a code's part may have in small letters */
#define SHORT_NAME      6 /* in capitals */
#define CHAIN_COMPOUNDS 256
#define NUMBER_MAX      6 /* digits of a code's number */

static const char *const units[] = {"cc", "cells", "cm", "copies", "cycle",
	"cycles", "d", "day", "days", "dl", "dose", "doses", "fold", "g", "gy",
	"h", "hour", "hours", "hr", "hrs", "hz", "iu", "kb", "kda", "kg", "khz",
	"km", "l", "mcg", "meq", "mg", "mhz", "min", "ml", "mm", "mmol", "mo",
	"mol", "month", "months", "mosm", "ms", "mv", "nd", "ng", "nm", "nmol",
	"patients", "pg", "rd", "st", "th", "u", "ug", "ul", "um", "umol",
	"week", "weeks", "wk", "year", "years", "yr", "yrs"};

/* Words set before a name, not part of it: anti-CD22, non-HLA-B27. */
static const char *const prefixes[] = {"anti", "co", "de", "low", "high", "mid",
	"non", "per", "post", "pre", "pro", "re", "semi", "sub"};

static bool is_listed(const char *const *list, size_t count, struct slice word)
{
	for (size_t i = 0; i < count; i++)
		if (word.length > 0 && list[i][0] == word.data[0] &&
			slice_is(word, list[i]))
			return true;
	return false;
}

#define LISTED(list, word)                                                     \
	is_listed(list, sizeof(list) / sizeof((list)[0]), word)

bool is_prefix_word(struct slice folded)
{
	return LISTED(prefixes, folded);
}

bool is_unit_word(struct slice folded)
{
	return LISTED(units, folded);
}

static bool is_number(const struct atom *atom)
{
	return atom->kind == TOKEN_NUMBER;
}

static bool is_short_number(const struct atom *atom)
{
	return atom->integer && atom->folded.length <= NUMBER_MAX;
}

static bool is_name(const struct atom *atom)
{
	return atom->kind == TOKEN_ACRONYM ||
	       (atom->letters > 0 && atom->capitals == atom->letters &&
		       atom->letters <= SHORT_NAME);
}

static bool is_unit(const struct atom *atom)
{
	return (atom->capitals == 0 || atom->letters > 1) &&
	       LISTED(units, atom->folded);
}

/* Letters in small type that may still be part of a code: "sars-cov-2". */
static bool is_short_word(const struct atom *atom)
{
	return atom->letters > 0 && atom->letters <= SHORT_WORD &&
	       !LISTED(prefixes, atom->folded);
}

static bool fits(const struct atom *atoms, size_t first, size_t end)
{
	size_t length = 0;

	for (size_t i = first; i < end; i++)
		length += atoms[i].folded.length;
	return length <= TOKEN_TERM_MAX;
}

static void add_compound(struct text_analyser *analyser, struct compound one)
{
	if (analyser->compounds_count == analyser->compounds_room) {
		analyser->compounds_room = analyser->compounds_room * 2 + 16;
		analyser->compounds = memory_resize(analyser->compounds,
			analyser->compounds_room, sizeof(one));
	}
	analyser->compounds[analyser->compounds_count++] = one;
}

static void add(struct text_analyser *analyser, size_t first, size_t end,
	enum token_kind kind, bool parts)
{
	if (fits(analyser->atoms, first, end))
		add_compound(analyser, (struct compound){.first = first,
					       .span = (uint16_t)(end - first),
					       .kind = (uint8_t)kind,
					       .parts = parts});
}

static int compare(const struct compound *a, const struct compound *b)
{
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return (int)a->span - (int)b->span;
}

static size_t count_numbers(const struct atom *atoms, size_t first, size_t end)
{
	size_t count = 0;

	for (size_t i = first; i < end; i++)
		count += is_number(&atoms[i]);
	return count;
}

static void add_group(struct text_analyser *analyser, size_t first, size_t end)
{
	const struct atom *atoms = analyser->atoms;
	size_t numbers = count_numbers(atoms, first, end);

	if (end - first < 2 || end - first > GROUP_MAX ||
		numbers == end - first)
		return;
	if (end - first == 2 && is_number(&atoms[first]) &&
		is_unit(&atoms[first + 1]))
		return;
	add(analyser, first, end, numbers ? TOKEN_CODE : TOKEN_COMPOUND,
		numbers > 0);
}

static void add_groups(struct text_analyser *analyser, size_t first, size_t end)
{
	while (first < end) {
		size_t next = first + 1;

		while (next < end &&
			analyser->atoms[next - 1].join == JOIN_DIRECT)
			next++;
		add_group(analyser, first, next);
		first = next;
	}
}

static bool has_hyphen(const struct atom *atoms, size_t first, size_t end)
{
	for (size_t i = first; i + 1 < end; i++)
		if (atoms[i].join == JOIN_HYPHEN)
			return true;
	return false;
}

static bool has_name(const struct atom *atoms, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (is_name(&atoms[i]))
			return true;
	return false;
}

/* "5-FU" and "6-mp" start with their number, "3-year" and "10-mg" do not. */
static bool may_start(const struct atom *atoms, size_t first)
{
	const struct atom *next = &atoms[first + 1];

	if (!is_number(&atoms[first]) || atoms[first].join == JOIN_DIRECT)
		return true;
	return !is_number(next) && !is_unit(next) &&
	       (is_name(next) || next->letters <= 2);
}

/* Among capitals, words in small letters at the ends describe the code and are
 * none of it ("high-IL-2"); behind it they always do ("il-2-like"). */
static void add_run(struct text_analyser *analyser, size_t first, size_t end)
{
	const struct atom *atoms = analyser->atoms;

	if (has_name(atoms, first, end))
		while (first < end && !is_number(&atoms[first]) &&
			!is_name(&atoms[first]) &&
			atoms[first].join == JOIN_HYPHEN)
			first++;
	while (end - first > 1 && atoms[end - 1].letters > 2 &&
		!is_name(&atoms[end - 1]) && atoms[end - 2].join == JOIN_HYPHEN)
		end--;
	size_t numbers = count_numbers(atoms, first, end);

	if (end - first < 2 || end - first > RUN_MAX || numbers == 0 ||
		numbers == end - first || !has_hyphen(atoms, first, end) ||
		!may_start(atoms, first))
		return;
	add(analyser, first, end, TOKEN_CODE, false);
}

static bool may_be_code(const struct atom *atom)
{
	if (is_number(atom))
		return is_short_number(atom);
	return is_name(atom) || is_short_word(atom);
}

static void add_runs(struct text_analyser *analyser, size_t first, size_t end)
{
	const struct atom *atoms = analyser->atoms;

	for (size_t at = first; at < end;) {
		size_t next = at;

		while (next < end && may_be_code(&atoms[next]))
			next++;
		if (next > at) {
			add_run(analyser, at, next);
			at = next;
			continue;
		}
		if (!is_number(&atoms[at]) && at + 1 < end &&
			!LISTED(prefixes, atoms[at].folded) &&
			atoms[at].join == JOIN_HYPHEN &&
			is_short_number(&atoms[at + 1]) &&
			atoms[at + 1].join != JOIN_DIRECT)
			add(analyser, at, at + 2, TOKEN_CODE, false);
		at++;
	}
}

/* "CMC", not "OF" in a title all in capitals. */
static bool opens_code(const struct atom *atom)
{
	return atom->kind == TOKEN_ACRONYM ||
	       ((atom->flags & TOKEN_UPPER) && atom->letters <= 5 &&
		       !text_is_stop_word(atom->folded));
}

/* The number of a code, no year, and no amount as in "ALL 40 patients". */
static bool numbers_code(const struct text_analyser *analyser, size_t i)
{
	const struct atom *number = &analyser->atoms[i];

	if (!is_short_number(number) || (number->flags & TOKEN_GLUED))
		return false;
	if (number->folded.length == 4 &&
		(memcmp(number->folded.data, "19", 2) == 0 ||
			memcmp(number->folded.data, "20", 2) == 0))
		return false;
	return i + 1 == analyser->atoms_count || number->join != JOIN_SPACE ||
	       !is_unit_word(number[1].folded);
}

/* "L1" behind "PD", "B27" behind "HLA". */
static bool is_letter_with_number(
	const struct text_analyser *analyser, size_t i)
{
	const struct atom *letter = &analyser->atoms[i];

	return letter->letters == 1 && letter->capitals == 1 &&
	       letter->join == JOIN_DIRECT && is_short_number(&letter[1]) &&
	       !(letter[1].flags & TOKEN_GLUED) &&
	       i + 1 < analyser->atoms_count;
}

static bool is_content_word(const struct atom *atom)
{
	return atom->letters > 1 && atom->kind != TOKEN_SIGN &&
	       !text_is_stop_word(atom->folded);
}

/* The B of "B cell", no article or pronoun, and a word. */
static bool is_lettered_word(const struct atom *left, const struct atom *right)
{
	return left->letters == 1 && !text_is_stop_word(left->folded) &&
	       is_content_word(right) && right->kind == TOKEN_WORD &&
	       right->join != JOIN_DIRECT;
}

static bool is_greek(const struct atom *atom)
{
	return atom->folded.length <= GREEK_NAME_MAX &&
	       is_greek_name(atom->folded);
}

/* In "TNF-α levels" and "levels of α-toxin" the letter is another's. */
static bool is_greek_pair(
	const struct atom *left, const struct atom *right, bool alone)
{
	if (left->letters == 0 || right->letters == 0 ||
		(right->flags & TOKEN_GLUED))
		return false;
	if (is_greek(left))
		return alone && is_content_word(right) && !is_greek(right);
	return is_greek(right) && is_content_word(left);
}

static void add_pair(struct text_analyser *analyser, size_t i)
{
	const struct atom *left = &analyser->atoms[i], *right = left + 1;

	if (i + 1 >= analyser->atoms_count || left->join != JOIN_SPACE)
		return;
	if (i > 0 && left[-1].join == JOIN_DIRECT)
		return;
	if ((opens_code(left) && numbers_code(analyser, i + 1)) ||
		(left->prime && is_name(right)))
		add(analyser, i, i + 2, TOKEN_CODE, false);
	else if (left->kind == TOKEN_ACRONYM &&
		 is_letter_with_number(analyser, i + 1))
		add(analyser, i, i + 3, TOKEN_CODE, false);
	else if (is_lettered_word(left, right) ||
		 is_greek_pair(left, right,
			 i == 0 || !(left[-1].flags & TOKEN_GLUED)))
		add(analyser, i, i + 2, TOKEN_COMPOUND, false);
}

/* What an atom says about the name before it: '+', '-' or nothing, 0. */
static char sign_of(const struct atom *atom)
{
	if (atom->kind != TOKEN_SIGN && atom->letters == 0)
		return 0;
	if (slice_equal(atom->folded, sign_name('+')))
		return '+';
	return slice_equal(atom->folded, sign_name('-')) ? '-' : 0;
}

/* Where the name that ends before atom `end` starts: the longest compound, or
 * the atom; `end` if what stands there is no name. */
static size_t name_start(const struct text_analyser *analyser, size_t first,
	size_t end, bool signed_so)
{
	size_t start = end, count = analyser->compounds_count;

	/* A chain of so many is a list or noise, and looked at once only. */
	for (size_t i = 0; i < count && count <= CHAIN_COMPOUNDS; i++) {
		const struct compound *one = &analyser->compounds[i];

		if (one->first + one->span == end && one->first < start &&
			(signed_so || one->kind == TOKEN_CODE))
			start = one->first;
	}
	if (start == end && end > first &&
		(signed_so || is_name(&analyser->atoms[end - 1])))
		start = end - 1;
	return start;
}

static void add_signed(struct text_analyser *analyser, size_t first, size_t at,
	struct arena *arena)
{
	const struct atom *atoms = analyser->atoms;
	char sign = sign_of(&atoms[at]), term[TOKEN_TERM_MAX];
	bool signed_so = atoms[at - 1].join == JOIN_SIGN;
	size_t length = 0, start;

	if (!sign || (!signed_so && atoms[at - 1].join != JOIN_HYPHEN &&
			     atoms[at - 1].join != JOIN_SPACE))
		return;
	start = name_start(analyser, first, at, signed_so);
	if (start == at || !fits(atoms, start, at + 1))
		return;
	for (size_t i = start; i < at; i++) {
		memcpy(term + length, atoms[i].folded.data,
			atoms[i].folded.length);
		length += atoms[i].folded.length;
	}
	term[length++] = sign;
	add_compound(
		analyser, (struct compound){.first = start,
				  .span = (uint16_t)(at + 1 - start),
				  .kind = TOKEN_CODE,
				  .term = arena_copy(arena, term, length)});
}

/* Also those that reach behind the chain. */
static void add_notations(struct text_analyser *analyser, size_t end)
{
	while (analyser->notations_next < analyser->notations_count &&
		analyser->notations[analyser->notations_next].first < end)
		add_compound(analyser,
			analyser->notations[analyser->notations_next++]);
}

static int compare_made(const void *left, const void *right)
{
	const struct compound *a = left, *b = right;
	int order = compare(a, b);

	return order ? order : (int)b->parts - (int)a->parts;
}

/* By first atom and span; of two alike the one whose atoms are parts stays. */
static void sort_compounds(struct text_analyser *analyser)
{
	struct compound *all = analyser->compounds;
	size_t count = analyser->compounds_count, kept = 0;

	qsort(all, count, sizeof(*all), compare_made);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || compare(&all[kept - 1], &all[i]) != 0)
			all[kept++] = all[i];
	analyser->compounds_count = kept;
}

void chain_compounds(struct text_analyser *analyser, size_t first, size_t end,
	struct arena *arena)
{
	const struct atom *atoms = analyser->atoms;
	size_t words_end = end - (atoms[end - 1].kind == TOKEN_SIGN);

	analyser->compounds_count = 0;
	if (words_end - first > 1) {
		add_groups(analyser, first, words_end);
		if (count_numbers(atoms, first, words_end) > 0)
			add_runs(analyser, first, words_end);
		else if (words_end - first <= WORDS_MAX &&
			 has_hyphen(atoms, first, words_end))
			add(analyser, first, words_end, TOKEN_COMPOUND, false);
	}
	for (size_t at = first + 1; at < end; at++)
		add_signed(analyser, first, at, arena);
	add_pair(analyser, end - 1);
	if (end < analyser->atoms_count && atoms[end - 1].join == JOIN_SPACE)
		add_signed(analyser, first, end, arena);
	add_notations(analyser, end);
	if (analyser->compounds_count > 1)
		sort_compounds(analyser);
}
