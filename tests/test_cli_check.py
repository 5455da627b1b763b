"""`quotes check`, on a database of eight articles that report one speech (tests/wordings/speech)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from quotes.cli import cli
from quotes.cli.prints import marked

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
    (differs,) = number["differences"]
    assert (differs["was"], differs["now"], number["printed"][slice(*differs["at"])]) == ("31", "13", "13")
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


WHOLE = (
    "We will not sell the reservoir, not this year, not in ten years, and not to anybody who measures water "
    "in dollars"
)
MENDED = "They will be mended by the first of {}, at a cost of {} million crowns"
KEPT = "The government will keep the Merrow reservoir in public hands"
PROMISE = "The reservoir is a promise that one generation makes"
WIRE = ["Norwire", "Harbour Post"]

CHECKED = [
    # (words, speaker, exit code, answer, flags, outlets of the evidence)
    (WHOLE, "Teodora Vance", 0, "verbatim", [], WIRE),
    (f"“{WHOLE},”".upper(), None, 0, "verbatim", [], WIRE),
    ("It was lunch", "Lagerlund", 0, "verbatim", [], ["Radio Estuary"]),
    ("A reservoir is not an asset.", "Vance", 0, "part", [], ["Stour Valley Gazette"]),
    # What one paper prints without its "not", more papers print with it.
    (WHOLE.replace(" not sell", " sell"), "Vance", 3, "verbatim", [], ["The Morning Plain"]),
    (MENDED.format("May", 12), "Vance", 3, "altered", None, WIRE),
    (MENDED.format("October", 21), None, 3, "altered", ["number changed"], WIRE),
    (PROMISE, "Orr", 3, "somebody else's", [], ["The Upland Farmer"]),
    (KEPT, None, 3, "verbatim", ["only paraphrased"], WIRE),
    ("It was lunch", "Lucan Orr", 4, "not found", [], []),
    ("The trams will run on Sundays", None, 4, "not found", [], []),
    ("…", None, 4, "not found", [], []),
    ("كان الغداء لذيذا جدا", None, 4, "not found", [], []),
    ("word " * 10_000, None, 4, "not found", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "speaker", "code", "answer", "flags", "outlets"), CHECKED)
def test_words_against_what_was_printed(db, words, speaker, code, answer, flags, outlets) -> None:
    named = ("--speaker", speaker) if speaker else ()
    result = quotes("check", db, words, *named, "--nl")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["answer"]) == (code, answer)
    assert flags is None or found["flags"] == flags
    assert [row["outlet"] for row in found["evidence"]][: len(outlets) or None] == outlets
    assert all(row["id"] and row["url"] and row["published"] for row in found["evidence"])


def test_who_else_has_it_and_who_has_it_otherwise(db) -> None:
    found = json.loads(quotes("check", db, WHOLE, "--speaker", "Teodora Vance", "--nl").stdout)
    assert [(row["speaker"], row["outlet"]) for row in found["others"]] == [("Lucan Orr", "Estuary Review")]
    assert [(row["outlet"], row["flags"]) for row in found["otherwise"]] == [
        ("The Morning Plain", ["negation gained"]),
        ("Ansel Courier", ["negation gained"]),
    ]
    ((differs,),) = [row["differences"] for row in found["otherwise"][:1]]
    assert (differs["kind"], differs["now"]) == ("added", "not")
    assert found["otherwise"][0]["text"][: differs["at"][0]] == "“We will"
    assert len(json.loads(quotes("check", db, WHOLE, "--limit", 1, "--nl").stdout)["evidence"]) == 1


def test_many_lines_from_a_file_and_from_standard_input(db, tmp_path) -> None:
    lines = f"{WHOLE}\tTeodora Vance\n\nIt was lunch\tNobody Atall\nIt was lunch\n"
    (tmp_path / "lines.txt").write_text(lines, encoding="utf-8")
    from_file = quotes("check", db, "--file", tmp_path / "lines.txt", "--nl")
    piped = quotes("check", db, "--file", "-", "--nl", stdin=lines)
    assert from_file.stdout == piped.stdout
    rows = [json.loads(line) for line in piped.stdout.splitlines()]
    assert [(row["asked"], row["answer"]) for row in rows] == [
        ("Teodora Vance", "verbatim"),
        ("Nobody Atall", "not found"),
        (None, "verbatim"),
    ]
    assert piped.exit_code == 4 and "2 verbatim, 1 not found" in piped.stderr
    assert "nobody is called “Nobody Atall”" in piped.stderr
    # What is altered matters more than what is not found.
    worse = lines + WHOLE.replace("ten", "twenty") + "\n"
    assert quotes("check", db, "--file", "-", "--nl", stdin=worse).exit_code == 3
    table = quotes("check", db, "--file", "-", "--table", stdin=worse).stdout
    assert table.splitlines()[0].split()[:2] == ["words", "answer"] and "ten → twenty" in table
    assert quotes("check", db, "--file", "-", "--nl", stdin=b"\xff\xfe\n").exit_code == 4


def test_an_array_of_findings(db) -> None:
    (found,) = json.loads(quotes("check", db, "It was lunch", "--json").stdout)
    assert found["sound"] is True and found["sources"] == 1 and found["others"] == []


@pytest.mark.parametrize("arguments", [[], ["words", "--file", "-"], ["--file", "-", "--transcript", "-"]])
def test_one_thing_is_checked_at_a_time(db, arguments) -> None:
    result = quotes("check", db, *arguments, stdin="")
    assert result.exit_code == 2 and "one of the three" in result.stderr


def test_a_wording_with_all_its_variants_in_order(db) -> None:
    result = quotes("wording", db, WHOLE, "--nl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [
        (row["published"], row["outlet"], row["origin"], row["speaker"], row["kind"]) for row in rows
    ] == [
        ("2027-05-04", "Norwire", None, "Teodora Vance", "same"),
        ("2027-05-05", "The Morning Plain", None, "Teodora Vance", "altered"),
        ("2027-05-05", "Ansel Courier", "Norwire", "Teodora Vance", "cut"),
        ("2027-05-05", "Harbour Post", "Norwire", "Teodora Vance", "same"),
        ("2027-05-06", "The Upland Farmer", None, "Teodora Vance", "altered"),
        ("2027-05-08", "Estuary Review", None, "Lucan Orr", "same"),
        ("2027-05-09", "Radio Estuary", None, "Teodora Vance", "part"),
    ]
    for given in (
        rows[0]["wording_id"],
        rows[0]["wording_id"][:6],
        rows[3]["id"],
        "“We will NOT sell the reservoir”",
    ):
        assert quotes("wording", db, given, "--nl").stdout == result.stdout
    table = quotes("wording", db, WHOLE, "--table").stdout.splitlines()
    assert table[0] == f"“{WHOLE},”"
    assert table[1].startswith(
        "7 quotes in 5 variants, 7 articles of 7 outlets, 5 of them independent; first 2027-05-04"
    )
    nothing = quotes("wording", db, "The trams will run on Sundays")
    assert nothing.exit_code == 1 and "quotes search" in nothing.stderr


def test_disputes(db) -> None:
    result = quotes("disputes", db, "--nl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["speaker"], row["sources"], row["outlet"]) for row in rows] == [
        ("Teodora Vance", 6, "Norwire"),
        ("Lucan Orr", 1, "Estuary Review"),
    ]
    assert quotes("disputes", db, "--table").stdout.count("\n") == 4


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


@pytest.mark.parametrize(
    ("text", "differences", "shown"),
    [
        ("We will sell 31 boats", [], "We will sell 31 boats"),
        ("We will sell 31 boats", [("changed", "31", "13", 13, 15)], "We will sell [31 → 13] boats"),
        ("We will sell", [("added", "", "not", 7, 7)], "We will [+not] sell"),
        ("We will not sell", [("left out", "not", "", 8, 11)], "We will [−not] sell"),
        ("will", [("left out", "We", "", 0, 0), ("left out", "sell", "", 4, 4)], "[−We]will [−sell]"),
    ],
)
def test_differences_are_marked_where_they_stand(text, differences, shown) -> None:
    rows = [
        {"kind": kind, "was": was, "now": now, "at": [start, end]}
        for kind, was, now, start, end in differences
    ]
    assert marked(text, rows) == shown


def test_on_a_terminal_who_printed_what_is_prose(db, monkeypatch) -> None:
    monkeypatch.setattr("quotes.cli.check.on_terminal", lambda: True)
    result = quotes("check", db, WHOLE.replace("ten", "twenty"), "--speaker", "Vance")
    assert result.output.splitlines()[:2] == [
        "altered: number changed",
        "  Norwire, 2027-05-04: Teodora Vance (c404350b94)",
    ]
    assert "[ten → twenty]" in " ".join(result.output.split())
    nothing = quotes("check", db, "Nobody said this\x1b[31m, ever").output
    assert nothing.startswith("not found\n    Nobody said this") and "\x1b" not in nothing


def test_a_stretch_that_only_full_text_search_finds(db, monkeypatch) -> None:
    """Set phrases of very many quotes are no way to find one of them by what it shares."""
    monkeypatch.setattr("quotes.database.checking.prints", lambda conn, words: [])
    found = json.loads(quotes("check", db, "who measures water in dollars", "--nl").stdout)
    assert (found["answer"], found["evidence"][0]["outlet"]) == ("part", "Norwire")
