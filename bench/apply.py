#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What `thesaurus apply` costs beside `rebuild`, time and CPU.

  apply.py --build DIR [--papers N] [--share N]

An index of N generated papers (50,000), of which one in SHARE (1,000) holds a
name that the second list has and the first has not.  Both commands run on copies
of the same index; the bar is 1 % of the rebuild.  Exit status 1 above it.
"""
import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--build", default=".")
parser.add_argument("--papers", type=int, default=50000)
parser.add_argument("--share", type=int, default=1000)
options = parser.parse_args()
PROGRAM = os.path.join(os.path.abspath(options.build), "medlit-index")
SHIPPED = os.path.join(HERE, "..", "corpus", "thesaurus", "haematology.tsv")
BAR = 0.01


def run(*words):
    """(seconds, CPU seconds, standard output)"""
    def spent():
        use = resource.getrusage(resource.RUSAGE_CHILDREN)
        return use.ru_utime + use.ru_stime
    before, start = spent(), time.monotonic()
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE)
    return time.monotonic() - start, spent() - before, done.stdout


with tempfile.TemporaryDirectory(prefix="medlit-apply-") as scratch:
    def path(name):
        return os.path.join(scratch, name)

    run(sys.executable, os.path.join(HERE, "generate.py"),
        str(options.papers), path("papers.xml.gz"))
    draw = random.Random(3)
    with open(path("named.jsonl"), "w", encoding="utf8") as out:
        for n in range(max(1, options.papers // options.share)):
            words = [f"word{draw.randrange(3000)}" for _ in range(180)]
            words.insert(draw.randrange(180), "newumab vedotin")
            out.write(json.dumps({"id": f"named{n}", "title": "A named paper",
                                  "text": " ".join(words)}) + "\n")
    with open(SHIPPED, encoding="utf8") as file:
        lines = file.read().rstrip("\n").split("\n")
    head = lines[0].split("\t")
    head[2] += "-changed"
    slug = next(line.split("\t")[0] for line in lines
                if "\tpreferred\t" in line)
    with open(path("changed.tsv"), "w", encoding="utf8") as file:
        file.write("\n".join(["\t".join(head)] + lines[1:] +
                             [f"{slug}\texact\tnewumab vedotin\tfold\ten\t-"])
                   + "\n")
    first, second = path("first"), path("second")
    run(PROGRAM, "--index", first, "--thesaurus", SHIPPED, "add",
        path("papers.xml.gz"), path("named.jsonl"))
    shutil.copytree(first, second)
    rebuild = run(PROGRAM, "--index", first, "--thesaurus",
                  path("changed.tsv"), "rebuild")
    apply = run(PROGRAM, "--index", second, "--report", "json", "thesaurus",
                "apply", path("changed.tsv"))
    touched = json.loads(apply[2])["updated"]
    print(f"{options.papers} papers, {touched} made anew")
    for name, (seconds, cpu, _) in (("rebuild", rebuild), ("apply", apply)):
        print(f"{name:8} {seconds:8.3f} s {cpu:8.3f} s CPU")
    shares = [apply[n] / rebuild[n] for n in (0, 1)]
    print(f"apply is {100 * shares[0]:.2f} % of the time, "
          f"{100 * shares[1]:.2f} % of the CPU (bar: {100 * BAR:.0f} %)")
    sys.exit(1 if max(shares) > BAR else 0)
