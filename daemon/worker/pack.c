/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "daemon/worker/pack.h"

#include <assert.h>
#include <stdlib.h>

#include <zlib.h>

#include "base/memory.h"

#define GZIP_WINDOW (15 + 16) /* zlib's way to say gzip */

struct packer {
	z_stream stream;
};

/* zlib's tables are memory like any other: without them the program ends. */
static void *zlib_new(void *unused, unsigned count, unsigned size)
{
	(void)unused;
	return memory_resize(NULL, count, size);
}

static void zlib_free(void *unused, void *memory)
{
	(void)unused;
	free(memory);
}

struct packer *packer_new(void)
{
	struct packer *packer = memory_new(sizeof(*packer));
	int result;

	packer->stream.zalloc = zlib_new;
	packer->stream.zfree = zlib_free;
	result = deflateInit2(&packer->stream, 1, Z_DEFLATED, GZIP_WINDOW, 8,
		Z_DEFAULT_STRATEGY);
	assert(result == Z_OK);
	(void)result;
	return packer;
}

void packer_free(struct packer *packer)
{
	if (!packer)
		return;
	deflateEnd(&packer->stream);
	free(packer);
}

void packer_run(struct packer *packer, struct slice bytes, struct buffer *out)
{
	z_stream *stream = &packer->stream;
	size_t room;
	int result;

	deflateReset(stream);
	room = deflateBound(stream, bytes.length);
	stream->next_in = (Bytef *)(uintptr_t)bytes.data;
	stream->avail_in = (uInt)bytes.length;
	stream->next_out = (Bytef *)buffer_reserve(out, room);
	stream->avail_out = (uInt)room;
	result = deflate(stream, Z_FINISH);
	assert(result == Z_STREAM_END);
	(void)result;
	out->length += stream->total_out;
}
