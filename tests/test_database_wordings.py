"""Wordings across articles: what is stored depends on the quotes, never on how they came."""

from __future__ import annotations

import random
import sqlite3

import pytest
from click.testing import CliRunner
from database_samples import clock, extraction, person, rows, said

from quotes.cli import cli
from quotes.database import QuoteDatabase, wordings, wordings_filling, wordings_links, wordings_tables
from quotes.database.curate import correct_quote, undo
from quotes.database.prepared import Prepared
from quotes.database.verify import verify
from quotes.database.verify_wordings import check_wordings
from quotes.model import Speaker

pytestmark = pytest.mark.usefixtures("waiting")

ANA, LEE, KIM = person("Ana Ruiz"), person("Jo Lee"), person("Kim Park")
SOMEBODY = Speaker("officials", "group")
HARBOUR = "The harbour was promised to the fishermen in writing, and now the ink is running with the oil"
BRIDGE = (
    "We rebuilt that bridge after the war with our own hands, and no bank in the capital lent us a hammer"
)
TABLES = ("quotes", *wordings_tables.TABLES)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as opened:
        yield opened
        assert list(verify(opened)) == []


def article(n, *lines, **facts):
    facts = {"published": f"2020-01-{n:02}", "outlet": f"Paper {n % 5}"} | facts
    return extraction(f"Article {n}.", *lines, url=f"https://example.org/{n}", **facts)


def groups(db):
    """The quotes of each wording, as (speaker, words) in order."""
    found = {}
    for row in db.query("select wording_id, speaker_id, text from quotes where wording_id is not null"):
        found.setdefault(row["wording_id"], []).append((row["speaker_id"], row["text"].strip("“,”")))
    return sorted(sorted(members) for members in found.values())


def anew(db):
    """The tables as they would be if all quotes came at once now."""
    before = {table: rows(db, table)[table] for table in TABLES}
    with db.transaction():
        for table in (*wordings_tables.TABLES, "recent_features"):
            db.conn.execute(f"delete from {table}")
        db.conn.execute("update quotes set variant_id = null, wording_id = null")
        db.conn.execute("delete from wording_changes")
        wordings_tables.note_all(db.conn)
    after = {table: rows(db, table)[table] for table in TABLES}
    return before, after


def test_equal_contained_and_edited_words_are_one_wording(db):
    db.write(article(1, said(HARBOUR, ANA)))
    assert groups(db) == []
    db.write(article(2, said(HARBOUR.upper(), ANA)))
    db.write(article(3, said("now the ink is running with the oil", ANA), said(BRIDGE, LEE)))
    db.write(article(4, said(HARBOUR.replace("promised", "never promised"), ANA)))
    assert [len(group) for group in groups(db)] == [4]
    (row,) = db.query("select * from wordings")
    assert (row["quotes"], row["variants"], row["speakers"], row["sources"]) == (4, 3, 1, 4)
    assert (row["first_seen"], row["last_seen"]) == ("2020-01-01", "2020-01-04")
    assert "never promised" in row["text"]


def test_long_words_are_one_wording_in_any_mouth_and_short_ones_only_in_one(db):
    for n, who in enumerate((ANA, LEE, SOMEBODY), 1):
        db.write(article(n, said(HARBOUR, who), said("Thank you very much", who)))
    assert [len(group) for group in groups(db)] == [3]
    db.write(article(9, said("Thank you very much!", ANA)))
    assert groups(db)[0] == [("ana-ruiz", "Thank you very much"), ("ana-ruiz", "Thank you very much!")]


def test_a_quote_that_leaves_leaves_its_wording(db):
    db.write(article(1, said(HARBOUR, ANA)))
    db.write(article(2, said(HARBOUR, ANA)))
    db.write(article(2, said("Something else altogether", ANA)))
    assert groups(db) == []
    assert list(db.query("select * from wordings")) == []


def test_what_holds_two_parts_together_can_go(db):
    start, end = "We rebuilt that bridge after the war", "no bank in the capital lent us a hammer"
    db.write(article(1, said(start, ANA)))
    db.write(article(2, said(end, ANA)))
    assert groups(db) == []
    db.write(article(3, said(BRIDGE, ANA)))
    assert [len(group) for group in groups(db)] == [3]
    (key,) = (row["id"] for row in db.query("select id from quotes where text like '%hands%'"))
    correct_quote(db, key, reject=True)
    assert groups(db) == []
    undo(db)
    assert [len(group) for group in groups(db)] == [3]


