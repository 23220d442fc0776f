#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""medlitd with what it cannot serve: a plain sentence and the right status."""
import os
import shutil

from medlit_system import (PAPERS, Daemon, check, finish, index, path, program,
                           run, write)


def refused(what, status, words, *arguments):
    done = run(program("medlitd"), "--socket", path("s"), *arguments,
               timeout=60)
    seen = f"status {done.returncode}: {done.stderr}"
    check(done.returncode == status, f"{what}: status {status}", seen)
    for word in words:
        check(word in done.stderr, f"{what}: says {word!r}", seen)
    check(not os.path.exists(path("s")), f"{what}: no socket is left")


good = path("index")
done = index("--index", good, "add", PAPERS)
check(done.returncode == 0, "the papers", done.stderr)

refused("no index", 3, ["there is no index in", "medlit-index --index",
                        "add PATH"], "--index", path("none"))

refused("no index, few words wanted", 3, ["there is no index in"], "--index",
        path("none"), "--log-level", "error")
refused("an unknown option", 2, ['no setting is called "bogus"'], "--bogus")

other = path("other")
shutil.copytree(good, other)
manifest = os.path.join(other, "generations", "g000001", "manifest")
with open(manifest) as file:
    text = file.read()
with open(manifest, "w") as file:
    file.write(text.replace("schema = ", "schema = 9").partition("end ")[0])
refused("another schema", 3, ["schema 9", "rebuild"], "--index", other)

broken = path("broken")
shutil.copytree(good, broken)
shutil.rmtree(os.path.join(broken, "generations", "g000001", "shard-0"))
refused("a shard is gone", 3, ["shard-0"], "--index", broken)

image = path("image")
shutil.copytree(good, image)
with open(os.path.join(image, "generations", "g000001", "thesaurus.image"),
          "r+b") as file:
    file.seek(200)
    file.write(b"\xff\xff\xff\xff")
refused("a damaged thesaurus image", 3, ["thesaurus.image"], "--index", image)

wrong = write("wrong.tsv", "#medlit-thesaurus\t1\ttest\n"
              "drug-x\tpreferred\tdrug x\tfold\ten\tcommon\n"
              "drug-x\tnickname\tx-drug\tfold\ten\tcommon\n")
refused("a thesaurus with a bad line", 3, [wrong + ":3:", "nickname"],
        "--index", good, "--thesaurus", wrong)
refused("a thesaurus that is not there", 3, ["no.tsv"], "--index", good,
        "--thesaurus", path("no.tsv"))

# An index that breaks under a running daemon costs answers, not the daemon.
daemon = Daemon(good).wait_ready()
check(daemon.search("inotuzumab")[0] == 200, "it answers")
os.rename(good, path("moved"))
status, answer = daemon.search("inotuzumab")
check(status in (200, 503), "moved away: an answer or 503", (status, answer))
os.rename(path("moved"), good)
check(daemon.search("inotuzumab")[0] == 200, "back: it answers again")
check(daemon.stop() == 0, "it stops cleanly", daemon.words())
finish("broken daemons")
