"""Several programs at one database: two imports write and a reader reads, and everybody succeeds."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from database_samples import rows

from quotes.database import QuoteDatabase
from quotes.database.verify import verify

PEOPLE = ("Ana Ruiz, the mayor", "Bo Lee, a pilot", "Mayor Ana Maria Ruiz", "Cy Diaz", "Robert Lee")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two folders that share some articles, and people."""
    root = tmp_path_factory.mktemp("news")
    for n in range(60):
        who, whom = PEOPLE[n % 5], PEOPLE[(n * 3 + 1) % 5]
        text = f"“We counted {n} boats,” said {who}.\n\n“Nobody asked us,” {whom} said on Tuesday.\n"
        for folder in ("one", "two") if n % 4 == 0 else ("one",) if n % 4 < 3 else ("two",):
            (root / folder).mkdir(exist_ok=True)
            (root / folder / f"{n:03}.txt").write_text(f"---\nurl: https://example.org/{n}\n---\n{text}")
    return [str(root / "one"), str(root / "two")]


@pytest.fixture(scope="module")
def expected(folders, tmp_path_factory):
    """The rows of both folders, imported by nobody else, one after the other."""
    db = tmp_path_factory.mktemp("expected") / "quotes.db"
    assert importing(db, *folders).wait(60) == 0
    return contents(db)


def importing(db, *folders, batch=3, workers=1):
    command = [sys.executable, "-m", "quotes", "import", str(db), *folders, "-s", "--workers", str(workers)]
    return subprocess.Popen(
        [*command, "--batch-size", str(batch), "--engine", "rules"],
        env=os.environ | {"SOURCE_DATE_EPOCH": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )


def contents(db):
    """All rows, but for the paths, which are those of whichever folder sorts first."""
    with QuoteDatabase(db, readonly=True) as database:
        found = rows(database)
        assert list(verify(database)) == []
    return found


def test_two_imports_and_a_reader_at_once(tmp_path, folders, expected):
    db = tmp_path / "quotes.db"
    programs = [importing(db, folder) for folder in folders]
    seen = [0]
    while any(program.poll() is None for program in programs):
        seen.append(count(db))  # as Datasette opens it: for reading only
        time.sleep(0.01)
    assert [(program.returncode, program.stderr.read()) for program in programs] == [(0, ""), (0, "")]
    assert seen == sorted(seen)
    assert len(set(seen)) > 3  # it did read while they wrote
    assert contents(db) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["quotes.db"]
    with closing(sqlite3.connect(f"{db.as_uri()}?immutable=1", uri=True)) as conn:  # as datasette -i opens it
        assert conn.execute("pragma journal_mode").fetchone() == ("delete",)
        assert conn.execute("select count(*) from sources").fetchone() == (60,)
        assert conn.execute("select count(*) from sqlite_stat1").fetchone()[0] > 10


def test_whoever_reads_on_reads_what_was_there_and_the_import_ends_all_the_same(tmp_path, folders):
    db = tmp_path / "quotes.db"
    program = importing(db, folders[0], batch=1)
    while not db.with_name("quotes.db-wal").exists():
        time.sleep(0.01)
    with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as conn:
        conn.execute("begin")
        before = conn.execute("select count(*) from sources").fetchone()
        assert program.wait(60) == 0
        assert conn.execute("select count(*) from sources").fetchone() == before  # as of when it began
    with QuoteDatabase(db) as database:  # whoever opens it next to write leaves one file again
        assert len(rows(database, "sources")["sources"]) == 45
    assert [path.name for path in tmp_path.iterdir()] == ["quotes.db"]


def test_killed_at_any_moment_it_goes_on(tmp_path, folders, expected):
    """tests/benchmarks/kills.py does the same very often."""
    db = tmp_path / "quotes.db"
    for stored in (1, 20):
        program = importing(db, *folders, workers=2)
        while count(db) < stored:
            assert program.poll() is None
            time.sleep(0.01)
        program.send_signal(signal.SIGKILL)
        program.wait()
    assert count(db) < 60
    assert importing(db, *folders, workers=2).wait(60) == 0
    assert contents(db) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["quotes.db"]


def count(db):
    """How many articles are stored by now."""
    try:
        with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as conn:
            return conn.execute("select count(*) from sources").fetchone()[0]
    except sqlite3.OperationalError:  # not even its tables
        return 0
