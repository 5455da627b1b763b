"""What articles state of a name that very many of them quote: counted, so that none has to be read again.

Of a name in few articles every article speaks for itself. Once more than `FEW` have it, ``statements`` holds
in how many of them a year, a role, an age, a pronoun and topics come together, and whose they are; what rests
on them rests on each count's power of two only, so that one more article of the same kind changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..speakers.careers import facts
from ..speakers.statements import Stated
from .rows import AppearanceRow

FEW = 40  # articles

Key = tuple[str, str, str, str, str]
"""Year, role, age, pronouns and topics; the empty string for what is not stated."""

_OF_APPEARANCE = (
    "coalesce(substr(seen, 1, 4), ''), coalesce(role, ''), coalesce(cast(age as text), ''), "
    "coalesce(pronouns, ''), coalesce(topics, '')"
)
_HERE = "name_id = ? and year = ? and role = ? and age = ? and pronouns = ? and topics = ?"


def key_of(row: AppearanceRow) -> Key:
    """What an article states of a name."""
    year, age = (row["seen"] or "")[:4], "" if row["age"] is None else str(row["age"])
    return year, row["role"] or "", age, row["pronouns"] or "", row["topics"] or ""


def are_counted(conn: sqlite3.Connection, name_id: str) -> bool:
    """Whether so many articles have a name that what they state is counted."""
    return (
        conn.execute("select 1 from statements where name_id = ? limit 1", [name_id]).fetchone() is not None
    )


def counted(conn: sqlite3.Connection, name_ids: Iterable[str]) -> set[str]:
    """Those of these names that `are_counted`."""
    sql = "select value from json_each(?) where exists (select 1 from statements where name_id = value)"
    return {key for (key,) in conn.execute(sql, [json.dumps(list(name_ids))])}


def count(
    conn: sqlite3.Connection, name_id: str, before: AppearanceRow | None, after: AppearanceRow | None
) -> bool:
    """Count what a stored article stated of a name down, and what it states now up.

    Returns whether anything has changed that tells who the name is.
    """
    articles = "select count(*) from (select 1 from appearances where local_id = ? limit ?)"
    many = conn.execute(articles, [name_id, FEW + 1]).fetchone()[0] > FEW
    if not are_counted(conn, name_id):
        if many:
            recount(conn, name_id)
        return True
    if not many:
        conn.execute("delete from statements where name_id = ?", [name_id])
        return True
    changed = False
    for row, step in ((before, -1), (after, 1)):
        if row is not None:
            changed |= _count_one(conn, name_id, key_of(row), step)
    return changed


def count_new(conn: sqlite3.Connection, names: Mapping[str, Sequence[AppearanceRow]]) -> set[str]:
    """Count what newly stored articles state of names, by name; returns those of which it changes nothing
    that tells who the name is."""
    counted = {}
    for name_id, are, n in conn.execute(
        "select value, exists (select 1 from statements where name_id = value), "
        "(select count(*) from (select 1 from appearances where local_id = value limit ?)) from json_each(?)",
        [FEW + 1, json.dumps(list(names))],
    ):
        if are:
            counted[name_id] = names[name_id]
        elif n > FEW:
            recount(conn, name_id)
    steady = set()
    for name_id, rows in sorted(counted.items()):
        steps = Counter(map(key_of, rows))
        told = [_count_one(conn, name_id, key, step) for key, step in sorted(steps.items())]
        if True not in told:
            steady.add(name_id)
    return steady


def _count_one(conn: sqlite3.Connection, name_id: str, key: Key, step: int) -> bool:
    here = [name_id, *key]
    found = conn.execute(f"select n from statements where {_HERE}", here).fetchone()
    n = found[0] if found else 0
    if n + step < 1:
        conn.execute(f"delete from statements where {_HERE}", here)
    elif found:
        conn.execute(f"update statements set n = n + ? where {_HERE}", [step, *here])
    else:
        conn.execute("insert into statements values (?, ?, ?, ?, ?, ?, ?, null)", [*here, step])
    return _power(n) != _power(n + step)


def _power(n: int) -> int:
    """The greatest power of two that is not above n."""
    return 1 << (n.bit_length() - 1) if n > 0 else 0


def recount(conn: sqlite3.Connection, name_id: str) -> None:
    """Count what all articles state of a name."""
    conn.execute("delete from statements where name_id = ?", [name_id])
    conn.execute(
        f"insert into statements select local_id, {_OF_APPEARANCE}, count(*), null from appearances "
        "where local_id = ? group by 2, 3, 4, 5, 6",
        [name_id],
    )


def wrong(conn: sqlite3.Connection) -> Iterator[str]:
    """The names of which the counts differ from a recount."""
    counted = (
        f"select local_id, {_OF_APPEARANCE}, count(*) from appearances where local_id in "
        f"(select local_id from appearances join names on id = local_id group by 1 having count(*) > {FEW}) "
        "group by 1, 2, 3, 4, 5, 6"
    )
    stored = "select name_id, year, role, age, pronouns, topics, n from statements"
    sql = f"select * from ({counted} except {stored}) union select * from ({stored} except {counted})"
    yield from sorted({row[0] for row in conn.execute(sql)})


def stated(conn: sqlite3.Connection, name_id: str) -> tuple[Stated, ...]:
    """What is counted of a name, in as few parts as tell people of one name apart."""
    parts: dict[tuple[object, ...], list[tuple[Key, int]]] = {}
    for *said, n in conn.execute(
        "select year, role, age, pronouns, topics, n from statements where name_id = ?", [name_id]
    ):
        year, role, age, _, topics = said
        known = facts(role) if role else None
        about = "" if known is not None and known.fields else topics
        parts.setdefault((year[:3], known, age, about), []).append((tuple(said), _power(n)))
    return tuple(_part(part) for part in parts.values())


def _part(part: list[tuple[Key, int]]) -> Stated:
    part.sort()
    years = [key[0] for key, _ in part if key[0]]
    first = part[0][0]
    return Stated(
        min(key[1] for key, _ in part) or None,
        min(years, default=None),
        max(years, default=None),
        sum(n for _, n in part),
        int(first[2]) if first[2] else None,
        ",".join(sorted({key[3] for key, _ in part} - {""})) or None,
        first[4] or None,
        key=tuple(key for key, _ in part),
    )


def whose(conn: sqlite3.Connection, name_id: str, key: Key) -> str | None:
    """Whose the articles are that state this of a name; None where nobody has decided, or nothing counts."""
    found = conn.execute(f"select speaker_id from statements where {_HERE}", [name_id, *key]).fetchone()
    return found[0] if found else None


def give(
    conn: sqlite3.Connection, name_id: str, speaker_id: str, others: Mapping[object, str]
) -> Iterator[tuple[str, str]]:
    """Note whose what is counted of a name is; yields (source, speaker) for articles that change hands."""
    for *said, before in conn.execute(
        "select year, role, age, pronouns, topics, speaker_id from statements where name_id = ?", [name_id]
    ).fetchall():
        after = others.get(tuple(said)) or speaker_id
        if after != before:
            conn.execute(f"update statements set speaker_id = ? where {_HERE}", [after, name_id, *said])
            for source in _sources(conn, name_id, said):
                yield source, after


def forget_whose(conn: sqlite3.Connection, name_ids: Iterable[str]) -> None:
    """Let `give` look at every article of these names again."""
    conn.executemany("update statements set speaker_id = null where name_id = ?", [(n,) for n in name_ids])


def _sources(conn: sqlite3.Connection, name_id: str, said: list[Any]) -> list[str]:
    year, role, age, pronouns, topics = said
    return [
        source
        for (source,) in conn.execute(
            "select source_id from appearances where local_id = ? and role is ? and age is ? "
            "and pronouns is ? and topics is ? and coalesce(substr(seen, 1, 4), '') = ?",
            [name_id, role or None, int(age) if age else None, pronouns or None, topics or None, year],
        ).fetchall()
    ]
