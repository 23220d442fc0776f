/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields as PubMed has them: [ti], [Title/Abstract], [tiab:~5]. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "daemon/worker/lexeme_internal.h"

#define TAG_MAX 48 /* bytes; what is longer is no tag */

static unsigned char byte_at(struct slice text, size_t at)
{
	return at < text.length ? (unsigned char)text.data[at] : ' ';
}

/* "tiab:~5" */
static void take_distance(struct slice *name, struct lexeme_tag *tag)
{
	size_t at = name->length;

	while (at > 0 && isdigit((unsigned char)name->data[at - 1]))
		at--;
	if (at < 3 || at == name->length || name->length - at > 3 ||
		name->data[at - 1] != '~' || name->data[at - 2] != ':')
		return;
	for (size_t i = at; i < name->length; i++)
		tag->number =
			10 * tag->number + (uint32_t)(name->data[i] - '0');
	if (tag->number > NEAR_MAX)
		tag->number = NEAR_MAX;
	tag->near = 1;
	name->length = at - 2;
}

static int is_of_name(unsigned char c)
{
	return isalnum(c) || (c && strchr(" /:_-", c));
}

static int looks_like_tag(struct slice name)
{
	for (size_t i = 0; i < name.length; i++)
		if (!is_of_name((unsigned char)name.data[i]))
			return 0;
	return name.length > 1 && isalpha((unsigned char)name.data[0]) &&
	       isalpha((unsigned char)name.data[1]);
}

/* "InO[ti" and "(InO[Title AND": a known name that hangs on a word and has no
 * bracket behind it; of several the longest. */
static int read_open(struct slice text, size_t at, struct lexeme_tag *tag)
{
	size_t end = at + 1;

	if (at == 0 || isspace(byte_at(text, at - 1)))
		return 0;
	while (end < text.length && end - at < TAG_MAX &&
		is_of_name(byte_at(text, end)))
		end++;
	for (; end > at + 1; end--) {
		struct slice name = {text.data + at + 1, end - at - 1};

		if (isalnum(byte_at(text, end)) ||
			isspace(byte_at(text, end - 1)))
			continue;
		tag->field = field_find(name);
		tag->end = end;
		tag->open = 1;
		if (tag->field)
			return 1;
	}
	return 0;
}

/* A known name in brackets, or any that hangs on a word. */
int lexeme_read_tag(struct slice text, size_t at, struct lexeme_tag *tag)
{
	size_t end = at + 1;
	struct slice name;

	*tag = (struct lexeme_tag){.field = NULL};
	if (byte_at(text, at) != '[')
		return 0;
	while (end < text.length && end - at < TAG_MAX &&
		!strchr("[]", text.data[end]))
		end++;
	if (byte_at(text, end) != ']')
		return read_open(text, at, tag);
	if (isalnum(byte_at(text, end + 1)))
		return 0;
	name = slice_trim((struct slice){text.data + at + 1, end - at - 1});
	take_distance(&name, tag);
	tag->field = field_find(name);
	tag->end = end + 1;
	return tag->field || (at > 0 && !isspace(byte_at(text, at - 1)) &&
				     looks_like_tag(name));
}
