"""Who printed some words, in which order and by which way, and in whose mouth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database.wordings_search import history, misattributions, prints
from quotes.model import Speaker

ANA, LEE = person("Ana Ruiz"), person("Jo Lee")
REUTERS = Speaker("Reuters", "organisation")
HARBOUR = "The harbour was promised to the fishermen in writing, and now the ink is running with the oil"


def article(n, *lines, **facts):
    facts = {"published": f"2020-01-{n:02}", "outlet": f"Paper {n}"} | facts
    return extraction(f"Article {n}.", *lines, url=f"https://example.org/{n}", **facts)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as opened:
        yield opened


def the_wording(db):
    return db.conn.execute("select id from wordings").fetchone()[0]


def test_the_printings_of_a_speech_in_order(db):
    db.write(article(3, said("… now the ink is running with the oil", ANA)))
    db.write(article(1, said(HARBOUR, ANA), outlet="Reuters"))
    db.write(article(2, said(HARBOUR.replace("was promised", "was never promised"), ANA, via="Reuters")))
    db.write(article(4, said(HARBOUR, ANA), published=None))
    found = history(db.conn, the_wording(db))
    assert [(p.row["outlet"], p.variant.kind) for p in found.printings] == [
        ("Reuters", "altered"),
        ("Paper 2", "same"),
        ("Paper 3", "part"),
        ("Paper 4", "altered"),
    ]
    first, second, *_ = found.printings
    assert (first.came_by, second.came_by) == (None, first.row["id"])
    assert [flag.kind for flag in first.variant.flags] == ["negation lost"]
    assert found.independent == 3
    assert history(db.conn, "nothing") is None


def test_printings_of_one_wire_text_count_once(db):
    filler = " ".join(f"word{n}" for n in range(80))
    for n in (1, 2, 3):
        copy = article(n, said(HARBOUR, ANA))
        text = f"{copy.article.text}\n\n{filler}"
        db.write(replace(copy, article=replace(copy.article, text=text)))
    db.write(article(5, said(HARBOUR, ANA)))
    found = history(db.conn, the_wording(db))
    assert (len(found.printings), found.independent) == (4, 2)
    assert {p.came_by for p in found.printings[1:3]} == {found.printings[0].row["id"]}


def test_the_same_words_in_two_mouths(db):
    db.write(article(1, said(HARBOUR, ANA), said("Thank you very much", ANA)))
    db.write(article(2, said(HARBOUR.upper(), LEE), said("Thank you very much", LEE)))
    (found,) = misattributions(db.conn)
    assert [(side.speaker_id, len(side.quotes)) for side in found.sides] == [("ana-ruiz", 1), ("jo-lee", 1)]
    assert list(misattributions(db.conn, found.wording_id)) == [found]


def test_who_quotes_another_relays_him_or_said_it_with_him_is_no_misattribution(db):
    db.write(article(1, said(HARBOUR, ANA)))
    db.write(article(2, said(HARBOUR, ANA, LEE)))
    db.write(article(3, said(HARBOUR, LEE)))
    assert list(misattributions(db.conn)) == []
    db.write(article(2, "Nothing."))
    assert len(list(misattributions(db.conn))) == 1
    db.write(article(3, said(HARBOUR, REUTERS)))
    db.write(article(4, said(HARBOUR, ANA, via="Reuters")))
    assert list(misattributions(db.conn)) == []


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        (HARBOUR, 2),
        ("the ink is running with the oil", 2),
        (HARBOUR.replace("promised", "never promised"), 2),
        ("Thank you very much", 1),
        ("the harbour", 2),
        ("of the", 0),
        ("the moon is made of cheese", 0),
        ('"', 0),
        ("", 0),
    ],
)
def test_what_may_print_some_words(db, words, printed):
    db.write(article(1, said(HARBOUR, ANA, LEE), said("Thank you very much", LEE)))
    db.write(article(2, said(HARBOUR.upper(), ANA)))
    found = prints(db.conn, words)
    assert len(found) == printed
    if printed == 2:
        assert sorted(row["speakers"] for row in found) == [["ana-ruiz"], ["ana-ruiz", "jo-lee"]]
