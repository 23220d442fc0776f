# SPDX-License-Identifier: MIT
"""libmedlit as others use it: its header, its example, what it exports."""
import os
import re
import subprocess

from client_server import JSON, Server, problem, recorded
from medlit_system import SOURCE, check, finish, path, program, run, write

HEADER = os.path.join(SOURCE, "client", "medlit.h")


def declared():
    text = open(HEADER).read()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return set(re.findall(r"\b(medlit_\w+)\(", text))


def test_exports():
    done = run("nm", "-D", "--defined-only",
               program(os.path.join(".libs", "libmedlit.so")))
    exported = {line.split()[2].split("@")[0] for line in
                done.stdout.splitlines() if " T " in line}
    check(exported == declared(), "what is declared is exported, no more",
          exported ^ declared())


def test_number():
    """The number of the header is that of the file and of its symbols."""
    abi = re.search(r"#define MEDLIT_ABI (\d+)", open(HEADER).read()).group(1)
    shared = program(os.path.join(".libs", "libmedlit.so"))
    done = run("readelf", "-d", shared)
    check(f"[libmedlit.so.{abi}]" in done.stdout, "the file's number", done)
    done = run("nm", "-D", "--defined-only", "--with-symbol-versions", shared)
    check(f"medlit_search@@MEDLIT_{abi}" in done.stdout, "the symbols'", done)


def test_header():
    both = write("both.c", '#include "%s"\nint main(void)\n{\n\tstruct '
                 "medlit_query q = MEDLIT_QUERY_INIT;\n\treturn (int)"
                 "q.offset;\n}\n" % HEADER)
    for compiler in ([os.environ.get("CC", "cc"), "-std=c99", "-xc"],
                     [os.environ.get("CXX", "c++"), "-std=c++11", "-xc++"],
                     [os.environ.get("CXX", "c++"), "-std=c++20", "-xc++"]):
        done = run("sh", "-c", " ".join(
            compiler + ["-Wall -Wextra -pedantic -Werror -fsyntax-only",
                        both]))
        check(done.returncode == 0, f"header in {compiler[1]}", done.stderr)


def test_pkg_config():
    done = run("pkg-config", "--cflags", "--libs", "medlit",
               env={**os.environ, "PKG_CONFIG_PATH": program("client")})
    check(done.returncode == 0 and "-lmedlit" in done.stdout
          and "curl" not in done.stdout, "medlit.pc", done)


def test_example():
    lines = open(os.path.join(SOURCE, "client", "example.c")).readlines()
    check(len(lines) < 40, "the example is short", len(lines))
    server = Server(lambda target, body, handler: (
        problem(400, "invalid", "no such question") if body["q"] == "bad"
        else (200, JSON, recorded("search.json"))), "example.sock")
    env = {**os.environ, "MEDLIT_SOCKET": server.address}
    done = run(program("medlit-example"), "good", env=env)
    check(done.returncode == 0 and done.stdout.splitlines()[2] ==
          "3. A plain title (PMID:103, 1999)", "the example's answer", done)
    done = run(program("medlit-example"), "bad", env=env)
    check(done.returncode == 1 and done.stderr ==
          "refused: no such question\n", "the example's failure", done)
    env["MEDLIT_SOCKET"] = path("nowhere.sock")
    done = run(program("medlit-example"), env=env)
    check(done.returncode == 1 and "unreachable" in done.stderr,
          "the example without a daemon", done)


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
finish("client_library")
