/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What PubMed's strategies hold: precedence, fields, dates, lines. */
#include "config.h"

#include "daemon/worker/strategy.h"
#include "tests/unit/syntax_tree.h"

/* ---- precedence ---------------------------------------------------------- */

enum {
	AND,
	OR,
	NOT
};

static int apply(int op, int left, int right)
{
	if (op == AND)
		return left && right;
	return op == OR ? left || right : left && !right;
}

static int from_left(const int *ops, size_t count, const int *values)
{
	int result = values[0];

	for (size_t i = 0; i < count; i++)
		result = apply(ops[i], result, values[i + 1]);
	return result;
}

/* Every NOT, then every AND, then every OR, each from the left. */
static int by_binding(const int *given_ops, size_t count, const int *given)
{
	static const int order[] = {NOT, AND, OR};
	int ops[8], values[9];

	memcpy(ops, given_ops, count * sizeof(int));
	memcpy(values, given, (count + 1) * sizeof(int));
	for (int pass = 0; pass < 3; pass++) {
		size_t kept = 0;

		for (size_t i = 0; i < count; i++) {
			if (ops[i] == order[pass]) {
				values[kept] = apply(
					ops[i], values[kept], values[i + 1]);
				continue;
			}
			ops[kept++] = ops[i];
			values[kept] = values[i + 1];
		}
		count = kept;
	}
	return values[0];
}

/* What the tree says of a paper that has the words whose values are 1. */
static int finds(const struct node *node, const int *values)
{
	int result = node->kind != NODE_OR;

	if (node->kind == NODE_CLAUSE) {
		uint32_t clause = t.query.tokens[node->number].clause;
		struct slice term = t.query.clauses[clause].parts[0].terms[0];

		return values[term.data[term.length - 1] - 'a'];
	}
	if (node->kind == NODE_NOT)
		return finds(node->children[0], values) &&
		       !finds(node->children[1], values);
	for (size_t i = 0; i < node->count; i++)
		if (node->kind == NODE_OR)
			result |= finds(node->children[i], values);
		else
			result &= finds(node->children[i], values);
	return result;
}

/* All truth tables of one question, against one reading. */
static void check_tables(const int *ops, const char *end, uint32_t mode,
	int (*reading)(const int *, size_t, const int *))
{
	static const char *const names[] = {"AND", "OR", "NOT"};
	char text[120];

	snprintf(text, sizeof(text), "qqxa %s qqxb %s qqxc %s qqxd%s",
		names[ops[0]], names[ops[1]], names[ops[2]], end);
	make(text, mode);
	assert_non_null(t.query.tree);
	for (int bits = 0; bits < 16; bits++) {
		int values[] = {
			bits & 1, bits >> 1 & 1, bits >> 2 & 1, bits >> 3 & 1};

		if (finds(t.query.tree, values) != reading(ops, 3, values))
			fail_msg("%s (%u): %d", text, mode, bits);
	}
}

static void test_precedence(void **unused)
{
	(void)unused;
	for (int n = 0; n < 27; n++) {
		int ops[] = {n % 3, n / 3 % 3, n / 9};

		check_tables(ops, "", SYNTAX_AUTO, by_binding);
		check_tables(ops, "", SYNTAX_STRICT, by_binding);
		check_tables(ops, "[tw]", SYNTAX_AUTO, from_left);
		check_tables(ops, "[tw]", SYNTAX_STRICT, from_left);
		check_tables(ops, "", SYNTAX_PUBMED, from_left);
		check_tables(ops, "[tw]", SYNTAX_PUBMED, from_left);
	}
}

/* ---- fields and dates ---------------------------------------------------- */

