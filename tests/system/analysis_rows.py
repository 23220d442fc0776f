#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What a general engine gets wrong about medical text, and this one must not.

Each case is a handful of papers, questions and what they must give, with the
shipped thesaurus, through the real programs.  A list is ordered; a set is not.
"""
import medlit_system as system
from medlit_system import Daemon, check, finish, shelf


def titled(name, titles, texts=None):
    """A shelf of papers with these titles."""
    return shelf(name, [(title, (texts or {}).get(n, ""))
                        for n, title in enumerate(titles)])


def ids(reply):
    return [hit["id"] for hit in reply["hits"]]


def status_of(reply, text):
    return [token["status"] for token in reply["query"]["tokens"]
            if token["text"] == text]


def names():
    """One drug, many names; the words of a name apart are not the name."""
    daemon = titled("names", [
        "Inotuzumab ozogamicin in adults", "CMC-544 in adults",
        "Besponsa in adults", "InO in adults", "A study of CMC544 in adults",
        "Ozogamicin of gemtuzumab, later inotuzumab in adults",
        "Acute cough in all patients", "Acute lymphoblastic leukemia seen",
        "B cell acute lymphoblastic leukaemia", "Gemtuzumab in adults",
        "Graft-versus-host disease in adults", "GVHD seen"])
    wanted = {"0", "1", "2", "3", "4"}
    for name in ("InO", "Besponsa", "CMC-544", "CMC 544", "CMC544",
                 "inotuzumab ozogamicin", "Inotuzumab Ozogamicin"):
        reply = daemon.answer(name)
        check(set(ids(reply)[:5]) == wanted, f"{name}: all names first",
              ids(reply))
        scattered = [hit for hit in reply["hits"] if hit["id"] == "5"]
        check(all(not hit.get("matched_as") for hit in scattered),
              f"{name}: scattered words are no mention", scattered)
    reply = daemon.answer("acute lymphoblastic leukemia")
    check(set(ids(reply)[:2]) == {"7", "8"}, "the concept first", ids(reply))
    cough = [hit for hit in reply["hits"] if hit["id"] == "6"]
    check(not cough or cough[0]["score"] < reply["hits"][1]["score"] / 3,
          "a word of the name is not the name", cough)
    check(set(ids(daemon.answer("B-cell acute lymphoblastic leukemia"))[:1]) ==
          {"8"}, "a name with a hyphen inside")
    check(set(ids(daemon.answer("graft vs host disease"))[:2]) == {"10", "11"},
          "a name with a stop word inside")
    for question, parameters in (('"inotuzumab ozogamicin"', {}),
                                 ("=InO", {}),
                                 ("InO", {"synonyms": "off"})):
        got = set(ids(daemon.answer(question, **parameters)))
        wanted = {"0"} if "ozogamicin" in question else {"3"}
        check(got == wanted, f"{question} {parameters}: literal", got)
    reply = daemon.answer("InO")
    for hit in reply["hits"][:5]:
        title = hit["title"].encode()
        mention = hit["matched_as"][0]
        seen = title[mention["start"]:mention["end"]].decode()
        check(seen == mention["form"] and mention["field"] == "title",
              "matched_as says what stands there", mention)
    return daemon


def whole_names():
    """The longest name, before stop words go: a token of each word, all of one
    concept."""
    names = [("B-cell acute lymphoblastic leukemia", "B cell ALL", "B-ALL",
              "B\u2010cell acute lymphoblastic leukaemias"),
             ("standard of care", "Standard-of-care", "SOC"),
             ("graft versus host disease", "graft-vs-host", "GVHD",
              "graft\u2011versus\u2011host disease")]
    daemon = titled("whole", [name for each in names for name in each])
    for each in names:
        asked = set()
        for name in each:
            reply = daemon.answer(f"the outcome of {name} in adults")
            tokens = [token for token in reply["query"]["tokens"]
                      if token["status"] == "concept"]
            asked |= {token["concept"] for token in tokens}
            start, end = (tokens[0]["start"], tokens[-1]["end"]) if tokens \
                else (0, 0)
            seen = f"the outcome of {name} in adults".encode()[start:end]
            check(seen.decode() == name, f"{name} is one name", tokens)
            found = sum(bool(hit["matched_as"]) for hit in reply["hits"])
            check(found == len(each), f"{name}: finds all", found)
        check(len(asked) == 1, f"{each[0]} and so on are one", asked)
    return daemon


def scores():
    """A concept is one thing asked for, whatever it is called."""
    names = ["inotuzumab ozogamicin", "Besponsa", "CMC-544", "InO"]
    same = "InO and InO and InO and InO were given to adults"
    mixed = " and ".join(names) + " were given to adults"
    daemon = titled("scores", ["Report", "Report", "Nothing of it"] +
                   ["InO"] * 30, {0: same, 1: mixed})
    reply = daemon.answer("InO adults")
    score = {hit["id"]: hit["score"] for hit in reply["hits"]}
    check(score["1"] <= 1.2 * score["0"], "four names are not four things",
          score)
    check(score["0"] <= 1.2 * score["1"], "nor is one name less", score)
    return daemon


def typed():
    """Of papers alike but for the name, the one with the name as typed is the
    first, be it longer or shorter, and only just.  No thing has more than ten
    papers: those behind the tenth are ordered by what the ten say."""
    things = [["inotuzumab ozogamicin", "CMC-544", "InO"],
              ["hematopoietic stem cell transplantation", "HSCT"],
              ["acute lymphoblastic leukemia", "ALL"],
              ["graft-versus-host disease", "GVHD"],
              ["venetoclax", "ABT-199", "Venclexta"],
              ["sinusoidal obstruction syndrome", "SOS"],
              ["granulocyte colony-stimulating factor", "G-CSF"]]
    rest = "Forty adults were treated, and compared with those before. " * 12
    shapes = [("Outcomes of {} in adults", ""),
              ("A report", "We saw {} in adults."),
              ("Report on {}", "We saw {} in adults. " + rest + "{} again.")]
    titles, texts, places = [], {}, {}
    for names in things:
        for name in names:
            for shape, (title, text) in enumerate(shapes):
                places[str(len(titles))] = shape, name
                texts[len(titles)] = text.format(name, name)
                titles.append(title.format(name))
    daemon = titled("typed", titles, texts)
    for names in things:
        for name in names:
            for question in (name, name + " in adults"):
                scores = [{} for _ in shapes]
                for hit in daemon.answer(question)["hits"]:
                    shape, other = places[hit["id"]]
                    if other in names:
                        scores[shape][other] = hit["score"]
                for each in scores:
                    others = [each[other] for other in names if other != name]
                    check(max(others) < each[name] < 1.25 * min(others),
                          f"{question}: slightly before other names", each)
    return daemon


def acronyms():
    """Capitals mean something: ALL is a leukaemia, all a word."""
    titles = [f"Relapse of ALL in group {n}" for n in range(20)]
    titles += [f"Relapse in all patients of group {n}" for n in range(200)]
    daemon = titled("acronyms", titles)
    reply = daemon.answer("ALL relapse")
    check(all(int(each) < 20 for each in ids(reply)[:10]),
          "ALL relapse: the disease in the first ten", ids(reply)[:10])
    pairs = [("AIDS", "aid", "Hearing aids for them", "AIDS in adults"),
             ("CAR", "car", "Injured in a car", "CAR constructs seen"),
             ("WHO", "who", "Those who came", "The WHO guideline"),
             ("US", "us", "It gave us hope", "A US trial"),
             ("IT", "it", "Because it helped", "IT band syndrome"),
             ("PET", "pet", "A pet at home", "PET of the chest"),
             ("FISH", "fish", "Eating fish daily", "FISH of the nucleus"),
             ("SOS", "sos", "An sos was heard", "SOS after transplant"),
             ("WAS", "was", "It was good", "The WAS protein"),
             ("CAT", "cat", "A cat at home", "CAT of the chest"),
             ("LAMP", "lamp", "Under a lamp", "LAMP for malaria"),
             ("MICE", "mice", "Among mice fed", "The MICE regimen")]
    titles = [title for pair in pairs for title in pair[2:]]
    daemon = titled("words", titles)
    for n, (capital, small, _, _) in enumerate(pairs):
        reply = daemon.answer(f"{capital} and others")
        check(ids(reply)[:1] == [str(2 * n + 1)] and
              str(2 * n) not in ids(reply), f"{capital} is not {small}",
              ids(reply))
    daemon = titled("stops", ["Type A behaviour", "Vitamin A in adults",
                             "IT band pain", "The WHO guideline",
                             "A type of pain", "Ph+ ALL in adults"])
    for question, kept in (("THE WHO guideline", "WHO"), ("Type A", "A"),
                           ("vitamin A", "A"), ("IT band", "IT"),
                           ("US trial", "US"), ("Ph+ ALL", "ALL")):
        reply = daemon.answer(question)
        found = [token for token in reply["query"]["tokens"]
                 if kept in token["text"].split() and
                 token["status"] != "stop"]
        check(found, f"{question}: {kept} is kept", reply["query"]["tokens"])
    reply = daemon.answer("the pain of all adults")
    check(status_of(reply, "the") == status_of(reply, "all") == ["stop"],
          "small function words are dropped, and said so",
          reply["query"]["tokens"])
    check(ids(daemon.answer("of the")) != [], "not the whole question")
    check(ids(daemon.answer("VITAMIN A IN ADULTS WITH PAIN"))[:1] == ["1"],
          "a question all in capitals")
    return daemon


def signs():
    daemon = titled("signs", [
        "CD22+ blasts", "CD22- blasts", "CD22\u2212 cells", "CD22 cells",
        "Ph+ disease", "Ph(-) disease", "CD22-positive cells"])
    check({"0", "1", "2", "3", "6"} == set(ids(daemon.answer("CD22"))),
          "CD22 with any sign")
    for question in ('"CD22+"', '"CD22-positive"'):
        check(set(ids(daemon.answer(question))) == {"0", "6"}, question,
              ids(daemon.answer(question)))
    check(set(ids(daemon.answer('"CD22-"'))) == {"1", "2"}, "minus")
    check(ids(daemon.answer("Ph- disease"))[:1] == ["5"] and
          ids(daemon.answer("Ph+ disease"))[:1] == ["4"], "Ph+ is not Ph-")
    return daemon


def greek():
    daemon = titled("greek", [
        "TNF-\u03b1 seen", "TNF alpha seen", "TNF\u0391 seen", "5 \u00b5g given",
        "5 \u03bcg given", "Stra\u00dfe seen", "IFN beta seen",
        "IL-2R\u03b1/CD25 seen"])
    for question, wanted in (("TNF-&alpha;", {"0", "1", "2"}),
                             ("TNF\u03b1", {"0", "1", "2"}),
                             ("beta", {"6"}), ("\u03b2", {"6"}),
                             ("stra\u00dfe", {"5"}), ("strasse", {"5"}),
                             ("\u00b5g", {"3", "4"}), ("\u03bcg", {"3", "4"}),
                             ("CD25", {"7"}), ("IL2R\u03b1", {"7"})):
        got = set(ids(daemon.answer(question, synonyms="off")))
        check(got == wanted, question, got)
    return daemon


def numbers():
    daemon = titled("numbers", [
        "Carriers of c.2126_2127insA", "In 2126 and in 2127", "t(9;22) found",
        "Aged 9 and 22", "t(9;22)(q34;q11) found", "A dose of 1.8 mg/m\u00b2",
        "1.8 mg and 2 m away", "p < 0.001 in 0.77", "0.001 p", "V600E",
        "10\u2079/L platelets", "Born in 1985"])
    for question, wanted in (("c.2126_2127insA", {"0"}),
                             ("c.1985_1986insA", set()),
                             ("t(9;22)", {"2", "4"}),
                             ("1\u00b78", {"5", "6"}), ("p<.001", {"7"}),
                             (".77", {"7"}), ("p.Val600Glu", {"9"}),
                             ("10^9/L", {"10"}), ("mg/m2", {"5"})):
        got = set(ids(daemon.answer(question, synonyms="off")))
        check(got == wanted, question, got)
    check(ids(daemon.answer("t(9;22)(q34;q11)", synonyms="off"))[:2] ==
          ["4", "2"], "breakpoints, then without them")
    return daemon


def errors():
    """Nothing that is typed is a mistake, and no word goes unsaid."""
    daemon = titled("errors", ["OR 2.3 for VOD", "Not responding to InO",
                              "VOD seen", "CMC-544 given", "Code CMC-545"])
    for question in ("OR 2.3 for VOD", "VOD OR", "NOT responding to InO",
                     "InO AND", "What was the OR for VOD?", '"', "((((", "-",
                     "'CMC-544'", "CMC-544:", "a^b~c*", "InO @ 5 mg",
                     "B[e] (x", "\u2019\u201c\u201d", "x" * 4000, "AND OR NOT",
                     "\\", "%", "#1 AND #2", "NEAR/", "=", "@", "{}[]<>"):
        reply = daemon.answer(question)
        tokens = reply["query"]["tokens"]
        check(all(token["status"] for token in tokens), question, tokens)
    check(ids(daemon.answer("CMC-545"))[:1] == ["4"], "a code is not corrected",
          ids(daemon.answer("CMC-545")))
    reply = daemon.answer("CMC-546")
    check(ids(reply) == [] and reply["warnings"], "an unknown code is named",
          reply["warnings"])
    return daemon


def marks():
    """Names are marked whole, sentences are whole, text stays text."""
    text = ("Nothing here. Patients had inotuzumab ozogamicin with care. More "
            "came. Later <script>alert(1)</script> CMC-544 was given for ALL. "
            "A lone ozogamicin is nothing.")
    daemon = titled("marks", ["A report"], {0: text})
    reply = daemon.answer("InO for ALL", snippets=3)
    snippets = reply["hits"][0]["snippets"]
    check(len(snippets) >= 2, "several snippets", snippets)
    for snippet in snippets:
        raw = snippet["text"].encode()
        check(snippet["text"] in text, "a snippet is the text", snippet)
        check(raw.decode().endswith("."), "a snippet is whole", snippet)
        for start, end in snippet["spans"]:
            seen = raw[start:end].decode()
            check(seen in ("inotuzumab ozogamicin", "CMC-544", "ALL"),
                  "a span is a whole name", seen)
    return daemon


def morphology():
    daemon = titled("morphology", [
        "Leukaemia", "Hepatitis", "Hepatic", "Organ", "Organism", "Metastases",
        "Metastasis", "Oedema", "Nuclei", "AIDS", "Lens", "Randomised"])
    for question, wanted in (("leukemia", {"0"}), ("hepatic", {"2"}),
                             ("hepatitis", {"1"}), ("organ", {"3"}),
                             ("organism", {"4"}), ("metastases", {"5", "6"}),
                             ("edema", {"7"}), ("nucleus", {"8"}),
                             ("aid", set()), ("len", set()),
                             ("randomized", {"11"})):
        got = set(ids(daemon.answer(question, synonyms="off")))
        check(got == wanted, question, got)
    return daemon


for case in (names, whole_names, scores, typed, acronyms, signs, greek, numbers,
             errors, marks, morphology):
    case().stop()
finish(f"{Daemon.asked} questions")
