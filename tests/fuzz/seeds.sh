#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# seeds.sh: every target over its seeds, as driver.c changes them.
# seeds.sh BUILD SECONDS TARGET...: libFuzzer on each for so long, from them.
# Which seeds a target has says seeds/list.
set -eu
top=${top_srcdir:-.}
list=$top/tests/fuzz/seeds/list
MEDLIT_FUZZ_THESAURUS=$top/corpus/thesaurus/haematology.tsv
export MEDLIT_FUZZ_THESAURUS

if [ $# = 0 ]; then
	for target in $(sed -n 's/^\(fuzz_[a-z]*\) .*/\1/p' "$list" | uniq); do
		# One word a seed.
		"./$target" $(sed -n "s/^$target //p" "$list")
	done
	exit
fi
build=$1
seconds=$2
shift 2
for target; do
	found=$build/$target.found
	seeds=$build/$target.seeds
	mkdir -p "$found" "$seeds"
	for seed in $(sed -n "s/^$target //p" "$list"); do
		case $seed in
		?:*) printf %s "${seed%%:*}" ;;
		esac >"$seeds/$(basename "$seed")"
		cat "$top/${seed#?:}" >>"$seeds/$(basename "$seed")"
	done
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
