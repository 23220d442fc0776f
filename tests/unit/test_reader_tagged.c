/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RIS, MEDLINE and Web of Science: their lines and records, each field, the
 * dialects, encodings, what is refused; and labels, markup and notices in text
 * without structure. */
#include "config.h"

#include <stdio.h>

#include "tests/unit/test_reader.h"

#define DOI    "DO  - 10.5555/a\n"
#define HEAD   "TY  - GEN\n" DOI
#define TAIL   "ER  - \n"
#define RIS(s) HEAD s TAIL
#define IDS    "id: DOI:10.5555/a\ndoi: 10.5555/a\n"

static const struct reading ris[] = {
	/* Titles and journals. */
	{RIS("T1  - A bed.\n"), IDS "title: A bed\n"},
	{RIS("TI  - [Ein Bett].\n"), IDS "title: Ein Bett\n"},
	{RIS("TI  - A bed\nthat goes on\n"), IDS "title: A bed that goes on\n"},
	{RIS("TI  - Beds: IL\nIL - 6 in sleep\n"),
		IDS "title: Beds: IL IL - 6 in sleep\n"},
	{RIS("TI  - A\nJF  - Journal of Beds\nJA  - J Beds\n"),
		IDS "title: A\njournal: Journal of Beds\nshort: J Beds\n"},
	{RIS("TI  - A\nT2  - J Beds\nJ2  - Journal of Beds\n"),
		IDS "title: A\njournal: Journal of Beds\nshort: J Beds\n"},
	{RIS("TI  - A\nJO  - Beds\n"), IDS "title: A\njournal: Beds\n"},
	{"TY  - CHAP\n" DOI "TI  - A\nBT  - Book\nT2  - Series\n" TAIL,
		IDS "title: A\njournal: Book\ntype: Book Chapter\n"},
	{"TY  - BOOK\n" DOI "BT  - Book\nPB  - Bed Press\n" TAIL,
		IDS "title: Book\npublisher: Bed Press\ntype: Book\n"},
	/* Authors. */
	{RIS("AU  - Cabral, Marques H. M.\nA1  - Shannon,Claude E.\n"),
		IDS "author: Cabral MHM\nauthor: Shannon CE\n"},
	{RIS("AU  - Smith, John, Jr.\nAU  - Bed Study Group,\n"),
		IDS "author: Smith J\nauthor: Bed Study Group\n"},
	{RIS("AU  - Almquist B.K.\nAU  - Almquist, B. K.\nA2  - Editor, E.\n"),
		IDS "author: Almquist BK\n"},
	/* Dates. */
	{RIS("PY  - 2019//\n"), IDS "date: 2019\n"},
	{RIS("Y1  - 2016/01/\nET  - 2016/01/30\n"), IDS "date: 2016-01\n"},
	{RIS("PY  - 2019\nDA  - 2019/08/12/\n"), IDS "date: 2019-08-12\n"},
	{RIS("PY  - 2019\nDA  - Aug 12\n"), IDS "date: 2019-08-12\n"},
	{RIS("PY  - 2019\nDA  - Nov-Dec\n"), IDS "date: 2019-11\n"},
	{RIS("PY  - 2019\nDA  - 10\n"), IDS "date: 2019\n"},
	{RIS("PY  - 2019\nDA  - 2018/03/01\n"), IDS "date: 2019\n"},
	{RIS("PY  - 99\nPY  - ///\nPY  - 2001/09/01/\nY2  - 2020/01/01\n"),
		IDS "date: 2001-09-01\n"},
	/* Pages. */
	{RIS("SP  - 12\nEP  - 19\n"), IDS "pages: 12-19\n"},
	{RIS("SP  - 12-19\nEP  - 19\n"), IDS "pages: 12-19\n"},
	{RIS("SP  - No\nEP  - Specified\n"), IDS},
	{RIS("C7  - e17\n"), IDS "pages: e17\n"},
	/* Identifiers. */
	{"TY  - GEN\nDB  - PubMed\nAN  - 17\nTI  - A\n" TAIL,
		"id: PMID:17\npmid: 17\ntitle: A\n"},
	{RIS("DB  - Embase\nAN  - 17\nC5  - 18\n"),
		"id: PMID:18\npmid: 18\ndoi: 10.5555/a\n"},
	{RIS("DB  - Scopus\nC2  - 19\n"),
		"id: PMID:19\npmid: 19\ndoi: 10.5555/a\n"},
	{RIS("AN  - 17\nID  - 17\nC2  - 19\n"), IDS},
	{RIS("U1  - 20[pmid]\nU2  - PMC21[pmcid]\nU4  - x[PII]\n"),
		"id: PMID:20\npmid: 20\npmcid: PMC21\ndoi: 10.5555/a\n"},
	{"TY  - GEN\nM3  - doi: 10.5555/B\n" TAIL,
		"id: DOI:10.5555/b\ndoi: 10.5555/b\n"},
	{"TY  - GEN\nUR  - https://doi.org/10.5555/b?x=1\n" TAIL,
		"id: DOI:10.5555/b\ndoi: 10.5555/b\n"},
	{RIS("UR  - https://pubmed.ncbi.nlm.nih.gov/22/\n"
	     "L1  - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC23/pdf/a.pdf\n"
	     "UR  - http://beds.example/a?b=1; http://beds.example/c\n"),
		"id: PMID:22\npmid: 22\npmcid: PMC23\ndoi: 10.5555/a\n"
		"url: http://beds.example/a?b=1\n"},
	/* Keywords, types, flags. */
	{RIS("KW  - *bed; sleep\nbed\n"),
		IDS "keyword: bed\nkeyword: sleep\n"},
	{RIS("KW  - Leukemia, Myeloid\n"), IDS "keyword: Leukemia, Myeloid\n"},
	{"TY  - JOUR\n" DOI "M3  - review\n" TAIL,
		IDS "type: Journal Article\ntype: Review\n"},
	{RIS("TI  - RETRACTED: Beds\n"),
		IDS "title: RETRACTED: Beds\nstatus: 1\n"},
	{RIS("TI  - Retraction of: Beds\n"),
		IDS "title: Retraction of: Beds\n"},
	{RIS("TI  - Erratum to: Beds\nM3  - Erratum\n"),
		IDS "title: Erratum to: Beds\ntype: Erratum\n"},
	/* Abstracts. */
	{RIS("N2  - Short.\nAB  - The longer one.\n"),
		IDS "abstract [] The longer one.\n"},
	{RIS("N2  -\n"), IDS},
	{RIS("AB  - CO<sub>2</sub>, 10<sup>9</sup>/L, m<sup>2</sup>, p<0.05, "
	     "x &lt; y &amp; <z>, &alpha;, &#x3b2;, &nosuch;, <b>a</b>c\n"),
		IDS "abstract [] CO2, 10^9/L, m2, p<0.05, x < y & <z>, "
		    "\xce\xb1, \xce\xb2, &nosuch;, ac\n"},
	{RIS("AB  - <p>One.</p><p>Two <mml:math><mml:mi>x</mml:mi></mml:math>."
	     "</p>\n"),
		IDS "abstract [] One.\n\nTwo x.\n"},
	{RIS("AB  - It helped. \xc2\xa9 2021 Bed Press. All rights reserved.\n"),
		IDS "abstract [] It helped.\n"},
	/* Labels: only where they are certain. */
	{RIS("AB  - AIMS: To sleep. PATIENTS AND METHODS: Ten beds. MAIN "
	     "RESULTS: None (n = 0). AUTHORS' CONCLUSIONS: Sleep.\n"),
		IDS "abstract [AIMS] To sleep.\n"
		    "abstract [PATIENTS AND METHODS] Ten beds.\n"
		    "abstract [MAIN RESULTS] None (n = 0).\n"
		    "abstract [AUTHORS' CONCLUSIONS] Sleep.\n"},
	{RIS("AB  - Background: One. Results: Two.\n"),
		IDS "abstract [Background] One.\nabstract [Results] Two.\n"},
	{RIS("AB  - UNLABELLED: One. IMPORTANCE: Two.\n"),
		IDS "abstract [] One.\nabstract [IMPORTANCE] Two.\n"},
	{RIS("AB  - RESULTS: One alone.\n"),
		IDS "abstract [] RESULTS: One alone.\n"},
	{RIS("AB  - We slept. METHODS: Beds. RESULTS: Good.\n"),
		IDS "abstract [] We slept. METHODS: Beds. RESULTS: Good.\n"},
	{RIS("AB  - METHODS: DNA: we had. RNA: too. Results: none. RESULTS: "
	     "some.\n"),
		IDS "abstract [METHODS] DNA: we had. RNA: too. Results: none.\n"
		    "abstract [RESULTS] some.\n"},
};

