/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that are read, lists that are refused, and damaged images. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include <xxhash.h>

#include "analysis/concept/image.h"
#include "thesaurus_file.h"

static struct text_analyser *analyser;

#define HEAD "#medlit-thesaurus|1|2.0\n"

/* Not in order; with a comment, an empty line and a line end of two bytes. */
static const char good[] =
	HEAD "# a comment\n"
	     "ino|exact|InO|auto|en|x\n"
	     "ino|parent|adc|-|-|x\n"
	     "ino|identifier|CAS:635715-01-4|-|-|x\r\n"
	     "ino|preferred|inotuzumab ozogamicin|auto|en|x\n"
	     "\n"
	     "ino|exact|CMC-544|fold|-|x\n"
	     "ino|kind|drug|-|-|x\n"
	     "adc|preferred|antibody-drug conjugate|auto|en|x\n"
	     "adc|narrower|gemtuzumab|exact|en|x\n"
	     "all|preferred|acute lymphoblastic leukemia|auto|en|x\n"
	     "all|exact|ALL|auto|en|x\n"
	     "all|related|lymphoblasts|fold|en|x\n"
	     "all|identifier|MESH:D054198|-|-|x\n"
	     "all|identifier|ICD10:C91.0|-|-|x";

static void check_good(const struct thesaurus *t)
{
	uint32_t ino = thesaurus_concept(t, SLICE("ino"));
	uint32_t adc = thesaurus_concept(t, SLICE("adc"));
	uint32_t all = thesaurus_concept(t, SLICE("all"));

	assert_true(slice_is(thesaurus_version(t), "2.0"));
	assert_int_equal(thesaurus_concepts(t), 3);
	assert_int_equal(thesaurus_forms(t), 8);
	assert_int_equal(thesaurus_concept(t, SLICE("in")), CONCEPT_NONE);
	assert_int_equal(thesaurus_concept(t, SLICE_EMPTY), CONCEPT_NONE);
	assert_true(slice_is(concept_slug(t, adc), "adc"));
	assert_true(
		slice_is(concept_preferred(t, ino), "inotuzumab ozogamicin"));
	assert_true(slice_is(concept_kind(t, ino), "drug"));
	assert_int_equal(concept_kind(t, adc).length, 0);
	assert_int_equal(concept_form_count(t, ino), 3);
	assert_int_equal(concept_form_at(t, ino, 0).relation, FORM_PREFERRED);
	assert_true(slice_is(concept_form_at(t, ino, 1).text, "InO"));
	assert_int_equal(
		concept_form_at(t, ino, 1).letter_case, FORM_CASE_FOLD);
	assert_int_equal(
		concept_form_at(t, all, 1).letter_case, FORM_CASE_EXACT);
	assert_int_equal(
		concept_form_at(t, adc, 1).letter_case, FORM_CASE_EXACT);
	assert_int_equal(concept_form_at(t, adc, 1).relation, FORM_NARROWER);
	assert_int_equal(concept_form_at(t, all, 2).relation, FORM_RELATED);
	assert_int_equal(concept_parent_count(t, ino), 1);
	assert_int_equal(concept_parent_at(t, ino, 0), adc);
	assert_int_equal(concept_parent_count(t, adc), 0);
	assert_int_equal(concept_identifier_count(t, all), 2);
	assert_true(slice_is(concept_identifier_at(t, all, 1), "ICD10:C91.0"));
}

static void test_text_file(void **state)
{
	struct thesaurus *t = open_rows(good, analyser, NULL);

	(void)state;
	assert_non_null(t);
	check_good(t);
	thesaurus_close(t);
}

static void test_image(void **state)
{
	struct thesaurus *t = open_rows(good, analyser, NULL);
	struct thesaurus *mapped =
		open_bytes(thesaurus_image(t), analyser, NULL);

	(void)state;
	assert_non_null(mapped);
	check_good(mapped);
	assert_true(slice_equal(thesaurus_image(t), thesaurus_image(mapped)));
	thesaurus_close(t);
	thesaurus_close(mapped);
}

static void test_empty_list(void **state)
{
	struct thesaurus *t = open_rows(HEAD, analyser, NULL);

	(void)state;
	assert_non_null(t);
	assert_int_equal(thesaurus_concepts(t), 0);
	assert_int_equal(thesaurus_concept(t, SLICE("a")), CONCEPT_NONE);
	thesaurus_close(t);
	thesaurus_close(NULL);
	assert_true(slice_is(thesaurus_version(NULL), "none"));
}

