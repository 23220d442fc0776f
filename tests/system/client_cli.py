# SPDX-License-Identifier: MIT
"""medlit against recorded replies: exit codes, formats, streams, and what is
told when something is wrong."""
import fcntl
import json
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading

from client_server import JSON, Server, problem, recorded
from medlit_system import check, finish, path, program, write

FOREVER = threading.Event()


def huge(handler):
    """65 MB where 64 are the limit."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    handler.close_connection = True
    for _ in range(65):
        handler.wfile.write(b" " * 1000000)


def search(question, handler):
    if question == "huge":
        return huge(handler)
    if question == "never":
        FOREVER.wait(60)
    if question == "cut":
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b'{"v":1,')
        return None
    plain = dict(json.loads(recorded("partial.json")), warnings=[])
    beyond = dict(json.loads(recorded("mentions.json")), hits=[], total=37)
    return {
        "beyond": (200, JSON, json.dumps(beyond).encode()),
        "range": problem(400, "invalid",
                         "'limit' is a whole number from 0 to 200, not '201'"),
        "plain": (200, JSON, json.dumps(plain).encode()),
        "mentions": (200, JSON, recorded("mentions.json")),
        "none": (200, JSON, recorded("none.json")),
        "explained": (200, JSON, recorded("explained.json")),
        "relaxed": (200, JSON, recorded("relaxed.json")),
        "partial": (200, JSON, recorded("partial.json")),
        "late-silent": (200, JSON, json.dumps(plain).encode()),
        "long": (413, "application/problem+json", recorded("problem.json")),
        "token": problem(401, "unauthorized", "a token is needed"),
        "busy": problem(503, "busy", "the queue is full")
        + (("Retry-After", "7"),),
        "late": problem(504, "deadline", "the deadline has passed"),
        "died": problem(500, "worker_died", "the worker died"),
        "page": (502, "text/html", b"<h1>Bad Gateway</h1>"),
        "html": (200, "text/html", b"<h1>It works!</h1>"),
        "moved": (301, "text/html", b"", ("Location", "http://x.invalid/")),
        "newer": (200, JSON, b'{"v":2}'),
        "wrong": (200, JSON, b'{"v":1}'),
    }.get(question, (200, JSON, recorded("search.json")))


def replies(target, body, handler):
    if target == "/v1/search" and "like" in body:
        return ((200, JSON, recorded("explained.json"))
                if body["like"] == "PMID:101"
                else problem(404, "not_found", "no such paper"))
    if target == "/v1/search":
        return search(body["q"], handler)
    if target == "/v1/analyze":
        return (200, JSON, recorded("analysis.json"))
    if target == "/v1/suggest":
        return (200, JSON, b'{"v":1,"typed":"zz zz","names":[]}')
    if target == "/v1/status":
        return (200, JSON, recorded("status.json"))
    if target == "/v1/documents/page-1":
        return (200, JSON, json.dumps(OWN).encode())
    if target in ("/v1/documents/PMID%3A101", "/v1/documents/DOI%3A10.5555%2Fa%2Fb"):
        return (200, JSON, recorded("document.json"))
    return problem(404, "not_found", "no paper has this id")


server = Server(replies, "daemon.sock")
tcp = Server(replies)
CLEAN = {name: value for name, value in os.environ.items()
         if not name.startswith(("MEDLIT_", "XDG_RUNTIME", "COLUMNS",
                                 "NO_COLOR"))}


def medlit(*words, stdin=None, **env):
    env.setdefault("MEDLIT_SOCKET", server.address)
    return subprocess.run([program("medlit"), *words], input=stdin,
                          stdin=None if stdin is not None else
                          subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120, env={**CLEAN, **env})


def test_exit_codes():
    for words, code, said in (
            (("good",), 0, ""),
            (("none",), 1, "did you mean: xyz"),
            (("partial",), 4, ""),
            (("partial", "-f", "tsv"), 4,
             "note: the search was cut at the deadline"),
            (("late-silent", "-f", "tsv"), 4, "time ran out"),
            (("long",), 2, "the question has 5000 bytes"),
            (("token",), 5, "--token-file"),
            (("busy",), 4, "Try again in 7 s"),
            (("late",), 4, "--timeout"),
            (("died",), 4, "the worker died"),
            (("page",), 4, "answered 502 with text/html"),
            (("html",), 4, "not JSON"),
            (("moved",), 4, "answered 301"),
            (("newer",), 4, "version 2"),
            (("wrong",), 4, '"query" of a reply is missing'),
            (("cut",), 4, "broke the connection off"),
            (("huge",), 4, "larger than 64 MB"),
            (("never", "--timeout", "0.3"), 4, "in time"),
            (("",), 2, "no question"),
            (("search",), 2, "no question on standard input"),
            (("show",), 2, "show takes one id"),
            (("show", "PMID:9"), 1, "medlit: PMID:9: no paper has this id"),
            (("show", "PMID:101"), 0, ""),
            (("show", "DOI:10.5555/a/b"), 0, ""),
            (("analyze", "CMC-544"), 0, ""),
            (("analyze", "--as", "paper", "x"), 2, "neither index nor query"),
            (("similar", "PMID:101"), 0, ""),
            (("similar", "PMID:9"), 1, "no such paper"),
            (("similar", "a", "b"), 2, "similar takes one id"),
            (("status",), 0, ""),
            (("good", "--limit", "0"), 0, ""),
            (("none", "--limit", "0"), 1, ""),
            (("status", "epilepticus"), 2, "medlit search status epilepticus"),
            (("search", "status", "epilepticus"), 0, ""),
            (("--", "-x"), 0, ""),
            (("-x",), 2, "unknown option -x"),
            (("--limt", "3", "a"), 2, "did you mean --limit?"),
            (("--qzwkjv", "a"), 2, "unknown option --qzwkjv; see"),
            (("--limit", "three", "a"), 2,
             "--limit: not a whole number: 'three'"),
            (("--limit", "-1", "a"), 2, "--limit: not a whole number: '-1'"),
            (("--limit", "", "a"), 2, "--limit: not a whole number: ''"),
            (("--limit", "201", "range"), 2,
             "'limit' is a whole number from 0 to 200"),
            (("beyond", "--offset", "40", "-f", "tsv"), 1,
             "Only 37 papers, none behind the first 40"),
            (("a", "--explain", "-f", "tsv"), 2, "--explain is shown as text"),
            (("a", "--explain", "-f", "trec"), 2, "no place for it"),
            (("similar", ""), 2, "similar takes one id"),
            (("show", " "), 2, "show takes one id"),
            (("analyze", ""), 2, "no text to analyze"),
            (("suggest", ""), 2, "suggest takes the start of a name"),
            (("suggest", "zz", "zz"), 1, "starts with 'zz zz'"),
            (("--limit",), 2, "--limit needs a value"),
            (("--quiet=1", "a"), 2, "--quiet takes no value"),
            (("--timeout", "0", "a"), 2, "not a number of seconds"),
            (("--format", "xml", "a"), 2, "none of text|json"),
            (("--topics", "a", "b"), 2, "--topics is not an option of search"),
            (("status", "--format", "tsv"), 2, "text or json only"),
            (("--socket", "a", "--url", "b", "c"), 2, "exclude each other"),
            (("--url", "ftp://x", "a"), 2, "not a URL"),
            (("--url", "http://a@b", "a"), 2, "not a URL"),
            (("--socket", "/" + "x" * 200, "a"), 2, "more than 107 bytes"),
            (("--token-file", "/nonexistent", "a"), 2, "No such file"),
            (("caf\udce9",), 2, "not valid UTF-8")):
        done = medlit(*words, stdin="" if words == ("search",) else None)
        name = " ".join(words).encode("utf-8", "replace").decode()
        check(done.returncode == code, f"exit code of '{name}' is {code}",
              f"{done.returncode} {done.stderr}")
        check(said in done.stderr, f"'{name}' says '{said}'", done.stderr)
        check(said or not done.stderr or name == "-- -x"
              or "mean: " in done.stderr or "none" in words,
              f"'{name}' is quiet", done.stderr)


def test_unreachable():
    nowhere = path("nowhere.sock")
    done = medlit("a", "--socket", nowhere)
    check(done.returncode == 3, "no daemon is exit 3", done.returncode)
    check(done.stderr == f"medlit: cannot connect to {nowhere}: No such file "
          "or directory. Is medlitd running? Start it with: medlitd --index "
          f"DIR --socket {nowhere}\n", "what to do is said", done.stderr)
    done = medlit("a", "--socket", os.path.relpath(nowhere))
    check("--socket " + os.path.relpath(nowhere) in done.stderr
          and "--listen" not in done.stderr, "of a relative path, too",
          done.stderr)
    done = medlit("a", "--socket", write("file", ""))
    check(done.returncode == 3 and "it is not a socket" in done.stderr,
          "a file is no daemon", done.stderr)
    done = medlit("a", "--url", "http://127.0.0.1:1")
    check(done.returncode == 3 and "Connection refused" in done.stderr
          and "--listen" in done.stderr, "a closed port is exit 3", done)
    done = medlit("a", "-f", "json", "--socket", nowhere)
    error = json.loads(done.stdout)["error"]
    check(error["code"] == "unreachable" and error["exit"] == 3
          and nowhere in error["detail"], "JSON has the failure too", error)


def test_where():
    """Which daemon is asked, and with which token."""
    done = medlit("a", "--url", tcp.address + "/", MEDLIT_SOCKET="/nowhere")
    check(done.returncode == 0, "the option beats the environment", done)
    done = medlit("a", MEDLIT_SOCKET="", MEDLIT_URL=tcp.address)
    check(done.returncode == 0, "MEDLIT_URL is used", done)
    os.makedirs(path("run", "medlit"))
    os.symlink(server.address, path("run", "medlit", "medlitd.sock"))
    done = medlit("a", MEDLIT_SOCKET="", XDG_RUNTIME_DIR=path("run"))
    check(done.returncode == 0, "the user's own daemon is found", done)
    done = medlit("a", MEDLIT_SOCKET="", XDG_RUNTIME_DIR=path("empty"))
    check("/run/medlit/medlitd.sock" in done.stderr or done.returncode == 0,
          "else that of the system", done)
    done = medlit("a", http_proxy="http://127.0.0.1:1", MEDLIT_SOCKET="",
                  MEDLIT_URL=tcp.address)
    check(done.returncode == 0, "no proxy is used", done)
    token = write("token", "s3cret\nsecond line\n")
    medlit("a", MEDLIT_TOKEN_FILE=token)
    check(server.seen[-1][2].get("Authorization") == "Bearer s3cret",
          "the token's first line is sent", server.seen[-1][2])
    medlit("a")
    check("Authorization" not in server.seen[-1][2], "else none is",
          server.seen[-1][2])
    done = medlit("token", MEDLIT_TOKEN_FILE=token)
    check(done.returncode == 5 and done.stderr.endswith(
        f". The first line of {token} is another one\n"), "a wrong token",
        done.stderr)
    for bad in ("", "\n", "a b\n", "caf\u00e9\n", "x" * 2000):
        done = medlit("a", "--token-file", write("bad", bad))
        check(done.returncode == 2 and path("bad") in done.stderr,
              f"no token: {bad[:9]!r}", done)


def test_request():
    medlit("  two", "words ", "-n", "5", "--offset", "7", "--snippets", "1",
           "--no-synonyms", "--syntax", "plain")
    method, target, headers, body = server.seen[-1]
    check((method, target) == ("POST", "/v1/search"), "a question is a POST",
          (method, target))
    check(body == {"q": "  two words ", "limit": 5, "offset": 7,
                   "snippets": 1, "synonyms": "off",
                   "syntax": "plain"}, "its parameters", body)
    check(headers["User-Agent"].startswith("medlit/"), "user agent", headers)
    medlit("a", "--limit", "99999999999999999999", "--snippets", "4294967297")
    check(server.seen[-1][3]["limit"] == 2147483647 and
          server.seen[-1][3]["snippets"] == 2147483647,
          "what is too much is the daemon's to say", server.seen[-1])
    for paper, target in (("..", "/v1/documents/.."),
                          ("a/../b?x#y", "/v1/documents/a%2F..%2Fb%3Fx%23y"),
                          ("\u03b2 1", "/v1/documents/%CE%B2%201")):
        medlit("show", paper)
        check(server.seen[-1][:2] == ("GET", target), f"id {paper}",
              server.seen[-1])
    medlit("analyze", "a", "b", "--as", "index")
    check(server.seen[-1][3] == {"text": "a b", "as": "index"}, "analyze",
          server.seen[-1])


TEXT = """\
InO -> inotuzumab ozogamicin; VOD -> sinusoidal obstruction syndrome
Ignored: Does, in
no paper has the word xyzzy

 1. Inotuzumab ozogamicin and injury of the liver: what three invented hospitals
    saw in ten years
    Ahorn B, Birke C, Ceder D et al. Journal of Invented Medicine
    2018;11(4):67-80. Review. PMID:101
    RESULTS: Sinusoidal obstruction syndrome followed inotuzumab ozogamicin in 9
    of 80 patients \u2014 \u03b2.

 2. [RETRACTED] \ufffd[31mA bold title\ufffd
    Uy N. 2001. DOI:10.5555/a/b

 3. [CORRECTED] A plain title
    J 1999. Case Reports. PMID:103

37 papers, 1 to 3 shown; 1.8 ms
"""


def test_text():
    for locale in ("C", "C.UTF-8", "POSIX"):
        done = medlit("good", LC_ALL=locale)
        check(done.stdout == TEXT, f"text in locale {locale}", done.stdout)
    check(done.stderr == "medlit: did you mean: Does InO cause VOD in xyz? (xyz in 4 papers)\n",
          "suggestions go to stderr", done.stderr)
    done = medlit("good", "-q")
    check(done.stdout == TEXT[TEXT.index(" 1. "):TEXT.index("37 papers")]
          and not done.stderr, "-q leaves the papers", done)
    done = medlit("none")
    check(done.stdout == 'No paper has "xyzzy"\nNo paper found; 0.4 ms\n',
          "nothing found is said", done.stdout)
    done = medlit("beyond", "--offset", "40")
    check(done.stdout.endswith("\nOnly 37 papers, none behind the first 40; "
                               "2.0 ms\n") and done.returncode == 1,
          "an offset beyond the last paper", done)
    done = medlit("beyond", "--limit", "0", "--offset", "40")
    check("\n37 papers; " in done.stdout, "none were asked for", done)
    done = medlit("partial")
    check("the search was cut at the deadline\n" in done.stdout
          and not done.stderr, "what is missing is said once", done)
    check("at least 1 paper, number 1 shown" in done.stdout, "a lower bound",
          done.stdout)
    for width in (40, 20, 3, 100000):
        done = medlit("good", COLUMNS=str(width))
        longest = max(map(len, done.stdout.splitlines()))
        check(longest <= max(width, 20), f"fits {width} columns", longest)


MENTIONS = """\
B-ALL -> B-cell acute lymphoblastic leukemia; \u03b2-ALL -> B-cell acute
    lymphoblastic leukemia; anti-CD22 therapy -> Anti-CD22 therapy
Ignored: Is, or, with

 1. A citation in full
    Uy N. Journal of Invented Medicine 2018;9(4):67-80. Clinical Trial. Review.
    PMID:201

 2. A page
    Invented Society 2024. page-1

 3. A page with an author
    Ek O. page-2

3 papers, 1 to 3 shown; 2.0 ms
"""


def test_mentions():
    done = medlit("mentions")
    check(done.stdout == MENTIONS, "mentions and citations", done.stdout)
    done = medlit("plain")
    check(done.stdout.startswith(" 1. "), "no word about plain words",
          done.stdout)
    done = medlit("mentions", COLUMNS="40")
    check(done.stdout.startswith(
        "B-ALL -> B-cell acute lymphoblastic\n    leukemia; \u03b2-ALL -> "), "in "
        "40 columns", done.stdout)
    done = medlit("mentions", "--color", "always")
    check(" anti-CD22 therapy -> \033[36mAnti-CD22 therapy\033[0m\n"
          in done.stdout, "the name has a colour", done.stdout)


EXPLAINED = """\
InO -> inotuzumab ozogamicin

 1. First
    PMID:101
    Score 3.7500
      2.5000 InO -> inotuzumab ozogamicin (title: inotuzumab ozogamicin,
        abstract: InO 3 times)
      1.2500 liver
      0.2500 the name as typed: InO
      -0.2500 behind the first papers

Related, without a word of the question:

 2. Second
    PMID:102
    Score 1.0000
      0.5000 only words of the name: InO (abstract: ozogamicin 2 times)
      0.5000 words of the first papers (VOD, severe)

1 paper and 1 related, 1 to 2 shown; 0.4 ms
"""

RELAXED = """\
No paper found; 0.4 ms
Alone: InO 12 papers, "liver of mice" 1 paper, dp:1950 at least 1000 papers
Try: InO AND liver of mice AND dp:1950 (1 paper with any word of "liver of
    mice")
Try: InO AND "liver of mice" (at least 1000 papers without dp:1950)
Try: InO (1 paper with or without mice)
"""


def test_why():
    """Why papers were found, and what would find some."""
    done = medlit("explained", "--explain")
    check(done.stdout == EXPLAINED, "an explained answer", done.stdout)
    check(server.seen[-1][3]["explain"] == "1", "is asked for",
          server.seen[-1])
    medlit("explained")
    check("explain" not in server.seen[-1][3], "else it is not",
          server.seen[-1])
    done = medlit("similar", "PMID:101", "--limit", "3")
    check(done.stdout == EXPLAINED and server.seen[-1][3] == {
        "like": "PMID:101", "limit": 3, "offset": 0, "snippets": 2,
        "synonyms": "on"}, "papers like one", done.stdout)
    done = medlit("relaxed")
    check(done.stdout == RELAXED and done.returncode == 1,
          "what to ask instead", done.stdout)
    check(medlit("relaxed", "-q").stdout == "", "-q leaves the papers")


def test_color():
    done = medlit("good", "--color", "always", NO_COLOR="1")
    check(" 3. \033[1;31m[CORRECTED] \033[0m\033[1mA \033[0m\033[1;33mplain"
          "\033[0m\033[1m title\033[0m\n" in done.stdout, "colour on demand",
          done.stdout)
    check("\033[1;33mSinusoidal obstruction syndrome\033[0m followed"
          in done.stdout, "what matched is marked", done.stdout)
    plain = medlit("good")
    check("\033" not in plain.stdout, "none in a pipe", plain.stdout)


def on_terminal(columns, *words, **env):
    """What a terminal of so many columns gets; standard input is one too."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                struct.pack("HHHH", 50, columns, 0, 0))
    done = subprocess.run(
        [program("medlit"), *words], stdin=theirs, stdout=theirs,
        stderr=subprocess.PIPE, text=True, timeout=120,
        env={**CLEAN, "MEDLIT_SOCKET": server.address, **env})
    os.close(theirs)
    seen = b""
    try:
        while True:
            piece = os.read(ours, 65536)
            if not piece:
                break
            seen += piece
    except OSError:  # all was read
        pass
    os.close(ours)
    return done, seen.decode().replace("\r\n", "\n")


def test_terminal():
    _, seen = on_terminal(80, "good", NO_COLOR="1")
    check(seen == TEXT, "80 columns, NO_COLOR", seen)
    _, seen = on_terminal(80, "good", NO_COLOR="")
    check(re.sub("\033\\[[0-9;]*m", "", seen) == TEXT and "\033[1;33m" in seen,
          "colour is all that a terminal gets more", seen)
    _, seen = on_terminal(40, "good", "--color", "never", COLUMNS="90")
    check(30 < max(map(len, seen.splitlines())) <= 40 and "\033" not in seen,
          "the terminal's own width counts", seen)
    done, seen = on_terminal(80)
    check(done.returncode == 2 and "no question" in done.stderr and not seen,
          "no question is waited for", done)


def test_json():
    done = medlit("good", "-f", "json")
    check(json.loads(done.stdout) == json.loads(recorded("search.json")),
          "json is the reply", done.stdout)
    lines = medlit("good", "-f", "ndjson").stdout.splitlines()
    reply = json.loads(recorded("search.json"))
    check([json.loads(line) for line in lines[:3]] == reply["hits"],
          "ndjson has a hit a line", lines)
    del reply["hits"]
    check(json.loads(lines[3]) == {"summary": reply}, "and a summary",
          lines[3])
    done = medlit("long", "-f", "ndjson")
    check(json.loads(done.stdout) == {"error": {
        "code": "too_long", "detail": "the question has 5000 bytes, at most "
        "4096 are allowed", "status": 413, "exit": 2}}, "a failure is JSON",
        done.stdout)
    done = medlit(" ", "-f", "json")
    check(json.loads(done.stdout)["error"]["code"] == "usage", "usage is too",
          done.stdout)
    for words, name in ((("show", "PMID:101"), "document.json"),
                        (("analyze", "x"), "analysis.json"),
                        (("status",), "status.json")):
        done = medlit(*words, "-f", "json")
        check(json.loads(done.stdout) == json.loads(recorded(name)),
              f"{words[0]} prints the reply", done.stdout)


def test_tables():
    done = medlit("good", "-f", "tsv")
    check(done.stdout.splitlines()[1:] == [
        "1\t2\tDOI:10.5555/a/b\t3.000000\tretracted\t2001\t\t\ufffd[31mA bold "
        "title\ufffd",
        "1\t3\tPMID:103\t1.500000\tcorrected\t1999\tJ\tA plain title"],
        "tsv", done.stdout)
    done = medlit("good", "-f", "trec")
    check(done.stdout == "1 Q0 101 1 12.250000 medlit\n"
          "1 Q0 DOI:10.5555/a/b 2 3.000000 medlit\n"
          "1 Q0 103 3 1.500000 medlit\n", "trec", done.stdout)


def test_lines():
    done = medlit("-", "-f", "trec", stdin="good\n\nnone\r\ngood")
    check(done.returncode == 0 and [line.split()[0] for line in
                                    done.stdout.splitlines()] ==
          ["1", "1", "1", "4", "4", "4"], "one question a line", done)
    check(server.seen[-2][3]["q"] == "none", "line ends are not the question",
          server.seen[-2])
    done = medlit(stdin="none\nlong\ngood\n")
    check(done.returncode == 2 and "medlit: line 2: the question"
          in done.stderr and "37 papers" in done.stdout,
          "a bad line costs that line", done)
    check(medlit(stdin="none\n").returncode == 1, "none of them found", "")
    for nul in ("a\0b\n", "a\0\n", "\0\n"):
        done = medlit(stdin=nul)
        check(done.returncode == 2 and "line 1: has a NUL" in done.stderr,
              f"a NUL byte: {nul!r}", done)
    done = medlit("-", "--socket", path("nowhere.sock"), stdin="a\nb\n")
    check(done.returncode == 3 and done.stderr.count("medlit:") == 1,
          "nobody there is said once", done)


OWN = {"v": 1, "id": "page-1", "ids": {"own": "page-1", "pmid": "7"}}


def test_own_id():
    done = medlit("show", "page-1")
    check(done.stdout == "(no title)\npage-1\npmid: 7\n",
          "the paper's own id is told once", done.stdout)


def test_records():
    done = medlit("show", "PMID:101")
    check(done.stdout == """\
Inotuzumab ozogamicin and injury of the liver
Ahorn B, Birke C. Journal of Invented Medicine 2018;11(4):67-80. Review.
PMID:101
doi: 10.5555/ino.1
https://example.org/101
Keywords: liver; antibody

METHODS
    We counted.
    Then we counted again.

body
    Nobody was asked twice.
""", "show", done.stdout)
    done = medlit("analyze", "CMC-544")
    check(done.stdout == "0-3\tposition 1\tCMC\tacronym acronym\t"
          "terms cmc XKCMC\tconcept inotuzumab-ozogamicin\tstatus concept\t"
          "dropped: part of a name\n"
          "4-7\tposition 2\t544\tnumber\tterms 544\n"
          "0-7\tconcept\tCMC-544 -> inotuzumab ozogamicin\n"
          "8-11\tabbreviation\tInO = inotuzumab ozogamicin\n"
          "37-39\tabbreviation\tBM = bone marrow\n", "analyze",
          done.stdout)
    done = medlit("status")
    check(done.stdout == f"daemon\t{server.address}\nversion\t0.1.0\n"
          "papers\t1500\nindex\tg000001, revision 3\nup\t12 s\n"
          "warning\tthe thesaurus is newer than the index\n", "status",
          done.stdout)


def test_help():
    done = medlit("--help")
    check(done.returncode == 0 and not done.stderr, "help is no error", done)
    check(max(map(len, done.stdout.splitlines())) <= 80
          and len(done.stdout.splitlines()) <= 40, "help fits a screen",
          done.stdout)
    check(medlit("status", "-h").stdout == done.stdout, "everywhere", "")
    done = medlit("-V")
    check(done.stdout.startswith("medlit 0."), "version", done)


def test_streams():
    """Output that does not arrive."""
    with open("/dev/full", "w") as full:
        done = subprocess.run([program("medlit"), "good"], stdout=full,
                              stderr=subprocess.PIPE, text=True,
                              env={**CLEAN, "MEDLIT_SOCKET": server.address})
    check(done.returncode == 4 and "No space left" in done.stderr,
          "a full disk is told", done)
    for ignored in (False, True):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [program("medlit"), "good", "-q"], stdout=writer,
            stderr=subprocess.PIPE, text=True, restore_signals=not ignored,
            env={**CLEAN, "MEDLIT_SOCKET": server.address})
        os.close(writer)
        check(done.stderr == "" and
              done.returncode == (4 if ignored else -signal.SIGPIPE),
              "a closed pipe is silent", done)


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
FOREVER.set()
finish("client_cli")
