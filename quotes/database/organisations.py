"""Organisations across articles: one name but for "Inc.", and the acronyms that articles give them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from ..speakers import forms
from ..speakers.statements import points as points_of
from . import identities, ids, names
from .changes import Moves

_MOST_TOGETHER = 200


def alike(conn: sqlite3.Connection, start: str) -> set[str]:
    """The organisations of this one's name but for "Inc.", and those that claim or are claimed by it."""
    together, queue = {start}, [start]
    while queue and len(together) < _MOST_TOGETHER:
        here = queue.pop()
        same = conn.execute(
            "select name_id from name_blocks "
            "where block in (select block from name_blocks where name_id = ?)",
            [here],
        )
        for key in sorted({key for (key,) in same} | names.claimers(conn, here)):
            if key not in together and names.is_name(conn, key):
                together.add(key)
                queue.append(key)
    return together


def decide(conn: sqlite3.Connection, together: set[str], moves: Moves) -> None:
    """One base, one organisation; an acronym is whoever's articles say it is, if that is just one."""
    bases: dict[str, list[str]] = {}
    for key in together:
        bases.setdefault(forms.organisation_base(ids.words_of(key)), []).append(key)
    base_of = {key: base for base, keys in bases.items() for key in keys}
    owners: dict[str, set[str]] = {}
    for key in together:
        for (claimed,) in conn.execute("select claimed from claims where name_id = ?", [key]).fetchall():
            if claimed in base_of and base_of[claimed] != base_of[key]:
                owners.setdefault(base_of[claimed], set()).add(base_of[key])
    owner = {base: next(iter(found)) for base, found in owners.items() if len(found) == 1}
    disputed = {base: sorted(found) for base, found in owners.items() if len(found) > 1}
    for base, keys in sorted(bases.items()):
        top, seen = base, {base}
        while top in owner and owner[top] not in seen:
            top = owner[top]
            seen.add(top)
        by_hand = sorted({p for key in bases[top] if (p := names.pinned_to(conn, key)) is not None})
        head = by_hand[0] if by_hand else min(bases[top], key=lambda key: (len(key), key))
        for key in sorted(keys):
            whose = names.pinned_to(conn, key) or head
            others = _by_evidence(conn, key, {b: bases[b] for b in disputed.get(base, ())})
            people = 1 + len(set(others.values()))
            identities.assign(
                conn, key, whose, others, people, "same name" if top == base else "alias", moves
            )


def _by_evidence(
    conn: sqlite3.Connection, acronym: str, owners: Mapping[str, list[str]]
) -> dict[object, str]:
    """Which owner of a shared acronym its articles mean, by what `Stated.key` holds, where one stands out."""
    if not owners:
        return {}
    found: dict[object, str] = {}
    known = {
        min(keys, key=lambda key: (len(key), key)): [s for key in keys for s in names.stated(conn, key)]
        for keys in owners.values()
    }
    for one in names.stated(conn, acronym):
        points = {
            head: max(
                2 * points_of(one, other) + (one.outlet is not None and one.outlet == other.outlet)
                for other in theirs
            )
            for head, theirs in known.items()
            if theirs
        }
        ranked = sorted(points, key=lambda head: (-points[head], head))
        if ranked and points[ranked[0]] and (len(ranked) == 1 or points[ranked[0]] > points[ranked[1]]):
            found |= dict.fromkeys(one.key, ranked[0])
    return found
