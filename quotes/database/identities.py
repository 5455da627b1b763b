"""Who each article's speakers are across articles: the names they go by, and whose each name is.

`speakers.identity` decides; this module fetches what it decides by and moves rows where it decides anew. What
comes out depends on the articles stored and on what people corrected, never on the order in which either
came. Bare surnames, and bodies without a name of their own, are in `bare.py`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..speakers import forms, identity
from ..speakers.identity import Person
from . import affected, ids, names, organisations, statements
from .changes import Change, Moves, Touch
from .rows import AppearanceRow, ArticleRows

# A name that fits more names than this fits none of them in particular.
_MOST_NEIGHBOURS = 40
_MOST_TOGETHER = 200


def settle(conn: sqlite3.Connection, rows: ArticleRows, old: ArticleRows | None) -> None:
    """Fill the speakers' ids of an article's rows, by what is known before the article is stored.

    What the stored article says already stays; `refresh` puts right the rest once the rows are stored.
    """
    pinned = names.any_pinned(conn)
    for key, appearance in rows.appearances.items():
        before = old.appearances.get(key) if old is not None else None
        if before is not None:
            appearance["speaker_id"] = before["speaker_id"]
        else:
            appearance["speaker_id"] = _known(conn, appearance, pinned)
    of = {key: row["speaker_id"] for key, row in rows.appearances.items()}
    for quote in rows.quotes.values():
        quote["speaker_id"] = of[quote["local_id"]] if quote["local_id"] else None
    for link in rows.quote_speakers.values():
        link["speaker_id"] = of[link["local_id"]]


def _known(conn: sqlite3.Connection, appearance: AppearanceRow, pinned: bool) -> str:
    local_id = appearance["local_id"]
    by_hand = names.pinned_to(conn, local_id, appearance["source_id"]) if pinned else None
    if by_hand is not None:
        return by_hand
    found = conn.execute("select speaker_id from names where id = ?", [local_id]).fetchone()
    if found is None:
        return local_id
    return statements.whose(conn, local_id, statements.key_of(appearance)) or str(found[0])


def touch_of(
    conn: sqlite3.Connection, old: ArticleRows, new: ArticleRows, registered: names.Registered
) -> Touch:
    """What the stored rows of an article have changed."""
    changes = []
    for rows in (old, new):
        for key, row in sorted(rows.appearances.items()):
            other = (new if rows is old else old).appearances.get(key)
            sql = "select count(*) from (select 1 from appearances where local_id = ? and role = ? limit 2)"
            new_role = (other is None or other["role"] != row["role"]) and (
                row["role"] is not None and conn.execute(sql, [key, row["role"]]).fetchone()[0] < 2
            )
            changes.append(Change(key, row["source_id"], names.said_by(row), new_role))
    everybody = frozenset(old.appearances.keys() | new.appearances.keys())
    return Touch(tuple(changes), everybody, registered.fresh)


def touches_of(
    conn: sqlite3.Connection, articles: Sequence[ArticleRows], registered: names.Registered
) -> list[Touch]:
    """What newly stored articles have changed, each by itself."""
    said = [
        (rows, [row for key, row in sorted(rows.appearances.items()) if ids.is_global(key)])
        for rows in articles
    ]
    roles = Counter((row["local_id"], row["role"]) for _, of in said for row in of if row["role"])
    sql = "select count(*) from (select 1 from appearances where local_id = ? and role = ? limit ?)"
    new_roles = {
        (key, role)
        for (key, role), n in roles.items()
        if conn.execute(sql, [key, role, n + 1]).fetchone()[0] <= n
    }
    touches = [
        Touch(
            tuple(
                Change(row["local_id"], row["source_id"], names.said_by(row),
                       (row["local_id"], row["role"]) in new_roles)
                for row in of
            ),
            frozenset(rows.appearances),
            frozenset(),
        )
        for rows, of in said
    ]  # fmt: skip
    return [*touches, Touch((), frozenset(), registered.fresh)]


def refresh(
    conn: sqlite3.Connection, local_ids: Iterable[str], touches: Sequence[Touch] | None = None
) -> Moves:
    """Decide anew whose these names are, and whose the names that hang on them; move rows accordingly.

    ``touches`` say what has changed, article by article; without them, anything. Works on stored rows.
    Speakers that rows move to are made; what is counted of them is left to the caller, who finds them in the
    answer.
    """
    moves = Moves(names.any_pinned(conn))
    decided: set[str] = set()
    own: list[str] = []
    wanted = sorted(set(local_ids))
    kinds = names.kinds(conn, wanted)
    for local_id in wanted:
        if not ids.is_global(local_id):
            own.append(local_id)
            if local_id not in kinds:
                _move_pinned(conn, local_id, moves)
            continue
        starts = {local_id}
        if local_id not in kinds:  # the name is gone: those that it claimed or that claimed it
            starts |= names.claimers(conn, local_id)
            kinds |= names.kinds(conn, starts)
        for start in sorted(starts - decided):
            kind = kinds.get(start)
            if kind is None:
                _move_pinned(conn, start, moves)
                decided.add(start)
                continue
            together = organisations.alike(conn, start) if kind == "organisation" else _people(conn, start)
            decided |= together
            if touches is None:
                statements.forget_whose(conn, together)
            if kind == "organisation":
                organisations.decide(conn, together, moves)
            else:
                _decide_people(conn, together, moves)
    stated = [change for touch in touches or () for change in touch.changes if ids.is_global(change.local_id)]
    counted = statements.counted(conn, {change.local_id for change in stated})
    for change in stated:
        if change.local_id in counted:
            _follow(conn, change, moves)
    affected.refresh(conn, decided, own, touches, moves)
    return moves


def _follow(conn: sqlite3.Connection, change: Change, moves: Moves) -> None:
    """Give an article's name to whom all that state the same of it were given."""
    sql = "select role, age, pronouns, topics, seen from appearances where source_id = ? and local_id = ?"
    row = conn.execute(sql, [change.source_id, change.local_id]).fetchone()
    if row is None:
        return
    stored: Any = dict(zip(("role", "age", "pronouns", "topics", "seen"), row, strict=True))
    whose = statements.whose(conn, change.local_id, statements.key_of(stored))
    if whose is not None:
        move(conn, change.local_id, whose, moves, change.source_id)


