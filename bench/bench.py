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
         calls libxapian-c (xc_search and the stored record) and nothing else.

Runs alternate, A B A B; the median and the ratio of medians are printed.
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
        asked = os.path.join(self.folder, "questions")
        with open(asked, "w", encoding="utf8") as out:
            out.write("".join(q + "\n" for q in self.questions()))
        ours, theirs = [], []
        for _ in range(self.runs):
            ours.append(self.daemon_cpu(index, 10))
            done = subprocess.run(
                [self.program("bench-engine"), index, asked, "10"],
                check=True, stdout=subprocess.PIPE)
            theirs.append(float(done.stdout) * 1000)
        print(f"request: {self.papers} papers, 2000 requests a run, "
              f"{self.runs} runs")
        row("medlitd + workers, CPU a request", ours, "ms")
        row("libxapian-c, CPU a query", theirs, "ms")
        print("  overhead, difference of medians    "
              f"{statistics.median(ours) - statistics.median(theirs):.3f} ms")

    def daemon_cpu(self, index, rounds):
        """CPU milliseconds a request of the front and its workers."""
        path = os.path.join(self.folder, "sock")
        daemon = subprocess.Popen(
            [self.program("medlitd"), "--index", index, "--socket", path],
            stderr=subprocess.DEVNULL)
        try:
            wait_ready(path, daemon)
            targets = [target(q) for q in self.questions()]
            with connect(path) as peer:
                for t in targets:  # warm
                    ask(peer, t)
                before = family_ticks(daemon.pid)
                for _ in range(rounds):
                    for t in targets:
                        ask(peer, t)
                after = family_ticks(daemon.pid)
        finally:
            daemon.terminate()
            daemon.wait()
        tick = os.sysconf("SC_CLK_TCK")
        return (after - before) / tick * 1000 / (rounds * len(targets))


def target(question):
    return ("/v1/search?snippets=0&fields=id,title,score&limit=10&q=" +
            question.replace(" ", "+"))


def connect(path):
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(path)
    return peer


def ask(peer, where):
    peer.sendall(f"GET {where} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
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
    return json.loads(body)


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


def family_ticks(pid):
    """Clock ticks of a process and its living children."""
    total = 0
    for each in [pid, *children(pid)]:
        with open(f"/proc/{each}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total


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
