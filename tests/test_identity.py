"""Who is who across articles: names, what joins them, what keeps them apart, and the figures."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from quotes import extract
from quotes.database import QuoteDatabase
from quotes.database.ids import known_everywhere
from quotes.database.verify import verify
from quotes.speakers.careers import contradict, facts, likeness, same_office_elsewhere, too_young
from quotes.speakers.forms import blocks, is_generic, organisation_base, tie
from quotes.speakers.identity import Person, Stated, gather, split
from quotes.speakers.other_names import other_names
from quotes.speakers.topics import story, topics
from tests.identity_pairs import articles, as_article, figures, mentions

# Percent; what was reached is a little higher.
FLOORS = {"all": (98.5, 85.0), "resolved": (99.0, 90.0)}


@pytest.fixture(scope="module")
def marked():
    return articles()


@pytest.fixture(scope="module")
def extractions(marked):
    return [extract(as_article(article)) for article in marked]


def test_pairs_across_articles_reach_their_floors(tmp_path, marked, extractions):
    with QuoteDatabase(tmp_path / "pairs.db") as db:
        for extraction in extractions:
            db.write(extraction)
        found = list(mentions(db, marked))
        assert list(verify(db)) == []
    for what, group in (("all", found), ("resolved", [one for one in found if one.resolved])):
        pairs, same, together, both, _ = figures(group)
        assert pairs >= 300
        assert 100 * both / together >= FLOORS[what][0], what
        assert 100 * both / same >= FLOORS[what][1], what


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_of_import_gives_the_same_speakers(tmp_path: Path, extractions, seed):
    results = []
    order = list(extractions)
    for name in ("one.db", "two.db"):
        with QuoteDatabase(tmp_path / name) as db:
            for extraction in order:
                db.write(extraction)
            sql = "select source_id, local_id, speaker_id from appearances order by 1, 2"
            results.append([tuple(row.values()) for row in db.query(sql)])
        random.Random(seed).shuffle(order)
    assert results[0] == results[1]


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("Donald J. Trump", "Donald Trump", "middle name"),
        ("Hillary Rodham Clinton", "Hillary Clinton", "middle name"),
        ("George Bush", "George W. Bush", "middle name"),
        ("George W. Bush", "George H. W. Bush", ""),
        ("Bill Clinton", "William J. Clinton", "short name"),
        ("J. K. Larkin", "J.K. Larkin", "same name"),
        ("J. Smith", "John Smith", "short name"),
        ("Jean-Pierre Dubois", "Jean Pierre Dubois", "same name"),
        ("Ovidio Guzmán", "Ovidio Guzmán López", "short name"),
        ("Maria Fernanda Lopez", "María Fernanda López Ortega", "short name"),
        ("Mohammed al-Rashidi", "Muhammad Al-Rashidi", "short name"),
        ("Aleksandr Voronin", "Alexander Voronin", "short name"),
        ("Pepe Quiroga", "José Quiroga", "short name"),
        ("Ray Castellano Jr.", "Ray Castellano Sr.", ""),
        ("Ana Ruiz", "Eva Ruiz", ""),
        ("Jane Smith", "June Smith", ""),
        ("Ana Ruiz", "Ana Torres", ""),
        ("Ruiz", "Ana Ruiz", ""),
    ],
)
def test_how_two_names_may_be_one(one, other, expected):
    assert tie(one, other) == tie(other, one) == expected
    if expected:
        assert {b for b in blocks(one) if b[:1] != "*"} & {b for b in blocks(other) if b[:1] != "*"}


@pytest.mark.parametrize(
    "one, other, likely, contradicts",
    [
        ("the mayor of Belmar", "Belmar mayor", 3, False),
        ("President", "US president", 2, False),
        ("Sheriff", "a 17-year-old swimmer", 0, True),
        ("novelist", "Detective Chief Inspector", 0, True),
        ("a spokesman for Norlake Power", "Norlake Power’s lawyer", 2, False),
        ("senator", "former governor", 0, False),
        ("actor", "former actor and now presenter", 1, False),
        ("its chief executive", "chairman", 0, False),
        ("senator", "then a student at an academy", 0, False),
        ("senator", "a student at an academy", 0, True),
    ],
)
def test_what_two_roles_say_of_each_other(one, other, likely, contradicts):
    a, b = facts(one), facts(other)
    assert likeness(a, b) == likeness(b, a) == likely
    assert contradict(a, b) == contradict(b, a) == contradicts


def test_offices_and_ages_that_one_person_cannot_have():
    assert same_office_elsewhere(facts("mayor of Belmar"), facts("mayor of Norlake"))
    assert not same_office_elsewhere(facts("mayor of Belmar"), facts("former mayor of Norlake"))
    assert not same_office_elsewhere(facts("US President"), facts("the first black president"))
    assert too_young(facts(""), 16, 2017, facts(""), 63, 2018)
    assert not too_young(facts(""), 16, 2017, facts(""), 18, 2019)
    assert too_young(facts("student"), None, 2017, facts("judge"), None, 2018)


def stated(role: str | None, year: int, outlet: str, **others) -> Stated:
    return Stated(
        role, f"{year}-05-01", f"{year}-05-01", 1, outlet=outlet, key=(role, year, outlet), **others
    )


@pytest.mark.parametrize(
    "said, people",
    [
        ([stated("mayor", 2011, "a"), stated("senator", 2014, "b"), stated(None, 2016, "c")], 1),
        ([stated("Sheriff", 2015, "a"), stated("swimmer", 2017, "b", age=16)], 2),
        ([stated("novelist", 2011, "a"), stated("Inspector", 2011, "b"), stated("novelist", 2014, "c")], 2),
        ([stated("chairman", 1931, "a"), stated("analyst", 2019, "b")], 2),
        ([stated("actor", 1985, "a"), stated("former actor and governor", 2004, "b")], 1),
        ([stated(None, 2001, "a"), stated(None, 2003, "b")], 1),
        # One outlet, but a thief's two stories are not the pastor's.
        (
            [
                stated("Pastor", 2014, "a", story=frozenset(("choir", "roof"))),
                stated("the Rev.", 2015, "a", story=frozenset(("choir", "roof", "tractor"))),
                stated(None, 2015, "a", age=27, topics="law", story=frozenset(("tractor", "auction"))),
                stated(None, 2016, "a", topics="trades", story=frozenset(("tractor", "auction"))),
            ],
            2,
        ),
    ],
)
def test_people_of_one_name(said, people):
    found = split(Person("jo-lee", "jo lee", tuple(said)))
    assert len(found) == people and found[0].id == "jo-lee"
    assert len({person.id for person in found}) == people
    assert sorted(map(str, (s for person in found for s in person.stated))) == sorted(map(str, said))


@pytest.mark.parametrize(
    "people, groups",
    [
        ({"donald-trump": None, "donald-j-trump": None}, {"donald-trump": 2}),
        ({"bill-hadley": "governor", "william-hadley": "governor"}, {"bill-hadley": 1, "william-hadley": 1}),
        (
            {"bill-hadley": "governor of Tarrow", "william-hadley": "Tarrow governor"},
            {"bill-hadley": 2},
        ),
        ({"bill-smith": "farmer", "william-smith": "judge"}, {"bill-smith": 1, "william-smith": 1}),
        (
            {"george-bush": None, "george-w-bush": None, "george-h-w-bush": None},
            {"george-bush": 1, "george-w-bush": 1, "george-h-w-bush": 1},
        ),
    ],
)
def test_names_of_one_person(people, groups):
    found = gather(
        [
            Person(key, key.replace("-", " "), (Stated(role, "2015-01-01", "2015-01-01", 1),))
            for key, role in people.items()
        ],
        {},
    )
    if "bill-hadley" in groups and len(groups) == 2:
        groups = {"bill-hadley": 2}  # a high office and the surname are enough
    assert {group.id: len(group.members) for group in found} == groups


@pytest.mark.parametrize("odd, articles, groups", [(1, 7, 1), (1, 6, 2), (2, 12, 2)])
def test_one_odd_article_among_many_keeps_no_names_apart(odd, articles, groups):
    senator = [stated("senator", 2015, outlet) for outlet in "abcdefghijkl"[:articles]]
    swimmer = [stated("swimmer", 2015, "z")] * odd
    one = Person("jo-lee", "jo lee", (*senator, *swimmer))
    other = Person("jo-b-lee", "jo b lee", (stated("senator", 2016, "a"),))
    assert len(gather([one, other], {})) == groups


@pytest.mark.parametrize(
    "name, kind, expected",
    [
        ("Ana Ruiz", "person", True),
        ("Ruiz", "person", False),
        ("van der Hoeven", "person", False),
        ("Ruiz Jr.", "person", False),
        ("@ruiz", "person", True),
        ("Norlake Power", "organisation", True),
        ("the company", "organisation", False),
        ("the City Council", "organisation", False),
        ("officials", "group", False),
    ],
)
def test_which_names_say_who_is_meant_wherever_they_stand(name, kind, expected):
    assert known_everywhere(name, kind) is expected


@pytest.mark.parametrize(
    "name, base, generic",
    [
        ("The Ford Motor Co.", "ford motor", False),
        ("Tellmark Inc.", "tellmark", False),
        ("the Ministry of Health", "ministry of health", True),
        ("Justice Department", "justice department", False),
    ],
)
def test_what_identifies_an_organisation(name, base, generic):
    assert organisation_base(name) == base
    assert is_generic(name) is generic


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Ana Whitfield, formerly Ana Torres, won.", ("Ana Whitfield", "Ana Torres")),
        ("said Beatrice Lam, née Holloway.", ("Beatrice Lam", "Beatrice Holloway")),
        ("said Devonte Pruitt, who raps as Lil Quartz.", ("Devonte Pruitt", "Lil Quartz")),
        ("Desmond Sullivan, 41, who boxed as Big Sully", ("Desmond Sullivan", "Big Sully")),
        ("Everybody calls Desmond Sullivan “Big Sully”.", ("Desmond Sullivan", "Big Sully")),
        ("Iván Cárdenas, whom the fans call El Halcón", ("Iván Cárdenas", "El Halcón")),
        ("Marlene Obi films it and posts it as @kestrelcooks.", ("Marlene Obi", "@kestrelcooks")),
        ("Jo Lee (@jolee) wrote", ("Jo Lee", "@jolee")),
        ("Ana Ruiz, born in Belmar, said", None),
        ("Ana Ruiz, who wrote a book, said", None),
    ],
)
def test_other_names_that_a_text_gives(text, expected):
    assert list(other_names(text)) == ([expected] if expected else [])


def test_what_an_article_is_about():
    text = "The swimmer won the butterfly race. Kelbridge had seen no such medal. Kelbridge Otters cheered."
    assert topics(text) == ("sport",)
    assert "kelbridge" in story(text) and "butterfly" in story(text)
    assert topics("") == story("") == ()
