#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The example in libxapian-c does what its first line says.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
found=$("$top_builddir/libxapian-c/example" "$folder/db")
test "$found" = "paper 2" || {
	echo "example said '$found', not 'paper 2'" >&2
	exit 1
}
