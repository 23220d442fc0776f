# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libanalysis.la
libanalysis_la_SOURCES = %D%/text/compound.c %D%/text/internal.h \
	%D%/text/sentence.c %D%/text/split.c %D%/text/stem.c \
	%D%/text/stopwords.c %D%/text/text.h %D%/text/tokens.c \
	%D%/text/utf8.c
libanalysis_la_CFLAGS = $(AM_CFLAGS) $(UTF8PROC_CFLAGS)
libanalysis_la_LIBADD = libbase.la libxapian-c.la $(UTF8PROC_LIBS)

if HAVE_CMOCKA
analysis_tests = test_text test_sentences
check_PROGRAMS += $(analysis_tests)
TESTS += $(analysis_tests)

test_text_SOURCES = tests/unit/test_text.c tests/unit/check_tokens.h
test_text_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_text_LDADD = libanalysis.la $(CMOCKA_LIBS)

test_sentences_SOURCES = tests/unit/test_sentences.c
test_sentences_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_sentences_LDADD = libanalysis.la $(CMOCKA_LIBS)
endif