static void reads_each_field_of_ris(void **state)
{
	(void)state;
	check_readings(ris, COUNT(ris));
}

#define NO_NAME "no identifier and no title to know the paper by\n"

static const struct reading records[] = {
	/* Numbers, marks and blank lines before and between; CRLF. */
	{"\xef\xbb\xbf\r\n1.\r\n" HEAD "ER  -\r\n\r\n2.\r\nTY  - GEN\r\nDO  - "
	 "10.5555/b\r\nER  - \r\n",
		IDS "id: DOI:10.5555/b\ndoi: 10.5555/b\n"},
	/* One blank instead of two, in the whole file. */
	{"TY - GEN\nDO - 10.5555/a\nTI - A\nER - \n", IDS "title: A\n"},
	/* ER missing; TY repeated without a new paper. */
	{HEAD "TI  - A\nTY  - GEN\nDO  - 10.5555/b\nTI  - B\n",
		IDS "title: A\nid: DOI:10.5555/b\ndoi: 10.5555/b\ntitle: B\n"},
	{"TY  - BOOK\nTY  - GEN\n" DOI "TI  - A\nTY  - GEN\nVL  - 7\n" TAIL,
		IDS "title: A\nvolume: 7\ntype: Book\n"},
	/* ER twice, and a record without anything. */
	{HEAD TAIL TAIL "TY  -\nER  -\n" HEAD TAIL,
		IDS "bad: record 2 (line 5): " NO_NAME IDS},
	{HEAD "AU  - Uy, N\n", IDS "author: Uy N\n"},
};

