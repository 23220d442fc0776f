#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Bytes that are no good text in every place a paper has: no batch is lost to
them, and what comes out of the index is JSON and UTF-8, always."""
import json
import subprocess

from medlit_system import (Daemon, check, finish, index, path, program, quote,
                           write)

XML = ("<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}</PMID>"
       "<Article><Journal><Title>{text}</Title></Journal><ArticleTitle>Beds "
       "{text}</ArticleTitle><Abstract><AbstractText>marker {text} wards"
       "</AbstractText></Abstract><AuthorList><Author><LastName>{text}"
       "</LastName></Author></AuthorList></Article></MedlineCitation>"
       "</PubmedArticle></PubmedArticleSet>")
RIS = ("TY  - JOUR\nID  - r{pmid}\nTI  - Beds {text}\nAB  - marker {text} "
       "wards\nAU  - {text}\nJO  - {text}\nKW  - {text}\nER  - \n")
TEXT = "Beds of ward {pmid}\n\nmarker {text} wards\n"
LINE = ('{{"id":"j{pmid}","title":"Beds {text}","text":"marker {text} wards",'
        '"journal":"{text}","keywords":["{text}"]}}\n')

# Name and bytes.
BYTES = [
    ("windows-1252", "caf\xe9 \x93quoted\x94".encode("latin1")),
    ("Latin-1 in part", "na\xefve".encode("latin1") + "naïve".encode()),
    ("cut character", "caf".encode() + b"\xc3"),
    ("lone tail", b"a\x80b\xbfc"),
    ("overlong", b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\xc0\x80"),
    ("CESU-8", b"\xed\xa0\xbd\xed\xb8\x80"),
    ("surrogate", b"a\xed\xa0\x80b\xed\xbf\xbf"),
    ("past the end", b"\xf4\x90\x80\x80\xf8\x88\x80\x80\x80\xff\xfe"),
    ("no characters", "a\ufffe\uffff\U0001fffeb".encode()),
    ("controls", b"a\x01\x02\x1b[31m\x7f\xc2\x85b"),
    ("byte order mark", "a\ufeffb".encode()),
    ("directions", "a\u202eb\u2066c\u2069".encode()),
    ("separators", "a\u2028b\u2029c".encode()),
    ("combining flood", ("e" + "\u0301" * 5000).encode()),
    ("joiners", ("a\u200d" * 5000).encode()),
    ("long token", b"x" * 300),
    ("long token, wide", "ж".encode() * 300),
    ("long code", b"-".join([b"il2"] * 200)),
    ("widest growth", "ﷺ".encode() * 100),
    ("private", "\ue000\U000f0000\U0010fffd".encode()),
]
ESCAPES = [r"a\u0000b", r"\ud800", r"\udc00x", r"\ud83d\ude00", r"\ud83d\ud83d",
           r"\u001b[31m", r"\u2028"]
LONG = 10 << 20

number = 0
names = {}


def put(kind, template, data):
    global number
    number += 1
    head, *rest = template.replace("{pmid}", str(number)).replace(
        "{{", "{").replace("}}", "}").split("{text}")
    write(f"papers/{number:03}.{kind}",
          head.encode() + b"".join(data + piece.encode() for piece in rest))
    return number


for name, data in BYTES:
    for kind, template in (("xml", XML), ("ris", RIS), ("txt", TEXT),
                           ("jsonl", LINE)):
        if b"\x1b" in data and kind == "xml":
            continue  # no XML at all; tested beside the reader
        names[put(kind, template, data)] = f"{name}, {kind}"
for escape in ESCAPES:
    names[put("jsonl", LINE, escape.encode())] = f"{escape}, jsonl"
write("papers/999.jsonl", '{"id":"last","title":"The last","text":"marker"}\n')

done = index("--index", path("index"), "--report", "json", "add",
             path("papers"))
report = json.loads(done.stdout)
refused = report["failures"]
check(report["added"] + report["updated"] + len(refused) == len(names) + 1,
      "every paper is in or refused with a reason",
      (report["added"], report["updated"], len(refused), len(names) + 1))
check(all(failure["reason"] for failure in refused), "with a reason", refused)
check("\x1b" not in done.stderr, "nothing for a terminal", done.stderr[:200])
done = index("--index", path("index"), "verify")
check(done.returncode == 0, "the index is whole", done.stderr)

# Ten megabytes without a blank are cut to what a term may be, or refused.
for kind, template in (("xml", XML), ("txt", TEXT), ("jsonl", LINE)):
    short, _, rest = template.partition("marker {text}")
    write(f"long/{kind}.{kind}", short.format(pmid=1, text="W") + "marker "
          + "y" * LONG + rest.format(pmid=1, text="W"))
done = index("--index", path("long-index"), "--report", "json", "add",
             path("long"))
check(done.returncode == 0 and json.loads(done.stdout)["read"] == 3,
      "tokens of 10 MB cost no paper", (done.stdout, done.stderr))

invalid = 0
lines = []
for name in ("index", "long-index"):
    with open(path("export"), "wb") as out:
        subprocess.run([program("medlit-index"), "--index", path(name),
                        "export"], stdout=out, check=True)
    with open(path("export"), "rb") as file:
        lines += file.read().split(b"\n")[:-1]
for line in lines:
    try:
        json.loads(line.decode("utf8"))
    except ValueError:
        invalid += 1

daemon = Daemon(path("index")).wait_ready()
found = 0
for question in ["marker", "beds"] + [data.decode("utf8", "ignore")[:400]
                                      for _, data in BYTES]:
    peer = daemon.connection()
    peer.request("GET", "/v1/search?limit=200&fields=all&q=" + quote(question))
    body = peer.getresponse().read()
    try:
        reply = json.loads(body.decode("utf8"))
        found = max(found, len(reply.get("hits", [])))
    except ValueError:
        invalid += 1
check(invalid == 0, "all of it is JSON and UTF-8", invalid)
check(found >= report["added"], "all are found by a word beside",
      (found, report["added"]))
check(daemon.stop() == 0, "medlitd stops", daemon.words())
finish(f"index text: {len(names)} papers, {len(refused)} refused, {invalid} "
       "replies that are no JSON")
