#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Spellings of one thing give one list of papers.

  equivalence.py [PATH...]

tests/data/equivalence/classes.tsv holds a class a line.  Each member is asked
alone and inside a question; all of a class must give the identical ordered list
of ids.  Asked are an index in which each spelling stands in a paper of its own
(there the list must hold them all), one of corpus/papers, and one of each PATH.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "system"))
from medlit_system import (PAPERS, SOURCE, Daemon, check, finish, index,
                           jsonl, path, write)

FRAMES = ("{}", "the effect of {} in adults")


def read_classes():
    name = os.path.join(SOURCE, "tests", "data", "equivalence", "classes.tsv")
    with open(name, encoding="utf8") as file:
        return [line.rstrip("\n").split("\t") for line in file
                if line.strip() and not line.startswith("#")]


def made_papers(classes):
    """One paper for each spelling, and some that have none of them."""
    for number, members in enumerate(classes):
        for n, member in enumerate(members):
            yield {"id": f"c{number:03}-{n:02}",
                   "title": f"Report on {member} seen here",
                   "text": f"We looked at {member} among others."}
    for n in range(50):
        yield {"id": f"other-{n:02}", "title": "An effect in adults",
               "text": "Nothing of the kind was looked at here."}


def ask(daemon, question):
    status, reply = daemon.search(question, limit=200, snippets=0,
                                  fields="id,score")
    check(status == 200, question, reply)
    return [hit["id"] for hit in reply.get("hits", [])]


def compare(daemon, classes, name, complete=False):
    for number, members in enumerate(classes):
        for frame in FRAMES:
            lists = [ask(daemon, frame.format(member)) for member in members]
            for member, ids in zip(members, lists):
                check(ids == lists[0],
                      f"{name}: {frame.format(member)!r} as {members[0]!r}",
                      f"{ids[:8]} ({len(ids)}) != "
                      f"{lists[0][:8]} ({len(lists[0])})")
            if complete and frame == FRAMES[0]:
                wanted = {f"c{number:03}-{n:02}" for n in range(len(members))}
                check(wanted <= set(lists[0]), f"{name}: {members[0]!r} finds "
                      "every spelling", sorted(wanted - set(lists[0])))


def main():
    classes = read_classes()
    made = write("made.jsonl", jsonl(made_papers(classes)))
    sources = [("made", made), ("corpus", PAPERS)]
    sources += [(os.path.basename(os.path.dirname(os.path.abspath(each))),
                 each) for each in sys.argv[1:]]
    for number, (name, source) in enumerate(sources):
        folder = path(f"index-{number}")
        done = index("--index", folder, "add", source)
        check(done.returncode == 0, f"index {name}", done.stderr)
        daemon = Daemon(folder, name=f"{number}.sock").wait_ready()
        compare(daemon, classes, name, complete=name == "made")
        daemon.stop()
    finish(f"{len(classes)} classes, "
           f"{sum(len(each) for each in classes)} spellings, "
           f"{len(sources)} indexes")


main()
