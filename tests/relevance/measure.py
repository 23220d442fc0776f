#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""nDCG@10 and recall on test collections, with the shipped settings.

  measure.py --build DIR [--thesaurus FILE] DATA [NAME...]

DATA holds a folder a collection: docs.jsonl.gz or .xz (id, title, text ...),
queries*.tsv (id TAB question) and qrels*.txt (TREC).  Each is indexed, asked
through medlitd by `medlit run`, and scored by `medlit eval`.  The bars are plain
Xapian: BM25, English stemmer, OR of the words that are no stop words, title and
text in one field.  --thesaurus takes another list of names than the shipped
one, `none` for none.  The folder abbrev holds papers with their abbreviations
marked; see abbreviations.py.  Exit status 1 when nDCG@10, or the precision or
recall of the abbreviations, is below a bar.
"""
import argparse
import lzma
import os
import shutil
import sys

# (folder, questions, judgments, plain Xapian's nDCG@10 and R@100)
COLLECTIONS = {
    "nfcorpus": ("nfcorpus", "queries_dev.tsv", "qrels_dev.txt", 0.296, 0.228),
    "scifact": ("scifact", "queries_train.tsv", "qrels_train.txt", 0.863,
                0.984),
    "med": ("med", "queries.tsv", "qrels.txt", 0.702, 0.802),
    "medquad": ("medquad", "queries.tsv", "qrels.txt", 0.452, 0.852),
    "bc5cdr": ("bc5cdr", "queries.tsv", "qrels.txt", 0.767, 0.852),
    "pm2017": ("trials", "queries_pm2017.tsv", "qrels_pm2017.txt", 0.322,
               0.601),
    "ct21_cond": ("trials", "queries_ct21_cond.tsv", "qrels_ct21_cond.txt",
                  0.324, 0.398),
}
parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--build", default=".")
parser.add_argument("--thesaurus")
parser.add_argument("data")
parser.add_argument("names", nargs="*")
options = parser.parse_args()
os.environ["abs_top_builddir"] = os.path.abspath(options.build)

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "system"))
import abbreviations
from medlit_system import Daemon, index, path, program, run, write


def documents_of(folder):
    """The file to index; .xz is unpacked first, the indexer reads .gz."""
    packed = os.path.join(options.data, folder, "docs.jsonl.xz")
    if not os.path.isfile(packed):
        return os.path.join(options.data, folder, "docs.jsonl.gz")
    with lzma.open(packed) as source, open(path("docs.jsonl"), "wb") as out:
        shutil.copyfileobj(source, out)
    return path("docs.jsonl")


def index_of(folder):
    """Made once for all questions over it."""
    if os.path.isdir(path(folder)):
        return path(folder)
    names = ["--thesaurus", options.thesaurus] if options.thesaurus else []
    done = index("--index", path(folder), *names, "add", documents_of(folder),
                 timeout=7200)
    if done.returncode != 0:
        sys.exit(f"{folder}: {done.stderr}")
    return path(folder)


def measure(name):
    folder, questions, qrels, _, _ = COLLECTIONS[name]
    daemon = Daemon(index_of(folder), name=name + ".sock").wait_ready()
    folder = os.path.join(options.data, folder)
    done = run(program("medlit"), "--socket", daemon.socket, "run",
               "--topics", os.path.join(folder, questions), "--tag", "medlit",
               timeout=1200)
    daemon.stop()
    if done.returncode != 0:
        sys.exit(f"{name}: {done.stderr}")
    answers = write(name + ".run", done.stdout)
    done = run(program("medlit"), "eval", "--qrels",
               os.path.join(folder, qrels), answers)
    return {key: float(value) for key, value in
            (word.split("=") for word in done.stdout.split() if "=" in word)}


below = 0
print(f"{'collection':12} {'nDCG@10':>8} {'plain':>8} {'R@100':>8} "
      f"{'plain':>8} {'MAP':>8}")
for each in options.names or list(COLLECTIONS):
    if each not in COLLECTIONS and each != "abbrev":
        sys.exit(f"{each}: none of {', '.join(COLLECTIONS)}, abbrev")
    if each == "abbrev" or not os.path.isdir(
            os.path.join(options.data, COLLECTIONS[each][0])):
        continue
    *_, ndcg, recall = COLLECTIONS[each]
    got = measure(each)
    low = got["nDCG@10"] < ndcg
    below += low
    print(f"{each:12} {got['nDCG@10']:8.4f} {ndcg:8.3f} {got['R@100']:8.4f} "
          f"{recall:8.3f} {got['MAP']:8.4f} {'BELOW' if low else ''}",
          flush=True)
marked = os.path.join(options.data, "abbrev")
if os.path.isdir(marked) and "abbrev" in (options.names or ["abbrev"]):
    below += not abbreviations.measure(options.build, marked)
sys.exit(1 if below else 0)
