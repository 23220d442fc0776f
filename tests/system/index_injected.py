#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What medlit-index asks of the system fails at the n-th time, once or from
then on: nothing that was committed is lost, nothing is said to be done that is
not, and the same run again reaches the end.  And what a generation needs is on
the disk before CURRENT names it: files first, then their folder, then the name.

  index_injected.py [TIMES]       3; the soak asks for 20

By strace; without it, or where it may not be used, the test is skipped.
"""
import json
import os
import re
import shutil
import sys

from medlit_system import (check, finish, index, jsonl, path, program, run,
                           write)

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 3
CALLS = [("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("fdatasync", "EIO"),
         ("fsync", "EIO"), ("rename", "EIO"), ("openat", "EIO"),
         ("read", "EIO"), ("write", "ENOSPC")]
FIRST, MORE = 40, 60
INDEX = path("index")


def papers(first, count):
    return jsonl({"id": f"p{n}", "title": f"Paper number {n}",
                  "text": f"words of paper {n} and more"}
                 for n in range(first, first + count))


def traced(*words, options, folder):
    """medlit-index under strace; what strace wrote is in path("trace")."""
    return run("strace", "-f", "-o", path("trace"), *options,
               program("medlit-index"), "--index", folder, *words)


def stored(folder):
    done = index("--index", folder, "--report", "json", "status")
    return json.loads(done.stdout)["papers"] if done.returncode == 0 else -1


first = write("first.jsonl", papers(0, FIRST))
more = write("more.jsonl", papers(FIRST, MORE))
done = index("--index", INDEX, "--thesaurus", "none", "add", first)
check(done.returncode == 0, "the first papers", done.stderr)
if not shutil.which("strace") or traced(
        "status", options=["-e", "trace=none"], folder=INDEX).returncode != 0:
    print("SKIPPED without strace")
    sys.exit(77)

# ---- the order of what is written ----------------------------------------

done = traced("rebuild", folder=INDEX, options=[
    "-y", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,pwrite64,"
    "write,openat,mkdir"])
check(done.returncode == 0, "a traced rebuild", done.stderr)
with open(path("trace")) as trace:
    lines = trace.read().splitlines()
published = [n for n, line in enumerate(lines)
             if "rename" in line and "CURRENT" in line]
check(published, "CURRENT is replaced by a rename")
made = re.search(r"generations/(g\d+)", next(
    line for line in reversed(lines[:published[-1]])
    if "generations/" in line)).group(1)
written, synced, late = {}, {}, []
for number, line in enumerate(lines[:published[-1]]):
    # The file behind a descriptor, as -y prints it.
    where = re.search(r"(pwrite64|write|fsync|fdatasync)\(\d+<([^>]*)>", line)
    if where and made in where.group(2):
        to = synced if "sync" in where.group(1) else written
        to[where.group(2)] = number
late = [name for name, number in written.items()
        if os.path.exists(name) and synced.get(name, -1) < number]
check(written and not late, "each file is synced behind its last byte", late)
folders = {os.path.dirname(name) for name in written if os.path.exists(name)}
check(folders <= set(synced), "and so is each folder",
      (folders - set(synced), sorted(synced)))
behind = [line for line in lines[published[-1]:]
          if re.search(r"fsync\(\d+<" + re.escape(INDEX) + ">", line)]
check(behind, "the folder of CURRENT is synced behind the rename")

# ---- calls that fail ------------------------------------------------------

injected = told = 0
for call, error in CALLS:
    for number in range(1, TIMES + 1):
        for sticky in ("", "+"):
            copy = path("copy")
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(INDEX, copy)
            # Only what concerns the index and the papers, not the loader.
            done = traced(
                "--thesaurus", "none", "--report", "json", "add", more,
                folder=copy, options=[
                    "-P", copy, "-P", more] + [
                    option for at, _, names in os.walk(copy)
                    for name in names if "shard" in at or name == "CURRENT"
                    for option in ("-P", os.path.join(at, name))] + [
                    "-e", f"inject={call}:error={error}:when={number}{sticky}"
                ])
            with open(path("trace"), errors="replace") as trace:
                hit = "INJECTED" in trace.read()
            injected += hit
            told += done.returncode != 0
            what = f"{call} {error} {number}{sticky}"
            now = stored(copy)
            try:
                added = json.loads(done.stdout.splitlines()[-1])["added"]
            except (ValueError, KeyError, IndexError):
                added = 0
            check(done.returncode in (0, 1, 3, 4, 78),
                  f"{what}: ends by itself", (done.returncode, done.stderr))
            check(done.returncode != 0 or now == FIRST + MORE,
                  f"{what}: what is said to be done is", (now, done.stdout))
            check(now >= FIRST + added, f"{what}: no paper is lost",
                  (now, added, done.stderr))
            checked = index("--index", copy, "verify")
            check(checked.returncode == 0, f"{what}: the index is whole",
                  checked.stdout + checked.stderr)
            again = index("--index", copy, "add", more)
            check(again.returncode == 0 and stored(copy) == FIRST + MORE,
                  f"{what}: the same again reaches the end", again.stderr)
check(injected > TIMES, "calls were made to fail", injected)
finish(f"injected: {injected} calls failed, {told} runs said so")