@pytest.mark.parametrize(("words", "other"), [("Yes, yes", "… … … …"), ("Yes, yes", "No, no!!")])
def test_a_quote_that_gets_other_words_where_it_stands(db, words, other):
    db.write(article(1, said(words, ANA)))
    db.write(article(2, said(other, ANA)))
    assert groups(db) == []
    db.write(article(2, said(words, ANA)))
    assert [len(group) for group in groups(db)] == [2]
    db.write(article(2, said(other, ANA)))
    assert groups(db) == []


def test_a_correction_that_gives_a_quote_to_somebody_else(db):
    db.write(article(1, said("poisoned by its own landlord", ANA)))
    db.write(article(2, said("A whole village, poisoned by its own landlord", LEE)))
    assert groups(db) == []
    (key,) = (row["id"] for row in db.query("select id from quotes where speaker_id = 'jo-lee'"))
    correct_quote(db, key, speaker="Ana Ruiz")
    assert [len(group) for group in groups(db)] == [2]
    undo(db)
    assert groups(db) == []


def test_a_date_that_changes_changes_when_a_wording_was_first_seen(db):
    db.write(article(1, said(HARBOUR, ANA)))
    db.write(article(2, said(HARBOUR, ANA)))
    db.write(article(1, said(HARBOUR, ANA), published="2019-12-31"))
    assert [row["first_seen"] for row in db.query("select first_seen from wordings")] == ["2019-12-31"]


@pytest.mark.parametrize(
    "words",
    [
        "Yes",
        "…",
        "15",
        "١٥ في المئة",
        "قال الرئيس إننا سنفوز في هذه الانتخابات القادمة مهما كان الثمن",
        "我们一定会赢得这次选举，无论如何都会赢。",
    ],
)
def test_words_of_any_kind_and_number(db, words):
    for n in (1, 2):
        db.write(article(n, said(words, ANA)))
    assert len(groups(db)) == (words != "…")


def test_ten_thousand_words_and_a_stretch_of_them(db):
    rng = random.Random(5)
    speech = [rng.choice("harbour promise writing river engine winter ledger copper meadow".split()) + str(n)
              for n in range(10_000)]  # fmt: skip
    db.write(article(1, said(" ".join(speech), ANA)))
    db.write(article(2, said(" ".join(speech[5_000:5_020]), LEE)))
    assert [len(group) for group in groups(db)] == [2]


def edited(rng, words):
    """What newspapers do to a quote."""
    words = words.split()
    what = rng.randrange(6)
    start, end = sorted(rng.sample(range(len(words) + 1), 2))
    if what == 0:
        words = words[start:end] if end - start > 3 else words
    elif what == 1:
        words[start:end] = ["…"] if 0 < end - start < 8 else words[start:end]
    elif what == 2:
        words[rng.randrange(len(words))] = "certainly"
    elif what == 3:
        words.insert(start, "never")
    elif what == 4:
        words = [word.upper() for word in words]
    return " ".join(words)


def news(rng, n):
    """Articles that print some sayings in all ways, in several mouths; bare names among them."""
    sayings = [HARBOUR, BRIDGE, "Thank you very much", "It takes a village to raise a child", "no comment"]
    voices = [ANA, LEE, KIM, SOMEBODY, person("Ruiz"), person("Ana M. Ruiz")]
    for number in range(1, n + 1):
        lines = [said(edited(rng, rng.choice(sayings)), rng.choice(voices)) for _ in range(rng.randint(1, 4))]
        yield number, article(number, *lines, published=f"2020-{rng.randint(1, 12):02}-11")


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("most", [2, 5, 200])
def test_any_order_gives_the_same_rows(tmp_path, monkeypatch, seed, most):
    monkeypatch.setattr(wordings_links, "MOST", most)
    rng = random.Random(seed)
    first, last = dict(news(rng, 14)), dict(news(rng, 14))
    results = []
    for attempt in range(3):
        with QuoteDatabase(tmp_path / f"{attempt}.db", clock=clock) as db:
            order = list(first)
            rng.shuffle(order)
            stale = order[: rng.randrange(14)] if attempt else []
            for number in stale:  # articles that are first stored with other quotes
                db.write(last[number])
            for batch in (order[:5], order[5:]):
                with db.transaction():
                    for number in batch:
                        db.write(first[number])
            assert list(verify(db)) == []
            before, after = anew(db)
            assert before == after
            results.append(before)
    assert results[0] == results[1] == results[2]


