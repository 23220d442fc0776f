/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What experts write becomes the tree that syntax.h promises. */
#include "config.h"

#include <ctype.h>

#include "tests/unit/syntax_tree.h"

static void test_trees(void **unused)
{
	static const struct {
		const char *question, *tree;
	} cases[] = {
		/* plain questions */
		{"liver of bone", "plain"},
		{"(liver) of (bone)", "plain"},
		{"DGZ AND", "@drugazole"},
		{"DGZ OR", "plain"},
		{"VOD OR", "plain"},
		{"OR 2.3 for VOD", "plain"},
		{"NOT responding to DGZ", "FREE(respond @drugazole)"},
		{"What was the OR for VOD?", "plain"},
		{"liver injury OR 2.3", "plain"},
		{"bone that are NOT treated", "plain"},
		{"t(9;22)(q34;q11) and HLA-A*02:01", "plain"},
		{"ratio 3:1 at -5 degrees", "plain"},
		{"-liver", "plain"},
		{"cells - the liver", "plain"},
		{"[18F]FDG in B[e] stars", "plain"},
		{"pmid:12345678", "plain"},
		{"doi:10.1000/x", "plain"},
		{"https://doi.org/10.1000/x", "plain"},
		{"foo:bar", "plain"},
		{"le* serum", "plain"},
		{"2 * 3", "plain"},
		{"CAUSE OF FEVER AND PAIN OR COUGH", "plain"},
		{"treated for pain on [DATE] by o157:H7", "plain"},
		/* operators and what binds more */
		{"liver AND bone", "AND(liver bone)"},
		{"liver OR bone AND serum", "OR(liver AND(bone serum))"},
		{"(liver OR bone) AND serum", "AND(OR(liver bone) serum)"},
		{"liver AND bone AND serum", "AND(liver bone serum)"},
		{"liver AND serum NOT bone", "AND(liver NOT(serum bone))"},
		{"liver AND NOT bone", "NOT(liver bone)"},
		{"liver injury OR bone", "OR(AND(liver injuri) bone)"},
		{"DGZ OR drugazole besylate OR bone",
			"OR(@drugazole @drugazole bone)"},
		{"liver NEAR/3 bone AND serum", "AND(NEAR3(liver bone) serum)"},
		{"liver injury NEAR bone serum",
			"AND(liver NEAR10(injuri bone) serum)"},
		{"liver NEAR/2 bone NEAR/3 serum",
			"AND(NEAR2(liver bone) NEAR3(bone serum))"},
		{"(liver OR heart) NEAR/3 DGZ",
			"NEAR3(OR(liver heart) @drugazole)"},
		{"liver NEAR/3 bone NOT serum", "NOT(NEAR3(liver bone) serum)"},
		{"(liver AND heart) NEAR/3 bone", "AND(liver heart bone)"},
		/* as in PubMed, from left to right */
		{"liver OR bone AND serum[tw]", "AND(OR(liver bone) serum)"},
		{"liver OR bone NOT serum[tw]", "NOT(OR(liver bone) serum)"},
		/* out, and in any order */
		{"liver injury -bone", "NOT(FREE(liver injuri) bone)"},
		{"liver -bone injury", "NOT(FREE(liver injuri) bone)"},
		{"-bone liver injury", "NOT(FREE(liver injuri) bone)"},
		{"liver -bone -rats", "NOT(liver OR(bone rat))"},
		{"liver -\"new bone\"", "NOT(liver new+bone)"},
		{"liver -(bone OR rats)", "NOT(liver OR(bone rat))"},
		/* cut words */
		{"leuk* of bone", "FREE(leuk* bone)"},
		{"B-cell*, anti-inflamm*", "FREE(bcell* antiinflamm*)"},
		/* names in a phrase */
		{"~\"DGZ induced VOD\"", "ORDER(@drugazole induc XKVOD)"},
		{"\"DGZ induced\" AND bone", "AND(dgz+induc bone)"},
		/* fields */
		{"DGZ[tiab]", "@drugazole.tiab"},
		{"\"DGZ\"[Title/Abstract] AND liver[ti]",
			"AND(dgz.tiab liver.ti)"},
		{"ti:liver bone", "FREE(liver.ti bone)"},
		{"ti:(liver OR bone)", "OR(liver.ti bone.ti)"},
		{"(liver OR bone[ti])[tiab]", "OR(liver.tiab bone.ti)"},
		{"liver injury[ti]", "AND(liver.ti injuri.ti)"},
		{"liver [ti]", "liver.ti"},
		/* by their long names, in any capitals */
		{"liver[Title] OR bone[TEXT WORD]", "OR(liver.ti bone)"},
		{"Uy[Author] OR Ol[Author - First]", "OR({au Auy} {1au XFol})"},
		{"mice[MeSH Terms] OR rats[Mesh]",
			"OR({mh XMmice} {mh XMrats})"},
		{"mice[MeSH Major Topic] OR rats[MeSH Terms:noexp]",
			"OR({majr XJmice} {mh_noexp XMrats})"},
		{"mice[Other Term] OR blood[Journal]",
			"OR({ot XWmice} {ta Jblood})"},
		{"english[Language] OR 12[uid]",
			"OR({la Len} {pmid XIpmid:12})"},
		{"\"liver injury\"[tiab:~4]", "NEAR4(liver.tiab injuri.tiab)"},
		{"all[ti]", "all.ti"},
		{"bone[ot] OR bone[pt]", "OR({ot XWbone} {pt XTbone})"},
		{"\"Clinical Trial\"[Publication Type] AND english[la]",
			"AND({pt XTclinical trial} {la Len})"},
		{"Uy N[au] AND au:\"van Uy\"", "AND({au Auy n*} {au Avan uy})"},
		{"\"Uy N\"[au]", "{au Auy n}"},
		{"Uy, N.[1au]", "{1au XFuy n*}"},
		{"Kantarj*[au]", "{au Akantarj*}"},
		{"blood[ta]", "{ta Jblood}"},
		{"1234[pmid] OR 10.1000/x[doi] OR NCT01234567[nct]",
			"OR({pmid XIpmid:1234} {doi XIdoi:10.1000/x} "
			"{nct XInct:nct01234567})"},
		{"liver 2018[dp]", "AND(liver {dp 20180000-20189999})"},
		{"liver year:2013..2018", "FREE(liver {dp 20130000-20189999})"},
		{"dp:2013/5/1:2018-06", "{dp 20130501-20180699}"},
		{"year:..2018", "{dp 00010000-20189999}"},
		{"year:2013..", "{dp 20130000-99999999}"},
		{"\"2013/01/01\"[Date - Publication] : \"3000\"[Date - "
		 "Publication] AND liver",
			"AND({dp 20130101-30009999} liver)"},
		{"XY-77[majr]", "{majr XJxy-77}"},
		{"mice[mh:noexp]", "{mh_noexp XMmice}"},
		{"mh:Mice/anatomy", "{mh XMmice/anatomy}"},
		/* what cannot be followed */
		{"liver AND", "liver"},
		{"(DGZ bone AND", "FREE(@drugazole bone)"},
		{"liver AND NOT", "liver"},
		{"liver AND ()", "liver"},
		{"liver[ti AND bone", "AND(liver.ti bone)"},
		{"(bone OR liver[Title/Abstract", "OR(bone liver.tiab)"},
		{"liver AND bone AND", "AND(liver bone)"},
		{"OR liver AND bone", "AND(liver bone)"},
		{"liver AND AND bone", "AND(liver bone)"},
		{"(liver AND bone", "AND(liver bone)"},
		{"liver AND bone)", "AND(liver bone)"},
		{"liver AND () bone", "AND(liver bone)"},
		{"liver AND the", "liver"},
		{"liver[xyz] AND bone", "AND(liver bone)"},
		{"liver[dp] AND bone", "AND(liver bone)"},
		{"liver AND 2018:2013[dp]", "liver"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].question, SYNTAX_AUTO);
		struct slice tree = show(t.query.tree);

		if (!slice_is(tree, cases[i].tree))
			fail_msg("%s: %.*s, not %s", cases[i].question,
				SLICE_PRINT(tree), cases[i].tree);
	}
}

