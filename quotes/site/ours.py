"""Which of the databases that Datasette serves are databases of quotes, and who may see what of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextvars import ContextVar
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

_known: WeakKeyDictionary[Database, tuple[tuple[int, int], Columns | None]] = WeakKeyDictionary()


def columns_of(datasette: Datasette, name: str | None) -> Columns | None:
    """The tables, views and columns of the database of quotes served under this name, or None if it is
    no database of quotes.

    Looks into the file the first time it is asked, and again whenever a file that was not ours has changed.
    A database in memory is never ours, nor one that cannot be read.
    """
    database = datasette.databases.get(name)
    if database is None or database.is_memory or not database.path:
        return None
    stamp, columns = _known.get(database, ((0, 0), None))
    if columns is not None:
        return columns
    try:
        status = Path(database.path).stat()
        now = (status.st_mtime_ns, status.st_size)
        if now == stamp:
            return None
        columns = _look_into(database)
    except (OSError, sqlite3.DatabaseError):
        return None
    _known[database] = (now, columns)
    if columns is not None:
        from .big import hold_back
        from .remembering import remember_schema

        hold_back(database)
        remember_schema(database)
    return columns


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


def _look_into(database: Database) -> Columns | None:
    connection = database.connect()
    try:
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
    return columns if ours else None
