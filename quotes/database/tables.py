"""Rows into tables and out of them, many to a statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any

from . import schema

Row = Mapping[str, Any]
# Around a statement whose triggers may fail SQLite keeps a copy of every page that it changes: for each row
# by itself that would take longer than the row. More than these are cut into as few statements as possible.
_AT_ONCE = (64, 32, 16, 8, 4, 2, 1)


def upsert(conn: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Store rows, in place of those of the same keys."""
    insert(conn, table, rows, _values(table)[1])


def insert(conn: sqlite3.Connection, table: str, rows: Iterable[Row], conflict: str = "") -> None:
    """Store rows; ``conflict`` is SQL for those that are there, none where there are none."""
    values = list(map(_values(table)[0], rows))
    start = 0
    for size in _AT_ONCE:
        while len(values) - start >= size:
            some = values[start : start + size]
            conn.execute(_inserting(table, size, conflict), list(chain.from_iterable(some)))
            start += size


def delete(conn: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Remove the rows of the same keys."""
    keys = _keys(table)
    condition = " and ".join(f"{column} = ?" for column in keys)
    conn.executemany(f"delete from {table} where {condition}", ([row[k] for k in keys] for row in rows))


def replace(conn: sqlite3.Connection, table: str, old: Mapping[Any, Row], new: Mapping[Any, Row]) -> None:
    """Make the rows of a table that are ``old`` the ones that are ``new``, touching only what differs."""
    delete(conn, table, [row for key, row in old.items() if key not in new])
    upsert(conn, table, [row for key, row in new.items() if old.get(key) != row])


def _keys(table: str) -> Sequence[str]:
    key = schema.KEYS.get(table, "id")
    return [key] if isinstance(key, str) else key


@cache
def _values(table: str) -> tuple[Callable[[Row], tuple[Any, ...]], str]:
    """What takes a row's values out of it, and the SQL that lets them replace what is stored."""
    columns, keys = list(schema.TABLES[table]), _keys(table)
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in keys)
    return itemgetter(*columns), f"on conflict ({', '.join(keys)}) do update set {changes}"


@cache
def _inserting(table: str, rows: int, conflict: str) -> str:
    columns = list(schema.TABLES[table])
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join([f"({', '.join('?' * len(columns))})"] * rows)
    return f"insert into {table} ({names}) values {values} {conflict}"
