# SPDX-License-Identifier: GPL-2.0-or-later
"""Workers that crash, hang, leave or are killed: what the request of each gets,
and that no other request notices."""

import os
import re
import signal
import subprocess
import sys
import time

from front import Daemon, Load, SANITIZED, check, code, finish, one_reply, \
    request, until


def crashes():
    """A worker that ends takes its own request with it and no other."""
    daemon = Daemon("--workers", "2", "--queue", "50",
                    "--deadline-soft", "3000", "--deadline-hard", "3500")
    load = Load(daemon)
    for path, expected, why in (("/crash", 503, "worker_died"),
                                ("/exit", 503, "worker_died"),
                                ("/junk", 503, "worker_died")):
        for _ in range(5):
            seen = load.total()
            status, head, body = daemon.ask(path)
            check(status == expected and code(body) == why and
                  b"Retry-After: 1" in head, path, (status, body))
            until(lambda: load.total() > seen + 5)
    # Killed from outside while it works: one request at most is lost each time.
    for _ in range(10):
        seen = load.total()
        os.kill(daemon.workers()[0], signal.SIGKILL)
        until(lambda: load.total() > seen + 10)
    errors = load.stop()
    check(set(errors) <= {503} and errors.get(503, 0) <= 10,
          "only the requests of killed workers fail", errors)
    check(until(lambda: daemon.state()["workers"]["ready"] == 2),
          "both are there again")

    start = time.monotonic()
    for pid in daemon.workers():
        os.kill(pid, signal.SIGKILL)
    check(until(lambda: daemon.ask("/echo")[0] == 200), "respawned")
    took = (time.monotonic() - start) * 1000
    print("respawn: %.0f ms, restarts %d"
          % (took, daemon.state()["workers"]["restarts"]))
    check(SANITIZED or took <= 200, "at once", took)
    check(len(daemon.workers()) == 2, "no zombie is left", daemon.workers())
    daemon.stop()


def deadlines():
    """A worker past the hard deadline is killed, a stopped one too."""
    daemon = Daemon("--workers", "2", "--queue", "50", "--deadline-soft", "300",
                    "--deadline-hard", "400")
    load = Load(daemon, clients=1)
    for path in ("/sleep/30000", "/stop"):
        start = time.monotonic()
        status, _, body = daemon.ask(path)
        took = time.monotonic() - start
        check(status == 504 and code(body) == "deadline", path, body)
        check(0.39 <= took < 2, path + " at its deadline", took)
    os.kill(daemon.workers()[0], signal.SIGSTOP)
    os.kill(daemon.workers()[1], signal.SIGSTOP)
    check(until(lambda: load.errors().get(504, 0) >= 1),
          "a worker stopped from outside is found out", load.errors())
    check(until(lambda: daemon.ask("/echo")[0] == 200), "serves again")
    errors = load.stop()
    check(set(errors) <= {503, 504} and sum(errors.values()) <= 3,
          "only the requests of the stopped fail", errors)
    state = daemon.state()["workers"]
    check(state["killed"] >= 3, "they are counted", state)
    daemon.stop()


def full_queue():
    """One worker, two places: the fourth at once is refused, at once."""
    daemon = Daemon("--workers", "1", "--queue", "2", "--deadline-soft", "2000",
                    "--deadline-hard", "2500")
    peers = [daemon.connect(True) for _ in range(3)]
    for number, peer in enumerate(peers):
        peer.sendall(request("/sleep/%d" % (700 if number == 0 else 0)))
    start = time.monotonic()

    def refused():
        status, head, body = daemon.ask("/echo")
        return status == 503 and code(body) == "busy" and \
            b"Retry-After: 1" in head
    check(until(refused, 1), "a full queue is busy")
    check(daemon.ask("/livez")[0] == 200, "/livez is not")
    check(time.monotonic() - start < 0.6, "and says so at once")
    check([one_reply(p)[0] for p in peers] == [200] * 3,
          "those who wait are served")
    check(daemon.state()["queue"]["refused"] >= 1, "counted")
    for peer in peers:
        peer.close()

    # What waits past its soft deadline is not run any more.
    daemon.stop()
    daemon = Daemon("--workers", "1", "--queue", "2", "--deadline-soft", "200",
                    "--deadline-hard", "1000")
    first, second = daemon.connect(True), daemon.connect(True)
    first.sendall(request("/sleep/600"))
    second.sendall(request("/echo"))
    status, _, body = one_reply(second)
    check(status == 503 and code(body) == "busy", "waited too long", body)
    check(one_reply(first)[0] == 200, "the one that ran is answered")
    first.close()
    second.close()
    daemon.stop()


# Ten requests at once that never end, and what becomes of each.
HOG = """
import select, socket, sys
peers = []
for _ in range(10):
    peers.append(socket.socket(socket.AF_UNIX))
    peers[-1].connect(sys.argv[1])
    peers[-1].sendall(b"GET /stop HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n")
while peers:
    for peer in select.select(peers, [], [])[0]:
        print(peer.recv(100)[9:12].decode(), flush=True)
        peers.remove(peer)
        peer.close()
"""


