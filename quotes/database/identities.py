"""Who each article's speakers are across articles: the names they go by, and whose each name is.

`speakers.identity` decides; this module fetches what it decides by and moves rows where it decides anew. What
comes out depends on the articles stored and on what people corrected, never on the order in which either
came. Bare surnames, and bodies without a name of their own, are in `bare.py`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..speakers import forms, identity
from ..speakers.identity import Person, Stated
from . import bare, ids
from .rows import AppearanceRow, ArticleRows

# A name that fits more names than this fits none of them in particular.
_MOST_NEIGHBOURS = 40
_MOST_TOGETHER = 200
_SHARED_BUSY = 200  # a speaker of more articles than this is company for everybody


@dataclass(slots=True)
class Moves:
    """What changed hands: speakers whose rows must be counted anew."""

    touched: set[str] = field(default_factory=set)


def settle(conn: sqlite3.Connection, rows: ArticleRows, old: ArticleRows | None) -> None:
    """Fill the speakers' ids of an article's rows, by what is known before the article is stored.

    What the stored article says already stays; `refresh` puts right the rest once the rows are stored.
    """
    for key, appearance in rows.appearances.items():
        before = old.appearances.get(key) if old is not None else None
        if before is not None:
            appearance["speaker_id"] = before["speaker_id"]
        else:
            appearance["speaker_id"] = _known(conn, key, rows.source["id"])
    of = {key: row["speaker_id"] for key, row in rows.appearances.items()}
    for quote in rows.quotes.values():
        quote["speaker_id"] = of[quote["local_id"]] if quote["local_id"] else None
    for link in rows.quote_speakers.values():
        link["speaker_id"] = of[link["local_id"]]


def _known(conn: sqlite3.Connection, local_id: str, source_id: str) -> str:
    by_hand = pinned_to(conn, local_id, source_id)
    if by_hand is not None:
        return by_hand
    found = conn.execute("select speaker_id from names where id = ?", [local_id]).fetchone()
    return found[0] if found else local_id


def pinned_to(conn: sqlite3.Connection, local_id: str, source_id: str = "") -> str | None:
    """The speaker that somebody has said a name means, in one article or everywhere, else None."""
    keys = [local_id] if ids.is_global(local_id) else [local_id, ids.without_source(local_id)]
    for key in keys:
        found = conn.execute(
            "select speaker_id from pins where local_id = ? and source_id in (?, '') order by source_id desc",
            [key, source_id],
        ).fetchone()
        if found:
            return str(found[0])
    return None


def register(conn: sqlite3.Connection, old: ArticleRows, new: ArticleRows) -> set[str]:
    """Note the names of an article's rows, and forget those that no article uses any more.

    The rows are stored already. Returns the local ids whose speakers may have changed: of names that came
    or went, or of which the article now says something else.
    """
    changed = {
        key
        for key in old.appearances.keys() | new.appearances.keys()
        if old.appearances.get(key) != new.appearances.get(key) or old.source["id"] != new.source["id"]
    }
    for key in sorted(changed):
        before, after = old.appearances.get(key), new.appearances.get(key)
        kind = new.kinds.get(key) or old.kinds.get(key) or ""
        shown = after or before
        if key.endswith(ids.BY_HAND):
            continue
        if kind not in ("person", "organisation") or not (shown and ids.has_name(shown["name"], kind)):
            continue
        _count_claims(conn, key, _claims(before, kind), _claims(after, kind))
        if after is not None:
            _add_name(conn, key, kind, after["speaker_id"])
        elif not conn.execute("select 1 from appearances where local_id = ? limit 1", [key]).fetchone():
            conn.execute("delete from name_blocks where name_id = ?", [key])
            conn.execute("delete from names where id = ?", [key])
    return changed


def _add_name(conn: sqlite3.Connection, local_id: str, kind: str, speaker_id: str) -> None:
    added = conn.execute(
        "insert into names (id, kind, speaker_id, people, why) values (?, ?, ?, 1, ?) "
        "on conflict (id) do nothing",
        [local_id, kind, speaker_id, "same name" if ids.is_global(local_id) else "alone"],
    )
    if added.rowcount:
        rows = [(block, local_id) for block in _blocks(local_id, kind)]
        conn.executemany("insert into name_blocks (block, name_id) values (?, ?)", rows)


def _blocks(local_id: str, kind: str) -> Iterable[str]:
    words = ids.words_of(local_id)
    if not ids.is_global(local_id):
        return (f"bare {words}",)
    if kind == "organisation":
        return (f"org {forms.organisation_base(words)}",)
    return forms.blocks(words)


def _claims(appearance: AppearanceRow | None, kind: str) -> set[str]:
    """The ids of the names that an article gives as other names of a speaker: full ones and acronyms."""
    if appearance is None or not ids.is_global(appearance["local_id"]):
        return set()
    found = set()
    for alias in json.loads(appearance["aliases"]):
        if kind == "organisation" and not (alias.replace(".", "").isupper() and 1 < len(alias) <= 8):
            continue
        if ids.known_everywhere(alias, kind):
            found.add(ids.speaker_id(alias, "organisation" if kind == "organisation" else "person", ""))
    return found - {appearance["local_id"]}


def _count_claims(conn: sqlite3.Connection, local_id: str, before: set[str], after: set[str]) -> None:
    for claimed in sorted(before - after):
        conn.execute("update claims set n = n - 1 where name_id = ? and claimed = ?", [local_id, claimed])
        conn.execute("delete from claims where name_id = ? and claimed = ? and n < 1", [local_id, claimed])
    for claimed in sorted(after - before):
        conn.execute(
            "insert into claims (name_id, claimed, n) values (?, ?, 1) "
            "on conflict (name_id, claimed) do update set n = n + 1",
            [local_id, claimed],
        )


def refresh(conn: sqlite3.Connection, local_ids: Iterable[str]) -> Moves:
    """Decide anew whose these names are, and whose the names that hang on them; move rows accordingly.

    Works on stored rows. Speakers that rows move to are made; what is counted of them is left to the
    caller, who finds them in the answer.
    """
    moves = Moves()
    done: set[str] = set()
    people: set[str] = set()
    for local_id in sorted(set(local_ids)):
        found = conn.execute("select kind from names where id = ?", [local_id]).fetchone()
        if not ids.is_global(local_id):
            bare.refresh(conn, [local_id], moves)
            continue
        neighbours = {local_id} | (_claimers(conn, local_id) if not found else set())
        for start in sorted(neighbours - done):
            kind = conn.execute("select kind from names where id = ?", [start]).fetchone()
            if kind is None:
                _move_pinned(conn, start, moves)
                continue
            together = _organisations(conn, start) if kind[0] == "organisation" else _people(conn, start)
            done |= together
            if kind[0] == "organisation":
                _decide_organisations(conn, together, moves)
            else:
                _decide_people(conn, together, moves)
                people.add(start)
    bare.refresh_near(conn, people, moves)
    return moves


def _move_pinned(conn: sqlite3.Connection, local_id: str, moves: Moves) -> None:
    """Groups, documents and unnamed speakers are their article's own, unless somebody said otherwise."""
    move(conn, local_id, pinned_to(conn, local_id) or local_id, moves)


