/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PubMed XML: every field by one whole record, then the odd cases one by one;
 * malformed, hostile and damaged files. */
#include "config.h"

#include <stdio.h>

#include "base/file.h"
#include "tests/unit/test_reader.h"

static void reads_a_whole_record(void **state)
{
	char *path = data_path("papers/pubmed.xml");
	char *shown = show_file(path, NULL, 0);

	(void)state;
	assert_string_equal(shown,
		"id: PMID:90000001\n"
		"pmid: 90000001\n"
		"pmcid: PMC9000001\n"
		"doi: 10.5555/jih.2021.0001\n"
		"nct: NCT90000001\n"
		"title: Quorvinib and CO2 narcosis in ELN-adverse leukaemia: "
		"a randomised trial\n"
		"author: Almquist BK\n"
		"author: van der Meulen J\n"
		"author: Quorvinib Study Group\n"
		"journal: Journal of Invented Haematology\n"
		"short: J Inv Haematol\n"
		"date: 2021-03-09\n"
		"volume: 12\n"
		"issue: 3\n"
		"pages: 101-9\n"
		"language: eng\n"
		"type: Journal Article\n"
		"type: Randomized Controlled Trial\n"
		"keyword: quorvinib\n"
		"keyword: narcosis\n"
		"mesh: Humans|D006801|\n"
		"mesh: Leukemia|D007938|drug therapy*\n"
		"mesh: Leukemia|D007938|epidemiology\n"
		"mesh: quorvinib|C900001|\n"
		"status: 2\n"
		"abstract [BACKGROUND] Quorvinib blocks a kinase that nobody "
		"has found.\n"
		"abstract [METHODS] We gave 45 mg/m2 to adults with more than "
		"10^9 cells per litre.\n"
		"abstract [RESULTS] Half of the patients slept \u2265 3 "
		"hours.\n"
		"delete PMID:90000002\n"
		"delete PMID:90000003\n");
	free(shown);
	free(path);
}

#define ARTICLE(fields)                                                        \
	"<PubmedArticleSet><PubmedArticle><MedlineCitation>"                   \
	"<PMID>1</PMID><Article>" fields "</Article></MedlineCitation>"        \
	"</PubmedArticle></PubmedArticleSet>"
#define CITATION(fields)                                                       \
	"<PubmedArticleSet><PubmedArticle><MedlineCitation>"                   \
	"<PMID>1</PMID>" fields "</MedlineCitation>"                           \
	"</PubmedArticle></PubmedArticleSet>"
#define DATED(fields)                                                          \
	ARTICLE("<Journal><JournalIssue><PubDate>" fields                      \
		"</PubDate></JournalIssue></Journal>")
#define FIRST "id: PMID:1\npmid: 1\n"

