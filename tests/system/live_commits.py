#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients ask without pause while commits and a new generation are published:
no request fails, and every answer is wholly of one moment.

  live_commits.py [COMMITS] [CLIENTS]     200 and 8

Two papers change together in every commit and carry its number: an answer that
shows two numbers mixes two commits.  The new generation has another thesaurus,
under which "alpha" no longer finds the paper that says "beta": an answer's
generation, its thesaurus version and its papers must agree.
"""
import json
import sys
import threading

from medlit_system import (Daemon, check, finish, index, jsonl, path, quote,
                           write)

COMMITS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 8

HEAD = "#medlit-thesaurus\t1\t{}\n"
ALPHA = ("drug-a\tpreferred\talphamab\tfold\ten\tcommon\n"
         "drug-a\tkind\tdrug\t-\t-\tcommon\n")
BETA = "drug-a\texact\tbetazumab\tfold\ten\tcommon\n"
first = write("one.tsv", HEAD.format("one") + ALPHA + BETA)
second = write("two.tsv", HEAD.format("two") + ALPHA)
FOUND = {"one": {"alpha", "beta"}, "two": {"alpha"}}

folder = path("index")
papers = write("papers.jsonl", jsonl(
    [{"id": "alpha", "title": "One", "text": "given alphamab"},
     {"id": "beta", "title": "Two", "text": "given betazumab"}] +
    [{"id": f"x{n}", "title": f"Other {n}", "text": f"filler text {n}"}
     for n in range(300)]))
done = index("--index", folder, "--thesaurus", first, "add", papers)
check(done.returncode == 0, "the first papers", done.stderr)
pair = path("pair.jsonl")


def commit(number):
    write("pair.jsonl", jsonl(
        {"id": side, "title": f"pair paper {number}",
         "text": f"pairword {side} number {number}"}
        for side in ("left", "right")))
    done = index("--index", folder, "add", pair)
    check(done.returncode == 0, f"commit {number}", done.stderr)


commit(0)
daemon = Daemon(folder).wait_ready()
stop = threading.Event()
wrong, asked, generations = [], [0] * CLIENTS, set()


def judge(question, answer):
    version = answer["synonyms_version"]
    if {"g000001": "one", "g000002": "two"}[answer["generation"]] != version:
        return f"generation {answer['generation']} with thesaurus {version}"
    ids = {hit["id"] for hit in answer["hits"]}
    if question == "alphamab" and ids != FOUND[version]:
        return f"thesaurus {version} found {ids}"
    if question == "pairword":
        if ids != {"left", "right"}:
            return f"a paper is missing: {ids}"
        titles = {hit["title"] for hit in answer["hits"]}
        if len(titles) != 1:
            return f"two commits in one answer: {titles}"
    return None


def client(number):
    peer = daemon.connection()
    questions = ["alphamab", "pairword", "filler text 17"]
    while not stop.is_set():
        question = questions[asked[number] % len(questions)]
        try:
            peer.request("GET", "/v1/search?q=" + quote(question))
            reply = peer.getresponse()
            body = reply.read()
            answer = json.loads(body)
            problem = judge(question, answer) if reply.status == 200 else \
                f"status {reply.status}: {body[:200]}"
            generations.add(answer.get("generation"))
        except Exception as error:  # any failure at all counts
            problem = repr(error)
            peer = daemon.connection()
        if problem:
            wrong.append(problem)
        asked[number] += 1


threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
for number in range(1, COMMITS + 1):
    commit(number)
    if number == COMMITS // 2:
        done = index("--index", folder, "--thesaurus", second, "rebuild")
        check(done.returncode == 0, "the new generation", done.stderr)
    if len(wrong) > 20:
        break
stop.set()
for thread in threads:
    thread.join()

check(not wrong, "requests without fault", wrong[:5])
check(generations == {"g000001", "g000002"}, "both generations answered",
      generations)
status, answer = daemon.search("pairword")
check(answer["hits"][0]["title"] == f"pair paper {COMMITS}",
      "the last commit is served", answer["hits"][0]["title"])
check(daemon.stop() == 0, "medlitd stops cleanly", daemon.words())
finish(f"live: {sum(asked)} requests, {COMMITS} commits, 1 new generation, "
       f"{len(wrong)} wrong")
