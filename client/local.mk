# SPDX-License-Identifier: GPL-2.0-or-later
# The library: all of it is in a convenience library, so that the unit tests
# reach what the version script hides.
noinst_LTLIBRARIES += libmedlit-parts.la
libmedlit_parts_la_SOURCES = %D%/lib/address.c %D%/lib/client.c \
	%D%/lib/error.c %D%/lib/internal.h %D%/lib/problem.c %D%/lib/reply.c \
	%D%/lib/shape.c %D%/lib/shape.h %D%/lib/transport.c
libmedlit_parts_la_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS) $(JANSSON_CFLAGS)
libmedlit_parts_la_LIBADD = $(CURL_LIBS) $(JANSSON_LIBS)

lib_LTLIBRARIES += libmedlit.la
# The first number of the version is MEDLIT_ABI.
libmedlit_la_SOURCES =
libmedlit_la_LIBADD = libmedlit-parts.la
libmedlit_la_LDFLAGS = $(AM_LDFLAGS) -version-info 2:0:0 -no-undefined \
	-Wl,--version-script=$(srcdir)/%D%/medlit.map
EXTRA_libmedlit_la_DEPENDENCIES = %D%/medlit.map
dist_man_MANS += %D%/libmedlit.3 %D%/medlit.1 daemon/medlitd.8 \
	indexer/medlit-index.1
include_HEADERS += %D%/medlit.h
pkgconfig_DATA += %D%/medlit.pc
EXTRA_DIST += %D%/medlit.map

# The program, all but main() in a library the tests link.
noinst_LTLIBRARIES += libmedlit-cli.la
libmedlit_cli_la_SOURCES = %D%/cli/commands.h %D%/cli/eval.c \
	%D%/cli/layout.c %D%/cli/layout.h %D%/cli/measure.c \
	%D%/cli/measure.h %D%/cli/memory.c %D%/cli/memory.h \
	%D%/cli/explain.c %D%/cli/explain.h \
	%D%/cli/options.c %D%/cli/options.h %D%/cli/print.c %D%/cli/print.h \
	%D%/cli/question.c %D%/cli/question.h \
	%D%/cli/randomisation.c %D%/cli/records.c %D%/cli/report.c \
	%D%/cli/report.h %D%/cli/run.c %D%/cli/search.c %D%/cli/table.c \
	%D%/cli/table.h
libmedlit_cli_la_LIBADD = libmedlit.la -lm
bin_PROGRAMS += medlit
medlit_SOURCES = %D%/cli/main.c
medlit_LDADD = libmedlit-cli.la libmedlit.la

EXTRA_DIST += tests/data/replies/analysis.json \
	tests/data/replies/document.json \
	tests/data/replies/explained.json tests/data/replies/relaxed.json tests/data/replies/mentions.json \
	tests/data/replies/none.json \
	tests/data/replies/partial.json tests/data/replies/problem.json \
	tests/data/replies/search.json tests/data/replies/status.json

client_tests = tests/system/client_cli.py tests/system/client_library.py \
	tests/system/client_manuals.py tests/system/client_run.py
EXTRA_DIST += $(client_tests) tests/system/client_server.py
TESTS += $(client_tests)
check_PROGRAMS += medlit-example
medlit_example_SOURCES = %D%/example.c
medlit_example_CPPFLAGS = -I$(srcdir)/%D%
medlit_example_LDADD = libmedlit.la

if HAVE_CMOCKA
check_PROGRAMS += test_medlit test_medlit_reply
test_medlit_SOURCES = tests/unit/test_medlit.c
test_medlit_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CURL_CFLAGS) \
	$(JANSSON_CFLAGS)
test_medlit_LDADD = libmedlit-parts.la $(CMOCKA_LIBS) $(CURL_LIBS) \
	$(JANSSON_LIBS)
test_medlit_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc -Wl,--wrap=calloc \
	-Wl,--wrap=realloc
test_medlit_reply_SOURCES = tests/unit/test_medlit_reply.c
test_medlit_reply_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) $(CURL_CFLAGS) \
	$(JANSSON_CFLAGS)
test_medlit_reply_LDADD = libmedlit-parts.la $(CMOCKA_LIBS)
check_PROGRAMS += test_eval test_medlit_layout
test_eval_SOURCES = tests/unit/test_eval.c
test_eval_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_eval_LDADD = libmedlit-cli.la $(CMOCKA_LIBS)
test_medlit_layout_SOURCES = tests/unit/test_medlit_layout.c
test_medlit_layout_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
test_medlit_layout_LDADD = libmedlit-cli.la $(CMOCKA_LIBS)
TESTS += test_eval test_medlit test_medlit_layout test_medlit_reply
endif
