#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# From a fresh Debian 12 to a ranked answer:
#
#   ./quickstart.sh               install, build, index corpus/, start, ask
#   ./quickstart.sh QUESTION...   the same, with your question
#   ./quickstart.sh check         install, build, run every test
#   ./quickstart.sh stop          stop the daemon it started
#
# MEDLIT_PORT is the port it listens on, 7474.  The exit status is that of
# medlit: 0 papers were found, 1 none; 69 says that the set-up failed.
#
# Every step is done once: run again, it finds its work done.
set -eu

top=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
build=$top/build
run=$build/run
index=$run/index
socket=$run/medlitd.sock
port=${MEDLIT_PORT:-7474}
example='What is the treatment for B-ALL with anti-CD22 therapy?'

packages='gcc g++ make autoconf automake libtool pkg-config libxapian-dev
	libevent-dev zlib1g-dev libxxhash-dev libjansson-dev libexpat1-dev
	libutf8proc-dev libcurl4-openssl-dev libxml2-dev libarchive-dev libseccomp-dev
	poppler-utils libcmocka-dev'
# The tests also run Python scripts.
check_packages='python3 strace'

say() { printf '%s\n' "$*"; }
fail() {
	printf 'quickstart: %s\n' "$1" >&2
	shift
	for line; do printf '  %s\n' "$line" >&2; done
	exit 69
}

# ---- packages ----------------------------------------------------------

missing_packages() {
	for package; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
			grep -q 'ok installed' || printf '%s ' "$package"
	done
}

install_packages() {
	command -v dpkg-query >/dev/null || fail \
		'this is no Debian system: dpkg-query is missing' \
		"install the counterparts of: $(echo $*)" \
		'then run ./autogen.sh, ./configure and make'
	missing=$(missing_packages "$@")
	[ -n "$missing" ] || return 0
	sudo=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || fail \
			'packages are missing and only root may install them' \
			"as root: apt-get install $missing"
		sudo=sudo
	fi
	say "Installing with apt-get: $missing"
	log=$(mktemp)
	if ! { $sudo apt-get update &&
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y \
			--no-install-recommends $missing; } >"$log" 2>&1; then
		tail -n 5 "$log" >&2
		rm -f "$log"
		fail 'apt-get could not install them (is there a network?)' \
			"mend that, or install by hand: $missing"
	fi
	rm -f "$log"
}

# ---- build -------------------------------------------------------------

# Remembers what was built from, so that a second run need not ask make.
sources_stamp() {
	(cd "$top" && find . -path ./build -prune -o -path ./.git -prune -o \
		-type f -newer "$build/.built" -print 2>/dev/null | head -n 1)
}

run_logged() { # WHAT COMMAND...
	what=$1
	shift
	"$@" >"$build/quickstart.log" 2>&1 || {
		tail -n 20 "$build/quickstart.log" >&2
		fail "$what failed; the whole log is in $build/quickstart.log"
	}
}

build_all() {
	mkdir -p "$build" 2>/dev/null && [ -w "$build" ] || fail \
		"cannot write to $build" \
		'medlit builds there: put the sources into a folder of yours'
	[ -f "$build/.built" ] && [ -z "$(sources_stamp)" ] && return 0
	say 'Building in build/ (about a minute the first time) ...'
	if [ ! -f "$top/configure" ] ||
		[ "$top/configure.ac" -nt "$top/configure" ]; then
		[ -w "$top" ] || fail "cannot write to $top" \
			'autogen.sh must create configure there'
		run_logged 'autogen.sh' "$top/autogen.sh"
	fi
	cd "$build"
	[ -f Makefile ] || run_logged configure "$top/configure"
	run_logged make make -j "$(nproc)"
	: >"$build/.built"
	cd "$top"
}

# ---- index and daemon --------------------------------------------------

index_corpus() {
	mkdir -p "$run"
	"$build/medlit-index" --index "$index" add "$top/corpus/papers" \
		>"$run/index.log" 2>&1 || {
		status=$?
		cat "$run/index.log" >&2
		fail "indexing corpus/papers ended with status $status"
	}
	say "Index:  $(tail -n 1 "$run/index.log")"
}

daemon_pid() {
	pid=$(cat "$run/medlitd.pid" 2>/dev/null) || return 1
	[ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
	tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q medlitd || return 1
	echo "$pid"
}

answers() { "$build/medlit" --socket "$socket" status >/dev/null 2>&1; }

daemon_has_port() {
	pid=$(daemon_pid) && tr '\0' '\n' <"/proc/$pid/cmdline" |
		grep -qxF "127.0.0.1:$port"
}

# Is what runs what was built last, on the port that is asked for?
daemon_is_right() {
	daemon_has_port && answers &&
		[ ! "$build/.built" -nt "$run/medlitd.pid" ]
}

# Does anyone listen on port $1 of 127.0.0.1, or of all addresses?
is_taken() {
	grep -qsE "^ *[0-9]+: (0100007F|7F000001|0{8}|0{32}):$(
		printf %04X "$1") [0-9A-F]+:[0-9A-F]+ 0A " \
		/proc/net/tcp /proc/net/tcp6
}

