#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Papers of every format with random bytes changed: the run goes through all of
them, each that is not read has its reason, and the index stays whole.

  index_mutated.py [TIMES [FOLDER]]     2 of each fixture; the soak asks for 1000
                                        of each kind of file in a folder
"""
import json
import os
import random
import sys

from medlit_system import SOURCE, check, finish, index, path, write

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 2
FOLDER = sys.argv[2] if len(sys.argv) > 2 else None
SEED = random.Random(11)
INDEX = path("index")
BATCH = 250


def change(data):
    """A share of its bits turned over, or a piece cut out, doubled or zeroed."""
    data = bytearray(data)
    size = len(data)
    if SEED.random() < 0.5:
        share = SEED.choice([1e-5, 1e-4, 1e-3, 1e-2])
        for _ in range(max(1, int(size * 8 * share))):
            bit = SEED.randrange(size * 8)
            data[bit // 8] ^= 1 << bit % 8
        return bytes(data)
    at, length = SEED.randrange(size), SEED.randrange(1, 4096)
    piece = data[at:at + length]
    data[at:at + length] = SEED.choice([b"", piece * 2, bytes(len(piece))])
    return bytes(data)


def originals():
    """Kind to paths."""
    kinds = {}
    for at, _, names in os.walk(
            FOLDER or os.path.join(SOURCE, "tests", "data", "papers")):
        for name in sorted(names):
            where = os.path.join(at, name)
            kind = os.path.basename(at) if FOLDER else "fixtures"
            if name != "golden.json" and os.path.getsize(where) < 1 << 20:
                kinds.setdefault(kind, []).append(where)
    return kinds


def add(kind, number, files):
    for name, data in files:
        write(os.path.join(f"{kind}-{number}", name), data)
    done = index("--index", INDEX, "--thesaurus", "none", "--report", "json",
                 "add", path(f"{kind}-{number}"), timeout=3600)
    check(done.returncode in (0, 1, 3), f"{kind}: the run ends by itself",
          (done.returncode, done.stderr[-500:]))
    try:
        report = json.loads(done.stdout)
    except ValueError:
        check(False, f"{kind}: a report", done.stdout[-500:])
        return 0, 0
    whole = {os.path.basename(failure["file"])
             for failure in report["failures"]}
    check(all(failure["reason"] and "signal" not in failure["reason"]
              for failure in report["failures"]),
          f"{kind}: every failure has its reason",
          [failure for failure in report["failures"]
           if not failure["reason"] or "signal" in failure["reason"]][:3])
    check(report["files"] + len(whole) >= len(files),
          f"{kind}: no file is passed over in silence",
          (report["files"], len(whole), len(files)))
    return report["read"], len(whole)


total = read = bad = 0
for kind, paths in sorted(originals().items()):
    left, number = TIMES * (1 if FOLDER else len(paths)), 0
    while left > 0:
        files = []
        for _ in range(min(left, BATCH)):
            where = paths[len(files) % len(paths)]
            with open(where, "rb") as file:
                files.append((f"{len(files)}-{os.path.basename(where)}",
                              change(file.read())))
        papers, failed = add(kind, number, files)
        total, read, bad = total + len(files), read + papers, bad + failed
        left, number = left - len(files), number + 1
done = index("--index", INDEX, "verify")
check(done.returncode == 0, "the index is whole", done.stderr)
finish(f"mutated: {total} files, {read} papers read, {bad} files refused or "
       "read in part")
