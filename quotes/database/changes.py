"""What a write has changed of names and of whose they are: handed from what notices it to what acts on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..speakers.statements import Stated


@dataclass(slots=True)
class Moves:
    """What changed hands: speakers whose rows must be counted anew, and the sources of names that moved."""

    touched: set[str] = field(default_factory=set)
    moved: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What an article states of a name now, or stated before.

    ``new_role`` tells that no other article states the role of this name.
    """

    local_id: str
    source_id: str
    stated: Stated
    new_role: bool


@dataclass(frozen=True, slots=True)
class Touch:
    """What an import changed: what one article states, whom it names, what names came or went."""

    changes: tuple[Change, ...]
    names: frozenset[str]
    fresh: frozenset[str]
    steady: frozenset[str]
