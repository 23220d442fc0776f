/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Texts and their tokens.  A token is written as its term with a mark:
 *
 *	word  stop~  ACRONYM^  number#  sign!  part*  {code/span}  (compound/span)
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "check_tokens.h"

struct row {
	const char *text, *tokens;
};

static const struct row words[] = {
	{"", ""},
	{" \t\n.,;", ""},
	{"Leukemia cells", "leukemia cell"},
	{"The effect of the drugs", "the~ effect of~ the~ drug"},
	{"a b c", "a~ b c"},
	{"Crohn's disease", "crohn diseas"},
	{"Crohn’s", "crohn"},
	{"patients' needs", "patient need"},
	{"doesn't we've", "doesn~ we~"},
	{"o'clock", "o clock"},
	{"5'-UTR", "5# {5utr/2} utr^"},
	{"5' UTR, 5\xe2\x80\xb2-UTR",
		"5# {5utr/2} utr^ 5# {5utr/2} utr^"},
	{"6' tall", "6# tall"},
	{"Étude naïve", "etud naiv"},
	{"e\xcc\x81tude", "etud"},
	{"ﬁbroblast", "fibroblast"},
	{"Straße", "strass"},
	{"leuk\xc2\xad"
	 "emia",
		"leukemia"},
	{"zero\xe2\x80\x8bwidth", "zerowidth"},
	{"白血病", "白血病"},
	{"Besponsa™ x", "besponsa x"},
	{"cell\nline", "cell line"},
	{"ＡＬＬ", "all^"},
	{"bad\xff"
	 "byte",
		"bad byte"},
	{"cut\xe2\x80", "cut"},
};

static const struct row capitals[] = {
	{"ALL and all", "all^ and~ all~"},
	{"InO mRNA HSCT PhD siRNA", "ino^ mrna^ hsct^ phd^ sirna^"},
	{"ADCs and SOCs", "adc^ and~ soc^"},
	{"AIDS SOS", "aids^ sos^"},
	{"A T cell", "a~ t (tcell/2) cell"},
	{"McDonald DeVita", "mcdonald devita"},
	{"METHODS were", "method were~"},
	{"TREATMENT OF ALL IN ADULTS", "treat of~ all~ in~ adult"},
	{"ALL IN ADULTS", "all^ in^ adults^"},
	{"mRNA VACCINES FOR OLDER ADULTS", "mrna^ vaccin for~ older adult"},
	{"WHO criteria", "who^ criterion"},
};

static const struct row numbers[] = {
	{"90", "90#"},
	{"10,000", "10000#"},
	{"1,234,567.5", "1234567.5#"},
	{"1,23 12,3456 1998,200", "1# 23# 12# 3456# 1998# 200#"},
	{"1·8", "1.8#"},
	{"1.8.", "1.8#"},
	{"1.8.2", "1.8# 2#"},
	{"5–10", "5# 10#"},
	{".05 and .5. x.7 ..5 0·77 ·77",
		"0.05# and~ 0.5# x 7# 5# 0.77# 0.77#"},
	
	{"50% (0.05)", "50# 0.05#"},
	{"１２", "12#"},
	{"½", ""},
	{"5mg 5 mg 2nd", "5# mg 5# mg 2# nd"},
	{"10-mg 3-year", "10# mg 3# year"},
};

