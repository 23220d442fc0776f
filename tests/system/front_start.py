# SPDX-License-Identifier: GPL-2.0-or-later
"""Starting, reloading and stopping: what is listened on, what is refused and
with which words, and that no request fails meanwhile."""

import os
import re
import signal
import socket
import stat
import subprocess
import tempfile
import time

from front import BUILD, Daemon, Load, check, finish, one_reply, request, until


def run(*options, env=None):
    """medlitd that is to end by itself: status, output, errors."""
    done = subprocess.run(
        [os.path.join(BUILD, "medlitd"), "--config=", *options],
        capture_output=True, timeout=20, env=dict(os.environ, **(env or {})))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def listening(pid):
    """Addresses a process listens on, from /proc: hex addresses, unix paths."""
    inodes = set()
    for name in os.listdir("/proc/%d/fd" % pid):
        try:
            found = re.match(r"socket:\[(\d+)\]",
                             os.readlink("/proc/%d/fd/%s" % (pid, name)))
        except OSError:
            continue
        if found:
            inodes.add(found.group(1))
    result = []
    for table in ("tcp", "tcp6"):
        with open("/proc/net/" + table) as f:
            for line in f.readlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and fields[9] in inodes:
                    result.append(fields[1].split(":")[0])
    with open("/proc/net/unix") as f:
        for line in f.readlines()[1:]:
            fields = line.split()
            if len(fields) == 8 and fields[6] in inodes and \
                    fields[3] == "00010000":
                result.append(fields[7])
    return result


def words():
    """The command line: status and a part of what is said."""
    index = tempfile.mkdtemp(prefix="medlit-front-")
    long_path = "/tmp/" + "x" * 108
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    port = taken.getsockname()[1]
    plain = os.path.join(index, "plain")
    open(plain, "w").close()
    short = os.path.join(index, "short")
    with open(short, "w") as f:
        f.write("short\n")
    worker = ["--worker", os.path.join(BUILD, "echo-worker")]
    table = [
        (["--help"], 0, "Usage: medlitd --index FOLDER"),
        (["--help"], 0, "78 a setting has a wrong value"),
        (["--help"], 0, "worker processes; 0: one a core, at least 2 [0]\n"),
        (["--version"], 0, "medlitd "),
        (["--print-limits"], 0, "query_bytes                4096 BYTES"),
        (["--print-config", "--page", "7"], 0, "page = 7  # command line"),
        (["--check-config", "--index", index] + worker, 0,
         "the settings are good"),
        (["--check-config", "--index", index + "/none"] + worker, 3,
         "there is no index to serve"),
        (["--check-config", "--index", index, "--worker",
          "/nonexistent/worker"], 3, "/nonexistent/worker: No such file"),
        (["--check-config", "--index", index, "--token-file", short] + worker,
         78, "16 characters"),
        ([], 2, "no index: give --index FOLDER"),
        (["--indx", index], 2, 'the nearest is "index"'),
        (["--index", index, "--listen", "0.0.0.0:0"], 78,
         "set token_file, or listen on 127.0.0.1"),
        (["--index", index, "--listen", "[::]:0"], 78, "set token_file"),
        (["--index", index, "--listen", "0.0.0.0:0", "--token-file",
          "/nonexistent"], 78, "token_file: cannot read /nonexistent"),
        (["--index", index, "--token-file", short], 78, "16 characters"),
        (["--index", index, "--socket", long_path], 78,
         "longer than the 107"),
        (["--index", index, "--socket", "", "--listen", ""], 78,
         "neither socket nor listen"),
        (["--index", index, "--socket", plain], 3, "is not a socket"),
        (["--index", index, "--socket", "/nonexistent/a/s"], 3,
         "there is no folder /nonexistent/a for the socket"),
        (["--index", index, "--socket", "/nonexistent/s"], 3,
         "there is no folder /nonexistent for the socket"),
        (["--index", index, "--socket", index + "/a/b/s"], 3,
         "create it, or name another"),
        (["--index", index, "--page", "many"], 78, "not a number"),
        (["--index", index, "--page"], 2, "needs a value"),
        (["--index", index, "--socket", "", "--listen",
          "127.0.0.1:%d" % port], 3, "port %d of 127.0.0.1 is taken" % port),
        (["--index", index, "--socket", index + "/s", "--listen",
          "192.0.2.1:0", "--token-file", "/nonexistent"], 78, "token_file"),
        (["--index", index + "/none", "--socket", index + "/s"] + worker, 3,
         "there is no index to serve"),
        (["--index", index + "/none", "--socket", index + "/s", "--listen",
          "127.0.0.1:0"] + worker, 3, "there is no index to serve"),
        (["--index", index, "--socket", index + "/s", "--worker",
          "/nonexistent/worker"], 3, "/nonexistent/worker: No such file"),
        (["--index", index, "--socket", index + "/s", "--worker",
          "/bin/true"], 3, "a worker ended before it was ready"),
    ]
    check(max(map(len, run("--help")[1].splitlines())) <= 80,
          "--help fits 80 columns")
    for options, status, text in table:
        got = run(*options)
        check(got[0] == status and text in got[1] + got[2],
              "medlitd " + " ".join(options)[:60], got)
        check(got[2].count(text) <= 1, "it is said once", got)
        check("listening on" not in got[2],
              "what does not serve does not say that it listens", got)
    check(os.listdir(index) and not os.path.exists(index + "/s"),
          "no socket file is left")
    check(not os.path.exists("/nonexistent") and
          not os.path.exists(index + "/a"), "no folder is made")
    taken.close()


