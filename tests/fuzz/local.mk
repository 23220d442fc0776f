# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets: driven by driver.c in `make check`, by libFuzzer in `make fuzz`.
EXTRA_DIST += %D%/seeds/list %D%/seeds/text/bytes %D%/seeds/text/codes \
	%D%/seeds/text/operators %D%/seeds/text/question \
	%D%/seeds/text/signs %D%/seeds/text/variant %D%/seeds/words.xhtml \
	tests/data/thesaurus
fuzz_targets = fuzz_text fuzz_query fuzz_import fuzz_reader fuzz_extract
fuzz_driver = %D%/driver.c %D%/fuzz.h
check_PROGRAMS += $(fuzz_targets)
dist_check_SCRIPTS += %D%/seeds.sh
TESTS += %D%/seeds.sh

fuzz_text_SOURCES = %D%/fuzz_text.c %D%/analyser.h $(fuzz_driver)
fuzz_text_LDADD = libanalysis.la $(UTF8PROC_LIBS)
fuzz_query_SOURCES = %D%/fuzz_query.c $(fuzz_driver)
fuzz_query_LDADD = libservice.la
fuzz_import_SOURCES = %D%/fuzz_import.c $(fuzz_driver)
fuzz_import_LDADD = libimport.la
fuzz_reader_SOURCES = %D%/fuzz_reader.c $(fuzz_driver)
fuzz_reader_LDADD = libreader.la
# What the extractor does, in one process.
fuzz_extract_SOURCES = %D%/fuzz_extract.c $(fuzz_driver) \
	indexer/reader/extract/archive.c indexer/reader/extract/element.c \
	indexer/reader/extract/encoding.c indexer/reader/extract/frames.c \
	indexer/reader/extract/page.c indexer/reader/extract/pdf_words.c \
	indexer/reader/extract/sandbox.c
fuzz_extract_CFLAGS = $(AM_CFLAGS) $(LIBXML2_CFLAGS) $(LIBARCHIVE_CFLAGS) \
	$(SECCOMP_CFLAGS)
fuzz_extract_LDADD = libreader.la $(LIBXML2_LIBS) $(LIBARCHIVE_LIBS) \
	$(SECCOMP_LIBS) -lm

# make fuzz [FUZZ_SECONDS=600] [FUZZ_TARGETS='fuzz_text fuzz_query']: a build of
# its own with clang and the sanitizers in fuzz-build/, seeds and findings there.
FUZZ_SECONDS = 60
FUZZ_TARGETS = $(fuzz_targets)
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
	top_srcdir='$(top_srcdir)' sh '$(srcdir)/%D%/seeds.sh' fuzz-build \
		'$(FUZZ_SECONDS)' $(FUZZ_TARGETS)
