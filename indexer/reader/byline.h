/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A line of names: "Ada Uy1,2*, Max van Stahl and Jean-Luc Bed, MD".  What
 * separates them is a comma, a semicolon, "and" or a dot; numbers, daggers and
 * degrees at a name are marks.
 */
#ifndef MEDLIT_READER_BYLINE_H
#define MEDLIT_READER_BYLINE_H

#include "indexer/reader/internal.h"

struct byline {
	struct slices found; /* names, as written but for their marks */
	size_t parts;        /* with those that are none */
};

struct byline byline_split(struct slice text, struct arena *arena);
/* "Natalie A. Uy", "Uy N", "van der Berg J": two to six words. */
bool byline_is_name(struct slice text);
/* One of them, but for particles. */
bool byline_is_word(struct slice word);
/* Without the marks behind it, and without degrees. */
struct slice byline_clean(struct slice text, struct arena *arena);
/* To the document's authors, in its spelling. */
void byline_add(struct document *document, const struct slices *names,
	struct arena *arena);

#endif
