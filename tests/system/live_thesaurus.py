#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients ask without pause while one thesaurus after another is put in force:
no request fails, and every answer is wholly of the list it names.

  live_thesaurus.py [SECONDS] [CLIENTS]     5 and 8

One daemon asks with the index's own list, which `medlit-index thesaurus apply`
changes; some runs of it are killed and started again.  Another asks the same
index with a file that is replaced again and again, each time with SIGHUP, so
that its list and the index's differ in every way.  Then what happens to a file
that cannot be used.
"""
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time

from medlit_system import (Daemon, check, finish, index, jsonl, path, program,
                           write)

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 5
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 8
SEED = random.Random(5)

# One paper for each name; `Below` is under `Drug` in some lists.
NAMES = {"alphamab": "p-alpha", "betazumab": "p-beta", "CCD-544": "p-code",
         "gamma cure": "p-gamma"}
LISTS = {  # version: names of Drug, names of Below, is it below?
    "one": (["alphamab", "betazumab"], ["deltine"], True),
    "two": (["alphamab", "CCD-544", "gamma cure"], ["deltine"], True),
    "three": (["alphamab", "betazumab", "CCD-544"], ["deltine", "epsiline"],
              True),
    "four": (["alphamab"], ["deltine"], False),
}


def list_text(version):
    names, below, is_below = LISTS[version]
    rows = [("drug", "preferred" if n == 0 else "exact", name, "fold")
            for n, name in enumerate(names)]
    rows += [("below", "preferred" if n == 0 else "exact", name, "fold")
             for n, name in enumerate(below)]
    if is_below:
        rows.append(("below", "parent", "drug", "-"))
    return f"#medlit-thesaurus\t1\t{version}\n" + "".join(
        "\t".join(row + ("en", "-")) + "\n" for row in rows)


def expected(version):
    names, below, is_below = LISTS[version]
    found = {NAMES[name] for name in names}
    if is_below:
        found |= {"p-" + name for name in below}
    return found


FILES = {version: write(version + ".tsv", list_text(version))
         for version in LISTS}
papers = [{"id": where, "title": f"Of {name} here"}
          for name, where in NAMES.items()]
papers += [{"id": "p-" + name, "title": f"Of {name} here"}
           for name in ("deltine", "epsiline")]
papers += [{"id": f"x{n}", "title": f"Other {n}", "text": f"filler text {n}"}
           for n in range(300)]
folder = path("index")
done = index("--index", folder, "--jobs", "2", "--thesaurus", FILES["one"],
             "add", write("papers.jsonl", jsonl(papers)))
check(done.returncode == 0, "the papers", done.stderr)

forced = write("forced.tsv", list_text("one"))
own = Daemon(folder, "--workers", "2").wait_ready()
other = Daemon(folder, "--workers", "2", "--thesaurus", forced,
               name="other.sock").wait_ready()
stop = threading.Event()
wrong, asked, versions = [], [0] * CLIENTS, [set(), set()]


def judge(answer):
    version = answer["synonyms_version"]
    ids = {hit["id"] for hit in answer["hits"]}
    if ids != expected(version):
        return f"list {version} found {sorted(ids)}"
    for hit in answer["hits"]:
        marked = {mention["concept"] for mention in hit["matched_as"]}
        if not marked & {"drug", "below"}:
            return f"list {version}: {hit['id']} is not marked: {marked}"
    return None


def client(number):
    daemon = (own, other)[number % 2]
    peer = daemon.connection()
    while not stop.is_set():
        try:
            peer.request("GET", "/v1/search?fields=all&q=alphamab")
            reply = peer.getresponse()
            body = reply.read()
            answer = json.loads(body)
            problem = judge(answer) if reply.status == 200 else \
                f"status {reply.status}: {body[:200]}"
            versions[number % 2].add(answer.get("synonyms_version"))
        except Exception as error:  # any failure at all counts
            problem = repr(error)
            peer = daemon.connection()
        if problem:
            wrong.append((number % 2, problem))
        asked[number] += 1


def apply(version, kill=False):
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, "thesaurus", "apply",
         FILES[version]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if kill:
        try:
            child.wait(timeout=SEED.uniform(0.005, 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
    words = child.communicate()[1]
    check(kill or child.returncode == 0, f"apply {version}", words)


def reload(version):
    """Replace the file; SIGHUP; the daemon says that it has it."""
    write("forced.new", list_text(version))
    os.rename(path("forced.new"), forced)
    other.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if other.get("/v1/status")[1]["thesaurus"]["version"] == version:
            return
        time.sleep(0.01)
    check(False, f"{version} is in force after SIGHUP", other.words()[-500:])


threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
applied = reloads = 0
end = time.monotonic() + SECONDS
while (time.monotonic() < end or applied < 8) and len(wrong) < 20:
    round_end = time.monotonic() + 1
    reload(SEED.choice(list(LISTS)))
    reloads += 1
    while applied < 2 * reloads or (SECONDS > 30 and
                                    time.monotonic() < round_end):
        version = SEED.choice(list(LISTS))
        if SEED.random() < 0.3:
            apply(SEED.choice(list(LISTS)), kill=True)
        apply(version)
        applied += 1
        status = own.get("/v1/status")[1]["thesaurus"]
        check(status["version"] == version and status["match"],
              "what was applied is in force in the next answer", status)
stop.set()
for thread in threads:
    thread.join()
check(not wrong, "requests without fault", wrong[:5])
check(len(versions[0]) > 1 and len(versions[1]) > 1,
      "answers of several lists", versions)

# ---- a file that cannot be used: the list in force stays --------------------

reload("two")
apply("one")
for text, line, why in [
        (list_text("three") + "drug\texact\n", 8, "columns"),
        (list_text("three") + "below\texact\talphamab\tfold\ten\t-\n", 8,
         "already"),
        ("nonsense\n", 1, "medlit-thesaurus")]:
    write("forced.new", text)
    os.rename(path("forced.new"), forced)
    before = len(other.words())
    other.process.send_signal(signal.SIGHUP)
    until = time.monotonic() + 30
    while time.monotonic() < until and \
            f"forced.tsv:{line}: " not in other.words()[before:]:
        time.sleep(0.01)
    words = other.words()[before:]
    check(f"forced.tsv:{line}: " in words and why in words,
          "the log names file, line and reason", words)
    status, answer = other.search("alphamab", fields="all")
    check(status == 200 and answer["synonyms_version"] == "two" and
          not judge(answer), "the old list stays in force", answer)
status = other.get("/v1/status")[1]
check(status["thesaurus"]["index_version"] == "one" and
      status["thesaurus"]["differ"] == 1 and
      "thesaurus apply" in status["warnings"][0], "status", status)
for daemon in (own, other):
    check(daemon.stop() == 0, "medlitd stops cleanly", daemon.words()[-500:])
finish(f"live thesaurus: {sum(asked)} requests, {applied} lists applied, "
       f"{reloads} reloads, {len(wrong)} wrong")
