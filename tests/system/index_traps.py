#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies in wait in a folder of papers: bombs, ways out, endless and nested
things, and what is no file.  Each is refused with its reason in one line, the
papers beside it go in, memory stays bounded."""
import gzip
import io
import json
import os
import shutil
import socket
import stat
import sys
import tarfile
import time
import zipfile
import zlib

from medlit_system import SANITIZERS, check, finish, index, path, program, \
    run, write

MEMORY_MOST = 300 << 20
SECONDS_MOST = 20

PAPER = ("<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>{pmid}"
         "</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article>"
         "</MedlineCitation></PubmedArticle></PubmedArticleSet>")
TEXT = "The Wards of Sleep number {0}\n\nThere were {0} beds in each ward.\n"
SPACES = b" " * (1 << 20)


def paper(pmid, title="Beds"):
    return PAPER.format(pmid=pmid, title=title)


def bomb(megabytes, start=b"<PubmedArticleSet>"):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as file:
        file.write(start)
        for _ in range(megabytes):
            file.write(SPACES)
    return out.getvalue()


def laughs():
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'
            + paper(11, "&l11;"))


def external(target, pmid):
    return (f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{target}">'
            f'<!ENTITY % p SYSTEM "{target}"> %p;]>'
            + paper(pmid, "Beds &e; here"))


def archive_of(members):
    """A zip; (name, bytes) each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def tar_of(members):
    """A tar; (name, bytes or a type with a link's target) each."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            if isinstance(data, tuple):
                entry.type, entry.linkname = data
                file.addfile(entry)
            else:
                entry.size = len(data)
                file.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def encrypted():
    """The same zip with the bit set that says so."""
    data = bytearray(archive_of([("secret.txt", b"sealed " * 100)]))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


def pdf(objects, trailer="/Root 1 0 R"):
    """A PDF of object bodies, the first of which has number 1."""
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, trailer.encode(), table)
    return bytes(out)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf_of(stream, page=b""):
    return pdf([CATALOG, b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0"
                b" R/Resources<</Font<</F1 5 0 R>>>>" + page + b">>",
                b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream)
                + stream + b"\nendstream", FONT])


def text_bomb():
    packer = zlib.compressobj(9)
    line = b"BT /F1 9 Tf 50 50 Td (beds and wards) Tj ET\n" * 20000
    return b"".join([packer.compress(line) for _ in range(400)]
                    + [packer.flush()])


def deep_html(levels):
    return ("<html><body>" + "<div>" * levels + "<p>A deep paragraph about beds"
            " in wards, long enough to count as text.</p>" + "</div>" * levels)


def attributes(count):
    return ("<html><body><p " + " ".join(f'a{n}="x"' for n in range(count))
            + ">A paragraph with many attributes about beds.</p></body></html>")


def formatting(count):
    return ("<html><title>Formatted Beds of the Wards</title><body>"
            "<p>" + "".join(
        f"<b><i><font size={n}>x" for n in range(count)) + "</p>" * count)


# name, content, what the one line about it says; None: it is read.
FILES = [
    ("laughs.xml", laughs(), "amplification"),
    ("external.xml", external("file:///etc/passwd", 12), None),
    ("remote.xml", external("http://127.0.0.1:9/x", 14), None),
    ("bomb.xml.gz", bomb(300), "(limit unpack_ratio)"),
    ("bombs.xml.gz.gz", gzip.compress(bomb(100)),
     "gzip inside gzip, which is not read"),
    ("bomb.zip", archive_of([("b.xml", b"<PubmedArticleSet>" + SPACES * 300),
                             ("good.xml", paper(21))]),
     "b.xml: grows to more than 100 times its size (limit unpack_ratio)"),
    ("inner.zip", archive_of([("i.zip", archive_of([("a", b"b")])),
                              ("good.xml", paper(22))]),
     "i.zip: is an archive inside an archive, which is not opened"),
    ("outside.zip", archive_of([("../../out.xml", paper(98)),
                                ("good.xml", paper(23))]),
     "../../out.xml: its path leads outside the archive"),
    ("absolute.tar", tar_of([("/etc/out.xml", paper(99).encode()),
                             ("good.xml", paper(24).encode())]),
     "/etc/out.xml: its path leads outside the archive"),
    ("link.tar", tar_of([("good.xml", paper(25).encode()),
                         ("link", (tarfile.SYMTYPE, "/etc/passwd"))]),
     "link: is a link, which is not followed"),
    ("device.tar", tar_of([("good.xml", paper(26).encode()),
                           ("null", (tarfile.CHRTYPE, ""))]),
     "null: is no file (a pipe or device)"),
    ("encrypted.zip", encrypted(), "secret.txt: is encrypted"),
    ("cut.tar.gz", gzip.compress(tar_of(
        [("good.xml", paper(27).encode()),
         ("long.txt", os.urandom(300000).hex().encode())]))[:150000],
     "long.txt: is damaged"),
    ("endless.jsonl", b'{"id":"e","title":"' + b"x" * (40 << 20),
     "line 1: is longer than 16777216 bytes (limit line_bytes)"),
    ("endless.txt", b"beds " * (8 << 20),
     "is longer than 16777216 bytes (limit text_bytes)"),
    ("nested.xml", paper(13, "<i>" * 10000 + "deep" + "</i>" * 10000),
     "nested deeper than 256 (limit xml_depth)"),
    ("comment.xml", paper(15).replace("<PubmedArticle>", "<!--"
                                      + "x" * (8 << 20) + "--><PubmedArticle>"),
     None),
    ("endless.xml", paper(97).replace("<PMID>", "<!--" + "x" * (40 << 20)),
     "longer than 16777216 bytes (limit text_bytes)"),
    ("names.xml", paper(16).replace(
        "<Article>", f"<{'n' * (1 << 20)}/><Article>"), None),
    ("attributes.xml", paper(17).replace("<Article>", "<Article " + " ".join(
        f'a{n}="x"' for n in range(50000)) + ">"), None),
    ("nested.json", "[" * 10000 + "]" * 10000,
     "no identifier and no title"),
    ("nested.html", deep_html(10000), None),
    ("attributes.html", attributes(50000), None),
    ("formatting.html", formatting(20000), None),
    ("bomb.pdf", pdf_of(text_bomb()), "(limit extract_"),
    ("cycle.pdf", pdf([CATALOG, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"]),
     "the PDF"),
    ("pages.pdf", pdf([CATALOG, b"<</Type/Pages/Count 1000000/Kids[]>>"]),
     "the PDF"),
    ("picture.pdf", pdf_of(zlib.compress(b"0 0 m 9 9 l S")),
     "the PDF has no text: its pages are pictures"),
    ("junk.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "the PDF is damaged"),
    ("empty.xml", b"", "is empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a PNG image"),
    ("nul.txt", b"beds\0and wards", "binary data"),
]


def special(folder):
    """What is no file: name and what is said of it."""
    rows = [("pipe", "not a regular file"), ("socket", "not a regular file"),
            ("loop", "a link inside a folder is not followed"),
            ("up", "a link inside a folder is not followed")]
    os.mkfifo(os.path.join(folder, "pipe"))
    listener = socket.socket(socket.AF_UNIX)
    os.chdir(folder)
    listener.bind("socket")
    os.symlink("loop", os.path.join(folder, "loop"))
    os.symlink("..", os.path.join(folder, "up"))
    try:
        os.mknod(os.path.join(folder, "device"), stat.S_IFCHR | 0o600,
                 os.makedev(1, 5))
        rows.append(("device", "not a regular file"))
    except OSError:
        pass
    if os.geteuid() != 0:
        write(os.path.join(folder, "closed.txt"), TEXT.format(7))
        os.chmod(os.path.join(folder, "closed.txt"), 0)
        rows.append(("closed.txt", "Permission denied"))
    return rows, listener


def odd_names(folder):
    """Papers with names that hurt: all are read."""
    names = [b"-rf.txt", b"new\nline.txt", b"esc\x1b[31m.txt", b"\xff\xfe.txt",
             b"n" * 250 + b".txt"]
    for number, name in enumerate(names):
        with open(os.path.join(folder.encode(), name), "w") as file:
            file.write(TEXT.format(100 + number))
    return len(names)


# A small process that starts it: a child counts as large as what it was forked
# from.
MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, end="")
sys.exit(done.returncode)
"""


