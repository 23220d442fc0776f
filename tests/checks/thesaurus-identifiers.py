#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks a thesaurus against the vocabularies its identifiers come from.

  thesaurus-identifiers.py THESAURUS.tsv MESH.tsv.gz DRUGBANK.csv.gz

Prints one line `file:line: sentence` for each fault of the format (columns,
order, one meaning to a form), one for each identifier that no vocabulary has
or that names something none of the concept's forms names, and last
`N identifiers, M mismatches`. Exits 1 when any line was printed.

A form agrees with a name when both are equal without case, accents, hyphens,
the plural s and inversion ("Leukemia, Myeloid" is "Myeloid Leukemia"). NCT
numbers are checked for their shape only: the registry is not at hand.
"""
import csv
import gzip
import re
import sys
import unicodedata

RELATIONS = ["preferred", "kind", "exact", "narrower", "broader", "related", "sense",
             "parent", "identifier"]
FORMS = {"preferred", "exact", "narrower", "broader", "related"}
KINDS = set("drug drug-class disease toxicity procedure endpoint trial target "
            "finding regimen organisation measure population".split())
CASES = {"exact", "fold", "auto"}
SOURCES = {"mesh2021", "drugbank", "source", "common"}
SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}\Z")
VERSION = re.compile(r"#medlit-thesaurus\t1\t[^\t]+\Z")
IDENTIFIER = re.compile(r"(MESH:D\d+|DRUGBANK:DB\d{5}|NCT:NCT\d{8})\Z")

ATOM = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?")


def plain(text):
    text = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in text if not unicodedata.combining(c))


def singular(word):
    word = re.sub(r"(?<=\w\w\w)ies\Z", "y", word)
    return re.sub(r"(?<=\w\w\w)s\Z", "", word)


def words(text):
    return " ".join(singular(word)
                    for word in re.split(r"[^\w+]+", plain(text)) if word)


def readings(name):
    """The name as written and with its comma inversions undone."""
    parts = [part.strip() for part in name.split(",")]
    return {words(" ".join(order)) for order in
            (parts, parts[::-1], parts[1:] + parts[:1])}


def load_names(mesh_path, drugbank_path):
    names = {}
    with gzip.open(mesh_path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            names["MESH:" + row[0]] = [row[1]] + row[2].split("|")
    with gzip.open(drugbank_path, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.reader(rows):
            names["DRUGBANK:" + row[0]] = [row[2]] + row[5].split(" | ")
    return {key: set().union(*map(readings, value)) - {""}
            for key, value in names.items()}


class Thesaurus:
    def __init__(self, path):
        self.path = path
        self.faults = []
        self.rows = []
        with open(path, "rb") as f:
            text = f.read()
        if b"\r" in text or not text.endswith(b"\n"):
            self.fault(1, "lines must end with LF")
        lines = text.decode("utf-8").split("\n")[:-1]
        if not lines or not VERSION.match(lines[0]):
            self.fault(1, "first line is not '#medlit-thesaurus', 1, VERSION")
        for number, line in enumerate(lines, 1):
            if not line.startswith("#"):
                self.take(number, line.split("\t"))

    def fault(self, number, sentence):
        self.faults.append("%s:%d: %s" % (self.path, number, sentence))

    def take(self, number, row):
        if len(row) != 6 or any(not c or c != c.strip() for c in row):
            self.fault(number, "not six filled columns")
            return
        concept, relation, value, case, language, source = row
        if not SLUG.match(concept):
            self.fault(number, "bad concept %s" % concept)
        if relation not in RELATIONS:
            self.fault(number, "unknown relation %s" % relation)
            return
        if source not in SOURCES:
            self.fault(number, "unknown source %s" % source)
        if relation not in FORMS:
            if (case, language) != ("-", "-") and relation != "sense":
                self.fault(number, "case and language are for forms only")
        elif case not in CASES:
            self.fault(number, "unknown case %s" % case)
        elif not re.match(r"(-|[a-z]{2})\Z", language):
            self.fault(number, "bad language %s" % language)
        elif len(value) < 2 or (len(value) == 2 and case != "exact"):
            self.fault(number, "form %s is too short for its case" % value)
        self.rows.append((number,) + tuple(row))

    def check_order(self):
        last = None
        for number, concept, relation, value, *_ in self.rows:
            here = (concept.encode(), RELATIONS.index(relation),
                    value.encode())
            if last is not None and here <= last:
                self.fault(number, "out of order or twice: %s" % value)
            last = here

    def check_concepts(self):
        lines = {}
        for row in self.rows:
            lines.setdefault(row[1], []).append(row)
        for concept, rows in lines.items():
            for wanted in ("preferred", "kind"):
                if sum(row[2] == wanted for row in rows) != 1:
                    self.fault(rows[0][0], "%s has not one %s" %
                               (concept, wanted))
            for number, _, relation, value, *_ in rows:
                if relation == "kind" and value not in KINDS:
                    self.fault(number, "unknown kind %s" % value)
                if relation == "parent" and value not in lines:
                    self.fault(number, "no such parent: %s" % value)
        self.check_cycles(lines)

    def check_cycles(self, lines):
        parents = {concept: [row[3] for row in rows if row[2] == "parent"]
                   for concept, rows in lines.items()}
        for concept, rows in lines.items():
            seen, todo = set(), list(parents[concept])
            while todo:
                above = todo.pop()
                if above not in seen:
                    seen.add(above)
                    todo += parents.get(above, [])
            if concept in seen:
                self.fault(rows[0][0], "%s is its own parent" % concept)

    def check_forms(self):
        """One form, one line, however its atoms are joined; only two
        case-exact forms may differ by their capitals alone."""
        owners = {}
        for number, concept, relation, value, case, *_ in self.rows:
            if relation not in FORMS:
                continue
            key = tuple(singular(atom) for atom in ATOM.findall(plain(value)))
            for other, text, other_case in owners.get(key, []):
                apart = case == other_case == "exact" and value != text
                if not apart:
                    self.fault(number, "form %s is already in %s" %
                               (value, other))
            owners.setdefault(key, []).append((concept, value, case))

    def check_identifiers(self, names):
        forms, owners, count, mismatches = {}, {}, 0, 0
        for _, concept, relation, value, *_ in self.rows:
            if relation in ("preferred", "exact"):
                forms.setdefault(concept, set()).update(readings(value))
        for number, concept, relation, value, *_ in self.rows:
            if relation != "identifier":
                continue
            count += 1
            fault = None
            if not IDENTIFIER.match(value):
                fault = "bad identifier %s" % value
            elif value in owners:
                fault = "%s is already in %s" % (value, owners[value])
            elif not value.startswith("NCT:"):
                if value not in names:
                    fault = "no vocabulary has %s" % value
                elif not forms.get(concept, set()) & names[value]:
                    fault = "%s names none of the forms of %s" % (value,
                                                                  concept)
            owners[value] = concept
            if fault:
                mismatches += 1
                self.fault(number, fault)
        return count, mismatches


def main(arguments):
    if len(arguments) != 4:
        sys.exit("usage: thesaurus-identifiers.py THESAURUS MESH DRUGBANK")
    thesaurus = Thesaurus(arguments[1])
    thesaurus.check_order()
    thesaurus.check_concepts()
    thesaurus.check_forms()
    count, mismatches = thesaurus.check_identifiers(
        load_names(arguments[2], arguments[3]))
    for fault in thesaurus.faults:
        print(fault)
    print("%d identifiers, %d mismatches" % (count, mismatches))
    return 1 if thesaurus.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
