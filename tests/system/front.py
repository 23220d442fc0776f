# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the front share: a daemon with echo workers, raw sockets,
and a count of checks.  Waits are for events; every one has an end."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

BUILD = os.environ.get("abs_top_builddir", os.getcwd())
WAIT = 20  # seconds: far beyond what anything takes
SANITIZED = b"__asan_init" in open(os.path.join(BUILD, "medlitd"), "rb").read()
failures = 0


def check(good, name, detail=""):
    global failures
    if not good:
        failures += 1
    print("%s - %s%s" % ("ok" if good else "not ok", name,
                         "" if good or detail == "" else ": %s" % (detail,)))
    sys.stdout.flush()
    return good


def finish():
    print("%d failed" % failures)
    sys.exit(1 if failures else 0)


def until(condition, seconds=WAIT):
    """Poll what announces itself nowhere, such as another process's state."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        threading.Event().wait(0.005)
    return True


class Daemon:
    def __init__(self, *options, index=True, wait="ready", env=None, limit=None,
                 tcp=True, unix=True):
        self.folder = tempfile.mkdtemp(prefix="medlit-front-")
        self.socket = os.path.join(self.folder, "s")
        self.index = os.path.join(self.folder, "index")
        self.lines = []
        self.changed = threading.Condition()
        if index:
            os.mkdir(self.index)
        command = [os.path.join(BUILD, "medlitd"), "--index", self.index,
                   "--worker", os.path.join(BUILD, "echo-worker"),
                   "--workers", "2",
                   "--socket", self.socket if unix else "",
                   "--listen", "127.0.0.1:0" if tcp else ""]
        if not any(o.startswith("--config") for o in options):
            command.append("--config=")
        command += options
        if limit:
            command = ["sh", "-c", "ulimit -n %d; exec \"$@\"" % limit,
                       "sh"] + command
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.PIPE,
            env=dict(os.environ, **(env or {})))
        self.pid = self.process.pid
        threading.Thread(target=self._read, daemon=True).start()
        self.port = None
        if wait:
            line = self.wait_line(wait)
            assert line, "medlitd did not start: %s" % self.lines
            for line in self.lines:
                found = re.search(r"listening on [0-9.]+ port (\d+)", line)
                if found:
                    self.port = int(found.group(1))

    def _read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(line.decode("utf-8", "replace").rstrip())
                self.changed.notify_all()
        with self.changed:
            self.lines.append("END")
            self.changed.notify_all()

    def wait_line(self, pattern, count=1):
        """The count-th line that matches, or None."""
        end = time.monotonic() + WAIT
        with self.changed:
            while True:
                found = [l for l in self.lines if re.search(pattern, l)]
                if len(found) >= count:
                    return found[count - 1]
                left = end - time.monotonic()
                if left <= 0 or (self.lines and self.lines[-1] == "END"):
                    return None
                self.changed.wait(left)

    def connect(self, unix=False, timeout=WAIT):
        if unix:
            peer = socket.socket(socket.AF_UNIX)
            peer.settimeout(timeout)
            peer.connect(self.socket)
        else:
            peer = socket.create_connection(("127.0.0.1", self.port), timeout)
        return peer

    def ask(self, path, unix=True, method="GET", fields="", body=b""):
        """One request on a connection of its own: status, head, body."""
        peer = self.connect(unix)
        try:
            peer.sendall(request(path, method, fields + "Connection: close\r\n",
                                 body))
            return split(everything(peer))
        finally:
            peer.close()

    def state(self):
        """What the front says of itself in /v1/status."""
        import json
        for _ in range(200):
            text = self.ask("/v1/status")[2].decode()
            found = re.search(r"front (\{.*\})", text)
            if found:
                return json.loads(found.group(1))
            threading.Event().wait(0.02)
        raise AssertionError("no status: " + text)

    def workers(self):
        with open("/proc/%d/task/%d/children" % (self.pid, self.pid)) as f:
            return [int(pid) for pid in f.read().split()]

    def rss(self):
        with open("/proc/%d/status" % self.pid) as f:
            return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024

    def cpu(self):
        with open("/proc/%d/stat" % self.pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def signal(self, number):
        os.kill(self.pid, number)

    def wait(self):
        try:
            return self.process.wait(WAIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return None

    def stop(self):
        """Ends it, and checks that it ended well."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        status = self.wait()
        check(status == 0, "medlitd ends with 0", (status, self.lines[-5:]))
        reports = [l for l in self.lines
                   if "Sanitizer" in l or "runtime error" in l]
        check(not reports, "no sanitizer report", "\n".join(self.lines))
        shutil.rmtree(self.folder, ignore_errors=True)


class Load:
    """Clients that ask without end, and what they got by status."""

    def __init__(self, daemon, clients=4, path="/sleep/2"):
        self.counts = {}
        self.lock = threading.Lock()
        self.going = True
        self.daemon = daemon
        self.path = path
        self.threads = [threading.Thread(target=self._run)
                        for _ in range(clients)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        peer = None
        while self.going:
            try:
                if peer is None:
                    peer = self.daemon.connect(True)
                peer.sendall(request(self.path))
                status, head, _ = one_reply(peer)
                if b"Connection: close" in head:
                    peer.close()
                    peer = None
            except OSError as error:
                status, peer = type(error).__name__, None
            with self.lock:
                self.counts[status] = self.counts.get(status, 0) + 1
        if peer:
            peer.close()

    def total(self):
        with self.lock:
            return sum(self.counts.values())

    def errors(self):
        with self.lock:
            return {s: n for s, n in self.counts.items() if s != 200}

    def stop(self):
        self.going = False
        for thread in self.threads:
            thread.join()
        return self.errors()


def request(path, method="GET", fields="", body=b""):
    if method == "POST":
        fields += "Content-Length: %d\r\n" % len(body)
    return ("%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
            % (method, path, fields)).encode() + body


def everything(peer):
    """All bytes until the peer closes; a reset ends them too."""
    data = b""
    try:
        while True:
            more = peer.recv(65536)
            if not more:
                return data
            data += more
    except ConnectionResetError:
        return data


def one_reply(peer):
    """One reply of a connection that stays open: status, head, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = peer.recv(65536)
        if not more:
            return split(data)
        data += more
    status, head, body = split(data)
    length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
    while len(body) < length:
        more = peer.recv(65536)
        if not more:
            break
        body += more
    return status, head, body


def split(data):
    head, _, body = data.partition(b"\r\n\r\n")
    found = re.match(rb"HTTP/1\.[01] (\d+) ", head)
    return int(found.group(1)) if found else None, head, body


def code(body):
    found = re.search(rb'"code":"([a-z_]+)"', body)
    return found.group(1).decode() if found else None
