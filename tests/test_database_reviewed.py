"""What a person reviewed or corrected outlives every import."""

from dataclasses import replace

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase
from quotes.database.verify import verify
from quotes.model import Speaker

ANA = person("Ana Ruiz", "mayor of Lima", "Ruiz")
LEE = person("Jo Lee")
AIDE = Speaker("an aide", "unnamed")
URL = {"url": "https://example.org/a"}
FILE = {"path": "a.txt"}
LOST, NO = said("We lost", ANA), said("No", AIDE)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        yield database
        assert list(verify(database)) == []


def correct(db, table, key, column, now):
    """What `curate` will do: change a value, say who did and why."""
    with db.transaction():
        was = db.conn.execute(f"select {column} from {table} where id = ?", [key]).fetchone()[0]
        db.conn.execute(f"update {table} set {column} = ? where id = ?", [now, key])
        db.conn.execute(
            "insert into corrections (item_table, item_id, column_name, was, now, who, at, why) "
            "values (?, ?, ?, ?, ?, 'Eva', ?, 'misread')",
            [table, key, column, was, now, db.now()],
        )


def review(db, words, **facts):
    """Mark the quote with these words as reviewed, and change what it says."""
    changes = ", ".join(f"{column} = ?" for column in facts)
    with db.transaction():
        db.conn.execute(
            f"update quotes set reviewed = 1, {changes} where text like ?", [*facts.values(), f"%{words}%"]
        )


def quotes_of(db):
    return {row["text"]: (row["status"], row["reviewed"]) for row in db.query("select * from quotes")}


@pytest.mark.parametrize("facts", [URL, FILE])
def test_a_reviewed_quote_stays_when_the_parser_thinks_otherwise(db, facts):
    article = extraction("One.", LOST, NO, **facts)
    db.write(article)
    review(db, "We lost", status="denied", medium="speech")
    before = rows(db)
    assert db.write(article) == "unchanged"
    first, second = article.quotes
    assert db.write(replace(article, quotes=(replace(first, confidence=0.1), second))) == "unchanged"
    assert db.write(replace(article, quotes=(second,))) == "unchanged"
    assert rows(db) == before


@pytest.mark.parametrize("facts", [URL, FILE])
@pytest.mark.parametrize(
    "new, expected",
    [
        (["One.", LOST, NO, "More."], {"“We lost,”": ("denied", 1), "“No,”": ("said", 0)}),
        (["A new lead.", "One.", LOST, NO], {"“We lost,”": ("denied", 1), "“No,”": ("said", 0)}),
        (["One.", NO, LOST], {"“We lost,”": ("denied", 1), "“No,”": ("said", 0)}),
        (["One.", said("We won", ANA), NO], {"“We won,”": ("said", 0), "“No,”": ("said", 0)}),
        (["One.", LOST.line, NO], {"“We lost,”": ("denied", 1), "“No,”": ("said", 0)}),
    ],
)
def test_a_reviewed_quote_stays_while_its_words_stand_in_the_changed_text(db, facts, new, expected):
    db.write(extraction("One.", LOST, NO, **facts))
    review(db, "We lost", status="denied")
    assert db.write(extraction(*new, **facts)) == "updated"
    assert quotes_of(db) == expected
    assert db.write(extraction(*new, **facts)) == "unchanged"


def test_the_corrections_of_a_quote_follow_it_to_its_new_place(db):
    db.write(extraction("One.", "Two.", LOST, **FILE))
    (before,) = db.query("select id from quotes")
    correct(db, "quotes", before["id"], "status", "denied")
    db.write(extraction("Lead.", "One.", "Two.", LOST, **FILE))
    (after,) = db.query("select id, status from quotes")
    assert after["id"] != before["id"] and after["status"] == "denied"
    assert [row["item_id"] for row in db.query("select * from corrections")] == [after["id"]]


