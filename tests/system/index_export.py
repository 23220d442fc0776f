#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What export writes, add reads back to the same index, paper for paper."""
import json
import os

from medlit_system import (PAPERS, SOURCE, check, dump, finish, index, path,
                           write)

LIST = os.path.join(SOURCE, "corpus", "thesaurus", "haematology.tsv")


def export(folder):
    done = index("--index", folder, "export")
    check(done.returncode == 0 and not done.stderr, "export", done.stderr)
    return sorted(done.stdout.splitlines())


# Pages of a PDF: its text stands from a byte on on a page.
PAGES = [[0, 3], [4, 4], [9, 6]]
write("odd/pages.jsonl", json.dumps(
    {"medlit": 1, "title": "Pages", "own": "pages", "sections": [
        {"kind": "body", "text": "\u00e9ne, two, three", "pages": PAGES},
        {"kind": "caption", "text": "none"}]}) + "\n")
write("odd/all.jsonl", json.dumps(
    {"id": "own", "title": "Two\u0301 \u2028 lines", "authors": ["A B", "C"],
     "year": "1999", "mesh": ["Neoplasms*/drug therapy", "Humans"],
     "status": "retracted", "nct": ["NCT00000001"], "keywords": ["k%1", "\\"],
     "sections": [{"kind": "caption", "title": "T", "text": "one\n\ntwo"},
                  {"kind": "body", "text": "\u00e9 \ud83d\ude00 \"quoted\""}]})
    + "\n" + json.dumps({"title": "Only a title", "year": 2001}) + "\n"
    + json.dumps({"pmid": 7, "doi": "10.1/X", "title": "Numbers"}) + "\n")
first = path("first")
done = index("--index", first, "--thesaurus", LIST, "add", PAPERS,
             os.path.join(SOURCE, "tests", "data", "papers"), path("odd"))
check(done.returncode in (0, 1) and len(export(first)) >= 8, "papers to try",
      done.stderr)
lines = export(first)
check(all(json.loads(line)["medlit"] == 1 for line in lines), "lines of JSON")
check(any(json.loads(line).get("status") == 1 for line in lines),
      "a retracted paper is one")
check([section.get("pages") for line in lines
       if json.loads(line).get("own") == "pages"
       for section in json.loads(line)["sections"]] == [PAGES, None],
      "the pages of a text", lines)
file = write("export.jsonl", "\n".join(lines) + "\n")
gone = write("gone.xml", "<PubmedArticleSet><DeleteCitation><PMID>90000001"
             "</PMID></DeleteCitation></PubmedArticleSet>")
check(any(len(json.loads(line).get("parts", [])) > 3 for line in lines),
      "a paper of several sources")
for jobs in ("1", "3"):
    second = path("second" + jobs)
    done = index("--index", second, "--jobs", jobs, "--thesaurus", LIST, "add",
                 file)
    check(done.returncode == 0, "add what was exported", done.stderr)
    check(sorted(dump(second)) == sorted(dump(first)),
          "the same terms, positions and values")
    check(export(second) == lines, "the same again when exported")
    # Sources are still apart: the register's record goes, the others stay.
    for folder in (first, second):
        index("--index", folder, "add", gone)
    check(export(second) == export(first), "without one source, the same")
    index("--index", first, "add", file)
    check(export(first) == lines, "and with it again", export(first))

done = index("--index", path("bad"), "--thesaurus", "none", "add",
             write("bad.jsonl", '{"medlit":2,"title":"x"}\n'
                   '{"medlit":1,"title":["x"]}\n'
                   '{"medlit":1,"title":"x","sections":[{"kind":"odd"}]}\n'
                   '{"medlit":1,"title":"x","authors":[1]}\n'
                   '{"medlit":1}\n{"medlit":1,"title":"x"}\n'))
check(done.returncode == 1 and "1 added" in done.stdout, "one is good",
      done.stdout + done.stderr)
for words in ("line 1: an export of version 2", 'line 2: "title" must be',
              "line 3: a section without", 'line 4: "authors" must hold',
              "line 5: no identifier"):
    check(words in done.stderr, f"says {words!r}", done.stderr)
finish(f"export: {len(lines)} papers")
