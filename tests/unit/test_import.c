/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formats of names to lists, and what becomes of contradictions. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/concept/concept.h"
#include "indexer/thesaurus/facts.h"
#include "indexer/thesaurus/import.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct text_analyser *analyser;

struct result {
	struct buffer list, dropped;
	struct gather_counts counts;
	uint64_t refused;
};

static void result_clear(struct result *result)
{
	buffer_clear(&result->list);
	buffer_clear(&result->dropped);
}

/* The texts as files of a format; each list must compile. */
static struct result import_all(
	const char *format, const char *const *texts, size_t count)
{
	const struct importer *importer = importer_named(format);
	struct buffer image = BUFFER_INIT;
	struct result result = {0};
	struct import import;
	struct error err = {0};

	assert_non_null(importer);
	import_init(&import, importer, analyser, NULL, NULL);
	for (size_t i = 0; i < count; i++)
		if (import_bytes(&import, "file", slice_of(texts[i]), &err))
			fail_msg("%s", err.text);
	assert_int_equal(import_finish(&import, &err), 0);
	if (gather_list(import.gather, SLICE("1"), &result.list,
		    &result.dropped, &result.counts, &err) != 0)
		fail_msg("%s", err.text);
	result.refused = import.refused;
	if (thesaurus_compile("list", buffer_slice(&result.list), analyser,
		    &image, &err) != 0)
		fail_msg("%s\n%s", err.text, result.list.data);
	buffer_clear(&image);
	import_clear(&import);
	return result;
}

static void check_list(const char *format, const char *const *texts,
	size_t count, const char *expected)
{
	struct result result = import_all(format, texts, count);
	char *lines = strchr(result.list.data, '\n') + 1;

	for (char *at = lines; *at; at++)
		if (*at == '\t')
			*at = '|';
	assert_string_equal(lines, expected);
	result_clear(&result);
}