static void test_automatic_case(void **state)
{
	static const struct {
		const char *form;
		enum form_case expected;
	} rows[] = {
		{"ALL", FORM_CASE_EXACT},
		{"AIDS", FORM_CASE_EXACT},
		{"CAR", FORM_CASE_EXACT},
		{"MICE", FORM_CASE_EXACT},
		{"PET", FORM_CASE_EXACT},
		{"WAS", FORM_CASE_EXACT},
		{"CAT", FORM_CASE_EXACT},
		{"FISH", FORM_CASE_EXACT},
		{"LAMP", FORM_CASE_EXACT},
		{"SOS", FORM_CASE_FOLD},
		{"US", FORM_CASE_EXACT},
		{"DLBCL", FORM_CASE_FOLD},
		{"Car", FORM_CASE_FOLD},
		{"all", FORM_CASE_FOLD},
		{"B-ALL", FORM_CASE_FOLD},
		{"DURING", FORM_CASE_FOLD},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[200];

		snprintf(text, sizeof(text), HEAD "a|preferred|%s|auto|en|x",
			rows[i].form);
		struct thesaurus *t = open_rows(text, analyser, NULL);

		assert_int_equal(
			concept_form_at(t, 0, 0).letter_case, rows[i].expected);
		thesaurus_close(t);
	}
}

#define A "a|preferred|alpha x|fold|en|x\n"
#define B "b|preferred|beta x|fold|en|x\n"

static const struct {
	const char *rows, *message; /* part of it */
} refused[] = {
	{"", "the file is empty"},
	{"a|b\n", ":1: this is no thesaurus"},
	{"#medlit-thesaurus|1\n", ":1: this is no thesaurus"},
	{"#medlit-thesaurus|2|x\n", ":1: format 2 is not known"},
	{"#medlit-thesaurus|1|\n", ":1: the list's own version"},
	{"#medlit-thesaurus|1|none\n", ":1: the version \"none\""},
	{HEAD "a|preferred|alpha|fold|en\n", ":2: 5 columns instead of 6"},
	{HEAD "a|preferred|alpha|fold|en|x|y\n", ":2: 7 columns instead of 6"},
	{HEAD "a|preferred||fold|en|x\n", ":2: column 3 is empty"},
	{HEAD "a|preferred|alpha |fold|en|x\n", ":2: column 3 has white space"},
	{HEAD A "a|same|alpha|fold|en|x\n", ":3: \"same\" is no relation"},
	{HEAD "a|preferred|alpha|any|en|x\n", ":2: \"any\" is no case"},
	{HEAD A "a|kind|drug|fold|en|x\n", ":3: a kind has no case"},
	{HEAD "A|preferred|alpha|fold|en|x\n", ":2: \"A\" is no slug"},
	{HEAD "-a|preferred|alpha|fold|en|x\n", ":2: \"-a\" is no slug"},
	{HEAD "a|preferred|x|fold|en|x\n", ":2: the form \"x\" has one char"},
	{HEAD "a|preferred|α|fold|en|x\n", ":2: the form \"α\" has one char"},
	{HEAD "a|preferred|+-|fold|en|x\n", ":2: the form \"+-\" has neither"},
	{HEAD A "a|identifier|D01|-|en|x\n", ":3: \"D01\" is no identifier"},
	{HEAD A "a|parent|B|-|en|x\n", ":3: \"B\" is no slug of a parent"},
	{HEAD "\n\na|kind|drug|-|-|x\n", ":4: a has no preferred name"},
	{HEAD "a|exact|alpha|fold|-|x\n", ":2: a has no preferred name"},
	{HEAD A "a|preferred|alpha y|fold|en|x\n",
		":3: a has a preferred name already"},
	{HEAD A "a|kind|x|-|-|x\na|kind|y|-|-|x\n", ":4: a has a kind already"},
	{HEAD A B "b|exact|Alpha-X|auto|en|x\n",
		":4: \"Alpha-X\" is a form of a already (line 2)"},
	{HEAD A "a|parent|b|-|-|x\n", ":3: the parent b of a is not in"},
	{HEAD A "a|parent|a|-|-|x\n", ":2: a is its own parent"},
	{HEAD A B "a|parent|b|-|-|x\nb|parent|a|-|-|x\n",
		":2: a is its own ancestor"},
	{HEAD "a|preferred|\xff|fold|en|x\n", ":2: the line is not UTF-8"},
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct error err = {ERROR_NONE, ""};

		assert_null(open_rows(refused[i].rows, analyser, &err));
		assert_int_equal(err.code, ERROR_FORMAT);
		if (!strstr(err.text, refused[i].message))
			print_error("%s: %s\n", refused[i].message, err.text);
		assert_non_null(strstr(err.text, refused[i].message));
		assert_memory_equal(err.text, "thesaurus-", 10);
	}
}

