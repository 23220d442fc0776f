#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""medlit-index killed and starved: nothing committed is lost, the index
verifies, and a run to the end reaches the same set of papers.

  index_faults.py [KILLS]        20 by default; the soak asks for more
"""
import json
import os
import random
import resource
import signal
import subprocess
import sys

from medlit_system import check, finish, index, jsonl, path, program, write

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
SEED = random.Random(7)


def papers(first, count):
    return jsonl({"id": f"p{n}", "title": f"Paper number {n}",
                  "text": " ".join(f"w{SEED.randrange(5000)}"
                                   for _ in range(60))}
                 for n in range(first, first + count))


def stored(folder):
    done = index("--index", folder, "--report", "json", "status")
    return json.loads(done.stdout)["papers"] if done.returncode == 0 else 0


def verify(folder, when):
    done = index("--index", folder, "--report", "json", "verify")
    check(done.returncode == 0, f"verify clean {when}",
          done.stdout + done.stderr)


# ---- kill -9 at random moments -----------------------------------------
# Many small files, each added by its own run: so there are many commits, and
# a kill hits any part of a run. How long a run takes is measured first, so
# that the moments spread over all of it on any machine.

folder = path("killed")
files = [write(f"kill/{n:03}.jsonl", papers(n * 40, 40)) for n in range(12)]
big = write("kill/big.jsonl", papers(480, 7000))
acknowledged, lost = 0, 0

done = index("--index", folder, "add", files[0])
check(done.returncode == 0, "first file", done.stderr)
acknowledged = 40
killed = 0
for number in range(KILLS):
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, "add",
         files[1 + number % 11], big],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(timeout=SEED.uniform(0.0, 1.2))
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        killed += 1
    now = stored(folder)
    lost += max(0, acknowledged - now)
    acknowledged = max(acknowledged, now)
    verify(folder, f"after kill {number + 1}")
check(killed > 0, "some runs were killed", killed)
check(lost == 0, "no committed paper is lost", lost)
done = index("--index", folder, "add", *files, big)
check(done.returncode == 0, "the run to the end", done.stderr)
check(stored(folder) == 480 + 7000, "all papers are there", stored(folder))
verify(folder, "at the end")
done = index("--index", folder, "--report", "json", "add", *files, big)
check(json.loads(done.stdout)["unchanged"] == 7480,
      "a further run changes nothing", done.stdout)

# ---- kill -9 during a rebuild: the old generation answers --------------

for number in range(4):
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, "rebuild"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(timeout=SEED.uniform(0.05, 0.6))
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
    check(stored(folder) == 7480, "rebuild killed: all papers stay",
          stored(folder))
    verify(folder, f"after killed rebuild {number + 1}")
done = index("--index", folder, "rebuild")
check(done.returncode == 0 and stored(folder) == 7480, "rebuild at last",
      done.stderr)
generations = os.listdir(os.path.join(folder, "generations"))
check(len(generations) <= 2, "nothing is left of the killed ones",
      generations)

# ---- SIGTERM commits what is whole -------------------------------------

folder = path("stopped")
many = write("stop/many.jsonl", papers(0, 30000))
child = subprocess.Popen(
    [program("medlit-index"), "--index", folder, "--report", "json", "add",
     many], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
try:
    child.wait(timeout=1.0)
except subprocess.TimeoutExpired:
    pass
child.send_signal(signal.SIGTERM)
try:
    out, _ = child.communicate(timeout=20)
    added = json.loads(out)["added"] if out else 0
except subprocess.TimeoutExpired:
    child.kill()
    added = -1
check(added >= 0, "SIGTERM ends the run")
check(stored(folder) == added, "what it says it added is there",
      (stored(folder), added))
verify(folder, "after SIGTERM")

# ---- a disk that is full -----------------------------------------------
# A limit on the size of a file stands for it: the engine's writes fail just
# so, and no mount is needed.

folder = path("full")
done = index("--index", folder, "add", files[0])
before = stored(folder)
largest = max(os.path.getsize(os.path.join(at, name))
              for at, _, names in os.walk(folder) for name in names)


def starve():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limit = largest + 200_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


done = index("--index", folder, "add", big, preexec_fn=starve)
check(done.returncode not in (0, -11, -6), "a full disk is an error",
      done.returncode)
check("full" in done.stderr and "File too large" in done.stderr,
      "the message names path and cause", done.stderr)
check(stored(folder) >= before, "what was committed stays", stored(folder))
verify(folder, "after a full disk")
done = index("--index", folder, "add", files[0], big)
check(done.returncode == 0 and stored(folder) == 7040,
      "with room again the run completes", (done.stderr, stored(folder)))

finish(f"index faults: {killed} of {KILLS} runs killed, {lost} papers lost")