static void test_fields(void **unused)
{
	static const struct {
		const char *question, *tree, *warning; /* NULL: none */
	} cases[] = {
		/* nearly what was asked */
		{"liver[sh]", "liver",
			"sh: the index has none; the words are searched in all "
			"text"},
		{"\"liver\"[MeSH Subheading]", "liver",
			"sh: the index has none; the words are searched in all "
			"text"},
		{"Uy[lastau]", "{lastau Auy}",
			"lastau: the author may stand anywhere among them"},
		{"2013:2018[edat]", "{edat 20130000-20189999}",
			"edat: the date of publication was taken"},
		{"2013[Date - Entry]", "{edat 20130000-20139999}",
			"edat: the date of publication was taken"},
		/* as asked, by other names */
		{"NCT01234567[si]", "{nct XInct:nct01234567}", NULL},
		{"10.1000/x[aid]", "{doi XIdoi:10.1000/x}", NULL},
		{"liver AND humans[Filter]", "AND(liver {filter XMhumans})",
			NULL},
		{"liver AND review[Filter] AND english[sb]",
			"AND(liver {filter XTreview} {filter Len})", NULL},
		/* the index has nothing of the kind */
		{"liver AND Boston[ad]", "liver",
			"The index has no affiliations: [ad] \"Boston\" was "
			"left out"},
		{"liver OR (bone AND \"R01 1\"[Grants and Funding])",
			"OR(liver bone)",
			"The index has no grants: [Grants and Funding] \"R01 "
			"1\" was left out"},
		{"liver NOT Boston[Affiliation]", "liver",
			"The index has no affiliations: [Affiliation] "
			"\"Boston\" was left out"},
		{"liver AND systematic[sb]", "liver",
			"No filter is called \"systematic\"; it was left out"},
		{"Boston[ad]", "plain",
			"The index has no affiliations: [ad] \"Boston\" was "
			"left out"},
		/* dates */
		{"2013[dp]:2018[dp]", "{dp 20130000-20189999}", NULL},
		{"(\"2013/01/01\"[PDAT] : \"2018/12/31\"[PDAT])",
			"{dp 20130101-20181231}", NULL},
		{"\"2013\"[Date - Publication]:\"3000\"[Date - Publication]",
			"{dp 20130000-30009999}", NULL},
		{"liver AND 2018:2013[dp]", "liver",
			"\"2018:2013\" ends before it begins; [dp] was left "
			"out"},
		{"liver year:2018..2013", "liver",
			"\"2018..2013\" ends before it begins; [year] was left "
			"out"},
		{"liver AND (\"2018\"[dp] : \"2013\"[dp])",
			"AND(liver {dp 00000000-99999999})",
			"\"2018:2013\" ends before it begins; [dp] was left "
			"out"},
		{"liver AND 2013/13[dp]", "AND(liver AND(2013 13))",
			"\"2013/13\" is no value of the field \"dp\"; its "
			"words were searched everywhere"},
		{"liver AND 2013/02/32[dp]", "AND(liver AND(2013 02 32))",
			"\"2013/02/32\" is no value of the field \"dp\"; its "
			"words were searched everywhere"},
		/* cut words in quotations and behind others */
		{"\"liver cell*\"", "ORDER(liver cell*)", NULL},
		{"\"liver cell*\"[ti] AND bone",
			"AND(ORDER(liver.ti cell*.ti) bone)", NULL},
		{"liver cell*[ti]", "AND(liver.ti cell*.ti)", NULL},
		{"clinical trial*[pt]", "{pt XTclinical trial*}", NULL},
		{"\"clinical trial*\"[pt]", "{pt XTclinical trial*}", NULL},
		{"bone AND h*morrhage", "AND(bone AND(h morrhag))",
			"The \"*\" in \"h*morrhage\" was read as a blank; a "
			"word is cut at its end only"},
		/* what Ovid writes */
		{"liver adj3 bone", "NEAR2(liver bone)", NULL},
		{"liver adj1 bone", "NEAR0(liver bone)", NULL},
		{"(liver OR bone).ti,ab.", "OR(liver bone)",
			"\".ti,ab.\" is how Ovid writes fields and was not "
			"followed; here it is [tiab], [tw] ..., and AND, OR, "
			"NOT are in capitals"},
		{"liver.mp.", "plain",
			"\".mp.\" is how Ovid writes fields and was not "
			"followed; here it is [tiab], [tw] ..., and AND, OR, "
			"NOT are in capitals"},
		{"exp Bone, Old/ AND liver", "AND(bone old liver)",
			"\"Bone, Old/\" is a heading as Ovid writes it and was "
			"read as words; here it is \"Bone, Old\"[mh]"},
		{"leuk$ AND liver", "AND(leuk liver)",
			"\"leuk$\" was read without its \"$\"; a word is cut "
			"with *"},
		{"#1 AND liver", "AND(1 liver)",
			"\"#1\" would be a line of a strategy, which "
			"syntax=strategy reads; it was searched as a number"},
		{"the and/or of it, 3/ 4 and i.v. b.i.d.", "plain", NULL},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *first;

		make(cases[i].question, SYNTAX_AUTO);
		if (!slice_is(show(t.query.tree), cases[i].tree))
			fail_msg("%s: %.*s", cases[i].question,
				SLICE_PRINT(show(t.query.tree)));
		first = t.query.warnings.count ? t.query.warnings.items[0].data
					       : NULL;
		if (!first != !cases[i].warning ||
			(first && strcmp(first, cases[i].warning)))
			fail_msg("%s: %s", cases[i].question,
				first ? first : "no warning");
	}
}

