"""Names that very many articles have: what they state is counted, and tells people apart as before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from quotes.database import QuoteDatabase, statements
from quotes.database.verify import verify
from quotes.model import Article, Extraction, Quote, Span, Speaker

MANY = statements.FEW + 5


def article(n: int, name: str, role: str | None, year: int, age: int | None = None) -> Extraction:
    text = f"“Words of number {n},” {name} said."
    end = text.index("”") + 1
    quote = Quote(1, "direct", (Span(0, end),), speakers=(0,), context=Span(0, len(text)), confidence=0.9)
    speaker = Speaker(name, "person", role, (name.split()[-1],), "she", age)
    published = f"{year}-03-{n % 28 + 1:02}"
    url = f"https://herald.example/{n}"
    return Extraction(Article(text, url=url, outlet="The Herald", published=published), (quote,), (speaker,))


def world() -> list[Extraction]:
    """Two people of one name, sixty years apart; a short form; a surname alone."""
    return [
        *(
            article(n, "Ann Tolliver", "mayor of Brisk", 2015 + n % 3, None if n % 4 else 45 + n % 3)
            for n in range(MANY)
        ),
        *(article(100 + n, "Ann Tolliver", "swimmer", 1931) for n in range(3)),
        *(article(200 + n, "A. Tolliver", "mayor of Brisk", 2016) for n in range(2)),
        *(article(300 + n, "Tolliver", "mayor of Brisk", 2016) for n in range(2)),
    ]


def rows(db: QuoteDatabase) -> dict[str, list[tuple[object, ...]]]:
    tables = ("appearances", "names", "statements", "speakers", "aliases", "roles", "quotes")
    return {table: sorted(map(repr, db.conn.execute(f"select * from {table}"))) for table in tables}  # type: ignore[misc]


def test_statements_are_counted_from_the_forty_first_article_on(tmp_path: Path) -> None:
    with QuoteDatabase(tmp_path / "q.db") as db:
        for n in range(statements.FEW):
            db.write(article(n, "Ann Tolliver", "mayor", 2016))
        assert not statements.are_counted(db.conn, "ann-tolliver")
        db.write(article(statements.FEW, "Ann Tolliver", "mayor", 2016))
        counted = db.conn.execute("select year, role, n, speaker_id from statements").fetchall()
        assert counted == [("2016", "mayor", statements.FEW + 1, "ann-tolliver")]


def test_two_people_of_one_name_stay_apart_when_one_is_quoted_everywhere(tmp_path: Path) -> None:
    with QuoteDatabase(tmp_path / "q.db") as db:
        for extraction in world():
            db.write(extraction)
        found = dict(
            db.conn.execute(
                "select speaker_id, count(*) from appearances group by 1 order by 2 desc"
            ).fetchall()
        )
        assert found == {"ann-tolliver": MANY + 4, "ann-tolliver_sport": 3}
        assert not list(verify(db))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_import_does_not_matter(tmp_path: Path, seed: int) -> None:
    extractions = world()
    with QuoteDatabase(tmp_path / "a.db") as db:
        for extraction in extractions:
            db.write(extraction)
        expected = rows(db)
    random.Random(seed).shuffle(extractions)
    with QuoteDatabase(tmp_path / "b.db") as db:
        for extraction in extractions:
            db.write(extraction)
        found = rows(db)
    # When an article was imported is all that may differ.
    assert found == expected


def test_articles_that_change_are_counted_down(tmp_path: Path) -> None:
    with QuoteDatabase(tmp_path / "q.db") as db:
        for extraction in world():
            db.write(extraction)
        for n in range(10):
            db.write(article(n, "Someone Else", None, 2016))
        assert not statements.are_counted(db.conn, "ann-tolliver")
        assert not list(verify(db))
        changed = rows(db)
    with QuoteDatabase(tmp_path / "new.db") as db:
        for extraction in [*world()[10:], *(article(n, "Someone Else", None, 2016) for n in range(10))]:
            db.write(extraction)
        assert rows(db)["appearances"] == changed["appearances"]


def test_verify_notices_a_wrong_count(tmp_path: Path) -> None:
    with QuoteDatabase(tmp_path / "q.db") as db:
        for extraction in world():
            db.write(extraction)
        db.conn.execute("update statements set n = n + 1 where year = '1931'")
        assert [(problem.table, problem.id) for problem in verify(db)] == [("statements", "ann-tolliver")]
