#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Short forms with several meanings: all are listed with their papers, none is
guessed, and naming one changes the answer.  Every short form of the shipped list
that has senses is asked."""
import collections
import os
from urllib.parse import quote

from medlit_system import (SOURCE, Daemon, check, finish, index, jsonl, path,
                           write)

LIST = os.path.join(SOURCE, "corpus", "thesaurus", "haematology.tsv")


def read_list():
    """({short form: [concept]}, {concept: preferred name})"""
    senses, names = collections.defaultdict(list), {}
    with open(LIST, encoding="utf8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            concept, relation, value = line.split("\t")[:3]
            if relation == "sense":
                senses[value].append(concept)
            elif relation == "preferred":
                names[concept] = value
    return senses, names


def papers(senses, names):
    """For each meaning a paper that defines the short form and uses it, one
    that has the name alone; for each short form two that do not say."""
    for short, concepts in senses.items():
        for n, concept in enumerate(concepts):
            name = names[concept]
            yield {"id": f"{short}-{n}-defined",
                   "title": f"Report on {name} ({short})",
                   "text": f"We saw {short} again. Here {short} stands."}
            yield {"id": f"{short}-{n}-named", "title": f"About {name}",
                   "text": "Without its short form."}
        for n in range(2):
            yield {"id": f"{short}-open-{n}", "title": f"Seen with {short}",
                   "text": f"It says no more of {short}."}


senses, names = read_list()
check(len(senses) >= 30 and all(len(each) > 1 for each in senses.values()),
      "thirty short forms, each with several meanings", len(senses))
done = index("--index", path("index"), "add",
             write("papers.jsonl", jsonl(papers(senses, names))))
check(done.returncode == 0, "index", done.stderr)
daemon = Daemon(path("index")).wait_ready()
for short, concepts in senses.items():
    _, reply = daemon.search(short, limit=100, snippets=0)
    token = reply["query"]["tokens"][0]
    listed = {each["concept"]: each["documents"]
              for each in token.get("senses", [])}
    check(set(listed) == set(concepts), f"{short}: all senses", token)
    check(token["status"] == "word", f"{short}: none is guessed", token)
    check(any(warning.startswith(f'"{short}" may mean')
              for warning in reply["warnings"]), f"{short}: said",
          reply["warnings"])
    check(sum(listed.values()) + token.get("other", 0) >= reply["total"] and
          token.get("other", 0) >= 2, f"{short}: the counts cover the answer",
          (token, reply["total"]))
    plain = [hit["id"] for hit in reply["hits"]]
    for n, concept in enumerate(concepts):
        _, one = daemon.search(f"{short}@{concept}", limit=100, snippets=0)
        found = [hit["id"] for hit in one["hits"]]
        check(found != plain, f"{short}@{concept}: another answer", found[:5])
        # what a name's words find comes behind all that name it
        count = sum(1 for hit in one["hits"] if hit.get("matched_as"))
        named = set(found[:count])
        check({f"{short}-{n}-defined", f"{short}-{n}-named"} <= named and
              not any(each.startswith(f"{short}-open") for each in named),
              f"{short}@{concept}: its papers", found[:8])
_, reply = daemon.search("MS@no-such-concept")
check(any("no-such-concept" in each for each in reply["warnings"]),
      "an unknown sense is named", reply["warnings"])
for question, wanted in (
        ("MS@mitral-stenosis", {"MS@mitral-stenosis": "mitral-stenosis"}),
        ("MS@mass-spectrometry of InO",
         {"MS@mass-spectrometry": "mass-spectrometry",
          "InO": "inotuzumab-ozogamicin"}),
        ("MS", {}), ("=InO", {}), ('"InO"', {}),
        ("InO", {"InO": "inotuzumab-ozogamicin"}),
        ("acute graft-versus-host disease of InO InO",
         {"acute graft-versus-host disease": "acute-graft-versus-host-disease",
          "InO": "inotuzumab-ozogamicin"})):
    status, shown = daemon.get("/v1/analyze?as=query&text=" + quote(question))
    check({each["form"]: each["slug"] for each in shown["concepts"]} == wanted,
          f"analyze {question}: what it asks for", shown["concepts"])
    first = shown["tokens"][0]
    check(first["text"] not in ("MS", "InO") or first.get("concept") ==
          next(iter(wanted.values()), None), f"analyze {question}: its word",
          first)
daemon.stop()
finish(f"{len(senses)} short forms, "
       f"{sum(len(each) for each in senses.values())} senses")
