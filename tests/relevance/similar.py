#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Are papers like one about the same?

    similar.py --build build INDEX QRELS [SEEDS]

INDEX is one that measure.py keeps (--keep), QRELS the judgments of its
collection.  For SEEDS (2) of the papers relevant to each topic with five or more:
how many of the ten papers most like it are relevant to the topic, too, beside
those that the words of its title find, and beside chance."""
import argparse
import gzip
import os
import random
import sys

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--build", default=".")
parser.add_argument("index")
parser.add_argument("qrels")
parser.add_argument("seeds", type=int, nargs="?", default=2)
options = parser.parse_args()
os.environ["abs_top_builddir"] = os.path.abspath(options.build)
os.environ["abs_top_srcdir"] = os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path.insert(0, os.path.join(os.environ["abs_top_srcdir"], "tests",
                                "system"))
from medlit_system import Daemon, quote  # noqa: E402

SHOWN = 10


def relevant():
    """{topic: ids}"""
    topics = {}
    opener = gzip.open if options.qrels.endswith(".gz") else open
    with opener(options.qrels, "rt", encoding="utf8") as file:
        for line in file:
            topic, _, paper, grade = line.split()
            if int(grade) > 0:
                topics.setdefault(topic, []).append(paper)
    return {topic: sorted(ids) for topic, ids in topics.items()
            if len(ids) >= 5}


def found(daemon, target, seed):
    status, reply = daemon.get(f"/v1/search?{target}&snippets=0&fields=id"
                               f"&limit={SHOWN + 1}&without=feedback")
    if status != 200:
        raise SystemExit(f"{target}: {reply}")
    return [hit["id"] for hit in reply["hits"] if hit["id"] != seed][:SHOWN]


daemon = Daemon(options.index, "--workers", "1").wait_ready()
papers = daemon.get("/v1/status")[1]["documents"]
random.seed(1)
right = {"like it": [], "by its title": []}
chance = []
for topic, ids in sorted(relevant().items()):
    for seed in random.sample(ids, options.seeds):
        others = set(ids) - {seed}
        title = daemon.get("/v1/documents/" + quote(seed))[1]["title"]
        right["like it"].append(len(others.intersection(
            found(daemon, "like=" + quote(seed), seed))))
        right["by its title"].append(len(others.intersection(
            found(daemon, "syntax=plain&q=" + quote(title), seed))))
        chance.append(len(others) / (papers - 1))
print(f"{len(chance)} papers; of ten by chance {sum(chance) / len(chance):.4f}")
for name, counts in right.items():
    print(f"{name:13} P@10 {sum(counts) / len(counts) / SHOWN:.3f}, any "
          f"{sum(count > 0 for count in counts) / len(counts):.2f}")
