/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Papers of one text, and what is mentioned in it by their own definitions:
 * "slug=bytes of the text". */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/concept/abbreviation.h"
#include "base/buffer.h"
#include "thesaurus_file.h"

static struct text_analyser *analyser;
static struct thesaurus *thesaurus;
static struct arena arena;

static const char list[] =
	"#medlit-thesaurus|1|1\n"
	"all|preferred|acute lymphoblastic leukemia|auto|en|x\n"
	"all|exact|ALL|auto|en|x\n"
	"all|parent|leukemia|-|-|x\n"
	"b-all|preferred|B-lymphoblastic leukemia|auto|en|x\n"
	"b-all|parent|all|-|-|x\n"
	"leukemia|preferred|leukemia|auto|en|x\n"
	"aml|preferred|acute myeloid leukemia|auto|en|x\n"
	"aml|exact|AML|auto|en|x\n"
	"sclerosis|preferred|multiple sclerosis|auto|en|x\n"
	"sclerosis|exact|MS|auto|en|x\n"
	"stenosis|preferred|mitral stenosis|auto|en|x\n"
	"vod|preferred|sinusoidal obstruction syndrome|auto|en|x\n"
	"vod|exact|hepatic veno-occlusive disease|auto|en|x\n"
	"vod|exact|SOS|auto|en|x\n"
	"car-t|preferred|CAR T cell|auto|en|x\n"
	"car|preferred|chimeric antigen receptor|auto|en|x\n"
	"car|exact|CAR|auto|en|x\n"
	"adc|preferred|antibody-drug conjugate|auto|en|x\n"
	"diffusion|preferred|diffusing capacity|auto|en|x\n"
	"diffusion|exact|ADC|auto|en|x\n"
	"il2|preferred|interleukin-2|auto|en|x\n"
	"testosterone|preferred|testosterone|auto|en|x\n"
	"cod|preferred|cyclooctadiene|auto|en|x\n"
	"count|preferred|white blood cell count|auto|en|x\n"
	"count|exact|WBC|auto|en|x\n"
	"ici|preferred|immune checkpoint inhibitor|auto|en|x\n"
	"ici|exact|ICI|auto|en|x\n"
	"chest|preferred|acute chest syndrome|auto|en|x\n"
	"chest|exact|ACS|auto|en|x\n";

static const struct {
	const char *text, *hits;
} rows[] = {
	/* nothing is defined */
	{"ALL and MS", "all=ALL sclerosis=MS"},
	/* something else that the thesaurus does not know */
	{"anterolateral ligament (ALL). ALL tears", ""},
	{"ALL tears. anterolateral ligament (ALL).", ""},
	{"ALL (anterolateral ligament) and ALLs", ""},
	{"we cried \"save our souls\" (SOS). SOS, but SOSA", ""},
	/* something else that it knows, too */
	{"mitral stenosis (MS). MS", "stenosis=mitral stenosis stenosis=MS "
				     "stenosis=MS"},
	{"antibody-drug conjugates (ADCs). ADC, ADCs",
		"adc=antibody-drug conjugates adc=ADCs adc=ADC adc=ADCs"},
	/* a short form that it does not know, of a name that it knows */
	{"hepatic veno-occlusive disease (HVOD). HVOD, VOD",
		"vod=hepatic veno-occlusive disease vod=HVOD vod=HVOD"},
	{"interleukin-2 (IL2). Anti-IL2", "il2=interleukin-2 il2=IL2 il2=IL2"},
	{"B-lymphoblastic leukemia (BLL): BLL-1",
		"b-all=B-lymphoblastic leukemia b-all=BLL b-all=BLL"},
	/* the same that the thesaurus says */
	{"acute lymphoblastic leukemia (ALL). ALL",
		"all=acute lymphoblastic leukemia all=ALL all=ALL"},
	/* said with other words or letters */
	{"acute leukemia, lymphoblastic (ALL). ALL",
		"leukemia=leukemia all=ALL all=ALL"},
	{"acute B-lymphoblastic leukemia (ALL). ALL",
		"b-all=B-lymphoblastic leukemia all=ALL all=ALL"},
	{"acute lymphoblastic leukaemia (ALL). ALL",
		"all=acute lymphoblastic leukaemia all=ALL all=ALL"},
	{"acute relapsed lymphoblastic leukaemia (ARLL, ALL). ALL",
		"leukemia=leukaemia all=ALL all=ALL"},
	{"sinusoidal obstructive-type syndrome (SOS). SOS", "vod=SOS vod=SOS"},
	{"white blood cells (WBC). WBC", "count=WBC count=WBC"},
	{"immune checkpoint inhibition (ICI). ICI", "ici=ICI ici=ICI"},
	{"intrinsic cell inhibition (ICI). ICI", ""},
	{"acute coronary syndrome (ACS). ACS", ""},
	/* names inside a short form */
	{"relapsed acute lymphoblastic leukemia (R-ALL). R-ALL",
		"all=acute lymphoblastic leukemia all=ALL all=ALL"},
	{"relapsed anterolateral ligament (R-ALL). R-ALL", ""},
	/* another leukemia is not this one */
	{"acute megakaryoblastic leukaemia (AML). AML",
		"leukemia=leukaemia"},
	/* longer names stay, and so do the words */
	{"coronary artery risk (CAR). CAR T cell, CAR", "car-t=CAR T cell"},
	{"mitral stenosis (MS). multiple sclerosis",
		"stenosis=mitral stenosis stenosis=MS "
		"sclerosis=multiple sclerosis"},
	/* other capitals, and inside other words */
	{"anterolateral ligament (ALL). all, All, T-ALL, ALL1, MALL", ""},
	/* the first definition holds */
	{"mitral stenosis (MS), multiple sclerosis (MS). MS",
		"stenosis=mitral stenosis stenosis=MS "
		"sclerosis=multiple sclerosis stenosis=MS stenosis=MS"},
	/* letters and small words stay what they are */
	{"testosterone (T). T cells", "testosterone=testosterone"},
	{"cyclooctadiene (cod). cod", "cod=cyclooctadiene"},
};

