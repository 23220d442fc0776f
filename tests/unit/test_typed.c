/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of one concept in the ranking: one thing, the typed one first. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/shelf.h"

#define HEAD "#medlit-thesaurus\t1\ttest\n"
#define NAME(relation, name) "azole\t" relation "\t" name "\tfold\ten\t-\n"
#define ALONE HEAD NAME("preferred", "drugazole")
#define NAMES                                                                  \
	ALONE NAME("exact", "Marvelin") NAME("exact", "Zetazole")               \
		NAME("exact", "Wondercure")

static const char *const names[] = {
	"drugazole", "Marvelin", "Zetazole", "Wondercure"};
#define NAMES_COUNT (sizeof(names) / sizeof(names[0]))

/* As long as abstracts are. */
static const char around[] =
	"Patients were given %s for two weeks and watched for harm. The dose "
	"was chosen after an earlier study of forty persons, and nobody left. "
	"Half of those who came were women, most of them above sixty years, "
	"and all had been ill for longer than a month before they were asked. "
	"A nurse saw each of them every second day, took blood and noted what "
	"they told of sleep, food and walking, while a second one counted. "
	"After %s the pain was less in most of them, as had been hoped, and "
	"it stayed so until the last visit in spring, though three had a rash "
	"and one a fever for which no other cause was found by anyone. Larger "
	"groups over more time and in other places are needed before this can "
	"be said with certainty of everybody, children among them.";

static struct shelf shelf;

static void fill(const char *list)
{
	char id[32], text[1000];

	shelf_open(&shelf, list);
	for (size_t i = 0; i < NAMES_COUNT; i++) {
		snprintf(id, sizeof(id), "same%zu", i);
		snprintf(text, sizeof(text), around, names[i], names[i]);
		shelf_add(&shelf, id,
			arena_printf(&shelf.arena, "Effect of %s", names[i]).data,
			text);
	}
	shelf_add(&shelf, "many", "Four names",
		"of drugazole of Marvelin of Zetazole of Wondercure");
	shelf_add(&shelf, "once", "Four names",
		"of drugazole of drugazole of drugazole of drugazole no more "
		"words");
	/* that have one name only, more or less of it */
	shelf_add(&shelf, "one1", "Drugazole, drugazole", "Short text here");
	shelf_add(&shelf, "one2", "Short text", "About drugazole");
	snprintf(text, sizeof(text), around, "drugazole", "nothing");
	shelf_add(&shelf, "one3", "Longer text", text);
	snprintf(text, sizeof(text), around, "drugazole", "drugazole");
	shelf_add(&shelf, "one4", "Longer pain", text);
	for (int i = 0; i < 60; i++) {
		snprintf(id, sizeof(id), "filler%d", i);
		snprintf(text, sizeof(text), around, "nothing", "that");
		shelf_add(&shelf, id, "Nothing to see", text);
	}
	shelf_commit(&shelf);
}

static double score_of(const json_t *reply, const char *id)
{
	json_t *hit;
	size_t i;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
		if (strcmp(json_string_value(json_object_get(hit, "id")), id) ==
			0)
			return json_real_value(json_object_get(hit, "score"));
	fail_msg("%s is not found", id);
	return 0;
}

/* The papers named so, in their order. */
static const char *order_of(const json_t *reply, const char *start)
{
	struct slice out = SLICE("");
	json_t *hit;
	size_t i;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
	{
		const char *id = json_string_value(json_object_get(hit, "id"));

		if (strncmp(id, start, strlen(start)) == 0)
			out = arena_printf(&shelf.arena, "%.*s%s ",
				SLICE_PRINT(out), id);
	}
	return out.data;
}

/* Alike but for the name: the typed one first, by less than any other
 * difference makes. */
static void test_typed_first(void **unused)
{
	char id[32];

	(void)unused;
	fill(NAMES);
	for (size_t i = 0; i < NAMES_COUNT; i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(names[i]), "&limit=100");
		const char *order = order_of(reply, "same");
		double best, other;

		snprintf(id, sizeof(id), "same%zu ", i);
		if (strncmp(order, id, strlen(id)) != 0)
			fail_msg("%s: %s (%f %f)", names[i], order,
				score_of(reply, "same0"),
				score_of(reply, "same2"));
		id[strlen(id) - 1] = '\0';
		best = score_of(reply, id);
		for (size_t n = 0; n < NAMES_COUNT; n++) {
			snprintf(id, sizeof(id), "same%zu", n);
			other = score_of(reply, id);
			if (best - other > 0.05 * best)
				fail_msg("%s: %f, %s: %f", names[i], best,
					names[n], other);
		}
		json_decref(reply);
	}
	shelf_close(&shelf);
}

static void test_many_names(void **unused)
{
	(void)unused;
	fill(NAMES);
	for (size_t i = 0; i < NAMES_COUNT; i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(names[i]), "&limit=100");
		double ratio =
			score_of(reply, "many") / score_of(reply, "once");

		if (ratio > 1.2 || ratio < 0.9)
			fail_msg("%s: %f", names[i], ratio);
		json_decref(reply);
	}
	shelf_close(&shelf);
}

/* A list with more names leaves papers with the typed one in their order. */
static void test_order_stays(void **unused)
{
	static const char *const questions[] = {
		"drugazole", "drugazole in pain", "does drugazole harm persons"};
	char before[3][200];
	json_t *reply;

	(void)unused;
	fill(ALONE);
	for (int i = 0; i < 3; i++) {
		reply = shelf_ask(&shelf, slice_of(questions[i]), "&limit=100");
		snprintf(before[i], sizeof(before[i]), "%s",
			order_of(reply, "one"));
		json_decref(reply);
	}
	assert_string_equal(before[0], "one1 one4 one2 one3 ");
	shelf_close(&shelf);
	fill(NAMES);
	for (int i = 0; i < 3; i++) {
		reply = shelf_ask(&shelf, slice_of(questions[i]), "&limit=100");
		assert_string_equal(before[i], order_of(reply, "one"));
		json_decref(reply);
	}
	shelf_close(&shelf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typed_first),
		cmocka_unit_test(test_many_names),
		cmocka_unit_test(test_order_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
