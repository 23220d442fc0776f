/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "indexer/reader/extract/extract.h"

void frame_add(struct buffer *out, char kind, unsigned flags,
	struct slice name, struct slice text)
{
	buffer_add_char(out, kind);
	buffer_add_varint(out, flags);
	buffer_add_varint(out, name.length);
	buffer_add_slice(out, name);
	buffer_add_varint(out, text.length);
	buffer_add_slice(out, text);
}
