"""Bare surnames, and bodies without a name of their own ("the City Council"), across articles.

A surname by itself never says who is meant, so each article's Ruiz is a speaker of its own until evidence
ties them to one person of that name who is named in full elsewhere, or to the Ruiz of other articles: a
shared role or place, the same outlet, the same story, the same other speakers at the same time. Evidence is
bounded in time, so that an article changes only what stands near it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from ..speakers.careers import contradict, facts, likeness, same_office_elsewhere
from ..speakers.forms import organisation_base
from ..speakers.identity import ENOUGH, Stated, differ_in_gender
from . import identities, ids, names

if TYPE_CHECKING:
    from .identities import Moves, Touch

_NEAR, _STORY, _YEAR = 30, 60, 365  # days


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
    """Decide anew whose these bare names are: somebody's who is named in full, or a group's of their own."""
    free: list[Bare] = []
    left: set[str] = set()  # members of groups that somebody left
    for local_id in sorted(local_ids):
        row = conn.execute(f"{_COLUMNS} where local_id = ?", [local_id]).fetchone()
        if row is None:
            left |= _group(conn, local_id, local_id)
            continue
        here = _bare(row)
        by_hand = names.pinned_to(conn, local_id, here.source_id)
        whose = by_hand or _full(conn, here)
        if whose is None:
            free.append(here)
            continue
        if here.speaker_id != whose:
            left |= _group(conn, here.speaker_id, here.local_id)
        _give(conn, here.local_id, whose, "by hand" if by_hand else "role or company", moves)
    _regroup(conn, free, left, moves)


def refresh_near(
    conn: sqlite3.Connection, decided: Iterable[str], own: Iterable[str], touch: Touch | None, moves: Moves
) -> None:
    """Decide anew whose articles' own names are: these, and those that may mean one of ``decided``.

    ``touch`` is what has changed, where and when; None for anything.
    """
    found = set(own)
    for key in decided:
        words = ids.words_of(key)
        if key.endswith("_org"):
            blocks = [("org", organisation_base(words))]
        else:
            blocks = [("*", word) for word in words.split()[1:] if len(word) > 1]
        for prefix, word in blocks:
            # Whether there is one, or anybody, of that name at all concerns every bare one.
            sql = "select 1 from name_blocks where block = ? limit 3"
            few = len(conn.execute(sql, [f"{prefix} {word}"]).fetchall()) < 3
            found |= _within(conn, f"bare {word}", None if few or key in moves.moved else touch)
    refresh(conn, found, moves)


def _within(conn: sqlite3.Connection, block: str, touch: Touch | None) -> set[str]:
    """The bare names of a block that what was touched is evidence for."""
    sql = "select name_id from name_blocks"
    joined = f"{sql} join appearances on local_id = name_id where block = ? and "
    if touch is None:
        return {key for (key,) in conn.execute(f"{sql} where block = ?", [block])}
    found: set[str] = set()
    for outlet, seen in touch.places:
        if seen is not None:
            around = f"seen between {_around(_STORY)}"
            found |= {key for (key,) in conn.execute(joined + around, [block, seen, seen])}
            around = f"outlet_id = ? and (seen is null or seen between {_around(_YEAR)})"
            found |= {key for (key,) in conn.execute(joined + around, [block, outlet, seen, seen])}
        else:
            found |= {key for (key,) in conn.execute(f"{joined} outlet_id = ?", [block, outlet])}
    if touch.new_roles:
        found |= {key for (key,) in conn.execute(f"{joined} role is not null", [block])}
    return found


def _around(days: int) -> str:
    return f"date(?, '-{days} days') and date(?, '+{days} days')"


def _give(conn: sqlite3.Connection, local_id: str, whose: str, why: str, moves: Moves) -> None:
    conn.execute("update names set speaker_id = ?, why = ? where id = ?", [whose, why, local_id])
    identities.move(conn, local_id, whose, moves)


def _full(conn: sqlite3.Connection, here: Bare) -> str | None:
    """The one speaker, named in full elsewhere, who has the most evidence of being meant, if enough."""
    if here.kind != "person":
        return None
    points = {speaker: likely for speaker, likely in _points(conn, here).items() if likely >= ENOUGH}
    best = sorted(points, key=lambda speaker: (-points[speaker], speaker))
    if best:
        return best[0] if len(best) == 1 or points[best[0]] > points[best[1]] else None
    nobody = conn.execute("select 1 from name_blocks where block = ? limit 1", [f"* {here.word}"]).fetchone()
    if nobody is None and here.stated.role is None and here.stated.pronouns is None:
        return _organisation(conn, here)
    return None


def _organisation(conn: sqlite3.Connection, here: Bare) -> str | None:
    """The one organisation that goes by this name, where nobody does and nothing says it is a person's."""
    found = conn.execute(
        "select distinct speaker_id from name_blocks join names on names.id = name_id where block = ?",
        [f"org {here.word}"],
    ).fetchall()
    return str(found[0][0]) if len(found) == 1 else None