def add(folder, *options):
    """(exit status, report, seconds, peak bytes)"""
    start = time.monotonic()
    done = run(sys.executable, "-c", MEASURE, program("medlit-index"),
               "--index", path("index"), "--thesaurus", "none", "--report",
               "json", *options, "add", folder)
    text, _, peak = done.stdout.rpartition("\n")
    return done, json.loads(text), time.monotonic() - start, int(peak)


folder = path("papers")
for name, content, _ in FILES:
    write(os.path.join("papers", name), content)
listed, listener = special(folder)
odd = odd_names(folder)
done, report, seconds, peak = add(folder, "--limit", "extract_cpu=3")

check(done.returncode == 1, "exit status 1", done.returncode)
wanted = [(name, reason) for name, _, reason in FILES if reason is not None]
for name, reason in wanted + listed:
    lines = [failure for failure in report["failures"]
             if os.path.basename(failure["file"]) == name]
    said = " | ".join(failure["reason"] for failure in lines)
    # An archive that is cut loses a member, and then ends.
    check(len(lines) == (2 if name == "cut.tar.gz" else 1) and reason in said,
          f"one line about {name}: ...{reason}", said)
read = [name for name, _, reason in FILES if reason is None]
for name in read:
    lines = [failure["reason"] for failure in report["failures"]
             if os.path.basename(failure["file"]) == name]
    check(not lines, f"{name} is read", lines)
