"""Whatever people correct and undo, in any order and between any imports: it is proved, and repeats."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from functools import partial

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase, joining
from quotes.database.curate import (
    CorrectionError,
    add_alias,
    correct_quote,
    link_wikidata,
    rename,
    set_role,
    undo,
)
from quotes.database.exchange import apply, export
from quotes.database.verify import verify
from quotes.model import Extraction, Span, Speaker

PEOPLE = [
    person("Ana Ruiz", "mayor of Lima", "Ruiz"),
    person("Jo Lee", "spokeswoman"),
    person("Bo Park", "senator", "Park"),
    person("Lee"),
    Speaker("an aide", "unnamed"),
    Speaker("officials", "group"),
    Speaker("NPR", "organisation"),
]
WORDS = ["We lost the election", "No", "Yes", "It was nobody's fault at all", "Never again will I", "So what"]
SAID_OF_QUOTES = [
    *({"kind": "mixed"}, {"status": "denied"}, {"accept": True}, {"reject": True}, {"speaker": "none"}),
    *({"speaker": "Eva Luna"}, {"speaker": "Cher"}, {"speaker": "Jo Lee"}, {"speaker": "officials"}),
]
SAID_OF_SPEAKERS = [(rename, "X Y"), (set_role, "king"), (add_alias, "Bo Park"), (link_wikidata, "Q4")]


def lines(chance: random.Random) -> list:
    """Lines of an article; one in three says nothing."""
    result: list = []
    for _ in range(chance.randint(1, 6)):
        by = chance.sample(PEOPLE, chance.choice([0, 1, 1, 2]))
        result.append("It rained." if chance.random() < 0.3 else said(chance.choice(WORDS), *by))
    return result


def article(number: int, written: list) -> Extraction:
    known = {"url": f"https://x.org/{number}"} if number % 2 else {"path": f"{number}.txt"}
    return extraction(f"Article {number}.", *written, published=f"202{number}-01-01", **known)


def as_another_parser(chance: random.Random, found: Extraction) -> Extraction:
    """The same article, some of its quotes missed, cut otherwise, or nobody's."""
    quotes = []
    for quote in found.quotes:
        ((start, end),) = quote.content
        shorter = (Span(start + chance.randint(0, 1), end - chance.randint(0, 1)),)
        others = [None, replace(quote, content=shorter), replace(quote, kind="indirect", speakers=()), quote]
        quotes.append(chance.choice(others))
    return replace(found, quotes=tuple(quote for quote in quotes if quote))


def do_something(chance: random.Random, db: QuoteDatabase, articles: dict[int, list]) -> None:
    number = chance.choice(list(articles))
    speakers = [row["id"] for row in db.query("select id from speakers order by id")] or ["x"]
    quotes = [row["id"] for row in db.query("select id from quotes order by id")] or ["000000"]
    say, words = chance.choice(SAID_OF_SPEAKERS)
    correct = partial(correct_quote, db, chance.choice(quotes), **chance.choice(SAID_OF_QUOTES))
    some = chance.choice(speakers)
    sources = [
        row["id"] for row in db.query("select source_id as id from appearances where speaker_id = ?", [some])
    ]
    whatever = [
        partial(joining.merge, db, some, chance.choice(speakers)),
        partial(joining.split, db, some, sources=sources[:1]),
        *(correct, correct, correct, partial(undo, db), partial(undo, db, chance.randint(1, 5))),
        partial(say, db, chance.choice(speakers), words),
        partial(db.write, as_another_parser(chance, article(number, articles[number]))),
    ]
    if chance.random() < 0.2:
        articles[number] = [*lines(chance)[:1], *articles[number]]
        whatever = [partial(db.write, article(number, articles[number]))]
    try:
        chance.choice(whatever)()
    except CorrectionError as error:
        assert "\n" not in str(error)


def content(db: QuoteDatabase) -> dict:
    found = rows(db)
    for row in found["pins"]:
        del row["correction_id"]  # a running number
    return found


@pytest.mark.parametrize("seed", range(10))
def test_corrections_and_imports_in_any_order(tmp_path, seed):
    chance = random.Random(seed)
    articles = {number: lines(chance) for number in range(3)}
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        for number, written in articles.items():
            db.write(article(number, written))
        for _ in range(15):
            do_something(chance, db, articles)
            assert list(verify(db)) == []
        for number, written in articles.items():
            db.write(article(number, written))
        kept = [json.dumps(line) for line in export(db)]
        before = content(db)
        for when in range(4):
            with QuoteDatabase(tmp_path / f"{when}.db", clock=clock) as again:
                order = chance.sample(list(articles), 3)
                for number in order[:when]:
                    again.write(article(number, articles[number]))
                apply(again, kept)
                for number in order[when:]:
                    again.write(article(number, articles[number]))
                assert content(again) == before
                assert list(verify(again)) == []
        with pytest.raises(CorrectionError, match="there is no correction to undo"):
            while undo(db):
                assert list(verify(db)) == []
