"""What is remembered of addresses from one import to the next: the table ``fetches``."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from ..readers import Visit

_REMEMBER = """
insert into fetches (address, fetched, etag, modified, seen) values (?, ?, ?, ?, ?)
on conflict (address) do update set
    fetched = excluded.fetched, etag = excluded.etag, modified = excluded.modified, seen = excluded.seen
"""


def remember(conn: sqlite3.Connection, visits: Iterable[Visit], now: str) -> None:
    """Note the visits, each in place of the one before. Runs inside a transaction that the caller holds."""
    conn.executemany(
        _REMEMBER,
        (
            [visit.address, now, visit.etag, visit.modified, json.dumps(visit.seen, ensure_ascii=False)]
            for visit in visits
        ),
    )


class Memory:
    """What the database at ``path`` remembers of an address; nothing where there is no such database.

    A file of its own connection, opened for each question: readers ask while somebody else writes.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __call__(self, address: str) -> Visit | None:
        """The last visit, if there was one."""
        if not Path(self._path).is_file():
            return None
        sql = "select etag, modified, seen from fetches where address = ?"
        try:
            uri = f"{Path(self._path).absolute().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=30)) as conn:
                row = conn.execute(sql, [address]).fetchone()
        except sqlite3.Error:
            return None  # no database of ours: whoever writes will say so
        return Visit(address, row[0], row[1], tuple(json.loads(row[2]))) if row else None
