"""How far to trust an attribution: how often its rule was right on news-train."""

from __future__ import annotations

from ..model import QuoteKind
from ..weights import load
from .relation import Relation


def key(rule: str, kind: QuoteKind) -> str:
    """What the measured rates are filed under."""
    return f"{rule} / {'indirect' if kind == 'indirect' else 'quoted'}"


def confidence(relation: Relation, kind: QuoteKind, resolver: str, strength: float) -> float:
    """The estimated probability that content and speaker are both right, to two decimals."""
    rates = load("confidence.json")
    right = rates["rules"].get(key(relation.rule, kind), rates["default"])
    if relation.source is not None or relation.inherits is not None:
        right *= 0.5 + 0.5 * strength
    return round(float(right), 2)
