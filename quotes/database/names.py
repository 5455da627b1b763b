"""The names that articles know people and organisations by: noted, looked up, and what is said of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..speakers import forms
from ..speakers.statements import Stated
from . import ids, statements
from .rows import AppearanceRow, ArticleRows


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


def any_pinned(conn: sqlite3.Connection) -> bool:
    """Whether people have said of any name whose it is."""
    return conn.execute("select 1 from pins limit 1").fetchone() is not None


@dataclass(frozen=True, slots=True)
class Registered:
    """The local ids of an article whose speakers may have changed, and what is known of some of them.

    ``steady`` are names of which so much is counted (`statements`) that this article makes no difference;
    ``fresh`` are names that no article had before, or has any more.
    """

    changed: frozenset[str]
    steady: frozenset[str]
    fresh: frozenset[str]


def register(conn: sqlite3.Connection, old: ArticleRows, new: ArticleRows) -> Registered:
    """Note the names of an article's rows, and forget those that no article uses any more.

    The rows are stored already. Returns the names that came or went, or of which the article now says
    something else, and whoever is named beside them.
    """
    everybody = old.appearances.keys() | new.appearances.keys()
    changed = {
        key
        for key in everybody
        if old.appearances.get(key) != new.appearances.get(key) or old.source["id"] != new.source["id"]
    }
    steady = {key for key in everybody - changed if statements.are_counted(conn, key)}
    fresh = set()
    for key in sorted(changed):
        before, after = old.appearances.get(key), new.appearances.get(key)
        kind = new.kinds.get(key) or old.kinds.get(key) or ""
        shown = after or before
        if key.endswith(ids.BY_HAND):
            continue
        if kind not in ("person", "organisation") or not (shown and ids.has_name(shown["name"], kind)):
            if _forget(conn, key):  # it may have been a person's before somebody corrected that
                fresh.add(key)
            continue
        claims = _claims(before, kind), _claims(after, kind)
        _count_claims(conn, key, *claims)
        if after is not None:
            fresh |= _add_names(conn, {key: (kind, after["speaker_id"])})
        elif not conn.execute("select 1 from appearances where local_id = ? limit 1", [key]).fetchone():
            _forget(conn, key)
            fresh.add(key)
        if ids.is_global(key) and not statements.count(conn, key, before, after) and claims[0] == claims[1]:
            steady.add(key)
    # Who else is quoted says who somebody is: if one changes, all may.
    return Registered(frozenset(everybody if changed else ()), frozenset(steady), frozenset(fresh))


def register_new(conn: sqlite3.Connection, articles: Sequence[ArticleRows]) -> Registered:
    """`register` for the rows of articles of which nothing was stored before.

    Whoever is their article's own, and has no name, can be nobody else: such local ids are left out unless
    somebody has said of any name whose it is.
    """
    pinned = any_pinned(conn)
    changed: set[str] = set()
    named: dict[str, list[tuple[ArticleRows, AppearanceRow]]] = {}
    kinds: dict[str, str] = {}
    for rows in articles:
        for key, row in rows.appearances.items():
            kind = rows.kinds[key]
            if key.endswith(ids.BY_HAND):
                changed.add(key)
            elif kind in ("person", "organisation") and ids.has_name(row["name"], kind):
                named.setdefault(key, []).append((rows, row))
                kinds.setdefault(key, kind)
            elif pinned or ids.is_global(key):
                changed.add(key)
    fresh = _add_names(conn, {key: (kinds[key], said[0][1]["speaker_id"]) for key, said in named.items()})
    claiming: set[str] = set()
    for key, said in sorted(named.items()):
        for _, row in said:
            claims = _claims(row, kinds[key])
            _count_claims(conn, key, set(), claims)
            claiming |= {key} if claims else set()
    everywhere = {key: [row for _, row in said] for key, said in named.items() if ids.is_global(key)}
    steady = statements.count_new(conn, everywhere) - claiming
    return Registered(frozenset(changed | named.keys()), frozenset(steady), frozenset(fresh))


def _add_names(conn: sqlite3.Connection, names: Mapping[str, tuple[str, str]]) -> set[str]:
    """Note names, by local id, with their kinds and speakers; returns those that were not known."""
    known = kinds(conn, names)
    new = sorted(names.keys() - known.keys())
    conn.executemany(
        "insert into names (id, kind, speaker_id, people, why) values (?, ?, ?, 1, ?)",
        [(key, *names[key], "same name" if ids.is_global(key) else "alone") for key in new],
    )
    blocks = [(block, key) for key in new for block in _blocks(key, names[key][0])]
    conn.executemany("insert into name_blocks (block, name_id) values (?, ?)", blocks)
    return set(new)


def _forget(conn: sqlite3.Connection, local_id: str) -> bool:
    conn.execute("delete from name_blocks where name_id = ?", [local_id])
    conn.execute("delete from statements where name_id = ?", [local_id])
    return bool(conn.execute("delete from names where id = ?", [local_id]).rowcount)


def _blocks(local_id: str, kind: str) -> Iterable[str]:
    words = ids.words_of(local_id)
    if not ids.is_global(local_id):
        return (f"bare {words if kind == 'organisation' else words.split()[-1]}",)
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
        # What the forms themselves tell is judged by evidence, like all such forms.
        if ids.known_everywhere(alias, kind) and not forms.akin(alias, appearance["name"]):
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


def claimers(conn: sqlite3.Connection, local_id: str) -> set[str]:
    """The names that claim a name as their own, and those that it claims."""
    rows = conn.execute(
        "select name_id from claims where claimed = ? union select claimed from claims where name_id = ?",
        [local_id, local_id],
    )
    return {key for (key,) in rows}


def is_name(conn: sqlite3.Connection, key: str) -> bool:
    """Whether any stored article knows somebody by the name of this id."""
    return conn.execute("select 1 from names where id = ?", [key]).fetchone() is not None


def kinds(conn: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """Of what kind those are of these local ids that are names."""
    sql = "select id, kind from names where id in (select value from json_each(?))"
    return dict(conn.execute(sql, [json.dumps(list(keys))]))


def stated(conn: sqlite3.Connection, local_id: str) -> tuple[Stated, ...]:
    """What articles state alike of a name, when and where, and in how many of them.

    Of a name in few articles each article by itself, with its outlet and company; of whom everybody writes,
    outlet and company say nothing.
    """
    if statements.are_counted(conn, local_id):
        return statements.stated(conn, local_id)
    company: dict[str, set[str]] = {}
    for source, third in conn.execute(
        "select own.source_id, third.local_id from appearances as own "
        "join appearances as third on third.source_id = own.source_id and third.local_id <> own.local_id "
        "where own.local_id = ?",
        [local_id],
    ):
        if ids.is_global(third) and not third.endswith(ids.BY_HAND):
            company.setdefault(source, set()).add(third)
    own = frozenset(ids.words_of(local_id).split())
    rows = conn.execute(
        "select role, seen, seen, 1, age, pronouns, topics, outlet_id, source_id, story "
        "from appearances where local_id = ?",
        [local_id],
    )
    return tuple(
        said_of(said, company=frozenset(company.get(source, ())), story=words(story) - own, key=(source,))
        for *said, source, story in rows
    )


def said_of(columns: Sequence[Any], **others: Any) -> Stated:
    """What an article says of a name: role, date twice, 1, age, pronouns, topics and outlet."""
    return Stated(*columns, **others)


def said_by(row: AppearanceRow) -> Stated:
    """What one article says of a name, as its row has it."""
    said = (row["role"], row["seen"], row["seen"], 1, row["age"], row["pronouns"], row["topics"])
    return Stated(*said, row["outlet_id"], story=words(row["story"]))


def words(story: str | None) -> frozenset[str]:
    """The rare words of an article as ``appearances`` store them."""
    return frozenset((story or "").split())
