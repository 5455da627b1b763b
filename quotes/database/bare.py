"""Bare surnames, and bodies without a name of their own ("the City Council"), across articles.

A surname by itself never says who is meant, so each article's Ruiz is a speaker of its own until evidence
ties them to one person of that name who is named in full elsewhere, or to the Ruiz of other articles: a
shared role or place, the same outlet within a month, the same other speakers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..speakers.careers import NOTHING, Facts, facts, likeness, same_office_elsewhere, too_young
from ..speakers.careers import contradict as _contradict
from ..speakers.identity import ENOUGH
from . import identities, ids

if TYPE_CHECKING:
    from .identities import Moves

_BUSY = 200
_NEAR = 30  # days


class Bare(NamedTuple):
    """One article's bare name: its row in ``appearances``, and whose it is now."""

    local_id: str
    source_id: str
    speaker_id: str
    role: str | None
    pronouns: str | None
    outlet_id: str | None
    seen: str | None
    kind: str

    @property
    def word(self) -> str:
        """The name, folded, without the article's digits."""
        return ids.words_of(self.local_id)

    @property
    def facts(self) -> Facts:
        """What its role says."""
        return facts(self.role) if self.role else NOTHING


_COLUMNS = (
    "select local_id, source_id, appearances.speaker_id, role, pronouns, outlet_id, seen, kind "
    "from appearances join names on names.id = local_id "
)


def refresh(conn: sqlite3.Connection, local_ids: Iterable[str], moves: Moves) -> None:
    """Decide anew whose these bare names are, and whose the bare names that hang on them."""
    for local_id in sorted(local_ids):
        row = conn.execute(f"{_COLUMNS} where local_id = ?", [local_id]).fetchone()
        if row is None:
            _forget(conn, local_id, moves)
            continue
        here = Bare(*row)
        by_hand = identities.pinned_to(conn, local_id, here.source_id)
        whose = by_hand or _full(conn, here)
        if whose is not None:
            _give(conn, here, whose, "by hand" if by_hand else "role or company", moves)
            if here.speaker_id != whose:
                _regroup(conn, _group_of(conn, here.speaker_id, here.word), moves)
        else:
            _regroup(conn, {here.local_id, *_linked(conn, here)}, moves)


def refresh_near(conn: sqlite3.Connection, people: Iterable[str], moves: Moves) -> None:
    """Decide anew whose bare names are that may mean one of these people, named in full."""
    words = {w for key in people for w in ids.words_of(key).split()[1:] if len(w) > 1}
    for word in sorted(words):
        rows = conn.execute(
            "select name_id from name_blocks where block = ? order by name_id", [f"bare {word}"]
        ).fetchall()
        refresh(conn, [key for (key,) in rows], moves)


def _give(conn: sqlite3.Connection, here: Bare, whose: str, why: str, moves: Moves) -> None:
    conn.execute("update names set speaker_id = ?, why = ? where id = ?", [whose, why, here.local_id])
    identities.move(conn, here.local_id, whose, moves)


def _full(conn: sqlite3.Connection, here: Bare) -> str | None:
    """The one speaker, named in full elsewhere, who has the most evidence of being meant, if enough."""
    if here.kind != "person":
        return None
    candidates: dict[str, list[tuple[str | None, str | None, str | None]]] = {}
    rows = conn.execute(
        "select speaker_id, role, min(seen), max(seen) from name_blocks "
        "join appearances on appearances.local_id = name_blocks.name_id "
        "where block = ? group by speaker_id, role",
        [f"* {here.word}"],
    )
    for speaker, *said in rows:
        candidates.setdefault(speaker, []).append(tuple(said))
    if not candidates:
        return None
    points = {
        speaker: likely
        for speaker, said in candidates.items()
        if (likely := _points(conn, here, speaker, said)) >= ENOUGH
    }
    best = sorted(points, key=lambda speaker: (-points[speaker], speaker))
    return best[0] if best and (len(best) == 1 or points[best[0]] > points[best[1]]) else None


def _points(
    conn: sqlite3.Connection, here: Bare, speaker: str, said: list[tuple[str | None, str | None, str | None]]
) -> int:
    """What speaks for a bare name's meaning this speaker; -1 where something speaks against it."""
    pronouns = conn.execute("select pronouns from speakers where id = ?", [speaker]).fetchone()[0]
    if {pronouns, here.pronouns} == {"he", "she"}:
        return -1
    own, best, against = here.facts, 0, False
    year = int(here.seen[:4]) if here.seen else None
    for role, first, last in said:
        if year is not None and first and last and not int(first[:4]) - 60 < year < int(last[:4]) + 60:
            return -1
        theirs = facts(role) if role else NOTHING
        if same_office_elsewhere(own, theirs) or too_young(
            own, year, theirs, int(first[:4]) if first else None
        ):
            return -1
        against = against or _contradict(own, theirs)
        best = max(best, likeness(own, theirs))
    same, near = _outlets(conn, here, speaker)
    if against and not best:
        return -1
    return best + same + near + (2 if best + same + near < ENOUGH and _company(conn, here, speaker) else 0)


