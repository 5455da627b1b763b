"""Tables, CSV and JSON: aligned as they look, machine-readable, harmless to a terminal."""

from __future__ import annotations

import csv
import io
import json

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from quotes.cli import output, terminal
from quotes.cli.output import as_json, output_options, print_rows, table_lines
from quotes.cli.terminal import colours, cut, harmless, width

ROWS = [
    {"name": "Ana Ruiz", "quotes": 12, "share": 0.5},
    {"name": "王小明", "quotes": 3, "share": None},
    {"name": "Jose\u0301", "quotes": 1000, "share": 0.25},
]


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("", 0), ("王", 2), ("e\u0301", 1), ("Castañeda", 9), ("😀", 2), ("a\u200db", 2), ("ｱ", 1)],
)
def test_width_is_what_a_terminal_shows(text, columns):
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("Ana Ruiz", 8, "Ana Ruiz"),
        ("Ana Ruiz", 7, "Ana Ru…"),
        ("Ana Ruiz", 5, "Ana…"),
        ("王小明", 5, "王小…"),
        ("王小明", 4, "王…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("Ana", 0, ""),
    ],
)
def test_cut(text, columns, shown):
    assert cut(text, columns) == shown


@given(st.text(max_size=40), st.integers(0, 20))
def test_a_cut_text_fits(text, columns):
    assert width(cut(text, columns)) <= columns


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b]0;title\x07", "␛[31mred␛]0;title␇"),
        ("\x9b31m", "\ufffd31m"),  # the control sequence introducer in one character
        ("two\nlines\tand\rmore", "two lines and more"),
        ("a\u202eb\u2066c", "abc"),
        ("null\0, delete\x7f, \ud800", "null␀, delete␡, \ufffd"),
        ("שלום, café, 😀, “no”", "שלום, café, 😀, “no”"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_instead(text, shown):
    assert harmless(text) == shown


@given(st.text())
def test_nothing_active_is_left(text):
    assert not any(
        character < " " or "\x7f" <= character <= "\x9f" for character in harmless(text) + as_json(text)
    )
    assert json.loads(as_json(text)) == text


def test_a_table_is_aligned_by_what_is_seen_and_figures_stand_to_the_right():
    assert list(table_lines(ROWS, ("name", "quotes", "share"))) == [
        "name      quotes  share",
        "--------  ------  -----",
        "Ana Ruiz      12   0.50",
        "王小明         3",
        "Jose\u0301        1000   0.25",
    ]


def test_no_rows_no_table():
    assert list(table_lines([], ("name",))) == []


@pytest.mark.parametrize("limit", [200, 80, 60, 40, 34])
def test_a_table_is_cut_to_the_terminal_widest_cells_first(limit):
    rows = [{"a": "short", "b": "long " * 30, "c": "longer " * 40, "n": 123456}]
    lines = list(table_lines(rows, ("a", "b", "c", "n"), limit))
    assert max(map(width, lines)) <= limit
    assert lines[-1].endswith("  123456")  # a figure is never cut
    assert lines[-1].startswith("short")  # nor what is short anyway


def printed(capsys, fmt, rows=ROWS, columns=("name", "quotes", "share")):
    print_rows(iter(rows), columns, fmt)
    return capsys.readouterr().out


def test_json_is_an_array_with_a_line_for_each_row(capsys):
    text = printed(capsys, "json")
    assert json.loads(text) == ROWS
    assert text.count("\n") == 3
    assert printed(capsys, "json", []) == "[]\n"


def test_nl_is_an_object_for_each_line(capsys):
    assert [json.loads(line) for line in printed(capsys, "nl").splitlines()] == ROWS
    assert printed(capsys, "nl", []) == ""


@pytest.mark.parametrize(("fmt", "dialect"), [("csv", "excel"), ("tsv", "excel-tab")])
def test_csv_and_tsv_keep_the_values_as_they_are(capsys, fmt, dialect):
    rows = [
        {"name": 'Ann, "A"\n\tB', "quotes": 1, "share": [1, 2]},
        {"name": "\x1b[1m", "quotes": 0, "share": None},
    ]
    text = printed(capsys, fmt, rows)
    assert list(csv.reader(io.StringIO(text, newline=""), dialect)) == [
        ["name", "quotes", "share"],
        ['Ann, "A"\n\tB', "1", "[1, 2]"],
        ["\x1b[1m", "0", ""],
    ]


def test_a_pipe_gets_json_and_a_terminal_a_table(capsys, monkeypatch):
    assert json.loads(printed(capsys, None)) == ROWS
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "12")
    assert printed(capsys, None, columns=("name",)).splitlines()[0] == "name"


def test_csv_on_a_terminal_is_harmless_too(capsys, monkeypatch):
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    assert "\x1b" not in printed(capsys, "csv", [{"name": "\x1b[1m\nx"}], ("name",))


@pytest.mark.parametrize(
    ("arguments", "chosen"),
    [([], None), (["-t"], "table"), (["--table"], "table"), (["--csv"], "csv"), (["--nl"], "nl")],
)
def test_output_options(arguments, chosen):
    @click.command()
    @output_options
    def command(fmt):
        click.echo(repr(fmt))

    assert CliRunner().invoke(command, arguments).output == f"{chosen!r}\n"


def test_two_formats_are_a_usage_error():
    @click.command()
    @output_options
    def command(fmt):
        raise AssertionError(fmt)

    result = CliRunner().invoke(command, ["--csv", "--nl"])
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: Choose one of --csv and --nl.")


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_are_for_those_who_want_them(monkeypatch, environment, coloured):
    monkeypatch.setattr(terminal, "on_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colours() is coloured
