#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""sync as people use it: what it counts, what it refuses to do and says, and
that it goes on where a run before it was stopped."""
import json
import os
import shutil
import signal
import subprocess

from medlit_system import check, finish, index, jsonl, path, program, write

FOLDER = path("papers")
INDEX = path("index")
DAYS = 5


def sync(*words, paths=(FOLDER,), folder=INDEX, **options):
    return index("--index", folder, "--thesaurus", "none", "--report", "json",
                 *words, "sync", *paths, **options)


def expect(done, what, status=0, says="", **counts):
    try:
        seen = json.loads(done.stdout)
    except ValueError:
        seen = {}
    check(done.returncode == status, f"{what}: status {status}",
          (done.returncode, done.stdout, done.stderr))
    check(says in done.stderr, f"{what}: says {says!r}", done.stderr)
    names = ("files", "added", "updated", "deleted", "unchanged", "failed")
    for name in names:
        want = counts.get(name, None if name in ("files", "unchanged") else 0)
        if want is not None:
            check(seen.get(name) == want, f"{what}: {name} {want}",
                  done.stdout)


def stored(folder=INDEX):
    done = index("--index", folder, "--report", "json", "status")
    return json.loads(done.stdout)["papers"]


def day(number, count=100, title="Title", first=0):
    return write(f"papers/day{number:02}.jsonl", jsonl(
        {"id": f"d{number}p{n}", "title": f"{title} {n}"}
        for n in range(first, count)))


# ---- the ordinary night -------------------------------------------------

for number in range(DAYS):
    day(number)
expect(sync("--dry-run"), "a dry first run", added=500, files=5)
check(not os.path.exists(INDEX), "it makes no index")
expect(sync(), "the first run", added=500, files=5)
expect(sync(), "the same again", files=0, unchanged=500)
day(9)
expect(sync(), "a new day", added=100, files=1, unchanged=500)
day(1, title="Another")
expect(sync("--dry-run"), "a dry run", updated=100, files=1)
expect(sync(), "a day again", updated=100, files=1, unchanged=500)
day(2, count=95)
expect(sync("--dry-run"), "a shorter day, dry", deleted=5, unchanged=595)
check(stored() == 600, "dry runs change nothing", stored())
expect(sync(), "a shorter day", deleted=5, files=1)
os.rename(path("papers", "day03.jsonl"), path("papers", "day33.jsonl"))
expect(sync(), "a renamed file", updated=100, files=1)
check(stored() == 595, "papers", stored())

expect(index("--index", INDEX, "--report", "json", "rebuild"), "a rebuild",
       added=595)
expect(sync(), "remembers the files", unchanged=595, files=0)

# ---- what is gone -------------------------------------------------------

HELD = "that no file gives any more would be taken out; none was"
os.rename(path("papers", "day04.jsonl"), path("away.jsonl"))
expect(sync(), "a sixth of all gone", status=1, failed=1, says=HELD)
check(stored() == 595, "held back", stored())
day(10, count=3)
expect(sync(), "and the rest goes on", status=1, failed=1, added=3, says=HELD)
expect(sync("--dry-run"), "dry", status=1, failed=1, says="--force")
os.rename(path("away.jsonl"), path("papers", "day04.jsonl"))
expect(sync(), "put back", unchanged=598, files=0)
os.remove(path("papers", "day10.jsonl"))
expect(sync(), "few papers gone", deleted=3)
shutil.move(path("papers", "day04.jsonl"), path("away.jsonl"))
expect(sync("--force"), "by force", deleted=100, unchanged=495)
check(stored() == 495, "forced", stored())

os.rename(FOLDER, path("elsewhere"))
expect(sync(), "a folder that is not there", status=3, failed=1,
       says="No such file")
os.mkdir(FOLDER)
expect(sync(), "a folder that is empty", status=3, failed=1, says=HELD)
check("mounted" in sync().stderr, "asks for the mount")
os.rmdir(FOLDER)
os.rename(path("elsewhere"), FOLDER)
expect(sync(), "there again", files=0, unchanged=495)
check(stored() == 495, "nothing lost", stored())

one = write("one/one.jsonl", jsonl([{"id": "one", "title": "One"}]))
expect(sync(paths=[path("one")]), "another folder", added=1)
os.remove(one)
expect(sync(paths=[path("one")]), "a small folder emptied", status=3,
       failed=1, says=HELD)
expect(sync("--force", paths=[path("one")]), "by force", deleted=1)
check(stored() == 495, "one paper less", stored())

cut = write("one/cut.xml", "<PubmedArticleSet><PubmedArticle><MedlineCitation>"
            "<PMID>901</PMID><Article><ArticleTitle>Cut behind this"
            "</ArticleTitle></Article></MedlineCitation></PubmedArticle>")
expect(sync(paths=[path("one")]), "a file that is cut", status=1, added=1,
       failed=1)
os.remove(cut)
expect(sync(paths=[path("one")]), "its folder emptied", status=3, failed=1,
       says="1 paper " + HELD)
expect(sync("--force", paths=[path("one")]), "by force", deleted=1)

if os.getuid() != 0:
    os.makedirs(path("papers", "shut"))
    write("papers/shut/x.jsonl", jsonl([{"id": "shut", "title": "Shut"}]))
    expect(sync(), "a folder in it", added=1)
    os.chmod(path("papers", "shut"), 0)
    expect(sync(), "that cannot be looked into", status=1, failed=1,
           says="Permission denied")
    os.chmod(path("papers", "shut"), 0o755)
    expect(sync(), "keeps its papers", unchanged=496)
    shutil.rmtree(path("papers", "shut"))
    expect(sync(), "until it is gone", deleted=1)

# ---- two files, one paper -----------------------------------------------


def pubmed(name, *parts):
    return write(f"pubmed/{name}.xml", "<PubmedArticleSet>" + "".join(parts)
                 + "</PubmedArticleSet>")


def citation(number, title):
    return (f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article>"
            f"<ArticleTitle>{title}</ArticleTitle></Article>"
            "</MedlineCitation></PubmedArticle>")


def delete(*numbers):
    return ("<DeleteCitation>" + "".join(f"<PMID>{n}</PMID>" for n in numbers)
            + "</DeleteCitation>")


def exported(folder):
    done = index("--index", folder, "export")
    return {paper["pmid"]: paper["title"]
            for paper in map(json.loads, done.stdout.splitlines())}


PUBMED = path("pubmed")
TWO = path("two")
pubmed("n0001", citation(1, "Old"), citation(2, "Two"), citation(3, "Three"))
expect(sync(paths=[PUBMED], folder=TWO), "the baseline", added=3)
pubmed("n0002", citation(1, "New"), citation(4, "Four"), delete(3))
expect(sync(paths=[PUBMED], folder=TWO), "an update", added=1, updated=1,
       deleted=1, unchanged=3)
check(exported(TWO) == {"1": "New", "2": "Two", "4": "Four"}, "as updated",
      exported(TWO))
pubmed("n0001", citation(1, "Old again"), citation(2, "Two again"),
       citation(3, "Three again"))
sync(paths=[PUBMED], folder=TWO)
check(exported(TWO) == {"1": "New", "2": "Two again", "4": "Four"},
      "a file before the update does not undo it", exported(TWO))
os.rename(path("pubmed", "n0002.xml"), path("n0002.xml"))
sync("--force", paths=[PUBMED], folder=TWO)
check(exported(TWO) == {"1": "Old again", "2": "Two again",
                        "3": "Three again"}, "without the update",
      exported(TWO))
os.rename(path("n0002.xml"), path("pubmed", "n0002.xml"))
sync(paths=[PUBMED], folder=TWO)
check(exported(TWO) == {"1": "New", "2": "Two again", "4": "Four"},
      "with it again", exported(TWO))

# ---- what cannot be read ------------------------------------------------

write("papers/picture.xml", b"\x89PNG\r\n\x1a\n" + bytes(100))
first = sync()
expect(first, "a picture", status=1, failed=1, says="picture.xml", files=0)
told = index("--index", INDEX, "status").stdout
check(", of which 1 cannot be read\n" in told, "status counts it", told)
again = sync()
expect(again, "is told again", status=1, failed=1, says="picture.xml")
check(json.loads(first.stdout)["failures"] ==
      json.loads(again.stdout)["failures"], "in the same words", again.stdout)
write("papers/picture.xml", "<PubmedArticleSet>" + citation(77, "Mended")
      + "</PubmedArticleSet>")
expect(sync(), "until it is mended", added=1)
told = index("--index", INDEX, "status").stdout
check("mirrors:" in told and "cannot be read" not in told,
      "and is silent of none", told)
write("papers/picture.xml", "<PubmedArticleSet>" + citation(77, "Cut")[:-30])
expect(sync(), "a file cut short", status=1, failed=1, says="picture.xml")
check(stored() == 496, "gives what it gave before", stored())
os.remove(path("papers", "picture.xml"))
expect(sync(), "and goes with it", deleted=1)

# ---- stopped ------------------------------------------------------------

LONG = path("long")
for number in range(60):
    write(f"long/{number:03}.jsonl", jsonl(
        {"id": f"s{number}p{n}", "title": f"Words {n}",
         "text": " ".join(f"w{n * k % 997}" for k in range(60))}
        for n in range(250)))
child = subprocess.Popen(
    [program("medlit-index"), "--index", path("stopped"), "--thesaurus",
     "none", "--report", "json", "sync", LONG], stdout=subprocess.PIPE,
    stderr=subprocess.PIPE, text=True)
while child.poll() is None and not os.path.exists(
        path("stopped", "generations", "g000001", "sources")):
    pass
child.send_signal(signal.SIGTERM)
out, words = child.communicate(timeout=60)
report = json.loads(out)
check(child.returncode == 1 and "run the same again" in words,
      "stopped is said", (child.returncode, words))
check(0 < report["added"] < 15000, "in the middle", out)
check(stored(path("stopped")) == report["added"], "what is whole is kept",
      (stored(path("stopped")), report))
rest = json.loads(sync(paths=[LONG], folder=path("stopped")).stdout)
check(rest["files"] + report["files"] <= 61,
      "no file that was finished is read again",
      (rest["files"], report["files"]))
check(stored(path("stopped")) == 15000, "all in the end")
expect(sync(paths=[LONG], folder=path("stopped")), "then all is known",
       files=0, unchanged=15000)

# ---- damage -------------------------------------------------------------

sources = path("index", "generations", "g000002", "sources")
with open(sources, "r+b") as file:
    file.seek(200)
    file.write(b"?")
done = sync()
check(done.returncode == 78 and "move it away" in done.stderr,
      "damage is told, with what to do", (done.returncode, done.stderr))
os.remove(sources)
expect(sync(), "all files read again", files=5)
check(stored() == 495, "nothing lost", stored())

finish("sync")
