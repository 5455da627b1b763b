"""Questions to a database, and the answers."""

from dataclasses import replace

import pytest
from database_samples import clock, extraction, person, said
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from quotes.database import QuoteDatabase
from quotes.database.search import (
    NotFoundError,
    match_expression,
    outlet_ids,
    search,
    show,
    speaker_ids,
    speakers,
    stats,
)
from quotes.model import Mention, Quote, Span, Speaker

DURAZO = person("Alfonso Durazo", "security secretary", "Durazo")
LOPEZ = person("Andrés Manuel López Obrador", "president", "AMLO")
OTHER = person("Maria Durazo")


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    with QuoteDatabase(tmp_path_factory.mktemp("search") / "quotes.db", clock=clock) as database:
        database.write(
            extraction(
                "CULIACAN – The troops were on patrol.",
                said("We decided to withdraw the troops", DURAZO, mention="Durazo", via="NPR"),
                said("The officials who took this decision did well", LOPEZ, status="asked"),
                said("It don't matter to the troops", Speaker("officials", "group")),
                url="https://www.example.org/a",
                outlet="The Example",
                title="A patrol",
                published="2019-10-18T08:00:00Z",
            )
        )
        database.write(
            extraction(
                said("Wörds of the president's, in plain words", LOPEZ, OTHER),
                said("Nobody knows who said these troops words", kind="indirect"),
                outlet="NPR",
                published="2019-11-02",
                title="Later",
            )
        )
        database.write(
            extraction("Undated.", said("Another troop of officials", Speaker("officials", "group")))
        )
        yield database


def words_of(found):
    return [row["text"].strip("“,”").split()[0] for row in found]


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("guns", '"guns"'),
        ("guns butter", '"guns" "butter"'),
        ('"guns and butter"', '"guns and butter"'),
        ("“guns and butter” now", '"guns and butter" "now"'),
        ('"guns and', '"guns and"'),
        ("gun*", '"gun"*'),
        ('"guns and but"*', '"guns and but"*'),
        ("*", ""),
        ("don't AND NOT (a OR b)", '"don\'t" "AND" "NOT" "(a" "OR" "b)"'),
        ("text:guns - ^ ? !", '"text:guns"'),
        ("a\x00b", '"a" "b"'),
        ("\ud800", ""),
        ("", ""),
        ("世界", '"世界"'),
    ],
)
def test_what_people_type_becomes_a_full_text_expression(typed, expected):
    assert match_expression(typed) == expected


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet=st.characters(exclude_categories=()) | st.sampled_from('"*“”:^-+()\x00 a'), max_size=20)
)
def test_nothing_that_can_be_typed_is_a_syntax_error(db, words):
    search(db, words, speaker=words, outlet=words)
    speakers(db, words)


@pytest.mark.parametrize(
    "words, filters, expected",
    [
        ("troops", {}, {"We", "It", "Nobody", "Another"}),
        ("TROOP", {}, {"We", "It", "Nobody", "Another"}),
        ("words", {}, {"Wörds", "Nobody"}),
        ("wörds president", {}, {"Wörds"}),
        ('"plain words"', {}, {"Wörds"}),
        ('"words plain"', {}, set()),
        ("withdr*", {}, {"We"}),
        ("withdr", {}, set()),
        ("don't", {}, {"It"}),
        ("???", {}, set()),
        ("troops", {"speaker": "alfonso-durazo"}, {"We"}),
        ("troops", {"speaker": "durazo"}, {"We"}),
        ("", {"speaker": "AMLO"}, {"The", "Wörds"}),
        ("", {"speaker": "andres manuel lopez obrador"}, {"The", "Wörds"}),
        ("", {"speaker": "Obrador"}, {"The", "Wörds"}),
        ("", {"speaker": "Maria Durazo"}, {"Wörds"}),
        ("", {"speaker": "officials"}, {"It", "Another"}),
        ("", {"speaker": "nobody"}, set()),
        ("", {"speaker": ""}, set()),
        ("troops", {"outlet": "the example"}, {"We", "It"}),
        ("troops", {"outlet": "Example"}, {"We", "It"}),
        ("troops", {"outlet": "www.example.org"}, {"We", "It"}),
        ("troops", {"outlet": "npr"}, {"Nobody"}),
        ("troops", {"outlet": "CNN"}, set()),
        ("troops", {"kind": "indirect"}, {"Nobody"}),
        ("troops", {"since": "2019-11"}, {"Nobody"}),
        ("troops", {"since": "2019"}, {"We", "It", "Nobody"}),
        ("troops", {"until": "2019-10-18"}, {"We", "It"}),
        ("troops", {"until": "2019-10-17"}, set()),
        ("troops", {"since": "2019-10-18", "until": "2019"}, {"We", "It", "Nobody"}),
        ("troops", {"speaker": "officials", "outlet": "example", "kind": "direct"}, {"It"}),
    ],
)
def test_search_finds_quotes_by_words_and_by_who_where_and_when(db, words, filters, expected):
    assert set(words_of(search(db, words, **filters))) == expected