def _claimers(conn: sqlite3.Connection, local_id: str) -> set[str]:
    rows = conn.execute(
        "select name_id from claims where claimed = ? union select claimed from claims where name_id = ?",
        [local_id, local_id],
    )
    return {key for (key,) in rows}


def _people(conn: sqlite3.Connection, start: str) -> set[str]:
    """The full names that may be one person's with this one, directly or by way of others."""
    together, queue = {start}, [start]
    while queue and len(together) < _MOST_TOGETHER:
        here = queue.pop()
        near = conn.execute(
            "select distinct other.name_id from name_blocks as own "
            "join name_blocks as other on other.block = own.block and other.name_id <> own.name_id "
            "where own.name_id = ? and own.block not like '* %'",
            [here],
        )
        words = ids.words_of(here)
        fits = sorted(key for (key,) in near if forms.tie(words, ids.words_of(key)))
        if len(fits) > _MOST_NEIGHBOURS:
            fits = [key for key in fits if forms.tie(words, ids.words_of(key)) == "same name"]
        for key in (*fits, *sorted(_claimers(conn, here))):
            if key not in together and _is_name(conn, key):
                together.add(key)
                queue.append(key)
    return together


def _is_name(conn: sqlite3.Connection, key: str) -> bool:
    return conn.execute("select 1 from names where id = ?", [key]).fetchone() is not None


