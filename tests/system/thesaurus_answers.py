#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a list of names makes of answers: more names leave the order of papers
that have one of them, each relation counts as it says, capitals as each form
says, and what is switched off is off and said so."""
from medlit_system import Daemon, check, finish, index, path, shelf, write


def listed(name, rows, papers):
    """A shelf with this list."""
    names = write(name + ".tsv", "#medlit-thesaurus\t1\ttest\n" + "".join(
        row.replace("|", "\t") + "\n" for row in rows))
    return shelf(name, papers, "--thesaurus", names)


def form(slug, name, relation="exact", case="auto"):
    return f"{slug}|{relation}|{name}|{case}|en|-"


def scores(reply):
    """{id: score}, without what only has words of the first papers"""
    return {hit["id"]: hit["score"] for hit in reply["hits"]
            if not hit.get("related")}


def more_names():
    """Forty papers call the drug as it is typed, in texts of all lengths and
    beside more or less of what else is asked; ten have other names.  What the
    drug weighs beside other words depends on how many papers name it; so of
    questions that have both, names that no paper has may change nothing."""
    rest = "Forty adults were treated and looked at again later. "
    papers = []
    for n in range(40):
        mention = " ".join(["Then drugazole was given."] * (1 + n % 4))
        papers.append(
            (["A report", "Drugazole in adults", "Pain and drugazole",
              "Pain in adults"][n // 10] + f", part {n}",
             rest * (n % 7) + mention + (" Pain went." if n % 3 else "")))
    papers += [(f"{name} for pain", f"We gave {name}.") for name in
               ("Marvelin", "XYZ-544", "besylate of note", "Oldname",
                "Newname") * 2]
    lists = [[form("drug", "drugazole", "preferred")]]
    lists.append(lists[0] + [form("drug", "Marvelin"), form("drug", "XYZ-544")])
    lists.append(lists[1] + [form("drug", "besylate of note"),
                             form("drug", "Oldname"), form("drug", "Newname")])
    lists.append(lists[0] +
                 [form("drug", f"Nobody {n} said") for n in range(9)])
    first = {}
    for number, rows in enumerate(lists):
        daemon = listed(f"more{number}", rows, papers)
        questions = ["drugazole"]
        if number in (0, 3):
            questions += ["drugazole for pain",
                          "does drugazole help adults in pain"]
        for question in questions:
            reply = daemon.answer(question)
            order = [hit["id"] for hit in reply["hits"] if int(hit["id"]) < 40]
            check(len(order) == 40, f"{question}: all are found", order)
            check(order == first.setdefault(question, order),
                  f"{question}: list {number} leaves their order", order)
            others = sum(bool(hit["matched_as"]) and int(hit["id"]) >= 40
                         for hit in reply["hits"])
            check(others == [0, 4, 10, 0][number],
                  f"{question}: other names are found", others)
        daemon.stop()


def relations():
    rows = [form("aml", "marrowitis", "preferred"),
            form("aml", "Marvel disease"),
            form("aml", "smoldering", "narrower"),
            form("aml", "bloodiness", "broader"),
            form("aml", "paleness", "related"),
            form("deep", "marrowitis of the deep", "preferred"),
            "deep|parent|aml|-|-|-"]
    papers = [(f"{name} in adults", "") for name in (
        "Marrowitis", "Marvel disease", "Smoldering", "Bloodiness", "Paleness",
        "Marrowitis of the deep", "Nothing")]
    papers += [("Other things of others", "")] * 30
    daemon = listed("relations", rows, papers)
    got = scores(daemon.answer("marrowitis"))
    check(set(got) == set("012345"), "all of them are found", got)
    check(.9 * got["0"] < got["1"] < got["0"], "exact is the same", got)
    check(all(.5 * got["0"] < got[each] < got["1"] for each in "25"),
          "narrower is nearly the same", got)
    check(0 < max(got["3"], got["4"]) < .5 * got["0"],
          "broader and related are perhaps", got)
    for word, own in (("smoldering", "2"), ("bloodiness", "3"),
                      ("paleness", "4"), ("marrowitis of the deep", "5")):
        reply = daemon.answer(word)
        check(reply["hits"][0]["id"] == own, f"{word}: itself first",
              scores(reply))
    got = scores(daemon.answer("smoldering"))
    check(got.get("0", 0) < .5 * got["2"], "the broader one is less", got)
    got = scores(daemon.answer("paleness"))
    check(got.get("0", 0) < .7 * got["4"], "what is related is less", got)
    daemon.stop()


def one_way():
    """A => B of Solr: A finds B; two lefts of one right are equal names."""
    source = write("rules.txt", "anticoagulant => heparin, warfarin\n"
                   "PS-341, Velcade => bortezomib\n")
    done = index("thesaurus", "import", "--from", "solr", "-o",
                 path("rules.tsv"), source)
    check(done.returncode == 0, "import", done.stderr)
    with open(path("rules.tsv"), encoding="utf8") as file:
        rows = [line.rstrip("\n").replace("\t", "|")
                for line in file if not line.startswith("#")]
    daemon = listed("rules", rows, [
        ("Heparin seen", ""), ("Warfarin seen", ""),
        ("An anticoagulant seen", ""), ("PS-341 seen", ""),
        ("Bortezomib seen", ""), ("Velcade seen", "")])
    for question, first, wanted in (
            ("anticoagulant", {"2"}, {"0", "1", "2"}),
            ("bortezomib", {"4"}, {"3", "4", "5"}),
            ("PS-341", {"3"}, {"3", "4", "5"})):
        reply = daemon.answer(question)
        check(set(scores(reply)) == wanted and {reply["hits"][0]["id"]} ==
              first, question, scores(reply))
    got = scores(daemon.answer("heparin"))
    check(max(got, key=got.get) == "0" and "1" not in got and
          got.get("2", 0) < .7 * got["0"], "not the other way round", got)
    daemon.stop()


def capitals():
    """Case of a form: exact, fold, or auto, which is exact where a short form
    in capitals is an English word, too."""
    words = "ALL AIDS CAR PET WAS CAT FISH MICE LAMP".split()
    rows = [form(f"c{n}", word, "preferred")
            for n, word in enumerate(words + ["DLBCL"])]
    rows += [form("exact", "ZORK", "preferred", "exact"),
             form("fold", "OWLS", "preferred", "fold"),
             form("sos", "SOS", "preferred", "exact")]
    words += ["ZORK", "SOS"]
    # a word is taken for the name where papers have hardly another use of it
    papers = [(f"{word} of theirs", "") for word in words]
    papers += [(f"The {word.lower()} of theirs", "") for word in words]
    papers += [(f"One {word.lower()} and another", "") for word in words * 2]
    papers += [("Dlbcl and DLBCL", ""), ("Many owls", "")]
    daemon = listed("capitals", rows, papers)
    for n, word in enumerate(words):
        reply = daemon.answer(word)
        named = [hit["id"] for hit in reply["hits"] if hit["matched_as"]]
        check(reply["query"]["tokens"][0]["status"] == "concept" and
              named == [str(n)], f"{word}: in capitals only",
              (named, reply["query"]["tokens"]))
        reply = daemon.answer(f"{word.lower()} theirs")
        check(not any(hit["matched_as"] and hit["id"] == str(n)
                      for hit in reply["hits"]), f"{word.lower()} is a word",
              reply["hits"][:2])
    for word in ("dlbcl", "DLBCL", "owls", "OWLS"):
        reply = daemon.answer(word)
        check(reply["query"]["tokens"][0]["status"] == "concept" and
              reply["hits"][0]["matched_as"], f"{word}: any capitals",
              reply["query"]["tokens"])
    daemon.stop()


def switched_off():
    rows = [form("drug", "drugazole", "preferred"), form("drug", "Marvelin"),
            form("ill", "liver injury", "preferred"), form("ill", "DILI")]
    papers = [("Drugazole and DILI", ""), ("Marvelin and liver injury", ""),
              ("Injury of the liver", ""), ("Nothing of note", "")]
    daemon = listed("off", rows, papers)
    for question, parameters, wanted, statuses in (
            ("drugazole", {}, "01", ["concept"]),
            ("drugazole", {"synonyms": "off"}, "0", ["word"]),
            ("=drugazole", {}, "0", ["phrase"]),
            ('"drugazole"', {}, "0", ["phrase"]),
            ('~"drugazole"', {}, "01", ["concept"]),
            ('"liver injury"', {}, "1", ["phrase", "phrase"]),
            ("=drugazole DILI", {}, "01", ["phrase", "concept"]),
            ("drugazole =DILI", {}, "01", ["concept", "phrase"])):
        reply = daemon.answer(question, **parameters)
        seen = [token["status"] for token in reply["query"]["tokens"]]
        found = {hit["id"] for hit in reply["hits"] if hit["id"] != "2"}
        check(found == set(wanted) and seen == statuses,
              f"{question} {parameters}", (found, seen))
    daemon.stop()


for case in (more_names, relations, one_way, capitals, switched_off):
    case()
finish(f"{Daemon.asked} questions")