static void finds_the_records(void **state)
{
	(void)state;
	check_readings(records, COUNT(records));
}

static const struct reading encodings[] = {
	{RIS("TI  - Caf\xe9 M\xfcller \x96 5 \xb1 1\n"),
		IDS "title: Caf\xc3\xa9 M\xc3\xbcller \xe2\x80\x93 5 \xc2\xb1 "
		    "1\nwarnings: is no UTF-8 and was read as windows-1252\n"},
	{RIS("TI  - Caf\xc3\xa9 \xff\xfe\n"),
		IDS "title: Caf\xc3\xa9 \xef\xbf\xbd\xef\xbf\xbd\nwarnings: 2 "
		    "bytes or characters could not be read\n"},
	{RIS("TI  - A \xff\n") HEAD TAIL,
		IDS "title: A \xef\xbf\xbd\nwarnings: 1 bytes or characters "
		    "could not be read\n" IDS},
};

static void encodings_are_converted(void **state)
{
	(void)state;
	check_readings(encodings, COUNT(encodings));
}

#define PMID "id: PMID:1\npmid: 1\n"

static const struct reading medline[] = {
	{"PMID- 1\nTI  - A bed\n      that goes on.\n\nPMID- 2\nPMID- 3\n",
		PMID "title: A bed that goes on\nid: PMID:2\npmid: 2\n"
		     "id: PMID:3\npmid: 3\n"},
	{"PMID-1\nDP  - 2009 Winter\n", PMID "date: 2009-12\n"},
	{"PMID- 1\nDP  - 2006\nDEP - 20060110\n", PMID "date: 2006-01-10\n"},
	{"PMID- 1\nDP  - 2006 Feb\nDEP - 20060110\n", PMID "date: 2006-02\n"},
	{"PMID- 1\nTI  - [Not Available].\nTT  - Um estudo.\n",
		PMID "title: Um estudo\nvernacular: Um estudo\n"},
	{"PMID- 1\nTI  - Part.\nBTI - Book\nPB  - Bed Press\n",
		PMID "title: Part\njournal: Book\npublisher: Bed Press\n"},
	{"PMID- 1\nFAU - Smith, John Jr\nAU  - Smith J Jr\nFAU - Wu, Ii\n"
	 "AU  - Wu II\nCN  - The Group\n",
		PMID "author: Smith J\nauthor: Wu II\nauthor: The Group\n"},
	{"PMID- 1\nFAU - Smith, John\n", PMID "author: Smith J\n"},
	{"PMID- 1\nLID - S1 [pii]\nLID - 10.5555/a [doi]\nPMC - PMC2\n"
	 "SI  - GENBANK/X\nSI  - ClinicalTrials.gov/NCT90000001\n",
		PMID "pmcid: PMC2\ndoi: 10.5555/a\nnct: NCT90000001\n"},
	{"PMID- 1\nMH  - *Beds\nMH  - Sleep/*drug effects/physiology\n"
	 "MH  - Humans\nRN  - 0 (Beds)\nRN  - EC 1.1 (Sleepase (long))\n"
	 "OT  - *bed\n",
		PMID "keyword: bed\nmesh: Beds||*\nmesh: Sleep||drug effects*\n"
		     "mesh: Sleep||physiology\nmesh: Humans||\n"
		     "mesh: Sleepase (long)||\n"},
	/* What was done to the paper, not what the paper does to others. */
	{"PMID- 1\nRIN - X. 2020\n", PMID "status: 1\n"},
	{"PMID- 1\nEIN - X. 2020\n", PMID "status: 2\n"},
	{"PMID- 1\nECI - X. 2020\n", PMID "status: 4\n"},
	{"PMID- 1\nROF - X. 2020\nEFR - X\nCON - X\nCIN - X\nECF - X\n", PMID},
	{"PMID- 1\nPT  - Retracted Publication\n",
		PMID "type: Retracted Publication\nstatus: 1\n"},
	{"PMID- 1\nPT  - Retraction of Publication\n",
		PMID "type: Retraction of Publication\n"},
	{"PMID- 1\nOAB - Other.\n", PMID "abstract [] Other.\n"},
	{"OWN - NLM\nTI  - Without\nPMC - PMC2\n\nOWN - NLM\nPMC - PMC3\n",
		"id: PMC:PMC2\npmcid: PMC2\ntitle: Without\n"
		"id: PMC:PMC3\npmcid: PMC3\n"},
};

