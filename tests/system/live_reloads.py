#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients ask without pause while another thesaurus is put in force again and
again: no request fails, and every answer names a thesaurus that was in force
between its question and its arrival.

  live_reloads.py [RELOADS] [CLIENTS] [SECONDS BETWEEN RELOADS]    8, 8, 0

Every third thesaurus is broken: it is refused with its line, and the one before
stays in force, for workers that start later, too.
"""
import http.client
import json
import os
import signal
import sys
import threading
import time

from medlit_system import (Daemon, check, finish, index, jsonl, path, quote,
                           write)

RELOADS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 8
PAUSE = float(sys.argv[3]) if len(sys.argv) > 3 else 0

HEAD = "#medlit-thesaurus\t1\t{}\n"
ALPHA = ("drug-a\tpreferred\talphamab\tfold\ten\tcommon\n"
         "drug-a\tkind\tdrug\t-\t-\tcommon\n")
folder = path("index")
papers = write("papers.jsonl", jsonl(
    {"id": f"x{n}", "title": f"Paper {n}", "text": f"given alphamab {n}"}
    for n in range(100)))
done = index("--index", folder, "--thesaurus", "none", "add", papers)
check(done.returncode == 0, "the papers", done.stderr)


def put(text):
    """Replace the file as an editor does: never half of it."""
    os.rename(write("next.tsv", text), path("thesaurus.tsv"))
    return path("thesaurus.tsv")


file = put(HEAD.format("v0") + ALPHA)
daemon = Daemon(folder, "--thesaurus", file, "--workers", "2", "--queue",
                "32").wait_ready()
stop = threading.Event()
more = threading.Condition()
answers = [[] for _ in range(CLIENTS)]  # (sent, received, version)
wrong = []


def client(number):
    peer = daemon.connection()
    while not stop.is_set():
        sent = time.monotonic()
        try:
            peer.request("GET", "/v1/search?q=" + quote("alphamab"))
            reply = peer.getresponse()
            body = reply.read()
            if reply.status != 200:
                raise ValueError(f"status {reply.status}: {body[:200]}")
            answer = json.loads(body)
            if answer["total"] != 100:
                raise ValueError(f"{answer['total']} papers")
        except Exception as error:  # any failure at all counts
            wrong.append(repr(error))
            peer = daemon.connection()
            continue
        with more:
            answers[number].append((sent, time.monotonic(),
                                    answer["synonyms_version"]))
            more.notify_all()


def reload():
    peer = daemon.connection()
    peer.request("POST", "/v1/admin/thesaurus/reload", "")
    reply = peer.getresponse()
    status, answer = reply.status, json.loads(reply.read())
    peer.close()
    return status, answer


threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
began, ended = {"v0": 0}, {}
current = "v0"
for number in range(1, RELOADS + 1):
    seen = [len(each) for each in answers]
    with more:  # every client has asked again
        check(more.wait_for(lambda: all(
            len(each) > before + 3 for each, before in zip(answers, seen)),
            60), "the clients get on", wrong[:3])
    stop.wait(PAUSE)
    if number % 3 == 0:
        put(HEAD.format(f"v{number}") + ALPHA + "drug-a\tnickname\tx\n")
        status, answer = reload()
        check(status == 409 and answer["code"] == "not_reloaded" and
              f"{file}:4:" in answer["detail"], "a broken one is refused",
              answer)
        continue
    version = f"v{number}"
    put(HEAD.format(version) + ALPHA)
    began[version] = time.monotonic()
    others = [threading.Thread(target=reload) for _ in range(number % 2)]
    for other in others:  # at the same time: both are answered
        other.start()
    status, answer = reload()
    ended[current] = time.monotonic()
    check(status == 200 and answer["reloaded"] is True and
          answer["workers"] == 2 and answer["v"] == 1, "reloaded", answer)
    for other in others:
        other.join()
    current = version
stop.set()
for thread in threads:
    thread.join()

asked = [each for mine in answers for each in mine]
late = [(version, sent, received) for sent, received, version in asked
        if not (began[version] <= received and
                sent <= ended.get(version, received))]
check(not wrong, "no request failed", wrong[:5])
check(not late, "every answer is of a thesaurus in force", late[:5])
check({version for _, _, version in asked} >= {current, "v0"},
      "the first and the last answered")

# A broken file is on the disk; who starts now has what is in force.
put("no thesaurus")
with open(f"/proc/{daemon.process.pid}/task/{daemon.process.pid}/children",
          encoding="ascii") as children:
    for pid in children.read().split():
        os.kill(int(pid), signal.SIGKILL)


def answers_again():
    try:
        status, answer = daemon.search("alphamab")
    except (OSError, http.client.HTTPException):
        return None
    return answer["synonyms_version"] if status == 200 else None


end = time.monotonic() + 30
while not (found := answers_again()) and time.monotonic() < end:
    time.sleep(0.02)
check(found == current, "workers started later have it, too", found)
status, answer = reload()
check(status == 409 and f"{file}:1:" in answer["detail"],
      "and the broken one is refused", answer)
check(daemon.stop() == 0, "it stops cleanly", daemon.words())
finish(f"live reloads: {len(asked)} requests of {CLIENTS} clients, {RELOADS} "
       f"reloads, {len(wrong)} failed, {len(late)} of another thesaurus")
