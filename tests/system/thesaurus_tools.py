# SPDX-License-Identifier: GPL-2.0-or-later
"""medlit-index thesaurus stats, which and diff: what a list holds, what a form
of it names, and what another list changes for readers; as text and as JSON."""
import json

from medlit_system import Daemon, check, finish, index, jsonl, path, write

LIST = write("list.tsv", """#medlit-thesaurus\t1\t3.1
cancer\tpreferred\tcancer\tauto\ten\tmesh
cancer\tkind\tdisease\t-\t-\tcommon
leukemia\tpreferred\tleukemia\tauto\ten\tmesh
leukemia\tkind\tdisease\t-\t-\tcommon
leukemia\texact\tLeukämie\tfold\tde\tcommon
leukemia\texact\tALL\texact\ten\tcommon
leukemia\tnarrower\tblast crisis\tfold\ten\tcommon
leukemia\tsense\tLK\texact\ten\tcommon
leukemia\tparent\tcancer\t-\t-\tcommon
leukemia\tidentifier\tMESH:D007938\t-\t-\tmesh
locke\tpreferred\tLocke syndrome\tauto\ten\tcommon
locke\tsense\tLK\texact\ten\tcommon
""")


def answer(*words):
    done = index("thesaurus", *words, "--report", "json")
    return done.returncode, json.loads(done.stdout)


status, stats = answer("stats", LIST)
del stats["image_bytes"]
check(status == 0 and stats == {
    "command": "thesaurus stats", "version": "3.1", "concepts": 3, "forms": 6,
    "relations": {"preferred": 3, "kind": 2, "exact": 2, "narrower": 1,
                  "sense": 2, "parent": 1, "identifier": 1},
    "kinds": {"disease": 2},
    "cases": {"auto": 3, "fold": 2, "exact": 3},
    "languages": {"en": 7, "de": 1},
    "sources": {"mesh": 3, "common": 9},
    "longest_form": "Locke syndrome", "deepest": ["leukemia", "cancer"]},
    "stats", stats)
done = index("thesaurus", "stats", LIST)
check("deepest: 2: leukemia < cancer\n" in done.stdout, "stats as text", done)

# form, exit status, concepts named, senses, a part of the reason
FORMS = [
    ("leukemia", 0, ["leukemia"], [], ""),
    ("Leukemias", 0, ["leukemia"], [], ""),
    ("leukamie", 0, ["leukemia"], [], ""),
    ("ALL", 0, ["leukemia"], [], ""),
    ("all", 1, [], [], "other capitals only"),
    ("cancer leukemia", 0, ["cancer", "leukemia"], [], "no form as a whole"),
    ("LK", 0, [], ["leukemia", "locke"], "several meanings"),
    ("lk", 1, [], [], "other capitals"),
    ("nothing", 1, [], [], "no form"),
    ("+-", 1, [], [], "neither letter nor digit"),
]
for form, wanted, names, senses, reason in FORMS:
    status, reply = answer("which", form, LIST)
    one = reply["forms"][0]
    seen = [name["concept"] for name in one["names"]]
    meant = [sense["concept"] for sense in one["senses"]]
    check(status == wanted and seen == names and meant == senses
          and reason in one["reason"] and (reason or not one["reason"]),
          f"which {form}", (status, one))
    check(index("thesaurus", "which", form, LIST).returncode == wanted,
          f"which {form} as text")
one = answer("which", "LEUKÄMIE", "--thesaurus", LIST)[1]["forms"][0]
name = one["names"][0]
check((name["form"], name["relation"], name["case"], name["line"],
       name["matches"], name["broader"], name["identifiers"])
      == ("Leukämie", "exact", "fold", 6, "any capitals", ["cancer"],
          ["MESH:D007938"]), "all of a form", name)
check(one["analysis"] == [{"folded": "leukamie", "term": "leukami",
                           "kind": "word"}], "its analysis", one)
done = index("thesaurus", "which", "ALL", LIST)
check('form "ALL", in these capitals (exact, exact, line 7)' in done.stdout,
      "which as text", done)

