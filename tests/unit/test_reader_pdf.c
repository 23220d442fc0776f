/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PDFs made here, through the real medlit-extract and pdftotext. */
#include "config.h"

#include "tests/unit/test_reader.h"

#include "indexer/reader/limits.h"
#include "tests/unit/pdf_file.h"

static const struct placed paper[] = {
	{1, 60, 40, 9, "Journal of Beds 2014, 3, 10-12; doi:10.5555/beds.3"},
	{1, 60, 100, 20, "Sleep in the Wards of"},
	{1, 60, 122, 20, "Small Hospitals"},
	{1, 60, 150, 11, "Ada Uy"},
	{1, 98, 145, 7, "1,2*"},
	{1, 112, 150, 11, ", Max van Stahl"},
	{1, 190, 145, 7, "1"},
	{1, 194, 150, 11, " and Jean-Luc Bed"},
	{1, 60, 170, 9, "Department of Sleep, University of Pillows, Bedford"},
	{1, 60, 200, 12, "Abstract"},
	{1, 60, 220, 10, "Background: Nobody had looked at the beds of wards "
			 "before, and no"},
	{1, 60, 232, 10, "one knew how soft they were."},
	{1, 60, 250, 10, "Results: They were soft; CO"},
	{1, 185, 252, 7, "2"},
	{1, 189, 250, 10, " was low, and 10"},
	{1, 264, 246, 7, "9"},
	{1, 271, 250, 10, "cells were seen."},
	{1, 60, 270, 10, "Keywords: sleep; beds"},
	{1, 60, 300, 12, "1. Introduction"},
	{1, 60, 320, 10, "The treat-"},
	{1, 60, 332, 10, "ment of sleep is \\336rst of all a matter of the "
			 "B-"},
	{1, 60, 344, 10, "cell. Treatment, they say, is old.\\245"},
	{1, 500, 820, 9, "10"},
	{2, 60, 40, 9, "Uy et al."},
	{2, 60, 80, 12, "2. Results"},
	{2, 60, 100, 10, "The left column has one sentence that"},
	{2, 60, 112, 10, "starts here and goes on in all of the"},
	{2, 60, 124, 10, "lines of the left side and then in the"},
	{2, 320, 100, 10, "right column, where it comes to its"},
	{2, 320, 112, 10, "end. The next sentence is long and it"},
	{2, 320, 124, 10, "is cut by the end of the page, where the"},
	{2, 500, 820, 9, "11"},
	{3, 60, 40, 9, "Uy et al."},
	{3, 60, 80, 10, "third page takes it up and ends it with a dot."},
	{3, 60, 120, 12, "References"},
	{3, 60, 140, 10, "1. Smith J. A book about soft beds. 1999."},
	{3, 500, 820, 9, "12"},
	{0, 0, 0, 0, NULL}};

static char *show_pdf(const struct placed *lines, unsigned pages,
	const char *facts, const char *trailer)
{
	struct buffer pdf = pdf_make(lines, pages, facts, trailer);
	char *shown = show_bytes(pdf.data, pdf.length);

	buffer_clear(&pdf);
	return shown;
}

static void reads_a_whole_paper(void **state)
{
	char *shown = show_pdf(paper, 3,
		"/Title(Microsoft Word - sleep.doc)/Author(user1)", "");

	(void)state;
	assert_string_equal(shown,
		"id: DOI:10.5555/beds.3\ndoi: 10.5555/beds.3\n"
		"title: Sleep in the Wards of Small Hospitals\n"
		"author: Uy A\nauthor: van Stahl M\nauthor: Bed JL\n"
		"journal: Journal of Beds\ndate: 2014\nvolume: 3\n"
		"keyword: sleep\nkeyword: beds\n"
		"abstract [Background] Nobody had looked at the beds of wards "
		"before, and no one knew how soft they were.\n"
		"abstract [Results] They were soft; CO2 was low, and 10^9 "
		"cells were seen.\n"
		"body [Introduction] The treatment of sleep is first of all a "
		"matter of the B-cell. Treatment, they say, is old.\u2022\n"
		"body [Results] The left column has one sentence that starts "
		"here and goes on in all of the lines of the left side and "
		"then in the right column, where it comes to its end. The "
		"next sentence is long and it is cut by the end of the page, "
		"where the third page takes it up and ends it with a dot.\n");
	free(shown);
}

