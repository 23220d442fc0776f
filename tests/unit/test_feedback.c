/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the first papers add to a question. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/worker/expand.h"
#include "daemon/worker/feedback.h"
#include "daemon/worker/worth.h"
#include "tests/unit/shelf.h"

static const char list[] = "#medlit-thesaurus\t1\ttest\n"
			   "drugazole\tpreferred\tdrugazole\tfold\ten\t-\n"
			   "drugazole\texact\tMarvelin\tfold\ten\t-\n"
			   "jaundice\tpreferred\tjaundice\tfold\ten\t-\n"
			   "jaundice\texact\tyellow skin\tfold\ten\t-\n";

#define PAPERS 100

static struct shelf shelf;
static struct snapshot snapshot;
static struct engine engine;
static struct query query;

static void put_many_words(struct buffer *text)
{
	for (int i = 0; i < 400; i++)
		buffer_printf(
			text, "word%c%c%c ", 'a' + i % 20, 'b' + i / 20, 'x');
}

/* Each word of the papers below is in ten of the index's, "common" in all, the
 * many words in two. */
static int setup(void **unused)
{
	static const char *const words[] = {"liver", "bile", "rash", "CAR",
		"mice", "zebra", "yellow skin", "Marvelin", "GATA", "fever"};
	struct error err;
	char id[32];
	struct buffer text = BUFFER_INIT;

	(void)unused;
	shelf_open(&shelf, list);
	for (int i = 0; i < PAPERS; i++) {
		snprintf(id, sizeof(id), "paper%d", i);
		text.length = 0;
		buffer_printf(&text, "common %s ", words[i % 10]);
		if (i < 2)
			put_many_words(&text);
		shelf_add(&shelf, id, "Common words", text.data);
	}
	buffer_clear(&text);
	shelf_commit(&shelf);
	if (snapshot_open(shelf.index, NULL, shelf.analyser, &snapshot, &err))
		fail_msg("%s", err.text);
	engine = (struct engine){
		&shelf.settings, shelf.analyser, &snapshot, &shelf.arena};
	return 0;
}

static int teardown(void **unused)
{
	(void)unused;
	snapshot_close(&snapshot);
	shelf_close(&shelf);
	return 0;
}

static void ask(const char *question)
{
	struct request request = {
		.verb = VERB_SEARCH, .text = slice_of(question), .synonyms = 1};
	struct fault fault;

	query_make(&request, &shelf.settings, shelf.analyser,
		snapshot.thesaurus, &shelf.arena, &query);
	if (expand_query(&engine, &request, &query, &fault))
		fail_msg("%s", fault.detail);
}

static struct parts learn(const char *const texts[], size_t count)
{
	struct document documents[FEEDBACK_PAPERS] = {{.own = SLICE("x")}};
	struct parts parts;
	struct fault fault;

	for (size_t i = 0; i < count; i++) {
		documents[i] = (struct document){.title = SLICE("Of")};
		document_add_section(&documents[i], SECTION_ABSTRACT,
			SLICE_EMPTY, slice_of(texts[i]), &shelf.arena);
	}
	if (feedback_make(&engine, &query, documents, count, &parts, &fault))
		fail_msg("%s", fault.detail);
	return parts;
}

/* The terms, heaviest first, each with a blank behind. */
static const char *terms_of(const struct parts *parts)
{
	struct slice all = SLICE("");

	for (size_t i = 0; i < parts->count; i++) {
		assert_int_equal(parts->items[i].terms_count, 1);
		all = arena_printf(&shelf.arena, "%.*s%.*s ", SLICE_PRINT(all),
			SLICE_PRINT(parts->items[i].terms[0]));
	}
	return all.length ? all.data : "";
}

static void test_what_is_learnt(void **unused)
{
	static const struct {
		const char *question, *papers[3], *terms;
	} cases[] = {
		/* what two papers say, more often said first */
		{"fever", {"bile liver liver", "liver bile liver", "zebra"},
			"liver bile "},
		/* not what was asked, under any name; nor once for a name */
		{"fever Marvelin",
			{"fever drugazole rash", "fever Marvelin rash"},
			"rash "},
		/* a concept beside its words; a form in capitals as such */
		{"fever", {"yellow skin", "yellow skin"},
			"XCjaundice skin yellow "},
		{"fever", {"CAR", "CAR"}, "XKCAR "},
		/* no function words, numbers, short words */
		{"fever", {"the of 12 ab bile", "the of 12 ab bile"}, "bile "},
		/* nothing said, nothing learnt */
		{"fever", {"", ""}, ""},
		/* one paper alone says all there is to say */
		{"fever", {"liver", NULL}, "liver "},
		{"fever", {NULL}, ""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t count = 0;
		struct parts parts;

		while (count < 3 && cases[i].papers[count])
			count++;
		ask(cases[i].question);
		parts = learn(cases[i].papers, count);
		if (strcmp(terms_of(&parts), cases[i].terms))
			fail_msg("%zu: \"%s\", not \"%s\"", i, terms_of(&parts),
				cases[i].terms);
	}
}

/* All added terms together: 35 parts to 65 of the question. */
static void test_share(void **unused)
{
	static const char *const papers[] = {
		"liver bile common zebra", "liver bile liver common"};
	static const uint64_t documents[] = {10, 10, PAPERS};
	double added = 0, asked = worth_rarity(10, PAPERS);
	struct parts parts;

	(void)unused;
	ask("fever");
	parts = learn(papers, 2);
	assert_string_equal(terms_of(&parts), "liver bile common ");
	for (size_t i = 0; i < parts.count; i++) {
		added += parts.items[i].weight *
			 worth_rarity(documents[i], PAPERS);
		if (i > 0)
			assert_true(parts.items[i].weight <
				    parts.items[i - 1].weight);
	}
	if (fabs(added - asked * 0.35 / 0.65) > 1e-9)
		fail_msg("%f of %f", added, asked);
}

/* However much papers say: so many terms, and the same each time. */
static void test_bounds(void **unused)
{
	struct buffer text = BUFFER_INIT;
	const char *papers[FEEDBACK_PAPERS];
	struct parts parts, again;

	(void)unused;
	put_many_words(&text);
	for (size_t i = 0; i < FEEDBACK_PAPERS; i++)
		papers[i] = text.data;
	ask("fever");
	parts = learn(papers, FEEDBACK_PAPERS);
	assert_int_equal(parts.count, 50);
	again = learn(papers, FEEDBACK_PAPERS);
	assert_string_equal(terms_of(&parts), terms_of(&again));
	/* a paper is read as far as an abstract goes */
	for (int i = 0; i < 4096; i++)
		buffer_add_string(&text, " ");
	buffer_add_string(&text, "zebra zebra zebra zebra zebra zebra zebra");
	for (size_t i = 0; i < FEEDBACK_PAPERS; i++)
		papers[i] = text.data;
	again = learn(papers, FEEDBACK_PAPERS);
	assert_null(strstr(terms_of(&again), "zebra"));
	buffer_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_learnt),
		cmocka_unit_test(test_share),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