def defaults():
    """Without a word: the unix socket, for the group, and nothing else."""
    home = tempfile.mkdtemp(prefix="medlit-front-")
    os.mkdir(home + "/i")
    process = subprocess.Popen(
        [os.path.join(BUILD, "medlitd"), "--config=", "--index", home + "/i",
         "--worker", os.path.join(BUILD, "echo-worker")],
        env={"XDG_RUNTIME_DIR": home}, stderr=subprocess.PIPE)
    for line in process.stderr:
        if b"ready" in line:
            break
    path = home + "/medlit/medlitd.sock"
    check(listening(process.pid) == [path], "only the socket is listened on",
          listening(process.pid))
    check(stat.S_IMODE(os.stat(path).st_mode) == 0o660, "mode 0660")
    status, _, errors = run("--index", home + "/i", env={"XDG_RUNTIME_DIR": home})
    check(status == 3 and "another medlitd answers on " + path in errors,
          "a second one says who is there", (status, errors))
    process.kill()
    process.wait()
    check(os.path.exists(path), "killed, it leaves its socket file")
    daemon = Daemon("--socket", path)
    check(listening(daemon.pid).count(path) == 1, "the next one takes over")
    daemon.stop()
    check(not os.path.exists(path), "stopped, it does not")
    daemon = Daemon("--socket-mode", "600")
    check(stat.S_IMODE(os.stat(daemon.socket).st_mode) == 0o600, "mode 0600")
    check(sorted(listening(daemon.pid)) == [daemon.socket, "0100007F"],
          "loopback and the socket", listening(daemon.pid))
    daemon.stop()


def supervised():
    """Sockets passed by systemd, and what it is told."""
    folder = tempfile.mkdtemp(prefix="medlit-front-")
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.bind(folder + "/notify")
    told.settimeout(20)
    passed = socket.socket()
    passed.bind(("127.0.0.1", 0))
    passed.listen()
    os.mkdir(folder + "/i")
    command = "exec 3<&%d; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$@\"" \
        % passed.fileno()
    process = subprocess.Popen(
        ["sh", "-c", command, "sh", os.path.join(BUILD, "medlitd"), "--config=",
         "--index", folder + "/i", "--worker",
         os.path.join(BUILD, "echo-worker"), "--socket", folder + "/s"],
        pass_fds=[passed.fileno()], stderr=subprocess.DEVNULL,
        env=dict(os.environ, NOTIFY_SOCKET=folder + "/notify"))
    check(told.recv(100) == b"READY=1", "READY=1")
    peer = socket.create_connection(passed.getsockname(), 20)
    peer.sendall(request("/echo"))
    check(one_reply(peer)[0] == 200, "serves on the passed socket")
    peer.close()
    check(not os.path.exists(folder + "/s"), "and on no other")
    process.send_signal(signal.SIGHUP)
    check(told.recv(100) == b"RELOADING=1", "RELOADING=1")
    check(told.recv(100) == b"READY=1", "READY=1 again")
    process.send_signal(signal.SIGTERM)
    check(told.recv(100) == b"STOPPING=1", "STOPPING=1")
    check(process.wait(20) == 0, "ends")

    wide = socket.socket()
    wide.bind(("0.0.0.0", 0))
    wide.listen()
    done = subprocess.run(
        ["sh", "-c", command.replace("&%d" % passed.fileno(),
                                     "&%d" % wide.fileno()), "sh",
         os.path.join(BUILD, "medlitd"), "--config=", "--index", folder],
        pass_fds=[wide.fileno()], capture_output=True, timeout=20)
    check(done.returncode == 78 and b"set token_file" in done.stderr,
          "a passed socket that all can reach needs a token", done)
    wide.close()
    passed.close()


