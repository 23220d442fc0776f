#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A file of 30,000 citations, as large as PubMed's own, in bounded memory."""
import json
import os
import subprocess
import sys

from medlit_system import (SANITIZERS, SOURCE, check, finish, path, program)

PAPERS = 2000 if SANITIZERS else 30000
LIMIT = 300  # MB resident; sanitizers multiply memory, so no bound there

papers = path("papers.xml.gz")
subprocess.run([sys.executable, os.path.join(SOURCE, "bench", "generate.py"),
                str(PAPERS), papers], check=True)
with open(path("report"), "wb") as report:
    child = subprocess.Popen(
        [program("medlit-index"), "--index", path("index"), "--report",
         "json", "add", papers], stdout=report)
    _, status, usage = os.wait4(child.pid, 0)
with open(path("report"), encoding="utf8") as report:
    done = json.load(report)
megabytes = usage.ru_maxrss / 1024
check(status == 0 and done["added"] == PAPERS, "all went in", (status, done))
if not SANITIZERS:
    check(megabytes < LIMIT, f"peak memory under {LIMIT} MB", megabytes)
finish(f"index memory: {PAPERS} papers, peak {megabytes:.0f} MB")
