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
 *	pair    capitals, one space and a number that ends there: CMC 544; one
 *	        capital, one space and a word: B cell, X ray
 *
 * A number with its unit (5mg) and an ordinal (2nd) are no code: they are the
 * same as with a space between.
 */
#include "config.h"

#include "analysis/text/internal.h"

#include <stdlib.h>

#include "base/memory.h"

#define GROUP_MAX  16 /* longer ones are sequences or noise */
#define WORDS_MAX  4
#define RUN_MAX    6
#define SHORT_WORD 4 /* letters a part of a code may have in small letters */
#define SHORT_NAME 6 /* in capitals */
#define NUMBER_MAX 6 /* digits of a code's number */

static const char *const units[] = {"cc", "cm", "days", "dl", "fold", "g", "gy",
	"h", "hr", "hrs", "hz", "iu", "kb", "kda", "kg", "khz", "km", "l",
	"mcg", "mg", "mhz", "min", "ml", "mm", "mmol", "mo", "ms", "mv", "nd",
	"ng", "nm", "nmol", "pg", "rd", "st", "th", "u", "ug", "ul", "um",
	"umol", "wk", "year", "years", "yr", "yrs"};

/* Words set before a name, not part of it: anti-CD22, non-HLA-B27. */
static const char *const prefixes[] = {"anti", "co", "de", "low", "high", "mid",
	"non", "per", "post", "pre", "pro", "re", "semi", "sub"};

static bool is_listed(const char *const *list, size_t count, struct slice word)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(word, list[i]))
			return true;
	return false;
}

#define LISTED(list, word)                                                     \
	is_listed(list, sizeof(list) / sizeof((list)[0]), word)

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

static void add(struct text_analyser *analyser, size_t first, size_t end,
	enum token_kind kind, bool parts)
{
	struct compound one = {
		first, (uint16_t)(end - first), (uint8_t)kind, parts};

	if (!fits(analyser->atoms, first, end))
		return;
	if (analyser->compounds_count == analyser->compounds_room) {
		analyser->compounds_room = analyser->compounds_room * 2 + 16;
		analyser->compounds = memory_resize(analyser->compounds,
			analyser->compounds_room, sizeof(one));
	}
	analyser->compounds[analyser->compounds_count++] = one;
}

static int compare(const void *left, const void *right)
{
	const struct compound *a = left, *b = right;

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

/* The B of "B cell", no article or pronoun. */
static bool is_single_capital(const struct atom *atom)
{
	return atom->letters == 1 && atom->capitals == 1 &&
	       !text_is_stop_word(atom->folded);
}

static void add_pair(struct text_analyser *analyser, size_t i)
{
	const struct atom *left = &analyser->atoms[i], *right = left + 1;

	if (i + 1 >= analyser->atoms_count || left->join != JOIN_SPACE)
		return;
	if (i > 0 && left[-1].join == JOIN_DIRECT)
		return;
	if (opens_code(left) && is_short_number(right) &&
		!(right->flags & TOKEN_GLUED))
		add(analyser, i, i + 2, TOKEN_CODE, false);
	else if (is_single_capital(left) && right->letters > 1 &&
		 right->kind == TOKEN_WORD && right->join != JOIN_DIRECT &&
		 !text_is_stop_word(right->folded))
		add(analyser, i, i + 2, TOKEN_COMPOUND, false);
}

void chain_compounds(struct text_analyser *analyser, size_t first, size_t end)
{
	const struct atom *atoms = analyser->atoms;

	analyser->compounds_count = 0;
	if (end - first > 1) {
		add_groups(analyser, first, end);
		if (count_numbers(atoms, first, end) > 0)
			add_runs(analyser, first, end);
		else if (end - first <= WORDS_MAX &&
			 has_hyphen(atoms, first, end))
			add(analyser, first, end, TOKEN_COMPOUND, false);
	}
	add_pair(analyser, end - 1);
	if (analyser->compounds_count > 1)
		qsort(analyser->compounds, analyser->compounds_count,
			sizeof(*analyser->compounds), compare);
}
