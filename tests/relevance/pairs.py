#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Papers in pairs of which one answers better, through the real programs.

coverage   it has both things asked for; the other one of them, more often
nearness   both have both; it has them in one sentence
arms       a question that compares: it has both arms, the other one of them and
           the rest of the question, more often and in its title
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "system"))
from medlit_system import (Daemon, check, finish, index, jsonl, path, write)

PAIRS = [
    ("inotuzumab ozogamicin", "veno-occlusive disease"),
    ("Besponsa", "neutropenia"),
    ("CMC-544", "thrombocytopenia"),
    ("warfarin", "intracranial bleeding"),
    ("metformin", "lactic acidosis"),
    ("statins", "muscle pain"),
    ("amiodarone", "thyroid dysfunction"),
    ("vancomycin", "kidney injury"),
    ("clozapine", "agranulocytosis"),
    ("lithium", "tremor"),
    ("tamoxifen", "endometrial cancer"),
    ("aspirin", "gastric ulcer"),
    ("insulin", "hypoglycemia"),
    ("methotrexate", "mucositis"),
    ("EGFR", "lung adenocarcinoma"),
    ("BRAF V600E", "melanoma"),
    ("vitamin D", "bone density"),
    ("CAR T-cell therapy", "cytokine release syndrome"),
    ("helicobacter pylori", "gastric cancer"),
    ("smoking", "bladder cancer"),
]
ARMS = [
    ("inotuzumab", "blinatumomab", "relapsed leukemia"),
    ("warfarin", "apixaban", "atrial fibrillation"),
    ("cisplatin", "carboplatin", "ovarian cancer"),
    ("metformin", "glipizide", "type 2 diabetes"),
    ("surgery", "radiotherapy", "prostate cancer"),
    ("aspirin", "clopidogrel", "stroke"),
    ("azathioprine", "infliximab", "Crohn disease"),
    ("lithium", "valproate", "bipolar disorder"),
    ("laparoscopy", "laparotomy", "appendicitis"),
    ("insulin", "liraglutide", "obesity"),
]
QUESTIONS = [
    "{0} vs {1} in {2}",
    "What is the effect of {0} compared with {1} for {2}?",
    "differences between {0} and {1} in {2}",
]
FILLER = ("Records were kept by two nurses at each site. The ward was open on "
          "all days of the week. Forms were sent by post and read twice. ")


def sentence(text):
    return text[0].upper() + text[1:] + " "


def papers():
    for n, (one, other) in enumerate(PAIRS):
        apart = sentence(f"{one} was looked at in adults over a year.")
        behind = sentence(f"{other} was looked at in adults over a year.")
        yield {"id": f"coverage-{n}-good", "title": "A report",
               "text": apart + FILLER + behind}
        yield {"id": f"coverage-{n}-bad", "title": "A report",
               "text": apart + FILLER + apart}
        yield {"id": f"nearness-{n}-bad", "title": "A report",
               "text": apart + FILLER + FILLER + behind}
        yield {"id": f"nearness-{n}-good", "title": "A report",
               "text": FILLER + sentence(
                   f"{one} and {other} was looked at in adults over a year.")
               + FILLER + "It was looked at in adults over a year. "}
    for n, (one, other, disease) in enumerate(ARMS):
        yield {"id": f"arms-{n}-good", "title": "A report",
               "text": FILLER + sentence(f"{one} was given to some in {disease}.") +
               sentence(f"{other} was given to the rest.") + FILLER}
        for name, arm in (("left", one), ("right", other)):
            yield {"id": f"arms-{n}-{name}", "title": f"{arm} in {disease}",
                   "text": sentence(f"{arm} was given in {disease}.") * 3 +
                   FILLER}
    for n in range(60):
        yield {"id": f"other-{n}", "title": "Another report", "text": FILLER}


def ranks(daemon, question):
    status, reply = daemon.search(question, limit=200, snippets=0,
                                  fields="id,score")
    check(status == 200, question, reply)
    hits = reply.get("hits", [])
    scores = [hit["score"] for hit in hits]
    check(scores == sorted(scores, reverse=True), f"{question}: scores fall")
    return {hit["id"]: rank for rank, hit in enumerate(hits)}


def windows(daemon):
    """A paper has one place, whatever window shows it; related ones come
    behind all that have a word of the question, and say so."""
    def ask(offset, limit, **more):
        status, reply = daemon.search("warfarin in adults", offset=offset,
                                      limit=limit, snippets=0, **more)
        check(status == 200, "a window", reply)
        return reply
    whole = ask(0, 100)
    places = [(hit["id"], hit["score"]) for hit in whole["hits"]]
    check(len(places) > whole["total"] > 10, "related papers are found",
          (len(places), whole["total"]))
    check([hit.get("related", False) for hit in whole["hits"]] ==
          [n >= whole["total"] for n in range(len(places))],
          "they are behind the others, and named", whole["total"])
    for offset, limit in ((0, 11), (3, 20), (9, 1), (10, 5), (12, 60)):
        part = [(hit["id"], hit["score"])
                for hit in ask(offset, limit)["hits"]]
        check(part == places[offset:offset + limit],
              f"window {offset}+{limit}", part)
    check([hit["id"] for hit in ask(0, 10)["hits"]] ==
          [name for name, _ in places[:10]], "the first ten stay")
    plain = ask(0, 100, without="feedback")
    check(len(plain["hits"]) == plain["total"] == whole["total"],
          "without feedback there are none", len(plain["hits"]))


def compare(found, question, good, bad):
    right = found.get(good, 10**6) < found.get(bad, 10**6 + 1)
    check(right, f"{question!r}: {good} before {bad}",
          (found.get(good), found.get(bad)))
    return right


def main():
    done = index("--index", path("index"), "add",
                 write("pairs.jsonl", jsonl(papers())))
    check(done.returncode == 0, "index", done.stderr)
    daemon = Daemon(path("index")).wait_ready()
    right = {"coverage": 0, "nearness": 0, "arms": 0}
    for n, (one, other) in enumerate(PAIRS):
        for kind, question in (("coverage", f"{one} {other}"),
                               ("nearness", f"Does {one} cause {other}?")):
            found = ranks(daemon, question)
            right[kind] += compare(found, question, f"{kind}-{n}-good",
                                   f"{kind}-{n}-bad")
    for n, names in enumerate(ARMS):
        for question in QUESTIONS:
            question = question.format(*names)
            found = ranks(daemon, question)
            right["arms"] += all([
                compare(found, question, f"arms-{n}-good", f"arms-{n}-left"),
                compare(found, question, f"arms-{n}-good", f"arms-{n}-right")])
    windows(daemon)
    finish("pairs: " + ", ".join(f"{kind} {count}"
                                 for kind, count in right.items()))


main()
