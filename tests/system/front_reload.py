# SPDX-License-Identifier: GPL-2.0-or-later
"""POST /v1/admin/thesaurus/reload: who may, with which words it is refused, and
that it is what SIGHUP does."""

import json
import os
import signal
import tempfile
import threading

from front import Daemon, check, code, finish, until

PATH = "/v1/admin/thesaurus/reload"


def rights():
    folder = tempfile.mkdtemp(prefix="medlit-front-")
    token = folder + "/token"
    with open(token, "w") as f:
        f.write("0123456789abcdef0123\n")
    shown = "Authorization: Bearer 0123456789abcdef0123\r\n"
    wrong = "Authorization: Bearer 0123456789abcdef0124\r\n"
    # options, unix socket?, method, fields, target, status, code
    table = [
        ([], True, "POST", "", PATH, 200, None),
        ([], False, "POST", "", PATH, 403, "forbidden"),
        ([], False, "POST", shown, PATH, 403, "forbidden"),
        ([], True, "GET", "", PATH, 405, "method_not_allowed"),
        ([], True, "HEAD", "", PATH, 405, None),
        ([], False, "GET", "", PATH, 405, "method_not_allowed"),
        ([], True, "OPTIONS", "", PATH, 204, None),
        ([], True, "POST", "", PATH + "?force=1", 400, "invalid"),
        ([], True, "POST", "Origin: http://evil.example\r\n", PATH, 403,
         "forbidden"),
        ([], True, "POST", "Origin: null\r\n", PATH, 403, "forbidden"),
        (["--token-file", token], True, "POST", "", PATH, 200, None),
        (["--token-file", token], False, "POST", "", PATH, 401,
         "unauthorized"),
        (["--token-file", token], False, "POST", wrong, PATH, 401,
         "unauthorized"),
        (["--token-file", token], False, "POST", shown, PATH, 200, None),
    ]
    for options in ([], ["--token-file", token]):
        daemon = Daemon(*options)
        reloads = 0
        for row in table:
            if row[0] != options:
                continue
            _, unix, method, fields, target, status, why = row
            got, head, body = daemon.ask(target, unix, method, fields)
            check(got == status and (not why or code(body) == why),
                  " ".join(map(str, row[1:5])).replace("\r\n", ""),
                  (got, body))
            if status == 405:
                check(b"Allow: POST" in head, "405 says what may be", head)
            if status == 200:
                answer = json.loads(body)
                check(answer["v"] == 1 and answer["reloaded"] is True and
                      answer["workers"] == 2, "the outcome", answer)
                reloads += 1
        got, _, body = daemon.ask(PATH, True, "POST", body=b"{}")
        check(got == 400 and code(body) == "invalid", "a body", body)
        daemon.stop()
        daemon.wait_line("^END$")
        said = [l for l in daemon.lines if l.endswith("medlitd: reloaded")]
        check(len(said) == reloads, "nothing else was reloaded", said)


def outcome():
    """Wrong settings, wrong workers: 409 with the reason, and nothing changed.
    Good ones hold when the answer comes, also when many ask."""
    folder = tempfile.mkdtemp(prefix="medlit-front-")
    config = folder + "/medlitd.conf"

    def write(text):
        with open(config, "w") as f:
            f.write(text)
    write("body_bytes = 100\n")
    daemon = Daemon("--config=" + config)
    check(until(lambda: daemon.state()["workers"]["ready"] == 2), "both ready")
    before = set(daemon.workers())
    write("body_bytes = 200\nqeue = 1\n")
    status, _, body = daemon.ask(PATH, method="POST")
    check(status == 409 and code(body) == "not_reloaded" and
          (config + ":2:").encode() in body, "a wrong setting", body)
    write("body_bytes = 200\n")
    os.rename(daemon.index, daemon.index + "x")
    status, _, body = daemon.ask(PATH, method="POST")
    check(status == 409 and b"there is no index to serve" in body,
          "no index", body)
    os.rename(daemon.index + "x", daemon.index)
    check(until(lambda: set(daemon.workers()) == before), "the same workers",
          (before, daemon.lines))
    check(daemon.ask("/echo", method="POST", body=b"x" * 101)[0] == 413,
          "and settings")

    for limit in range(200, 206):
        write("body_bytes = %d\n" % limit)
        got = []
        askers = [threading.Thread(target=lambda: got.append(
            daemon.ask(PATH, method="POST")[0])) for _ in range(5)]
        for asker in askers:
            asker.start()
        daemon.signal(signal.SIGHUP)
        for asker in askers:
            asker.join()
        check(got == [200] * 5, "five at once", got)
        check(daemon.ask("/echo", method="POST", body=b"x" * limit)[0] == 200
              and daemon.ask("/echo", method="POST",
                             body=b"x" * (limit + 1))[0] == 413,
              "in force when answered")
    # Who hangs up is not answered, and the reload goes on.
    write("body_bytes = 300\n")
    peer = daemon.connect(True)
    peer.sendall(("POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                  % PATH).encode())
    peer.close()
    check(daemon.ask(PATH, method="POST")[0] == 200, "the next one is")
    check(daemon.ask("/echo", method="POST", body=b"x" * 300)[0] == 200,
          "in force")
    check(until(lambda: len(daemon.workers()) == 2), "two workers")
    # Stopped while one is under way.
    peer = daemon.connect(True)
    peer.sendall(("POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                  % PATH).encode())
    daemon.stop()
    peer.close()


rights()
outcome()
finish()
