"""Names in running text: what is name, what is title, role, party, nickname, and what kind it names."""

from __future__ import annotations

import pytest

from quotes.language import analyse
from quotes.speakers.names import Name, compatible, fold, is_person_noun, singular
from quotes.speakers.scanner import Scanner


def names(text: str) -> list[Name]:
    return Scanner(analyse(text)).names()


# (text, the first name in it, the role that stands with it)
ROLES = [
    ("Mexican security secretary Alfonso Durazo said no.", "Alfonso Durazo", "Mexican security secretary"),
    (
        "Mexican President Andres Manuel Lopez Obrador said no.",
        "Andres Manuel Lopez Obrador",
        "Mexican President",
    ),
    (
        "Cristobal Castañeda, Sinaloa state's head of security, said no.",
        "Cristobal Castañeda",
        "Sinaloa state's head of security",
    ),
    ("“We lost,” said Ana Ruiz, the mayor of Lima.", "Ana Ruiz", "the mayor of Lima"),
    ("Ana Ruiz, 43, a baker, said no.", "Ana Ruiz", "a baker"),
    ("Ana Ruiz, who replaced Jo Lee in July, said no.", "Ana Ruiz", None),
    ("Ana Ruiz, whose father was a mayor, said no.", "Ana Ruiz", None),
    ("Ana Ruiz, the mayor said, was late.", "Ana Ruiz", None),
    ("Mr. Ruiz said no.", "Ruiz", None),
    ("Texas Sen. Jo Lee said no.", "Jo Lee", "Texas Sen."),
    ("Sen. Jo Lee (R-Texas) said no.", "Jo Lee", "Sen."),
    ("Secretary of State Jo Lee said no.", "Jo Lee", "Secretary of State"),
    ("Former secretary of state Jo Lee said no.", "Jo Lee", "Former secretary of state"),
    (
        "Secretary of Health and Human Services Jo Lee said no.",
        "Jo Lee",
        "Secretary of Health and Human Services",
    ),
    ("Senate Majority Leader Jo Lee said no.", "Jo Lee", "Senate Majority Leader"),
    ("Her lawyer, Ana Ruiz, said no.", "Ana Ruiz", "her lawyer"),
    ("The state’s Republican chairman, Al Day, said no.", "Al Day", "the state’s Republican chairman"),
    ("Comedian and actor Al Day said no.", "Al Day", "Comedian and actor"),
    ("The son of jailed drug kingpin Al Day was released.", "Al Day", "jailed drug kingpin"),
    ("Al Day is a veteran of President Obama's campaign.", "Al Day", None),
    ("Yesterday Al Day said no.", "Al Day", None),
    ("After the vote Al Day said no.", "Al Day", None),
    ("Air Force 1st Lt. Al Day said no.", "Al Day", "Air Force 1st Lt."),
]


@pytest.mark.parametrize(("text", "name", "role"), ROLES)
def test_a_name_stands_apart_from_its_role(text: str, name: str, role: str | None) -> None:
    first = names(text)[0]
    assert (first.display, first.role) == (name, role)


# (text, the names in it as they are shown)
SHAPES = [
    (
        "Ursula von der Leyen met Luiz Inácio Lula da Silva.",
        ["Ursula von der Leyen", "Luiz Inácio Lula da Silva"],
    ),
    ("Bashar al-Assad and Osama bin Laden.", ["Bashar al-Assad", "Osama bin Laden"]),
    ("Ana Ruiz-Lee met Conan O’Brien.", ["Ana Ruiz-Lee", "Conan O’Brien"]),
    ("They met John Smith Jr. and Al Day III yesterday.", ["John Smith Jr.", "Al Day III"]),
    ("They met David A. Handler and Al Judge.", ["David A. Handler", "Al Judge"]),
    ("Ana Ruiz’s lawyer said no.", ["Ana Ruiz"]),
    (
        "The Department of Justice sued the University of Chicago.",
        ["Department of Justice", "University of Chicago"],
    ),
    ("On Monday Ana Ruiz left.", ["Ana Ruiz"]),
    ("Unlike Ana Ruiz he stayed. Trusting Ana Ruiz was a mistake.", ["Ana Ruiz", "Ana Ruiz"]),
    ("Sterling K. Moss came. Wing Lam Chan left.", ["Sterling K. Moss", "Wing Lam Chan"]),
    ("The Republicans and the Iranians said no.", []),
    ("The Secretary of State said no.", []),
    ("House and Senate Republicans said no.", ["House"]),
    ("It was said by @ruiz and others.", ["@ruiz"]),
    ("Police arrested Joaquin Guzman AFP", ["Joaquin Guzman"]),
]


