#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Which part may include which: the table of ARCHITECTURE.md, enforced.
#
#   part (how its paths start) | headers of ours it may include | libraries
#
# The first that fits a file decides.  Headers of ours are written from
# the top of the tree; a header in "..." that is not, and a library header that
# the part may not use, are errors.  Given a folder, checks that tree instead:
# the check's own test plants a forbidden include in a copy.
set -eu
top=${1:-${top_srcdir:-.}}
cd "$top"

table() {
	cat <<'TABLE'
base/                     | base/                                               |
libxapian-c/              | libxapian-c/                                        | xapian
document/                 | base/ document/                                     |
analysis/text/            | base/ analysis/text/ libxapian-c/xapian-c.h         | utf8proc
analysis/concept/         | base/ analysis/                                     | xxhash
analysis/spelling/        | base/ analysis/spelling/                            | xxhash
index/                    | base/ index/ analysis/spelling/spelling.h analysis/text/text.h analysis/concept/abbreviation.h analysis/concept/concept.h document/document.h libxapian-c/xapian-c.h | xxhash
indexer/reader/extract/   | base/ indexer/reader/extract/                       | libxml archive seccomp
indexer/reader/           | base/ document/document.h indexer/reader/           | expat zlib jansson
indexer/thesaurus/        | base/ index/ document/ analysis/text/text.h analysis/concept/concept.h analysis/concept/delta.h analysis/concept/list.h libxapian-c/xapian-c.h daemon/wire.h indexer/ | jansson
indexer/                  | base/ document/ index/ analysis/spelling/spelling.h analysis/text/text.h analysis/concept/concept.h analysis/concept/delta.h libxapian-c/xapian-c.h indexer/ | jansson
daemon/front/             | base/ daemon/front/ daemon/address.h daemon/problem.h daemon/settings.h daemon/wire.h | event2
daemon/worker/            | base/ daemon/worker/ daemon/problem.h daemon/settings.h daemon/wire.h index/index.h index/names.h index/words.h analysis/spelling/spelling.h analysis/text/text.h analysis/concept/abbreviation.h analysis/concept/concept.h analysis/concept/delta.h document/document.h libxapian-c/xapian-c.h | jansson zlib
daemon/problem.           | base/ daemon/problem.h                              | jansson
daemon/                   | base/ daemon/address.h daemon/settings.h daemon/settings_table.h daemon/wire.h |
client/                   | client/                                             | curl jansson
bench/                    | base/ daemon/worker/service.h index/ analysis/text/text.h analysis/concept/concept.h document/document.h libxapian-c/xapian-c.h indexer/reader/reader.h | xapian jansson
TABLE
}

# Which library a system header belongs to; others are of libc and the kernel.
libraries() {
	cat <<'LIBRARIES'
xapian.h xapian
xapian/ xapian
utf8proc.h utf8proc
zlib.h zlib
xxhash.h xxhash
expat.h expat
libxml/ libxml
archive.h archive
archive_entry.h archive
seccomp.h seccomp
jansson.h jansson
curl/ curl
event2/ event2
LIBRARIES
}

files=$(find base libxapian-c document analysis index indexer daemon client \
	bench -name '*.c' -o -name '*.h' -o -name '*.cc' | sort)
{
	table | sed 's/^/part|/'
	libraries | sed 's/ /|/; s/^/library|/'
} | awk '
function starts(text, with) { return substr(text, 1, length(with)) == with }

# A folder ends in "/", a header is named whole.
function is_allowed(name, list, items, count, i) {
	count = split(list, items, " ")
	for (i = 1; i <= count; i++)
		if (name == items[i] ||
		    (items[i] ~ /\/$/ && starts(name, items[i])))
			return 1
	return 0
}

function library_of(name, header) {
	for (header in library)
		if (is_allowed(name, header))
			return library[header]
	return ""
}

function find_rule(file, i) {
	for (i = 1; i <= parts; i++)
		if (starts(file, part[i]))
			return i
	print file ": no layer is named for it in tests/checks/layers.sh"
	wrong = 1
	return 0
}

function check(file, name) {
	if (name ~ /^"/) {
		name = substr(name, 2)
		sub(/".*/, "", name)
		if (name != "config.h" && !is_allowed(name, ours[rule])) {
			print file ": may not include \"" name "\""
			wrong = 1
		}
	} else if (name ~ /^</) {
		name = substr(name, 2)
		sub(/>.*/, "", name)
		if (library_of(name) != "" &&
		    !is_allowed(library_of(name), theirs[rule])) {
			print file ": may not use <" name ">"
			wrong = 1
		}
	}
}

FILENAME == "-" {
	split($0, field, "|")
	if (field[1] == "library") {
		library[field[2]] = field[3]
		next
	}
	part[++parts] = field[2]
	sub(/ +$/, "", part[parts])
	ours[parts] = field[3]
	theirs[parts] = field[4]
	next
}
FNR == 1 { rule = find_rule(FILENAME); files++ }
rule && /^[ \t]*#[ \t]*include/ {
	sub(/^[ \t]*#[ \t]*include[ \t]*/, "")
	check(FILENAME, $0)
}
END {
	if (wrong)
		exit 1
	print "layers: " files " files keep to their layer"
}' - $files
