# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libindex.la
libindex_la_SOURCES = %D%/analyse.c %D%/apply.c %D%/digest.c \
	%D%/digest.h %D%/generation.c %D%/impact.c %D%/impact.h \
	%D%/index.h %D%/lock.c \
	%D%/manifest.c %D%/manifest.h %D%/names.c %D%/names.h %D%/postings.c %D%/postings.h \
	%D%/rollback.c %D%/schema.c %D%/seal.c %D%/sources.c %D%/sources.h %D%/sources_file.c \
	%D%/sources_file.h %D%/words.c %D%/words.h
libindex_la_CFLAGS = $(AM_CFLAGS) $(XXHASH_CFLAGS)
libindex_la_LIBADD = libanalysis.la libdocument.la libbase.la \
	libxapian-c.la $(XXHASH_LIBS)


if HAVE_CMOCKA
check_PROGRAMS += test_generation test_impact test_names test_schema test_sources
TESTS += test_generation test_impact test_names test_schema test_sources
test_sources_SOURCES = tests/unit/test_sources.c
test_sources_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_sources_LDADD = libindex.la $(CMOCKA_LIBS)
test_generation_SOURCES = tests/unit/test_generation.c
test_generation_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_generation_LDADD = libindex.la $(CMOCKA_LIBS)
test_impact_SOURCES = tests/unit/test_impact.c
test_impact_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_impact_LDADD = libindex.la $(CMOCKA_LIBS)
test_names_SOURCES = tests/unit/test_names.c tests/unit/thesaurus_file.h
test_names_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_names_LDADD = libindex.la $(CMOCKA_LIBS)
test_schema_SOURCES = tests/unit/test_schema.c
test_schema_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_schema_LDADD = libindex.la $(CMOCKA_LIBS)
endif
