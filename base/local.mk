# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libbase.la
libbase_la_SOURCES = %D%/arena.c %D%/arena.h %D%/buffer.c %D%/buffer.h \
	%D%/error.c %D%/error.h %D%/file.c %D%/file.h %D%/hash.h \
	%D%/log.c %D%/log.h %D%/memory.c %D%/memory.h \
	%D%/plain.c %D%/plain.h %D%/plural.h \
	%D%/process.c %D%/process.h %D%/slice.c %D%/slice.h

if HAVE_CMOCKA
check_PROGRAMS += test_base
TESTS += test_base
test_base_SOURCES = tests/unit/test_base.c
test_base_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_base_LDADD = libbase.la $(CMOCKA_LIBS)
endif
