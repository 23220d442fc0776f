/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An index made with one list is asked with another: which papers are found,
 * and that old and new names count alike.
 */
#include "config.h"

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

#define HEAD "#medlit-thesaurus\t1\tnew\n"
#define NAME(slug, relation, name, letter_case)                                \
	slug "\t" relation "\t" name "\t" letter_case "\ten\t-\n"
#define PARENT(slug, above) slug "\tparent\t" above "\t-\t-\t-\n"

#define DRUG NAME("drug", "preferred", "marvelous remedy", "fold")
#define AZOLE                                                                  \
	NAME("azole", "preferred", "drugazole", "fold")                        \
	NAME("azole", "exact", "Marvelin", "fold")
#define AZOLE_BELOW PARENT("azole", "drug")
#define MAB NAME("mab", "preferred", "drugumab", "fold")
#define OLD "#medlit-thesaurus\t1\told\n" DRUG AZOLE AZOLE_BELOW MAB

static const struct {
	const char *id, *title;
} papers[] = {
	{"azole", "Of drugazole here"},
	{"marvelin", "Of marvelin here"},
	{"code", "Of ZZT 544 here"},
	{"joined", "Of ZZT544 here"},
	{"mab", "Of drugumab here"},
	{"drug", "Of marvelous remedy here"},
	{"all", "Of ALL forms here"},
	{"small", "Of all forms here"},
	{"phrase", "Of wonder cure here"},
	{"scattered", "Of cure and of wonder here"},
	{"carrier", "Of drugazole carrier here"},
};

static struct shelf shelf;

static int open_papers(void **unused)
{
	char id[16];

	(void)unused;
	shelf_open(&shelf, OLD);
	for (size_t i = 0; i < sizeof(papers) / sizeof(*papers); i++)
		shelf_add(&shelf, papers[i].id, papers[i].title, "");
	for (int i = 0; i < 40; i++) {
		snprintf(id, sizeof(id), "filler%d", i);
		shelf_add(&shelf, id, "Nothing else to see here", "");
	}
	shelf_commit(&shelf);
	return 0;
}

static int close_papers(void **unused)
{
	(void)unused;
	shelf_close(&shelf);
	return 0;
}

