/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes to UTF-8. */
#ifndef MEDLIT_EXTRACT_CHARSET_H
#define MEDLIT_EXTRACT_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/slice.h"

enum charset {
	CHARSET_UTF8,
	CHARSET_WINDOWS_1252
};

/* Zero but for `charset` at the start. */
struct decoder {
	enum charset charset;
	unsigned char kept[4]; /* start of a character that was cut */
	size_t kept_length;
	uint64_t bad; /* bytes replaced by U+FFFD */
};

/* Appends clean UTF-8 without control characters; `last` ends the text. */
void decoder_feed(struct decoder *decoder, const char *data, size_t length,
	bool last, struct buffer *out);
/* Bytes of the character at `at`, 0 when it is none. */
size_t utf8_length(const unsigned char *at, const unsigned char *end);
bool utf8_valid(struct slice text);
void utf8_put(struct buffer *out, uint32_t character);
/* -1 for a name of an encoding that is not read. */
int charset_named(struct slice name, enum charset *charset);
/* The name that the XML declaration at the head of a file gives, in the file's
 * own bytes; empty when it gives none. */
struct slice charset_declared(struct slice head);

#endif
