# SPDX-License-Identifier: GPL-2.0-or-later
"""medlit-index thesaurus check: faults planted into the list that comes with
medlit, each found on its line by its code and nothing else; none in the list."""
import json
import os
import re

from medlit_system import SOURCE, check, finish, index, jsonl, path, write

LIST = os.path.join(SOURCE, "corpus", "thesaurus", "haematology.tsv")
with open(LIST, encoding="utf8") as file:
    SHIPPED = file.read().split("\n")[:-1]
HEADER, ROWS = SHIPPED[0], SHIPPED[1:]


def faults(where, *options):
    done = index("thesaurus", "check", where, *options)
    found = []
    for line in done.stdout.splitlines():
        match = re.fullmatch(r"(.*?):(\d+): ([a-z0-9-]+): (.+)", line)
        check(match and match.group(1) == where, "file:line: code: text", line)
        if match:
            found.append((int(match.group(2)), match.group(3)))
    return done.returncode, found


def form(slug, value, case="auto", relation="exact", language="en"):
    return f"{slug}\t{relation}\t{value}\t{case}\t{language}\tcommon"


def named(slug, *rows):
    """A concept of our own, in the order of the list."""
    return [form(slug, slug + " planted", relation="preferred"),
            f"{slug}\tkind\tfinding\t-\t-\tcommon", *rows]


def fact(slug, relation, value):
    return f"{slug}\t{relation}\t{value}\t-\t-\tcommon"


