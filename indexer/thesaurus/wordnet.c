/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * WordNet as Prolog clauses, one a line (prologdb(5WN)):
 *
 *	s(100000001,1,'abstain',v,1,0).   synset, number, word, type, sense, tags
 *	hyp(102084071,102083346).         a synset and one that is broader
 *
 * A synset is a concept.  A word of several synsets goes to the one whose sense
 * number is lowest, which is the most usual one.  Other clauses are passed
 * over.
 */
#include "config.h"

#include "indexer/thesaurus/import.h"

struct cursor {
	struct slice left;
	bool bad;
};

static bool take(struct cursor *at, char c)
{
	if (at->left.length == 0 || *at->left.data != c) {
		at->bad = true;
		return false;
	}
	at->left.data++;
	at->left.length--;
	return true;
}

static struct slice take_digits(struct cursor *at)
{
	struct slice digits = {at->left.data, 0};

	while (digits.length < at->left.length &&
		digits.data[digits.length] >= '0' &&
		digits.data[digits.length] <= '9')
		digits.length++;
	at->bad |= digits.length == 0;
	at->left.data += digits.length;
	at->left.length -= digits.length;
	return digits;
}

/* 'O''Neill': a quote inside is doubled. */
static struct slice take_quoted(struct cursor *at, struct arena *arena)
{
	char *to = arena_alloc(arena, at->left.length + 1);
	size_t length = 0;

	take(at, '\'');
	while (!at->bad && at->left.length > 0) {
		char c = *at->left.data;

		take(at, c);
		if (c == '\'' &&
			(at->left.length == 0 || *at->left.data != '\''))
			return (struct slice){to, length};
		if (c == '\'')
			take(at, c);
		to[length++] = c;
	}
	at->bad = true;
	return SLICE_EMPTY;
}

static uint16_t number_of(struct slice digits)
{
	unsigned number = 0;

	for (size_t i = 0; i < digits.length && number < 6000; i++)
		number = number * 10 + (unsigned)(digits.data[i] - '0');
	return (uint16_t)number;
}

static void add_word(struct import *import, struct cursor *at)
{
	struct slice synset = take_digits(at);

	take(at, ',');
	struct slice first = take_digits(at);

	take(at, ',');
	struct name name = {.text = take_quoted(at, &import->arena),
		.kind = slice_is(first, "1") ? FACT_PREFERRED : FACT_EXACT,
		.language = SLICE("en")};

	take(at, ',');
	if (at->left.length > 0)
		take(at, *at->left.data); /* n, v, a, s or r */
	take(at, ',');
	name.rank = number_of(take_digits(at));
	if (at->bad)
		return;
	uint32_t concept = gather_concept(import->gather, synset);

	gather_name(import->gather, concept, &name);
	if (name.kind == FACT_PREFERRED)
		import_identifier(import, concept, synset);
}

static void add_broader(struct import *import, struct cursor *at)
{
	struct slice synset = take_digits(at), broader;

	take(at, ',');
	broader = take_digits(at);
	if (!at->bad)
		gather_fact(import->gather,
			gather_concept(import->gather, synset), FACT_PARENT,
			broader);
}

static int read_wordnet(
	struct import *import, struct source *source, struct error *err)
{
	struct slice line;
	int more;

	while ((more = import_line(import, source, &line, err)) > 0) {
		struct cursor at = {.left = line};

		if (slice_starts(line, "s(")) {
			at.left.data += 2;
			at.left.length -= 2;
			add_word(import, &at);
		} else if (slice_starts(line, "hyp(")) {
			at.left.data += 4;
			at.left.length -= 4;
			add_broader(import, &at);
		}
		if (at.bad && import_refuse(import, source, err,
				      "this is no clause like "
				      "s(100000001,1,'abstain',v,1,0).") != 0)
			return -1;
	}
	return more;
}

const struct importer import_wordnet = {.name = "wordnet",
	.prefix = "WORDNET",
	.origin = "wordnet",
	.help = "WordNet's Prolog files: wn_s.pl, wn_hyp.pl",
	.read = read_wordnet};
