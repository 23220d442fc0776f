#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compare medlit with plain Xapian, both in the same run on the same input.

  bench.py [--build DIR] [--papers N] [--runs N] [index] [request]

index    CPU seconds (user + system, whole process) and peak memory of
         `medlit-index add` over generated PubMed XML .gz, against Xapian's own
         TermGenerator (English stemmer, positions, text stored) over the same
         titles and abstracts as plain lines.  Ours unpacks and parses XML,
         annotates concepts and keeps whole records; it is still compared as is.
request  CPU per request of medlitd with its workers (unix socket, keep-alive,
         top 10 with title) against the same queries in a warm process that
         calls libxapian-c (xc_search, and the titles of what it found) and
         nothing else.
         That process runs without a pause; a daemon asked by one client sleeps
         between its questions and finds cold caches, so a daemon with a queue,
         asked by eight clients at once, is measured as well.  Of the overhead
         two more rows tell where it comes from: the same process asked by the
         same client at the same pace over a socketpair, with as many bytes,
         so that it sleeps and finds cold caches as a worker does; and the same
         behind another process that only hands on the bytes, which is what two
         processes cost whatever they do.

Runs and rounds alternate, A B A B, so that a busy machine is as busy for both;
medians are printed, and their ratio or difference.
"""
import argparse
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 10  # over 200 questions, a run
CLIENTS = 8
REQUEST_SIZE, REPLY_SIZE = 128, 2048  # of bench-engine


def cpu_of(command):
    """CPU seconds of one command with its children."""
    start = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: status {done.returncode}: "
                 f"{done.stderr.decode()[-500:]}")
    return (end.ru_utime - start.ru_utime) + (end.ru_stime - start.ru_stime)


def peak_of(command):
    """Peak RSS in MB, from the kernel's own account of that child."""
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{command[0]}: status {status}")
    return usage.ru_maxrss / 1024


def row(name, values, unit):
    print(f"  {name:34} median {statistics.median(values):9.3f} {unit}"
          f"   (min {min(values):.3f}, max {max(values):.3f})")


