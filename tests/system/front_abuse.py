# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients that take: connections, time, memory, descriptors.  What they get is
bounded, and everybody else is served."""

import re
import select
import signal
import socket
import threading
import time

from front import Daemon, SANITIZED, check, code, everything, finish, \
    one_reply, request, split, until

MORE = ["--connections-per-peer", "5000"]


def slowloris():
    """200 clients that drip heads, bodies, or nothing: closed at the deadline
    of the whole, however often a byte comes."""
    daemon = Daemon("--header-timeout", "500", "--body-timeout", "700",
                    "--idle-timeout", "600", *MORE)
    started = time.monotonic()
    drips = {}
    for number in range(200):
        peer = daemon.connect()
        kind = ("head", "body", "idle")[number % 3]
        if kind == "head":
            peer.sendall(b"GET /echo HT")
        elif kind == "body":
            peer.sendall(b"POST /echo HTTP/1.1\r\nHost: localhost\r\n"
                         b"Content-Length: 60000\r\n\r\n")
        peer.setblocking(False)
        drips[peer] = kind
    slowest = 0
    statuses = {"head": set(), "body": set(), "idle": set()}
    while drips and time.monotonic() - started < 15:
        before = time.monotonic()
        check_status = daemon.ask("/echo")[0]
        slowest = max(slowest, time.monotonic() - before)
        if check_status != 200:
            check(False, "others are served", check_status)
        readable = select.select(list(drips), [], [], 0.02)[0]
        for peer in readable:
            try:
                data = peer.recv(4096)
            except OSError:
                data = b""
            if data:
                statuses[drips[peer]].add(split(data)[0])
            else:
                peer.close()
                del drips[peer]
        for peer, kind in drips.items():
            if kind != "idle":
                try:
                    peer.send(b"x")
                except OSError:
                    pass
    held = time.monotonic() - started
    print("slowloris: held %.1f s, slowest other request %.0f ms"
          % (held, slowest * 1000))
    check(not drips, "all dripping clients were closed", len(drips))
    check(held < 6, "at their deadline", held)
    check(statuses == {"head": {408}, "body": {408}, "idle": set()},
          "with 408 when they had begun", statuses)
    daemon.stop()


def slow_readers():
    """Replies nobody reads are given up."""
    daemon = Daemon("--write-timeout", "300", "--queue", "50",
                    "--idle-timeout", "1000", *MORE)
    peers = []
    for _ in range(20):
        peer = socket.socket()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.connect(("127.0.0.1", daemon.port))
        peer.sendall(request("/big/8000000"))
        peers.append(peer)
    check(until(lambda: daemon.state()["connections"] == 1),
          "slow readers are closed", daemon.state())
    for peer in peers:
        peer.close()
    daemon.stop()


def pipelining_flood():
    """Requests without end, replies never read: memory stays bounded."""
    daemon = Daemon("--write-timeout", "2000", *MORE)
    floods = (request("/big/2000") * 100, request("/sleep/300") * 100,
              request("/echo", "POST", body=b"x" * 60000))
    for _ in range(50):
        daemon.ask("/big/2000")
    before = daemon.rss()
    sent = 0
    most = before
    for data in floods:
        peer = daemon.connect()
        peer.setblocking(False)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            if not select.select([], [peer], [], 0.1)[1]:
                most = max(most, daemon.rss())
                continue
            try:
                sent += peer.send(data)
            except (BrokenPipeError, ConnectionResetError):
                break
            most = max(most, daemon.rss())
        peer.close()
    print("pipelining flood: %.1f MB sent, RSS %.1f to %.1f MB"
          % (sent / 1e6, before, most))
    # The sanitizers keep freed memory aside, so there it says nothing.
    check(SANITIZED or most - before <= 4, "memory is bounded", most - before)
    check(daemon.ask("/echo")[0] == 200, "still serves")
    daemon.stop()


def idle_connections():
    """1000 idle ones of one peer, then of many."""
    daemon = Daemon("--connections", "100", "--connections-per-peer", "64")
    peers = [daemon.connect() for _ in range(64)]
    for peer in peers:
        peer.sendall(request("/livez"))
        one_reply(peer)
    refused = 0
    for _ in range(936):
        peer = daemon.connect()
        status, head, body = split(everything(peer))
        refused += (status == 503 and code(body) == "busy" and
                    b"Retry-After: 1" in head and b'"limit":64' in body)
        peer.close()
    check(refused == 936, "one peer gets its share and no more", refused)
    daemon.signal(signal.SIGSTOP)
    for _ in range(200):  # gone before they can be told
        peer = daemon.connect()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        b"\1\0\0\0\0\0\0\0")
        peer.close()
    daemon.signal(signal.SIGCONT)
    check(until(lambda: daemon.state()["connections"] == 65),
          "those that are gone are not counted", daemon.state())
    before = time.monotonic()
    check(daemon.ask("/echo")[0] == 200, "another peer is served")
    print("idle: reply under the cap in %.0f ms"
          % ((time.monotonic() - before) * 1000))
    for peer in peers:
        peer.close()
    daemon.stop()

    daemon = Daemon("--connections", "100", *MORE)
    peers = [daemon.connect() for _ in range(1000)]
    check(daemon.ask("/echo")[0] == 200, "served beyond the cap")
    check(daemon.state()["connections"] <= 100, "the cap holds",
          daemon.state())
    gone = sum(1 for p in peers if select.select([p], [], [], 0)[0])
    check(gone >= 900, "the oldest idle ones were closed", gone)
    peers[-1].sendall(request("/echo"))
    check(one_reply(peers[-1])[0] == 200, "the newest idle one was not")
    for peer in peers:
        peer.close()

    # With none idle there is nobody to close.
    check(until(lambda: daemon.state()["connections"] == 1), "all closed")
    peers = []
    answer = []

    def refused_one():
        # One whose bytes are not read yet counts as idle, and is closed.
        peers.append(daemon.connect())
        peers[-1].sendall(b"GET /ech")
        try:
            answer[:] = daemon.ask("/echo")
        except OSError:
            answer[:] = [None]
        return answer[0] == 503

    check(until(refused_one), "full of busy ones: 503")
    check(b"Retry-After: 1" in answer[1] and b'"limit":100' in answer[2],
          "it says so", answer)
    for peer in peers:
        peer.close()
    check(until(lambda: daemon.ask("/echo")[0] == 200), "room again")
    daemon.stop()


def descriptors():
    """64 descriptors, 500 clients: no log flood, no spinning, recovery."""
    daemon = Daemon("--idle-timeout", "60000", *MORE, limit=64)
    peers = []
    for _ in range(500):
        peer = socket.socket()
        peer.setblocking(False)
        peer.connect_ex(("127.0.0.1", daemon.port))
        peers.append(peer)
    before, cpu = time.monotonic(), daemon.cpu()
    check(daemon.ask("/livez")[0] == 200, "health answers meanwhile")
    served = 0
    while time.monotonic() - before < 2:
        served += daemon.ask("/echo")[0] == 200
        threading.Event().wait(0.1)
    used = (daemon.cpu() - cpu) / (time.monotonic() - before) * 100
    print("descriptors: %d lines, %.1f %% CPU" % (len(daemon.lines), used))
    check(served >= 10, "served meanwhile", served)
    check(len(daemon.lines) <= 10, "the log is quiet", len(daemon.lines))
    check(used <= (20 if SANITIZED else 5), "the loop sleeps", used)
    for peer in peers:
        peer.close()
    closed = time.monotonic()
    check(daemon.ask("/echo", False)[0] == 200, "recovers")
    check(time.monotonic() - closed <= 1, "within a second",
          time.monotonic() - closed)
    daemon.stop()


def resets():
    """Connections cut at every point, also while a worker has the request."""
    daemon = Daemon("--workers", "1", "--queue", "100", *MORE)
    whole = request("/sleep/1", "POST", body=b"x" * 100)
    for cut in range(0, len(whole) + 1, 3):
        peer = daemon.connect()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                        b"\1\0\0\0\0\0\0\0")
        peer.sendall(whole[:cut])
        peer.close()
    check(until(lambda: daemon.state()["connections"] == 1),
          "none is left", daemon.state())
    check(daemon.ask("/echo")[0] == 200, "still serves")
    daemon.stop()


slowloris()
slow_readers()
pipelining_flood()
idle_connections()
descriptors()
resets()
finish()
