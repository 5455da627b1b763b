"""Wire copy: printings of one text are linked, in whatever order they come, and count once."""

import random
import sqlite3
from itertools import permutations

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase
from quotes.database import wires as linking
from quotes.database.search import stats
from quotes.database.verify import verify
from quotes.database.wires import fingerprint, same_text

pytestmark = pytest.mark.usefixtures("waiting")

ANA = person("Ana Ruiz", "mayor")
STORY = (
    "LIMA (Reuters) – The old bridge over the river was shut on Tuesday after engineers found cracks in "
    "both of its towers, and nobody could say how long the repairs would take.",
    said("We had no choice but to shut it", ANA),
    "Ferries will run every ten minutes from the fish market to the northern bank until the work is done. "
    "The last time that the bridge was shut for more than a day was in the flood of 1974, when two of its "
    "spans were lost and rebuilt within three months by soldiers and volunteers from the whole valley.",
    said("Nobody will have to swim", ANA),
    "Traders at the market said that they feared for the season, which had begun well after two lean years.",
)
LOCAL = (
    "Our reporter adds that the bakery at the northern end of the bridge gave away its bread that evening."
)
OTHER = (
    "The council voted on Wednesday to spend the money on a new school instead of the stadium that the club "
    "had asked for since its hall burned down, and the club said that it would go to court over it.",
    said("We had no choice but to shut it", ANA),
)


def printing(*lines, at, on=None):
    return extraction(*lines, url=f"https://{at}.example/story", published=on, outlet=at.title())


# Four printings of one text: whole, with a paragraph more, cut short, in capitals; and another text.
PRINTINGS = (
    printing(*STORY, at="herald", on="2019-10-19"),
    printing(*STORY, LOCAL, at="gazette", on="2019-10-18"),
    printing(*STORY[:4], at="courier"),
    printing(STORY[0].upper(), *STORY[1:], at="mail", on="2019-10-20"),
    printing(*OTHER, at="post", on="2019-10-18"),
)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        yield database


def wires(db):
    """The sets of outlets that print one text, each with the first of them."""
    found = {}
    for row in db.query(
        "select first.outlet_id as first, sources.outlet_id as outlet from sources "
        "join sources as first on first.id = sources.wire_id order by 2"
    ):
        found.setdefault(row["first"], []).append(row["outlet"])
    return found