# What to type for another port, with the question as it was typed.
on_free_port() { # QUESTION...
	free=$port
	while [ "$free" -lt 65535 ]; do
		free=$((free + 1))
		is_taken "$free" || break
	done
	printf 'MEDLIT_PORT=%s %s' "$free" "$0"
	for word; do
		printf " '%s'" "$(printf %s "$word" | sed "s/'/'\\\\''/g")"
	done
}

# A daemon that answers on another port is stopped only for one that can start.
start_daemon() { # QUESTION...
	daemon_is_right && return 0
	if ! daemon_has_port && is_taken "$port"; then
		fail "another program listens on port $port" \
			"stop that, or take a free port: $(on_free_port "$@")"
	fi
	! daemon_pid >/dev/null || stop_daemon
	"$build/medlitd" --index "$index" --socket "$socket" \
		--listen "127.0.0.1:$port" >"$run/medlitd.log" 2>&1 &
	pid=$!
	echo "$pid" >"$run/medlitd.pid"
	tries=0
	until answers; do
		if ! kill -0 "$pid" 2>/dev/null; then
			cat "$run/medlitd.log" >&2
			rm -f "$run/medlitd.pid"
			fail 'medlitd did not start; its last words are above'
		fi
		tries=$((tries + 1))
		[ "$tries" -lt 200 ] || fail \
			"medlitd runs but does not answer; see $run/medlitd.log"
		sleep 0.1
	done
}

stop_daemon() {
	pid=$(daemon_pid) || {
		say 'medlitd is not running.'
		return 0
	}
	kill "$pid"
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	rm -f "$run/medlitd.pid"
	say 'medlitd stopped.'
}

ask() {
	say
	say "Question: $*"
	say
	status=0
	"$build/medlit" --socket "$socket" -- "$@" || status=$?
	[ "$status" -gt 1 ] || tell_next
	return "$status"
}

tell_next() {
	cat <<NEXT

Ask another:     ./quickstart.sh "Does Besponsa cause VOD?"
or directly:     build/medlit --socket $socket "..."
The daemon:      $socket and http://127.0.0.1:$port/v1/search?q=...
Add papers:      build/medlit-index --index $index add PATH...
Stop it:         ./quickstart.sh stop
NEXT
}

# ---- tests -------------------------------------------------------------

# One closing line over all tests, whatever wrote them.
run_checks() {
	cd "$build"
	status=0
	make -j "$(nproc)" check >"$build/check.log" 2>&1 || status=$?
	grep -E '^(PASS|FAIL|ERROR|XPASS|SKIP):' "$build/check.log" |
		sort | grep -v '^PASS' || :
	passed=$(grep -c '^PASS:' "$build/check.log" || :)
	failed=$(grep -cE '^(FAIL|ERROR|XPASS):' "$build/check.log" || :)
	if [ "$status" != 0 ]; then
		[ "$failed" != 0 ] || failed=1
		tail -n 60 "$build/test-suite.log" 2>/dev/null ||
			tail -n 60 "$build/check.log"
	fi
	say "$passed passed, $failed failed"
	[ "$failed" = 0 ]
}

case $port in
'' | *[!0-9]* | ??????*) port=0 ;;
esac
[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || {
	say "quickstart: MEDLIT_PORT is a number from 1 to 65535, not" \
		"'$MEDLIT_PORT'" >&2
	exit 2
}

case ${1:-} in
stop | check | -h | --help)
	[ $# = 1 ] || {
		say "quickstart: $1 takes no words behind it; a question that" \
			"starts so: ./quickstart.sh '$*'" >&2
		exit 2
	}
	;;
-*)
	say "quickstart: $1 is no option; see ./quickstart.sh --help" >&2
	exit 2
	;;
esac

case ${1:-} in
stop)
	stop_daemon
	;;
check)
	install_packages $packages $check_packages
	build_all
	run_checks
	;;
-h | --help)
	sed -n '3,14s/^# \{0,1\}//p' "$0"
	;;
*)
	install_packages $packages
	build_all
	index_corpus
	start_daemon "$@"
	if [ $# -gt 0 ]; then ask "$@"; else ask "$example"; fi
	;;
esac
