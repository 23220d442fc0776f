#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""medlit-index as people use and misuse it: counts, exit statuses, messages."""
import fcntl
import gzip
import json
import os
import subprocess

from medlit_system import (PAPERS, check, expect, finish, index, jsonl, path,
                           program, run, write)

INDEX = path("index")


def report(done):
    return json.loads(done.stdout)


# ---- the ordinary day --------------------------------------------------

done = index("--index", INDEX, "--report", "json", "add", PAPERS)
check(done.returncode == 0, "add corpus/papers", done.stderr)
check((report(done)["added"], report(done)["failed"]) == (5, 0),
      "five papers added", done.stdout)
done = index("--index", INDEX, "--report", "json", "add", PAPERS)
check((report(done)["added"], report(done)["updated"],
       report(done)["unchanged"]) == (0, 0, 5),
      "the same again changes nothing", done.stdout)

one = write("in/one.jsonl", jsonl([
    {"id": "a", "title": "Alpha", "text": "first words"},
    {"id": "b", "title": "Beta", "text": "second words"}]))
expect(index("--index", INDEX, "add", one), 0, ["2 added"], "add two")
write("in/one.jsonl", jsonl([
    {"id": "a", "title": "Alpha", "text": "other words"},
    {"id": "b", "title": "Beta", "text": "second words"}]))
expect(index("--index", INDEX, "add", one), 0,
       ["1 updated", "1 unchanged"], "one of two changed")
expect(index("--index", INDEX, "status"), 0, ["papers:     7"], "status")
expect(index("--index", INDEX, "verify"), 0, ["7 papers, 0 problems"],
       "verify")
expect(index("--index", INDEX, "remove", "a"), 0, ["1 deleted"], "remove")
lone = write("in/lone.jsonl", jsonl([{"id": "lone", "title": "One"}]))
expect(index("--index", path("lone"), "add", lone), 0, ["1 file, 1 paper: "],
       "one of each")
expect(index("--index", path("lone"), "verify"), 0, ["1 paper, 0 problems"],
       "one paper")
expect(index("--index", path("lone"), "compact"), 0, ["1 paper, "],
       "one paper, compact")
expect(index("--index", INDEX, "remove", "a"), 3,
       ["no paper with this id"], "remove what is not there")
expect(index("--index", INDEX, "remove", "a", "b"), 1, ["1 deleted"],
       "remove one of two")
expect(index("--index", INDEX, "rebuild"), 0, ["5 added"], "rebuild")
expect(index("--index", INDEX, "status"), 0, ["g000002", "papers:     5"],
       "after the rebuild")
expect(index("--index", INDEX, "verify"), 0, ["0 problems"],
       "verify the new generation")

numbers = write("in/numbers.jsonl", jsonl([
    {"id": "23", "title": "An own number"},
    {"pmid": "23", "title": "A PMID"}]))
expect(index("--index", path("numbers"), "add", numbers), 0, ["2 added"],
       "an own id that is a PMID too")
for left in ("1", "0"):
    expect(index("--index", path("numbers"), "remove", "23"), 0,
           ["1 deleted"], "one paper for a number")
    expect(index("--index", path("numbers"), "status"), 0,
           ["papers:     " + left], "one paper less")

# ---- an index among the papers ------------------------------------------

write("among/one.txt", "One\n\nText.\n")
for number in ("1 added", "1 unchanged"):
    expect(index("--index", path("among", "index"), "add", path("among")), 0,
           [number, "0 failed"], "the index itself is passed over")
expect(index("--index", path("among", "index"), "add",
             path("among", "index")), 3, ["no papers in this folder"],
       "an index is no folder of papers")

# ---- jobs, dry run -----------------------------------------------------

many = write("in/many.jsonl", jsonl(
    {"id": f"m{n}", "title": f"Paper {n}", "text": f"common word{n}"}
    for n in range(500)))
expect(index("--index", path("jobs"), "--jobs", "3", "add", many), 0,
       ["500 added"], "three writers")
expect(index("--index", path("jobs"), "verify"), 0,
       ["500 papers, 0 problems"], "verify three shards")
expect(index("--index", path("jobs"), "--jobs", "2", "add", many), 0,
       ["500 unchanged"], "fewer writers than shards")
expect(index("--index", path("dry"), "--dry-run", "add", many), 0,
       ["500 added"], "dry run")
check(not os.path.exists(path("dry")), "a dry run makes no index")

def tree(folder):
    """Every file's bytes, but for the pid in the lock."""
    return {os.path.join(at, name): open(os.path.join(at, name), "rb").read()
            for at, _, names in os.walk(folder) for name in names
            if name != "lock"}


