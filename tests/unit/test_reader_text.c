/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plain text: front matter, pages saved from the web, what is no text; and the
 * facts all formats share: dates and names. */
#include "config.h"

#include "base/file.h"
#include "indexer/reader/internal.h"
#include "tests/unit/test_reader.h"

static void reads_front_matter(void **state)
{
	char *path = data_path("papers/paper.txt");
	char *shown = show_file(path, NULL, 0);

	(void)state;
	assert_string_equal(shown,
		"id: PMID:90000001\n"
		"pmid: 90000001\n"
		"pmcid: PMC9000001\n"
		"doi: 10.5555/jih.2021.0001\n"
		"title: Quorvinib and CO2 narcosis in ELN-adverse leukaemia: "
		"a randomised trial\n"
		"author: Almquist BK\n"
		"author: van der Meulen J\n"
		"author: Quorvinib Study Group\n"
		"journal: Journal of Invented Haematology\n"
		"publisher: Nowhere Press\n"
		"date: 2021-03-09\n"
		"volume: 12\n"
		"issue: 3\n"
		"pages: 101-9\n"
		"language: eng\n"
		"url: https://example.org/jih/1\n"
		"keyword: quorvinib\n"
		"keyword: narcosis\n"
		"abstract [BACKGROUND] Quorvinib blocks a kinase that nobody "
		"has found.\n"
		"abstract [METHODS] We gave 45 mg/m2 to adults with more than "
		"10^9 cells per litre.\n"
		"abstract [RESULTS] Half of the patients slept \u2265 3 "
		"hours.\n");
	free(shown);
	free(path);
}

#define TITLE  "Sleep in patients with invented leukaemia\n\n"
#define TITLED "title: Sleep in patients with invented leukaemia\n"

/* Ids that are hashes are left out of the table. */
static const struct reading pages[] = {
	/* As PubMed shows a paper. */
	{TITLE "J Inv Haematol. 2013 Aug 1;119(15):2728-36. doi: 10.5555/X.1. "
	       "Epub 2013 Apr 30.\n\n\nBackground: Beds are soft.\n\nResults: "
	       "They "
	       "slept.\nKeywords: bed; sleep.\n\nPublication types\n\n  \u2022 "
	       "Review"
	       "\n\nMeSH terms\n\n  \u2022 Humans\n  \u2022 Sleep / drug "
	       "effects*\n"
	       "\n\n  \u2022 Humans\n  \u2022 Quorvinib\n",
		"doi: 10.5555/x.1\n" TITLED
		"journal: J Inv Haematol\nshort: J Inv Haematol\n"
		"date: 2013-08-01\nvolume: 119\nissue: 15\npages: 2728-36\n"
		"type: Review\nkeyword: bed\nkeyword: sleep\nmesh: Humans||\n"
		"mesh: Sleep||drug effects*\nmesh: Quorvinib||\n"
		"abstract [Background] Beds are soft.\n"
		"abstract [Results] They slept.\n"},
	/* As a journal shows it. */
	{"Back to Journals \u00bb Journal of Beds \u00bb Volume 9\n\n" TITLE
	 "Authors Cole A, Dale BC\n\nReceived 1 May 2017\n\nPublished 13 April "
	 "2018 Volume 2018:9 Pages 67\u201474\n\nAda Cole, Bea Dale\n\nSection "
	 "of Sleep, Nowhere\n\nAbstract: Beds are soft.\n\nCreative Commons "
	 "License This work is free.\n",
		TITLED "author: Cole A\nauthor: Dale BC\n"
		       "journal: Journal of Beds\ndate: 2018-04-13\nvolume: 9\n"
		       "pages: 67-74\nabstract [] Beds are soft.\n"},
	/* As a news site does: name, teasers, owner. */
	{"Skip to main content\n\nBedNews\n\n" TITLE "Last updated: May 23, "
	 "2025View editorial policy\n\nThis is the first of the sentences that "
	 "matter.\n\nRecommended Articles\n\nTen Ways to Sleep\n\nIt is easy.\n"
	 "\n  \u2022 One item. \u2022 Two\n  \u2022 Another\n"
	 "    item\n\nOutlook\n\nThe last of the sentences that "
	 "matter.\n\nMedical Disclaimer\n\nAsk a doctor "
	 "before you sleep.\n\n\u00a9 Copyright 2025. All Rights Reserved by "
	 "BedNews\n",
		TITLED
		"publisher: BedNews\ndate: 2025-05-23\n"
		"body [] This is the first of the sentences that matter.\n"
		"body [] One item.\n\nTwo\n\nAnother item\n"
		"body [Outlook] The last of the sentences that matter.\n"},
	/* Wrapped lines are a paragraph, headings under headings both stay. */
	{TITLE "This sentence was wrapped by an editor after so many\n"
	       "letters and goes on in the next line.\n\nMethods\n\nThe "
	       "Beds\n\n"
	       "They were soft and there were many of them.\n\nReferences\n\n"
	       "1. A book about beds and the people in them. 1999.\n",
		TITLED
		"body [] This sentence was wrapped by an editor after "
		"so many letters and goes on in the next line.\n"
		"body [Methods: The Beds] They were soft and there were many "
		"of them.\n"},
	/* No title line: the first sentence is one, and stays in the text. */
	{"Beds are soft and were soft before. Nobody has found a bed that is "
	 "not soft, and people have looked everywhere.\n",
		"title: Beds are soft and were soft before\nbody [] Beds are "
		"soft and were soft before. Nobody has found a bed that is not "
		"soft, and people have looked everywhere.\n"},
	/* Nothing looks like text: then all of it is. */
	{"Only a title\n\na b\n\nc\n",
		"title: Only a title\nbody [] a b\n\nc\n"},
	{"Caf\xe9 in the ward of sleep\n", "title: Caf\xc3\xa9 in the ward of "
					   "sleep\n"},
};

