/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two lists, "|" for tabs and ";" for the end of a line, and what differs:
 * "slug:flags(added names)" for each concept of the newer list that does.
 * Flags: A names added, L names lost, N new, M moved, a added below, l lost
 * below.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/concept/delta.h"
#include "base/buffer.h"
#include "thesaurus_file.h"

static struct text_analyser *analyser;

static struct thesaurus *list(const char *rows)
{
	struct buffer text = BUFFER_INIT;
	struct error err = {0};

	buffer_add_string(&text, "#medlit-thesaurus|1|1\n");
	/* slug relation value [case] */
	for (const char *at = rows; *at;) {
		int length = (int)strcspn(at, ";");
		int exact = at[length - 1] == '!';
		const char *relation = memchr(at, '|', (size_t)length);
		int form = strncmp(relation, "|parent", 7) != 0;

		buffer_printf(&text, "%.*s|%s|en|-\n", length - exact, at,
			form ? (exact ? "exact" : "fold") : "-");
		at += length + (at[length] == ';');
	}
	struct thesaurus *made = open_rows(text.data, analyser, &err);

	if (!made)
		fail_msg("%s", err.text);
	buffer_clear(&text);
	return made;
}

static void show(const struct thesaurus *newer, const struct delta *delta,
	struct buffer *out)
{
	static const char letters[] = "ALNMal";

	for (uint32_t i = 0; delta && i < thesaurus_concepts(newer); i++) {
		unsigned changes = delta_changes(delta, i);

		if (!changes)
			continue;
		buffer_printf(out, "%s%.*s:", out->length ? " " : "",
			SLICE_PRINT(concept_slug(newer, i)));
		for (int n = 0; letters[n]; n++)
			if (changes & (1u << n))
				buffer_add_char(out, letters[n]);
		for (uint32_t n = 0; n < concept_form_count(newer, i); n++)
			if (delta_is_added(delta, i, n))
				buffer_printf(out, "(%.*s)",
					SLICE_PRINT(concept_form_at(newer, i, n)
							    .text));
	}
}

#define INO "ino|preferred|inotuzumab;ino|exact|CMC-544;"
#define BESPONSA "ino|exact|Besponsa;"
#define TREE                                                                   \
	"top|preferred|tumour;mid|preferred|leukemia;mid|parent|top;"          \
	"low|preferred|hairy cell;low|parent|mid;"

static void test_differences(void **unused)
{
	static const struct {
		const char *older, *newer, *differences;
		size_t concepts, names;
	} cases[] = {
		{INO, INO, "", 0, 0},
		/* another order of lines, another spelling of the same */
		{INO BESPONSA, "ino|exact|Besponsa;" INO, "", 0, 0},
		{INO, "ino|preferred|inotuzumab;ino|exact|CMC 544;", "", 0, 0},
		{INO, INO "ino|exact|CMC544;", "", 0, 0},
		{INO, INO BESPONSA, "ino:A(Besponsa)", 1, 1},
		{INO BESPONSA, INO, "ino:L", 1, 1},
		{INO BESPONSA, INO "ino|exact|WAY 2;", "ino:AL(WAY 2)", 1, 2},
		/* the stem is the same, the name is not */
		{"a|preferred|organ;", "a|preferred|organic;",
			"a:AL(organic)", 1, 2},
		/* another case rule */
		{INO "ino|exact|InO;", INO "ino|exact|InO!;", "ino:AL(InO)", 1,
			2},
		/* moved from one concept to another */
		{INO BESPONSA "b|preferred|bes;",
			INO "b|preferred|bes;b|exact|Besponsa;",
			"ino:L b:A(Besponsa)", 2, 2},
		/* a concept more, a concept less */
		{INO, INO "b|preferred|bes;", "b:AN(bes)", 1, 1},
		{INO "b|preferred|bes;", INO, "", 1, 1},
		/* under another slug */
		{"a|preferred|bes;", "b|preferred|bes;", "b:AN(bes)", 2, 2},
		/* without the longer name the shorter one is seen in it; it
		 * may be of the same concept, which so has lost nothing */
		{"a|preferred|B virus carrier;v|preferred|B virus;"
		 "a|exact|state;",
			"a|preferred|state;v|preferred|B virus;",
			"a:L v:A(B virus)", 2, 1},
		{"a|preferred|carrier;a|exact|B virus carrier;",
			"a|preferred|carrier;", "", 0, 1},
		{"a|preferred|carrier!;a|exact|B virus carrier;",
			"a|preferred|carrier!;", "a:L", 1, 1},
		/* what is below */
		{TREE, TREE "low|exact|HCL;", "top:a mid:a low:A(HCL)", 1, 1},
		{TREE "low|exact|HCL;", TREE, "top:al mid:al low:L", 1, 1},
		{TREE, "top|preferred|tumour;mid|preferred|leukemia;"
		       "mid|parent|top;",
			"top:l mid:l", 1, 1},
		{"top|preferred|tumour;mid|preferred|leukemia;"
		 "mid|parent|top;",
			TREE, "top:a mid:a low:AN(hairy cell)", 1, 1},
		/* low is moved from mid to top: still below top */
		{TREE, "top|preferred|tumour;mid|preferred|leukemia;"
		       "mid|parent|top;low|preferred|hairy cell;"
		       "low|parent|top;",
			"top:a mid:l low:M", 1, 0},
		/* mid leaves top, and low with it */
		{TREE, "top|preferred|tumour;mid|preferred|leukemia;"
		       "low|preferred|hairy cell;low|parent|mid;",
			"top:l mid:Ma low:M", 2, 0},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct thesaurus *older = list(cases[i].older);
		struct thesaurus *newer = list(cases[i].newer);
		const struct thesaurus *one = older;
		struct delta *delta = delta_new(&one, 1, newer, analyser);
		struct buffer out = BUFFER_INIT;

		buffer_add_string(&out, "");
		show(newer, delta, &out);
		if (strcmp(out.data, cases[i].differences) != 0)
			fail_msg("%zu: %s instead of %s", i, out.data,
				cases[i].differences);
		if (delta) {
			assert_int_equal(
				delta_concepts(delta), cases[i].concepts);
			if (delta_names(delta).count != cases[i].names)
				fail_msg("%zu: %zu names", i,
					delta_names(delta).count);
		}
		buffer_clear(&out);
		delta_free(delta);
		thesaurus_close(older);
		thesaurus_close(newer);
	}
}

