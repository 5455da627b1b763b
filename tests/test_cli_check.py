"""`quotes check`, on a database of eight articles that report one speech (tests/wordings/speech)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli

SPEECH = Path(__file__).parent / "wordings" / "speech"


def quotes(*arguments: object, stdin: str | bytes | None = None):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("check") / "speech.db"
    assert quotes("import", "-s", path, SPEECH / "articles").exit_code == 0
    return path


def against_speech(db: Path, *arguments: object, **options) -> tuple[int, list[dict]]:
    result = quotes("check", db, "--transcript", SPEECH / "speech.txt", "--nl", *arguments, **options)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_what_was_printed_differently_from_what_was_said_the_worst_first(db) -> None:
    code, rows = against_speech(db, "--speaker", "Teodora Vance")
    assert code == 3
    assert [(row["verdict"], row["flags"], row["outlet"]) for row in rows] == [
        ("altered", ["negation lost"], "The Morning Plain"),
        ("altered", ["modality changed"], "The Morning Plain"),
        ("altered", ["number changed"], "Ansel Courier"),
        ("altered", [], "The Upland Farmer"),
        ("cut", ["negation lost"], "The Morning Plain"),
        ("cut", ["negation lost"], "Ansel Courier"),
        ("cut", ["far apart"], "Estuary Review"),
        ("cut", [], "Ansel Courier"),
    ]
    speech = (SPEECH / "speech.txt").read_text(encoding="utf-8")
    number = rows[2]
    assert number["differences"] == [{"kind": "changed", "where": "middle", "was": "31", "now": "13"}]
    assert speech[slice(*number["at"][0])] == number["said"]
    assert number["url"] == "https://anselcourier.example.org/vance-reservoir"


def test_all_of_them(db) -> None:
    _, rows = against_speech(db, "--speaker", "vance", "--all")
    assert {row["verdict"] for row in rows} == {"altered", "cut", "verbatim"}
    assert all(row["said"] and row["at"] for row in rows)
    assert sum(row["printed"].startswith("“They will be mended") for row in rows) == 2


def test_a_table_says_what_differs_in_short_and_stderr_how_many(db) -> None:
    result = quotes(
        "check", db, "--transcript", SPEECH / "speech.txt", "--speaker", "Teodora Vance", "--table"
    )
    first = result.stdout.splitlines()[2].split("  ")
    assert [cell.strip() for cell in first if cell.strip()][:3] == ["altered", "negation lost", "−not"]
    assert "31 → 13" in result.stdout and "+" not in result.stdout
    assert "4 cut, 4 altered; 0 of Teodora Vance are not from it" in result.stderr


def test_exit_codes(db) -> None:
    said = "It was lunch, and the minister paid.\n"
    everything = ("--transcript", "-", "--speaker", "Piet Lagerlund", "--nl")
    assert quotes("check", db, *everything, stdin=said).exit_code == 0
    assert quotes("check", db, *everything, stdin="It was not lunch, and nobody paid.\n").exit_code == 3
    other = quotes("check", db, *everything, stdin="The trams will run on Sundays.\n")
    assert (other.exit_code, other.stdout) == (4, "")


def test_a_speech_on_a_web_page(db, tmp_path) -> None:
    page = tmp_path / "speech.html"
    paragraphs = (SPEECH / "speech.txt").read_text(encoding="utf-8").split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page.write_text(f"<!doctype html><html><body><article>{body}</article></body></html>", encoding="utf-8")
    result = quotes("check", db, "--transcript", page, "--speaker", "Vance", "--nl")
    assert result.exit_code == 3 and len(result.stdout.splitlines()) == 8


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "complaint"),
    [
        (["--transcript", "-"], "It was lunch.", 2, "--speaker"),
        (["--transcript", "-", "--speaker", "Nobody"], "It was lunch.", 1, "nobody is called “Nobody”"),
        (["--transcript", "-", "--speaker", "Vance"], "", 1, "standard input"),
        (["--transcript", "-", "--speaker", "Vance"], b"%PDF-1.4 \xff\xfe", 1, "PDF"),
        (["--transcript", "missing.txt", "--speaker", "Vance"], None, 1, "missing.txt"),
    ],
)
def test_what_cannot_be_checked_is_one_line(db, arguments, stdin, code, complaint) -> None:
    result = quotes("check", db, *arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (code, "")
    assert complaint in result.stderr and "Traceback" not in result.stderr
