/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "client/cli/layout.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "client/cli/memory.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MIN     20
#define REPLACEMENT   0xfffd

static const char *const escapes[] = {
	[STYLE_PLAIN] = "",
	[STYLE_TITLE] = "\033[1m",
	[STYLE_MARK] = "\033[1;33m",
	[STYLE_LABEL] = "\033[36m",
	[STYLE_ALERT] = "\033[1;31m",
};

size_t layout_width(FILE *out)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long width = 0;

	if (ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width <= 0 && columns)
		width = strtol(columns, NULL, 10);
	if (width <= 0)
		width = WIDTH_DEFAULT;
	return width < WIDTH_MIN ? WIDTH_MIN : (size_t)width;
}

void layout_clear(struct layout *layout)
{
	free(layout->glyphs);
	layout->glyphs = NULL;
	layout->count = layout->capacity = 0;
}

/* The next character of UTF-8; a byte that is none is U+FFFD. */
static uint32_t next_code(const char **at, const char *end)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *byte = (const unsigned char *)*at;
	unsigned tail, i;
	uint32_t code;

	(*at)++;
	if (*byte < 0x80)
		return *byte;
	tail = *byte >= 0xf0 ? 3 : *byte >= 0xe0 ? 2 : 1;
	if (*byte < 0xc2 || *byte > 0xf4 || end - *at < (long)tail)
		return REPLACEMENT;
	code = *byte & (0x3fu >> tail);
	for (i = 1; i <= tail; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		code = code << 6 | (byte[i] & 0x3f);
	}
	if (code < least[tail] || code > 0x10ffff ||
		(code >= 0xd800 && code < 0xe000))
		return REPLACEMENT;
	*at += tail;
	return code;
}

static bool turns_direction(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
	       code == 0x200f || code == 0x061c;
}

/* What stands for the character on a terminal; 0: nothing. */
static uint32_t clean_code(uint32_t code)
{
	if (turns_direction(code))
		return 0;
	if (code == '\t' || code == '\n' || code == '\r' || code == 0x85 ||
		code == 0x2028 || code == 0x2029)
		return ' ';
	if (code < ' ' || (code >= 0x7f && code < 0xa0))
		return REPLACEMENT;
	return code;
}

static uint8_t columns_of(uint32_t code)
{
	int width = wcwidth((wchar_t)code);

	/* Unknown to the C library: newer than it. */
	return width < 0 ? 1 : (uint8_t)width;
}

static void add_glyph(struct layout *layout, uint32_t code, enum style style)
{
	layout->glyphs = memory_grow(layout->glyphs, &layout->capacity,
		layout->count + 1, sizeof(*layout->glyphs));
	layout->glyphs[layout->count++] =
		(struct glyph){code, columns_of(code), (uint8_t)style};
}

void layout_pad(struct layout *layout, size_t column)
{
	size_t used = 0, i;

	for (i = 0; i < layout->count; i++)
		used += layout->glyphs[i].width;
	for (; used < column; used++)
		add_glyph(layout, ' ', STYLE_PLAIN);
}

void layout_add(struct layout *layout, const char *text, size_t length,
	enum style style)
{
	const char *end = text + length;

	while (text < end) {
		uint32_t code = clean_code(next_code(&text, end));

		if (!code ||
			(code == ' ' && layout->count > 0 &&
				layout->glyphs[layout->count - 1].code == ' '))
			continue;
		add_glyph(layout, code, style);
	}
}

void layout_string(struct layout *layout, const char *text, enum style style)
{
	layout_add(layout, text, strlen(text), style);
}

void layout_printf(
	struct layout *layout, enum style style, const char *format, ...)
{
	va_list args;
	char *text;
	int length;

	va_start(args, format);
	length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0)
		memory_must(NULL);
	layout_add(layout, text, (size_t)length, style);
	free(text);
}

static void put_code(FILE *out, uint32_t code)
{
	if (code < 0x80) {
		putc((int)code, out);
		return;
	}
	if (code >= 0x10000) {
		putc((int)(0xf0 | code >> 18), out);
		putc((int)(0x80 | (code >> 12 & 0x3f)), out);
	} else if (code >= 0x800) {
		putc((int)(0xe0 | code >> 12), out);
	}
	if (code >= 0x800)
		putc((int)(0x80 | (code >> 6 & 0x3f)), out);
	else
		putc((int)(0xc0 | code >> 6), out);
	putc((int)(0x80 | (code & 0x3f)), out);
}

static void put_line(
	const struct layout *layout, size_t from, size_t to, size_t indent)
{
	uint8_t style = STYLE_PLAIN;
	size_t i;

	fprintf(layout->out, "%*s", (int)indent, "");
	for (i = from; i < to; i++) {
		const struct glyph *glyph = &layout->glyphs[i];

		if (layout->color && glyph->style != style) {
			if (style != STYLE_PLAIN)
				fputs("\033[0m", layout->out);
			fputs(escapes[glyph->style], layout->out);
			style = glyph->style;
		}
		put_code(layout->out, glyph->code);
	}
	if (style != STYLE_PLAIN)
		fputs("\033[0m", layout->out);
	putc('\n', layout->out);
}

/* Where the line that starts at `from` ends: behind its last whole word, or
 * inside a word that is longer than a line. */
static size_t line_end(const struct layout *layout, size_t from, size_t room)
{
	size_t used = 0, last_blank = from, i;

	for (i = from; i < layout->count; i++) {
		if (layout->glyphs[i].code == ' ')
			last_blank = i;
		used += layout->glyphs[i].width;
		if (used > room && layout->glyphs[i].code != ' ')
			break;
	}
	if (i == layout->count)
		return i;
	return last_blank > from ? last_blank : i > from ? i : from + 1;
}

void layout_end(struct layout *layout, size_t first, size_t rest)
{
	size_t indent = first, from = 0, to;

	while (from < layout->count) {
		size_t room =
			indent + 1 < layout->width ? layout->width - indent : 1;

		to = line_end(layout, from, room);
		/* No blanks at the end of a line or the start of the next. */
		put_line(layout, from,
			to > from && layout->glyphs[to - 1].code == ' ' ? to - 1
									: to,
			indent);
		from = to;
		while (from < layout->count && layout->glyphs[from].code == ' ')
			from++;
		indent = rest;
	}
	layout->count = 0;
}

void layout_clean(FILE *out, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t code = clean_code(next_code(&text, end));

		if (code)
			put_code(out, code);
	}
}
