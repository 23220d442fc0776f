#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""One paper, one entry: three sources of a paper in every order, with one
writer and with three, give the same index; sources go one by one."""
import itertools
import json

from medlit_system import check, finish, index, jsonl, path, write

TITLE = "Quorvinib in invented leukaemia: a second look"
PUBMED = """<PubmedArticleSet>%s</PubmedArticleSet>"""
RECORD = f"""<PubmedArticle><MedlineCitation><PMID>91000001</PMID><Article>
<Journal><JournalIssue><PubDate><Year>2021</Year></PubDate></JournalIssue>
<Title>Journal of Beds</Title></Journal><ArticleTitle>{TITLE}.</ArticleTitle>
<ELocationID EIdType="doi">10.5555/Look</ELocationID>
<AuthorList><Author><LastName>Almquist</LastName><Initials>BK</Initials>
</Author></AuthorList></Article></MedlineCitation></PubmedArticle>"""
SOURCES = {
    "pubmed.xml": PUBMED % RECORD,
    # The page has the DOI and knows the PMCID.
    "page.ris": "TY  - JOUR\nTI  - Another title of the page\n"
                "DO  - 10.5555/look\nC2  - PMC9100001\n"
                "AB  - Beds were slept in.\nER  - \n",
    # This one has no number at all.
    "list.csv": "title,authors,year\n"
                f"{TITLE.upper()},\"Almquist, Britta\",2021\n",
}
OTHERS = {
    # Papers that are others, whatever they share.
    "other.ris": "TY  - JOUR\nTI  - Erratum\nAN  - 91000009\nDB  - PubMed\n"
                 "DO  - 10.5555/look2\nER  - \n",
    "same-title.ris": f"TY  - JOUR\nTI  - {TITLE}\nAU  - Almquist, B\n"
                      "PY  - 2021\nAN  - 91000002\nDB  - PubMed\nER  - \n",
}
FILES = {name: write(f"in/{name}", text)
         for name, text in {**SOURCES, **OTHERS}.items()}


def report(where, *words):
    done = index("--index", where, "--report", "json", *words)
    return json.loads(done.stdout)


def counts(where, *words):
    told = report(where, *words)
    return tuple(told[name] for name in
                 ("added", "updated", "unchanged", "deleted", "failed"))


def papers(where):
    done = index("--index", where, "export")
    return sorted(line for line in done.stdout.splitlines() if line)


def one(where):
    return [json.loads(line) for line in papers(where)]


def options(jobs):
    return ["--thesaurus", "none", "--jobs", str(jobs)]


# ---- every order, in one run and in three --------------------------------

first = None
for jobs in (1, 3):
    for number, order in enumerate(itertools.permutations(SOURCES)):
        where = path(f"order-{jobs}-{number}")
        names = [FILES[name] for name in order]
        if number % 2:
            for name in names:
                index("--index", where, *options(jobs), "add", name)
        else:
            got = counts(where, *options(jobs), "add", *names)
            check(got == (1, 2, 0, 0, 0), f"{order}: one added", str(got))
        got = counts(where, "add", *names)
        check(got == (0, 0, 3, 0, 0), f"{order}: again changes nothing",
              str(got))
        found = papers(where)
        check(len(found) == 1, f"{order}: one entry", str(found))
        first = first or found
        check(found == first, f"{order}: the same entry",
              f"{found} {first}")

entry = json.loads(first[0])
check((entry["id"], entry["doi"], entry["pmcid"], entry["title"]) ==
      ("PMID:91000001", "10.5555/look", "PMC9100001", TITLE),
      "ids of all and the register's title", str(entry))
check([section["text"] for section in entry["sections"]] ==
      ["Beds were slept in."], "the abstract there is", str(entry))

# ---- others stay others --------------------------------------------------

where = path("others")
got = counts(where, *options(2), "add", *FILES.values())
check(got[0] == 3 and got[4] == 0, "three papers", str(got))
check([paper["id"] for paper in one(where)] ==
      ["PMID:91000001", "PMID:91000002", "PMID:91000009"], "their ids",
      str(one(where)))

# ---- sources go and come back --------------------------------------------

where = path("going")
counts(where, *options(2), "add", *[FILES[name] for name in SOURCES])
gone = write("in/gone.xml", PUBMED %
             "<DeleteCitation><PMID>91000001</PMID></DeleteCitation>")
counts(where, "add", gone)
left = one(where)
check(sorted(paper["id"][:4] for paper in left) == ["DOI:"],
      "without the register's record the page has it", str(left))
check(left[0]["title"] == "Another title of the page",
      "as the page has it", str(left))
counts(where, "add", FILES["pubmed.xml"])
check(papers(where) == first, "back again, the entry is as before",
      str(papers(where)))
got = counts(where, "remove", "10.5555/look")
check(papers(where) == [] or got[3] == 0, "remove takes all of it", str(got))

# ---- the newest record of a register stays --------------------------------

def version(number, day, title):
    return PUBMED % (f'<PubmedArticle><MedlineCitation><PMID Version="{number}">'
                     "91000003</PMID><DateRevised><Year>2021</Year><Month>3"
                     f"</Month><Day>{day}</Day></DateRevised><Article>"
                     f"<ArticleTitle>{title}</ArticleTitle></Article>"
                     "</MedlineCitation></PubmedArticle>")


def titles(where):
    return [paper["title"] for paper in one(where)]


VERSIONS = [  # one file, another behind it, and whose record stays
    (version(2, 1, "A"), version(1, 9, "B"), "A"),
    (version(1, 9, "A"), version(1, 8, "B"), "A"),
    (version(9, 9, "A"), version(10, 9, "B"), "B"),
    (version(1, 9, "A"), version(1, 9, "B"), "B"),
    (version(1, 9, "A"), "PMID- 91000003\nLR  - 20210310\nTI  - B\n", "B"),
    (version(1, 9, "A"), "PMID- 91000003\nLR  - 20210308\nTI  - B\n", "A"),
]
for number, (one_file, other, stays) in enumerate(VERSIONS):
    names = [write(f"versions-{number}/{name}", text)
             for name, text in (("a", one_file), ("b", other))]
    both = path(f"versions-{number}")
    where = path(f"versions-index-{number}")
    counts(where, *options(1 + number % 2), "add", both)
    check(titles(where) == [stays], f"versions {number}: the newest stays",
          str(titles(where)))
    for words in (["--dry-run"], []):
        got = counts(where, *words, "add", both)
        check(got == (0, 0, 2, 0, 0),
              f"versions {number}: again changes nothing {words}", str(got))
    if one_file.replace(">A<", ">B<") != other:
        other_way = path(f"versions-back-{number}")
        for name in reversed(names):
            counts(other_way, *options(1), "add", name)
        check(titles(other_way) == [stays],
              f"versions {number}: whichever comes first",
              str(titles(other_way)))
    synced = path(f"versions-synced-{number}")
    counts(synced, *options(1), "sync", both)
    check(papers(synced) == papers(where), f"versions {number}: sync, too",
          str(papers(synced)))
    write(f"versions-{number}/" + stays.lower(), PUBMED % "")
    index("--index", synced, "--force", "sync", both)
    check(titles(synced) == ["B" if stays == "A" else "A"],
          f"versions {number}: without it the other one is there",
          str(titles(synced)))

# Asked for by name, the record as new as the one stored takes its place.
where = path("versions-index-3")
counts(where, "add", path("versions-3", "a"))
check(titles(where) == ["A"], "what is added last", str(titles(where)))

# ---- mirrored files ------------------------------------------------------

where = path("mirror")
for name, text in SOURCES.items():
    write(f"mirror/{name}", text)
folder = path("mirror-index")
counts(folder, *options(2), "sync", path("mirror"))
check([paper["id"] for paper in one(folder)] == ["PMID:91000001"],
      "sync: one entry", str(one(folder)))
write("mirror/pubmed.xml", PUBMED % "")
index("--index", folder, "sync", "--force", path("mirror"))
ids = [paper["id"] for paper in one(folder)]
check(ids == ["DOI:10.5555/look"], "sync: the record went, the page stays",
      str(ids))
write("mirror/pubmed.xml", PUBMED % RECORD)
index("--index", folder, "sync", path("mirror"))
ids = [paper["id"] for paper in one(folder)]
check(ids == ["PMID:91000001"], "sync: the record is back", str(ids))
finish("one entry")
