# SPDX-License-Identifier: MIT
"""A stand-in for medlitd that serves recorded replies, for the tests of the
client: what it answers is chosen by the question."""
import http.server
import json
import os
import socketserver
import threading

from medlit_system import SOURCE, path


def recorded(name):
    where = os.path.join(SOURCE, "tests", "data", "replies", name)
    with open(where, "rb") as file:
        return file.read()


JSON = "application/json"
PROBLEM = "application/problem+json"


def problem(status, code, detail):
    return (status, PROBLEM, json.dumps(
        {"status": status, "code": code, "detail": detail}).encode())


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def address_string(self):
        return "client"

    def log_message(self, *_):
        pass

    def answer(self, body):
        self.server.seen.append((self.command, self.path,
                                 dict(self.headers), body))
        reply = self.server.replies(self.path, body, self)
        if reply is None:
            self.close_connection = True
            return
        status, kind, data, *headers = reply
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer(None)

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.answer(json.loads(self.rfile.read(length)))


class Threads(socketserver.ThreadingMixIn):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that goes away is part of the tests."""


class UnixServer(Threads, socketserver.UnixStreamServer):
    pass


class TcpServer(Threads, socketserver.TCPServer):
    allow_reuse_address = True


class Server:
    """`replies(path, body, handler)` gives (status, type, bytes, headers...),
    or None to break off."""

    def __init__(self, replies, name=None):
        if name:
            self.address = path(name)
            self.http = UnixServer(self.address, Handler)
        else:
            self.http = TcpServer(("127.0.0.1", 0), Handler)
            self.address = "http://127.0.0.1:%d" % self.http.server_address[1]
        self.http.replies = replies
        self.http.seen = self.seen = []
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
