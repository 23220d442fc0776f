/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The syntax of experts over a real index: which papers, at which scores. */
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
	"hairy\tpreferred\thairy cell disease\tfold\ten\t-\n"
	"hairy\tkind\tdisease\t-\t-\t-\n"
	"hairy\tidentifier\tMESH:D007943\t-\t-\t-\n"
	"hairy\tparent\tleukemia\t-\t-\t-\n"
	"ino\tpreferred\tinotuzumab ozogamicin\tfold\ten\t-\n"
	"ino\tkind\tdrug\t-\t-\t-\n"
	"ino\texact\tInO\texact\ten\t-\n"
	"vod\tpreferred\tveno-occlusive disease\tfold\ten\t-\n"
	"vod\tkind\tdisease\t-\t-\t-\n"
	"vod\texact\tVOD\texact\ten\t-\n";

static void add_heading(
	struct document *document, const char *name, const char *ui, int major)
{
	struct mesh_heading *heading =
		document_add_mesh(document, &shelf.arena);

	heading->name = slice_of(name);
	heading->ui = slice_of(ui);
	heading->major = (uint8_t)major;
}

static struct document paper(
	const char *id, const char *title, const char *abstract)
{
	struct document document = {
		.own = slice_of(id), .title = slice_of(title)};

	if (abstract[0])
		document_add_section(&document, SECTION_ABSTRACT, SLICE_EMPTY,
			slice_of(abstract), &shelf.arena);
	return document;
}

