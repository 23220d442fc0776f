# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libtools.la
libtools_la_SOURCES = %D%/apply.c %D%/asker.c %D%/asker.h \
	%D%/candidates.c %D%/candidates.h %D%/changes.c %D%/changes.h \
	%D%/check.c %D%/command.c %D%/command.h %D%/diff.c %D%/frequent.c \
	%D%/replay.c %D%/replay.h %D%/stats.c %D%/tools.c %D%/tools.h \
	%D%/which.c
libtools_la_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libtools_la_LIBADD = libindexer.la libdaemon.la $(JANSSON_LIBS)

noinst_LTLIBRARIES += libimport.la
libimport_la_SOURCES = %D%/compile_command.c \
	%D%/csv.c %D%/export_solr.c %D%/facts.h %D%/form.c %D%/gather.c \
	%D%/gather.h %D%/import.c %D%/import.h %D%/import_command.c \
	%D%/invert.c %D%/list.c %D%/map.c %D%/map.h %D%/mesh_ascii.c \
	%D%/mesh_tsv.c %D%/mesh_xml.c %D%/rrf.c %D%/settle.c %D%/skos.c \
	%D%/solr.c %D%/tree.c %D%/tsv.c %D%/wordnet.c
libimport_la_LIBADD = libreader.la libanalysis.la

if HAVE_CMOCKA
check_PROGRAMS += test_import
TESTS += test_import
test_import_SOURCES = tests/unit/test_import.c
test_import_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_import_LDADD = libimport.la $(CMOCKA_LIBS)
endif
