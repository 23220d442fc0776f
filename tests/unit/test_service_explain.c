/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why papers stand where they do: the parts of a score, over a real index. */
#include "config.h"

#include <math.h>

#include "tests/unit/service_shelf.h"

static const char names[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"leukemia\tpreferred\tleukemia\tfold\ten\t-\n"
	"leukemia\tkind\tdisease\t-\t-\t-\n"
	"aml\tpreferred\tacute myeloid leukemia\tfold\ten\t-\n"
	"aml\tkind\tdisease\t-\t-\t-\n"
	"aml\texact\tAML\texact\ten\t-\n"
	"aml\tparent\tleukemia\t-\t-\t-\n"
	"aml\tbroader\tblood cancer\tfold\ten\t-\n"
	"ino\tpreferred\tinotuzumab ozogamicin\tfold\ten\t-\n"
	"ino\tkind\tdrug\t-\t-\t-\n"
	"ino\texact\tInO\texact\ten\t-\n"
	"vod\tpreferred\tveno-occlusive disease\tfold\ten\t-\n"
	"vod\tkind\tdisease\t-\t-\t-\n"
	"vod\texact\tVOD\texact\ten\t-\n";

/* Sixty papers of words drawn from a list, so that each question finds more
 * than ten, and some that it does not find. */
static int open_papers(void **unused)
{
	static const char *const said[] = {"liver", "AML", "InO", "VOD",
		"children", "inotuzumab ozogamicin", "leukemia", "dose",
		"veno-occlusive disease", "blood cancer", "random sample",
		"acute", "myeloid", "injury", "kidney", "transplant",
		"relapse", "CD22+", "survival", "B cell"};
	uint32_t state = 1;

	(void)unused;
	shelf_open(&shelf, names);
	for (int i = 0; i < 60; i++) {
		struct slice text[2] = {SLICE(""), SLICE("")};
		char id[16];

		for (int n = 0; n < 16; n++) {
			struct slice *into = &text[n > 2];

			state = state * 1664525u + 1013904223u;
			*into = arena_printf(&shelf.arena, "%.*s %s%s",
				SLICE_PRINT(*into),
				said[(state >> 16) % (i % 2 ? 20 : 12)],
				n % 5 == 4 ? "." : "");
		}
		snprintf(id, sizeof(id), "p%d", i);
		shelf_add(&shelf, id, text[0].data, text[1].data);
	}
	shelf_add(&shelf, "a", "apple", "");
	shelf_add(&shelf, "ab", "apple banana", "");
	shelf_add(&shelf, "ac", "apple cherry", "");
	shelf_add(&shelf, "drug", "Inotuzumab ozogamicin: the drug",
		"We gave InO. InO was well borne.");
	shelf_add(&shelf, "12345678", "A paper with a number", "");
	shelf_add(&shelf, "words", "Occlusive rings", "Ozogamicins and rings.");
	shelf_commit(&shelf);
	return 0;
}

static double sum_of(const json_t *explanation)
{
	double sum = 0;
	size_t i;
	json_t *part;

	json_array_foreach(json_object_get(explanation, "parts"), i, part)
		sum += json_real_value(json_object_get(part, "weight"));
	return sum;
}

/* The n-th part of this name of a hit, or NULL. */
static const json_t *part_of(const json_t *hit, const char *name, size_t n)
{
	const json_t *parts = json_object_get(
		json_object_get(hit, "explanation"), "parts");
	size_t i;
	json_t *part;

	json_array_foreach(parts, i, part)
		if (strcmp(text_of(part, "part"), name) == 0 && n-- == 0)
			return part;
	return NULL;
}

static double weight_of(const json_t *hit, const char *name, size_t n)
{
	return json_real_value(json_object_get(part_of(hit, name, n), "weight"));
}

static const json_t *hit_of(const json_t *reply, const char *id)
{
	size_t i;
	json_t *hit;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
		if (strcmp(text_of(hit, "id"), id) == 0)
			return hit;
	fail_msg("no hit %s", id);
	return NULL;
}

static void check_json(const json_t *value, const char *expected)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);

	assert_string_equal(text, expected);
	free(text);
}

