#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Generations made, checked and gone back to: compact, verify, rollback; what
is damaged is told file by file, and the generation before still answers."""
import fcntl
import glob
import json
import os
import shutil
import signal
import subprocess
import time
import zlib

from medlit_system import (Daemon, check, dump, expect, finish, index, jsonl,
                           path, program, run, write)

INDEX = path("index")


def at(*words, folder=INDEX, **options):
    return index("--index", folder, *words, **options)


def status(folder=INDEX):
    return json.loads(at("--report", "json", "status", folder=folder).stdout)


def paper(n):
    return {"id": f"p{n}", "title": f"Paper {n}",
            "text": " ".join(f"w{n * k % 997}" for k in range(40))}


# ---- back and forth -----------------------------------------------------

for number in range(3):
    write(f"in/{number}.jsonl",
          jsonl(paper(number * 500 + n) for n in range(500)))
expect(at("--jobs", "2", "--thesaurus", "none", "sync", path("in")), 0,
       ["1500 added"], "papers")
expect(at("rollback"), 3, ["no generation before g000001", "go back"],
       "nothing to go back to")
check(status()["previous"] is None, "status knows")
before = dump(INDEX)
expect(at("--dry-run", "compact"), 0,
       ["compact (dry run): generation g000001, 1500 papers", "MB are free"],
       "compact, dry")
check(os.listdir(path("index", "generations")) == ["g000001"], "it was dry")
expect(at("--jobs", "2", "compact"), 0, ["g000002", "1500 papers"], "compact")
check(dump(INDEX) == before, "the same papers")
state = status()
check((state["generation"], state["previous"], state["papers"],
       state["files_mirrored"]) == ("g000002", "g000001", 1500, 3),
      "status", state)
sizes = [sum(os.path.getsize(name) for name in glob.glob(
    path("index", "generations", name, "shard-*", "*")))
    for name in ("g000001", "g000002")]
check(sizes[1] < 0.8 * sizes[0], "it is smaller", sizes)
expect(at("sync", path("in")), 0, ["1500 unchanged"], "sync remembers")
expect(at("--dry-run", "rollback"), 0, ["from g000002 to g000001"], "dry")
check(status()["generation"] == "g000002", "it was dry")
daemon = Daemon(INDEX).wait_ready()
expect(at("remove", "p1"), 0, ["1 deleted"], "a change in the new one")
check(daemon.get("/v1/documents/p1")[0] == 404, "which the daemon sees")
start = time.monotonic()
expect(at("rollback"), 0,
       ["from g000002 to g000001", "no verb goes back to g000002"], "rollback")
check(time.monotonic() - start < 1, "in under a second")
check(daemon.get("/v1/documents/p1")[0] == 200, "and the daemon follows")
check(daemon.search("paper")[1]["generation"] == "g000001", "as it says")
daemon.stop()
check(dump(INDEX) == before, "as it was")
expect(at("rollback"), 3, ["no generation before g000001"], "no further")
expect(at("verify"), 0, ["1500 papers, 0 problems"], "it verifies")
expect(at("rebuild"), 0, ["1500 added"], "the next one")
check(sorted(os.listdir(path("index", "generations"))) ==
      ["g000001", "g000002"], "takes the number of the one gone back from")

# ---- stopped, and one at a time -----------------------------------------

write("in/many.jsonl", jsonl(paper(n) for n in range(2000, 6000)))
expect(at("sync", path("in")), 0, ["4000 added"], "more papers")
child = subprocess.Popen([program("medlit-index"), "--index", INDEX,
                          "compact"], stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, text=True)
while child.poll() is None and not glob.glob(
        path("index", "generations", "g000003", "shard-0", "*")):
    pass
child.send_signal(signal.SIGTERM)
words = child.communicate(timeout=20)[1]
if child.returncode != 0:
    check("stopped: the old generation stays" in words, "stopped", words)
    check(status()["generation"] == "g000002", "the old one stays")
    check(not os.path.exists(path("index", "generations", "g000003")),
          "nothing is left of it")
    expect(at("compact"), 0, ["5500 papers"], "again to the end")
check(status()["papers"] == 5500, "all papers", status())

# ---- damage -------------------------------------------------------------
# In a copy of the index, every file of a shard in each of three ways.


def truncate(name):
    os.truncate(name, os.path.getsize(name) // 2)


def flip(name):
    with open(name, "r+b") as file:
        file.seek(os.path.getsize(name) // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 16]))


def empty(name):
    os.truncate(name, 0)


damaged = 0
current = status()["generation"]
# What a commit that was not finished wrote behind what is in force is no damage.
shutil.copytree(INDEX, path("grown"))
with open(path("grown", "generations", current, "shard-0", "docdata.glass"),
          "ab") as file:
    file.write(b"x" * 8192)
expect(at("verify", folder=path("grown")), 0, ["0 problems"], "a grown file")
for changed in (False, True):
    if changed:
        expect(at("add", write("one.jsonl", jsonl([paper(99999)]))), 0,
               ["1 added"], "committed to since")
    for name in sorted(os.listdir(
            path("index", "generations", current, "shard-0"))):
        if name == "flintlock":
            continue
        # The engine keeps no checksums: a bit in what was committed since the
        # seal shows only where it breaks the structure.
        for hurt in (truncate, empty) if changed else (truncate, flip, empty):
            copy = path("copy")
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(INDEX, copy)
            hurt(os.path.join(copy, "generations", current, "shard-0", name))
            done = at("verify", folder=copy)
            told = name if not changed else "shard-0"
            check(done.returncode == 78 and told in done.stderr and
                  "index is damaged: run medlit-index" in done.stderr,
                  f"{hurt.__name__} {name}, changed {changed}: verify says so",
                  (done.returncode, done.stderr, done.stdout))
            damaged += 1
            if hurt is empty:
                expect(at("rollback", folder=copy), 0, [f"from {current}"],
                       "rollback from damage")
                expect(at("verify", folder=copy), 0, ["0 problems"],
                       "the one before is whole")
for name, says in (("seal", "seal is damaged"), ("sources", "sources is dam"),
                   ("manifest", "manifest")):
    shutil.rmtree(path("copy"))
    shutil.copytree(INDEX, path("copy"))
    with open(path("copy", "generations", current, name), "r+b") as file:
        file.write(b"nonsense")
    done = at("verify", folder=path("copy"))
    check(done.returncode == 78 and says in done.stderr,
          f"a damaged {name}", (done.returncode, done.stderr))
    expect(at("rollback", folder=path("copy")), 0, [f"from {current}"],
           "rollback")

# ---- who may not write, or not read; who writes --------------------------

copy = path("unwritten")
shutil.copytree(INDEX, copy)
SHARD = os.path.join(copy, "generations", current, "shard-0")


def allow(bits):
    for where, folders, names in os.walk(copy):
        for name in names:
            os.chmod(os.path.join(where, name), bits)
        for name in folders:
            os.chmod(os.path.join(where, name), bits | 0o111)


def without_rights(*words):
    """Root may do all; without its capabilities it is any user."""
    plain = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
    return run(*plain, program("medlit-index"), "--index", copy, *words)


allow(0o444)
expect(without_rights("verify"), 0,
       ["5501 papers, 0 problems", "this user may not write to it"],
       "verify what may not be written to")
for name in ("docdata", "postlist", "termlist"):
    name = os.path.join(SHARD, name + ".glass")
    os.chmod(name, 0o644)
    with open(name, "r+b") as file:
        whole = file.read()
        file.truncate(len(whole) // 2)
    os.chmod(name, 0o444)
    expect(without_rights("verify"), 78, ["shard-0", "index is damaged"],
           f"and is damaged in {os.path.basename(name)}")
    os.chmod(name, 0o644)
    with open(name, "wb") as file:
        file.write(whole)
    os.chmod(name, 0o444)
os.chmod(name, 0)
expect(without_rights("verify"), 3,
       [f"cannot read {name}: Permission denied", "as the user who owns"],
       "not to be allowed to read is no damage")
allow(0o644)
with open(os.path.join(copy, "lock"), "r+") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    done = at("--report", "json", "verify", folder=copy)
    check(done.returncode == 0 and json.loads(done.stdout)["partial"],
          "verify beside another run", done)
done = at("--report", "json", "verify", folder=copy)
check(json.loads(done.stdout)["partial"] is False, "verify alone", done)

# ---- one record is damaged ------------------------------------------------


def spoil_record(file, word):
    """Make the record that has the word one of an unknown version, within the
    engine's deflated blocks: False when it is not found."""
    with open(file, "rb") as blocks:
        data = blocks.read()
    for start in range(len(data)):
        unpack = zlib.decompressobj(-15)
        try:
            record = unpack.decompress(data[start:])
        except zlib.error:
            continue
        if word not in record or not unpack.eof:
            continue
        length = len(data) - start - len(unpack.unused_data)
        pack = zlib.compressobj(wbits=-15)
        bad = pack.compress(b"\x7f" + record[1:]) + pack.flush()
        if len(bad) == length:
            with open(file, "r+b") as blocks:
                blocks.seek(start)
                blocks.write(bad)
            return True
    return False