static const struct row codes[] = {
	{"CD22", "cd* {cd22/2} 22*"},
	{"CMC-544", "cmc^ {cmc544/2} 544#"},
	{"CMC 544", "cmc^ {cmc544/2} 544#"},
	{"CMC544", "cmc* {cmc544/2} 544*"},
	{"CMC\xe2\x80\x91"
	 "544",
		"cmc^ {cmc544/2} 544#"},
	{"CMC  544", "cmc^ 544#"},
	{"ALL 40 patients", "all^ 40# patient"},
	{"ASH 2011, ALL 5 mg", "ash^ 2011# all^ 5# mg"},
	{"ALL 40-year", "all^ 40# year"},
	{"CD 22b", "cd^ 22* {22b/2} b*"},
	{"STUDY OF 40 ADULT PATIENTS", "studi of~ 40# adult patient"},
	{"p53 B12", "p* {p53/2} 53* b* {b12/2} 12*"},
	{"NCT02981628", "nct* {nct02981628/2} 02981628*"},
	{"1.8 m²", "1.8# m* {m2/2} 2*"},
	{"therapy¹²", "therapi 12#"},
	{"CD22.1 end", "cd* {cd22/2} 22* 1# end"},
	{"IL-2", "il^ {il2/2} 2#"},
	{"il-2-like", "il {il2/2} 2# like"},
	{"high-IL-2", "high il^ {il2/2} 2#"},
	{"COVID-19", "covid^ {covid19/2} 19#"},
	{"covid-19", "covid {covid19/2} 19#"},
	{"PD-L1", "pd^ {pdl1/3} l* {l1/2} 1*"},
	{"pd-l1", "pd {pdl1/3} l* {l1/2} 1*"},
	{"PDL1", "pdl* {pdl1/2} 1*"},
	{"SARS-CoV-2", "sars^ {sarscov2/3} cov^ 2#"},
	{"anti-CD22", "anti cd* {cd22/2} 22*"},
	{"PD L1, HLA B27", "pd^ {pdl1/3} l* {l1/2} 1* hla^ {hlab27/3} b* {b27/2} 27*"},
	{"5-FU 6-mp", "5# {5fu/2} fu^ 6# {6mp/2} mp"},
	{"99mTc", "99* {99mtc/2} mtc*"},
	{"day 28", "day 28#"},
	{"CO₂", "co* {co2/2} 2*"},
};

static const struct row signs[] = {
	{"CD22+", "cd* {cd22/2} {cd22+/3} 22* positiv!"},
	{"CD22-", "cd* {cd22/2} {cd22-/3} 22* negat!"},
	{"CD22\xe2\x88\x92", "cd* {cd22/2} {cd22-/3} 22* negat!"},
	{"CD22\xe2\x81\xba", "cd* {cd22/2} {cd22+/3} 22* positiv!"},
	{"CD22-positive", "cd* {cd22/2} {cd22+/3} 22* positiv"},
	{"CD22 negative", "cd* {cd22/2} {cd22-/3} 22* negat"},
	{"Ph+ ALL", "ph {ph+/2} positiv! all^"},
	{"Ph- ALL", "ph {ph-/2} negat! all^"},
	{"Ph(-) ALL", "ph {ph-/2} negat! all^"},
	{"ph+", "ph {ph+/2} positiv!"},
	{"HER2 (+)", "her* {her2/2} {her2+/3} 2* positiv!"},
	{"HIV positive", "hiv^ {hiv+/2} positiv"},
	{"CD4+CD25+", "cd* {cd4/2} {cd4+/3} 4* positiv! "
		"cd* {cd25/2} {cd25+/3} 25* positiv!"},
	{"CD34+/CD38-.", "cd* {cd34/2} {cd34+/3} 34* positiv! "
		"cd* {cd38/2} {cd38-/3} 38* negat!"},
	{"CD34+++ x", "cd* {cd34/2} {cd34+/3} 34* positiv! x"},
	{"HLA-DR+", "hla^ (hladr/2) {hladr+/3} dr^ positiv!"},
	{"CD4- and CD8-positive", "cd* {cd4/2} 4* and~ "
		"cd* {cd8/2} {cd8+/3} 8* positiv"},
	{"pre- and post-", "pre and~ post"},
	{"Mid-, non-. a+b -InO", "mid non a~ b ino^"},
	{"5+ (+) positive", "5# positiv"},
};

