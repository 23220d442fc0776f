# SPDX-License-Identifier: GPL-2.0-or-later
# Measurements: never part of `make` or `make check`.
EXTRA_DIST += %D%/apply.py %D%/bench.py %D%/generate.py %D%/load.py \
	%D%/questions.py %D%/thesaurus.py

bench_programs = bench-engine bench-plain bench-questions \
	bench-termgenerator bench-thesaurus
EXTRA_PROGRAMS += $(bench_programs)
bench_termgenerator_SOURCES = libxapian-c/termgenerator.cc
bench_termgenerator_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
bench_termgenerator_LDADD = $(XAPIAN_LIBS)
bench_plain_SOURCES = libxapian-c/plain.cc
bench_plain_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
bench_plain_LDADD = $(XAPIAN_LIBS)
# The wrapped call is how it sees the queries that a worker makes.
bench_engine_SOURCES = %D%/engine.c
bench_engine_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=xc_search
bench_engine_LDADD = libservice.la
bench_questions_SOURCES = %D%/questions.c
bench_questions_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=xc_search \
	-Wl,--wrap=xc_searcher_frequencies
bench_questions_LDADD = libservice.la
bench_thesaurus_SOURCES = %D%/thesaurus.c
bench_thesaurus_LDADD = libanalysis.la
CLEANFILES += $(bench_programs)

# make bench [BENCH_FLAGS='--papers 100000 --runs 5']
.PHONY: bench
bench: all $(bench_programs)
	$(PYTHON3) $(srcdir)/%D%/bench.py --build . $(BENCH_FLAGS)
	$(PYTHON3) $(srcdir)/%D%/load.py --build .
	$(PYTHON3) $(srcdir)/%D%/questions.py --build .
	$(PYTHON3) $(srcdir)/%D%/apply.py --build .
	$(PYTHON3) $(srcdir)/%D%/thesaurus.py --build .
