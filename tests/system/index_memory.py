#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A file of 30,000 citations, as large as PubMed's own, in bounded memory: under
a limit of 256 MB of address space all of them go in."""
import json
import os
import resource
import subprocess
import sys

from medlit_system import (SANITIZERS, SOURCE, check, finish, path, program)

PAPERS = 2000 if SANITIZERS else 30000
LIMIT = 256  # MB; sanitizers multiply memory, so no bound there


def limit_memory():
    if not SANITIZERS:
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT << 20, LIMIT << 20))


papers = path("papers.xml.gz")
subprocess.run([sys.executable, os.path.join(SOURCE, "bench", "generate.py"),
                str(PAPERS), papers], check=True)
with open(path("report"), "wb") as report:
    child = subprocess.Popen(
        [program("medlit-index"), "--index", path("index"), "--report",
         "json", "add", papers], stdout=report, preexec_fn=limit_memory)
    _, status, usage = os.wait4(child.pid, 0)
with open(path("report"), encoding="utf8") as report:
    done = json.load(report)
megabytes = usage.ru_maxrss / 1024
check(status == 0 and done["added"] == PAPERS, "all went in", (status, done))
if not SANITIZERS:
    check(megabytes < LIMIT, f"peak memory under {LIMIT} MB", megabytes)
finish(f"index memory: {PAPERS} papers, peak {megabytes:.0f} of {LIMIT} MB")