/* One text a format: its shape, and what is made of it. */
static const struct {
	const char *format, *text, *expected;
} formats[] = {
	{"solr",
		"# drugs\nInO => inotuzumab ozogamicin\n"
		"inotuzumab ozogamicin, Besponsa, CMC\\, 544\n"
		"AML, ANLL => leukemia\nleukemia => leukaemia\n",
		/* AML is a name of leukemia, and leukemia one of leukaemia;
		 * but leukemia has a better claim to its own name. */
		"inotuzumab-ozogamicin|preferred|inotuzumab "
		"ozogamicin|auto|-|solr\n"
		"inotuzumab-ozogamicin|exact|Besponsa|auto|-|solr\n"
		"inotuzumab-ozogamicin|exact|CMC, 544|auto|-|solr\n"
		"inotuzumab-ozogamicin|exact|InO|auto|-|solr\n"
		"leukaemia|preferred|leukaemia|auto|-|solr\n"
		"leukemia|preferred|leukemia|auto|-|solr\n"
		"leukemia|exact|AML|auto|-|solr\n"
		"leukemia|exact|ANLL|auto|-|solr\n"},
	{"solr", "anticoagulant => heparin, warfarin\n",
		"anticoagulant|preferred|anticoagulant|auto|-|solr\n"
		"heparin|preferred|heparin|auto|-|solr\n"
		"heparin|parent|anticoagulant|-|-|solr\n"
		"warfarin|preferred|warfarin|auto|-|solr\n"
		"warfarin|parent|anticoagulant|-|-|solr\n"},
	{"solr", "anticoagulant => heparin\nanticoagulant => warfarin\n",
		"anticoagulant|preferred|anticoagulant|auto|-|solr\n"
		"heparin|preferred|heparin|auto|-|solr\n"
		"heparin|parent|anticoagulant|-|-|solr\n"
		"warfarin|preferred|warfarin|auto|-|solr\n"
		"warfarin|parent|anticoagulant|-|-|solr\n"},
	{"solr",
		"#! id=all kind=disease lang=en source=a%20b\n"
		"lymphoblastic leukemia\n"
		"#! id=all case=exact rel=related\n"
		"lymphoblastic leukemia => lymphoblastic leukemia, BLAST\n",
		"all|preferred|lymphoblastic leukemia|auto|en|a b\n"
		"all|kind|disease|-|-|a b\n"
		"all|related|BLAST|exact|-|solr\n"},
	{"wordnet",
		"s(100000011,1,'Hodgkin''s disease',n,1,0).\n"
		"s(100000011,2,'cold',n,2,0).\ns(100000022,2,'cold',n,1,0).\n"
		"s(100000022,1,'chill',n,1,0).\nhyp(100000022,100000011).\n",
		"wordnet-100000011|preferred|Hodgkin's "
		"disease|auto|en|wordnet\n"
		"wordnet-100000011|identifier|WORDNET:100000011|-|-|wordnet\n"
		"wordnet-100000022|preferred|chill|auto|en|wordnet\n"
		"wordnet-100000022|exact|cold|auto|en|wordnet\n"
		"wordnet-100000022|parent|wordnet-100000011|-|-|wordnet\n"
		"wordnet-100000022|identifier|WORDNET:100000022|-|-|wordnet\n"},
	{"mesh-ascii",
		"*NEWRECORD\nRECTYPE = D\nMH = Leukemia, Test\n"
		"PRINT ENTRY = TALL|T191|ACR|EQV|abcd\n"
		"ENTRY = Childhood Test|T191|NON|NRW|abcd\nMN = C04.1\n"
		"UI = D000001\n\n*NEWRECORD\nMH = Neoplasms\nMN = C04\n"
		"UI = D000002\n",
		"mesh-d000001|preferred|Leukemia, Test|auto|en|mesh\n"
		"mesh-d000001|exact|TALL|exact|en|mesh\n"
		"mesh-d000001|exact|Test Leukemia|auto|en|mesh\n"
		"mesh-d000001|parent|mesh-d000002|-|-|mesh\n"
		"mesh-d000001|identifier|MESH:D000001|-|-|mesh\n"
		"mesh-d000001-childhood-test|preferred|Childhood "
		"Test|auto|en|mesh\n"
		"mesh-d000001-childhood-test|parent|mesh-d000001|-|-|mesh\n"
		"mesh-d000002|preferred|Neoplasms|auto|en|mesh\n"
		"mesh-d000002|identifier|MESH:D000002|-|-|mesh\n"},
	{"mesh-tsv",
		"D000163\tacquired immunodeficiency syndrome\taids|all|"
		"syndrome, acquired immunodeficiency\tC20.673\n"
		"D007154\timmune system diseases\tdisease, immune "
		"system\tC20\n",
		"mesh-d000163|preferred|acquired immunodeficiency "
		"syndrome|auto|en|mesh\n"
		"mesh-d000163|exact|AIDS|auto|en|mesh\n"
		"mesh-d000163|parent|mesh-d007154|-|-|mesh\n"
		"mesh-d000163|identifier|MESH:D000163|-|-|mesh\n"
		"mesh-d007154|preferred|immune system diseases|auto|en|mesh\n"
		"mesh-d007154|exact|immune system disease|auto|en|mesh\n"
		"mesh-d007154|identifier|MESH:D007154|-|-|mesh\n"},
	{"csv",
		"\xef\xbb\xbfID,Preferred,Forms,Case\r\n"
		"d1,\"Testumab, "
		"\"\"new\"\"\",TST\t544|\"two\nlines\",exact\r\n",
		"d1|preferred|Testumab, \"new\"|exact|en|csv\n"
		"d1|exact|TST 544|exact|en|csv\n"
		"d1|exact|two lines|exact|en|csv\n"},
	{"rxnorm",
		"1|ENG||||||1|||1|RXNORM|IN|1|inotuzumab ozogamicin||N||\n"
		"2|ENG||||||2|||2|RXNORM|BN|2|Besponsa||N||\n"
		"3|ENG||||||3|||3|RXNORM|SCD|3|ino 1 MG Injection||N||\n"
		"3|ENG||||||4|||3|RXNORM|SY|3|ino 1 MG||N||\n"
		"1|ENG||||||5|||1|RXNORM|SY|1|CMC-544||O||\n"
		"1||CUI|RO|2||CUI|tradename_of|||RXNORM|RXNORM|||||\n",
		"rxnorm-1|preferred|inotuzumab ozogamicin|auto|en|rxnorm\n"
		"rxnorm-1|kind|drug|-|-|rxnorm\n"
		"rxnorm-1|exact|Besponsa|auto|en|rxnorm\n"
		"rxnorm-1|identifier|RXNORM:1|-|-|rxnorm\n"
		"rxnorm-1|identifier|RXNORM:2|-|-|rxnorm\n"},
	{"umls",
		"C1|ENG|P||PF||Y|||||MSH|MH|D000001|Leukemia, Test||N||\n"
		"C1|ENG|S||PF||Y|||||NCI|AB|X|TALL||N||\n"
		"C1|ENG|S||PF||Y|||||NCI|SY|X|Old Leukemia||O||\n"
		"C1|FRE|S||PF||Y|||||MSHFRE|MH|X|Leucemie||N||\n"
		"C2|ENG|P||PF||Y|||||NCI|PT|X|Neoplasm||N||\n"
		"C2||AUI|CHD|C1||AUI|isa|||NCI|NCI|||||\n"
		"C1||AUI|PAR|C2||AUI|inverse_isa|||NCI|NCI|||||\n",
		"umls-c1|preferred|Leukemia, Test|auto|en|umls\n"
		"umls-c1|exact|TALL|exact|en|umls\n"
		"umls-c1|exact|Test Leukemia|auto|en|umls\n"
		"umls-c1|parent|umls-c2|-|-|umls\n"
		"umls-c1|identifier|MESH:D000001|-|-|umls\n"
		"umls-c1|identifier|UMLS:C1|-|-|umls\n"
		"umls-c2|preferred|Neoplasm|auto|en|umls\n"
		"umls-c2|identifier|UMLS:C2|-|-|umls\n"},
	{"skos",
		"<r xmlns:s='s' xmlns:rdf='r'>"
		"<s:Concept rdf:about='http://x/c#1'>"
		"<s:prefLabel xml:lang='de'>Blut</s:prefLabel>"
		"<s:prefLabel xml:lang='en'>blood</s:prefLabel>"
		"<s:narrower rdf:resource='http://x/c#2'/></s:Concept>"
		"<rdf:Description rdf:about='http://x/c#2'>"
		"<s:prefLabel>plasma</s:prefLabel></rdf:Description></r>",
		"1|preferred|blood|auto|en|skos\n"
		"1|exact|Blut|auto|de|skos\n"
		"1|identifier|http://x/c#1|-|-|skos\n"
		"2|preferred|plasma|auto|-|skos\n"
		"2|parent|1|-|-|skos\n"
		"2|identifier|http://x/c#2|-|-|skos\n"},
};

