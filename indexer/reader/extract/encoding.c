/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/extract/extract.h"

#include <strings.h>

#include "indexer/reader/extract/charset.h"

/* Browsers look this far for a declaration. */
#define DECLARED_WITHIN 4096

static struct slice value_at(const char *at, const char *end)
{
	while (at < end && strchr(" =\"'\t\r\n", *at))
		at++;
	const char *from = at;

	while (at < end && !strchr(" \"'>;/?\t\r\n", *at))
		at++;
	return (struct slice){from, (size_t)(at - from)};
}

/* charset=... of a <meta>, encoding=... of an XML declaration. */
static struct slice declared(struct slice page)
{
	static const char *const words[] = {"charset", "encoding"};
	const char *end =
		page.data +
		(page.length < DECLARED_WITHIN ? page.length : DECLARED_WITHIN);

	for (size_t w = 0; w < 2; w++) {
		size_t length = strlen(words[w]);

		for (const char *at = page.data; at + length < end; at++) {
			const char *behind = at + length;

			if (strncasecmp(at, words[w], length) != 0)
				continue;
			while (behind < end && *behind == ' ')
				behind++;
			if (behind < end && *behind == '=')
				return value_at(behind, end);
		}
	}
	return SLICE_EMPTY;
}

int page_decode(struct slice page, struct buffer *text, bool *replaced)
{
	struct decoder decoder = {.charset = CHARSET_UTF8};
	struct slice name = declared(page);

	if (slice_starts(page, "\xff\xfe") || slice_starts(page, "\xfe\xff"))
		return -1;
	/* Many pages declare one encoding and are written in UTF-8. */
	if (!utf8_valid(page)) {
		if (name.length == 0)
			decoder.charset = CHARSET_WINDOWS_1252;
		else if (charset_named(name, &decoder.charset) != 0)
			return -1;
	}
	decoder_feed(&decoder, page.data, page.length, true, text);
	*replaced = decoder.bad > 0;
	return 0;
}
