"""`verify` finds every way in which rows and texts can disagree, and nothing where they agree."""

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database.verify import verify
from quotes.model import Span, Speaker

ANA = person("Ana Ruiz", "mayor of Lima", "Ruiz")
LEE = person("Jo Lee")


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        article = extraction(
            said("We lost", ANA, LEE, via="NPR"),
            said("No", Speaker("officials", "group"), content=(Span(35, 36), Span(37, 38)), nested_in=None),
            said("Yes", ANA),
            url="https://example.org/a",
            outlet="The Example",
            published="2019-10-18",
        )
        database.write(article)
        database.write(extraction("Another.", said("Maybe", LEE)))
        database.conn.execute("pragma foreign_keys = off")
        yield database


def test_a_database_as_written_has_no_problem(db):
    assert list(verify(db)) == []


BY_HAND = [
    ("update sources set text = replace(text, 'lost', 'LOST') where url > ''", "sources", "SHA-256 differs"),
    (
        "update sources set text = replace(text, 'lost', 'LOST') where url > ''",
        "quotes",
        "text is not what stands",
    ),
    ("update sources set sha256 = 'x' where url > ''", "sources", "SHA-256 differs"),
    ("update sources set url = 'https://example.org/b' where url > ''", "sources", "not that of its URL"),
    ("update sources set words = 1 where url > ''", "sources", "words is 1"),
    ("update sources set year_month = '2018-01' where url > ''", "sources", "year_month is 2018-01"),
    ("update sources set published = '2018-01-01' where url > ''", "appearances", "seen is 2019-10-18"),
    ("update quotes set text = 'We won' where n = 3", "quotes", "text is not what stands"),
    ("update quotes set spans = '[[0, 3]]' where n = 3", "quotes", "text is not what stands"),
    ("update quotes set spans = '[[0, 9999]]' where n = 3", "quotes", "does not lie in a text"),
    ("update quotes set spans = '[]' where n = 3", "quotes", "spans is empty"),
    ("update quotes set spans = 'x' where n = 3", "quotes", "spans is not a list"),
    ("update quotes set cue_spans = '[7]' where n = 3", "quotes", "cue_spans is not a list"),
    ("update quotes set start = start + 1 where n = 3", "quotes", "start and end are"),
    ('update quotes set "end" = "end" + 1 where n = 2', "quotes", "start and end are"),
    ("update quotes set cue = 'denied' where n = 3", "quotes", "cue is not what stands"),
    ("update quotes set cue_spans = '[]' where n = 3", "quotes", "cue stands nowhere"),
    ("update quotes set mention = 'Lee' where n = 3", "quotes", "mention is not what stands"),
    ("update quotes set context = 'Elsewhere.' where n = 3", "quotes", "context does not stand"),
    ("update quotes set runner_up = 'Elsewhere' where n = 3", "quotes", "runner_up does not stand"),
    ("update quotes set id = 'x' where n = 3", "quotes", "not that of its source and spans"),
    ("update quotes set kind = 'reported' where n = 3", "quotes", "kind is reported"),
    ("update quotes set status = 'claimed' where n = 3", "quotes", "status is claimed"),
    ("update quotes set confidence = 1.5 where n = 3", "quotes", "confidence is 1.5"),
    ("update quotes set nested_in = id where n = 3", "quotes", "goes round in a circle"),
    (
        "update quotes set nested_in = 'x' where n = 3",
        "quotes",
        "refers to a row of quotes that does not exist",
    ),
    (
        "update quotes set nested_in = (select id from quotes where n = 2) where n = 3",
        "quotes",
        "does not stand in",
    ),
    (
        "update quotes set nested_in = (select id from quotes where text = '“Maybe,”') where n = 3",
        "quotes",
        "another",
    ),
    ("update quotes set speaker_id = 'nobody' where n = 3", "quotes", "refers to a row of speakers"),
    ("update quotes set speaker_id = 'jo-lee' where n = 3", "speakers", "quotes is 2, but a recount gives 1"),
    ("update quotes set speaker_id = 'jo-lee' where text like '%lost%'", "quotes", "do not agree"),
    ("update quotes set speaker_id = null where n = 2", "appearances", "does not quote this speaker"),
    ("update quotes set via_id = 'cnn' where n = 1", "quotes", "refers to a row of outlets"),
    ("update quote_speakers set n = n + 1", "quotes", "do not agree"),
    ("delete from quote_speakers where n = 2", "speakers", "quotes is 2, but a recount gives 1"),
    (
        "delete from appearances where speaker_id = 'jo-lee'",
        "appearances",
        "quotes this speaker, but has no row",
    ),
    (
        "update speakers set quotes = 7 where id = 'ana-ruiz'",
        "speakers",
        "quotes is 7, but a recount gives 2",
    ),
    (
        "update speakers set sources = 7 where id = 'ana-ruiz'",
        "speakers",
        "sources is 7, but a recount gives 1",
    ),
    ("update speakers set last_seen = '2020' where id = 'ana-ruiz'", "speakers", "last_seen is 2020"),
    ("update speakers set role = 'pope' where id = 'ana-ruiz'", "speakers", "role is pope"),
    (
        "update speakers set name = 'Bob' where id = 'ana-ruiz'",
        "speakers",
        "the id is not that of the person Bob",
    ),
    ("update speakers set kind = 'robot' where id = 'ana-ruiz'", "speakers", "kind is robot"),
    ("update aliases set n = 9 where alias = 'Ruiz'", "aliases", "differ from a recount"),
    ("delete from aliases where alias = 'Ruiz'", "aliases", "differ from a recount"),
    ("update aliases set folded = 'x' where alias = 'Ruiz'", "aliases", "folded is not"),
    ("update roles set first_seen = '2001-01-01'", "roles", "differ from a recount"),
    ("update appearances set aliases = 'x' where speaker_id = 'jo-lee'", "appearances", "not a JSON list"),
    ("update appearances set aliases = '1' where speaker_id = 'jo-lee'", "appearances", "not a JSON list"),
    ("update quotes set confidence = 'high' where n = 3", "quotes", "confidence is of type text, not real"),
    ("update quotes set start = 'x' where n = 3", "quotes", "start is of type text, not integer"),
    ("update sources set text = x'00ff' where url > ''", "sources", "text is of type blob, not text"),
    ("update outlets set name = 'CNN' where id = 'npr'", "outlets", "the id is not that of CNN"),
    (
        "update outlets set domain = 'example.net' where id = 'example'",
        "outlets",
        "domain is example.net",
    ),
    ("delete from outlets where id = 'npr'", "quotes", "refers to a row of outlets"),
    ("delete from sources where url > ''", "quotes", "refers to a row of sources"),
    ("insert into quotes_fts (quotes_fts) values ('delete-all')", "quotes_fts", "full-text index"),
    (
        "drop trigger speakers_au; update speakers set name = 'Bob' where id = 'ana-ruiz'",
        "speakers_fts",
        "index",
    ),
]


