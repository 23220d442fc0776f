#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The library exports what xapian-c.h declares, no less and no more.
set -eu
library=$top_builddir/.libs/libxapian-c.so
test -e "$library" || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
grep -oE '\bxc_[a-z_0-9]+\(' "$top_srcdir/libxapian-c/xapian-c.h" |
	tr -d '(' | sort -u >"$folder/declared"
nm -D --defined-only "$library" | awk '$2 != "A" { print $3 }' |
	sed 's/@.*//' | grep -v '^__' | sort -u >"$folder/exported"
diff "$folder/declared" "$folder/exported"
