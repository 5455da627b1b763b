"""Which of the databases that Datasette serves are databases of quotes, and who may see what of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette.utils import sqlite3
from datasette.utils.asgi import Forbidden

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

Columns = dict[str, list[str]]
"""The columns of each table and view of a database."""


REQUIRED = {
    "sources": {"id", "title", "text", "outlet_id", "words"},
    "outlets": {"id", "name"},
    "speakers": {"id", "name", "kind", "role"},
    "quotes": {"id", "source_id", "n", "speaker_id", "text", "spans", "kind", "context", "confidence"},
}
"""The tables, and columns of them, by which a database is known to be ours."""

Stamp = tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class _Known:
    """What was seen of a database: how its file was then, the version of its schema, and its columns."""

    stamp: Stamp = ()
    version: int | None = None
    columns: Columns | None = None


_known: WeakKeyDictionary[Database, _Known] = WeakKeyDictionary()


def columns_of(datasette: Datasette, name: str | None) -> Columns | None:
    """The tables, views and columns of the database of quotes served under this name, or None if it is
    no database of quotes.

    Looks into the file the first time it is asked, and again in the first request after it has changed: an
    import brings tables that an older version lacked. A database in memory is never ours, nor one that
    cannot be read.
    """
    database = datasette.databases.get(name)
    if database is None or database.is_memory or not database.path:
        return None
    answers, key = asked.get(None), ("columns", id(database))
    if answers is not None and key in answers:
        return answers[key]
    known = _known.setdefault(database, _Known())
    if known.columns is None or database.is_mutable:
        _look_again(database, known)
    if answers is not None:
        answers[key] = known.columns
    return known.columns


def _look_again(database: Database, known: _Known) -> None:
    """Bring what is known of a database up to date; it stays as it is where the file cannot be read now."""
    try:
        stamp = _stamp(database.path)
        if stamp == known.stamp:
            return
        version, columns = _look_into(database, known)
    except (OSError, sqlite3.DatabaseError):
        return
    # Two changes within one tick of the clock of files look like one: so soon, nothing is taken as settled.
    settled = all(abs(time.time_ns() - changed) > _TICK_NS for *_, changed in stamp)
    known.stamp, known.version, known.columns = stamp if settled else (), version, columns
    if columns is not None:
        from .big import hold_back
        from .remembering import remember_schema

        hold_back(database)
        remember_schema(database)


_TICK_NS = 1_000_000_000


def _stamp(path: str) -> Stamp:
    """What tells that a file or its write-ahead log was written: inode, size and time of last change."""
    found = [Path(path).stat()]
    with suppress(FileNotFoundError):
        found.append(Path(f"{path}-wal").stat())
    return tuple((status.st_ino, status.st_size, status.st_mtime_ns) for status in found)


def is_ours(datasette: Datasette, name: str | None) -> bool:
    """Whether the database served under this name is a database of quotes."""
    return columns_of(datasette, name) is not None


def our_databases(datasette: Datasette) -> Iterator[tuple[str, Database, Columns]]:
    """The databases of quotes that this Datasette serves: name, database, and its columns."""
    for name, database in list(datasette.databases.items()):
        columns = columns_of(datasette, name)
        if columns is not None:
            yield name, database, columns


def only_ours(datasette: Datasette) -> bool:
    """Whether every database file served is ours, so that the front page is ours too."""
    files = [name for name, database in datasette.databases.items() if not database.is_memory]
    return bool(files) and all(is_ours(datasette, name) for name in files)


async def may_see(datasette: Datasette, actor: Any, database: str, table: str) -> bool:
    """Whether this person (None for anybody) may see a table: what is said of the table counts, then of
    the database, then of the whole instance, as on Datasette's own pages."""
    answers = asked.get(None)
    key = (id(datasette), json.dumps(actor, sort_keys=True, default=repr), database, table)
    if answers is not None and key in answers:
        return answers[key]
    try:
        await datasette.ensure_permissions(
            actor, [("view-table", (database, table)), ("view-database", database), "view-instance"]
        )
        allowed = True
    except Forbidden:
        allowed = False
    if answers is not None:
        answers[key] = allowed
    return allowed


asked: ContextVar[dict[Any, Any]] = ContextVar("asked")
"""What `may_see` has answered while one request is served: Datasette asks for our queries, each of which
reads several tables, a dozen times a page."""


def _look_into(database: Database, known: _Known) -> tuple[int, Columns | None]:
    """The version of a database's schema, and its columns if it is ours: those known, if they still hold."""
    connection = database.connect()
    try:
        # Whoever asks for a page does not wait for somebody who is writing.
        connection.execute("PRAGMA busy_timeout = 0")
        version = int(connection.execute("PRAGMA schema_version").fetchone()[0])
        if version == known.version:
            return version, known.columns
        columns: Columns = {}
        for (table,) in connection.execute(
            "select name from sqlite_master where type in ('table', 'view')"
        ).fetchall():
            try:
                rows = connection.execute("select name from pragma_table_info(?)", [table]).fetchall()
            except sqlite3.DatabaseError:
                continue  # a view over something that is gone: not ours to mend
            columns[table] = [row[0] for row in rows]
    finally:
        connection.close()
    ours = all(needed <= set(columns.get(table, ())) for table, needed in REQUIRED.items())
    return version, columns if ours else None
