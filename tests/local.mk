# SPDX-License-Identifier: GPL-2.0-or-later
TEST_EXTENSIONS = .py .sh
PY_LOG_COMPILER = $(PYTHON3)
SH_LOG_COMPILER = sh

dist_check_SCRIPTS += %D%/checks/hardening.sh %D%/checks/headers.sh \
	%D%/checks/layers.sh \
	%D%/checks/layers-planted.sh
TESTS += %D%/checks/hardening.sh %D%/checks/headers.sh %D%/checks/layers.sh \
	%D%/checks/layers-planted.sh

EXTRA_DIST += %D%/data/equivalence/classes.tsv %D%/data/spelling/misspelt.tsv \
	%D%/data/strategies/pubmed.txt \
	%D%/system/medlit_system.py %D%/system/random_lists.py %D%/unit/scratch.h \
	%D%/relevance/abbreviations.py %D%/relevance/measure.py \
	%D%/relevance/similar.py %D%/checks/thesaurus-identifiers.py %D%/checks/saved-pages.py

EXTRA_DIST += %D%/README.md %D%/relevance/clinicians.txt
system_tests = %D%/relevance/clinicians.py %D%/relevance/corpus.py %D%/relevance/equivalence.py \
	%D%/relevance/pairs.py \
	%D%/system/analysis_rows.py %D%/system/contracts.py \
	%D%/system/daemon_broken.py \
	%D%/system/doc_commands.py %D%/system/index_export.py \
	%D%/system/index_aside.py %D%/system/index_cut.py \
	%D%/system/index_damage.py %D%/system/index_faults.py \
	%D%/system/index_generations.py %D%/system/index_injected.py \
	%D%/system/index_memory.py %D%/system/index_mutated.py \
	%D%/system/index_text.py %D%/system/index_traps.py \
	%D%/system/index_use.py %D%/system/one_entry.py \
	%D%/system/live_commits.py %D%/system/live_reloads.py \
	%D%/system/live_swaps.py \
	%D%/system/live_thesaurus.py %D%/system/live_watch.py \
	%D%/system/own_definitions.py \
	%D%/system/query_bombs.py %D%/system/quickstart.py \
	%D%/system/senses.py %D%/system/spelling.py \
	%D%/system/strategies.py \
	%D%/system/sync_days.py %D%/system/sync_random.py \
	%D%/system/sync_use.py \
	%D%/system/thesaurus_answers.py \
	%D%/system/thesaurus_apply.py %D%/system/thesaurus_ask.py \
	%D%/system/thesaurus_check.py %D%/system/thesaurus_import.py \
	%D%/system/thesaurus_tools.py
dist_check_SCRIPTS += $(system_tests)
TESTS += $(system_tests)

# The long forms of what the tests do briefly.
.PHONY: soak relevance
soak: all test_questions$(EXEEXT)
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/index_faults.py 500
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/live_commits.py 2000 8
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/live_reloads.py 60 8 1
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/live_thesaurus.py 60 8
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/thesaurus_apply.py 100
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/sync_random.py 1000
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/live_watch.py 300
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/live_swaps.py 100 2
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/index_damage.py 300
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/index_injected.py 20
	abs_top_builddir='$(abs_top_builddir)' abs_top_srcdir='$(abs_top_srcdir)' \
		$(PYTHON3) $(srcdir)/%D%/system/index_mutated.py 50
	./test_questions 1000000
	for clients in 1 4; do \
		abs_top_builddir='$(abs_top_builddir)' \
		abs_top_srcdir='$(abs_top_srcdir)' $(PYTHON3) \
		$(srcdir)/%D%/system/query_bombs.py 1000 $$clients || exit 1; \
	done

# For abbreviations.py only.
EXTRA_PROGRAMS += %D%/relevance/abbreviation-pairs
CLEANFILES += %D%/relevance/abbreviation-pairs
tests_relevance_abbreviation_pairs_SOURCES = \
	%D%/relevance/abbreviation_pairs.c
tests_relevance_abbreviation_pairs_LDADD = libreader.la libanalysis.la

# make relevance DATA=DIR.  Without it DATA is a list that automake makes.
relevance: all %D%/relevance/abbreviation-pairs$(EXEEXT)
	@test -d '$(DATA)' || { echo 'make relevance DATA=DIR: a folder of test' \
		'collections; see tests/relevance/measure.py' >&2; exit 2; }
	$(PYTHON3) $(srcdir)/%D%/relevance/measure.py --build . '$(DATA)'
