/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines of a text file to blocks. */
#include "config.h"

#include "indexer/reader/page.h"

/* Text wrapped by an editor has lines of about 70 bytes; a longer line is a
 * whole paragraph, a shorter one ends its paragraph. */
#define WRAP_LEAST 50
#define WRAP_MOST  100

void blocks_add(struct blocks *blocks, struct block block, struct arena *arena)
{
	if (block.text.length == 0)
		return;
	if (blocks->count == blocks->capacity) {
		blocks->capacity = blocks->capacity ? 2 * blocks->capacity : 64;
		blocks->items = arena_grow(arena, blocks->items, blocks->count,
			blocks->capacity, sizeof(*blocks->items));
	}
	blocks->items[blocks->count++] = block;
}

/* Bytes of a bullet and the space behind it. */
static size_t bullet_length(struct slice line)
{
	static const char *const bullets[] = {"\xe2\x80\xa2", "\xe2\x97\xa6",
		"\xe2\x96\xaa", "\xe2\x96\xa0", "\xc2\xb7", "*", "-"};

	for (size_t i = 0; i < sizeof(bullets) / sizeof(*bullets); i++) {
		size_t length = strlen(bullets[i]);

		if (slice_starts(line, bullets[i]) && line.length > length &&
			strchr(" \t", line.data[length]))
			return length + 1;
	}
	return 0;
}

/* A tenth of the text in long lines: it was not wrapped. */
static bool is_wrapped(struct slice text)
{
	size_t in_long = 0;

	for (size_t at = 0, from = 0; at <= text.length; at++) {
		if (at < text.length && text.data[at] != '\n')
			continue;
		if (at - from > WRAP_MOST)
			in_long += at - from;
		from = at + 1;
	}
	return in_long < text.length / 10;
}

struct line_reader {
	bool wrapped; /* by an editor */
	struct blocks blocks;
	struct arena *arena;
	struct buffer joined; /* of the block that is open */
	enum block_kind kind;
	size_t last_length;
};

/* Copied pages run items together: "- One. - Two."  Returns the length of the
 * first. */
static size_t item_length(struct slice items)
{
	for (size_t i = 1; i + 4 < items.length; i++)
		if (items.data[i - 1] == ' ' &&
			memcmp(items.data + i, "\xe2\x80\xa2 ", 4) == 0)
			return i;
	return items.length;
}

static void end_block(struct line_reader *reader)
{
	struct slice rest = buffer_slice(&reader->joined);

	while (rest.length > 0) {
		size_t length = reader->kind == BLOCK_ITEM ? item_length(rest)
							   : rest.length;
		struct slice part = {rest.data, length};
		struct block block = {.kind = (uint8_t)reader->kind};

		part.data += bullet_length(part);
		part.length -= (size_t)(part.data - rest.data);
		block.text = prose_line(part, reader->arena);
		blocks_add(&reader->blocks, block, reader->arena);
		rest.data += length;
		rest.length -= length;
	}
	buffer_reset(&reader->joined);
}

static bool goes_on(const struct line_reader *reader, struct slice raw)
{
	if (reader->joined.length == 0)
		return false;
	if (reader->kind == BLOCK_ITEM)
		return strchr(" \t", raw.data[0]) != NULL;
	return reader->wrapped && reader->last_length >= WRAP_LEAST &&
	       reader->last_length <= WRAP_MOST;
}

static void add_line(struct line_reader *reader, struct slice raw)
{
	struct slice line = slice_trim(raw);
	size_t bullet = bullet_length(line);

	if (line.length == 0) {
		end_block(reader);
		return;
	}
	if (bullet > 0 || !goes_on(reader, raw)) {
		end_block(reader);
		reader->kind = bullet > 0 ? BLOCK_ITEM : BLOCK_TEXT;
	}
	buffer_add_slice(&reader->joined, line);
	buffer_add_char(&reader->joined, ' ');
	reader->last_length = line.length;
}

struct blocks blocks_of_text(struct slice text, struct arena *arena)
{
	struct line_reader reader = {
		.arena = arena, .wrapped = is_wrapped(text)};

	while (text.length > 0) {
		const char *end = memchr(text.data, '\n', text.length);
		size_t length = end ? (size_t)(end - text.data) : text.length;

		add_line(&reader, (struct slice){text.data, length});
		length += end != NULL;
		text.data += length;
		text.length -= length;
	}
	end_block(&reader);
	buffer_clear(&reader.joined);
	return reader.blocks;
}
