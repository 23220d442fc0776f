/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Markup inside plain fields.  Only what certainly is markup is taken away: a
 * known element's tag, a known character reference.  Whatever else stands
 * between "<" and ">" is text.
 */
#include "config.h"

#include "indexer/reader/citation.h"
#include "indexer/reader/xml.h"

#define TAG_LONGEST 300 /* bytes of a tag with its attributes */

enum effect {
	EFFECT_NOTHING,
	EFFECT_RAISE,
	EFFECT_SPACE,
	EFFECT_PARAGRAPH,
	EFFECT_UNKNOWN, /* no tag */
};

static enum effect effect_of(struct slice name)
{
	static const struct {
		const char *name;
		enum effect effect;
	} effects[] = {
		{"sub", EFFECT_NOTHING},
		{"inf", EFFECT_NOTHING},
		{"i", EFFECT_NOTHING},
		{"b", EFFECT_NOTHING},
		{"u", EFFECT_NOTHING},
		{"em", EFFECT_NOTHING},
		{"strong", EFFECT_NOTHING},
		{"it", EFFECT_NOTHING},
		{"italic", EFFECT_NOTHING},
		{"bold", EFFECT_NOTHING},
		{"underline", EFFECT_NOTHING},
		{"sc", EFFECT_NOTHING},
		{"span", EFFECT_NOTHING},
		{"font", EFFECT_NOTHING},
		{"a", EFFECT_NOTHING},
		{"math", EFFECT_NOTHING},
		{"mi", EFFECT_NOTHING},
		{"mn", EFFECT_NOTHING},
		{"mo", EFFECT_NOTHING},
		{"mrow", EFFECT_NOTHING},
		{"msub", EFFECT_NOTHING},
		{"msup", EFFECT_NOTHING},
		{"msubsup", EFFECT_NOTHING},
		{"mstyle", EFFECT_NOTHING},
		{"mtext", EFFECT_NOTHING},
		{"mover", EFFECT_NOTHING},
		{"munder", EFFECT_NOTHING},
		{"semantics", EFFECT_NOTHING},
		{"inline-formula", EFFECT_NOTHING},
		{"named-content", EFFECT_NOTHING},
		{"sup", EFFECT_RAISE},
		{"br", EFFECT_SPACE},
		{"li", EFFECT_SPACE},
		{"p", EFFECT_PARAGRAPH},
		{"div", EFFECT_PARAGRAPH},
		{"sec", EFFECT_PARAGRAPH},
		{"title", EFFECT_PARAGRAPH},
		{"h1", EFFECT_PARAGRAPH},
		{"h2", EFFECT_PARAGRAPH},
		{"h3", EFFECT_PARAGRAPH},
		{"h4", EFFECT_PARAGRAPH},
		{"ul", EFFECT_PARAGRAPH},
		{"ol", EFFECT_PARAGRAPH},
		{"list", EFFECT_PARAGRAPH},
		{"list-item", EFFECT_SPACE},
	};

	for (size_t i = 0; i < sizeof(effects) / sizeof(*effects); i++)
		if (slice_equal_fold(name, slice_of(effects[i].name)))
			return effects[i].effect;
	return EFFECT_UNKNOWN;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == ':';
}

/* Bytes of the tag that `text` starts with, 0 when it is none. */
static size_t tag_length(struct slice text, enum effect *effect)
{
	size_t most = text.length < TAG_LONGEST ? text.length : TAG_LONGEST;
	const char *end = memchr(text.data, '>', most);
	size_t at = 1;

	if (!end)
		return 0;
	bool closes = text.data[at] == '/';

	at += closes;
	size_t from = at;

	for (; is_name(text.data[at]); at++)
		if (text.data[at] == ':')
			from = at + 1;
	*effect = effect_of((struct slice){text.data + from, at - from});
	/* "a < b and c > d" has a space; "x<y>" no known name. */
	if (*effect == EFFECT_UNKNOWN ||
		(text.data[at] != '>' && text.data[at] != '/' &&
			text.data[at] != ' '))
		return 0;
	if (memchr(text.data + 1, '<', (size_t)(end - text.data) - 1))
		return 0;
	if (closes && *effect == EFFECT_RAISE)
		*effect = EFFECT_NOTHING;
	return (size_t)(end - text.data) + 1;
}