/* The best way of a clause is what the clause counts. */
static void check_ways(const char *question, const json_t *part)
{
	const json_t *ways = json_object_get(part, "ways");
	double best = json_real_value(
		json_object_get(json_array_get(ways, 0), "weight"));
	size_t i;
	json_t *way;

	if (!ways)
		return;
	if (fabs(best - json_real_value(json_object_get(part, "weight"))) >
		1e-9)
		fail_msg("%s: the best way counts %f", question, best);
	json_array_foreach(ways, i, way)
	{
		assert_true(json_real_value(json_object_get(way, "weight")) <=
			    best);
		assert_true(json_array_size(json_object_get(way, "terms")) > 0);
	}
}

static void check_hit(const char *question, const char *more, const json_t *hit)
{
	const json_t *explanation = json_object_get(hit, "explanation");
	double said = json_real_value(json_object_get(hit, "score"));
	double score = json_real_value(json_object_get(explanation, "score"));
	size_t i;
	json_t *part;

	if (fabs(sum_of(explanation) - score) > 1e-6 ||
		fabs(score - said) > 1e-6 * fmax(1, said) || score <= 0)
		fail_msg("%s%s: %s has score %f, explained %f, parts %f",
			question, more, text_of(hit, "id"), said, score,
			sum_of(explanation));
	json_array_foreach(json_object_get(explanation, "parts"), i, part)
		check_ways(question, part);
}

static const char *const questions[] = {"liver", "InO", "InO VOD",
	"Does InO cause VOD in children with AML?", "leukemia relapse",
	"InO versus transplant in AML", "acute myeloid leukemia",
	"\"random sample\"", "\"random sample\" liver", "=InO liver",
	"B cell survival", "CD22+ leukemia", "AML", "aml in children",
	"InO AND VOD", "InO OR (VOD AND liver)", "InO NOT VOD",
	"liver kidney -children", "ti:liver InO", "leuk* liver",
	"InO NEAR/5 VOD", "~\"InO liver\"", "(InO OR liver) AND (InO OR VOD)",
	"blood cancer", "12345678", "pmid:12345678", "a paper with a number"};

/* with feedback where others are left out; see shelf_ask() */
static const char *const settings[] = {"", "&synonyms=off",
	"&without=proximity", "&without=feedback", "&limit=60",
	"&without=synonyms,proximity", "&limit=60&without=acronyms",
	"&limit=60&syntax=plain&without=proximity",
	"&offset=7&limit=20&without=acronyms",
	"&offset=25&limit=40&without=acronyms", "&snippets=0&fields=id,score"};

static void test_sums(void **unused)
{
	size_t hits = 0, related = 0, order = 0, feedback = 0, compared = 0;

	(void)unused;
	for (size_t q = 0; q < sizeof(questions) / sizeof(char *); q++)
		for (size_t s = 0; s < sizeof(settings) / sizeof(char *); s++) {
			struct slice more = arena_printf(&shelf.arena,
				"&explain=1%s", settings[s]);
			json_t *reply = shelf_ask(&shelf,
				slice_of(questions[q]), more.data);
			size_t i;
			json_t *hit;

			json_array_foreach(
				json_object_get(reply, "hits"), i, hit)
			{
				check_hit(questions[q], settings[s], hit);
				hits++;
				related += json_is_true(
					json_object_get(hit, "related"));
				order += part_of(hit, "order", 0) != NULL;
				feedback += part_of(hit, "feedback", 0) != NULL;
				compared += part_of(hit, "comparison", 0) !=
					    NULL;
			}
			json_decref(reply);
		}
	/* all that a score may be made of was there */
	assert_true(hits > 2000 && related && order && feedback && compared);
}

static void test_unasked(void **unused)
{
	json_t *reply = shelf_ask(&shelf, SLICE("drug"), "");
	json_t *zero = shelf_ask(&shelf, SLICE("drug"), "&explain=0");
	unsigned status;

	(void)unused;
	assert_null(json_object_get(hit_of(reply, "drug"), "explanation"));
	assert_null(json_object_get(hit_of(zero, "drug"), "explanation"));
	json_decref(reply);
	json_decref(zero);
	json_decref(shelf_get(&shelf, "/v1/search?q=a&explain=yes", &status));
	assert_int_equal(status, 400);
}

