/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions that find nothing, and what is said of them. */
#include "config.h"

#include "tests/unit/service_shelf.h"

static const char names[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"ino\tpreferred\tinotuzumab ozogamicin\tfold\ten\t-\n"
	"ino\tkind\tdrug\t-\t-\t-\n"
	"ino\texact\tInO\texact\ten\t-\n"
	"vod\tpreferred\tveno-occlusive disease\tfold\ten\t-\n"
	"vod\tkind\tdisease\t-\t-\t-\n"
	"vod\texact\tVOD\texact\ten\t-\n";

static int open_papers(void **unused)
{
	static const struct {
		const char *id, *title, *abstract, *author, *date;
	} rows[] = {
		{"a", "InO in children", "A liver.", "Uy N", "2013"},
		{"b", "InO and VOD", "Nothing.", "Ol X", "2015"},
		{"c", "VOD of the liver", "In adults.", "Uy N", "2018"},
		{"d", "Injury, and then the liver", "", "Ol X", "2018"},
		{"e", "InO and what came many years later: VOD at last", "",
			"Ol X", "2018"},
	};

	(void)unused;
	shelf_open(&shelf, names);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct document document = {.own = slice_of(rows[i].id),
			.title = slice_of(rows[i].title),
			.date = slice_of(rows[i].date)};

		slices_add(&document.authors, slice_of(rows[i].author),
			&shelf.arena);
		document_add_section(&document, SECTION_ABSTRACT, SLICE_EMPTY,
			slice_of(rows[i].abstract), &shelf.arena);
		shelf_put(&shelf, &document);
	}
	shelf_commit(&shelf);
	return 0;
}

/* "change of: question = total; ..." */
static struct slice relaxed_of(const json_t *reply)
{
	const json_t *list = json_object_get(
		json_object_get(reply, "query"), "relaxed");
	struct slice all = SLICE("");
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item)
		all = arena_printf(&shelf.arena, "%.*s%s%s %s: %s = %d",
			SLICE_PRINT(all), i ? "; " : "",
			text_of(item, "change"), text_of(item, "of"),
			text_of(item, "question"),
			(int)number_of(item, "total"));
	return all;
}

static struct slice alone_of(const json_t *reply)
{
	const json_t *list =
		json_object_get(json_object_get(reply, "query"), "alone");
	struct slice all = SLICE("");
	size_t i;
	json_t *item;

	json_array_foreach(list, i, item)
		all = arena_printf(&shelf.arena, "%.*s%s%s = %d",
			SLICE_PRINT(all), i ? "; " : "", text_of(item, "text"),
			(int)number_of(item, "total"));
	return all;
}