/* The service asks with this list from now on; NULL: with the index's own. */
static void use(const char *list)
{
	struct error err;

	service_close(shelf.service);
	shelf.service = NULL;
	shelf.settings.thesaurus = shelf.folder + strlen(shelf.folder);
	if (!list)
		return;
	if (file_replace(shelf.thesaurus_path, slice_of(list), &err))
		fail_msg("%s", err.text);
	shelf.settings.thesaurus = shelf.thesaurus_path;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The ids that a question finds, sorted. */
static const char *found(const char *question)
{
	json_t *reply = shelf_ask(&shelf, slice_of(question), "&limit=50");
	char *list = arena_string(&shelf.arena, shelf_ids(&shelf, reply).data,
		shelf_ids(&shelf, reply).length);
	char *names[60], *rest = list, *name;
	size_t count = 0;
	struct slice out = SLICE("");

	while ((name = strsep(&rest, " ")))
		if (*name)
			names[count++] = name;
	qsort(names, count, sizeof(char *), compare_names);
	for (size_t i = 0; i < count; i++)
		out = arena_printf(&shelf.arena, "%.*s%s%s", SLICE_PRINT(out),
			i ? " " : "", names[i]);
	json_decref(reply);
	return out.data;
}

static void test_found(void **unused)
{
	static const struct {
		const char *list, *question, *found;
	} cases[] = {
		{OLD, "drugazole", "azole carrier marvelin"},
		{OLD, "marvelous remedy", "azole carrier drug marvelin"},
		/* names added, found at once by every name of the concept and
		 * from above */
		{OLD NAME("azole", "exact", "ZZT-544", "fold"), "drugazole",
			"azole carrier code joined marvelin"},
		{OLD NAME("azole", "exact", "ZZT-544", "fold"), "ZZT544",
			"azole carrier code joined marvelin"},
		{OLD NAME("azole", "exact", "ZZT-544", "fold"),
			"marvelous remedy",
			"azole carrier code drug joined marvelin"},
		{OLD NAME("azole", "exact", "wonder cure", "fold"), "marvelin",
			"azole carrier marvelin phrase"},
		/* only with its capitals */
		{OLD NAME("azole", "exact", "ALL", "exact"), "drugazole",
			"all azole carrier marvelin"},
		/* a name taken away matches no more, nor from above */
		{HEAD DRUG NAME("azole", "preferred", "drugazole", "fold")
				 AZOLE_BELOW MAB,
			"drugazole", "azole carrier"},
		{HEAD DRUG NAME("azole", "preferred", "drugazole", "fold")
				 AZOLE_BELOW MAB,
			"marvelous remedy", "azole carrier drug"},
		{HEAD DRUG NAME("azole", "preferred", "drugazole", "fold")
				 AZOLE_BELOW MAB,
			"marvelin", "marvelin"},
		/* moved to another concept */
		{HEAD DRUG NAME("azole", "preferred", "drugazole", "fold")
				 AZOLE_BELOW MAB
					 NAME("mab", "exact", "Marvelin",
						 "fold"),
			"drugumab", "mab marvelin"},
		/* a concept that is new, and below another */
		{OLD NAME("cure", "preferred", "wonder cure", "fold"),
			"wonder cure", "phrase scattered"},
		{OLD NAME("cure", "preferred", "wonder cure", "fold")
				 PARENT("cure", "drug"),
			"marvelous remedy",
			"azole carrier drug marvelin phrase"},
		/* one that moved below another, one that left */
		{OLD PARENT("mab", "drug"), "marvelous remedy",
			"azole carrier drug mab marvelin"},
		{HEAD DRUG AZOLE MAB, "marvelous remedy", "drug"},
		{HEAD DRUG AZOLE MAB PARENT("mab", "drug"), "marvelous remedy",
			"drug mab"},
		/* by its words a name is also found inside a longer one */
		{OLD NAME("mab", "exact", "remedy", "fold"), "drugumab",
			"drug mab"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		use(cases[i].list);
		if (strcmp(found(cases[i].question), cases[i].found) != 0)
			fail_msg("%zu: %s: %s", i, cases[i].question,
				found(cases[i].question));
	}
}

static double score_of(const char *question, const char *id)
{
	json_t *reply = shelf_ask(&shelf, slice_of(question), "&limit=50"), *hit;
	double score = -1;
	size_t i;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
		if (strcmp(json_string_value(json_object_get(hit, "id")), id) ==
			0)
			score = json_real_value(json_object_get(hit, "score"));
	json_decref(reply);
	return score;
}

/* Papers that differ in the name only: the concept weighs the same by any. */
static void test_weights(void **unused)
{
	static const char *const ids[] = {
		"marvelin", "code", "joined", "phrase"};
	double own;

	(void)unused;
	use(OLD NAME("azole", "exact", "ZZT-544", "fold")
			NAME("azole", "exact", "wonder cure", "fold"));
	own = score_of("drugazole", "azole");
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		double score = score_of("drugazole", ids[i]);

		if (score < 0.9 * own || score > 1.1 * own)
			fail_msg("%s: %f instead of %f", ids[i], score, own);
	}
}

/* What was found by its words is marked as the concept. */
static void test_marks(void **unused)
{
	json_t *reply, *hit, *mention;
	size_t i, n, seen = 0;

	(void)unused;
	use(OLD NAME("azole", "exact", "wonder cure", "fold"));
	reply = shelf_ask(&shelf, SLICE("drugazole"), "&fields=all&limit=50");
	json_array_foreach(json_object_get(reply, "hits"), i, hit)
	{
		json_array_foreach(json_object_get(hit, "matched_as"), n, mention)
		{
			const char *form = json_string_value(
				json_object_get(mention, "form"));

			seen += strcmp(form, "wonder cure") == 0;
		}
	}
	assert_int_equal(seen, 1);
	json_decref(reply);
}

static void test_limit(void **unused)
{
	json_t *reply, *warnings;

	(void)unused;
	use(OLD NAME("azole", "exact", "ZZT-544", "fold")
			NAME("azole", "exact", "wonder cure", "fold"));
	shelf.settings.query_names = 1;
	reply = shelf_ask(&shelf, SLICE("drugazole"), "");
	warnings = json_object_get(reply, "warnings");
	assert_int_equal(json_array_size(warnings), 1);
	assert_non_null(strstr(
		json_string_value(json_array_get(warnings, 0)), "limit 1"));
	json_decref(reply);
	/* what left cannot be told from what is below: the index's word */
	use(HEAD DRUG AZOLE MAB PARENT("mab", "drug"));
	shelf.settings.query_names = 100;
	assert_string_equal(found("drugazole"), "azole carrier marvelin");
	use(NULL);
}

static void test_status(void **unused)
{
	json_t *reply, *thesaurus;

	(void)unused;
	use(OLD NAME("azole", "exact", "ZZT-544", "fold"));
	reply = shelf_get(&shelf, "/v1/status", NULL);
	thesaurus = json_object_get(reply, "thesaurus");
	assert_true(json_is_false(json_object_get(thesaurus, "match")));
	assert_int_equal(json_integer_value(
				 json_object_get(thesaurus, "differ")),
		1);
	assert_non_null(strstr(json_string_value(json_array_get(
				       json_object_get(reply, "warnings"), 0)),
		"thesaurus apply"));
	json_decref(reply);
	use(OLD);
	reply = shelf_get(&shelf, "/v1/status", NULL);
	thesaurus = json_object_get(reply, "thesaurus");
	assert_true(json_is_true(json_object_get(thesaurus, "match")));
	assert_int_equal(
		json_array_size(json_object_get(reply, "warnings")), 0);
	json_decref(reply);
	use(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_status),
	};

	return cmocka_run_group_tests(tests, open_papers, close_papers);
}