# Rows put behind the shipped ones (their slugs begin with "zz", so that they
# stand in order); "!" marks the row with the fault that is named.
PLANTED = [
    ("bad-columns", named("zz01", "!zz01\texact\tcolumn gone\tauto\ten")),
    ("bad-relation", named("zz02", "!" + form("zz02", "zork", relation="same"))),
    ("bad-case", named("zz03", "!" + form("zz03", "zorkian case", "any"))),
    ("bad-case", named("zz04", "!zz04\tparent\tleukemia\tfold\t-\tcommon")),
    ("empty-column", named("zz05", "!" + form("zz05", ""))),
    ("white-space", named("zz06", "!" + form("zz06", "zorkian blank ", "auto"))),
    ("white-space", named("zz07", "!" + form("zz07", "zorkian  double"))),
    ("white-space", named("zz08", "!" + form("zz08", "zorkian rest")
                          + " ")),
    ("bad-slug", ["!" + form("zz09_x", "zorkian slug")]),
    ("unknown-parent", named("zz10", "!" + fact("zz10", "parent", "zz-none"))),
    ("cycle", [("!" if i == 0 else "") + row for i, row in enumerate(
        named("zz11", fact("zz11", "parent", "zz12"))
        + named("zz12", fact("zz12", "parent", "zz11")))]),
    ("cycle", [("!" if i == 0 else "") + row for i, row in enumerate(
        named("zz13", fact("zz13", "parent", "zz13")))]),
    ("no-preferred", ["!" + fact("zz14", "kind", "finding"),
                      form("zz14", "zorkian nameless")]),
    ("second-preferred", ["zz15\tpreferred\tzorkian one\tauto\ten\tcommon",
                          "!zz15\tpreferred\tzorkian two\tauto\ten\tcommon",
                          fact("zz15", "kind", "finding")]),
    ("second-kind", [named("zz16")[0], fact("zz16", "kind", "disease"),
                     "!" + fact("zz16", "kind", "drug")]),
    ("unknown-kind", [named("zz17")[0], "!" + fact("zz17", "kind", "dieases")]),
    ("two-concepts", named("zz18", "!" + form("zz18", "Inotuzumab-Ozogamicin"))),
    ("two-concepts", named("zz19", "!" + form("zz19", "BESPONSA"))),
    ("duplicate", named("zz20", form("zz20", "zorkian twin"),
                        "!" + form("zz20", "zorkian twin"))),
    ("duplicate", named("zz21", form("zz21", "Zorkian Capitals"),
                        "!" + form("zz21", "zorkian capitals"))),
    ("duplicate", named("zz22", form("zz22", "ZRK-544"),
                        "!" + form("zz22", "ZRK544"))),
    ("english-word", named("zz23", "!" + form("zz23", "tower", "fold"))),
    ("english-word", named("zz24", "!" + form("zz24", "TIME", "fold"))),
    ("english-word", named("zz25", "!" + form("zz25", "THUMB", "fold"))),
    ("stop-word", named("zz26", "!" + form("zz26", "WITH", "fold"))),
    ("stop-word", named("zz27", "!" + form("zz27", "such as", "auto"))),
    ("unit", named("zz28", "!" + form("zz28", "mg", "fold"))),
    ("unit", named("zz29", "!" + form("zz29", "days", "auto"))),
    ("too-short", named("zz30", "!" + form("zz30", "zq", "fold"))),
    ("too-short", named("zz31", "!" + form("zz31", "q", "exact"))),
    ("no-words", named("zz32", "!" + form("zz32", "+/-", "exact"))),
    ("plural-collision", named("zz33", form("zz33", "zorkian lesion"))
     + named("zz34", "!" + form("zz34", "zorkian lesions"))),
    ("case-collision", named("zz35", form("zz35", "ZRKS", "exact"))
     + named("zz36", "!" + form("zz36", "Zrks", "fold"))),
    ("unsorted", named("zz37", form("zz37", "zorkian late"),
                       "!" + form("zz37", "zorkian early"))),
    ("bad-identifier", named("zz38", "!" + fact("zz38", "identifier", "D01"))),
    ("bad-identifier", named("zz39", "!" + fact("zz39", "identifier",
                                                "MESH:X015470"))),
    ("two-concepts", named("zz40", fact("zz40", "identifier", "CAS:1-1-1"))
     + named("zz41", "!" + fact("zz41", "identifier", "CAS:1-1-1"))),
    ("bad-language", named("zz42", "!" + form("zz42", "zorkian tongue",
                                              language="English"))),
    ("not-utf8", named("zz43", "!" + form("zz43", "zorkian caf\udce9"))),
    ("nul-byte", named("zz44", "!" + form("zz44", "zorkian\0nul"))),
    ("long-line", named("zz45", "!" + form("zz45", "zorkian " * 600))),
    ("control-character", named("zz46", "!" + form("zz46", "zorkian\x0bbell"))),
    ("invisible-character", named("zz47", "!" + form("zz47",
                                                     "zork\u200bian"))),
    ("unbalanced", named("zz48", "!" + form("zz48", "zorkian (open"))),
    ("unbalanced", named("zz49", "!" + form("zz49", 'zorkian "quote'))),
    ("unreachable", named("zz50", "!" + form("zz50", "Zorkian. Other part"))),
    ("too-long", named("zz51", "!" + form("zz51", " ".join("x" * 65)))),
    ("bad-sense", named("zz52", "!" + form("zz52", "zorkian two words", "exact",
                                           "sense"))),
    ("bad-case", named("zz53", "!" + form("zz53", "ZZS", "auto", "sense"))),
    ("two-concepts", named("zz54", form("zz54", "ZZT", "exact"))
     + named("zz55", "!" + form("zz55", "ZZT", "exact", "sense"))),
    ("duplicate", named("zz56", fact("zz56", "parent", "leukemia"),
                        "!" + fact("zz56", "parent", "leukemia"))),
    ("parent-form", named("zz57", "!" + form("zz57", "zz56",
                                             relation="broader"),
                          fact("zz57", "parent", "zz56"))),
]

status, found = faults(LIST)
check(status == 0 and not found, "the list that comes with medlit", found)
done = index("thesaurus", "check", LIST)
check(done.stderr.startswith(f"{LIST}: no fault in ") and not done.stdout,
      "no fault is told", done)

# Each by itself, so that none hides another.
for code, rows in PLANTED:
    if code == "parent-form":
        rows = named("zz56") + rows
    lines = SHIPPED + [row.lstrip("!") for row in rows]
    at = len(SHIPPED) + 1 + [row[0] for row in rows].index("!")
    where = write("planted.tsv", "".join(
        line + "\n" for line in lines).encode("utf8", "surrogateescape"))
    status, found = faults(where)
    check(status == 1 and found == [(at, code)], f"{code} at {at}",
          (status, found))

