#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Generations swapped while clients ask: no request fails, no answer mixes two,
what was replaced is let go.  A backup (`export`) taken while papers are added can
be read into an index that verifies and answers as the first one does.

  live_swaps.py [SWAPS] [CLIENTS]      8 and 2; the soak asks for 100
"""
import json
import os
import sys
import threading
import time

from medlit_system import (Daemon, check, finish, index, jsonl, path, quote,
                           write)

SWAPS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 2
INDEX = path("index")
QUESTIONS = [f"word{n}" for n in range(10)]


def papers(first, count):
    return jsonl({"id": f"p{n}", "title": f"Paper {n}",
                  "text": f"word{n % 10} of paper {n} among words"}
                 for n in range(first, first + count))


def answers(daemon):
    return [[hit["id"] for hit in daemon.search(question, limit=50)[1]["hits"]]
            for question in QUESTIONS]


def deleted_files(pid):
    """Files that are gone from their folder and still open, of a process and
    its children."""
    with open(f"/proc/{pid}/task/{pid}/children") as numbers:
        pids = [pid] + [int(number) for number in numbers.read().split()]
    found = 0
    for number in pids:
        folder = f"/proc/{number}/fd"
        for fd in os.listdir(folder):
            try:
                where = os.readlink(os.path.join(folder, fd))
            except OSError:
                continue
            found += where.endswith(" (deleted)") and INDEX in where
    return found


done = index("--index", INDEX, "--thesaurus", "none", "add",
             write("first.jsonl", papers(0, 500)))
check(done.returncode == 0, "the papers", done.stderr)
done = index("--index", INDEX, "rebuild")
check(done.returncode == 0, "a second generation", done.stderr)
daemon = Daemon(INDEX).wait_ready()
wanted = answers(daemon)
stop = threading.Event()
failed, times = [], {True: [], False: []}
swapping = False


def client(number):
    peer = daemon.connection()
    at = number
    while not stop.is_set():
        at = (at + 1) % len(QUESTIONS)
        start = time.monotonic()
        try:
            peer.request("GET", "/v1/search?limit=50&q=" +
                         quote(QUESTIONS[at]))
            reply = peer.getresponse()
            answer = json.loads(reply.read())
            ids = [hit["id"] for hit in answer.get("hits", [])]
            if reply.status != 200 or ids != wanted[at]:
                failed.append((reply.status, QUESTIONS[at], ids[:3]))
        except Exception as error:  # any failure at all counts
            failed.append(repr(error))
            peer = daemon.connection()
        times[swapping].append(time.monotonic() - start)
        time.sleep(max(0, CLIENTS / 50 - (time.monotonic() - start)))


threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
time.sleep(2)
swapping = True
most = 0
for number in range(SWAPS):
    done = index("--index", INDEX, "rollback" if number % 2 else "rebuild")
    check(done.returncode == 0, f"swap {number}", done.stderr)
    most = max(most, deleted_files(daemon.process.pid))
stop.set()
for thread in threads:
    thread.join()
check(not failed, "no request fails", failed[:3])
answers(daemon)
left = deleted_files(daemon.process.pid)
check(left <= 16, "what was replaced is let go", (left, most))
generations = os.listdir(os.path.join(INDEX, "generations"))
check(len(generations) <= 2, "two generations at most", generations)

# ---- a backup, while papers are added -------------------------------------


def restore(name):
    """An index of what `export` gives, and how many papers that is."""
    done = index("--index", INDEX, "export")
    check(done.returncode == 0, "export", done.stderr)
    copy = path(name)
    again = index("--index", copy, "--thesaurus", "none", "--report", "json",
                  "add", write(name + ".jsonl", done.stdout))
    check(again.returncode == 0, "its papers are read", again.stderr)
    checked = index("--index", copy, "verify")
    check(checked.returncode == 0, "the restored index verifies",
          checked.stderr)
    return copy, json.loads(again.stdout)["added"]


more = write("more.jsonl", papers(500, 9000))
adding = threading.Thread(target=lambda: index("--index", INDEX, "add", more))
adding.start()
found = []
while adding.is_alive():
    found.append(restore(f"backup{len(found)}")[1])
adding.join()
check(found and all(count >= 500 for count in found),
      "a backup holds all that was there when it began", found)
copy, count = restore("last")
check(count == 9500, "all papers are in the last one", count)
restored = Daemon(copy, name="restored").wait_ready()
questions = QUESTIONS + [f'"paper {n}"' for n in range(0, 9500, 100)]
differ = [question for question in questions
          if [(hit["id"], hit["title"]) for hit in
              daemon.search(question, limit=50)[1]["hits"]] !=
          [(hit["id"], hit["title"]) for hit in
           restored.search(question, limit=50)[1]["hits"]]]
check(not differ, "the restored index answers so, too", differ[:5])
restored.stop()


def quantile(values):
    return sorted(values)[int(len(values) * 0.99)] if values else 0


calm, busy = quantile(times[False]), quantile(times[True])
check(daemon.stop() == 0, "medlitd stops", daemon.words())
finish(f"swaps: {SWAPS} under {sum(map(len, times.values()))} requests, "
       f"{len(failed)} failed; 99th percentile {busy * 1000:.0f} ms, "
       f"{calm * 1000:.0f} ms before; at most {most} deleted files open, "
       f"{left} at the end; {len(found) + 1} backups, "
       f"{len(differ)} of {len(questions)} answers differ")