static const struct reading fields[] = {
	/* Titles. */
	{ARTICLE("<ArticleTitle>[Une \xc3\xa9tude].</ArticleTitle>"
		 "<VernacularTitle>Une \xc3\xa9tude.</VernacularTitle>"),
		FIRST "title: Une \xc3\xa9tude\n"
		      "vernacular: Une \xc3\xa9tude\n"},
	{ARTICLE("<ArticleTitle>[Not Available].</ArticleTitle>"
		 "<VernacularTitle>Um estudo.</VernacularTitle>"),
		FIRST "title: Um estudo\nvernacular: Um estudo\n"},
	{ARTICLE("<ArticleTitle>And so on...</ArticleTitle>"),
		FIRST "title: And so on...\n"},
	/* Dates. */
	{DATED("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"),
		FIRST "date: 1998-12\n"},
	{DATED("<MedlineDate>2000 Spring</MedlineDate>"),
		FIRST "date: 2000-03\n"},
	{DATED("<MedlineDate>1999-2000</MedlineDate>"), FIRST "date: 1999\n"},
	{DATED("<Year>2001</Year><Season>Fall</Season>"),
		FIRST "date: 2001-09\n"},
	{DATED("<Year>2001</Year><Month>12</Month>"), FIRST "date: 2001-12\n"},
	{DATED("<Year>20</Year>"), FIRST},
	{ARTICLE("<Journal><JournalIssue><PubDate><Year>2019</Year></PubDate>"
		 "</JournalIssue></Journal><ArticleDate><Year>2019</Year>"
		 "<Month>07</Month><Day>31</Day></ArticleDate>"),
		FIRST "date: 2019-07-31\n"},
	{ARTICLE("<ArticleDate><Year>2018</Year><Month>07</Month>"
		 "</ArticleDate>"),
		FIRST "date: 2018-07\n"},
	/* Abstracts. */
	{ARTICLE("<Abstract><AbstractText>One.</AbstractText><AbstractText "
		 "Label='' NlmCategory='RESULTS'>Two.</AbstractText>"
		 "<AbstractText NlmCategory='UNASSIGNED'>Three.</AbstractText>"
		 "</Abstract>"),
		FIRST "abstract [] One.\nabstract [RESULTS] Two.\n"
		      "abstract [] Three.\n"},
	{ARTICLE("<Abstract><AbstractText>5 &#215; 10<sup>-4</sup> CD34"
		 "<sup>+</sup> cells, <math><mrow> <msup> <mi>x</mi> "
		 "<mn>2</mn> </msup> <mo>=</mo> <mfrac><mn>1</mn><mn>4</mn>"
		 "</mfrac></mrow></math></AbstractText></Abstract>"),
		FIRST "abstract [] 5 \xc3\x97 10^-4 CD34+ cells, x2=1/4\n"},
	{CITATION("<Article><Abstract><AbstractText>Main.</AbstractText>"
		  "</Abstract></Article><OtherAbstract><AbstractText>Other."
		  "</AbstractText></OtherAbstract>"),
		FIRST "abstract [] Main.\n"},
	{CITATION("<OtherAbstract><AbstractText>Other.</AbstractText>"
		  "</OtherAbstract>"),
		FIRST "abstract [] Other.\n"},
	/* Authors, pages. */
	{ARTICLE("<AuthorList><Author><LastName>\xc3\x96zt\xc3\xbcrk</LastName>"
		 "<ForeName>Jean-Pierre</ForeName></Author><Author>"
		 "<LastName>Plato</LastName></Author><Author ValidYN='N'>"
		 "<LastName>Wrong</LastName></Author></AuthorList>"),
		FIRST "author: \xc3\x96zt\xc3\xbcrk JP\nauthor: Plato\n"},
	{ARTICLE("<Pagination><StartPage>25</StartPage><EndPage>38</EndPage>"
		 "</Pagination>"),
		FIRST "pages: 25-38\n"},
	{ARTICLE("<Pagination><StartPage>e5</StartPage></Pagination>"),
		FIRST "pages: e5\n"},
	/* Identifiers. */
	{ARTICLE("<ELocationID EIdType='doi' ValidYN='N'>10.1/bad</ELocationID>"
		 "<ELocationID EIdType='pii'>S1</ELocationID>"
		 "<ELocationID EIdType='doi'>10.1/good</ELocationID>"),
		FIRST "doi: 10.1/good\n"},
	{"<PubmedArticle><PubmedData><ArticleIdList><ArticleId IdType='doi'>"
	 "10.1/x</ArticleId></ArticleIdList></PubmedData></PubmedArticle>",
		"id: DOI:10.1/x\ndoi: 10.1/x\n"},
	/* Headings. */
	{CITATION("<MeshHeadingList><MeshHeading><DescriptorName UI='D1' "
		  "MajorTopicYN='Y'>Blood</DescriptorName><QualifierName>"
		  "cytology</QualifierName></MeshHeading></MeshHeadingList>"
		  "<ChemicalList><Chemical><NameOfSubstance UI='D1'>Blood"
		  "</NameOfSubstance></Chemical></ChemicalList><SupplMeshList>"
		  "<SupplMeshName UI='C1'>Rare one</SupplMeshName>"
		  "</SupplMeshList>"),
		FIRST "mesh: Blood|D1|cytology*\nmesh: Rare one|C1|\n"},
	/* Status. */
	{CITATION("<CommentsCorrectionsList><CommentsCorrections "
		  "RefType='RetractionIn'/><CommentsCorrections "
		  "RefType='ExpressionOfConcernIn'/><CommentsCorrections "
		  "RefType='Cites'/></CommentsCorrectionsList>"),
		FIRST "status: 5\n"},
	{ARTICLE("<PublicationTypeList><PublicationType>Retracted Publication"
		 "</PublicationType></PublicationTypeList>"),
		FIRST "type: Retracted Publication\nstatus: 1\n"},
	{CITATION("<CommentsCorrectionsList><CommentsCorrections "
		  "RefType='RetractionOf'/></CommentsCorrectionsList>"),
		FIRST},
	/* Books. */
	{"<PubmedBookArticleSet><PubmedBookArticle><BookDocument><PMID>7</PMID>"
	 "<Book><Publisher><PublisherName>P</PublisherName></Publisher>"
	 "<BookTitle>The Book</BookTitle><PubDate><Year>2010</Year></PubDate>"
	 "<AuthorList Type='editors'><Author><LastName>Ed</LastName></Author>"
	 "</AuthorList></Book><ArticleTitle>The Chapter</ArticleTitle>"
	 "<AuthorList Type='authors'><Author><LastName>Au</LastName></Author>"
	 "</AuthorList><Abstract><AbstractText>Text.</AbstractText></Abstract>"
	 "</BookDocument></PubmedBookArticle></PubmedBookArticleSet>",
		"id: PMID:7\npmid: 7\ntitle: The Chapter\nauthor: Au\n"
		"journal: The Book\npublisher: P\ndate: 2010\n"
		"abstract [] Text.\n"},
	/* Entities without their DTD, and the two charsets. */
	{"<!DOCTYPE PubmedArticleSet SYSTEM 'x.dtd'>" ARTICLE(
		 "<ArticleTitle>&beta;&nbsp;&eacute; &unheardof;"
		 "</ArticleTitle>"),
		FIRST "title: \xce\xb2 \xc3\xa9 &unheardof;\n"},
	{ARTICLE("<ArticleTitle>&alpha;</ArticleTitle>"),
		FIRST "title: \xce\xb1\n"},
	{"<?xml version='1.0' encoding='ISO-8859-1'?>" ARTICLE(
		 "<ArticleTitle>Caf\xe9 \x93q\x94</ArticleTitle>"),
		FIRST "title: Caf\xc3\xa9 \u201cq\u201d\n"},
	{ARTICLE("<ArticleTitle>Caf\xe9 x</ArticleTitle>"),
		FIRST "title: Caf\xef\xbf\xbd x\n"
		      "warnings: 1 bytes or characters could not be read\n"},
	{"\xef\xbb\xbf" ARTICLE("<ArticleTitle>BOM</ArticleTitle>"),
		FIRST "title: BOM\n"},
};

