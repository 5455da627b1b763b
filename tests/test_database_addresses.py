"""One article under several addresses is one source, whichever address comes first."""

from itertools import permutations

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase
from quotes.database.verify import verify

ANA = person("Ana Ruiz", "mayor")


def article(url, words="We lost", **facts):
    return extraction(said(words, ANA), url=url, **facts)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        yield database


def found(db):
    """Every source's best address with all of them."""
    known = db.query(
        "select sources.url, group_concat(addresses.url, ' ') as urls from sources "
        "left join (select * from addresses order by url) as addresses on source_id = sources.id "
        "group by sources.id order by sources.url"
    )
    return {row["url"]: row["urls"] for row in known}


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        ("https://example.org/a", "https://example.org/a?utm_source=x", "https://example.org/a"),
        ("https://www.example.org/news/a", "https://m.example.org/a", "https://www.example.org/news/a"),
        ("http://example.org/a", "https://example.org/a", "https://example.org/a"),
        ("https://amp.example.org/b", "https://example.org/bb", "https://example.org/bb"),
    ],
)
def test_the_same_text_on_one_site_is_one_source_known_by_the_best_address(db, one, other, best):
    assert db.write(article(one)) == "added"
    assert db.write(article(other)) == "updated"
    assert found(db) == {best: " ".join(sorted([one, other]))}
    for url in (one, other):
        assert db.write(article(url)) == "unchanged"
    assert list(verify(db)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.com/a"),
        ("https://example.org/a", "https://news.example.org/a"),
    ],
)
def test_the_same_text_on_two_sites_is_two_sources(db, one, other):
    db.write(article(one))
    db.write(article(other))
    assert found(db) == {one: one, other: other}


def test_another_text_on_the_same_site_is_another_source(db):
    db.write(article("https://example.org/a"))
    db.write(article("https://example.org/b", "We won"))
    assert len(found(db)) == 2


def test_a_new_text_under_either_address_is_a_new_version_of_the_source(db):
    db.write(article("https://example.org/a"))
    db.write(article("https://example.org/a?page=all"))
    assert db.write(article("https://example.org/a?page=all", "We lost twice")) == "updated"
    assert list(found(db)) == ["https://example.org/a"]
    assert [row["text"] for row in rows(db, "quotes")["quotes"]] == ["“We lost twice,”"]


def test_what_was_corrected_follows_to_a_better_address(db):
    db.write(article("https://example.org/a?utm_source=x"))
    db.conn.execute("update quotes set reviewed = 1, status = 'denied'")
    db.write(article("https://example.org/a"))
    assert [(row["reviewed"], row["status"]) for row in rows(db, "quotes")["quotes"]] == [(1, "denied")]
    assert list(verify(db)) == []


COPIES = (
    article("https://example.org/a", title="A", byline="Jo Lee"),
    article("https://example.org/a?x=1", title="A (print)", published="2019-10-18", path="b.html"),
    article("https://m.example.org/a", title="A on the phone"),
    article("https://example.com/a", title="A elsewhere"),
    article("https://example.org/other", "We won"),
)


def test_the_order_does_not_matter(tmp_path):
    found = []
    for n, order in enumerate(permutations(COPIES)):
        if n % 5 == 0:  # 24 of 120
            with QuoteDatabase(tmp_path / f"{n}.db", clock=clock) as db:
                with db.transaction():
                    for copy in order:
                        db.write(copy)
                found.append(rows(db))
    assert len(found[0]["sources"]) == 3
    assert [row["title"] for row in found[0]["sources"] if row["byline"]] == ["A"]
    for other in found[1:]:
        assert other == found[0]