@pytest.mark.parametrize("facts", [URL, FILE])
def test_a_speaker_whom_a_person_chose_stays_the_speaker(db, facts):
    db.write(extraction("Elsewhere.", said("Yes", LEE)))
    db.write(extraction("One.", "Two.", LOST, **facts))
    review(db, "We lost", speaker_id="jo-lee")
    assert db.write(extraction("Lead.", "One.", "Two.", LOST, **facts)) == "updated"
    assert {row["id"]: row["quotes"] for row in db.query("select * from speakers")} == {"jo-lee": 2}


def test_an_unnamed_speaker_of_a_reviewed_quote_moves_with_the_article(db):
    db.write(extraction("One.", "Two.", NO, **FILE))
    review(db, "No", status="denied")
    db.write(extraction("Lead.", "One.", "Two.", NO, **FILE))
    (source,) = db.query("select id from sources")
    (speaker,) = db.query("select id, kind, quotes from speakers")
    assert speaker == {"id": f"an-aide-{source['id'][:10]}", "kind": "unnamed", "quotes": 1}


def test_several_speakers_of_a_reviewed_quote_stay(db):
    both = said("We lost", ANA, LEE)
    db.write(extraction("One.", "Two.", both, **FILE))
    review(db, "We lost", status="denied")
    db.write(extraction("Lead.", "One.", "Two.", LOST, **FILE))
    assert [row["speaker_id"] for row in db.query("select * from quote_speakers order by n")] == [
        "ana-ruiz",
        "jo-lee",
    ]


def test_a_corrected_speaker_keeps_the_correction_and_outlives_the_last_quote(db):
    db.write(extraction(LOST, **URL))
    correct(db, "speakers", "ana-ruiz", "name", "Ana M. Ruiz")
    correct(db, "speakers", "ana-ruiz", "role", "former mayor")
    db.write(extraction("More.", said("Yes", ANA), published="2030-01-01"))
    (row,) = db.query("select name, role, sort_name, last_seen from speakers")
    assert tuple(row.values()) == ("Ana M. Ruiz", "former mayor", "Ruiz, Ana M.", "2030-01-01")
    db.write(extraction("Nothing said.", **URL))
    db.write(extraction("More.", said("Yes", LEE), published="2030-01-01"))
    assert [row["id"] for row in db.query("select id from speakers order by id")] == ["ana-ruiz", "jo-lee"]


def test_what_was_undone_protects_nothing_any_more(db):
    article = extraction("One.", LOST, **URL)
    db.write(article)
    (quote,) = db.query("select id from quotes")
    correct(db, "quotes", quote["id"], "status", "denied")
    correct(db, "speakers", "ana-ruiz", "role", "former mayor")
    with db.transaction():
        db.conn.execute("update corrections set undone = ?", [db.now()])
    db.write(article)
    assert quotes_of(db) == {"“We lost,”": ("said", 0)}
    db.write(extraction("One.", LOST, "More.", **URL))
    assert [row["role"] for row in db.query("select role from speakers")] == ["mayor of Lima"]


def test_a_corrected_headline_or_date_of_an_article_stays(db):
    db.write(extraction(LOST, title="Wrong", published="2019-01-01", **URL))
    (source,) = db.query("select id from sources")
    correct(db, "sources", source["id"], "title", "Right")
    correct(db, "sources", source["id"], "published", "2018-12-31")
    db.write(extraction("More.", LOST, title="Wrong", published="2019-01-01", **URL))
    (row,) = db.query("select title, published, year_month from sources")
    assert tuple(row.values()) == ("Right", "2018-12-31", "2018-12")
    (speaker,) = db.query("select first_seen from speakers")
    assert speaker == {"first_seen": "2018-12-31"}


def test_a_wording_stays_with_its_quote(db):
    db.write(extraction(LOST, NO, **URL))
    db.write(extraction("Elsewhere.", LOST, NO, url="https://example.org/other"))
    wordings = "select wording_id from quotes join sources on sources.id = source_id where url = ? order by n"
    before = [row["wording_id"] for row in db.query(wordings, [URL["url"]])]
    assert before[0]
    db.write(extraction(LOST, said("Yes", ANA), **URL))
    assert [row["wording_id"] for row in db.query(wordings, [URL["url"]])] == [before[0], None]
