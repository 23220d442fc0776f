/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What could not be followed, and where it stands, for the user. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/lexeme_internal.h"
#include "daemon/worker/query.h"

#define NOTES_MAX 16

static void add(struct lexemes *lexemes, struct problem_note note,
	struct arena *arena)
{
	if (lexemes->notes_count == NOTES_MAX)
		return;
	if (lexemes->notes_count == NOTES_MAX - 1) {
		note.text = SLICE("There is more of this kind");
		note.ignored = 0;
	}
	lexemes->notes = query_grow(lexemes->notes, lexemes->notes_count,
		sizeof(*lexemes->notes), arena);
	lexemes->notes[lexemes->notes_count++] = note;
}

void lexemes_note(struct lexemes *lexemes, uint32_t at, int always,
	struct slice text, struct arena *arena)
{
	add(lexemes,
		(struct problem_note){.at = at, .always = always, .text = text},
		arena);
}

/* "column 6", "line 2, column 6": characters, both from 1.  A question of one
 * line has no lines. */
static struct slice place_of(
	const struct lexemes *lexemes, uint32_t at, struct arena *arena)
{
	unsigned line = 1, column = 1;

	for (uint32_t i = 0; i < at; i++) {
		unsigned char c = (unsigned char)lexemes->text.data[i];

		if (c == '\n') {
			line++;
			column = 1;
		} else {
			column += (c & 0xc0) != 0x80;
		}
	}
	if (line == 1 && !lexemes->lines)
		return arena_printf(arena, "column %u", column);
	return arena_printf(arena, "line %u, column %u", line, column);
}

void lexemes_note_piece(struct lexemes *lexemes, struct lexeme piece,
	int always, const char *reason, struct arena *arena)
{
	struct slice text = lexeme_text(lexemes, &piece);
	struct problem_note note = {.at = piece.start,
		.always = always,
		.ignored = piece.kind == LEX_IGNORED};
	char mark = memchr(text.data, '"', text.length) ? '\'' : '"';

	for (size_t i = 0; i < text.length; i++)
		note.letters |= isalnum((unsigned char)text.data[i]) != 0;
	note.text = arena_printf(arena, "%c%.*s%c (%.*s) %s", mark,
		SLICE_PRINT(text), mark,
		SLICE_PRINT(place_of(lexemes, piece.start, arena)), reason);
	add(lexemes, note, arena);
}
