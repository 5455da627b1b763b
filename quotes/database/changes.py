"""What a write has changed of names and of whose they are: handed from what notices it to what acts on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ..speakers.statements import Stated
from .rows import ArticleRows


@dataclass(slots=True)
class Moves:
    """What changed hands: speakers whose rows must be counted anew, and the sources of names that moved.

    ``pinned`` tells whether people have said of any name whose it is: most often nobody has. ``before`` is
    whose a name was, by source and local id, when it first moved.
    """

    pinned: bool = True
    touched: set[str] = field(default_factory=set)
    moved: dict[str, set[str]] = field(default_factory=dict)
    before: dict[tuple[str, str], str] = field(default_factory=dict)


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


@dataclass(slots=True)
class Later:
    """What articles leave to be stored, decided and counted once for all of them, by `write.settle_later`:
    ``arrived``, those of which nothing was stored (`arrivals`), with so many quotes ``waiting``; the local
    ids whose speakers may have ``changed``, those of them that no count tells (``unsteady``, see
    `names.Registered`), what has changed of them, the roles of speakers to count, and the domains that
    outlets gained and lost.

    With ``everything``, all that hangs on these names is decided anew, rather than what the changes are
    evidence for: less work where the articles are many beside those that are stored.
    """

    everything: bool = False
    arrived: list[ArticleRows] = field(default_factory=list)
    waiting: int = 0
    changed: set[str] = field(default_factory=set)
    unsteady: set[str] = field(default_factory=set)
    touches: list[Touch] = field(default_factory=list)
    roles: dict[str, set[str]] = field(default_factory=dict)
    outlets: dict[str, set[tuple[str | None, str | None]]] = field(default_factory=dict)

    def note_roles(self, articles: Iterable[ArticleRows], complete: Collection[str]) -> None:
        """Have the speakers of articles counted, and the roles that they state, but for those who are
        ``complete``."""
        for rows in articles:
            for row in rows.appearances.values():
                if row["speaker_id"] not in complete:
                    roles = self.roles.setdefault(row["speaker_id"], set())
                    if row["role"]:
                        roles.add(row["role"])
