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
import time

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
# Each run changes 600 papers and commits them. How long such a run takes is
# measured first, so that the moments spread over its work and its commit on any
# machine; a run that ended before its kill does not count.

folder = path("killed")
files = [write(f"kill/{n:03}.jsonl", papers(n * 40, 40)) for n in range(12)]
big = write("kill/big.jsonl", papers(480, 7000))
change = path("kill/change.jsonl")
lost = killed = tried = 0

done = index("--index", folder, "add", files[0])
check(done.returncode == 0, "first file", done.stderr)
write("kill/change.jsonl", papers(480, 600))
start = time.monotonic()
done = index("--index", folder, "add", change)
check(done.returncode == 0, "a run to be measured", done.stderr)
whole = time.monotonic() - start
acknowledged = 640
while killed < KILLS and tried < 5 * KILLS:
    tried += 1
    write("kill/change.jsonl", papers(480, 600))
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, "add", change],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(timeout=SEED.uniform(0.1, 1.0) * whole)
        continue
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
    killed += 1
    now = stored(folder)
    lost += max(0, acknowledged - now)
    acknowledged = max(acknowledged, now)
    verify(folder, f"after kill {killed}")
check(killed == KILLS, f"{KILLS} runs were killed", killed)
check(lost == 0, "no committed paper is lost", lost)
done = index("--index", folder, "add", *files, big)
check(done.returncode == 0, "the run to the end", done.stderr)
check(stored(folder) == 480 + 7000, "all papers are there", stored(folder))
verify(folder, "at the end")
done = index("--index", folder, "--report", "json", "add", *files, big)
check(json.loads(done.stdout)["unchanged"] == 7480,
      "a further run changes nothing", done.stdout)

# ---- kill -9 during sync, rebuild and compact ---------------------------
# What these make stands aside or is known as not finished: nothing is lost, and
# the same command again reaches the end.


def measure(*words):
    start = time.monotonic()
    done = index("--index", folder, *words)
    check(done.returncode == 0, f"{words[0]} to be measured", done.stderr)
    return time.monotonic() - start


def kill_at_random(whole, *words):
    """Was it killed before its end?"""
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, *words],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(timeout=SEED.uniform(0.0, 1.0) * whole)
        return False
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        return True


def sync_changes():
    write("mirror/change.jsonl", papers(9000, 600))


