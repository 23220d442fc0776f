#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""watch: files that are closed, moved in, changed and removed are papers found,
changed and gone, while clients ask without pause and no request fails.

  live_watch.py [SECONDS] [CLIENTS]     10 and 4; the soak asks for 300

For so many seconds a pair of papers changes about every second; they carry one
number, so an answer that shows two mixes two commits.
"""
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

from medlit_system import (Daemon, check, finish, index, jsonl, path, program,
                           quote, run, write)

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 4
FOLDER = path("papers")
INDEX = path("index")


def paper(name, title="Title", text="words"):
    return jsonl([{"id": name, "title": title, "text": text}])


write("papers/first.jsonl", paper("first"))
write("papers/.hidden.jsonl", paper("hidden"))
log = open(path("watch.log"), "w+")
watch = subprocess.Popen(
    [program("medlit-index"), "--index", INDEX, "--thesaurus", "none",
     "--report", "json", "watch", FOLDER], stdout=log, stderr=log)


def words():
    with open(path("watch.log")) as file:
        return file.read()


def until(condition, what, seconds=20):
    """Waits; how long it took."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if watch.poll() is not None:
            break
        if condition():
            return time.monotonic() - start
        time.sleep(0.01)
    check(False, what, words())
    return seconds


until(lambda: '"added": 1' in words(), "what is there is read first")
daemon = Daemon(INDEX).wait_ready()


def there(name):
    return daemon.get("/v1/documents/" + name)[0] == 200


def title(name):
    return daemon.get("/v1/documents/" + name)[1].get("title")


# ---- suggestions, while it runs ------------------------------------------


def suggested(typed):
    return [each["word"]
            for each in daemon.search(typed, limit=0)[1]["query"]["suggestions"]]


write("papers/words.jsonl", jsonl(
    {"id": f"word{n}", "title": f"Report {n}", "text": "Of hydroxyzine."}
    for n in range(5)))
until(lambda: "hydroxyzine" in suggested("hidroxyzine"),
      "a new word is suggested")

# ---- what happens to files ----------------------------------------------

slowest = 0
for number in range(5):
    write(f"papers/new{number}.jsonl", paper(f"new{number}"))
    slowest = max(slowest, until(lambda: there(f"new{number}"),
                                 "a new file is found"))
write("papers/new0.jsonl", paper("new0", "Another"))
until(lambda: title("new0") == "Another", "a changed file")
os.remove(path("papers", "new1.jsonl"))
until(lambda: not there("new1"), "a removed file")
os.rename(path("papers", "new2.jsonl"), path("papers", "moved.jsonl"))
until(lambda: title("new2") and "moved" in daemon.get(
    "/v1/documents/new2")[1]["source"], "a renamed file")
write("outside.jsonl", paper("outside"))
os.rename(path("outside.jsonl"), path("papers", "outside.jsonl"))
until(lambda: there("outside"), "a file moved in")

with open(path("papers", "open.jsonl"), "w") as file:
    file.write(paper("half"))
    file.flush()
    write("papers/after.jsonl", paper("after"))
    until(lambda: there("after"), "a file closed later")
    check(not there("half"), "a file being written is left alone")
until(lambda: there("half"), "until it is closed")

write("papers/one/two/deep.jsonl", paper("deep"))
until(lambda: there("deep"), "new folders")
write("papers/one/two/more.jsonl", paper("more"))
until(lambda: there("more"), "are watched")
os.rename(path("papers", "one"), path("papers", "uno"))
until(lambda: "uno" in daemon.get("/v1/documents/deep")[1].get("source", ""),
      "a renamed folder")
