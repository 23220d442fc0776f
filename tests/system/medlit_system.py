# SPDX-License-Identifier: GPL-2.0-or-later
"""What the system tests share: a scratch folder, the programs of the build, a
running daemon, and checks that say what was expected."""
import atexit
import glob
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(os.environ.get("abs_top_builddir", "."))
SOURCE = os.path.abspath(os.environ.get("abs_top_srcdir", "."))
SCRATCH = tempfile.mkdtemp(prefix="medlit-")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
PAPERS = os.path.join(SOURCE, "corpus", "papers")
with open(os.path.join(BUILD, "config.h"), encoding="utf8") as config:
    SANITIZERS = "#define MEDLIT_SANITIZERS 1" in config.read()

_failed = 0


def check(condition, what, seen=""):
    """One expectation; all are tried, finish() tells."""
    global _failed
    if not condition:
        _failed += 1
        print(f"not ok: {what}: {seen}")


def shelf(name, papers, *arguments):
    """A running daemon over papers (title, text) with the ids "0", "1" ..."""
    source = write(name + ".jsonl", jsonl(
        {"id": str(n), "title": title, "text": text}
        for n, (title, text) in enumerate(papers)))
    done = index("--index", path(name), *arguments, "add", source)
    check(done.returncode == 0, f"{name}: index", done.stderr)
    return Daemon(path(name), name=name + ".sock").wait_ready()


def finish(summary):
    print(f"{summary}: {_failed} failed expectations")
    sys.exit(1 if _failed else 0)


def program(name):
    return os.path.join(BUILD, name)


def path(*names):
    return os.path.join(SCRATCH, *names)


def write(name, text):
    where = path(name)
    os.makedirs(os.path.dirname(where), exist_ok=True)
    with open(where, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return where


def run(*command, **options):
    """Finished process with text output."""
    options.setdefault("timeout", 300)
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(command, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True,
                          errors="replace", **options)


def index(*arguments, **options):
    return run(program("medlit-index"), *arguments, **options)


def expect(done, status, words, what):
    """How a finished process ended, and what it said on either stream."""
    seen = f"status {done.returncode}, {done.stderr!r} {done.stdout!r}"
    check(done.returncode == status, f"{what}: status {status}", seen)
    for word in words:
        check(word in done.stderr + done.stdout, f"{what}: says {word!r}",
              seen)


def dump(folder):
    """Every entry of the current generation, a line each."""
    with open(os.path.join(folder, "CURRENT"), encoding="utf8") as file:
        name = file.read().strip()
    shards = glob.glob(os.path.join(folder, "generations", name, "shard-*"))
    done = run(program("xapian-dump"), *sorted(shards))
    check(shards and done.returncode == 0, f"dump {folder}", done.stderr)
    return done.stdout.splitlines()


def jsonl(papers):
    return "".join(json.dumps(paper) + "\n" for paper in papers)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, where, timeout=30):
        super().__init__("localhost", timeout=timeout)
        self.where = where

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.where)


class Daemon:
    """A running medlitd on a unix socket; ends with the test."""

    asked = 0

    def __init__(self, folder, *arguments, name="medlitd.sock", env=None):
        self.socket = path(name)
        self.log = path(name + ".log")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [program("medlitd"), "--index", folder, "--socket",
                 self.socket, *arguments], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, env=env)
        atexit.register(self.kill)

    def connection(self):
        return UnixConnection(self.socket)

    def get(self, target):
        """(status, parsed JSON)"""
        peer = self.connection()
        try:
            peer.request("GET", target)
            reply = peer.getresponse()
            return reply.status, json.loads(reply.read() or b"null")
        finally:
            peer.close()

    def search(self, question, **parameters):
        target = "/v1/search?q=" + quote(question)
        for name, value in parameters.items():
            target += f"&{name}={value}"
        return self.get(target)

    def answer(self, question, **parameters):
        """All of a good reply; asked counts them, of all daemons."""
        Daemon.asked += 1
        status, reply = self.search(question, limit=200, fields="all",
                                    **parameters)
        check(status == 200, f"{question!r} is answered", reply)
        return reply

    def wait_ready(self, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if self.get("/readyz")[0] == 200:
                    return self
            except (OSError, http.client.HTTPException):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise SystemExit("medlitd does not get ready:\n" + self.words())

    def words(self):
        with open(self.log, errors="replace") as log:
            return log.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def quote(text):
    from urllib.parse import quote as percent
    return percent(text, safe="", errors="surrogateescape")
