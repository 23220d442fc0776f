#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions made to hurt, beside somebody who asks an ordinary one.

  query_bombs.py [REQUESTS] [HOSTILE CLIENTS]     0 and 1

Every bomb is answered or refused, no worker grows beyond its bound, nobody
else's request fails, and the front stays alive.

With REQUESTS, so many ordinary ones are asked, 20 a second, alone and beside the
bombs in turn.  Then times count, too: the worst bomb is within the hard
deadline, and the others' 99th percentile is at most twice what it is alone.  A
request counts from when it should have been sent, so that none is spared by a
slow one before it.  The hostile clients are connections of one process; with
more than one, who themselves take a core, the ratio is only told.
"""
import http.client
import json
import multiprocessing
import random
import sys
import threading
import time

from medlit_system import (SANITIZERS, Daemon, check, finish, index, jsonl,
                           path, write)

REQUESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 0
HOSTILE = int(sys.argv[2]) if len(sys.argv) > 2 else 1
RATE = 20  # ordinary requests a second
SLICE = 100
PAPERS = 40000 if REQUESTS else 8000
HARD = 1.2  # seconds: the shipped deadline_hard
ROOM = 1.5  # a shared machine may take this many times as long
MEMORY = 256  # MB a worker
SEED = random.Random(3)
COMMON = ("the of and in to with a for was were is patients by that on as "
          "from at this or be an are not have").split()

words = [f"w{n}" for n in range(20000)]
papers = write("papers.jsonl", jsonl(
    {"id": f"p{n}", "title": " ".join(SEED.choices(COMMON, k=8)),
     "text": " ".join(SEED.choices(COMMON, k=90) + SEED.choices(words, k=60) +
                      [f"w{n}"])}
    for n in range(PAPERS)))
folder = path("index")
done = index("--index", folder, "add", papers)
check(done.returncode == 0, "the papers", done.stderr)


def nested(depth, inside):
    return "(" * depth + inside + ")" * depth


BOMBS = (
    # wildcards, in every place
    ["w*", "*", "a* b* c*", "w1*", "?" * 500, "* " * 500, "w* OR w1* OR w2*"]
    # function words, again and again
    + ["the", "the " * 1000, " ".join(COMMON * 30), "of the in the of " * 200]
    # phrases
    + ['"' + " ".join(COMMON) + '"', '"' + "the " * 900 + '"',
       '"the of"', '"of the" ' * 400, '"' * 2000, '"the', '"" ""' * 300,
       '"' + " ".join(SEED.choices(words, k=600)) + '"']
    # operators of other engines
    + ["the NEAR of", "the NEAR/99999 of", "NOT " * 900,
       nested(1000, "the"), nested(1500, ""), "(" * 4000, ")" * 4000,
       "(NOT " * 600 + "the" + ")" * 600, "the XOR of OR patients XOR in",
       "a XOR b", "((a XOR b) OR (c XOR d)) NOT e", "AND AND OR OR NOT NOT",
       "a AND (b OR (c AND (d OR (e AND f))))" * 20, "+-+-+-" * 300,
       "title:the AND author:*", "year:0..99999999999999999999"]
    # what experts write, too much of it
    + [" OR ".join(f"w{n}*" for n in range(10, 73)),
       " AND ".join(f"w{n}*[tiab]" for n in range(10, 20)),
       " NEAR/99 ".join(COMMON), " NEAR/50 ".join(f"w{n}*" for n in "12345678"),
       "(" + " OR ".join(COMMON) + ") NEAR/100 (" + " OR ".join(words[:30]) + ")",
       " ".join(f"a{n}[ti] {'AND' if n % 2 else 'OR'}" for n in range(300)),
       " AND ".join(f"({w} OR" for w in words[:200]) + " x" + ")" * 200,
       nested(900, "the AND of"), "-" + " -".join(words[:300]) + " the",
       "~" + '"' + " ".join(COMMON[:14]) + '"', "mh:" * 900, "ti:(" * 900,
       "[tiab]" * 600, "a[" * 1500, "year:1..2 " * 300, " : ".join(["2013[dp]"] * 300),
       '"' + " ".join(COMMON[:14]) + '"[tiab:~100]', "the[tiab] " * 300]
    # many different words
    + [" ".join(words[n:n + 64]) for n in (0, 640, 6400)]
    + [" ".join(SEED.choices(words, k=600)), " ".join(words[:700])]
    # long words, long numbers, codes
    + ["a" * 4000, "1" * 4000, "1.1." * 900, "CMC-" * 900, "A-" * 1800,
       "CD22" * 900, "-".join(words[:500]), "t(9;22)" * 500]
    # bytes and scripts
    + ["\u0301" * 1800, "e" + "\u0301" * 1500, "\u202e" * 1000, "\ufdfa" * 1200,
       "\u4e2d" * 1200, "\U0001f600" * 900, "\udcff" * 1200, "\x00" * 1000,
       "a\x00b " * 800, "\u200b" * 1200, "ﬁ" * 1200]
    # synonyms that pull in synonyms
    + ["ALL " * 1000, "InO Besponsa CMC-544 inotuzumab ozogamicin " * 60,
       "acute lymphoblastic leukemia " * 120]
    # too long
    + ["x " * 4096, "leukemia " * 100000]
)
daemon = Daemon(folder).wait_ready()


def children():
    task = f"/proc/{daemon.process.pid}/task/{daemon.process.pid}/children"
    with open(task, encoding="ascii") as file:
        return [int(pid) for pid in file.read().split()]


def peak_mb(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def ordinary(count, results):
    ask(count, "/v1/search?q=w17+patients&snippets=1", results)


def witness(count, results):
    """What no worker answers: as late as the machine makes everything."""
    ask(count, "/livez", results)


def ask(count, target, results):
    """In a process of its own: the bombs' client must not slow it."""
    peer = daemon.connection()
    took, wrong = [], []
    start = time.monotonic()
    for number in range(count):
        due = start + number / RATE
        time.sleep(max(0, due - time.monotonic()))
        try:
            peer.request("GET", target)
            reply = peer.getresponse()
            body = reply.read()
            if reply.status != 200:
                wrong.append((reply.status, body))
        except (OSError, http.client.HTTPException) as error:
            wrong.append(repr(error))
            peer = daemon.connection()
        took.append(time.monotonic() - due)
    results.put((took, wrong))


