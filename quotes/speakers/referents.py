"""What speaks for each of those whom a nominal may mean: "the mayor", "the company", "his lawyer".

A log-linear model like that of pronouns (`ranking.py`), but of features with names: what the article says of
a candidate against what the nominal says, and how much the candidate is spoken of there. "Nobody whom the
article names" is a candidate too. `quotes.train.nominals` learns the weights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from ..weights import load
from . import lexicon
from .names import is_person_noun
from .phrases import Phrase
from .ranking import Event
from .register import Entity, Register

WINDOW = 60
"""How many mentions back a nominal looks."""

PAST = frozenset(("former", "ex", "then", "onetime", "erstwhile"))
_IDLE = PAST | lexicon.word_set("the this that new top old longtime veteran a an his her their its same late")
_PARTIES = frozenset(lexicon.PARTIES.values())
_SOURCES = lexicon.word_set(
    """source official employee aide person insider friend witness colleague adviser advisor operative
    spokesman spokeswoman spokesperson strategist staffer user voter reporter neighbor neighbour relative"""
)
# Nouns for bodies that may also be mere things or several people: "the paper", "the band".
_BODIES = lexicon.word_set("paper magazine daily newspaper website site outlet blog tabloid label band team")
_CHANCES = (0.0, 0.04, 0.12, 0.25, 0.45, 0.65, 0.85)
_GAPS = (0, 1, 2, 3.5, 6, 10)


@dataclass(frozen=True, slots=True)
class Asked:
    """A nominal whose referent is asked for.

    ``owner`` are the folded words that say whose it is, none for "his", None where nothing does; ``source``
    tells that something is attributed to it, ``behind`` that what introduces somebody follows the noun ("the
    man who sold it"). ``given`` are log odds of "he" to "she" by folded given name.
    """

    phrase: Phrase
    sort: str
    owner: frozenset[str] | None
    source: bool
    behind: bool
    given: Mapping[str, float]


@dataclass(slots=True)
class Referent:
    """A candidate: its latest mention before the nominal (None: only later ones) and how it stands out.

    ``rank`` counts the candidates that were mentioned later, ``fresh`` tells that it was the last subject.
    """

    entity: Entity
    event: Event | None
    rank: int
    fresh: bool = False


def sort_of(phrase: Phrase) -> str | None:
    """What the nominal may mean: "person", "vague" (any person), "body", or None for neither."""
    head = phrase.head
    if head in _BODIES or (phrase.kind == "organisation" and not phrase.plural):
        return "body"
    if phrase.plural:
        return None
    if phrase.kind != "unnamed":
        return None
    if head.endswith("year-old") or head in lexicon.VAGUE_NOUNS or head in lexicon.NATIONALITIES:
        return "vague"
    if is_person_noun(head) or head in lexicon.PARTIES or head in lexicon.TITLES:
        return "person"
    return "unlisted"


def eligible(entity: Entity, asked: Asked) -> bool:
    """Whether the nominal may mean the entity at all."""
    phrase, owner = asked.phrase, asked.owner
    if entity.phrase is not None:
        # "the lawyer" was not resolved before, either; "a lawyer" may be whom it means now
        return entity.phrase.head == phrase.head and not entity.phrase.definite
    if entity.family:
        return False
    if asked.sort == "body":
        if entity.kinds["organisation"]:
            return entity.kinds["person"] <= entity.kinds["organisation"]
        return not (entity.kinds["person"] or entity.gender or _personal(entity, asked.given))
    if phrase.gender and entity.gender not in (None, phrase.gender):
        return False
    if phrase.traits & PAST and phrase.head in entity.nouns and not entity.traits & PAST:
        return False  # "the former president" is not who is president
    if owner is not None and not (lexicon.ALIKE.get(phrase.head, frozenset()) | {phrase.head}) & entity.nouns:
        return False  # "his lawyer" is whoever the article calls a lawyer
    if owner and not owner & (entity.traits | set(entity.keys)):
        return False  # and "Lee's lawyer" whom it calls Lee's
    return entity.personal or asked.sort == "unlisted"


def _personal(entity: Entity, given: Collection[str]) -> bool:
    """Whether its name opens with a given name: "Ruth Bader Ginsburg"."""
    return len(entity.keys) > 1 and entity.keys[0] in given and not entity.kinds["organisation"]


def wanted_traits(phrase: Phrase) -> set[str]:
    """What the nominal says besides its noun: places, parties, fields."""
    found = {lexicon.STATES.get(t, lexicon.PARTIES.get(t, t)) for t in phrase.traits if t not in _IDLE}
    if phrase.head in lexicon.PARTIES:
        found.add(lexicon.PARTIES[phrase.head])
    return found


def referents(
    asked: Asked, events: Iterator[Event], register: Register, barred: Collection[int] = ()
) -> list[Referent]:
    """Whom the nominal may mean: ``events`` are the mentions before it, the nearest first, never many."""
    found: dict[int, Referent] = {}
    fits = dict.fromkeys(barred, False)
    fresh = True
    for event in events:
        if len(event.entities) != 1:
            continue
        number = event.entities[0]
        fit = fits.get(number)
        if fit is None:
            fit = fits[number] = eligible(register.entities[number], asked)
        if not fit:
            continue
        seen = found.get(number)
        if seen is None:
            seen = found[number] = Referent(register.entities[number], event, len(found))
        elif event.quotation < 0 and seen.event is not None and seen.event.quotation >= 0:
            seen.event = event  # what the article says of it, not somebody's words
        if event.subject and fresh and not event.pronoun and event.quotation < 0:
            seen.fresh, fresh = True, False
    head = asked.phrase.head
    holders = register.with_noun(head, asked.phrase.first)
    if head.endswith("year-old"):
        holders = register.with_age(head.partition("-")[0])
    for entity in holders:
        if entity.id in found or entity.id in barred or not entity.named:
            continue
        if eligible(entity, asked):
            found[entity.id] = Referent(entity, None, len(found))
    return list(found.values())


def _match(entity: Entity, asked: Asked) -> str:
    """How what the article calls the candidate fits the noun."""
    head = asked.phrase.head
    if entity.phrase is not None:
        return "phrase"
    if asked.sort == "body":
        if head in entity.nouns:
            return "noun"
        last = entity.keys[-1] if entity.keys else ""
        if head in entity.keys:
            return "name"
        endings = lexicon.ORG_CLASSES.get(head)
        if endings is not None and last in endings:
            return "class"
        if last in lexicon.ORG_HEADS or entity.nouns & lexicon.ORG_NOUNS:
            return "alien"
        if entity.kinds["place"] or last in lexicon.PLACES:
            return "place"
        return "body" if entity.kinds["organisation"] else "unknown"
    if head.endswith("year-old"):
        age = head.partition("-")[0]
        return "aged" if age in entity.ages else "otherwise aged" if entity.ages else "ageless"
    if head in entity.nouns:
        return "noun"
    if lexicon.ALIKE.get(head, frozenset()) & entity.nouns:
        return "alike"
    if not entity.kinds["person"] and entity.gender is None and not _personal(entity, asked.given):
        return "unknown"
    return "other" if entity.nouns else "bare"


def _degree(entity: Entity, match: str, wanted: set[str]) -> int:
    """How much of what the nominal says the article says of the candidate, in steps."""
    known = entity.traits | entity.nouns | set(entity.keys)
    missing = wanted - known
    if match in ("noun", "aged", "name", "class", "phrase"):
        return 4 - min(2, len(missing)) if missing else 5
    if match == "alike":
        return 2 + (bool(wanted) and not missing)
    hits = len(wanted) - len(missing)
    return min(hits, 2) if match in ("other", "bare", "unknown", "body", "ageless") else 0


def _traits(entity: Entity, wanted: set[str]) -> list[str]:
    """How what else the nominal says fits the candidate."""
    if not wanted:
        return ["traits none wanted"]
    known = entity.traits | entity.nouns | set(entity.keys)
    hits = len(wanted & known)
    found = [f"traits {'all' if hits == len(wanted) else 'some' if hits else 'no'} of {min(len(wanted), 3)}"]
    for name, kinds in (("party", _PARTIES), ("nationality", lexicon.NATIONALITIES)):
        mine = wanted & kinds
        if mine:
            theirs = known & kinds
            found.append(f"{name} {'same' if mine & theirs else 'other' if theirs else 'open'}")
    return found


def features(
    asked: Asked, found: Sequence[Referent], here: Event, salience: Mapping[int, float]
) -> list[list[str]]:
    """The features of each candidate, in their order, and last those of nobody.

    ``here`` is the nominal as a mention; ``salience`` has the probability of each entity for a pronoun in
    its place.
    """
    phrase, sort, owner, behind, source = asked.phrase, asked.sort, asked.owner, asked.behind, asked.source
    wanted = wanted_traits(phrase)
    past = bool(phrase.traits & PAST)
    form = "owner" if owner else "his" if owner is not None else "the" if phrase.definite else "bare"
    kind = "relation" if phrase.head in lexicon.RELATIONS else sort
    matches = [_match(one.entity, asked) for one in found]
    strong = sum(m in ("noun", "aged", "name", "class") for m in matches)
    alone = "alone" if strong == 1 else "several"
    degrees = [_degree(one.entity, match, wanted) for one, match in zip(found, matches, strict=True)]
    best = max(degrees, default=0)
    tied = "alone" if degrees.count(best) == 1 else "tied"
    rows = []
    for number, (one, match) in enumerate(zip(found, matches, strict=True)):
        entity, event = one.entity, one.event
        gap = "later" if event is None else str(bisect_left(_GAPS, here.sentence - event.sentence))
        if match in ("noun", "aged", "name", "class"):
            match = f"{match} {alone}"
        row = [
            f"{kind} {match}",
            f"{match} {'modified' if wanted else 'plain'}",
            f"{match} gap {gap}",
            f"{kind} gap {gap}",
            f"{kind} rank {min(one.rank, 4)}",
            f"form {form} {match}",
            f"count {min(entity.count, 3) if entity.count < 4 else 4 if entity.count < 8 else 5}",
            f"fresh {one.fresh} {sort == 'body'}",
            f"behind {behind} {match}",
            *_traits(entity, wanted),
        ]
        if degrees[number] < best:
            row.append(f"lesser {best - degrees[number]}")
        shine = bisect_left(_CHANCES, salience.get(entity.id, 0.0))
        row += [f"shine over {n} {sort == 'body'}" for n in range(1, shine + 1)]
        row.append(f"shine {shine} {match.partition(' ')[0]}")
        was = bool(entity.traits & PAST)
        row.append(f"past {past} {was if entity.nouns else 'open'} {match.partition(' ')[0]}")
        if phrase.gender:
            odds = asked.given.get(entity.keys[0], 0.0) if entity.keys else 0.0
            fits = odds if phrase.gender == "he" else -odds
            sure = entity.gender is not None
            row.append(
                f"gender {'known' if sure else 'likely' if fits > 1 else 'no' if fits < -1 else 'open'}"
            )
        if event is not None:
            place = (
                "speaker"
                if event.speaker
                else "subject"
                if event.subject
                else "modifier"
                if event.possessor or event.modifier
                else "prepositional"
                if event.prepositional
                else "other"
            )
            same = here.sentence - event.sentence <= 0
            row += [
                f"place {place} {same}",
                f"paragraph {event.paragraph == here.paragraph} {here.opens}",
                f"quoted {event.quotation >= 0}",
                f"nested {event.nested}",
            ]
        rows.append(row)
    rows.append(
        [
            f"nobody {kind} {form}",
            f"nobody strong {min(strong, 2)} {kind}",
            f"nobody best {best} {tied if found else 'none'}",
            f"nobody of {min(len(found), 4)}",
            f"nobody source {source} {phrase.head in _SOURCES}",
            f"nobody noun {phrase.head}",
            f"nobody source {source} {kind}",
            f"nobody behind {behind} {kind}",
            f"nobody shine {bisect_left(_CHANCES, max(salience.values(), default=0.0))} {kind}",
            f"nobody wanted {min(len(wanted), 2)}",
            f"nobody opening {here.paragraph < 2}",
        ]
    )
    return rows


def chances(rows: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """The probability of each row of features, by softmax."""
    scores = [sum([weights.get(name, 0.0) for name in row]) for row in rows]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def installed() -> Mapping[str, float]:
    """The weights that are installed, by feature."""
    weights: Mapping[str, float] = load("nominals.json.gz")
    return weights