static const struct row notations[] = {
	{"p<0.001", "p {p<0.001/2} 0.001#"},
	{"P < .001", "p {p<0.001/2} 0.001#"},
	{"p \xe2\x89\xa4 0.05, p value", "p {p<=0.05/2} 0.05# p (pvalu/2) valu"},
	{"mg/m2", "mg {mg/m2/3} m* {m2/2} 2*"},
	{"mg/m²", "mg {mg/m2/3} m* {m2/2} 2*"},
	{"mg/m(2)/day", "mg {mg/m2/3} {mg/m2/day/4} m 2# day"},
	{"mg/kg", "mg {mg/kg/2} kg"},
	{"and/or", "and~ or~"},
	{"10^9/L", "10# {10^9/2} {10^9/l/3} 9# l"},
	{"10⁹/L", "10# {10^9/2} {10^9/l/3} 9# l"},
	{"10(9)/L", "10# {10^9/2} {10^9/l/3} 9# l"},
	{"10^9 10 9", "10# {10^9/2} 9# 10# 9#"},
	{"10 (9) 10(9)", "10# 9# 10# 9#"},
	{"t(9;22)", "t {t(9;22)/3} 9# 22#"},
	{"t(9; 22)", "t {t(9;22)/3} 9# 22#"},
	{"T(9,22)", "t {t(9;22)/3} 9# 22#"},
	{"t(9;22)(q34;q11)",
		"t {t(9;22)/3} {t(9;22)(q34;q11)/7} 9# 22# q* {q34/2} 34* "
		"q* {q11/2} 11*"},
	{"del(5q) add(2) t(1)", "del {del(5q)/3} 5* {5q/2} q* add 2# t 1#"},
	{"c.2126_2127insA",
		"c {c.2126_2127insa/4} 2126# 2127* {2127insa/2} insa*"},
	{"p.V600E", "p {p.v600e/4} v* {v600e/3} 600* e*"},
	{"(p.Val600Glu).", "p {p.v600e/4} val* {val600glu/3} 600* glu*"},
	{"c.35G>A", "c {c.35g>a/4} 35* {35g/2} g* a~"},
	{"c. 35 m.p c.2 c.2.11", "c 35# m p c 2# c 2.11#"},
};

static const struct row compounds[] = {
	{"B-cell B-cells", "b (bcell/2) cell b (bcell/2) cell"},
	{"B cells, X ray", "b (bcell/2) cell x (xray/2) ray"},
	{"T cell-derived", "t (tcell/2) cell (cellderiv/2) deriv"},
	{"b cell, B  cell, A cell, B, cell", "b (bcell/2) cell b cell a~ cell b cell"},
	{"vitamin B and T in2", "vitamin b and~ t in* {in2/2} 2*"},
	{"non-Hodgkin", "non (nonhodgkin/2) hodgkin"},
	{"nonHodgkin", "non (nonhodgkin/2) hodgkin"},
	{"antiCD20", "anti* {anticd20/3} cd* 20*"},
	{"relapsed–refractory", "relaps (relapsedrefractori/2) refractori"},
	{"mini-hyper-CVD", "mini (minihypercvd/3) hyper cvd^"},
	{"one-two-three-four-five", "one two three four five"},
	{"T-ALL", "t (tall/2) all^"},
	{"well -known, x- y", "well known x y"},
	{"cells—that", "cell that~"},
	{"TNFα", "tnf^ (tnfalpha/2) alpha"},
	{"TNF-α", "tnf^ (tnfalpha/2) alpha"},
	{"TNF-alpha", "tnf^ (tnfalpha/2) alpha"},
	{"TNF alpha", "tnf^ (tnfalpha/2) alpha"},
	{"TNF-&alpha; &beta; &amp;", "tnf^ (tnfalpha/2) alpha beta amp"},
	{"beta blockers, the beta", "beta (betablock/2) blocker the~ beta"},
	{"β2-microglobulin", "beta* {beta2/2} 2* microglobulin"},
	{"ΔF508", "delta* {deltaf508/3} f* 508*"},
	{"5 µg μmol μ-opioid", "5# ug umol mu (muopioid/2) opioid"},
	{"αβ T", "alpha (alphabeta/2) beta t"},
	{"αίμα", "αιμα"},
};

static void print_token(const struct token *token, struct buffer *out)
{
	static const char marks[] = {[TOKEN_WORD] = ' ',
		[TOKEN_ACRONYM] = '^',
		[TOKEN_NUMBER] = '#',
		[TOKEN_SIGN] = '!'};

	if (out->length > 0)
		buffer_add_char(out, ' ');
	if (token->kind >= TOKEN_CODE) {
		const char *around = token->kind == TOKEN_CODE ? "{}" : "()";

		buffer_printf(out, "%c%.*s/%d%c", around[0],
			SLICE_PRINT(token->term), token->span, around[1]);
		return;
	}
	buffer_add_slice(out, token->term);
	if (token->flags & TOKEN_PART)
		buffer_add_char(out, '*');
	else if (token->flags & TOKEN_STOP)
		buffer_add_char(out, '~');
	else if (token->kind != TOKEN_WORD)
		buffer_add_char(out, marks[token->kind]);
}