static uint32_t number_of(struct slice digits, unsigned base)
{
	uint32_t value = 0;

	for (size_t i = 0; i < digits.length; i++) {
		char c = digits.data[i];
		unsigned digit =
			c >= '0' && c <= '9'   ? (unsigned)(c - '0')
			: c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
			: c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
					       : 99;

		if (digit >= base || value > 0x10ffff)
			return 0;
		value = value * base + digit;
	}
	return value;
}

/* The character of "&...;" without its signs; 0: none that is known. */
static uint32_t character_of(struct slice name)
{
	char text[16];

	if (slice_starts(name, "#x") || slice_starts(name, "#X"))
		return number_of(
			(struct slice){name.data + 2, name.length - 2}, 16);
	if (slice_starts(name, "#"))
		return number_of(
			(struct slice){name.data + 1, name.length - 1}, 10);
	if (slice_is(name, "amp"))
		return '&';
	if (slice_is(name, "lt"))
		return '<';
	if (slice_is(name, "gt"))
		return '>';
	if (slice_is(name, "quot"))
		return '"';
	if (slice_is(name, "apos"))
		return '\'';
	if (name.length >= sizeof(text))
		return 0;
	memcpy(text, name.data, name.length);
	text[name.length] = '\0';
	return entity_character(text);
}

/* Bytes of the reference that `text` starts with, 0 when it is none. */
static size_t reference_length(struct slice text, struct prose *prose)
{
	size_t most = text.length < 12 ? text.length : 12;
	const char *end = memchr(text.data, ';', most);

	if (!end || end - text.data < 2)
		return 0;
	uint32_t character = character_of(
		(struct slice){text.data + 1, (size_t)(end - text.data) - 1});

	if (character < ' ' || (character >= 0x7f && character < 0xa0) ||
		character > 0x10ffff ||
		(character >= 0xd800 && character < 0xe000))
		return 0;
	struct buffer bytes = BUFFER_INIT;

	utf8_put(&bytes, character);
	prose_add(prose, buffer_slice(&bytes));
	buffer_clear(&bytes);
	return (size_t)(end - text.data) + 1;
}

static void apply(struct prose *prose, enum effect effect)
{
	prose->raised = false;
	if (effect == EFFECT_RAISE)
		prose_raise(prose);
	else if (effect == EFFECT_SPACE)
		prose_space(prose);
	else if (effect == EFFECT_PARAGRAPH)
		prose_paragraph(prose);
}

void inline_add(struct prose *prose, struct slice text)
{
	size_t from = 0;

	if (text.length == 0)
		return;
	for (size_t at = 0; at < text.length;) {
		struct slice rest = {text.data + at, text.length - at};
		enum effect effect = EFFECT_UNKNOWN;
		size_t length = 0;

		if (*rest.data != '<' && *rest.data != '&') {
			at++;
			continue;
		}
		prose_add(prose, (struct slice){text.data + from, at - from});
		from = at;
		if (*rest.data == '&')
			length = reference_length(rest, prose);
		else if (rest.length > 2)
			length = tag_length(rest, &effect);
		if (length > 0 && *rest.data == '<')
			apply(prose, effect);
		from += length;
		at += length ? length : 1;
	}
	prose_add(prose, (struct slice){text.data + from, text.length - from});
}

struct slice inline_line(struct slice text, struct arena *arena)
{
	struct prose prose = {0};

	inline_add(&prose, text);

	struct slice line = prose_take(&prose, arena);

	prose_clear(&prose);
	/* Paragraphs of a title are one line. */
	return prose_line(line, arena);
}