/* ---- strategies ---------------------------------------------------------- */

/* Numbers and texts of the lines. */
static const char *lines_of(const char *text)
{
	struct strategy strategy = strategy_read(slice_of(text), &t.arena);
	struct slice all = SLICE("");

	for (size_t i = 0; i < strategy.count; i++)
		all = arena_printf(&t.arena, "%.*s%s%u<%.*s>", SLICE_PRINT(all),
			i ? " " : "", strategy.lines[i].number,
			(int)(strategy.lines[i].end - strategy.lines[i].start),
			text + strategy.lines[i].start);
	for (size_t i = 0; i < strategy.warnings.count; i++)
		all = arena_printf(&t.arena, "%.*s!", SLICE_PRINT(all));
	return all.data;
}

static void test_lines(void **unused)
{
	static const struct {
		const char *text, *lines;
	} cases[] = {
		{"", ""},
		{"\n \n", ""},
		{"liver", "1<liver>"},
		{"liver\n\nbone OR\n", "1<liver> 2<bone OR>"},
		{"#1 liver\n#2 bone\n#3 #1 AND #2",
			"1<liver> 2<bone> 3<#1 AND #2>"},
		{"1. liver\r\n2. bone\r\n3. 1 AND 2\r\n",
			"1<liver> 2<bone> 3<1 AND 2>"},
		{"1 liver\n2 bone\n3 or/1-2", "1<liver> 2<bone> 3<or/1-2>"},
		{"  #1: liver\n  #2) bone", "1<liver> 2<bone>"},
		/* a line goes on */
		{"#1 liver OR\n  bone OR\nserum\n#2 rats",
			"1<liver OR\n  bone OR\nserum> 2<rats>"},
		{"#1 liver\n#2 bone\n#3 (#1\n#1 AND #2)\n12 months",
			"1<liver> 2<bone> 3<(#1\n#1 AND #2)\n12 months>"},
		{"#7 liver\n#9 bone", "7<liver> 9<bone>"},
		{"#1\n#2 bone", "1<> 2<bone>"},
		{"12 months old\n2013:2018[dp]",
			"1<12 months old> 2<2013:2018[dp]>"},
		/* what was copied with it */
		{"#1\tliver\t1,234\n#2\tbone\t7", "1<liver> 2<bone>!!"},
		{"#1 liver 2013", "1<liver 2013>"},
		{"#1 liver\n#1 bone", "1<liver> 1<bone>!"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		arena_reset(&t.arena);
		if (strcmp(lines_of(cases[i].text), cases[i].lines))
			fail_msg("%s: %s", cases[i].text,
				lines_of(cases[i].text));
	}
}

/* The last line with those that it names put in, in braces. */
static void test_references(void **unused)
{
	static const struct {
		const char *text, *tree, *warning; /* NULL: none */
	} cases[] = {
		{"#1 liver\n#2 bone\n#3 #1 AND #2", "AND(<liver> <bone>)",
			NULL},
		{"1 liver\n2 bone\n3 1 or 2", "OR(<liver> <bone>)", NULL},
		{"1. liver\n2. bone\n3. (1 and 2) NOT 1",
			"NOT(AND(<liver> <bone>) <liver>)", NULL},
		{"1. liver\n2. bone\n3. rats\n4. or/1-3",
			"OR(<liver> <bone> <rat>)", NULL},
		{"1. liver\n2. bone\n3. rats\n4. and/1,3", "AND(<liver> <rat>)",
			NULL},
		{"#1 liver\n#2 bone\n#3 {or #1-#2} AND rats",
			"AND(OR(<liver> <bone>) rat)", NULL},
		{"#1 liver OR bone AND rats\n#2 #1 NOT serum",
			"NOT(<AND(OR(liver bone) rat)> serum)", NULL},
		{"#1 liver bone\n#2 #1 OR #1",
			"OR(<AND(liver bone)> <AND(liver bone)>)", NULL},
		{"#1 liver\n#2 #1 OR rats[ti]\n#3 #2 AND #1",
			"AND(<OR(<liver> rat.ti)> <liver>)", NULL},
		{"#1 #2\n#2 liver\n#3 #1", "<<liver>>", NULL},
		/* numbers are words where there is more */
		{"1. liver\n2. 1 OR bone", "OR(1 bone)", NULL},
		/* what cannot be */
		{"#1 liver\n#2 #1 AND #7", "<liver>",
			"#7 was left out of line #2: no line has this number"},
		{"#1 liver\n#2 #1 OR #2", "<liver>",
			"#2 was left out of line #2: a line cannot be a part "
			"of itself"},
		{"#1 #2 OR liver\n#2 #1 OR bone", "OR(<liver> bone)",
			"#2 was left out of line #1: that line is a part of "
			"it"},
		{"#1 the\n#2 bone AND #1", "bone",
			"#1 was left out of line #2: it asks for nothing"},
		{"#1 liver\n#2 #1[ti]", "<liver>",
			"A field can be asked of words and not of the lines of "
			"a strategy"},
		{"#1 liver\n#2 #9", "plain",
			"#9 was left out of line #2: no line has this number"},
		{"#1 liver\n\n#3 bone AND\n\n", "bone",
			"\"AND\" (line 3, column 9) has nothing on its right "
			"to work on; it was left out"},
		{"\xce\xb2 AND liver)\n", "AND(beta liver)",
			"\")\" (line 1, column 12) closes nothing; it was left "
			"out"},
		{"#1 liver[xyz]\n#2 #1 AND bone", "AND(<liver> bone)", NULL},
		{"#1 liver\n#2 -bone", "plain",
			"There is nothing to leave words out of"},
	};

	(void)unused;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		make(cases[i].text, SYNTAX_STRATEGY);
		if (!slice_is(show(t.query.tree), cases[i].tree))
			fail_msg("%s: %.*s", cases[i].text,
				SLICE_PRINT(show(t.query.tree)));
		if (!t.query.tree)
			assert_int_equal(t.query.clauses_count, 0);
		asked_check_warning(cases[i].warning);
	}
}

/* Each line twice what the one before is: it ends where it grows too large. */
static void test_growth(void **unused)
{
	struct slice text = SLICE("#1 liver OR bone\n");
	size_t left_out = 0;

	(void)unused;
	arena_reset(&t.arena);
	for (int i = 2; i < 8; i++)
		text = arena_printf(&t.arena,
			"%.*s#%d #%d OR #%d OR #%d OR #%d OR #%d OR #%d\n",
			SLICE_PRINT(text), i, i - 1, i - 1, i - 1, i - 1, i - 1,
			i - 1);
	char *copy = strdup(text.data);

	make(copy, SYNTAX_STRATEGY);
	for (size_t i = 0; i < t.query.warnings.count; i++)
		left_out += strstr(t.query.warnings.items[i].data,
				    "too many words") != NULL;
	assert_int_equal(left_out, 1);
	free(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_growth),
	};

	return cmocka_run_group_tests(tests, setup, asked_close);
}
