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


def ids(question):
    status, answer = daemon.search(question, snippets=0)
    check(status == 200, question, (status, answer))
    return [hit["id"] for hit in answer["hits"]]


# A number or a whole title finds its paper first, however it is written.
NUMBERS = {
    "DOI:10.1002/cncr.28136": [
        "10.1002/cncr.28136", "doi:10.1002/cncr.28136",
        "DOI: 10.1002/CNCR.28136", "https://doi.org/10.1002/cncr.28136",
        "http://dx.doi.org/10.1002/cncr.28136.",
        "Results of inotuzumab ozogamicin, a CD22 monoclonal antibody, in "
        "refractory and relapsed acute lymphocytic leukemia.",
        "results of inotuzumab ozogamicin a cd22 monoclonal antibody in "
        "refractory and relapsed acute lymphocytic leukemia"],
    "uy-2018-review": [
        "Inotuzumab ozogamicin in the treatment of relapsed/refractory acute "
        "B cell lymphoblastic leukemia",
        "INOTUZUMAB OZOGAMICIN IN THE TREATMENT OF RELAPSED/REFRACTORY ACUTE "
        "B CELL LYMPHOBLASTIC LEUKEMIA"],
    "pediatric-approval": [
        "NCT02981628", "nct02981628", "NCT 02981628",
        "https://clinicaltrials.gov/study/NCT02981628",
        "FDA approval of inotuzumab ozogamicin for children with relapsed or "
        "refractory B-cell ALL"],
    "asco-2011-news": [
        "Inotuzumab ozogamicin in refractory and relapsed ALL: results shown "
        "at ASCO 2011"],
    "cd22-therapy-question": ["Treatment of B-ALL with anti-CD22 therapy"],
}
for paper, spellings in NUMBERS.items():
    for spelling in spellings:
        check(ids(spelling)[:1] == [paper], f"{spelling} is {paper}",
              ids(spelling))

# One drug, however it is called, is one question.
names = ["InO", "Besponsa", "CMC-544", "CMC544", "CMC 544", "cmc\u2011544",
         "inotuzumab ozogamicin", "Inotuzumab Ozogamicin", "BESPONSA"]
for name in names[1:]:
    check(ids(name) == ids(names[0]), f"{name} asks what {names[0]} asks",
          (ids(name), ids(names[0])))
check(len(ids("InO")) == 5, "all five papers are about it", ids("InO"))
check(sorted(ids("SOS")) == sorted(ids("veno-occlusive disease")),
      "SOS is veno-occlusive disease", ids("SOS"))
check(ids("NCT02981628")[:1] == ["pediatric-approval"],
      "a trial's number finds its paper first", ids("NCT02981628"))
status, answer = daemon.search("ALL relapse")
check(answer["query"]["tokens"][0].get("concept") ==
      "acute-lymphoblastic-leukemia", "ALL is the disease",
      answer["query"]["tokens"])
status, answer = daemon.search("What helps all children with relapse?")
check([token["status"] for token in answer["query"]["tokens"]
       if token["text"] == "all"] == ["stop"], "all is the word",
      answer["query"]["tokens"])
finish("relevance of corpus/")