TEXT = " ".join(f"word{n}" for n in range(100))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TEXT, True),
        (TEXT.upper().replace(" ", ", "), True),
        (TEXT[: len(TEXT) // 2], True),  # cut short
        (TEXT[: len(TEXT) // 4], False),  # a brief says too little
        ("An introduction of our own. " * 5 + TEXT, True),
        (" ".join(reversed(TEXT.split())), False),
        (TEXT.replace("1", "x"), True),  # 81 of 100 words
        (TEXT.replace("1", "x").replace("2", "x"), False),
        ("", False),
    ],
)
def test_what_counts_as_the_same_text(other, same):
    assert same_text(TEXT, other) == same_text(other, TEXT) == same


def test_a_short_text_has_no_fingerprint():
    assert fingerprint("“We lost,” Ana Ruiz said. " * 5) == ()
    assert len(fingerprint(TEXT)) == 8


@pytest.mark.parametrize("order", list(permutations(range(5)))[::7], ids=str)
def test_printings_are_linked_in_any_order(db, order):
    with db.transaction():
        for n in order:
            db.write(PRINTINGS[n])
    assert wires(db) == {"gazette": ["courier", "gazette", "herald", "mail"]}  # the first by its date
    assert list(verify(db)) == []


def test_importing_again_changes_nothing(db):
    for copy in PRINTINGS:
        db.write(copy)
    before = list(db.conn.iterdump())
    assert [db.write(copy) for copy in PRINTINGS] == ["unchanged"] * 5
    assert list(db.conn.iterdump()) == before


def test_links_follow_what_changes(db):
    for copy in PRINTINGS[:3]:
        db.write(copy)
    db.write(printing(*OTHER, at="gazette", on="2019-10-18"))  # it now prints something else
    assert wires(db) == {"herald": ["courier", "herald"]}
    db.write(printing(*OTHER, at="post", on="2019-10-17"))
    assert wires(db) == {"herald": ["courier", "herald"], "post": ["gazette", "post"]}
    db.write(PRINTINGS[1])
    assert wires(db) == {"gazette": ["courier", "gazette", "herald"]}
    assert list(verify(db)) == []


def test_what_links_two_others_takes_its_link_along(db):
    """Two cuttings that share little are linked by the whole text, and by nothing else."""
    words = [f"word{n}" for n in range(120)]
    whole, first, last = " ".join(words), " ".join(words[:70]), " ".join(words[50:])
    for at, text in (("a", first), ("b", last)):
        db.write(printing(text, at=at))
    assert wires(db) == {}
    db.write(printing(whole, at="c", on="2019"))
    assert wires(db) == {"c": ["a", "b", "c"]}
    db.write(printing("Something else entirely, " + " ".join(reversed(words)), at="c", on="2019"))
    assert wires(db) == {}
    assert rows(db, "fingerprints")["fingerprints"] != []
    assert list(verify(db)) == []


@pytest.mark.parametrize("often", [0, 1, 2, 100])
def test_random_changes_leave_what_is_built_anew(tmp_path, monkeypatch, often):
    monkeypatch.setattr(linking, "_OFTEN", often)
    rng = random.Random(7)
    latest = {}
    with QuoteDatabase(tmp_path / "changed.db", clock=clock) as db:
        for _ in range(60):
            at = rng.choice("abcdef")
            lines = [getattr(line, "line", line) for line in rng.choice((STORY, STORY, OTHER))]
            rng.shuffle(lines)
            latest[at] = printing(*lines[: rng.randint(2, 5)], at=at, on=rng.choice([None, "2019", "2020"]))
            with db.transaction():
                db.write(latest[at])
        changed = {row["id"]: row["wire_id"] for row in db.query("select id, wire_id from sources")}
        assert list(verify(db)) == []
    with QuoteDatabase(tmp_path / "anew.db", clock=clock) as db:
        for at in sorted(latest, reverse=True):
            db.write(latest[at])
        anew = {row["id"]: row["wire_id"] for row in db.query("select id, wire_id from sources")}
        kept = rows(db, "fingerprints")
    assert changed == anew
    with QuoteDatabase(tmp_path / "changed.db", readonly=True) as db:
        assert rows(db, "fingerprints") == kept


def test_stats_count_a_quote_of_several_printings_once(db):
    for copy in PRINTINGS:
        db.write(copy)
    counted = stats(db)
    assert (counted["sources"], counted["sources_once"]) == (5, 2)
    assert (counted["quotes"], counted["quotes_once"]) == (9, 3)
    (speaker,) = counted["top_speakers"]
    assert (speaker["name"], speaker["quotes"], speaker["quotes_once"]) == ("Ana Ruiz", 9, 3)


def test_a_quote_that_one_printing_holds_twice_counts_twice(db):
    for at in ("herald", "gazette"):
        db.write(printing(*STORY, STORY[1], at=at))
    assert (stats(db)["quotes"], stats(db)["quotes_once"]) == (6, 3)


def test_an_older_database_gets_its_links_and_addresses(tmp_path):
    path = tmp_path / "quotes.db"
    with QuoteDatabase(path, clock=clock) as db:
        for copy in PRINTINGS:
            db.write(copy)
        before = rows(db)
    conn = sqlite3.connect(path)
    conn.executescript(
        "drop table addresses; drop table fingerprints; drop index idx_sources_wire_id;"
        "drop view attributed; alter table sources drop column wire_id; pragma user_version = 7;"
        "delete from _sqlite_migrations where name = 'add_wires';"
    )
    conn.close()
    with QuoteDatabase(path, clock=clock) as db:
        assert rows(db) == before
        assert [db.write(copy) for copy in PRINTINGS] == ["unchanged"] * 5


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("delete from addresses where url like '%mail%'", "its url is not among its addresses"),
        (
            "delete from fingerprints where rowid in (select rowid from fingerprints limit 1);"
            "delete from recent_fingerprints where h in (select h from recent_fingerprints limit 1)",
            "fingerprints",
        ),
        ("update sources set wire_id = null where url like '%mail%'", "prints the same text"),
        ("update sources set wire_id = id where url like '%post%'", "it alone prints this text"),
        (
            "update sources set wire_id = (select id from sources where url like '%mail%') "
            "where wire_id is not null",
            "but it is not the first that prints this text",
        ),
    ],
)
def test_verify_finds_what_is_not_as_it_should_be(db, damage, problem):
    for copy in PRINTINGS:
        db.write(copy)
    db.conn.executescript(damage)
    assert problem in " ".join(str(found) for found in verify(db))