SHARE = max(1, KILLS // 5)
sync_changes()
others = {}
for words, prepare, want in ((("sync", path("mirror")), sync_changes, 8080),
                             (("rebuild",), None, 8080),
                             (("compact",), None, 8080)):
    whole = measure(*words)
    others[words[0]] = tried = 0
    while others[words[0]] < SHARE and tried < 5 * SHARE:
        tried += 1
        if prepare:
            prepare()
        if not kill_at_random(whole, *words):
            continue
        others[words[0]] += 1
        now = stored(folder)
        lost += want - now
        check(now == want, f"{words[0]} killed: all papers stay", now)
        verify(folder, f"after killed {words[0]} {others[words[0]]}")
    check(others[words[0]] == SHARE, f"{SHARE} times {words[0]} was killed",
          others)
    # Its writers end a moment after a run that is killed.
    end = time.monotonic() + 20
    done = index("--index", folder, *words)
    while done.returncode == 4 and time.monotonic() < end:
        time.sleep(0.05)
        done = index("--index", folder, *words)
    check(done.returncode == 0 and stored(folder) == want,
          f"{words[0]} at last", done.stderr)
done = index("--index", folder, "--report", "json", "sync", path("mirror"))
report = json.loads(done.stdout)
check((report["unchanged"], report["files"]) == (600, 0),
      "a further sync changes nothing", done.stdout)
generations = os.listdir(os.path.join(folder, "generations"))
check(len(generations) <= 2, "nothing is left of the killed ones",
      generations)
killed += sum(others.values())

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
check(child.returncode == (0 if added == 30000 else 1 if added else 3),
      "a run that was stopped is no success", (child.returncode, added))
verify(folder, "after SIGTERM")


def children(pid):
    """Of a process; none when it is gone."""
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as numbers:
            return [int(number) for number in numbers.read().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def extractor(pid):
    """Of a run, once it is the program that its name says; None."""
    for number in children(pid):
        try:
            with open(f"/proc/{number}/comm") as name:
                if "medlit-extr" in name.read():
                    return number
        except (FileNotFoundError, ProcessLookupError):
            pass
    return None


# So that a run is caught waiting for its extractor, that is halted.
folder = path("halted")
write("halted-papers/a.jsonl", papers(0, 10))
write("halted-papers/b.html", "<!DOCTYPE html><title>A page</title>" +
      "<p>Some text of it.</p>" * 300000)
child = subprocess.Popen(
    [program("medlit-index"), "--index", folder, "--report", "json", "add",
     path("halted-papers")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    text=True)
halted = None
while child.poll() is None and not halted:
    halted = extractor(child.pid)
check(halted, "an extractor works")
if halted:
    os.kill(halted, signal.SIGSTOP)
child.send_signal(signal.SIGTERM)
out, words = child.communicate(timeout=60)
check("stopped before the end" in words and "seconds" not in words,
      "SIGTERM does not wait for an extractor", words)
check(child.returncode == 1 and stored(folder) == 10,
      "what came before it is committed", (child.returncode, out))

# ---- writers end with their run ----------------------------------------

def is_there(pid):
    """And no zombie."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_writing(pid):
    """Past its start: it has a shard open."""
    fds = f"/proc/{pid}/fd"
    try:
        return any(os.readlink(os.path.join(fds, fd)).endswith(".glass")
                   for fd in os.listdir(fds))
    except (FileNotFoundError, ProcessLookupError):
        return False


# Halted ones could hold the index locked for ever.
folder = path("orphans")
child = subprocess.Popen(
    [program("medlit-index"), "--index", folder, "--jobs", "2", "add", many],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
writers = []
while child.poll() is None and len(writers) < 2:
    writers = list(filter(is_writing, children(child.pid)))
check(len(writers) == 2, "two writers", writers)
for pid in writers:
    os.kill(pid, signal.SIGSTOP)
child.kill()
child.wait()
end = time.monotonic() + 20
while any(map(is_there, writers)) and time.monotonic() < end:
    time.sleep(0.01)
check(not any(map(is_there, writers)), "writers end with a killed run")
for pid in filter(is_there, writers):
    os.kill(pid, signal.SIGKILL)
done = index("--index", folder, "add", path("halted-papers", "a.jsonl"))
check(done.returncode == 0, "and the index is free", done.stderr)

# ---- a disk that is full -----------------------------------------------
# A limit on the size of a file stands for it: the engine's writes fail just
# so, and no mount is needed.

def starve(limit):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


for jobs in ("1", "3"):
    folder = path("full" + jobs)
    done = index("--index", folder, "--jobs", jobs, "add", files[0])
    before = stored(folder)
    largest = max(os.path.getsize(os.path.join(at, name))
                  for at, _, names in os.walk(folder) for name in names)
    done = index("--index", folder, "--jobs", jobs, "add", big,
                 preexec_fn=lambda: starve(largest + 200_000))
    check(done.returncode in (1, 3), "a full disk is an error",
          done.returncode)
    check("full" in done.stderr and "File too large" in done.stderr,
          "the message names path and cause", done.stderr)
    check(stored(folder) >= before, "what was committed stays",
          stored(folder))
    verify(folder, "after a full disk")
    done = index("--index", folder, "--jobs", jobs, "add", files[0], big)
    check(done.returncode == 0 and stored(folder) == 7040,
          "with room again the run completes", (done.stderr, stored(folder)))

# The same in every phase of what makes a generation or mirrors files: the limit
# grows from nothing to more than enough, so that each file is the first to meet
# it once.

phases = 0
folder = path("phases")
write("phase/a.jsonl", papers(0, 300))
done = index("--index", folder, "sync", path("phase"))
check(done.returncode == 0, "papers to be starved", done.stderr)
for words in (["sync", path("phase")], ["rebuild"], ["compact"]):
    limit, failed, finished = 16, 0, False
    while not finished and limit < 1 << 26:
        write("phase/b.jsonl", papers(300, 300))
        done = index("--index", folder, *words,
                     preexec_fn=lambda: starve(limit))
        finished = done.returncode == 0
        if not finished:
            failed += 1
            check("File too large" in done.stderr or "cannot" in done.stderr,
                  f"{words[0]} with {limit} bytes a file says why",
                  done.stderr)
            check(stored(folder) >= 300, "the papers stay", stored(folder))
            verify(folder, f"{words[0]} with {limit} bytes a file")
        limit *= 2 if KILLS > 20 else 8
    phases += failed
    check(failed > 2 and finished, f"{words[0]} starved", (failed, finished))
    done = index("--index", folder, *words)
    check(done.returncode == 0 and stored(folder) == 600,
          f"{words[0]} with room", (done.stderr, stored(folder)))

# ---- one writer process is lost ----------------------------------------


def lose_writer(folder, *verb):
    """Standard output of a run one of whose writers is killed."""
    child = subprocess.Popen(
        [program("medlit-index"), "--index", folder, "--jobs", "3",
         "--report", "json", *verb], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    while child.poll() is None and len(children(child.pid)) < 3:
        pass
    os.kill(children(child.pid)[1], signal.SIGKILL)
    out, words = child.communicate(timeout=60)
    check(child.returncode in (1, 3), "a killed writer is an error",
          child.returncode)
    check("a writer process" in words and "run the same again" in words,
          "the message says what happened and what to do", words)
    verify(folder, "after a killed writer")
    return out


folder = path("writer")
index("--index", folder, "--jobs", "3", "add", files[0])
told = json.loads(lose_writer(folder, "add", big)).get("added", 0)
check(stored(folder) == 40 + told, "what the others committed is counted",
      (stored(folder), told))
done = index("--index", folder, "--jobs", "3", "add", big)
check(done.returncode == 0 and stored(folder) == 7040,
      "all there in the end", done.stderr)
lose_writer(folder, "rebuild")
check(stored(folder) == 7040, "the old generation stays", stored(folder))
os.rename(f"{folder}/generations/g000001/shard-1", path("away"))
done = index("--index", folder, "--jobs", "3", "--report", "json", "add", big)
check("shard-1" in json.loads(done.stdout)["error"]["message"],
      "a missing shard is told before anything is read", done.stdout)

finish(f"index faults: {killed} runs killed ({KILLS} add, {others}), {lost} "
       f"papers lost, {phases} runs starved")