def _move_pinned(conn: sqlite3.Connection, local_id: str, moves: Moves) -> None:
    """Groups, documents and unnamed speakers are their article's own, unless somebody said otherwise."""
    move(conn, local_id, names.pinned_to(conn, local_id) or local_id, moves)


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
        for key in (*fits, *sorted(names.claimers(conn, here))):
            if key not in together and names.is_name(conn, key):
                together.add(key)
                queue.append(key)
    return together


def _decide_people(conn: sqlite3.Connection, together: set[str], moves: Moves) -> None:
    if len(together) == 1 and not moves.pinned and _is_one_article_s(conn, *together):
        return
    everyone: list[Person] = []
    by_name: dict[str, list[Person]] = {}
    forms_of = [ids.words_of(key) for key in sorted(together)]
    for key in sorted(together):
        claims = frozenset(c for (c,) in conn.execute("select claimed from claims where name_id = ?", [key]))
        name = Person(key, ids.words_of(key), names.stated(conn, key), claims)
        # Whose a name is that somebody has spoken on is no question any more.
        known = names.pinned_to(conn, key) is not None
        by_name[key] = [name] if known else identity.split(name, identity.is_shared(name.name, forms_of))
        everyone += by_name[key]
    pinned = {key: by_hand for key in together if (by_hand := names.pinned_to(conn, key)) is not None}
    groups = identity.gather(everyone, pinned)
    speaker = {member: group.id for group in groups for member in group.members}
    why = {member: how for group in groups for member, how in group.members.items()}
    for key, people in by_name.items():
        others = {key: speaker[p.id] for p in people[1:] for s in p.stated for key in s.key}
        assign(conn, key, speaker[people[0].id], others, len(people), why[people[0].id], moves)


def _is_one_article_s(conn: sqlite3.Connection, name: str) -> bool:
    """Whether one article alone has a name, and it is its own there already."""
    sql = (
        "select 1 from names where id = :name and speaker_id = :name and people = 1 and why = 'same name' "
        "and exists (select 1 from appearances where local_id = :name and speaker_id = :name) "
        "and (select count(*) from (select 1 from appearances where local_id = :name limit 2)) = 1"
    )
    return conn.execute(sql, {"name": name}).fetchone() is not None


def assign(
    conn: sqlite3.Connection,
    local_id: str,
    speaker_id: str,
    others: Mapping[object, str],
    people: int,
    why: str,
    moves: Moves,
) -> None:
    """Give a name's articles to a speaker, those that `Stated.key` holds to others."""
    before = conn.execute("select people from names where id = ?", [local_id]).fetchone()
    conn.execute(
        "update names set speaker_id = ?, people = ?, why = ? where id = ?",
        [speaker_id, people, why, local_id],
    )
    if statements.are_counted(conn, local_id):
        for source_id, whose in statements.give(conn, local_id, speaker_id, others):
            move(conn, local_id, whose, moves, source_id)
        return
    if people == 1 and before[0] == 1:
        move(conn, local_id, speaker_id, moves)
        return
    sql = "select source_id from appearances where local_id = ?"
    for (source_id,) in conn.execute(sql, [local_id]).fetchall():
        move(conn, local_id, others.get(source_id) or speaker_id, moves, source_id)


def move(
    conn: sqlite3.Connection, local_id: str, speaker_id: str, moves: Moves, source_id: str | None = None
) -> None:
    """Let a name mean this speaker, in one article or all, but where somebody said otherwise."""
    sql = "select source_id, speaker_id from appearances where local_id = ? and "
    if source_id:
        here = [local_id, speaker_id, source_id]
        rows = conn.execute(f"{sql} speaker_id <> ? and source_id = ?", here).fetchall()
    else:
        # Two ranges of an index, since a name may be in ten thousand articles that are right already.
        here = [local_id, speaker_id, local_id, speaker_id]
        rows = conn.execute(f"{sql} speaker_id < ? union all {sql} speaker_id > ?", here).fetchall()
    said: dict[str, str] = {}
    if moves.pinned:
        sql = "select source_id, speaker_id from pins where local_id = ? and source_id <> ''"
        said = dict(conn.execute(sql, [local_id]).fetchall())
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
        moves.moved.setdefault(local_id, set()).add(source)
        moves.before.setdefault((source, local_id), before)
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
        [speaker_id, name, name, ids.kind_of(speaker_id, kind[0] if kind else "unnamed")],
    )
