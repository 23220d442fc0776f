/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages of the engine quote paths and terms, which are any bytes; loggers
 * and JSON want one line of UTF-8.
 */
#include "config.h"

#include "libxapian-c/text.h"

#include <cstring>

namespace xc
{

struct Range {
	unsigned char lead_from, lead_to, second_from, second_to;
	size_t length;
};

/* The well-formed sequences of more than one byte (Unicode, table 3-7); the
 * third and fourth byte are always 80..BF.  C2 80..9F are controls. */
static const Range ranges[] = {
	{0xC2, 0xC2, 0xA0, 0xBF, 2},
	{0xC3, 0xDF, 0x80, 0xBF, 2},
	{0xE0, 0xE0, 0xA0, 0xBF, 3},
	{0xE1, 0xEC, 0x80, 0xBF, 3},
	{0xED, 0xED, 0x80, 0x9F, 3},
	{0xEE, 0xEF, 0x80, 0xBF, 3},
	{0xF0, 0xF0, 0x90, 0xBF, 4},
	{0xF1, 0xF3, 0x80, 0xBF, 4},
	{0xF4, 0xF4, 0x80, 0x8F, 4},
};

static bool tail_ok(const unsigned char *s, size_t length)
{
	for (size_t i = 2; i < length; i++)
		if (s[i] < 0x80 || s[i] > 0xBF)
			return false;
	return true;
}

/* Bytes of the well-formed sequence at s, 0 when there is none. */
static size_t sequence(const unsigned char *s, size_t left)
{
	for (const Range &r : ranges) {
		if (s[0] < r.lead_from || s[0] > r.lead_to || r.length > left)
			continue;
		if (s[1] >= r.second_from && s[1] <= r.second_to &&
			tail_ok(s, r.length))
			return r.length;
	}
	return 0;
}

static bool breaks_line(const unsigned char *s, size_t length)
{
	static const unsigned char separator[] = {0xE2, 0x80};

	return length == 3 && memcmp(s, separator, 2) == 0 &&
	       (s[2] == 0xA8 || s[2] == 0xA9);
}

void text_line(char *out, size_t room, const char *text, size_t length)
{
	auto *s = reinterpret_cast<const unsigned char *>(text);
	auto *end = s + length;
	char *last = out + room - 1;

	while (s < end && out < last) {
		size_t n = *s < 0x80 ? 1 : sequence(s, size_t(end - s));
		bool keep = n > 1 ? !breaks_line(s, n)
				  : n == 1 && *s >= 0x20 && *s != 0x7F;

		if (keep && n > size_t(last - out))
			break;
		if (keep) {
			memcpy(out, s, n);
			out += n;
		} else {
			*out++ = n ? ' ' : '?';
		}
		s += n ? n : 1;
	}
	*out = '\0';
}

} // namespace xc
