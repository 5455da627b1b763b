"""Corrections of quotes: each is recorded, holds over every import, and can be undone."""

from dataclasses import replace

import pytest
from database_samples import clock, extraction, person, rows, said

from quotes.database import QuoteDatabase
from quotes.database.curate import CorrectionError, correct_quote, undo
from quotes.database.verify import verify
from quotes.model import Speaker

ANA = person("Ana Ruiz", "mayor of Lima", "Ruiz")
LEE = person("Jo Lee", "spokeswoman")
AIDE = Speaker("an aide", "unnamed")
URL, FILE = {"url": "https://example.org/a"}, {"path": "a.txt"}
LOST, NO, YES = said("We lost the election", ANA), said("No", AIDE), said("Yes, we did", LEE)
ARTICLE = extraction("One.", LOST, NO, YES, **URL)


@pytest.fixture
def db(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db", clock=clock) as database:
        yield database
        assert list(verify(database)) == []


def id_of(db, words):
    (row,) = db.query("select id from quotes where text like ?", [f"%{words}%"])
    return row["id"]


def correct(db, words, **corrections):
    done = correct_quote(db, id_of(db, words), who="Eva", why="misread", **corrections)
    assert list(verify(db)) == []
    return done


def quotes_of(db):
    found = db.query("select text, speaker_id, kind, status, reviewed from quotes order by n")
    return {row.pop("text").strip("“,”"): tuple(row.values()) for row in found}


def counts(db):
    return {row["id"]: (row["quotes"], row["sources"]) for row in db.query("select * from speakers")}


def test_a_corrected_quote_says_who_corrected_what_when_and_why(db):
    db.write(ARTICLE)
    done = correct(db, "We lost", kind="mixed", status="denied")
    assert [c.id for c in done.corrections] == [1, 2]
    assert quotes_of(db)["We lost the election"] == ("ana-ruiz", "mixed", "denied", 1)
    found = db.query("select action, column_name, was, now, who, at, why, undone from corrections")
    assert [tuple(row.values()) for row in found] == [
        ("kind", "kind", "direct", "mixed", "Eva", "2026-01-02T12:00:00+00:00", "misread", None),
        ("status", "status", "said", "denied", "Eva", "2026-01-02T12:00:00+00:00", "misread", None),
    ]


def test_accepting_a_quote_only_says_that_somebody_looked(db):
    db.write(ARTICLE)
    correct(db, "We lost", accept=True)
    assert quotes_of(db)["We lost the election"] == ("ana-ruiz", "direct", "said", 1)
    assert correct(db, "We lost", accept=True).corrections == ()


def test_what_was_said_already_is_not_said_twice(db):
    db.write(ARTICLE)
    assert len(correct(db, "We lost", kind="direct").corrections) == 1
    assert correct(db, "We lost", kind="direct").corrections == ()


@pytest.mark.parametrize("name", ["jo-lee", "Jo Lee", "JO LEE", "jo lee"])
def test_a_quote_is_given_to_a_speaker_by_id_or_name(db, name):
    db.write(ARTICLE)
    correct(db, "We lost", speaker=name)
    assert quotes_of(db)["We lost the election"][0] == "jo-lee"
    (quote,) = db.query("select role, mention from quotes where n = 1")
    assert quote == {"role": "spokeswoman", "mention": "Ana Ruiz"}
    # Nobody quotes Ana Ruiz any more, and nothing else is known of her.
    assert counts(db).keys() == {"jo-lee", id_of_aide(db)}
    assert counts(db)["jo-lee"] == (2, 1)


def id_of_aide(db):
    (row,) = db.query("select speaker_id from quotes where text like '%No%'")
    return row["speaker_id"]


def test_an_alias_names_a_speaker_too(db):
    db.write(ARTICLE)
    correct(db, "Yes", speaker="ruiz")
    assert counts(db)["ana-ruiz"] == (2, 1)


def test_the_article_s_own_aide_can_be_named_but_no_other_article_s(db):
    db.write(ARTICLE)
    correct(db, "We lost", speaker="an aide")
    assert quotes_of(db)["We lost the election"][0] == id_of_aide(db)
    db.write(extraction("Two.", said("Maybe we will", ANA), url="https://example.org/b"))
    with pytest.raises(CorrectionError, match="no speaker has the id an-aide-"):
        correct_quote(db, id_of(db, "Maybe"), speaker=id_of_aide(db))


def test_a_new_name_is_a_new_person(db):
    db.write(ARTICLE)
    done = correct(db, "We lost", speaker="Eva Luna")
    assert done.new_speaker == "Eva Luna"
    (row,) = db.query("select name, sort_name, kind, quotes from speakers where id = 'eva-luna'")
    assert row == {"name": "Eva Luna", "sort_name": "Luna, Eva", "kind": "person", "quotes": 1}


def test_a_name_of_one_word_is_this_article_s_own_speaker(db):
    db.write(ARTICLE)
    correct(db, "We lost", speaker="Cher")
    (source,) = db.query("select id from sources")
    assert quotes_of(db)["We lost the election"][0] == f"cher-{source['id'][:10]}"


def test_nobody_is_a_speaker_too(db):
    db.write(ARTICLE)
    correct(db, "We lost", speaker="none")
    assert quotes_of(db)["We lost the election"][0] is None
    assert "ana-ruiz" not in counts(db)


def test_several_speakers_give_way_to_the_one_who_is_right(db):
    db.write(extraction(said("We lost", ANA, LEE), **URL))
    done = correct(db, "We lost", speaker="Jo Lee")
    assert done.corrections[0].was == "ana-ruiz, jo-lee"
    assert list(db.query("select * from quote_speakers")) == []
    undo(db)
    assert len(list(db.query("select * from quote_speakers"))) == 2


@pytest.mark.parametrize(
    "options, line",
    [
        ({"speaker": "x-y"}, "no speaker has the id x-y; `quotes speakers` lists them"),
        ({"speaker": "…"}, "'…' is no name"),
        ({"speaker": ""}, "'' is no name"),
        ({"kind": "odd"}, "odd is not one of direct, mixed, indirect"),
        ({"status": "odd"}, "odd is not one of said"),
        ({"reject": True, "kind": "mixed"}, "a quote that is rejected cannot be corrected as well"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(db, options, line):
    db.write(ARTICLE)
    before = rows(db)
    with pytest.raises(CorrectionError, match=line.replace("(", r"\(")):
        correct_quote(db, id_of(db, "We lost"), **{"kind": "indirect", **options})
    assert rows(db) == before
    assert list(db.query("select * from corrections")) == []


def test_a_name_of_two_people_needs_an_id(db):
    db.write(extraction(said("Yes, we did", person("Ana Ruiz", None, "Boss")), **URL))
    db.write(extraction("Two.", said("No, they did", person("Jo Lee", None, "Boss"))))
    with pytest.raises(CorrectionError, match=r"several speakers are called 'Boss': ana-ruiz .* jo-lee"):
        correct_quote(db, id_of(db, "Yes"), speaker="Boss")


def test_a_quote_is_known_by_the_first_digits_of_its_id(db):
    db.write(ARTICLE)
    key = id_of(db, "We lost")
    assert correct_quote(db, f" {key[:6].upper()} ", accept=True).corrections[0].item_id == key
    with pytest.raises(CorrectionError, match="'12345' is too short; give at least 6 digits"):
        correct_quote(db, "12345", accept=True)
    with pytest.raises(CorrectionError, match="no quote has an id that starts with 'zzzzzz'"):
        correct_quote(db, "zzzzzz", accept=True)


# A rejected quote


def test_a_rejected_quote_is_nowhere_and_its_speaker_is_not_quoted(db):
    db.write(ARTICLE)
    correct(db, "We lost", reject=True)
    assert set(quotes_of(db)) == {"No", "Yes, we did"}
    assert "ana-ruiz" not in counts(db)
    assert db.write(ARTICLE) == "unchanged"
    db.write(replace(ARTICLE, outlet="Herald"))
    assert set(quotes_of(db)) == {"No", "Yes, we did"}


def test_an_outlet_that_only_a_rejected_quote_names_is_gone_with_it(db):
    relayed = extraction("One.", said("We lost the election", ANA, via="NPR"), YES, **URL)
    db.write(relayed)
    correct(db, "We lost", reject=True)
    assert list(db.query("select id from outlets")) == []
    db.write(extraction("One.", said("We lost the election", ANA, via="NPR"), YES, "More.", **URL))
    assert list(db.query("select id from outlets")) == []
    undo(db)
    assert list(db.query("select id from outlets")) == [{"id": "npr"}]


def test_a_rejected_quote_is_named_when_somebody_asks_for_it(db):
    db.write(ARTICLE)
    key = id_of(db, "We lost")
    correct(db, "We lost", reject=True)
    with pytest.raises(CorrectionError, match=f"{key} was rejected; undo number 1 to bring it back"):
        correct_quote(db, key, accept=True)


def test_a_rejected_quote_that_is_found_a_little_differently_stays_out(db):
    db.write(ARTICLE)
    correct(db, "We lost", reject=True)
    first, *others = ARTICLE.quotes
    (start, end), = first.content  # fmt: skip
    for content in ((start + 1, end - 1), (start, end + 3), (start + 8, end)):
        again = replace(first, content=(type(first.content[0])(*content),))
        db.write(replace(ARTICLE, quotes=(again, *others)))
        assert len(quotes_of(db)) == 2
    half = replace(first, content=(type(first.content[0])(start + 14, end),))
    db.write(replace(ARTICLE, quotes=(half, *others)))
    assert len(quotes_of(db)) == 3


def test_a_rejected_quote_stays_out_where_its_words_move_to(db):
    db.write(extraction("One.", LOST, NO, **FILE))
    correct(db, "We lost", reject=True)
    db.write(extraction("A lead.", "One.", LOST, NO, **FILE))
    assert set(quotes_of(db)) == {"No"}
    undo(db)
    assert list(verify(db)) == []
    assert set(quotes_of(db)) == {"We lost the election", "No"}


def test_the_same_words_elsewhere_are_not_rejected_with_it(db):
    twice = extraction(LOST, "Later.", LOST, **URL)
    db.write(twice)
    (first, _) = db.query("select id from quotes order by n")
    correct_quote(db, first["id"], reject=True)
    db.write(extraction(LOST.line, "Later.", LOST, **URL))
    assert [row["n"] for row in db.query("select n from quotes")] == [1]


def test_what_stands_in_a_rejected_quote_stands_in_what_that_stood_in(db):
    whole = extraction(said("He said: I never did that", ANA), **URL)
    (outer,) = whole.quotes
    (start, end), = outer.content  # fmt: skip
    span = type(outer.content[0])
    inner = replace(outer, n=2, content=(span(start + 2, end - 2),), nested_in=1)
    innermost = replace(outer, n=3, content=(span(start + 10, end - 3),), nested_in=2)
    article = replace(whole, quotes=(outer, inner, innermost))
    db.write(article)
    before = rows(db)
    first, second, third = (row["id"] for row in db.query("select id from quotes order by n"))
    correct_quote(db, second, reject=True)
    assert [row["nested_in"] for row in db.query("select nested_in from quotes order by n")] == [None, first]
    assert db.write(article) == "unchanged"
    undo(db)
    assert rows(db) == before
    assert third


# What was corrected holds


CORRECTIONS = {
    "accept": ({"accept": True}, ("ana-ruiz", "direct", "said", 1)),
    "kind": ({"kind": "mixed"}, ("ana-ruiz", "mixed", "said", 1)),
    "status": ({"status": "denied"}, ("ana-ruiz", "direct", "denied", 1)),
    "speaker": ({"speaker": "Jo Lee"}, ("jo-lee", "direct", "said", 1)),
    "new speaker": ({"speaker": "Eva Luna"}, ("eva-luna", "direct", "said", 1)),
    "nobody": ({"speaker": "none"}, (None, "direct", "said", 1)),
    "all": ({"speaker": "Jo Lee", "kind": "mixed", "status": "asked"}, ("jo-lee", "mixed", "asked", 1)),
}


@pytest.mark.parametrize("options, expected", CORRECTIONS.values(), ids=CORRECTIONS)
@pytest.mark.parametrize("facts", [URL, FILE], ids=["url", "file"])
class TestACorrectedQuote:
    def test_holds_when_the_article_is_imported_again(self, db, options, expected, facts):
        article = extraction("One.", LOST, NO, YES, **facts)
        db.write(article)
        correct(db, "We lost", **options)
        before = rows(db)
        assert db.write(article) == "unchanged"
        assert rows(db) == before

    def test_holds_when_the_parser_finds_other_things(self, db, options, expected, facts):
        article = extraction("One.", LOST, NO, YES, **facts)
        db.write(article)
        correct(db, "We lost", **options)
        first, *others = article.quotes
        (start, end), = first.content  # fmt: skip
        span = type(first.content[0])
        for upgraded in (
            replace(first, kind="indirect", status="asked", confidence=0.1, rule="other"),
            replace(first, speakers=(1,)),
            replace(first, content=(span(start + 1, end - 1),)),
            replace(first, content=(span(start, end + 4),), speakers=(), source=None),
        ):
            db.write(replace(article, quotes=(upgraded, *others)))
            assert quotes_of(db)["We lost the election"] == expected
            assert len(quotes_of(db)) == 3
        db.write(replace(article, quotes=tuple(others)))
        assert quotes_of(db)["We lost the election"] == expected

    def test_holds_while_its_words_stand_in_the_changed_article(self, db, options, expected, facts):
        db.write(extraction("One.", "Two.", LOST, NO, YES, **facts))
        correct(db, "We lost", **options)
        db.write(extraction("A lead.", "One.", "Two.", NO, LOST, YES, **facts))
        assert quotes_of(db)["We lost the election"] == expected
        (key,) = {row["item_id"] for row in db.query("select item_id from corrections")}
        assert key == id_of(db, "We lost")
        db.write(extraction("One.", "Two.", LOST.line + " It rained.", NO, YES, **facts))
        assert quotes_of(db)["We lost the election"] == expected
        db.write(extraction("One.", "Two.", NO, YES, **facts))
        assert set(quotes_of(db)) == {"No", "Yes, we did"}
        db.write(extraction("One.", "Two.", LOST, NO, YES, **facts))
        assert quotes_of(db)["We lost the election"] == expected

    def test_is_as_it_was_when_the_correction_is_undone(self, db, options, expected, facts):
        db.write(extraction("One.", LOST, NO, YES, **facts))
        before = rows(db)
        for _ in correct(db, "We lost", **options).corrections:
            undo(db)
            assert list(verify(db)) == []
        assert rows(db) == before


# Undoing


def test_a_rejected_quote_comes_back_with_all_that_was_known_of_it(db):
    db.write(ARTICLE)
    correct(db, "We lost", kind="mixed")
    before = rows(db)
    correct(db, "We lost", reject=True)
    undo(db)
    assert rows(db) == before
    assert [row["undone"] for row in db.query("select undone from corrections order by id")] == [
        None,
        "2026-01-02T12:00:00+00:00",
    ]


def test_any_correction_can_be_undone_that_no_later_one_rests_on(db):
    db.write(ARTICLE)
    correct(db, "We lost", kind="mixed")
    correct(db, "We lost", status="denied")
    correct(db, "We lost", kind="indirect")
    with pytest.raises(CorrectionError, match="correction 1 cannot be undone while 3 rests on it; undo that"):
        undo(db, 1)
    undo(db, 2)
    assert quotes_of(db)["We lost the election"] == ("ana-ruiz", "indirect", "said", 1)
    undo(db, 3)
    assert quotes_of(db)["We lost the election"] == ("ana-ruiz", "mixed", "said", 1)
    undo(db, 1)
    assert quotes_of(db)["We lost the election"] == ("ana-ruiz", "direct", "said", 0)


def test_nothing_is_undone_twice_or_without_being_there(db):
    db.write(ARTICLE)
    with pytest.raises(CorrectionError, match="there is no correction to undo"):
        undo(db)
    correct(db, "We lost", accept=True)
    undo(db)
    with pytest.raises(CorrectionError, match="correction 1 was undone already, on 2026-01-02"):
        undo(db, 1)
    with pytest.raises(CorrectionError, match="there is no correction 7; `quotes corrections` lists them"):
        undo(db, 7)


def test_after_an_undo_the_parser_has_its_say_again(db):
    db.write(ARTICLE)
    correct(db, "We lost", kind="mixed")
    undo(db)
    first, *others = ARTICLE.quotes
    db.write(replace(ARTICLE, quotes=(replace(first, kind="indirect"), *others)))
    assert quotes_of(db)["We lost the election"][1] == "indirect"
