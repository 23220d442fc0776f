# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists of names from every format, whole and broken: what the exit status is,
what the error says, and that a file which was there stays as it was."""
import gzip
import os

from medlit_system import SOURCE, check, finish, index, path, write

DATA = os.path.join(SOURCE, "tests", "data", "thesaurus")
SHIPPED = os.path.join(SOURCE, "corpus", "thesaurus", "haematology.tsv")
BEFORE = b"what was here\n"


def data(name):
    with open(os.path.join(DATA, name), "rb") as file:
        return file.read()


def read(where):
    with open(where, "rb") as file:
        return file.read()


def make(kind, *files, more=()):
    out = write("out.tsv", BEFORE)
    done = index("thesaurus", "import", "--from", kind, "-o", out, *more,
                 *files)
    return done, read(out)


FILES = {
    "solr": ["solr.txt"],
    "wordnet": ["wordnet.pl"],
    "mesh-xml": ["desc.xml", "supp.xml"],
    "mesh-ascii": ["d.bin", "c.bin"],
    "mesh-tsv": ["mesh.tsv"],
    "csv": ["own.csv"],
    "rxnorm": ["RXNCONSO.RRF", "RXNREL.RRF"],
    "umls": ["MRCONSO.RRF", "MRREL.RRF"],
    "skos": ["concepts.rdf"],
    "tsv": ["first.tsv"],
}
LISTS = {}
for kind, names in FILES.items():
    done, LISTS[kind] = make(kind, *(os.path.join(DATA, n) for n in names))
    check(done.returncode == 0 and LISTS[kind].startswith(
        b"#medlit-thesaurus\t1\t" + kind.encode() + b"\n"), kind, done.stderr)
    zipped = [write(n + ".gz", gzip.compress(data(n))) for n in names]
    done, text = make(kind, *zipped)
    check(text == LISTS[kind], f"{kind} under gzip", done.stderr)
    write("list.tsv", LISTS[kind])
    done = index("thesaurus", "compile", path("list.tsv"), "-o",
                 path("list.image"))
    check(done.returncode == 0, f"the list of {kind} compiles", done.stderr)

BOMB = (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + i, (b"&%c;" % (97 + i)) * 50)
                   for i in range(8))
        + b"]><r><%s><DescriptorUI>&i;</DescriptorUI></%s></r>")
OUTSIDE = (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "%s">]>'
           b"<r><DescriptorRecord><DescriptorUI>D1</DescriptorUI>"
           b"<DescriptorName><String>&x;</String></DescriptorName>"
           b"</DescriptorRecord></r>")
HUGE = b"x" * 100_000
# (format, bytes, exit status, words of the message)
BROKEN = [
    ("solr", b"", 3, "is empty"),
    ("solr", b"# nothing\n", 3, "nothing in it is of the format solr"),
    ("solr", b"a\\, b\xe9, c\nleukemia, leukaemia\n", 1, ":1: the line is not "
     "UTF-8"),
    ("solr", b"aa, bb\n" + HUGE + b", b\n", 1, ":2: the line is longer"),
    ("solr", b"aa, b\0b\ncc, dd\n", 1, ":1: the line has a NUL"),
    ("solr", b"aa => bb => cc\ncc, dd\n", 1, ':1: "=>" stands twice'),
    ("solr", b"=> bb\ncc, dd\n", 1, ":1: no name stands on one side"),
    ("solr", b"#! case=loud\naa, bb\ncc, dd\n", 1, ":1: case is exact"),
    ("solr", b"#! weight=2\naa, bb\ncc, dd\n", 1, ':1: "weight=2" is not'),
    ("solr", b"\xff\xfea\0,\0b\0", 3, "is UTF-16"),
    ("wordnet", b"s(1,1,'a", 3, "may be cut"),
    ("wordnet", b"s(1,1,'aa',n,1,0).\ns(2,x,'bb',n,1,0).\n", 1,
     ":2: this is no clause"),
    ("wordnet", b"<html>\n", 3, "nothing in it is of the format"),
    ("mesh-xml", data("desc.xml")[:2000], 3, "the XML ends early"),
    ("mesh-xml", b"hello\n", 3, "malformed XML"),
    ("mesh-xml", b"<html><body/></html>", 3, "nothing in it is of the format"),
    ("mesh-xml", BOMB % ((b"DescriptorRecord",) * 2), 3, ""),
    ("mesh-xml", OUTSIDE % b"file:///etc/passwd", 3, ""),
    ("mesh-xml", b'<?xml version="1.0" encoding="KOI8-R"?><a/>', 3,
     "the encoding KOI8-R"),
    ("mesh-ascii", b"*NEWRECORD\nMH = Ab\nUI", 3, "may be cut"),
    ("mesh-ascii", b"*NEWRECORD\nMH = Ab\n*NEWRECORD\nMH = Cd\nUI = D2\n", 1,
     ":3: the record that ends before this line has no UI"),
    ("mesh-ascii", b"MH = Ab\n", 3, "no *NEWRECORD"),
    ("mesh-tsv", data("mesh.tsv")[:-1], 0, ""),
    ("mesh-tsv", data("mesh.tsv")[:-20], 3, "may be cut"),
    ("mesh-tsv", b"D000001\tcats\n" + data("mesh.tsv"), 1, ":1: 2 columns"),
    ("mesh-tsv", b"cat,dog\n", 3, "1 columns instead of 4"),
    ("csv", b"id,forms\n1,a\n", 3, "no column is the preferred name"),
    ("csv", b'id,preferred\n1,"cats\n', 3, "ends inside quotes"),
    ("csv", b'id,preferred\n1,cats\n2\n', 1, ":3: 1 fields instead of 2"),
    ("csv", b'id,preferred\n1,cats\n2,"' + b"x\n" * 60000 + b'"\n', 3,
     "longer than 64 KiB"),
    ("csv", b'id,preferred,case\n1,cats,fold\n2,dogs,big\n', 1,
     "the case is exact, fold or auto"),
    ("rxnorm", b"100|ENG|x|\n", 3, "columns"),
    ("rxnorm", data("RXNCONSO.RRF")[:-30], 3, "may be cut"),
    ("umls", data("MRREL.RRF"), 2, "name MRCONSO.RRF before MRREL.RRF"),
    ("skos", b"@prefix skos: <http://x> .\n", 3, "this is not RDF/XML"),
    ("skos", data("concepts.rdf")[:900], 3, "the XML ends early"),
    ("skos", (BOMB % ((b"Concept",) * 2)).replace(b"DescriptorUI",
                                                  b"prefLabel"), 3, ""),
    ("tsv", b"aml\tpreferred\tAML\tauto\ten\tx\n", 3, "this is no thesaurus"),
    ("tsv", data("first.tsv") + b"aml\tnickname\tAM\tauto\ten\tx\n", 1,
     '"nickname" is no relation'),
    ("tsv", data("first.tsv") + b"aml\texact\tAMLX\n", 1, "3 columns"),
]
for number, (kind, text, status, words) in enumerate(BROKEN):
    name = write(f"broken{number}", text)
    done, out = make(kind, name)
    what = f"{kind} {text[:40]}"
    check(done.returncode == status and words in done.stderr, what,
          (done.returncode, done.stderr))
    check(f"broken{number}" in done.stderr or status == 0,
          f"{what}: the file is named", done.stderr)
    check((out == BEFORE) == (status > 1), f"{what}: the old list", out[:80])
    check(b"root:" not in out, f"{what}: no other file is read", out)

# What no format takes: of lines these are refused and the list is the same, of
# files nothing comes.
LINES = [(b"a, caf\xe9\n", "not UTF-8"), (HUGE + b"\n", "longer than 64 KiB"),
         (b"a, b\0b\n", "NUL byte")]
for kind, names in FILES.items():
    files = [os.path.join(DATA, name) for name in names]
    last = data(names[-1])
    for line, words in LINES if kind not in ("mesh-xml", "skos") else ():
        done, out = make(kind, *files[:-1], write("more", last + line))
        check(done.returncode == 1 and words in done.stderr
              and out == LISTS[kind], f"{kind}: {words}", (done, out))
    for text, words in ((gzip.compress(last)[:-9], "gzip"),
                        (gzip.compress(last)[:40], "gzip"), (b"", "is empty"),
                        ("x, y\n".encode("utf-16"), "is UTF-16"),
                        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0", "")):
        done, out = make(kind, *files[:-1], write("other", text))
        check(done.returncode == 3 and words in done.stderr and out == BEFORE,
              f"{kind}: {text[:20]}", (done, out))

done, out = make("solr", write("cut.gz", gzip.compress(data("solr.txt"))[:-9]))
check(done.returncode == 3 and out == BEFORE, "gzip that is cut", done)
done, out = make("solr", path("absent"))
check(done.returncode == 3 and out == BEFORE, "no such file", done)
done = index("thesaurus", "import", "--from", "solr", "-o",
             path("no", "such", "folder.tsv"), os.path.join(DATA, "solr.txt"))
check(done.returncode == 3, "no such folder", done)

for words in ((), ("explode",), ("import",), ("import", "--from", "docx"),
              ("import", "--from", "csv", "-o", "x"),
              ("import", "--from", "solr", "--columns", "id=a", "-o", "x", "y"),
              ("import", "--from", "solr", "--branches", "C", "-o", "x", "y"),
              ("import", "--from", "mesh-tsv", "--branches", "X", "-o", "x",
               "y"),
              ("import", "--from", "tsv", "--version", "none", "-o", "x", "y"),
              ("import", "--from"), ("export", SHIPPED), ("compile", SHIPPED),
              ("compile", "-o", "x"), ("import", "--loud", "-o", "x", "y")):
    done = index("thesaurus", *words)
    check(done.returncode == 2 and done.stderr.startswith("medlit-index: "),
          f"usage {words}", done)
done = index("thesaurus", "--help")
check(done.returncode == 0 and all(kind in done.stdout for kind in FILES),
      "help names the formats", done.stdout)
done = index("--jobs", "1", "thesaurus", "compile", SHIPPED)
check(done.returncode == 2 and "--jobs\" is unknown" in done.stderr,
      "an option of other verbs", done)

# To Solr's format and back nothing is lost, comments apart.
done = index("thesaurus", "export", "--to", "solr", "-o", path("names.txt"),
             SHIPPED)
check(done.returncode == 0, "export", done.stderr)
done, back = make("solr", path("names.txt"), more=("--version", "again"))
lines = [line for line in read(SHIPPED).split(b"\n")[1:]
         if not line.startswith(b"#")]
check(back.split(b"\n")[1:] == lines, "the way there and back",
      set(back.split(b"\n")[1:]) ^ set(lines))
done = index("thesaurus", "export", "--to", "solr", path("names.txt"))
check(done.returncode == 78 and "names.txt:1: " in done.stderr,
      "only a list is exported", done)

# Only what names things of some branches; supplementary records have none.
for kind, names in (("mesh-tsv", ["mesh.tsv"]), ("mesh-xml", FILES["mesh-xml"]),
                    ("mesh-ascii", FILES["mesh-ascii"])):
    files = [os.path.join(DATA, n) for n in names]
    done, out = make(kind, *files, more=("--branches", "CD"))
    check(out == LISTS[kind].replace(
        b"".join(line for line in LISTS[kind].splitlines(True)
                 if line.startswith(b"mesh-d000001\t")), b"")
          if kind == "mesh-tsv" else out == LISTS[kind], f"{kind} of CD",
          (done.stderr, out))
    done, out = make(kind, *files, more=("--branches", "A"))
    check(b"mesh-d" not in out.replace(b"\tmesh-d", b"")
          and (b"mesh-c000001\tpreferred" in out or kind == "mesh-tsv"),
          f"{kind} of A", (done.stderr, out))

# What is not in the list is listed.
done, _ = make("mesh-tsv", os.path.join(DATA, "mesh.tsv"),
               more=("--dropped", path("dropped")))
check(b"stop words only\tD007154\tall\t-\n" in read(path("dropped")),
      "dropped forms", read(path("dropped")))
finish(f"{len(FILES)} formats, {len(BROKEN)} broken files")