@pytest.mark.parametrize("statements, table, message", BY_HAND)
def test_a_row_changed_by_hand_is_found_and_named(db, statements, table, message):
    for statement in statements.split("; "):
        db.conn.execute(statement)
    found = [problem for problem in verify(db) if problem.table == table and message in problem.message]
    assert found, list(verify(db))
    assert all(problem.id for problem in found) or table.endswith("_fts")


def test_the_row_that_fails_is_named(db):
    db.conn.execute("update quotes set text = 'We won' where n = 3")
    (problem,) = [p for p in verify(db) if p.table == "quotes"]
    assert [problem.id] == [row["id"] for row in db.query("select id from quotes where n = 3")]


def test_what_a_person_corrected_need_not_follow_from_the_texts(db):
    db.conn.execute(
        "update speakers set name = 'Ana M. Ruiz', sort_name = 'Ruiz, Ana M.', role = 'ex-mayor' "
        "where id = 'ana-ruiz'"
    )
    for column in ("name", "role"):
        db.conn.execute(
            "insert into corrections (item_table, item_id, column_name, at) "
            "values ('speakers', 'ana-ruiz', ?, '')",
            [column],
        )
    assert list(verify(db)) == []


def test_verifying_changes_nothing_and_works_on_a_file_opened_for_reading(db, tmp_path):
    path = db.path
    db.close()
    before = path.read_bytes()
    with QuoteDatabase(path, readonly=True) as reader:
        assert list(verify(reader)) == []
    with QuoteDatabase(path) as writer:
        assert list(verify(writer)) == []
        writer.conn.execute("insert into quotes_fts (quotes_fts) values ('delete-all')")
    assert before != path.read_bytes()
    with QuoteDatabase(path, readonly=True) as reader:
        assert [problem.table for problem in verify(reader)] == ["quotes_fts"]


def test_a_damaged_file_is_a_problem_and_not_a_crash(db):
    path = db.path
    for n in range(60):
        db.write(extraction(f"Filler {n}. " + "word " * 300, said("No", LEE)))
    db.close()
    data = bytearray(path.read_bytes())
    data[-60000:-40000] = b"\xff" * 20000
    path.write_bytes(data)
    with QuoteDatabase(path, readonly=True) as reader:
        assert list(verify(reader))
