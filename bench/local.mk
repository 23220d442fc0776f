# SPDX-License-Identifier: GPL-2.0-or-later
# Measurements: never part of `make` or `make check`.
EXTRA_DIST += %D%/bench.py %D%/generate.py

EXTRA_PROGRAMS = bench-termgenerator
bench_termgenerator_SOURCES = libxapian-c/termgenerator.cc
bench_termgenerator_CXXFLAGS = $(AM_CXXFLAGS) $(XAPIAN_CFLAGS)
bench_termgenerator_LDADD = $(XAPIAN_LIBS)
CLEANFILES += $(EXTRA_PROGRAMS)

# make bench [BENCH_FLAGS='--papers 100000 --runs 5']
.PHONY: bench
bench: all $(EXTRA_PROGRAMS)
	$(PYTHON3) $(srcdir)/%D%/bench.py --build . $(BENCH_FLAGS)
