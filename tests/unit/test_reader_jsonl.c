/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON lines: all our fields, BEIR's, what is refused and what goes on. */
#include "config.h"

#include "base/file.h"
#include "tests/unit/test_reader.h"

static void reads_a_whole_record(void **state)
{
	char *path = data_path("papers/paper.jsonl");
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
		"mesh: Humans||\n"
		"mesh: Leukemia||drug therapy*\n"
		"mesh: Leukemia||epidemiology\n"
		"status: 2\n"
		"abstract [BACKGROUND] Quorvinib blocks a kinase that nobody "
		"has found.\n"
		"abstract [METHODS] We gave 45 mg/m2 to adults with more than "
		"10^9 cells per litre.\n"
		"abstract [RESULTS] Half of the patients slept \u2265 3 "
		"hours.\n");
	free(shown);
	free(path);
}

#define PAGES(pages)                                                           \
	"{\"medlit\":1,\"title\":\"x\",\"sections\":[{\"kind\":\"body\","       \
	"\"text\":\"ab\",\"pages\":" pages "}]}\n"
#define BAD_PAGES                                                              \
	"\"pages\" must hold [offset, page] in the order of the text\n"

static const struct reading rows[] = {
	/* Names: the id counts where it says something of its own. */
	{"{\"id\":\"MED-10\",\"pmid\":\"12\",\"title\":\"T\"}",
		"id: MED-10\npmid: 12\ntitle: T\n"},
	{"{\"id\":\"12\",\"pmid\":\"12\"}", "id: PMID:12\npmid: 12\n"},
	{"{\"_id\":7,\"title\":\"T\",\"text\":\"One.\",\"metadata\":"
	 "{\"year\":1999,\"authors\":\"Cole A; Dale B\"}}",
		"id: 7\ntitle: T\nauthor: Cole A\nauthor: Dale B\n"
		"date: 1999\nabstract [] One.\n"},
	{"{\"id\":\"NCT00000116\"}", "id: NCT00000116\nnct: NCT00000116\n"},
	{"{\"ids\":{\"doi\":\"10.1/A\"}}", "id: DOI:10.1/a\ndoi: 10.1/a\n"},
	/* Text. */
	{"{\"id\":\"a\",\"abstract\":\"One\\ntwo.\\n\\nThree.\",\"sections\":["
	 "{\"title\":\"Methods\",\"text\":\"Four.\"},"
	 "{\"kind\":\"caption\",\"text\":\"Five.\"},{\"title\":\"x\"}]}",
		"id: a\nabstract [] One two.\n\nThree.\n"
		"body [Methods] Four.\ncaption [] Five.\n"},
	{"{\"id\":\"a\",\"title\":null,\"authors\":[],\"unknown\":{}}",
		"id: a\n"},
	{"{\"id\":\"a\",\"mesh\":[\"A / b* / c\",\"D*\",\"*\",\" \"]}",
		"id: a\nmesh: A||b*\nmesh: A||c\nmesh: D||*\n"},
	/* An export stands as it is: no date, name or blank is mended. */
	{"{\"medlit\":1,\"id\":\"PMID:1\",\"pmid\":\"1\",\"date\":\"1 May\","
	 "\"title\":\" T  t \",\"mesh\":[{\"name\":\"A/b*\",\"ui\":\"D1\","
	 "\"major\":true}],\"sections\":[{\"kind\":\"body\",\"title\":\"M\","
	 "\"text\":\"a\"},{\"kind\":\"caption\"}]}",
		"id: PMID:1\npmid: 1\ntitle:  T  t \ndate: 1 May\n"
		"mesh: A/b*|D1|*\nbody [M] a\ncaption [] \n"},
	/* Of a paper with parts, these. */
	{"{\"medlit\":1,\"title\":\"all\",\"own\":\"a\",\"parts\":["
	 "{\"medlit\":1,\"own\":\"a\"},5,{\"medlit\":1,\"own\":\"b\"}]}\n"
	 "{\"medlit\":1,\"own\":\"c\",\"parts\":[]}\n",
		"id: a\nbad: line 1: a part is no exported paper\nid: b\n"
		"id: c\n"},
	{"[{\"medlit\":1,\"parts\":[{\"medlit\":1,\"own\":\"a\"}]},"
	 "{\"id\":\"b\"}]",
		"id: a\nid: b\n"},
	{"{\"medlit\":2,\"title\":\"x\"}\n{\"medlit\":1,\"title\":5}\n"
	 "{\"medlit\":1,\"title\":\"x\",\"sections\":[{}]}\n"
	 "{\"medlit\":1,\"title\":\"x\",\"nct\":[5]}\n"
	 "{\"medlit\":1,\"title\":\"x\",\"nct\":\"5\"}\n"
	 "{\"medlit\":1,\"title\":\"x\",\"mesh\":{}}\n" PAGES("0")
	 PAGES("[[0]]") PAGES("[[0,-1]]") PAGES("[[0,4294967296]]")
	 PAGES("[[2,1],[1,2]]"),
		"bad: line 1: an export of version 2; this program reads 1\n"
		"bad: line 2: \"title\" must be a string\n"
		"bad: line 3: a section without a known kind\n"
		"bad: line 4: \"nct\" must hold strings only\n"
		"bad: line 5: \"nct\" must be a list\n"
		"bad: line 6: \"mesh\" must be a list\n"
		"bad: line 7: \"pages\" must be a list\n"
		"bad: line 8: " BAD_PAGES "bad: line 9: " BAD_PAGES
		"bad: line 10: " BAD_PAGES "bad: line 11: " BAD_PAGES},
	/* Lines. */
	{"\xef\xbb\xbf{\"id\":\"a\"}\r\n\n  \n{\"id\":\"b\"}",
		"id: a\nid: b\n"},
	{"{\"id\":\"a\"}\n{\"id\"\n[1]\n{\"id\":\"b\"}\n",
		"id: a\n"
		"bad: line 2: no JSON: ':' expected near end of file "
		"(column 5)\n"
		"bad: line 3: is no JSON object\n"
		"id: b\n"},
	{"{\"title\":1.5}\n{\"authors\":5}\n{\"mesh\":[1]}\n"
	 "{\"sections\":5}\n{\"sections\":[5]}\n{\"text\":[]}\n"
	 "{\"sections\":[{\"kind\":\"x\"}]}\n{\"text\":\"no name\"}\n",
		"bad: line 1: \"title\" must be a string or a number\n"
		"bad: line 2: \"authors\" must be a list of strings\n"
		"bad: line 3: \"mesh\" must hold strings only\n"
		"bad: line 4: \"sections\" must be a list\n"
		"bad: line 5: \"sections\" must hold objects only\n"
		"bad: line 6: the text of a section must be a string\n"
		"bad: line 7: \"x\" is no kind of section (abstract, body, "
		"caption)\n"
		"bad: line 8: no identifier and no title to know the paper "
		"by\n"},
	{"{\"id\":\"caf\xe9\"}",
		"id: caf\xef\xbf\xbd\n"
		"warnings: 1 bytes or characters could not be read\n"},
	/* One array, one object. */
	{"[\n{\"id\":\"a\"},\n5,{\"id\":\"b\"}]",
		"id: a\nbad: line 2: is no JSON object\nid: b\n"},
	{"{\n  \"id\": \"a\",\n  \"title\": \"T\"\n}\n", "id: a\ntitle: T\n"},
	{"[{\"id\":\"a\"}",
		"failed: format: no JSON: ']' expected near end of file "
		"(column 11)\n"},
};