static const struct {
	const char *question, *alone, *relaxed;
} cases[] = {
	/* values go before words, and of each kind what costs most */
	{"InO AND VOD AND year:2013", "InO = 3; VOD = 3; year:2013 = 1",
		"filter year:2013: InO AND VOD = 2; "
		"drop VOD: InO AND year:2013 = 1"},
	{"InO AND VOD AND 2013[dp]", "InO = 3; VOD = 3; dp:2013 = 1",
		"filter dp:2013: InO AND VOD = 2; "
		"drop VOD: InO AND dp:2013 = 1"},
	{"InO AND VOD AND 2013[Publication Date]",
		"InO = 3; VOD = 3; dp:2013 = 1",
		"filter dp:2013: InO AND VOD = 2; "
		"drop VOD: InO AND dp:2013 = 1"},
	{"InO VOD year:1990", "InO = 3; VOD = 3; year:1990 = 0",
		"filter year:1990: InO VOD = 4"},
	{"\"liver injury\" AND VOD", "\"liver injury\" = 0; VOD = 3",
		"drop \"liver injury\": VOD = 3"},
	{"\"liver injury\"", "\"liver injury\" = 0",
		"words \"liver injury\": liver injury = 3"},
	{"InO NOT InO", "InO = 3", "not InO: InO = 3"},
	{"ti:adults VOD", "ti:adults = 0; VOD = 3",
		"place ti:adults: adults VOD = 3"},
	{"ti:adults AND VOD", "ti:adults = 0; VOD = 3",
		"place ti:adults: adults AND VOD = 1; "
		"drop ti:adults: VOD = 3"},
	{"children NEAR/1 liver", "children = 1; liver = 3",
		"distance children NEAR/1 liver: children AND liver = 1"},
	{"~\"VOD in InO\"", "VOD = 3; in = 2; InO = 3",
		"distance ~\"VOD in InO\": VOD AND InO = 2"},
	{"(InO OR VOD) AND (unicorn OR griffin)",
		"InO = 3; VOD = 3; unicorn = 0; griffin = 0",
		"drop unicorn OR griffin: InO OR VOD = 4"},
	{"InO AND VOD AND au:\"Uy N\"", "InO = 3; VOD = 3; au:\"Uy N\" = 2",
		"filter au:\"Uy N\": InO AND VOD = 2; "
		"drop VOD: InO AND au:\"Uy N\" = 1; "
		"drop InO: VOD AND au:\"Uy N\" = 1"},
	{"InO AND Uy NN[au]", "InO = 3; Uy NN[au] = 0",
		"filter Uy NN[au]: InO = 3"},
	/* two have to go: any of the words */
	{"InO AND unicorn AND griffin", "InO = 3; unicorn = 0; griffin = 0",
		"any InO AND unicorn AND griffin: InO unicorn griffin = 3"},
	{"unicorn", "unicorn = 0", ""},
	{"=INO", "=INO = 0", "words =INO: INO = 3"},
};

static void test_relaxed(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply =
			shelf_ask(&shelf, slice_of(cases[i].question), "");
		struct slice alone = alone_of(reply);
		struct slice relaxed = relaxed_of(reply);

		if (number_of(reply, "total") != 0)
			fail_msg("%s finds papers", cases[i].question);
		if (!slice_is(alone, cases[i].alone))
			print_error("%s: alone %.*s\n", cases[i].question,
				SLICE_PRINT(alone));
		if (!slice_is(relaxed, cases[i].relaxed))
			print_error("%s: relaxed %.*s\n", cases[i].question,
				SLICE_PRINT(relaxed));
		assert_true(slice_is(alone, cases[i].alone));
		assert_true(slice_is(relaxed, cases[i].relaxed));
		json_decref(reply);
	}
}

/* Each can be sent as it stands, in each syntax, and finds what was said. */
static void test_sent(void **unused)
{
	size_t asked = 0;

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int strict = 0; strict < 2; strict++) {
			const char *more = strict ? "&syntax=strict" : "";
			json_t *reply = shelf_ask(
				&shelf, slice_of(cases[i].question), more);
			const json_t *list = json_object_get(
				json_object_get(reply, "query"), "relaxed");
			size_t n;
			json_t *item;

			json_array_foreach(list, n, item)
			{
				json_t *other = shelf_ask(&shelf,
					slice_of(text_of(item, "question")),
					more);

				assert_int_equal(number_of(other, "total"),
					number_of(item, "total"));
				json_decref(other);
				asked++;
			}
			json_decref(reply);
		}
	assert_true(asked > 20);
}

/* Nothing is said where papers were found, or a number was asked for. */
static void test_unasked(void **unused)
{
	static const char *const questions[] = {
		"InO", "pmid:123", "InO AND VOD"};

	(void)unused;
	for (size_t i = 0; i < 3; i++) {
		json_t *reply = shelf_ask(&shelf, slice_of(questions[i]), "");
		const json_t *query = json_object_get(reply, "query");

		assert_null(json_object_get(query, "alone"));
		assert_null(json_object_get(query, "relaxed"));
		json_decref(reply);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_papers, test_relaxed),
		WITH(open_papers, test_sent),
		WITH(open_papers, test_unasked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
