"""Corrections go from one database to another, and hold in one that is built anew, in whatever order."""

import json
from dataclasses import replace

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase, ids
from quotes.database.curate import (
    add_alias,
    correct_quote,
    link_wikidata,
    rename,
    set_role,
    undo,
)
from quotes.database.exchange import apply, export, listing
from quotes.database.verify import verify
from quotes.model import Span, Speaker

ANA, LEE = person("Ana Ruiz", "mayor of Lima", "Ruiz"), person("Jo Lee", "spokeswoman")
AIDE = Speaker("an aide", "unnamed")
ONE = extraction(
    "One.",
    said("We lost the election", ANA),
    said("Nothing else to say", AIDE),
    said("We all did it", ANA, LEE),
    said("It was nobody's fault", LEE, via="NPR"),
    url="https://example.org/one",
    published="2020-01-01",
)
TWO = extraction("Two.", said("Never again will I", LEE), said("Yes", ANA), path="two.txt", outlet="Herald")


@pytest.fixture
def new(tmp_path):
    """Makes databases; each is proved at the end."""
    made = []

    def make():
        made.append(QuoteDatabase(tmp_path / f"{len(made)}.db", clock=clock))
        return made[-1]

    yield make
    for db in made:
        assert list(verify(db)) == []
        db.close()


def id_of(db, words):
    (row,) = db.query("select id from quotes where text like ?", [f"%{words}%"])
    return row["id"]


def corrected(db):
    """A database of both articles, with a correction of every kind."""
    db.write(ONE)
    db.write(TWO)
    correct_quote(db, id_of(db, "We lost"), speaker="Jo Lee", status="denied", who="Eva", why="misread")
    correct_quote(db, id_of(db, "Nothing"), reject=True, who="Eva")
    correct_quote(db, id_of(db, "We all"), kind="mixed")
    correct_quote(db, id_of(db, "fault"), accept=True)
    correct_quote(db, id_of(db, "Never"), speaker="Eva Luna")
    correct_quote(db, id_of(db, "Yes"), speaker="none")
    correct_quote(db, id_of(db, "Yes"), kind="indirect")
    undo(db)
    rename(db, "jo-lee", "Josephine Lee")
    set_role(db, "eva-luna", "novelist")
    add_alias(db, "jo-lee", "Josie")
    link_wikidata(db, "jo-lee", "Q42")
    return db


def lines(db):
    return [json.dumps(line) for line in export(db)]


def test_what_is_exported_stands_for_itself(new):
    first, *_ = export(corrected(new()))
    quote = first.pop("quote")
    assert first == {
        "correction": first["correction"],
        "action": "speaker",
        "at": "2026-01-02T12:00:00+00:00",
        "who": "Eva",
        "why": "misread",
        "was": "ana-ruiz",
        "now": {
            "id": "jo-lee",
            "local_id": "jo-lee",
            "name": "Jo Lee",
            "kind": "person",
            "role": "spokeswoman",
        },
    }
    assert (quote["url"], quote["text"], quote["spans"]) == (
        "https://example.org/one",
        "“We lost the election,”",
        [[6, 29]],
    )
    assert {len(quote["id"]), len(quote["source_id"])} == {20}


def test_of_a_speaker_id_and_name_are_exported(new):
    *_, last = export(corrected(new()))
    assert (last["action"], last["now"]) == ("link", "Q42")
    assert last["speaker"] == {"id": "jo-lee", "name": "Josephine Lee", "kind": "person"}


def test_what_was_undone_is_not_exported(new):
    actions = [line["action"] for line in export(corrected(new()))]
    quotes = ["speaker", "status", "reject", "kind", "accept", "speaker", "speaker"]
    assert actions == [*quotes, "rename", "set-role", "alias", "link"]


@pytest.mark.parametrize("articles", [(ONE, TWO), (TWO, ONE)])
@pytest.mark.parametrize("when", [0, 1, 2])
def test_a_database_built_anew_is_the_same_whenever_the_corrections_are_applied(new, articles, when):
    db = corrected(new())
    again = new()
    for number, article in enumerate(articles):
        if number == when:
            apply(again, lines(db))
            assert list(verify(again)) == []
        again.write(article)
    if when == 2:
        apply(again, lines(db))
    assert rows(again) == rows(db)
    assert lines(again) == lines(db)
    for article in articles:
        assert again.write(article) == "unchanged"


