#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Speed of questions against plain Xapian, in the same run.

  questions.py [--build DIR] [--papers N] [--runs N] [--keep FOLDER]

Over generated citations (generate.py) both are asked the same words: medlit as
its worker does, without snippets; Xapian's own index (TermGenerator, English
stemmer, positions), QueryParser and BM25, of which only get_mset() is timed, for
the ten best.  The engine's time counts all searching and counting of terms by
libxapian-c, fetched records included; the worker's everything from the request
to the JSON.  Runs alternate, A B A B; medians are printed.

Questions have the lengths and the mix of rare and frequent words of real ones
(nfcorpus, medquad and the trial topics): a word is drawn by the share of papers
that have it, from their deciles.

  keyword   2 to 5 words
  natural   4 to 8 such words among function words, "What is the ... of ...?"
  phrase    2 or 3 words that stand side by side in a title or an abstract
  boolean   AND, OR, NOT of 2 to 4 words

Then the heaviest questions that are known, with 50 ms to answer.
"""
import argparse
import collections
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 3
EACH = 100  # questions of a kind
BARS = {"keyword": 0.6, "natural": 0.35, "phrase": 1.0, "boolean": 0.8}

# Share of papers that have a word of a question: its deciles.
DECILES = [0.0001, 0.0006, 0.002, 0.004, 0.009, 0.017, 0.033, 0.055, 0.1,
           0.19, 0.55]
# Of these only what the index of a kind has as a stop word is left out.
FUNCTION = set("""the of and in to with a for was were is by that on as from at
this or be an are not have we after between all than which had been these but
it may during no has who into our their among more there can also other
its""".split())
FRAMES = ["What is the {} of {} in patients with {}?",
          "Does {} have an effect on the {} of {} after {}?",
          "How is {} associated with the {} that was found in {}?",
          "Is there evidence that {} and {} are better than {} for {}?",
          "Why may the {} of {} be more {} than it was in {}?",
          "{} {} in the {} of {}"]


def read_lines(path):
    with open(path, encoding="utf8") as lines:
        return [line.rstrip("\n") for line in lines]


class Words:
    """Words of the papers by the share of papers that have them."""

    def __init__(self, lines, seed):
        self.random = random.Random(seed)
        counts = collections.Counter()
        for line in lines:
            counts.update(set(re.findall(r"[a-z]+", line)))
        self.list = sorted((n / len(lines), w) for w, n in counts.items()
                           if len(w) > 3 and w not in FUNCTION)

    def draw(self):
        """A word as frequent as one of a real question."""
        at = self.random.random() * 10
        low, high = DECILES[int(at)], DECILES[int(at) + 1]
        share = low + (high - low) * (at - int(at))
        first, last = 0, len(self.list)
        while first < last:
            middle = (first + last) // 2
            if self.list[middle][0] < share:
                first = middle + 1
            else:
                last = middle
        near = range(max(0, first - 5), min(len(self.list), first + 6))
        return self.list[self.random.choice(near)][1]

    def distinct(self, count):
        found = []
        while len(found) < count:
            word = self.draw()
            if word not in found:
                found.append(word)
        return found


def keyword(words, _):
    return " ".join(words.distinct(words.random.randint(2, 5)))


def natural(words, _):
    frame = words.random.choice(FRAMES)
    slots = frame.count("{}")
    extra = words.random.randint(0, 2)
    found = words.distinct(slots + extra)
    filled = [found[i] for i in range(slots)]
    for i in range(extra):
        filled[i] += " " + found[slots + i]
    return frame.format(*filled)


def phrase(words, lines):
    while True:
        text = words.random.choice(lines)
        run = re.findall(r"[a-z]+(?: [a-z]+){2,}", text)
        if not run:
            continue
        run = words.random.choice(run).split()
        count = words.random.randint(2, 3)
        at = words.random.randint(0, len(run) - count)
        found = run[at:at + count]
        if all(len(w) > 3 and w not in FUNCTION for w in found):
            return '"' + " ".join(found) + '"'


def boolean(words, _):
    shape = words.random.choice(["{} AND {}", "{} AND {} AND {}",
                                 "({} OR {}) AND {}", "{} AND {} NOT {}",
                                 "({} OR {}) AND ({} OR {})"])
    return shape.format(*words.distinct(shape.count("{}")))


def heaviest(words):
    """What takes long: many frequent words, cut words, phrases of the most
    frequent words."""
    frequent = [w for _, w in reversed(words.list[-400:])]
    yield " ".join(frequent)
    yield " OR ".join(frequent[:60])
    yield " ".join(w[:3] + "*" for w in frequent[:30])
    yield '"' + " ".join(frequent[:12]) + '"'
    yield '"of the" OR "in the" OR "of and" OR "the of the of the of the of"'
    yield " NEAR/50 ".join(frequent[:5])
    yield " OR ".join(f"({a} NEAR/20 {b})" for a, b in
                      zip(frequent[:20], frequent[20:40]))


def write_questions(lines, path):
    words = Words(lines, 1)
    kinds = (keyword, natural, phrase, boolean)
    with open(path, "w", encoding="utf8") as out:
        for kind in kinds:
            for _ in range(EACH):
                out.write(f"{kind.__name__}\t{kind(words, lines)}\n")
    with open(path + ".deadline", "w", encoding="utf8") as out:
        for question in heaviest(words):
            out.write(f"deadline\t{question}\n")


def output_of(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True,
                          encoding="utf8")
    return [line.split(" ") for line in done.stdout.splitlines()]


def prepare(options, folder):
    xml, lines = (os.path.join(folder, n) for n in ("xml.gz", "lines.tsv"))
    ours, plain = (os.path.join(folder, n) for n in ("ours", "plain"))
    if not os.path.isdir(plain):
        generator = os.path.join(os.path.dirname(__file__), "generate.py")
        subprocess.run([sys.executable, generator, str(options.papers), xml,
                        "--text", lines], check=True)
        subprocess.run([os.path.join(options.build, "medlit-index"), "--index",
                        ours, "add", xml], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([os.path.join(options.build, "bench-termgenerator"),
                        lines, plain], check=True, stdout=subprocess.DEVNULL)
    return lines, ours, plain


def measure(options, folder):
    lines, ours, plain = prepare(options, folder)
    questions = os.path.join(folder, "questions")
    write_questions(read_lines(lines), questions)
    engine, worker, other = (collections.defaultdict(list) for _ in range(3))
    hits = {}
    for _ in range(options.runs):
        for kind, spent, whole, found in output_of(
                os.path.join(options.build, "bench-questions"), ours,
                questions, str(ROUNDS)):
            engine[kind].append(float(spent))
            worker[kind].append(float(whole))
            hits[kind] = [int(found)]
        for kind, spent, found in output_of(
                os.path.join(options.build, "bench-plain"), plain, questions,
                str(ROUNDS)):
            other[kind].append(float(spent))
            hits[kind].append(int(found))
    print(f"{options.papers} papers, {EACH} questions of a kind, "
          f"{options.runs} runs of {ROUNDS} rounds; CPU ms a question")
    print(f"{'kind':10} {'engine':>8} {'worker':>8} {'plain':>8} "
          f"{'engine/plain':>13} {'bar':>5} {'worker/plain':>13}  papers found")
    for kind in BARS:
        mine, all_, its = (statistics.median(t[kind])
                           for t in (engine, worker, other))
        print(f"{kind:10} {mine:8.3f} {all_:8.3f} {its:8.3f} "
              f"{mine / its:13.2f} {BARS[kind]:5.2f} {all_ / its:13.2f}  "
              f"{hits[kind][0]} and {hits[kind][1]}")
    print("with 50 ms to answer: wall ms, status, flagged as cut")
    for row in output_of(os.path.join(options.build, "bench-questions"), ours,
                         questions + ".deadline", "1"):
        print("  " + " ".join(row))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".")
    parser.add_argument("--papers", type=int, default=100000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", help="folder for the indexes, used again")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
        measure(options, options.keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(options, folder)


if __name__ == "__main__":
    main()
