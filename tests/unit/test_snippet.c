/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/shelf.h"

static const char words[] =
	"#medlit-thesaurus\t1\ttest-1\n"
	"injury\tpreferred\torgan injury\tfold\ten\t-\n"
	"injury\tkind\tsign\t-\t-\t-\n"
	"liver-injury\tpreferred\tliver injury\tfold\ten\t-\n"
	"liver-injury\tkind\tsign\t-\t-\t-\n"
	"liver-injury\tparent\tinjury\t-\t-\t-\n"
	"drugazole\tpreferred\tdrugazole besylate\tfold\ten\t-\n"
	"drugazole\tkind\tdrug\t-\t-\t-\n"
	"drugazole\texact\tDGZ\texact\ten\t-\n"
	"drugazole\texact\tXY-77\tfold\ten\t-\n";

#define ABSTRACT                                                               \
	"Mice were fed. XY 77 was given to mice with liver injury. "           \
	"Besylate alone did nothing. All mice with ALL died\xe2\x80\x94"       \
	"none of them of drugazole besylate. The end."

static struct shelf shelf;

static struct document long_paper(void)
{
	struct document document = {
		.own = SLICE("long"), .title = SLICE("A paper of many parts")};
	struct mesh_heading *heading =
		document_add_mesh(&document, &shelf.arena);

	heading->name = SLICE("XY-77");
	document_add_section(&document, SECTION_ABSTRACT, SLICE("AIM"),
		SLICE("Zebras were seen."), &shelf.arena);
	document_add_section(&document, SECTION_BODY, SLICE("METHODS"),
		SLICE("Giraffes were seen.\n\nZebras, too."), &shelf.arena);
	document_add_section(&document, SECTION_CAPTION, SLICE_EMPTY,
		SLICE("Okapis in a figure."), &shelf.arena);
	return document;
}

static int setup(void **unused)
{
	struct document document;
	struct buffer text = BUFFER_INIT;

	(void)unused;
	shelf_open(&shelf, words);
	shelf_add(&shelf, "mice", "DGZ for mice", ABSTRACT);
	document = long_paper();
	shelf_put(&shelf, &document);
	for (int i = 0; i < 60; i++)
		buffer_add_string(&text, "\xc3\xa9t\xc3\xa9 filler ");
	buffer_add_string(&text, "quagga and tapir ");
	for (int i = 0; i < 60; i++)
		buffer_add_string(&text, "\xc3\xa9t\xc3\xa9 filler ");
	buffer_add_string(&text, "quagga end.");
	shelf_add(&shelf, "wide", "One sentence", text.data);
	buffer_reset(&text);
	for (int i = 0; i < 500; i++)
		buffer_add_string(&text, "\xe6\xbc\xa2");
	buffer_add_string(&text, " aardwolf ");
	for (int i = 0; i < 500; i++)
		buffer_add_string(&text, "\xe6\xbc\xa2");
	shelf_add(&shelf, "dense", "No word borders", text.data);
	shelf_commit(&shelf);
	buffer_clear(&text);
	return 0;
}

static int teardown(void **unused)
{
	(void)unused;
	shelf_close(&shelf);
	return 0;
}

/* field/section: the text with [marks], one line a snippet. */
static struct slice snippets_of(const json_t *hit)
{
	struct slice all = SLICE("");
	json_t *snippet;
	size_t i;

	json_array_foreach(json_object_get(hit, "snippets"), i, snippet)
	{
		const char *text =
			json_string_value(json_object_get(snippet, "text"));
		json_t *span;
		json_int_t at = 0;
		size_t n;

		all = arena_printf(&shelf.arena,
			"%.*s%s%lld: ", SLICE_PRINT(all),
			json_string_value(json_object_get(snippet, "field")),
			(long long)json_integer_value(
				json_object_get(snippet, "section_index")));
		json_array_foreach(json_object_get(snippet, "spans"), n, span)
		{
			json_int_t start =
				json_integer_value(json_array_get(span, 0));
			json_int_t end =
				json_integer_value(json_array_get(span, 1));

			all = arena_printf(&shelf.arena, "%.*s%.*s[%.*s]",
				SLICE_PRINT(all), (int)(start - at), text + at,
				(int)(end - start), text + start);
			at = end;
		}
		all = arena_printf(
			&shelf.arena, "%.*s%s\n", SLICE_PRINT(all), text + at);
	}
	return all;
}

