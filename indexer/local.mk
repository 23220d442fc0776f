# SPDX-License-Identifier: GPL-2.0-or-later
include %D%/reader/local.mk

# All but main.c is a library, so that tests can link it.
noinst_LTLIBRARIES += libindexer.la
libindexer_la_SOURCES = %D%/add.c %D%/commands.h %D%/counts.h %D%/pipeline.c \
	%D%/pipeline.h %D%/rebuild.c %D%/remove.c %D%/report.c %D%/report.h \
	%D%/session.c %D%/session.h %D%/shard.c %D%/shard.h \
	%D%/shard_set.c %D%/shard_set.h %D%/status.c %D%/store.c %D%/store.h \
	%D%/thesaurus/apply.c %D%/thesaurus/asker.c %D%/thesaurus/asker.h \
	%D%/thesaurus/candidates.c %D%/thesaurus/candidates.h \
	%D%/thesaurus/changes.c %D%/thesaurus/changes.h \
	%D%/thesaurus/check.c %D%/thesaurus/command.c %D%/thesaurus/diff.c \
	%D%/thesaurus/frequent.c %D%/thesaurus/replay.c \
	%D%/thesaurus/replay.h %D%/thesaurus/stats.c \
	%D%/thesaurus/thesaurus.h %D%/thesaurus/which.c %D%/verify.c \
	%D%/walk.c %D%/walk.h
libindexer_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libindexer_la_LIBADD = libreader.la libindex.la libdaemon.la $(JANSSON_LIBS)

bin_PROGRAMS += medlit-index
medlit_index_SOURCES = %D%/main.c
medlit_index_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
medlit_index_LDADD = libindexer.la