class Bench:
    def __init__(self, options, folder):
        self.build, self.folder = options.build, folder
        self.papers, self.runs = options.papers, options.runs
        self.xml = os.path.join(folder, "papers.xml.gz")
        self.lines = os.path.join(folder, "papers.tsv")
        generator = os.path.join(os.path.dirname(__file__), "generate.py")
        subprocess.run([sys.executable, generator, str(self.papers), self.xml,
                        "--text", self.lines], check=True)

    def program(self, name):
        return os.path.join(self.build, name)

    def path(self, name):
        path = os.path.join(self.folder, name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def index(self):
        ours, theirs = [], []
        for _ in range(self.runs):
            ours.append(cpu_of([self.program("medlit-index"), "--index",
                                self.path("index"), "add", self.xml]))
            theirs.append(cpu_of([self.program("bench-termgenerator"),
                                  self.lines, self.path("plain")]))
        peak = peak_of([self.program("medlit-index"), "--index",
                        self.path("index"), "add", self.xml])
        plain = peak_of([self.program("bench-termgenerator"), self.lines,
                         self.path("plain")])
        print(f"index: {self.papers} papers, {self.runs} runs")
        row("medlit-index CPU", ours, "s")
        row("TermGenerator CPU", theirs, "s")
        print(f"  ratio of medians                   "
              f"{statistics.median(ours) / statistics.median(theirs):.2f}")
        print(f"  peak memory                        medlit-index {peak:.0f} "
              f"MB, TermGenerator {plain:.0f} MB")

    # ---- request ---------------------------------------------------------

    def questions(self):
        """Two to five words each, from the titles, commonest words left out."""
        found = []
        with open(self.lines, encoding="utf8") as lines:
            for number, line in enumerate(lines):
                words = [w for w in line.split("\t")[0].strip(".").split()
                         if len(w) > 4]
                if len(words) >= 2:
                    found.append(" ".join(words[:2 + number % 4]))
                if len(found) == 200:
                    break
        return found

    def request(self):
        index = self.path("index")
        subprocess.run([self.program("medlit-index"), "--index", index, "add",
                        self.xml], check=True, stdout=subprocess.DEVNULL)
        rounds = ROUNDS * self.runs
        with Asked(self, index) as asked:
            fronts, workers, queued, hot, paced, relayed = zip(
                *(asked.round() for _ in range(rounds)))
        both = [f + w for f, w in zip(fronts, workers)]
        print(f"request: {self.papers} papers, {rounds} rounds of "
              f"{len(asked.targets)} requests, load "
              f"{os.getloadavg()[0]:.1f}")
        row("medlitd, CPU a request", fronts, "ms")
        row("workers, CPU a request", workers, "ms")
        row("both", both, "ms")
        row(f"both, {CLIENTS} clients at once", queued, "ms")
        row("libxapian-c, CPU a query", hot, "ms")
        row("libxapian-c asked at that pace", paced, "ms")
        row("the same behind a relay", relayed, "ms")
        print("  overhead, median difference         "
              f"{difference(both, hot):.3f} ms; with {CLIENTS} clients "
              f"{difference(queued, hot):.3f} ms; at the same pace "
              f"{difference(both, paced):.3f} ms; to the relay "
              f"{difference(both, relayed):.3f} ms")
        print("  what two processes cost by themselves "
              f"{difference(relayed, hot):.3f} ms")


class Asked:
    """A daemon and the engine alone, over one index, each asked in turn."""

    def __init__(self, bench, index):
        questions = bench.questions()
        listed = os.path.join(bench.folder, "questions")
        with open(listed, "w", encoding="utf8") as out:
            out.write("".join(q + "\n" for q in questions))
        self.path = os.path.join(bench.folder, "sock")
        self.targets = [target(q) for q in questions]
        engine = [bench.program("bench-engine"), index, listed]
        self.alone, self.relayed = Engine(engine), Engine([*engine, "relay"])
        # last, as it does not end by itself when this script does
        self.daemon = subprocess.Popen(
            [bench.program("medlitd"), "--index", index, "--socket",
             self.path], stderr=subprocess.DEVNULL)

    def __enter__(self):
        wait_ready(self.path, self.daemon)
        self.alone.wait_ready()
        self.relayed.wait_ready()
        self.peers = [connect(self.path) for _ in range(CLIENTS)]
        self.answers = [ask(self.peers[0], t) for t in self.targets]  # warm
        self.family = [self.daemon.pid, *children(self.daemon.pid)]
        return self

    def __exit__(self, *_):
        for peer in self.peers:
            peer.close()
        self.alone.close()
        self.relayed.close()
        self.daemon.terminate()
        self.daemon.wait()

    def round(self):
        """CPU ms a request: front, workers, both with a queue, engine, engine at
        the pace of the first, engine at that pace behind a relay."""
        front, *workers = self.spent(self.family, self.ask_daemon)
        queued = self.spent(self.family, self.ask_daemon_at_once)
        alone, relayed = self.alone, self.relayed
        hot = self.spent(alone.family, lambda: alone.ask(b"*"))
        paced = self.spent(alone.family, lambda: self.ask_engine(alone))
        behind = self.spent(relayed.family, lambda: self.ask_engine(relayed))
        return (front, sum(workers), sum(queued), sum(hot), sum(paced),
                sum(behind))

    def spent(self, family, work):
        start = [cpu_ms(pid) for pid in family]
        work()
        return [(cpu_ms(pid) - s) / len(self.targets)
                for pid, s in zip(family, start)]

    def ask_daemon(self):
        for where in self.targets:
            json.loads(ask(self.peers[0], where))

    def ask_daemon_at_once(self):
        """Each client sends its next question when it has its answer."""
        for number, where in enumerate(self.targets):
            peer = self.peers[number % CLIENTS]
            if number >= CLIENTS:
                receive(peer, where)
            send(peer, where)
        for peer in self.peers:
            receive(peer, "the last questions")

    def ask_engine(self, engine):
        """The client reads the same JSON whoever is asked."""
        for answer in self.answers:
            engine.ask(b"?")
            json.loads(answer)


class Engine:
    """bench-engine behind a socketpair; see there."""

    def __init__(self, command):
        self.pipe, its = socket.socketpair()
        self.process = subprocess.Popen(command, stdin=its)
        its.close()

    def wait_ready(self):
        self.receive()
        pid = self.process.pid
        self.family = [pid, *children(pid)]

    def receive(self):
        left = REPLY_SIZE
        while left > 0:
            got = len(self.pipe.recv(left))
            if not got:
                sys.exit("bench-engine ended")
            left -= got

    def ask(self, what):
        self.pipe.sendall(what.ljust(REQUEST_SIZE))
        self.receive()

    def close(self):
        self.pipe.close()
        self.process.wait()


def difference(ours, theirs):
    """Median over the rounds: what one round adds is told from what a busier
    minute adds to both."""
    return statistics.median(o - t for o, t in zip(ours, theirs))


def target(question):
    return ("/v1/search?snippets=0&fields=id,title,score&limit=10&q=" +
            question.replace(" ", "+"))


def connect(path):
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(path)
    return peer


def ask(peer, where):
    send(peer, where)
    return receive(peer, where)


def send(peer, where):
    peer.sendall(f"GET {where} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())


def receive(peer, where):
    data = b""
    while b"\r\n\r\n" not in data:
        data += peer.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                  if line.lower().startswith(b"content-length"))
    while len(body) < length:
        body += peer.recv(65536)
    if not head.startswith(b"HTTP/1.1 200"):
        sys.exit(f"{where}: {head.split(b' ')[1].decode()} {body[:300]}")
    return body


def wait_ready(path, daemon):
    for _ in range(200):
        try:
            with connect(path) as peer:
                peer.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n"
                             b"Connection: close\r\n\r\n")
                if peer.recv(64).startswith(b"HTTP/1.1 200"):
                    return
        except OSError:
            pass
        if daemon.poll() is not None:
            sys.exit(f"medlitd ended with status {daemon.returncode}")
        time.sleep(0.05)
    sys.exit("medlitd does not get ready")


def cpu_ms(pid):
    """CPU time of a process of one thread, to the nanosecond."""
    with open(f"/proc/{pid}/schedstat", encoding="ascii") as stat:
        return int(stat.read().split()[0]) / 1e6


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".")
    parser.add_argument("--papers", type=int, default=20000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("what", nargs="*", default=["index", "request"])
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        for what in options.what:
            getattr(bench, what)()


if __name__ == "__main__":
    main()
