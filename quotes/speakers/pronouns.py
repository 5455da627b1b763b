"""Pick the antecedent of a pronoun from what was mentioned before it, within bounded windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from .lexicon import word_set
from .register import Entity

PronounClass = Literal["he", "she", "they", "it"]

PRONOUNS: dict[str, PronounClass] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
}
FIRST_PERSON = word_set("i me my mine myself we us our ours ourselves")
OBJECTS = frozenset(("him", "them"))

_EVENTS = 60  # how many mentions back a pronoun looks
_SENTENCES = {"he": 6, "she": 6, "they": 2, "it": 2}

# How much each property of an earlier mention speaks for it, in arbitrary points.
WEIGHTS: dict[str, float] = {
    "sentence": -0.8,
    "subject": 0.5,
    "speaker": 0.5,
    "modifier": -1.5,
    "possessor": -0.55,
    "quoted": -2.3,
    "pronoun": 0.4,
    "paragraph": 0.2,
    "gender": 0.6,
    "person": 0.4,
    "full": 0.6,
    "phrase": -1.6,
    "count": 0.05,
    "object": -1.5,
    "fresh": 0.3,
    "latest": -0.25,
    "prepositional": -0.55,
    "weak": -0.4,
    "quoted pronoun": -2.0,
}


@dataclass(slots=True)
class Event:
    """A mention in the running text: where it stands, whom it means, and how prominent it is."""

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


def suits(entity: Entity, pronoun: PronounClass) -> bool:
    """Whether the pronoun may mean the entity at all."""
    if pronoun in ("he", "she"):
        return entity.personal and entity.gender in (None, pronoun)
    if entity.phrase is not None:
        if pronoun == "they":
            return entity.phrase.plural or entity.phrase.kind in ("group", "organisation")
        return not entity.phrase.plural and entity.phrase.kind in ("organisation", "document", "group")
    return not (entity.kinds["person"] or entity.gender) and bool(
        entity.kinds["organisation"] or entity.kinds["place"] or entity.definite
    )


def _worth(entity: Entity, pronoun: PronounClass) -> list[float]:
    """What speaks for an entity wherever it is mentioned, point by point."""
    points = []
    if pronoun in ("he", "she"):
        if entity.gender == pronoun:
            points.append(WEIGHTS["gender"])
        if entity.kinds["person"]:
            points.append(WEIGHTS["person"])
        elif len(entity.keys) == 1 and entity.gender is None:
            points.append(WEIGHTS["weak"])
        if entity.phrase is not None:
            points.append(WEIGHTS["phrase"])
    points.append(WEIGHTS["count"] * min(entity.count, 12))
    return points


def antecedent(
    events: Sequence[Event],
    entities: Sequence[Entity],
    pronoun: PronounClass,
    here: Event,
    *,
    is_object: bool = False,
    barred: frozenset[int] = frozenset(),
    trace: Callable[[list[tuple[float, int]]], None] | None = None,
) -> tuple[tuple[int, ...], float]:
    """The entities a pronoun at ``here`` means, and the margin (points) by which they win.

    Looks at the last events only, so that its time does not depend on the length of the text. Returns
    an empty tuple and 0.0 where nobody suits.
    """
    scores: dict[tuple[int, ...], float] = {}
    weights = WEIGHTS
    reach = _SENTENCES[pronoun]
    seen, fresh = 0, True
    pairs: list[tuple[int, ...]] = []
    fits: dict[int, bool] = {}
    worth: dict[int, list[float]] = {}
    for index in range(len(events) - 1, max(-1, len(events) - 1 - _EVENTS), -1):
        event = events[index]
        distance = here.sentence - event.sentence
        if distance > reach:
            break
        if event.at >= here.at:
            continue
        if event.plural and len(event.entities) == 2:
            pairs.append(event.entities)
        if pronoun != "they" and (event.plural or len(event.entities) != 1):
            continue
        if any(e in barred for e in event.entities):
            continue
        if not (event.plural and pronoun == "they"):
            for e in event.entities:
                if e not in fits:
                    fits[e] = suits(entities[e], pronoun)
            if not all(fits[e] for e in event.entities):
                continue
        score = weights["sentence"] * distance
        if event.subject:
            score += weights["subject"]
        if event.speaker:
            score += weights["speaker"]
        if event.modifier:
            score += weights["modifier"]
        if event.possessor:
            score += weights["possessor"]
        if event.prepositional:
            score += weights["prepositional"]
        if event.quotation >= 0 and event.quotation != here.quotation:
            score += weights["quoted pronoun" if event.pronoun else "quoted"]
        if event.pronoun:
            score += weights["pronoun"]
        if event.paragraph == here.paragraph:
            score += weights["paragraph"]
        if event.full:
            score += weights["full"]
        first = event.entities[0]
        if first not in worth:
            worth[first] = _worth(entities[first], pronoun)
        for points in worth[first]:
            score += points
        if is_object and event.subject and distance == 0:
            score += weights["object"]
        if seen == 0:
            score += weights["latest"]
        if fresh and event.subject and not event.pronoun and event.quotation < 0:
            score += weights["fresh"]
            fresh = False
        seen += 1
        if score > scores.get(event.entities, -99.0):
            scores[event.entities] = score
    if not scores:
        return (), 0.0
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if trace is not None:
        trace([(s, e[0]) for e, s in ranked])
    margin = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 3.0
    if (
        margin < 1.0
        and len(ranked) > 1
        and any({*ranked[0][0], *ranked[1][0]} == set(pair) for pair in pairs)
    ):
        margin = 0.0  # "Ruiz and Lee came. He …": nothing tells them apart
    return ranked[0][0], margin