static void put_words(void)
{
	static const struct {
		const char *id, *title, *abstract;
	} rows[] = {
		{"a", "apple", ""},
		{"b", "banana", ""},
		{"c", "cherry", ""},
		{"ab", "apple banana", ""},
		{"ac", "apple cherry", ""},
		{"bc", "banana cherry", ""},
		{"abc", "apple banana cherry", ""},
		{"near",
			"Inotuzumab ozogamicin gave two of them "
			"veno-occlusive disease",
			""},
		{"far",
			"Inotuzumab ozogamicin was what we gave and much later "
			"we saw VOD",
			""},
		{"order", "InO causes VOD", ""},
		{"turned", "VOD causes no InO", ""},
		{"r1", "Randomized kidneys", ""},
		{"r2", "Randomisation of kidneys", ""},
		{"r3", "Random kidneys", ""},
		{"t", "Pear in the title", "Nothing."},
		{"s", "Fruit", "A pear in the abstract, a quince tart."},
		{"1", "Numbers", ""},
		{"aml", "AML at large", ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		shelf_add(&shelf, rows[i].id, rows[i].title, rows[i].abstract);
}

static void put_records(void)
{
	struct document d = paper("body", "Fruit again", "A tart.");

	document_add_section(&d, SECTION_BODY, SLICE_EMPTY,
		SLICE("Here a pear, and the quince jam."), &shelf.arena);
	shelf_put(&shelf, &d);

	d = paper("key", "Fruit for ever", "A tart.");
	slices_add(&d.keywords, SLICE("Pear"), &shelf.arena);
	shelf_put(&shelf, &d);

	d = paper("m1", "First of all", "");
	add_heading(&d, "Leukemia", "D007938", 1);
	slices_add(&d.authors, SLICE("Uy N"), &shelf.arena);
	slices_add(&d.authors, SLICE("Ol XY"), &shelf.arena);
	slices_add(&d.types, SLICE("Clinical Trial"), &shelf.arena);
	d.date = SLICE("2013-05-02");
	d.language = SLICE("eng");
	d.journal = SLICE("Blood");
	d.doi = SLICE("10.1000/m1");
	shelf_put(&shelf, &d);

	d = paper("m2", "Second to none", "");
	add_heading(&d, "Leukemia, Myeloid, Acute", "D015470", 0);
	slices_add(&d.authors, SLICE("Ol X"), &shelf.arena);
	slices_add(&d.authors, SLICE("Uy NN"), &shelf.arena);
	d.date = SLICE("2018");
	d.language = SLICE("de");
	shelf_put(&shelf, &d);

	d = paper("m3", "Third party", "");
	add_heading(&d, "Leukemia, Hairy Cell", "D007943", 1);
	slices_add(&d.authors, SLICE("Uyen N"), &shelf.arena);
	d.date = SLICE("2019-01");
	shelf_put(&shelf, &d);

	d = paper("m4", "Leukemia in the title only", "");
	shelf_put(&shelf, &d);
}

static int open_papers(void **unused)
{
	(void)unused;
	shelf_open(&shelf, names);
	put_words();
	put_records();
	shelf_commit(&shelf);
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of a reply by the alphabet. */
static struct slice sorted_ids(const json_t *reply)
{
	const char *ids[64];
	struct slice all = SLICE("");
	json_t *hit;
	size_t i, count = 0;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
		ids[count++] = text_of(hit, "id");
	qsort(ids, count, sizeof(*ids), compare_names);
	for (i = 0; i < count; i++)
		all = arena_printf(&shelf.arena, "%.*s%s%s", SLICE_PRINT(all),
			i ? " " : "", ids[i]);
	return all;
}

static void test_papers(void **unused)
{
	static const struct {
		const char *question, *ids;
	} cases[] = {
		/* all of the truth table */
		{"apple AND banana", "ab abc"},
		{"apple OR banana", "a ab abc ac b bc"},
		{"apple NOT banana", "a ac"},
		{"apple AND banana OR cherry", "ab abc ac bc c"},
		{"apple OR banana AND cherry", "a ab abc ac bc"},
		{"(apple OR banana) AND cherry", "abc ac bc"},
		{"apple AND banana NOT cherry", "ab"},
		{"apple NOT banana AND cherry", "ac"},
		{"apple OR banana NOT cherry", "a ab abc ac b"},
		{"apple NOT (banana OR cherry)", "a"},
		{"apple NOT (banana AND cherry)", "a ab ac"},
		{"apple banana OR cherry", "ab abc ac bc c"},
		{"apple OR banana AND cherry[tw]", "abc ac bc"},
		{"apple OR banana NOT cherry[tw]", "a ab b"},
		{"apple banana -cherry", "a ab b"},
		{"-cherry apple", "a ab"},
		{"apple AND unicorn", ""},
		{"apple OR unicorn", "a ab abc ac"},
		{"apple NOT unicorn", "a ab abc ac"},
		/* plain: any word */
		{"apple cherry", "a ab abc ac bc c"},
		/* names and distances */
		{"InO NEAR/5 VOD", "near order turned"},
		{"InO NEAR/4 VOD", "near order turned"},
		{"InO NEAR/3 VOD", "order turned"},
		{"InO AND VOD", "far near order turned"},
		{"(unicorn OR InO) NEAR/1 causes", "order turned"},
		{"~\"InO causes VOD\"", "order"},
		{"\"InO causes VOD\"", "order"},
		{"~\"inotuzumab ozogamicin causes VOD\"", "order"},
		{"\"inotuzumab ozogamicin causes VOD\"", ""},
		{"\"them disease\"[tiab:~1]", ""},
		{"\"disease them\"[tiab:~2]", "near"},
		/* cut words, whatever their stem */
		{"randomi*", "r1 r2 r3"},
		{"kidn*", "r1 r2 r3"},
		{"ti:rando* AND kidney", "r1 r2 r3"},
		{"cher* NOT bana*", "ac c"},
		/* places */
		{"pear", "body key s t"},
		{"pear[ti]", "t"},
		{"pear[tiab]", "s t"},
		{"ti:pear", "t"},
		{"pear[tiab] NOT pear[ti]", "s"},
		{"pea*[tiab]", "s t"},
		{"\"a pear\"[tiab]", "s"},
		{"quince[tiab] OR tart[tiab]", "body key s"},
		{"VOD[ti] AND InO[tiab]", "far near order turned"},
		{"quince tart -ti:fruit", ""},
		/* headings: the same, narrower ones by name and by number */
		{"mh:leukemia", "m1 m2 m3"},
		{"leukemia[mh:noexp]", "m1"},
		{"mh_noexp:leukemia", "m1"},
		{"AML[mh]", "m2"},
		{"\"Leukemia, Myeloid, Acute\"[Mesh]", "m2"},
		{"leukemia[majr]", "m1 m3"},
		{"leukemia[ti]", "aml m4"},
		/* facts */
		{"Uy N[au]", "m1 m2"},
		{"Uy[au]", "m1 m2"},
		{"\"Uy N\"[au]", "m1"},
		{"Uy[1au]", "m1"},
		{"uye*[au]", "m3"},
		{"uy*[au]", "m1 m2"},
		{"2013:2018[dp]", "m1 m2"},
		{"2018[dp] OR 2019[dp]", "m2 m3"},
		{"year:2014..", "m2 m3"},
		{"year:..2013", "m1"},
		{"\"2013/05/03\"[dp] : \"3000\"[dp]", "m2 m3"},
		{"english[la]", "m1"},
		{"german[la]", "m2"},
		{"Clinical Trial[pt]", "m1"},
		{"ta:blood", "m1"},
		{"10.1000/m1[doi]", "m1"},
		{"pear[ot]", "key"},
		{"1[pmid] OR apple[ti]", "PMID:1 a ab abc ac"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(cases[i].question), "&limit=50");
		struct slice ids = sorted_ids(reply);

		if (!slice_is(ids, cases[i].ids))
			fail_msg("%s: \"%.*s\", not \"%s\"", cases[i].question,
				SLICE_PRINT(ids), cases[i].ids);
		json_decref(reply);
	}
}

static double score_of(const json_t *reply, const char *id)
{
	json_t *hit;
	size_t i;

	json_array_foreach(json_object_get(reply, "hits"), i,
		hit) if (strcmp(text_of(hit, "id"), id) ==
			 0) return json_real_value(json_object_get(hit,
		"score"));
	return -1;
}

/* Of a day by relevance, without a date last; pages are of one order. */
static void test_dates(void **unused)
{
	static const struct {
		const char *more, *ids;
	} cases[] = {
		{"&sort=date", "m3 m2 m1 m4 "},
		{"&sort=-date", "m1 m2 m3 m4 "},
		{"&sort=date&limit=2&offset=1", "m2 m1 "},
		{"&sort=date&limit=2&offset=3", "m4 "},
		{"&sort=date&offset=4", ""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply = shelf_ask(&shelf,
			SLICE("mh:leukemia OR \"title only\""), cases[i].more);
		struct slice ids = shelf_ids(&shelf, reply);

		if (!slice_is(ids, cases[i].ids))
			fail_msg("%s: %.*s", cases[i].more, SLICE_PRINT(ids));
		assert_int_equal(number_of(reply, "total"), 4);
		json_decref(reply);
	}
}

/* What restricts a question leaves the scores as they are. */
static void test_scores(void **unused)
{
	static const struct {
		const char *question, *restricted, *id;
	} cases[] = {
		{"apple banana", "apple AND banana", "ab"},
		{"apple banana", "apple banana AND apple", "ab"},
		{"apple banana", "apple banana -cherry", "ab"},
		{"apple", "ti:apple", "ab"},
		{"apple", "apple[tiab]", "ab"},
		{"apple", "apple NOT ti:cherry", "ab"},
		{"first", "first au:uy year:2013 la:en mh:leukemia", "m1"},
		{"first", "first AND 10.1000/m1[doi]", "m1"},
		{"numbers", "numbers AND 1[pmid]", "PMID:1"},
		{"InO VOD", "InO NEAR/5 VOD", "order"},
		{"InO VOD", "InO VOD year:..3000 OR", ""},
		{"does InO cause VOD", "does InO cause VOD -unicorn", "far"},
		{"pear quince", "pear[tiab] quince[tiab]", "s"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *first =
			shelf_ask(&shelf, slice_of(cases[i].question), "");
		json_t *second = shelf_ask(
			&shelf, slice_of(cases[i].restricted), "&limit=50");
		double was = score_of(first, cases[i].id);
		double is = score_of(second, cases[i].id);

		if (fabs(was - is) > 1e-9 || (cases[i].id[0] && was <= 0))
			fail_msg(
				"%s: %g, not %g", cases[i].restricted, is, was);
		json_decref(first);
		json_decref(second);
	}
}

/* Whatever is not quite what was asked for, is said. */
static void test_warnings(void **unused)
{
	static const struct {
		const char *question, *warning; /* NULL: none */
	} cases[] = {
		{"apple AND banana", NULL},
		{"InO NEAR/5 VOD", NULL},
		{"apple AND unicorn", "No paper has \"unicorn\""},
		{"unicorn*", "No paper has \"unicorn*\""},
		{"apple AND Nobody[au]", "No paper has \"Nobody\" in au"},
		{"apple[ti] OR quince[ti]",
			"No paper has \"quince\" in its title"},
		{"apple OR myeloid[tiab]",
			"No paper has \"myeloid\" in title or abstract"},
		{"randomi*",
			"\"randomi*\" is compared with the stems of words: "
			"it also finds other words with the stem "
			"\"random\""},
		{"leukemia NEAR/5 title",
			"NEAR sees the names of \"leukemia\" and not those of "
			"what is narrower"},
		{"\"veno occlusive\" NEAR/5 gave",
			"NEAR measures from the first and the last word of "
			"\"veno occlusive\", wherever these stand"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply =
			shelf_ask(&shelf, slice_of(cases[i].question), "");
		const char *first = json_string_value(
			json_array_get(json_object_get(reply, "warnings"), 0));

		if (!first != !cases[i].warning ||
			(first && strcmp(first, cases[i].warning)))
			fail_msg("%s: %s", cases[i].question,
				first ? first : "no warning");
		json_decref(reply);
	}
}

/* More words than the limit: the most frequent, and it is said. */
static void test_cut_limit(void **unused)
{
	json_t *reply;

	(void)unused;
	shelf.settings.cut_terms = 1;
	reply = shelf_ask(&shelf, SLICE("ran* OR app*"), "&limit=50");
	assert_string_equal(sorted_ids(reply).data, "a ab abc ac r1 r2");
	json_decref(reply);
	reply = shelf_ask(&shelf, SLICE("the*"), "");
	assert_string_equal(json_string_value(json_array_get(
				    json_object_get(reply, "warnings"), 0)),
		"\"the*\" stands for 2 terms; the 1 most frequent were "
		"searched");
	json_decref(reply);
}

static void test_filters(void **unused)
{
	json_t *reply = shelf_ask(&shelf,
		SLICE("first AND Uy N[au] AND \"2013\"[dp] : \"2018\"[dp]"),
		"");
	json_t *query = json_object_get(reply, "query");
	char *filters =
		json_dumps(json_object_get(query, "filters"), JSON_COMPACT);

	(void)unused;
	assert_string_equal(filters,
		"[{\"name\":\"au\",\"value\":\"Uy N\"},"
		"{\"name\":\"dp\",\"value\":\"2013:2018\"}]");
	assert_string_equal(sorted_ids(reply).data, "m1");
	free(filters);
	json_decref(reply);
}

/* Names found by NEAR and in ~"..." are marked as any; what is excluded is
 * not. */
static void test_marks(void **unused)
{
	static const struct {
		const char *question, *id;
		size_t mentions;
	} cases[] = {
		{"InO NEAR/5 VOD", "near", 2},
		{"~\"InO causes VOD\"", "order", 2},
		{"InO[ti] NOT VOD[mh]", "order", 1},
		{"InO NOT title VOD", "order", 2},
		{"causes NOT \"InO no\"", "order", 0},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(cases[i].question), "&limit=50");
		json_t *hit;
		size_t n, found = SIZE_MAX;

		json_array_foreach(json_object_get(reply, "hits"), n,
			hit) if (strcmp(text_of(hit, "id"), cases[i].id) == 0)
			found = json_array_size(
				json_object_get(hit, "matched_as"));
		if (found != cases[i].mentions)
			fail_msg("%s: %zu mentions", cases[i].question, found);
		json_decref(reply);
	}
}

static void test_strict(void **unused)
{
	unsigned status;
	json_t *reply = shelf_get(&shelf,
		"/v1/search?syntax=strict&q=apple+AND+(banana", &status);

	(void)unused;
	assert_int_equal(status, 400);
	assert_string_equal(text_of(reply, "code"), "invalid");
	assert_int_equal(number_of(reply, "position"), 10);
	assert_string_equal(
		text_of(reply, "detail"), "\"(\" (column 11) is never closed");
	json_decref(reply);
	reply = shelf_get(&shelf,
		"/v1/search?syntax=strict&q=apple+AND+(banana)", &status);
	assert_int_equal(status, 200);
	assert_string_equal(sorted_ids(reply).data, "ab abc");
	json_decref(reply);
	reply = shelf_get(
		&shelf, "/v1/search?syntax=plain&q=apple+NOT+banana", &status);
	assert_int_equal(number_of(reply, "total"), 6);
	json_decref(reply);
	reply = shelf_get(&shelf, "/v1/search?syntax=odd&q=apple", &status);
	assert_int_equal(status, 400);
	assert_string_equal(text_of(reply, "detail"),
		"'syntax' is 'auto', 'plain', 'strict', 'pubmed' or "
		"'strategy', not 'odd'");
	json_decref(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(open_papers, test_papers),
		WITH(open_papers, test_dates),
		WITH(open_papers, test_scores),
		WITH(open_papers, test_warnings),
		WITH(open_papers, test_cut_limit),
		WITH(open_papers, test_filters),
		WITH(open_papers, test_marks),
		WITH(open_papers, test_strict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
