"""Opening and closing: which files are ours, what the others are told, and what is left on disk."""

import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from database_samples import clock, extraction, person, rows, said

import quotes
from quotes.database import QuoteDatabase, QuoteDatabaseError
from quotes.database.schema import APPLICATION_ID, TABLES, VERSION
from quotes.database.verify import verify
from quotes.model import Span

ARTICLE = extraction(said("We lost", person("Ana Ruiz")))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quotes.db"


def another_program(path):
    conn = sqlite3.connect(path)
    conn.execute("create table sources (id integer primary key, name text)")
    conn.execute("insert into sources (name) values ('theirs')")
    conn.commit()
    conn.close()


def newer_version(path):
    QuoteDatabase(path).close()
    conn = sqlite3.connect(path)
    conn.execute("pragma user_version = 99")
    conn.close()


def newer_migration(path):
    QuoteDatabase(path).close()
    conn = sqlite3.connect(path)
    conn.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('quotes', 'from_2030', '')"
    )
    conn.commit()
    conn.close()


def cut_off(path):
    QuoteDatabase(path).close()
    path.write_bytes(path.read_bytes()[:150])


@pytest.mark.parametrize(
    "make, message",
    [
        (another_program, "is the database of another program"),
        (newer_version, "was made by a newer version of quotes"),
        (newer_migration, "was made by a newer version of quotes"),
        (lambda path: path.write_text("We lost, Ana Ruiz said.\n"), "is not a SQLite database"),
        (lambda path: path.write_bytes(b"SQLite"), "is not a SQLite database"),
        (cut_off, "damaged or not a database"),
        (lambda path: path.mkdir(), "is a folder"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_left_alone(path, make, message):
    make(path)
    before = None if path.is_dir() else path.read_bytes()
    for readonly in (False, True):
        with pytest.raises(QuoteDatabaseError, match=message) as error:
            QuoteDatabase(path, readonly=readonly)
        assert str(path) in str(error.value) and "\n" not in str(error.value)
    assert path.is_dir() or path.read_bytes() == before


@pytest.mark.parametrize("options", [{"create": False}, {"readonly": True}])
def test_a_file_that_does_not_exist_is_made_only_when_asked(path, options):
    with pytest.raises(QuoteDatabaseError, match="there is no such database"):
        QuoteDatabase(path, **options)
    assert not path.exists()


def test_a_missing_folder_is_named(path):
    with pytest.raises(QuoteDatabaseError, match=r"the folder .*missing does not exist"):
        QuoteDatabase(path.parent / "missing" / "quotes.db")


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.touch()])
def test_a_new_or_empty_file_becomes_a_database(path, make):
    make(path)
    with quotes.open(path) as db:
        assert db.write(ARTICLE) == "added"
    assert path.read_bytes()[68:72] == APPLICATION_ID.to_bytes(4, "big")


def test_a_path_with_signs_of_a_url_is_only_a_path(tmp_path):
    path = tmp_path / "what? 100% #1.db"
    with QuoteDatabase(path) as db:
        db.write(ARTICLE)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_file_that_lost_its_marks_in_a_dump_is_still_ours(path):
    with QuoteDatabase(path, clock=clock) as db:
        db.write(ARTICLE)
        before = rows(db)
    conn = sqlite3.connect(path)
    conn.executescript("pragma application_id = 0; pragma user_version = 0")
    conn.close()
    with QuoteDatabase(path) as db:
        assert rows(db) == before


def as_version_1_made_it(path):
    """Before there was a runner-up."""
    conn = sqlite3.connect(path)
    conn.executescript(
        "drop view attributed; alter table quotes drop column runner_up; pragma user_version = 1;"
        "delete from _sqlite_migrations where name = 'add_runner_up';"
    )
    conn.close()
    as_version_2_made_it(path, version=1)


def as_version_2_made_it(path, version=2):
    """Before corrections could be undone."""
    conn = sqlite3.connect(path)
    conn.executescript(
        "drop index idx_corrections_source_id; drop index idx_corrections_uid;"
        "alter table corrections drop column action; alter table corrections drop column undone;"
        "alter table corrections drop column source_id; alter table corrections drop column item;"
        "alter table corrections drop column uid;"
        f"pragma user_version = {version};"
        "delete from _sqlite_migrations where name = 'complete_corrections';"
    )
    conn.close()


def test_an_older_database_is_brought_up_to_date_when_it_is_opened_to_write(path):
    with QuoteDatabase(path, clock=clock) as db:
        db.write(ARTICLE)
        before = rows(db)
    as_version_1_made_it(path)
    with pytest.raises(QuoteDatabaseError, match="made by an older version of quotes; import something"):
        QuoteDatabase(path, readonly=True)
    with QuoteDatabase(path, clock=clock) as db:
        assert rows(db) == before
        assert db.write(ARTICLE) == "unchanged"
        assert db.conn.execute("pragma user_version").fetchone() == (VERSION,)
        assert {table: db.db[table].columns_dict for table in TABLES} == TABLES
        assert list(db.query("select runner_up from attributed")) == [{"runner_up": None}]
        assert list(verify(db)) == []


def test_a_database_that_lacks_only_a_newer_view_is_older_too(path):
    with QuoteDatabase(path, clock=clock) as db:
        db.write(ARTICLE)
        db.conn.execute("drop view disputes")
    with pytest.raises(QuoteDatabaseError, match="made by an older version of quotes; import something"):
        QuoteDatabase(path, readonly=True)
    with QuoteDatabase(path, clock=clock) as db:
        assert list(db.query("select * from disputes")) == []


def test_corrections_of_an_older_database_are_told_apart_by_what_they_changed(path):
    with QuoteDatabase(path, clock=clock) as db:
        db.write(ARTICLE)
    as_version_2_made_it(path)
    conn = sqlite3.connect(path)
    for table, column in [("quotes", "status"), ("speakers", "name"), ("sources", "title")]:
        conn.execute(
            "insert into corrections (item_table, item_id, column_name, at) values (?, 'x', ?, '')",
            [table, column],
        )
    conn.commit()
    conn.close()
    with QuoteDatabase(path, clock=clock) as db:
        found = db.query("select column_name, action, undone from corrections order by id")
        assert [tuple(row.values()) for row in found] == [
            ("status", "status", None),
            ("name", "rename", None),
            ("title", None, None),
        ]
        assert {table: db.db[table].columns_dict for table in TABLES} == TABLES
        assert {"idx_corrections_source_id", "idx_corrections_uid"} <= {
            index.name for index in db.db["corrections"].indexes
        }


def test_closing_leaves_one_file_with_statistics_that_datasette_can_read(path):
    with QuoteDatabase(path) as db:
        db.write(ARTICLE)
        assert db.conn.execute("pragma journal_mode").fetchone() == ("wal",)
    assert [file.name for file in path.parent.iterdir()] == ["quotes.db"]
    conn = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    assert conn.execute("pragma journal_mode").fetchone() == ("delete",)
    assert conn.execute("select count(*) from quotes").fetchone() == (1,)
    assert conn.execute("select count(*) from sqlite_stat1 where tbl = 'quotes'").fetchone()[0] > 5
    conn.close()


def test_opening_without_writing_changes_no_byte(path):
    with QuoteDatabase(path) as db:
        db.write(ARTICLE)
    before = path.read_bytes()
    with QuoteDatabase(path) as db:
        assert list(db.query("select id from speakers where id = ?", ["ana-ruiz"])) == [{"id": "ana-ruiz"}]
    with QuoteDatabase(path, readonly=True) as db:
        assert db.conn.execute("select count(*) from quotes").fetchone() == (1,)
    assert path.read_bytes() == before


def test_a_database_opened_for_reading_refuses_to_write(path):
    QuoteDatabase(path).close()
    with (
        QuoteDatabase(path, readonly=True) as db,
        pytest.raises(QuoteDatabaseError, match="for reading only"),
    ):
        db.write(ARTICLE)


def test_readers_are_not_locked_out_and_two_writers_take_turns(path):
    with QuoteDatabase(path) as one, QuoteDatabase(path) as two, QuoteDatabase(path, readonly=True) as reader:
        with one.transaction():
            one.write(ARTICLE)
            assert list(reader.query("select id from quotes")) == []
            two.conn.execute("pragma busy_timeout = 10")
            with pytest.raises(QuoteDatabaseError, match="another program is writing to it"):
                two.write(ARTICLE)
        assert two.write(ARTICLE) == "unchanged"
        assert len(list(reader.query("select id from quotes"))) == 1


def test_a_process_that_dies_midway_leaves_only_whole_articles(path):
    code = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from database_samples import extraction, person, said
from quotes.database import QuoteDatabase, arrivals
db = QuoteDatabase({str(path)!r})
db.write(extraction(said("We lost", person("Ana Ruiz"))))
arrivals.count_forms = lambda *rows: os._exit(9)
db.write(extraction("Another.", said("No", person("Ana Ruiz"))))
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 9
    with QuoteDatabase(path) as db:
        assert list(verify(db)) == []
        assert list(db.query("select quotes, sources from speakers")) == [{"quotes": 1, "sources": 1}]
        assert db.write(ARTICLE) == "unchanged"
    assert [file.name for file in path.parent.iterdir()] == ["quotes.db"]


def test_a_file_that_may_not_be_written_is_named(path, tmp_path):
    with QuoteDatabase(path) as db:
        db.write(ARTICLE)
    path.chmod(stat.S_IRUSR)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    # The superuser may write anything, so try as somebody who may not, where that can be told.
    try:
        with path.open("ab"):
            pytest.skip("this user may write to a file of mode 400")
    except PermissionError:
        with pytest.raises(QuoteDatabaseError, match=r"quotes\.db: cannot be"), QuoteDatabase(path) as db:
            db.write(ARTICLE)
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_two_builds_with_one_clock_are_the_same_to_the_byte(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1571392800")
    for name in ("one.db", "two.db"):
        with QuoteDatabase(tmp_path / name) as db, db.import_run(["seeds/"], "0.1.0"):
            db.write(ARTICLE)
            db.write(extraction("Another.", said("No", person("Jo Lee"))))
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


def test_a_clock_in_another_zone_is_stored_as_utc(path):
    east = datetime.fromisoformat("2026-01-02T14:00:00+02:00")
    with QuoteDatabase(path, clock=lambda: east) as db:
        assert db.now() == "2026-01-02T12:00:00+00:00" == east.astimezone(UTC).isoformat()


def test_importing_the_package_of_the_database_does_not_import_nltk():
    code = "import sys, quotes.database, quotes.database.search; print('nltk' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


def test_a_device_or_a_pipe_is_no_place_for_a_database(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/null"), tmp_path / "pipe"):
        with pytest.raises(QuoteDatabaseError, match="is a device or pipe; choose another file name"):
            QuoteDatabase(path)


def test_of_an_older_database_it_is_not_known_which_parser_made_it(path):
    with QuoteDatabase(path, clock=clock) as db:
        db.write(ARTICLE)
        before = rows(db)
    conn = sqlite3.connect(path)
    conn.executescript(
        "alter table sources drop column parser; pragma user_version = 5;"
        "delete from _sqlite_migrations where name = 'add_parser';"
    )
    conn.close()
    with QuoteDatabase(path, clock=clock) as db:
        assert rows(db) == before
        assert db.write(ARTICLE, parser="1.0") == "unchanged"
        assert list(db.query("select parser from sources")) == [{"parser": "1.0"}]
        assert db.write(ARTICLE) == "unchanged"  # whoever does not say has no other
        assert list(db.query("select parser from sources")) == [{"parser": "1.0"}]


def test_a_batch_is_one_transaction_in_which_one_article_may_fail(path):
    good = [extraction(said(f"We saw {n} boats", person("Ana Ruiz"))) for n in range(3)]
    bad = replace(good[1], quotes=(replace(good[1].quotes[0], content=(Span(0, 10**6),)),))
    with QuoteDatabase(path, clock=clock) as db:
        between = []

        class Looking(list):
            def __iter__(self):
                for one in super().__iter__():
                    with QuoteDatabase(path, readonly=True) as reader:
                        between.append(len(rows(reader, "sources")["sources"]))
                    yield one

        with db.import_run([], "1.0") as run:
            first, failed, last = db.write_all(Looking([good[0], bad, good[2]]))
        assert (first, type(failed), last) == ("added", ValueError, "added")
        assert set(between) == {0}  # nobody sees half a batch
        assert len(rows(db, "sources")["sources"]) == 2
        assert (run.added, run.quotes) == (2, 2)
        assert list(db.query("select added, quotes from imports")) == [{"added": 2, "quotes": 2}]
        assert db.write_all(good) == ["unchanged", "added", "unchanged"]


def test_a_batch_that_cannot_be_kept_is_not_counted(path):
    batch = [extraction(said(f"We saw {n} boats " * 200, person("Ana Ruiz"))) for n in range(30)]
    with QuoteDatabase(path, clock=clock) as db:
        pages = db.conn.execute("pragma page_count").fetchone()[0]
        db.conn.execute(f"pragma max_page_count = {pages + 20}")
        with pytest.raises(QuoteDatabaseError, match="disk is full"), db.import_run([], "1.0") as run:
            db.write_all(batch)
        assert (run.added, rows(db, "sources")["sources"]) == (0, [])