static void test_clause(void **unused)
{
	json_t *reply = shelf_ask(
		&shelf, SLICE("drug InO"), "&explain=1&limit=40");
	const json_t *hit = hit_of(reply, "drug");
	const json_t *part = part_of(hit, "concept", 0), *ways, *forms;

	(void)unused;
	assert_string_equal(text_of(part, "text"), "InO");
	assert_string_equal(text_of(part, "concept"), "ino");
	assert_string_equal(text_of(part, "preferred"), "inotuzumab ozogamicin");
	assert_true(json_real_value(json_object_get(part, "rarity")) > 0);
	assert_true(number_of(part, "documents") > 1);

	ways = json_object_get(part, "ways");
	assert_string_equal(text_of(json_array_get(ways, 0), "way"), "name");
	check_json(json_object_get(json_array_get(ways, 0), "terms"),
		"[\"XCino\"]");
	assert_string_equal(text_of(json_array_get(ways, 1), "way"), "words");
	forms = json_object_get(part, "forms");
	check_json(forms,
		"[{\"count\":1,\"field\":\"title\",\"form\":\"Inotuzumab "
		"ozogamicin\"},{\"count\":2,\"field\":\"abstract\",\"form\":"
		"\"InO\"}]");

	/* what was typed is the word, what it is in the paper another */
	assert_true(weight_of(hit, "typed", 0) > 0);
	assert_true(weight_of(hit, "typed", 0) <
		    0.02 * weight_of(hit, "concept", 0));
	assert_string_equal(
		text_of(part_of(hit, "word", 0), "text"), "drug");
	assert_true(weight_of(hit, "nearness", 0) > 0);
	json_decref(reply);
}

/* A paper that does not name the concept: by which words of its name it was
 * found. */
static void test_name_words(void **unused)
{
	json_t *reply = shelf_ask(
		&shelf, SLICE("InO rings"), "&explain=1&limit=60");
	const json_t *part = part_of(hit_of(reply, "words"), "name_words", 0);

	(void)unused;
	assert_string_equal(text_of(part, "text"), "InO");
	check_json(json_object_get(part, "forms"),
		"[{\"count\":1,\"field\":\"abstract\",\"form\":"
		"\"Ozogamicins\"}]");
	assert_null(part_of(hit_of(reply, "words"), "concept", 0));
	assert_null(part_of(hit_of(reply, "drug"), "name_words", 0));
	json_decref(reply);
}

/* What two papers have in common is told as this one writes it, a name as one
 * and no narrower one for it. */
static void test_like(void **unused)
{
	unsigned status;
	json_t *reply = shelf_get(&shelf,
		"/v1/search?like=p1&explain=1&limit=60", &status);
	size_t i, n, named = 0;
	json_t *hit, *form;

	(void)unused;
	assert_int_equal(status, 200);
	json_array_foreach(json_object_get(reply, "hits"), i, hit)
	{
		const json_t *part = part_of(hit, "like", 0);
		const json_t *forms = json_object_get(part, "forms");

		assert_true(json_array_size(json_object_get(part, "terms")) >
			    0);
		assert_true(json_array_size(forms) > 0);
		json_array_foreach(forms, n, form)
		{
			assert_true(strcmp(text_of(form, "form"),
					    "ozogamicin") != 0);
			named += strcmp(text_of(form, "form"),
					 "inotuzumab ozogamicin") == 0;
		}
	}
	assert_true(named > 0);
	json_decref(reply);
}

/* A word that is there counts only where the question lets it. */
static void test_tree(void **unused)
{
	json_t *reply = shelf_ask(&shelf,
		SLICE("(apple AND banana) OR cherry"), "&explain=1");
	const json_t *ab = hit_of(reply, "ab"), *ac = hit_of(reply, "ac");

	(void)unused;
	assert_string_equal(text_of(part_of(ab, "word", 0), "text"), "apple");
	assert_string_equal(text_of(part_of(ab, "word", 1), "text"), "banana");
	assert_string_equal(text_of(part_of(ac, "word", 0), "text"), "cherry");
	assert_null(part_of(ac, "word", 1));
	json_decref(reply);
}

static void test_comparison(void **unused)
{
	json_t *reply =
		shelf_ask(&shelf, SLICE("apple versus cherry"), "&explain=1");
	const json_t *both = hit_of(reply, "ac"), *one = hit_of(reply, "a");

	(void)unused;
	assert_float_equal(weight_of(both, "comparison", 0),
		2 * (weight_of(both, "word", 0) + weight_of(both, "word", 1)),
		1e-6);
	assert_null(part_of(one, "comparison", 0));
	json_decref(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_papers, test_sums),
		WITH(open_papers, test_unasked),
		WITH(open_papers, test_clause),
		WITH(open_papers, test_name_words),
		WITH(open_papers, test_like),
		WITH(open_papers, test_tree),
		WITH(open_papers, test_comparison),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