static void reads_each_line(void **state)
{
	(void)state;
	check_readings(rows, COUNT(rows));
}

/* An endless line costs itself and no more memory than its limit. */
static void long_lines_are_passed_over(void **state)
{
	size_t size = (size_t)40 * 1024 * 1024;
	char *text = memory_new(size);

	(void)state;
	memset(text, 'x', size);
	memcpy(text, "{\"id\":\"a\"}\n{\"", 13);
	memcpy(text + size - 12, "\n{\"id\":\"b\"}\n", 12);
	char *shown = show_bytes(text, size);

	assert_string_equal(shown,
		"id: a\nbad: line 2: is longer than 16777216 bytes "
		"(limit line_bytes)\nid: b\n");
	free(shown);
	free(text);
}

static void deep_lines_are_refused(void **state)
{
	struct buffer line = BUFFER_INIT;

	(void)state;
	buffer_add_string(&line, "{\"id\":");
	for (int i = 0; i < 100000; i++)
		buffer_add_char(&line, '[');
	buffer_add_string(&line, "\n{\"id\":\"b\"}");
	char *shown = show_bytes(line.data, line.length);

	assert_string_equal(shown,
		"bad: line 1: no JSON: maximum parsing depth reached near '[' "
		"(column 2054)\nid: b\n");
	free(shown);
	buffer_clear(&line);
}

static void damaged_files_come_to_an_end(void **state)
{
	static const char exported[] = PAGES("[[0,3],[1,4]]");

	(void)state;
	check_damaged_file("papers/paper.jsonl", 7);
	check_damaged(exported, sizeof(exported) - 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_whole_record),
		cmocka_unit_test(reads_each_line),
		cmocka_unit_test(long_lines_are_passed_over),
		cmocka_unit_test(deep_lines_are_refused),
		cmocka_unit_test(damaged_files_come_to_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