/* Who sat on the jury of a thesis is not what it is about. */
static void a_jury_is_no_abstract(void **state)
{
	static const struct placed thesis[] = {
		{1, 60, 60, 18, "The beds of the old hospitals"},
		{1, 60, 90, 11, "Ada Uy"},
		{1, 60, 110, 10, "Anna BEDFORD Professor, University of Pillows "
				 "Max VAN STAHL Reader at Sleep"},
		{1, 60, 122, 10, "College Jean BED (Examiner) Director of "
				 "Wards, Bedford Hospital Eve LINEN Head"},
		{1, 60, 134, 10, "of Nurses, Blanket House Carl QUILT Professor "
				 "at Cushion Hall Dora SHEET Lecturer"},
		{1, 60, 146, 10, "in Mattresses, Feather School Emil DOWN (Chair) "
				 "Dean of Rest, Hammock Hill Fay"},
		{1, 60, 158, 10, "COT Professor of Naps, Cradle Court Gus BUNK "
				 "Reader in Dreams, University of Snoring"},
		{2, 60, 100, 12, "1 Introduction"},
		{2, 60, 120, 10, "Beds are what this is about, and they are old."},
		{0, 0, 0, 0, NULL}};
	char *shown = show_pdf(thesis, 2, "", "");

	(void)state;
	assert_non_null(strstr(shown, "title: The beds of the old hospitals\n"));
	assert_null(strstr(shown, "\nabstract"));
	assert_non_null(strstr(shown, "Beds are what this is about"));
	free(shown);
}

/* Behind the references, which have those of others. */
static void a_doi_may_stand_at_the_end(void **state)
{
	static const struct placed lines[] = {
		{1, 60, 60, 18, "A study of the beds in small wards"},
		{1, 60, 120, 10, "There is a little text below the title."},
		{2, 60, 200, 12, "References"},
		{2, 60, 220, 10, "1. Smith J. Beds. 1999. doi:10.5555/other.1."},
		{2, 60, 232, 10, "doi:10.5555/own.7"},
		{2, 60, 244, 10, "Cite this article as: Uy et al.: A study of"},
		{2, 60, 256, 10, "the beds in small wards. Beds 2014 3:10."},
		{0, 0, 0, 0, NULL}};
	char *shown = show_pdf(lines, 2, "", "");

	(void)state;
	assert_non_null(strstr(shown, "doi: 10.5555/own.7\n"));
	free(shown);
}

/* Each passage says on which page it stands. */
static void keeps_the_pages(void **state)
{
	struct buffer pdf = pdf_make(paper, 3, "", "");
	char *path = file_of(pdf.data, pdf.length);
	struct reader_options options = {.extractor = getenv("MEDLIT_EXTRACT")};
	struct error err = {0};
	struct reader *reader = reader_open(path, &options, &err);
	struct document document;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	assert_non_null(reader);
	assert_int_equal(reader_next(reader, &document, &arena, &err),
		READER_DOCUMENT);
	assert_int_equal(document.sections_count, 4);
	const struct section *results = &document.sections[3];
	const char *third = memmem(results->text.data, results->text.length,
		"third page", 10);

	assert_int_equal(section_page(&document.sections[0], 0), 1);
	assert_int_equal(section_page(results, 0), 2);
	assert_non_null(third);
	size_t at = (size_t)(third - results->text.data);

	assert_int_equal(section_page(results, at - 1), 2);
	assert_int_equal(section_page(results, at), 3);
	reader_close(reader);
	arena_clear(&arena);
	file_drop(path);
	buffer_clear(&pdf);
}

