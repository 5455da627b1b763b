"""The same words under different speakers: the view `disputes`, and all the prints of a wording."""

from __future__ import annotations

from dataclasses import replace

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database.curate import correct_quote
from quotes.database.search import NotFoundError
from quotes.database.variants import disputes, wording, wording_id
from quotes.model import Span, Speaker

RUIZ, LEE, DIAZ = person("Ana Ruiz"), person("Jo Lee"), person("Cy Diaz")
POLICE, COUNCIL = Speaker("Port Ansel Police", "organisation"), Speaker("Port Ansel Council", "organisation")
WORDS = "We were told that the harbour wall would hold for a hundred years, and it held for nine winters"
ALTERED = WORDS.replace("hundred", "thousand")


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        yield database


def article(number: int, *lines, published: str | None = None, **facts):
    """An article of its own day; each one differs from the others, so that it is another source."""
    published = published or f"2026-01-{number:02}"
    outlet = facts.pop("outlet", f"Paper {number}")
    return extraction(
        *lines, f"So ends article {number}.", outlet=outlet, published=published, doc=f"{number}.txt", **facts
    )


def disputed(database: QuoteDatabase) -> list[list[tuple[str, int, str]]]:
    return [
        [(row["speaker"], row["sources"], row["first_seen"]) for row in one["speakers"]]
        for one in disputes(database)
    ]


def test_the_same_words_under_two_speakers_with_the_sources_of_each(db) -> None:
    for n, (words, who) in enumerate([(WORDS, LEE), (WORDS, RUIZ), (WORDS[:70], RUIZ), (ALTERED, LEE)], 1):
        db.write(article(n, said(words, who)))
    assert disputed(db) == [[("Jo Lee", 2, "2026-01-01"), ("Ana Ruiz", 2, "2026-01-02")]]
    (one,) = disputes(db)
    assert one["speakers"][0]["printed"] == f"“{WORDS},”" and one["speakers"][0]["outlet"] == "Paper 1"


NO_DISPUTES = {
    "one speaker": [(said(WORDS, RUIZ),), (said(ALTERED, RUIZ),)],
    "other words": [(said(WORDS, RUIZ),), (said("Nobody told us anything at all about that wall", LEE),)],
    "everyday words": [(said("Thank you very much", RUIZ),), (said("Thank you very much", LEE),)],
    "nobody known": [(said(WORDS, RUIZ),), (said(WORDS),)],
    "a person for an organisation": [(said(WORDS, RUIZ),), (said(WORDS, POLICE),)],
    "both together": [(said(WORDS, RUIZ),), (said(WORDS, LEE),), (said(WORDS, RUIZ, LEE),)],
    "who relays it": [(said(WORDS, COUNCIL, via="Port Ansel Police"),), (said(WORDS, POLICE),)],
}


@pytest.mark.parametrize("articles", NO_DISPUTES.values(), ids=NO_DISPUTES)
def test_what_is_no_dispute(db, articles) -> None:
    for n, lines in enumerate(articles, 1):
        db.write(article(n, *lines))
    assert disputed(db) == []


def test_who_quotes_the_words_of_another_does_not_claim_them(db) -> None:
    found = article(1, said(f"Ruiz told us, ‘{WORDS},’", LEE))
    start = len("“Ruiz told us, ")
    inside = replace(
        found.quotes[0], n=2, content=(Span(start, start + len(WORDS) + 3),), speakers=(1,), nested_in=1
    )
    db.write(replace(found, quotes=(*found.quotes, inside), speakers=(LEE, RUIZ)))
    db.write(article(2, said(WORDS, RUIZ)))
    assert len(list(db.query("select id from quotes where wording_id is not null"))) == 3
    assert disputed(db) == []
    # But whoever says them without a word of Ruiz does.
    db.write(article(3, said(WORDS, DIAZ)))
    assert [[name for name, *_ in speakers] for speakers in disputed(db)] == [["Ana Ruiz", "Cy Diaz"]]


def test_a_dispute_ends_when_the_quote_is_corrected(db) -> None:
    db.write(article(1, said(WORDS, RUIZ)))
    db.write(article(2, said(WORDS, LEE)))
    ((_, other),) = [one["speakers"] for one in disputes(db)]
    correct_quote(db, other["quote_id"], speaker="Ana Ruiz")
    assert disputed(db) == []


def test_all_the_prints_of_a_wording_the_earliest_first(db) -> None:
    db.write(article(3, said(WORDS[:70], RUIZ), outlet="Gazette"))
    db.write(article(1, said(WORDS, RUIZ), outlet="Norwire"))
    db.write(article(2, said(ALTERED, RUIZ, via="Norwire"), outlet="Courier"))
    (key,) = [row["id"] for row in db.query("select id from wordings")]
    found = wording(db, key)
    assert [
        (row["outlet"], row["origin"], row["kind"], row["flags"]) for row in found["prints"]
    ] == [
        ("Norwire", None, "same", []),
        ("Courier", "Norwire", "altered", ["number changed"]),
        ("Gazette", None, "part", []),
    ]  # fmt: skip
    assert (found["quotes"], found["outlets"], found["independent"]) == (3, 3, 2)
    (differs,) = found["prints"][1]["differences"]
    assert found["prints"][1]["text"][slice(*differs["at"])] == differs["now"]
    assert ("hundred" in differs["was"], "thousand" in differs["now"]) == (True, True)


def test_copies_of_one_text_count_once(db) -> None:
    filler = " ".join(f"word{n}" for n in range(80))
    for n, published in ((1, "2026-01-01"), (2, "2026-01"), (3, None)):
        url = f"https://paper{n}.example/wall"
        copy = extraction(said(WORDS, RUIZ), outlet=f"Paper {n}", published=published, url=url)
        db.write(replace(copy, article=replace(copy.article, text=f"{copy.article.text}\n\n{filler}")))
    db.write(article(5, said(WORDS, RUIZ), outlet="The Herald"))
    db.write(article(6, said(WORDS, RUIZ, via="Herald"), outlet="Gazette"))
    (key,) = [row["id"] for row in db.query("select id from wordings")]
    found = wording(db, key)
    assert [(row["outlet"], row["origin"]) for row in found["prints"]] == [
        ("Paper 1", None),
        ("Herald", None),
        ("Gazette", "Herald"),
        ("Paper 2", "Paper 1"),  # of that January, but who knows when
        ("Paper 3", "Paper 1"),
    ]
    assert (found["outlets"], found["independent"]) == (5, 2)


def test_a_wording_is_found_by_its_id_and_by_that_of_a_quote(db) -> None:
    db.write(article(1, said(WORDS, RUIZ)))
    db.write(article(2, said(WORDS, RUIZ)))
    db.write(article(3, said("Nobody told us anything at all about that wall", LEE)))
    (key,) = [row["id"] for row in db.query("select id from wordings")]
    quotes = {row["text"][1:4]: row["id"] for row in db.query("select id, text from quotes")}
    assert wording_id(db, key) == wording_id(db, key[:8].upper()) == wording_id(db, quotes["We "]) == key
    with pytest.raises(NotFoundError, match="no other quote"):
        wording_id(db, quotes["Nob"])
    for nonsense in ("", "zz", "g" * 16, "'; drop table quotes; --"):
        with pytest.raises(NotFoundError):
            wording_id(db, nonsense)
    with pytest.raises(NotFoundError):
        wording(db, "0" * 16)