/* Every token once, syntax among them. */
static void test_accounts(void **unused)
{
	static const struct {
		const char *question, *account;
	} cases[] = {
		{"DGZ[tiab]", "DGZ:concept [tiab]:operator"},
		{"\"DGZ\"[Title/Abstract] AND bone[mh]",
			"DGZ:phrase [Title/Abstract]:operator AND:operator "
			"bone[mh]:filter"},
		{"ti:liver of au:\"Uy N\"", "ti::operator liver:word of:stop "
					    "au:\"Uy N\":filter"},
		{"(liver NEAR/3 leuk*) AND NOT -bone",
			"liver:word NEAR/3:operator leuk*:word AND:operator "
			"NOT:operator -:operator bone:word"},
		{"liver AND bone AND OR",
			"liver:word AND:operator bone:word AND:unmatched "
			"OR:unmatched"},
		{"liver AND the", "liver:word AND:unmatched the:stop"},
		{"liver[xyz] AND x[dp]",
			"liver:word [xyz]:unmatched AND:operator x:word "
			"[dp]:unmatched"},
		{"au:(Uy OR Ol)[tiab] bone",
			"au::operator Uy:filter OR:operator Ol:filter "
			"[tiab]:operator bone:word"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].question, SYNTAX_AUTO);
		if (strcmp(asked_account(), cases[i].account))
			fail_msg("%s: %s", cases[i].question, asked_account());
	}
}