/* What the file calls itself counts when the page says it too. */
static void titles_are_checked(void **state)
{
	static const struct placed lines[] = {
		{1, 60, 100, 18, "A study of the beds"},
		{1, 60, 122, 18, "in small wards"},
		{1, 60, 160, 10, "There is a little text below the title."},
		{0, 0, 0, 0, NULL}};
	static const struct {
		const char *facts, *title;
	} rows[] = {
		{"/Title(A Study of the Beds in Small Wards)",
			"A Study of the Beds in Small Wards"},
		{"/Title(untitled)", "A study of the beds in small wards"},
		{"/Title(bed study final v3.docx)",
			"A study of the beds in small wards"},
		{"/Title(Another paper about other things)",
			"A study of the beds in small wards"},
		{"", "A study of the beds in small wards"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *shown = show_pdf(lines, 1, rows[i].facts, "");
		char *wanted = memory_printf("\ntitle: %s\n", rows[i].title);

		assert_non_null(strstr(shown, wanted));
		free(wanted);
		free(shown);
	}
}

#define KEY "0123456789abcdef0123456789abcdef"

static void other_pdfs_are_refused(void **state)
{
	static const struct placed none[] = {{0, 0, 0, 0, NULL}};
	static const struct {
		const struct placed *lines;
		const char *trailer, *reason;
	} rows[] = {
		{none, "", "failed: format: the PDF has no text: its pages are "
			   "pictures\n"},
		{paper,
			"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -44"
			"/O(" KEY ")/U(" KEY ")>>",
			"failed: format: the PDF is encrypted\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *shown = show_pdf(rows[i].lines, 1, "", rows[i].trailer);

		assert_string_equal(shown, rows[i].reason);
		free(shown);
	}
	char *shown = show_bytes("%PDF-1.4 and nothing", 20);

	assert_string_equal(shown, "failed: format: the PDF is damaged\n");
	free(shown);
}

static char *show_limited(const char *limit)
{
	struct buffer pdf = pdf_make(paper, 3, "", ""), out = BUFFER_INIT;
	char *path = file_of(pdf.data, pdf.length);
	struct limits limits = *limits_default();
	struct reader_options options = {
		.extractor = getenv("MEDLIT_EXTRACT"), .limits = &limits};
	struct error err = {0};
	struct document document;
	struct arena arena;

	assert_int_equal(limits_set(&limits, limit, &err), 0);
	struct reader *reader = reader_open(path, &options, &err);

	arena_init(&arena);
	assert_int_equal(reader_next(reader, &document, &arena, &err), -1);
	buffer_printf(&out, "%s: %s", error_code_name(err.code), err.text);
	reader_close(reader);
	arena_clear(&arena);
	file_drop(path);
	buffer_clear(&pdf);
	return out.data;
}

static void limits_are_named(void **state)
{
	char *shown = show_limited("pdf_bytes=1K");

	(void)state;
	assert_string_equal(shown,
		"limit: is longer than 1024 bytes (limit pdf_bytes)");
	free(shown);
}

static void limits_are_numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t value; /* 0: refused */
	} rows[] = {
		{"pdf_bytes=2M", 2097152}, {"pdf_bytes=4096", 4096},
		{"pdf_bytes=1G", 1073741824}, {"pdf_bytes=1", 0},
		{"pdf_bytes=5G", 0}, {"pdf_bytes=1T", 0}, {"pdf_bytes=", 0},
		{"pdf_bytes", 0}, {"pdf_bytes=-1", 0}, {"pdf_bytes=2MB", 0},
		{"pdf_bytes=99999999999999999999", 0}, {"pdf=1M", 0},
		{"=1M", 0}, {"", 0}};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct limits limits = *limits_default();
		uint64_t before = limits.pdf_bytes;
		struct error err = {0};
		int status = limits_set(&limits, rows[i].text, &err);

		assert_int_equal(status, rows[i].value ? 0 : -1);
		assert_int_equal(limits.pdf_bytes,
			rows[i].value ? rows[i].value : before);
		assert_int_equal(err.code,
			rows[i].value ? ERROR_NONE : ERROR_INVALID);
	}
}

/* Cut and changed files are read or refused, none hangs. */
static void damaged_files_come_to_an_end(void **state)
{
	struct buffer pdf = pdf_make(paper, 3, "", "");

	(void)state;
	for (size_t i = 1; i < 12; i++) {
		char *shown = show_bytes(pdf.data, pdf.length * i / 12);

		assert_true(strncmp(shown, "failed: ", 8) == 0 ||
			    strncmp(shown, "id: ", 4) == 0);
		free(shown);
		pdf.data[pdf.length * i / 13] ^= 0x15;
	}
	buffer_clear(&pdf);
}

int main(void)
{
	const char *top = getenv("abs_top_builddir");
	char *extractor = memory_printf("%s/medlit-extract", top ? top : ".");

	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_whole_paper),
		cmocka_unit_test(a_jury_is_no_abstract),
		cmocka_unit_test(a_doi_may_stand_at_the_end),
		cmocka_unit_test(keeps_the_pages),
		cmocka_unit_test(titles_are_checked),
		cmocka_unit_test(other_pdfs_are_refused),
		cmocka_unit_test(limits_are_named),
		cmocka_unit_test(limits_are_numbers),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	setenv("MEDLIT_EXTRACT", extractor, 0);
	free(extractor);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
