#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Generate configure and Makefile.in from configure.ac and Makefile.am.
set -eu
cd "$(dirname "$0")"
for tool in autoconf automake libtoolize pkg-config; do
	command -v "$tool" >/dev/null || {
		echo "autogen.sh: $tool is missing; on Debian: apt-get install" \
			"autoconf automake libtool pkg-config" >&2
		exit 1
	}
done
mkdir -p m4
autoreconf --install --warnings=all,no-portability
