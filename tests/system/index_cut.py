#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Downloads that broke off: gzip of PubMed XML cut at many places, with a wrong
checksum, with other bytes behind it.  Every whole record goes in, no half one,
and one line says of each file what is wrong."""
import gzip
import json
import os
import random
import zlib

from medlit_system import check, finish, index, path, write

CUTS, RECORDS = 50, 120
SEED = random.Random(17)
RECORD = ("<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article>"
          "<ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{text}"
          "</AbstractText></Abstract></Article></MedlineCitation>"
          "</PubmedArticle>\n")
wanted = {}  # PMID: title, abstract


def papers(number):
    """A file of records of its own."""
    text = "<PubmedArticleSet>\n"
    for pmid in range(1000 * number + 1, 1000 * number + 1 + RECORDS):
        words = " ".join(f"w{SEED.randrange(3000)}"
                         for _ in range(SEED.randrange(20, 90)))
        wanted[str(pmid)] = f"Paper {pmid}", f"{words} end{pmid}"
        text += RECORD.format(pmid=pmid, title=wanted[str(pmid)][0],
                              text=wanted[str(pmid)][1])
    return gzip.compress((text + "</PubmedArticleSet>\n").encode())


def whole_records(data):
    """That can be unpacked from it."""
    return zlib.decompressobj(31).decompress(data).count(b"</PubmedArticle>")


expected = 0
for number in range(1, CUTS + 1):
    packed = papers(number)
    # Some in the header, one in the checksum, the rest anywhere.
    at = ([3, 15, len(packed) - 4] + [SEED.randrange(20, len(packed) - 8)
                                      for _ in range(CUTS)])[number - 1]
    packed = packed[:at]
    expected += whole_records(packed)
    write(f"papers/cut{number:02}.xml.gz", packed)
packed = bytearray(papers(CUTS + 1))
packed[-6] ^= 0x40
write("papers/checksum.xml.gz", bytes(packed))
write("papers/tail.xml.gz", papers(CUTS + 2) + b"<html>404</html>")
write("papers/joined.xml.gz", papers(CUTS + 3) + papers(CUTS + 4))
expected += 4 * RECORDS

done = index("--index", path("index"), "--thesaurus", "none", "--report",
             "json", "add", path("papers"))
report = json.loads(done.stdout)
check(done.returncode == 1, "exit status 1", done.returncode)
told = {}
for failure in report["failures"]:
    told.setdefault(os.path.basename(failure["file"]), []).append(
        failure["reason"])
cut = {name for name in os.listdir(path("papers")) if name != "joined.xml.gz"}
# Two files one behind the other are two roots, which XML has not.
check(set(told) - {"joined.xml.gz"} == cut, "each cut file is told of",
      sorted(cut - set(told)))
check(all(len(told[name]) == 1 for name in cut), "in one line", told)
check(report["added"] == expected, f"{expected} whole records are in",
      report["added"])

half = 0
done = index("--index", path("index"), "export")
for line in done.stdout.splitlines():
    paper = json.loads(line)
    text = " ".join(section["text"] for section in paper.get("sections", []))
    half += (paper["title"], text) != wanted[paper["pmid"]]
check(half == 0, "no half record", half)
finish(f"index cut: {len(told)} broken files, {expected} of {len(wanted)} "
       f"records whole, {half} half ones")
