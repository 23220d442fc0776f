/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text with its white space in order. */
#ifndef MEDLIT_EXTRACT_PROSE_H
#define MEDLIT_EXTRACT_PROSE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/slice.h"

/* Zero at the start. */
struct prose {
	struct buffer text;
	unsigned gap;       /* before the next byte: 0, 1 space, 2 paragraph */
	bool raised;        /* the next byte starts a superscript */
	unsigned citations; /* left out */
};

/* White space of any kind becomes one space, soft hyphens vanish. */
void prose_add(struct prose *prose, struct slice text);
/* The same, but a line without text ends a paragraph. */
void prose_add_paragraphs(struct prose *prose, struct slice text);
void prose_space(struct prose *prose);
void prose_paragraph(struct prose *prose);
/* What follows is a superscript: 10<sup>9</sup> is 10^9. */
void prose_raise(struct prose *prose);
/* The number of a reference is left out here, and brackets around it. */
void prose_cite(struct prose *prose);
/* Moves the text into the arena and starts over. */
struct slice prose_take(struct prose *prose, struct arena *arena);
void prose_clear(struct prose *prose);
/* One line of clean text. */
struct slice prose_line(struct slice text, struct arena *arena);

#endif