# ---- diff ------------------------------------------------------------------

with open(LIST, encoding="utf8") as file:
    old = file.read()
edits = [("leukemia\texact\tALL\texact", "leukemia\tnarrower\tALL\texact"),
         ("blast crisis\tfold", "blast crisis\texact"),
         ("leukemia\texact\tLeukämie\tfold\tde\tcommon\n", ""),
         ("locke\tpreferred", "locke\texact\tLeukämie\tfold\tde\tx\n"
          "locke\tpreferred"),
         ("leukemia\tparent\tcancer\t-\t-\tcommon\n", ""),
         ("cancer\tkind", "cancer\texact\tgrowth\tfold\ten\tx\ncancer\tkind")]
new = old
for before, after in edits:
    check(before in new, "the list has what is edited", before)
    new = new.replace(before, after)
NEW = write("new.tsv", new + "fever\tpreferred\tfever\tauto\ten\tx\n")
status, reply = answer("diff", LIST, NEW)
seen = {(change["change"],) + tuple(
    (fact["concept"], fact["relation"], fact["value"], fact.get("case"))
    for fact in (change.get("old"), change.get("new")) if fact)
    for change in reply["changes"]}
check(status == 0 and reply["concepts_added"] == ["fever"]
      and reply["concepts_removed"] == [] and seen == {
    ("changed", ("leukemia", "exact", "ALL", "exact"),
     ("leukemia", "narrower", "ALL", "exact")),
    ("changed", ("leukemia", "narrower", "blast crisis", "fold"),
     ("leukemia", "narrower", "blast crisis", "exact")),
    ("moved", ("leukemia", "exact", "Leukämie", "fold"),
     ("locke", "exact", "Leukämie", "fold")),
    ("removed", ("leukemia", "parent", "cancer", None)),
    ("added", ("cancer", "exact", "growth", "fold")),
    ("added", ("fever", "preferred", "fever", "fold"))}, "changes", seen)
status, reply = answer("diff", NEW, LIST)
check(reply["concepts_removed"] == ["fever"] and len(reply["changes"]) == 6,
      "the other way round", reply)
done = index("thesaurus", "diff", LIST, NEW)
check('moved leukemia: exact "Leukämie" fold -> locke: exact "Leukämie" fold\n'
      in done.stdout, "changes as text", done)
done = index("thesaurus", "diff", LIST, LIST)
check(done.stdout == "" and done.stderr == "the lists have the same facts\n",
      "no changes, and said so", done)

# Forms that come to a question: "growth" is cancer now, and finds its papers.
papers = [{"id": f"G{i}", "title": "Growth of plants"} for i in range(3)]
papers += [{"id": f"C{i}", "title": "A cancer of note"} for i in range(4)]
papers += [{"id": "L0", "title": "Leukemia in adults"}]
INDEX = path("index")
done = index("--index", INDEX, "--thesaurus", LIST, "add",
             write("papers.jsonl", jsonl(papers)))
check(done.returncode == 0, "papers are indexed", done)
queries = write("queries", "growth\nq2\tleukemia\n\nq3\tplants\n")
status, reply = answer("diff", "--index", INDEX, LIST, LIST, "--queries",
                       queries)
check(status == 0 and [query["id"] for query in reply["queries"]]
      == ["1", "q2", "q3"] and all(
          query["jaccard"] == 1.0 and query["before"] == query["after"]
          and not query["entered"] and not query["left"]
          for query in reply["queries"]), "the same list changes nothing", reply)
check(reply["summary"] == {"queries": 3, "changed": 0, "failed": 0,
                           "jaccard": 1.0}, "its summary", reply)
status, reply = answer("diff", "--index", INDEX, LIST, NEW, "--queries",
                       queries)
growth = reply["queries"][0]
check(status == 0 and growth["concepts"] == [
    {"change": "added", "concept": "cancer", "text": "growth"}],
    "the concept that the question gains", growth)
