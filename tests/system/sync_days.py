#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Papers that come in day by day, each day synced, give the index that one run
over all gives: the same ids, records, terms and ranked answers. Any day again
changes nothing.

  sync_days.py [DOCS.jsonl.gz [DAYS]]    a small made-up feed without it
"""
import gzip
import json
import os
import random
import resource
import sys

from medlit_system import Daemon, check, dump, finish, index, path, write

SEED = random.Random(5)
DAYS = int(sys.argv[2]) if len(sys.argv) > 2 else 30
WORDS = ["anaemia", "leukemia", "transplant", "platelets", "relapse", "dose",
         "marrow", "survival", "toxicity", "children", "trial", "mice"]


def made_up():
    return [{"id": str(1000 + n), "pmid": str(1000 + n),
             "title": " ".join(SEED.sample(WORDS, 4)),
             "text": " ".join(SEED.choices(WORDS, k=30))}
            for n in range(DAYS * 12)]


def records():
    if len(sys.argv) < 2:
        return made_up()
    with gzip.open(sys.argv[1], "rt", encoding="utf8") as file:
        return [json.loads(line) for line in file]


def export(folder):
    return sorted(index("--index", folder, "export").stdout.splitlines())


def costly(*words):
    """A finished run and its CPU time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = index(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    check(done.returncode == 0, words, done.stderr)
    return done, sum(getattr(after, name) - getattr(before, name)
                     for name in ("ru_utime", "ru_stime"))


def sync(folder):
    done, cost = costly("--index", folder, "--report", "json", "sync",
                        path("feed"))
    return json.loads(done.stdout), cost


def answers(folder, name):
    daemon = Daemon(folder, name=name).wait_ready()
    found = []
    for question in questions:
        reply = daemon.search(question, limit=50)[1]
        found.append([(hit["id"], hit["score"]) for hit in reply["hits"]])
    daemon.stop()
    # Equal scores stand in the order papers came in.
    return [sorted(hits, key=lambda hit: (-hit[1], hit[0])) for hits in found]


papers = records()
size = -(-len(papers) // DAYS)
one_by_one = path("days")
shares = []
for number in range(DAYS):
    day = papers[number * size:(number + 1) * size]
    # Each day also brings some papers of earlier days anew.
    for paper in SEED.sample(papers[:number * size], min(5, number)):
        day.append(dict(paper, title=paper["title"] + f" (version {number})"))
    if number % 10 == 9:
        gone = SEED.sample(papers[:number * size], 3)
        write(f"feed/{number:03}x.xml", "<PubmedArticleSet><DeleteCitation>"
              + "".join(f"<PMID>{paper['pmid']}</PMID>" for paper in gone)
              + "</DeleteCitation></PubmedArticleSet>")
    write(f"feed/{number:03}.jsonl",
          "".join(json.dumps(paper) + "\n" for paper in day))
    report, cost = sync(one_by_one)
    check(report["added"] >= len(day) - 5, "a day's papers are added", report)
    again, cost_again = sync(one_by_one)
    shares.append((cost_again, cost))
    check((again["files"], again["added"], again["updated"],
           again["deleted"]) == (0, 0, 0, 0), "the day again", again)

at_once = path("once")
done = index("--index", at_once, "add", path("feed"))
check(done.returncode == 0, "one run over all", done.stderr)
synced, added = export(one_by_one), export(at_once)
check(synced == added, "the same records",
      [line for line in synced if line not in added][:2])
check(dump(one_by_one) == dump(at_once), "the same terms")
questions = [paper["title"] for paper in SEED.sample(papers, 40)]
a, b = answers(one_by_one, "a"), answers(at_once, "b")
# At the end of a list some of equal score are shown, others not.
differ = [question for question, left, right in zip(questions, a, b)
          if [score for _, score in left] != [score for _, score in right]
          or {hit for hit in left if hit[1] > left[-1][1]} !=
          {hit for hit in right if hit[1] > right[-1][1]}]
check(not differ, "the same ranked answers", differ)
summary = f"sync by days: {DAYS} days, {len(synced)} papers"
if len(sys.argv) > 1:
    # In a build tree libtool's script starts the program.
    start = sum(costly("--version")[1] for _ in range(9)) / 9
    again, first = (sum(cost - start for cost in costs)
                    for costs in zip(*shares))
    summary += (f", a day again took {100 * again / first:.1f} % of its CPU "
                f"time at first, {1000 * start:.0f} ms to start not counted")
finish(summary)