# ---- standard input -----------------------------------------------------

for name, content in (("plain", open(many, "rb").read()),
                      ("gzip", gzip.compress(open(many, "rb").read()))):
    given = write("in/given", content)
    for count in ("500 added", "500 unchanged"):
        with open(given) as file:
            expect(index("--index", path("given-" + name), "add", "-",
                         stdin=file), 0, [count, "0 failed"],
                   f"standard input, {name}")
    with subprocess.Popen(["cat", given], stdout=subprocess.PIPE) as cat:
        expect(index("--index", path("given-" + name), "add", "-",
                     stdin=cat.stdout), 0, ["500 unchanged"], f"a pipe, {name}")
page = write("in/page.html", "<!DOCTYPE html><title>Beds of wards</title>"
             "<p>A paragraph about beds in wards, which is long enough.</p>")
with open(page) as file:
    expect(index("--index", path("given-page"), "add", "-", one, stdin=file), 0,
           ["2 files", "0 failed"], "a page beside a file")
expect(index("--index", path("given-page"), "add", "-"), 3, ["-: is empty"],
       "nothing on standard input")

four = write("in/four.jsonl", jsonl(
    [{"id": "m1", "title": "Paper 1", "text": "common word1"},
     {"id": "m2", "title": "Another title", "text": "common word2"},
     {"id": "new", "title": "New"}, {"id": "new", "title": "New"}]))
before = tree(path("jobs"))
for verb, operands, words in (
        # m1 comes from another file now, which its record says
        ("add", [four], ["1 added, 2 updated, 1 unchanged"]),
        ("remove", ["m1", "m2"], ["2 deleted"]),
        ("rebuild", [], ["500 papers: 500 added"]),
        ("status", [], ["papers:     500"]),
        ("verify", [], ["0 problems"])):
    expect(index("--index", path("jobs"), "--dry-run", verb, *operands), 0,
           words, f"dry {verb}")
    check(tree(path("jobs")) == before, f"a dry {verb} changes nothing")


def revision(folder):
    done = index("--index", folder, "--report", "json", "status")
    return json.loads(done.stdout)["revision"]


names = write("in/names.jsonl", jsonl([
    {"pmid": "77", "doi": "10.1/Upper", "title": "Two names"}]))
for name in ("PMID:77", "77", "DOI:10.1/UPPER"):
    expect(index("--index", path("jobs"), "add", names), 0, ["1 added"],
           "add")
    expect(index("--index", path("jobs"), "remove", name), 0, ["1 deleted"],
           f"a paper by {name}")
before = revision(path("jobs"))
expect(index("--index", path("jobs"), "remove", *(f"m{n}" for n in range(9))),
       0, ["9 deleted"], "nine at once")
check(revision(path("jobs")) - before <= 3, "one commit a shard for all",
      revision(path("jobs")) - before)

# ---- bad records cost only themselves ----------------------------------

bad = write("in/bad.jsonl", '{"id":"x","title":"Kept"}\n{"id":\n'
            '{"id":"y","title":"Kept too"}\n')
done = index("--index", path("bad"), "--report", "json", "add", bad)
check(done.returncode == 1, "some failed: status 1", done.stderr)
check((report(done)["added"], report(done)["failed"]) == (2, 1),
      "two kept, one failed", done.stdout)
check(report(done)["failures"][0]["file"] == bad and
      "2" in report(done)["failures"][0]["reason"],
      "the failure names file and record", done.stdout)
check(report(done)["failures"][0]["record"] == 2, "record as a number",
      done.stdout)

hopeless = write("in/hopeless.jsonl", '{"id":\n' * 10010 + '{"id":"z"}\n')
done = index("--index", path("bad"), "--report", "json", "add", hopeless)
expect(done, 1, ["line 10010:"], "more failures than are listed")
check((report(done)["failed"], len(report(done)["failures"])) ==
      (10010, 10000), "all are counted, the first are listed")

# ---- misuse ------------------------------------------------------------

expect(index("--index", path("none"), "status"), 3,
       ["there is no index in", "add PATH"], "no index")
for verb in ("add", "sync", "watch"):
    expect(index("--index", path("none"), verb, path("nothing")), 3,
           ["nothing: No such file"], f"{verb} of what is not there")
    check(not os.path.exists(path("none")), f"for that {verb} makes no index")
expect(index("--index", path("none"), "rebuild"), 3, ["there is no index"],
       "rebuild without an index")