@pytest.mark.parametrize(("text", "shown"), SHAPES)
def test_names_come_in_many_shapes(text: str, shown: list[str]) -> None:
    assert [n.display for n in names(text)] == shown


# (text, name, nickname)
NICKNAMES = [
    ("They jailed Joaquin “El Chapo” Guzman.", "Joaquin Guzman", "El Chapo"),
    ('They jailed Joaquin "El Chapo" Guzman.', "Joaquin Guzman", "El Chapo"),
    ("They jailed “El Chapo” Guzman.", "Guzman", "El Chapo"),
    ("They met Robert (Bob) Dole there.", "Robert Dole", "Bob"),
    ("They met Gen. Jim ‘Mad Dog’ Mattis there.", "Jim Mattis", "Mad Dog"),
    ("They met Ana Ruiz (@anaruiz) there.", "Ana Ruiz", "@anaruiz"),
    ("Ana Ruiz “was late” there.", "Ana Ruiz", None),
]


@pytest.mark.parametrize(("text", "name", "nickname"), NICKNAMES)
def test_a_nickname_is_not_part_of_the_name(text: str, name: str, nickname: str | None) -> None:
    first = names(text)[0]
    assert (first.display, first.nickname) == (name, nickname)


# (text, what the first name's own words and surroundings say it names)
KINDS = [
    ("Sen. Lee said no.", "person"),
    ("Ana Ruiz, 43, said no.", "person"),
    ("Ford Motor Co. said no.", "organisation"),
    ("The Interior Ministry said no.", "organisation"),
    ("Reuters said no.", "organisation"),
    ("The WHO said no.", "organisation"),
    ("The White House said no.", "organisation"),
    ("Gulf & Western said no.", "organisation"),
    ("They stayed in Neptune, N.J., overnight.", "place"),
    ("They stayed in New Zealand overnight.", "place"),
    ("Ruiz said no.", "unknown"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_what_a_name_names(text: str, kind: str) -> None:
    assert names(text)[0].kind == kind


# (text, gender that the words beside the name show)
GENDERS = [
    ("Mr. Ruiz said no.", "he"),
    ("Mrs. Ruiz said no.", "she"),
    ("Spokeswoman Jo Lee said no.", "she"),
    ("Jo Lee, an actress, said no.", "she"),
    ("Maria Ruiz said no.", None),
    ("Sen. Jo Lee said no.", None),
]


@pytest.mark.parametrize(("text", "gender"), GENDERS)
def test_gender_is_read_never_guessed(text: str, gender: str | None) -> None:
    assert names(text)[0].gender == gender


# (one name, another, whether they may name one person)
PAIRS = [
    ("Lopez Guzman", "Ovidio Guzmán López", True),
    ("Ovidio Guzman", "Joaquin Guzman", False),
    ("Lopez Obrador", "Andrés Manuel López Obrador", True),
    ("Bill Clinton", "William Jefferson Clinton", True),
    ("Bill Clinton", "Hillary Clinton", False),
    ("Donald Trump", "Donald J. Trump", True),
    ("George W. Bush", "George H. Bush", False),
]


@pytest.mark.parametrize(("one", "other", "same"), PAIRS)
def test_which_names_may_be_one_person(one: str, other: str, same: bool) -> None:
    a, b = ([fold(w) for w in name.split()] for name in (one, other))
    assert compatible(a, b) is same
    assert compatible(b, a) is same


# (word, folded)
FOLDED = [
    ("Castañeda", "castaneda"),
    ("O’Brien", "o'brien"),
    ("Sen.", "sen"),
    ("Guzman’s", "guzman"),
    ("Ł", "ł"),
]


@pytest.mark.parametrize(("word", "folded"), FOLDED)
def test_folding(word: str, folded: str) -> None:
    assert fold(word) == folded


# (word, whether it says what a person is)
PERSON_NOUNS = [
    ("mayor", True),
    ("co-chairman", True),
    ("43-year-old", True),
    ("dressmaker", True),
    ("summer", False),
    ("human", False),
]


@pytest.mark.parametrize(("word", "person"), PERSON_NOUNS)
def test_person_nouns(word: str, person: bool) -> None:
    assert is_person_noun(word) is person


PLURALS = [("men", "man"), ("bodies", "body"), ("judges", "judge"), ("boxes", "box"), ("police", "police")]


@pytest.mark.parametrize(("plural", "one"), PLURALS)
def test_singulars(plural: str, one: str) -> None:
    assert singular(plural) == one