def _points(conn: sqlite3.Connection, here: Bare) -> dict[str, int]:
    """What speaks for a bare name's meaning each speaker of that surname, where anything does."""
    one = here.stated
    points: dict[str, int] = {}
    barred: set[str] = set()
    if one.role is not None:
        for speaker, role in conn.execute(
            "select distinct appearances.speaker_id, role from name_blocks "
            "join appearances on local_id = name_id where block = ? and role is not null",
            [f"* {here.word}"],
        ):
            likely = likeness(one.facts, facts(role))
            points[speaker] = max(points.get(speaker, 0), likely)
            if same_office_elsewhere(one.facts, facts(role)):
                barred.add(speaker)
    near = _near(conn, here)
    for speaker, said in near.items():
        same = any(s.outlet is not None and s.outlet == one.outlet for s in said)
        close = same and any(s.outlet == one.outlet and _days(one, s) <= _NEAR for s in said)
        alike = same and any(s.outlet == one.outlet and s.about & one.about for s in said)
        told = max(min(len(s.story & one.story), ENOUGH) if _days(one, s) <= _STORY else 0 for s in said)
        role = points.get(speaker, 0)
        if differ_in_gender([one], said) or (
            not role and any(contradict(one.facts, other.facts) for other in said)
        ):
            barred.add(speaker)
        points[speaker] = role + same + (close or alike) + told
    for speaker in _company(conn, here):
        if points.get(speaker, 0) < ENOUGH:
            points[speaker] = points.get(speaker, 0) + ENOUGH
    return {speaker: likely for speaker, likely in points.items() if speaker not in barred}


def _near(conn: sqlite3.Connection, here: Bare) -> dict[str, list[Stated]]:
    """What articles near in time, and those of the same outlet in a year, say of speakers of that surname."""
    sql = (
        "select appearances.speaker_id, role, seen, seen, 1, age, pronouns, topics, outlet_id, story "
        "from name_blocks join appearances on local_id = name_id where block = ? and "
    )
    block, (outlet, seen) = f"* {here.word}", (here.stated.outlet, here.stated.first)
    if seen is None:
        rows = conn.execute(f"{sql} outlet_id = ?", [block, outlet]).fetchall()
    else:
        rows = conn.execute(f"{sql} seen between {_around(_STORY)}", [block, seen, seen]).fetchall()
        rows += conn.execute(
            f"{sql} outlet_id = ? and (seen is null or seen between {_around(_YEAR)})",
            [block, outlet, seen, seen],
        ).fetchall()
    found: dict[str, list[Stated]] = {}
    for speaker, *said, story in rows:
        found.setdefault(speaker, []).append(names.said_of(said, story=names.words(story)))
    return found


