#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The same asked through the socket and through the program gives one answer:
explain, suggest, similar, filters, fields, ranges, what finds nothing, and what
is refused.  And each answer keeps what ARCHITECTURE.md says of it."""
import json
import os

from medlit_system import (Daemon, check, finish, index, jsonl, path, program,
                           quote, run, write)

DRUGS = ["inotuzumab ozogamicin", "InO", "blinatumomab", "imatinib"]
ILLS = ["veno-occlusive disease", "VOD", "leukemia", "liver injury"]
TYPES = ["Review", "Clinical Trial", "Case Reports"]


def papers():
    for n in range(60):
        drug, ill = DRUGS[n % 4], ILLS[n // 4 % 4]
        yield {"pmid": str(1000 + n), "title": f"{drug} and {ill}, part {n}",
               "text": f"We gave {drug} to children. Then {ill} came. "
                       f"{DRUGS[(n + 1) % 4]} was not given.",
               "authors": [["Uy N", "Ol X"][n % 2]], "journal": "Blood",
               "year": 2000 + n % 20, "types": [TYPES[n % 3]],
               "keywords": [ill]}


folder = path("index")
done = index("--index", folder, "add",
             write("papers.jsonl", jsonl(papers())))
check(done.returncode == 0, "index", done.stderr)
daemon = Daemon(folder).wait_ready()
env = {**os.environ, "MEDLIT_SOCKET": daemon.socket}


def medlit(*words):
    done = run(program("medlit"), "--format", "json", *words, env=env)
    try:
        return done, json.loads(done.stdout)
    except ValueError:
        check(False, f"{words}: JSON", done)
        return done, {}


def both(target, words, exit_status=0):
    """The reply; both ways must give it."""
    status, reply = daemon.get(target)
    done, printed = medlit(*words)
    for one in (reply, printed):
        one.pop("took_ms", None)
    check(done.returncode == exit_status, f"{words}: exit {exit_status}", done)
    if status == 200:
        check(reply == printed, f"{target} and {words} are one",
              (reply, printed))
    else:
        error = printed.get("error", {})
        check((error.get("code"), error.get("detail"), error.get("status"))
              == (reply["code"], reply["detail"], status),
              f"{target} and {words} fail alike", (reply, printed))
    return status, reply


def search(question, *words, exit_status=0, **parameters):
    target = "/v1/search?q=" + quote(question)
    for name, value in parameters.items():
        target += f"&{name}={value}"
    return both(target, ("search", *words, "--", question), exit_status)[1]


def ids(reply):
    return [hit["id"] for hit in reply["hits"]]


# explain: the parts sum up to the score, whatever is left out
QUESTIONS = ["InO", "does InO cause VOD in children", "InO versus imatinib",
             '"liver injury" leukemia', "InO AND VOD NOT children",
             "InO OR (leukemia AND au:uy)", "leuk* blinatumomab"]
SETTINGS = [((), {}), (("--no-synonyms",), {"synonyms": "off"}),
            (("--without", "proximity"), {"without": "proximity"}),
            (("--limit", "40"), {"limit": 40}),
            (("--limit", "30", "--offset", "8"), {"limit": 30, "offset": 8})]
explained = 0
for n, question in enumerate(QUESTIONS):
    for words, parameters in (SETTINGS[n % 5], SETTINGS[(n + 3) % 5]):
        reply = search(question, "--explain", *words, explain=1, **parameters,
                       exit_status=1 if "NOT children" in question else 0)
        for hit in reply["hits"]:
            explanation = hit["explanation"]
            total = sum(part["weight"] for part in explanation["parts"])
            check(abs(total - explanation["score"]) < 1e-6 and
                  abs(hit["score"] - explanation["score"]) < 1e-6 *
                  max(1, hit["score"]), f"{question} {words}: parts",
                  (hit["id"], total, explanation))
            explained += 1
check(explained > 150, "papers were explained", explained)
part = search("VOD", "--explain", explain=1)["hits"][0]["explanation"][
    "parts"][0]
check(part["part"] == "concept" and part["ways"][0]["way"] == "name" and
      part["ways"][0]["weight"] == part["weight"] and part["forms"],
      "what a part says", part)

# suggest
reply = both("/v1/suggest?q=inotu&limit=3", ("suggest", "inotu", "--limit",
                                             "3"))[1]
check(reply["names"][0]["preferred"] == "Inotuzumab ozogamicin",
      "suggest names the drug", reply)
both("/v1/suggest?q=zzzz", ("suggest", "zzzz"), 1)
done = run(program("medlit"), "suggest", "zzzz", env=env)
check(done.stdout == "" and
      "no name that a paper has starts with 'zzzz'" in done.stderr,
      "that nothing is suggested is said", done)

# similar
status, similar = both("/v1/search?like=PMID:1000", ("similar", "PMID:1000"))
found = ids(similar)
check(len(found) == 10 and "PMID:1000" not in found, "itself is left out",
      found)
titles = [hit["title"] for hit in similar["hits"][:3]]
check(all("InO" in title or "inotuzumab" in title for title in titles) and
      all("VOD" in title or "veno" in title for title in titles),
      "those like it speak of the same, by whatever name", titles)
reply = search("like:PMID:1000 year:2005..2010")
check(reply["hits"] and all(2005 <= hit["year"] <= 2010
                            for hit in reply["hits"]), "like and a range",
      reply)
reply = search("like:PMID:1000", "--explain", explain=1)
check(ids(reply) == found and [part["part"] for part in reply["hits"][0][
    "explanation"]["parts"]] == ["like"], "like in a question", reply)
for target, words in (
        ("/v1/search?like=PMID:7", ("similar", "PMID:7")),
        ("/v1/search?q=like:PMID:7", ("like:PMID:7",))):
    status, reply = both(target, words, 1)
    check(status == 404 and reply["code"] == "not_found", f"{target}: 404",
          reply)

# filters, ranges, fields; none changes a score
plain = {hit["id"]: hit["score"]
         for hit in search("InO AND leukemia", "--limit", "60", limit=60)[
             "hits"]}
for value, has in (
        ("year:2005..2009", lambda hit: 2005 <= hit["year"] <= 2009),
        ("2005:2009[dp]", lambda hit: 2005 <= hit["year"] <= 2009),
        ("dp:2007", lambda hit: hit["year"] == 2007),
        ("year:2015..", lambda hit: hit["year"] >= 2015),
        ("pt:Review", lambda hit: hit["types"] == ["Review"]),
        ('"Clinical Trial"[pt]',
         lambda hit: hit["types"] == ["Clinical Trial"]),
        ("au:uy", lambda hit: hit["authors"] == ["Uy N"]),
        ("ta:blood", lambda hit: hit["journal"] == "Blood")):
    reply = search(f"InO AND leukemia AND {value}", "--limit", "60", limit=60)
    named = reply["query"]["filters"]
    check(reply["hits"] and len(named) == 1, f"{value} is a filter", reply)
    for hit in reply["hits"]:
        check(has(hit) and hit["score"] == plain[hit["id"]],
              f"{value}: the papers, at their scores", hit)
for field in ("ti:leukemia", "leukemia[tiab]", 'ti:"liver injury"',
              "leukemia[tw]"):
    check(search(field)["hits"], f"{field} finds papers")

# ids alone are those of the whole answer, wherever the window stands
for limit, offset in ((10, 0), (5, 4), (40, 15)):
    question = f"/v1/search?q=InO+leukemia&limit={limit}&offset={offset}"
    _, whole = daemon.get(question)
    _, ids = daemon.get(question + "&fields=rank,id,score")
    few = [[hit[name] for name in ("rank", "id", "score")]
           for hit in ids["hits"]]
    all_ = [[hit[name] for name in ("rank", "id", "score")]
            for hit in whole["hits"]]
    check(few and few == all_, f"{question}: its ids", (few, all_))

# what finds nothing says what would
reply = search("InO AND VOD AND year:1950", exit_status=1)
check(reply["total"] == 0 and not reply["hits"], "no hits stay none", reply)
check([part["text"] for part in reply["query"]["alone"]] ==
      ["InO", "VOD", "year:1950"], "its parts", reply["query"])
relaxed = reply["query"]["relaxed"]
check(0 < len(relaxed) <= 3 and relaxed[0]["change"] == "filter" and
      relaxed[0]["question"] == "InO AND VOD", "what to ask", relaxed)
for each in relaxed:
    check(search(each["question"])["total"] == each["total"] > 0,
          "it finds what was said", each)
done = run(program("medlit"), "InO AND VOD AND year:1950", env=env)
check(f"Try: InO AND VOD ({relaxed[0]['total']} papers without year:1950)"
      in " ".join(done.stdout.split()), "said in words", done.stdout)

# what is refused
for target, words, code in (
        ("/v1/search?q=" + quote("a AND") + "&syntax=strict",
         ("--syntax", "strict", "a AND"), 2),
        ("/v1/search?q=a&without=luck", ("a", "--without", "luck"), 2),
        ("/v1/search?q=a&limit=201", ("a", "--limit", "201"), 2)):
    both(target, words, code)

# in words: related papers under a line of their own, a score by its parts
done = run(program("medlit"), "part 7", "--limit", "60", "--explain", env=env)
check(done.stdout.count("Related, without a word of the question:") <= 1 and
      "Score " in done.stdout, "an explained answer", done.stdout)
finish("contracts")
