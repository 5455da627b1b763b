"""Bare surnames, and bodies without a name of their own ("the City Council"), across articles.

A surname by itself never says who is meant, so each article's Ruiz is a speaker of its own until evidence
ties them to one person of that name who is named in full elsewhere, or to the Ruiz of other articles: a
shared role or place, the same outlet, the same story, the same other speakers at the same time. Evidence is
bounded in time, so that an article changes only what stands near it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ..speakers.careers import contradict, facts, likeness, same_office_elsewhere
from ..speakers.forms import ENOUGH
from ..speakers.statements import Stated, about, compared, differ_in_gender
from . import identities, ids, names
from .changes import Moves

NEAR, STORY, YEAR = 30, 60, 365  # days


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


_SAID = (
    "select local_id, source_id, appearances.speaker_id, kind, role, seen, seen, 1, age, pronouns, topics, "
    "outlet_id, story"
)
COLUMNS = f"{_SAID} from appearances join names on names.id = local_id "

_SIDE_BY_SIDE = (
    f"{_SAID} from appearances indexed by idx_appearances_local_id_seen_outlet_id "
    "cross join names on names.id = local_id where local_id > ? and local_id < ?"
)


def bare_of(row: tuple[Any, ...]) -> Bare:
    """An article's bare name from its `COLUMNS`."""
    local_id, source_id, speaker_id, kind, *said, story = row
    own = frozenset(ids.words_of(local_id).split())
    return Bare(local_id, source_id, speaker_id, kind, names.said_of(said, story=names.words(story) - own))


def refresh(conn: sqlite3.Connection, local_ids: Iterable[str], own: Container[str], moves: Moves) -> None:
    """Decide anew whose these bare names are: somebody's who is named in full, or a group's of their own.

    ``own`` are those of which anything else may have changed than who else bears the name.
    """
    free: list[Bare] = []
    left: set[str] = set()  # members of groups that somebody left
    for local_id in sorted(local_ids):
        row = conn.execute(f"{COLUMNS} where local_id = ?", [local_id]).fetchone()
        if row is None:
            left |= _group(conn, local_id, local_id)
            continue
        here = bare_of(row)
        by_hand = names.pinned_to(conn, local_id, here.source_id)
        whose = by_hand or _full(conn, here)
        if whose is None:
            if local_id in own or not _is_free(here):
                free.append(here)
            continue
        if here.speaker_id != whose:
            left |= _group(conn, here.speaker_id, here.local_id)
        _give(conn, here.local_id, whose, "by hand" if by_hand else "role or company", moves)
    _regroup(conn, free, left, moves)


def around(days: int) -> str:
    """SQL: so many days before and after a date that is given twice."""
    return f"date(?, '-{days} days') and date(?, '+{days} days')"


NEARBY = f"seen between {around(YEAR)} and (outlet_id = ? or seen between {around(STORY)})"
"""SQL: of the same outlet and year, or of the same two months; dates and outlet are given in this order."""


def _give(conn: sqlite3.Connection, local_id: str, whose: str, why: str, moves: Moves) -> None:
    sql = (
        "update names set speaker_id = ?1, why = ?2 where id = ?3 and (speaker_id is not ?1 or why is not ?2)"
    )
    conn.execute(sql, [whose, why, local_id])
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
            theirs = facts(role)
            if one.facts.heads.isdisjoint(theirs.heads) and one.facts.names.isdisjoint(theirs.names):
                continue
            points[speaker] = max(points.get(speaker, 0), likeness(one.facts, theirs))
            if same_office_elsewhere(one.facts, theirs):
                barred.add(speaker)
    found, beside = _near(conn, here)
    for speaker, near in found.items():
        role = points.get(speaker, 0)
        if near.is_another(one.pronouns) or (near.contradicts and not role):
            barred.add(speaker)
        points[speaker] = role + near.same_outlet + near.close_or_alike + near.told
    for speaker in _company(conn, here, beside):
        if points.get(speaker, 0) < ENOUGH:
            points[speaker] = points.get(speaker, 0) + ENOUGH
    return {speaker: likely for speaker, likely in points.items() if speaker not in barred}


@dataclass(slots=True)
class _Near:
    """What the articles near a bare name's say of one speaker of that surname."""

    same_outlet: bool = False
    close_or_alike: bool = False
    told: int = 0
    contradicts: bool = False
    pronouns: set[str] = field(default_factory=set)

    def is_another(self, pronouns: str | None) -> bool:
        """Whether these articles call the speaker only "she", and the bare name's "he", or the reverse."""
        return (pronouns, self.pronouns) in (("he", {"she"}), ("she", {"he"}))


def _near(conn: sqlite3.Connection, here: Bare) -> tuple[dict[str, _Near], list[_Beside]]:
    """What articles near in time, and those of the same outlet in a year, say of speakers of that surname;
    and who of them stands in which article of two months."""
    one = here.stated
    sql = (
        "select appearances.speaker_id, source_id, local_id, outlet_id, seen, role, pronouns, topics, story, "
        f"seen between {around(STORY)} from name_blocks join appearances on local_id = name_id "
        "where block = ? and "
    )
    outlet, seen = one.outlet, one.first
    asked = [seen, seen, f"* {here.word}", outlet]
    if seen is None:
        rows = conn.execute(f"{sql} outlet_id = ?", asked).fetchall()
    else:
        rows = conn.execute(f"{sql} outlet_id = ? and seen is null", asked).fetchall()
        asked = [*asked[:3], seen, seen, outlet, seen, seen]
        rows += conn.execute(f"{sql} {NEARBY}", asked).fetchall()
    beside = [row[:3] for row in rows if row[-1]]
    found: dict[str, _Near] = {}
    for speaker, _, _, theirs, when, role, pronouns, topics, story, _ in rows:
        near = found.get(speaker)
        if near is None:
            near = found[speaker] = _Near()
        if pronouns:
            near.pronouns.add(pronouns)
        if role and one.role and contradict(one.facts, facts(role)):
            near.contradicts = True
        told = len(one.story.intersection(story.split())) if story else 0
        if told > near.told and _days(seen, when) <= STORY:
            near.told = min(told, ENOUGH)
        if theirs is not None and theirs == outlet:
            near.same_outlet = True
            if not near.close_or_alike:
                alike = not one.about.isdisjoint(about(role, topics))
                near.close_or_alike = alike or _days(seen, when) <= NEAR
    return found, beside