static void test_warnings(void **unused)
{
	static const struct {
		const char *question, *warning; /* NULL: none */
	} cases[] = {
		{"liver AND bone", NULL},
		/* left open: what, where, and what became of it */
		{"DGZ AND", "\"AND\" (column 5) has nothing on its right to "
			    "work on; it was left out"},
		{"NOT malaria", "\"NOT\" (column 1) has nothing on its left "
				"to work on; it was left out"},
		{"malaria NOT", "\"NOT\" (column 9) has nothing on its right "
				"to work on; it was left out"},
		{"malaria NEAR/3", "\"NEAR/3\" (column 9) has nothing on its "
				   "right to work on; it was left out"},
		{"malaria OR", "\"OR\" (column 9) has nothing on its right to "
			       "work on; it was searched as a word"},
		{"AND AND", "\"AND\" (column 1) has nothing on its left to "
			    "work on; it was searched as a word"},
		{"liver AND NOT", "\"AND\" (column 7) has nothing on its "
				  "right to work on; it was left out"},
		{"liver AND ()", "\"()\" (column 11) has nothing in it; it was "
				 "left out"},
		{"liver AND bone ()", "\"()\" (column 16) has nothing in it; "
				      "it was left out"},
		{"(liver", "\"(\" (column 1) is never closed; it was left "
			   "out"},
		{"\xce\xb2 (liver AND", "\"(\" (column 3) is never closed; it "
				       "was left out"},
		{"bone \"liver", "'\"' (column 6) is never closed; the words "
				 "behind it were not read as a phrase"},
		{"bone \xe2\x80\x9cliver AND rats",
			"\"\xe2\x80\x9c\" (column 6) is never closed; the "
			"words behind it were not read as a phrase"},
		{"a 5\" needle", NULL},
		{"liver[ti", "\"[ti\" (column 6) is never closed; it was read "
			     "as a field"},
		{"[ti]", "\"[ti]\" (column 1) stands behind nothing; it was "
			 "searched as a word"},
		{"ti: liver", "\"ti:\" (column 1) has no word right behind "
			      "it; it was searched as a word"},
		{"ratio: liver", NULL},
		{"1) liver 2) bone", NULL},
		{"OR 2.3 for VOD", NULL},
		{"the OR for VOD", NULL},
		{"E. coli o157:H7", NULL},
		{"foo:bar in bone",
			"No field is called \"foo:\"; its words were "
			"searched everywhere"},
		{"liver[xyz]", "No field is called \"[xyz]\"; its words were "
			       "searched everywhere"},
		{"le* in bone", "\"le*\" was read without its star, which "
				"needs 3 letters before it"},
		{"liver AND bone AND", "\"AND\" (column 16) has nothing on "
				       "its right to work on; it was left out"},
		{"(liver AND bone", "\"(\" (column 1) is never closed; it was "
				    "left out"},
		{"liver AND bone)", "\")\" (column 15) closes nothing; it was "
				    "left out"},
		{"liver AND the", "\"AND\" (column 7) has only function words "
				  "to work on; it was left out"},
		{"year:late", "\"late\" is no value of the field \"year\"; "
			      "its words were searched everywhere"},
		{"liver[dp]", "\"liver\" is no value of the field \"dp\"; its "
			      "words were searched everywhere"},
		{"liver[ab]", "ab: the title is searched with the abstract"},
		{"(liver AND bone) NEAR rats",
			"NEAR stands between words, names, phrases or several "
			"of them joined by OR; here it was read as AND"},
		{"\"liver of bone\"[tiab]",
			"A phrase with [tiab]: each of its words stands in "
			"title or abstract, but they may stand side by side "
			"elsewhere in the paper"},
		{"liver NEAR/1000 bone", "NEAR reaches over 100 words at most"},
		{"a1 AND (b1 OR (c1 AND (d1 OR (e1 AND (f1 OR (g1 AND (h1 OR "
		 "(i1 AND j1))))))))",
			"A question is nested at most 8 deep; what goes deeper "
			"was left out"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].question, SYNTAX_AUTO);
		asked_check_warning(cases[i].warning);
	}
}

