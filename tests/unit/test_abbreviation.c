/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts and what they define, written "short=long", one a line. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/concept/abbreviation.h"
#include "base/buffer.h"

static struct text_analyser *analyser;
static struct arena arena;

struct row {
	const char *text, *pairs;
};

/* long form (SF) */
static const struct row before[] = {
	{"patients with acute lymphoblastic leukemia (ALL)",
		"ALL=acute lymphoblastic leukemia"},
	{"the anterolateral ligament (ALL) of the knee",
		"ALL=anterolateral ligament"},
	{"Multiple sclerosis (MS) is common.", "MS=Multiple sclerosis"},
	{"Mitral stenosis [MS] is not.", "MS=Mitral stenosis"},
	/* one after the other, and the shortest long form */
	{"graft-versus-host disease (GVHD) and overall survival (OS)",
		"GVHD=graft-versus-host disease\nOS=overall survival"},
	{"the median overall rate of overall survival (OS)",
		"OS=overall survival"},
	{"sinusoidal obstruction syndrome (SOS; also VOD)",
		"SOS=sinusoidal obstruction syndrome"},
	{"veno-occlusive disease of the liver (VOD)",
		"VOD=veno-occlusive disease of the liver"},
	/* letters inside words */
	{"treated with methotrexate (MTX) weekly", "MTX=methotrexate"},
	{"by electrocardiography (ECG)", "ECG=electrocardiography"},
	{"polymorphonuclear leukocytes (PMN)",
		"PMN=polymorphonuclear leukocytes"},
	{"serum prolactin (Prl) rose", "Prl=prolactin"},
	{"a complete blood count (CBC)", "CBC=complete blood count"},
	{"messenger RNA (mRNA) levels", "mRNA=messenger RNA"},
	{"small interfering RNA (siRNA)", "siRNA=small interfering RNA"},
	/* more than one */
	{"antibody-drug conjugates (ADCs)", "ADCs=antibody-drug conjugates"},
	{"two monoclonal antibodies (mAbs)", "mAbs=monoclonal antibodies"},
	{"single nucleotide polymorphisms (SNPs)",
		"SNPs=single nucleotide polymorphisms"},
	/* digits and Greek */
	{"secretion of interleukin-2 (IL-2)", "IL-2=interleukin-2"},
	{"with 5-fluorouracil (5-FU)", "5-FU=5-fluorouracil"},
	{"interferon-gamma (IFN-\u03b3)", "IFN-\u03b3=interferon-gamma"},
	{"tumour necrosis factor \u03b1 (TNF-alpha)",
		"TNF-alpha=tumour necrosis factor \u03b1"},
	{"of \u03b1-fetoprotein (AFP)", "AFP=\u03b1-fetoprotein"},
	{"cluster of differentiation 4 (CD4)",
		"CD4=cluster of differentiation 4"},
	{"a three-dimensional (3D) model", "3D=three-dimensional"},
	{"insulin-like growth factor-1 (IGF-1)",
		"IGF-1=insulin-like growth factor-1"},
	{"against 2,4-dinitrophenyl (DNP)", "DNP=2,4-dinitrophenyl"},
	{"of alpha-1-antitrypsin deficiency (ATD)",
		"ATD=alpha-1-antitrypsin deficiency"},
	/* function words */
	{"activities of daily living (ADL)", "ADL=activities of daily living"},
	{"the quality of life (QoL)", "QoL=quality of life"},
	{"very-low-density lipoprotein (VLDL)",
		"VLDL=very-low-density lipoprotein"},
	{"all-trans retinoic acid (ATRA)", "ATRA=all-trans retinoic acid"},
	{"Food and Drug Administration (FDA)",
		"FDA=Food and Drug Administration"},
	/* quotes, possessives, lines, brackets */
	{"Crohn's disease (CD)", "CD=Crohn's disease"},
	{"so-called \u201csave our souls\u201d (\u201cSOS\u201d)",
		"SOS=save our souls"},
	{"chimeric antigen\nreceptor\n(CAR)", "CAR=chimeric antigen\nreceptor"},
	{"(inotuzumab ozogamicin [InO] in adults)",
		"InO=inotuzumab ozogamicin"},
	{"tumor necrosis factor (TNF) receptor (TNFR)",
		"TNF=tumor necrosis factor"},
	{"bone marrow(BM) cells", "BM=bone marrow"},
	{"acquired immunodeficiency syndrome (AIDS)-related",
		"AIDS=acquired immunodeficiency syndrome"},
	{"cardiac output (or CO)", "CO=cardiac output"},
	{"stroke volume (abbreviated as SV)", "SV=stroke volume"},
	{"confidence interval (CI, 95%)", "CI=confidence interval"},
	{"in the (blood-brain barrier, BBB)", "BBB=blood-brain barrier"},
	{"muscle of the diaphragm (D) alone", "D=diaphragm"},
	{"\u03b1-fetoprotein (\u201eAFP\u201c)", "AFP=\u03b1-fetoprotein"},
	{"\u00abinterf\u00e9ron gamma\u00bb [\u00abIFN-\u03b3\u00bb]",
		"IFN-\u03b3=interf\u00e9ron gamma"},
	{"\u201cM\u00e9ni\u00e8re\u2019s disease\u201d (\u201cMD\u201d)",
		"MD=M\u00e9ni\u00e8re\u2019s disease"},
	/* a second definition counts, the same one again does not */
	{"cardiac output (CO), cardiac output (CO), cyclic olefins (CO)",
		"CO=cardiac output\nCO=cyclic olefins"},
	{"M\u00e9ni\u00e8re\u2019s disease (MD)",
		"MD=M\u00e9ni\u00e8re\u2019s disease"},
};