@pytest.mark.parametrize("seed", range(3))
def test_corrections_in_between_leave_what_a_new_start_would(tmp_path, seed):
    rng = random.Random(seed)
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as db:
        for _, one in news(rng, 10):
            db.write(one)
            ids = [row["id"] for row in db.query("select id from quotes order by id")]
            what = rng.randrange(4)
            if what == 0:
                correct_quote(db, rng.choice(ids), speaker=rng.choice(["Jo Lee", "none", "Ana Ruiz"]))
            elif what == 1:
                correct_quote(db, rng.choice(ids), reject=True)
            elif what == 2 and db.conn.execute("select 1 from corrections where undone is null").fetchone():
                undo(db)
        before, after = anew(db)
        assert before == after
        assert list(verify(db)) == []


def as_before_wordings(path):
    """A database as version 9 left it."""
    conn = sqlite3.connect(path)
    for (name,) in conn.execute(
        "select name from sqlite_master where type = 'trigger' and name like '%worded%'"
    ).fetchall():
        conn.execute(f"drop trigger {name}")
    conn.execute("drop view disputes")
    for table in wordings_tables.TABLES:
        conn.execute(f"drop table {table}")
    conn.execute("drop index idx_quotes_variant_id_speaker_id")
    conn.execute("update quotes set wording_id = null")
    conn.execute("alter table quotes drop column variant_id")
    conn.execute("delete from _sqlite_migrations where name = 'add_wordings'")
    conn.execute("pragma user_version = 9")
    conn.commit()
    conn.close()


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.db"
    with QuoteDatabase(path, clock=clock) as db:
        for _, one in news(random.Random(1), 10):
            db.write(one)
        expected = {table: rows(db, table)[table] for table in TABLES}
    as_before_wordings(path)
    return path, expected


def test_an_older_database_gets_its_wordings_when_it_is_opened(old):
    path, expected = old
    told = []
    with QuoteDatabase(path, clock=clock, on_upgrade=lambda *done: told.append(done)) as db:
        assert {table: rows(db, table)[table] for table in TABLES} == expected
        assert told == [(len(expected["quotes"]), len(expected["quotes"]))]
        assert list(verify(db)) == []


def test_version_11_missed_quotes_that_got_words_where_there_were_none(tmp_path):
    path = tmp_path / "quotes.db"
    with QuoteDatabase(path, clock=clock) as db:
        db.write(article(1, said("Yes, yes", ANA)))
        db.write(article(2, said("… … … …", ANA)))
        db.conn.execute("drop trigger quotes_worded_over")
        db.conn.execute("update quotes set text = 'Yes, yes' where variant_id is null")
        db.conn.execute("delete from _sqlite_migrations where name = 'note_quotes_that_get_words'")
        db.conn.execute("pragma user_version = 11")
    with QuoteDatabase(path, clock=clock) as db:
        assert [len(group) for group in groups(db)] == [2]
        assert list(check_wordings(db.conn)) == []


def test_before_version_16_quotes_came_without_their_variants(tmp_path):
    path = tmp_path / "quotes.db"
    trigger = "select sql from sqlite_master where name = 'quotes_worded_in'"
    with QuoteDatabase(path, clock=clock) as db:
        new = db.conn.execute(trigger).fetchone()
        db.conn.executescript(
            "drop trigger quotes_worded_in; create trigger quotes_worded_in after insert on quotes "
            "begin insert into wording_changes (quote_id) values (new.id); end;"
            "delete from _sqlite_migrations where name = 'note_variants_of_new_quotes';"
            "pragma user_version = 15"
        )
    with QuoteDatabase(path, clock=clock) as db:
        assert db.conn.execute(trigger).fetchone() == new
        db.write_all([Prepared(article(n, said(HARBOUR, ANA))) for n in (1, 2)])
        assert [len(group) for group in groups(db)] == [2]


# What somebody may do to quotes that were put in with their variants, before it is looked at.
MEANWHILE = (
    "",
    "delete from quotes where n = 1",
    "update quotes set text = 'Yes'; delete from quotes where n = 1",
    "update quotes set variant_id = null; update quotes set speaker_id = null where n = 1",
    "update quotes set text = '…'; update quotes set text = 'Yes'",
    "update quotes set variant_id = 7 where variant_id <> 0",
)


