#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""nDCG@10, recall and MAP on test collections, with the shipped settings.

  measure.py --build DIR [--keep DIR] [--without LIST | --ablation] DATA [NAME...]

DATA holds a folder a collection: docs.jsonl.gz or .xz (id, title, text ...),
queries*.tsv (id TAB question) and qrels*.txt (TREC).  Each is indexed, asked
through medlitd by `medlit run`, and scored by `medlit eval`.  Beside the figures
stand what is to be reached, and plain Xapian: BM25, English stemmer, OR of the
words that are no stop words, title and text in one field.

--without leaves components of the search out (a comma list, as the parameter of
that name); --ablation leaves out each in turn and prints what it adds or costs,
with the p value of a paired randomisation test.  --keep holds the indexes for
the next run: throw them away when what is stored changes.

bc5cdr is asked with the names of MeSH when DATA has mesh/mesh2021.tsv.gz.
--thesaurus takes another list of names for all, `none` for none.  The folder
abbrev holds papers with their abbreviations marked; see abbreviations.py.  Exit
status 1 when nDCG@10 or R@100 is below plain Xapian's or a target, or the
precision or recall of the abbreviations is below its bar.
"""
import argparse
import lzma
import os
import shutil
import subprocess
import sys

# folder, suffix of the questions and judgments, list of names, what is to be
# reached and plain Xapian's (nDCG@10, R@100)
COLLECTIONS = {
    "nfcorpus": ("nfcorpus", "_dev", None, (.32, .29), (.296, .228)),
    "scifact": ("scifact", "_train", None, (.87, .984), (.863, .984)),
    "med": ("med", "", None, (.745, .88), (.702, .802)),
    "medquad": ("medquad", "", None, (.53, .90), (.452, .852)),
    "bc5cdr": ("bc5cdr", "", "mesh", (.82, .852), (.767, .852)),
    "pm2017": ("trials", "_pm2017", None, (.36, .601), (.322, .601)),
    "ct21_cond": ("trials", "_ct21_cond", None, (.36, .398), (.324, .398)),
}
COMPONENTS = ("synonyms", "acronyms", "proximity", "feedback",
              "coverage")

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--build", default=".")
parser.add_argument("--keep")
parser.add_argument("--thesaurus")
parser.add_argument("--without", default="")
parser.add_argument("--ablation", action="store_true")
parser.add_argument("--depth", type=int, default=1000)
parser.add_argument("data")
parser.add_argument("names", nargs="*")
options = parser.parse_args()
os.environ["abs_top_builddir"] = os.path.abspath(options.build)

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "system"))
import abbreviations
from medlit_system import SCRATCH, Daemon, index, path, program, run, write

KEEP = options.keep or SCRATCH


def mesh_list():
    """MeSH as a list of names, made once; None where DATA has none."""
    source = os.path.join(options.data, "mesh", "mesh2021.tsv.gz")
    made = os.path.join(KEEP, "mesh.tsv")
    if not os.path.exists(source) or os.path.exists(made):
        return made if os.path.exists(source) else None
    done = index("thesaurus", "import", "--from", "mesh-tsv", "-o", made,
                 source)
    if done.returncode != 0:
        sys.exit(f"{source}: {done.stderr}")
    return made


def list_of_names(wanted):
    if options.thesaurus:
        return options.thesaurus
    return mesh_list() if wanted == "mesh" else None


def add(folder, source, names):
    """Index a file; one that is packed by xz is unpacked on the way."""
    command = [program("medlit-index"), "--index", folder]
    command += ["--thesaurus", names] if names else []
    if not source.endswith(".xz"):
        done = subprocess.run(command + ["add", source], capture_output=True)
    else:
        plain = os.path.join(KEEP, "docs.jsonl")
        with lzma.open(source, "rb") as file, open(plain, "wb") as out:
            shutil.copyfileobj(file, out)
        done = subprocess.run(command + ["add", plain], capture_output=True)
        os.remove(plain)
    if done.returncode != 0:
        sys.exit(f"{source}: {done.stderr.decode(errors='replace')}")


def indexed(name):
    """The folder of the collection's index."""
    data, _, wanted, _, _ = COLLECTIONS[name]
    where = os.path.join(KEEP, data + ("-" + wanted if wanted else ""))
    if not os.path.isdir(where):
        for ending in (".gz", ".xz"):
            source = os.path.join(options.data, data, "docs.jsonl" + ending)
            if os.path.exists(source):
                add(where, source, list_of_names(wanted))
                break
    return where