def test_applying_twice_changes_nothing(new):
    db = corrected(new())
    again = new()
    assert vars(apply(again, lines(db))) == {
        "new": 11,
        "known": 0,
        "undone": 0,
        "waiting": 11,
        "problems": [],
    }
    before = rows(again, "corrections", "pins")
    result = apply(again, lines(db))
    assert (result.new, result.known) == (0, 11)
    assert rows(again, "corrections", "pins") == before
    assert apply(db, lines(db)).new == 0


def test_what_was_undone_here_is_not_applied_again(new):
    db = corrected(new())
    kept = lines(db)
    undo(db)
    result = apply(db, kept)
    assert (result.new, result.known, result.undone) == (0, 10, 1)


def test_corrections_wait_for_their_article_and_say_so(new):
    db = new()
    apply(db, lines(corrected(new())))
    assert {row["state"] for row in listing(db)} == {"waiting"}
    db.write(ONE)
    states = {(row["action"], row["of"].strip("“,”")): row["state"] for row in listing(db)}
    assert states["reject", "Nothing else to say"] == "holds"
    assert states["speaker", "We lost the election"] == "holds"
    assert states["speaker", "Yes"] == "waiting"
    assert states["rename", "Josephine Lee"] == "holds"
    assert states["set-role", "Eva Luna"] == "waiting"


def test_what_waits_can_be_undone(new):
    db = new()
    apply(db, lines(corrected(new())))
    while any(row["state"] == "waiting" for row in listing(db)):
        undo(db)
    db.write(ONE)
    db.write(TWO)
    plain = new()
    plain.write(ONE)
    plain.write(TWO)
    assert rows(db) == rows(plain)


def test_an_article_that_changed_before_the_database_was_built_anew_keeps_its_corrections(new):
    kept = lines(corrected(new()))
    changed = extraction(
        "A new lead.",
        "One.",
        said("Nothing else to say", AIDE),
        said("We lost the election", ANA),
        url="https://example.org/one",
    )
    for first in (True, False):
        db = new()
        if first:
            apply(db, kept)
        db.write(changed)
        if not first:
            apply(db, kept)
        found = db.query("select text, speaker_id, status from quotes")
        assert [tuple(row.values()) for row in found] == [("“We lost the election,”", "jo-lee", "denied")]


def test_a_quote_that_a_newer_parser_misses_is_put_back(new):
    kept = lines(corrected(new()))
    db = new()
    apply(db, kept)
    db.write(replace(ONE, quotes=()))
    found = db.query("select text, speaker_id, reviewed from quotes order by start")
    assert [tuple(row.values()) for row in found] == [
        ("“We lost the election,”", "jo-lee", 1),
        ("“We all did it,”", "ana-ruiz", 1),
        ("“It was nobody's fault,”", "jo-lee", 1),
    ]


def test_the_same_quote_corrected_in_two_places_is_one(new):
    db, other = new(), new()
    for database in (db, other):
        database.write(ONE)
    correct_quote(db, id_of(db, "We lost"), kind="mixed")
    correct_quote(other, id_of(other, "We lost"), status="denied")
    moved = extraction("A lead.", *("One.", said("We lost the election", ANA)), url="https://example.org/one")
    db.write(moved)
    apply(db, lines(other))
    found = db.query("select kind, status from quotes")
    assert [tuple(row.values()) for row in found] == [("mixed", "denied")]
    assert len({row["item_id"] for row in listing(db)}) == 1


def test_a_line_written_by_hand_needs_no_more_than_the_words_and_their_place(new):
    db = new()
    db.write(ONE)
    quote = {"id": id_of(db, "We lost"), "text": "“We lost the election,”", "spans": [[6, 29]]}
    (quote["source_id"],) = (row["id"] for row in db.query("select id from sources"))
    line = json.dumps({"action": "status", "at": "2026-02-02", "now": "denied", "quote": quote})
    for database in (db, new()):
        apply(database, [line])
        database.write(ONE)
        (row,) = database.query("select status, reviewed from quotes where text like '%We lost%'")
        assert row == {"status": "denied", "reviewed": 1}
        undo(database)
        (row,) = database.query("select status, reviewed from quotes where text like '%We lost%'")
        assert row == {"status": "said", "reviewed": 0}


