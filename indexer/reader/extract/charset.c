/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes to UTF-8 that every later stage may rely on.  Old files call their
 * text ISO-8859-1 or ASCII and mean windows-1252, which holds both, so these
 * names are one.
 */
#include "config.h"

#include "indexer/reader/extract/charset.h"

#include <string.h>

static const char replacement[] = "\xef\xbf\xbd";

static bool is_tail(unsigned char byte)
{
	return (byte & 0xc0) == 0x80;
}

/* Length by the first byte; 0 for a byte that starts nothing. */
static size_t length_by_lead(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/* Overlong forms, surrogates and what lies beyond U+10FFFF show in the second
 * byte. */
static bool second_fits(unsigned char lead, unsigned char second)
{
	switch (lead) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second < 0xa0;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second < 0x90;
	default:
		return true;
	}
}

/* How many bytes at `at` are a character or the good start of one. */
static size_t good_bytes(const unsigned char *at, const unsigned char *end)
{
	size_t length = length_by_lead(*at), good = 1;

	if (length == 0)
		return 0;
	while (good < length && at + good < end && is_tail(at[good]) &&
		(good > 1 || second_fits(at[0], at[1])))
		good++;
	return good;
}

size_t utf8_length(const unsigned char *at, const unsigned char *end)
{
	if (at >= end)
		return 0;
	size_t good = good_bytes(at, end);

	return good == length_by_lead(*at) ? good : 0;
}

bool utf8_valid(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.data;
	const unsigned char *end = text.length ? at + text.length : at;

	while (at < end) {
		size_t length = utf8_length(at, end);

		if (length == 0)
			return false;
		at += length;
	}
	return true;
}

void utf8_put(struct buffer *out, uint32_t c)
{
	char bytes[4];
	size_t n = 0;

	if (c < 0x80) {
		bytes[n++] = (char)c;
	} else if (c < 0x800) {
		bytes[n++] = (char)(0xc0 | c >> 6);
		bytes[n++] = (char)(0x80 | (c & 0x3f));
	} else if (c < 0x10000) {
		bytes[n++] = (char)(0xe0 | c >> 12);
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		bytes[n++] = (char)(0x80 | (c & 0x3f));
	} else {
		bytes[n++] = (char)(0xf0 | c >> 18);
		bytes[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		bytes[n++] = (char)(0x80 | (c >> 6 & 0x3f));
		bytes[n++] = (char)(0x80 | (c & 0x3f));
	}
	buffer_add(out, bytes, n);
}

/* Control characters have no place in text, and XML forbids them. */
static bool is_control(unsigned char byte)
{
	return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') ||
	       byte == 0x7f;
}

/* U+FFFE and U+FFFF, which XML forbids. */
static bool is_nonchar(const unsigned char *at, size_t length)
{
	return length == 3 && at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe;
}

static void replace(struct decoder *decoder, size_t bytes, struct buffer *out)
{
	buffer_add(out, replacement, sizeof(replacement) - 1);
	decoder->bad += bytes;
}

static void feed_1252(struct decoder *decoder, const unsigned char *at,
	const unsigned char *end, struct buffer *out)
{
	static const uint16_t high[32] = {0x20ac, 0, 0x201a, 0x192, 0x201e,
		0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0,
		0x17d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
		0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178};

	for (; at < end; at++) {
		uint32_t c = *at >= 0x80 && *at < 0xa0 ? high[*at - 0x80] : *at;

		if (c == 0 || (c < 0x80 && is_control((unsigned char)c)))
			replace(decoder, 1, out);
		else
			utf8_put(out, c);
	}
}

/* Returns where a character starts that goes on behind the end. */
static const unsigned char *feed_utf8(struct decoder *decoder,
	const unsigned char *at, const unsigned char *end, bool last,
	struct buffer *out)
{
	while (at < end) {
		const unsigned char *run = at;

		while (at < end && *at < 0x80 && !is_control(*at))
			at++;
		buffer_add(out, run, (size_t)(at - run));
		if (at == end)
			break;
		size_t good = good_bytes(at, end);
		bool whole = good > 0 && good == length_by_lead(*at);

		if (!whole && good > 0 && at + good == end && !last)
			break;
		if (whole && !is_nonchar(at, good) &&
			(good > 1 || !is_control(*at)))
			buffer_add(out, at, good);
		else
			replace(decoder, good ? good : 1, out);
		at += good ? good : 1;
	}
	return at;
}

/* Complete the character the last piece was cut in. */
static size_t finish_kept(struct decoder *decoder, const unsigned char *data,
	size_t length, bool last, struct buffer *out)
{
	unsigned char joined[8];
	size_t kept = decoder->kept_length;
	size_t more = length < 4 ? length : 4;

	memcpy(joined, decoder->kept, kept);
	memcpy(joined + kept, data, more);
	size_t good = good_bytes(joined, joined + kept + more);

	if (good == length_by_lead(joined[0]) && !is_nonchar(joined, good)) {
		buffer_add(out, joined, good);
	} else if (good == kept + more && !last) {
		memcpy(decoder->kept, joined, good);
		decoder->kept_length = good;
		return more;
	} else {
		replace(decoder, good, out);
	}
	decoder->kept_length = 0;
	return good - kept;
}

void decoder_feed(struct decoder *decoder, const char *data, size_t length,
	bool last, struct buffer *out)
{
	const unsigned char *at = (const unsigned char *)data;
	const unsigned char *end = at + length;

	if (decoder->charset == CHARSET_WINDOWS_1252) {
		feed_1252(decoder, at, end, out);
		return;
	}
	if (decoder->kept_length > 0 && (length > 0 || last))
		at += finish_kept(decoder, at, length, last, out);
	if (at == end)
		return;
	at = feed_utf8(decoder, at, end, last, out);
	decoder->kept_length = (size_t)(end - at);
	memcpy(decoder->kept, at, decoder->kept_length);
}

int charset_named(struct slice name, enum charset *charset)
{
	static const struct {
		const char *name;
		enum charset charset;
	} names[] = {
		{"utf-8", CHARSET_UTF8},
		{"utf8", CHARSET_UTF8},
		{"us-ascii", CHARSET_WINDOWS_1252},
		{"ascii", CHARSET_WINDOWS_1252},
		{"iso-8859-1", CHARSET_WINDOWS_1252},
		{"iso8859-1", CHARSET_WINDOWS_1252},
		{"latin1", CHARSET_WINDOWS_1252},
		{"windows-1252", CHARSET_WINDOWS_1252},
		{"cp1252", CHARSET_WINDOWS_1252},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_equal_fold(name, slice_of(names[i].name))) {
			*charset = names[i].charset;
			return 0;
		}
	return -1;
}

struct slice charset_declared(struct slice head)
{
	const char *end =
		head.length ? memchr(head.data, '>', head.length) : NULL;
	const char *at = NULL;

	if (!slice_starts(head, "<?xml") || !end)
		return SLICE_EMPTY;
	for (const char *p = head.data; p + 8 < end && !at; p++)
		if (memcmp(p, "encoding", 8) == 0)
			at = p + 8;
	while (at && at < end && strchr(" \t\r\n=", *at))
		at++;
	if (!at || at >= end || (*at != '"' && *at != '\''))
		return SLICE_EMPTY;
	const char *close = memchr(at + 1, *at, (size_t)(end - at - 1));

	return close ? (struct slice){at + 1, (size_t)(close - at - 1)}
		     : SLICE_EMPTY;
}