def _company(conn: sqlite3.Connection, here: Bare) -> set[str]:
    """The speakers of that surname beside whom somebody is quoted, within two months, who is quoted here."""
    if here.stated.first is None:
        return set()
    rows = conn.execute(
        "select full.speaker_id from appearances as third join names on names.id = third.local_id "
        "join appearances as again on again.local_id = third.local_id "
        "and again.seen between date(third.seen, '-60 days') and date(third.seen, '+60 days') "
        "and again.source_id <> third.source_id "
        "join appearances as full on full.source_id = again.source_id "
        "join name_blocks on block = ? and name_id = full.local_id "
        "where third.source_id = ? and third.local_id <> ? and third.local_id <> full.local_id",
        [f"* {here.word}", here.source_id, here.local_id],
    )
    return {speaker for (speaker,) in rows}


def _days(one: Stated, other: Stated) -> int:
    """How many days lie between two articles, where both have a whole date."""
    try:
        return abs((date.fromisoformat(one.first or "") - date.fromisoformat(other.first or "")).days)
    except ValueError:
        return 100_000


def _alike(here: Bare, other: Bare) -> bool:
    """Whether evidence ties one bare name to the same in another article."""
    a, b = here.stated, other.stated
    if here.kind != other.kind:
        return False
    same = a.outlet is not None and a.outlet == b.outlet
    apart = _days(a, b)
    told = min(len(a.story & b.story), ENOUGH) if apart <= _STORY else 0
    if here.kind == "organisation":
        # A wire service writes of the health ministries of all countries.
        return bool((same and a.about & b.about) or told)
    if differ_in_gender([a], [b]) or same_office_elsewhere(a.facts, b.facts) or contradict(a.facts, b.facts):
        return False
    return likeness(a.facts, b.facts) + same + (same and apart <= _NEAR) + told >= ENOUGH


def _linked(conn: sqlite3.Connection, here: Bare) -> list[Bare]:
    """The same bare name in other articles that are free, and that evidence ties to this one."""
    rows = conn.execute(
        f"{_COLUMNS} join name_blocks on name_id = local_id where block = ? and local_id <> ?",
        [f"bare {here.word}", here.local_id],
    ).fetchall()
    others = (_bare(row) for row in rows)
    return [other for other in others if _is_free(other) and _alike(here, other)]


def _is_free(other: Bare) -> bool:
    """Whether a bare name is its own or its group's, and nobody's who is named in full."""
    return not ids.is_global(other.speaker_id)


def _group(conn: sqlite3.Connection, speaker_id: str, without: str) -> set[str]:
    """The bare names that are grouped under one of them, but for one."""
    if ids.is_global(speaker_id):
        return set()
    rows = conn.execute("select local_id from appearances where speaker_id = ?", [speaker_id])
    return {key for (key,) in rows if not ids.is_global(key)} - {without}


def _regroup(conn: sqlite3.Connection, free: list[Bare], left: set[str], moves: Moves) -> None:
    """Group bare names that nobody's full name explains: each group is called by its least member.

    A name that joins is added to the groups it is tied to; a group that lost a member, or has one that
    changed, is made anew.
    """
    for here in free:
        left |= _group(conn, here.speaker_id, here.local_id) if here.speaker_id != here.local_id else set()
        left |= _group(conn, here.local_id, here.local_id)
    known = {here.local_id: here for here in free}
    for key in sorted(left - known.keys()):
        row = conn.execute(f"{_COLUMNS} where local_id = ?", [key]).fetchone()
        if row is not None and names.pinned_to(conn, key, row[1]) is None and _is_free(_bare(row)):
            known[key] = _bare(row)
    for key in known:  # each by itself, before it joins anything
        _give(conn, key, key, "alone", moves)
    for key in sorted(known):
        row = conn.execute(f"{_COLUMNS} where local_id = ?", [key]).fetchone()
        here = _bare(row)
        groups = {here.speaker_id, *(other.speaker_id for other in _linked(conn, here))}
        if len(groups) < 2:
            continue
        first = min(groups)
        for group in sorted(groups):
            for member in sorted(_group(conn, group, "")):
                _give(conn, member, first, "role or company", moves)
