/* SPDX-License-Identifier: MIT */
/* UTF-8 as The Unicode Standard 15, table 3-7, has it: no overlong forms, no
 * surrogates, nothing above U+10FFFF. */
#include "config.h"

#include "base/plain.h"

#include <stddef.h>

/* Bytes of the well-formed character at `at`, 0 when there is none. */
static size_t character_length(const unsigned char *at)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t more = at[0] < 0x80   ? 0
		      : at[0] < 0xe0 ? 1
		      : at[0] < 0xf0 ? 2
				     : 3;

	if ((at[0] >= 0x80 && at[0] < 0xc2) || at[0] > 0xf4)
		return 0;
	if (at[0] == 0xe0)
		low = 0xa0;
	if (at[0] == 0xed)
		high = 0x9f;
	if (at[0] == 0xf0)
		low = 0x90;
	if (at[0] == 0xf4)
		high = 0x8f;
	for (size_t i = 1; i <= more; i++) {
		if (at[i] < low || at[i] > high)
			return 0;
		low = 0x80;
		high = 0xbf;
	}
	return more + 1;
}

static int is_control(const unsigned char *at)
{
	return at[0] < 0x20 || at[0] == 0x7f || (at[0] == 0xc2 && at[1] < 0xa0);
}

void plain_text(char *text)
{
	unsigned char *at = (unsigned char *)text;

	while (*at) {
		size_t length = character_length(at);

		if (length > 0 && !is_control(at)) {
			at += length;
			continue;
		}
		for (size_t i = 0; i < length || i == 0; i++)
			*at++ = '?';
	}
}
