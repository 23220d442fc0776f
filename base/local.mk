# SPDX-License-Identifier: GPL-2.0-or-later
noinst_LTLIBRARIES += libbase.la
libbase_la_SOURCES = %D%/arena.c %D%/arena.h %D%/buffer.c %D%/buffer.h \
	%D%/error.c %D%/error.h %D%/file.c %D%/file.h %D%/hash.h \
	%D%/log.c %D%/log.h %D%/memory.c %D%/memory.h \
	%D%/slice.c %D%/slice.h
