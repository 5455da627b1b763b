"""Writing articles: what is added, what is updated, what stays; and that every count is true."""

import json
import random
import sqlite3
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

import pytest
from database_samples import NOON, clock, extraction, person, rows, said

from quotes.database import QuoteDatabase, QuoteDatabaseError, system_clock
from quotes.database.verify import verify
from quotes.model import Article, Extraction, Mention, Quote, Span, Speaker

ANA = person("Ana Ruiz", "mayor of Lima", "Ruiz")
LEE = person("Jo Lee", None, "Lee")
REUTERS = Speaker("Reuters", "organisation")
AIDE = Speaker("an aide", "unnamed")


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        yield database
        assert list(verify(database)) == []


def one(db, sql, *params):
    (row,) = db.query(sql, params)
    return row


def column(db, sql, *params):
    return [next(iter(row.values())) for row in db.query(sql, params)]


def test_an_article_becomes_rows(db):
    article = extraction(
        "LIMA – The vote was close.",
        said("We lost", ANA, mention="Ruiz", via="NPR", role="mayor of Lima", addressee="the press"),
        title="Close vote",
        url="https://www.example.org/vote",
        outlet="The Example",
        published="2019-10-18T10:00:00Z",
        path="vote.txt",
    )
    assert db.write(article) == "added"
    text = "LIMA – The vote was close.\n\n“We lost,” Ruiz said."
    assert one(db, "select * from sources") == {
        "id": sha256(b"url:https://www.example.org/vote").hexdigest()[:20],
        "url": "https://www.example.org/vote",
        "path": "vote.txt",
        "title": "Close vote",
        "outlet_id": "example",
        "byline": None,
        "published": "2019-10-18T10:00:00Z",
        "year_month": "2019-10",
        "imported": "2026-01-02T12:00:00+00:00",
        "format": "text",
        "language": "en",
        "words": 10,
        "sha256": sha256(text.encode()).hexdigest(),
        "text": text,
        "parser": None,
        "agency": None,
        "record": None,
        "extra": None,
        "note": None,
        "wire_id": None,
    }
    assert rows(db, "outlets")["outlets"] == [
        {"id": "example", "name": "The Example", "domain": "example.org"},
        {"id": "npr", "name": "NPR", "domain": None},
    ]
    quote = one(db, "select * from quotes")
    assert {key: quote[key] for key in ("speaker_id", "via_id", "mention", "cue", "addressee", "role")} == {
        "speaker_id": "ana-ruiz",
        "via_id": "npr",
        "mention": "Ruiz",
        "cue": "said",
        "addressee": "the press",
        "role": "mayor of Lima",
    }
    assert (quote["text"], quote["spans"], quote["cue_spans"]) == ("“We lost,”", "[[28, 38]]", "[[44, 48]]")
    assert one(db, "select * from speakers") == {
        "id": "ana-ruiz",
        "name": "Ana Ruiz",
        "sort_name": "Ruiz, Ana",
        "kind": "person",
        "role": "mayor of Lima",
        "pronouns": None,
        "wikidata": None,
        "quotes": 1,
        "sources": 1,
        "first_seen": "2019-10-18",
        "last_seen": "2019-10-18",
    }
    assert {row["alias"]: row["n"] for row in db.query("select * from aliases")} == {"Ana Ruiz": 1, "Ruiz": 1}


def test_writing_the_same_article_again_changes_nothing_at_all(tmp_path):
    article = extraction(said("We lost", ANA, LEE), said("No", AIDE), outlet="NPR", path="a.txt")
    path = tmp_path / "quotes.db"
    with QuoteDatabase(path, clock=clock) as db:
        assert db.write(article) == "added"
        before = rows(db)
    with QuoteDatabase(path, clock=lambda: datetime(2030, 1, 1, tzinfo=NOON.tzinfo)) as db:
        assert db.write(article) == "unchanged"
        assert rows(db) == before


def test_a_changed_text_under_the_same_url_replaces_its_quotes_in_place(db):
    url = "https://example.org/a"
    db.write(extraction(said("We lost", ANA), said("Yes", LEE), url=url))
    assert db.write(extraction("New lead.", said("We lost", ANA), url=url)) == "updated"
    assert one(db, "select count(*) as n from sources") == {"n": 1}
    assert column(db, "select text from quotes") == ["“We lost,”"]
    assert column(db, "select id from speakers") == ["ana-ruiz"]


