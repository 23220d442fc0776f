/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identifiers in the spellings sources use, and the name a paper gets. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "document/document.h"

struct identity {
	const char *own, *pmid, *pmcid, *doi, *nct, *title; /* input */
	const char *id;					    /* NULL: refused */
};

static const struct identity identities[] = {
	{.own = " MED-10 ", .pmid = "12", .id = "MED-10"},
	{.pmid = "PMID: 0023633004", .id = "PMID:23633004"},
	{.pmid = "12x", .doi = "10.1/a", .id = "DOI:10.1/a"},
	{.doi = "https://doi.org/10.1002/CNCR.28136",
		.id = "DOI:10.1002/cncr.28136"},
	{.doi = "doi: 10.1002/cncr.28136.", .id = "DOI:10.1002/cncr.28136"},
	{.doi = "http://dx.doi.org/10.5/X", .id = "DOI:10.5/x"},
	{.doi = "10.5", .id = NULL},
	{.pmcid = "1234", .id = "PMC:PMC1234"},
	{.pmcid = "PMCID: PMC1234", .id = "PMC:PMC1234"},
	{.pmcid = "pmc1234.2", .id = "PMC:PMC1234"},
	{.pmcid = "1234x", .id = NULL},
	{.title = "  ", .id = NULL},
	{.id = NULL},
};

static struct document make(const struct identity *row, struct arena *arena)
{
	struct document document = {.own = slice_of(row->own),
		.pmid = slice_of(row->pmid),
		.pmcid = slice_of(row->pmcid),
		.doi = slice_of(row->doi),
		.title = slice_of(row->title)};

	if (row->nct)
		slices_add(&document.nct, slice_of(row->nct), arena);
	return document;
}

static void names_each_paper(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(identities) / sizeof(*identities); i++) {
		struct document document = make(&identities[i], &arena);
		struct error err = {0};
		int result = document_identify(&document, &arena, &err);

		if (!identities[i].id) {
			assert_int_equal(result, -1);
			assert_int_equal(err.code, ERROR_FORMAT);
			continue;
		}
		assert_int_equal(result, 0);
		assert_true(slice_is(document.id, identities[i].id));
	}
	arena_clear(&arena);
}

static struct slice key(const char *title, const char *date,
	const char *author, struct arena *arena)
{
	struct document document = {.title = slice_of(title),
		.date = slice_of(date)};

	slices_add(&document.authors, slice_of(author), arena);
	assert_int_equal(document_identify(&document, arena, NULL), 0);
	return document.id;
}

static void key_ignores_case_and_blanks_only(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	struct slice first = key("Inotuzumab in  ALL", "2018-04", "Uy N",
		&arena);

	assert_true(slice_starts(first, "KEY:"));
	assert_int_equal(first.length, 20);
	assert_true(slice_equal(first,
		key(" inotuzumab\nin all", "2018", "uy n", &arena)));
	assert_false(slice_equal(first,
		key("Inotuzumab in ALL", "2019", "Uy N", &arena)));
	assert_false(slice_equal(first,
		key("Inotuzumab in ALL", "2018", "Uy M", &arena)));
	assert_false(slice_equal(first,
		key("Inotuzumab inALL", "2018", "Uy N", &arena)));
	arena_clear(&arena);
}

static void keeps_trials_once_and_well_formed(void **state)
{
	static const char *const given[] = {"nct01564784", "NCT01564784",
		"NCT123", "01564784", "NCT02981628"};
	struct document document = {.own = SLICE("x")};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		slices_add(&document.nct, slice_of(given[i]), &arena);
	assert_int_equal(document_identify(&document, &arena, NULL), 0);
	assert_int_equal(document.nct.count, 2);
	assert_true(slice_is(document.nct.items[0], "NCT01564784"));
	assert_true(slice_is(document.nct.items[1], "NCT02981628"));
	arena_clear(&arena);
}

static void refuses_an_endless_id(void **state)
{
	char name[300];
	struct arena arena;
	struct error err = {0};
	struct document document = {.own = {name, sizeof(name)}};

	(void)state;
	arena_init(&arena);
	memset(name, 'a', sizeof(name));
	assert_int_equal(document_identify(&document, &arena, &err), -1);
	assert_int_equal(err.code, ERROR_LIMIT);
	arena_clear(&arena);
}

static void reads_the_year(void **state)
{
	static const struct {
		const char *date;
		unsigned year;
	} rows[] = {{"2018-04-13", 2018}, {"2018", 2018}, {"20", 0}, {"", 0},
		{"May 2018", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct document document = {.date = slice_of(rows[i].date)};

		assert_int_equal(document_year(&document), rows[i].year);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_each_paper),
		cmocka_unit_test(key_ignores_case_and_blanks_only),
		cmocka_unit_test(keeps_trials_once_and_well_formed),
		cmocka_unit_test(refuses_an_endless_id),
		cmocka_unit_test(reads_the_year),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
