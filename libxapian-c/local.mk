# SPDX-License-Identifier: GPL-2.0-or-later
lib_LTLIBRARIES += libxapian-c.la
include_HEADERS += %D%/xapian-c.h
pkgconfig_DATA += %D%/xapian-c.pc
EXTRA_DIST += %D%/xapian-c.map

xapian_c_sources = %D%/best.cc %D%/best.h %D%/bonus.cc %D%/bonus.h \
	%D%/budget.cc %D%/budget.h %D%/database.cc \
	%D%/document.cc %D%/document.h \
	%D%/guard.cc %D%/guard.h %D%/library.cc %D%/mark.cc %D%/mark.h \
	%D%/memo.h \
	%D%/plan.cc %D%/plan.h %D%/plan_query.cc %D%/plan_query.h \
	%D%/positions.cc %D%/positions.h \
	%D%/query.cc %D%/query.h \
	%D%/ranking.cc %D%/ranking.h %D%/results.cc %D%/results.h \
	%D%/room.cc %D%/room.h %D%/search.cc %D%/searcher.cc %D%/searcher.h %D%/stem.cc \
	%D%/sums.cc %D%/sums.h \
	%D%/tally.cc %D%/tally.h %D%/term.h %D%/text.cc %D%/text.h \
	%D%/weighed.cc %D%/weighed.h %D%/weight.cc %D%/weight.h \
	%D%/window.cc %D%/window.h %D%/writer.cc %D%/xapian-c.h

libxapian_c_la_SOURCES = $(xapian_c_sources)
libxapian_c_la_CXXFLAGS = $(AM_CXXFLAGS) -fvisibility=hidden \
	-fvisibility-inlines-hidden $(XAPIAN_CFLAGS)
libxapian_c_la_LIBADD = $(XAPIAN_LIBS)
libxapian_c_la_LDFLAGS = $(AM_LDFLAGS) -version-info 3:0:0 -no-undefined \
	-Wl,--version-script=$(srcdir)/%D%/xapian-c.map
EXTRA_libxapian_c_la_DEPENDENCIES = %D%/xapian-c.map

# The same, with a place to throw exceptions from, and open to the tests of its
# inside.
check_LTLIBRARIES += libxapian-c-fault.la
libxapian_c_fault_la_SOURCES = $(xapian_c_sources)
libxapian_c_fault_la_CPPFLAGS = $(AM_CPPFLAGS) -DXC_FAULT_INJECTION
libxapian_c_fault_la_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
libxapian_c_fault_la_LIBADD = $(XAPIAN_LIBS)

check_PROGRAMS += %D%/example xapian-dump
xapian_dump_SOURCES = %D%/dump.cc
xapian_dump_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
xapian_dump_LDADD = libxapian-c-fault.la $(XAPIAN_LIBS)
%C%_example_SOURCES = %D%/example.c
%C%_example_CFLAGS = $(AM_CFLAGS) -std=c99 -pedantic
%C%_example_LDADD = libxapian-c.la

xapian_c_checks = tests/checks/guard.sh tests/checks/xapian-c-example.sh \
	tests/checks/xapian-c-exports.sh tests/checks/xapian-c-headers.sh
dist_check_SCRIPTS += $(xapian_c_checks)
TESTS += $(xapian_c_checks)

if HAVE_CMOCKA
check_LTLIBRARIES += libxapian-c-test.la
libxapian_c_test_la_SOURCES = %D%/testing.c %D%/testing.h
libxapian_c_test_la_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
xapian_c_test_libs = libxapian-c-test.la libxapian-c.la $(CMOCKA_LIBS) -lm

xapian_c_tests = tests/unit/test_xapian_c_bonus \
	tests/unit/test_xapian_c_database \
	tests/unit/test_xapian_c_query \
	tests/unit/test_xapian_c_random tests/unit/test_xapian_c_searcher \
	tests/unit/test_xapian_c_writer %D%/test_best %D%/test_budget \
	%D%/test_faults %D%/test_positions %D%/test_weight
check_PROGRAMS += $(xapian_c_tests)
TESTS += $(xapian_c_tests)

tests_unit_test_xapian_c_database_SOURCES = tests/unit/test_xapian_c_database.c
tests_unit_test_xapian_c_database_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_xapian_c_database_LDADD = $(xapian_c_test_libs)

tests_unit_test_xapian_c_query_SOURCES = tests/unit/test_xapian_c_query.c
tests_unit_test_xapian_c_query_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_xapian_c_query_LDADD = $(xapian_c_test_libs)

tests_unit_test_xapian_c_random_SOURCES = tests/unit/test_xapian_c_random.c
tests_unit_test_xapian_c_random_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_xapian_c_random_LDADD = $(xapian_c_test_libs)

tests_unit_test_xapian_c_bonus_SOURCES = tests/unit/test_xapian_c_bonus.c
tests_unit_test_xapian_c_bonus_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_xapian_c_bonus_LDADD = $(xapian_c_test_libs)

tests_unit_test_xapian_c_searcher_SOURCES = tests/unit/test_xapian_c_searcher.c
tests_unit_test_xapian_c_searcher_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_xapian_c_searcher_LDADD = $(xapian_c_test_libs)

tests_unit_test_xapian_c_writer_SOURCES = tests/unit/test_xapian_c_writer.c
tests_unit_test_xapian_c_writer_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_xapian_c_writer_LDADD = $(xapian_c_test_libs)

# The tests of the inside are C++ and link the library as objects.
xapian_c_inside_libs = libxapian-c-test.la libxapian-c-fault.la \
	$(XAPIAN_LIBS) $(CMOCKA_LIBS)

%C%_test_best_SOURCES = %D%/test_best.cc %D%/testing_match.h
%C%_test_best_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) -DXC_FAULT_INJECTION
%C%_test_best_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
%C%_test_best_LDADD = $(xapian_c_inside_libs)

%C%_test_budget_SOURCES = %D%/test_budget.cc %D%/testing_match.h
%C%_test_budget_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) -DXC_FAULT_INJECTION
%C%_test_budget_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
%C%_test_budget_LDADD = $(xapian_c_inside_libs)

%C%_test_faults_SOURCES = %D%/test_faults.cc
%C%_test_faults_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) -DXC_FAULT_INJECTION
%C%_test_faults_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
%C%_test_faults_LDADD = $(xapian_c_inside_libs)

%C%_test_positions_SOURCES = %D%/test_positions.cc
%C%_test_positions_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) \
	-DXC_FAULT_INJECTION
%C%_test_positions_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
%C%_test_positions_LDADD = $(xapian_c_inside_libs)

%C%_test_weight_SOURCES = %D%/test_weight.cc %D%/testing_match.h
%C%_test_weight_CPPFLAGS = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS) -DXC_FAULT_INJECTION
%C%_test_weight_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
%C%_test_weight_LDADD = $(xapian_c_inside_libs)
endif
