# SPDX-License-Identifier: GPL-2.0-or-later
"""What README.md and medlit(1) tell people to type, typed; and what the page of
the interface says against what the daemon answers and can say."""
import glob
import json
import os
import re
import subprocess

from medlit_system import BUILD, PAPERS, SCRATCH, SOURCE, Daemon, check, \
    finish, index, path


def read(*names):
    with open(os.path.join(SOURCE, *names), encoding="utf8") as file:
        return file.read()


def section(title):
    """The indented lines of a section of README.md."""
    text = read("README.md").split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.findall(r"^    (\S.*)$", text, re.M)


def examples(page):
    text = read(*page).split(".Sh EXAMPLES")[1].split(".Sh ")[0]
    return re.findall(r"^\.Dl \$ (.*)$", text, re.M)


os.symlink(os.path.join(SOURCE, "corpus"), path("corpus"))
for name in ("topics.tsv", "qrels.txt"):
    os.symlink(path("corpus", name), path(name))
done = index("--index", path("index"), "--thesaurus", os.path.join(
    SOURCE, "corpus", "thesaurus", "haematology.tsv"), "add", PAPERS)
check(done.returncode == 0, "the corpus is indexed", done.stderr)
daemon = Daemon(path("index"), "--workers", "1").wait_ready()
env = {**os.environ, "PATH": BUILD + ":" + os.environ["PATH"],
       "MEDLIT_SOCKET": daemon.socket}

exported = [line for line in section("Ask") if line.startswith("export ")]
check(len(exported) == 1 and "$PWD/build/run/medlitd.sock" in exported[0],
      "how the shell finds them is said", exported)
commands = [line for line in section("Ask") + section("Measure")
            + examples(("client", "medlit.1"))
            if line.startswith("medlit ")]
check(len(commands) >= 10, "commands are found", commands)
for command in commands:
    done = subprocess.run(["sh", "-c", command], cwd=SCRATCH, env=env,
                          stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=120)
    wrote = done.stdout or re.search(r"> \S+\.run$", command)
    check(done.returncode == 0 and wrote and not done.stderr, command, done)

page = read("ARCHITECTURE.md")
example = json.loads(re.search(r"```json\n(.*?)```", page, re.S).group(1))
reply = daemon.search("InO")[1]
check(set(example) == set(reply), "members of a reply",
      set(example) ^ set(reply))
# no source of the corpus has an address
names = set().union(*reply["hits"]) | {"url"}
check(names == set(example["hits"][0]), "members of a hit",
      names ^ set(example["hits"][0]))
row = re.search(r"^\| `/v1/status` \| (.*) \|$", page, re.M).group(1)
status = set(daemon.get("/v1/status")[1]) - {"v"}
check(set(re.findall(r"`(\w+)`", row)) == status, "members of the status",
      (row, status))
table = page.split("| code | status | when |")[1].split("\n\n")[0]
told = {(code, number) for codes, numbers in
        re.findall(r"^\| (`[^|]*) \| ([^|]*) \|", table, re.M)
        for code in re.findall(r"`(\w+)`", codes)
        for number in re.findall(r"\d+", numbers)}
said = {(code, number) for name in
        glob.glob(os.path.join(SOURCE, "daemon", "*", "*.c"))
        for number, code in re.findall(r'([45]\d\d),\s*"([a-z_]+)"',
                                       read(name))}
check(said == told, "codes of errors and their statuses", said ^ told)
finish("doc_commands")
