"""What speaks for each of the possible antecedents of a pronoun, as numbers of features, and their weights.

A log-linear model as in Denis and Baldridge 2007: every candidate, and "none of them", has features that are
there or not; the sum of their weights, through a softmax, is its probability. `quotes.train.antecedents`
learns the weights. A candidate is a tuple of entities; it is described by its latest mention and by what the
window of earlier mentions says of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

from .lexicon import GENDERED, PERSON_NOUNS
from .register import Entity

PronounClass = Literal["he", "she", "they", "it", "one"]
"""What shares a pronoun's candidates; "one" is a role in its place: "the mayor"."""
GROUPS: dict[PronounClass, int] = {"he": 0, "she": 0, "they": 1, "it": 2, "one": 0}
"""Pronouns that share weights."""

EVENTS = 40
"""How many mentions back a pronoun looks."""
REACH: dict[PronounClass, float] = {"he": 8, "she": 8, "they": 4, "it": 4, "one": 8}
"""How many steps back (`Reader.step_of`)."""

# Each feature template and how many values it has; a feature's number is its template's offset and its value.
_TEMPLATES = {
    "distance": 6 * 4 * 2,
    "place": 5 * 2 * 4,
    "rank": 4 * 2,
    "quoted": 5 * 2,
    "paragraph": 2 * 2 * 2,
    "form": 5 * 3,
    "chain": 3 * 2,
    "fresh": 2 * 4,
    "spoke": 2 * 4,
    "times": 5,
    "count": 6,
    "top": 2 * 2,
    "gender": 4,
    "given": 6 * 2,
    "sort": 12,
    "subject": 2,
    "speaker": 3,
    "same": 2 * 4 * 2,
    "opens": 2 * 2,
    "content": 2 * 4,
    "nested": 2 * 4,
    "within": 3 * 2,
    "since": 2 * 4,
    "lead": 4 * 4 * 2,
    "none": 4 * 4 * 2,
}
OFFSETS: dict[str, int] = {}
SIZE = 0
for _name, _size in _TEMPLATES.items():
    OFFSETS[_name] = SIZE
    SIZE += _size
(
    _DISTANCE,
    _PLACE,
    _RANK,
    _QUOTED,
    _PARAGRAPH,
    _FORM,
    _CHAIN,
    _FRESH,
    _SPOKE,
    _TIMES,
    _COUNT,
    _TOP,
    _GENDER,
    _GIVEN,
    _SORT,
    _SUBJECT,
    _SPEAKER,
    _SAME,
    _OPENS,
    _CONTENT,
    _NESTED,
    _WITHIN,
    _SINCE,
    _LEAD,
    _NONE,
) = OFFSETS.values()


_GAPS = (0, 1, 2, 3, 5)  # steps
_ODDS = (-1.5, -0.4, 0.4, 1.5)


@dataclass(slots=True)
class Event:
    """A mention in the running text: where it stands, whom it means, and how prominent it is.

    ``sentence`` is in steps. ``case`` of a pronoun is 0 for a source, 1 for a subject, 2 for an object, 3 for
    a possessive; ``form`` its class, "" for anything else. ``nested`` tells that it stands in what describes
    another name, ``opens`` that it opens a paragraph. ``content`` is the request whose content it stands in,
    ``source`` that whose source it is, -1 for none.
    """

    at: int
    end: int
    sentence: float
    paragraph: int
    entities: tuple[int, ...]
    subject: bool = False
    speaker: bool = False
    modifier: bool = False
    possessor: bool = False
    prepositional: bool = False
    quotation: int = -1
    pronoun: bool = False
    full: bool = False
    plural: bool = False
    opens: bool = False
    nested: bool = False
    case: int = 1
    form: str = ""
    content: int = -1
    source: int = -1


class Seen:
    """What a window of earlier mentions says of one candidate, the latest mention first."""

    __slots__ = ("chain", "event", "fresh", "rank", "since", "speaker", "spoke", "subject", "times", "within")

    def __init__(self, event: Event, rank: int) -> None:
        self.event = event
        self.rank = rank
        self.times = 1
        self.speaker = self.subject = 0
        self.fresh = self.spoke = 0
        self.chain = 0
        self.within = self.since = 0


def suits(entity: Entity, pronoun: PronounClass) -> bool:
    """Whether the pronoun may mean the entity at all."""
    if pronoun in ("he", "she"):
        return entity.personal and entity.gender in (None, pronoun)
    if pronoun == "one":
        return entity.personal
    if entity.phrase is not None:
        if pronoun == "they":
            return entity.phrase.plural or entity.phrase.kind in ("group", "organisation")
        return not entity.phrase.plural and entity.phrase.kind in ("organisation", "document", "group")
    return not (entity.kinds["person"] or entity.gender) and bool(
        entity.kinds["organisation"] or entity.kinds["place"] or entity.definite
    )


Candidates = dict[tuple[int, ...], Seen]