static void test_formats(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(formats); i++)
		check_list(formats[i].format, &formats[i].text, 1,
			formats[i].expected);
}

#define TERM(tag, preferred, text)                                             \
	"<Term ConceptPreferredTermYN='" preferred "' LexicalTag='" tag        \
	"'><String>" text "</String></Term>"

/* Narrower concepts of a heading are concepts below it, and no synonyms. */
static void test_mesh_xml(void **state)
{
	static const char *const files[] = {
		"<S><DescriptorRecord><DescriptorUI>D1</DescriptorUI>"
		"<DescriptorName><String>Leukemia, Test</String>"
		"</DescriptorName><ConceptList>"
		"<Concept PreferredConceptYN='Y'><ConceptUI>M1</ConceptUI>"
		"<ConceptRelationList><ConceptRelation RelationName='NRW'>"
		"<Concept1UI>M1</Concept1UI><Concept2UI>M2</Concept2UI>"
		"</ConceptRelation></ConceptRelationList><TermList>" TERM(
			"NON", "Y", "Leukemia, Test") TERM("ACR", "N",
			"TALL") "</TermList></Concept>"
				"<Concept "
				"PreferredConceptYN='N'><ConceptUI>M2</"
				"ConceptUI>"
				"<TermList>" TERM("NON", "Y",
					"Childhood Test Leukemia") "</"
								   "TermList></"
								   "Concept></"
								   "ConceptList"
								   "></"
								   "DescriptorR"
								   "ecord></S>",
		"<S><SupplementalRecord><SupplementalRecordUI>C1"
		"</SupplementalRecordUI><SupplementalRecordName>"
		"<String>testumab</String></SupplementalRecordName>"
		"<HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo>"
		"<DescriptorUI>*D1</DescriptorUI></DescriptorReferredTo>"
		"</HeadingMappedTo></HeadingMappedToList></SupplementalRecord>"
		"</S>"};

	(void)state;
	check_list("mesh-xml", files, 2,
		"mesh-c1|preferred|testumab|auto|en|mesh\n"
		"mesh-c1|parent|mesh-d1|-|-|mesh\n"
		"mesh-c1|identifier|MESH:C1|-|-|mesh\n"
		"mesh-d1|preferred|Leukemia, Test|auto|en|mesh\n"
		"mesh-d1|exact|TALL|exact|en|mesh\n"
		"mesh-d1|exact|Test Leukemia|auto|en|mesh\n"
		"mesh-d1|identifier|MESH:D1|-|-|mesh\n"
		"mesh-m2|preferred|Childhood Test Leukemia|auto|en|mesh\n"
		"mesh-m2|parent|mesh-d1|-|-|mesh\n"
		"mesh-m2|identifier|MESH:M2|-|-|mesh\n");
}

