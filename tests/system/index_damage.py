#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Bytes of an index changed, zeroed and cut away at random: `verify` tells of
each, medlitd stays up, and what differs in an answer is what `verify` told of.

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
INDEX = path("index")


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


papers = write("papers.jsonl", jsonl(
    {"id": f"p{n}", "title": f"Paper {n} of " + SEED.choice(WORDS),
     "text": " ".join(SEED.choices(WORDS, k=60))} for n in range(600)))
done = index("--index", INDEX, "--thesaurus", "none", "add", papers)
check(done.returncode == 0, "the papers", done.stderr)
done = index("--index", INDEX, "rebuild")
check(done.returncode == 0, "a sealed generation", done.stderr)
daemon = Daemon(INDEX, name="whole").wait_ready()
right = answers(daemon)
daemon.stop()
with open(os.path.join(INDEX, "CURRENT")) as file:
    current = file.read().strip()
files = [os.path.relpath(os.path.join(at, name), INDEX)
         for at, _, names in os.walk(
             os.path.join(INDEX, "generations", current))
         for name in names if name.endswith(".glass") or name == "iamglass"]

told = same = wrong = refused = silent = 0
for number in range(TIMES):
    copy = path("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(INDEX, copy)
    name = SEED.choice(files)
    hurt = SEED.choice([flip, zero, cut])
    with open(os.path.join(copy, name), "rb") as file:
        before = file.read()
    with open(os.path.join(copy, name), "r+b") as file:
        hurt(file, len(before))
    with open(os.path.join(copy, name), "rb") as file:
        if file.read() == before:
            continue
    what = f"{hurt.__name__} {name}"
    done = index("--index", copy, "verify")
    found = done.returncode != 0 and os.path.dirname(name) in done.stderr
    told += found
    check(found, f"{what}: verify tells", (done.returncode, done.stderr))
    daemon = Daemon(copy, name=f"hurt{number}")
    try:
        seen = answers(daemon.wait_ready(10))
        check(daemon.process.poll() is None, f"{what}: medlitd stays up",
              daemon.words())
        same += seen == right
        for got, want in zip(seen, right):
            refused += got[0] != 200
            wrong += got[0] == 200 and got != want
            silent += got[0] == 200 and got != want and not found
    except SystemExit:
        code = daemon.process.poll()
        check(code in (None, 3), f"{what}: a plain refusal",
              (code, daemon.words()))
        refused += len(QUESTIONS)
    daemon.kill()
check(silent == 0, "no wrong answer that verify does not tell of", silent)
done = index("--index", copy, "rollback")
check(done.returncode == 0, "rollback from damage", done.stderr)
finish(f"damage: {told} of {TIMES} told by verify, {same} without effect, "
       f"{refused} answers refused, {wrong} differed, {silent} of them untold")
