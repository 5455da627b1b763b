"""What people say of speakers: names, roles and links that hold over every import and can be undone."""

import json

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase
from quotes.database.curate import (
    CorrectionError,
    add_alias,
    correct_quote,
    link_wikidata,
    rename,
    set_role,
    undo,
)
from quotes.database.exchange import apply, export, listing
from quotes.database.search import search, speaker_ids
from quotes.database.search import speakers as list_speakers
from quotes.database.verify import verify

GUZMAN = person("Joaquin Guzman", "drug lord")
CHAPO = person("Chapo Loera", "drug lord")
ONE = extraction("One.", said("I did not do it", GUZMAN), url="https://x.org/1", published="2019-01-01")
TWO = extraction("Two.", said("I did do it", CHAPO), url="https://x.org/2", published="2020-01-01")
LATER = extraction("Later.", said("So what", person("Joaquin Guzman", "prisoner")), published="2021-01-01")


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        database.write(ONE)
        yield database
        assert list(verify(database)) == []


def speaker(db, key="joaquin-guzman"):
    (row,) = db.query("select name, sort_name, role, wikidata, quotes from speakers where id = ?", [key])
    return row


SAID = {
    "name": (rename, "Joaquín Guzmán Loera", "Joaquín Guzmán Loera"),
    "role": (set_role, "former drug lord", "former drug lord"),
    "wikidata": (link_wikidata, "q42", "Q42"),
}


@pytest.mark.parametrize("column", SAID)
def test_what_a_person_says_of_a_speaker_holds_over_every_import_and_can_be_undone(db, column):
    say, words, stored = SAID[column]
    before = rows(db)
    (correction,) = say(db, "Joaquin Guzman", words, who="Eva", why="known").corrections
    assert (correction.item_id, correction.now, correction.who) == ("joaquin-guzman", stored, "Eva")
    assert speaker(db)[column] == stored
    assert list(verify(db)) == []
    assert say(db, "joaquin-guzman", words).corrections == ()
    assert db.write(ONE) == "unchanged"
    undo(db)
    assert rows(db) == before
    say(db, "joaquin-guzman", words)
    db.write(LATER)
    assert speaker(db)[column] == stored


def test_what_was_said_of_a_speaker_waits_while_no_article_quotes_them(db):
    rename(db, "joaquin-guzman", "El Chapo")
    db.write(extraction("One.", url="https://x.org/1"))
    assert list(db.query("select id from speakers")) == []
    assert [row["state"] for row in listing(db)] == ["waiting"]
    db.write(ONE)
    assert speaker(db)["name"] == "El Chapo"


def test_the_latest_of_several_holds(db):
    rename(db, "joaquin-guzman", "El Chapo")
    rename(db, "joaquin-guzman", "Joaquín Guzmán")
    with pytest.raises(CorrectionError, match="correction 1 cannot be undone while 2 rests on it"):
        undo(db, 1)
    undo(db)
    assert (speaker(db)["name"], speaker(db)["sort_name"]) == ("El Chapo", "Chapo, El")
    undo(db)
    assert speaker(db)["name"] == "Joaquin Guzman"


def test_a_speaker_is_found_by_every_name_that_people_gave(db):
    rename(db, "joaquin-guzman", "El Chapo")
    add_alias(db, "joaquin-guzman", "@chapo_g")
    add_alias(db, "joaquin-guzman", "Shorty")
    for name in ("El Chapo", "@CHAPO_G", "shorty", "Joaquin Guzman"):
        assert speaker_ids(db, name) == ["joaquin-guzman"]
        assert [row["id"] for row in list_speakers(db, name)] == ["joaquin-guzman"]
        assert len(search(db, speaker=name)) == 1
    db.write(TWO)
    (quote,) = db.query("select id from quotes where text like '%I did do%'")
    correct_quote(db, quote["id"], speaker="Shorty")
    assert speaker(db)["quotes"] == 2


def test_an_alias_can_be_undone_in_any_order(db):
    before = rows(db)
    add_alias(db, "joaquin-guzman", "Shorty")
    add_alias(db, "joaquin-guzman", "Rapido")
    undo(db, 1)
    assert speaker_ids(db, "Shorty") == []
    assert speaker_ids(db, "Rapido") == ["joaquin-guzman"]
    undo(db)
    assert rows(db) == before


@pytest.mark.parametrize("first", ["article", "alias"])
def test_a_full_name_given_as_an_alias_means_the_speaker_in_every_article(db, first):
    if first == "article":
        db.write(TWO)
        assert speaker(db)["quotes"] == 1
    add_alias(db, "joaquin-guzman", "Chapo Loera")
    if first == "alias":
        db.write(TWO)
    assert speaker(db)["quotes"] == 2
    assert [row["id"] for row in db.query("select id from speakers")] == ["joaquin-guzman"]
    assert list(verify(db)) == []
    undo(db)
    assert {row["id"]: row["quotes"] for row in db.query("select id, quotes from speakers")} == {
        "chapo-loera": 1,
        "joaquin-guzman": 1,
    }


def test_what_was_said_waits_for_its_speaker_in_another_database(db, tmp_path):
    rename(db, "joaquin-guzman", "El Chapo")
    set_role(db, "joaquin-guzman", "none")
    add_alias(db, "joaquin-guzman", "Chapo Loera")
    link_wikidata(db, "joaquin-guzman", "https://www.wikidata.org/wiki/Q42")
    db.write(TWO)
    lines = [json.dumps(line) for line in export(db)]
    for order in ("corrections first", "articles first"):
        with QuoteDatabase(tmp_path / f"{order}.db", clock=clock) as other:
            if order == "corrections first":
                apply(other, lines)
            other.write(TWO)
            other.write(ONE)
            apply(other, lines)
            assert rows(other) == rows(db)
            assert [json.dumps(line) for line in export(other)] == lines
            assert list(verify(other)) == []


@pytest.mark.parametrize(
    "say, arguments, line",
    [
        (rename, ("nobody", "X"), "no speaker is called 'nobody'; `quotes speakers` lists them"),
        (rename, ("joaquin-guzman", " "), "' ' is no name"),
        (add_alias, ("joaquin-guzman", "…"), "'…' is no name"),
        (set_role, ("joaquin-guzman", ""), "the role is empty; write none for no role"),
        (link_wikidata, ("joaquin-guzman", "42"), "'42' is no Wikidata item; give its number, as Q42"),
        (link_wikidata, ("joaquin-guzman", "Q0"), "'Q0' is no Wikidata item"),
    ],
)
def test_what_cannot_be_is_refused(db, say, arguments, line):
    before = rows(db)
    with pytest.raises(CorrectionError, match=line):
        say(db, *arguments)
    assert rows(db) == before