_Beside = tuple[str, str, str]
"""A speaker, a source that quotes them, and what it calls them."""


def _company(conn: sqlite3.Connection, here: Bare, beside: list[_Beside]) -> set[str]:
    """The speakers of that surname beside whom somebody is quoted, within two months, who is quoted here."""
    beside = [one for one in beside if one[1] != here.source_id]
    if not beside:
        return set()
    rows = conn.execute(
        "select third.local_id, again.source_id from appearances as third "
        "join names on names.id = third.local_id "
        "join appearances as again indexed by idx_appearances_local_id_seen_outlet_id "
        f"on again.local_id = third.local_id and again.seen between {around(STORY)} "
        "where third.source_id = ? and third.local_id <> ?",
        [here.stated.first, here.stated.first, here.source_id, here.local_id],
    )
    together: dict[str, set[str]] = {}
    for third, source_id in rows:
        together.setdefault(source_id, set()).add(third)
    return {speaker for speaker, source_id, name in beside if together.get(source_id, set()) - {name}}


def _days(one: str | None, other: str | None) -> int:
    """How many days lie between two articles, where both have a whole date."""
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days)
    except ValueError:
        return 100_000


def _alike(here: Bare, other: Bare) -> bool:
    """Whether evidence ties one bare name to the same in another article."""
    a, b = here.stated, other.stated
    if here.kind != other.kind:
        return False
    same = a.outlet is not None and a.outlet == b.outlet
    apart = _days(a.first, b.first)
    told = min(len(a.story & b.story), ENOUGH) if apart <= STORY else 0
    if here.kind == "organisation":
        # A wire service writes of the health ministries of all countries.
        return bool((same and a.about & b.about) or told)
    roles = compared(a.role, b.role)
    if differ_in_gender([a], [b]) or roles.same_office_elsewhere or roles.contradict:
        return False
    return roles.likeness + same + (same and apart <= NEAR) + told >= ENOUGH


def _linked(conn: sqlite3.Connection, here: Bare) -> list[Bare]:
    """The same bare name in other articles that are free, and that evidence ties to this one."""
    one = here.stated
    sql = f"{COLUMNS} join name_blocks on name_id = local_id where block = ?"
    asked: list[str | None] = [f"bare {here.word}"]
    also = "false" if one.role is None else "role is not null"
    if here.kind == "organisation":
        also = "outlet_id = ?"
        slug = ids.without_source(here.local_id)
        if "_" not in slug:
            # Of ministries there are thousands, side by side in an index that holds what is asked.
            sql = _SIDE_BY_SIDE
            asked = [f"{slug}-", f"{slug}-g"]
        asked.append(one.outlet)
    if one.first is not None:
        also = f"{also} or seen between {around(STORY)}"
        asked += [one.first, one.first]
    rows = conn.execute(f"{sql} and ({also})", asked).fetchall()
    others = {row[0]: row for row in rows if row[0] != here.local_id and not ids.is_global(row[2])}
    return [
        other for other in map(bare_of, others.values()) if other.word == here.word and _alike(here, other)
    ]


def _is_free(other: Bare) -> bool:
    """Whether a bare name is its own or its group's, and nobody's who is named in full."""
    return not ids.is_global(other.speaker_id)


def _group(conn: sqlite3.Connection, speaker_id: str, without: str) -> set[str]:
    """The bare names that are grouped under one of them, but for one."""
    if ids.is_global(speaker_id):
        return set()
    rows = conn.execute("select local_id from appearances where speaker_id = ?", [speaker_id])
    return {key for (key,) in rows if not ids.is_global(key)} - {without}


def _are_several(conn: sqlite3.Connection, speaker_id: str) -> bool:
    """Whether more than one bare name is grouped under one of them."""
    if ids.is_global(speaker_id):
        return False
    some = conn.execute("select local_id from appearances where speaker_id = ? limit 4", [speaker_id])
    several = {key for (key,) in some if not ids.is_global(key)}
    return len(several) > 1 or len(_group(conn, speaker_id, "")) > 1


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
        row = conn.execute(f"{COLUMNS} where local_id = ?", [key]).fetchone()
        if row is not None and names.pinned_to(conn, key, row[1]) is None and _is_free(bare_of(row)):
            known[key] = bare_of(row)
    for key in known:  # each by itself, before it joins anything
        _give(conn, key, key, "alone", moves)
    for key in sorted(known):
        row = conn.execute(f"{COLUMNS} where local_id = ?", [key]).fetchone()
        here = bare_of(row)
        groups = {here.speaker_id, *(other.speaker_id for other in _linked(conn, here))}
        if len(groups) < 2:
            continue
        first = min(groups)
        for group in sorted(groups):
            if group == first and not moves.pinned and _are_several(conn, group):
                continue  # they are together already
            for member in sorted(_group(conn, group, "")):
                _give(conn, member, first, "role or company", moves)