def start(target, *arguments):
    results = multiprocessing.Queue()
    process = multiprocessing.Process(target=target,
                                      args=(*arguments, results))
    process.start()
    return process, results


def percentile(times, part):
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)]


def throw_round(number):
    """All bombs once, from another one on each time; what became of them: the
    status, what is wrong with the answer, and seconds."""
    outcome = []
    for bomb in BOMBS[number % len(BOMBS):] + BOMBS[:number % len(BOMBS)]:
        shown = repr(bomb[:40])
        try:
            status, answer, took = ask_bomb(bomb)
        except (OSError, http.client.HTTPException, ValueError) as error:
            outcome.append((None, f"{shown}: {error!r}", 0))
            continue
        good = status == 200 or (status in (413, 503, 504) and
                                 "code" in answer)
        outcome.append((status, None if good else
                        f"{shown}: {status} {str(answer)[:300]}", took))
    return outcome


def throw(stop, results):
    """All hostile clients; each goes round until told to stop."""
    outcome = []

    def go_round(number):
        while True:
            outcome.extend(throw_round(number))
            number += 7
            if stop.is_set():
                return
    clients = [threading.Thread(target=go_round, args=(11 * n,))
               for n in range(HOSTILE)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    results.put(outcome)


def ask_bomb(bomb):
    peer = daemon.connection()
    body = json.dumps({"q": bomb.encode("utf8", "replace").decode()})
    start = time.monotonic()
    try:
        peer.request("POST", "/v1/search", body,
                     {"Content-Type": "application/json"})
    except BrokenPipeError:
        pass  # refused before it was all sent; the reply is there to read
    reply = http.client.HTTPResponse(peer.sock)
    reply.begin()
    status, text = reply.status, reply.read()
    peer.close()
    return status, json.loads(text), time.monotonic() - start


def pressed(count):
    """Ordinary requests beside the bombs: times, failures, what the bombs got,
    and the largest worker."""
    stop = multiprocessing.Event()
    thrower, thrown = start(throw, stop)
    beside, seen = start(witness, count)
    process, results = start(ordinary, count)
    largest = 0
    while process.is_alive() and results.empty():
        largest = max([largest, *(peak_mb(pid) for pid in children())])
        process.join(0.1)
    took, wrong = results.get()
    late = seen.get()[0]
    stop.set()
    outcome = thrown.get()
    for each in (process, beside, thrower):
        each.join()
    return took, wrong, outcome, largest, late


def undisturbed(count):
    beside, seen = start(witness, count)
    process, results = start(ordinary, count)
    took, wrong = results.get()
    late = seen.get()[0]
    process.join()
    beside.join()
    check(not wrong, "alone nothing fails", wrong[:3])
    return took, late


# In slices, so that what else the machine does slows both alike.
alone, took, wrong, outcome, largest = [], [], [], [], 0
late_alone, late = [], []
for _ in range(max(1, REQUESTS // SLICE)):
    if REQUESTS:
        more = undisturbed(SLICE)
        alone += more[0]
        late_alone += more[1]
    more = pressed(SLICE if REQUESTS else 3 * RATE)
    took += more[0]
    wrong += more[1]
    outcome += more[2]
    largest = max(largest, more[3])
    late += more[4]
worst, statuses = 0, {}
for status, fault, seconds in outcome:
    worst = max(worst, seconds)
    statuses[status] = statuses.get(status, 0) + 1
    check(not fault, "answered, or refused and why", fault)
check(len(outcome) >= len(BOMBS), "every bomb was thrown", len(outcome))
if not SANITIZERS:
    check(largest <= MEMORY, "workers stay small", largest)
check(not wrong, "nobody else's request fails", wrong[:3])
check(daemon.process.poll() is None, "the front lives")
check(daemon.search("w17")[0] == 200, "it answers afterwards")
state = daemon.get("/v1/status")[1]
check(daemon.stop() == 0, "it stops cleanly", daemon.words())
summary = (f"query bombs: {len(outcome)} of {len(BOMBS)} kinds by {HOSTILE} "
           f"clients, statuses {statuses}, worst {worst:.2f} s, workers killed "
           f"{state['workers']['killed']}, largest {largest:.0f} MB; {len(took)} "
           f"ordinary requests, {len(wrong)} failed")
if REQUESTS:
    ratio = percentile(took, 99) / percentile(alone, 99)
    check(worst <= HARD * ROOM, "the worst is within the deadline", worst)
    check(ratio <= 2 or HOSTILE > 1, "others are not slowed", ratio)
    for name, times in (("alone", alone), ("beside bombs", took),
                        ("no worker, alone", late_alone),
                        ("no worker, beside bombs", late)):
        summary += (f"\n  {name}: p50 {percentile(times, 50) * 1000:.2f} ms, p99 "
                    f"{percentile(times, 99) * 1000:.2f} ms, worst "
                    f"{max(times) * 1000:.1f} ms")
    summary += f"\n  p99 ratio {ratio:.2f}"
finish(summary)
