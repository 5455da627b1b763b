"""`quotes search`, `speakers`, `stats`, `show` and `verify`, on a database of two articles made by hand."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.cli.terminal import width
from quotes.database import QuoteDatabase
from quotes.model import Article, Extraction, Mention, Quote, Span, Speaker

BRIDGE = "The bridge shut.\n\n“It is [sic] unsafe\x1b[1m,” Ana Ruiz told Televisa. “Ask me later.”\n"
TUNNEL = "Jo Lee said the tunnel was “safe”. He denied it leaked.\n"


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def bridge() -> Extraction:
    content = (span(BRIDGE, "“It is [sic] unsafe\x1b[1m,”"), span(BRIDGE, "“Ask me later.”"))
    quote = Quote(
        1, "direct", content, (span(BRIDGE, "told"),), "tell",
        Mention((span(BRIDGE, "Ana Ruiz"),), "Ana Ruiz", "named"), (0,), "mayor of Lima", "NPR", "Televisa",
        "interview", context=Span(18, len(BRIDGE) - 1), confidence=0.9, rule="trailing", edited=True,
        runner_up=span(BRIDGE, "Televisa"),
    )  # fmt: skip
    article = Article(
        BRIDGE,
        "b.txt",
        "Bridge shut",
        "https://example.com/b",
        "The Herald",
        "Kim Roe",
        "2019-10-18",
        "b.txt",
    )
    return Extraction(
        article, (quote,), (Speaker("Ana Ruiz", "person", "mayor of Lima", ("Ruiz",)),), None, "en"
    )


def tunnel() -> Extraction:
    context = Span(0, len(TUNNEL) - 1)
    quotes = (
        Quote(
            1, "mixed", (span(TUNNEL, "the tunnel was “safe”"),), (span(TUNNEL, "said"),), "say",
            Mention((span(TUNNEL, "Jo Lee"),), "Jo Lee", "named"), (0,), context=context, confidence=0.8,
        ),
        Quote(
            2, "indirect", (span(TUNNEL, "it leaked"),), (span(TUNNEL, "denied"),), "deny",
            status="denied", context=context, confidence=0.4,
        ),
    )  # fmt: skip
    article = Article(TUNNEL, "t.txt", "Tunnel", outlet="Reuters", published="2020-03-01T09:00:00+00:00")
    return Extraction(article, quotes, (Speaker("Jo Lee", "person"),))


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("query") / "quotes.db"
    with QuoteDatabase(path) as database:
        assert [database.write(each) for each in (bridge(), tunnel())] == ["added", "added"]
    return path


def quotes(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def lines(*arguments) -> list[dict]:
    result = quotes(*arguments, "--nl")
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


UNSAFE, SAFE, LEAKED = "“It is [sic] unsafe\x1b[1m,” … “Ask me later.”", "the tunnel was “safe”", "it leaked"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["unsafe"], [UNSAFE]),
        (["tunnels"], [SAFE]),  # in any of its forms
        (["TUNNEL", "safe"], [SAFE]),
        (["tunnel safe"], [SAFE]),
        (["safe tunnel"], [SAFE]),
        (['"safe tunnel"'], []),  # as a phrase
        (['"tunnel was"'], [SAFE]),
        (["tun*"], [SAFE]),
        (["don't", "AND", "(", '"'], []),  # no syntax to get wrong
        ([], [SAFE, LEAKED, UNSAFE]),
        (["--speaker", "Ruiz"], [UNSAFE]),
        (["--speaker", "jo-lee"], [SAFE]),
        (["--speaker", "nobody"], []),
        (["--outlet", "herald"], [UNSAFE]),
        (["--kind", "mixed"], [SAFE]),
        (["--since", "2020"], [SAFE, LEAKED]),
        (["--since", "1 March 2020"], [SAFE, LEAKED]),
        (["--since", "2020-03-02"], []),
        (["--until", "2019-10"], [UNSAFE]),
        (["--until", "18 Oct 2019 23:00"], [UNSAFE]),
        (["--since", "2019-10-18", "--until", "2020-03-01", "--kind", "indirect"], [LEAKED]),
        (["--limit", "1"], [SAFE]),
        (["--limit", "0"], [SAFE, LEAKED, UNSAFE]),
    ],
)
def test_search(db, arguments, found):
    assert [row["text"] for row in lines("search", db, *arguments)] == found


def test_a_row_tells_who_said_it_where(db):
    (row,) = lines("search", db, "unsafe")
    assert re.fullmatch("[0-9a-f]{8,}", row.pop("id")) and row.pop("source_id")
    assert row == {
        "text": UNSAFE, "kind": "direct", "status": "said", "speaker_id": "ana-ruiz", "speaker": "Ana Ruiz",
        "speaker_kind": "person", "role": "mayor of Lima", "mention": "Ana Ruiz", "cue": "told", "via": "NPR",
        "addressee": "Televisa", "medium": "interview", "confidence": 0.9, "title": "Bridge shut",
        "url": "https://example.com/b", "outlet": "The Herald", "published": "2019-10-18", "reviewed": 0,
    }  # fmt: skip


def test_more_than_asked_for_and_nothing_at_all_are_told_on_stderr(db):
    assert quotes("search", db, "--limit", "2").stderr == (
        "There are more quotes; --limit 20 shows more of them, --limit 0 all.\n"
    )
    assert quotes("search", db, "--limit", "3").stderr == ""
    nothing = quotes("search", db, "zebra")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (0, "[]\n", "No quotes found.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--since", "someday"],
        ["--until", "2019-13"],
        ["--kind", "loud"],
        ["--limit", "-1"],
        ["--csv", "--tsv"],
    ],
)
def test_misuse_of_search(db, arguments):
    assert quotes("search", db, "bridge", *arguments).exit_code == 2


def test_a_table_fits_the_terminal_with_ids_whole(db, monkeypatch):
    monkeypatch.setattr("quotes.cli.output.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    result = quotes("search", db)
    assert max(map(width, result.stdout.splitlines())) <= 80
    assert "\x1b" not in result.stdout
    ids = re.findall(r"^[0-9a-f]{8,}", result.stdout, re.M)
    assert [quotes("show", db, id).exit_code for id in ids] == [0, 0, 0]


def test_speakers(db):
    assert [(row["id"], row["name"], row["role"], row["quotes"]) for row in lines("speakers", db)] == [
        ("ana-ruiz", "Ana Ruiz", "mayor of Lima", 1),
        ("jo-lee", "Jo Lee", None, 1),
    ]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--speaker", "ruiz"], ["Ana Ruiz"]),
        (["--speaker-kind", "organisation"], []),
        (["--order", "last_seen"], ["Jo Lee", "Ana Ruiz"]),
        (["--limit", "1"], ["Ana Ruiz"]),
    ],
)
def test_some_speakers(db, arguments, found):
    assert [row["name"] for row in lines("speakers", db, *arguments)] == found


def test_stats_are_rows_like_any_other(db):
    rows = list(csv.DictReader(io.StringIO(quotes("stats", db, "--csv").stdout)))
    counts = {(row["of"], row["what"]): row["count"] for row in rows}
    expected = {
        ("all", "quotes"): "3", ("all", "unattributed"): "1", ("kind", "direct"): "1",
        ("status", "denied"): "1",
        ("month", "2020-03"): "2", ("outlet", "Reuters"): "2", ("speaker", "Ana Ruiz"): "1",
        ("published", "first"): "2019-10-18",
    }  # fmt: skip
    assert {key: counts.get(key) for key in expected} == expected
    once = {(row["of"], row["what"]): row["once"] for row in rows if row["once"]}
    assert (once["all", "sources"], once["all", "quotes"], once["speaker", "Ana Ruiz"]) == ("2", "3", "1")
    assert len(once) == 2 + sum(row["of"] == "speaker" for row in rows)


def id_of(db, words):
    (row,) = lines("search", db, words)
    return row["id"]


def test_a_quote_in_its_context_with_how_it_was_attributed(db):
    key = id_of(db, "unsafe")
    assert (
        quotes("show", db, key).stdout
        == f"""\