/* The heads of pages of several kinds of sites: menus, then a title that only
 * the text tells from them. */
static const struct reading heads[] = {
	{"Skip to main content\nHelp\nMy account\nOutline\nHighlights\n\n"
	 "Journal of Invented Beds\nVolume 88, Issue 3, March 2019, Pages "
	 "411-420\n\nOriginal article\nSoft beds against hard beds in wards of "
	 "sleep: a trial\n\nAuthor links open overlay panel\nBerta K. Almquist "
	 "a\n, Jan van der Meulen b\nShow more\n"
	 "https://doi.org/10.5555/jib.1\n\nAbstract\nBackground\nHard beds "
	 "keep "
	 "the people of the wards awake for most of the night.\n\nMethods\nWe "
	 "gave soft beds to one half of the wards and left the others as they "
	 "were, and after a year we asked all who had slept there how it had "
	 "been for them and whether they wanted to stay.\n",
		"doi: 10.5555/jib.1\ntitle: Soft beds against hard beds in "
		"wards of sleep: a trial\nauthor: Almquist BK\nauthor: van der "
		"Meulen J\njournal: Journal of Invented Beds\ndate: 2019-03\n"
		"volume: 88\nissue: 3\npages: 411-420\n"
		"abstract [Background] Hard beds keep the people of the wards "
		"awake for most of the night.\nabstract [Methods] We gave soft "
		"beds to one half of the wards and left the others as they "
		"were, and after a year we asked all who had slept there how "
		"it had been for them and whether they wanted to stay.\n"},
	{"HOME\nNEWS\nAdvertisement\n\nSoft bed wakes sleepers of the ward\n\n"
	 "By Jane Doe, Staff Writer\nMarch 3, 2021\nShare on Facebook\n\n"
	 "A soft bed woke most of the sleepers of a ward within a week, said "
	 "the ward.\n\nRead more: Ten tips for better beds\n\nNobody had "
	 "thought of the bed before, and now all of them want one.\n\nSign up "
	 "for our free weekly newsletter\nEnter your email address\nGet the "
	 "top stories in your inbox.\n\nThe beds are white and have four legs "
	 "each.\n\nYou might also like\nFive foods for the bed\n\n"
	 "\u00a9 2021 BedNews LLC. All rights reserved.\n",
		"title: Soft bed wakes sleepers of the ward\nauthor: Doe J\n"
		"publisher: BedNews LLC\ndate: 2021-03-03\n"
		"body [] A soft bed woke most of the sleepers of a ward within "
		"a week, said the ward.\n\nNobody had thought of the bed "
		"before, and now all of them want one.\n"
		"body [] The beds are white and have four legs each.\n"},
	{"AskWard\n\nHow long should the soft bed be kept in the ward?\n\n"
	 "Reviewed by the ward | Last reviewed: 2 April 2024\n\nHelp us "
	 "find your words\n\nWhich of these are you? Tell us, and you read "
	 "what you know.\n\nDirect answer\n"
	 "\nThe soft bed is kept in the ward until all have slept in it once."
	 "\n\nDisclaimer\n\nNo bed is like another. WardBot assumes no "
	 "liability for beds.\n\nRelated questions\nWhat is a pillow?\n",
		"title: How long should the soft bed be kept in the ward?\n"
		"publisher: AskWard\ndate: 2024-04-02\n"
		"body [Direct answer] The soft bed is kept in the ward until "
		"all have slept in it once.\n"},
	/* The year of its rights is no date of the page. */
	{"A soft bed for the ward was shown, and all of them liked it. It was "
	 "white.\n\nCopyright \u00a9 2018 Wardly. All Rights Reserved.\n",
		"title: A soft bed for the ward was shown, and all of them "
		"liked it\npublisher: Wardly\nbody [] A soft bed for the ward "
		"was shown, and all of them liked it. It was white.\n"},
	/* Authors that are not named own nothing. */
	{"A soft bed for the ward was shown, and all of them liked it. It was "
	 "white.\n\n\u00a9 2018 The Author(s). All Rights Reserved.\n",
		"title: A soft bed for the ward was shown, and all of them "
		"liked it\nbody [] A soft bed for the ward was shown, and all "
		"of them liked it. It was white.\n"},
	{"A soft bed for the ward was shown, and all of them liked it. It was "
	 "white.\n\n\u00a9 2018 The Authors. Published by Bed Press.\n",
		"title: A soft bed for the ward was shown, and all of them "
		"liked it\npublisher: Bed Press\nbody [] A soft bed for the "
		"ward was shown, and all of them liked it. It was white.\n"},
};