static json_t *hit_of(json_t *reply, const char *id)
{
	json_t *hit;
	size_t i;

	json_array_foreach(json_object_get(reply, "hits"), i, hit)
	{
		if (!strcmp(json_string_value(json_object_get(hit, "id")), id))
			return hit;
	}
	fail_msg("%s is not among the hits", id);
	return NULL;
}

static void test_sentences(void **unused)
{
	static const struct {
		const char *question, *more, *id, *snippets;
	} cases[] = {
		{"DGZ", "", "mice",
			"abstract0: [XY 77] was given to mice with liver "
			"injury.\n"
			"abstract0: All mice with ALL died\xe2\x80\x94none of "
			"them of [drugazole besylate].\n"},
		{"DGZ in liver injury", "&snippets=1", "mice",
			"abstract0: [XY 77] was given to mice with [liver "
			"injury].\n"},
		{"organ injury", "", "mice",
			"abstract0: XY 77 was given to mice with [liver "
			"injury].\n"},
		{"ALL", "", "mice",
			"abstract0: All mice with [ALL] died\xe2\x80\x94none "
			"of "
			"them of drugazole besylate.\n"},
		{"besylate", "", "mice",
			"abstract0: [Besylate] alone did nothing.\n"
			"abstract0: All mice with ALL died\xe2\x80\x94none of "
			"them of drugazole [besylate].\n"},
		{"\"with liver\" \"nothing\"", "", "mice",
			"abstract0: XY 77 was given to mice [with liver] "
			"injury.\n"
			"abstract0: Besylate alone did [nothing].\n"},
		{"\"mice with ALL\"", "", "mice",
			"abstract0: All [mice with ALL] died\xe2\x80\x94none "
			"of them of drugazole besylate.\n"},
		{"what is the end of it?", "", "mice",
			"abstract0: The [end].\n"},
		{"DGZ", "&snippets=0", "mice", ""},
		{"DGZ", "&synonyms=off&snippets=1", "mice", ""},
		/* a word of the title only */
		{"parts", "", "long", ""},
		/* abstract, body, caption */
		{"giraffes", "", "long", "body1: [Giraffes] were seen.\n"},
		{"zebras", "", "long",
			"abstract0: [Zebras] were seen.\n"
			"body1: [Zebras], too.\n"},
		{"okapis", "", "long", "caption2: [Okapis] in a figure.\n"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(cases[i].question), cases[i].more);
		struct slice got = snippets_of(hit_of(reply, cases[i].id));

		if (!slice_is(got, cases[i].snippets))
			fail_msg("%s\n%.*s", cases[i].question,
				SLICE_PRINT(got));
		json_decref(reply);
	}
}

static void test_mentions(void **unused)
{
	static const struct {
		const char *question, *id, *mentions;
	} cases[] = {
		{"drugazole besylate", "mice", "drugazole title DGZ 0-3\n"},
		{"XY-77", "long", "drugazole mesh XY-77 0-5\n"},
		{"organ injury", "mice",
			"injury abstract liver injury 44-56\n"},
		{"mice", "mice", ""},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *reply =
			shelf_ask(&shelf, slice_of(cases[i].question), "");
		json_t *list = json_object_get(
			hit_of(reply, cases[i].id), "matched_as");
		struct slice all = SLICE("");
		json_t *mention;
		size_t n;

		json_array_foreach(list, n, mention)
		{
			const char *concept, *field, *form;
			json_int_t start, end;

			assert_int_equal(
				json_unpack(mention, "{ss ss ss sI sI}",
					"concept", &concept, "field", &field,
					"form", &form, "start", &start, "end",
					&end),
				0);
			all = arena_printf(&shelf.arena,
				"%.*s%s %s %s %lld-%lld\n", SLICE_PRINT(all),
				concept, field, form, (long long)start,
				(long long)end);
		}
		if (!slice_is(all, cases[i].mentions))
			fail_msg("%s: %.*s", cases[i].question,
				SLICE_PRINT(all));
		json_decref(reply);
	}
}

