/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words and their stems: two tables of pairs that must and must not be one, and
 * the edges of the rules.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "analysis/text/internal.h"

static struct text_analyser *analyser;
static struct arena arena;

static struct slice stem(const char *word)
{
	return text_stem(analyser, slice_of(word), &arena);
}

/* Every pair of tests/data/morphology/`name`; returns how many. */
static unsigned check_pairs(const char *name, bool same)
{
	const char *top = getenv("abs_top_srcdir");
	char path[4096], line[256];
	unsigned pairs = 0, wrong = 0;

	snprintf(path, sizeof(path), "%s/tests/data/morphology/%s",
		top ? top : "..", name);
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char *one = strtok(line, "\t\n"), *other = strtok(NULL, "\t\n");

		if (!one || one[0] == '#')
			continue;
		assert_non_null(other);
		pairs++;
		if (slice_equal(stem(one), stem(other)) == same)
			continue;
		print_error("%s: %s, %s: stems %.*s, %.*s\n", name, one, other,
			SLICE_PRINT(stem(one)), SLICE_PRINT(stem(other)));
		wrong++;
	}
	fclose(file);
	arena_reset(&arena);
	assert_int_equal(wrong, 0);
	return pairs;
}

static void test_must_merge(void **state)
{
	(void)state;
	assert_true(check_pairs("must-merge.tsv", true) >= 150);
}

static void test_must_not_merge(void **state)
{
	(void)state;
	assert_true(check_pairs("must-not-merge.tsv", false) >= 80);
}

