/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts and the concepts found in them, written "slug=bytes of the text". */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "thesaurus_file.h"

static struct text_analyser *analyser;
static struct thesaurus *thesaurus;
static struct arena arena;

static const char list[] =
	"#medlit-thesaurus|1|1\n"
	"ino|preferred|inotuzumab ozogamicin|auto|en|x\n"
	"ino|exact|InO|auto|en|x\n"
	"ino|exact|CMC-544|auto|en|x\n"
	"all|preferred|acute lymphoblastic leukemia|auto|en|x\n"
	"all|exact|ALL|auto|en|x\n"
	"b-all|preferred|B-cell acute lymphoblastic leukaemia|auto|en|x\n"
	"b-all|exact|B-ALL|auto|en|x\n"
	"leukemia|preferred|leukemia|auto|en|x\n"
	"adc|preferred|antibody-drug conjugate|auto|en|x\n"
	"adc|exact|ADC|auto|en|x\n"
	"car|preferred|chimeric antigen receptor|auto|en|x\n"
	"car|exact|CAR|auto|en|x\n"
	"ards|preferred|acute respiratory distress syndrome|auto|en|x\n"
	"ards|exact|ARDS|auto|en|x\n"
	"cd22|preferred|CD22|auto|en|x\n"
	"cd|preferred|celiac disease|auto|en|x\n"
	"cd|exact|CD|auto|en|x\n"
	"tnf|preferred|TNF-alpha|auto|en|x\n"
	"mice|preferred|MICE|exact|en|x\n"
	"mouse|preferred|mice|fold|en|x\n"
	"crohn|preferred|Crohn's disease|auto|en|x\n"
	"organ|preferred|organ|fold|en|x\n"
	"organic|preferred|organic|fold|en|x\n"
	"pancreatitis|preferred|pancreatitis|auto|en|x\n"
	"biopsy|preferred|liver biopsy|auto|en|x\n"
	"nhl|preferred|non-Hodgkin lymphoma|auto|en|x\n"
	"hl|preferred|Hodgkin lymphoma|auto|en|x\n"
	"bmt|preferred|bone marrow transplantation|auto|en|x\n"
	"conditioning|preferred|transplantation conditioning|auto|en|x\n"
	"regimen|preferred|conditioning regimen|auto|en|x\n"
	"ph|preferred|t(9;22)|auto|en|x\n"
	"box|preferred|boxes|auto|en|x\n"
	"metastasis|preferred|bone metastasis|auto|en|x\n"
	"edema|preferred|angioedema|auto|en|x\n"
	"index|preferred|body mass index|auto|en|x\n"
	"rct|preferred|randomised trial|auto|en|x\n"
	"aid|preferred|hearing aid|auto|en|x\n"
	"hca|preferred|HCA|fold|en|x\n"
	"mirna|preferred|miRNA|auto|en|x\n"
	"pdl1|preferred|PD-L1|auto|en|x\n"
	"inhibitor|preferred|PDL1 inhibitor|auto|en|x\n"
	"gmcsf|preferred|GM-CSF|exact|en|x\n"
	"ncrna|preferred|noncoding RNA|auto|en|x\n"
	"b-and|preferred|B-AND|auto|en|x\n"
	"hla|preferred|HLA-B27|auto|en|x\n"
	"nk|preferred|NK cell|exact|en|x\n"
	"relapse|preferred|relapsed ALL|exact|en|x\n"
	"ph-all|preferred|BCR-ABL-positive ALL|exact|en|x\n"
	"cat|preferred|CAT|auto|en|x\n"
	"cats|preferred|CATS|fold|en|x\n"
	"flap|preferred|F-LAPS|auto|en|x\n"
	"flaps|preferred|FLAPS|fold|en|x\n";

struct row {
	const char *text, *hits;
};

