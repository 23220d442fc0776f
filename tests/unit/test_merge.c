/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of several sources, in every order; what names a paper. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#include "document/document.h"

#define TITLE "Quorvinib in invented leukaemia: a trial"

static struct slice record_of(
	const struct document *document, struct arena *arena)
{
	struct buffer bytes = BUFFER_INIT;

	record_encode(document, &bytes);
	struct slice record = arena_copy(arena, bytes.data, bytes.length);

	buffer_clear(&bytes);
	return record;
}

/* PubMed's record, the publisher's page and the PDF. */
static void three_sources(struct slice records[3], struct arena *arena)
{
	struct document pubmed = {.id = SLICE("PMID:1"),
		.pmid = SLICE("1"),
		.doi = SLICE("10.5555/a"),
		.title = SLICE(TITLE),
		.journal_short = SLICE("J Beds"),
		.date = SLICE("2021"),
		.format = SLICE("pubmed"),
		.source = SLICE("p.xml"),
		.status = DOCUMENT_RETRACTED};
	struct document page = {.id = SLICE("DOI:10.5555/a"),
		.doi = SLICE("10.5555/a"),
		.pmcid = SLICE("PMC7"),
		.title = SLICE("Quorvinib - Journal of Beds"),
		.journal = SLICE("Journal of Beds"),
		.publisher = SLICE("Bed Press"),
		.date = SLICE("2021-03-09"),
		.url = SLICE("https://beds.example/a"),
		.format = SLICE("html"),
		.source = SLICE("a.html")};
	struct document pdf = {.id = SLICE("KEY:0000000000000001"),
		.title = SLICE(TITLE),
		.date = SLICE("2021"),
		.format = SLICE("pdf"),
		.source = SLICE("a.pdf")};

	slices_add(&pubmed.authors, SLICE("Almquist BK"), arena);
	slices_add(&pubmed.keywords, SLICE("quorvinib"), arena);
	document_add_mesh(&pubmed, arena)->name = SLICE("Humans");
	document_add_section(&pubmed, SECTION_ABSTRACT, SLICE("AIM"),
		SLICE("The record's abstract."), arena);
	slices_add(&page.keywords, SLICE("Quorvinib"), arena);
	slices_add(&page.keywords, SLICE("beds"), arena);
	document_add_section(&page, SECTION_ABSTRACT, SLICE_EMPTY,
		SLICE("The page's abstract, which is longer."), arena);
	document_add_section(&page, SECTION_BODY, SLICE("Methods"),
		SLICE("We slept in beds that were made for the purpose."),
		arena);
	slices_add(&pdf.authors, SLICE("Almquist B"), arena);
	document_add_section(
		&pdf, SECTION_BODY, SLICE_EMPTY, SLICE("We slept."), arena);
	records[0] = record_of(&pubmed, arena);
	records[1] = record_of(&page, arena);
	records[2] = record_of(&pdf, arena);
}

static void merge(const struct slice *records, const size_t *order,
	size_t count, struct document *out, struct arena *arena)
{
	struct slices list = {0};

	for (size_t i = 0; i < count; i++)
		slices_add(&list, records[order[i]], arena);
	assert_int_equal(document_merge(&list, out, arena, NULL), 0);
}

static void the_best_of_each_is_taken(void **state)
{
	static const size_t order[] = {0, 1, 2};
	struct slice records[3];
	struct document entry;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	three_sources(records, &arena);
	merge(records, order, 3, &entry, &arena);
	assert_true(slice_is(entry.id, "PMID:1"));
	assert_true(slice_is(entry.pmid, "1"));
	assert_true(slice_is(entry.doi, "10.5555/a"));
	assert_true(slice_is(entry.pmcid, "PMC7"));
	assert_true(slice_is(entry.title, TITLE));
	assert_true(slice_is(entry.journal, "Journal of Beds"));
	assert_true(slice_is(entry.journal_short, "J Beds"));
	assert_true(slice_is(entry.publisher, "Bed Press"));
	assert_true(slice_is(entry.date, "2021-03-09"));
	assert_true(slice_is(entry.url, "https://beds.example/a"));
	assert_true(slice_is(entry.format, "pubmed"));
	assert_int_equal(entry.status, DOCUMENT_RETRACTED);
	assert_int_equal(entry.authors.count, 1);
	assert_true(slice_is(entry.authors.items[0], "Almquist BK"));
	assert_int_equal(entry.keywords.count, 2);
	assert_true(slice_is(entry.keywords.items[1], "beds"));
	assert_int_equal(entry.mesh_count, 1);
	assert_int_equal(entry.sections_count, 2);
	assert_true(slice_is(entry.sections[0].text, "The record's abstract."));
	assert_true(slice_is(entry.sections[1].title, "Methods"));
	assert_int_equal(entry.parts.count, 3);
	/* The PDF's id; its key is the entry's own. */
	assert_int_equal(entry.names.count, 1);
	assert_true(slice_is(entry.names.items[0], "id:KEY:0000000000000001"));
	arena_clear(&arena);
}

