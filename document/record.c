/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * struct document <-> the bytes stored with each paper.
 *
 *	record   = version field*
 *	field    = tag length bytes          tag and length are varints
 *	section  = kind field*               (nested, as the bytes of a field)
 *	heading  = major field*
 *	pages    = (bytes since the one before, page)*
 *
 * The single fields stand in one table; reading and writing both walk it, so a
 * new field is a row.  An empty field takes no room.  Reading is zero-copy:
 * slices point into the record, which matters because ten of them are decoded
 * for every answer.  The single fields stand first, and are all that a list of
 * titles needs: to read on takes eight times as long.
 */
#include "config.h"

#include "document/document.h"

#include <stddef.h>

#define RECORD_VERSION 1

/* Stable numbers: a tag once used is never given another meaning. */
enum tag {
	TAG_ID = 1,   /* the first of the single fields */
	TAG_NCT = 32, /* the first of the lists */
	TAG_AUTHOR,
	TAG_TYPE,
	TAG_KEYWORD,
	TAG_MESH,
	TAG_SECTION,
	TAG_STATUS,
	TAG_NAME_ALSO = 48,
	TAG_PART,
	/* inside a section or a heading */
	TAG_TITLE = 1,
	TAG_TEXT = 2,
	TAG_PAGES = 3,
	TAG_NAME = 1,
	TAG_UI = 2,
	TAG_QUALIFIER = 3,
};

#define FIELD(tag, member)                                                     \
	{                                                                      \
#member, tag, offsetof(struct document, member)                \
	}

const struct document_field document_texts[] = {
	FIELD(TAG_ID, id),
	FIELD(2, own),
	FIELD(3, pmid),
	FIELD(4, pmcid),
	FIELD(5, doi),
	FIELD(6, title),
	FIELD(7, vernacular_title),
	FIELD(8, journal),
	FIELD(9, journal_short),
	FIELD(10, publisher),
	FIELD(11, date),
	FIELD(12, volume),
	FIELD(13, issue),
	FIELD(14, pages),
	FIELD(15, language),
	FIELD(16, url),
	FIELD(17, format),
	FIELD(18, source),
	FIELD(19, warnings),
	FIELD(20, revision),
	{NULL, 0, 0},
};

const struct document_field document_lists[] = {
	FIELD(TAG_NCT, nct),
	FIELD(TAG_AUTHOR, authors),
	FIELD(TAG_TYPE, types),
	FIELD(TAG_KEYWORD, keywords),
	{NULL, 0, 0},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)) - 1)

/* ---- writing ---------------------------------------------------------- */

static void put_field(struct buffer *out, unsigned tag, struct slice value)
{
	if (value.length == 0)
		return;
	buffer_add_varint(out, tag);
	buffer_add_varint(out, value.length);
	buffer_add_slice(out, value);
}

static void put_mesh(struct buffer *out, const struct mesh_heading *heading,
	struct buffer *inner)
{
	buffer_reset(inner);
	buffer_add_varint(inner, heading->major);
	put_field(inner, TAG_NAME, heading->name);
	put_field(inner, TAG_UI, heading->ui);
	put_field(inner, TAG_QUALIFIER, heading->qualifier);
	put_field(out, TAG_MESH, buffer_slice(inner));
}

static void put_pages(struct buffer *out, const struct section *section)
{
	struct buffer pages = BUFFER_INIT;
	uint32_t before = 0;

	for (size_t i = 0; i < section->pages_count; i++) {
		buffer_add_varint(&pages, section->pages[i].offset - before);
		buffer_add_varint(&pages, section->pages[i].page);
		before = section->pages[i].offset;
	}
	put_field(out, TAG_PAGES, buffer_slice(&pages));
	buffer_clear(&pages);
}

static void put_section(struct buffer *out, const struct section *section,
	struct buffer *inner)
{
	buffer_reset(inner);
	buffer_add_varint(inner, section->kind);
	put_field(inner, TAG_TITLE, section->title);
	put_field(inner, TAG_TEXT, section->text);
	put_pages(inner, section);
	put_field(out, TAG_SECTION, buffer_slice(inner));
}

void record_encode(const struct document *document, struct buffer *out)
{
	const char *base = (const char *)document;
	struct buffer inner = BUFFER_INIT;

	buffer_add_varint(out, RECORD_VERSION);
	for (size_t i = 0; i < COUNT(document_texts); i++)
		put_field(out, document_texts[i].tag,
			*(const struct slice *)(base +
						document_texts[i].offset));
	for (size_t i = 0; i < COUNT(document_lists); i++) {
		const struct slices *list =
			(const struct slices *)(base +
						document_lists[i].offset);

		for (size_t n = 0; n < list->count; n++)
			put_field(out, document_lists[i].tag, list->items[n]);
	}
	for (size_t i = 0; i < document->mesh_count; i++)
		put_mesh(out, &document->mesh[i], &inner);
	for (size_t i = 0; i < document->sections_count; i++)
		put_section(out, &document->sections[i], &inner);
	if (document->status) {
		buffer_reset(&inner);
		buffer_add_varint(&inner, document->status);
		put_field(out, TAG_STATUS, buffer_slice(&inner));
	}
	for (size_t i = 0; i < document->names.count; i++)
		put_field(out, TAG_NAME_ALSO, document->names.items[i]);
	for (size_t i = 0; i < document->parts.count; i++)
		put_field(out, TAG_PART, document->parts.items[i]);
	buffer_clear(&inner);
}

/* ---- reading ---------------------------------------------------------- */

