# SPDX-License-Identifier: GPL-2.0-or-later
include daemon/service.mk

# What front and worker share.
noinst_LTLIBRARIES += libdaemon.la
libdaemon_la_SOURCES = %D%/address.c %D%/address.h %D%/problem.c \
	%D%/problem.h %D%/settings.c %D%/settings.h %D%/settings_table.c \
	%D%/settings_table.h %D%/wire.c %D%/wire.h
libdaemon_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libdaemon_la_LIBADD = libbase.la $(JANSSON_LIBS)

noinst_LTLIBRARIES += libfront.la
libfront_la_SOURCES = %D%/connection.c %D%/connection.h \
	%D%/connection_internal.h %D%/connections.c %D%/front.c \
	%D%/front.h %D%/guard.c %D%/guard.h %D%/linger.c %D%/linger.h \
	%D%/listen.c %D%/listen.h %D%/notify.c %D%/notify.h %D%/pool.c \
	%D%/pool.h %D%/pool_internal.h %D%/pool_worker.c %D%/server.c \
	%D%/server.h %D%/spawn.c %D%/spawn.h
libfront_la_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
libfront_la_LIBADD = libdaemon.la $(EVENT_LIBS)

sbin_PROGRAMS += medlitd
medlitd_SOURCES = %D%/main.c
medlitd_LDADD = libfront.la

pkglibexec_PROGRAMS += medlitd-worker
medlitd_worker_SOURCES = %D%/worker.c
medlitd_worker_LDADD = libservice.la libdaemon.la

# The worker of the tests of the front.
check_PROGRAMS += echo-worker
echo_worker_SOURCES = tests/system/echo-worker.c
echo_worker_LDADD = libdaemon.la
EXTRA_DIST += tests/system/front.py
front_tests = tests/system/front_abuse.py tests/system/front_http.py \
	tests/system/front_worker.py \
	tests/system/front_start.py tests/system/front_workers.py
dist_check_SCRIPTS += $(front_tests)
TESTS += $(front_tests)

if HAVE_CMOCKA
check_PROGRAMS += test_wire test_problem test_settings test_guard
test_wire_SOURCES = tests/unit/test_wire.c
test_wire_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_wire_LDADD = libdaemon.la $(CMOCKA_LIBS)
test_problem_SOURCES = tests/unit/test_problem.c
test_problem_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_problem_LDADD = libdaemon.la $(CMOCKA_LIBS)
test_settings_SOURCES = tests/unit/test_settings.c
test_settings_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_settings_LDADD = libdaemon.la $(CMOCKA_LIBS)
test_guard_SOURCES = tests/unit/test_guard.c
test_guard_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_guard_LDADD = libfront.la $(CMOCKA_LIBS)
TESTS += test_wire test_problem test_settings test_guard
endif
