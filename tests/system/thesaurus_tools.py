# SPDX-License-Identifier: GPL-2.0-or-later
"""medlit-index thesaurus stats and which: what a list holds and what a form of
it names, as text and as JSON."""
import json

from medlit_system import check, finish, index, write

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
    done = index("--report", "json", "thesaurus", *words)
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

for words in (["stats"], ["which", LIST], ["which"], ["stats", LIST, LIST]):
    check(index("thesaurus", *words).returncode == 2, "usage", words)
broken = write("broken.tsv", "#medlit-thesaurus\t1\tx\nx\n")
for words in (["stats", broken], ["which", "x", broken]):
    done = index("thesaurus", *words)
    check(done.returncode == 78 and "broken.tsv:2: 1 columns" in done.stderr,
          "a broken list", done)
finish("thesaurus_tools")