gained = {paper["id"]: paper["forms"] for paper in growth["entered"]}
check(all(gained.get(f"C{i}") == [{"concept": "cancer", "form": "cancer"}]
          for i in range(4)), "papers that enter, and their forms", gained)
kept = 3 - len(growth["left"])
check(abs(growth["jaccard"] - kept / (3 + len(growth["entered"]))) < 1e-9
      and {paper["id"] for paper in growth["left"]} <= {"G0", "G1", "G2"},
      "Jaccard of the first ten", growth)
check(reply["queries"][2]["jaccard"] == 1.0, "another question", reply)
check(reply["summary"]["changed"] >= 1, "summary", reply["summary"])

# A short form that is a word, too, changes the questions that have it.
ratio = old + "ratio\tpreferred\todds ratio\tauto\ten\tx\n"
ratios = [write("ratio.tsv", ratio),
          write("or.tsv", ratio + "ratio\texact\tOR\texact\ten\tx\n")]
asked = write("asked", "OR for growth\ngrowth or cancer\nplants\nOR 2.3\n")
status, either = answer("diff", "--index", INDEX, *ratios, "--queries", asked)
check([[each["concept"] for each in query["concepts"]]
       for query in either["queries"]] == [["ratio"], [], [], ["ratio"]]
      and all(query["jaccard"] == 1.0 for query in either["queries"][1:3]),
      "OR changes the questions with OR", either["queries"])

# Both ends are what the daemon says.
for where, member in ((LIST, "before"), (NEW, "after")):
    daemon = Daemon(INDEX, "--thesaurus", where, "--workers", "1",
                    name=member).wait_ready()
    for query in reply["queries"]:
        total = daemon.search(query["question"])[1]["total"]
        check(total == query[member], f"{member} as the daemon", query)
done = index("thesaurus", "diff", "--index", INDEX, LIST, NEW, "--queries",
             queries)
check('    added concept cancer: "growth"\n' in done.stdout
      and "3 questions, " in done.stdout, "queries as text", done)
bad = write("bad", b"q1\tgrowth\nq2\t(growth\nq3\t\xff\n")
done = index("thesaurus", "diff", "--index", INDEX, LIST, NEW, "--queries", bad)
check(done.returncode == 78 and "line 3 of the questions is not UTF-8"
      in done.stderr, "questions that are not UTF-8", done)
long = write("long", "growth " * 2000 + "\nplants\n")
status, reply = answer("diff", "--index", INDEX, LIST, NEW, "--queries", long)
check(status == 1 and reply["summary"]["failed"] == 1
      and reply["queries"][0]["error"] and reply["queries"][1]["jaccard"] == 1,
      "a question that is refused", reply)
for index_folder, file, wanted in ((path("none"), queries, 78),
                                   (INDEX, path("none"), 3)):
    done = index("thesaurus", "diff", "--index", index_folder, LIST, NEW,
                 "--queries", file)
    check(done.returncode == wanted and done.stderr and not done.stdout,
          "no index, no questions", done)

for words in (["stats"], ["which", LIST], ["which"], ["stats", LIST, LIST],
              ["diff", LIST], ["diff", LIST, NEW, LIST],
              ["diff", LIST, NEW, "--queries", queries],
              ["diff", LIST, NEW, "--index", INDEX],
              ["stats", LIST, "--index", INDEX], ["stats", LIST, "--wrong"],
              ["stats", LIST, "--report"], ["stats", LIST, "--report", "x"],
              ["stats", ""], [], ["clean", LIST]):
    check(index("thesaurus", *words).returncode == 2, "usage", words)
broken = write("broken.tsv", "#medlit-thesaurus\t1\tx\nx\n")
for words in (["stats", broken], ["which", "x", broken],
              ["diff", LIST, broken], ["diff", broken, LIST],
              ["compile", broken, "-o", path("image")],
              ["export", "--to", "solr", broken]):
    done = index("thesaurus", *words)
    check(done.returncode == 78 and "broken.tsv:2: 1 columns" in done.stderr,
          "a broken list", done)
finish("thesaurus_tools")
