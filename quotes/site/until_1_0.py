"""The two hooks that Datasette 1.0 does away with: `get_metadata` and `canned_queries`.

Everything they answer with is made elsewhere (`describe`, `queries`); with Datasette 1.0 this module
turns into one that fills its internal tables at start, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette import hookimpl

from .describe import describe
from .ours import Columns, columns_of, may_see, our_databases
from .queries import QUERIES
from .remembering import checking

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

_described: WeakKeyDictionary[Database, tuple[Columns, dict[str, Any]]] = WeakKeyDictionary()


@hookimpl
def get_metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    """Datasette's hook: labels, facets, order and descriptions for each database of quotes.

    What the user's own metadata file says wins over this, key by key.
    """
    # Asked many times a page, mostly for permissions and plugins, about which we have nothing to say.
    if key not in (None, "databases", "tables", "description") or (key == "tables" and checking.get()):
        return {}
    databases = {}
    for name, database, columns in our_databases(datasette):
        ours = described(database, columns)
        if key == "tables":
            # The facets are all that Datasette makes of it.
            tables = ours["tables"].items()
            ours = {"tables": {t: {"facets": v["facets"]} for t, v in tables if "facets" in v}}
        # A copy: Datasette merges the user's metadata into what it gets.
        databases[name] = _copy(ours)
    return {"databases": databases} if databases else {}


def described(database: Database, columns: Columns) -> dict[str, Any]:
    """What `describe` says of a database, made once for the columns that it has."""
    known = _described.get(database)
    if known is None or known[0] is not columns:
        known = _described[database] = (columns, describe(columns))
    return known[1]


@hookimpl
def canned_queries(
    datasette: Datasette, database: str, actor: Any
) -> Callable[[], Awaitable[dict[str, dict[str, Any]]]] | None:
    """Datasette's hook: the questions people ask, closed to whoever may not see the tables they read."""
    columns = columns_of(datasette, database)
    if columns is None:
        return None

    async def inner() -> dict[str, dict[str, Any]]:
        visible: dict[str, bool] = {}
        answer = {}
        # Datasette would let ours replace the user's.
        taken = datasette.metadata("queries", database=database, fallback=False) or {}
        for name, query in QUERIES.items():
            if name in taken or not set(query.tables) <= columns.keys():
                continue
            for table in query.tables:
                if table not in visible:
                    visible[table] = await may_see(datasette, actor, database, table)
            answer[name] = {
                "sql": query.sql,
                "title": query.title,
                "description": query.description,
                "params": list(query.params),
                "hide_sql": True,
            }
            # Not left out: Datasette also asks as nobody, and fails on a query that is there for some only.
            if not all(visible[table] for table in query.tables):
                answer[name]["allow"] = False
        return answer

    return inner


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return list(value) if isinstance(value, list) else value