#define HEAD "#medlit-thesaurus\t1\tx\n"

/* By identifier, and by a preferred name that is a name there. */
static void test_merge(void **state)
{
	static const char *const files[] = {HEAD
		"aml\tpreferred\tacute myeloid leukemia\tauto\ten\ta\n"
		"aml\tidentifier\tMESH:D1\t-\t-\ta\n"
		"aml\tkind\tdisease\t-\t-\ta\n"
		"aza\tpreferred\tazacitidine\tauto\ten\ta\n"
		"aza\texact\tVidaza\tauto\ten\ta\n",
		HEAD "m1\tpreferred\tLeukemia, Myeloid\tauto\ten\tb\n"
		     "m1\tidentifier\tMESH:D1\t-\t-\tb\n"
		     "m1\tparent\tm2\t-\t-\tb\n"
		     "m1\tkind\tcancer\t-\t-\tb\n"
		     "m2\tpreferred\tleukemia\tauto\ten\tb\n"
		     "m3\tpreferred\tVIDAZA\tauto\ten\tb\n"
		     "m3\texact\t5-aza\tauto\ten\tb\n"};

	(void)state;
	check_list("tsv", files, 2,
		"aml|preferred|acute myeloid leukemia|auto|en|a\n"
		"aml|kind|disease|-|-|a\n"
		"aml|exact|Leukemia, Myeloid|auto|en|b\n"
		"aml|parent|m2|-|-|b\n"
		"aml|identifier|MESH:D1|-|-|a\n"
		"aza|preferred|azacitidine|auto|en|a\n"
		"aza|exact|5-aza|auto|en|b\n"
		"aza|exact|Vidaza|auto|en|a\n"
		"m2|preferred|leukemia|auto|en|b\n");
}