good = 7 + len(read) + odd
check(report["added"] == good, f"{good} papers beside them", report["added"])
check("\x1b" not in done.stderr, "no escape reaches a terminal", done.stderr)
check(SANITIZERS or peak < MEMORY_MOST, "peak memory under 300 MB", peak)

status = index("--index", path("index"), "status")
check(status.returncode == 0, "the index is whole", status.stderr)
with open(os.path.join(path("index"), "CURRENT")) as current:
    check(current.read() != "", "there is a generation")
stored = b"".join(open(os.path.join(base, name), "rb").read()
                  for base, _, names in os.walk(path("index"))
                  for name in names)
check(b"root:x:0" not in stored, "no file of the system got in")

# Entities of a file name others, which nobody opens.
if shutil.which("strace"):
    for name in ("laughs.xml", "external.xml", "remote.xml"):
        done = run("strace", "-f", "-e", "trace=openat,open,connect,socket",
                   program("medlit-index"), "--dry-run", "add",
                   os.path.join(folder, name))
        if "ptrace" in done.stderr:
            break  # strace may not be used here
        calls = done.stderr[done.stderr.find(name):]
        check(name in done.stderr and "socket(" not in calls and
              "connect(" not in calls and "passwd" not in calls,
              f"{name}: nothing outside is opened", calls[:300])

# Each bomb by itself, with its time; what grows stays small.
for name in ("bomb.xml.gz", "bomb.zip", "laughs.xml", "comment.xml",
             "endless.xml", "names.xml", "attributes.xml", "attributes.html",
             "formatting.html", "nested.html"):
    start = time.monotonic()
    run(program("medlit-index"), "--dry-run", "add", os.path.join(folder, name))
    spent = time.monotonic() - start
    print(f"{name}: {spent:.2f} s")
    check(SANITIZERS or spent < SECONDS_MOST, f"{name} ends", spent)
print(f"{len(FILES) + len(listed)} traps in {seconds:.1f} s, "
      f"peak {peak >> 20} MB")
finish("index_traps")
