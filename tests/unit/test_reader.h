/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files made of strings, and documents shown as lines, for tests of readers. */
#ifndef MEDLIT_TEST_READER_H
#define MEDLIT_TEST_READER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "indexer/reader/reader.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* A file of these bytes; file_drop() removes it. */
static inline char *file_of(const void *data, size_t length)
{
	const char *folder = getenv("TMPDIR");
	char *path = memory_printf("%s/medlit-reader-XXXXXX",
		folder ? folder : "/tmp");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, data, length), (ssize_t)length);
	close(fd);
	return path;
}

static inline void file_drop(char *path)
{
	unlink(path);
	free(path);
}

/* A file of tests/data. */
static inline char *data_path(const char *name)
{
	const char *top = getenv("abs_top_srcdir");

	return memory_printf("%s/tests/data/%s", top ? top : ".", name);
}

static inline void show_text(struct buffer *out, const char *name,
	struct slice value)
{
	if (value.length > 0)
		buffer_printf(out, "%s: %.*s\n", name, SLICE_PRINT(value));
}

static inline void show_list(struct buffer *out, const char *name,
	const struct slices *list)
{
	for (size_t i = 0; i < list->count; i++)
		show_text(out, name, list->items[i]);
}

static inline void show_mesh(struct buffer *out, const struct document *paper)
{
	for (size_t i = 0; i < paper->mesh_count; i++)
		buffer_printf(out, "mesh: %.*s|%.*s|%.*s%s\n",
			SLICE_PRINT(paper->mesh[i].name),
			SLICE_PRINT(paper->mesh[i].ui),
			SLICE_PRINT(paper->mesh[i].qualifier),
			paper->mesh[i].major ? "*" : "");
}

/* One line a fact, in this order, nothing for what is absent. */
static inline void show_document(struct buffer *out,
	const struct document *paper)
{
	show_text(out, "id", paper->id);
	show_text(out, "pmid", paper->pmid);
	show_text(out, "pmcid", paper->pmcid);
	show_text(out, "doi", paper->doi);
	show_list(out, "nct", &paper->nct);
	show_text(out, "title", paper->title);
	show_text(out, "vernacular", paper->vernacular_title);
	show_list(out, "author", &paper->authors);
	show_text(out, "journal", paper->journal);
	show_text(out, "short", paper->journal_short);
	show_text(out, "publisher", paper->publisher);
	show_text(out, "date", paper->date);
	show_text(out, "volume", paper->volume);
	show_text(out, "issue", paper->issue);
	show_text(out, "pages", paper->pages);
	show_text(out, "language", paper->language);
	show_text(out, "url", paper->url);
	show_list(out, "type", &paper->types);
	show_list(out, "keyword", &paper->keywords);
	show_mesh(out, paper);
	if (paper->status)
		buffer_printf(out, "status: %u\n", (unsigned)paper->status);
	show_text(out, "warnings", paper->warnings);
	for (size_t i = 0; i < paper->sections_count; i++)
		buffer_printf(out, "%s [%.*s] %.*s\n",
			section_kind_name(paper->sections[i].kind),
			SLICE_PRINT(paper->sections[i].title),
			SLICE_PRINT(paper->sections[i].text));
}

/* Every event of a file: documents, "delete ID", "bad: why", "failed: why". */
static inline char *show_file(const char *path, const char *type,
	size_t text_limit)
{
	struct reader_options options = {.type = type,
		.extractor = getenv("MEDLIT_EXTRACT"),
		.text_limit = text_limit};
	struct buffer out = BUFFER_INIT;
	struct error err = {0};
	struct reader *reader = reader_open(path, &options, &err);
	struct document paper;
	struct arena arena;
	int event = reader ? 1 : -1;

	arena_init(&arena);
	buffer_add_string(&out, "");
	while (event > 0) {
		event = reader_next(reader, &paper, &arena, &err);
		if (event == READER_DOCUMENT)
			show_document(&out, &paper);
		else if (event == READER_DELETE)
			buffer_printf(&out, "delete %.*s\n",
				SLICE_PRINT(paper.id));
		else if (event == READER_BAD_RECORD)
			buffer_printf(&out, "bad: %s\n", err.text);
		arena_reset(&arena);
	}
	if (event < 0)
		buffer_printf(&out, "failed: %s: %s\n",
			error_code_name(err.code), err.text);
	arena_clear(&arena);
	reader_close(reader);
	return out.data;
}

static inline char *show_bytes(const void *data, size_t length)
{
	char *path = file_of(data, length);
	char *shown = show_file(path, NULL, 0);

	file_drop(path);
	return shown;
}

/* A table of these is most of a test. */
struct reading {
	const char *input;
	const char *expected;
};

static inline void check_readings(const struct reading *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *shown = show_bytes(rows[i].input, strlen(rows[i].input));

		assert_string_equal(shown, rows[i].expected);
		free(shown);
	}
}

/* Every `step`th prefix of a file and, in turn, every `step`th byte changed:
 * whatever comes out, it comes to an end. */
static inline void check_damaged(const char *data, size_t length, size_t step)
{
	char *copy = memory_new(length + 1);

	for (size_t cut = 1; cut < length; cut += step)
		free(show_bytes(data, cut));
	for (size_t at = 0; at < length; at += step) {
		memcpy(copy, data, length);
		copy[at] ^= (char)(1 << at % 8);
		free(show_bytes(copy, length));
	}
	free(copy);
}

/* As check_damaged(), with a file of tests/data. */
static inline void check_damaged_file(const char *name, size_t step)
{
	char *path = data_path(name);
	struct buffer text = BUFFER_INIT;

	assert_int_equal(file_read(path, 1 << 20, &text, NULL), 0);
	check_damaged(text.data, text.length, step);
	buffer_clear(&text);
	free(path);
}

#endif
