/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CSV with a header, in the spellings of databases and people; and EndNote's
 * XML: odd cases one by one, refused and damaged files. */
#include "config.h"

#include "tests/unit/test_reader.h"

#define IDS "id: PMID:1\npmid: 1\n"

static const struct reading csv[] = {
	/* RFC 4180: quotes, separators and line ends in a field; CRLF. */
	{"PMID,Title\r\n1,\"Beds, \"\"soft\"\"\r\nand hard\"\r\n2,Beds\r\n",
		IDS "title: Beds, \"soft\" and hard\nid: PMID:2\npmid: 2\n"
		    "title: Beds\n"},
	{"title;pmid\nBeds, soft;1\n", IDS "title: Beds, soft\n"},
	{"title\tpmid\nBeds, \"soft\"\t1\n", IDS "title: Beds, \"soft\"\n"},
	{"\xef\xbb\xbf\"Pub-Med Id\",\"TITLE\"\n\n1,A\n\n",
		IDS "title: A\n"},
	{"\xef\xbb\xbf\"PubMed ID\",\"TITLE\"\n\n1,A\n\n", IDS "title: A\n"},
	/* Rows that are short or long, an unknown column. */
	{"pmid,title,whatever,year\n1\n2,B,x,2019,more\n",
		IDS "id: PMID:2\npmid: 2\ntitle: B\ndate: 2019\n"},
	/* Names in one field. */
	{"pmid,title,authors\n1,A,\"Uy N, de Bed AB, Cruz A.\"\n",
		IDS "title: A\nauthor: Uy N\nauthor: de Bed AB\n"
		    "author: Cruz A\n"},
	{"pmid,title,authors\n1,A,\"Uy, N., Bed, A. B.\"\n",
		IDS "title: A\nauthor: Uy N\nauthor: Bed AB\n"},
	{"pmid,title,author\n1,A,\"Almquist, Britta\"\n",
		IDS "title: A\nauthor: Almquist B\n"},
	{"pmid,title,author\n1,A,\"Uy, Natalie; Bed, A; et al.\"\n",
		IDS "title: A\nauthor: Uy N\nauthor: Bed A\n"},
	/* Journal, date and pages in one field, and in their own. */
	{"pmid,title,source\n1,A,Journal of Beds (2019) 12:3 (1-9)\n",
		IDS "title: A\njournal: Journal of Beds\n"},
	{"pmid,title,citation,Journal/Book\n1,A,J Beds. 2013 Aug 1;9(5):28-36."
	 ",J Beds\n",
		IDS "title: A\njournal: J Beds\ndate: 2013-08-01\nvolume: 9\n"
		    "issue: 5\npages: 28-36\n"},
	{"pmid,title,Page start,Page end,Art. No.\n1,A,12,19,e1\n2,B,,,e1\n",
		IDS "title: A\npages: 12-19\nid: PMID:2\npmid: 2\ntitle: B\n"
		    "pages: e1\n"},
	/* Identifiers. */
	{"title,doi,id\nA,https://doi.org/10.5555/A,7\n",
		"id: DOI:10.5555/a\ndoi: 10.5555/a\ntitle: A\n"},
	{"id,title\nbed-7,A\n", "id: bed-7\ntitle: A\n"},
	{"title,NCT Number,pmid\nA,NCT90000001,1\n",
		IDS "nct: NCT90000001\ntitle: A\n"},
	{"title,extra,doi\nA,\"PMID: 1\nPMCID: PMC2\",10.5555/a\n",
		"id: PMID:1\npmid: 1\npmcid: PMC2\ndoi: 10.5555/a\n"
		"title: A\n"},
	/* Lists. */
	{"pmid,title,keywords,mesh,types\n1,A,\"bed, sleep\","
	 "Humans; Sleep/physiology*,Review\n",
		IDS "title: A\ntype: Review\nkeyword: bed\nkeyword: sleep\n"
		    "mesh: Humans||\nmesh: Sleep||physiology*\n"},
	/* A row that is no paper costs that row. */
	{"title,doi\n,\nA,10.5555/a\n",
		"bad: record 1 (line 2): no identifier and no title to know "
		"the paper by\nid: DOI:10.5555/a\ndoi: 10.5555/a\ntitle: A\n"},
	{"title,doi\n\"A,10.5555/a\nB,10.5555/b\n",
		"bad: record 1 (line 2): a quote opened here is never "
		"closed\n"},
	/* Embase's rows. */
	{"\"TITLE\",\"A\"\n\"MEDLINE PMID\",\"1\"\n\n\"TITLE\",\"B\"\n"
	 "\"MEDLINE PMID\",\"2\"\n\"AUTHOR NAMES\",\"Uy N.\",\"Bed A.B.\"\n",
		IDS "title: A\nid: PMID:2\npmid: 2\ntitle: B\nauthor: Uy N\n"
		    "author: Bed AB\n"},
};

#define RECORD(s) "<xml><records><record><accession-num>1</accession-num>"    \
	"<remote-database-name>PubMed</remote-database-name>"                  \
	"<contributors/>" s "</record></records></xml>"

static const struct reading endnote[] = {
	{RECORD("<titles><title><style>In </style><style face='italic'>vitro"
		"</style><style>.</style></title><secondary-title>Beds"
		"</secondary-title></titles>"),
		IDS "title: In vitro\njournal: Beds\n"},
	{RECORD("<abstract><style>10</style><style face='superscript'>-9"
		"</style><style>, CO</style><style face='subscript'>2</style>"
		"</abstract>"),
		IDS "abstract [] 10^-9, CO2\n"},
	{RECORD("<dates><year>2019</year><pub-dates><date>Aug 12</date>"
		"</pub-dates></dates><urls><related-urls><url>"
		"https://doi.org/10.5555/a</url></related-urls></urls>"),
		"id: PMID:1\npmid: 1\ndoi: 10.5555/a\ndate: 2019-08-12\n"},
	{"<xml><records><record><accession-num>1</accession-num><ref-type "
	 "name='Book'>6</ref-type><titles><title>Beds</title></titles>"
	 "<publisher>Bed Press</publisher><electronic-resource-num>"
	 "10.5555/a</electronic-resource-num></record></records></xml>",
		"id: DOI:10.5555/a\ndoi: 10.5555/a\ntitle: Beds\n"
		"publisher: Bed Press\ntype: Book\n"},
	{"<xml><records><record><ref-type>17</ref-type></record><record>"
	 "<electronic-resource-num>10.5555/a</electronic-resource-num>"
	 "</record></records></xml>",
		"bad: record 1: no identifier and no title to know the paper "
		"by\nid: DOI:10.5555/a\ndoi: 10.5555/a\n"},
};

static void reads_csv(void **state)
{
	(void)state;
	check_readings(csv, COUNT(csv));
}

static void reads_endnote(void **state)
{
	(void)state;
	check_readings(endnote, COUNT(endnote));
}

static void a_header_is_wanted(void **state)
{
	char *path = file_of("a,b\nc,d\n", 8);
	char *shown = show_file(path, "csv", 0);

	(void)state;
	assert_string_equal(shown, "failed: format: has no header: none of its "
		"columns is called title, abstract, doi, pmid ...\n");
	free(shown);
	file_drop(path);
}

static void damaged_files_come_to_an_end(void **state)
{
	(void)state;
	check_damaged_file("papers/zotero.csv", 17);
	check_damaged_file("papers/embase-rows.csv", 17);
	check_damaged_file("papers/endnote.xml", 61);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_csv),
		cmocka_unit_test(reads_endnote),
		cmocka_unit_test(a_header_is_wanted),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
