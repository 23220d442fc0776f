# SPDX-License-Identifier: GPL-2.0-or-later
# The inside of a worker.
noinst_LTLIBRARIES += libservice.la
libservice_la_SOURCES = \
	%D%/expand.c %D%/expand.h
 \
	%D%/fault.c %D%/fault.h
 \
	%D%/identifier.c %D%/identifier.h
 \
	%D%/mark.c %D%/mark.h
 \
	%D%/match.c %D%/match.h
 \
	%D%/query.c %D%/query.h
 \
	%D%/request.c %D%/request.h
 \
	%D%/snippet.c %D%/snippet.h
libservice_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(ZLIB_CFLAGS)
libservice_la_LIBADD = libdaemon.la libindex.la libanalysis.la libdocument.la \
	libbase.la libxapian-c.la $(JANSSON_LIBS) $(ZLIB_LIBS) -lm

if HAVE_CMOCKA
service_tests = test_request test_query
check_PROGRAMS += $(service_tests)
TESTS += $(service_tests)

service_test_cflags = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
service_test_libs = libservice.la $(CMOCKA_LIBS) $(JANSSON_LIBS)

test_request_SOURCES = tests/unit/test_request.c
test_request_CFLAGS = $(service_test_cflags)
test_request_LDADD = $(service_test_libs)

test_query_SOURCES = tests/unit/test_query.c
test_query_CFLAGS = $(service_test_cflags)
test_query_LDADD = $(service_test_libs)
endif
