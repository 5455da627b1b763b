"""What Datasette asks again and again, asked once.

For the page of a database, Datasette asks three questions about the schema and two to six about permissions
for each of fifty tables and views, each of them a statement on another thread. Who may see what is remembered
while one request is served; what stands in the schema, until SQLite says that it changed; and what is counted
of all rows, until the file changes.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from copy import deepcopy
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any

from .ours import asked, is_ours, only_ours

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database

_OF_SCHEMA = tuple(f"select {what} from sqlite_master" for what in ("name", "sql", "1"))
_METHODS = (
    "table_columns",
    "table_column_details",
    "primary_keys",
    "fts_table",
    "foreign_keys_for_table",
    "get_all_foreign_keys",
)
"""What Datasette asks of a schema by a function that runs on the connection."""

checking: ContextVar[bool] = ContextVar("checking", default=False)
"""Whether a permission is being asked for: what we say of our tables has nothing to do with that."""


def remember_permissions(datasette: Datasette) -> None:
    """Let this Datasette ask only once a request whether somebody may see a table, view or query of ours."""
    if hasattr(datasette, "permission_asked"):
        return
    datasette.permission_asked = datasette.permission_allowed
    datasette.permission_allowed = MethodType(_permission_allowed, datasette)


async def _permission_allowed(
    datasette: Any, actor: Any, action: str, resource: Any = None, default: Any = False
) -> Any:
    answers: dict[Any, Any] | None = asked.get(None)
    database = resource[0] if isinstance(resource, tuple) else resource
    ours = only_ours(datasette) if database is None else is_ours(datasette, database)
    if answers is None or not ours or not action.startswith("view-"):
        return await datasette.permission_asked(actor, action, resource=resource, default=default)
    key = ("permission", id(datasette), id(actor), action, resource, default)
    if key not in answers:
        token = checking.set(action == "view-table")
        try:
            allowed = await datasette.permission_asked(actor, action, resource=resource, default=default)
        finally:
            checking.reset(token)
        # The actor is kept, so that nobody else gets the same id while the request lasts.
        answers[key] = (allowed, actor)
    return answers[key][0]


def remember_schema(database: Database) -> None:
    """Let this database answer from memory what Datasette asks of its schema, until that changes."""
    if hasattr(database, "schema_answers"):
        return
    database.schema_answers = (None, {})
    database.execute_asked = database.execute
    database.execute = MethodType(_execute, database)
    for name in _METHODS:
        setattr(database, name, _remembered(database, name, getattr(database, name)))


async def _execute(database: Any, sql: str, params: Any = None, *more: Any, **options: Any) -> Any:
    if more or options or not sql.startswith(_OF_SCHEMA):
        return await database.execute_asked(sql, params, *more, **options)
    values = params.values() if isinstance(params, dict) else params or ()
    key = (sql, *values)
    answers = await _answers(database)
    if key not in answers:
        answers[key] = await database.execute_asked(sql, params)
    return answers[key]


def _remembered(database: Any, name: str, ask: Any) -> Any:
    async def answer(*arguments: Any) -> Any:
        answers = await _answers(database)
        key = (name, *arguments)
        if key not in answers:
            answers[key] = await ask(*arguments)
        # A copy: Datasette may change what it gets.
        return deepcopy(answers[key])

    return answer


async def _answers(database: Any) -> dict[Any, Any]:
    """What is known of the schema as it is now; SQLite is asked for its version once a request."""
    seen = asked.get(None)
    key = ("schema", id(database))
    if seen is None or key not in seen:
        version = (await database.execute_asked("PRAGMA schema_version")).first()[0]
        if version != database.schema_answers[0]:
            database.schema_answers = (version, {})
        if seen is None:
            return database.schema_answers[1]
        seen[key] = database.schema_answers[1]
    return seen[key]


SETTLED_S = 1.0
"""Seconds after which a file counts as left alone; the clock of files ticks every few milliseconds."""

State = tuple[tuple[int, int, int], ...]


def state_of(database: Database) -> State | None:
    """What tells the content of a database's file from any other it had: inode, size and time of last change,
    of the file and of its write-ahead log. None where that cannot be said: in memory, or while it is written.

    Whoever remembers something asks this first, so that a change in between makes it forgotten.
    """
    if database.is_memory or not database.path:
        return None
    found = []
    for path in (database.path, f"{database.path}-wal"):
        try:
            status = Path(path).stat()
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if abs(time.time() - status.st_mtime) < SETTLED_S:
            return None
        found.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(found) or None
