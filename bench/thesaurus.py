#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a list of half a million names costs beside the one that comes with
medlit.

  thesaurus.py [--build DIR] [--forms N] [--mesh FILE.tsv.gz] [--texts FILE]

--mesh   MeSH as a table (descriptor, preferred name, entry terms between `|`):
         its names are the first ones; without it, and behind it, names are made
         up, three to a concept, of words that the texts have too
--texts  one paper a line; without it they are generated

Bars: open < 50 ms, resident < 200 MB, a question < 1 ms of CPU (p95), a paper
at most 1.3 times what it costs with the list that comes with medlit.
"""
import argparse
import gzip
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHIPPED = os.path.join(HERE, "..", "corpus", "thesaurus", "haematology.tsv")
KINDS = ["disease", "drug", "procedure", "finding"]


def mesh_names(path):
    with gzip.open(path, "rt", encoding="utf8") as table:
        next(table)
        for line in table:
            name, others = line.rstrip("\n").split("\t")[1:3]
            yield [name] + [other for other in others.split("|") if other]


def made_names(words):
    """Two to four words, the first one not of the texts: few are found there,
    as few of MeSH's are, but many are begun."""
    pick = random.Random(7)
    syllables = "ba ce di fo gu la me ni po ru sa te vi xo zu".split()
    while True:
        start = "".join(pick.choices(syllables, k=3))
        name = [start] + pick.choices(words, k=pick.randint(1, 3))
        yield [" ".join(name), " ".join(reversed(name)),
               f"{start.upper()}-{pick.randint(1, 9999)}"]


def write_list(path, names, wanted):
    """As thesaurus_compile() takes it: no form twice, each with a letter."""
    seen, forms, concepts = set(), 0, 0
    with open(path, "w", encoding="utf8") as out:
        out.write("#medlit-thesaurus\t1\tbench\n")
        for concept in names:
            kept = []
            for form in concept:
                key = "".join(re.findall(r"\w+", form.lower()))
                if len(key) > 2 and key not in seen and "\t" not in form:
                    seen.add(key)
                    kept.append(form)
            if not kept:
                continue
            slug = f"c{concepts:06d}"
            for n, form in enumerate(kept):
                relation = "exact" if n else "preferred"
                out.write(f"{slug}\t{relation}\t{form}\tauto\ten\tbench\n")
            out.write(f"{slug}\tkind\t{KINDS[concepts % 4]}\t-\t-\tbench\n")
            if concepts:
                out.write(f"{slug}\tparent\tc{concepts // 8:06d}\t-\t-\tbench\n")
            concepts += 1
            forms += len(kept)
            if forms >= wanted:
                return


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".")
    parser.add_argument("--forms", type=int, default=500000)
    parser.add_argument("--mesh")
    parser.add_argument("--texts")
    options = parser.parse_args()
    program = os.path.join(os.path.abspath(options.build), "bench-thesaurus")

    def run(name, *arguments):
        done = subprocess.run([program, *arguments], stdout=subprocess.PIPE,
                              text=True, check=True)
        print(f"  {name:24} {done.stdout.strip()}", flush=True)
        return done.stdout

    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)

        if not options.texts:
            options.texts = path("texts.tsv")
            subprocess.run([sys.executable, os.path.join(HERE, "generate.py"),
                            "2000", path("papers.xml.gz"), "--text",
                            options.texts], check=True)
        with open(options.texts, encoding="utf8") as file:
            texts = file.read().split("\n")[:2000]
        words = sorted({word for text in texts
                        for word in re.findall(r"[a-z]{4,}", text)})

        def names():
            if options.mesh:
                yield from mesh_names(options.mesh)
            yield from made_names(words)

        write_list(path("large.tsv"), names(), options.forms)
        with open(path("texts"), "w", encoding="utf8") as out:
            out.write("\n".join(texts))
        with open(path("questions"), "w", encoding="utf8") as out:
            out.write("\n".join(" ".join(text.split()[:12])
                                for text in texts))
        print(f"thesaurus: {options.forms} forms")
        run("compile", "compile", path("large.tsv"), path("large"))
        run("compile, shipped", "compile", SHIPPED, path("shipped"))
        run("open", "open", path("large"), "21")
        run("question", "find", path("large"), path("questions"), "5")
        ours = run("paper", "find", path("large"), path("texts"), "5")
        small = run("paper, shipped", "find", path("shipped"), path("texts"),
                    "5")
        ratio = float(ours.split()[0]) / float(small.split()[0])
        print(f"  ratio of means           {ratio:.2f}")


if __name__ == "__main__":
    main()