def _decide_people(conn: sqlite3.Connection, together: set[str], moves: Moves) -> None:
    everyone: list[Person] = []
    by_name: dict[str, list[Person]] = {}
    for key in sorted(together):
        claims = frozenset(c for (c,) in conn.execute("select claimed from claims where name_id = ?", [key]))
        name = Person(key, ids.words_of(key), stated(conn, key), claims)
        by_name[key] = identity.split(name, lambda a, b, key=key: _tied(conn, key, a, b))  # type: ignore[misc]
        everyone += by_name[key]
    pinned = {key: by_hand for key in together if (by_hand := pinned_to(conn, key)) is not None}
    groups = identity.gather(everyone, lambda a, b: _company(conn, a.local_id, b.local_id), pinned)
    speaker = {member: group.id for group in groups for member in group.members}
    why = {member: how for group in groups for member, how in group.members.items()}
    for key, people in by_name.items():
        roles = {s.role: speaker[p.id] for p in people[1:] for s in p.stated}
        _assign(conn, key, speaker[people[0].id], roles, len(people), why[people[0].id], moves)


def stated(conn: sqlite3.Connection, local_id: str) -> tuple[Stated, ...]:
    """What roles articles state of a name, when, and in how many of them."""
    rows = conn.execute(
        "select role, min(seen), max(seen), count(*) from appearances where local_id = ? group by role",
        [local_id],
    )
    return tuple(Stated(*row) for row in rows)


def _tied(
    conn: sqlite3.Connection, local_id: str, one: Iterable[str | None], other: Iterable[str | None]
) -> bool:
    """Whether articles that state a role of the one kind share their outlet with some of the other kind."""
    outlets = [
        {
            outlet
            for role in roles
            for (outlet,) in conn.execute(
                "select distinct outlet_id from appearances where local_id = ? and role is ?",
                [local_id, role],
            )
            if outlet
        }
        for roles in (one, other)
    ]
    return bool(outlets[0] & outlets[1])


def _company(conn: sqlite3.Connection, one: str, other: str) -> bool:
    """Whether two names stand in the same outlet within two months, or in articles with a third in both."""
    near = conn.execute(
        "select 1 from appearances as a join appearances as b on b.local_id = :other "
        "and b.outlet_id = a.outlet_id "
        "and b.seen between date(a.seen, '-60 days') and date(a.seen, '+60 days') "
        "where a.local_id = :one limit 1",
        {"one": one, "other": other},
    ).fetchone()
    if near:
        return True
    shared = conn.execute(
        "select 1 from appearances as a "
        "join appearances as third on third.source_id = a.source_id and third.local_id not in (:one, :other) "
        "join names on names.id = third.local_id "
        "join speakers on speakers.id = third.speaker_id and speakers.sources <= :busy "
        "join appearances as again on again.local_id = third.local_id and again.source_id <> a.source_id "
        "join appearances as b on b.source_id = again.source_id and b.local_id = :other "
        "where a.local_id = :one limit 1",
        {"one": one, "other": other, "busy": _SHARED_BUSY},
    ).fetchone()
    return shared is not None


