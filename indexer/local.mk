# SPDX-License-Identifier: GPL-2.0-or-later
include %D%/reader/local.mk
include %D%/thesaurus/local.mk

# All but main.c is a library, so that tests can link it.
noinst_LTLIBRARIES += libindexer.la
libindexer_la_SOURCES = %D%/add.c %D%/aside.c %D%/aside.h %D%/commands.h \
	%D%/compact.c %D%/counts.h %D%/dry.c %D%/dry.h %D%/export.c \
	%D%/id_table.c %D%/id_table.h %D%/job.c %D%/job.h %D%/join.c \
	%D%/join.h %D%/lookup.c %D%/lookup.h %D%/merge.c %D%/merge.h \
	%D%/mirror.c %D%/mirror.h %D%/mirror_look.c %D%/mirror_resolve.c \
	%D%/papers.c %D%/papers.h %D%/pipeline.c %D%/pipeline.h %D%/reading.c \
	%D%/reading.h %D%/rebuild.c %D%/records.c %D%/records.h %D%/remove.c \
	%D%/report.c %D%/report.h %D%/rollback.c %D%/session.c %D%/session.h \
	%D%/shard.c %D%/shard.h %D%/shard_set.c %D%/shard_set.h %D%/space.c \
	%D%/space.h %D%/status.c %D%/store.c %D%/store.h %D%/sync.c %D%/verb.c \
	%D%/verb.h %D%/verify.c %D%/walk.c %D%/walk.h %D%/watch.c \
	%D%/watcher.c %D%/watcher.h
libindexer_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libindexer_la_LIBADD = libreader.la libindex.la $(JANSSON_LIBS)

bin_PROGRAMS += medlit-index
medlit_index_SOURCES = %D%/main.c
medlit_index_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
medlit_index_LDADD = libtools.la libindexer.la libimport.la