/* One text in CSV, and a line of the dropped. */
static const struct {
	const char *text, *dropped;
} drops[] = {
	{"a,aspirin,X", "one character\ta\tX\t-\n"},
	{"a,aspirin,the", "stop words only\ta\tthe\t-\n"},
	{"a,aspirin,1 234", "no letter\ta\t1 234\t-\n"},
	{"a,aspirin,()", "neither letter nor digit\ta\t()\t-\n"},
	{"a,aspirin,Aspirin", "said twice\ta\tAspirin\t-\n"},
	/* Whoever prefers a name has it. */
	{"a,aspirin,heparin\nb,heparin,",
		"form of another concept\ta\theparin\tb\n"},
	/* A long name that two claim goes to the lower id ... */
	{"b,heparin,blood thinner\na,aspirin,blood thinner",
		"form of another concept\tb\tblood thinner\ta\n"},
	/* ... an abbreviation to neither. */
	{"a,aspirin,ASA\nb,anal sac,ASA",
		"form of another concept\ta\tASA\t-\n"},
	{"a,aspirin,\nb,aspirin,", "form of another concept\tb\taspirin\ta\n"},
};

static void test_drops(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(drops); i++) {
		char text[400];
		const char *one = text;

		snprintf(text, sizeof(text), "id,preferred,forms\n%s\n",
			drops[i].text);
		struct result result = import_all("csv", &one, 1);

		if (!strstr(result.dropped.data, drops[i].dropped))
			fail_msg("%s gives %s", drops[i].text,
				result.dropped.data);
		result_clear(&result);
	}
}

/* The edge that closes a cycle goes, and no other. */
static void test_cycle(void **state)
{
	static const char *const text =
		"id,preferred,parents\na,alpha one,b\nb,beta one,c\n"
		"c,gamma one,a\nd,delta one,d|nowhere|a\n";

	(void)state;
	check_list("csv", &text, 1,
		"a|preferred|alpha one|auto|en|csv\na|parent|b|-|-|csv\n"
		"b|preferred|beta one|auto|en|csv\nb|parent|c|-|-|csv\n"
		"c|preferred|gamma one|auto|en|csv\n"
		"d|preferred|delta one|auto|en|csv\nd|parent|a|-|-|csv\n");
}

/* The order of records changes nothing. */
static void test_order(void **state)
{
	static const char *const text[] = {
		"id,preferred,forms\nX/1,alpha one,same name\n"
		"X 1,beta one,same name\nc,gamma one,alpha one\n",
		"id,preferred,forms\nc,gamma one,alpha one\n"
		"X 1,beta one,same name\nX/1,alpha one,same name\n"};
	struct result one = import_all("csv", &text[0], 1);
	struct result other = import_all("csv", &text[1], 1);

	(void)state;
	assert_string_equal(one.list.data, other.list.data);
	assert_int_equal(one.counts.concepts, 3);
	assert_int_equal(one.counts.forms, 4);
	result_clear(&one);
	result_clear(&other);
}

static const struct {
	const char *name, *turned; /* empty: not inverted */
} inverted[] = {
	{"Leukemia, Acute, B-Cell", "B-Cell Acute Leukemia"},
	{"Diabetes Mellitus, Type 2", "Type 2 Diabetes Mellitus"},
	{"leukemia , acute", "acute leukemia"},
	{"Leukemia", ""},
	{"2,4-Dinitrophenol", ""},
	{"Hand, Foot and Mouth Disease", ""},
	{"[Leu1, Thr2]-hirudin", ""},
	{"Wounds, of the head", ""},
	{"a, b, c, d, e, f, g", ""},
	{"Leukemia, ", ""},
	{"", ""},
};

static void test_inverted(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < COUNT(inverted); i++) {
		struct slice turned =
			uninverted(slice_of(inverted[i].name), &arena);

		if (!slice_is(turned, inverted[i].turned))
			fail_msg("%s: %.*s", inverted[i].name,
				SLICE_PRINT(turned));
	}
	arena_clear(&arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_mesh_xml),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_drops),
		cmocka_unit_test(test_cycle),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_inverted),
	};
	struct error err;
	int failed;

	analyser = text_analyser_new(&err);
	if (!analyser)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	text_analyser_free(analyser);
	return failed;
}
