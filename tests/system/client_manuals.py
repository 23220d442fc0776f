# SPDX-License-Identifier: MIT
"""The manual pages name the options that --help names, no more and no less; and
of one letter --help says one thing."""
import os
import re

from medlit_system import SOURCE, check, finish, program, run

PAGES = {"medlit": "client/medlit.1",
         "medlit-index": "indexer/medlit-index.1",
         "medlitd": "daemon/medlitd.8"}

for name, page in PAGES.items():
    said = run(program(name), "--help").stdout
    helped = set(re.findall(r"--([a-z][a-z-]+)", said))
    for part in re.split(r"^(?=\S.*:$)", said, flags=re.M):
        letters = re.findall(r"^ +-([a-zA-Z]),", part, re.M)
        check(len(letters) == len(set(letters)), f"{name} --help", letters)
    text = open(os.path.join(SOURCE, page)).read()
    # Not of a verb that has options of its own.
    items = " ".join(re.findall(r"^\.It (Fl .*)$", text, re.M))
    told = set(re.findall(r"Fl Fl ([a-z][a-z-]+)", items))
    check(helped and helped == told, f"{page} and {name} --help",
          helped ^ told)
finish("client_manuals")