static json_t *document_of(const char *id)
{
	struct slice target =
		arena_printf(&shelf.arena, "/v1/documents/%s", id);

	return shelf_get(&shelf, target.data, NULL);
}

static int is_border(const char *text, json_int_t at)
{
	return ((unsigned char)text[at] & 0xc0) != 0x80;
}

/* A snippet is the stored bytes, on character borders, with spans inside it in
 * order, and is not longer than a window. */
static void check_snippet(const json_t *document, const json_t *snippet)
{
	json_int_t section, start, end, before = 0;
	const char *text, *stored;
	json_t *spans, *span;
	size_t i;

	assert_int_equal(
		json_unpack((json_t *)(uintptr_t)snippet, "{sI sI sI ss so}",
			"section_index", &section, "start", &start, "end", &end,
			"text", &text, "spans", &spans),
		0);
	stored = json_string_value(json_object_get(
		json_array_get(
			json_object_get(document, "sections"), (size_t)section),
		"text"));
	assert_true(end > start && (size_t)end <= strlen(stored));
	assert_int_equal(end - start, strlen(text));
	assert_memory_equal(text, stored + start, strlen(text));
	assert_true(is_border(stored, start) && is_border(stored, end));
	assert_in_range(end - start, 1, 440);
	assert_true(json_array_size(spans) > 0);
	json_array_foreach(spans, i, span)
	{
		json_int_t from = json_integer_value(json_array_get(span, 0));
		json_int_t to = json_integer_value(json_array_get(span, 1));

		assert_true(from >= before && to > from && to <= end - start);
		assert_true(is_border(text, from) && is_border(text, to));
		before = to;
	}
}

static void test_places(void **unused)
{
	static const char *const questions[] = {"quagga tapir", "tapir",
		"\xc3\xa9t\xc3\xa9", "filler end", "aardwolf", "DGZ mice",
		"quagga \"filler quagga\"", "zebras seen okapis",
		"liver injury besylate ALL died", "\"were seen\""};

	(void)unused;
	for (size_t i = 0; i < sizeof(questions) / sizeof(char *); i++) {
		json_t *reply = shelf_ask(
			&shelf, slice_of(questions[i]), "&snippets=10");
		json_t *hit, *snippet;
		size_t h, s;

		if (!json_array_size(json_object_get(reply, "hits")))
			fail_msg("%s: no hits", questions[i]);
		json_array_foreach(json_object_get(reply, "hits"), h, hit)
		{
			json_t *document = document_of(
				json_string_value(json_object_get(hit, "id")));

			json_array_foreach(json_object_get(hit, "snippets"), s,
				snippet) check_snippet(document, snippet);
			json_decref(document);
		}
		json_decref(reply);
	}
}

/* Of a long sentence the words close together are shown. */
static void test_window(void **unused)
{
	json_t *reply = shelf_ask(&shelf, SLICE("quagga tapir"), "&snippets=1");
	struct slice text = snippets_of(hit_of(reply, "wide"));

	(void)unused;
	if (!strstr(text.data, "[quagga] and [tapir]"))
		fail_msg("%.*s", SLICE_PRINT(text));
	json_decref(reply);
}

/* A text too long to be read whole is read from its start. */
static void test_book(void **unused)
{
	struct document document = {
		.own = SLICE("book"), .title = SLICE("A book")};
	struct buffer text = BUFFER_INIT;
	json_t *reply;

	(void)unused;
	buffer_add_string(&text, "A tarsier was seen. ");
	while (text.length < 300 * 1024)
		buffer_add_string(&text, "Nothing else w\xc3\xa1s seen. ");
	buffer_add_string(&text, "Then an indri.");
	document_add_section(&document, SECTION_BODY, SLICE_EMPTY,
		buffer_slice(&text), &shelf.arena);
	shelf_put(&shelf, &document);
	shelf_commit(&shelf);
	reply = shelf_ask(&shelf, SLICE("tarsier"), "");
	assert_string_equal(snippets_of(hit_of(reply, "book")).data,
		"body0: A [tarsier] was seen.\n");
	json_decref(reply);
	reply = shelf_ask(&shelf, SLICE("indri"), "");
	assert_string_equal(snippets_of(hit_of(reply, "book")).data, "");
	json_decref(reply);
	buffer_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_mentions),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_book),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