folder = path("spoilt")
two = write("two.jsonl", jsonl([{"id": "one", "title": "First"},
                                {"id": "two", "title": "Second"}]))
expect(at("--thesaurus", "none", "add", two, folder=folder), 0, ["2 added"],
       "two papers")
expect(at("rebuild", folder=folder), 0, ["2 added"], "two generations")
check(spoil_record(os.path.join(folder, "generations", "g000002", "shard-0",
                                "docdata.glass"), b"Second"), "a bad record")
expect(at("verify", folder=folder), 78, ["two: a paper record of version 127"],
       "verify names the paper")
expect(at("rebuild", folder=folder), 1,
       ["two: a paper record of version 127", "1 paper could not be read",
        "the generations before it are kept"], "rebuild loses it")
check(sorted(os.listdir(os.path.join(folder, "generations"))) ==
      ["g000001", "g000002", "g000003"], "all generations stay")
for number in (2, 1):
    expect(at("rollback", folder=folder), 0, [f"to g00000{number}"], "back")
expect(at("verify", folder=folder), 0, ["2 papers, 0 problems"],
       "the whole one is there still")

# ---- room ---------------------------------------------------------------
# Its own mount, in a namespace that ends with the process.

script = ('mount -t tmpfs -o size={} none "$1" && cp -r "$2"/. "$1" && '
          '"$3" --index "$1" {}; echo "status $?"; ls "$1/generations"')
used = sum(os.path.getsize(os.path.join(where, name))
           for where, _, names in os.walk(INDEX) for name in names)
os.mkdir(path("mount"))
skipped = ""
for verb in ("compact", "rebuild"):
    done = run("unshare", "-m", "sh", "-c",
               script.format(used + 200_000, verb), "sh", path("mount"),
               INDEX, program("medlit-index"))
    if "status" not in done.stdout or "mount:" in done.stderr:
        skipped = "; SKIPPED without the right to mount: no room"
        break
    check("status 3" in done.stdout and "needs about" in done.stderr and
          "MB are free" in done.stderr, f"no room to {verb}",
          (done.stdout, done.stderr))
    check(current in done.stdout.split(), "nothing is removed", done.stdout)

finish(f"generations: {damaged} damaged files told{skipped}")
