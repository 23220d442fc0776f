#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The systemd units are free of mistakes, and exposed no more than to these
# tenths: the daemon 1.2, as redis-server; what indexes 0.7.
set -eu
if ! command -v systemd-analyze >/dev/null; then
	echo "units: SKIPPED: there is no systemd-analyze here"
	exit 77
fi
units=${top_builddir:-.}/packaging
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# The programs are not installed yet, and their user is not made.
for unit in "$units"/medlitd.service "$units"/medlit-sync.service \
	"${top_srcdir:-.}"/packaging/medlit-sync.timer; do
	sed -e 's|^\(ExecStart=\)[^ ]*|\1/bin/true|' "$unit" \
		>"$root/$(basename "$unit")"
done
said=$(systemd-analyze verify --man=no "$root"/*.service "$root"/*.timer 2>&1) ||
	{ echo "$said"; exit 1; }
echo "$said" | grep -F "$root" && exit 1
for rule in medlitd:12 medlit-sync:7; do
	systemd-analyze security --no-pager --offline=yes \
		--threshold="${rule#*:}" "$root/${rule%:*}.service" \
		>"$root/said" || { tail -n 1 "$root/said"; exit 1; }
	tail -n 1 "$root/said"
done
