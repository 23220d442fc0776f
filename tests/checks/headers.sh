#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every header stands alone: it is compiled by itself, as C11; those that C++
# reads too also as C++17.
set -eu
top=${abs_top_srcdir:-$PWD}
build=${abs_top_builddir:-$PWD}
cc=${CC:-cc} cxx=${CXX:-c++} wrong=0 count=0
cd "$top"
for header in $(find base libxapian-c document analysis index indexer daemon \
	client -name '*.h' | sort); do
	case $header in libxapian-c/xapian-c.h) ;; libxapian-c/*) continue ;; esac
	count=$((count + 1))
	# shellcheck disable=SC2086
	printf '#include "config.h"\n#include "%s"\n' "$header" |
		$cc -std=c11 -D_GNU_SOURCE -fsyntax-only -I"$top" -I"$build" \
			$(pkg-config --cflags jansson libevent_core expat \
				libcurl libxml-2.0) -x c - || wrong=1
done
for header in libxapian-c/xapian-c.h client/medlit.h base/error.h; do
	[ -f "$header" ] || continue
	printf '#include "%s"\n' "$header" | $cxx -std=c++17 -fsyntax-only \
		-I"$top" -x c++ - || wrong=1
done
[ "$wrong" = 0 ] || exit 1
echo "headers: $count stand alone"
