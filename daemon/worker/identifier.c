/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/identifier.h"

#include <string.h>

#include "index/index.h"

static struct slice digits_at(struct slice text)
{
	size_t length = 0;

	while (length < text.length && text.data[length] >= '0' &&
		text.data[length] <= '9')
		length++;
	return (struct slice){text.data, length};
}

static int skip_prefix(struct slice *text, const char *prefix)
{
	size_t length = strlen(prefix);

	if (text->length < length ||
		!slice_equal_fold(
			(struct slice){text->data, length}, slice_of(prefix)))
		return 0;
	text->data += length;
	text->length -= length;
	*text = slice_trim(*text);
	return 1;
}

/* scheme:value, or empty. */
static struct slice identifier_of(struct slice text, struct arena *arena)
{
	static const char *const doi_prefixes[] = {
		"https://", "http://", "dx.", "doi.org/", "doi:"};
	struct slice rest = slice_trim(text);
	size_t digits;

	if (skip_prefix(&rest, "nct") && digits_at(rest).length == 8 &&
		rest.length == 8)
		return arena_printf(arena, "nct:NCT%.*s", SLICE_PRINT(rest));
	rest = slice_trim(text);
	skip_prefix(&rest, "pmc:");
	if (skip_prefix(&rest, "pmc") && rest.length &&
		digits_at(rest).length == rest.length)
		return arena_printf(arena, "pmc:PMC%.*s", SLICE_PRINT(rest));
	rest = slice_trim(text);
	if (skip_prefix(&rest, "pmid"))
		skip_prefix(&rest, ":");
	digits = digits_at(rest).length;
	if (digits == rest.length && digits >= 6 && digits <= 9)
		return arena_printf(arena, "pmid:%.*s", SLICE_PRINT(rest));
	for (size_t i = 0; i < 5; i++)
		skip_prefix(&rest, doi_prefixes[i]);
	if (!slice_starts(rest, "10.") ||
		!memchr(rest.data, '/', rest.length) ||
		memchr(rest.data, ' ', rest.length))
		return SLICE_EMPTY;
	return arena_printf(arena, "doi:%.*s", SLICE_PRINT(rest));
}

struct slice identifier_term(struct slice text, struct arena *arena)
{
	struct slice name = identifier_of(text, arena);

	return name.length ? schema_term(PREFIX_IDENTIFIER,
				     schema_fold(name, arena), arena)
			   : name;
}