expect(index("status"), 2, ["--index DIR is missing"], "no --index")
expect(index("--index", INDEX), 2, ["verb"], "no verb")
expect(index("--index", INDEX, "ad"), 2, ['unknown verb "ad"'],
       "unknown verb")
expect(index("--index", INDEX, "add"), 2, ["PATH"], "add nothing")
expect(index("--index", INDEX, "status", "x"), 2, ['unexpected "x"'],
       "operand too many")
expect(index("--indx", INDEX, "status"), 2, ['option "--indx" is unknown'],
       "unknown option")
expect(index("-i", INDEX, "add", "-dash.txt"), 2, ['option "-d" is unknown'],
       "a name that starts with a dash")
expect(index("--index", INDEX, "add", ""), 2, ["empty word"], "empty path")
for verb in (["remove", "PMID:1"], ["rebuild"], ["status"], ["verify"]):
    expect(index("--dry-run", *verb), 2, ["--index DIR is missing"],
           f"dry {verb[0]} of nothing")
expect(index("--index"), 2, ["wants a value"], "option without value")
expect(index("--index", INDEX, "--jobs", "0", "add", one), 2,
       ["--jobs takes a number"], "bad number")
expect(index("--index", INDEX, "--limit", "text=1", "add", one), 2,
       ['no limit "text", but text_bytes, line_bytes', "extract_output"],
       "unknown limit")
expect(index("--index", INDEX, "--report", "xml", "status"), 2,
       ["text or json"], "bad report")
expect(index("--help"), 0, ["Usage", "rebuild", "--thesaurus"], "help")
expect(index("--version"), 0, ["xapian 1.4"], "version")

expect(index("--index", INDEX, "add", path("missing.xml")), 3,
       ["missing.xml", "No such file"], "missing file")
os.makedirs(path("empty"))
expect(index("--index", INDEX, "add", path("empty")), 3,
       ["no papers in this folder"], "folder without papers")
os.mkfifo(path("pipe"))
expect(index("--index", INDEX, "add", path("pipe")), 3,
       ["not a regular file"], "a pipe does not hang")
write("in/empty.txt", "")
expect(index("--index", INDEX, "add", path("in/empty.txt")), 3,
       ["empty.txt", "empty"], "empty file")
write("in/binary", bytes(range(256)) * 40)
expect(index("--index", INDEX, "add", path("in/binary")), 3, ["binary"],
       "binary file")
for name in ("is", "esc\x1b[31m\n", "c1\x9b", b"bytes\xff\x9b"):
    where = os.path.join(os.fsencode(path("odd")), os.fsencode(name))
    os.makedirs(os.path.dirname(where), exist_ok=True)
    with open(where, "wb") as file:
        file.write(b"\0\0\0")
done = index("--index", INDEX, "--report", "json", "add", path("odd"))
expect(done, 3, [path("odd", "esc?[31m?") + ": is binary"], "odd names")
check([os.path.basename(one["file"]) for one in report(done)["failures"]] ==
      ["bytes??", "c1??", "esc?[31m?", "is"], "odd names in JSON", done.stdout)
check(not set(done.stderr) & set("\x1b\x9b\ufffd"), "no control characters",
      repr(done.stderr))
done = index("--index", b"no\xff\n", "--report", "json", "status")
check(done.returncode == 3 and "no??:" in report(done)["error"]["message"] and
      done.stderr.count("\n") == 1, "an error names any path", done)
expect(index("--index", INDEX, "--type", "docx", "add", one), 2,
       ["--type is one of pubmed", '"docx"'], "unknown type")
locked_file = write("in/locked.txt", "Title: x\n\nwords")
os.chmod(locked_file, 0)
# Root reads everything, unless it gives that right away.
plain = (["setpriv", "--inh-caps=-all", "--bounding-set=-all"]
         if os.geteuid() == 0 else [])
done = run(*plain, program("medlit-index"), "--index", path("unreadable"),
           "add", locked_file)
expect(done, 3, ["locked.txt", "Permission denied"], "unreadable file")

# ---- streams that are full or closed ------------------------------------

done = run("sh", "-c", f"{program('medlit-index')} --index {INDEX} status"
           " >/dev/full")
expect(done, 1, ["cannot write to standard output: No space left"],
       "a full standard output")
for jobs in ("1", "3"):
    folder = path("closed" + jobs)
    expect(run("sh", "-c", f"{program('medlit-index')} --index {folder} --jobs "
               f"{jobs} add {bad} {many} {bad} <&- >&- 2>&-", timeout=60), 1,
           [], f"no streams, {jobs} jobs")
    expect(index("--index", folder, "verify"), 0, ["502 papers, 0 problems"],
           f"what was made without streams, {jobs} jobs")