def test_the_best_match_comes_first_and_pages_follow_each_other(db):
    every = search(db, "words OR", limit=None)
    assert every == []
    every = words_of(search(db, "words", limit=None))
    assert every[0] == "Wörds"
    pages = [words_of(search(db, "words", limit=1, offset=offset)) for offset in range(3)]
    assert pages == [every[:1], every[1:], []]


def test_without_words_the_latest_come_first(db):
    assert words_of(search(db)) == ["Wörds", "Nobody", "We", "The", "It", "Another"]


def test_a_row_says_who_what_where_and_who_says_so(db):
    (row,) = search(db, "withdraw")
    expected = {
        "text": "“We decided to withdraw the troops,”",
        "speaker": "Alfonso Durazo",
        "via": "NPR",
        "outlet": "The Example",
        "title": "A patrol",
        "year_month": "2019-10",
        "status": "said",
    }
    assert {key: row[key] for key in expected} == expected


@pytest.mark.parametrize("bad", [{"kind": "reported"}, {"since": "yesterday"}, {"until": "2019-10-18T00:00"}])
def test_an_unknown_kind_or_date_is_refused(db, bad):
    with pytest.raises(ValueError, match=next(iter(bad.values()))):
        search(db, "troops", **bad)


@pytest.mark.parametrize(
    "filters, expected",
    [
        ({}, ["andres-manuel-lopez-obrador", "alfonso-durazo", "maria-durazo", "officials", "officials"]),
        ({"kind": "group"}, ["officials", "officials"]),
        ({"like": "DURÁZO"}, ["alfonso-durazo", "maria-durazo"]),
        ({"like": "amlo"}, ["andres-manuel-lopez-obrador"]),
        ({"like": "_"}, []),
        (
            {"order": "name", "kind": "person"},
            ["alfonso-durazo", "maria-durazo", "andres-manuel-lopez-obrador"],
        ),
        ({"order": "first_seen", "limit": 1}, ["alfonso-durazo"]),
        ({"limit": 1, "offset": 1}, ["alfonso-durazo"]),
    ],
)
def test_speakers_are_listed_by_name_kind_and_order(db, filters, expected):
    found = [row["id"] for row in speakers(db, **filters)]
    assert ["officials" if key.startswith("officials-") else key for key in found] == expected


def test_an_exact_name_is_preferred_to_a_part_of_one(db):
    assert speaker_ids(db, "Durazo") == ["alfonso-durazo"]
    assert speaker_ids(db, "Manuel Lopez") == ["andres-manuel-lopez-obrador"]
    assert speaker_ids(db, "dura") == []


def test_an_outlet_is_known_by_id_name_or_domain(db):
    for wanted in ("example", "The Example", "example", "example.org", "WWW.EXAMPLE.ORG"):
        assert outlet_ids(db, wanted) == ["example"]


def test_the_questions_can_be_put_to_sqlite_utils_as_well(db):
    other = Database(db.conn)
    assert search(other, "troops") == search(db, "troops")
    assert stats(other) == stats(db)


def quote_in(context):
    return [context["text"][start:end] for start, end in context["content"]]


def test_a_quote_is_shown_in_its_context(db):
    (row,) = search(db, "withdraw")
    shown = show(db, row["id"])
    context = shown["context"]
    assert context["text"] == "“We decided to withdraw the troops,” Durazo said."
    assert quote_in(context) == ["“We decided to withdraw the troops,”"]
    (cue,), (mention,) = context["cue"], context["mention"]
    assert (context["text"][slice(*cue)], context["text"][slice(*mention)]) == ("said", "Durazo")
    assert [speaker["name"] for speaker in shown["speakers"]] == ["Alfonso Durazo"]
    assert shown["source"]["title"] == "A patrol" and "text" not in shown["source"]
    assert (shown["quote"]["via"], shown["quote"]["rule"], shown["quote"]["spans"]) == (
        "NPR",
        "trailing",
        [[39, 75]],
    )
    assert (shown["nested"], shown["outer"], shown["corrections"]) == ([], None, [])


