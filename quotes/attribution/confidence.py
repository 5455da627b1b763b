"""How far to trust an attribution: how often its rule was right on annotated news.

The rates are counted by `quotes.train.confidence` on PolNeAR's train part and shipped as data.
"""

from __future__ import annotations

from ..model import QuoteKind
from ..weights import load
from .relation import Relation

_UNRESOLVED = 0.5  # a mention that nobody was found for is still in the right place half of the time


def key(rule: str, kind: QuoteKind) -> str:
    """What the rate of a rule is filed under: rules do better on content in marks."""
    return f"{rule} / {'indirect' if kind == 'indirect' else 'quoted'}"


def confidence(relation: Relation, kind: QuoteKind, resolved: float | None) -> float:
    """The estimated probability that content and speaker are both right, to two decimals.

    ``resolved`` is the probability that the mention was resolved to the right speaker, None where it was
    resolved to nobody. A relation that brings its own confidence keeps it: that was calibrated alone.
    """
    if relation.confidence is not None:
        return round(relation.confidence, 2)
    rates = load("confidence.json")
    right = rates["rules"].get(key(relation.rule, kind), rates["default"])
    return round(float(right) * (_UNRESOLVED if resolved is None else resolved), 2)