/* Papers of an index may be made with either of two lists. */
static void test_several(void **unused)
{
	struct thesaurus *newer = list(INO BESPONSA);
	struct thesaurus *first = list(INO BESPONSA "ino|exact|WAY 2;");
	struct thesaurus *second = list(INO);
	const struct thesaurus *both[] = {newer, first, second, NULL};
	struct buffer out = BUFFER_INIT;
	struct delta *delta;

	(void)unused;
	assert_null(delta_new(both, 1, newer, analyser));
	assert_null(delta_new(both, 0, newer, analyser));
	delta = delta_new(both, 3, newer, analyser);
	show(newer, delta, &out);
	assert_string_equal(out.data, "ino:AL(Besponsa)");
	delta_free(delta);
	buffer_reset(&out);
	delta = delta_new(both + 3, 1, newer, analyser);
	show(newer, delta, &out);
	assert_string_equal(out.data, "ino:AN(inotuzumab)(CMC-544)(Besponsa)");
	delta_free(delta);
	delta = delta_new(both, 1, NULL, analyser);
	assert_int_equal(delta_concepts(delta), 1);
	assert_int_equal(delta_names(delta).count, 3);
	delta_free(delta);
	delta_free(NULL);
	buffer_clear(&out);
	thesaurus_close(newer);
	thesaurus_close(first);
	thesaurus_close(second);
}

static void test_links(void **unused)
{
	struct thesaurus *older = list(TREE);
	struct thesaurus *newer = list(TREE "low|exact|HCL;");
	const struct thesaurus *one = older;
	struct delta *delta = delta_new(&one, 1, newer, analyser);
	struct delta_list below = delta_below(delta, 0);

	(void)unused;
	assert_int_equal(below.count, 1);
	assert_int_equal(below.items[0], 2);
	assert_int_equal(delta_below(delta, 2).count, 0);
	assert_int_equal(delta_children(delta, 0).count, 1);
	assert_int_equal(delta_children(delta, 0).items[0], 1);
	assert_int_equal(delta_children(delta, 2).count, 0);
	delta_free(delta);
	thesaurus_close(older);
	thesaurus_close(newer);
}

static int open_analyser(void **unused)
{
	(void)unused;
	analyser = text_analyser_new(NULL);
	return analyser ? 0 : -1;
}

static int close_analyser(void **unused)
{
	(void)unused;
	text_analyser_free(analyser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_differences),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_links),
	};

	return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
