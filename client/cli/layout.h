/* SPDX-License-Identifier: MIT */
/*
 * Paragraphs of text that came from elsewhere, safe on a terminal: wrapped to
 * its width, with a hanging indent, and without anything a terminal would obey.
 * Control characters (C0, C1, ESC, DEL) become U+FFFD, the marks that turn the
 * direction of writing are left out, white space is one blank.
 */
#ifndef MEDLIT_CLI_LAYOUT_H
#define MEDLIT_CLI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum style {
	STYLE_PLAIN,
	STYLE_TITLE,
	STYLE_MARK,
	STYLE_LABEL,
	STYLE_ALERT
};

struct glyph {
	uint32_t code;
	uint8_t width; /* columns: 0, 1 or 2 */
	uint8_t style;
};

struct layout {
	FILE *out;
	size_t width; /* columns */
	bool color;
	struct glyph *glyphs; /* of the paragraph so far */
	size_t count, capacity;
};

/* Columns of the terminal behind `out`, else $COLUMNS, else 80. */
size_t layout_width(FILE *out);
void layout_clear(struct layout *layout);

void layout_add(struct layout *layout, const char *text, size_t length,
	enum style style);
void layout_string(struct layout *layout, const char *text, enum style style);
void layout_printf(struct layout *layout, enum style style, const char *format,
	...) __attribute__((format(printf, 3, 4)));
/* Blanks up to this column of the paragraph's first line, none if it is there;
 * they stay blanks. */
void layout_pad(struct layout *layout, size_t column);
/* Print the paragraph, its first line indented by `first` columns, the others
 * by `rest`, and begin a new one. */
void layout_end(struct layout *layout, size_t first, size_t rest);

/* The text on one line, cleaned in the same way. */
void layout_clean(FILE *out, const char *text);

#endif
