#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A large first load is made aside and swapped in: the same index as commits
into the live one make, and after any end of the run one that is whole.

  index_aside.py [KILLS]        8 by default
"""
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time

from medlit_system import (Daemon, check, dump, expect, finish, index, jsonl,
                           path, program, write)

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
SEED = random.Random(11)
LARGE = 8 * 1024 * 1024

# No paper, but bytes: what makes the same papers a large load.
PADDING = write("padding/z.xml", "<PubmedArticleSet>" +
                ("<!--" + "x" * 1017 + "-->") * (LARGE // 1024) +
                "</PubmedArticleSet>")


def text():
    return " ".join(f"w{SEED.randrange(5000)}" for _ in range(60))


def article(n):
    return (f"<PubmedArticle><MedlineCitation><PMID>{n}</PMID><Article>"
            f"<ArticleTitle>Paper number {n} of many.</ArticleTitle>"
            f"<Abstract><AbstractText>{text()}</AbstractText></Abstract>"
            f"<ELocationID EIdType=\"doi\">10.5555/{n}</ELocationID>"
            "</Article></MedlineCitation></PubmedArticle>")


def articles(*numbers, more=""):
    return ("<PubmedArticleSet>" + "".join(map(article, numbers)) + more +
            "</PubmedArticleSet>")


# Papers of several sources, later versions of some, and some taken out.
FILES = [
    write("in/a.ris", "".join(
        f"TY  - JOUR\nTI  - The page of {n}\nDO  - 10.5555/{n}\n"
        f"AB  - {text()}\nER  - \n" for n in range(100, 140))),
    write("in/b.xml", articles(*range(100, 400))),
    write("in/c.xml", articles(*range(350, 450), more="<DeleteCitation>" + "".join(
        f"<PMID>{n}</PMID>" for n in range(120, 130)) + "</DeleteCitation>")),
    write("in/d.jsonl", jsonl({"id": f"p{n}", "title": f"Other {n}",
                               "text": text()} for n in range(300))),
]


def at(folder, *words, **options):
    return index("--index", folder, "--thesaurus", "none", *words, **options)


def generations(folder):
    return sorted(os.listdir(os.path.join(folder, "generations")))


def stored(folder):
    done = index("--index", folder, "--report", "json", "status")
    return json.loads(done.stdout)["papers"] if done.returncode == 0 else 0


def export(folder):
    return sorted(index("--index", folder, "export").stdout.splitlines())


def size(folder):
    return sum(os.path.getsize(os.path.join(at_, name))
               for at_, _, names in os.walk(folder) for name in names
               if "shard-" in at_)


# ---- the same index ------------------------------------------------------

for jobs in ("1", "3"):
    for verb in ("add", "sync"):
        live, aside = path(f"live-{verb}{jobs}"), path(f"aside-{verb}{jobs}")
        told = [json.loads(at(folder, "--jobs", jobs, "--report", "json", verb,
                              *FILES, *more).stdout)
                for folder, more in ((live, []), (aside, [PADDING]))]
        for name in ("added", "updated", "deleted", "unchanged", "failed"):
            check(told[0][name] == told[1][name], f"{verb}: {name}", told)
        check((generations(live), generations(aside)) ==
              (["g000001"], ["g000002"]), f"{verb}: live and aside",
              (generations(live), generations(aside)))
        check(stored(live) == 650 and export(live) == export(aside),
              f"{verb}: the same papers", (stored(live), stored(aside)))
        check(dump(live) == dump(aside), f"{verb}: the same terms and values")
        check(size(aside) < 0.8 * size(live), f"{verb}: it is smaller",
              (size(aside), size(live)))
        expect(index("--index", aside, "verify"), 0, ["0 problems"], "verify")
        expect(at(aside, verb, *FILES, PADDING), 0, ["0 failed"],
               f"{verb} again")
        check(export(live) == export(aside), "changes nothing")
        check(generations(aside) == ["g000002"], "in the live one")
expect(at(path("dry"), "--dry-run", "add", *FILES, PADDING), 0,
       ["added"], "dry")
check(not os.path.exists(path("dry")), "a dry run makes nothing")

# ---- a reader of the empty index -----------------------------------------

folder = path("reader")
expect(at(folder, "add", write("in/none.jsonl", jsonl(
    [{"id": "x", "title": "One", "text": "word"}]))), 0, ["1 added"], "one")
expect(index("--index", folder, "remove", "x"), 0, ["1 deleted"], "none")
daemon = Daemon(folder).wait_ready()
expect(at(folder, "add", *FILES, PADDING), 0, ["0 failed"], "load")
status, answer = daemon.search("paper number 200")
check(status == 200 and answer["generation"] == "g000002" and
      answer["total"] > 0, "sees what was swapped in", answer)
daemon.stop()

# ---- stopped, killed, starved --------------------------------------------

MANY = write("many/papers.jsonl", jsonl(
    {"id": f"m{n}", "title": f"Paper {n}", "text": text()}
    for n in range(4000)))
LOAD = ["add", MANY, PADDING]


def start(folder, jobs, **options):
    return subprocess.Popen(
        [program("medlit-index"), "--index", folder, "--thesaurus", "none",
         "--jobs", jobs, "--report", "json", *LOAD], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def has_written(folder):
    """Past its start: more than an empty shard is on the disk."""
    return sum(os.path.getsize(os.path.join(where, name))
               for where, _, names in os.walk(folder) for name in names
               if "g000002" in where and name == "docdata.glass") > 20000


for jobs in ("1", "2"):
    folder = path("stopped" + jobs)
    child = start(folder, jobs)
    while child.poll() is None and not has_written(folder):
        time.sleep(0.001)
    child.send_signal(signal.SIGINT)
    began = time.monotonic()
    told = json.loads(child.communicate()[0])
    check(time.monotonic() - began < 5, "stops in five seconds",
          time.monotonic() - began)
    check(0 < told["added"] == stored(folder), "with what is whole",
          (told, stored(folder)))
    check(generations(folder) == ["g000002"], "swapped in",
          generations(folder))
    expect(index("--index", folder, "verify"), 0, ["0 problems"], "verify")
    expect(at(folder, *LOAD), 0, ["0 failed"], "goes on")
    check(stored(folder) == 4000, "to the end", stored(folder))

folder = path("whole")
began = time.monotonic()
expect(at(folder, *LOAD), 0, ["4000 added"], "a load to be measured")
whole = time.monotonic() - began
papers = dump(folder)
killed = swapped = 0
while killed < KILLS:
    folder = path(f"killed{killed}")
    child = start(folder, "2")
    try:
        child.wait(timeout=SEED.uniform(0.05, 1.0) * whole)
    except subprocess.TimeoutExpired:
        child.kill()
    child.communicate()
    killed += 1
    now = stored(folder)
    swapped += now > 0
    check(now in (0, 4000), "killed: all or none", now)
    expect(at(folder, "--jobs", "2", *LOAD), 0, ["0 failed"], "again")
    check(dump(folder) == papers, "the same in the end")
    check(generations(folder) == ["g000002"], "nothing is left behind",
          generations(folder))


def starve(limit):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


failed, limit, folder = 0, 1 << 14, path("starved")
expect(at(folder, "add", write("in/none2.jsonl", "\n")), 3, [], "empty")
done = None
while not done or done.returncode != 0:
    done = at(folder, "--jobs", "2", *LOAD,
              preexec_fn=lambda: starve(limit))
    if done.returncode != 0:
        failed += 1
        check(done.returncode == 3 and ("File too large" in done.stderr or
                                        "cannot" in done.stderr),
              f"{limit} bytes a file: says why",
              (done.returncode, done.stderr))
        check(stored(folder) == 0, "the index is as it was", stored(folder))
        expect(index("--index", folder, "verify"), 0, ["0 problems"],
               "verify")
    limit *= 2
check(failed > 4 and stored(folder) == 4000, "starved, then not",
      (failed, stored(folder)))

finish(f"index aside: {killed} loads killed ({swapped} after the swap), "
       f"{failed} starved")
