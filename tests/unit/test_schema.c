/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A paper becomes the terms, values and record that index.h promises. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "index/index.h"
#include "tests/unit/scratch.h"

static const char thesaurus_text[] =
	"#medlit-thesaurus\t1\ttest\n"
	"inotuzumab\tpreferred\tinotuzumab ozogamicin\tfold\ten\tcommon\n"
	"inotuzumab\tkind\tdrug\t-\t-\tcommon\n"
	"inotuzumab\texact\tCMC-544\tauto\ten\tcommon\n"
	"inotuzumab\tparent\tconjugate\t-\t-\tcommon\n"
	"conjugate\tpreferred\tantibody-drug conjugate\tfold\ten\tcommon\n"
	"conjugate\tkind\tdrug-class\t-\t-\tcommon\n"
	"conjugate\tparent\tdrug\t-\t-\tcommon\n"
	"drug\tpreferred\tdrug\tfold\ten\tcommon\n"
	"drug\tkind\tdrug-class\t-\t-\tcommon\n"
	"leukemia\tpreferred\tacute lymphoblastic leukemia\tauto\ten\tx\n"
	"leukemia\texact\tALL\tauto\ten\tx\n";

struct fixture {
	struct arena arena;
	struct text_analyser *analyser;
	struct thesaurus *thesaurus;
	char folder[256];
};

static int set_up(void **state)
{
	struct fixture *all = calloc(1, sizeof(*all));
	struct error err = {0};

	arena_init(&all->arena);
	all->analyser = text_analyser_new(&err);
	assert_non_null(all->analyser);
	assert_non_null(scratch_make(all->folder, sizeof(all->folder)));
	char *path = path_join(all->folder, "thesaurus.tsv");

	assert_int_equal(file_replace(path, SLICE(thesaurus_text), &err), 0);
	all->thesaurus = thesaurus_open(path, all->analyser, &err);
	if (!all->thesaurus)
		fail_msg("%s", err.text);
	free(path);
	*state = all;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *all = *state;

	thesaurus_close(all->thesaurus);
	text_analyser_free(all->analyser);
	arena_clear(&all->arena);
	scratch_remove(all->folder);
	free(all);
	return 0;
}

static struct xc_document entry_of(struct fixture *all,
	struct document *document)
{
	assert_int_equal(document_identify(document, &all->arena, NULL), 0);
	struct analysed_document analysed = index_analyse(document,
		all->analyser, all->thesaurus, &all->arena);

	return schema_entry(document, &analysed, all->thesaurus, &all->arena);
}

static const struct xc_term *find(const struct xc_document *entry,
	const char *term)
{
	const struct xc_term *found = NULL;

	for (size_t i = 0; i < entry->terms_count; i++)
		if (slice_is((struct slice){entry->terms[i].data,
				     entry->terms[i].length},
			    term)) {
			assert_null(found); /* each term once */
			found = &entry->terms[i];
		}
	return found;
}

static void check_positions(const struct xc_document *entry)
{
	for (size_t i = 0; i < entry->terms_count; i++) {
		const struct xc_term *term = &entry->terms[i];

		assert_in_range(term->length, 1, XC_TERM_MAX);
		for (size_t n = 1; n < term->positions_count; n++)
			assert_true(term->positions[n - 1] <
				    term->positions[n]);
	}
}

static struct document sample(struct arena *arena)
{
	struct document document = {.pmid = SLICE("77"),
		.doi = SLICE("10.1/AbC"),
		.title = SLICE("the use of CMC-544 in CD22 of ALL"),
		.journal = SLICE("Journal  of Blood"),
		.date = SLICE("2018-04-13"),
		.language = SLICE("eng")};

	slices_add(&document.authors, SLICE("van Uy N"), arena);
	slices_add(&document.authors, SLICE("Ol X"), arena);
	slices_add(&document.types, SLICE("Clinical Trial"), arena);
	slices_add(&document.keywords, SLICE("salvage"), arena);
	slices_add(&document.nct, SLICE("NCT01564784"), arena);
	document_add_section(&document, SECTION_ABSTRACT, SLICE_EMPTY,
		SLICE("All patients got inotuzumab ozogamicin."), arena);
	struct mesh_heading *heading = document_add_mesh(&document, arena);

	heading->name = SLICE("Salvage Therapy");
	heading->ui = SLICE("D016879");
	heading->qualifier = SLICE("methods");
	heading->major = 1;
	return document;
}

/*
 * Counts by hand.  The title has 9 words, a name of two being one: 5 / (0.7 +
 * 0.3 * 9 / 12) = 5.405.  The abstract is a stub: 1 / (0.25 + 0.75 / 2) = 1.6.
 * So are heading and keyword: 1 / (0.7 + 0.3 * 12 / 25) = 1.185.  Then 125 times
 * count / (1.6 + count).
 */
