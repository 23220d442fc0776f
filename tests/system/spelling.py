#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Mistyped names get the right suggestion first; codes, genes and doses get
none; a name that is mistaken for another is shown with it.

    spelling.py [NOISE]     invented words beside the real ones (20000)
"""
import json
import os
import random
import sys

from medlit_system import (SOURCE, Daemon, check, finish, index, jsonl, path,
                           program, run, write)

NOISE = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
MISSPELT = os.path.join(SOURCE, "tests", "data", "spelling", "misspelt.tsv")
RIGHT_AT_LEAST = 0.92
PAIRS = [("hydroxyzine", "hydralazine"), ("vincristine", "vinblastine"),
         ("cisplatin", "carboplatin"), ("prednisone", "prednisolone"),
         ("daunorubicin", "doxorubicin"), ("azacitidine", "azathioprine")]
SPLITS = {"heartattack": "heart attack", "bonemarrow": "bone marrow",
          "metho trexate": "methotrexate", "stemcell": "stem cell"}


def misspelt():
    with open(MISSPELT, encoding="utf8") as file:
        for line in file:
            if not line.startswith("#"):
                typed, right = line.rstrip("\n").split("\t")
                yield typed, right.split("|")


def codes(rng):
    """500 that must be left alone: codes, genes, variants, doses, acronyms."""
    letters = "ABCDEFGHIKLMNPRSTVWXYZ"
    genes = ("PDGFRA PDGFRB CTNNB1 NOTCH1 SMARCB1 ETV6 RUNX1 KMT2A PAX5 IKZF1 "
             "CRLF2 ABL1 BCR JAK2 FLT3 NPM1 TP53 BRCA1 BRCA2 EGFR ALK ROS1 "
             "BRAF KRAS NRAS HRAS PTEN RB1 MLH1 MSH2 APC CDKN2A CDKN2B MYC "
             "MYCN BCL2 BCL6 IDH1 IDH2 DNMT3A TET2 ASXL1 EZH2 SF3B1 U2AF1 "
             "PHF6 CREBBP NSD2 ERG TCF3 PBX1 HLF ZNF384 MEF2D DUX4 NUTM1 "
             "mTOR eIF4E shRNA FOXP HOXA GATA SYK BTK PIK LYN").split()
    yield from genes
    yield from (gene.lower() for gene in genes)
    for _ in range(140):
        name = "".join(rng.choices(letters, k=rng.randint(2, 4)))
        yield rng.choice(["{}-{}", "{}{}", "{} {}"]).format(
            name, rng.randint(10, 99999))
    for _ in range(120):
        yield "{} {}".format(rng.choice(["1.8", "0.5", "90", "3", "12.25"]),
                             rng.choice(["mg/m2", "mg/kg", "mcg", "IU/L",
                                         "mg", "10^9/L", "mmol/L"]))
    for _ in range(60):
        yield "{}{}{}".format(rng.choice("VTGRE"), rng.randint(10, 900),
                              rng.choice("EIMDK"))
    for _ in range(80):
        yield "".join(rng.choices(letters, k=rng.randint(3, 5)))


def papers(rng):
    """Every right word in some papers, invented ones in few."""
    ends = ["ic", "ine", "ate", "oma", "al", "in", "ation", "ide", "ose"]
    syllables = [a + b for a in "b c d f g h k l m n p r s t v".split()
                 for b in "a e i o u y".split()]
    noise = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) +
             rng.choice(ends) for _ in range(NOISE)]
    right = sorted({word for _, words in misspelt() for word in words} |
                   {word for pair in PAIRS for word in pair})
    extra = [" ".join(rng.sample(noise, 40)) for _ in range(NOISE // 15)]
    texts = [f"We gave {word}, and {word} again." for word in right
             for _ in range(rng.randint(2, 12))]
    texts += ["A heart attack of the old kind.", "No heart attack here.",
              "Bone marrow of stem cell donors.", "The bone marrow, a stem "
              "cell and its niche."]
    texts += extra
    for number, text in enumerate(texts):
        yield {"id": f"p{number}", "title": f"Report {number}", "text": text}


def spelled(daemon, question):
    _, reply = daemon.search(question, limit=0)
    return [each for each in reply["query"]["suggestions"]
            if each["kind"] != "look_alike"]


def names(daemon):
    """Completion, the same through the socket and the client."""
    for start, first in [("vincr", "vincristine"), ("VinCr", "vincristine"),
                         ("venetocl", "venetoclax"), ("xyzzy", None)]:
        status, reply = daemon.get(f"/v1/suggest?q={start}&limit=3")
        check(status == 200, f"suggest {start}", reply)
        found = reply["names"]
        check((found[0]["name"].lower() if found else None) == first,
              f"suggest {start}", found)
        for each in found:
            total = daemon.search(each["name"], limit=0)[1]["query"]["tokens"]
            check(each["documents"] == total[0]["documents"],
                  "as many papers as a search finds", (each, total))
        done = run(program("medlit"), "suggest", "--socket", daemon.socket,
                   "--format", "json", "-n", "3", start)
        check(json.loads(done.stdout)["names"] == found and
              done.returncode == (0 if found else 1),
              f"medlit suggest {start}", done.stdout)
    check(daemon.get("/v1/suggest")[0] == 400, "suggest without q")
    check(daemon.get("/v1/suggest?q=a&limit=1000")[0] == 400, "its limit")


def main():
    rng = random.Random(5)
    done = index("--index", path("index"), "add",
                 write("papers.jsonl", jsonl(papers(rng))))
    check(done.returncode == 0, "index", done.stderr)
    daemon = Daemon(path("index")).wait_ready()
    right = asked = 0
    for typed, words in misspelt():
        found = spelled(daemon, f"effect of {typed} in children")
        asked += 1
        if found and found[0]["word"] in words:
            right += 1
            check(found[0]["question"] ==
                  f"effect of {found[0]['word']} in children",
                  f"{typed}: the whole question", found)
        else:
            print(f"{typed}: {words[0]} wanted, "
                  f"{[each['word'] for each in found]} suggested")
    check(asked >= 200 and right >= RIGHT_AT_LEAST * asked,
          f"{RIGHT_AT_LEAST:.0%} right", f"{right} of {asked}")
    left_alone = list(codes(rng))
    check(len(left_alone) >= 500, "500 codes", len(left_alone))
    touched = [(code, spelled(daemon, code)) for code in left_alone
               if spelled(daemon, code)]
    check(not touched, "codes, genes and doses are left alone", touched[:5])
    for one, other in PAIRS:
        _, reply = daemon.search(one, limit=0)
        alike = {each["word"]: each["documents"]
                 for each in reply["query"]["suggestions"]}
        check(alike.get(other, 0) > 0, f"{one}: {other} beside it", alike)
    for typed, words in SPLITS.items():
        found = spelled(daemon, typed)
        check(found and found[0]["question"] == words, typed, found)
    check(not spelled(daemon, '"hidroxyzine effect"'), "a quotation stays")
    check(not spelled(daemon, "=hidroxyzine"), "=word stays")
    names(daemon)
    daemon.stop()
    finish(f"spelling: {right} of {asked} right ({right / asked:.1%}), "
           f"{len(left_alone)} codes left alone, {NOISE} invented words")


main()
