#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every program and library as built: position independent, relocations read-only
# and bound at start, stack canaries, checked string functions, and branch targets
# marked.  Builds with sanitizers or --disable-hardening go without, and say so.
set -eu
build=${abs_top_builddir:-$PWD}
case $(sed -n 's/^HARD_CFLAGS = //p' "$build/Makefile") in
*FORTIFY*) ;;
*)
	echo "hardening: switched off in this build"
	exit 0
	;;
esac
wrong=0 count=0
for name in medlit medlit-index medlitd medlitd-worker medlit-extract \
	libmedlit.so libxapian-c.so; do
	file=$build/.libs/$name
	[ -f "$file" ] || file=$build/$name
	count=$((count + 1))
	need() { # WHAT PATTERN READELF-OPTION
		readelf "$3" -W "$file" | grep -q -e "$2" && return
		echo "$name: no $1"
		wrong=1
	}
	need 'position independent code' ' DYN ' -h
	need 'read-only relocations' GNU_RELRO -l
	need 'binding at start' NOW -d
	need 'stack canary' __stack_chk_fail -s
	# The library behind the command line calls nothing that can be checked.
	case $name in libxapian-c.so) ;; *) need FORTIFY '_chk@' -s ;; esac
	objdump -d --no-show-raw-insn "$file" | grep -q endbr64 || {
		echo "$name: no marked branch targets"
		wrong=1
	}
done
[ "$wrong" = 0 ] || exit 1
echo "hardening: $count programs and libraries"
