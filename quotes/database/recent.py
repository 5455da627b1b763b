"""The latest rows of tables whose keys are hashes: they wait in small tables of their own, and join together.

Each row of such a table lies on a page of its own, and once the table is large, reading and writing all these
pages is most of what an import does. Rows that first wait in a small table, of which all pages are at hand,
and later join in the order of their keys, many to a page, take a fraction of that: the log-structured
merge-tree (O'Neil et al., 1996), of two parts. When nobody writes, nothing waits, but after a program that
was killed; so whoever reads must ask both tables.
"""

from __future__ import annotations

import sqlite3

TABLES: dict[str, dict[str, type]] = {
    "recent_features": {"feature": int, "variant_id": int, "features": int},
    "recent_fingerprints": {"h": int, "source_id": str},
}
KEYS: dict[str, str | tuple[str, ...]] = {
    "recent_features": ("feature", "variant_id"),
    "recent_fingerprints": ("h", "source_id"),
}
OF = {"variant_features": "recent_features", "fingerprints": "recent_fingerprints"}
"""The table that the latest rows of each table wait in."""
# What each table has so many rows of for each row of another, about.
_ROWS_OF = {"variant_features": (4, "quotes"), "fingerprints": (8, "sources")}
DESCRIPTIONS: dict[str, dict[str, str]] = {
    recent: {
        "": f"The latest rows of {table}: empty unless something is being imported, or was cut short.",
        **dict.fromkeys(TABLES[recent], f"As in {table}."),
    }
    for table, recent in OF.items()
}

# The larger of two tables that join is written whole, the smaller one each time rows are put into it: both
# are the least where rows wait until they are the square root of twice as many as the table has, times those
# of a batch (some 25,000).
_ROOT = 224
# Of less than so many rows all pages change with each batch, or fit in memory.
_LARGE = 200_000


def create(conn: sqlite3.Connection) -> None:
    """Make the tables, where they are not there yet."""
    types = {int: "integer", str: "text"}
    for table, columns in TABLES.items():
        lines = [f'"{column}" {types[type_]} not null' for column, type_ in columns.items()]
        key = f"primary key ({', '.join(KEYS[table])})"
        conn.execute(f"create table if not exists {table} ({', '.join([*lines, key])}) without rowid")


def both(table: str) -> tuple[str, str]:
    """A table, and the one that its latest rows wait in."""
    return table, OF[table]


def parts(conn: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """The same, of any database that is only read: one of an older version has the table alone."""
    sql = "select name from sqlite_master where type = 'table' and name in (?, ?) order by name = ? desc"
    return tuple(name for (name,) in conn.execute(sql, [*both(table), table]))


def size(conn: sqlite3.Connection, table: str) -> int:
    """About how many rows a table has."""
    each, of = _ROWS_OF[table]
    (rows,) = conn.execute(f"select max(rowid) from {of}").fetchone()
    return each * (rows or 0)


def into(table: str, size: int, rows: int = 0) -> str:
    """Where to put new rows, ``rows`` of them together, of a table that has about ``size`` rows."""
    waits = size >= _LARGE and 4 * rows < _most(size)
    return OF[table] if waits else table


def settle(conn: sqlite3.Connection) -> None:
    """Let rows that wait join their tables where they are many by now, in the caller's transaction."""
    for table in OF:
        _join(conn, table, _most(size(conn, table)))


def _join(conn: sqlite3.Connection, table: str, most: float) -> None:
    """Let all rows that wait join their table, if they are more than ``most``."""
    recent = OF[table]
    (waiting,) = conn.execute(f"select count(*) from {recent}").fetchone()
    if waiting > most:
        keys = ", ".join(KEYS[recent])
        columns = ", ".join(TABLES[recent])
        # Or fail: else SQLite would keep a copy of every page, to undo this statement and no others.
        sql = f"insert or fail into {table} ({columns}) select {columns} from {recent} order by {keys}"
        conn.execute(sql)
        conn.execute(f"delete from {recent}")


def _most(size: int) -> float:
    return float(_ROOT * size**0.5)


def join_all(conn: sqlite3.Connection) -> None:
    """Let all rows join that wait, in a transaction if any do."""
    if any(conn.execute(f"select 1 from {recent} limit 1").fetchone() for recent in OF.values()):
        with conn:
            conn.execute("begin immediate")
            for table in OF:
                _join(conn, table, 0)