# All at once: what is behind a fault is still found.
lines, wanted = list(SHIPPED), []
for code, rows in PLANTED:
    for row in rows:
        lines.append(row.lstrip("!"))
        if row[0] == "!":
            wanted.append((len(lines), code))
where = write("all.tsv", "".join(
    line + "\n" for line in lines).encode("utf8", "surrogateescape"))
status, found = faults(where)
check(status == 1 and found == wanted and len(wanted) >= 50,
      f"all {len(wanted)} at once", set(found) ^ set(wanted))

# Of the whole file.
WHOLE = [
    ("", [(1, "bad-header")]),
    ("\n".join(ROWS) + "\n", [(1, "bad-header")]),
    (HEADER.replace("\t1\t", "\t9\t") + "\n" + "\n".join(ROWS) + "\n",
     [(1, "bad-header")]),
    ("#medlit-thesaurus\t1\t\n" + "\n".join(ROWS) + "\n",
     [(1, "bad-version")]),
    ("#medlit-thesaurus\t1\tnone\n" + "\n".join(ROWS) + "\n",
     [(1, "bad-version")]),
    ("\r\n".join(SHIPPED) + "\r\n", [(1, "line-end")]),
    ("\n".join(SHIPPED), [(len(SHIPPED), "line-end")]),
    ("\ufeff" + "\n".join(SHIPPED) + "\n", [(1, "bad-header"),
                                            (1, "invisible-character")]),
]
for text, wanted in WHOLE:
    status, found = faults(write("whole.tsv", text))
    check(status == 1 and found == wanted, "the file", (wanted, found))

# What compiles is refused by the indexer at its first fault, with that text.
where = write("first.tsv", "\n".join(SHIPPED + PLANTED[1][1][:2]
              + [PLANTED[1][1][2][1:], "zz99\tx\ty\tz\n"]))
done = index("--index", path("none"), "--thesaurus", where, "add", where)
check(done.returncode == 78 and f"first.tsv:{len(SHIPPED) + 3}: \"same\" is no"
      in done.stderr, "the compiler stops", done)
check(index("thesaurus", "check", where).stdout.count("\n") == 2,
      "the check goes on")

# Frequent in an index, and usage.
papers = [{"id": f"P{i}", "title": "Zorkian fever" if i < 3 else "Nothing",
           "abstract": "A zorkian and a fever." if i < 9 else "None."}
          for i in range(20)]
done = index("--index", path("index"), "--thesaurus", "none", "add",
             write("papers.jsonl", jsonl(papers)))
check(done.returncode == 0, "papers are indexed", done.stderr)
where = write("frequent.tsv", "\n".join(
    ["#medlit-thesaurus\t1\tx", form("a", "zorkian fever", "auto", "preferred"),
     form("b", "zorkian", "auto", "preferred"),
     form("c", "ZORKIAN", "exact", "preferred")]) + "\n")
status, found = faults(where)
check(status == 1 and found == [(4, "case-collision")], "without an index",
      found)
for share, wanted in ((5, [(2, "frequent"), (3, "frequent")]),
                      (16, [(3, "frequent")]), (50, [])):
    status, found = faults(where, "--index", path("index"), "--max-share",
                           str(share))
    found = [fault for fault in found if fault[1] != "case-collision"]
    check(found == wanted, f"in more than {share} %", found)
done = index("thesaurus", "check", where, "--report", "json")
check(json.loads(done.stdout)["faults"][0]["line"] == 4, "as JSON", done)
for words in (["thesaurus", "check"], ["thesaurus", "check", where, where],
              ["thesaurus", "clean", where], ["thesaurus"],
              ["thesaurus", "check", where, "--index", path("index"),
               "--max-share", "0"],
              ["thesaurus", "check", where, "--max-share", "5"],
              ["--dry-run", "thesaurus", "check", where]):
    check(index(*words).returncode == 2, "usage", words)
check(index("thesaurus", "check", path("no.tsv")).returncode == 3, "no file")
finish("thesaurus_check")
