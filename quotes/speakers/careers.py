"""What roles say of who somebody is: offices, places, fields of work; which of them contradict each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from . import lexicon
from .lexicon import word_set
from .names import fold, is_person_noun, singular

_FIELDS: dict[str, frozenset[str]] = {
    "politics": word_set(
        """senator lawmaker representative congressman congresswoman governor mayor president premier minister
    chancellor secretary councillor councilman councilwoman alderman alderwoman assemblyman assemblywoman
    delegate candidate nominee politician legislator ambassador diplomat envoy consul commissioner
    president-elect mayor-elect governor-elect undersecretary whip backbencher party campaigner pollster
    strategist speechwriter monarch king queen prime treasurer comptroller lobbyist selectman selectwoman"""
    ),
    "law": word_set("lawyer attorney judge prosecutor solicitor barrister justice counsel magistrate jurist"),
    "police": word_set(
        """sheriff detective inspector constable policeman policewoman trooper sergeant officer superintendent
    warden"""
    ),
    "military": word_set(
        "general colonel lieutenant major admiral commander corporal soldier brigadier marine private"
    ),
    "sport": word_set(
        """swimmer footballer striker midfielder goalkeeper goalie pitcher quarterback catcher boxer cyclist
    golfer gymnast jockey rower runner skater skier sprinter wrestler athlete player champion coach captain
    cox defender forward winger batsman bowler racer sportsman referee umpire teammate cricketer hurdler
    medallist medalist olympian tennis football rugby cricket"""
    ),
    "arts": word_set(
        """actor actress author novelist poet playwright singer songwriter musician guitarist drummer bassist
    pianist violinist cellist soprano tenor composer conductor dancer choreographer painter sculptor artist
    illustrator filmmaker screenwriter comedian comedienne rapper designer photographer architect chef
    cartoonist model curator organist vocalist sommelier"""
    ),
    "media": word_set(
        """journalist reporter editor columnist broadcaster anchor anchorman anchorwoman correspondent
    publisher     commentator blogger presenter newsreader podcaster"""
    ),
    "medicine": word_set(
        """doctor physician surgeon nurse dentist pediatrician cardiologist oncologist psychiatrist midwife
    paramedic pharmacist neurologist epidemiologist pathologist radiologist neurosurgeon veterinarian
    therapist clinician gynecologist anesthesiologist toxicologist"""
    ),
    "science": word_set(
        """scientist professor lecturer researcher biologist chemist physicist geologist astronomer economist
    historian sociologist anthropologist archaeologist psychologist climatologist ecologist hydrologist
    mathematician statistician meteorologist virologist linguist philosopher oceanographer seismologist
    volcanologist botanist zoologist criminologist demographer geographer paleontologist scholar academic
    dean provost microbiologist immunologist geneticist primatologist entomologist glaciologist"""
    ),
    "education": word_set(
        "teacher headmaster headmistress principal schoolteacher schoolmaster educator librarian"
    ),
    "business": word_set(
        """ceo cfo coo executive entrepreneur businessman businesswoman banker investor financier
    industrialist analyst trader broker founder owner developer accountant tycoon billionaire hotelier
    restaurateur retailer grocer shopkeeper chairman chairwoman"""
    ),
    "religion": word_set(
        """bishop archbishop priest pastor reverend rabbi imam pope cardinal vicar nun monk preacher chaplain
    ayatollah cleric deacon minister evangelist"""
    ),
    "trades": word_set(
        """farmer fisherman ferryman driver plumber electrician carpenter mechanic welder builder miner baker
    butcher barber waiter waitress bartender gardener roofer trucker rancher shepherd cook janitor lumberjack
    stevedore docker beekeeper brewer winemaker potter blacksmith"""
    ),
    "youth": word_set(
        "student pupil schoolboy schoolgirl teenager teen boy girl child kid freshman sophomore youngster"
    ),
    "crime": word_set("defendant suspect inmate prisoner gunman gangster kingpin mobster burglar robber"),
}
_FIELD_OF: dict[str, frozenset[str]] = {}
for _field, _nouns in _FIELDS.items():
    for _noun in _nouns:
        _FIELD_OF[_noun] = _FIELD_OF.get(_noun, frozenset()) | {_field}

# Fields that one life often joins; any two that share a group do not contradict each other.
_CAREERS = (
    frozenset(("politics", "law", "business", "military", "media", "science", "education", "religion")),
    frozenset(("politics", "trades", "education", "medicine", "business")),
    frozenset(("politics", "police", "law", "military")),
    frozenset(("sport", "business", "media", "education")),
    frozenset(("arts", "media", "education", "business")),
    frozenset(("medicine", "science", "education")),
    frozenset(("trades", "business")),
    frozenset(("crime", "politics", "business")),
    frozenset(("crime", "trades")),
    frozenset(("youth", "sport", "arts")),
)
# Nobody holds two of these in two places.
OFFICES = word_set(
    """mayor governor sheriff senator representative congressman congresswoman president premier minister
    chancellor bishop archbishop king queen councillor councilman councilwoman harbourmaster coroner"""
)
# Offices that one person in a country holds, or few: with the surname they say who is meant.
_HIGH = word_set(
    """president premier chancellor pope king queen prince princess senator governor congressman congresswoman
    ambassador archbishop president-elect secretary-general"""
)
_VAGUE = word_set(
    """man woman person people member official resident spokesman spokeswoman spokesperson leader head chief
    director manager worker employee lawyer attorney analyst professor researcher author witness fan voter
    supporter victim source expert executive owner partner founder secretary assistant deputy aide adviser
    advisor candidate nominee boy girl friend neighbor neighbour year-old lawmaker player coach officer"""
)
_NOT_PLACES = word_set(
    "former ex then old new late young acting interim honorary co vice north south east west"
)
_WORD = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|\baged? (\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a role says: the nouns of its office or job, the names in it, its fields of work, an age."""

    heads: frozenset[str]
    names: frozenset[str]
    fields: frozenset[str]
    age: int | None = None