static const struct row typed[] = {
	{"", ""},
	{"nothing here", ""},
	{"Inotuzumab ozogamicin works", "ino=Inotuzumab ozogamicin"},
	{"inotuzumab alone", ""},
	{"INO, InO and ino", "ino=INO ino=InO ino=ino"},
	{"CMC-544 CMC 544 CMC544 cmc544",
		"ino=CMC-544 ino=CMC 544 ino=CMC544 ino=cmc544"},
	{"CMC. 544 patients", ""},
	{"a t(9; 22)(q34;q11)", "ph=t(9; 22)"},
	{"a non-Hodgkin lymphoma", "nhl=non-Hodgkin lymphoma"},
	{"bone marrow transplantation conditioning",
		"bmt=bone marrow transplantation "
		"conditioning=transplantation conditioning"},
	{"bone marrow transplantation conditioning regimen CD22",
		"bmt=bone marrow transplantation "
		"conditioning=transplantation conditioning "
		"regimen=conditioning regimen cd22=CD22"},
	{"all patients with ALL", "all=ALL"},
	{"acute lymphoblastic leukemias", "all=acute lymphoblastic leukemias"},
	{"acute leukemia", "leukemia=leukemia"},
	{"B-ALL, B ALL", "b-all=B-ALL b-all=B ALL"},
	{"B-cell acute lymphoblastic leukaemia",
		"b-all=B-cell acute lymphoblastic leukaemia"},
	{"T-ALL", "all=ALL"},
	{"ADCs are antibody drug conjugates",
		"adc=ADCs adc=antibody drug conjugates"},
	{"CARs, not cars nor car", "car=CARs"},
	{"ARDS or ards", "ards=ARDS ards=ards"},
	{"CD22 anti-CD22 CD-22", "cd22=CD22 cd22=CD22 cd22=CD-22"},
	{"CD34 is not CD", "cd=CD"},
	{"TNFα TNF-α TNF alpha", "tnf=TNFα tnf=TNF-α tnf=TNF alpha"},
	{"MICE and mice and Mice", "mice=MICE mouse=mice mouse=Mice"},
	{"crohn’s disease", "crohn=crohn’s disease"},
	{"organic organs", "organic=organic organ=organs"},
	{"pancreatic pancreatitis", "pancreatitis=pancreatitis"},
	{"liver biopsies", "biopsy=liver biopsies"},
	{"one box", "box=box"},
	{"leukaemias, leukaemia, LEUKAEMIA of mice",
		"leukemia=leukaemias leukemia=leukaemia leukemia=LEUKAEMIA "
		"mouse=mice"},
	{"acute lymphoblastic leukaemias", "all=acute lymphoblastic leukaemias"},
	{"leukemic or leukaemic cells", ""},
	{"bone metastases", "metastasis=bone metastases"},
	{"bone metastatic disease", ""},
	{"angiooedema, angioedemas", "edema=angiooedema edema=angioedemas"},
	{"body mass indices", "index=body mass indices"},
	{"randomized trials, a randomization trial", "rct=randomized trials"},
	{"a mouse", "mouse=mouse"},
	{"HCAs and hca", "hca=HCAs hca=hca"},
	{"hearing aids, AIDS", "aid=hearing aids"},
	/* However a compound is cut, but a word is no name without hyphens. */
	{"PDL1, PD-L1 and pd l1", "pdl1=PDL1 pdl1=PD-L1 pdl1=pd l1"},
	{"PD-L1 inhibitors", "inhibitor=PD-L1 inhibitors"},
	{"GMCSF and gmcsf", "gmcsf=GMCSF"},
	{"non-coding RNAs", "ncrna=non-coding RNAs"},
	{"HLAB27 and HLA B27", "hla=HLAB27 hla=HLA B27"},
	{"a band with B-AND", "b-and=B-AND"},
	{"two flaps, F-LAPS", "flaps=flaps flap=F-LAPS"},
	{"cats, a cat, a CAT, CATS", "cats=cats cat=CAT cats=CATS"},
	{"miRNAs, MiRNA and mirnas",
		"mirna=miRNAs mirna=MiRNA mirna=mirnas"},
	/* Of an exact form the acronyms are, not the words beside them. */
	{"NK cells and an NK cell, no nk cells", "nk=NK cells nk=NK cell"},
	{"Relapsed ALL. Relapsed all", "relapse=Relapsed ALL"},
	{"BCR-ABL-positive ALL", "ph-all=BCR-ABL-positive ALL"},
	{"those with BCR-ABL-positive ALL in this study",
		"ph-all=BCR-ABL-positive ALL"},
	{"ALL ALL ALL", "all=ALL all=ALL all=ALL"},
	{"acute lymphoblastic. Leukemia", "leukemia=Leukemia"},
	{"a disease (acute lymphoblastic) leukemia", "leukemia=leukemia"},
	{"acute (lymphoblastic) leukemia",
		"all=acute (lymphoblastic) leukemia"},
	{"one (liver) biopsy, [CMC] 544, (TNF alpha)", "tnf=TNF alpha"},
};

