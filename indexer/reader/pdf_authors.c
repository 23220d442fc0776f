/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The names below a title: the lines behind it, as far as they are names.  What
 * separates them is a comma, a semicolon, "and" or a dot; numbers, daggers and
 * degrees at a name are marks.
 */
#include "config.h"

#include "indexer/reader/pdf.h"

#include "indexer/reader/byline.h"
#include "indexer/reader/furniture.h"

/* A line of names; a name cut by the line's end is in `rest`, and joined to the
 * next line. */
static bool take_byline(struct pdf *pdf, size_t at, struct slice *rest,
	struct document *document, struct arena *arena)
{
	struct slice text = pdf->lines[at].text;

	if (rest->length > 0)
		text = arena_printf(arena, "%.*s %.*s", SLICE_PRINT(*rest),
			SLICE_PRINT(text));
	struct byline names = byline_split(text, arena);

	/* "J Robinson and for the LIMIT Group" ends a list of names. */
	if (names.found.count == 0 ||
		(names.found.count * 10 < names.parts * 6 &&
			(document->authors.count == 0 || names.parts > 2)))
		return false;
	*rest = SLICE_EMPTY;
	pdf->lines[at].head = true;
	byline_add(document, &names.found, arena);
	/* "..., Maximilian" at the end of the line. */
	const char *comma = memrchr(text.data, ',', text.length);
	size_t behind = comma ? (size_t)(comma - text.data) + 1 : 0;

	if (comma) {
		struct slice last =
			byline_clean((struct slice){text.data + behind,
					     text.length - behind},
				arena);

		if (last.length > 0 && !byline_is_name(last) &&
			byline_is_word(last))
			*rest = last;
	}
	return true;
}

static void read_byline(struct pdf *pdf, size_t behind,
	struct document *document, struct arena *arena)
{
	struct slice rest = SLICE_EMPTY;
	size_t missed = 0;

	for (size_t i = behind; i < pdf->count && pdf->lines[i].page == 1 &&
				i < behind + 40 && missed < 3;
		i++) {
		struct slice text = pdf->lines[i].text;

		if (pdf->lines[i].furniture)
			continue;
		if (heading_is_known(text))
			break;
		if (take_byline(pdf, i, &rest, document, arena))
			continue;
		/* Addresses may stand between names, a subtitle before. */
		if (document->authors.count > 0 && rest.length == 0 &&
			text.data[0] != '-')
			missed++;
		else if (document->authors.count == 0 && i >= behind + 6)
			break;
	}
}

/* "last, first" of the file's own word: all must stand on the page. */
static struct slices said_authors(
	const struct pdf *pdf, struct slice page, struct arena *arena)
{
	struct byline names = byline_split(pdf->author, arena);
	struct slices kept = {0};

	for (size_t i = 0; i < names.found.count; i++)
		if (phrase_contains(
			    page, phrase_squeeze(names.found.items[i], arena)))
			slices_add(&kept, names.found.items[i], arena);
	return kept;
}

void pdf_read_authors(struct pdf *pdf, struct slice page, size_t behind,
	struct document *document, struct arena *arena)
{
	struct slices said = said_authors(pdf, page, arena);

	read_byline(pdf, behind, document, arena);
	if (said.count > document->authors.count) {
		document->authors = (struct slices){0};
		byline_add(document, &said, arena);
	}
}
