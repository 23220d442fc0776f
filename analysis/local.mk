# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libanalysis.la
libanalysis_la_SOURCES = %D%/concept/abbreviation.c \
	%D%/concept/abbreviation.h %D%/concept/abbreviation_align.c \
	%D%/concept/abbreviation_form.c \
	%D%/concept/abbreviation_internal.h \
	%D%/concept/abbreviation_sense.c %D%/concept/check.c %D%/concept/check_rows.c \
	%D%/concept/compile.c %D%/concept/concept.h %D%/concept/delta.c \
	%D%/concept/delta.h %D%/concept/delta_internal.h \
	%D%/concept/english.c %D%/concept/find.c %D%/concept/forms.c \
	%D%/concept/hierarchy.c %D%/concept/image.c %D%/concept/image.h \
	%D%/concept/internal.h %D%/concept/lineage.c %D%/concept/list.h \
	%D%/concept/rows.c %D%/concept/senses.c \
	%D%/concept/thesaurus.c %D%/concept/trie.c \
	%D%/spelling/cost.c %D%/spelling/image.c %D%/spelling/internal.h \
	%D%/spelling/key.c %D%/spelling/look_alike.c %D%/spelling/near.c \
	%D%/spelling/spelling.h %D%/text/compound.c %D%/text/internal.h %D%/text/morphology.c \
	%D%/text/notation.c %D%/text/number.c %D%/text/numeral.c %D%/text/sentence.c \
	%D%/text/sign.c %D%/text/spelling.c %D%/text/split.c \
	%D%/text/stem.c %D%/text/stopwords.c %D%/text/text.h \
	%D%/text/tokens.c %D%/text/utf8.c
libanalysis_la_CFLAGS = $(AM_CFLAGS) $(UTF8PROC_CFLAGS) $(XXHASH_CFLAGS)
libanalysis_la_LIBADD = libbase.la libxapian-c.la $(UTF8PROC_LIBS) $(XXHASH_LIBS) -lm
EXTRA_DIST += tests/data/morphology/must-merge.tsv \
	tests/data/morphology/must-not-merge.tsv

if HAVE_CMOCKA
analysis_tests = test_abbreviation test_abbreviation_sense \
	test_concept_find test_delta test_list test_morphology \
	test_sentences test_spelling test_text test_text_fuzz test_thesaurus
check_PROGRAMS += $(analysis_tests)
TESTS += $(analysis_tests)

test_abbreviation_SOURCES = tests/unit/test_abbreviation.c
test_abbreviation_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_abbreviation_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_abbreviation_sense_SOURCES = tests/unit/test_abbreviation_sense.c \
	tests/unit/thesaurus_file.h
test_abbreviation_sense_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_abbreviation_sense_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_concept_find_SOURCES = tests/unit/test_concept_find.c \
	tests/unit/thesaurus_file.h
test_concept_find_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_concept_find_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_delta_SOURCES = tests/unit/test_delta.c tests/unit/thesaurus_file.h
test_delta_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_delta_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_list_SOURCES = tests/unit/test_list.c tests/unit/thesaurus_file.h
test_list_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_list_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_morphology_SOURCES = tests/unit/test_morphology.c
test_morphology_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_morphology_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_spelling_SOURCES = tests/unit/test_spelling.c
test_spelling_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_spelling_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_sentences_SOURCES = tests/unit/test_sentences.c
test_sentences_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_sentences_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_text_SOURCES = tests/unit/test_text.c tests/unit/check_tokens.h
test_text_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_text_LDADD = libanalysis.la $(CMOCKA_LIBS) $(UTF8PROC_LIBS)

test_text_fuzz_SOURCES = tests/unit/test_text_fuzz.c \
	tests/unit/check_tokens.h
test_text_fuzz_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_text_fuzz_LDADD = libanalysis.la $(CMOCKA_LIBS) $(UTF8PROC_LIBS)

test_thesaurus_SOURCES = tests/unit/test_thesaurus.c \
	tests/unit/thesaurus_file.h
test_thesaurus_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_thesaurus_LDADD = libanalysis.la $(CMOCKA_LIBS) $(XXHASH_LIBS)
endif