GOOD = {
    "action": "status",
    "at": "2026-02-02",
    "now": "denied",
    "quote": {
        "id": ids.quote_id("0" * 20, [(0, 3)]),
        "source_id": "0" * 20,
        "text": "Yes",
        "spans": [[0, 3]],
    },
}


@pytest.mark.parametrize(
    "line, reason",
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ("\ud800", "is not JSON"),
        ("7", "is not a JSON object"),
        ({**GOOD, "action": "odd"}, "action is 'odd', not one of accept"),
        ({**GOOD, "action": ["odd"]}, "action is ['odd'], not one of accept"),
        ({**GOOD, "quote": None}, "has no quote"),
        ({**GOOD, "action": "rename"}, "has no speaker"),
        ({**GOOD, "at": None}, "at is None, not text"),
        ({**GOOD, "who": 7}, "who is 7, not text"),
        ({**GOOD, "now": "odd"}, "now is 'odd', not one of said"),
        ({**GOOD, "correction": "x"}, "correction is not 20 hex digits"),
        ({**GOOD, "quote": {**GOOD["quote"], "text": ""}}, 'text is ""'),
        ({**GOOD, "quote": {**GOOD["quote"], "text": "No"}}, "spans are not as long as text"),
        ({**GOOD, "quote": {**GOOD["quote"], "spans": []}}, "spans is empty"),
        ({**GOOD, "quote": {**GOOD["quote"], "spans": [[3, 0]]}}, "spans is [[3, 0]]"),
        ({**GOOD, "quote": {**GOOD["quote"], "spans": [[1, 4]]}}, "id is not that of source_id and spans"),
        ({**GOOD, "action": "speaker", "now": "Jo"}, "now is no speaker: give id, name and kind, or null"),
        ({**GOOD, "action": "speaker", "now": {"id": "jo"}}, "name is null"),
        ({"action": "link", "at": "x", "now": "42", "speaker": {"id": "a", "name": "A", "kind": "person"}},
         "now is '42', no Wikidata item"),
        ({"action": "rename", "at": "x", "now": "…", "speaker": {"id": "a", "name": "A", "kind": "person"}},
         "now is '…', no name"),
        ({"action": "rename", "at": "x", "now": "B", "speaker": {"id": "a", "name": "A", "kind": "odd"}},
         'kind is "odd"'),
    ],
)  # fmt: skip
def test_a_line_that_is_no_correction_is_named_and_the_others_go_in(new, line, reason):
    db = new()
    text = line if isinstance(line, str) else json.dumps(line)
    raw = text.encode("utf-8", "surrogatepass")
    result = apply(db, [raw, "", json.dumps(GOOD)])
    assert result.new == 1
    ((number, message),) = result.problems
    assert (number, message[: len(reason)]) == (1, reason)


@pytest.mark.parametrize("key", ["kind", "confidence", "cue_spans", "speakers", "n", "nested_in", "holds"])
def test_a_quote_with_a_value_that_cannot_be_is_no_correction(new, key):
    first, *_ = export(corrected(new()))
    first["quote"][key] = "odd"
    result = apply(new(), [json.dumps(first)])
    assert [message[: len(key)] for _, message in result.problems] == [key]


def test_words_that_are_cut_a_little_differently_now_are_the_same_quote(new):
    kept = lines(corrected(new()))
    first, *others = ONE.quotes
    (start, end), = first.content  # fmt: skip
    db = new()
    db.write(replace(ONE, quotes=(replace(first, content=(Span(start + 1, end - 1),)), *others)))
    apply(db, kept)
    found = [row["text"] for row in db.query("select text from quotes where n = 1")]
    assert found == ["“We lost the election,”"]
    assert len(list(db.query("select id from quotes"))) == 3
