"""The latest rows of large tables wait in small ones: seen by everyone, and gone when nobody writes."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase, recent
from quotes.database.verify import verify
from quotes.database.wordings_search import prints

ANA = person("Ana Ruiz")
HARBOUR = "The harbour was promised to the fishermen in writing, and now the ink is running with the oil"
STORY = (
    "The harbour was shut on Tuesday after a tanker lost half of its load at the northern pier, "
    "and nobody could say how long the cleaning would take."
)


@pytest.fixture
def large(monkeypatch):
    """Every database counts as large, so that all new rows wait."""
    monkeypatch.setattr(recent, "_LARGE", -1)
    monkeypatch.setattr(recent, "_ROOT", 1e9)


def article(n, words=HARBOUR):
    return extraction(
        f"{STORY} Paper {n} has more of it.",
        said(words, ANA),
        url=f"https://example.org/{n}",
        published=f"2020-01-{n:02}",
    )


def waiting(conn):
    return {table: conn.execute(f"select count(*) from {table}").fetchone()[0] for table in recent.TABLES}


@pytest.mark.usefixtures("large")
def test_rows_wait_while_somebody_writes_and_join_when_they_are_done(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        db.write(article(1))
        assert all(waiting(db.conn).values())
        assert list(db.query("select * from variant_features")) == []
        assert [row["text"] for row in prints(db.conn, "the ink is running with the oil")] == [
            f"“{HARBOUR},”"
        ]
        assert list(verify(db)) == []
        before = rows(db)
    with QuoteDatabase(tmp_path / "quotes.db", readonly=True) as db:
        assert not any(waiting(db.conn).values())
        assert rows(db) == before


@pytest.mark.usefixtures("large")
def test_what_waits_when_a_program_is_killed_is_found_by_the_next_one(tmp_path):
    path = tmp_path / "quotes.db"
    with QuoteDatabase(tmp_path / "killed.db", clock=clock) as killed:
        killed.write(article(1))
        killed.conn.execute("pragma wal_checkpoint(truncate)").fetchall()
        shutil.copy(killed.path, path)
    with QuoteDatabase(path, readonly=True) as db:
        assert all(waiting(db.conn).values())
        assert list(verify(db)) == []
    with QuoteDatabase(path, clock=clock) as db:
        db.write(article(2, f"As I said: {HARBOUR}"))
        assert list(verify(db)) == []
        assert [row["quotes"] for row in db.query("select quotes from wordings")] == [2]
        assert list(db.query("select distinct wire_id is not null as wire from sources")) == [{"wire": 1}]
    with QuoteDatabase(path, readonly=True) as db:
        assert not any(waiting(db.conn).values())


@pytest.mark.parametrize("root", [0, 3, 30, 1e9])
def test_however_many_wait_the_rows_are_the_same(tmp_path, monkeypatch, root):
    copies = [article(n, HARBOUR[n:]) for n in range(1, 20)]
    with QuoteDatabase(tmp_path / "plain.db", clock=clock) as db:
        db.write_all(copies)
        expected = rows(db)
    monkeypatch.setattr(recent, "_LARGE", -1)
    monkeypatch.setattr(recent, "_ROOT", root)
    with QuoteDatabase(tmp_path / "waiting.db", clock=clock) as db:
        for n in range(0, len(copies), 3):
            db.write_all(copies[n : n + 3])
        assert rows(db) == expected
        assert any(waiting(db.conn).values()) == (root > 0)


@pytest.mark.usefixtures("large")
def test_rows_of_a_text_that_changes_are_gone_wherever_they_are(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        db.write(article(1))
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        db.write(article(2))
        for n in (1, 2):
            db.write(
                extraction(
                    "Something else.", said("We know nothing of it", ANA), url=f"https://example.org/{n}"
                )
            )
        assert list(verify(db)) == []
        assert rows(db, "fingerprints") == {"fingerprints": []}
        words = {row["variant_id"] for row in rows(db, "variant_features")["variant_features"]}
        assert len(words) <= 1


def test_batches_that_are_large_beside_the_table_do_not_wait():
    assert recent.into("variant_features", 1_000) == "variant_features"
    assert recent.into("variant_features", 4_000_000, 30_000) == "recent_features"
    assert recent.into("variant_features", 4_000_000, 300_000) == "variant_features"


def test_a_database_of_the_version_before_is_read_as_it_is(tmp_path):
    path = tmp_path / "quotes.db"
    with QuoteDatabase(path, clock=clock) as db:
        db.write(article(1))
    conn = sqlite3.connect(path)
    conn.executescript("drop table recent_features; drop table recent_fingerprints")
    assert [row[0] for row in conn.execute("select count(*) from quotes")] == [1]
    conn.row_factory = None
    assert len(prints(conn, HARBOUR)) == 1
    conn.close()