static void test_modes(void **unused)
{
	static const struct {
		const char *question;
		const char *plain, *strict;
		int mistake; /* its byte; -1: none */
	} cases[] = {
		{"liver AND bone", "plain", "AND(liver bone)", -1},
		{"liver OR for bone", "plain", "OR(liver bone)", -1},
		{"liver OR 2", "plain", "OR(liver 2)", -1},
		{"liver AND", "plain", "liver", 6},
		{"liver OR", "plain", "plain", 6},
		{"(liver", "plain", "plain", 0},
		{"bone or \"liver", "plain", "plain", 8},
		{"foo:bar", "plain", "plain", 0},
		{"bone AND liver[xyz]", "plain", "AND(bone liver)", 14},
		{"bone AND 20181[dp]", "plain", "AND(bone 20181)", 9},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].question, SYNTAX_PLAIN);
		if (!slice_is(show(t.query.tree), cases[i].plain))
			fail_msg("%s: plain %.*s", cases[i].question,
				SLICE_PRINT(show(t.query.tree)));
		make(cases[i].question, SYNTAX_STRICT);
		if (!slice_is(show(t.query.tree), cases[i].strict))
			fail_msg("%s: strict %.*s", cases[i].question,
				SLICE_PRINT(show(t.query.tree)));
		if ((t.query.mistake.length ? (int)t.query.mistake_at : -1) !=
			cases[i].mistake)
			fail_msg("%s: mistake %u %.*s", cases[i].question,
				t.query.mistake_at,
				SLICE_PRINT(t.query.mistake));
	}
}

static void check_node(const struct node *node, unsigned depth)
{
	assert_true(depth <= t.settings.syntax_depth + 3);
	assert_int_not_equal(node->kind, NODE_MINUS);
	if (node->kind == NODE_CLAUSE)
		assert_true(node->number < t.query.tokens_count);
	else if (node->kind == NODE_FILTER)
		assert_true(node->number < t.query.filters_count);
	else
		assert_true(node->count >= 2);
	for (size_t i = 0; i < node->count; i++)
		check_node(node->children[i], depth + 1);
}

/* Tokens in order and apart; no letter or digit outside one. */
static void check_account(const char *text)
{
	uint32_t at = 0;

	for (size_t i = 0; i <= t.query.tokens_count; i++) {
		int last = i == t.query.tokens_count;
		uint32_t start =
			last ? (uint32_t)strlen(text) : t.query.tokens[i].start;

		if (start < at)
			fail_msg("%s: token %zu overlaps", text, i);
		for (; at < start; at++)
			if (isalnum((unsigned char)text[at]))
				fail_msg(
					"%s: byte %u is in no token", text, at);
		if (!last)
			at = t.query.tokens[i].end;
	}
}

static void test_any_question(void **unused)
{
	static const char *const pieces[] = {" AND ", " OR ", " NOT ",
		" NEAR/3 ", "(", ")", " -", "\"", "~\"", "[ti]", "[tiab]",
		"[mh]", "[dp]", " [au]", "[xyz]", "[", "]", "[tiab:~3]",
		"ti:", " au:", " mh:", " year:", "foo:", ":", " : ", "2013",
		"2013:2018", "2013..2018", "leuk*", "le*", "*", "liver", " ",
		" ", " the ", "DGZ", "drugazole besylate", "XY-77+", "\xce\xb2",
		"\xe2\x80\x9c", "=", "@drugazole", "t(9;22)", "bone,", "\n",
		"1.8"};
	unsigned seed = 11;

	(void)unused;
	for (int round = 0; round < 30000; round++) {
		char text[600] = "";
		int strict = round % 8 == 0;

		for (int i = 0; i < 14; i++) {
			seed = seed * 1103515245 + 12345;
			strcat(text,
				pieces[(seed >> 16) %
					(sizeof(pieces) / sizeof(char *))]);
		}
		make(text, strict ? SYNTAX_STRICT : SYNTAX_AUTO);
		check_account(text);
		if (t.query.tree)
			check_node(t.query.tree, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_accounts),
		cmocka_unit_test(test_warnings),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_any_question),
	};

	return cmocka_run_group_tests(tests, setup, asked_close);
}