LINES = ["One.", "Two.", "Three.", "Four."]


@pytest.mark.parametrize(
    "new, path, outcome, sources",
    [
        (["One.", "Two.", "Three.", "Changed."], "a.txt", "updated", 1),
        (["One.", "Two.", "Other.", "Changed."], "a.txt", "updated", 1),
        (["One.", "New.", "Other.", "Changed."], "a.txt", "added", 2),
        ([*LINES, "Five.", "Six."], "a.txt", "updated", 1),
        (["One.", "Two.", "Three.", "Changed."], "b.txt", "added", 2),
        (["One.", "Two.", "Three.", "Changed."], None, "added", 2),
        (LINES, "b.txt", "unchanged", 1),
    ],
)
def test_a_file_with_mostly_the_same_lines_is_a_new_version(db, new, path, outcome, sources):
    db.write(extraction(*LINES, said("We lost", ANA), path="a.txt"))
    assert db.write(extraction(*new, said("We lost", ANA), path=path)) == outcome
    assert len(column(db, "select id from sources")) == sources


def test_articles_of_one_table_are_never_versions_of_each_other(db):
    for line in ("Monday.", "Tuesday."):
        article = extraction("The weather.", "In full.", line, path="all.jsonl", format="jsonl")
        assert db.write(article) == "added"


@pytest.mark.parametrize("first", [{}, {"url": "https://example.org/a"}])
def test_a_url_that_becomes_known_or_is_left_out_makes_no_second_source(db, first):
    url = {"url": "https://example.org/a"}
    db.write(extraction("One.", said("We lost", ANA), path="a.txt", **first))
    second = {} if first else url
    assert db.write(extraction("One.", said("We lost", ANA), path="a.txt", **second)) == (
        "unchanged" if first else "updated"
    )
    assert column(db, "select url from sources") == ["https://example.org/a"]


def test_metadata_that_becomes_known_is_added_and_what_is_missing_erases_nothing(db):
    line = said("We lost", ANA)
    db.write(extraction(line, path="a.txt", title="Vote"))
    assert db.write(extraction(line, path="a.txt", outlet="NPR", published="2019-10-18")) == "updated"
    assert db.write(extraction(line, path="a.txt")) == "unchanged"
    source = one(db, "select title, outlet_id, published, year_month from sources")
    assert tuple(source.values()) == ("Vote", "npr", "2019-10-18", "2019-10")
    assert one(db, "select first_seen, last_seen from speakers") == {
        "first_seen": "2019-10-18",
        "last_seen": "2019-10-18",
    }


def test_a_better_parser_updates_the_quotes_of_an_unchanged_text(db):
    article = extraction(said("We lost", ANA), said("No", LEE))
    db.write(article)
    first, second = article.quotes
    better = replace(article, quotes=(replace(first, confidence=0.5, speakers=(1,)), second))
    before = one(db, "select * from quotes where n = 2")
    assert db.write(better) == "updated"
    assert column(db, "select speaker_id from quotes order by n") == ["jo-lee", "jo-lee"]
    assert one(db, "select * from quotes where n = 2") == before
    assert column(db, "select id from speakers") == ["jo-lee"]


@pytest.mark.parametrize(
    "speakers, expected",
    [
        ([AIDE, AIDE], ["an-aide-{a}", "an-aide-{b}"]),
        ([ANA, person("ANA RUÍZ")], ["ana-ruiz"]),
        ([person("Ana Reuters"), REUTERS], ["ana-reuters", "reuters_org"]),
        ([person("Ruiz"), person("Ruiz")], ["ruiz-{a}", "ruiz-{b}"]),
    ],
)
def test_who_is_the_same_speaker_across_articles(db, speakers, expected):
    for n, speaker in enumerate(speakers):
        db.write(extraction(f"Article {n}.", said("No", speaker)))
    a, b = (source[:10] for source in column(db, "select source_id from quotes order by context, rowid"))
    found = set(column(db, "select id from speakers"))
    assert found == {key.format(a=a, b=b) for key in expected}


