#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""quickstart.sh beside programs that are built and packages that are there:
what it asks, says and returns."""
import os
import re
import socket
import time

from medlit_system import SOURCE, check, expect, finish, path, program, run, \
    write


def free_port():
    with socket.socket() as peer:
        peer.bind(("127.0.0.1", 0))
        return str(peer.getsockname()[1])


# A folder that looks as after the first run.
script = write("top/quickstart.sh", open(
    os.path.join(SOURCE, "quickstart.sh"), "rb").read())
os.chmod(script, 0o755)
os.symlink(os.path.join(SOURCE, "corpus"), path("top", "corpus"))
os.mkdir(path("top", "build"))
for name in ("medlit", "medlit-index", "medlitd"):
    os.symlink(program(name), path("top", "build", name))
stub = write("bin/dpkg-query", "#!/bin/sh\necho install ok installed\n")
os.chmod(stub, 0o755)
built = write("top/build/.built", "")
os.utime(built, (time.time() - 1, time.time() + 3600))
ENV = {**os.environ, "PATH": path("bin") + ":" + os.environ["PATH"],
       "MEDLIT_PORT": free_port()}
for name in ("MEDLIT_SOCKET", "MEDLIT_URL"):
    ENV.pop(name, None)


def quickstart(*words, **changes):
    return run(script, *words, env={**ENV, **changes}, timeout=120)


expect(quickstart("--help"), 0, ["./quickstart.sh QUESTION", "MEDLIT_PORT",
                                 "finds its work done."], "--help")
for port in ("abc", "0", "65536", "1234567", "-1", "80x"):
    expect(quickstart("stop", MEDLIT_PORT=port), 2,
           ["MEDLIT_PORT is a number from 1 to 65535", f"'{port}'"],
           f"port {port}")
expect(quickstart("stop"), 0, ["medlitd is not running"], "nothing to stop")
expect(quickstart("stop", "now"), 2, ["takes no words"], "a word too many")
expect(quickstart("-x"), 2, ["is no option"], "no option")

with socket.socket() as taken:
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = str(taken.getsockname()[1])
    expect(quickstart("what's", "VOD", MEDLIT_PORT=port), 69,
           [f"another program listens on port {port}", "take a free port",
            "quickstart.sh 'what'\\''s' 'VOD'"],
           "a port that is taken, with no daemon running")
try:
    expect(quickstart("inotuzumab"), 0, ["Index:", "Ask another:"], "papers")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = quickstart("inotuzumab", MEDLIT_PORT=port)
        expect(done, 69, [f"another program listens on port {port}"],
               "a port that is taken, beside a daemon")
        check("stopped" not in done.stdout, "the daemon stays", done.stdout)
        hint = re.search(r"MEDLIT_PORT=(\d+)", done.stderr)
        check(hint and hint[1] != port, "the hint names another port", done)
    check(run(path("top", "build", "medlit"), "status", env={
        **ENV, "MEDLIT_SOCKET": path("top", "build", "run", "medlitd.sock")}
        ).returncode == 0, "the daemon that ran before still answers")
    expect(quickstart("inotuzumab", MEDLIT_PORT=free_port()), 0,
           ["medlitd stopped", "Ask another:"], "another port that is free")
    expect(quickstart("zzyzzxq"), 1, ["No paper found", "Ask another:"],
           "no paper: the status of medlit")
finally:
    done = quickstart("stop")
expect(done, 0, ["medlitd stopped"], "stop")
finish("quickstart")