static void reads_each_field(void **state)
{
	(void)state;
	check_readings(fields, COUNT(fields));
}

#define GOOD(pmid)                                                             \
	"<PubmedArticle><MedlineCitation><PMID>" pmid "</PMID>"                \
	"</MedlineCitation></PubmedArticle>\n"

static const struct reading faults[] = {
	{"<PubmedArticleSet>\n" GOOD(
		 "1") "<PubmedArticle><MedlineCitation><PMID>2</PMID></x>"
		      "</MedlineCitation></PubmedArticle>\n" GOOD(
			      "3") "</PubmedArticleSet>",
		FIRST "bad: record 2 (PMID 2): malformed XML in line 3, column "
		      "49: mismatched tag\nid: PMID:3\npmid: 3\n"},
	{"<PubmedArticleSet>\n" GOOD("1") "<PubmedArticle> & " GOOD(
		 "3") "<PubmedArticle></y>",
		FIRST "bad: record 2: malformed XML in line 3, column 18: "
		      "not well-formed (invalid token)\n"
		      "id: PMID:3\npmid: 3\n"
		      "failed: format: malformed XML in line 4, column 18: "
		      "mismatched tag\n"},
	{"<PubmedArticleSet>" GOOD("1") "<PubmedArticle><Medline",
		FIRST "failed: format: the XML ends early, in line 2\n"},
	{"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>",
		"bad: record 1: no identifier and no title to know the paper "
		"by\n"},
	{"<PubmedArticleSet></PubmedArticleSet>", ""},
	{"<?xml version='1.0' encoding='koi8-r'?><PubmedArticleSet/>",
		"failed: format: the encoding koi8-r is not read, only UTF-8, "
		"ISO-8859-1 and windows-1252\n"},
	/* Entities that would read a file, from inside and from a DTD. */
	{"<!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "
	 "'/etc/passwd'>]>" ARTICLE("<ArticleTitle>a&x;b</ArticleTitle>"),
		FIRST "title: ab\n"},
};

static void a_fault_costs_its_record(void **state)
{
	(void)state;
	check_readings(faults, COUNT(faults));
}

static void entities_do_not_multiply(void **state)
{
	struct buffer xml = BUFFER_INIT;

	(void)state;
	buffer_add_string(&xml, "<!DOCTYPE PubmedArticleSet [<!ENTITY a0 "
				"'lollollollollol'>");
	for (int i = 1; i < 20; i++)
		buffer_printf(&xml, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;&a%d;'>",
			i, i - 1, i - 1, i - 1, i - 1, i - 1);
	buffer_add_string(&xml, "]>" ARTICLE("<ArticleTitle>&a19;"
					     "</ArticleTitle>"));
	char *shown = show_bytes(xml.data, xml.length);

	assert_non_null(strstr(shown, "amplification"));
	free(shown);
	buffer_clear(&xml);
}

static void repeat(struct buffer *out, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_add_string(out, text);
}

