"""Which quotes may print some words."""

from __future__ import annotations

import pytest
from database_samples import clock, extraction, person, said

from quotes.database import QuoteDatabase
from quotes.database.wordings_search import prints

ANA, LEE = person("Ana Ruiz"), person("Jo Lee")
HARBOUR = "The harbour was promised to the fishermen in writing, and now the ink is running with the oil"


def article(n, *lines, **facts):
    facts = {"published": f"2020-01-{n:02}", "outlet": f"Paper {n}"} | facts
    return extraction(f"Article {n}.", *lines, url=f"https://example.org/{n}", **facts)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as opened:
        yield opened


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
