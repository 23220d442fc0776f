#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A bulk load against plain Xapian over the same text, in the same run.

  load.py [--build DIR] [--papers N] [--jobs N] [--runs N] [--keep FOLDER]

Ours is `medlit-index --jobs 2 add` of generated PubMed XML .gz (generate.py)
into an empty index: unpacked, parsed, analysed, joined, whole records stored,
merged, checked and swapped in.  Theirs is one process of Xapian's TermGenerator
(English stemmer, positions, text stored) over the same titles and abstracts as
plain lines; its database is compacted before it is weighed.  Then ten new
papers are added to ours.

CPU is user and system time of a command with all its children; memory the most
that all its processes have together (PSS, looked at ten times a second).
"""
import argparse
import glob
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

BARS = {"CPU": 0.6, "wall": 0.35, "size": 0.85}


def family(pid):
    found = [pid]
    for tasks in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(tasks, encoding="ascii") as file:
                for child in file.read().split():
                    found += family(int(child))
        except OSError:
            pass
    return found


def memory_of(pid):
    """MB of a process and its children; shared pages count once."""
    kilobytes = 0
    for one in family(pid):
        try:
            with open(f"/proc/{one}/smaps_rollup", encoding="ascii") as file:
                kilobytes += sum(int(line.split()[1]) for line in file
                                 if line.startswith("Pss:"))
        except (OSError, ValueError):
            pass
    return kilobytes / 1024


class Spent:
    """What a command took: CPU and wall seconds, peak memory in MB."""

    def __init__(self, *command):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        self.memory = 0
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        watcher = threading.Thread(target=self.watch, daemon=True)
        watcher.start()
        if self.process.wait() != 0:
            sys.exit(f"{command}: status {self.process.returncode}")
        self.wall = time.monotonic() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu = (after.ru_utime + after.ru_stime - before.ru_utime -
                    before.ru_stime)

    def watch(self):
        while self.process.poll() is None:
            self.memory = max(self.memory, memory_of(self.process.pid))
            time.sleep(0.1)


def size_of(folder):
    return sum(os.path.getsize(os.path.join(path, name))
               for path, _, names in os.walk(folder) for name in names) / 1e6


class Load:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.xml = os.path.join(folder, "xml.gz")
        self.lines = os.path.join(folder, "lines.tsv")
        self.ten = os.path.join(folder, "ten.xml.gz")
        if not os.path.exists(self.ten):
            self.generate(options.papers, self.xml, "--text", self.lines)
            self.generate(10, self.ten, "--seed", "2", "--first",
                          str(options.papers + 1))

    def generate(self, count, *more):
        subprocess.run([sys.executable, os.path.join(os.path.dirname(
            __file__), "generate.py"), str(count), *more], check=True)

    def program(self, name):
        return os.path.join(self.options.build, name)

    def empty(self, name):
        path = os.path.join(self.folder, name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def add(self, index, path):
        return Spent(self.program("medlit-index"), "--index", index, "--jobs",
                     str(self.options.jobs), "add", path)

    def plain(self):
        database, small = self.empty("plain"), self.empty("small")
        spent = Spent(self.program("bench-termgenerator"), self.lines,
                      database)
        subprocess.run([self.program("bench-termgenerator"), "--compact",
                        database, small], check=True,
                       stdout=subprocess.DEVNULL)
        return spent, size_of(small)

    def run(self):
        ours, theirs, tens, sizes, smalls = [], [], [], [], []
        for _ in range(self.options.runs):
            index = self.empty("index")
            ours.append(self.add(index, self.xml))
            sizes.append(size_of(index))
            tens.append(self.add(index, self.ten))
            spent, small = self.plain()
            theirs.append(spent)
            smalls.append(small)
        self.tell(ours, theirs, tens, sizes, smalls)

    def tell(self, ours, theirs, tens, sizes, smalls):
        def middle(what, of):
            return statistics.median(getattr(one, of) for one in what)

        print(f"load: {self.options.papers} papers, {self.options.jobs} jobs, "
              f"{self.options.runs} runs, load {os.getloadavg()[0]:.1f}")
        print(f"{'':12} {'ours':>10} {'theirs':>10} {'ratio':>6} {'bar':>5}")
        for name, unit, mine, its in (
                ("CPU", "s", middle(ours, "cpu"), middle(theirs, "cpu")),
                ("wall", "s", middle(ours, "wall"), middle(theirs, "wall")),
                ("size", "MB", statistics.median(sizes),
                 statistics.median(smalls))):
            print(f"{name:8} {unit:3} {mine:10.1f} {its:10.1f} "
                  f"{mine / its:6.2f} {BARS[name]:5.2f}")
        print(f"{'memory':8} MB  {middle(ours, 'memory'):10.0f} "
              f"{middle(theirs, 'memory'):10.0f}   bar 400")
        print(f"ten more papers: {middle(tens, 'wall'):.2f} s, "
              f"{100 * middle(tens, 'cpu') / middle(ours, 'cpu'):.2f} % of "
              "the CPU of the load (bars: 2 s, 1 %)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default=".")
    parser.add_argument("--papers", type=int, default=100000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", help="folder for papers and indexes")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    if options.keep:
        os.makedirs(options.keep, exist_ok=True)
        Load(options, options.keep).run()
        return
    with tempfile.TemporaryDirectory() as folder:
        Load(options, folder).run()


if __name__ == "__main__":
    main()