static const struct row any_case[] = {
	{"all patients", ""},
	{"ALL patients", "all=ALL"},
	{"car t cells", "car=car"},
	{"Car or cars", "car=Car car=cars"},
	{"mice", "mouse=mice"},
	{"cats and a cat", "cats=cats cat=cat"},
};

static void check_rows(const struct row *rows, size_t count, int any)
{
	for (size_t i = 0; i < count; i++) {
		struct slice text = slice_of(rows[i].text);
		struct tokens tokens = text_tokens(analyser, text, &arena);
		struct concept_hits hits =
			concept_find(thesaurus, &tokens, any, &arena);
		struct buffer out = BUFFER_INIT;

		buffer_add_string(&out, "");
		for (size_t n = 0; n < hits.count; n++) {
			const struct concept_hit *hit = &hits.items[n];

			buffer_printf(&out, "%s%.*s=", n ? " " : "",
				SLICE_PRINT(
					concept_slug(thesaurus, hit->concept)));
			buffer_add(&out, text.data + hit->start,
				hit->end - hit->start);
		}
		assert_string_equal(out.data, rows[i].hits);
		buffer_clear(&out);
		arena_reset(&arena);
	}
}

static void test_typed(void **state)
{
	(void)state;
	check_rows(typed, sizeof(typed) / sizeof(typed[0]), 0);
}

static void test_any_case(void **state)
{
	(void)state;
	check_rows(any_case, sizeof(any_case) / sizeof(any_case[0]), 1);
}

static void test_hit(void **state)
{
	struct tokens tokens =
		text_tokens(analyser, SLICE("anti-CD22 (CMC-544)"), &arena);
	struct concept_hits hits = concept_find(thesaurus, &tokens, 0, &arena);
	const struct concept_hit *hit = &hits.items[1];

	(void)state;
	/* anti cd cd22 22 cmc cmc544 544 */
	assert_int_equal(hits.count, 2);
	assert_int_equal(hits.items[0].first_token, 1);
	assert_int_equal(hits.items[0].last_token, 3);
	assert_int_equal(hit->first_token, 4);
	assert_int_equal(hit->last_token, 6);
	assert_int_equal(hit->first_position, 3);
	assert_int_equal(hit->last_position, 4);
	assert_int_equal(hit->start, 11);
	assert_int_equal(hit->end, 18);
	assert_true(slice_is(
		concept_form_at(thesaurus, hit->concept, hit->form).text,
		"CMC-544"));
}

/* "aches" is the plural of both: the order of the lines decides nothing. */
static void test_order_of_lines(void **state)
{
	static const char *const lists[] = {
		"#medlit-thesaurus|1|1\n"
		"one|preferred|ach|fold|en|x\ntwo|preferred|ache|fold|en|x\n",
		"#medlit-thesaurus|1|1\n"
		"two|preferred|ache|fold|en|x\none|preferred|ach|fold|en|x\n"};
	struct tokens tokens = text_tokens(analyser, SLICE("aches"), &arena);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct thesaurus *small = open_rows(lists[i], analyser, NULL);
		struct concept_hits hits =
			concept_find(small, &tokens, 0, &arena);

		assert_int_equal(hits.count, 1);
		assert_true(slice_is(
			concept_slug(small, hits.items[0].concept), "one"));
		thesaurus_close(small);
	}
}

static void test_no_thesaurus(void **state)
{
	struct tokens tokens = text_tokens(analyser, SLICE("ALL"), &arena);

	(void)state;
	assert_int_equal(concept_find(NULL, &tokens, 1, &arena).count, 0);
}

static int setup(void **state)
{
	struct error err;

	(void)state;
	arena_init(&arena);
	analyser = text_analyser_new(NULL);
	thesaurus = open_rows(list, analyser, &err);
	if (!thesaurus)
		print_error("%s\n", err.text);
	return thesaurus ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	arena_clear(&arena);
	thesaurus_close(thesaurus);
	text_analyser_free(analyser);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typed),
		cmocka_unit_test(test_any_case),
		cmocka_unit_test(test_hit),
		cmocka_unit_test(test_order_of_lines),
		cmocka_unit_test(test_no_thesaurus),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