def answers(name, daemon, without):
    """The file of the run."""
    data, suffix, _, _, _ = COLLECTIONS[name]
    command = [program("medlit"), "--socket", daemon.socket, "run", "--tag",
               "medlit", "--limit", str(options.depth), "--topics",
               os.path.join(options.data, data, f"queries{suffix}.tsv")]
    if without:
        command += ["--without", without]
    done = run(*command, timeout=3600)
    if done.returncode > 1:
        sys.exit(f"{name}: {done.stderr}")
    return write(f"{name}.{without.replace(',', '-')}.run", done.stdout)


def evaluate(name, *runs):
    data, suffix, _, _, _ = COLLECTIONS[name]
    done = run(program("medlit"), "eval", "--qrels",
               os.path.join(options.data, data, f"qrels{suffix}.txt"), *runs)
    if done.returncode > 1 or not done.stdout:
        sys.exit(f"{name}: {done.stderr}")
    return done.stdout


def means(printed):
    return {key: float(value) for key, value in
            (word.split("=") for word in printed.splitlines()[0].split()
             if "=" in word)}


def differences(printed):
    """measure -> (what B has more than A, p)"""
    found = {}
    for line in printed.splitlines()[2:]:
        values = dict(word.split("=", 1) for word in line.split()[1:])
        found[line.split()[0]] = (float(values["B-A"]), float(values["p"]))
    return found


def print_row(name, got):
    _, _, _, target, plain = COLLECTIONS[name]
    low, missed = False, []
    for measure, wanted, base in zip(("nDCG@10", "R@100"), target, plain):
        # the published figures of plain Xapian have three places
        low |= round(got[measure], 3) < base
        if round(got[measure], 3) < wanted:
            missed.append(measure)
    print(f"{name:10} {got['nDCG@10']:7.4f} {target[0]:7.3f} {plain[0]:7.3f}"
          f" {got['R@100']:8.4f} {target[1]:7.3f} {plain[1]:7.3f}"
          f" {got['MAP']:8.4f} {'BELOW PLAIN' if low else ''}"
          f"{' below target: ' + ', '.join(missed) if missed else ''}",
          flush=True)
    return low or bool(missed)


def ablate(name, daemon, whole):
    for component in COMPONENTS:
        one = answers(name, daemon, component)
        adds = differences(evaluate(name, one, whole))
        cells = "  ".join(f"{measure} {adds[measure][0]:+.4f} "
                          f"(p={adds[measure][1]:.4f})"
                          for measure in ("nDCG@10", "R@100", "MAP"))
        print(f"    {component:10} adds {cells}", flush=True)


def there(name):
    folder = os.path.join(options.data, COLLECTIONS[name][0])
    return os.path.isdir(folder)


def main():
    below = 0
    print(f"{'':10} {'nDCG@10':>7} {'target':>7} {'plain':>7} {'R@100':>8} "
          f"{'target':>7} {'plain':>7} {'MAP':>8}")
    for name in options.names or list(COLLECTIONS):
        if name not in COLLECTIONS and name != "abbrev":
            sys.exit(f"{name}: none of {', '.join(COLLECTIONS)}, abbrev")
        if name == "abbrev" or not there(name):
            continue
        daemon = Daemon(indexed(name), name=name + ".sock").wait_ready()
        whole = answers(name, daemon, options.without)
        below += print_row(name, means(evaluate(name, whole)))
        if options.ablation:
            ablate(name, daemon, whole)
        daemon.stop()
    marked = os.path.join(options.data, "abbrev")
    if os.path.isdir(marked) and "abbrev" in (options.names or ["abbrev"]):
        below += not abbreviations.measure(options.build, marked)
    sys.exit(1 if below else 0)


main()