@pytest.mark.parametrize(("chunk", "large"), [(1, 20_000), (20_000, 20_000), (20_000, 1)])
@pytest.mark.parametrize("then", MEANWHILE)
def test_quotes_that_another_program_puts_in_with_their_variants_are_counted_as_any(
    tmp_path, monkeypatch, then, chunk, large
):
    monkeypatch.setattr(wordings, "CHUNK", chunk)
    monkeypatch.setattr(wordings, "LARGE", large)
    path = tmp_path / "quotes.db"
    with QuoteDatabase(path, clock=clock) as db:
        db.write_all([article(n, said(HARBOUR, ANA), said(BRIDGE, LEE)) for n in (1, 2)])
    conn = sqlite3.connect(path)
    columns = ", ".join(f'"{row[1]}"' for row in conn.execute("pragma table_info(quotes)"))
    conn.executescript(
        "create table kept as select * from quotes; delete from quotes; delete from wording_changes;"
        "delete from variants; delete from variant_features; delete from variant_links; delete from wordings;"
        f"insert into quotes ({columns}) select {columns} from kept; drop table kept; {then}"
    )
    conn.close()
    with QuoteDatabase(path, clock=clock) as db:
        assert list(check_wordings(db.conn)) == []
        before, after = anew(db)
        assert before == after


def test_an_upgrade_that_is_cut_short_goes_on(old, monkeypatch):
    path, expected = old
    monkeypatch.setattr(wordings, "CHUNK", 5)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        QuoteDatabase(path, clock=clock, on_upgrade=stop)
    told = []
    with QuoteDatabase(path, clock=clock, on_upgrade=lambda *done: told.append(done)) as db:
        total = len(expected["quotes"])
        assert told[-1] == (total - 5, total - 5)
        assert {table: rows(db, table)[table] for table in TABLES} == expected


def test_a_person_sees_how_far_an_upgrade_has_come(old, monkeypatch):
    path, expected = old
    monkeypatch.setattr(wordings, "CHUNK", 5)
    monkeypatch.setattr("quotes.cli.progress.watched", lambda: True)
    done = CliRunner().invoke(cli, ["import", str(path), "-"], input="Nobody says anything.")
    total = len(expected["quotes"])
    assert f"Looking for the same words in stored quotes: 5 of {total}" in done.stderr
    assert "Nobody" not in done.stderr and done.exit_code == 0
    again = CliRunner().invoke(cli, ["import", str(path), "-"], input="Nobody says anything.")
    assert "Looking" not in again.stderr


@pytest.mark.parametrize("most", [5, 200])
def test_a_large_database_is_filled_in_steps_and_goes_on_after_each(old, monkeypatch, most):
    path, expected = old
    for name, size in (("READ", 6), ("LINKED", 5), ("GATHERED", 7)):
        monkeypatch.setattr(wordings_filling, name, size)
    monkeypatch.setattr(wordings, "LARGE", 10)
    monkeypatch.setattr(wordings_links, "MOST", most)
    opened, steps = 0, []

    def stop(done, total):
        steps.append((done, total))
        raise KeyboardInterrupt

    while True:
        opened += 1
        try:
            with QuoteDatabase(path, clock=clock, on_upgrade=stop) as db:
                assert opened == len(steps) + 1 > 10
                assert list(verify(db)) == []
                if most == 200:
                    assert {table: rows(db, table)[table] for table in TABLES} == expected
                schema = (
                    "select name from sqlite_master where name like '%filling%' or name like 'idx_quotes_va%'"
                )
                assert db.conn.execute(schema).fetchall() == [("idx_quotes_variant_id_speaker_id",)]
                return
        except KeyboardInterrupt:
            pass


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("update quotes set wording_id = 'x' where n = 1", "variants"),
        ("update variants set quotes = quotes + 1", "variants"),
        ("update wordings set speakers = 7", "wordings"),
        ("update wordings set text = 'something'", "wordings"),
        ("delete from wordings", "wordings"),
        ("delete from variant_links", "variant_links"),
        ("delete from variant_features; delete from recent_features", "variant_features"),
        ("update quotes set variant_id = null", "wording_changes"),
    ],
)
def test_verify_finds_what_does_not_follow_from_the_quotes(tmp_path, broken, told):
    with QuoteDatabase(tmp_path / "broken.db", clock=clock) as db:
        for _, one in news(random.Random(3), 6):
            db.write(one)
        assert list(verify(db)) == []
        db.conn.executescript(broken)
        assert told in {problem.table for problem in verify(db)}
