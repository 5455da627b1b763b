"""A database that an older version made is brought to the shape and the rows of a new one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from quotes.database import QuoteDatabase
from quotes.database.verify import verify
from quotes.ingest import Summary, import_into
from quotes.readers import read

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    path = tmp_path_factory.mktemp("upgrade") / "old.db"
    conn = sqlite3.connect(path)
    conn.executescript((HERE / "fixtures" / "version_4.sql").read_text(encoding="utf-8"))
    conn.close()
    with QuoteDatabase(path):
        pass
    return path


def shape(path):
    """Every index, trigger and view, and the columns of every table."""
    conn = sqlite3.connect(path)
    made = dict(
        conn.execute("select name, sql from sqlite_master where type in ('index', 'trigger', 'view')")
    )
    known = "select name from sqlite_master where type = 'table' and name not glob 'sqlite_*'"
    tables = [name for (name,) in conn.execute(known) if "_migrations" not in name]
    columns = {t: sorted(row[1:3] for row in conn.execute(f"pragma table_info({t})")) for t in tables}
    conn.close()
    return {name: sql for name, sql in made.items() if "_migrations" not in name}, columns


def test_it_has_the_shape_of_a_new_one(upgraded, tmp_path):
    with QuoteDatabase(tmp_path / "new.db"):
        pass
    assert shape(upgraded) == shape(tmp_path / "new.db")


def test_every_row_can_be_proved(upgraded):
    with QuoteDatabase(upgraded) as db:
        assert list(verify(db)) == []
        assert db.conn.execute("select count(*) from quotes").fetchone()[0] > 5


def test_importing_the_article_again_gives_what_a_new_database_has(upgraded, tmp_path, monkeypatch):
    monkeypatch.chdir(HERE.parent)
    for path in (upgraded, tmp_path / "new.db"):
        import_into(path, read(["seeds/07-calder-voss-memo.txt"]), Summary())
    found = []
    for path in (upgraded, tmp_path / "new.db"):
        conn = sqlite3.connect(path)
        sql = "select id, speaker_id, text, start, wording_id from quotes order by id"
        found.append(
            (
                conn.execute(sql).fetchall(),
                conn.execute("select id, name, quotes from speakers order by id").fetchall(),
            )
        )
        conn.close()
    assert found[0] == found[1]
