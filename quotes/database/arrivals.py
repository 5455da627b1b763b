"""Articles of which nothing was stored before: the rows of many of them at once, in few statements.

Their sources are stored as they come, since the next article may be the same one; the rest waits in
`changes.Later` until an article is changed that is stored, or the transaction ends.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from . import identities, ids, names, tables
from .changes import Later, Moves
from .corrections import corrected_columns
from .rows import AppearanceRow, ArticleRows
from .totals import make_speakers


def flush(conn: sqlite3.Connection, later: Later) -> None:
    """Store the articles that wait for others to be stored with, and note what they change."""
    articles, later.arrived, later.waiting = later.arrived, [], 0
    if not articles:
        return
    complete = add_speakers(conn, articles)
    tables.insert(conn, "quotes", chain.from_iterable(rows.quotes.values() for rows in articles))
    links = chain.from_iterable(rows.quote_speakers.values() for rows in articles)
    tables.insert(conn, "quote_speakers", links)
    tables.insert(conn, "appearances", chain.from_iterable(rows.appearances.values() for rows in articles))
    count_forms(conn, [], articles)
    registered = names.register_new(conn, articles)
    later.changed |= registered.changed
    later.unsteady |= registered.changed - registered.steady
    if not later.everything:
        later.touches += identities.touches_of(conn, articles, registered)
    later.note_roles(articles, complete)


def add_speakers(conn: sqlite3.Connection, articles: Sequence[ArticleRows]) -> set[str]:
    """Rows for speakers who are new. Returns those whose rows say all that articles tell of them already,
    since one article alone names them; of the others `totals.refresh_speaker` is to count it."""
    several = Counter(row["speaker_id"] for rows in articles for row in rows.appearances.values())
    kinds = _kinds_of(conn, several)
    complete: set[str] = set()
    if conn.execute("select 1 from corrections limit 1").fetchone() is None:
        alone = {
            key
            for rows in articles
            for key, row in rows.appearances.items()
            if key == row["speaker_id"] and several[key] == 1 and key not in kinds
        }
        make_speakers(conn, articles, alone)
        complete = alone
    added: list[tuple[str, str, str, str]] = []
    for rows in articles:
        for local_id, appearance in sorted(rows.appearances.items()):
            key, kind = appearance["speaker_id"], rows.kinds[local_id]
            if key in complete:
                continue
            if key not in kinds:
                kinds[key] = ids.kind_of(key, kind)
                added.append((key, appearance["name"], appearance["name"], kinds[key]))
            elif (
                kinds[key] != kind
                and local_id == key
                and "kind" not in corrected_columns(conn, "speakers", key)
            ):
                conn.execute("update speakers set kind = ? where id = ?", [kind, key])
                kinds[key] = kind
    conn.executemany(
        "insert into speakers (id, name, sort_name, kind, quotes, sources) values (?, ?, ?, ?, 0, 0)", added
    )
    return complete


def _kinds_of(conn: sqlite3.Connection, speaker_ids: Iterable[str]) -> dict[str, str]:
    """The kinds of those of these speakers who are stored."""
    sql = "select id, kind from speakers where id in (select value from json_each(?))"
    return dict(conn.execute(sql, [json.dumps(list(speaker_ids))]))


def count_forms(conn: sqlite3.Connection, old: Sequence[ArticleRows], new: Sequence[ArticleRows]) -> None:
    """Count the forms of names that these articles no longer use down, and those they now use up."""
    before = [[_called(row) for row in rows.appearances.values()] for rows in old]
    after = [[_called(row) for row in rows.appearances.values()] for rows in new]
    _count(conn, before, after)


def count_moved(conn: sqlite3.Connection, moves: Moves) -> dict[str, set[str]]:
    """The same for names that changed hands. Returns the roles they are given, by speaker before and now."""
    before: list[list[_Called]] = []
    after: list[list[_Called]] = []
    roles: dict[str, set[str]] = {}
    sql = "select local_id, speaker_id, role, name, aliases from appearances where source_id = ?"
    for source_id in sorted({source_id for source_id, _ in moves.before}):
        was, now = [], []
        for local_id, whose, role, name, aliases in conn.execute(sql, [source_id]):
            forms = _forms(name, aliases)
            first = moves.before.get((source_id, local_id), whose)
            was.append((first, forms))
            now.append((whose, forms))
            if role and first != whose:
                roles.setdefault(first, set()).add(role)
                roles.setdefault(whose, set()).add(role)
        before.append(was)
        after.append(now)
    _count(conn, before, after)
    return roles


_Called = tuple[str, list[str]]
"""A speaker, and what an article calls them."""


def _count(
    conn: sqlite3.Connection, old: Iterable[Iterable[_Called]], new: Iterable[Iterable[_Called]]
) -> None:
    """Count what articles called speakers before down, and what they call them now up."""
    before, after = _articles_of(old), _articles_of(new)
    lost, won = before - after, after - before
    if lost:
        less = [(n, *form) for form, n in sorted(lost.items())]
        conn.executemany("update aliases set n = n - ? where speaker_id = ? and alias = ?", less)
        sql = "delete from aliases where speaker_id = ? and alias = ? and n < 1"
        conn.executemany(sql, sorted(lost))
    conn.executemany(
        "insert into aliases (speaker_id, alias, folded, n) values (?, ?, ?, ?) "
        "on conflict (speaker_id, alias) do update set n = n + excluded.n",
        [(key, form, ids.fold(form), n) for (key, form), n in sorted(won.items())],
    )


def _articles_of(articles: Iterable[Iterable[_Called]]) -> Counter[tuple[str, str]]:
    """In how many articles each speaker is called what."""
    return Counter(chain.from_iterable({(key, form) for key, forms in each for form in forms}
                                       for each in articles))  # fmt: skip


def _called(row: AppearanceRow) -> _Called:
    return row["speaker_id"], _forms(row["name"], row["aliases"])


def _forms(name: str, aliases: str) -> list[str]:
    return [name, *json.loads(aliases)] if aliases != "[]" else [name]