/* Most tags and lengths are a byte. */
static int get_varint(const char **at, const char *end, uint64_t *value)
{
	if (*at < end && (unsigned char)**at < 0x80) {
		*value = (unsigned char)*(*at)++;
		return 0;
	}
	return varint_read(at, end, value);
}

/* The next field of [*at, end): 1 one, 0 none, -1 damaged. */
static int next_field(
	const char **at, const char *end, uint64_t *tag, struct slice *value)
{
	uint64_t length;

	if (*at == end)
		return 0;
	if (get_varint(at, end, tag) < 0 || get_varint(at, end, &length) < 0 ||
		length > (uint64_t)(end - *at))
		return -1;
	*value = (struct slice){*at, (size_t)length};
	*at += length;
	return 1;
}

static int get_mesh(
	struct slice bytes, struct document *document, struct arena *arena)
{
	const char *at = bytes.data, *end = bytes.data + bytes.length;
	struct mesh_heading *heading = document_add_mesh(document, arena);
	uint64_t number, tag;
	struct slice value;
	int more;

	if (varint_read(&at, end, &number) < 0)
		return -1;
	heading->major = number != 0;
	while ((more = next_field(&at, end, &tag, &value)) > 0) {
		if (tag == TAG_NAME)
			heading->name = value;
		else if (tag == TAG_UI)
			heading->ui = value;
		else if (tag == TAG_QUALIFIER)
			heading->qualifier = value;
	}
	return more;
}

/* Each takes two bytes at least. */
static int get_pages(struct slice bytes, struct section *section,
	struct arena *arena)
{
	const char *at = bytes.data, *end = bytes.data + bytes.length;
	uint64_t step, page, offset = 0;

	section->pages = arena_array(
		arena, struct page_start, bytes.length / 2 + 1);
	section->pages_count = 0;
	while (at < end) {
		if (get_varint(&at, end, &step) < 0 ||
			get_varint(&at, end, &page) < 0 || page > UINT32_MAX ||
			step > UINT32_MAX || offset + step > UINT32_MAX)
			return -1;
		offset += step;
		section->pages[section->pages_count++] = (struct page_start){
			(uint32_t)offset, (uint32_t)page};
	}
	return 0;
}

static int get_section(struct slice bytes, struct document *document,
	struct arena *arena)
{
	const char *at = bytes.data, *end = bytes.data + bytes.length;
	struct slice title = SLICE_EMPTY, text = SLICE_EMPTY, value;
	struct section pages = {0}, *section;
	uint64_t number, tag;
	int more;

	if (varint_read(&at, end, &number) < 0 || number > SECTION_CAPTION)
		return -1;
	while ((more = next_field(&at, end, &tag, &value)) > 0) {
		if (tag == TAG_TITLE)
			title = value;
		else if (tag == TAG_TEXT)
			text = value;
		else if (tag == TAG_PAGES &&
			get_pages(value, &pages, arena) < 0)
			return -1;
	}
	section = document_add_section(document, (enum section_kind)number,
		title, text, arena);
	section->pages = pages.pages;
	section->pages_count = pages.pages_count;
	return more;
}

static int get_status(struct slice bytes, struct document *document)
{
	const char *at = bytes.data;
	uint64_t status;

	if (varint_read(&at, bytes.data + bytes.length, &status) < 0)
		return -1;
	document->status = (uint32_t)status;
	return 0;
}

static int get_field(uint64_t tag, struct slice value,
	struct document *document, struct arena *arena)
{
	char *base = (char *)document;

	if (tag == TAG_MESH)
		return get_mesh(value, document, arena);
	if (tag == TAG_SECTION)
		return get_section(value, document, arena);
	if (tag == TAG_STATUS)
		return get_status(value, document);
	if (tag == TAG_NAME_ALSO)
		slices_add(&document->names, value, arena);
	if (tag == TAG_PART)
		slices_add(&document->parts, value, arena);
	/* Both tables are in the order of their tags, without gaps. */
	if (tag >= TAG_ID && tag - TAG_ID < COUNT(document_texts))
		*(struct slice *)(base + document_texts[tag - TAG_ID].offset) =
			value;
	else if (tag >= TAG_NCT && tag - TAG_NCT < COUNT(document_lists))
		slices_add(
			(struct slices *)(base +
					  document_lists[tag - TAG_NCT].offset),
			value, arena);
	return 0;
}

/* The fields in front of the first whose tag is not below `limit`. */
static int read_fields(struct slice bytes, uint64_t limit,
	struct document *out, struct arena *arena, struct error *err)
{
	const char *at = bytes.data, *end = bytes.data + bytes.length;
	struct document document = {0};
	struct slice value;
	uint64_t version, tag;
	int more;

	if (bytes.length == 0 || varint_read(&at, end, &version) < 0)
		return error_set(err, ERROR_FORMAT, "an empty paper record");
	if (version != RECORD_VERSION)
		return error_set(err, ERROR_FORMAT,
			"a paper record of version %llu, not %d",
			(unsigned long long)version, RECORD_VERSION);
	while ((more = next_field(&at, end, &tag, &value)) > 0 && tag < limit) {
		if (get_field(tag, value, &document, arena) < 0) {
			more = -1;
			break;
		}
	}
	if (more < 0 || document.id.length == 0)
		return error_set(err, ERROR_FORMAT,
			"a damaged paper record of %zu bytes", bytes.length);
	*out = document;
	return 0;
}

int record_decode(struct slice bytes, struct document *out,
	struct arena *arena, struct error *err)
{
	return read_fields(bytes, UINT64_MAX, out, arena, err);
}

int record_decode_head(
	struct slice bytes, struct document *out, struct error *err)
{
	return read_fields(bytes, TAG_NCT, out, NULL, err);
}
