# SPDX-License-Identifier: MIT
"""medlit run pages through answers into a TREC run; medlit eval scores it."""
import json
import os
import subprocess

from client_server import JSON, Server, problem
from medlit_system import check, finish, path, program, write

revision = 0


def answer(target, body, handler):
    """`pages N`: N papers, equal scores; `moving`: the index changes once
    between two pages; `always moving`: every time."""
    global revision
    word, offset = body["q"].split()[0], body["offset"]
    if word == "bad":
        return problem(400, "invalid", "no such question")
    if word == "always" or (word == "moving" and offset and not revision):
        revision += 1
    count = 250 if word in ("moving", "always") else int(body["q"].split()[1])
    hits = [{"id": f"P:{rank}", "score": 5.0 if rank < 300 else 5.5}
            for rank in range(offset, min(count, offset + body["limit"]))]
    return 200, JSON, json.dumps({
        "v": 1, "generation": "g1", "revision": revision,
        "query": {"typed": body["q"], "tokens": []}, "total": count,
        "total_relation": "eq", "timed_out": word == "slow",
        "hits": hits}).encode()


server = Server(answer, "run.sock")


def medlit(*words):
    return subprocess.run([program("medlit"), *words], capture_output=True,
                          text=True, stdin=subprocess.DEVNULL, timeout=120,
                          env={**os.environ, "MEDLIT_SOCKET": server.address})


def run_topics(text, *more):
    server.seen.clear()
    return medlit("run", "--topics", write("topics.tsv", text), "--tag", "t",
                  *more)


def test_pages():
    done = run_topics("q1\tpages 450\n\nq2\tpages 3\r\n")
    rows = [line.split() for line in done.stdout.splitlines()]
    check(done.returncode == 0 and len(rows) == 453, "all pages", len(rows))
    check([row[0] for row in rows[449:]] == ["q1", "q2", "q2", "q2"],
          "topic by topic", rows[449:])
    check(rows[0] == ["q1", "Q0", "P:0", "1", "5.000000", "t"], "a line",
          rows[0])
    check([int(row[3]) for row in rows[:450]] == list(range(1, 451)), "ranks",
          "")
    scores = [float(row[4]) for row in rows[:450]]
    check(all(a > b for a, b in zip(scores, scores[1:])),
          "scores fall strictly", scores[:3])
    asked = [(body["offset"], body["limit"], body["fields"])
             for _, _, _, body in server.seen]
    check(asked == [(0, 200, "id,score"), (200, 200, "id,score"),
                    (400, 200, "id,score"), (0, 200, "id,score")],
          "pages of 200", asked)
    done = run_topics("q1\tpages 450\n", "--limit", "201")
    check(len(done.stdout.splitlines()) == 201, "the limit", done.stdout[-99:])
    check([body["limit"] for _, _, _, body in server.seen] == [200, 1],
          "and no more is asked for", "")


def test_changes():
    done = run_topics("q1\tmoving\n")
    check(done.returncode == 0 and len(done.stdout.splitlines()) == 250
          and len(server.seen) == 4, "read anew when the index changed",
          (done, len(server.seen)))
    done = run_topics("q1\talways\n")
    check(done.returncode == 4 and "keeps changing" in done.stderr
          and not done.stdout, "but not for ever", done)


def test_failures():
    where = path("topics.tsv")
    for text, code, said in (
            ("q1\tbad\n", 2, f"{where}:1: no such question"),
            ("q1\tpages 0\n", 1, ""),
            ("q1\tslow 3\n", 4, f"{where}:1: time ran out"),
            ("q1\tpages 1\nnext\n", 2, f"{where}:2: a topic is an id, a tab"),
            ("q 1\tpages 1\n", 2, f"{where}:1: a topic is"),
            ("\tpages 1\n", 2, f"{where}:1: a topic is"),
            ("q1\t \n", 2, f"{where}:1: a topic is"),
            ("\n \n", 2, f"{where}: has no topics"),
            ("q1\tpages 1\0\n", 2, "NUL")):
        done = run_topics(text)
        check(done.returncode == code and said in done.stderr,
              f"topics {text!r}", done)
    for words, said in (((), "run needs --topics"),
                        (("--topics", where), "run needs"),
                        (("--topics", where, "--tag", "a b"), "--tag"),
                        (("--topics", where, "--tag", "a", "x"), "run needs"),
                        (("--topics", where, "--tag", "a", "-n", "0"),
                         "at least 1"),
                        (("--topics", path("no"), "--tag", "a"), "No such")):
        done = medlit("run", *words)
        check(done.returncode == 2 and said in done.stderr, f"run {words}",
              done)


