/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What strategies for Ovid and Embase write otherwise than PubMed does:
 *
 *	exp Leukemia, Lymphoid/ and (inotuzumab or besponsa).ti,ab.
 *	leuk$.mp.
 *
 * It is not followed; what can only be syntax is left out and all of it told.
 */
#include "config.h"

#include <ctype.h>

#include "daemon/worker/lexeme_internal.h"

static int is_field(struct slice name)
{
	static const char *const names[] = {"ti", "ab", "mp", "tw", "kw", "kf",
		"hw", "sh", "fs", "af", "au", "pt", "ot", "nm", "jw", "rn",
		"tn", "dm", "mf", "dv", "dq", "px", "rx", "an", "ui", "sy",
		"ox", "id", "tc"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_is(name, names[i]))
			return 1;
	return 0;
}

size_t lexeme_ovid_length(struct slice text, size_t at)
{
	size_t from = at;

	if (text.data[at] != '.')
		return 0;
	do {
		struct slice name = {text.data + at + 1, 2};

		if (text.length - at < 4 || !is_field(name))
			return 0;
		at += 3;
	} while (text.data[at] == ',');
	if (text.data[at] != '.')
		return 0;
	at++;
	return at == text.length || isspace((unsigned char)text.data[at]) ||
			       text.data[at] == ')'
		       ? at - from
		       : 0;
}

/* Letters before one mark at the end. */
static int ends_in(struct slice word, char mark)
{
	size_t letters = word.length - 1;

	if (word.length < 4 || word.data[letters] != mark)
		return 0;
	for (size_t i = 0; i < letters; i++)
		if (!isalpha((unsigned char)word.data[i]) &&
			word.data[i] != '-')
			return 0;
	return 1;
}

static void note_cut(
	struct lexemes *all, const struct lexeme *word, struct arena *arena)
{
	lexemes_note(all, word->start, 1,
		arena_printf(arena,
			"\"%.*s\" was read without its \"$\"; a word is cut "
			"with *",
			SLICE_PRINT(lexeme_text(all, word))),
		arena);
}

/* "Leukemia, Lymphoid/", that ends with items[last].  Its "exp" is left out. */
static void find_heading(struct lexemes *all, size_t last, struct arena *arena)
{
	size_t first = last;
	struct slice name;

	while (first > 0 && all->items[first - 1].kind == LEX_WORD &&
		!slice_is(lexeme_text(all, &all->items[first]), "exp"))
		first--;
	if (first < last && slice_is(lexeme_text(all, &all->items[first]), "exp"))
		all->items[first++].kind = LEX_IGNORED;
	name = (struct slice){all->text.data + all->items[first].start,
		all->items[last].end - 1 - all->items[first].start};
	lexemes_note(all, all->items[first].start, 1,
		arena_printf(arena,
			"\"%.*s/\" is a heading as Ovid writes it and was read "
			"as words; here it is \"%.*s\"[mh]",
			SLICE_PRINT(name), SLICE_PRINT(name)),
		arena);
}

void lexemes_find_ovid(struct lexemes *all, struct arena *arena)
{
	for (size_t i = 0; i < all->count; i++) {
		struct slice word = lexeme_text(all, &all->items[i]);

		if (all->items[i].kind != LEX_WORD)
			continue;
		if (ends_in(word, '$'))
			note_cut(all, &all->items[i], arena);
		else if (ends_in(word, '/'))
			find_heading(all, i, arena);
	}
}
