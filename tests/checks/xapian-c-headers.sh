#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# xapian-c.h stands alone, in strict C99 and in C++.
set -eu
flags="-Wall -Wextra -Werror -pedantic -fsyntax-only -I$top_srcdir"
for standard in c99 c11; do
	echo '#include "libxapian-c/xapian-c.h"' |
		$CC -std=$standard $flags -Wc++-compat -x c -
done
for standard in c++11 c++17; do
	echo '#include "libxapian-c/xapian-c.h"' |
		$CXX -std=$standard $flags -x c++ -
done