def test_eval():
    qrels = write("qrels", "q1 0 P:0 1\nq1 0 P:9 1\nq2 0 P:1 1\n")
    one = write("one", "q1 Q0 P:0 1 2 t\nq2 Q0 P:1 1 2 t\n")
    other = write("other", "q1 Q0 P:5 1 2 t\nq1 Q0 P:0 2 1 t\n")
    done = medlit("eval", "--qrels", qrels, "-q", one)
    check(done.returncode == 0 and done.stdout == (
        "q1 nDCG@10=0.6131 MAP=0.5000 R@100=0.5000 MRR@10=1.0000 P@10=0.1000 "
        "R@1000=0.5000 judged@10=1.0000\n"
        "q2 nDCG@10=1.0000 MAP=1.0000 R@100=1.0000 MRR@10=1.0000 P@10=0.1000 "
        "R@1000=1.0000 judged@10=1.0000\n"
        "2 queries nDCG@10=0.8066 MAP=0.7500 R@100=0.7500 MRR@10=1.0000 "
        f"P@10=0.1000 R@1000=0.7500 judged@10=1.0000 {one}\n"), "a run",
        done.stdout)
    done = medlit("eval", "--qrels", qrels, one, other)
    check("MRR@10   A=1.0000 B=0.2500 B-A=-0.7500 better=0 worse=2 p="
          in done.stdout and "MAP      A=0.7500 B=0.1250 B-A=-0.6250"
          in done.stdout, "two runs", done.stdout)
    for gate, code in (("nDCG@10>=0.8", 0), ("nDCG@10>=0.81", 1),
                       ("MAP>0.75", 1), ("MAP>=0.75", 0),
                       ("nDCG@10>=0.8, R@100 >= 0.8", 1),
                       ("MAP>=0.1,R@100>=0.7,judged@10>=1", 0),
                       ("MAP", 2), ("MAP>=", 2), ("MAPS>=1", 2), ("", 2),
                       ("MAP>=0.1;", 2), ("MAP>=0.1,", 2), ("MAP<=1", 2),
                       (",".join(["MAP>0"] * 17), 2)):
        done = medlit("eval", "--qrels", qrels, "--gate", gate, one)
        check(done.returncode == code, f"gate {gate!r} gives {code}", done)
    done = medlit("eval", "--qrels", qrels, "--gate", "MAP>=0.5", one, other)
    check(done.returncode == 1 and done.stderr ==
          "medlit: gate: MAP is 0.1250, wanted at least 0.5\n",
          "the gate is for the second run", done)
    few = write("few", "q1 0 P:0 1\n")
    done = medlit("eval", "--qrels", few, one)
    check(done.stdout.startswith("1 query nDCG"), "one query", done)
    for text, said in (("", "the run is empty, so every query counts 0"),
                       ("q1 Q0 PMID:0 1 2 t\n", "none of its documents is "
                        f"judged; are its ids those of {qrels}?")):
        strange = write("strange", text)
        done = medlit("eval", "--qrels", qrels, strange)
        check(done.returncode == 0 and "nDCG@10=0.0000" in done.stdout and
              done.stderr == f"medlit: {strange}: {said}\n", said, done)
    bad = write("bad", "q1 Q0 P:0 1 2 t\nq1 Q0\n")
    prose = write("prose", "one line of prose\n")
    for words, said in ((("--qrels", qrels, bad), f"{bad}:2: 2 columns"),
                        (("--qrels", bad, one), f"{bad}:2: 2 columns"),
                        (("--qrels", prose, one), f"{prose}:1: 'prose' is "
                         "not a number where a line is 'query 0 document"),
                        (("--qrels", path("no"), one), "No such file"),
                        (("--qrels", qrels), "eval needs"),
                        ((one,), "eval needs"),
                        (("--qrels", qrels, one, one, one), "eval needs"),
                        (("--qrels", qrels, "-l", "9", one), "no query has")):
        done = medlit("eval", *words)
        check(done.returncode == 2 and said in done.stderr, f"eval {words}",
              done)


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
finish("client_run")