enum {
	IN_TITLE = 96,
	IN_ABSTRACT = 62,
	IN_BOTH = 102,
	IN_TWO_HEADINGS = 75
};

static void makes_the_terms(void **state)
{
	static const struct {
		const char *term;
		int wdf, positions; /* -1 wdf: not there */
	} rows[] = {
		/* words of the title, also under S */
		{"cmc544", IN_TITLE, 1},
		{"Scmc544", 0, 1},
		{"SXKALL", 0, 1},
		{"SXCinotuzumab", 0, 2},
		{"SXPdrug", 0, 0},
		{"Spatient", -1, 0},
		{"cmc", IN_TITLE, 1},
		/* an atom inside a code is no word */
		{"cd22", IN_TITLE, 1},
		{"cd", -1, 0},
		{"22", -1, 0},
		/* ALL and all meet as words, not as acronym */
		{"all", IN_BOTH, 2},
		{"XKALL", IN_TITLE, 1},
		/* the concept by either name: title, first and last word */
		{"XCinotuzumab", IN_BOTH, 2 + 2},
		{"XPconjugate", IN_BOTH, 0},
		{"XPdrug", IN_BOTH, 0},
		/* a heading is text and fact, a keyword too */
		{"salvag", IN_TWO_HEADINGS, 2},
		{"XMsalvage therapy", 0, 0},
		{"XMsalvage therapy/methods", 0, 0},
		{"XMd016879", 0, 0},
		{"XJsalvage therapy", 0, 0},
		{"XJd016879", 0, 0},
		{"XWsalvage", 0, 0},
		/* facts */
		{"XIpmid:77", IN_ABSTRACT, 0},
		{"XIdoi:10.1/abc", IN_ABSTRACT, 0},
		{"XInct:nct01564784", IN_ABSTRACT, 0},
		{"Avan uy n", 0, 0},
		{"Avan uy", 0, 0},
		{"Aol x", 0, 0},
		{"XFvan uy n", 0, 0},
		{"XFvan uy", 0, 0},
		{"XFol x", -1, 0},
		{"Jjournal of blood", 0, 0},
		{"XTclinical trial", 0, 0},
		{"Leng", 0, 0},
		{"Y2018", 0, 0},
	};
	struct fixture *all = *state;
	struct document document = sample(&all->arena);
	struct xc_document entry = entry_of(all, &document);

	check_positions(&entry);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct xc_term *term = find(&entry, rows[i].term);

		if (rows[i].wdf < 0) {
			assert_null(term);
			continue;
		}
		if (!term)
			fail_msg("%s is missing", rows[i].term);
		if ((int)term->wdf != rows[i].wdf ||
			(int)term->positions_count != rows[i].positions)
			fail_msg("%s: wdf %u, %zu positions", rows[i].term,
				term->wdf, term->positions_count);
	}
}

/* What stands in title or abstract can be told from what does not. */
static void says_where_terms_stand(void **state)
{
	static const struct {
		const char *term;
		int without, with; /* a body */
	} rows[] = {
		{"XB", 0, 1},
		{"XNsalvag", 1, 0},
		{"XNtherapi", 1, 0},
		{"XNpatient", 0, 0},
		{"XNXCinotuzumab", 0, 0},
		{"XApatient", 0, 1},
		{"XAcmc544", 0, 1},
		{"XAXKALL", 0, 1},
		{"XAXCinotuzumab", 0, 1},
		{"XAXPdrug", 0, 1},
		{"XAsalvag", 0, 0},
		{"XAkidney", 0, 0},
		{"XAScmc544", 0, 0},
		{"XNScmc544", 0, 0},
	};
	struct fixture *all = *state;
	struct document document = sample(&all->arena);
	struct xc_document without = entry_of(all, &document);

	document_add_section(&document, SECTION_BODY, SLICE_EMPTY,
		SLICE("Kidney of patients."), &all->arena);
	struct xc_document with = entry_of(all, &document);

	check_positions(&with);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!find(&without, rows[i].term) != !rows[i].without ||
			!find(&with, rows[i].term) != !rows[i].with)
			fail_msg("%s", rows[i].term);
}

static void stores_values_and_record(void **state)
{
	struct fixture *all = *state;
	struct document document = sample(&all->arena), again;
	struct xc_document entry = entry_of(all, &document);

	assert_true(slice_is((struct slice){entry.key, entry.key_length},
		"QPMID:77"));
	assert_int_equal(entry.values_count, 2);
	assert_int_equal(entry.values[0].slot, SLOT_ID);
	assert_memory_equal(entry.values[0].data, "PMID:77", 7);
	assert_int_equal(entry.values[1].slot, SLOT_DATE);
	assert_memory_equal(entry.values[1].data, "20180413", 8);
	assert_int_equal(record_decode((struct slice){entry.data,
					       entry.data_length},
				 &again, &all->arena, NULL),
		0);
	assert_true(slice_equal(again.title, document.title));
}

