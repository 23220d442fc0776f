# SPDX-License-Identifier: GPL-2.0-or-later
include %D%/front/local.mk
include %D%/worker/local.mk

# What front and worker share.
noinst_LTLIBRARIES += libdaemon.la
libdaemon_la_SOURCES = %D%/address.c %D%/address.h %D%/problem.c \
	%D%/problem.h %D%/settings.c %D%/settings.h %D%/settings_table.c \
	%D%/settings_table.h %D%/wire.c %D%/wire.h
libdaemon_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libdaemon_la_LIBADD = libbase.la $(JANSSON_LIBS)

if HAVE_CMOCKA
check_PROGRAMS += test_wire test_problem test_settings
test_wire_SOURCES = tests/unit/test_wire.c
test_wire_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_wire_LDADD = libdaemon.la $(CMOCKA_LIBS)
test_problem_SOURCES = tests/unit/test_problem.c
test_problem_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_problem_LDADD = libdaemon.la $(CMOCKA_LIBS)
test_settings_SOURCES = tests/unit/test_settings.c
test_settings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_settings_LDADD = libdaemon.la $(CMOCKA_LIBS)
TESTS += test_wire test_problem test_settings
endif
