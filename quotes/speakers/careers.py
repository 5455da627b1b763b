"""What roles say of who somebody is: offices, places, fields of work; which of them contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from ..weights import load
from . import lexicon
from .lexicon import word_set
from .names import fold, is_person_noun, singular

_FIELDS: dict[str, frozenset[str]] = {
    "politics": word_set(
        """senator lawmaker representative congressman congresswoman governor mayor president premier minister
    chancellor secretary councillor councilman councilwoman alderman alderwoman assemblyman
    assemblywoman delegate candidate nominee politician legislator ambassador diplomat envoy consul
    commissioner president-elect mayor-elect governor-elect undersecretary whip backbencher party
    campaigner pollster strategist speechwriter monarch king queen prime treasurer comptroller
    lobbyist selectman selectwoman"""
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
    golfer gymnast jockey rower runner skater skier sprinter wrestler athlete player champion coach
    captain cox defender forward winger batsman bowler racer sportsman referee umpire teammate
    cricketer hurdler medallist medalist olympian tennis football rugby cricket"""
    ),
    "arts": word_set(
        """actor actress author novelist poet playwright singer songwriter musician guitarist drummer bassist
    pianist violinist cellist soprano tenor composer conductor dancer choreographer painter sculptor
    artist illustrator filmmaker screenwriter comedian comedienne rapper designer photographer
    architect chef cartoonist model curator organist vocalist sommelier"""
    ),
    "media": word_set(
        """journalist reporter editor columnist broadcaster anchor anchorman anchorwoman correspondent
    publisher commentator blogger presenter newsreader podcaster"""
    ),
    "medicine": word_set(
        """doctor physician surgeon nurse dentist pediatrician cardiologist oncologist psychiatrist midwife
    paramedic pharmacist neurologist epidemiologist pathologist radiologist neurosurgeon
    veterinarian therapist clinician gynecologist anesthesiologist toxicologist"""
    ),
    "science": word_set(
        """scientist professor lecturer researcher biologist chemist physicist geologist astronomer economist
    historian sociologist anthropologist archaeologist psychologist climatologist ecologist
    hydrologist mathematician statistician meteorologist virologist linguist philosopher
    oceanographer seismologist volcanologist botanist zoologist criminologist demographer geographer
    paleontologist scholar academic dean provost microbiologist immunologist geneticist
    primatologist entomologist glaciologist"""
    ),
    "education": word_set(
        "teacher headmaster headmistress principal schoolteacher schoolmaster educator librarian"
    ),
    "business": word_set(
        """ceo cfo coo executive entrepreneur businessman businesswoman banker investor industrialist
    analyst trader broker founder owner developer accountant tycoon billionaire hotelier
    restaurateur retailer grocer shopkeeper chairman chairwoman"""
    ),
    "religion": word_set(
        """bishop archbishop priest pastor reverend rabbi imam pope cardinal vicar nun monk preacher chaplain
    ayatollah cleric deacon minister evangelist"""
    ),
    "trades": word_set(
        """farmer fisherman ferryman driver plumber electrician carpenter mechanic welder builder miner baker
    butcher barber waiter waitress bartender gardener roofer trucker rancher shepherd cook janitor
    lumberjack stevedore docker beekeeper brewer winemaker potter blacksmith"""
    ),
    "youth": word_set(
        "student pupil schoolboy schoolgirl teenager teen boy girl child kid freshman sophomore youngster"
    ),
    "crime": word_set("defendant suspect inmate prisoner gunman gangster kingpin mobster burglar robber"),
}
FIELD_OF: dict[str, frozenset[str]] = {}
for _field, _nouns in _FIELDS.items():
    for _noun in _nouns:
        FIELD_OF[_noun] = FIELD_OF.get(_noun, frozenset()) | {_field}

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
# Fields that one person works in at one time; others follow each other.
_AT_ONCE = frozenset(
    frozenset(pair.split())
    for pair in (
        "politics law,politics business,politics media,politics military,politics police,law business,"
        "business science,science medicine,science education,science media,arts media,"
        "arts education,arts business,"
        "religion education,sport education,sport youth,arts youth,trades business,business sport,police law,"
        "crime politics,crime business,crime trades,crime sport,crime arts,youth education,sport media"
    ).split(",")
)
# Nobody holds two of these in two places.
OFFICES = word_set(
    """mayor governor sheriff senator representative congressman congresswoman president premier minister
    chancellor bishop archbishop king queen councillor councilman councilwoman harbourmaster coroner"""
)
# Offices that one person in a country holds, or few: with the surname they say who is meant.
_HIGH = word_set(
    """president premier chancellor pope king queen prince princess senator governor congressman
    congresswoman ambassador archbishop president-elect secretary-general"""
)
_COUNTRIES = lexicon.NATIONALITIES | lexicon.PLACES | frozenset(lexicon.STATES.values())
_VAGUE = word_set(
    """man woman person people member official resident spokesman spokeswoman spokesperson leader head
    chief director manager worker employee lawyer attorney analyst professor researcher author
    witness fan voter supporter victim source expert executive owner partner founder secretary
    assistant deputy aide adviser advisor candidate nominee boy girl friend neighbor neighbour
    year-old lawmaker player coach officer"""
)
_NOT_PLACES = word_set(
    "former ex then old new late young acting interim honorary co vice north south east west"
)
_PAST = word_set("former ex then retired onetime one-time late")
_WORD = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|\baged? (\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a role says: the nouns of its office or job, the names in it, its fields of work, an age.

    ``past`` tells that it is over: "former mayor", "then a student".
    """

    heads: frozenset[str]
    names: frozenset[str]
    fields: frozenset[str]
    age: int | None = None
    past: bool = False


NOTHING = Facts(frozenset(), frozenset(), frozenset())


@cache
def common_words() -> frozenset[str]:
    """Words that many articles hold, folded, without plural endings."""
    return frozenset(load("common.json").split())


@lru_cache(maxsize=16384)
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
            # A capital may only open the sentence: "Local driver".
            follows = words[at + 1][:1].isupper() if at + 1 < len(words) else at > 0
            if (
                (at or follows or low not in common_words())
                and low not in lexicon.COMPLEMENTS
                and low not in lexicon.PARTIES
            ):
                names.add(low)
    fields = frozenset().union(*(FIELD_OF.get(head, frozenset()) for head in heads))
    match = _AGE.search(role)
    age = int(match[1] or match[2]) if match else None
    past = any(word.lower() in _PAST for word in words)
    if past:
        fields -= {"youth"}  # everybody was a student once
    return Facts(frozenset(heads), frozenset(names), fields, age, past)


def likeness(one: Facts, other: Facts) -> int:
    """How much two roles speak for one person who also shares the surname, in points.

    2 for a high office or a name in both ("Norlake", "Ohio"), 1 for a job in both.
    """
    if one.heads.isdisjoint(other.heads) and one.names.isdisjoint(other.names):
        return 0
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


def contradict(one: Facts, other: Facts, at_once: bool = False) -> bool:
    """Whether nobody is likely to be both at any time of life, or ``at_once``, as far as the words tell."""
    if not one.names.isdisjoint(other.names):
        return False
    return strangers(one.fields, other.fields, at_once and not (one.past or other.past))


def strangers(one: Iterable[str], other: Iterable[str], at_once: bool = False) -> bool:
    """Whether fields of work are known on both sides, and hardly anybody works in both, ever or at once."""
    return _strangers(frozenset(one), frozenset(other), at_once)


@lru_cache(maxsize=16384)
def _strangers(a: frozenset[str], b: frozenset[str], at_once: bool) -> bool:
    if not a or not b or a & b:
        return False
    if at_once:
        return not any(frozenset((x, y)) in _AT_ONCE for x in a for y in b)
    return not any(a & group and b & group for group in _CAREERS)


def same_office_elsewhere(one: Facts, other: Facts) -> bool:
    """Whether both hold an office that nobody holds in two places, in different ones.

    Of high offices only the names of countries and states count: "US president", "the first black president".
    """
    if one.heads.isdisjoint(other.heads):
        return False
    shared = one.heads & other.heads & OFFICES
    if not shared or one.past or other.past:
        return False
    names = [facts.names for facts in (one, other)]
    if shared <= _HIGH:
        names = [found & _COUNTRIES - {"us", "u.s", "american", "america"} for found in names]
    return bool(names[0] and names[1] and not names[0] & names[1])


def too_young(
    one: Facts, one_age: int | None, one_year: int, other: Facts, other_age: int | None, other_year: int
) -> bool:
    """Whether the ages, or youth and office, cannot be one person's in these years."""
    ages = [age if age is not None else known.age for age, known in ((one_age, one), (other_age, other))]
    if ages[0] is not None and ages[1] is not None:
        return abs((one_year - ages[0]) - (other_year - ages[1])) > 2
    for young, age, year, old, old_year in (
        (one, ages[0], one_year, other, other_year),
        (other, ages[1], other_year, one, one_year),
    ):
        years = age if age is not None else (18 if "youth" in young.fields else None)
        grown = old.fields - {"youth", "sport", "arts", "crime"}
        if years is None or years >= 23 or not grown or "youth" in old.fields or young.past:
            continue
        if old_year - year < 22 - years:
            return True
    return False