static void check_pages(const struct reading *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *shown = show_bytes(rows[i].input, strlen(rows[i].input));
		char *facts = strchr(shown, '\n') + 1;

		assert_int_equal(strncmp(shown, "id: ", 4), 0);
		assert_string_equal(facts, rows[i].expected);
		free(shown);
	}
}

static void reads_pages(void **state)
{
	(void)state;
	check_pages(pages, COUNT(pages));
}

static void reads_the_heads_of_pages(void **state)
{
	(void)state;
	check_pages(heads, COUNT(heads));
}

/* What it is instead of a paper. */
static void other_files_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *reason;
	} rows[] = {
		{"@article{x,\n", 12,
			"is BibTeX, which is not read: export it as RIS"},
		{"%0 Journal Article\n", 19,
			"is EndNote's tagged format, which is not read: export "
			"it as RIS"},
		{"PK\x03\x04[Content_Types].xml", 23,
			"is an Office document or an e-book, which is not"},
		{"\xfd"
		 "7zXZ\0",
			6, "is xz, which"},
		{"text\0with", 9, "is binary data, which"},
		{"\xff\xfet\0", 4, "is text in UTF-16, which"},
		{" \n\t", 3, "holds no text"},
		{"<?xml version='1.0'?><!-- x --><feed>", 37,
			"first element is \"feed\"; read are pubmed, jats, "},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *shown = show_bytes(rows[i].bytes, rows[i].length);

		assert_int_equal(strncmp(shown, "failed: format: ", 16), 0);
		assert_non_null(strstr(shown, rows[i].reason));
		free(shown);
	}
}

