#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A paper's own definitions go before the thesaurus, from medlit-index to the
sentences that medlitd shows."""
from medlit_system import (Daemon, check, finish, index, jsonl, path, quote,
                           write)

THESAURUS = """#medlit-thesaurus|1|own
all|preferred|acute lymphoblastic leukemia|auto|en|-
all|exact|ALL|auto|en|-
vod|preferred|sinusoidal obstruction syndrome|auto|en|-
vod|exact|hepatic veno-occlusive disease|auto|en|-
vod|exact|SOS|auto|en|-
sclerosis|preferred|multiple sclerosis|auto|en|-
sclerosis|exact|MS|auto|en|-
stenosis|preferred|mitral stenosis|auto|en|-
"""
PAPERS = [
    {"id": "all", "title": "Relapse of ALL",
     "text": "Children with ALL were followed."},
    {"id": "all-defined", "title": "Outcome of children",
     "text": "Acute lymphoblastic leukemia (ALL) was treated. ALL relapsed."},
    {"id": "ligament", "title": "Anatomy of the ALL in the knee",
     "text": "The anterolateral ligament (ALL) was cut. ALL repair helped.",
     "keywords": ["ALL", "knee"]},
    {"id": "vod", "title": "SOS after transplantation",
     "text": "SOS was frequent."},
    # named in full once, with another name, and then only by a short form
    # that the thesaurus does not have
    {"id": "vod-variant", "title": "Death from HVOD",
     "text": "We studied hepatic veno-occlusive disease (HVOD). "
             "Half of those with HVOD died within a month."},
    {"id": "signals", "title": "SOS at sea",
     "text": "The call \"save our souls\" (SOS) saves lives. SOS is short."},
    {"id": "sclerosis", "title": "Disability in MS",
     "text": "Multiple sclerosis (MS) is chronic. MS progresses."},
    {"id": "stenosis", "title": "Valve surgery in MS",
     "text": "Mitral stenosis (MS) is rare today. MS needs surgery."},
    {"id": "spectrometry", "title": "Sensitivity of MS",
     "text": "Peptides were seen by MS (mass spectrometry). MS is exact."},
]

names = write("own.tsv", THESAURUS.replace("|", "\t"))
done = index("--index", path("index"), "--thesaurus", names, "add",
             write("papers.jsonl", jsonl(PAPERS)))
check(done.returncode == 0, "add the papers", done.stderr)
daemon = Daemon(path("index")).wait_ready()


def hits(question):
    """{id: matched_as} of the papers found through a concept"""
    status, reply = daemon.search(question, snippets=3)
    check(status == 200, question, reply)
    return {hit["id"]: hit for hit in reply["hits"] if hit.get("matched_as")}


for question, expected in (
        ("ALL", {"all", "all-defined"}),
        ("acute lymphoblastic leukemia", {"all", "all-defined"}),
        ("SOS", {"vod", "vod-variant"}),
        ("sinusoidal obstruction syndrome", {"vod", "vod-variant"}),
        ("MS", {"sclerosis"}),
        ("multiple sclerosis", {"sclerosis"}),
        ("mitral stenosis", {"stenosis"})):
    found = hits(question)
    check(set(found) == expected, question, sorted(found))
    _, reply = daemon.search(question)
    ids = [hit["id"] for hit in reply["hits"]]
    check(set(ids) == expected, f"{question}: nothing else is found", ids)

# What is shown is what was indexed, and the name is the text at its place.
shown = hits("sinusoidal obstruction syndrome")["vod-variant"]
mention = shown["matched_as"][0]
check((mention["field"], mention["form"], mention["start"], mention["end"])
      == ("title", "HVOD", 11, 15), "the short form is a mention", mention)
marked = {snippet["text"].encode()[start:end].decode()
          for snippet in shown["snippets"] for start, end in snippet["spans"]}
check(marked == {"hepatic veno-occlusive disease", "HVOD"},
      "both are marked", marked)
texts = {snippet["text"] for snippet in shown["snippets"]}
check("Half of those with HVOD died within a month." in texts,
      "a sentence with nothing but the short form", texts)

# A search for the word itself still finds the word.
status, reply = daemon.search('"ALL repair"')
check([hit["id"] for hit in reply["hits"]] == ["ligament"], "words stay",
      reply["hits"])

TEXT = "Hepatic veno-occlusive disease (HVODs) is no SOS (save our souls). SOS"
status, reply = daemon.get("/v1/analyze?as=index&text=" + quote(TEXT))
check(reply["abbreviations"] == [
    {"short": "HVODs", "long": "Hepatic veno-occlusive disease", "start": 32,
     "end": 37, "long_start": 0, "long_end": 30, "concept": "vod"},
    {"short": "SOS", "long": "save our souls", "start": 45, "end": 48,
     "long_start": 50, "long_end": 64}], "analyze lists them",
      reply["abbreviations"])
check([each["form"] for each in reply["concepts"]]
      == ["Hepatic veno-occlusive disease", "HVODs"],
      "and reads a paper by them", reply["concepts"])
status, reply = daemon.get("/v1/analyze?as=query&text=" + quote(TEXT))
check(len(reply["abbreviations"]) == 2 and
      [each["form"] for each in reply["concepts"]]
      == ["Hepatic veno-occlusive disease", "SOS", "SOS"],
      "but not a question", reply)

# A rebuild reads the stored papers the same way.
daemon.stop()
done = index("--index", path("index"), "rebuild")
check(done.returncode == 0, "rebuild", done.stderr)
daemon = Daemon(path("index"), name="again.sock").wait_ready()
check(set(hits("SOS")) == {"vod", "vod-variant"}, "the same after a rebuild")
daemon.stop()
finish("own definitions")
