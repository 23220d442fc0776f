#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Papers indexed with one list are asked for with another: whatever an index of
that list has for a concept is found, also while the list is being applied.

  thesaurus_ask.py [ROUNDS]        2 by default
"""
import subprocess
import sys

from medlit_system import Daemon, check, finish, index, jsonl, path, program, write
from random_lists import SEED, change, make_list, paper, write_list

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 2
PAPERS = 600
papers = write("papers.jsonl",
               jsonl(paper(n, filler=0.88) for n in range(PAPERS)))


def build(name, words):
    folder = path(name)
    done = index("--index", folder, "--thesaurus", words, "add", papers)
    check(done.returncode == 0, f"index {name}", done.stderr)
    return folder


def serve(folder, name, *arguments):
    return Daemon(folder, "--workers", "1", "--page", "1000", "--query-names",
                  "500", "--deadline-soft", "20000", "--deadline-hard",
                  "30000", *arguments, name=name + ".sock").wait_ready()


def names_of(words):
    with open(words, encoding="utf8") as file:
        for line in file:
            row = line.rstrip("\n").split("\t")
            if row[1] in ("preferred", "exact"):
                yield row[0], row[2]


def found(daemon, name):
    """{id: (score, concepts seen in it)} and the first word's concept"""
    status, answer = daemon.search(name, limit=PAPERS, fields="all")
    # Of a name made of common words papers may have words and no more.
    check(status == 200 and all(warning.startswith("No paper names ")
                                for warning in answer["warnings"]),
          name, answer)
    return {hit["id"]: (hit["score"], {m["concept"] for m in hit["matched_as"]})
            for hit in answer["hits"]}, \
        answer["query"]["tokens"][0].get("concept")


asked = compared = 0
for number in range(ROUNDS):
    lists = [make_list()]
    lists.append(change(change(lists[0])))
    files = [write_list(f"a{number}l{n}", one) for n, one in enumerate(lists)]
    right = serve(build(f"full{number}", files[1]), f"right{number}")
    folder = build(f"other{number}", files[0])
    other = serve(folder, f"other{number}", "--thesaurus", files[1])
    for stage in ("made with another list", "half applied"):
        for slug, name in names_of(files[1]):
            want, concept = found(right, name)
            if concept != slug:
                continue
            got, _ = found(other, name)
            asked += 1
            wanted = {one for one, (_, seen) in want.items() if slug in seen}
            check(wanted <= set(got), f"{stage}: {name}",
                  sorted(wanted - set(got))[:5])
            for one in wanted & set(got):
                check(got[one][1] >= {slug}, f"{stage}: {name} in {one}",
                      got[one])
                compared += 1
        # a run stopped somewhere in its work
        child = subprocess.Popen(
            [program("medlit-index"), "--index", folder, "thesaurus", "apply",
             files[1]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(timeout=SEED.uniform(0.01, 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for daemon in (right, other):
        daemon.stop()
check(compared > 1000 * ROUNDS, "papers were compared", compared)
finish(f"thesaurus ask: {asked} questions, {compared} papers compared")