/* Deep, wide and long records are refused, and the next one is read. */
static void shapes_have_limits(void **state)
{
	static const struct {
		const char *before, *part, *between, *closing, *after;
		size_t count;
		const char *result;
	} rows[] = {
		{"", "<x>", "", "</x>", "", 100000,
			"bad: record 1 (PMID 1): elements are nested deeper "
			"than 256 (limit xml_depth)\n"},
		{"<Article><ArticleTitle>", "<i>", "deep", "</i>",
			"</ArticleTitle></Article>", 200,
			FIRST "title: deep\n"},
		{"<ArticleTitle>", "0123456789abcdef", "", "",
			"</ArticleTitle>", 5000,
			"bad: record 1 (PMID 1): text and markup are longer "
			"than 65536 (limit text_bytes)\n"},
		{"", "<x/>", "", "", "", 100000,
			"bad: record 1 (PMID 1): text and markup are longer "
			"than 65536 (limit text_bytes)\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buffer xml = BUFFER_INIT;

		buffer_add_string(&xml, "<PubmedArticleSet><PubmedArticle>"
					"<MedlineCitation><PMID>1</PMID>");
		buffer_add_string(&xml, rows[i].before);
		repeat(&xml, rows[i].part, rows[i].count);
		buffer_add_string(&xml, rows[i].between);
		repeat(&xml, rows[i].closing, rows[i].count);
		buffer_add_string(&xml, rows[i].after);
		buffer_add_string(
			&xml, "</MedlineCitation></PubmedArticle>" GOOD(
				      "3") "</PubmedArticleSet>");
		char *path = file_of(xml.data, xml.length);
		char *shown = show_file(path, NULL, 65536);
		char *expected = memory_printf(
			"%sid: PMID:3\npmid: 3\n", rows[i].result);

		assert_string_equal(shown, expected);
		free(expected);
		free(shown);
		file_drop(path);
		buffer_clear(&xml);
	}
}

static void attributes_have_a_limit(void **state)
{
	struct buffer xml = BUFFER_INIT;

	(void)state;
	buffer_add_string(&xml, "<PubmedArticleSet><PubmedArticle>"
				"<MedlineCitation");
	for (int i = 0; i < 50000; i++)
		buffer_printf(&xml, " a%d='%d'", i, i);
	buffer_add_string(&xml, "><PMID>1</PMID></MedlineCitation>"
				"</PubmedArticle></PubmedArticleSet>");
	char *shown = show_bytes(xml.data, xml.length);

	assert_string_equal(shown, FIRST);
	free(shown);
	buffer_clear(&xml);
}

/* Records stay whole wherever the input's pieces end, and memory stays flat. */
static void many_records_pass(void **state)
{
	struct buffer xml = BUFFER_INIT;
	struct document paper;
	struct error err = {0};
	struct arena arena;
	unsigned count = 0;
	int event;

	(void)state;
	arena_init(&arena);
	buffer_add_string(&xml, "<PubmedArticleSet>");
	for (unsigned i = 1; i <= 20000; i++)
		buffer_printf(&xml,
			"<PubmedArticle><MedlineCitation>"
			"<PMID>%u</PMID><Article><ArticleTitle>"
			"Title %u</ArticleTitle></Article>"
			"</MedlineCitation></PubmedArticle>\n",
			i, i);
	buffer_add_string(&xml, "</PubmedArticleSet>");
	char *path = file_of(xml.data, xml.length);
	struct reader *reader = reader_open(path, NULL, &err);

	assert_non_null(reader);
	assert_string_equal(reader_format(reader), "pubmed");
	while ((event = reader_next(reader, &paper, &arena, &err)) > 0) {
		char id[32];

		snprintf(id, sizeof(id), "PMID:%u", ++count);
		assert_int_equal(event, READER_DOCUMENT);
		assert_true(slice_is(paper.id, id));
		assert_true(slice_is(paper.source, path));
		assert_true(slice_is(paper.format, "pubmed"));
		assert_true(arena.used < 4096);
		arena_reset(&arena);
	}
	assert_int_equal(event, READER_END);
	assert_int_equal(count, 20000);
	assert_int_equal(reader_consumed(reader), xml.length);
	assert_int_equal(reader_size(reader), xml.length);
	assert_int_equal(reader_next(reader, &paper, &arena, &err), READER_END);
	reader_close(reader);
	file_drop(path);
	buffer_clear(&xml);
	arena_clear(&arena);
}

static void damaged_files_come_to_an_end(void **state)
{
	(void)state;
	check_damaged_file("papers/pubmed.xml", 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_whole_record),
		cmocka_unit_test(reads_each_field),
		cmocka_unit_test(a_fault_costs_its_record),
		cmocka_unit_test(entities_do_not_multiply),
		cmocka_unit_test(shapes_have_limits),
		cmocka_unit_test(attributes_have_a_limit),
		cmocka_unit_test(many_records_pass),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