static void test_spelling(void **state)
{
	static const char *const rows[][2] = {
		{"haemorrhage", "hemorrhage"},
		{"anaesthetised", "anesthetized"},
		{"oesophagogastroduodenoscopy", "esophagogastroduodenoscopy"},
		{"gastroesophageal", "gastresophageal"},
		{"haem", "heme"},
		{"haemophilus", "hemophilus"},
		{"aerobic", "aerobic"},
		{"israel", "israel"},
		{"coexist", "coexist"},
		{"coefficient", "coefficient"},
		{"poem", "poem"},
		{"shoes", "shoes"},
		{"vertebrae", "vertebrae"},
		{"tumours", "tumors"},
		{"contour", "contour"},
		{"hour", "hour"},
		{"metre", "meter"},
		{"metrectomy", "metrectomy"},
		{"centring", "centering"},
		{"randomisation", "randomization"},
		{"exercises", "exercises"},
		{"raised", "raised"},
		{"revised", "revised"},
		{"disease", "disease"},
		{"irises", "irises"},
		{"rise", "rise"},
		{"size", "size"},
		{"lysed", "lysed"},
		{"analysed", "analyzed"},
		{"analyses", "analyses"},
		{"labelled", "labeled"},
		{"filled", "filled"},
		{"cell", "cell"},
		{"programme", "program"},
		{"disc", "disk"},
		{"discuss", "discuss"},
		{"ageing", "aging"},
		{"sulphurs", "sulfurs"},
		{"a", "a"},
		{"ae", "ae"},
		{"ise", "ise"},
		{"ll", "ll"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct word_buffer word;

		spell_american(&word, slice_of(rows[i][0]));
		word.data[word.length] = '\0';
		assert_string_equal(word.data, rows[i][1]);
	}
}

static void test_singular(void **state)
{
	static const char *const rows[][2] = {
		{"cells", "cell"},
		{"biopsies", "biopsy"},
		{"dies", "die"},
		{"axes", "axis"},
		{"bases", "base"},
		{"doses", "dose"},
		{"purposes", "purpose"},
		{"thromboses", "thrombosis"},
		{"mycoses", "mycosis"},
		{"lactoses", "lactose"},
		{"metastases", "metastasis"},
		{"kinases", "kinase"},
		{"arthritides", "arthritis"},
		{"peptides", "peptide"},
		{"phosphoinositides", "phosphoinositide"},
		{"viruses", "virus"},
		{"causes", "cause"},
		{"uses", "use"},
		{"services", "service"},
		{"indices", "index"},
		{"nasopharynges", "nasopharynx"},
		{"adenomata", "adenoma"},
		{"fistulae", "fistula"},
		{"pneumoniae", "pneumoniae"},
		{"enterobacteriaceae", "enterobacteriaceae"},
		{"coli", "coli"},
		{"pylori", "pylori"},
		{"nuclei", "nucleus"},
		{"media", "media"},
		{"microglia", "microglia"},
		{"bacteria", "bacterium"},
		{"specimen", "specimen"},
		{"women", "woman"},
		{"grandchildren", "grandchild"},
		{"diabetes", "diabetes"},
		{"rabies", "rabies"},
		{"species", "species"},
		{"series", "series"},
		{"herpes", "herpes"},
		{"biceps", "biceps"},
		{"lens", "lens"},
		{"lenses", "lens"},
		{"pus", "pus"},
		{"pelvis", "pelvis"},
		{"pelves", "pelvis"},
		{"tetanus", "tetanus"},
		{"sepsis", "sepsis"},
		{"abscesses", "abscess"},
		{"feces", "feces"},
		{"pseudomonas", "pseudomonas"},
		{"aids", "aids"},
		{"lps", "lps"},
		{"gwas", "gwas"},
		{"ibs", "ibs"},
		{"mrnas", "mrna"},
		{"headaches", "headach"},
		{"toes", "toe"},
		{"mosquitoes", "mosquito"},
		{"s", "s"},
		{"ss", "ss"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct word_buffer word = {strlen(rows[i][0]), ""};

		memcpy(word.data, rows[i][0], word.length);
		make_singular(&word);
		word.data[word.length] = '\0';
		assert_string_equal(word.data, rows[i][1]);
	}
}

/* The words that only look like plurals keep a stem of their own, and their
 * plural has it too. */
static void test_own_stems(void **state)
{
	static const char *const rows[][2] = {
		{"aids", "aids"},
		{"lens", "lens"},
		{"rabies", "rabies"},
		{"herpes", "herpes"},
		{"scabies", "scabies"},
		{"measles", "measles"},
		{"mumps", "mumps"},
		{"biceps", "biceps"},
		{"virus", "virus"},
		{"pelvis", "pelvis"},
		{"tetanus", "tetanus"},
		{"sepsis", "sepsis"},
		{"psychosis", "psychosis"},
		{"iris", "iris"},
		{"penis", "penis"},
		{"uterus", "uterus"},
		{"abscess", "abscess"},
		{"series", "series"},
		{"species", "species"},
		{"caries", "caries"},
		{"faeces", "feces"},
		{"hepatitis", "hepatitis"},
		{"pus", "pus"},
		{"plus", "plus"},
		/* The adjective helps to find it. */
		{"diabetes", "diabet"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(slice_is(stem(rows[i][0]), rows[i][1]));
	arena_reset(&arena);
}

/* The hash of the first atom's lemma. */
static uint64_t lemma(struct slice word)
{
	struct tokens tokens = text_tokens(analyser, word, &arena);

	return tokens.count > 0 ? tokens.items[0].lemma_hash : 0;
}

static void test_lemma(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{"leukaemias", "leukemia", true},
		{"metastases", "metastasis", true},
		{"biopsies", "biopsy", true},
		{"boxes", "box", true},
		{"headaches", "headache", true},
		{"calories", "calorie", true},
		{"diseases", "disease", true},
		{"nuclei", "nucleus", true},
		{"tumours", "tumor", true},
		{"women", "woman", true},
		{"gastrooesophageal", "gastroesophageal", true},
		{"leukemia", "leukemic", false},
		{"metastatic", "metastasis", false},
		{"pancreatic", "pancreatitis", false},
		{"organ", "organic", false},
		{"treated", "treat", false},
		{"diagnosed", "diagnosis", false},
		{"aids", "aid", false},
		{"lens", "len", false},
		{"human", "humane", false},
		{"pneumoniae", "pneumonia", false},
		{"mRNAs", "mRNA", true},
		{"mRNA", "mrna", true},
		{"ADCs", "ADC", true},
		{"ADCs", "adc", true},
		{"AIDS", "aid", false},
		{"AIDS", "aids", true},
		{"MICE", "mouse", false},
		{"22", "22", true},
		{"22", "23", false},
		{"étude", "etude", true},
		{"ωμα", "ωμα", true},
		{"", "a", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice a = slice_of(rows[i].a), b = slice_of(rows[i].b);

		assert_int_equal(lemma(a) == lemma(b), rows[i].same);
	}
	arena_reset(&arena);
}

/* What grows most, as long as a word may be, and longer. */
static void test_long_words(void **state)
{
	static const char *const pieces[] = {"reflexion", "enrolment", "haem",
		"fulfil", "isation", "oedema", "omata", "itides", "a", "s"};

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		char word[TOKEN_TERM_MAX + 40] = "";

		while (strlen(word) + strlen(pieces[i]) <= TOKEN_TERM_MAX + 9)
			strcat(word, pieces[i]);
		for (size_t length = 1; length <= strlen(word); length++) {
			struct slice part = {word, length};
			struct slice got = text_stem(analyser, part, &arena);

			assert_true(got.length > 0);
			assert_true(got.length <= TOKEN_TERM_MAX);
		}
		assert_true(lemma(slice_of(word)) != lemma(SLICE("a")));
		arena_reset(&arena);
	}
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
		cmocka_unit_test(test_must_merge),
		cmocka_unit_test(test_must_not_merge),
		cmocka_unit_test(test_spelling),
		cmocka_unit_test(test_singular),
		cmocka_unit_test(test_own_stems),
		cmocka_unit_test(test_lemma),
		cmocka_unit_test(test_long_words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
