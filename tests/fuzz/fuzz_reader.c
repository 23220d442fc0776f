/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes to any reader that runs in this process, for libFuzzer.  The first
 * byte picks the format, 'a' the first of the table; one past its end lets the
 * content decide.  Every paper must have an id, hold clean UTF-8 and come back
 * from its record as it was.
 */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include "indexer/reader/extract/charset.h"
#include "indexer/reader/reader.h"

static const char *const types[] = {"pubmed", "jats", "jsonl", "ris", "medline",
	"wos", "endnote", "csv", "text", NULL};

static void check_list(const struct slices *list)
{
	for (size_t i = 0; i < list->count; i++)
		check(utf8_valid(list->items[i]), "an item is no UTF-8");
}

static void check_texts(const struct document *paper)
{
	const struct slice texts[] = {paper->id, paper->own, paper->doi,
		paper->title, paper->vernacular_title, paper->journal,
		paper->journal_short, paper->publisher, paper->date,
		paper->volume, paper->issue, paper->pages, paper->language,
		paper->url, paper->warnings};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		check(utf8_valid(texts[i]), "a fact is no UTF-8");
	for (size_t i = 0; i < paper->sections_count; i++)
		check(utf8_valid(paper->sections[i].title) &&
				utf8_valid(paper->sections[i].text),
			"a section is no UTF-8");
	for (size_t i = 0; i < paper->mesh_count; i++)
		check(utf8_valid(paper->mesh[i].name) &&
				utf8_valid(paper->mesh[i].qualifier),
			"a heading is no UTF-8");
	check_list(&paper->authors);
	check_list(&paper->keywords);
	check_list(&paper->types);
}

static void check_record(const struct document *paper, struct arena *arena)
{
	struct buffer record = BUFFER_INIT, again = BUFFER_INIT;
	struct document decoded;
	struct error err;

	record_encode(paper, &record);
	check(record_decode(buffer_slice(&record), &decoded, arena, &err) == 0,
		"a record cannot be read");
	record_encode(&decoded, &again);
	check(slice_equal(buffer_slice(&record), buffer_slice(&again)),
		"a record comes back changed");
	buffer_clear(&record);
	buffer_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reader_options options = {.text_limit = 1 << 20};
	struct document paper;
	struct arena arena;
	struct error err;
	int event = 1;

	if (size == 0)
		return 0;
	options.type = types[(uint8_t)(data[0] - 'a') %
			     (sizeof(types) / sizeof(*types))];
	struct reader *reader = reader_open_bytes("fuzz",
		(struct slice){(const char *)data + 1, size - 1}, &options,
		&err);

	/* That one is read by another process. */
	if (!reader || strcmp(reader_format(reader), "html") == 0) {
		reader_close(reader);
		return 0;
	}
	arena_init(&arena);
	while (event > 0) {
		event = reader_next(reader, &paper, &arena, &err);
		if (event == READER_DOCUMENT) {
			check(paper.id.length > 0, "a paper has no id");
			check_texts(&paper);
			check_record(&paper, &arena);
		}
		arena_reset(&arena);
	}
	reader_close(reader);
	arena_clear(&arena);
	return 0;
}