write("papers/uno/two/again.jsonl", paper("again"))
until(lambda: there("again"), "is watched under its name")
write("aside/in/it.jsonl", paper("aside"))
os.rename(path("aside"), path("papers", "aside"))
until(lambda: there("aside"), "a folder moved in")
os.rename(path("papers", "aside"), path("away"))
until(lambda: not there("aside"), "a folder moved out")
write("away/in/it.jsonl", paper("aside", "Changed outside"))
shutil.rmtree(path("papers", "uno"))
until(lambda: not there("deep") and not there("again"), "a removed folder")
write("papers/broken.jsonl", '{"id":\n')
until(lambda: "broken.jsonl" in words(), "a broken file is told")
check(not there("aside") and not there("hidden"), "none of ours is not read")

# ---- more events than the kernel keeps ----------------------------------

with open("/proc/sys/fs/inotify/max_queued_events") as file:
    most = int(file.read())
if most <= 100_000:
    watch.send_signal(signal.SIGSTOP)
    for number in range(most // 40 + 50):
        for name in range(20):
            os.close(os.open(path("papers", f"many{name}.jsonl"),
                             os.O_WRONLY | os.O_CREAT))
    os.mkdir(path("papers", "late"))
    for name in range(20):
        write(f"papers/many{name}.jsonl", paper(f"many{name}"))
    write("papers/late/late.jsonl", paper("late"))
    watch.send_signal(signal.SIGCONT)
    until(lambda: there("many19") and there("late"),
          "what was dropped is looked for", 60)
    write("papers/late/later.jsonl", paper("later"))
    until(lambda: there("later"), "a folder nobody told of is watched")

# ---- clients while it commits -------------------------------------------

stop = threading.Event()
failed, asked = [], [0] * CLIENTS


def client(number):
    peer = daemon.connection()
    while not stop.is_set():
        asked[number] += 1
        try:
            peer.request("GET", "/v1/search?q=" + quote("pairword"))
            reply = peer.getresponse()
            answer = json.loads(reply.read())
        except (OSError, ValueError, http.client.HTTPException) as error:
            failed.append(repr(error))
            peer.close()
            continue
        titles = [hit["title"] for hit in answer.get("hits", [])]
        if reply.status != 200 or len(titles) != 2 or len(set(titles)) != 1:
            failed.append((reply.status, titles or answer))


def pair(number):
    # Written aside and moved in: one event, one commit.
    write("pair.tmp", jsonl({"id": side, "title": f"pair {number}",
                             "text": f"pairword {side}"}
                            for side in ("left", "right")))
    os.rename(path("pair.tmp"), path("papers", "pair.jsonl"))


pair(0)
until(lambda: title("left") == "pair 0", "the first pair")
threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
for thread in threads:
    thread.start()
end, number = time.monotonic() + SECONDS, 0
while time.monotonic() < end and watch.poll() is None:
    number += 1
    pair(number)
    until(lambda: title("left") == f"pair {number}", "a pair")
    time.sleep(max(0, min(0.7, end - time.monotonic())))
stop.set()
for thread in threads:
    thread.join()
check(not failed, "no request fails", failed[:3])
check(number > SECONDS / 10, "pairs were changed", number)

# ---- the end ------------------------------------------------------------

done = index("--index", INDEX, "sync", FOLDER)
check(done.returncode == 4 and f"pid {watch.pid}" in done.stderr,
      "another run is told who holds the index", done.stderr)
start = time.monotonic()
watch.send_signal(signal.SIGTERM)
code = watch.wait(timeout=30)
took = time.monotonic() - start
check(code == 0 and took < 5, "SIGTERM ends it well", (code, took))
done = index("--index", INDEX, "--report", "json", "sync", FOLDER)
report = json.loads(done.stdout)
check((report["added"], report["updated"], report["deleted"]) == (0, 0, 0),
      "nothing was missed", done.stdout)
check(index("--index", INDEX, "verify").returncode == 0, "it verifies")
done = index("--index", INDEX, "watch", path("nowhere"))
check(done.returncode == 3 and "nowhere" in done.stderr, "nothing to watch",
      done.stderr)
finish(f"watch: a file was found after {slowest:.2f} s at most, {number} "
       f"commits under {sum(asked)} requests, {len(failed)} failed")
