"""`quotes import` again and again: what it need not do twice, what it keeps of failures, how it is ended."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from click.testing import CliRunner
from database_samples import rows

from quotes.cli import cli
from quotes.database import QuoteDatabase
from quotes.pipeline import extract


def quotes(*arguments, **options):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)


def counts(result):
    """The outcomes that are not 0."""
    summary = json.loads(result.stdout)
    return {
        name: summary[name]
        for name in ("added", "updated", "unchanged", "skipped", "failed")
        if summary[name]
    }


@pytest.fixture
def db(tmp_path):
    return tmp_path / "quotes.db"


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text("LIMA (Reuters) – Ana Ruiz, the mayor, said: “We lost.”\n")
    (root / "b.txt").write_text("---\npublished: 2019-10-18\n---\n“No,” said Jo Lee. “Never.”\n")
    (root / "c.txt").write_text("---\noutlet: The Herald\npublished: 2020-02-11\n---\n“Yes,” Kim Roe said.\n")
    return root


@pytest.fixture
def parsed(monkeypatch):
    """How often each document was parsed."""
    found: Counter[str] = Counter()

    def counting(article, options):
        found[article.doc] += 1
        return extract(article, options)

    monkeypatch.setattr("quotes.ingest.parsing.extract", counting)
    return found


# What is stored already


def test_what_is_stored_is_not_parsed_again_and_counts_as_if_it_were(db, folder, parsed):
    first = json.loads(quotes("import", db, folder, "--json").stdout)
    (folder / "d.txt").write_text("“Perhaps,” Di Fox said.\n")
    again = json.loads(quotes("import", db, folder, "--json").stdout)
    assert parsed == {"a.txt": 1, "b.txt": 1, "c.txt": 1, "d.txt": 1}
    assert (again["added"], again["unchanged"]) == (1, 3)
    assert again["kinds"]["direct"] == first["kinds"]["direct"] + 1
    assert [row for row in again["speakers"] if row["name"] != "Di Fox"] == first["speakers"]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ("---\noutlet: Gazette\npublished: 2020-02-11\n---\n“Yes,” Kim Roe said.\n", "updated"),
        (
            "---\noutlet: The Herald\npublished: 2020-02-11\ntitle: Yes\n---\n“Yes,” Kim Roe said.\n",
            "updated",
        ),
        ("---\noutlet: The Herald\npublished: 2020-02-11\n---\n“Yes,” Kim Roe said.\n“So what?”", "updated"),
        ("“Yes,” Kim Roe said.\n", "unchanged"),  # it says less, and nothing else
    ],
)
def test_whatever_changed_is_seen(db, folder, change, outcome):
    quotes("import", db, folder)
    (folder / "c.txt").write_text(change)
    assert counts(quotes("import", db, folder / "c.txt", "--json")) == {outcome: 1}


def test_another_parser_parses_again_and_is_noted(db, folder, parsed):
    for arguments, times, noted in (
        ([], 1, "{}"),
        (["--engine", "rules"], 2, "{} --engine rules"),
        (["--engine", "rules"], 2, "{} --engine rules"),
        (["--resume"], 2, "{} --engine rules"),
        ([], 3, "{}"),
        (["--replace"], 4, "{}"),
    ):
        assert quotes("import", db, folder / "a.txt", *arguments).exit_code == 0
        with QuoteDatabase(db, readonly=True) as database:
            (source,) = database.query("select parser from sources")
        assert (parsed["a.txt"], re.sub(r"^[\d.]+", "{}", source["parser"])) == (times, noted), arguments


def test_resume_and_replace_exclude_each_other(db, folder):
    result = quotes("import", db, folder, "--resume", "--replace")
    assert (result.exit_code, db.exists()) == (2, False)


# Which documents


def test_limit_stops_after_so_many_documents(db, folder):
    (folder / ".hidden").touch()
    assert counts(quotes("import", db, folder, "--limit", 2, "--json")) == {"added": 2, "skipped": 1}
    assert counts(quotes("import", db, folder, "--json"))["added"] == 1


@pytest.mark.parametrize(
    ("since", "kept"),
    [
        ("2020-02-11", ["a.txt", "c.txt"]),  # a.txt says nothing of its date
        ("2020-03-01", ["a.txt"]),
        ("18 October 2019", ["a.txt", "b.txt", "c.txt"]),
        ("2019", ["a.txt", "b.txt", "c.txt"]),
        ("7d", ["a.txt"]),
    ],
)
def test_since_skips_what_was_published_earlier(db, folder, since, kept):
    result = quotes("import", db, folder, "--since", since)
    with QuoteDatabase(db, readonly=True) as database:
        paths = [
            row["path"].rpartition("/")[2] for row in database.query("select path from sources order by path")
        ]
    assert paths == kept
    assert len(re.findall(r"skipped: published before [\d-]+$", result.stdout, re.M)) == (len(kept) < 3)


def test_the_reasons_are_counted(db, folder):
    for name in ("e.txt", "f.txt", ".g"):
        (folder / name).touch()
    result = quotes("import", db, folder)
    assert result.stdout.splitlines()[:3] == [
        "3 added, 0 updated, 0 unchanged, 1 skipped, 2 failed",
        "  1 skipped: its name begins with a full stop",
        "  2 failed: empty",
    ]
    assert json.loads(quotes("import", db, folder, "--json").stdout)["reasons"] == {
        "skipped": {"its name begins with a full stop": 1},
        "failed": {"empty": 2},
    }


# What failed


def test_failures_are_kept_and_tried_again(db, folder, tmp_path):
    failed = tmp_path / "failed.jsonl"
    remedy = "put the article's text in it or leave it out"
    (folder / "d.txt").touch()
    (folder / "e.txt").touch()
    assert quotes("import", db, folder, "--errors", failed).exit_code == 1
    assert [json.loads(line) for line in failed.read_text().splitlines()] == [
        {
            "path": f"{folder}/{name}",
            "problem": "empty",
            "remedy": remedy,
        }
        for name in ("d.txt", "e.txt")
    ]
    (folder / "d.txt").write_text("“Perhaps,” Di Fox said.\n")
    again = quotes("import", db, "--retry", failed, "--errors", failed, "--json")
    assert counts(again) == {"added": 1, "failed": 1}
    assert [json.loads(line)["path"] for line in failed.read_text().splitlines()] == [f"{folder}/e.txt"]
    (folder / "e.txt").write_text("“Perhaps not,” Di Fox said.\n")
    assert counts(quotes("import", db, "--retry", failed, "--errors", failed, "--json")) == {"added": 1}
    assert failed.read_text() == ""


def test_failures_stay_while_they_have_not_all_been_tried(db, folder, tmp_path, monkeypatch):
    failed = tmp_path / "failed.jsonl"
    (folder / "d.txt").touch()
    quotes("import", db, folder, "--errors", failed)
    before = failed.read_text()

    def interrupted(article, options):
        raise KeyboardInterrupt

    (folder / "d.txt").write_text("“Perhaps,” Di Fox said.\n")
    monkeypatch.setattr("quotes.ingest.parsing.extract", interrupted)
    assert quotes("import", db, "--retry", failed, "--errors", failed).exit_code == 130
    assert failed.read_text() == before
    assert [path.name for path in tmp_path.iterdir() if "failed" in path.name] == ["failed.jsonl"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (None, "No such file or directory; check the spelling"),
        ('{"path": "a"}\nnonsense\n', "line 2 is not a failure as --errors keeps them; name the documents"),
        ("[1]\n", "line 1 is not a failure as --errors keeps them; name the documents"),
    ],
)
def test_a_file_that_holds_no_failures(db, tmp_path, monkeypatch, lines, problem):
    monkeypatch.chdir(tmp_path)
    if lines is not None:
        (tmp_path / "no.jsonl").write_text(lines)
    result = quotes("import", db, "--retry", "no.jsonl")
    assert (result.exit_code, result.stderr) == (1, f"Error: no.jsonl: {problem}\n")


# How it is ended


@pytest.fixture
def many(tmp_path):
    root = tmp_path / "many"
    root.mkdir()
    for n in range(400):
        (root / f"{n:03}.txt").write_text(
            f"“We saw {n} boats,” Ana Ruiz said.\n\n" + "The river rose. " * 100
        )
    return root


@pytest.mark.parametrize(("signum", "code", "workers"), [(signal.SIGINT, 130, 2), (signal.SIGTERM, 143, 1)])
def test_a_signal_ends_it_between_two_batches_and_it_goes_on_later(db, many, signum, code, workers):
    command = [sys.executable, "-m", "quotes", "import", str(db), str(many), "--batch-size", "10"]
    command += ["--workers", str(workers)]
    importing = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not stored(db):
        assert importing.poll() is None
        time.sleep(0.01)
    importing.send_signal(signum)
    out, err = importing.communicate(timeout=20)
    assert (importing.returncode, out) == (code, "")
    said = re.fullmatch(r"Interrupted; the (\d+) documents before are in the database; .*\n", err)
    assert said, err
    assert int(said[1]) == stored(db) < 400
    assert [path.name for path in db.parent.glob("quotes.db*")] == ["quotes.db"]
    assert counts(quotes("import", db, many, "--json", "--limit", 1)) == {"unchanged": 1}


def stored(db):
    """How many articles a database holds that another program may be making."""
    try:
        with QuoteDatabase(db, readonly=True) as database:
            return len(rows(database, "sources")["sources"])
    except Exception:
        return 0
