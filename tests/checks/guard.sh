#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every function of xapian-c.h that can fail, that is, which takes a struct
# xc_error, has guard() in its body; and nothing else catches all exceptions.
set -eu
cd "$top_srcdir/libxapian-c"

promised=$(tr '\n' ' ' <xapian-c.h | grep -oE '[ *]xc_[a-z_]+\([^)]*xc_error' |
	grep -oE 'xc_[a-z_]+\(' | sort -u)
test -n "$promised"

# "name(" of each exported function whose body has a guard.
guarded=$(awk '
	/^[a-z].*xc_[a-z_]+\(/ && !/;$/ {
		match($0, /xc_[a-z_]+\(/)
		name = substr($0, RSTART, RLENGTH)
	}
	/xc::guard\(/ && name { print name; name = "" }
	/^}/ { name = "" }' ./*.cc | sort -u)

status=0
for name in $promised; do
	echo "$guarded" | grep -qxF "$name" || {
		echo "libxapian-c: $name) has no guard()" >&2
		status=1
	}
done
if grep -n 'catch (\.\.\.)' ./*.cc ./*.h | grep -v '^\./guard\.'; then
	echo "libxapian-c: only guard.h and guard.cc catch everything" >&2
	status=1
fi
exit $status
