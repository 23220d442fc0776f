#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""saved-pages.py READER-DUMP FOLDER: what is read of pages saved as text, one a
line, for comparing with the pages by eye.  Fails when words of page furniture
are in a title, a section or a list."""
import os
import re
import subprocess
import sys

FURNITURE = re.compile(r"newsletter|recommended articles|related (articles|"
                       r"topics)|follow-up question|in(to)? your inbox|"
                       r"cookies|skip to main|all rights reserved",
                       re.IGNORECASE)


def fact(name, text):
    return "; ".join(re.findall(rf"^  {name}: (.*)$", text, re.MULTILINE))


failed = 0
dump, folder = sys.argv[1:]
for name in sorted(os.listdir(folder)):
    text = subprocess.run([dump, os.path.join(folder, name)], check=False,
                          stdout=subprocess.PIPE, text=True).stdout
    print(name)
    for field in ("title", "date", "author", "publisher", "journal", "doi"):
        print(f"    {field:10}{fact(field, text)}")
    print(f"    sections  {len(re.findall(r'^  (abstract|body) ', text, re.M))}"
          f", mesh {len(re.findall(r'^  mesh: ', text, re.M))}")
    for found in FURNITURE.finditer(text):
        failed += 1
        print(f"not ok: {name}: {found.group()}")
sys.exit(1 if failed else 0)
