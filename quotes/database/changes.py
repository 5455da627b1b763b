"""What a write has changed of names and of whose they are: handed from what notices it to what acts on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..speakers.statements import Stated


@dataclass(slots=True)
class Moves:
    """What changed hands: speakers whose rows must be counted anew, and the sources of names that moved.

    ``pinned`` tells whether people have said of any name whose it is: most often nobody has.
    """

    pinned: bool = True
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
    """What one article changed: what it states, whom it names, what names came or went."""

    changes: tuple[Change, ...]
    names: frozenset[str]
    fresh: frozenset[str]
