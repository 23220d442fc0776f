# SPDX-License-Identifier: GPL-2.0-or-later
# The process that owns the sockets.
noinst_LTLIBRARIES += libfront.la
libfront_la_SOURCES = %D%/connection.c %D%/connection.h \
	%D%/connection_internal.h %D%/connections.c %D%/front.c \
	%D%/front.h %D%/guard.c %D%/guard.h %D%/listen.c %D%/listen.h \
	%D%/notify.c %D%/notify.h %D%/pool.c \
	%D%/pool.h %D%/pool_crew.c %D%/pool_internal.h \
	%D%/pool_worker.c \
	%D%/reload.c %D%/reload.h %D%/server.c %D%/server.h %D%/spawn.c %D%/spawn.h \
	%D%/trial.c %D%/trial.h
libfront_la_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
libfront_la_LIBADD = libdaemon.la $(EVENT_LIBS)

sbin_PROGRAMS += medlitd
medlitd_SOURCES = %D%/main.c
medlitd_LDADD = libfront.la

# The worker of the tests of the front.
check_PROGRAMS += echo-worker
echo_worker_SOURCES = tests/system/echo-worker.c
echo_worker_LDADD = libdaemon.la
EXTRA_DIST += tests/system/front.py
front_tests = tests/system/front_abuse.py tests/system/front_http.py \
	tests/system/front_reload.py \
	tests/system/front_worker.py \
	tests/system/front_start.py tests/system/front_workers.py
dist_check_SCRIPTS += $(front_tests)
TESTS += $(front_tests)

if HAVE_CMOCKA
check_PROGRAMS += test_guard
TESTS += test_guard
test_guard_SOURCES = tests/unit/test_guard.c
test_guard_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_guard_LDADD = libfront.la $(CMOCKA_LIBS)
endif