/* What a paper defines anywhere holds in each of its texts. */
static void own_definitions_go_first(void **state)
{
	static const struct {
		const char *title, *abstract, *keyword;
		int wdf, positions; /* of XCleukemia; -1 wdf: not there */
	} rows[] = {
		/* titles of 4 and 3 words: 6.25, 6.452; 1.6 and 1.185 */
		{"Tears of the ALL", "Knees were opened.", "ALL", 103, 2},
		{"Tears of the ALL",
			"The anterolateral ligament (ALL) tore. ALL heals.",
			"ALL", -1, 0},
		{"Relapse of AcLL",
			"Acute lymphoblastic leukemia (AcLL). AcLL relapses.",
			"AcLL", 111, 1 + 2 + 1 + 1 + 1},
	};
	struct fixture *all = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct document document = {.own = SLICE("x"),
			.title = slice_of(rows[i].title)};

		document_add_section(&document, SECTION_ABSTRACT, SLICE_EMPTY,
			slice_of(rows[i].abstract), &all->arena);
		slices_add(&document.keywords, slice_of(rows[i].keyword),
			&all->arena);
		struct xc_document entry = entry_of(all, &document);
		const struct xc_term *term = find(&entry, "XCleukemia");

		check_positions(&entry);
		if (rows[i].wdf < 0) {
			assert_null(term);
			continue;
		}
		assert_non_null(term);
		assert_int_equal(term->wdf, rows[i].wdf);
		assert_int_equal(term->positions_count, rows[i].positions);
	}
}

/* A definition behind the part of a paper that is looked at is none. */
static void definitions_have_a_limit(void **state)
{
	static const char definition[] = "anterolateral ligament (ALL).";
	struct fixture *all = *state;

	for (size_t before = 0; before <= 300000; before += 300000) {
		struct document document = {.own = SLICE("x"),
			.title = SLICE("ALL")};
		char *text = arena_alloc(
			&all->arena, before + sizeof(definition));

		memset(text, ' ', before);
		memcpy(text + before, definition, sizeof(definition));
		document_add_section(&document, SECTION_BODY, SLICE_EMPTY,
			slice_of(text), &all->arena);
		struct xc_document entry = entry_of(all, &document);

		assert_int_equal(find(&entry, "XCleukemia") != NULL,
			before > 0);
	}
}

static void keeps_texts_apart(void **state)
{
	struct fixture *all = *state;
	struct document document = {.own = SLICE("x"),
		.title = SLICE("red")};

	document_add_section(&document, SECTION_BODY, SLICE_EMPTY,
		SLICE("green"), &all->arena);
	struct xc_document entry = entry_of(all, &document);
	uint32_t red = find(&entry, "red")->positions[0];
	uint32_t green = find(&entry, "green")->positions[0];

	assert_true(green > red + 50);
}

static void long_values_are_cut_or_left_out(void **state)
{
	static char name[600];
	struct fixture *all = *state;
	struct document document = {.own = SLICE("x"),
		.title = SLICE("t"),
		.journal = {name, sizeof(name)}};

	memset(name, 'j', sizeof(name));
	struct xc_document entry = entry_of(all, &document);

	check_positions(&entry);
	/* a cut in the middle of a character takes the whole character */
	struct slice cut = schema_term("J",
		arena_printf(&all->arena, "%.*s\xc3\xa9", 243, name),
		&all->arena);

	assert_int_equal(cut.length, 244);
}

static void spells_acronyms(void **state)
{
	static const struct {
		const char *text, *term;
	} rows[] = {{"ALL", "XKALL"}, {"InO", "XKInO"}, {"ADCs", "XKADC"},
		{"mRNA", "XKmRNA"}};
	struct fixture *all = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct tokens tokens = text_tokens(all->analyser,
			slice_of(rows[i].text), &all->arena);

		assert_int_equal(tokens.count, 1);
		assert_int_equal(tokens.items[0].kind, TOKEN_ACRONYM);
		assert_true(slice_is(schema_acronym(&tokens, &tokens.items[0],
					     &all->arena),
			rows[i].term));
	}
}

static void folds_values(void **state)
{
	static const struct {
		const char *value, *folded;
	} rows[] = {{"  The  Lancet\n", "the lancet"}, {"", ""}, {" ", ""},
		{"\xc3\x89t\xc3\xa9", "\xc3\x89t\xc3\xa9"}};
	struct fixture *all = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_true(slice_is(schema_fold(slice_of(rows[i].value),
					     &all->arena),
			rows[i].folded));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(makes_the_terms),
		TEST(says_where_terms_stand),
		TEST(stores_values_and_record),
		TEST(own_definitions_go_first),
		TEST(definitions_have_a_limit),
		TEST(keeps_texts_apart),
		TEST(long_values_are_cut_or_left_out),
		TEST(spells_acronyms),
		TEST(folds_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