def _assign(
    conn: sqlite3.Connection,
    local_id: str,
    speaker_id: str,
    roles: Mapping[str | None, str],
    people: int,
    why: str,
    moves: Moves,
) -> None:
    """Give a name's articles to a speaker, those that state certain roles to others."""
    before = conn.execute("select people from names where id = ?", [local_id]).fetchone()
    conn.execute(
        "update names set speaker_id = ?, people = ?, why = ? where id = ?",
        [speaker_id, people, why, local_id],
    )
    if people == 1 and before[0] == 1:
        move(conn, local_id, speaker_id, moves)
        return
    outlets: dict[str, set[str]] = {}
    rows = conn.execute(
        "select source_id, role, outlet_id from appearances where local_id = ?", [local_id]
    ).fetchall()
    for _, role, outlet in rows:
        if role is not None and outlet:
            outlets.setdefault(outlet, set()).add(roles.get(role, speaker_id))
    for source_id, role, outlet in rows:
        whose = roles.get(role, speaker_id)
        only = outlets.get(outlet, set())
        if role is None and len(only) == 1:
            whose = next(iter(only))  # who states no role means whom this outlet knows
        move(conn, local_id, whose, moves, source_id)


def move(
    conn: sqlite3.Connection, local_id: str, speaker_id: str, moves: Moves, source_id: str | None = None
) -> None:
    """Let a name mean this speaker, in one article or all, but where somebody said otherwise."""
    where = "local_id = ? and speaker_id <> ?" + (" and source_id = ?" if source_id else "")
    parameters = [local_id, speaker_id] + ([source_id] if source_id else [])
    rows = conn.execute(f"select source_id, speaker_id from appearances where {where}", parameters).fetchall()
    said = dict(
        conn.execute("select source_id, speaker_id from pins where local_id = ?", [local_id]).fetchall()
    )
    said.pop("", None)
    if said:
        # Also those that a person put right already, should they stand elsewhere.
        for source in said:
            rows += conn.execute(
                "select source_id, speaker_id from appearances where local_id = ? and source_id = ?",
                [local_id, source],
            ).fetchall()
    for source, before in dict.fromkeys(rows):
        after = said.get(source, speaker_id)
        if after == before:
            continue
        if before not in moves.touched or after not in moves.touched:
            _make(conn, after, local_id, source)
        moves.touched |= {before, after}
        here = [after, source, local_id]
        conn.execute("update appearances set speaker_id = ? where source_id = ? and local_id = ?", here)
        conn.execute("update quotes set speaker_id = ? where source_id = ? and local_id = ?", here)
        conn.execute(
            "update quote_speakers set speaker_id = ? "
            "where quote_id in (select id from quotes where source_id = ?) and local_id = ?",
            here,
        )


def _make(conn: sqlite3.Connection, speaker_id: str, local_id: str, source_id: str) -> None:
    """A row for a speaker who may be new, called as the article calls them until it is counted."""
    name = conn.execute(
        "select name from appearances where source_id = ? and local_id = ?", [source_id, local_id]
    ).fetchone()[0]
    kind = conn.execute("select kind from names where id = ?", [local_id]).fetchone()
    conn.execute(
        "insert into speakers (id, name, sort_name, kind, quotes, sources) values (?, ?, ?, ?, 0, 0) "
        "on conflict (id) do nothing",
        [speaker_id, name, name, kind[0] if kind else "unnamed"],
    )


def _organisations(conn: sqlite3.Connection, start: str) -> set[str]:
    """The organisations of this one's name but for "Inc.", and those that claim or are claimed by it."""
    together, queue = {start}, [start]
    while queue and len(together) < _MOST_TOGETHER:
        here = queue.pop()
        same = conn.execute(
            "select name_id from name_blocks "
            "where block in (select block from name_blocks where name_id = ?)",
            [here],
        )
        for key in sorted({key for (key,) in same} | _claimers(conn, here)):
            if key not in together and _is_name(conn, key):
                together.add(key)
                queue.append(key)
    return together


def _decide_organisations(conn: sqlite3.Connection, together: set[str], moves: Moves) -> None:
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
    for base, keys in sorted(bases.items()):
        top, seen = base, {base}
        while top in owner and owner[top] not in seen:
            top = owner[top]
            seen.add(top)
        by_hand = sorted({p for key in bases[top] if (p := pinned_to(conn, key)) is not None})
        head = by_hand[0] if by_hand else min(bases[top], key=lambda key: (len(key), key))
        for key in sorted(keys):
            whose = pinned_to(conn, key) or head
            _assign(conn, key, whose, {}, 1, "same name" if top == base else "alias", moves)