def test_all_the_speakers_of_a_quote_are_shown_in_order(db):
    (row,) = search(db, "president's")
    assert [speaker["id"] for speaker in show(db, row["id"])["speakers"]] == [
        "andres-manuel-lopez-obrador",
        "maria-durazo",
    ]


def test_the_start_of_an_id_is_enough_if_it_is_the_only_one(db):
    every = sorted(row["id"] for row in search(db, limit=None))
    for key in every:
        length = next(n for n in range(1, 21) if sum(other.startswith(key[:n]) for other in every) == 1)
        assert show(db, key[:length].upper())["quote"]["id"] == key


@pytest.mark.parametrize("wanted", ["", "xyz", "%", "_", "ana-ruiz", "0" * 20, "f" * 21])
def test_an_id_that_does_not_exist_is_said_so(db, wanted):
    with pytest.raises(NotFoundError, match="no quote has an id that starts with"):
        show(db, wanted)


def test_the_start_of_several_ids_names_them(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db") as database:
        database.write(extraction(*(said(f"Number {n}") for n in range(40))))
        with pytest.raises(NotFoundError, match="several quotes have ids that start with"):
            keys = [row["id"][0] for row in search(database, limit=None)]
            show(database, max(keys, key=keys.count))


def test_nested_quotes_are_shown_with_each_other(tmp_path):
    article = extraction(said("He told me ‘run’ twice", DURAZO))
    (outer,) = article.quotes
    he = Mention((Span(1, 3),), "He", "pronominal")
    inner = Quote(2, "direct", (Span(12, 17),), (Span(4, 8),), source=he, context=outer.context, nested_in=1)
    with QuoteDatabase(tmp_path / "quotes.db") as database:
        database.write(replace(article, quotes=(outer, inner)))
        first, second = (row["id"] for row in search(database))
        assert [row["id"] for row in show(database, first)["nested"]] == [second]
        assert show(database, second)["outer"]["id"] == first


@pytest.mark.parametrize(
    "context, expected",
    [
        (Span(0, 0), "“No,” he said."),
        (Span(13, 18), "“No,” he said."),
        (Span(13, 27), "“No,” he said."),
    ],
)
def test_a_context_that_repeats_or_is_missing_is_found_where_the_quote_stands(tmp_path, context, expected):
    article = extraction("“No,” he said.", said("No"), "“No,” he said.")
    (quote,) = article.quotes
    shift = context if context == (0, 0) else Span(context.start + 3, context.end + 3)
    with QuoteDatabase(tmp_path / "quotes.db") as database:
        database.write(replace(article, quotes=(replace(quote, context=shift),)))
        (row,) = search(database)
        context_shown = show(database, row["id"])["context"]
    assert (context_shown["text"], context_shown["start"]) == (expected, 16)
    assert quote_in(context_shown) == ["“No,”"]


def test_statistics_count_everything(db):
    counted = stats(db)
    lists = {key: counted.pop(key) for key in ("by_outlet", "top_speakers")}
    assert counted == {
        "sources": 3,
        "sources_once": 3,
        "words": sum(len(row["text"].split()) for row in db.query("select text from sources")),
        "outlets": 2,
        "speakers": 5,
        "quotes": 6,
        "quotes_once": 6,
        "attributed": 5,
        "unattributed": 1,
        "reviewed": 0,
        "first": "2019-10-18",
        "last": "2019-11-02",
        "by_kind": {"direct": 5, "indirect": 1},
        "by_status": {"said": 5, "asked": 1},
        "by_speaker_kind": {"person": 3, "group": 2},
        "by_month": {"2019-10": 3, "2019-11": 2},
    }
    assert lists["by_outlet"] == [
        {"outlet": "The Example", "sources": 1, "quotes": 3},
        {"outlet": "NPR", "sources": 1, "quotes": 2},
        {"outlet": None, "sources": 1, "quotes": 1},
    ]
    assert [row["quotes"] for row in lists["top_speakers"]] == [2, 1, 1]


def test_statistics_of_an_empty_database_are_zeros(tmp_path):
    with QuoteDatabase(tmp_path / "quotes.db") as database:
        counted = stats(database)
    assert (counted["quotes"], counted["words"], counted["first"], counted["by_kind"]) == (0, 0, None, {})
