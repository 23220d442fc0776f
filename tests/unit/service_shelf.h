/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The indexes that the tests of the service ask, each opened for one test. */
#ifndef MEDLIT_TESTS_SERVICE_SHELF_H
#define MEDLIT_TESTS_SERVICE_SHELF_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "tests/unit/shelf.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDgZ\texact\ten\t-\n"
	"drugazole\texact\tMarvelin\tfold\ten\t-\n"
	"drugazole\texact\tXYZ-544\tfold\ten\t-\n"
	"soc\tpreferred\tstandard of care\tfold\ten\t-\n"
	"soc\tkind\ttherapy\t-\t-\t-\n"
	"soc\texact\tSOC\texact\ten\t-\n";

static struct shelf shelf;

static inline int close_shelf(void **unused)
{
	(void)unused;
	shelf_close(&shelf);
	return 0;
}

static inline int open_drugs(void **unused)
{
	static const char *const titles[] = {"DgZ in mice", "Marvelin in men",
		"XYZ-544 once more", "A study of drugazole besylate",
		"XYZ 544, XYZ544 and the liver", "The liver alone",
		"Standard of care or DgZ", "Besylate and another drugazole"};
	char id[32];

	(void)unused;
	shelf_open(&shelf, words);
	for (size_t i = 0; i < sizeof(titles) / sizeof(char *); i++) {
		snprintf(id, sizeof(id), "10000%zu", i);
		shelf_add(&shelf, id, titles[i], "");
	}
	/* so that the drug is not what half of the papers are about */
	for (int i = 0; i < 30; i++) {
		snprintf(id, sizeof(id), "filler%d", i);
		shelf_add(&shelf, id, "Nothing to see", "");
	}
	shelf_commit(&shelf);
	return 0;
}

static inline const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static inline json_int_t number_of(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static inline int open_record(void **unused)
{
	struct document document = {.pmid = SLICE("123456"),
		.doi = SLICE("10.1000/abc"),
		.pmcid = SLICE("PMC77"),
		.title = SLICE("Harm of DgZ"),
		.journal = SLICE("Journal"),
		.publisher = SLICE("House"),
		.date = SLICE("2018-04-13"),
		.volume = SLICE("11"),
		.issue = SLICE("4"),
		.pages = SLICE("67-80"),
		.url = SLICE("https://example.org/1"),
		.status = DOCUMENT_CORRECTED | DOCUMENT_RETRACTED};

	(void)unused;
	shelf_open(&shelf, words);
	slices_add(&document.nct, SLICE("NCT01234567"), &shelf.arena);
	slices_add(&document.authors, SLICE("Uy N"), &shelf.arena);
	slices_add(&document.types, SLICE("Review"), &shelf.arena);
	document_add_section(&document, SECTION_ABSTRACT, SLICE("AIM"),
		SLICE("To see."), &shelf.arena);
	shelf_put(&shelf, &document);
	shelf_commit(&shelf);
	return 0;
}

#define WITH(open, test)                                                       \
	cmocka_unit_test_setup_teardown(test, open, close_shelf)

#endif
