"""Bare surnames, and bodies without a name of their own ("the City Council"), across articles.

A surname by itself never says who is meant, so each article's Ruiz is a speaker of its own until evidence
ties them to one person of that name who is named in full elsewhere, or to the Ruiz of other articles: a
shared role or place, the same outlet within a month, the same other speakers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..speakers.careers import contradict, likeness
from ..speakers.forms import organisation_base
from ..speakers.identity import ENOUGH, Stated, differ_in_gender, impossible
from . import identities, ids, names

if TYPE_CHECKING:
    from .identities import Moves

_NEAR = 30  # days


class Bare(NamedTuple):
    """One article's bare name: its row in ``appearances``, and whose it is now."""

    local_id: str
    source_id: str
    speaker_id: str
    kind: str
    stated: Stated

    @property
    def word(self) -> str:
        """The name, folded, without particles and the article's digits; all the words of a body's."""
        words = ids.words_of(self.local_id)
        return words if self.kind == "organisation" else words.split()[-1]


_COLUMNS = (
    "select local_id, source_id, appearances.speaker_id, kind, role, seen, seen, 1, age, pronouns, topics, "
    "outlet_id, story from appearances join names on names.id = local_id "
)


def _bare(row: tuple[Any, ...]) -> Bare:
    local_id, source_id, speaker_id, kind, *said, story = row
    own = frozenset(ids.words_of(local_id).split())
    return Bare(local_id, source_id, speaker_id, kind, names.said_of(said, story=names.words(story) - own))


def refresh(conn: sqlite3.Connection, local_ids: Iterable[str], moves: Moves) -> None:
    """Decide anew whose these bare names are, and whose the bare names that hang on them."""
    for local_id in sorted(local_ids):
        row = conn.execute(f"{_COLUMNS} where local_id = ?", [local_id]).fetchone()
        if row is None:
            _forget(conn, local_id, moves)
            continue
        here = _bare(row)
        by_hand = names.pinned_to(conn, local_id, here.source_id)
        whose = by_hand or _full(conn, here)
        if whose is not None:
            _give(conn, here, whose, "by hand" if by_hand else "role or company", moves)
            if here.speaker_id != whose:
                _regroup(conn, _group_of(conn, here.speaker_id, here.word), moves)
        else:
            _regroup(conn, {here.local_id, *_linked(conn, here)}, moves)


def refresh_near(conn: sqlite3.Connection, decided: Iterable[str], own: Iterable[str], moves: Moves) -> None:
    """Decide anew whose articles' own names are: these, and those that may mean one of ``decided``."""
    blocks = set()
    for key in decided:
        if key.endswith("_org"):
            blocks.add(f"bare {organisation_base(ids.words_of(key))}")
        else:
            blocks |= {f"bare {word}" for word in ids.words_of(key).split()[1:] if len(word) > 1}
    found = set(own)
    for block in blocks:
        rows = conn.execute("select name_id from name_blocks where block = ?", [block])
        found |= {key for (key,) in rows}
    refresh(conn, found, moves)


def _give(conn: sqlite3.Connection, here: Bare, whose: str, why: str, moves: Moves) -> None:
    conn.execute("update names set speaker_id = ?, why = ? where id = ?", [whose, why, here.local_id])
    identities.move(conn, here.local_id, whose, moves)


def _full(conn: sqlite3.Connection, here: Bare) -> str | None:
    """The one speaker, named in full elsewhere, who has the most evidence of being meant, if enough."""
    if here.kind != "person":
        return None
    candidates: dict[str, list[Stated]] = {}
    rows = conn.execute(
        "select speaker_id, role, min(seen), max(seen), count(*), age, pronouns, topics from name_blocks "
        "join appearances on appearances.local_id = name_blocks.name_id "
        "where block = ? group by speaker_id, role, age, pronouns, topics",
        [f"* {here.word}"],
    )
    for speaker, *said in rows:
        candidates.setdefault(speaker, []).append(Stated(*said))
    if not candidates and here.stated.role is None and here.stated.pronouns is None:
        return _organisation(conn, here)
    points = {
        speaker: likely
        for speaker, said in candidates.items()
        if (likely := _points(conn, here, speaker, said)) >= ENOUGH
    }
    best = sorted(points, key=lambda speaker: (-points[speaker], speaker))
    return best[0] if best and (len(best) == 1 or points[best[0]] > points[best[1]]) else None


def _organisation(conn: sqlite3.Connection, here: Bare) -> str | None:
    """The one organisation that goes by this name, where nobody does and nothing says it is a person's."""
    found = conn.execute(
        "select distinct speaker_id from name_blocks join names on names.id = name_id where block = ?",
        [f"org {here.word}"],
    ).fetchall()
    return str(found[0][0]) if len(found) == 1 else None


