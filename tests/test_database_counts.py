"""Counts per outlet and month, and of who relays whom, stay true whoever writes."""

import sqlite3

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database import counts as counted
from quotes.database.curate import correct_quote, undo
from quotes.database.verify import verify
from quotes.site.queries import QUERIES

RUIZ = person("Ana Ruiz")
BRIDGE = extraction(
    said("It is shut", RUIZ, via="Reuters"),
    said("It will open", RUIZ),
    outlet="NPR",
    published="2024-05-03",
    url="https://npr.org/1",
)
BUDGET = extraction(said("A joke", RUIZ, via="Reuters"), outlet="NPR", published="2024-05-09")
NOTE = extraction(said("No date", RUIZ))


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        for article in (BRIDGE, BUDGET, NOTE):
            db.write(article)
        yield db


def months(db):
    return [tuple(row.values()) for row in db.query("select * from outlet_months order by 1, 2")]


def relays(db):
    return [tuple(row.values()) for row in db.query("select * from outlet_relays order by 1, 2")]


def test_articles_and_quotes_by_outlet_and_month(db):
    assert months(db) == [("", "", 1, 1), ("npr", "2024-05", 2, 3)]
    assert relays(db) == [("npr", "reuters", 2)]


def test_a_changed_article_counts_where_it_now_belongs(db):
    db.write(
        extraction(said("It is shut", RUIZ), outlet="BBC", published="2024-06-01", url="https://npr.org/1")
    )
    assert months(db) == [("", "", 1, 1), ("bbc", "2024-06", 1, 1), ("npr", "2024-05", 1, 1)]
    assert relays(db) == [("npr", "reuters", 1)]


def test_a_rejected_quote_counts_no_more_until_that_is_undone(db):
    (key,) = db.conn.execute("select id from quotes where text like '%is shut%'").fetchone()
    correct_quote(db, key, reject=True)
    assert (months(db)[-1], relays(db)) == (("npr", "2024-05", 2, 2), [("npr", "reuters", 1)])
    undo(db)
    assert (months(db)[-1], relays(db)) == (("npr", "2024-05", 2, 3), [("npr", "reuters", 2)])


@pytest.mark.parametrize(
    "sql",
    [
        "update sources set outlet_id = 'reuters' where outlet_id = 'npr'",
        "update sources set outlet_id = null, year_month = null",
        "update sources set year_month = '2020-01' where url is not null",
        "update quotes set via_id = 'npr'",
        "update quotes set via_id = null where n = 1",
        "update quotes set source_id = (select max(id) from sources)",
        "delete from quotes where n = 1",
        "delete from quotes; delete from sources",
    ],
)
def test_whatever_somebody_writes_themselves(db, sql):
    db.conn.executescript(f"pragma foreign_keys = off; {sql}")
    assert list(counted.wrong(db.conn)) == []
    before = months(db), relays(db)
    counted.recount(db.conn)
    assert (months(db), relays(db)) == before


@pytest.mark.parametrize(
    "sql, table, key",
    [
        ("update outlet_months set quotes = 9 where outlet_id = 'npr'", "outlet_months", "npr,2024-05"),
        ("delete from outlet_months where outlet_id = ''", "outlet_months", ","),
        ("update outlet_relays set quotes = 1", "outlet_relays", "npr,reuters"),
        ("insert into outlet_relays values ('npr', 'bbc', 1)", "outlet_relays", "npr,bbc"),
    ],
)
def test_a_wrong_count_is_reported(db, sql, table, key):
    db.conn.execute(sql)
    problems = [(problem.table, problem.id) for problem in verify(db)]
    assert problems == [(table, key)]


def test_an_older_database_gets_an_index_of_who_is_relayed(tmp_path):
    path = tmp_path / "old.db"
    asked = QUERIES["who-relays-whom"].sql
    shape = "select name, sql from sqlite_master where type = 'index' order by name"
    with QuoteDatabase(path, clock=clock) as db:
        db.write(BRIDGE)
        plan = str(db.conn.execute(f"explain query plan {asked}").fetchall())
        assert "quotes USING COVERING INDEX idx_quotes_via_id " in plan
        new = db.conn.execute(shape).fetchall()
        db.conn.executescript(
            "drop index idx_quotes_via_id; create index idx_quotes_via_id on quotes (via_id);"
            "delete from _sqlite_migrations where name = 'index_relays_with_speakers';"
            "pragma user_version = 13"
        )
        assert db.conn.execute(shape).fetchall() != new
    with QuoteDatabase(path, clock=clock) as db:
        assert db.conn.execute(shape).fetchall() == new
        assert list(verify(db)) == []


def test_an_older_database_gets_its_counts_when_it_is_opened(tmp_path):
    path = tmp_path / "old.db"
    with QuoteDatabase(path, clock=clock) as db:
        db.write(BRIDGE)
        before = months(db), relays(db)
    conn = sqlite3.connect(path)
    for (trigger,) in conn.execute(
        "select name from sqlite_master where type = 'trigger' and name like '%_counted_%'"
    ).fetchall():
        conn.execute(f"drop trigger {trigger}")
    conn.executescript(
        "drop table outlet_months; drop table outlet_relays; drop index idx_sources_outlet_id_published;"
        "drop index idx_quotes_speaker_id_via_id; drop index idx_appearances_speaker_id_source_id_outlet_id;"
        "create index idx_quotes_speaker_id on quotes (speaker_id); pragma user_version = 4;"
        "delete from _sqlite_migrations where name = 'add_counts'"
    )
    conn.close()
    with QuoteDatabase(path, clock=clock) as db:
        assert (months(db), relays(db)) == before
        assert {"idx_quotes_speaker_id_via_id"} == {
            index.name for index in db.db["quotes"].indexes if index.columns[0] == "speaker_id"
        }
        db.write(BUDGET)
        assert list(verify(db)) == []