static void order_does_not_matter(void **state)
{
	static const size_t orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
		{1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct slice records[3], first = SLICE_EMPTY;
	struct document entry;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	three_sources(records, &arena);
	for (size_t i = 0; i < 6; i++) {
		merge(records, orders[i], 3, &entry, &arena);
		struct slice made = record_of(&entry, &arena);

		assert_true(i == 0 || slice_equal(first, made));
		first = made;
	}
	arena_clear(&arena);
}

static void one_source_is_itself(void **state)
{
	static const size_t order[] = {1};
	struct slice records[3];
	struct document entry;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	three_sources(records, &arena);
	merge(records, order, 1, &entry, &arena);
	assert_true(slice_equal(record_of(&entry, &arena), records[1]));
	arena_clear(&arena);
}

static void damaged_records_are_told(void **state)
{
	struct slice records[3];
	struct slices list = {0};
	struct document entry;
	struct error err = {0};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	three_sources(records, &arena);
	slices_add(&list, records[0], &arena);
	slices_add(&list, SLICE("\x01\x01"), &arena);
	assert_int_equal(document_merge(&list, &entry, &arena, &err), -1);
	assert_int_equal(err.code, ERROR_FORMAT);
	arena_clear(&arena);
}

static void ids_have_an_order(void **state)
{
	static const char *const ids[] = {"PMID:1", "PMID:2", "DOI:10.1/a",
		"PMC:PMC1", "NCT90000001", "bed-7", "KEY:0"};

	(void)state;
	for (size_t i = 0; i < 7; i++)
		for (size_t n = 0; n < 7; n++)
			assert_int_equal(document_id_before(slice_of(ids[i]),
						 slice_of(ids[n])),
				i < n);
}

/* Names of a paper by title, date and author, joined by blanks. */
static void names_tell_papers_apart(void **state)
{
	static const struct {
		const char *title, *date, *author;
		bool same; /* as the first row */
	} rows[] = {
		{TITLE, "2021", "Almquist BK", true},
		{"QUORVINIB in invented leukaemia - a trial.", "2021-03-09",
			"Almquist B", true},
		{TITLE, "2022", "Almquist BK", false},
		{TITLE, "2021", "Uy N", false},
		{TITLE " 2", "2021", "Almquist BK", false},
		{TITLE, "", "Almquist BK", false},
		{TITLE, "2021", "", false},
		{"Editorial", "2021", "Almquist BK", false},
	};
	struct slice first = SLICE_EMPTY;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct document document = {.id = SLICE("PMID:1"),
			.pmid = SLICE("1"),
			.title = slice_of(rows[i].title),
			.date = slice_of(rows[i].date)};

		if (*rows[i].author)
			slices_add(&document.authors, slice_of(rows[i].author),
				&arena);
		struct slices names = document_names(&document, &arena);
		struct slice last = names.items[names.count - 1];

		assert_true(slice_is(names.items[0], "pmid:1"));
		if (i == 0)
			first = last;
		assert_int_equal(slice_equal(last, first), rows[i].same);
	}
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_best_of_each_is_taken),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(one_source_is_itself),
		cmocka_unit_test(damaged_records_are_told),
		cmocka_unit_test(ids_have_an_order),
		cmocka_unit_test(names_tell_papers_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
