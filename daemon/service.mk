# SPDX-License-Identifier: GPL-2.0-or-later
# The inside of a worker.
noinst_LTLIBRARIES += libservice.la
libservice_la_SOURCES = %D%/fault.c %D%/fault.h %D%/request.c %D%/request.h
libservice_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(ZLIB_CFLAGS)
libservice_la_LIBADD = libindex.la libanalysis.la libdocument.la libbase.la \
	libxapian-c.la $(JANSSON_LIBS) $(ZLIB_LIBS) -lm

if HAVE_CMOCKA
check_PROGRAMS += test_request
test_request_SOURCES = tests/unit/test_request.c
test_request_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_request_LDADD = libservice.la libdaemon.la $(CMOCKA_LIBS)
TESTS += test_request
endif
