"""Pick the antecedent of a pronoun from what was mentioned before it, within bounded windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..weights import load
from .lexicon import word_set
from .ranking import (
    GROUPS,
    Candidates,
    Event,
    PronounClass,
    candidates,
    features,
    probabilities,
)
from .register import Entity

PRONOUNS: dict[str, PronounClass] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
}
FIRST_PERSON = word_set("i me my mine myself we us our ours ourselves")

Antecedent = tuple[tuple[int, ...], float]
"""The entities a pronoun means, and the probability that it does; () and 0.0 where nobody suits."""


def case_of(low: str, tag: str, source: bool) -> int:
    """`Event.case` of a folded pronoun."""
    if source:
        return 0
    if tag == "PRP$" or low in ("his", "its", "their", "hers", "theirs"):
        return 3
    return 2 if low in ("him", "them", "her") or low.endswith(("self", "selves")) else 1


@dataclass(frozen=True, slots=True)
class Ranker:
    """The weights of each group of pronouns (`ranking.GROUPS`), and what given names speak for."""

    weights: list[list[float]]
    given: Mapping[str, float]

    def chances(
        self,
        found: Candidates,
        entities: Sequence[Entity],
        pronoun: PronounClass,
        here: Event,
        more: Sequence[float] | None = None,
    ) -> list[float]:
        """The probability of each candidate, and last that of none; ``more`` are log odds that are added."""
        rows = features(found, entities, pronoun, here, self.given)
        return probabilities(rows, self.weights[GROUPS[pronoun]], more)

    def antecedent(
        self,
        events: Sequence[Event],
        entities: Sequence[Entity],
        pronoun: PronounClass,
        here: Event,
        *,
        barred: frozenset[int] = frozenset(),
    ) -> Antecedent:
        """The entities a pronoun at ``here`` means.

        Looks at the last events only, so that its time does not depend on the length of the text.
        """
        found = candidates(events, entities, pronoun, here, barred)
        if not found:
            return (), 0.0
        chances = self.chances(found, entities, pronoun, here)
        chances.pop()
        keys = list(found)
        if pronoun != "they":
            _tell_no_pair_apart(events, keys, chances)
        best = max(range(len(chances)), key=chances.__getitem__)
        return keys[best], chances[best]


@cache
def installed() -> Ranker:
    """The ranker with the weights that are installed."""
    data = load("antecedents.json.gz")
    return Ranker(data["weights"], data["given"])


def _tell_no_pair_apart(events: Sequence[Event], keys: list[tuple[int, ...]], chances: list[float]) -> None:
    """ "Ruiz and Lee came. He …": of a pair that was mentioned last, neither is likely."""
    last = next((e for e in reversed(events[-4:]) if e.plural and len(e.entities) == 2), None)
    if last is None or events[-1] is not last:
        return
    pair = [n for n, key in enumerate(keys) if len(key) == 1 and key[0] in last.entities]
    if len(pair) == 2 and sum(chances[n] for n in pair) > 0.5:
        for n in pair:
            chances[n] = min(chances[n], 0.49)
