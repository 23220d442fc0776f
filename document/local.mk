# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libdocument.la
libdocument_la_SOURCES = %D%/document.c %D%/document.h \
	%D%/identity.c %D%/merge.c %D%/record.c
libdocument_la_LIBADD = libbase.la

if HAVE_CMOCKA
check_PROGRAMS += test_document test_merge test_record
TESTS += test_document test_merge test_record
test_merge_SOURCES = tests/unit/test_merge.c
test_merge_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_merge_LDADD = libdocument.la $(CMOCKA_LIBS)
test_document_SOURCES = tests/unit/test_document.c
test_document_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_document_LDADD = libdocument.la $(CMOCKA_LIBS)
test_record_SOURCES = tests/unit/test_record.c
test_record_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_record_LDADD = libdocument.la $(CMOCKA_LIBS)
endif
