# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets: short in `make check`, driven by libFuzzer in `make fuzz`.
EXTRA_DIST += %D%/fuzz.h %D%/seeds/text/bytes %D%/seeds/text/codes \
	%D%/seeds/text/question %D%/seeds/text/signs %D%/seeds/text/variant
fuzz_targets = fuzz_text fuzz_query
check_PROGRAMS += $(fuzz_targets)

fuzz_text_SOURCES = %D%/fuzz_text.c
fuzz_text_LDADD = libanalysis.la $(UTF8PROC_LIBS)
fuzz_query_SOURCES = %D%/fuzz_query.c
fuzz_query_LDADD = libservice.la

dist_check_SCRIPTS += %D%/seeds.sh
TESTS += %D%/seeds.sh

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
