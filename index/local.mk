# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libindex.la
libindex_la_SOURCES = %D%/analyse.c %D%/generation.c %D%/index.h %D%/lock.c \
	%D%/manifest.c %D%/manifest.h %D%/schema.c
libindex_la_LIBADD = libdocument.la libbase.la libxapian-c.la