static struct text_analyser *analyser;
static struct arena arena;

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer out = BUFFER_INIT;
		struct tokens tokens =
			text_tokens(analyser, slice_of(rows[i].text), &arena);

		check_tokens(&tokens, &arena);
		buffer_add_string(&out, "");
		for (size_t n = 0; n < tokens.count; n++)
			print_token(&tokens.items[n], &out);
		if (strcmp(out.data, rows[i].tokens) != 0)
			print_error("text: %s\n", rows[i].text);
		assert_string_equal(out.data, rows[i].tokens);
		buffer_clear(&out);
		arena_reset(&arena);
	}
}

#define CHECK_ROWS(table)                                                      \
	static void test_##table(void **state)                                 \
	{                                                                      \
		(void)state;                                                   \
		check_rows(table, sizeof(table) / sizeof(table[0]));           \
	}

CHECK_ROWS(words)
CHECK_ROWS(capitals)
CHECK_ROWS(numbers)
CHECK_ROWS(codes)
CHECK_ROWS(signs)
CHECK_ROWS(notations)
CHECK_ROWS(compounds)

/* Offsets are of the text as typed: the possessive and the soft hyphen count,
 * the mark belongs to its letter. */
static void test_offsets(void **state)
{
	static const struct {
		const char *text;
		uint32_t start, end; /* of the first token */
	} rows[] = {
		{"  cell", 2, 6},
		{"Crohn's", 0, 5},
		{"le\xc2\xadu", 0, 5},
		{"cell\xc2\xad ", 0, 4},
		{"e\xcc\x81 x", 0, 3},
		{"(α)", 1, 3},
		{"1·8 x", 0, 4},
		{"10,000", 0, 6},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tokens tokens =
			text_tokens(analyser, slice_of(rows[i].text), &arena);

		check_tokens(&tokens, &arena);
		assert_int_equal(tokens.items[0].start, rows[i].start);
		assert_int_equal(tokens.items[0].end, rows[i].end);
	}
}

static void test_flags(void **state)
{
	static const struct {
		const char *text;
		size_t token;
		unsigned flags;
	} rows[] = {
		{"Cells grow. They die", 0, TOKEN_CAPITAL | TOKEN_SENTENCE},
		{"Cells grow. They die", 1, 0},
		{"Cells grow. They die", 2,
			TOKEN_CAPITAL | TOKEN_SENTENCE | TOKEN_STOP},
		{"in ALL", 1, TOKEN_UPPER | TOKEN_CAPITAL},
		{"in InO", 1, TOKEN_CAPITAL},
		{"in mRNA", 1, 0},
		{"in B-cell", 1, TOKEN_CAPITAL | TOKEN_GLUED},
		{"in B-cell", 2, TOKEN_CAPITAL},
		{"in CD22", 1,
			TOKEN_UPPER | TOKEN_CAPITAL | TOKEN_GLUED | TOKEN_PART},
		{"in CD22", 2, TOKEN_UPPER | TOKEN_CAPITAL},
		{"in CD22", 3, TOKEN_PART},
		{"in 5mg", 1, TOKEN_GLUED},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tokens tokens =
			text_tokens(analyser, slice_of(rows[i].text), &arena);

		assert_int_equal(
			tokens.items[rows[i].token].flags, rows[i].flags);
	}
}