NOTHING = Facts(frozenset(), frozenset(), frozenset())


@lru_cache(maxsize=4096)
def facts(role: str) -> Facts:
    """Read a role as articles print it: "Belmar mayor", "a spokesman for Norlake Power", "Sen."."""
    words = _WORD.findall(role[:300])
    heads: set[str] = set()
    names: set[str] = set()
    for at, word in enumerate(words):
        low = fold(word)
        if low in lexicon.TITLES:
            heads.update(lexicon.TITLES[low])
        elif is_person_noun(singular(low)) and not low.endswith("year-old"):
            heads.add(singular(low))
        elif low in lexicon.NATIONALITIES or low in lexicon.PLACES or low in lexicon.STATES:
            names.add(lexicon.STATES.get(low, low))
        elif word[:1].isupper() and low not in _NOT_PLACES and low not in lexicon.TITLE_MODIFIERS:
            # A capital may only open the sentence: "Harbour master".
            follows = words[at + 1][:1].isupper() if at + 1 < len(words) else at > 0
            if (at or follows) and low not in lexicon.COMPLEMENTS and low not in lexicon.PARTIES:
                names.add(low)
    fields = frozenset().union(*(_FIELD_OF.get(head, frozenset()) for head in heads))
    match = _AGE.search(role)
    age = int(match[1] or match[2]) if match else None
    return Facts(frozenset(heads), frozenset(names), fields, age)


def likeness(one: Facts, other: Facts) -> int:
    """How much two roles speak for one person who also shares the surname, in points.

    2 for a high office or a name in both ("Norlake", "Ohio"), 1 for a job in both.
    """
    shared = one.heads & other.heads
    apart = bool(one.names and other.names and not one.names & other.names)
    points = 0
    if shared & _HIGH and not apart:
        points = 2
    elif shared - _VAGUE and not apart:
        points = 1
    if one.names & other.names:
        points += 2 if one.fields & other.fields or shared or not (one.fields and other.fields) else 1
    return points


def contradict(one: Facts, other: Facts) -> bool:
    """Whether nobody is likely to be both at any time of life, as far as the words tell."""
    if one.names & other.names:
        return False
    if not one.fields or not other.fields or one.fields & other.fields:
        return False
    return not any(one.fields & group and other.fields & group for group in _CAREERS)


def same_office_elsewhere(one: Facts, other: Facts) -> bool:
    """Whether both hold an office that nobody holds in two places, in different ones."""
    shared = one.heads & other.heads & OFFICES
    return bool(shared and one.names and other.names and not one.names & other.names)


def too_young(one: Facts, one_year: int | None, other: Facts, other_year: int | None) -> bool:
    """Whether the ages, or youth and office, cannot be one person's in these years."""
    if one_year is None or other_year is None:
        return False
    if one.age is not None and other.age is not None:
        return abs((one_year - one.age) - (other_year - other.age)) > 2
    for young, year, old, old_year in (
        (one, one_year, other, other_year),
        (other, other_year, one, one_year),
    ):
        age = young.age if young.age is not None else (18 if "youth" in young.fields else None)
        grown = old.fields - {"youth", "sport", "arts", "crime"}
        if (
            age is not None
            and age < 23
            and grown
            and "youth" not in old.fields
            and old_year - year < 22 - age
        ):
            return True
    return False
