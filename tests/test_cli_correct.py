"""`quotes correct`, `undo` and `corrections`: what a person types, and what comes of it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner
from database_samples import extraction, person, said

from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.database.verify import verify

ANA, LEE = person("Ana Ruiz", "mayor of Lima"), person("Jo Lee", "spokeswoman")
ARTICLE = extraction(
    "One.", said("We lost the election", ANA), said("Yes, we did", LEE), url="https://x.org/a"
)


@pytest.fixture
def db(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUOTES_WHO", "eva")
    with QuoteDatabase("q.db") as database:
        database.write(ARTICLE)
        (row,) = database.query("select id from quotes where n = 1")
    yield row["id"]
    with QuoteDatabase("q.db") as database:
        assert list(verify(database)) == []


def run(*arguments, code=0, stdin=None):
    result = CliRunner().invoke(cli, [*map(str, arguments)], input=stdin)
    assert result.exit_code == code, result.output
    return result


def found(column="text"):
    return [row[column] for row in json.loads(run("search", "q.db").stdout)]


def test_a_correction_says_what_it_changed_and_its_number(db):
    done = run("correct", "q.db", db[:6], "--speaker", "Jo Lee", "--status", "denied", "--why", "misread")
    assert done.stdout == (
        "speaker “We lost the election,”: ana-ruiz → jo-lee (number 1)\n"
        "status “We lost the election,”: said → denied (number 2)\n"
    )
    assert run("correct", "q.db", db, "--status", "denied").stderr == (
        "“We lost the election,”: that was said already; nothing changed.\n"
    )


def test_a_new_speaker_is_announced(db):
    done = run("correct", "q.db", db, "--speaker", "Eva Luna")
    assert done.stdout.splitlines()[0] == "New speaker: Eva Luna"


def test_a_rejected_quote_is_found_no_more_until_that_is_undone(db):
    run("correct", "q.db", db, "--reject")
    assert found() == ["“Yes, we did,”"]
    assert run("undo", "q.db").stdout == "reject “We lost the election,” (undone)\n"
    assert found() == ["“We lost the election,”", "“Yes, we did,”"]


def test_who_corrects_is_said_or_known(db, monkeypatch):
    run("correct", "q.db", db, "--accept")
    run("correct", "q.db", db, "--kind", "mixed", "--who", "Bo")
    monkeypatch.setenv("QUOTES_WHO", "")
    monkeypatch.setenv("LOGNAME", "ann")
    run("correct", "q.db", db, "--status", "asked")
    rows = json.loads(run("corrections", "q.db").stdout)
    assert [row["who"] for row in rows] == ["ann", "Bo", "eva"]


def test_the_corrections_are_listed_the_latest_first(db):
    run("correct", "q.db", db, "--kind", "mixed", "--why", "half of it")
    run("correct", "q.db", db, "--accept", "--status", "asked")
    run("undo", "q.db", "2")
    rows = list(csv.DictReader(io.StringIO(run("corrections", "q.db", "--csv").stdout)))
    assert [(row["number"], row["action"], row["state"]) for row in rows] == [
        ("2", "status", "undone"),
        ("1", "kind", "holds"),
    ]
    assert rows[1]["of"] == "“We lost the election,”"
    assert (rows[1]["was"], rows[1]["now"], rows[1]["why"]) == ("direct", "mixed", "half of it")
    table = run("corrections", "q.db", "--table", "--limit", "1")
    assert len(table.stdout.splitlines()) == 3
    assert table.stderr == "There are more corrections; --limit 10 shows more of them, --limit 0 all.\n"


def test_a_reviewed_quote_has_a_mark_in_tables_and_a_column_in_data(db):
    run("correct", "q.db", db, "--kind", "mixed", "--why", "half of it")
    assert found("reviewed") == [1, 0]
    first, second = run("search", "q.db", "--table").stdout.splitlines()[2:]
    assert first.rstrip().endswith("  Ana Ruiz  ✓ “We lost the election,”")
    assert "✓" not in second
    shown = run("show", "q.db", db).stdout
    assert "reviewed    ✓ a person has checked or corrected it\n" in shown
    assert "corrected   kind, was direct (number 1, eva, " in shown


def test_corrections_survive_a_rebuild_from_scratch(db):
    run("correct", "q.db", db, "--speaker", "Jo Lee")
    run("corrections", "export", "q.db", "c.jsonl")
    first = run("corrections", "apply", "new.db", "c.jsonl")
    assert first.stdout == "Corrections: 1 new; 1 wait for their articles\n"
    with QuoteDatabase("new.db") as database:
        database.write(ARTICLE)
    again = run("corrections", "apply", "new.db", "-", stdin=run("corrections", "export", "q.db").stdout)
    assert again.stdout == "Corrections: 0 new, 1 known already\n"
    assert run("search", "new.db").stdout == run("search", "q.db").stdout


def test_exporting_again_gives_the_same_bytes(db, tmp_path):
    run("correct", "q.db", db, "--speaker", "Jo Lee")
    run("corrections", "export", "q.db", "one.jsonl")
    run("corrections", "export", "q.db", "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert run("corrections", "export", "q.db").stdout == (tmp_path / "one.jsonl").read_text(encoding="utf-8")


def test_a_bad_line_is_named_and_the_rest_goes_in(db, tmp_path):
    run("correct", "q.db", db, "--kind", "mixed")
    good = run("corrections", "export", "q.db").stdout
    (tmp_path / "c.jsonl").write_text('{"action": 1}\n' + good + "\x1b[1m\n", encoding="utf-8")
    done = run("corrections", "apply", "new.db", "c.jsonl", code=1)
    assert done.stderr.splitlines() == [
        "c.jsonl, line 1: action is 1, not one of accept, reject, speaker, kind, status, rename, set-role, "
        "alias, link, merge, split, dismiss; left out",
        "c.jsonl, line 3: is not JSON; left out",
    ]
    assert done.stdout == "Corrections: 1 new; 1 wait for their articles\n"


@pytest.mark.parametrize(
    "arguments, line",
    [
        (["correct", "q.db", "12345", "--accept"], "q.db: '12345' is too short; give at least 6 digits"),
        (["correct", "q.db", "1234567", "--accept"], "q.db: no quote has an id that starts with '1234567'"),
        (["correct", "no.db", "123456", "--accept"], "no.db: there is no such database"),
        (["undo", "q.db"], "q.db: there is no correction to undo"),
        (["undo", "q.db", "3"], "q.db: there is no correction 3; `quotes corrections` lists them"),
        (["corrections", "no.db"], "no.db: there is no such database"),
        (["corrections", "export", "no.db"], "no.db: there is no such database"),
        (["corrections", "export", "q.db", "."], ".: is no file; name one to write to"),
        (["corrections", "export", "q.db", "no/c.jsonl"], "no/c.jsonl: cannot be written (No such file"),
        (["corrections", "apply", "new.db", "no.jsonl"], "no.jsonl: cannot be read (No such file"),
    ],
)
def test_what_cannot_be_is_one_line_that_says_what_to_do(db, tmp_path, arguments, line):
    done = run(*arguments, code=1)
    (said,) = done.stderr.splitlines()
    assert said.startswith(f"Error: {line}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["q.db"]


def test_a_command_that_says_nothing_is_not_understood(db):
    assert "Say what is right: --speaker, --kind" in run("correct", "q.db", db, code=2).stderr
    assert "Missing argument 'DB'" in run("corrections", code=2).stderr


def test_speakers_are_renamed_linked_and_known_by_other_names(db):
    assert run(
        "speakers", "rename", "q.db", "Ana Ruiz", "Ana María Ruiz", "--why", "her full name"
    ).stdout == ("rename Ana Ruiz: Ana Ruiz → Ana María Ruiz (number 1)\n")
    run("speakers", "alias", "q.db", "ana-ruiz", "Anita")
    run("speakers", "set-role", "q.db", "Anita", "former mayor")
    assert run("speakers", "link", "q.db", "anita", "q42").stdout == (
        "link Ana María Ruiz: none → Q42 (number 4)\n"
    )
    (row,) = json.loads(run("speakers", "q.db", "--speaker", "anita").stdout)
    assert (row["name"], row["role"], row["quotes"]) == ("Ana María Ruiz", "former mayor", 1)
    assert run("undo", "q.db", "1").stdout.endswith("(undone)\n")
    rows = json.loads(run("corrections", "q.db").stdout)
    assert [row["action"] for row in rows] == ["link", "set-role", "alias", "rename"]


def test_a_speaker_who_is_nobody_is_one_line(db):
    done = run("speakers", "rename", "q.db", "Nobody", "X", code=1)
    assert done.stderr == "Error: q.db: no speaker is called 'Nobody'; `quotes speakers` lists them\n"


def test_two_speakers_are_one_and_one_is_two(db):
    assert run("speakers", "merge", "q.db", "Jo Lee", "ana-ruiz", "--why", "her stage name").stdout == (
        "merge Ana Ruiz: jo-lee → ana-ruiz (number 1)\n"
    )
    assert found("speaker_id") == ["ana-ruiz", "ana-ruiz"]
    assert run("speakers", "split", "q.db", "ana-ruiz", "--name", "Jo Lee").stdout == (
        "split Ana Ruiz: none → jo-lee (number 2)\n"
    )
    assert sorted(found("speaker_id")) == ["ana-ruiz", "jo-lee"]
    refused = run("speakers", "merge", "q.db", "ana-ruiz", "ana-ruiz", code=1).stderr
    assert refused == "Error: q.db: 'ana-ruiz' and 'ana-ruiz' are one speaker already: ana-ruiz\n"
    assert "--name, --article or --role" in run("speakers", "split", "q.db", "ana-ruiz", code=2).stderr