/* SF (long form) */
static const struct row inside[] = {
	{"ALL (acute lymphoblastic leukemia) relapsed",
		"ALL=acute lymphoblastic leukemia"},
	{"with MS (multiple sclerosis; n = 20)", "MS=multiple sclerosis"},
	{"with MS (multiple sclerosis, n = 20)", "MS=multiple sclerosis"},
	{"CHOP (cyclophosphamide, hydroxydaunorubicin, oncovin, prednisone)",
		"CHOP=cyclophosphamide, hydroxydaunorubicin, oncovin, "
		"prednisone"},
	{"by PCR [polymerase chain reaction]", "PCR=polymerase chain reaction"},
	{"ADCs (antibody-drug conjugates)", "ADCs=antibody-drug conjugates"},
	{"\"VOD\" (the veno-occlusive disease)", "VOD=veno-occlusive disease"},
	{"MTX (methotrexate)", "MTX=methotrexate"},
	{"IL-2 (interleukin 2)", "IL-2=interleukin 2"},
	{"rose (CI = confidence interval; OR, odds ratio)",
		"CI=confidence interval\nOR=odds ratio"},
};

/* Nothing is defined. */
static const char *const traps[] = {
	"",
	"(",
	")",
	"()",
	"( )",
	"(((",
	"ALL (",
	"acute lymphoblastic leukemia (ALL",
	"no bracket at all",
	"the first (1) and the second (2)",
	"in stage (I), (II) and (III)",
	"in vivo (IV) and (iv)",
	"(n = 25)",
	"no difference (p < 0.05)",
	"odds (OR = 1.2)",
	"pain (P = 0.04)",
	"a dose (5 mg) daily",
	"daily doses (10 mg/kg)",
	"medium (200 m)",
	"as shown before (Smith et al., 2003)",
	"as shown (Fig. 2) here",
	"see above (see below)",
	"estimated growth factor (e.g. EGF)",
	"in earlier studies (i.e., before)",
	"increase (ie, more)",
	"after relapse (after remission)",
	"rats (males) and (females)",
	"the drug (aspirin) helped",
	"hepatitis (A) virus",
	"group (B)",
	"Dose reduction. Adverse Long events (DAL)",
	"left ventricle: ejection fraction (LVEF)",
	"of water; cardiac output (WCO)",
	"diabetes (T2D)",
	"serotonin (5-HT)",
	"cytarabine (AraC)",
	"interleukin 12 (IL-1)",
	"interleukin-1 (IL-12)",
	"the ALL trial leukemia (ALL)",
	"a small red ball (XYZ)",
	"NAD(P)H and H(2)O",
	"Finger pressure was monitored (FPM)",
	"one; two; three (OTT), that is",
	"of the and (OTA)",
	"(ALL) (AML) (CLL)",
	"leukemia\n\nacute lymphoblastic\n\n(ALL)",
	"\xff\xfe(\xff)",
};

static struct buffer pairs_of(struct slice text)
{
	struct abbreviations found = abbreviations_find(analyser, text, &arena);
	struct buffer out = BUFFER_INIT;

	buffer_add_string(&out, "");
	for (size_t i = 0; i < found.count; i++) {
		const struct abbreviation *pair = &found.items[i];

		buffer_printf(&out, "%s%.*s=%.*s", i ? "\n" : "",
			(int)(pair->end - pair->start), text.data + pair->start,
			(int)(pair->long_end - pair->long_start),
			text.data + pair->long_start);
	}
	return out;
}

