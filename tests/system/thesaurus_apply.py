#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""`medlit-index thesaurus apply` leaves every paper as a full index with the
new list has it, term by term; also when it was killed, stopped, or another list
was begun before.

  thesaurus_apply.py [ROUNDS]        6 by default

"""
import json
import os
import signal
import subprocess
import sys
import time

from medlit_system import (check, dump, finish, index, jsonl, path, program,
                           write)
from random_lists import SEED, change, make_list, paper, write_list

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 6


def differences(a, b):
    shown = []
    for left, right in zip(a, b):
        if left != right:
            terms = set(left.split()) ^ set(right.split())
            shown.append((left.split("\t")[0], sorted(terms)[:6]))
    return len(shown), shown[:3], len(a), len(b)


papers = write("papers.jsonl", jsonl(paper(n) for n in range(300)))


def build(name, words):
    folder = path(name)
    done = index("--index", folder, "--jobs", "2", "--thesaurus", words, "add",
                 papers)
    check(done.returncode == 0, f"index {name}", done.stderr)
    return folder


def apply(folder, words, *options):
    done = index("--index", folder, "--report", "json", *options, "thesaurus",
                 "apply", words)
    check(done.returncode == 0, f"apply {words}", done.stdout + done.stderr)
    return json.loads(done.stdout)


touched = 0
for number in range(ROUNDS):
    lists = [make_list()]
    lists += [change(lists[0])]
    lists += [change(lists[1])]
    files = [write_list(f"r{number}l{n}", one) for n, one in enumerate(lists)]
    want = [dump(build(f"r{number}full{n}", words))
            for n, words in enumerate(files)]
    folder = build(f"r{number}", files[0])

    # dry run: what would change, and nothing does
    dry = apply(folder, files[1], "--dry-run")
    check(dump(folder) == want[0], "a dry run changes nothing")
    told = apply(folder, files[1], "--jobs", "2")
    check(dump(folder) == want[1], f"round {number}: as a full index",
          differences(dump(folder), want[1]))
    check(told["updated"] == dry["updated"] and told["concepts"] ==
          dry["concepts"], "a dry run counts right", (dry, told))
    changed = sum(a != b for a, b in zip(want[0], want[1]))
    # other parents may lead to the same ancestors: a few too many
    check(changed <= told["updated"] <= changed + 10,
          "only papers that change are touched", (told, changed))
    touched += changed
    check(apply(folder, files[1])["updated"] == 0, "nothing is left to do")
    status = json.loads(index("--index", folder, "--report", "json",
                              "status").stdout)
    check(status["thesaurus"] == f"r{number}l1", "status", status)

    # killed at a random moment, another list begun, back to the first
    for words, name in ((files[2], "killed"), (files[0], "another")):
        for _ in range(2):
            child = subprocess.Popen(
                [program("medlit-index"), "--index", folder, "thesaurus",
                 "apply", words], stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            time.sleep(SEED.uniform(0.002, 0.06))
            child.send_signal(SEED.choice([signal.SIGKILL, signal.SIGINT]))
            check(child.wait() in (0, 1, -signal.SIGKILL, -signal.SIGINT),
                  "a stopped run", child.returncode)
    apply(folder, files[2])
    check(dump(folder) == want[2], f"round {number}: after kills",
          differences(dump(folder), want[2]))
    done = index("--index", folder, "verify")
    check(done.returncode == 0, "verify", done.stderr)
    # papers added now are made with the list in force
    done = index("--index", folder, "add", papers)
    check("300 unchanged" in done.stdout, "the same papers", done.stdout)
    # and a rebuild with another list works as ever
    done = index("--index", folder, "--thesaurus", files[0], "rebuild")
    check(done.returncode == 0 and dump(folder) == want[0], "rebuild",
          done.stderr)
check(touched > 20 * ROUNDS, "the lists differ in something", touched)

# ---- what is refused --------------------------------------------------------

folder = path("r0")
bad = write("bad.tsv", "#medlit-thesaurus\t1\tx\nc1\texact\tname\n")
before = dump(folder)
for words, status, message in [
        (("apply",), 2, "takes one FILE"), ((), 2, "a command is missing"),
        (("nothing",), 2, "unknown command"),
        (("apply", bad), 78, "bad.tsv:2: "),
        (("apply", path("missing.tsv")), 3, "missing.tsv")]:
    done = index("--index", folder, "thesaurus", *words)
    check(done.returncode == status and message in done.stderr,
          f"thesaurus {words}", (done.returncode, done.stderr))
done = index("--index", folder, "--thesaurus", bad, "thesaurus", "apply", bad)
check(done.returncode == 2, "--thesaurus is no way to name it", done.stderr)
done = index("--index", path("none"), "thesaurus", "apply", bad)
check(done.returncode == 3, "no index", (done.returncode, done.stderr))
done = index("--dry-run", "thesaurus", "apply", bad)
check(done.returncode == 2, "no --index", done.stderr)
done = index("--dry-run", "thesaurus", "apply", bad,
             env={**os.environ, "MEDLIT_INDEX": folder})
check(done.returncode == 78 and "bad.tsv:2: " in done.stderr,
      "the index by its variable", (done.returncode, done.stderr))
check(dump(folder) == before, "nothing changed")
finish(f"thesaurus apply: {ROUNDS} rounds, {touched} papers made anew")
