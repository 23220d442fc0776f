# SPDX-License-Identifier: MIT
"""The manual pages name the options that --help names, no more and no less."""
import os
import re

from medlit_system import SOURCE, check, finish, program, run

PAGES = {"medlit": "client/medlit.1",
         "medlit-index": "indexer/medlit-index.1",
         "medlitd": "daemon/medlitd.8"}

for name, page in PAGES.items():
    helped = set(re.findall(r"--([a-z][a-z-]+)",
                            run(program(name), "--help").stdout))
    text = open(os.path.join(SOURCE, page)).read()
    # Not of a verb that has options of its own.
    items = " ".join(re.findall(r"^\.It (Fl .*)$", text, re.M))
    told = set(re.findall(r"Fl Fl ([a-z][a-z-]+)", items))
    check(helped and helped == told, f"{page} and {name} --help",
          helped ^ told)
finish("client_manuals")
