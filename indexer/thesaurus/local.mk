# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libtools.la
libtools_la_SOURCES = %D%/apply.c %D%/asker.c %D%/asker.h \
	%D%/candidates.c %D%/candidates.h %D%/changes.c %D%/changes.h \
	%D%/check.c %D%/command.c %D%/command.h %D%/diff.c %D%/frequent.c \
	%D%/replay.c %D%/replay.h %D%/stats.c %D%/tools.c %D%/tools.h \
	%D%/which.c
libtools_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libtools_la_LIBADD = libindexer.la libdaemon.la $(JANSSON_LIBS)
