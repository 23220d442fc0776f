#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Which part may include which: the table of ARCHITECTURE.md, enforced.
#
#   part (a pattern over paths) | headers of ours it may include | libraries
#
# The first pattern that fits a file decides.  Headers of ours are written from
# the top of the tree; a header in "..." that is not, and a library header that
# the part may not use, are errors.  Given a folder, checks that tree instead:
# the check's own test plants a forbidden include in a copy.
set -eu
top=${1:-${top_srcdir:-.}}
cd "$top"

table() {
	cat <<'TABLE'
base/*                    | base/                                               |
libxapian-c/*             | libxapian-c/                                        | xapian
document/*                | base/ document/                                     |
analysis/text/*           | base/ analysis/text/ libxapian-c/xapian-c.h         | utf8proc
analysis/concept/*        | base/ analysis/                                     | xxhash
analysis/spelling/*       | base/ analysis/spelling/                            | xxhash
index/*                   | base/ index/ analysis/spelling/spelling.h analysis/text/text.h analysis/concept/abbreviation.h analysis/concept/concept.h document/document.h libxapian-c/xapian-c.h | xxhash
indexer/reader/extract/*  | base/ indexer/reader/extract/                       | libxml archive seccomp
indexer/reader/*          | base/ document/document.h indexer/reader/           | expat zlib jansson
indexer/thesaurus/*       | base/ index/ document/ analysis/text/text.h analysis/concept/concept.h analysis/concept/delta.h analysis/concept/list.h libxapian-c/xapian-c.h daemon/wire.h indexer/ | jansson
indexer/*                 | base/ document/ index/ analysis/spelling/spelling.h analysis/text/text.h analysis/concept/concept.h analysis/concept/delta.h libxapian-c/xapian-c.h indexer/ | jansson
daemon/front/*            | base/ daemon/front/ daemon/address.h daemon/problem.h daemon/settings.h daemon/wire.h | event2
daemon/worker/*           | base/ daemon/worker/ daemon/problem.h daemon/settings.h daemon/wire.h index/index.h index/names.h index/words.h analysis/spelling/spelling.h analysis/text/text.h analysis/concept/abbreviation.h analysis/concept/concept.h analysis/concept/delta.h document/document.h libxapian-c/xapian-c.h | jansson zlib
daemon/problem.*          | base/ daemon/problem.h                              | jansson
daemon/*                  | base/ daemon/address.h daemon/settings.h daemon/settings_table.h daemon/wire.h |
client/*                  | client/                                             | curl jansson
bench/*                   | base/ daemon/worker/service.h index/ analysis/text/text.h analysis/concept/concept.h document/document.h libxapian-c/xapian-c.h indexer/reader/reader.h | xapian jansson
TABLE
}

# Which library a system header belongs to; "" for libc and the kernel.
library_of() {
	case $1 in
	xapian.h | xapian/*) echo xapian ;;
	utf8proc.h) echo utf8proc ;;
	zlib.h) echo zlib ;;
	xxhash.h) echo xxhash ;;
	expat.h) echo expat ;;
	libxml/*) echo libxml ;;
	archive.h | archive_entry.h) echo archive ;;
	seccomp.h) echo seccomp ;;
	jansson.h) echo jansson ;;
	curl/*) echo curl ;;
	event2/*) echo event2 ;;
	esac
}

rule_for() {
	table | while IFS='|' read -r patterns ours libraries; do
		for pattern in $patterns; do
			case $1 in
			$pattern)
				echo "$ours|$libraries"
				exit
				;;
			esac
		done
	done
}

allowed() { # NAME LIST: a folder ends in "/", a header is named whole
	for item in $2; do
		case $1 in
		"$item" | "$item"*) [ "${item%/}" != "$item" ] && return 0
			[ "$1" = "$item" ] && return 0 ;;
		esac
	done
	return 1
}

wrong=0
files=$(find base libxapian-c document analysis index indexer daemon client \
	bench -name '*.c' -o -name '*.h' -o -name '*.cc' | sort)
set -f
for file in $files; do
	rule=$(rule_for "$file")
	if [ -z "$rule" ]; then
		echo "$file: no layer is named for it in tests/checks/layers.sh"
		wrong=1
		continue
	fi
	ours=${rule%%|*}
	libraries=${rule#*|}
	while read -r line; do
		name=$(printf '%s\n' "$line" |
			sed 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*//')
		case $name in
		\"config.h\"*) ;;
		\"*)
			name=${name#\"}
			name=${name%%\"*}
			allowed "$name" "$ours" || {
				echo "$file: may not include \"$name\""
				wrong=1
			}
			;;
		\<*)
			name=${name#<}
			name=${name%%>*}
			library=$(library_of "$name")
			[ -z "$library" ] || allowed "$library" "$libraries" || {
				echo "$file: may not use <$name>"
				wrong=1
			}
			;;
		esac
	done <<LINES
$(grep -h '^[[:space:]]*#[[:space:]]*include' "$file")
LINES
done
[ "$wrong" = 0 ] || exit 1
echo "layers: $(echo "$files" | wc -l) files keep to their layer"
