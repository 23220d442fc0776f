#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# seeds.sh: every target over its seeds and their prefixes.
# seeds.sh BUILD SECONDS TARGET...: libFuzzer on each for so long, from them.
set -eu
top=${top_srcdir:-.}
MEDLIT_FUZZ_THESAURUS=$top/corpus/thesaurus/haematology.tsv
export MEDLIT_FUZZ_THESAURUS

if [ $# = 0 ]; then
	for target in text query; do
		./fuzz_$target "$top"/tests/fuzz/seeds/text/*
	done
	exit
fi
build=$1
seconds=$2
shift 2
for target; do
	found=$build/$target.found
	mkdir -p "$found"
	seeds=$top/tests/fuzz/seeds/text
	case $target in
	fuzz_import) lettered=$FUZZ_IMPORT ;;
	fuzz_reader) lettered=$FUZZ_READER ;;
	*) lettered= ;;
	esac
	if [ "$lettered" ]; then
		seeds=$build/$target.seeds
		mkdir -p "$seeds"
		for seed in $lettered; do # FORMAT:FILE
			{ printf %s "${seed%%:*}"; cat "$top/${seed#*:}"; } \
				>"$seeds/$(basename "$seed")"
		done
	fi
	"$build/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-max_len=4096 -print_final_stats=1 \
		-artifact_prefix="$found/" "$found" \
		"$seeds" 2>"$build/$target.log" || {
		tail -n 40 "$build/$target.log"
		echo "$target: a finding; see $found"
		exit 1
	}
	echo "$target: $seconds s, $(sed -n \
		's/^stat::number_of_executed_units: *//p' \
		"$build/$target.log") runs, no finding"
done
