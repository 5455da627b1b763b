"""Two speakers who are one, and one who is several: what people say of them holds, whatever is imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase, joining
from quotes.database.curate import undo
from quotes.database.exchange import apply, export
from quotes.database.people import CorrectionError
from quotes.database.verify import verify
from quotes.model import Extraction, Speaker

BILL, WILLIAM, ANA = person("Bill Hadley"), person("William R. Hadley", role="judge"), person("Ana Ruiz")
SWIMMER = person("Ana Ruiz", role="swimmer")


def article(n: int, *speakers: Speaker, outlet: str = "Gazette") -> Extraction:
    lines = [said(f"Words {n} {i}", speaker) for i, speaker in enumerate(speakers)]
    url = f"https://example.org/{n}"
    return extraction(f"Article {n}.", *lines, url=url, published=f"2020-0{n}-01", outlet=outlet)


CONTENTS = {
    1: ((BILL, ANA), "Gazette"),
    2: ((WILLIAM,), "Courier"),
    3: ((BILL,), "Courier"),
    4: ((SWIMMER,), "Herald"),
}
ARTICLES = [article(n, *speakers, outlet=outlet) for n, (speakers, outlet) in CONTENTS.items()]


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as opened:
        for each in ARTICLES:
            opened.write(each)
        yield opened
        assert list(verify(opened)) == []


def whose(db: QuoteDatabase) -> dict[str, str]:
    """Which speaker each article's quotes are of: ids joined by blanks, by the article's number."""
    found: dict[str, list[str]] = {}
    sql = "select url, speaker_id from quotes join sources on sources.id = source_id order by url, quotes.n"
    for row in db.query(sql):
        found.setdefault(row["url"][-1], []).append(row["speaker_id"])
    return {key: " ".join(ids) for key, ids in found.items()}


APART = {"1": "bill-hadley ana-ruiz", "2": "william-r-hadley", "3": "bill-hadley", "4": "ana-ruiz"}
MERGED = APART | {"2": "bill-hadley"}


def again(db: QuoteDatabase) -> None:
    """Import all articles once more, then each with more in it, and then as they were."""
    for n, (speakers, outlet) in CONTENTS.items():
        assert db.write(ARTICLES[n - 1]) == "unchanged"
        db.write(article(n, *speakers, person("Jo Lee"), outlet=outlet))
        db.write(ARTICLES[n - 1])


def test_merged_speakers_stay_one_after_importing_everything_again(db):
    assert whose(db) == APART
    joining.merge(db, "william-r-hadley", "Bill Hadley", who="ana", why="same man")
    assert whose(db) == MERGED
    again(db)
    assert whose(db) == MERGED
    found = db.query("select id, name, quotes from speakers where id like '%hadley'")
    assert [tuple(row.values()) for row in found] == [("bill-hadley", "Bill Hadley", 3)]


def test_an_article_that_comes_later_means_whom_the_name_was_merged_into(db):
    joining.merge(db, "william-r-hadley", "bill-hadley")
    db.write(article(5, WILLIAM))
    assert whose(db)["5"] == "bill-hadley"


def test_undoing_a_merge_brings_both_back(db):
    before = rows(db)
    joining.merge(db, "william-r-hadley", "bill-hadley")
    undo(db)
    after = rows(db)
    for table in ("speakers", "quotes", "appearances", "aliases", "roles"):
        assert after[table] == before[table]


def test_a_merge_into_who_was_merged_takes_all_along(db):
    joining.merge(db, "william-r-hadley", "bill-hadley")
    joining.merge(db, "bill-hadley", "ana-ruiz")
    assert set(whose(db).values()) == {"ana-ruiz", "ana-ruiz ana-ruiz"}
    undo(db)
    assert whose(db) == MERGED


@pytest.mark.parametrize(
    "what, expected",
    [
        ({"roles": ["swimmer"]}, {"4": "ana-ruiz_2"}),
        ({"sources": ["https://example.org/4"]}, {"4": "ana-ruiz_2"}),
        ({"sources": ["https://example.org/4"], "to": "Ana Maria Ruiz"}, {"4": "ana-maria-ruiz"}),
        ({"sources": ["https://example.org/4"], "to": "bill-hadley"}, {"4": "bill-hadley"}),
    ],
)
def test_a_speaker_who_is_two_is_split_for_good(db, what, expected):
    joining.split(db, "ana-ruiz", **what)
    assert whose(db) == APART | expected
    again(db)
    assert whose(db) == APART | expected
    undo(db)
    assert whose(db) == APART


def test_names_that_were_joined_by_themselves_are_parted_by_a_person(db):
    db.write(article(5, person("Bill Q. Hadley"), outlet="Courier"))
    assert whose(db)["5"] == "bill-hadley"
    joining.split(db, "bill-hadley", names=["Bill Q. Hadley"])
    assert whose(db) == APART | {"5": "bill-q-hadley"}
    again(db)
    db.write(article(6, person("Bill Q. Hadley")))
    assert whose(db)["6"] == "bill-q-hadley"


def test_what_was_said_of_an_article_follows_it_when_its_text_changes(db):
    def version(text: str) -> Extraction:
        return extraction("One.", "Two.", text, said("We left", person("Ruiz")), path="a.txt", outlet="Star")

    db.write(version("Three."))
    (source,) = [row["id"] for row in db.query("select id from sources where path = 'a.txt'")]
    joining.merge(db, f"ruiz-{source[:10]}", "ana-ruiz")
    assert db.write(version("Four.")) == "updated"
    of = "from quotes join sources on sources.id = source_id where path = 'a.txt'"
    (row,) = db.query(f"select sources.id, speaker_id {of}")
    assert row["speaker_id"] == "ana-ruiz" and row["id"] != source


@pytest.mark.parametrize("first", ["articles", "corrections"])
def test_what_was_said_holds_in_a_database_that_is_built_anew(db, tmp_path: Path, first):
    joining.merge(db, "william-r-hadley", "bill-hadley", who="ana")
    joining.split(db, "ana-ruiz", roles=["swimmer"])
    lines = [json.dumps(line) for line in export(db)]
    with QuoteDatabase(tmp_path / "new.db", clock=clock) as new:
        if first == "corrections":
            assert apply(new, lines).problems == []
        for each in reversed(ARTICLES):
            new.write(each)
        if first == "articles":
            apply(new, lines)
        assert whose(new) == whose(db) == MERGED | {"4": "ana-ruiz_2"}
        assert apply(new, lines).new == 0
        assert [json.dumps(line) for line in export(new)] == lines
        assert list(verify(new)) == []


@pytest.mark.parametrize(
    "do, why",
    [
        (lambda db: joining.merge(db, "nobody", "bill-hadley"), "no speaker is called 'nobody'"),
        (lambda db: joining.merge(db, "bill-hadley", "Bill Hadley"), "are one speaker already"),
        (lambda db: joining.split(db, "bill-hadley", roles=["pope"]), "the role 'pope'"),
        (lambda db: joining.split(db, "bill-hadley", names=["Bill"]), "no article calls bill-hadley 'Bill'"),
        (lambda db: joining.split(db, "bill-hadley", names=["Bill Hadley"]), "has no other name"),
        (lambda db: joining.split(db, "bill-hadley", sources=["zzz"]), "not quoted in an article 'zzz'"),
        (lambda db: joining.split(db, "william-r-hadley", roles=["judge"]), "all the articles"),
    ],
)
def test_what_cannot_be_changes_nothing(db, do, why):
    before = rows(db)
    with pytest.raises(CorrectionError, match=why):
        do(db)
    assert rows(db) == before