static void reads_each_field_of_medline(void **state)
{
	(void)state;
	check_readings(medline, COUNT(medline));
}

#define WOS(s) "FN Clarivate\nVR 1.0\nPT J\nPM 1\n" s "ER\n\nEF"

static const struct reading wos[] = {
	{WOS("SO NATURE\nAU Uy, N\n   Bed, A\nAF Uy, Natalie\n"),
		PMID "author: Uy N\nauthor: Bed A\njournal: Nature\n"},
	{WOS("SO Leukemia\nAR e17\nPY 2019\nPD MAY-JUN\n"),
		PMID "journal: Leukemia\ndate: 2019-05\npages: e17\n"},
	{WOS("DT Article; Retracted Publication\n"),
		PMID "type: Article\ntype: Retracted Publication\n"
		     "status: 1\n"},
	{WOS("DE Beds; sleep\nID SLEEP; BEDS\n"),
		PMID "keyword: Beds\nkeyword: sleep\nkeyword: SLEEP\n"
		     "keyword: BEDS\n"},
	{"FN x\nVR 1\nEF\n", ""},
};

static void reads_each_field_of_wos(void **state)
{
	(void)state;
	check_readings(wos, COUNT(wos));
}

static void long_records_are_passed_over(void **state)
{
	static const char text[] = HEAD "AB  - 0123456789012345678901234567890"
					"123456789\nKW  - 01234567890123456789"
					"\n" TAIL HEAD TAIL;
	char *path = file_of(text, strlen(text));
	char *shown = show_file(path, NULL, 50);

	(void)state;
	assert_string_equal(shown, "bad: record 1 (line 1): is longer than 50 "
				   "bytes or 10000 fields\n" IDS);
	free(shown);
	file_drop(path);
}

static void type_overrides_content(void **state)
{
	static const char text[] = "TI  - A title\nAU  - Uy, N\n";
	char *path = file_of(text, strlen(text));
	char *shown = show_file(path, "ris", 0);

	(void)state;
	assert_non_null(strstr(shown, "title: A title\nauthor: Uy N\n"));
	free(shown);
	file_drop(path);
}

static void damaged_files_come_to_an_end(void **state)
{
	(void)state;
	check_damaged_file("papers/paper.nbib", 17);
	check_damaged_file("papers/ovid.ris", 17);
	check_damaged_file("papers/webofscience.txt", 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_each_field_of_ris),
		cmocka_unit_test(finds_the_records),
		cmocka_unit_test(encodings_are_converted),
		cmocka_unit_test(reads_each_field_of_medline),
		cmocka_unit_test(reads_each_field_of_wos),
		cmocka_unit_test(long_records_are_passed_over),
		cmocka_unit_test(type_overrides_content),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
