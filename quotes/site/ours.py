"""Which of the databases that Datasette serves are databases of quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from datasette.utils import sqlite3

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

Columns = dict[str, list[str]]
"""The columns of each table and view of a database."""


@dataclass
class Shape:
    """What a database has: its columns, and the orders that an index keeps to the last row.

    An order is (table, column, descending), for which the table has an index on that column and then on
    its id. Without the id Datasette loses rows between one page and the next where values repeat: it
    sorts the first page by the column alone, and the next by column and id.
    """

    columns: Columns
    orders: set[tuple[str, str, bool]] = field(default_factory=set)


REQUIRED = {
    "sources": {"id", "title", "text", "outlet_id", "words"},
    "outlets": {"id", "name"},
    "speakers": {"id", "name", "kind", "role"},
    "quotes": {"id", "source_id", "n", "speaker_id", "text", "spans", "kind", "context", "confidence"},
}
"""The tables, and columns of them, by which a database is known to be ours."""

_known: WeakKeyDictionary[Database, tuple[tuple[int, int], Shape | None]] = WeakKeyDictionary()


def shape_of(datasette: Datasette, name: str | None) -> Shape | None:
    """What the database of quotes served under this name has; None if it is no database of quotes.

    Looks into the file the first time it is asked, and again whenever a file that was not ours has changed.
    A database in memory is never ours, nor one that cannot be read.
    """
    database = datasette.databases.get(name)
    if database is None or database.is_memory or not database.path:
        return None
    stamp, shape = _known.get(database, ((0, 0), None))
    if shape is not None:
        return shape
    try:
        status = Path(database.path).stat()
        now = (status.st_mtime_ns, status.st_size)
        if now == stamp:
            return None
        shape = _look_into(database)
    except (OSError, sqlite3.DatabaseError):
        return None
    _known[database] = (now, shape)
    return shape


def columns_of(datasette: Datasette, name: str | None) -> Columns | None:
    """The tables, views and columns of a database of quotes; None if it is no such database."""
    shape = shape_of(datasette, name)
    return None if shape is None else shape.columns


def is_ours(datasette: Datasette, name: str | None) -> bool:
    """Whether the database served under this name is a database of quotes."""
    return shape_of(datasette, name) is not None


def our_databases(datasette: Datasette) -> Iterator[tuple[str, Database, Shape]]:
    """The databases of quotes that this Datasette serves: name, database, and what it has."""
    for name, database in list(datasette.databases.items()):
        shape = shape_of(datasette, name)
        if shape is not None:
            yield name, database, shape


def only_ours(datasette: Datasette) -> bool:
    """Whether every database file served is ours, so that the front page is ours too."""
    files = [name for name, database in datasette.databases.items() if not database.is_memory]
    return bool(files) and all(is_ours(datasette, name) for name in files)


def _look_into(database: Database) -> Shape | None:
    connection = database.connect()
    try:
        shape = Shape({})
        for (table,) in connection.execute(
            "select name from sqlite_master where type in ('table', 'view')"
        ).fetchall():
            try:
                rows = connection.execute("select name from pragma_table_info(?)", [table]).fetchall()
            except sqlite3.DatabaseError:
                continue  # a view over something that is gone: not ours to mend
            shape.columns[table] = [row[0] for row in rows]
        if not all(needed <= set(shape.columns.get(table, ())) for table, needed in REQUIRED.items()):
            return None
        for table in REQUIRED:
            shape.orders |= _orders(connection, table)
        return shape
    finally:
        connection.close()


def _orders(connection: sqlite3.Connection, table: str) -> set[tuple[str, str, bool]]:
    found = set()
    indexes = connection.execute("select name from pragma_index_list(?)", [table]).fetchall()
    for (index,) in indexes:
        sql = 'select name, "desc" from pragma_index_xinfo(?) where key order by seqno'
        parts = [(name, bool(descending)) for name, descending in connection.execute(sql, [index])]
        if len(parts) > 1 and parts[1] == ("id", False) and parts[0][0] is not None:
            found.add((table, *parts[0]))
    return found
