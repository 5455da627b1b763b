"""What Datasette counts on its own pages, held back where a database is big and counting takes too long.

There is no hook for either: the tables behind full-text search are counted for the page of a database, row by
row, and so is a view for its own page, up to the time limit, though neither count is needed.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from datasette.utils import escape_sqlite, sqlite3, tilde_decode

from .describe import BRIEF, LABELS
from .ours import is_ours

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

BIG = 100 * 1024 * 1024
"""Bytes from which a file counts as big; Datasette's own limit for counting on its home page."""

VIEWS = set(BRIEF) - set(LABELS)


def is_big(database: Database) -> bool:
    """Whether a database's file is so big that not everything can be counted for a page."""
    try:
        return bool(database.path) and Path(database.path).stat().st_size >= BIG
    except OSError:
        return False


def hold_back(database: Database) -> None:
    """Let Datasette not count the tables of the full-text indexes of a big database, which are hidden."""
    if not hasattr(database, "table_counts_of_all"):
        database.table_counts_of_all = database.table_counts
        database.counts_known = (None, {})
        database.table_counts = MethodType(_table_counts, database)


async def _table_counts(database: Any, limit: int = 10) -> dict[str, int | None]:
    if not is_big(database) or not database.is_mutable:
        counts: dict[str, int | None] = await database.table_counts_of_all(limit)
        return counts
    # Not at the top: Datasette loads its plugins halfway through loading itself.
    from datasette.database import QueryInterrupted

    from .remembering import state_of

    state = state_of(database)
    if state is not None and database.counts_known[0] == state:
        return dict(database.counts_known[1])
    hidden = set(await database.hidden_table_names())
    counts = dict.fromkeys(await database.table_names())
    for table in counts.keys() - hidden:
        try:
            sql = f"select count(*) from {escape_sqlite(table)}"
            counts[table] = (await database.execute(sql, custom_time_limit=limit)).first()[0]
        except (QueryInterrupted, sqlite3.DatabaseError):
            continue
    database.counts_known = (state, dict(counts))
    return counts


def without_count(datasette: Datasette, scope: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The ASGI scope of a request, changed so that the page of a view of a big database counts no rows."""
    path = scope["path"]
    base = datasette.setting("base_url")
    if path.startswith(base):
        path = "/" + path.removeprefix(base)
    parts = path.strip("/").split("/")
    if len(parts) != 2 or parts[1].partition(".")[0] not in VIEWS:
        return scope
    try:
        database = datasette.get_database(route=tilde_decode(parts[0]))
    except KeyError:
        return scope
    query = scope.get("query_string", b"")
    asked = {name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)}
    if "_nocount" in asked or not is_ours(datasette, database.name) or not is_big(database):
        return scope
    return {**scope, "query_string": b"&".join(filter(None, (query, b"_nocount=1")))}