# ---- index of another version, locked, read-only -----------------------

with open(path("index", "lock"), "r+") as lock:
    fcntl.lockf(lock, fcntl.LOCK_EX)
    lock.write("4242\n")
    lock.flush()
    for verb in (["add", one], ["remove", "b"], ["rebuild"]):
        expect(index("--index", INDEX, *verb), 4, ["pid 4242"],
               f"locked index, {verb[0]}")
manifest = path("index", "generations", "g000002", "manifest")
with open(manifest) as file:
    text = file.read()
with open(manifest, "w") as file:
    file.write(text.replace("schema = ", "schema = 9").partition("end ")[0])
for verb in (["status"], ["verify"], ["add", one]):
    expect(index("--index", INDEX, *verb), 78, ["schema 9", "rebuild"],
           f"another schema, {verb[0]}")
expect(index("--index", INDEX, "rebuild"), 0, ["5 added"],
       "rebuild mends another schema")
expect(index("--index", INDEX, "status"), 0, ["papers:     5"],
       "mended")
write("file-not-folder", "x")
expect(index("--index", path("file-not-folder"), "add", one), 3,
       ["file-not-folder"], "a file where the index should be")

# ---- damage says what mends it ------------------------------------------

folder = path("damaged")
expect(index("--index", folder, "add", one), 0, ["2 added"], "to be damaged")
inside = os.path.join(folder, "generations", "g000001")
for name, words in ((os.path.join(folder, "CURRENT"),
                     ["write g000001 into CURRENT"]),
                    (os.path.join(inside, "manifest"),
                     ["the index is damaged", "manifest: No such file"]),
                    (os.path.join(inside, "thesaurus.image"),
                     ["own thesaurus", "rebuild with --thesaurus FILE"])):
    os.rename(name, name + ".away")
    done = index("--index", folder, "add", one)
    check(done.returncode in (3, 78), f"without {name}: status",
          done.returncode)
    expect(done, done.returncode, words, f"without {name}")
    os.rename(name + ".away", name)
expect(index("--index", folder, "add", one), 0, ["2 unchanged"],
       "all put back")
os.remove(os.path.join(inside, "thesaurus.image"))
expect(index("--index", folder, "rebuild"), 0, ["2 added"],
       "the list that comes with medlit is the same one")
os.remove(os.path.join(folder, "generations", "g000002", "thesaurus.image"))
expect(index("--index", folder, "--thesaurus", "none", "rebuild"), 0,
       ["2 added"], "a rebuild mends a missing thesaurus")

# ---- thesaurus ---------------------------------------------------------

HEAD = "#medlit-thesaurus\t1\ttest-1\n"
GOOD = (HEAD + "drug-x\tpreferred\tdrug x\tfold\ten\tcommon\n"
        "drug-x\tkind\tdrug\t-\t-\tcommon\n")
good = write("good.tsv", GOOD)
wrong = write("wrong.tsv", GOOD + "drug-y\tpreferred\n")
expect(index("--index", path("t"), "--thesaurus", wrong, "add", one), 78,
       [f"{wrong}:4:"], "thesaurus with a bad line")
check(not os.path.exists(path("t", "CURRENT")), "no index was made")
expect(index("--index", path("t"), "--thesaurus", path("no.tsv"), "add",
             one), 3, ["no.tsv"], "missing thesaurus")
expect(index("--index", path("t"), "--thesaurus", good, "add", one), 0,
       ["2 added"], "own thesaurus")
expect(index("--index", path("t"), "status"), 0, ["thesaurus:  test-1"],
       "its version is kept")
image = path("t", "generations", "g000001", "thesaurus.image")
os.rename(image, image + ".away")
expect(index("--index", path("t"), "rebuild"), 78, ["thesaurus.image"],
       "no other list takes its place")
os.rename(image + ".away", image)
expect(index("--index", path("t"), "--thesaurus", "none", "add", one), 78,
       ["was made with thesaurus test-1", "rebuild"], "another thesaurus")
expect(index("--index", path("t"), "--thesaurus", "none", "rebuild"), 0,
       ["2 added"], "rebuild with another thesaurus")
expect(index("--index", path("t"), "status"), 0, ["thesaurus:  none"],
       "the new one is in force")
expect(run("sh", "-c", f"MEDLIT_INDEX={path('t')} "
           f"{os.environ.get('abs_top_builddir', '.')}/medlit-index status"),
       0, ["g000002"], "MEDLIT_INDEX names the index")

finish("index use")