def test_names_without_letters_are_told_apart(db):
    db.write(extraction(said("Yes", person("★")), said("No", person("☆")), said("No!", person("★"))))
    assert {row["name"]: row["quotes"] for row in db.query("select name, quotes from speakers")} == {
        "★": 2,
        "☆": 1,
    }


def test_two_aides_of_one_article_stay_two(db):
    man, woman = Speaker("an aide", "unnamed", pronouns="he"), Speaker("an aide", "unnamed", pronouns="she")
    db.write(extraction(said("Yes", man), said("No", woman)))
    assert column(db, "select pronouns from speakers order by id") == ["he", "she"]


def test_a_quote_of_several_speakers_counts_for_each(db):
    db.write(extraction(said("We lost", ANA, LEE), said("No", ANA)))
    assert {row["id"]: row["quotes"] for row in db.query("select * from speakers")} == {
        "ana-ruiz": 2,
        "jo-lee": 1,
    }
    assert [(row["speaker_id"], row["n"]) for row in db.query("select * from quote_speakers order by n")] == [
        ("ana-ruiz", 1),
        ("jo-lee", 2),
    ]


def test_the_role_is_the_latest_and_the_name_the_most_frequent(db):
    for name, role, published in [
        ("Cristobal Castaneda", "deputy", "2018-01-01"),
        ("Cristóbal Castañeda", "head of security", "2019-10-18"),
        ("Cristóbal Castañeda", None, "2020-02-02"),
        ("Cristobal Castaneda", "candidate", None),
        ("Cristóbal Castañeda", "deputy", "2018-05-05"),
    ]:
        db.write(
            extraction(
                said("No", person(name, role)), title=str(published), published=published, url=f"{published}"
            )
        )
    assert one(db, "select name, role, first_seen, last_seen, sources from speakers") == {
        "name": "Cristóbal Castañeda",
        "role": "head of security",
        "first_seen": "2018-01-01",
        "last_seen": "2020-02-02",
        "sources": 5,
    }
    assert [tuple(row.values())[1:] for row in db.query("select * from roles order by role")] == [
        ("candidate", None, None, 1),
        ("deputy", "2018-01-01", "2018-05-05", 2),
        ("head of security", "2019-10-18", "2019-10-18", 1),
    ]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["mayor"] * 3 + ["enigma"], "enigma"),
        (["mayor"] * 4 + ["enigma"], "mayor"),
        (["mayor"] * 4 + ["governor"] * 2, "governor"),
        (["mayor"] * 9 + ["governor"] * 2, "mayor"),
        (["mayor"] * 9 + ["governor"] * 3 + ["enigma"], "governor"),
    ],
)
def test_of_whom_much_is_written_the_role_is_one_that_articles_agree_on(db, roles, expected):
    for day, role in enumerate(roles, 1):
        where = {"published": f"2020-01-{day:02}", "url": f"https://a.example/{day}"}
        db.write(extraction(f"Day {day}.", said("No", person("Ana Ruiz", role)), **where))
    assert one(db, "select role from speakers")["role"] == expected
    assert list(verify(db)) == []


