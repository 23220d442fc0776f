# SPDX-License-Identifier: GPL-2.0-or-later
"""Thesauri and papers at random: names that hold, overlap and resemble each other
(stems, plurals, capitals, codes written in three ways, concepts below others),
and papers made of the same names.  The same in every run."""
import random

from medlit_system import write

SEED = random.Random(11)
WORDS = """cell death acute chronic leukemia leukemias leukaemia virus hepatitis
organ organs organic type syndrome infection carrier receptor of the and all
with salt ache aches ach B T""".split()
CODES = ["CMC-544", "CMC 544", "CMC544", "IL-2", "il 2", "CD22", "CD 22",
         "type 2", "type2", "TNF-alpha", "TNF\u03b1", "ALL", "all", "ARDS",
         "ards", "InO", "INO", "ADCs", "ADC", "p53", "1,2-a-3-b-4-c",
         "2-x-2-y-2-z-2"]


def phrase():
    return " ".join(SEED.choice(CODES) if SEED.random() < 0.3
                    else SEED.choice(WORDS)
                    for _ in range(SEED.choice([1, 1, 2, 2, 3, 4])))


def paper(number, filler=0):
    """`filler`: the share of words that are in no name."""
    def one():
        return f"w{SEED.randrange(800)}x" if SEED.random() < filler \
            else phrase()

    def text(words):
        return " ".join(one() + SEED.choice(["", "", "", ".", ",", ")", " ("])
                        for _ in range(words))
    title = text(4)
    return {"id": f"p{number}", "title":
            title.upper() if SEED.random() < 0.1 else title,
            "text": text(14), "keywords": [phrase()]}


def make_concept(number, names):
    """(names with their case, parents): parents have lower numbers."""
    own = [(name, SEED.choice(["fold", "fold", "auto", "exact"]))
           for name in names]
    parents = SEED.sample(range(number), min(number, SEED.choice([0, 1, 1, 2])))
    return own, parents


def make_list():
    return {n: make_concept(n, [phrase() for _ in range(SEED.randint(1, 4))])
            for n in range(25)}


def change(old):
    """A copy with some names gone, some added, some moved, other parents."""
    new = {n: (list(names), list(parents))
           for n, (names, parents) in old.items()}
    for _ in range(SEED.randint(1, 4)):
        n = SEED.choice(list(new))
        names, parents = new[n]
        what = SEED.randrange(6)
        if what == 0:
            names.append((phrase(), "fold"))
        elif what == 1 and len(names) > 1:
            names.pop(SEED.randrange(len(names)))
        elif what == 2 and len(names) > 1:
            new[SEED.choice(list(new))][0].append(names.pop())
        elif what == 3 and n:
            parents[:] = [SEED.randrange(n)]
        elif what == 4:
            name, case = names[0]
            names[0] = (name, "exact" if case == "fold" else "fold")
        else:
            last = max(new)
            new[last + 1] = make_concept(last + 1, [phrase()])
    return new


def spelled(name):
    """What the two forms of one concept may not share: case and joints."""
    return "".join(c for c in name.casefold() if c.isalnum())


def write_list(name, concepts):
    lines, seen, kept = [f"#medlit-thesaurus\t1\t{name}"], {}, set()
    order = list(concepts.items())
    SEED.shuffle(order)
    for n, (names, _) in order:
        first = True
        for form, case in names:
            if len(form) < 2 or seen.setdefault(spelled(form), n) != n:
                continue
            lines.append(f"c{n}\t{'preferred' if first else 'exact'}\t{form}"
                         f"\t{case}\ten\t-")
            first = False
        if not first:
            kept.add(n)
    for n, (_, parents) in order:
        lines += [f"c{n}\tparent\tc{p}\t-\t-\t-" for p in parents
                  if n in kept and p in kept]
    return write(name + ".tsv", "\n".join(lines) + "\n")
