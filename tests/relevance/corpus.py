#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The judged questions of corpus/ through the real programs; a floor each.

The floors are what the shipped settings reach, rounded down: a change that
lowers relevance fails here, one that raises it raises them.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "system"))
from medlit_system import (PAPERS, SOURCE, Daemon, check, finish, index, path,
                           program, run, write)

GATE = "nDCG@10>=0.90,MRR@10>=0.90,R@100>=0.95"

done = index("--index", path("index"), "add", PAPERS)
check(done.returncode == 0, "index corpus/papers", done.stderr)
daemon = Daemon(path("index")).wait_ready()
done = run(program("medlit"), "--socket", daemon.socket, "run", "--topics",
           os.path.join(SOURCE, "corpus", "topics.tsv"), "--tag", "corpus")
check(done.returncode == 0, "medlit run", done.stderr)
answers = write("corpus.run", done.stdout)
done = run(program("medlit"), "eval", "--qrels",
           os.path.join(SOURCE, "corpus", "qrels.txt"), "--gate", GATE,
           answers)
print(done.stdout, end="")
check(done.returncode == 0, f"gate {GATE}", done.stderr)
finish("relevance of corpus/")