def nested() -> Extraction:
    text = "“He told me ‘run’ twice,” Lee said."
    he = Mention((Span(1, 3),), "He", "pronominal")
    lee = Mention((Span(26, 29),), "Lee", "named")
    return Extraction(
        Article(text),
        (
            Quote(
                1, "direct", (Span(0, 25),), (Span(30, 34),), source=lee, speakers=(0,), context=Span(0, 35)
            ),
            Quote(2, "direct", (Span(12, 17),), (Span(4, 8),), source=he, context=Span(0, 35), nested_in=1),
        ),
        (LEE,),
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_nested_quote_names_the_one_it_stands_in(db, order):
    article = nested()
    db.write(replace(article, quotes=tuple(article.quotes[index] for index in order)))
    inner, outer = one(db, "select * from quotes where n = 2"), one(db, "select * from quotes where n = 1")
    assert (inner["nested_in"], outer["nested_in"]) == (outer["id"], None)


def test_two_people_can_be_credited_with_the_same_words(db):
    article = extraction(said("We lost", ANA))
    (quote,) = article.quotes
    both = replace(article, quotes=(quote, replace(quote, n=2, speakers=(1,))), speakers=(ANA, LEE))
    assert db.write(both) == "added"
    assert column(db, "select speaker_id from quotes order by n") == ["ana-ruiz", "jo-lee"]
    assert db.write(both) == "unchanged"


@pytest.mark.parametrize(
    "odd, stored",
    [
        ("a\x00b", "a\x00b"),
        ("a\ud800b", "a\ufffdb"),
        ("\x00", "\x00"),
        ("שלום \u202e 👩‍👩‍👧", "שלום \u202e 👩‍👩‍👧"),
        ("x\r\ny\x1b\x7f\u2028z", "x\r\ny\x1b\x7f\u2028z"),
    ],
)
def test_odd_characters_are_stored_and_verified(db, odd, stored):
    name = person(f"Ana {odd}", f"mayor {odd}", odd)
    article = extraction(f"Lead {odd}.", said(f"We {odd} lost", name), title=odd, outlet=odd, path=odd)
    assert db.write(article) == "added"
    assert db.write(article) == "unchanged"
    assert column(db, "select text from quotes") == [f"“We {stored} lost,”"]
    assert stored in one(db, "select text from sources")["text"]


def test_the_mention_that_came_second_is_stored_in_its_words(db):
    db.write(extraction(said("We lost", ANA, runner_up=Span(1, 3)), said("No", LEE)))
    assert column(db, "select runner_up from quotes order by n") == ["We", None]


@pytest.mark.parametrize(
    "change",
    [
        {"content": (Span(0, 999),)},
        {"content": (Span(-1, 3),)},
        {"content": ()},
        {"cue": (Span(5, 3),)},
        {"context": Span(0, 999)},
        {"runner_up": Span(0, 999)},
    ],
)
def test_spans_outside_the_text_are_refused_and_nothing_is_written(db, change):
    article = extraction(said("We lost", ANA), said("No", LEE))
    first, second = article.quotes
    before = rows(db)
    with pytest.raises(ValueError, match="quote 2"):
        db.write(replace(article, quotes=(first, replace(second, **change))))
    assert rows(db) == before


def test_a_full_disk_leaves_nothing_half_written(db):
    db.write(extraction(said("We lost", ANA)))
    before = rows(db)
    (pages,) = db.conn.execute("pragma page_count").fetchone()
    db.conn.execute(f"pragma max_page_count = {pages + 3}")
    big = extraction(*(said(f"We lost {n} times " + "x" * 900, person(f"Person {n}")) for n in range(200)))
    with pytest.raises(QuoteDatabaseError, match=r"quotes\.db: the disk is full"):
        db.write(big)
    assert rows(db) == before
    db.conn.execute("pragma max_page_count = 1000000")
    assert db.write(big) == "added"


def test_an_article_that_fails_midway_leaves_nothing_and_the_others_stay(db):
    db.conn.execute(
        "create temp trigger stop before insert on main.aliases when new.alias = 'Jo Lee' "
        "begin select raise(abort, 'pulled the plug'); end"
    )
    db.write(extraction(said("We lost", ANA)))
    before = rows(db)
    with pytest.raises(sqlite3.IntegrityError, match="pulled the plug"):
        db.write(extraction("One.", said("We lost", ANA), said("No", LEE)))
    assert rows(db) == before


def test_a_batch_that_fails_midway_is_undone_as_a_whole(db):
    def articles():
        yield extraction("One.", said("We lost", ANA))
        yield extraction("Two.", said("We lost", ANA))
        raise RuntimeError("the generator failed")

    with pytest.raises(RuntimeError), db.transaction():
        for article in articles():
            db.write(article)
    assert not any(rows(db).values())


def test_an_import_run_is_recorded_with_its_counts(db):
    with db.import_run(["quotes", "import", "é"], "0.1.0") as run:
        db.write(extraction(said("We lost", ANA)))
        db.write(extraction(said("We lost", ANA)))
        run.failed += 1
    assert one(db, "select * from imports") == {
        "id": 1,
        "started": "2026-01-02T12:00:00+00:00",
        "finished": "2026-01-02T12:00:00+00:00",
        "version": "0.1.0",
        "arguments": json.dumps(["quotes", "import", "é"], ensure_ascii=False),
        "added": 1,
        "updated": 0,
        "unchanged": 1,
        "skipped": 0,
        "failed": 1,
        "quotes": 1,
    }


def test_a_run_that_breaks_off_has_counts_and_no_end(db):
    with pytest.raises(KeyboardInterrupt), db.import_run([], "0.1.0"):
        db.write(extraction(said("We lost", ANA)))
        raise KeyboardInterrupt
    assert one(db, "select finished, added from imports") == {"finished": None, "added": 1}


def test_the_clock_can_be_fixed_by_the_environment(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1571392800")
    assert system_clock().isoformat() == "2019-10-18T10:00:00+00:00"


NAMES = [ANA, LEE, person("ANA RUIZ"), person("Ana Ruíz", "senator"), REUTERS, person("Reuters"), AIDE]
NAMES += [Speaker("officials", "group"), Speaker("The report", "document"), person("Lee", "mayor", "Jo")]


def random_article(rng: random.Random, key: int) -> Extraction:
    lines = [
        said(
            f"Words {rng.randrange(4)}",
            *rng.sample(NAMES, rng.choice([0, 1, 1, 1, 2, 3])),
            via=rng.choice([None, "NPR", "npr"]),
        )
        for _ in range(rng.randrange(4))
    ]
    facts = {
        "url": rng.choice([None, f"https://{rng.choice(['', 'www.', 'm.'])}example{key % 3}.org/{key}"]),
        "outlet": rng.choice([None, "REUTERS", "Reuters", "The Example"]),
        "published": rng.choice([None, "2019", "2019-10-18", "2020-01-01T00:00:00Z", "yesterday"]),
        "path": f"{key}.txt",
    }
    return extraction(f"Article {key}.", "Same.", "Also same.", *lines, **facts)


@pytest.mark.parametrize("seed", range(12))
def test_all_stored_counts_equal_a_recount_after_any_sequence_of_writes(tmp_path, seed):
    rng = random.Random(seed)
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        for _ in range(40):
            article = random_article(rng, rng.randrange(6))
            db.write(article)
            assert db.write(article) == "unchanged"
        assert list(verify(db)) == []
        used = set(column(db, "select outlet_id from sources union select via_id from quotes")) - {None}
        assert set(column(db, "select id from outlets")) == used
        speaking = "select speaker_id from quotes union select speaker_id from quote_speakers"
        assert set(column(db, "select id from speakers")) == set(column(db, speaking)) - {None}


@pytest.mark.parametrize("seed", range(8))
def test_counts_stay_true_when_people_review_between_the_writes(tmp_path, seed):
    rng = random.Random(seed)
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        for _ in range(40):
            article = random_article(rng, rng.randrange(4))
            db.write(article)
            found = column(db, "select id from quotes order by id")
            if found and rng.random() < 0.5:
                speaker = rng.choice(column(db, "select id from speakers order by id") or [None])
                sql = "update quotes set reviewed = 1, status = 'denied', speaker_id = ? where id = ?"
                db.conn.execute(sql, [speaker, rng.choice(found)])
                db.conn.execute(
                    "delete from quote_speakers where quote_id in (select id from quotes where reviewed)"
                )
                # What a person changed is counted with the next import of their article.
                for source in column(db, "select source_id from quotes where reviewed"):
                    db.write(stored_article(db, source))
            assert db.write(article) in ("updated", "unchanged")
            assert db.write(article) == "unchanged"
            assert list(verify(db)) == []
            assert set(column(db, "select status from quotes where reviewed")) <= {"denied"}


def stored_article(db, source_id):
    """An extraction of a stored article in which the parser finds nothing at all."""
    source = one(db, "select url, path, text, published from sources where id = ?", source_id)
    return Extraction(Article(**source))


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_import_does_not_matter(tmp_path, seed):
    rng = random.Random(seed)
    articles = [random_article(rng, key) for key in range(12)]
    articles += [
        replace(a, article=replace(a.article, path=f"copy/{n}.txt")) for n, a in enumerate(articles[:4])
    ]
    results = []
    for name in ("one.db", "two.db"):
        with QuoteDatabase(tmp_path / name, clock=clock) as db:
            for article in articles:
                db.write(article)
            results.append(rows(db))
        rng.shuffle(articles)
    assert results[0] == results[1]
