# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets: short in `make check`, driven by libFuzzer in `make fuzz`.
EXTRA_DIST += %D%/analyser.h %D%/fuzz.h %D%/seeds/text/bytes %D%/seeds/text/codes \
	%D%/seeds/text/operators %D%/seeds/text/question \
	%D%/seeds/text/signs %D%/seeds/text/variant
fuzz_targets = fuzz_text fuzz_query
check_PROGRAMS += $(fuzz_targets)

fuzz_text_SOURCES = %D%/fuzz_text.c
fuzz_text_LDADD = libanalysis.la $(UTF8PROC_LIBS)
fuzz_query_SOURCES = %D%/fuzz_query.c
fuzz_query_LDADD = libservice.la

dist_check_SCRIPTS += %D%/seeds.sh
TESTS += %D%/seeds.sh

EXTRA_DIST += tests/data/thesaurus

# The first letter is the first byte of the seed: which format it is.
fuzz_import_seeds = a:tests/data/thesaurus/solr.txt \
	b:tests/data/thesaurus/wordnet.pl c:tests/data/thesaurus/desc.xml \
	c:tests/data/thesaurus/supp.xml d:tests/data/thesaurus/d.bin \
	d:tests/data/thesaurus/c.bin e:tests/data/thesaurus/mesh.tsv \
	f:tests/data/thesaurus/own.csv g:tests/data/thesaurus/RXNCONSO.RRF \
	h:tests/data/thesaurus/MRCONSO.RRF i:tests/data/thesaurus/concepts.rdf \
	j:tests/data/thesaurus/first.tsv

check_PROGRAMS += fuzz_import_seeds_run
TESTS += fuzz_import_seeds_run
fuzz_import_seeds_run_SOURCES = %D%/fuzz_import.c %D%/prefixes.c
fuzz_import_seeds_run_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_SEEDS='"$(fuzz_import_seeds)"'
fuzz_import_seeds_run_LDADD = libimport.la

# Its main() is libFuzzer's: only in `make fuzz`.
EXTRA_PROGRAMS += fuzz_import
fuzz_import_SOURCES = %D%/fuzz_import.c
nodist_EXTRA_fuzz_import_SOURCES = dummy.cc
fuzz_import_LDADD = libimport.la

# What the extractor does, in one process; its letters are in the file.
EXTRA_PROGRAMS += fuzz_extract
fuzz_extract_SOURCES = %D%/fuzz_extract.c indexer/reader/extract/archive.c \
	indexer/reader/extract/element.c indexer/reader/extract/encoding.c \
	indexer/reader/extract/frames.c indexer/reader/extract/page.c \
	indexer/reader/extract/pdf_words.c indexer/reader/extract/sandbox.c
nodist_EXTRA_fuzz_extract_SOURCES = dummy.cc
fuzz_extract_CFLAGS = $(AM_CFLAGS) $(LIBXML2_CFLAGS) $(LIBARCHIVE_CFLAGS) \
	$(SECCOMP_CFLAGS)
fuzz_extract_LDADD = libreader.la $(LIBXML2_LIBS) $(LIBARCHIVE_LIBS) \
	$(SECCOMP_LIBS) -lm

# As fuzz_import: the letter is the format, the table's first is a.
fuzz_reader_seeds = a:tests/data/papers/pubmed.xml \
	b:tests/data/papers/jats.nxml c:tests/data/papers/paper.jsonl \
	c:tests/data/papers/beir.jsonl d:tests/data/papers/ovid.ris \
	d:tests/data/papers/embase.ris d:tests/data/papers/zotero.ris \
	e:tests/data/papers/paper.nbib f:tests/data/papers/webofscience.txt \
	g:tests/data/papers/endnote.xml h:tests/data/papers/zotero.csv \
	h:tests/data/papers/embase-rows.csv i:tests/data/papers/paper.txt \
	j:tests/data/papers/pubmed.csv

check_PROGRAMS += fuzz_reader_seeds_run
TESTS += fuzz_reader_seeds_run
fuzz_reader_seeds_run_SOURCES = %D%/fuzz_reader.c %D%/prefixes.c
fuzz_reader_seeds_run_CPPFLAGS = $(AM_CPPFLAGS) \
	-DFUZZ_SEEDS='"$(fuzz_reader_seeds)"'
fuzz_reader_seeds_run_LDADD = libreader.la
EXTRA_PROGRAMS += fuzz_reader
fuzz_reader_SOURCES = %D%/fuzz_reader.c
nodist_EXTRA_fuzz_reader_SOURCES = dummy.cc
fuzz_reader_LDADD = libreader.la

# make fuzz [FUZZ_SECONDS=600] [FUZZ_TARGETS='fuzz_text fuzz_query']: a build of
# its own with clang and the sanitizers in fuzz-build/, seeds and findings there.
FUZZ_SECONDS = 60
FUZZ_TARGETS = $(fuzz_targets) fuzz_import fuzz_extract fuzz_reader
FUZZ_FLAGS = -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -DMEDLIT_FUZZER
.PHONY: fuzz fuzz-clean
clean-local: fuzz-clean
fuzz-clean:
	rm -rf fuzz-build
fuzz:
	mkdir -p fuzz-build
	test -f fuzz-build/Makefile || (cd fuzz-build && \
		'$(abs_top_srcdir)/configure' -q --disable-hardening CC=clang \
		CXX=clang++ CFLAGS='$(FUZZ_FLAGS)' \
		CXXFLAGS='$(FUZZ_FLAGS) -fno-sanitize=vptr,function')
	$(MAKE) -C fuzz-build $(FUZZ_TARGETS) \
		AM_LDFLAGS='-fsanitize=fuzzer,address,undefined'
	top_srcdir='$(top_srcdir)' FUZZ_IMPORT='$(fuzz_import_seeds)' \
		FUZZ_READER='$(fuzz_reader_seeds)' sh '$(srcdir)/%D%/seeds.sh' fuzz-build \
		'$(FUZZ_SECONDS)' $(FUZZ_TARGETS)