def fairness():
    """One who asks much and heavily takes neither the last worker nor the whole
    queue from others."""
    daemon = Daemon("--workers", "2", "--queue", "4", "--deadline-soft",
                    "60000", "--deadline-hard", "70000", "--drain", "100")
    hog = subprocess.Popen([sys.executable, "-c", HOG, daemon.socket],
                           stdout=subprocess.PIPE)
    check(hog.stdout.readline() == b"503\n", "its tenth has no place")
    check(daemon.ask("/echo")[0] == 200, "another is served")
    state = daemon.state()
    check(state["queue"]["waiting"] == 8 and state["queue"]["refused"] == 1 and
          state["workers"]["busy"] == 1, "beside its one and eight", state)
    # Now the other takes the last worker, and wants a place in the queue.
    peers = [daemon.connect(True) for _ in range(2)]
    peers[0].sendall(request("/stop"))
    check(until(lambda: len(stopped(daemon)) == 2), "both workers are taken",
          stopped(daemon))
    peers[1].sendall(request("/echo"))
    check(hog.stdout.readline() == b"503\n", "it gives one up for the other")
    # With its worker gone, the other is the first to get the next one.
    for pid in stopped(daemon):
        os.kill(pid, signal.SIGKILL)
    check(one_reply(peers[1])[0] == 200, "who is served before it")
    hog.kill()
    hog.wait()
    for peer in peers:
        peer.close()
    daemon.stop()


def stopped(daemon):
    found = []
    for pid in daemon.workers():
        try:
            with open("/proc/%d/stat" % pid) as f:
                if f.read().rsplit(")", 1)[1].split()[0] == "T":
                    found.append(pid)
        except OSError:
            pass
    return found


def abandoned():
    """Who hangs up is not served: a waiting request is dropped unrun."""
    for unix in (True, False):
        daemon = Daemon("--workers", "1", "--queue", "50",
                        "--deadline-soft", "5000", "--deadline-hard", "6000")
        busy = daemon.connect(unix)
        busy.sendall(request("/sleep/300"))
        peers = [daemon.connect(unix) for _ in range(20)]
        for peer in peers:
            peer.sendall(request("/sleep/1000"))
        for peer in peers:
            peer.close()
        start = time.monotonic()
        check(one_reply(busy)[0] == 200, "the running one is answered")
        check(daemon.ask("/echo", unix)[0] == 200, "the next one is served")
        took = time.monotonic() - start
        check(took < 5, "without running those before it", took)
        state = daemon.state()
        check(state["queue"]["dropped"] >= 15 and
              state["workers"]["killed"] == 0, "they were dropped", state)
        busy.close()

        # Hung up while it runs: the worker finishes, and lives.
        pids = daemon.workers()
        peer = daemon.connect(unix)
        peer.sendall(request("/sleep/200"))
        peer.close()
        check(daemon.ask("/echo", unix)[0] == 200, "served behind it")
        check(daemon.workers() == pids, "by the same worker")
        daemon.stop()


def recycling():
    """A worker that asks for it is replaced, and nobody waits for that."""
    daemon = Daemon("--workers", "2", "--queue", "50")
    load = Load(daemon)
    before = set(daemon.workers())
    for _ in range(10):
        check(daemon.ask("/recycle")[0] == 200, "answered before it goes")
    check(until(lambda: not before & set(daemon.workers())), "all replaced",
          (before, daemon.workers()))
    check(until(lambda: len(daemon.workers()) == 2), "and no more than asked",
          daemon.workers())
    errors = load.stop()
    check(not errors, "no request failed", errors)
    daemon.stop()


def unready():
    """An index that goes away: the front stays, says why, and recovers."""
    daemon = Daemon("--workers", "1")
    os.rmdir(daemon.index)
    os.kill(daemon.workers()[0], signal.SIGKILL)

    def says_why():
        status, _, body = daemon.ask("/readyz")
        return status == 503 and code(body) == "no_index" and \
            b"there is no index to serve" in body
    check(until(says_why), "/readyz says why")
    check(daemon.ask("/livez")[0] == 200, "/livez lives")
    check(daemon.wait_line("cannot start: there is no index to serve"),
          "the log says why")
    check(until(lambda: daemon.ask("/echo")[0] == 503), "503 meanwhile")
    os.mkdir(daemon.index)
    check(until(lambda: daemon.ask("/readyz")[0] == 200), "ready again")
    told = [l for l in daemon.lines if "cannot start" in l]
    check(len(told) == 1, "said once", told)
    daemon.stop()


def front_killed():
    """Workers do not outlive the front."""
    daemon = Daemon("--workers", "2")
    pids = daemon.workers()
    daemon.signal(signal.SIGKILL)
    daemon.wait()

    def gone(pid):
        try:
            with open("/proc/%d/stat" % pid) as f:
                return re.search(r"\) (.)", f.read()).group(1) == "Z"
        except OSError:
            return True
    check(until(lambda: all(gone(p) for p in pids)), "the workers end too")


crashes()
deadlines()
full_queue()
fairness()
abandoned()
recycling()
unready()
front_killed()
finish()
