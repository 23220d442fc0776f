/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing what frame.h describes. */
#include "config.h"

#include "indexer/reader/extract/extract.h"

/* Of kind, flags and lengths, at the most. */
#define FRAME_HEAD ((size_t)64)

void frame_add(struct buffer *out, char kind, unsigned flags, struct slice name,
	struct slice text)
{
	buffer_add_char(out, kind);
	buffer_add_varint(out, flags);
	buffer_add_varint(out, name.length);
	buffer_add_slice(out, name);
	buffer_add_varint(out, text.length);
	buffer_add_slice(out, text);
}

bool frame_fits(struct buffer *out, size_t most, char kind, unsigned flags,
	struct slice name, struct slice text)
{
	if (out->length + name.length + text.length + FRAME_HEAD > most)
		return false;
	frame_add(out, kind, flags, name, text);
	return true;
}