static void test_long_words(void **state)
{
	char text[400];

	(void)state;
	memset(text, 'a', sizeof(text));
	struct tokens tokens = text_tokens(
		analyser, (struct slice){text, sizeof(text)}, &arena);

	check_tokens(&tokens, &arena);
	assert_int_equal(tokens.count, 1);
	assert_int_equal(tokens.items[0].end, sizeof(text));
	assert_int_equal(tokens.items[0].folded.length, TOKEN_TERM_MAX);
	/* Three bytes a letter: 63 is the most that ends on a border. */
	for (size_t i = 0; i + 3 <= sizeof(text); i += 3)
		memcpy(text + i, "白", 3);
	tokens = text_tokens(analyser, (struct slice){text, 399}, &arena);
	check_tokens(&tokens, &arena);
	assert_int_equal(tokens.items[0].term.length, 63);
	/* Too long for a code: its atoms stay words. */
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = i % 2 ? '1' : 'a';
	tokens = text_tokens(
		analyser, (struct slice){text, sizeof(text)}, &arena);
	check_tokens(&tokens, &arena);
	assert_int_equal(tokens.count, sizeof(text));
	assert_int_equal(tokens.items[0].flags & TOKEN_PART, 0);
}

static void test_invalid_bytes(void **state)
{
	struct tokens tokens = text_tokens(
		analyser, SLICE("a\xff\xfe b\xc3(\xed\xa0\x80"), &arena);

	(void)state;
	check_tokens(&tokens, &arena);
	assert_int_equal(tokens.invalid_bytes, 6);
	assert_int_equal(tokens.count, 2);
}

static void test_clean(void **state)
{
	struct slice good = SLICE("café"), out;

	(void)state;
	assert_int_equal(text_clean(good, &arena, &out), 0);
	assert_ptr_equal(out.data, good.data);
	assert_int_equal(text_clean(SLICE("a\xff"
					  "b\xc3"),
				 &arena, &out),
		2);
	assert_true(slice_is(out, "a�b�"));
	assert_int_equal(text_clean(SLICE_EMPTY, &arena, &out), 0);
	assert_int_equal(out.length, 0);
}

static void test_fold(void **state)
{
	static const struct row rows[] = {
		{"Crohn’s CAFÉ", "crohn’s cafe"},
		{"TNFα–B", "tnfalpha-b"},
		{"5 µg αίμα", "5 ug αιμα"},
		{"ﬁ \xc2\xad m²", "fi  m2"},
		{"\xff", "�"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(slice_is(
			text_fold(analyser, slice_of(rows[i].text), &arena),
			rows[i].tokens));
}

static void test_stem(void **state)
{
	static const struct row rows[] = {
		{"relapsed", "relaps"},
		{"therapies", "therapi"},
		{"is", "is"},
		{"cd22s", "cd22s"},
		{"ørsted", "ørsted"},
		{"hoping", "hope"},
		{"transformationalizationists", "transformationalizationist"},
	};

	(void)state;
	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			assert_true(slice_is(
				text_stem(analyser, slice_of(rows[i].text),
					&arena),
				rows[i].tokens));
}

/* More words than the cache holds: what it gives up is stemmed anew. */
static void test_stem_cache(void **state)
{
	(void)state;
	for (int i = 0; i < 200000; i++) {
		char word[] = "aaaaing";

		for (int n = 0, rest = i; n < 4; n++, rest /= 26)
			word[n] = (char)('a' + rest % 26);
		struct slice once = text_stem(analyser, slice_of(word), &arena);
		struct slice fresh =
			text_stem(analyser, slice_of(word), &arena);

		assert_true(slice_equal(once, fresh));
		arena_reset(&arena);
	}
	assert_true(slice_is(
		text_stem(analyser, SLICE("relapsed"), &arena), "relaps"));
}

static void test_stop_words(void **state)
{
	static const char *const yes[] = {"a", "the", "which", "how", "does",
		"yourself", "there", "all", "themselves"};
	static const char *const no[] = {
		"", "t", "s", "cell", "The", "thea", "th", "transplantation"};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(text_is_stop_word(slice_of(yes[i])));
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(text_is_stop_word(slice_of(no[i])));
}

static int setup(void **state)
{
	(void)state;
	arena_init(&arena);
	analyser = text_analyser_new(NULL);
	return analyser ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_clear(&arena);
	text_analyser_free(analyser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_capitals),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_notations),
		cmocka_unit_test(test_compounds),
		cmocka_unit_test(test_offsets),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_invalid_bytes),
		cmocka_unit_test(test_clean),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_stem),
		cmocka_unit_test(test_stem_cache),
		cmocka_unit_test(test_stop_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
