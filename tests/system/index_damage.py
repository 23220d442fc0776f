#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Bytes of an index changed, zeroed and cut away at random: `verify` tells of
each, medlitd stays up, and what differs in an answer is what `verify` told of.
Every other time the index has had papers added since it was sealed: there a
damage that `verify` does not tell of changes no answer.

  index_damage.py [TIMES]        12; the soak asks for 300
"""
import json
import os
import random
import shutil
import sys

from medlit_system import Daemon, check, finish, index, jsonl, path, write

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 12
SEED = random.Random(3)
WORDS = [f"word{n}" for n in range(300)]
QUESTIONS = WORDS[:20] + ['"word1 word2"', "word3 -word4"]
INDEXES = [path("sealed"), path("added-to")]


def flip(file, size):
    at = SEED.randrange(size)
    file.seek(at)
    byte = file.read(1)[0]
    file.seek(at)
    file.write(bytes([byte ^ (1 << SEED.randrange(8))]))


def zero(file, size):
    file.seek(SEED.randrange(size) & ~4095)
    file.write(bytes(min(4096, size - file.tell())))


def cut(file, size):
    file.truncate(SEED.randrange(size))


def answers(daemon):
    """Of each question its status and its papers."""
    told = []
    for question in QUESTIONS:
        status, reply = daemon.search(question, fields="id,title")
        told.append([status, [(hit["id"], hit["title"])
                              for hit in reply.get("hits", [])]])
    return told


def papers(name, first, count):
    return write(name, jsonl(
        {"id": f"p{n}", "title": f"Paper {n} of " + SEED.choice(WORDS),
         "text": " ".join(SEED.choices(WORDS, k=60))}
        for n in range(first, first + count)))


def must(*words):
    done = index("--index", *words)
    check(done.returncode == 0, words[1:], done.stderr)


def files_of(folder):
    """Of its generation, from the folder on."""
    with open(os.path.join(folder, "CURRENT")) as file:
        top = os.path.join(folder, "generations", file.read().strip())
    return [os.path.relpath(os.path.join(at, name), folder)
            for at, _, names in os.walk(top) for name in names
            if os.path.getsize(os.path.join(at, name)) > 0]


for folder in INDEXES:
    must(folder, "--thesaurus", "none", "sync", papers("papers.jsonl", 0, 600))
    must(folder, "rebuild")
must(INDEXES[1], "add", papers("more.jsonl", 600, 60))
must(INDEXES[1], "remove", *(f"p{n}" for n in range(0, 90, 7)))
right, files = [], []
for folder in INDEXES:
    daemon = Daemon(folder, name=f"whole{len(right)}").wait_ready()
    right.append(answers(daemon))
    daemon.stop()
    files.append(files_of(folder))

told = same = wrong = refused = silent = harmless = 0
for number in range(TIMES):
    added = number % 2
    copy = path("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(INDEXES[added], copy)
    name = SEED.choice(files[added])
    hurt = SEED.choice([flip, zero, cut])
    with open(os.path.join(copy, name), "rb") as file:
        before = file.read()
    with open(os.path.join(copy, name), "r+b") as file:
        hurt(file, len(before))
    with open(os.path.join(copy, name), "rb") as file:
        if file.read() == before:
            continue
    what = f"{number}: {hurt.__name__} {name}"
    done = index("--index", copy, "verify")
    found = done.returncode != 0 and os.path.dirname(name) in done.stderr
    told += found
    # The end of `sources` may always be cut: its files are read again.
    may_be_silent = added or name.endswith("sources")
    harmless += not found and may_be_silent
    check(found or may_be_silent, f"{what}: verify tells",
          (done.returncode, done.stderr))
    daemon = Daemon(copy, name=f"hurt{number}")
    try:
        seen = answers(daemon.wait_ready(10))
        check(daemon.process.poll() is None, f"{what}: medlitd stays up",
              daemon.words())
        same += seen == right[added]
        for got, want in zip(seen, right[added]):
            refused += got[0] != 200
            wrong += got[0] == 200 and got != want
            if got[0] == 200 and got != want and not found:
                silent += 1
                print(what, got, want)
    except SystemExit:
        code = daemon.process.poll()
        check(code in (None, 3), f"{what}: a plain refusal",
              (code, daemon.words()))
        refused += len(QUESTIONS)
    daemon.kill()
check(silent == 0, "no wrong answer that verify does not tell of", silent)
done = index("--index", copy, "rollback")
check(done.returncode == 0, "rollback from damage", done.stderr)
finish(f"damage: {told} of {TIMES} told by verify, {harmless} of the rest "
       f"where that may be; {same} without effect, "
       f"{refused} answers refused, {wrong} differed, {silent} of them untold")