static void test_refused_bytes(void **state)
{
	struct error err;
	char text[6000];
	int length;

	(void)state;
	length = snprintf(text, sizeof(text),
		"#medlit-thesaurus\t1\t1\na\tpreferred\t%04500d\tfold\ten\tx\n",
		0);
	assert_null(open_bytes(
		(struct slice){text, (size_t)length}, analyser, &err));
	assert_non_null(strstr(err.text, ":2: the line has 4522 bytes"));
	assert_null(open_bytes(
		SLICE("#medlit-thesaurus\t1\t1\na\tkind\tx\0y\t-\t-\tx\n"),
		analyser, &err));
	assert_non_null(strstr(err.text, ":2: the line has a NUL byte"));
	length = snprintf(
		text, sizeof(text), "#medlit-thesaurus\t1\t1\na\tpreferred\t");
	for (int i = 0; i < 65; i++)
		length += snprintf(text + length, sizeof(text) - (size_t)length,
			"%sx", i ? "-" : "");
	length += snprintf(
		text + length, sizeof(text) - (size_t)length, "\tfold\ten\tx");
	assert_null(open_bytes(
		(struct slice){text, (size_t)length}, analyser, &err));
	assert_non_null(strstr(err.text, "has 65 words: at most 64"));
	assert_null(thesaurus_open("no/such/file", analyser, &err));
	assert_int_equal(err.code, ERROR_NOT_FOUND);
	assert_null(thesaurus_open(".", analyser, &err));
	assert_int_equal(err.code, ERROR_IO);
}

/* Nothing is written when a list is refused. */
static void test_output_untouched(void **state)
{
	struct buffer image = BUFFER_INIT;
	struct error err;

	(void)state;
	buffer_add_string(&image, "before");
	assert_int_equal(
		thesaurus_compile("x", SLICE("y"), analyser, &image, &err), -1);
	assert_true(slice_is(buffer_slice(&image), "before"));
	buffer_clear(&image);
}

/* Form and concept may share words as long as capitals tell them apart. */
static void test_same_word(void **state)
{
	struct thesaurus *t = open_rows(HEAD A B "a|exact|MICE|exact|en|x\n"
						 "b|exact|mice|fold|en|x\n"
						 "b|exact|Mice|fold|en|x\n",
		analyser, NULL);

	(void)state;
	assert_non_null(t);
	assert_int_equal(thesaurus_forms(t), 5);
	thesaurus_close(t);
}

/* Parents as deep as the list is long. */
static void test_deep_parents(void **state)
{
	struct buffer text = BUFFER_INIT;

	(void)state;
	buffer_add_string(&text, "#medlit-thesaurus\t1\tx\n");
	for (int i = 0; i < 20000; i++) {
		buffer_printf(
			&text, "c%d\tpreferred\tname %d\tfold\t-\t-\n", i, i);
		if (i > 0)
			buffer_printf(
				&text, "c%d\tparent\tc%d\t-\t-\t-\n", i - 1, i);
	}
	struct thesaurus *t = open_bytes(buffer_slice(&text), analyser, NULL);

	assert_non_null(t);
	assert_int_equal(thesaurus_concepts(t), 20000);

	uint32_t found[CONCEPT_ANCESTORS_MAX];

	assert_int_equal(
		concept_ancestors(t, thesaurus_concept(t, SLICE("c0")), found),
		CONCEPT_ANCESTORS_MAX);
	assert_int_equal(found[0], thesaurus_concept(t, SLICE("c1")));
	thesaurus_close(t);
	buffer_clear(&text);
}

/* Two ways up to the same concept count it once; the nearest come first. */
static void test_ancestors(void **state)
{
	struct thesaurus *t = open_rows(HEAD "a|preferred|aa|fold|-|-\n"
					     "a|parent|b|-|-|-\n"
					     "a|parent|c|-|-|-\n"
					     "b|preferred|bb|fold|-|-\n"
					     "b|parent|d|-|-|-\n"
					     "c|preferred|cc|fold|-|-\n"
					     "c|parent|d|-|-|-\n"
					     "d|preferred|dd|fold|-|-\n",
		analyser, NULL);
	uint32_t found[CONCEPT_ANCESTORS_MAX];

	(void)state;
	assert_non_null(t);
	assert_int_equal(
		concept_ancestors(t, thesaurus_concept(t, SLICE("a")), found),
		3);
	assert_int_equal(found[2], thesaurus_concept(t, SLICE("d")));
	assert_int_equal(
		concept_ancestors(t, thesaurus_concept(t, SLICE("d")), found),
		0);
	thesaurus_close(t);
}

