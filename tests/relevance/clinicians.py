#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Sixty questions of clinicians, each in five wordings, through the real
programs: a paper that answers is to be among the first three.

  clinicians.py [FOLDER]      the gate over corpus/papers, or over the source
                              documents in FOLDER instead (000_*.txt ...)

The five papers stand among others on the same diseases and drugs, made here, that
answer nothing.
"""
import glob
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "system"))
from medlit_system import (PAPERS, SOURCE, Daemon, check, finish, index, jsonl,
                           path, write)

QUESTIONS = os.path.join(SOURCE, "tests", "relevance", "clinicians.txt")
LEAST = 0.95
NAMES = ["cd22", "uy", "cncr", "asco", "ped"]
IDS = {"cd22": "cd22-therapy-question", "uy": "uy-2018-review",
       "cncr": "DOI:10.1002/cncr.28136", "asco": "asco-2011-news",
       "ped": "pediatric-approval"}
DRUGS = ["blinatumomab", "rituximab", "imatinib", "dasatinib", "nelarabine",
         "clofarabine", "pegaspargase", "gemtuzumab ozogamicin"]
DISEASES = ["acute lymphoblastic leukemia", "acute myeloid leukemia",
            "chronic lymphocytic leukemia", "diffuse large B-cell lymphoma",
            "multiple myeloma"]


def others():
    """Papers that have the words of the field and answer no question here."""
    for n, drug in enumerate(DRUGS):
        for m, disease in enumerate(DISEASES):
            yield {"id": f"other-{n}-{m}",
                   "title": f"{drug.capitalize()} in patients with {disease}",
                   "abstract": f"We treated patients with relapsed {disease} "
                   f"with {drug}. Response, survival and toxicity were looked "
                   "at. Some patients had a remission and some had a "
                   f"transplant. {drug.capitalize()} was tolerated. Trials of "
                   "combinations with chemotherapy are needed."}


def read_questions():
    """[(papers, [question])]"""
    groups = []
    with open(QUESTIONS, encoding="utf8") as file:
        for line in file.read().split("\n"):
            if line.startswith("== "):
                groups.append((line[3:].split(), []))
            elif groups and line:
                groups[-1][1].append(line)
    return groups


def add(folder):
    """The papers' ids by their short names."""
    if not folder:
        done = index("--index", path("index"), "add", PAPERS)
        check(done.returncode == 0, "index", done.stderr)
        return IDS
    texts = sorted(glob.glob(os.path.join(folder, "*.txt")))
    sources = []
    for name, text in zip(NAMES, texts):
        with open(text, encoding="utf8") as file:
            title, _, rest = file.read().lstrip().partition("\n")
        sources.append({"id": name, "title": title, "text": rest})
    done = index("--index", path("index"), "add",
                 write("sources.jsonl", jsonl(sources)))
    check(done.returncode == 0 and len(sources) == 5, "index sources",
          done.stderr)
    return {name: name for name in NAMES}


def main():
    ids = add(sys.argv[1] if len(sys.argv) > 1 else None)
    done = index("--index", path("index"), "add",
                 write("others.jsonl", jsonl(others())))
    check(done.returncode == 0, "index others", done.stderr)
    daemon = Daemon(path("index")).wait_ready()
    groups = read_questions()
    asked = right = first = 0
    for papers, questions in groups:
        wanted = {ids[name] for name in papers}
        check(len(questions) == 5, "five wordings", questions)
        for question in questions:
            status, answer = daemon.search(question, limit=3, snippets=0)
            found = [hit["id"] for hit in answer.get("hits", [])]
            asked += 1
            right += bool(wanted & set(found))
            first += bool(wanted & set(found[:1]))
            if status != 200 or not wanted & set(found):
                print(f"missed: {question!r} wants {sorted(wanted)}, has "
                      f"{found}")
    check(len(groups) == 60, "sixty questions", len(groups))
    check(right >= LEAST * asked, f"{LEAST:.0%} in the first three",
          right / asked)
    finish(f"clinicians: {right} of {asked} in the first three, {first} first")


main()