def candidates(
    events: Sequence[Event],
    entities: Sequence[Entity],
    pronoun: PronounClass,
    here: Event,
    barred: frozenset[int] = frozenset(),
) -> Candidates:
    """The possible antecedents among the last mentions, the one mentioned last first."""
    found: Candidates = {}
    fits: dict[int, bool] = dict.fromkeys(barred, False)
    reach, plural = REACH[pronoun], pronoun == "they"
    fresh = spoke = chain = True
    for index in range(len(events) - 1, max(-1, len(events) - 1 - EVENTS), -1):
        event = events[index]
        distance = here.sentence - event.sentence
        if distance > reach:
            break
        if event.at >= here.at:
            continue
        key = event.entities
        seen = found.get(key)
        if seen is None:
            if event.plural:
                if not plural or any(e in barred for e in key):
                    continue
            elif len(key) != 1:
                continue
            else:
                fit = fits.get(key[0])
                if fit is None:
                    fit = fits[key[0]] = suits(entities[key[0]], pronoun)
                if not fit:
                    continue
            seen = found[key] = Seen(event, len(found))
        else:
            seen.times += 1
            if event.quotation < 0 <= seen.event.quotation != here.quotation:
                seen.event, seen.since = event, 1  # what the article says of it, not somebody's words
        if here.content >= 0 and event.source == here.content and event.speaker:
            seen.within = 1  # "Ruiz said he …"
        outside = event.quotation < 0
        if event.subject:
            if distance <= 1.5 and outside:
                seen.subject = 1
            if fresh and not event.pronoun and outside:
                seen.fresh, fresh = 1, False
        if event.speaker:
            seen.speaker += 1
            if spoke:
                seen.spoke, spoke = 1, False
        if chain and event.form == pronoun and event.quotation == here.quotation:
            seen.chain, chain = 2, False
    if not chain:
        for seen in found.values():
            seen.chain = seen.chain or 1
    return found


def _sort(entity: Entity) -> int:
    """What kind of thing the candidate is, of 12."""
    phrase = entity.phrase
    if phrase is None:
        if entity.kinds["person"]:
            return 0 if len(entity.keys) > 1 else 1
        if entity.kinds["organisation"]:
            return 2
        if entity.kinds["place"]:
            return 3
        return 4 if len(entity.keys) > 1 else 5
    if phrase.plural:
        return 6 if phrase.kind == "group" else 7
    if phrase.kind == "unnamed":
        if phrase.head not in PERSON_NOUNS and phrase.head not in GENDERED:
            return 11
        return 8 if phrase.definite else 9
    return 10 if phrase.kind == "organisation" else 11


def features(
    found: Candidates,
    entities: Sequence[Entity],
    pronoun: PronounClass,
    here: Event,
    given: Mapping[str, float],
) -> list[list[int]]:
    """The numbers of the features that each candidate has, in their order, and last those of none."""
    rows = []
    case = here.case
    inside = here.quotation >= 0
    gendered = pronoun in ("he", "she")
    most = max((entities[key[0]].count for key in found), default=0)
    for key, seen in found.items():
        event, entity = seen.event, entities[key[0]]
        gap = here.sentence - event.sentence
        distance = bisect_left(_GAPS, gap)
        if event.speaker:
            place = 0
        elif event.subject:
            place = 1
        elif event.possessor or event.modifier:
            place = 2
        else:
            place = 3 if event.prepositional else 4
        same = gap <= 0
        if event.quotation < 0:
            quoted = 3 if inside else 0
        elif event.quotation == here.quotation:
            quoted = 2
        else:
            quoted = 4 if inside else 1
        if len(key) > 1:
            form = 4
        elif event.pronoun:
            form = 0
        else:
            form = 3 if entity.phrase is not None else 1 if event.full else 2
        times, count = seen.times, entity.count
        row = [
            _DISTANCE + (distance * 4 + case) * 2 + inside,
            _PLACE + (place * 2 + same) * 4 + case,
            _RANK + min(seen.rank, 3) * 2 + same,
            _QUOTED + quoted * 2 + event.pronoun,
            _PARAGRAPH + ((event.paragraph == here.paragraph) * 2 + same) * 2 + here.opens,
            _FORM + form * 3 + min(distance, 2),
            _CHAIN + seen.chain * 2 + inside,
            _FRESH + seen.fresh * 4 + case,
            _SPOKE + seen.spoke * 4 + case,
            _TIMES + (times - 1 if times < 4 else 3 if times < 6 else 4),
            _COUNT + (min(count, 3) if count < 4 else 4 if count < 8 else 5),
            _TOP + (count == most) * 2 + (distance > 1),
            _SORT + _sort(entity),
            _SUBJECT + seen.subject,
            _SPEAKER + min(seen.speaker, 2),
            _SAME + ((place < 2) * 4 + case) * 2 + same,
            _OPENS + event.opens * 2 + (event.paragraph == here.paragraph),
            _CONTENT + (here.source >= 0 and event.content == here.source) * 4 + quoted // 2,
            _NESTED + event.nested * 4 + case,
            _SINCE + seen.since * 4 + case,
            _LEAD + ((seen.fresh * 2 + seen.spoke) * 4 + case) * 2 + (count == most),
            _WITHIN + (0 if here.content < 0 else 1 + seen.within) * 2 + inside,
        ]
        if gendered:
            he, she = entity.votes["he"], entity.votes["she"]
            mine, other = (he, she) if pronoun == "he" else (she, he)
            known = entity.gender is not None
            row.append(_GENDER + (3 if known else 2 if mine > other else 1 if mine == other else 0))
            if entity.phrase is None and not entity.family:
                odds = given.get(entity.keys[0])
                value = 0 if odds is None else 1 + bisect_right(_ODDS, odds if pronoun == "he" else -odds)
                row.append(_GIVEN + value * 2 + known)
        rows.append(row)
    rows.append([_NONE + (min(len(found), 3) * 4 + case) * 2 + inside])
    return rows


def probabilities(
    rows: Sequence[Sequence[int]], weights: Sequence[float], more: Sequence[float] | None = None
) -> list[float]:
    """The probability of each row of features, by softmax; ``more`` is added to the sums of their weights."""
    scores = [sum([weights[i] for i in row]) for row in rows]
    if more is not None:
        scores = [score + bonus for score, bonus in zip(scores, more, strict=True)]
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
