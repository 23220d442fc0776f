#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Precision and recall of the abbreviations found in papers.

  abbreviations.py [--build DIR] [--wrong] DATA

DATA holds docs.jsonl.gz (pmid, title, text) and pairs.tsv (pmid, short form,
long form, marked by hand).  A pair is right when paper, short form and long
form are the same but for white space and, in the long form, capitals.  The
lenient figures also take long forms of which one contains the other.  With
--wrong the pairs found wrongly (+) and missed (-) are listed.  Exit status 1
below the bars.
"""
import argparse
import os
import subprocess
import sys

PRECISION, RECALL = 0.96, 0.80


def pairs(lines):
    found = set()
    for line in lines:
        pmid, short, long = line.rstrip("\n").split("\t")
        found.add((pmid, " ".join(short.split()),
                   " ".join(long.lower().split())))
    return found


def near(one, others):
    return any(one[:2] == other[:2] and
               (one[2] in other[2] or other[2] in one[2]) for other in others)


def measure(build, data, show=False):
    """Print the figures; True when both bars are held."""
    program = os.path.join(build, "tests", "relevance", "abbreviation-pairs")
    done = subprocess.run([program, os.path.join(data, "docs.jsonl.gz")],
                          capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        sys.exit(done.stderr)
    found = pairs(done.stdout.splitlines())
    with open(os.path.join(data, "pairs.tsv"), encoding="utf-8") as file:
        marked = pairs(file)
    if show:
        for pair in sorted(found ^ marked):
            print("+" if pair in found else "-", *pair, sep="\t")
    right = len(found & marked)
    precision = right / max(len(found), 1)
    recall = right / max(len(marked), 1)
    print(f"abbreviations precision {precision:.4f} recall {recall:.4f} "
          f"({right} right, {len(found)} found, {len(marked)} marked)")
    print("  lenient     precision "
          f"{sum(near(p, marked) for p in found) / max(len(found), 1):.4f} "
          f"recall {sum(near(p, found) for p in marked) / len(marked):.4f}")
    return precision >= PRECISION and recall >= RECALL


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("data")
    options = parser.parse_args()
    sys.exit(not measure(options.build, options.data, options.wrong))