static void a_type_can_be_given(void **state)
{
	char *path = file_of("{\"id\": \"a\"} is no JSON", 22);
	char *shown = show_file(path, "pub", 0);

	(void)state;
	assert_non_null(strstr(shown, "failed: invalid: \"pub\" is no format; "
				      "read are pubmed, jats, "));
	assert_non_null(strstr(shown, ", text\n"));
	free(shown);
	shown = show_file(path, "text", 0);
	assert_non_null(strstr(shown, "title: {\"id\": \"a\"} is no JSON\n"));
	free(shown);
	shown = show_file(path, "text", 10);
	assert_string_equal(shown,
		"failed: limit: is longer than 10 bytes (limit text_bytes)\n");
	free(shown);
	file_drop(path);
}

static void dates_have_one_spelling(void **state)
{
	static const struct reading rows[] = {
		{"2013 Aug 1", "2013-08-01"},
		{"1998 Dec-1999 Jan", "1998-12"},
		{"2000 Nov-Dec", "2000-11"},
		{"2011 Mar 15-31", "2011-03-15"},
		{"May 23, 2025", "2025-05-23"},
		{"13 April 2018", "2018-04-13"},
		{"2016/05/02", "2016-05-02"},
		{"2016-05", "2016-05"},
		{"2018-04-13T09:30:00Z", "2018-04-13"},
		{"20180413", "2018-04-13"},
		{"11/01/2013", "2013-11-01"},
		{"24/12/2013", "2013-12-24"},
		{"Winter 2001", "2001-12"},
		{"2001", "2001"},
		{"2001 13", "2001"},
		{"12 of 40", ""},
		{"", ""},
		{"0999", ""},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice date = date_parse(slice_of(rows[i].input), &arena);
		struct slice copy = arena_copy(&arena, date.data, date.length);

		assert_string_equal(copy.data, rows[i].expected);
	}
	arena_clear(&arena);
}

static void names_have_one_spelling(void **state)
{
	static const struct reading rows[] = {
		{"Uy N", "Uy N"},
		{"Natalie Uy", "Uy N"},
		{"Uy, Natalie", "Uy N"},
		{"Zeidan AM", "Zeidan AM"},
		{"Amer M. Zeidan", "Zeidan AM"},
		{"Jean-Pierre Dupont", "Dupont JP"},
		{"Plato", "Plato"},
		{"Jan van der Berg", "van der Berg J"},
		{"van der Berg, Jan", "van der Berg J"},
		{"William B. Driggers III", "Driggers WB"},
		{"Smith, Jr.", "Smith"},
		{"\u00d6zlem \u00d6zt\u00fcrk", "\u00d6zt\u00fcrk \u00d6"},
		{"World Health Organization", "World Health Organization"},
		{"INO-VATE Study Group", "INO-VATE Study Group"},
		{"", ""},
		{" , ", ""},
		{"J. K.", "K. J"},
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct slice name = name_parse(slice_of(rows[i].input), &arena);
		struct slice copy = arena_copy(&arena, name.data, name.length);

		assert_string_equal(copy.data, rows[i].expected);
	}
	arena_clear(&arena);
}

static void damaged_files_come_to_an_end(void **state)
{
	(void)state;
	check_damaged_file("papers/paper.txt", 5);
	for (size_t i = 0; i < COUNT(pages); i++)
		check_damaged(pages[i].input, strlen(pages[i].input), 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_front_matter),
		cmocka_unit_test(reads_pages),
		cmocka_unit_test(reads_the_heads_of_pages),
		cmocka_unit_test(other_files_are_refused),
		cmocka_unit_test(a_type_can_be_given),
		cmocka_unit_test(dates_have_one_spelling),
		cmocka_unit_test(names_have_one_spelling),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
