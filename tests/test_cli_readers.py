"""`quotes import` and `quotes extract`: the options that say how to read, as a user gives them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from quotes.cli import cli, reader_options
from quotes.readers import FORMATS
from quotes.readers.reading import MAX_BYTES, size

TEXT = "“We lost,” Ana Ruiz said.\n“We will be back,” she said.\n“Ask me in May,” she said."


def quotes(*arguments, **options):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)


def rows(db, sql):
    with closing(sqlite3.connect(db)) as conn:
        return conn.execute(sql).fetchall()


def nl(*records):
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def db(tmp_path):
    return tmp_path / "q.db"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "news.nl"
    path.write_text(nl({"id": 1, "text": TEXT, "kicker": "Loss", "paper": "The Herald", "section": "City"}))
    return path


def test_the_formats_are_those_of_the_readers():
    assert reader_options.FORMATS == FORMATS


def test_for_a_table_the_options_name_columns(db, table):
    quotes("import", db, table, "--title", "kicker", "--outlet", "paper", "--extra")
    ((title, outlet, path, record, extra, kind),) = rows(
        db, "select title, outlet_id, path, record, extra, format from sources"
    )
    assert (title, outlet, path, record) == ("Loss", "herald", f"{table}/1", "1")
    assert (json.loads(extra), kind) == ({"section": "City"}, "nl")


def test_for_a_document_they_are_its_facts(db, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    quotes("import", db, tmp_path / "a.txt", "--title", "Loss", "--outlet", "The Herald")
    assert rows(db, "select title, outlet_id from sources") == [("Loss", "herald")]


def test_with_an_equals_sign_they_hold_for_all(db, tmp_path, table):
    (tmp_path / "a.txt").write_text("“No,” Jo Lee said.")
    quotes("import", db, tmp_path, "--outlet", "=The Herald")
    assert rows(db, "select outlet_id from sources") == [("herald",)] * 2


def test_standard_input_with_a_format(db):
    result = quotes(
        "import", db, "-", "--format", "nl", "--json", input=nl({"text": TEXT}, {"text": "“No.”"})
    )
    assert json.loads(result.stdout)["added"] == 2
    found = quotes("extract", "-", "--format", "csv", "--text", "words", input=f'words\n"{TEXT}"\n')
    assert json.loads(found.stdout.splitlines()[0])["doc"] == "-/1"


def test_a_record_that_has_changed_is_updated_by_its_id(db, table):
    quotes("import", db, table)
    table.write_text(nl({"id": 0, "text": "“New,” Jo Lee said."}, {"id": 1, "text": TEXT + "\nMore."}))
    result = json.loads(quotes("import", db, table, "--json").stdout)
    assert (result["added"], result["updated"]) == (1, 1)
    assert rows(db, "select count(*) from sources") == [(2,)]
    assert quotes("verify", db).exit_code == 0


def test_importing_a_table_again_changes_nothing(db, table):
    quotes("import", db, table, "--extra")
    before = db.read_bytes()
    assert json.loads(quotes("import", db, table, "--extra", "--json").stdout)["unchanged"] == 1
    assert db.read_bytes() == before


def test_a_text_in_another_language_is_a_source_without_quotes_and_with_a_note(db, tmp_path):
    german = (
        "„Wir haben verloren“, sagte die Bürgermeisterin, und sie ging mit den anderen aus dem Haus. " * 3
    )
    (tmp_path / "a.txt").write_text(german)
    for outcome in ("added", "unchanged"):
        assert json.loads(quotes("import", db, tmp_path / "a.txt", "--json").stdout)[outcome] == 1
    assert rows(db, "select language, note from sources") == [
        ("de", "not parsed: the text is in German, not in English")
    ]
    assert rows(db, "select 1 from quotes") == []
    (tmp_path / "a.txt").write_text(german + "\n" + TEXT * 9)
    quotes("import", db, tmp_path / "a.txt")
    assert rows(db, "select note from sources where note is null")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["a.txt", "--text", "body"], "--text names a column, but a.txt is no table"),
        (["a.txt", "b.txt", "--title", "x"], "--title would hold for every document"),
        (["news.nl", "a.txt", "--title", "x"], "--title would hold for every document"),
        (["a.txt", "--published", "someday"], "is not a date"),
        (["a.txt", "--max-size", "much"], "“much” is not a size; write it like 20MB or 1.5GB"),
        (["a.txt", "--format", "pdf"], "'pdf' is not one of"),
        (["--urls", "list.txt", "--title", "x"], "--title would hold for every document"),
        (["a.txt", "--id", " "], "it is empty"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(db, table, arguments, error, monkeypatch):
    monkeypatch.chdir(table.parent)
    for name in ("a.txt", "b.txt", "list.txt"):
        (table.parent / name).write_text(TEXT)
    result = quotes("import", db, *arguments)
    assert (result.exit_code, error in " ".join(result.stderr.split())) == (2, True), result.stderr
    assert not db.exists()


def test_columns_that_are_not_there(db, table):
    result = quotes("import", db, table, "--text", "words")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"{table}, line 1: no column is known to hold a text; name it with --text: id"
    )


def test_limits_are_the_users(db, table):
    table.write_text(nl({"text": TEXT}, {"text": TEXT * 50}))
    result = quotes("import", db, table, "--max-size", "1k", "--json")
    assert (json.loads(result.stdout)["added"], "more than the 0 MB" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("text", "n"), [("10MB", MAX_BYTES), ("500", 500), ("1.5 gb", 1_500_000_000), ("20k", 20_000)]
)
def test_sizes(text, n):
    assert size(text) == n


@pytest.mark.parametrize("text", ["", "0", "-1", "1x", "nan", "1e9", "9" * 99])
def test_sizes_that_are_none(text):
    with pytest.raises(ValueError, match="is not a size"):
        size(text)
