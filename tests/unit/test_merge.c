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

struct fixture {
	struct arena arena;
	struct slice records[3];
	struct document entry;
};

static void set_up(struct fixture *fixture)
{
	arena_init(&fixture->arena);
	three_sources(fixture->records, &fixture->arena);
}

static void tear_down(struct fixture *fixture)
{
	arena_clear(&fixture->arena);
}

/* The entry of so many of the sources, in this order. */
static void merge(struct fixture *fixture, const size_t *order, size_t count)
{
	struct slices list = {0};

	for (size_t i = 0; i < count; i++)
		slices_add(&list, fixture->records[order[i]], &fixture->arena);
	assert_int_equal(
		document_merge(&list, &fixture->entry, &fixture->arena, NULL),
		0);
}

static void the_best_of_each_is_taken(void **state)
{
	static const size_t order[] = {0, 1, 2};
	struct fixture f;

	(void)state;
	set_up(&f);
	merge(&f, order, 3);
	assert_true(slice_is(f.entry.id, "PMID:1"));
	assert_true(slice_is(f.entry.pmid, "1"));
	assert_true(slice_is(f.entry.doi, "10.5555/a"));
	assert_true(slice_is(f.entry.pmcid, "PMC7"));
	assert_true(slice_is(f.entry.title, TITLE));
	assert_true(slice_is(f.entry.journal, "Journal of Beds"));
	assert_true(slice_is(f.entry.journal_short, "J Beds"));
	assert_true(slice_is(f.entry.publisher, "Bed Press"));
	assert_true(slice_is(f.entry.date, "2021-03-09"));
	assert_true(slice_is(f.entry.url, "https://beds.example/a"));
	assert_true(slice_is(f.entry.format, "pubmed"));
	assert_int_equal(f.entry.status, DOCUMENT_RETRACTED);
	assert_int_equal(f.entry.authors.count, 1);
	assert_true(slice_is(f.entry.authors.items[0], "Almquist BK"));
	assert_int_equal(f.entry.keywords.count, 2);
	assert_true(slice_is(f.entry.keywords.items[1], "beds"));
	assert_int_equal(f.entry.mesh_count, 1);
	assert_int_equal(f.entry.sections_count, 2);
	assert_true(
		slice_is(f.entry.sections[0].text, "The record's abstract."));
	assert_true(slice_is(f.entry.sections[1].title, "Methods"));
	assert_int_equal(f.entry.parts.count, 3);
	/* The PDF's id; its key is the entry's own. */
	assert_int_equal(f.entry.names.count, 1);
	assert_true(
		slice_is(f.entry.names.items[0], "id:KEY:0000000000000001"));
	tear_down(&f);
}

static void order_does_not_matter(void **state)
{
	static const size_t orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
		{1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct slice first = SLICE_EMPTY;
	struct fixture f;

	(void)state;
	set_up(&f);
	for (size_t i = 0; i < 6; i++) {
		merge(&f, orders[i], 3);
		struct slice made = record_of(&f.entry, &f.arena);

		assert_true(i == 0 || slice_equal(first, made));
		first = made;
	}
	tear_down(&f);
}

static void one_source_is_itself(void **state)
{
	static const size_t order[] = {1};
	struct fixture f;

	(void)state;
	set_up(&f);
	merge(&f, order, 1);
	assert_true(slice_equal(record_of(&f.entry, &f.arena), f.records[1]));
	tear_down(&f);
}

static void damaged_records_are_told(void **state)
{
	struct slices list = {0};
	struct error err = {0};
	struct fixture f;

	(void)state;
	set_up(&f);
	slices_add(&list, f.records[0], &f.arena);
	slices_add(&list, SLICE("\x01\x01"), &f.arena);
	assert_int_equal(document_merge(&list, &f.entry, &f.arena, &err), -1);
	assert_int_equal(err.code, ERROR_FORMAT);
	tear_down(&f);
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

static void revisions_have_an_order(void **state)
{
	static const char *const revisions[] = {"", "1", "1 2021-02-28",
		"1 2021-03-01", "1 2022-01-01", "2 2020-01-01", "10 2019-01-01"};

	(void)state;
	for (int i = 0; i < 7; i++)
		for (int n = 0; n < 7; n++) {
			struct document a = {.revision = slice_of(revisions[i])};
			struct document b = {.revision = slice_of(revisions[n])};
			int order = document_compare_revisions(&a, &b);

			assert_int_equal((order > 0) - (order < 0),
				(i > n) - (i < n));
		}
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
		cmocka_unit_test(revisions_have_an_order),
		cmocka_unit_test(names_tell_papers_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
