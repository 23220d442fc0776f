#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# layers.sh must find what is planted, each alone, in a copy of the tree.
set -eu
top=${top_srcdir:-.}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R "$top/base" "$top/libxapian-c" "$top/document" "$top/analysis" \
	"$top/index" "$top/indexer" "$top/daemon" "$top/client" "$top/bench" \
	"$copy"
chmod -R u+w "$copy"
check() { sh "$top/tests/checks/layers.sh" "$copy" >"$copy/out" 2>&1; }

check || { cat "$copy/out"; echo "the tree itself is wrong"; exit 1; }
plant() { # FILE INCLUDE
	cp "$copy/$1" "$copy/saved"
	printf '#include %s\n' "$2" >>"$copy/$1"
	if check; then
		echo "not found: #include $2 in $1"
		exit 1
	fi
	grep -q "^$1: may not" "$copy/out" || { cat "$copy/out"; exit 1; }
	cp "$copy/saved" "$copy/$1"
}
plant base/arena.c '"index/index.h"'
plant base/arena.c '<xapian.h>'
plant document/record.c '"analysis/text/text.h"'
plant index/schema.c '"indexer/store.h"'
plant indexer/store.c '<libxml/parser.h>'
plant daemon/front/server.c '"libxapian-c/xapian-c.h"'
plant daemon/front/pool.c '"daemon/worker/service.h"'
plant libxapian-c/writer.cc '"base/error.h"'
check || { cat "$copy/out"; exit 1; }
echo "layers: 8 planted includes found"
