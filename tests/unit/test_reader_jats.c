/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JATS: one article with every part, the odd cases, damaged files. */
#include "config.h"

#include "base/file.h"
#include "tests/unit/test_reader.h"

static void reads_a_whole_article(void **state)
{
	char *path = data_path("papers/jats.nxml");
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
		"short: J Inv Haematol\n"
		"publisher: Nowhere Press\n"
		"date: 2021-03-09\n"
		"volume: 12\n"
		"issue: 3\n"
		"pages: 101-109\n"
		"language: en\n"
		"type: Journal Article\n"
		"type: Randomized Controlled Trial\n"
		"keyword: quorvinib\n"
		"keyword: narcosis\n"
		"status: 2\n"
		"abstract [BACKGROUND] Quorvinib blocks a kinase that nobody "
		"has found.\n"
		"abstract [METHODS] We gave 45 mg/m2 to adults with more than "
		"10^9 cells per litre.\n"
		"abstract [RESULTS] Half of the patients slept \u2265 3 "
		"hours.\n"
		"body [Introduction] Sleep is known to help. Smith said so, "
		"as Jones (2019) did (Figure 1).\n"
		"body [Methods] First.\n"
		"body [Methods: Patients] Adults.\n\nOthers:\n\nnurses\n\n"
		"cats\n"
		"body [Results] They slept.\n"
		"caption [Figure 1] Hours slept.\n\nBars are means.\n"
		"caption [Table 1] Doses.\n\nArm mg\n\nA 45\n\n"
		"mg: milligram\n");
	free(shown);
	free(path);
}

#define META(fields)                                                           \
	"<article article-type='letter'><front><article-meta>" fields          \
	"</article-meta></front></article>"
static const struct reading rows[] = {
	{META("<article-id pub-id-type='publisher-id'>X-1</article-id>"),
		"id: X-1\ntype: Letter\n"},
	{META("<article-id pub-id-type='doi'>10.1/a</article-id>"
	      "<elocation-id>e7</elocation-id><pub-date pub-type='collection'>"
	      "<year>2001</year></pub-date><pub-date pub-type='pmc-release'>"
	      "<day>1</day><month>1</month><year>2002</year></pub-date>"),
		"id: DOI:10.1/a\ndoi: 10.1/a\ndate: 2001\npages: e7\n"
		"type: Letter\n"},
	{META("<article-id pub-id-type='doi'>10.1/a</article-id>"
	      "<title-group><article-title>RETRACTED: T</article-title>"
	      "</title-group>"),
		"id: DOI:10.1/a\ndoi: 10.1/a\ntitle: RETRACTED: T\n"
		"type: Letter\nstatus: 1\n"},
	/* A notice is not the paper it retracts. */
	{META("<article-id pub-id-type='doi'>10.1/a</article-id>"
	      "<related-article related-article-type='retracted-article'/>"),
		"id: DOI:10.1/a\ndoi: 10.1/a\ntype: Letter\n"},
	{META("<article-id pub-id-type='doi'>10.1/a</article-id>"
	      "<trans-abstract><p>Otherwise.</p></trans-abstract>"
	      "<contrib-group><contrib><string-name>Ada B. Cole"
	      "</string-name></contrib></contrib-group>"),
		"id: DOI:10.1/a\ndoi: 10.1/a\nauthor: Cole AB\ntype: Letter\n"
		"abstract [] Otherwise.\n"},
	/* Prefixes, formulas, and a set of two articles. */
	{"<x:article xmlns:x='u' article-type='letter'><x:front>"
	 "<x:article-meta><x:article-id pub-id-type='pmid'>5</x:article-id>"
	 "</x:article-meta></x:front></x:article>",
		"id: PMID:5\npmid: 5\ntype: Letter\n"},
	{"<pmc-articleset>" META(
		 "<article-id pub-id-type='pmid'>1</article-id>") META(
		 "<article-id pub-id-type='pmid'>2</article-id>") ""
	 "</pmc-articleset>",
		"id: PMID:1\npmid: 1\ntype: Letter\n"
		"id: PMID:2\npmid: 2\ntype: Letter\n"},
	{META("<article-id pub-id-type='pmid'>1</article-id>") "<",
		"id: PMID:1\npmid: 1\ntype: Letter\n"
		"failed: format: the XML ends early, in line 1\n"},
	{"<article article-type='letter'><front></front><body><p>Only text."
	 "</p></body></article>",
		"bad: record 1: no identifier and no title to know the paper "
		"by\n"},
};

static void reads_each_field(void **state)
{
	(void)state;
	check_readings(rows, COUNT(rows));
}

/* What the body of a paper "T" comes to. */
static const struct reading bodies[] = {
	{"<p>a <inline-formula><alternatives><tex-math>$x$</tex-math><math>"
	 "<mi>x</mi></math></alternatives></inline-formula> b</p>",
		"body [] a x b\n"},
	{"<p>One<break/>two</p><p/><disp-quote><p>Three</p></disp-quote>",
		"body [] One two\n\nThree\n"},
	{"<p>x<sup><xref ref-type='bibr'>1</xref>,<xref ref-type='bibr'>2"
	 "</xref></sup> y</p>",
		"body [] x y\n"},
	{"<sec><title>A.</title><sec><title>B</title><p>c</p></sec></sec>",
		"body [A: B] c\n"},
	{"", ""},
};

static void reads_the_body(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bodies); i++) {
		char *input = memory_printf("<article article-type='x'><front>"
			"<article-meta><article-id pub-id-type='pmid'>1"
			"</article-id></article-meta></front><body>%s</body>"
			"</article>", bodies[i].input);
		char *expected = memory_printf("id: PMID:1\npmid: 1\n%s",
			bodies[i].expected);
		char *shown = show_bytes(input, strlen(input));

		assert_string_equal(shown, expected);
		free(shown);
		free(expected);
		free(input);
	}
}

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	while ((text = strstr(text, part))) {
		count++;
		text += strlen(part);
	}
	return count;
}

/* What would take time or memory by the square of a list has an end. */
static void wide_articles_have_limits(void **state)
{
	struct buffer xml = BUFFER_INIT;
	char *title = memory_new(100001);

	(void)state;
	memset(title, 'x', 100000);
	buffer_add_string(&xml, "<article article-type='x'><front>"
				"<article-meta><article-id pub-id-type='pmid'>"
				"1</article-id><kwd-group>");
	for (unsigned i = 0; i < 60000; i++)
		buffer_printf(&xml, "<kwd>k%u</kwd>", i);
	buffer_add_string(&xml, "</kwd-group></article-meta></front><body>"
				"<sec><title>");
	buffer_add_string(&xml, title);
	buffer_add_string(&xml, "</title>");
	for (unsigned i = 0; i < 200; i++)
		buffer_add_string(&xml, "<sec><title>t</title><p>p</p>");
	for (unsigned i = 0; i < 200; i++)
		buffer_add_string(&xml, "</sec>");
	buffer_add_string(&xml, "</sec></body></article>");
	char *shown = show_bytes(xml.data, xml.length);

	assert_int_equal(count_of(shown, "keyword: "), 10000);
	assert_int_equal(count_of(shown, "body ["), 200);
	assert_int_equal(count_of(shown, title), 0);
	free(shown);
	free(title);
	buffer_clear(&xml);
}

static void damaged_files_come_to_an_end(void **state)
{
	(void)state;
	check_damaged_file("papers/jats.nxml", 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_whole_article),
		cmocka_unit_test(reads_each_field),
		cmocka_unit_test(reads_the_body),
		cmocka_unit_test(wide_articles_have_limits),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