static void check_order(
	const struct tokens *tokens, const struct concept_hits *hits)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct concept_hit *hit = &hits->items[i];
		const struct token *first = &tokens->items[hit->first_token];
		const struct token *last = &tokens->items[hit->last_token];

		assert_true(hit->last_token < tokens->count);
		assert_int_equal(first->start, hit->start);
		assert_int_equal(first->position, hit->first_position);
		assert_int_equal(first->span, 1);
		assert_int_equal(last->end, hit->end);
		assert_int_equal(last->position, hit->last_position);
		assert_true(i == 0 || hits->items[i - 1].last_position <
					      hit->first_position);
		assert_true(hit->form <
			    concept_form_count(thesaurus, hit->concept));
	}
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice text = slice_of(rows[i].text);
		struct tokens tokens = text_tokens(analyser, text, &arena);
		struct concept_hits hits =
			concept_find(thesaurus, &tokens, 0, &arena);
		struct abbreviation_senses senses = {NULL, 0};
		struct buffer out = BUFFER_INIT;

		abbreviation_senses_add(
			&senses, text, analyser, thesaurus, &arena);
		abbreviation_senses_apply(
			&senses, thesaurus, &tokens, &hits, &arena);
		check_order(&tokens, &hits);
		buffer_add_string(&out, "");
		for (size_t n = 0; n < hits.count; n++)
			buffer_printf(&out, "%s%.*s=%.*s", n ? " " : "",
				SLICE_PRINT(concept_slug(
					thesaurus, hits.items[n].concept)),
				(int)(hits.items[n].end - hits.items[n].start),
				text.data + hits.items[n].start);
		if (strcmp(out.data, rows[i].hits) != 0)
			fail_msg("\"%s\": \"%s\", not \"%s\"", rows[i].text,
				out.data, rows[i].hits);
		buffer_clear(&out);
		arena_reset(&arena);
	}
}

static void test_form(void **state)
{
	struct slice text =
		SLICE("hepatic veno-occlusive disease (HVOD) or HVOD");
	struct tokens tokens = text_tokens(analyser, text, &arena);
	struct concept_hits hits = concept_find(thesaurus, &tokens, 0, &arena);
	struct abbreviation_senses senses = {NULL, 0};

	(void)state;
	abbreviation_senses_add(&senses, text, analyser, thesaurus, &arena);
	abbreviation_senses_apply(&senses, thesaurus, &tokens, &hits, &arena);
	assert_int_equal(senses.count, 1);
	assert_true(slice_is(senses.items[0].short_form, "HVOD"));
	assert_int_equal(hits.count, 3);
	assert_true(slice_is(concept_form_at(thesaurus, hits.items[2].concept,
				     hits.items[2].form)
				     .text,
		"hepatic veno-occlusive disease"));
}

static void test_many(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct abbreviation_senses senses = {NULL, 0};

	(void)state;
	for (int i = 100; i < 600; i++)
		buffer_printf(&text, "multiple sclerosis %d (MS%d). ", i, i);
	abbreviation_senses_add(
		&senses, buffer_slice(&text), analyser, thesaurus, &arena);
	assert_int_equal(senses.count, 256);
	assert_true(slice_is(senses.items[255].short_form, "MS355"));
	buffer_clear(&text);
	arena_reset(&arena);
}

static void test_no_thesaurus(void **state)
{
	struct slice text = SLICE("mitral stenosis (MS). MS");
	struct tokens tokens = text_tokens(analyser, text, &arena);
	struct concept_hits hits = {NULL, 0};
	struct abbreviation_senses senses = {NULL, 0};

	(void)state;
	abbreviation_senses_add(&senses, text, analyser, NULL, &arena);
	assert_int_equal(senses.count, 1);
	assert_int_equal(senses.items[0].concept, CONCEPT_NONE);
	abbreviation_senses_apply(&senses, NULL, &tokens, &hits, &arena);
	assert_int_equal(hits.count, 0);
}

static int set_up(void **state)
{
	struct error err;

	(void)state;
	arena_init(&arena);
	analyser = text_analyser_new(&err);
	if (!analyser)
		return -1;
	thesaurus = open_rows(list, analyser, &err);
	return thesaurus ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	thesaurus_close(thesaurus);
	text_analyser_free(analyser);
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_no_thesaurus),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