def _outlets(conn: sqlite3.Connection, here: Bare, speaker: str) -> tuple[bool, bool]:
    """Whether the outlet has named the speaker in full at all, and whether within a month."""
    if here.outlet_id is None:
        return False, False
    full = (
        "select 1 from name_blocks join appearances on appearances.local_id = name_blocks.name_id "
        "where block = :block and speaker_id = :speaker and outlet_id = :outlet"
    )
    values = {"block": f"* {here.word}", "speaker": speaker, "outlet": here.outlet_id, "seen": here.seen}
    same = conn.execute(f"{full} limit 1", values).fetchone() is not None
    if not same or here.seen is None:
        return same, False
    window = f"between date(:seen, '-{_NEAR} days') and date(:seen, '+{_NEAR} days')"
    return True, conn.execute(f"{full} and seen {window} limit 1", values).fetchone() is not None


def _company(conn: sqlite3.Connection, here: Bare, speaker: str) -> bool:
    """Whether somebody else, named in full and not everywhere, is quoted beside both."""
    shared = conn.execute(
        "select 1 from appearances as third "
        "join names on names.id = third.local_id "
        "join speakers on speakers.id = third.speaker_id and speakers.sources <= ? "
        "join appearances as again on again.speaker_id = third.speaker_id "
        "and again.source_id <> third.source_id "
        "join appearances as full on full.source_id = again.source_id and full.speaker_id = ? "
        "where third.source_id = ? and third.local_id <> ? and third.speaker_id <> full.speaker_id limit 1",
        [_BUSY, speaker, here.source_id, here.local_id],
    ).fetchone()
    return shared is not None


def _linked(conn: sqlite3.Connection, here: Bare) -> set[str]:
    """The same bare name in other articles that evidence ties to this one, and those grouped with them."""
    found: set[str] = set()
    rows = conn.execute(
        f"{_COLUMNS} join name_blocks on name_id = local_id where block = ? and local_id <> ?",
        [f"bare {here.word}", here.local_id],
    ).fetchall()
    for row in rows:
        other = Bare(*row)
        if other.kind == here.kind and _alike(conn, here, other):
            found |= {other.local_id} | _group_of(conn, other.speaker_id, here.word)
    return found


def _alike(conn: sqlite3.Connection, here: Bare, other: Bare) -> bool:
    same = here.outlet_id is not None and here.outlet_id == other.outlet_id
    if here.kind == "organisation":
        return same
    if {here.pronouns, other.pronouns} == {"he", "she"}:
        return False
    a, b = here.facts, other.facts
    if same_office_elsewhere(a, b) or _contradict(a, b):
        return False
    return likeness(a, b) + same + (same and _days_apart(conn, here.seen, other.seen) <= _NEAR) >= ENOUGH


def _days_apart(conn: sqlite3.Connection, one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 10_000.0
    days = conn.execute("select abs(julianday(?) - julianday(?))", [one, other]).fetchone()[0]
    return 10_000.0 if days is None else float(days)


def _group_of(conn: sqlite3.Connection, speaker_id: str, word: str) -> set[str]:
    """The bare names that are grouped under one of them."""
    if ids.is_global(speaker_id) or ids.words_of(speaker_id) != word:
        return set()
    rows = conn.execute("select local_id from appearances where speaker_id = ?", [speaker_id])
    return {key for (key,) in rows if not ids.is_global(key)}


def _forget(conn: sqlite3.Connection, local_id: str, moves: Moves) -> None:
    """A bare name is gone: those it held together are looked at again."""
    _regroup(conn, _group_of(conn, local_id, ids.words_of(local_id)), moves)


def _regroup(conn: sqlite3.Connection, local_ids: set[str], moves: Moves) -> None:
    """Group bare names that nobody's full name explains: each group is called by its least member."""
    rows = [conn.execute(f"{_COLUMNS} where local_id = ?", [key]).fetchone() for key in sorted(local_ids)]
    free = []
    for here in (Bare(*row) for row in rows if row is not None):
        if identities.pinned_to(conn, here.local_id, here.source_id) is None and _full(conn, here) is None:
            free.append(here)
    group = {here.local_id: {here.local_id} for here in free}
    for i, here in enumerate(free):
        for other in free[:i]:
            one, two = group[here.local_id], group[other.local_id]
            if one is not two and _alike(conn, here, other):
                one |= two
                for key in two:
                    group[key] = one
    for here in free:
        members = group[here.local_id]
        _give(conn, here, min(members), "role or company" if len(members) > 1 else "alone", moves)