def reload():
    """SIGHUP under load: bad settings change nothing, good ones everything,
    and no request fails."""
    folder = tempfile.mkdtemp(prefix="medlit-front-")
    config = folder + "/medlitd.conf"

    def write(text):
        with open(config, "w") as f:
            f.write(text)
    write("queue = 50\nbody_bytes = 100\n")
    daemon = Daemon("--config=" + config)
    check(until(lambda: daemon.state()["workers"]["ready"] == 2), "both ready")
    load = Load(daemon)
    before = set(daemon.workers())
    bad = 0
    for text, why in (
            ("qeue = 1\n", 'the nearest is "queue"'),
            ("page = 0\n", "page is"),
            ("deadline_soft = 2000\n", "deadline_soft"),
            ("token_file = /nonexistent\n", "by a restart only"),
            ("listen = 127.0.0.1:1\n", None),  # the command line wins
            ("log_level = loud\n", "log_level")):
        if why is None:
            continue
        write("queue = 50\n" + text)
        daemon.signal(signal.SIGHUP)
        bad += 1
        line = daemon.wait_line("not reloaded", bad)
        check(line and why in line, "refused: " + text.strip(), line)
    check(set(daemon.workers()) == before, "the workers are the same")
    check(daemon.ask("/echo", method="POST", body=b"x" * 101)[0] == 413,
          "and the settings")

    # Settings that are good, with workers that are not.
    os.rename(daemon.index, daemon.index + "x")
    write("queue = 50\n")
    daemon.signal(signal.SIGHUP)
    line = daemon.wait_line("the old workers stay")
    check(line and "there is no index to serve" in line, "refused: index", line)
    os.rename(daemon.index + "x", daemon.index)
    check(until(lambda: set(daemon.workers()) == before),
          "the old workers serve", daemon.workers())

    for number in range(1, 6):
        write("queue = 50\nbody_bytes = %d\n" % (200 + number))
        daemon.signal(signal.SIGHUP)
        check(daemon.wait_line("medlitd: reloaded", number), "reloaded")
        check(daemon.ask("/echo", method="POST",
                         body=b"x" * (200 + number))[0] == 200, "new limit")
        check(daemon.ask("/echo", method="POST",
                         body=b"x" * (201 + number))[0] == 413, "and no more")
    check(until(lambda: len(daemon.workers()) == 2 and
                not set(daemon.workers()) & before), "new workers",
          daemon.workers())
    for _ in range(5):  # one upon the other
        daemon.signal(signal.SIGHUP)
    check(daemon.wait_line("medlitd: reloaded", 6), "the last one counts")
    check(until(lambda: len(daemon.workers()) == 2), "two workers again",
          daemon.workers())
    errors = load.stop()
    print("reload: %d requests, errors %s" % (load.total(), errors))
    check(not errors, "no request failed", errors)
    daemon.stop()


def draining():
    """SIGTERM finishes what runs and what waits, and takes nothing new."""
    daemon = Daemon("--workers", "1", "--deadline-soft", "4000",
                    "--deadline-hard", "4500")
    idle = daemon.connect()
    idle.sendall(request("/echo"))
    one_reply(idle)
    peers = [daemon.connect(unix) for unix in (True, False, True)]
    for peer in peers:
        peer.sendall(request("/sleep/200"))
    check(until(lambda: daemon.ask("/livez")[0] == 200), "all have arrived")
    daemon.signal(signal.SIGTERM)
    check(daemon.wait_line("stopping"), "stops")
    check(until(lambda: not os.path.exists(daemon.socket)), "no socket file")
    check(idle.recv(10) == b"", "idle connections are closed")
    for peer in peers:
        status, head, _ = one_reply(peer)
        check(status == 200 and b"Connection: close" in head,
              "answered and closed", (status, head))
    check(daemon.wait() == 0, "ends with 0")

    # What does not end is given up.
    daemon = Daemon("--workers", "1", "--drain", "200", "--deadline-soft",
                    "20000", "--deadline-hard", "25000")
    peer = daemon.connect()
    peer.sendall(request("/sleep/15000"))
    check(daemon.ask("/livez")[0] == 200, "it has arrived")
    start = time.monotonic()
    daemon.signal(signal.SIGTERM)
    check(daemon.wait() == 0 and time.monotonic() - start < 5,
          "after drain", time.monotonic() - start)
    check(daemon.wait_line("stopped before 1 connection was finished"), "and says so")
    peer.close()

    # Told twice, it ends at once.
    daemon = Daemon("--workers", "1", "--drain", "20000", "--deadline-soft",
                    "20000", "--deadline-hard", "25000")
    peer = daemon.connect()
    peer.sendall(request("/sleep/15000"))
    check(daemon.ask("/livez")[0] == 200, "it has arrived")
    daemon.signal(signal.SIGINT)
    daemon.wait_line("stopping")
    daemon.signal(signal.SIGTERM)
    check(daemon.wait() == 0, "at once")
    peer.close()


words()
defaults()
supervised()
reload()
draining()
finish()
