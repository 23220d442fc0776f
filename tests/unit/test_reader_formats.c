/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One paper in every format, plain and under gzip: the same facts from each,
 * those of golden.json, but for what a format has no place for. */
#include "config.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <zlib.h>

#include "tests/unit/test_reader.h"

static const struct {
	const char *file, *format;
	/* What the format, or the database behind it, does not say. */
	const char *lacks;
} files[] = {
	{"pubmed.xml", "pubmed", ""},
	{"paper.nbib", "medline", ""},
	{"paper.jsonl", "jsonl", ""},
	{"jats.nxml", "jats", "nct"},
	{"zotero.ris", "ris", "nct"},
	{"ovid.ris", "ris", "nct"},
	{"endnote.ris", "ris", "nct"},
	{"embase.ris", "ris", "nct"},
	{"scopus.ris", "ris", "nct pmcid day"},
	{"webofscience.txt", "wos", "nct pmcid"},
	{"endnote.xml", "endnote", "nct"},
	{"zotero.csv", "csv", "nct pmcid"},
	{"embase.csv", "csv", "nct pmcid"},
	{"embase-rows.csv", "csv", "nct pmcid"},
	{"pubmed.csv", "csv", "nct journal sections"},
	{"beir.jsonl", "jsonl", "nct pmcid labels"},
	{"page.html", "html", "nct pmcid"},
	{"paper.txt", "text", "nct"},
};

static bool lacks(size_t row, const char *what)
{
	return strstr(files[row].lacks, what) != NULL;
}

static void check_text(size_t row, const json_t *golden, const char *name,
	struct slice found)
{
	const char *expected =
		json_string_value(json_object_get(golden, name));
	struct slice wanted = slice_of(lacks(row, name) ? "" : expected);

	/* Without a place for the day, the year. */
	if (strcmp(name, "date") == 0 && lacks(row, "day"))
		wanted.length = 4;
	/* A journal's short name may be all there is. */
	if (strcmp(name, "journal") == 0 && lacks(row, name))
		wanted = SLICE("J Inv Haematol");
	if (!slice_equal(found, wanted))
		fail_msg("%s: %s is \"%.*s\"", files[row].file, name,
			SLICE_PRINT(found));
}

static void check_list(size_t row, const json_t *golden, const char *name,
	const struct slices *found)
{
	const json_t *list = json_object_get(golden, name);
	size_t count = lacks(row, name) ? 0 : json_array_size(list);

	if (found->count != count)
		fail_msg("%s: %zu of %s", files[row].file, found->count, name);
	for (size_t i = 0; i < count; i++)
		if (!slice_is(found->items[i],
			    json_string_value(json_array_get(list, i))))
			fail_msg("%s: %s has \"%.*s\"", files[row].file, name,
				SLICE_PRINT(found->items[i]));
}

/* Full texts go on behind the abstract. */
static void check_sections(size_t row, const json_t *golden,
	const struct document *paper)
{
	const json_t *list = json_object_get(golden, "sections");
	size_t count = 0;

	for (size_t i = 0; i < paper->sections_count; i++)
		count += paper->sections[i].kind == SECTION_ABSTRACT;
	if (lacks(row, "sections") || lacks(row, "labels")) {
		assert_int_equal(count, lacks(row, "labels"));
		return;
	}
	if (count != json_array_size(list))
		fail_msg("%s: %zu sections", files[row].file, count);
	for (size_t i = 0; i < count; i++) {
		const json_t *section = json_array_get(list, i);

		if (!slice_is(paper->sections[i].title,
			    json_string_value(
				    json_object_get(section, "title"))) ||
			!slice_is(paper->sections[i].text,
				json_string_value(
					json_object_get(section, "text"))))
			fail_msg("%s: section \"%.*s\": %.*s",
				files[row].file,
				SLICE_PRINT(paper->sections[i].title),
				SLICE_PRINT(paper->sections[i].text));
	}
}

static void check_file(size_t row, const char *path, const json_t *golden)
{
	struct reader_options options = {
		.extractor = getenv("MEDLIT_EXTRACT")};
	struct error err = {0};
	struct reader *reader = reader_open(path, &options, &err);
	struct document paper;
	struct arena arena;

	arena_init(&arena);
	if (!reader ||
		reader_next(reader, &paper, &arena, &err) != READER_DOCUMENT)
		fail_msg("%s: %s", files[row].file, err.text);
	assert_string_equal(reader_format(reader), files[row].format);
	check_text(row, golden, "pmid", paper.pmid);
	check_text(row, golden, "pmcid", paper.pmcid);
	check_text(row, golden, "doi", paper.doi);
	check_text(row, golden, "title", paper.title);
	check_text(row, golden, "journal", paper.journal);
	check_text(row, golden, "date", paper.date);
	check_list(row, golden, "nct", &paper.nct);
	check_list(row, golden, "authors", &paper.authors);
	check_sections(row, golden, &paper);
	assert_string_equal(paper.id.data, "PMID:90000001");
	assert_string_equal(paper.warnings.length ? paper.warnings.data : "",
		"");
	reader_close(reader);
	arena_clear(&arena);
}

static char *gzip_of(const char *path)
{
	struct buffer text = BUFFER_INIT;
	char *zipped = file_of("", 0);
	gzFile file = gzopen(zipped, "wb");

	assert_int_equal(file_read(path, 1 << 20, &text, NULL), 0);
	assert_int_equal(gzwrite(file, text.data, (unsigned)text.length),
		(int)text.length);
	assert_int_equal(gzclose(file), Z_OK);
	buffer_clear(&text);
	return zipped;
}

static void one_paper_is_the_same_in_all(void **state)
{
	char *golden_path = data_path("papers/golden.json");
	json_t *golden = json_load_file(golden_path, 0, NULL);

	(void)state;
	assert_non_null(golden);
	for (size_t i = 0; i < COUNT(files); i++) {
		char *name = memory_printf("papers/%s", files[i].file);
		char *path = data_path(name);
		char *zipped = gzip_of(path);

		check_file(i, path, golden);
		check_file(i, zipped, golden);
		file_drop(zipped);
		free(path);
		free(name);
	}
	json_decref(golden);
	free(golden_path);
}

int main(void)
{
	const char *top = getenv("abs_top_builddir");
	char *extractor = memory_printf("%s/medlit-extract", top ? top : ".");

	setenv("MEDLIT_EXTRACT", extractor, 0);
	free(extractor);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_paper_is_the_same_in_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
