"""The declared shape: every table and column exists, is described, indexed and referenced as it says."""

import pytest
from sqlite_utils import Database

from quotes.database.schema import (
    APPLICATION_ID,
    DESCRIPTIONS,
    REFERENCES,
    SEARCHED,
    TABLES,
    VERSION,
    VIEWS,
    prepare,
)


@pytest.fixture
def db():
    db = Database(memory=True)
    prepare(db, "2026-01-01T00:00:00+00:00")
    yield db
    db.close()


def columns(db, table):
    return [row["name"] for row in db.query("select name from pragma_table_info(?)", [table])]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_columns_declared_and_each_is_described(db, table):
    assert columns(db, table) == list(TABLES[table])
    assert list(DESCRIPTIONS[table]) == ["", *TABLES[table]]
    assert all(DESCRIPTIONS[table].values())


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_can_be_queried_and_each_column_is_described(db, view):
    assert list(db.query(f"select * from {view}")) == []
    assert columns(db, view) == list(VIEWS[view].columns)
    assert set(DESCRIPTIONS[view]) == {"", *VIEWS[view].columns}


def test_nothing_is_described_that_does_not_exist():
    assert set(DESCRIPTIONS) == {*TABLES, *VIEWS}


def test_every_foreign_key_is_declared_and_indexed(db):
    for table, references in REFERENCES.items():
        declared = {(key.column, key.other_table, key.other_column) for key in db[table].foreign_keys}
        assert declared == set(references)
        first_columns = {index.columns[0] for index in db[table].indexes}
        assert {column for column, _, _ in references} <= first_columns, table


@pytest.mark.parametrize(
    "table, facet",
    [
        ("quotes", column)
        for column in ("kind", "status", "speaker_id", "via_id", "source_id", "medium", "act")
    ]
    + [("sources", column) for column in ("outlet_id", "year_month", "published", "language", "format")]
    + [("speakers", "kind")],
)
def test_a_facet_is_counted_from_an_index(db, table, facet):
    rows = f"(select * from {table})"  # as Datasette asks
    sql = f"select {facet}, count(*) from {rows} where {facet} is not null group by {facet}"
    plan = db.query(f"explain query plan {sql}")
    assert "USING COVERING INDEX" in " ".join(step["detail"] for step in plan)


@pytest.mark.parametrize("table", SEARCHED)
def test_full_text_search_is_found_as_datasette_and_sqlite_utils_look_for_it(db, table):
    assert db[table].detect_fts() == f"{table}_fts"


def test_full_text_search_follows_inserts_updates_and_deletes(db):
    speakers = db["speakers"]
    row = {"id": "x", "sort_name": "x", "kind": "person", "quotes": 0, "sources": 0}

    def found(words):
        return [match["name"] for match in speakers.search(words)]

    speakers.insert({**row, "name": "Cristóbal Castañeda"})
    assert found("castaneda") == ["Cristóbal Castañeda"]
    speakers.update("x", {"quotes": 3})
    assert found("castaneda") == ["Cristóbal Castañeda"]
    speakers.update("x", {"name": "Ana Ruiz"})
    assert (found("castaneda"), found("ruiz")) == ([], ["Ana Ruiz"])
    speakers.delete("x")
    assert found("ruiz") == []


def test_preparing_twice_changes_nothing(db):
    before = list(db.iterdump())
    prepare(db, "2027-07-07T00:00:00+00:00")
    assert list(db.iterdump()) == before


def test_the_file_says_whose_it_is_and_how_old(db):
    assert db.execute("pragma application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("pragma user_version").fetchone() == (VERSION,)
    assert {row["applied_at"] for row in db.query("select applied_at from _sqlite_migrations")} == {
        "2026-01-01T00:00:00+00:00"
    }