def _points(conn: sqlite3.Connection, here: Bare, speaker: str, said: list[Stated]) -> int:
    """What speaks for a bare name's meaning this speaker; -1 where something speaks against it."""
    if differ_in_gender([here.stated], said) or any(impossible(here.stated, other) for other in said):
        return -1
    best = max(likeness(here.stated.facts, other.facts) for other in said)
    if not best and any(contradict(here.stated.facts, other.facts) for other in said):
        return -1
    same, near = _outlets(conn, here, speaker)
    alike = same and any(here.stated.about & other.about for other in said)
    found = best + same + (near or alike) + _told_alike(conn, here, speaker)
    return found if found >= ENOUGH else found + (ENOUGH if _company(conn, here, speaker) else 0)


def _outlets(conn: sqlite3.Connection, here: Bare, speaker: str) -> tuple[bool, bool]:
    """Whether the outlet has named the speaker in full at all, and whether within a month."""
    if here.stated.outlet is None:
        return False, False
    full = (
        "select 1 from name_blocks join appearances on appearances.local_id = name_blocks.name_id "
        "where block = :block and speaker_id = :speaker and outlet_id = :outlet"
    )
    values = {
        "block": f"* {here.word}",
        "speaker": speaker,
        "outlet": here.stated.outlet,
        "seen": here.stated.first,
    }
    same = conn.execute(f"{full} limit 1", values).fetchone() is not None
    if not same or here.stated.first is None:
        return same, False
    window = f"between date(:seen, '-{_NEAR} days') and date(:seen, '+{_NEAR} days')"
    return True, conn.execute(f"{full} and seen {window} limit 1", values).fetchone() is not None


def _told_alike(conn: sqlite3.Connection, here: Bare, speaker: str) -> int:
    """How many rare words, two at most, the article shares with another that names the speaker then."""
    if not here.stated.story or here.stated.first is None:
        return 0
    rows = conn.execute(
        "select story from name_blocks join appearances on appearances.local_id = name_blocks.name_id "
        "where block = ? and speaker_id = ? and seen between date(?, '-60 days') and date(?, '+60 days')",
        [f"* {here.word}", speaker, here.stated.first, here.stated.first],
    )
    shared = max((len(names.words(story) & here.stated.story) for (story,) in rows), default=0)
    return min(shared, ENOUGH)


def _company(conn: sqlite3.Connection, here: Bare, speaker: str) -> bool:
    """Whether somebody else, named in full, is quoted beside both within two months."""
    if here.stated.first is None:
        return False
    shared = conn.execute(
        "select 1 from appearances as third join names on names.id = third.local_id "
        "join appearances as again on again.local_id = third.local_id "
        "and again.seen between date(third.seen, '-60 days') and date(third.seen, '+60 days') "
        "and again.source_id <> third.source_id "
        "join appearances as full on full.source_id = again.source_id and full.speaker_id = ? "
        "where third.source_id = ? and third.local_id <> ? and third.speaker_id <> full.speaker_id limit 1",
        [speaker, here.source_id, here.local_id],
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
        other = _bare(row)
        if other.kind == here.kind and _alike(conn, here, other):
            found |= {other.local_id} | _group_of(conn, other.speaker_id, here.word)
    return found


def _alike(conn: sqlite3.Connection, here: Bare, other: Bare) -> bool:
    a, b = here.stated, other.stated
    same = a.outlet is not None and a.outlet == b.outlet
    near = _days_apart(conn, a.first, b.first)
    if here.kind == "organisation":
        # A wire service writes of the health ministries of all countries.
        return bool((same and a.about & b.about) or a.story & b.story or a.company & b.company)
    if differ_in_gender([a], [b]) or impossible(a, b) or contradict(a.facts, b.facts):
        return False
    told = min(len(a.story & b.story), ENOUGH) if near <= 2 * _NEAR else 0
    return likeness(a.facts, b.facts) + same + (same and near <= _NEAR) + told >= ENOUGH


def _days_apart(conn: sqlite3.Connection, one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 10_000.0
    days = conn.execute("select abs(julianday(?) - julianday(?))", [one, other]).fetchone()[0]
    return 10_000.0 if days is None else float(days)


def _group_of(conn: sqlite3.Connection, speaker_id: str, word: str) -> set[str]:
    """The bare names that are grouped under one of them."""
    if ids.is_global(speaker_id) or not ids.words_of(speaker_id).endswith(word):
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
    for here in (_bare(row) for row in rows if row is not None):
        if names.pinned_to(conn, here.local_id, here.source_id) is None and _full(conn, here) is None:
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
