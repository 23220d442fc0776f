# SPDX-License-Identifier: GPL-2.0-or-later
"""The real worker behind the front, over an index made here: it is ready, keeps
its limits, is replaced after its number of requests, and says why it cannot
serve."""

import json
import os
import re
import shutil
import signal
import subprocess

from front import BUILD, Daemon, Load, SANITIZED, check, finish, until

PAPER = {"id": "own:1", "title": "A test of blinatumomab",
         "text": "Blinatumomab was tested. The test ended well."}


def program():
    return os.path.join(BUILD, "medlitd-worker")


def make_index(folder):
    path = os.path.join(folder, "papers.jsonl")
    with open(path, "w") as f:
        f.write(json.dumps(PAPER) + "\n")
    done = subprocess.run(
        [os.path.join(BUILD, "medlit-index"), "--index",
         os.path.join(folder, "index"), "--thesaurus", "none", "add", path],
        capture_output=True, timeout=60)
    return done


def limits_of(pid):
    with open("/proc/%d/limits" % pid) as f:
        text = f.read()
    return [int(re.search(r"Max %s +(\d+)" % name, text).group(1))
            if re.search(r"Max %s +\d" % name, text) else None
            for name in ("core file size", "address space")]


# Nothing there to serve: the front says why and does not start.
daemon = Daemon("--worker", program(), wait=None)
check(daemon.wait() == 3, "no index: does not start")
check(daemon.wait_line("not one worker can serve: .*index"), "and says why",
      daemon.lines)

home = daemon.folder
made = make_index(home)
check(made.returncode == 0, "index made", made)
daemon = Daemon("--worker", program(), "--index",
                os.path.join(home, "index"), "--worker-requests", "50",
                "--worker-memory", "700", "--queue", "50")
status, head, body = daemon.ask("/v1/search?q=blinatumomab")
check(status == 200 and json.loads(body)["total"] == 1, "found", body)
check(b"application/json" in head and b"ETag: " in head, "fields", head)
state = json.loads(daemon.ask("/v1/status")[2])
check(state["pid"] == daemon.pid and state["workers"]["configured"] == 2,
      "/v1/status has what the front adds", state)
check(until(lambda: json.loads(daemon.ask("/v1/status")[2])["workers"]
            ["ready"] == 2), "the slower worker is ready, too")
check(daemon.ask("/readyz")[0] == 200, "/readyz")
check(daemon.ask("/v1/documents/none")[0] == 404, "404 comes through")

core, memory = limits_of(daemon.workers()[0])
check(core == 0, "no core is left behind", core)
check(SANITIZED or memory == 700 * 1024 * 1024, "address space", memory)

# Told with its whole group to stop, a worker waits for the front's word.
for pid in daemon.workers():
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
pids = set(daemon.workers())
check(daemon.ask("/v1/search?q=test")[0] == 200 and
      set(daemon.workers()) == pids, "SIGTERM does not end a worker")

load = Load(daemon, clients=2, path="/v1/search?q=test")
check(until(lambda: load.total() >= 300), "300 requests")
check(until(lambda: not pids & set(daemon.workers())),
      "workers are replaced after 50")
errors = load.stop()
check(not errors, "and no request failed", errors)
daemon.stop()
shutil.rmtree(home)

# By hand it explains itself.
done = subprocess.run([program(), "--help"], capture_output=True, timeout=20)
check(done.returncode == 2 and b"is started by medlitd" in done.stderr,
      "medlitd-worker by hand", done)
finish()
