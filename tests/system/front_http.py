# SPDX-License-Identifier: GPL-2.0-or-later
"""HTTP as it should be and as it should not: what is answered, what is refused,
and that behind a refusal nothing else is ever answered."""

import email.utils
import os
import re
import socket
import time

from front import Daemon, check, code, everything, finish, one_reply, \
    request, split

H = b"Host: localhost\r\n"
G = b"GET /echo HTTP/1.1\r\n" + H
P = b"POST /echo HTTP/1.1\r\n" + H
NEXT = b"GET /echo?smuggled HTTP/1.1\r\n" + H + b"\r\n"

# Malformed or ambiguous, each with the status it must get.
PROBES = [
    ("no Host", b"GET /echo HTTP/1.1\r\n\r\n", 400),
    ("two Hosts", G + b"Host: b\r\n\r\n", 400),
    ("two equal Hosts", G + H + b"\r\n", 400),
    ("bad Host", b"GET /echo HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
    ("foreign Host", b"GET /echo HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    ("foreign Origin", G + b"Origin: http://evil.example\r\n\r\n", 403),
    ("null Origin", G + b"Origin: null\r\n\r\n", 403),
    ("two Content-Lengths", P + b"Content-Length: 3\r\n"
     b"Content-Length: %d\r\n\r\nabc" % (3 + len(NEXT)) + NEXT, 400),
    ("two equal Content-Lengths", P + b"Content-Length: 3\r\n"
     b"Content-Length: 3\r\n\r\nabc" + NEXT, 400),
    ("Content-Length list", P + b"Content-Length: 3, 3\r\n\r\nabc" + NEXT, 400),
    ("Content-Length +3", P + b"Content-Length: +3\r\n\r\nabc" + NEXT, 400),
    ("Content-Length -1", P + b"Content-Length: -1\r\n\r\n" + NEXT, 400),
    ("Content-Length 0x3", P + b"Content-Length: 0x3\r\n\r\nabc" + NEXT, 400),
    ("Content-Length empty", P + b"Content-Length:\r\n\r\n" + NEXT, 400),
    ("Content-Length 3 3", P + b"Content-Length: 3 3\r\n\r\nabc" + NEXT, 400),
    ("Content-Length huge", P + b"Content-Length: 99999999999999999999\r\n\r\n",
     413),
    ("no Content-Length", P + b"\r\n" + NEXT, 411),
    ("TE and CL", P + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
     b"0\r\n\r\n" + NEXT, 400),
    ("CL and TE", P + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
     b"0\r\n\r\n" + NEXT, 400),
    ("chunked", P + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, 411),
    ("chunk 0x5", P + b"Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n"
     b"\r\n", 411),
    ("gzip, chunked", P + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + NEXT,
     411),
    ("TE identity on GET", G + b"Transfer-Encoding: identity\r\n\r\n" + NEXT,
     411),
    ("GET with a body", G + b"Content-Length: 3\r\n\r\nabc" + NEXT, 400),
    ("HEAD with a body", b"HEAD /echo HTTP/1.1\r\n" + H +
     b"Content-Length: %d\r\n\r\n" % len(NEXT) + NEXT, 400),
    ("space before colon", G + b"X : a\r\n\r\n", 400),
    ("smuggled space before colon", P + b"Content-Length : 3\r\n\r\n" + NEXT,
     400),
    ("empty header name", G + b": a\r\n\r\n", 400),
    ("no colon", G + b"X\r\n\r\n", 400),
    ("NUL in value", G + b"X: a\0b\r\n\r\n", 400),
    ("ESC in value", G + b"X: a\x1bb\r\n\r\n", 400),
    ("bare LF", b"GET /echo HTTP/1.1\nHost: localhost\n\n", 400),
    ("one bare LF", G + b"X: a\nY: b\r\n\r\n", 400),
    ("bare CR", G + b"X: a\rY: b\r\n\r\n", 400),
    ("folded header", G + b"X: a\r\n b\r\n\r\n", 400),
    ("folded first header", b"GET /echo HTTP/1.1\r\n " + H + b"\r\n", 400),
    ("doubled spaces", b"GET  /echo HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("space behind version", b"GET /echo HTTP/1.1 \r\n" + H + b"\r\n", 400),
    ("raw 0xff in target", b"GET /echo\xff HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("control in target", b"GET /echo\x01 HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("%00 in target", b"GET /echo?q=a%00b HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("bad escape", b"GET /echo?q=%zz HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("fragment", b"GET /echo#a HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("absolute form", b"GET http://localhost/echo HTTP/1.1\r\n" + H + b"\r\n",
     400),
    ("authority in path", b"GET //evil.example/ HTTP/1.1\r\n" + H + b"\r\n",
     400),
    ("asterisk GET", b"GET * HTTP/1.1\r\n" + H + b"\r\n", 400),
    ("CONNECT", b"CONNECT localhost:80 HTTP/1.1\r\n" + H + b"\r\n", 405),
    ("TRACE", b"TRACE /echo HTTP/1.1\r\n" + H + b"\r\n", 405),
    ("DELETE", b"DELETE /echo HTTP/1.1\r\n" + H + b"\r\n", 405),
    ("unknown method", b"BREW /echo HTTP/1.1\r\n" + H + b"\r\n", 501),
    ("lower-case method", b"get /echo HTTP/1.1\r\n" + H + b"\r\n", 501),
    ("HTTP/0.9", b"GET /echo\r\n\r\n", 505),
    ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    ("HTTP/1.7", b"GET /echo HTTP/1.7\r\n" + H + b"\r\n", 505),
    ("HTTP/9.9", b"GET /echo HTTP/9.9\r\n" + H + b"\r\n", 505),
    ("http/1.1", b"GET /echo http/1.1\r\n" + H + b"\r\n", 400),
    ("TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    ("binary", bytes(range(256)), 400),
    ("Expect", P + b"Content-Length: 3\r\nExpect: 200-maybe\r\n\r\nabc", 417),
    ("Redis", b"*1\r\n$4\r\nPING\r\n\r\n", 400),
    ("empty line first", b"\r\n" + G + b"\r\n", 400),
]


def replies(data):
    return [int(s) for s in re.findall(rb"HTTP/1\.[01] (\d+) ", data)]


def probe(daemon, unix):
    """Every probe, with a good request behind it that must stay unanswered."""
    wrong = 0
    for name, data, expected in PROBES:
        if unix and name == "foreign Host":
            continue  # a browser cannot reach the unix socket
        peer = daemon.connect(unix)
        peer.sendall(data + NEXT)
        got = replies(everything(peer))
        peer.close()
        wrong += 200 in got
        if got != [expected]:
            check(False, name, "%s, not [%d]" % (got, expected))
    print("probes: %d, wrong 200s: %d" % (len(PROBES), wrong))
    check(wrong == 0, "no probe is served")


def split_in_two(daemon):
    """The same probes in two packets, cut in the middle: no other verdict."""
    for name, data, expected in PROBES:
        peer = daemon.connect()
        middle = len(data) // 2
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            peer.sendall(data[:middle])
            peer.sendall(data[middle:])
        except (BrokenPipeError, ConnectionResetError):
            pass
        got = replies(everything(peer))
        peer.close()
        # A refusal may come before the second packet, and the reset with it.
        if got not in ([expected], []):
            check(False, name + " in two", got)


def good(daemon):
    for unix in (True, False):
        status, head, body = daemon.ask("/echo?q=a%20b", unix)
        check(status == 200 and b"target /echo?q=a%20b\n" in body, "GET")
        check(b'\r\nETag: "echo"' in head and b"Connection: close" in head and
              b"X-Content-Type-Options: nosniff" in head and
              b"Cache-Control: no-cache" in head and
              b"Vary: Accept-Encoding" in head, "fields of a reply", head)
        date = re.search(rb"\r\nDate: (.*)", head).group(1).decode()
        date = email.utils.parsedate_to_datetime(date.strip())
        check(abs(date.timestamp() - time.time()) < 60, "its Date", date)
        status, _, body = daemon.ask("/echo", unix, "POST", body=b"{}x")
        check(status == 200 and b"method 2\n" in body and
              b"body {}x\n" in body, "POST")
        status, head, body = daemon.ask("/echo", unix, "HEAD")
        check(status == 200 and body == b"" and
              re.search(rb"Content-Length: [1-9]", head), "HEAD", head)
        status, head, body = daemon.ask("/echo", unix, "OPTIONS")
        check(status == 204 and b"Allow: GET, HEAD, POST, OPTIONS" in head and
              b"Content-Length" not in head, "OPTIONS", head)
        status, head, body = daemon.ask("*", unix, "OPTIONS")
        check(status == 204, "OPTIONS *")
        status, _, body = daemon.ask("/livez", unix)
        check(status == 200 and b'"ok"' in body, "/livez")
        check(daemon.ask("/readyz", unix)[0] == 200, "/readyz")
        status, head, body = daemon.ask("/status/304", unix)
        check(status == 304 and body == b"" and b'ETag: "echo"' in head, "304")
    body = daemon.ask("/echo", fields='If-None-Match: "x"\r\n')[2]
    check(b'if-none-match "x"\n' in body, "If-None-Match reaches the worker")
    for accept, flags in (("gzip", 1), ("br, GZip;q=0.5", 1), ("gzip;q=0", 0),
                          ("identity", 0), ("gzip ; q=0.00, br", 0),
                          ("x-gzip", 0)):
        body = daemon.ask("/echo", fields="Accept-Encoding: %s\r\n" % accept)[2]
        check(b"flags %d\n" % flags in body, "Accept-Encoding: " + accept)
    peer = daemon.connect()
    peer.sendall(b"GET /echo HTTP/1.0\r\n\r\n")
    check(replies(everything(peer)) == [200], "HTTP/1.0, and closed")
    peer.close()


def connection_reuse(daemon):
    peer = daemon.connect()
    for number in range(5):
        peer.sendall(request("/echo?%d" % number))
        check(b"echo?%d\n" % number in one_reply(peer)[2], "one after another")
    peer.sendall(b"".join(request("/echo?p%d" % n) for n in range(20)))
    text = b""
    while text.count(b"front ") < 20:
        text += peer.recv(65536)
    check(re.findall(rb"echo\?p(\d+)\n", text) ==
          [b"%d" % n for n in range(20)], "twenty at once, answered in order")
    peer.close()

    # A byte at a time.
    peer = daemon.connect()
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in request("/echo", "POST", body=b"drop"):
        peer.send(bytes([byte]))
    check(b"body drop\n" in one_reply(peer)[2], "a byte at a time")
    peer.close()

    # Good ones, then a bad one: each answered once, then closed.
    peer = daemon.connect()
    peer.sendall(request("/echo") * 2 + b"GET / HTTP/3.0\r\n\r\n" + NEXT)
    check(replies(everything(peer)) == [200, 200, 505],
          "a refusal waits for its turn and ends the connection")
    peer.close()

    # A client that closes its side early still gets its answer.
    for unix in (True, False):
        peer = daemon.connect(unix)
        peer.sendall(request("/echo"))
        peer.shutdown(socket.SHUT_WR)
        check(replies(everything(peer)) == [200], "half-closed")
        peer.close()

    # So does one that asked for more before it did.
    peer = daemon.connect()
    peer.sendall(request("/sleep/20") + request("/echo") * 3)
    peer.shutdown(socket.SHUT_WR)
    check(replies(everything(peer)) == [200] * 4, "half-closed behind four")
    peer.close()

    # Closed by the one who asks for it, and nothing behind that is answered.
    peer = daemon.connect()
    peer.sendall(request("/echo") +
                 request("/echo", fields="Connection: te, Close\r\n") + NEXT)
    data = everything(peer)
    check(replies(data) == [200, 200] and data.count(b"Connection: close") == 1,
          "the last one asked for", data)
    peer.close()

    peer = daemon.connect()
    peer.sendall(P + b"Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")
    check(split(peer.recv(100))[0] == 100, "100 Continue")
    peer.sendall(b"abc")
    check(b"body abc\n" in one_reply(peer)[2], "the body behind it")
    peer.close()


def cut_anywhere(daemon):
    """One stream of requests, in two parts cut at every byte: the same replies.
    And bodies longer than a read, each with the next request in its last."""
    stream = (request("/echo?1", fields="If-None-Match: \"a\"\r\n") +
              request("/echo?2", "POST", body=b"twelve bytes") +
              request("/echo?3", "HEAD") + request("/echo?4") +
              request("/echo?5", fields="Connection: close\r\n"))
    seen = set()
    for cut in range(1, len(stream)):
        peer = daemon.connect(True)
        peer.sendall(stream[:cut])
        daemon.ask("/livez")  # answered, the first part has been read
        peer.sendall(stream[cut:])
        data = everything(peer)
        peer.close()
        if not (replies(data) == [200] * 5 and b"body twelve bytes\n" in data
                and re.findall(rb"target /echo\?(\d)", data) ==
                [b"1", b"2", b"4", b"5"]):
            check(False, "cut at %d" % cut, data)
        seen.add(re.sub(rb"Date: [^\r]*|(pid|front) [^\n]*", b"", data))
    check(len(seen) == 1, "the same replies wherever it is cut", len(seen))
    peer = daemon.connect()
    incoming = peer.makefile("rb")
    bodies = [bytes([65 + n]) * (9000 * (n + 1)) for n in range(7)]
    for _ in range(3):
        peer.sendall(b"".join(request("/echo", "POST", body=b) for b in bodies))
        for body in bodies:
            head = b"".join(iter(incoming.readline, b"\r\n"))
            length = int(re.search(rb"Content-Length: (\d+)", head).group(1))
            check(b"body %s\n" % body in incoming.read(length),
                  "a body of %d" % len(body))
    peer.close()


def limits(daemon):
    """At a limit, and one beyond it."""
    def sized(what, size):
        if what == "uri":
            return request("/" + "a" * (size - 1))
        if what == "head":
            bare = len(request("/echo", fields="X: \r\n"))
            return request("/echo", fields="X: %s\r\n" % ("b" * (size - bare)))
        return request("/echo", "POST", body=b"c" * size)

    for what, limit, status in (("uri", 8192, 414), ("head", 16384, 431),
                                ("body", 65536, 413)):
        for size, expected in ((limit, 200), (limit + 1, status),
                               (limit * 20, status)):
            peer = daemon.connect()
            try:
                peer.sendall(sized(what, size))
            except (BrokenPipeError, ConnectionResetError):
                pass
            if expected == 200:
                got, head, body = one_reply(peer)
            else:
                got, head, body = split(everything(peer))
            check(got == expected, "%s of %d" % (what, size), got)
            if expected != 200 and got == expected:
                check(code(body) == "too_long" and
                      b'"limit":%d' % limit in body and
                      b"application/problem+json" in head,
                      "the reply names the limit", body)
            peer.close()


def token():
    path = os.path.join("/tmp", "medlit-front-token-%d" % os.getpid())
    with open(path, "w") as f:
        f.write("0123456789abcdef0123\n")
    daemon = Daemon("--token-file", path)
    for shown, expected in (
            ("", 401), ("Authorization: Bearer 0123456789abcdef012\r\n", 401),
            ("Authorization: Bearer 0123456789abcdef01234\r\n", 401),
            ("Authorization: Bearer \r\n", 401),
            ("Authorization: Basic 0123456789abcdef0123\r\n", 401),
            ("Authorization: Bearer 0123456789abcdef0123\r\n", 200),
            ("authorization: bearer 0123456789abcdef0123\r\n", 200)):
        status, head, body = daemon.ask("/echo", False, fields=shown)
        check(status == expected, "token %r" % shown, status)
        if status == 401:
            check(code(body) == "unauthorized" and
                  b"WWW-Authenticate: Bearer" in head, "401 says how")
    head = daemon.ask("/echo", True)[1]
    check(b"200" in head and b"Cache-Control: private, no-store" in head,
          "the unix socket needs none; nothing is stored", head)
    check(daemon.ask("/livez", False)[0] == 200, "/livez needs none")
    daemon.stop()
    os.unlink(path)


main = Daemon()
good(main)
connection_reuse(main)
probe(main, False)
probe(main, True)
split_in_two(main)
cut_anywhere(main)
limits(main)
check(main.ask("/echo")[0] == 200, "still serves")
main.stop()
token()
finish()
