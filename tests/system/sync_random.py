#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Files written, changed, replaced, renamed and removed at random: after each
sync the index holds what a sync into an empty one gives.

  sync_random.py [ROUNDS] [SEED]      25 and 1 by default; the soak asks for 1000

Files give papers that others give, too, and take some out (DeleteCitation), so
that the newest record behind the last of these has to decide. Some are changed
without their size or their time, some in the second they were read, some under
a clock that jumped; some syncs are killed.
"""
import os
import random
import shutil
import subprocess
import sys

from medlit_system import check, dump, finish, index, path, program

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
SEED = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
FOLDER = path("papers")
KEPT = path("kept")
NAMES = [f"{a}{b}" for a in ("", "sub/", "sub.d/", "sub/deep/")
         for b in ("a.xml", "b.xml", "z.xml")]
NOW = 1_700_000_000


def citation(number):
    # Titles of one length, so that a change can keep the size.
    day = SEED.randrange(10, 13)
    return (f"<PubmedArticle><MedlineCitation>"
            f'<PMID Version="{SEED.randrange(1, 3)}">{number}</PMID>'
            f"<DateRevised><Year>2021</Year><Month>03</Month><Day>{day}</Day>"
            f"</DateRevised><Article>"
            f"<ArticleTitle>Title {SEED.randrange(100, 1000)}</ArticleTitle>"
            "</Article></MedlineCitation></PubmedArticle>")


def content():
    numbers = SEED.sample(range(10, 40), SEED.randrange(0, 7))
    text = "".join(citation(number) for number in numbers)
    if SEED.random() < 0.3:
        text += "<DeleteCitation>" + "".join(
            f"<PMID>{number}</PMID>"
            for number in SEED.sample(range(10, 40), 3)) + "</DeleteCitation>"
    return f"<PubmedArticleSet>{text}</PubmedArticleSet>"


def existing():
    return sorted(os.path.join(at, name)
                  for at, _, names in os.walk(FOLDER) for name in names)


def write(where, text):
    os.makedirs(os.path.dirname(where), exist_ok=True)
    with open(where, "w") as file:
        file.write(text)


def create():
    write(os.path.join(FOLDER, SEED.choice(NAMES)), content())


def remove(where):
    os.remove(where)


def rename(where):
    to = os.path.join(FOLDER, SEED.choice(NAMES))
    os.makedirs(os.path.dirname(to), exist_ok=True)
    os.rename(where, to)


def rewrite(where):
    """Other titles in as many bytes, the times put back."""
    with open(where) as file:
        text = file.read()
    before = os.stat(where)
    for number in range(10):
        text = text.replace(f"Title {number}", f"Title {9 - number}", 1)
    write(where, text)
    os.utime(where, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace(where):
    """Another inode of the same name, and perhaps of the same content."""
    shutil.copy2(where, where + ".new")
    if SEED.random() < 0.5:
        write(where + ".new", content())
    os.rename(where + ".new", where)


def jump(where):
    """The clock was wrong: years ago, or years ahead."""
    write(where, content())
    time = SEED.choice([10 ** 9, 4 * 10 ** 9])
    os.utime(where, (time, time))


def cut(where):
    with open(where) as file:
        text = file.read()
    write(where, text[:SEED.randrange(len(text) + 1)])


def touch(where):
    os.utime(where)


def sync(folder, *words):
    return index("--index", folder, "--thesaurus", "none", "--force", *words,
                 "sync", FOLDER)


def kill(folder):
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, "--thesaurus", "none",
         "--force", "sync", FOLDER], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    try:
        child.wait(timeout=SEED.uniform(0.001, 0.03))
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


# A file that is cut gives what it gave before, too, as long as it is; an empty
# index cannot know that, so those are made whole before a comparison.
CHANGES = [rewrite, rewrite, replace, remove, rename, jump, touch]
os.makedirs(FOLDER)
differ = 0
for number in range(ROUNDS):
    for _ in range(SEED.randrange(1, 5)):
        files = existing()
        if not files or SEED.random() < 0.4:
            create()
        else:
            SEED.choice(CHANGES)(SEED.choice(files))
    if SEED.random() < 0.2:
        files = existing()
        if files:
            where = SEED.choice(files)
            cut(where)
            sync(KEPT)
            write(where, content())
    if SEED.random() < 0.3:
        kill(KEPT)
    done = sync(KEPT)
    if not existing():
        continue
    shutil.rmtree(path("fresh"), ignore_errors=True)
    sync(path("fresh"))
    kept, fresh = dump(KEPT), dump(path("fresh"))
    if kept != fresh:
        differ += 1
        check(False, f"round {number}: as a fresh index",
              ([line for line in kept if line not in fresh][:3],
               [line for line in fresh if line not in kept][:3],
               existing(), done.stdout + done.stderr))
    again = sync(KEPT)
    check(" 0 added, 0 updated" in again.stdout and
          " 0 deleted" in again.stdout,
          f"round {number}: the same again changes nothing", again.stdout)
done = index("--index", KEPT, "verify")
check(done.returncode == 0, "the index verifies", done.stderr)
finish(f"sync at random: {ROUNDS} rounds, {differ} differences")
