#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fifty search strategies as reviews publish them, line by line.

Every line runs, each of its words is accounted for, and what could not be
followed is told, of that line and of no other: tests/data/strategies says of
which.  A line of references has the papers that the lines it names have, by the
sets' own rules, and what a strategy says through the command line is what it
says through the socket.
"""
import json
import os
import random
import re
import subprocess

from medlit_system import (SOURCE, Daemon, check, finish, index, jsonl, path,
                           program, run, write)

DATA = os.path.join(SOURCE, "tests", "data", "strategies", "pubmed.txt")
PAPERS = 600
# What depends on the papers or holds for every phrase of a field.
ALWAYS = ("No paper has ", "No paper names ", "A phrase with [tiab]",
          "NEAR sees the names", "NEAR measures from")
SOMETIMES = (" stands for ", " is compared with the stems ")
REFERENCES = re.compile(r"[#\d\s()\-/,{}]|AND|OR|NOT|and|or|not")
random.seed(5)


def read_strategies():
    """[(name, text, {line: [words]})]"""
    strategies = []
    with open(DATA, encoding="utf8") as file:
        for line in file.read().split("\n"):
            if line.startswith("== "):
                strategies.append((line[3:], [], {}))
            elif line.startswith("! "):
                number, words = line[2:].split(": ", 1)
                strategies[-1][2].setdefault(int(number), []).append(words)
            elif strategies and line:
                strategies[-1][1].append(line)
    return [(name, "\n".join(lines), told) for name, lines, told in strategies]


def papers(strategies):
    """Papers made of the words, headings and types that the lines ask for."""
    words, mesh, types = set(), set(), set()
    for _, text, _ in strategies:
        for value, tag in re.findall(
                r'"?([A-Za-z][\w \-,.]*?)\*?"?\[([^\]]+)\]', text):
            tag = tag.lower()
            if tag.startswith("m"):
                mesh.add(value)
            elif tag.startswith("p"):
                types.add(value)
            else:
                words.add(value)
    words, mesh, types = sorted(words), sorted(mesh), sorted(types)
    for n in range(PAPERS):
        yield {"id": f"p{n}", "title": " and ".join(random.sample(words, 4)),
               "abstract": ". ".join(random.sample(words, 12)) + ".",
               "mesh": random.sample(mesh, 4) + random.sample(
                   ["Humans", "Animals", "Child", "Adult"], 2),
               "types": random.sample(types, 2),
               "year": str(2000 + n % 22), "language": "eng"}


def account(line):
    """Bytes of a line that are letters or digits and in no token."""
    text = line["text"].encode()
    covered = bytearray(len(text))
    for token in line["tokens"]:
        start, end = token["start"] - line["start"], token["end"] - line["start"]
        covered[start:end] = b"x" * (end - start)
    return [text[i:i + 9] for i, byte in enumerate(text)
            if chr(byte).isalnum() and byte < 128 and not covered[i]]


def check_warnings(name, line, expected):
    told = [warning for warning in line["warnings"]
            if not warning.startswith(ALWAYS) and
            not any(words in warning for words in SOMETIMES)]
    for words in expected:
        check(any(words in warning for warning in told),
              f"{name} #{line['number']} tells {words!r}", line["warnings"])
    for warning in told:
        check(any(words in warning for words in expected),
              f"{name} #{line['number']} tells no more", warning)


def evaluate(text, sets):
    """The papers of a line of references, from left to right."""
    text = re.sub(r"(?:\{(or|and) |(or|and)/)([#\d,\-]+)\}?", spell_list, text)
    tokens = re.findall(r"\d+|[A-Za-z]+|[()]", text)

    def operand():
        token = tokens.pop(0)
        if token != "(":
            return sets[int(token)]
        found = expression()
        tokens.pop(0)
        return found

    def expression():
        found = operand()
        while tokens and tokens[0] != ")":
            operator = tokens.pop(0).upper()
            other = operand()
            found = (found & other if operator == "AND" else
                     found | other if operator == "OR" else found - other)
        return found
    return expression()


def spell_list(match):
    numbers = []
    for part in match.group(3).replace("#", "").split(","):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return "(" + f" {(match.group(1) or match.group(2)).upper()} ".join(map(str, numbers)) + ")"


def all_ids(text):
    """Of the last line."""
    found = []
    while True:
        status, answer = ask(text, offset=len(found), limit=200,
                             fields="id", snippets=0)
        check(status == 200, "page", answer)
        found += [hit["id"] for hit in answer["hits"]]
        if len(answer["hits"]) < 200:
            return found, answer


def ask(text, **parameters):
    return daemon.search(text, syntax="strategy", **parameters)


def check_strategy(name, text, expected):
    status, answer = ask(text, limit=0)
    check(status == 200, name, answer)
    if status != 200:
        return 0
    lines, sets = answer["lines"], {}
    starts = [line["start"] for line in lines] + [len(text.encode()) + 1]
    for n, line in enumerate(lines):
        check_warnings(name, line, expected.get(line["number"], []))
        check(not account(line), f"{name} #{line['number']}: whole account",
              account(line))
        check(line["total_relation"] == "eq", f"{name}: exact", line)
        # its papers: the strategy that ends with it
        part = text.encode()[:line["end"]].decode()
        ids, alone = all_ids(part)
        sets[line["number"]] = set(ids)
        check(len(ids) == line["total"] == alone["total"],
              f"{name} #{line['number']}: count",
              (len(ids), line["total"], alone["total"]))
        told = expected.get(line["number"], [])
        if not REFERENCES.sub("", line["text"]) and "#" + line["text"] and \
                not told and re.search("[a-zA-Z]", line["text"]):
            check(evaluate(line["text"], sets) == set(ids),
                  f"{name} #{line['number']}: the sets' own rules",
                  line["text"])
            referring.append(line["total"])
    check(starts == sorted(starts), f"{name}: in order", starts)
    totals.extend(line["total"] for line in lines)
    return len(lines)


def check_command(strategies):
    """What the command says is what the socket says; so does a file's pipe."""
    name, text, _ = strategies[0]
    file = write("strategy.txt", text)
    status, answer = ask(text, limit=3)
    done = run(program("medlit"), "--socket", daemon.socket, "--strategy",
               file, "--limit", "3", "--format", "json")
    said = json.loads(done.stdout)
    check([line["total"] for line in said["lines"]] ==
          [line["total"] for line in answer["lines"]], "command counts",
          done.stderr)
    with open(file, encoding="utf8") as pipe:
        done = subprocess.run(
            [program("medlit"), "--socket", daemon.socket, "--strategy", "-"],
            stdin=pipe, stdout=subprocess.PIPE, text=True, check=False)
    for line in answer["lines"]:
        check(re.search(rf"^#{line['number']} +{line['total']} ", done.stdout,
                        re.M), f"{name}: prints #{line['number']}",
              done.stdout)
    check("sh: the index has none" in done.stdout, "and what it tells",
          done.stdout)
    done = run(program("medlit"), "--socket", daemon.socket, "--strategy",
               path("none"))
    check(done.returncode == 2 and "cannot read" in done.stderr,
          "a file that is not there", done.stderr)