/* Every prefix and every changed byte of an image is refused. */
static void test_damaged_image(void **state)
{
	struct thesaurus *t = open_rows(good, analyser, NULL);
	struct slice image = thesaurus_image(t);
	char *bytes = malloc(image.length), *path;
	struct error err;

	(void)state;
	for (size_t length = 8; length < image.length; length += 7)
		assert_null(open_bytes(
			(struct slice){image.data, length}, analyser, &err));
	memcpy(bytes, image.data, image.length);
	path = file_with(image);
	for (size_t i = 8; i < image.length; i++) {
		FILE *file = fopen(path, "r+b");

		fseek(file, (long)i, SEEK_SET);
		fputc(bytes[i] ^ (1 << i % 8), file);
		fclose(file);
		assert_null(thesaurus_open(path, analyser, &err));
		assert_int_equal(err.code, ERROR_FORMAT);
		file = fopen(path, "r+b");
		fseek(file, (long)i, SEEK_SET);
		fputc(bytes[i], file);
		fclose(file);
	}
	struct thesaurus *again = thesaurus_open(path, analyser, &err);

	assert_non_null(again);
	thesaurus_close(again);
	unlink(path);
	free(path);
	free(bytes);
	thesaurus_close(t);
}

static void use_all(const struct thesaurus *t, struct arena *arena)
{
	struct tokens tokens = text_tokens(analyser,
		SLICE("InO (CMC-544), an antibody-drug conjugate, in ALL"),
		arena);
	struct concept_hits hits = concept_find(t, &tokens, 1, arena);
	size_t bytes = thesaurus_version(t).length + hits.count;

	for (uint32_t c = 0; c < thesaurus_concepts(t); c++) {
		struct slice slug = concept_slug(t, c);
		uint32_t found = thesaurus_concept(t, slug);

		assert_true(
			found == CONCEPT_NONE || found < thesaurus_concepts(t));
		for (uint32_t n = 0; n < concept_form_count(t, c); n++)
			bytes += text_fold(
				analyser, concept_form_at(t, c, n).text, arena)
					 .length;
		for (uint32_t n = 0; n < concept_parent_count(t, c); n++)
			assert_true(concept_parent_at(t, c, n) <
				    thesaurus_concepts(t));
		for (uint32_t n = 0; n < concept_identifier_count(t, c); n++)
			bytes += concept_identifier_at(t, c, n).length;
		bytes += concept_kind(t, c).length;
	}
	assert_true(bytes < 1000000);
}

/* An image somebody changed and gave a new checksum is refused or holds
 * nothing that leads outside of it. */
static void test_forged_image(void **state)
{
	static const unsigned char values[] = {0x00, 0x01, 0x7f, 0xff};
	struct thesaurus *t = open_rows(good, analyser, NULL);
	struct slice image = thesaurus_image(t);
	struct image_header *header = malloc(image.length);
	unsigned char *bytes = (unsigned char *)header;
	size_t refusals = 0;
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 8; i < image.length * sizeof(values); i++) {
		memcpy(bytes, image.data, image.length);
		bytes[i / sizeof(values)] = values[i % sizeof(values)];
		header->checksum = 0;
		header->checksum = XXH3_64bits(bytes, image.length);
		struct thesaurus *forged =
			open_bytes((struct slice){(char *)bytes, image.length},
				analyser, NULL);

		if (forged)
			use_all(forged, &arena);
		else
			refusals++;
		thesaurus_close(forged);
		arena_reset(&arena);
	}
	/* At least what the header and the offsets hold. */
	assert_true(refusals > image.length / 4);
	free(header);
	arena_clear(&arena);
	thesaurus_close(t);
}

static int setup(void **state)
{
	(void)state;
	analyser = text_analyser_new(NULL);
	return analyser ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	text_analyser_free(analyser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_file),
		cmocka_unit_test(test_image),
		cmocka_unit_test(test_empty_list),
		cmocka_unit_test(test_automatic_case),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_refused_bytes),
		cmocka_unit_test(test_output_untouched),
		cmocka_unit_test(test_same_word),
		cmocka_unit_test(test_deep_parents),
		cmocka_unit_test(test_ancestors),
		cmocka_unit_test(test_damaged_image),
		cmocka_unit_test(test_forged_image),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