[[“It is [sic] unsafe␛[1m,”]] Ana Ruiz told Televisa. [[“Ask me later.”]]

speaker     Ana Ruiz (ana-ruiz, person)
role        mayor of Lima
mention     Ana Ruiz
cue         told (tell)
via         NPR
addressee   Televisa
medium      interview
kind        direct
status      said
edited      yes: the article marks a change to the words
confidence  0.90
rule        trailing
runner-up   Televisa
title       Bridge shut
outlet      The Herald
published   2019-10-18
byline      Kim Roe
url         https://example.com/b
path        b.txt
offsets     18–43, 68–83
id          {key}
"""
    )


def test_on_a_terminal_the_quote_the_cue_and_the_mention_are_told_apart(db, monkeypatch):
    monkeypatch.setattr("quotes.cli.show.colours", lambda: True)
    result = CliRunner().invoke(cli, ["show", str(db), id_of(db, "unsafe")], color=True)
    quote, mention, cue = "\x1b[33m\x1b[1m", "\x1b[36m", "\x1b[4m"
    assert result.stdout.splitlines()[0] == (
        f"{quote}“It is [sic] unsafe␛[1m,”\x1b[0m {mention}Ana Ruiz\x1b[0m {cue}told\x1b[0m Televisa. "
        f"{quote}“Ask me later.”\x1b[0m"
    )


def test_the_beginning_of_an_id_will_do_and_json_has_everything(db):
    key = id_of(db, "leaked")
    found = json.loads(quotes("show", db, key[:8], "--json").stdout)
    assert (found["quote"]["id"], found["quote"]["status"], found["speakers"]) == (key, "denied", [])
    assert TUNNEL[slice(*found["quote"]["spans"][0])] == "it leaked"


@pytest.mark.parametrize("key", ["zz", "0" * 20, "", "%", "' or 1=1"])
def test_no_such_quote(db, key):
    result = quotes("show", db, key)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert result.stderr.startswith(f"Error: {db}: ")


def test_verify_says_in_one_line_that_all_is_well_and_changes_nothing(db):
    before = db.read_bytes()
    result = quotes("verify", db)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{db} is sound: 2 sources, 3 quotes, 2 speakers, each as its text and hash say\n"
    assert db.read_bytes() == before


def test_verify_names_each_row_that_fails(tmp_path):
    path = tmp_path / "quotes.db"
    with QuoteDatabase(path) as database:
        database.write(bridge())
        database.write(tunnel())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("update sources set text = replace(text, 'safe', 'sound') where title = 'Tunnel'")
        ((source,),) = connection.execute("select id from sources where title = 'Tunnel'").fetchall()
    result = quotes("verify", path)
    assert result.exit_code == 1
    assert (
        f"sources {source}: the text is not the one that was imported: its SHA-256 differs" in result.stdout
    )
    assert re.search(r"^quotes [0-9a-f]+: text is not what stands at spans", result.stdout, re.M)
    assert result.stderr.startswith(f"{path}: {result.stdout.count(chr(10))} found wrong; ")


# Databases that cannot be read

READERS = [["search", "x"], ["speakers"], ["stats"], ["show", "abc"], ["verify"]]


def called(command, db):
    name, *rest = command
    return quotes(name, db, *rest)


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_a_database_that_does_not_exist_is_not_made(tmp_path, command):
    path = tmp_path / "none.db"
    result = called(command, path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == f"Error: {path}: there is no such database; `quotes import {path} PATH` makes one\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_files_that_are_no_database_of_ours(tmp_path, command):
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("Not a database.")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table birds (id integer primary key)")
    for path, problem in (
        (text, "is not a SQLite database; choose another file name"),
        (other, "is the database of another program; choose another file name"),
        (tmp_path, "is a folder; name a database file in it"),
    ):
        result = called(command, path)
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {path}: {problem}\n")


@pytest.mark.parametrize("command", READERS, ids=lambda command: command[0])
def test_a_damaged_database_is_one_line(db, tmp_path, command):
    damaged = tmp_path / "damaged.db"
    data = db.read_bytes()
    damaged.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    result = called(command, damaged)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.stderr.count("\n") <= 1 and result.output