def check_limits():
    long = "\n".join(f"#{n} liver" for n in range(1, 120))
    status, answer = ask(long)
    check(status == 413 and "119 lines; 100" in answer["detail"], "lines",
          answer)
    for spaces, expected, words in ((6000, 200, "lines"),
                                    (33000, 413, "32768 is the limit"),
                                    (1000000, 413, "query_bytes")):
        peer = daemon.connection()
        try:
            peer.request("POST", "/v1/search", json.dumps(
                {"syntax": "strategy", "q": "#1 liver" + " " * spaces}),
                {"Content-Type": "application/json"})
        except OSError:
            pass  # refused before all of it was sent
        reply = peer.getresponse()
        said = reply.read().decode()
        peer.close()
        check(reply.status == expected and words in said,
              f"{spaces} bytes: {words}", (reply.status, said[:300]))
    status, answer = daemon.search("#1 liver\n#2 #1 AND bone")
    check(any("syntax=strategy" in warning for warning in answer["warnings"]),
          "a strategy asked as a question is told", answer["warnings"])


strategies = read_strategies()
check(len(strategies) == 50, "fifty", len(strategies))
done = index("--index", path("index"), "add",
             write("papers.jsonl", jsonl(papers(strategies))))
check(done.returncode == 0, "index", done.stderr)
daemon = Daemon(path("index")).wait_ready()
totals, referring = [], []
lines = sum(check_strategy(*strategy) for strategy in strategies)
found = sum(total > 0 for total in totals)
check(found > lines / 2, "most lines find papers", (found, lines))
check(sum(total > 0 for total in referring) > 10,
      "and so do lines of references", referring)
check_command(strategies)
check_limits()
finish(f"{len(strategies)} strategies, {lines} lines, {found} with papers, "
       f"{len(referring)} of references")
