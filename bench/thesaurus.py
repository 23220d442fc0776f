#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a list of half a million names costs beside the one that comes with
medlit.

  thesaurus.py [--build DIR] [--forms N] [--mesh FILE.tsv.gz]
               [--drugs FILE.csv.gz] [--texts FILE]

The large list has the names of the one that comes with medlit, so that it finds
no fewer; then those of
--mesh   MeSH as a table (descriptor, preferred name, entry terms between `|`)
--drugs  DrugBank's vocabulary
and then names made of words that the texts have too, three to a concept: of
each hundredth one is two words that stand side by side there.
--texts  one paper a line; without it they are generated

Bars: open < 50 ms, resident < 200 MB, a question < 1 ms of CPU (p95), a paper
at most 1.3 times what it costs with the list that comes with medlit.  Exits 1
when the large list finds fewer names than that one: nothing was measured then.
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


def made_names(texts):
    """Most begin with a word that no text has and go on with words of the
    texts: they are begun there, not found, as most of a large list's are."""
    pick = random.Random(7)
    lines = [re.findall(r"[a-z]{4,}", text) for text in texts]
    lines = [line for line in lines if len(line) > 1]
    words = sorted({word for line in lines for word in line})
    syllables = "ba ce di fo gu la me ni po ru sa te vi xo zu".split()
    count = 0
    while True:
        start = "".join(pick.choices(syllables, k=3))
        name = [start] + pick.choices(words, k=pick.randint(1, 3))
        forms = [" ".join(name), " ".join(reversed(name)),
                 f"{start.upper()}-{pick.randint(1, 9999)}"]
        if count % 100 == 0:
            line = pick.choice(lines)
            at = pick.randrange(len(line) - 1)
            forms[0] = " ".join(line[at:at + 2])
        count += 1
        yield forms


def write_made(path, texts, wanted):
    with open(path, "w", encoding="utf8") as out:
        out.write("id,preferred,forms,kind,parents\n")
        for n, forms in enumerate(made_names(texts)):
            if 3 * n >= wanted:
                return
            out.write(f"m{n},{forms[0]},{'|'.join(forms[1:])},{KINDS[n % 4]},"
                      f"{f'm{n // 8}' if n else ''}\n")


def write_list(importer, path, options, texts):
    """Several sources put together as people do it, by the importers: they know
    which names are one to the analysis."""
    def take(name, *arguments):
        done = subprocess.run([*importer, *arguments, "-o", path(name)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        lists.append(path(name))
        with open(path(name), encoding="utf8") as made:
            return sum("\texact\t" in line or "\tpreferred\t" in line
                       for line in made)

    lists, forms = [SHIPPED], 0
    if options.mesh:
        forms += take("mesh.tsv", "--from", "mesh-tsv", options.mesh)
    if options.drugs:
        forms += take("drugs.tsv", "--from", "csv", "--id-prefix", "drug-",
                      "--columns", "id=DrugBank ID,preferred=Common name,"
                      "forms=Synonyms,separator=|", options.drugs)
    write_made(path("made.csv"), texts, max(options.forms - forms, 300))
    take("made.tsv", "--from", "csv", "--columns",
         "id=id,preferred=preferred,forms=forms,kind=kind,parents=parents",
         path("made.csv"))
    take("large.tsv", "--from", "tsv", *lists)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".")
    parser.add_argument("--forms", type=int, default=500000)
    parser.add_argument("--mesh")
    parser.add_argument("--drugs")
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
        write_list([os.path.join(os.path.abspath(options.build),
                                 "medlit-index"), "thesaurus", "import"],
                   path, options, texts)
        with open(path("texts"), "w", encoding="utf8") as out:
            out.write("\n".join(texts))
        with open(path("questions"), "w", encoding="utf8") as out:
            out.write("\n".join(" ".join(text.split()[:12])
                                for text in texts))
        print("thesaurus")
        run("compile", "compile", path("large.tsv"), path("large"))
        run("compile, shipped", "compile", SHIPPED, path("shipped"))
        run("open", "open", path("large"), "21")
        run("question", "find", path("large"), path("questions"), "5")
        ours = run("paper", "find", path("large"), path("texts"), "5")
        small = run("paper, shipped", "find", path("shipped"), path("texts"),
                    "5")
        ratio = float(ours.split()[0]) / float(small.split()[0])
        print(f"  ratio of means           {ratio:.2f}")
        found, least = (int(line.rsplit(", ", 1)[1].split()[0])
                        for line in (ours, small))
        if found < least:
            sys.exit(f"the large list finds {found} names, the one that comes "
                     f"with medlit {least}: nothing was measured")


if __name__ == "__main__":
    main()