static void check_rows(const struct row *rows, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct buffer out = pairs_of(slice_of(rows[i].text));

		if (strcmp(out.data, rows[i].pairs) != 0) {
			print_error("\"%s\": found \"%s\", not \"%s\"\n",
				rows[i].text, out.data, rows[i].pairs);
			wrong++;
		}
		buffer_clear(&out);
		arena_reset(&arena);
	}
	assert_int_equal(wrong, 0);
}

static void test_before(void **state)
{
	(void)state;
	check_rows(before, sizeof(before) / sizeof(before[0]));
}

static void test_inside(void **state)
{
	(void)state;
	check_rows(inside, sizeof(inside) / sizeof(inside[0]));
}

static void test_traps(void **state)
{
	struct row rows[sizeof(traps) / sizeof(traps[0])];
	size_t count = sizeof(traps) / sizeof(traps[0]);

	(void)state;
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct row){traps[i], ""};
	check_rows(rows, count);
}

static void test_base(void **state)
{
	static const struct {
		const char *text;
		const char *base;
	} rows[] = {
		{"antibody-drug conjugates (ADCs)", "ADC"},
		{"antibody-drug conjugate (ADC)", "ADC"},
		{"acute sclerosis (AS)", "AS"},
		{"relative risks (RRs)", "RR"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct abbreviations found = abbreviations_find(
			analyser, slice_of(rows[i].text), &arena);

		assert_int_equal(found.count, 1);
		assert_true(slice_is(
			(struct slice){rows[i].text + found.items[0].start,
				found.items[0].base_end - found.items[0].start},
			rows[i].base));
	}
}

static bool is_border(struct slice text, uint32_t at)
{
	return at == text.length ||
	       ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static void check_offsets(struct slice text)
{
	struct abbreviations found = abbreviations_find(analyser, text, &arena);

	for (size_t i = 0; i < found.count; i++) {
		const struct abbreviation *pair = &found.items[i];

		assert_true(pair->start < pair->base_end);
		assert_true(pair->base_end <= pair->end);
		assert_true(pair->end <= text.length);
		assert_true(pair->long_start < pair->long_end);
		assert_true(pair->long_end <= text.length);
		assert_true(pair->end <= pair->long_start ||
			    pair->long_end <= pair->start);
	}
	arena_reset(&arena);
}

/* Every beginning of every text, and each byte replaced by some others, in
 * memory of just that size. */
static void test_broken(void **state)
{
	static const char others[] = {
		'(', ')', '[', ' ', 's', '\0', '\x80', '\xe2', ',', '\n'};

	(void)state;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		struct slice text = slice_of(before[i].text);

		for (size_t n = 0; n <= text.length; n++) {
			char *copy = malloc(n + 1);

			memcpy(copy, text.data, n);
			char *exact = realloc(copy, n ? n : 1);

			check_offsets((struct slice){exact, n});
			for (size_t o = 0; o < sizeof(others) && n > 0; o++) {
				exact[n - 1] = others[o];
				check_offsets((struct slice){exact, n});
			}
			free(exact);
		}
	}
}

/* In good UTF-8 all offsets are on character borders. */
static void test_borders(void **state)
{
	static const char *const texts[] = {
		"\u201cM\u00e9ni\u00e8re\u2019s disease\u201d (\u201cMD\u201d)",
		"\u03b1-fetoprotein (\u201eAFP\u201c)",
		"\u00abinterf\u00e9ron gamma\u00bb [\u00abIFN-\u03b3\u00bb]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct slice text = slice_of(texts[i]);
		struct abbreviations found =
			abbreviations_find(analyser, text, &arena);

		assert_int_equal(found.count, 1);
		assert_true(is_border(text, found.items[0].start));
		assert_true(is_border(text, found.items[0].end));
		assert_true(is_border(text, found.items[0].long_start));
		assert_true(is_border(text, found.items[0].long_end));
	}
}

/* Brackets in brackets end the search, they do not stretch it. */
static void test_nested(void **state)
{
	size_t length = 200000;
	char *text = malloc(length);
	struct arena own;

	(void)state;
	arena_init(&own);
	for (size_t i = 0; i < length; i++)
		text[i] = "(AB, "[i % 5];
	assert_int_equal(
		abbreviations_find(analyser, (struct slice){text, length}, &own)
			.count,
		0);
	/* a bound on the memory stands for one on the work */
	assert_true(own.used < 1000 * length);
	arena_clear(&own);
	free(text);
}

static int set_up(void **state)
{
	struct error err;

	(void)state;
	arena_init(&arena);
	analyser = text_analyser_new(&err);
	return analyser ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	text_analyser_free(analyser);
	arena_clear(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_before),
		cmocka_unit_test(test_inside),
		cmocka_unit_test(test_traps),
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_nested),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
